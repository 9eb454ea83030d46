/* ship: goods that left without a warehouse's file saying so. */
#include "cli/ref.h"
#include "pipeline/shipping.h"

enum rc
cmd_ship(struct cli *c, struct err *e)
{
	struct ship_by_hand s = { .lines = slice_of(cli_option(c, "lines")),
		.carrier = slice_of(cli_option(c, "carrier")),
		.tracking = slice_of(cli_option(c, "tracking")) };
	const char *at = cli_option(c, "at");
	struct actor x;
	struct ref ref;

	if (ref_find(c, c->args[0], REF_ORDER, &ref, e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK)
		return (e->rc);
	s.left_at = at != NULL ? instant_parse(slice_of(at)) : x.at;
	if (s.left_at == INSTANT_NONE)
		return (usage_error(e, "'%.60s' is no instant", at));
	if (store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (ship_order(&x, ref.id, &s, e) != RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	if (store_commit(c->store, e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_printf(&c->out,
		    "{\"subject\":\"%s\",\"state\":\"shipped\"}\n",
		    ref.subject);
	else
		buf_printf(&c->out,
		    "%s: booked; the next run sends the ship notice\n",
		    ref.subject);
	return (RC_OK);
}

/* Services leave no warehouse: they are charged when they were done. */
enum rc
cmd_complete(struct cli *c, struct err *e)
{
	struct ship_by_hand s = { .lines = slice_of(cli_option(c, "lines")),
		.services = true };
	const char *at = cli_option(c, "at");
	struct actor x;
	struct ref ref;

	if (ref_find(c, c->args[0], REF_ORDER, &ref, e) != RC_OK ||
	    cli_master(c, e) != RC_OK || cli_actor(c, &x, e) != RC_OK)
		return (e->rc);
	s.left_at = at != NULL ? instant_parse(slice_of(at)) : x.at;
	if (s.left_at == INSTANT_NONE)
		return (usage_error(e, "'%.60s' is no instant", at));
	if (store_begin(c->store, e) != RC_OK)
		return (e->rc);
	if (ship_order(&x, ref.id, &s, e) != RC_OK) {
		store_rollback(c->store);
		return (e->rc);
	}
	if (store_commit(c->store, e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_printf(&c->out,
		    "{\"subject\":\"%s\",\"state\":\"completed\"}\n",
		    ref.subject);
	else
		buf_printf(&c->out, "%s: the services are charged\n",
		    ref.subject);
	return (RC_OK);
}
