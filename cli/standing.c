/* standing: what people do to standing orders. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/ref.h"
#include "cli/table.h"
#include "pipeline/standing_ops.h"

static enum rc
begin(struct cli *c, struct actor *x, struct ref *ref, struct err *e)
{
	if (ref_find(c, c->args[0], REF_STANDING, ref, e) != RC_OK)
		return (e->rc);
	return (cli_actor(c, x, e));
}

/* The second word, or DAY_NONE where it is left out. */
static enum rc
day_word(struct cli *c, int i, day *d, struct err *e)
{
	*d = DAY_NONE;
	if (i >= c->n_args)
		return (RC_OK);
	*d = day_parse_iso(slice_of(c->args[i]));
	if (*d == DAY_NONE)
		return (usage_error(e, "'%.40s' is no day: write 2026-11-21",
		    c->args[i]));
	return (RC_OK);
}

static enum rc
reason(struct cli *c, const char **why, struct err *e)
{
	*why = cli_option(c, "reason");
	if (*why == NULL || (*why)[0] == '\0')
		return (usage_error(e, "`%s` wants --reason TEXT",
		    c->command->name));
	return (RC_OK);
}

static void
tell(struct cli *c, const struct ref *ref, const char *what, int64_t order_id)
{
	struct buf *b = &c->out;

	if (c->json) {
		buf_printf(b, "{\"subject\":\"%s\",\"done\":\"%s\"",
		    ref->subject, what);
		if (order_id != 0)
			buf_printf(b, ",\"order_id\":%" PRId64, order_id);
		buf_text(b, "}\n");
		return;
	}
	buf_printf(b, "%s: %s", ref->subject, what);
	if (order_id != 0)
		buf_printf(b, ", order:%" PRId64 "; the next run charges it",
		    order_id);
	buf_char(b, '\n');
}

enum rc
cmd_standing_pause(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref;
	const char *why;
	day from, to;

	if (begin(c, &x, &ref, e) != RC_OK || reason(c, &why, e) != RC_OK ||
	    day_word(c, 1, &from, e) != RC_OK ||
	    day_word(c, 2, &to, e) != RC_OK ||
	    standing_pause(&x, ref.id, from, to, why, e) != RC_OK)
		return (e->rc);
	tell(c, &ref, "paused", 0);
	return (RC_OK);
}

enum rc
cmd_standing_resume(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref;
	day on;

	if (begin(c, &x, &ref, e) != RC_OK || day_word(c, 1, &on, e) != RC_OK ||
	    standing_resume(&x, ref.id, on, e) != RC_OK)
		return (e->rc);
	tell(c, &ref, "resumed", 0);
	return (RC_OK);
}

enum rc
cmd_standing_skip(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref;
	const char *why;
	day on;

	if (begin(c, &x, &ref, e) != RC_OK || reason(c, &why, e) != RC_OK ||
	    day_word(c, 1, &on, e) != RC_OK ||
	    standing_skip(&x, ref.id, on, why, e) != RC_OK)
		return (e->rc);
	tell(c, &ref, "skipped", 0);
	return (RC_OK);
}

enum rc
cmd_standing_send(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref;
	int64_t order_id = 0;
	day on;

	if (begin(c, &x, &ref, e) != RC_OK || cli_master(c, e) != RC_OK)
		return (e->rc);
	x.master = c->master;
	if (day_word(c, 1, &on, e) != RC_OK ||
	    standing_send_now(&x, ref.id, on, &order_id, e) != RC_OK)
		return (e->rc);
	tell(c, &ref, "made now", order_id);
	return (RC_OK);
}

enum rc
cmd_standing_end(struct cli *c, struct err *e)
{
	char text[11];
	struct actor x;
	struct ref ref;
	day on, last;

	if (begin(c, &x, &ref, e) != RC_OK || day_word(c, 1, &on, e) != RC_OK ||
	    standing_end(&x, ref.id, on, &last, e) != RC_OK)
		return (e->rc);
	tell(c, &ref, "ended", 0);
	if (!c->json && last != DAY_NONE)
		buf_printf(&c->out,
		    "its last delivery is that of %s; cancel "
		    "that order if it is not wanted\n",
		    day_text(last, text));
	return (RC_OK);
}

/* --- the proof ------------------------------------------------------------ */

struct proving {
	struct cli *c;
	bool first;
};

static void
proof_json(struct buf *b, const struct standing_proof *p)
{
	const struct standing_audit *a = &p->audit;
	char text[11];

	buf_printf(b, "{\"standing_order_id\":%" PRId64 ",\"po_number\":",
	    p->row->standing_order_id);
	buf_json(b, p->row->po_number);
	buf_printf(b,
	    ",\"due\":%" PRId64 ",\"issued\":%" PRId64 ",\"held\":%" PRId64
	    ",\"skipped\":%" PRId64 ",\"missed\":%" PRId64 ",\"balanced\":%s",
	    a->due, a->recorded[OUTCOME_ISSUED], a->recorded[OUTCOME_HELD],
	    a->recorded[OUTCOME_SKIPPED], a->recorded[OUTCOME_MISSED],
	    p->balanced ? "true" : "false");
	if (p->fault != NULL) {
		buf_text(b, ",\"fault\":");
		buf_json(b, slice_of(p->fault));
	} else if (!p->balanced) {
		buf_printf(b,
		    ",\"fault\":\"%s\",\"fault_on\":\"%s\",\"lost\":%" PRId64
		    ",\"twice\":%" PRId64 ",\"unheard\":%" PRId64,
		    standing_flaw_text(a->first_flaw),
		    day_text(a->first_fault, text), a->unrecorded, a->repeated,
		    a->unexpected);
	}
	buf_char(b, '}');
}

static void
put_sum(struct buf *b, const struct standing_audit *a)
{
	buf_printf(b,
	    "%" PRId64 " due = %" PRId64 " issued + %" PRId64 " held + %" PRId64
	    " skipped + %" PRId64 " missed",
	    a->due, a->recorded[OUTCOME_ISSUED], a->recorded[OUTCOME_HELD],
	    a->recorded[OUTCOME_SKIPPED], a->recorded[OUTCOME_MISSED]);
}

static void
proof_text(struct buf *b, const struct standing_proof *p)
{
	const struct standing_audit *a = &p->audit;
	char text[11];

	buf_printf(b, "standing:%" PRId64 " PO ", p->row->standing_order_id);
	buf_shown(b, p->row->po_number);
	buf_text(b, ": ");
	if (p->fault != NULL) {
		buf_shown(b, slice_of(p->fault));
	} else {
		put_sum(b, a);
		if (!p->balanced)
			buf_printf(b,
			    ": THE DELIVERY OF %s %s (%" PRId64
			    " lost, %" PRId64 " twice, %" PRId64
			    " not in the rule)",
			    day_text(a->first_fault, text),
			    standing_flaw_text(a->first_flaw), a->unrecorded,
			    a->repeated, a->unexpected);
	}
	buf_char(b, '\n');
}

static enum rc
on_proof(void *ctx, const struct standing_proof *p, struct err *e)
{
	struct proving *k = ctx;
	struct buf *b = &k->c->out;

	if (p->audit.due == 0 && p->balanced)
		return (RC_OK);
	if (k->c->json) {
		if (!k->first)
			buf_char(b, ',');
		proof_json(b, p);
	} else {
		proof_text(b, p);
	}
	k->first = false;
	return (cli_flush_some(k->c, e));
}

static enum rc
audit_days(struct cli *c, day *from, day *to, struct err *e)
{
	static const char *const names[] = { "from", "to" };
	day *const days[] = { from, to };

	for (int i = 0; i < 2; i++) {
		const char *given = cli_option(c, names[i]);

		*days[i] = DAY_NONE;
		if (given == NULL)
			continue;
		*days[i] = day_parse_iso(slice_of(given));
		if (*days[i] == DAY_NONE)
			return (usage_error(e,
			    "--%s is a day, as in 2026-12-01", names[i]));
	}
	if (*from != DAY_NONE && *to != DAY_NONE && *to < *from)
		return (usage_error(e, "--to is before --from"));
	return (RC_OK);
}

static void
audit_end(struct cli *c, const struct standing_sheet *s)
{
	struct buf *b = &c->out;
	const int64_t *n = s->sum.recorded;

	if (c->json) {
		buf_printf(b,
		    "],\"standing_orders\":%" PRId64 ",\"unbalanced\":%" PRId64
		    ",\"due\":%" PRId64 ",\"issued\":%" PRId64
		    ",\"held\":%" PRId64 ",\"skipped\":%" PRId64
		    ",\"missed\":%" PRId64 "}\n",
		    s->orders, s->unbalanced, s->sum.due, n[OUTCOME_ISSUED],
		    n[OUTCOME_HELD], n[OUTCOME_SKIPPED], n[OUTCOME_MISSED]);
	} else {
		buf_printf(b, "%" PRId64 " standing orders: ", s->orders);
		put_sum(b, &s->sum);
		if (s->unbalanced > 0)
			buf_printf(b, ": %" PRId64 " DO NOT ADD UP",
			    s->unbalanced);
		buf_char(b, '\n');
	}
	c->exit_code = s->unbalanced > 0 ? 1 : 0;
}

enum rc
cmd_standing_audit(struct cli *c, struct err *e)
{
	struct proving k = { c, true };
	struct standing_sheet s;
	struct actor x;
	day from = DAY_NONE, to = DAY_NONE;
	bool any;

	if (audit_days(c, &from, &to, e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK ||
	    standing_last_night(&x, &any, e) != RC_OK)
		return (e->rc);
	/* Nights that have not been cannot have decided anything. */
	if (to != DAY_NONE && to >= x.today)
		to = DAY_NONE;
	if (c->json)
		buf_text(&c->out, "{\"rules\":[");
	if (standing_audit_all(&x, from, to, on_proof, &k, &s, e) != RC_OK)
		return (e->rc);
	audit_end(c, &s);
	return (RC_OK);
}

enum rc
cmd_standing_list(struct cli *c, struct err *e)
{
	static const char word[] = "standing_order";
	char *kind = arena_text(&c->arena, SLICE(word));
	char **args = arena_array(&c->arena, (size_t)c->n_args + 1,
	    sizeof(*args));

	args[0] = kind;
	for (int i = 0; i < c->n_args; i++)
		args[i + 1] = c->args[i];
	c->args = args;
	c->n_args++;
	return (cmd_list(c, e));
}
