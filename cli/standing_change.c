/* standing new, change, set: what people agree of a standing order. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/preview.h"
#include "cli/ref.h"
#include "pipeline/standing_change.h"
#include "pipeline/standing_type.h"

static struct slice
option(const struct cli *c, const char *name)
{
	const char *given = cli_option(c, name);

	return (given != NULL ? slice_of(given) : SLICE_NONE);
}

static enum rc
reason(const struct cli *c, const char **why, struct err *e)
{
	*why = cli_option(c, "reason");
	if (*why == NULL || (*why)[0] == '\0')
		return (usage_error(e, "`%s` wants --reason TEXT",
		    c->command->name));
	return (RC_OK);
}

static enum rc
option_day(const struct cli *c, const char *name, day *d, struct err *e)
{
	struct slice given = option(c, name);

	*d = DAY_NONE;
	if (given.p == NULL)
		return (RC_OK);
	*d = given.n == 10 ? day_parse_iso(given) : DAY_NONE;
	if (*d == DAY_NONE)
		return (
		    usage_error(e, "--%s is a day, as in 2026-12-01", name));
	return (RC_OK);
}

static enum rc
begin(struct cli *c, unsigned kind, struct ref *ref, struct actor *x,
    const char **why, struct err *e)
{
	if (reason(c, why, e) != RC_OK ||
	    ref_find(c, c->args[0], kind, ref, e) != RC_OK ||
	    cli_master(c, e) != RC_OK || cli_actor(c, x, e) != RC_OK)
		return (e->rc);
	x->master = c->master;
	return (RC_OK);
}

static void
tell(struct cli *c, const char *subject, const char *what, const char *more)
{
	struct buf *b = &c->out;

	if (c->json)
		buf_printf(b, "{\"subject\":\"%s\",\"done\":\"%s\"}\n", subject,
		    what);
	else
		buf_printf(b, "%s: %s%s\n", subject, what, more);
}

/* --- new ----------------------------------------------------------------- */

static enum rc
option_days(struct cli *c, const char *name, struct list *days, struct err *e)
{
	if (standing_days_read(option(c, name), &c->arena, days))
		return (RC_OK);
	return (
	    usage_error(e, "--%s is days, as in 2026-12-01,2027-03-01", name));
}

static enum rc
wanted(struct cli *c, struct standing_wanted *w, struct err *e)
{
	const char *count = cli_option(c, "count");

	if (count != NULL &&
	    (!slice_int(slice_of(count), &w->count) || w->count < 1 ||
		w->count > 100000))
		return (usage_error(e, "--count is 1 to 100000"));
	if (option_days(c, "dates", &w->days, e) != RC_OK ||
	    option_days(c, "except", &w->left_out, e) != RC_OK ||
	    option_day(c, "from", &w->from, e) != RC_OK ||
	    option_day(c, "end", &w->ends_on, e) != RC_OK)
		return (e->rc);
	if (option(c, "rule").n == 0 && w->days.n == 0)
		return (usage_error(e, "say --rule or --dates"));
	return (standing_rule_text(option(c, "rule"), &c->arena, &w->rule, e));
}

/* --- a look --------------------------------------------------------------- */

#define LOOK_DAYS 6

static const struct standing_glance *
wants_look(struct cli *c, struct standing_glance *g, struct preview *p)
{
	if (cli_option(c, "preview") == NULL)
		return (NULL);
	preview_begin(p, c);
	*g = (struct standing_glance){ LOOK_DAYS, preview_day, p };
	return (g);
}

static enum rc
end_look(struct cli *c, struct preview *p, struct err *e)
{
	if (preview_end(p, e) != RC_OK)
		return (e->rc);
	if (!c->json)
		buf_text(&c->out,
		    "Nothing was written; without --preview it is.\n");
	return (RC_OK);
}

/* --- typed ---------------------------------------------------------------- */

/* "SKU=QUANTITY[@PRICE],..." */
static enum rc
typed_lines(struct cli *c, struct list *lines, struct err *e)
{
	struct slice rest = option(c, "lines"), word, sku, value, price;
	bool more = rest.n > 0;

	while (more) {
		struct typed_line *l = LIST_PUSH(&c->arena, lines,
		    struct typed_line);

		more = slice_cut(rest, ',', &word, &rest);
		l->price = DECIMAL_NONE;
		if (!slice_cut(word, '=', &sku, &value) || sku.n == 0)
			return (usage_error(e,
			    "--lines is SKU=QUANTITY[@PRICE],..."));
		l->sku = sku;
		if (slice_cut(value, '@', &value, &price) &&
		    (!decimal_parse(price, &l->price) ||
			decimal_cmp(l->price, DECIMAL_ZERO) < 0))
			return (usage_error(e,
			    "--lines: " SL_FMT " is no price", SL_ARG(price)));
		if (!decimal_parse(value, &l->quantity) ||
		    decimal_cmp(l->quantity, DECIMAL_ZERO) <= 0)
			return (
			    usage_error(e, "--lines: " SL_FMT " is no quantity",
				SL_ARG(value)));
	}
	if (lines->n > 0)
		return (RC_OK);
	return (usage_error(e, "say --lines SKU=QUANTITY[@PRICE],..."));
}

static void
typed_json(struct cli *c, const struct typed_sum *s)
{
	struct buf *b = &c->out;

	buf_text(b, "{\"lines\":[");
	for (size_t i = 0; i < s->lines.n; i++) {
		const struct typed_sum_line *l = LIST_AT(&s->lines,
		    struct typed_sum_line, i);
		char text[DECIMAL_TEXT_MAX];

		buf_text(b, i > 0 ? ",{\"sku\":" : "{\"sku\":");
		buf_json(b, l->sku);
		buf_printf(b, ",\"quantity\":\"%s\"",
		    decimal_text(l->quantity, text));
		buf_printf(b, ",\"price\":\"%s\",\"net_minor\":%" PRId64 "}",
		    decimal_text(l->price, text), l->net);
	}
	buf_text(b, "],\"currency\":");
	buf_json(b, s->currency);
	buf_printf(b,
	    ",\"net_minor\":%" PRId64 ",\"charge_minor\":%" PRId64
	    ",\"tax_minor\":%" PRId64 ",\"total_minor\":%" PRId64
	    ",\"credit\":",
	    s->net, s->charges, s->tax, s->total);
	buf_json(b, slice_of(s->credit));
	buf_text(b, "}\n");
}

static void
typed_money(struct buf *b, const char *what, int64_t minor, struct slice cur)
{
	buf_printf(b, "%-6s ", what);
	buf_money(b, minor, cur);
	buf_char(b, '\n');
}

static enum rc
typed_text(struct cli *c, const struct typed_sum *s, struct err *e)
{
	static const char *const names[] = { "item", "name", "quantity", "unit",
		"price", "net" };
	struct table t;
	struct buf money;

	table_init(&t, c, names, 6);
	buf_init(&money, 256);
	for (size_t i = 0; i < s->lines.n; i++) {
		const struct typed_sum_line *l = LIST_AT(&s->lines,
		    struct typed_sum_line, i);
		char quantity[DECIMAL_TEXT_MAX], price[DECIMAL_TEXT_MAX];

		buf_reset(&money);
		buf_money(&money, l->net, s->currency);
		if (table_row(&t,
			(struct slice[]){ l->sku, l->name,
			    slice_of(decimal_text(l->quantity, quantity)),
			    l->unit, slice_of(decimal_text(l->price, price)),
			    buf_slice(&money) },
			e) != RC_OK)
			break;
	}
	buf_free(&money);
	if (e->rc != RC_OK || table_end(&t, e) != RC_OK)
		return (e->rc);
	typed_money(&c->out, "net", s->net, s->currency);
	if (s->charges != 0)
		typed_money(&c->out, "charge", s->charges, s->currency);
	typed_money(&c->out, "tax", s->tax, s->currency);
	typed_money(&c->out, "total", s->total, s->currency);
	if (s->credit[0] != '\0')
		buf_printf(&c->out, "It would be held for credit now: %s\n",
		    s->credit);
	buf_char(&c->out, '\n');
	return (RC_OK);
}

/* What it comes to stands before its days. */
static enum rc
typed_end(struct cli *c, const struct standing_typed *t,
    const struct typed_sum *s, int64_t order_id, struct preview *p,
    struct err *e)
{
	char subject[40];

	if (t->wanted.look != NULL) {
		if (c->json)
			typed_json(c, s);
		else if (typed_text(c, s, e) != RC_OK)
			return (e->rc);
		return (end_look(c, p, e));
	}
	(void)snprintf(subject, sizeof(subject), "order:%" PRId64, order_id);
	tell(c, subject, "typed",
	    "; the next run charges it, and it repeats from then on");
	return (RC_OK);
}

static enum rc
new_typed(struct cli *c, struct standing_typed *t, struct actor *x,
    struct preview *p, struct err *e)
{
	struct typed_sum sum;
	int64_t order_id = 0;

	if (c->n_args > 0)
		return (usage_error(e, "an ORDER or --customer, not both"));
	t->customer = option(c, "customer");
	t->po_number = option(c, "po");
	t->ship_to = option(c, "ship-to");
	if (t->po_number.n == 0 || t->po_number.n > 64)
		return (usage_error(e, "--customer wants --po NUMBER"));
	if (typed_lines(c, &t->lines, e) != RC_OK ||
	    standing_type(x, t, &c->arena, &sum, &order_id, e) != RC_OK)
		return (e->rc);
	return (typed_end(c, t, &sum, order_id, p, e));
}

static enum rc
new_from_order(struct cli *c, const struct standing_wanted *w, struct actor *x,
    struct preview *p, struct err *e)
{
	static const char *const typed[] = { "po", "lines", "ship-to" };
	struct ref ref = { .id = 0 };
	char subject[40];
	int64_t id = 0;

	if (c->n_args == 0)
		return (usage_error(e, "say which ORDER, or --customer"));
	for (size_t i = 0; i < sizeof(typed) / sizeof(*typed); i++)
		if (cli_option(c, typed[i]) != NULL)
			return (usage_error(e, "--%s goes with --customer",
			    typed[i]));
	if (ref_find(c, c->args[0], REF_ORDER, &ref, e) != RC_OK ||
	    standing_new(x, ref.id, w, &id, e) != RC_OK)
		return (e->rc);
	if (w->look != NULL)
		return (end_look(c, p, e));
	(void)snprintf(subject, sizeof(subject), "standing:%" PRId64, id);
	tell(c, subject, "made", "; `ordermill standing preview` shows it");
	return (RC_OK);
}

enum rc
cmd_standing_new(struct cli *c, struct err *e)
{
	struct standing_typed t = { .wanted = { .from = DAY_NONE,
					.ends_on = DAY_NONE } };
	struct standing_glance g;
	struct preview p = { .c = NULL };
	struct actor x;
	enum rc rc;

	if (reason(c, &t.wanted.why, e) != RC_OK ||
	    wanted(c, &t.wanted, e) != RC_OK || cli_master(c, e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK)
		return (e->rc);
	x.master = c->master;
	t.wanted.look = wants_look(c, &g, &p);
	rc = cli_option(c, "customer") != NULL ?
	    new_typed(c, &t, &x, &p, e) :
	    new_from_order(c, &t.wanted, &x, &p, e);
	preview_free(&p);
	return (rc);
}

/* --- change -------------------------------------------------------------- */

static enum rc
wish_number(struct slice text, const char *name, struct decimal *d,
    struct err *e)
{
	if (decimal_parse(text, d))
		return (RC_OK);
	return (usage_error(e, "--%s: '%.40s' is no number", name,
	    text.n > 0 ? text.p : ""));
}

/* "1=500,2=20" or "500"; add: "SKU=20"; drop: "1,2". */
static enum rc
take_wishes(struct cli *c, const char *name, struct standing_change *k,
    struct err *e)
{
	struct slice rest = option(c, name), word;
	bool more = rest.p != NULL, add = name[0] == 'a', drop = name[0] == 'd';

	while (more) {
		struct standing_wish *w = LIST_PUSH(&c->arena, &k->lines,
		    struct standing_wish);
		struct slice key, value;

		*w = (struct standing_wish){ .quantity = DECIMAL_NONE,
			.price = DECIMAL_NONE,
			.drop = drop };
		more = slice_cut(rest, ',', &word, &rest);
		if (drop) {
			w->line = word;
			if (word.n == 0)
				return (usage_error(e, "--drop names lines"));
			continue;
		}
		if (!slice_cut(word, '=', &key, &value)) {
			value = key;
			key = SLICE_NONE;
		}
		*(add ? &w->sku : &w->line) = key;
		if (add && key.n == 0)
			return (usage_error(e, "--add is SKU=QUANTITY"));
		value = slice_of(arena_text(&c->arena, value));
		if (wish_number(value, name,
			name[0] == 'p' ? &w->price : &w->quantity, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
change(struct cli *c, struct standing_change *k, struct err *e)
{
	static const char *const lines[] = { "quantity", "price", "add",
		"drop" };

	if (option_day(c, "on", &k->on, e) != RC_OK ||
	    option_day(c, "from", &k->from, e) != RC_OK)
		return (e->rc);
	if ((k->on == DAY_NONE) == (k->from == DAY_NONE))
		return (usage_error(e, "say --on DAY or --from DAY"));
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (take_wishes(c, lines[i], k, e) != RC_OK)
			return (e->rc);
	k->ship_to = option(c, "ship-to");
	k->rule = option(c, "rule");
	k->dates = option(c, "dates");
	k->except = option(c, "except");
	k->reschedules = k->rule.p != NULL || k->dates.p != NULL ||
	    k->except.p != NULL;
	return (RC_OK);
}

enum rc
cmd_standing_change(struct cli *c, struct err *e)
{
	struct standing_change k = { .on = DAY_NONE, .from = DAY_NONE };
	struct actor x;
	struct ref ref = { .id = 0 };

	if (begin(c, REF_STANDING, &ref, &x, &k.why, e) != RC_OK ||
	    change(c, &k, e) != RC_OK ||
	    standing_change(&x, ref.id, &k, e) != RC_OK)
		return (e->rc);
	tell(c, ref.subject, "changed",
	    "; `ordermill standing preview` shows what it comes to");
	return (RC_OK);
}

enum rc
cmd_standing_set(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref = { .id = 0 };
	const char *why;

	if (begin(c, REF_STANDING, &ref, &x, &why, e) != RC_OK ||
	    standing_set(&x, ref.id, (const char *const *)c->args + 1,
		c->n_args - 1, why, e) != RC_OK)
		return (e->rc);
	tell(c, ref.subject, "set", "");
	return (RC_OK);
}
