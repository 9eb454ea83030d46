/* ship, complete: what was done without a warehouse's file saying so. */
#include "cli/ref.h"
#include "pipeline/shipping.h"

static enum rc
ship(struct cli *c, struct ship_by_hand *s, struct ref *ref, struct err *e)
{
	const char *at = cli_option(c, "at");
	struct actor x;

	s->lines = slice_of(cli_option(c, "lines"));
	if (ref_find(c, c->args[0], REF_ORDER, ref, e) != RC_OK ||
	    (s->services && cli_master(c, e) != RC_OK) ||
	    cli_actor(c, &x, e) != RC_OK)
		return (e->rc);
	s->left_at = at != NULL ? instant_parse(slice_of(at)) : x.at;
	if (s->left_at == INSTANT_NONE)
		return (usage_error(e, "'%.60s' is no instant", at));
	if (store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (ship_order(&x, ref->id, s, e) != RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	return (store_commit(c->store, e));
}

static enum rc
tell(struct cli *c, const struct ref *ref, const char *state, const char *text)
{
	if (c->json)
		buf_printf(&c->out, "{\"subject\":\"%s\",\"state\":\"%s\"}\n",
		    ref->subject, state);
	else
		buf_printf(&c->out, "%s: %s\n", ref->subject, text);
	return (RC_OK);
}

enum rc
cmd_ship(struct cli *c, struct err *e)
{
	struct ship_by_hand s = { .carrier = slice_of(cli_option(c, "carrier")),
		.tracking = slice_of(cli_option(c, "tracking")) };
	struct ref ref;

	if (ship(c, &s, &ref, e) != RC_OK)
		return (e->rc);
	return (tell(c, &ref, "shipped",
	    "booked; the next run sends the ship notice"));
}

/* Services leave no warehouse: they are charged when they were done. */
enum rc
cmd_complete(struct cli *c, struct err *e)
{
	struct ship_by_hand s = { .services = true };
	struct ref ref;

	if (ship(c, &s, &ref, e) != RC_OK)
		return (e->rc);
	return (tell(c, &ref, "completed", "the services are charged"));
}
