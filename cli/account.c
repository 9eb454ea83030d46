/* account: list, show, statement: what customers owe. */
#include <inttypes.h>
#include <string.h>

#include "base/decimal.h"
#include "cli/account.h"
#include "cli/table.h"
#include "config/report.h"
#include "pipeline/credit.h"

/* --- what the commands share --------------------------------------------- */

enum rc
account_head_find(struct cli *c, const char *customer, struct account_head *h,
    struct err *e)
{
	struct rows *r;
	bool found;

	*h = (struct account_head){ .blocked = false };
	if (store_rows(c->store, Q_ACCOUNT_CUSTOMER, &r, e, "s", customer) !=
	    RC_OK)
		return (e->rc);
	found = rows_next(r);
	if (found)
		*h = (struct account_head){ .customer = arena_slice(&c->arena,
						rows_text(r, 0)),
			.currency = arena_slice(&c->arena, rows_text(r, 1)),
			.name = arena_slice(&c->arena, rows_text(r, 2)),
			.payment = arena_slice(&c->arena, rows_text(r, 3)),
			.unlimited = rows_int(r, 4) != 0,
			.credit_limit = rows_int(r, 5),
			.terms_days = rows_int(r, 6),
			.charge_at = arena_slice(&c->arena, rows_text(r, 7)),
			.discount_percent = arena_slice(&c->arena,
			    rows_text(r, 8)),
			.discount_days = rows_int(r, 9),
			.blocked = rows_int(r, 10) != 0,
			.max_order = arena_slice(&c->arena, rows_text(r, 11)),
			.max_overdue_days = rows_int(r, 12),
			.language = arena_slice(&c->arena, rows_text(r, 13)) };
	if (rows_end(r, e) != RC_OK || found)
		return (e->rc);
	(void)usage_error(e, "there is no customer '%.60s'", customer);
	return (err_help(e, "`ordermill list customer` names them all"));
}

enum rc
account_currency(struct cli *c, const struct account_head *h,
    struct slice *currency, struct err *e)
{
	const char *typed = cli_option(c, "currency");

	*currency = typed != NULL ? slice_of(typed) : h->currency;
	if (currency_digits(*currency) >= 0)
		return (RC_OK);
	return (usage_error(e, "'%.10s' is no currency",
	    arena_text(&c->arena, *currency)));
}

enum rc
account_amount(struct cli *c, const char *typed, struct slice currency,
    int64_t *minor, struct err *e)
{
	struct decimal amount;
	bool exact = false;

	if (decimal_parse(slice_of(typed), &amount) &&
	    money_from_decimal(amount, currency_digits(currency), minor,
		&exact) &&
	    exact && *minor > 0)
		return (RC_OK);
	return (usage_error(e, "'%.40s' is no amount of %.10s", typed,
	    arena_text(&c->arena, currency)));
}

enum rc
account_day(struct cli *c, const char *option, day otherwise, day *d,
    struct err *e)
{
	const char *typed = cli_option(c, option);

	*d = otherwise;
	if (typed == NULL)
		return (RC_OK);
	*d = strlen(typed) == 10 ? day_parse_iso(slice_of(typed)) : DAY_NONE;
	if (*d != DAY_NONE)
		return (RC_OK);
	return (usage_error(e, "'%.40s' is no day", typed));
}

/* --- list ---------------------------------------------------------------- */

static enum rc
put_rows(struct cli *c, struct rows *r, struct err *e)
{
	struct slice cells[TABLE_COLUMNS];
	const char *names[TABLE_COLUMNS];
	struct arena a = ARENA_INIT;
	struct table t;
	int n = rows_columns(r);
	enum rc rc = RC_OK;

	for (int i = 0; i < n; i++)
		names[i] = rows_name(r, i);
	table_init(&t, c, names, (size_t)n);
	while (rc == RC_OK && rows_next(r)) {
		if (c->json) {
			buf_char(&c->out, '{');
			json_row(&c->out, r);
			buf_text(&c->out, "}\n");
			rc = cli_flush_some(c, e);
			continue;
		}
		arena_reset(&a);
		for (int i = 0; i < n; i++)
			cells[i] = rows_type(r, i) == ROW_INT ?
			    slice_of(arena_printf(&a, "%lld",
				(long long)rows_int(r, i))) :
			    rows_text(r, i);
		rc = table_row(&t, cells, e);
	}
	arena_free(&a);
	if (rc == RC_OK)
		return (table_end(&t, e));
	arena_free(&t.arena);
	return (rc);
}

static enum rc
done(struct rows *r, enum rc rc, struct err *e)
{
	struct err ignored = ERR_INIT;

	if (rc == RC_OK)
		return (rows_end(r, e));
	(void)!rows_end(r, &ignored);
	return (rc);
}

enum rc
cmd_account_list(struct cli *c, struct err *e)
{
	struct rows *r;

	if (store_rows(c->store, Q_ACCOUNT_LIST, &r, e, "") != RC_OK)
		return (e->rc);
	return (done(r, put_rows(c, r, e), e));
}

/* --- show ---------------------------------------------------------------- */

struct showing {
	struct cli *c;
	struct account_head h;
	struct slice currency;
	struct exposure now;
	struct ageing ageing;
	int64_t refund_due;
	day on;
};

static void
line_money(struct showing *s, const char *name, int64_t amount)
{
	buf_printf(&s->c->out, "  %-18s ", name);
	buf_money(&s->c->out, amount, s->currency);
	buf_char(&s->c->out, '\n');
}

static const char *
money_of_row(struct showing *s, struct arena *a, int64_t amount)
{
	char text[DECIMAL_TEXT_MAX + 4];
	int digits = currency_digits(s->currency);

	return (arena_printf(a, "%s",
	    money_text(amount, digits >= 0 ? digits : 0, text)));
}

static int64_t
exposure_of(const struct showing *s)
{
	struct customer none = { .unlimited = true };
	int64_t exposure = 0;

	(void)credit_allows(&s->now, &none, 0, &exposure);
	return (exposure);
}

/* What was agreed, in a line. */
static void
show_terms(struct showing *s)
{
	struct buf *b = &s->c->out;
	const struct account_head *h = &s->h;

	buf_printf(b, "  terms              %" PRId64 " days from despatch",
	    h->terms_days);
	if (h->discount_days > 0 && h->discount_percent.n > 0) {
		buf_text(b, ", ");
		buf_shown(b, h->discount_percent);
		buf_printf(b, " %% within %" PRId64, h->discount_days);
	}
	buf_text(b, "; charged at ");
	buf_shown(b, h->charge_at);
	if (h->max_order.n > 0) {
		buf_text(b, "; an order up to ");
		buf_shown(b, h->max_order);
	}
	if (h->max_overdue_days >= 0)
		buf_printf(b, "; at most %" PRId64 " days overdue",
		    h->max_overdue_days);
	buf_char(b, '\n');
}

static void
show_money(struct showing *s)
{
	struct buf *b = &s->c->out;
	int64_t exposure = exposure_of(s);

	line_money(s, "owed", s->now.receivable);
	line_money(s, "committed", s->now.commitment);
	line_money(s, "deposits", s->now.deposit);
	if (s->now.earmarked != 0)
		line_money(s, "  of which waits", s->now.earmarked);
	if (s->refund_due != 0)
		line_money(s, "to be refunded", s->refund_due);
	line_money(s, "exposure", exposure);
	if (s->h.unlimited) {
		buf_text(b, "  limit              unlimited\n");
	} else if (slice_eq(s->currency, s->h.currency)) {
		line_money(s, "limit", s->h.credit_limit);
		line_money(s, "left",
		    s->h.credit_limit > exposure ?
			s->h.credit_limit - exposure :
			0);
	}
}

static void
show_ageing(struct showing *s)
{
	struct buf *b = &s->c->out;
	char on[11];

	if (s->ageing.total == 0)
		return;
	buf_printf(b, "\nHow old, on %s\n", day_text(s->on, on));
	for (int i = 0; i < AGES; i++)
		if (s->ageing.amount[i] != 0)
			line_money(s, age_name(i, LANGUAGE_EN),
			    s->ageing.amount[i]);
}

/* A table of a query about customer and currency; fill makes the cells. */
struct listing {
	const char *title, *json;
	enum query q;
	const char *names[8];
	size_t n;
	void (*fill)(struct showing *, struct rows *, struct arena *,
	    struct slice *);
};

static struct slice
day_cell(struct arena *a, day d)
{
	char text[11];

	if (d == DAY_NONE || d == DUE_UNKNOWN)
		return (SLICE(""));
	return (slice_of(arena_printf(a, "%s", day_text(d, text))));
}

static struct slice
order_cell(struct arena *a, int64_t id)
{
	return (id == 0 ? SLICE("") :
			  slice_of(arena_printf(a, "order:%" PRId64, id)));
}

static void
fill_debt(struct showing *s, struct rows *r, struct arena *a,
    struct slice *cells)
{
	day due = (day)rows_int(r, 6);
	int64_t late = due < s->on ? s->on - due : 0;

	cells[0] = order_cell(a, rows_int(r, 1));
	cells[1] = arena_slice(a, rows_text(r, 2));
	cells[2] = arena_slice(a, rows_text(r, 3));
	cells[3] = day_cell(a, rows_day(r, 5));
	cells[4] = day_cell(a, due);
	cells[5] = slice_of(money_of_row(s, a, rows_int(r, 7)));
	cells[6] = slice_of(money_of_row(s, a, rows_int(r, 8)));
	cells[7] = slice_of(late > 0 ? arena_printf(a, "%" PRId64, late) : "");
}

static void
fill_committed(struct showing *s, struct rows *r, struct arena *a,
    struct slice *cells)
{
	cells[0] = order_cell(a, rows_int(r, 0));
	cells[1] = arena_slice(a, rows_text(r, 1));
	cells[2] = arena_slice(a, rows_text(r, 2));
	cells[3] = arena_slice(a, rows_text(r, 3));
	cells[4] = slice_of(money_of_row(s, a, rows_int(r, 4)));
	cells[5] = slice_is(rows_text(r, 5), "prepaid") ?
	    SLICE("paid in advance") :
	    arena_slice(a, rows_text(r, 6));
}

static void
fill_hold(struct showing *s, struct rows *r, struct arena *a,
    struct slice *cells)
{
	cells[0] = order_cell(a, rows_int(r, 0));
	cells[1] = arena_slice(a, rows_text(r, 1));
	cells[2] = arena_slice(a, rows_text(r, 2));
	cells[3] = slice_of(money_of_row(s, a, rows_int(r, 6)));
	cells[4] = day_cell(a, rows_day(r, 5));
	cells[5] = arena_slice(a, rows_text(r, 3));
}

static void
fill_refund(struct showing *s, struct rows *r, struct arena *a,
    struct slice *cells)
{
	cells[0] = slice_of(arena_printf(a, "%" PRId64, rows_int(r, 0)));
	cells[1] = slice_of(money_of_row(s, a, rows_int(r, 1)));
	cells[2] = arena_slice(a, rows_text(r, 2));
	cells[3] = arena_slice(a, rows_text(r, 4));
	cells[4] = day_cell(a, rows_day(r, 5));
	cells[5] = arena_slice(a, rows_text(r, 3));
}

/* clang-format off */
static const struct listing listings[] = {
	{ "What is owed", "debts", Q_ACCOUNT_DEBTS,
	    { "order", "po", "confirmation", "left", "due", "amount", "open",
	    "late" }, 8, fill_debt },
	{ "What is still to leave", "open", Q_ACCOUNT_COMMITTED,
	    { "order", "po", "confirmation", "state", "open", "charged" }, 6,
	    fill_committed },
	{ "Held", "holds", Q_ACCOUNT_HOLDS,
	    { "order", "po", "reason", "total", "expires", "detail" }, 6,
	    fill_hold },
	{ "Refunds", "refunds", Q_ACCOUNT_REFUNDS,
	    { "refund", "amount", "state", "asked_by", "asked_on", "reason" },
	    6, fill_refund },
};
/* clang-format on */

static void
json_cells(struct buf *b, const struct listing *l, const struct slice *cells)
{
	buf_char(b, '{');
	for (size_t i = 0; i < l->n; i++) {
		buf_printf(b, "%s\"%s\":", i > 0 ? "," : "", l->names[i]);
		buf_json(b, cells[i]);
	}
	buf_char(b, '}');
}

static enum rc
list_rows(struct showing *s, const struct listing *l, struct rows *r,
    struct err *e)
{
	struct arena a = ARENA_INIT;
	struct slice cells[8];
	struct table t;
	size_t n = 0;
	enum rc rc = RC_OK;

	table_init(&t, s->c, l->names, l->n);
	for (; rc == RC_OK && rows_next(r); n++) {
		arena_reset(&a);
		l->fill(s, r, &a, cells);
		if (s->c->json) {
			buf_text(&s->c->out, n > 0 ? "," : "");
			json_cells(&s->c->out, l, cells);
			continue;
		}
		if (n == 0)
			buf_printf(&s->c->out, "\n%s\n", l->title);
		rc = table_row(&t, cells, e);
	}
	arena_free(&a);
	if (rc == RC_OK && !s->c->json)
		return (table_end(&t, e));
	arena_free(&t.arena);
	return (rc);
}

static enum rc
show_listing(struct showing *s, const struct listing *l, struct err *e)
{
	struct rows *r;

	if (store_rows(s->c->store, l->q, &r, e, "tt", s->h.customer,
		s->currency) != RC_OK)
		return (e->rc);
	if (s->c->json)
		buf_printf(&s->c->out, ",\"%s\":[", l->json);
	if (done(r, list_rows(s, l, r, e), e) != RC_OK)
		return (e->rc);
	if (s->c->json)
		buf_char(&s->c->out, ']');
	return (RC_OK);
}

static void
show_head(struct showing *s)
{
	struct buf *b = &s->c->out;

	buf_shown(b, s->h.customer);
	buf_text(b, ", ");
	buf_shown(b, s->h.name);
	buf_text(b, s->h.blocked ? ": BLOCKED\n" : "\n");
	show_terms(s);
	show_money(s);
	show_ageing(s);
}

static void
json_head(struct showing *s)
{
	struct buf *b = &s->c->out;

	buf_text(b, "{\"customer\":");
	buf_json(b, s->h.customer);
	buf_text(b, ",\"name\":");
	buf_json(b, s->h.name);
	buf_text(b, ",\"currency\":");
	buf_json(b, s->currency);
	buf_printf(b,
	    ",\"blocked\":%s,\"receivable_minor\":%" PRId64
	    ",\"commitment_minor\":%" PRId64 ",\"deposit_minor\":%" PRId64
	    ",\"earmarked_minor\":%" PRId64 ",\"refund_due_minor\":%" PRId64
	    ",\"exposure_minor\":%" PRId64 ",\"limit_minor\":",
	    s->h.blocked ? "true" : "false", s->now.receivable,
	    s->now.commitment, s->now.deposit, s->now.earmarked, s->refund_due,
	    exposure_of(s));
	if (s->h.unlimited)
		buf_text(b, "null");
	else
		buf_int(b, s->h.credit_limit);
	buf_text(b, ",\"ageing\":{");
	for (int i = 0; i < AGES; i++)
		buf_printf(b, "%s\"%s\":%" PRId64, i > 0 ? "," : "",
		    age_keys[i], s->ageing.amount[i]);
	buf_char(b, '}');
}

enum rc
cmd_account_show(struct cli *c, struct err *e)
{
	struct showing s = { .c = c };
	struct actor x;

	if (cli_actor(c, &x, e) != RC_OK ||
	    account_head_find(c, c->args[0], &s.h, e) != RC_OK ||
	    account_currency(c, &s.h, &s.currency, e) != RC_OK ||
	    account_day(c, "on", x.today, &s.on, e) != RC_OK ||
	    credit_exposure(&x, s.h.customer, s.currency, &s.now, e) != RC_OK ||
	    ageing_of(c->store, s.h.customer, s.currency, s.on, &s.ageing, e) !=
		RC_OK ||
	    ledger_balance(c->store, s.h.customer, ACCOUNT_REFUND_DUE,
		s.currency, &s.refund_due, e) != RC_OK)
		return (e->rc);
	s.refund_due = -s.refund_due;
	if (c->json)
		json_head(&s);
	else
		show_head(&s);
	for (size_t i = 0; i < sizeof(listings) / sizeof(listings[0]); i++)
		if (show_listing(&s, &listings[i], e) != RC_OK)
			return (e->rc);
	if (c->json)
		buf_text(&c->out, "}\n");
	return (RC_OK);
}
