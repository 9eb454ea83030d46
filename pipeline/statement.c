#include "pipeline/statement.h"

const char *const age_keys[] = { "current", "days_30", "days_60", "days_90",
	"older", NULL };

static int
age_of(day due, day on)
{
	int late = on > due ? (int)(on - due) : 0;

	return (late == 0  ? AGE_CURRENT :
		late <= 30 ? AGE_30 :
		late <= 60 ? AGE_60 :
		late <= 90 ? AGE_90 :
			     AGE_OLDER);
}

enum rc
ageing_of(struct store *s, struct slice customer, struct slice currency, day on,
    struct ageing *a, struct err *e)
{
	struct rows *r;

	*a = (struct ageing){ .total = 0 };
	if (store_rows(s, Q_ACCOUNT_AGEING, &r, e, "dtt", on, customer,
		currency) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		day due = (day)rows_int(r, 0);
		int64_t open = rows_int(r, 1);

		a->amount[age_of(due, on)] += open;
		a->total += open;
		if (open > 0 && on > due && (int)(on - due) > a->oldest_days)
			a->oldest_days = (int)(on - due);
	}
	return (rows_end(r, e));
}

static enum rc
read_entries(struct store *s, struct statement *t, struct arena *a,
    struct err *e)
{
	struct rows *r;

	if (store_rows(s, Q_ACCOUNT_ENTRIES, &r, e, "ttdd", t->customer,
		t->currency, t->from == DAY_NONE ? -DUE_UNKNOWN : t->from,
		t->to) != RC_OK)
		return (e->rc);
	t->closing = t->opening;
	while (rows_next(r)) {
		struct statement_entry *n = LIST_PUSH(a, &t->entries,
		    struct statement_entry);

		*n = (struct statement_entry){ .on = (day)rows_int(r, 0),
			.event = arena_slice(a, rows_text(r, 1)),
			.order_id = rows_int(r, 2),
			.po_number = arena_slice(a, rows_text(r, 3)),
			.release_number = arena_slice(a, rows_text(r, 4)),
			.confirmation = arena_slice(a, rows_text(r, 5)),
			.text = arena_slice(a, rows_text(r, 6)),
			.amount = rows_int(r, 7) };
		t->closing += n->amount;
		n->balance = t->closing;
		if (n->amount > 0)
			t->charged += n->amount;
		else
			t->credited -= n->amount;
	}
	return (rows_end(r, e));
}

enum rc
statement_make(struct store *s, struct statement *t, struct arena *a,
    struct err *e)
{
	t->opening = t->closing = t->charged = t->credited = 0;
	if (t->from != DAY_NONE &&
	    store_int(s, Q_ACCOUNT_OPENING, 0, &t->opening, e, "ttd",
		t->customer, t->currency, t->from) != RC_OK)
		return (e->rc);
	if (read_entries(s, t, a, e) != RC_OK)
		return (e->rc);
	return (ageing_of(s, t->customer, t->currency, t->to, &t->ageing, e));
}
