/* standing new, change, set: what people agree of a standing order. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/ref.h"
#include "pipeline/standing_change.h"

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

enum rc
cmd_standing_new(struct cli *c, struct err *e)
{
	struct standing_wanted w = { .from = DAY_NONE, .ends_on = DAY_NONE };
	struct actor x;
	struct ref ref = { .id = 0 };
	char subject[40];
	int64_t id = 0;

	if (begin(c, REF_ORDER, &ref, &x, &w.why, e) != RC_OK ||
	    wanted(c, &w, e) != RC_OK ||
	    standing_new(&x, ref.id, &w, &id, e) != RC_OK)
		return (e->rc);
	(void)snprintf(subject, sizeof(subject), "standing:%" PRId64, id);
	tell(c, subject, "made", "; `ordermill standing preview` shows it");
	return (RC_OK);
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
