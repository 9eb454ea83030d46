/* What a person must do, each with the command that mends it. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/decimal.h"
#include "pipeline/report_data.h"

struct collecting {
	struct store *store;
	struct arena *a;
	struct report *r;
	struct rows *rows;
	int64_t seen;
};

static struct slice
text_at(struct collecting *k, int column)
{
	return (arena_slice(k->a, rows_text(k->rows, column)));
}

static struct slice
instant_at(struct collecting *k, int column)
{
	char text[21];

	return (arena_slice(k->a,
	    slice_of(instant_text(rows_int(k->rows, column), text))));
}

static struct slice
day_at(struct collecting *k, int column)
{
	char text[11];

	return (arena_slice(k->a,
	    slice_of(day_text(rows_day(k->rows, column), text))));
}

/* One line more than is listed was asked for, to know that there are more. */
static struct todo *
add(struct collecting *k, const char *kind, const char *subject, int64_t id)
{
	struct todo *t;

	if (++k->seen > REPORT_TODO_MAX) {
		*LIST_PUSH(k->a, &k->r->kinds_cut, const char *) = kind;
		return (NULL);
	}
	t = LIST_PUSH(k->a, &k->r->todo, struct todo);
	t->kind = kind;
	t->subject = slice_of(arena_printf(k->a, "%s:%" PRId64, subject, id));
	return (t);
}

static struct slice say(struct collecting *k, const char *fmt, ...)
    PRINTF_LIKE(2, 3);

static struct slice
say(struct collecting *k, const char *fmt, ...)
{
	struct buf b;
	struct slice s;
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	buf_init(&b, sizeof(text));
	buf_text(&b, text);
	s = arena_slice(k->a, buf_slice(&b));
	buf_free(&b);
	return (s);
}

/* --- orders -------------------------------------------------------------- */

/* Of what is missing: a part may have been paid. */
static struct slice
pay_command(struct collecting *k)
{
	char amount[DECIMAL_TEXT_MAX + 4];
	struct slice currency = rows_text(k->rows, 11);
	int digits = currency_digits(currency);

	return (say(k,
	    "ordermill account pay " SL_FMT " %s " SL_FMT
	    " --reference " SL_FMT,
	    SL_ARG(rows_text(k->rows, 4)),
	    money_text(rows_int(k->rows, 10), digits >= 0 ? digits : 0, amount),
	    SL_ARG(currency), SL_ARG(rows_text(k->rows, 9))));
}

static struct slice
hold_command(struct collecting *k, int64_t order_id, struct slice reason)
{
	static const struct {
		const char *reason, *file;
	} mended[] = {
		{ "item", "items.csv" },
		{ "location", "locations.csv" },
		{ "customer", "customers.csv" },
		{ "currency", "customers.csv" },
	};

	if (slice_is(reason, "payment") && rows_text(k->rows, 9).n > 0 &&
	    rows_int(k->rows, 10) > 0)
		return (pay_command(k));
	if (slice_is(reason, "price"))
		return (say(k,
		    "ordermill release order:%" PRId64
		    " --price theirs --reason TEXT    (or --price ours)",
		    order_id));
	for (size_t i = 0; i < sizeof(mended) / sizeof(*mended); i++)
		if (slice_is(reason, mended[i].reason))
			return (say(k,
			    "mend master/%s, then: ordermill release "
			    "order:%" PRId64 " --reason TEXT",
			    mended[i].file, order_id));
	return (say(k,
	    "ordermill release order:%" PRId64
	    " --reason TEXT    (or reject, cancel)",
	    order_id));
}

static void
on_hold(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct slice release = rows_text(k->rows, 2), reason, detail;
	struct todo *t = add(k, "hold", "order", id);

	if (t == NULL)
		return;
	reason = text_at(k, 5);
	detail = text_at(k, 6);
	t->what = say(k,
	    "PO " SL_FMT "%s" SL_FMT " of " SL_FMT " is held: " SL_FMT
	    "%s" SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), release.n > 0 ? " release " : "",
	    SL_ARG(release), SL_ARG(rows_text(k->rows, 3)), SL_ARG(reason),
	    detail.n > 0 ? ", " : "", SL_ARG(detail));
	t->since = instant_at(k, 7);
	t->until = day_at(k, 8);
	t->command = hold_command(k, id, reason);
}

static void
on_rejected(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "rejected", "order", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "PO " SL_FMT " of " SL_FMT " was rejected: " SL_FMT " " SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)), SL_ARG(rows_text(k->rows, 4)));
	t->since = instant_at(k, 5);
	t->command = say(k, "ordermill explain order:%" PRId64, id);
}

/* --- files --------------------------------------------------------------- */

static void
on_file(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	bool dead = slice_is(rows_text(k->rows, 3), "quarantined");
	struct todo *t = add(k, dead ? "quarantine" : "rejected", "file", id);

	if (t == NULL)
		return;
	t->what = say(k, "file " SL_FMT " of " SL_FMT " %s: " SL_FMT " " SL_FMT,
	    SL_ARG(rows_text(k->rows, 2)), SL_ARG(rows_text(k->rows, 1)),
	    dead ? "is in quarantine" : "was rejected",
	    SL_ARG(rows_text(k->rows, 4)), SL_ARG(rows_text(k->rows, 5)));
	t->since = instant_at(k, 6);
	t->command = dead ?
	    say(k, "ordermill retry file:%" PRId64 "    (or reject)", id) :
	    say(k, "ordermill explain file:%" PRId64, id);
}

static void
on_interchange(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 1);
	struct todo *t = add(k, "interchange", "file", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "interchange " SL_FMT " in file " SL_FMT " of " SL_FMT
	    " is held: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 4)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)),
	    SL_ARG(rows_text(k->rows, 6).n > 0 ? rows_text(k->rows, 6) :
						 rows_text(k->rows, 5)));
	t->since = instant_at(k, 7);
	if (slice_is(rows_text(k->rows, 5), "FILE-SENDER"))
		t->command = say(k,
		    "add it to the right profile, then: ordermill retry "
		    "file:%" PRId64 "    (or release, reject)",
		    id);
	else
		t->command = say(k,
		    "ordermill release file:%" PRId64
		    " --reason TEXT    (or reject)",
		    id);
}

/* The rest of its file was taken. */
static void
on_message(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct slice number = rows_text(k->rows, 4);
	struct todo *t = add(k, "rejected", "file", id);

	if (t == NULL)
		return;
	if (number.n == 0)
		number = rows_text(k->rows, 5);
	t->what = say(k,
	    SL_FMT " " SL_FMT " in file " SL_FMT " of " SL_FMT
		   " was rejected: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 3)), SL_ARG(number),
	    SL_ARG(rows_text(k->rows, 2)), SL_ARG(rows_text(k->rows, 1)),
	    SL_ARG(rows_text(k->rows, 6)));
	t->since = instant_at(k, 7);
	t->command = say(k, "ordermill explain file:%" PRId64, id);
}

static void
on_rows(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0), n = rows_int(k->rows, 4);
	struct todo *t = add(k, "rejected", "file", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "%" PRId64 " rows of " SL_FMT " in file " SL_FMT " of " SL_FMT
	    " were rejected: " SL_FMT,
	    n, SL_ARG(rows_text(k->rows, 3)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 5)));
	t->since = instant_at(k, 6);
	t->command = say(k, "ordermill explain file:%" PRId64, id);
}

/* --- partners and master data -------------------------------------------- */

/* Something that the run could not do, as it told in the history. */
static void
on_partner(struct collecting *k)
{
	struct slice kind, id, event = rows_text(k->rows, 1),
			       text = rows_text(k->rows, 2);
	bool master = slice_is(event, "faulty"),
	     answer = slice_is(event, "unanswered");
	struct todo *t = add(k,
	    master     ? "master" :
		answer ? "unanswered" :
			 "partner",
	    "", 0);

	if (t == NULL)
		return;
	t->subject = text_at(k, 0);
	(void)slice_cut(t->subject, ':', &kind, &id);
	t->since = instant_at(k, 3);
	if (master) {
		t->what = say(k, SL_FMT " was not loaded: " SL_FMT, SL_ARG(id),
		    SL_ARG(text));
		t->command = SLICE("ordermill config check    (the last good "
				   "data stay in force)");
	} else if (answer) {
		t->what = say(k, SL_FMT " could not be answered: " SL_FMT,
		    SL_ARG(t->subject), SL_ARG(text));
		t->command = SLICE("mend the profile, the next run tries "
				   "again: ordermill config check");
	} else {
		t->what = say(k, SL_FMT " could not be reached: " SL_FMT,
		    SL_ARG(id), SL_ARG(text));
		t->command = say(k, "ordermill partner test " SL_FMT,
		    SL_ARG(id));
	}
}

/* --- documents ----------------------------------------------------------- */

static void
on_outbox_held(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "outbox", "outbox", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    SL_FMT " document " SL_FMT " for " SL_FMT " is not sent: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 2)), SL_ARG(rows_text(k->rows, 3)),
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 4)));
	t->since = instant_at(k, 5);
	t->command = say(k, "ordermill resend outbox:%" PRId64, id);
}

static void
on_outbox_late(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "answer", "outbox", id);

	if (t == NULL)
		return;
	t->until = instant_at(k, 6);
	t->what = say(k,
	    SL_FMT " document " SL_FMT " for " SL_FMT
		   " is due and not sent, %" PRId64 " tries%s" SL_FMT,
	    SL_ARG(rows_text(k->rows, 2)), SL_ARG(rows_text(k->rows, 3)),
	    SL_ARG(rows_text(k->rows, 1)), rows_int(k->rows, 7),
	    rows_text(k->rows, 4).n > 0 ? ": " : "",
	    SL_ARG(rows_text(k->rows, 4)));
	t->since = instant_at(k, 5);
	t->command = say(k,
	    "ordermill partner test " SL_FMT ", then: ordermill run send",
	    SL_ARG(rows_text(k->rows, 1)));
}

/* --- receipts ------------------------------------------------------------ */

static void
on_refused(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "refused", "outbox", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    SL_FMT " refused our " SL_FMT " document " SL_FMT "%s" SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)),
	    rows_text(k->rows, 4).n > 0 ? ": " : "",
	    SL_ARG(rows_text(k->rows, 4)));
	t->since = instant_at(k, 5);
	t->command = say(k,
	    "ordermill show outbox:%" PRId64
	    ", ask the partner, then: ordermill resend outbox:%" PRId64
	    " --anew    (or release it)",
	    id, id);
}

static void
on_overdue(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "receipt", "outbox", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    SL_FMT " has not confirmed our " SL_FMT " document " SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)));
	t->since = instant_at(k, 4);
	t->until = instant_at(k, 5);
	t->command = say(k,
	    "ask the partner, then: ordermill resend outbox:%" PRId64
	    "    (or release it)",
	    id);
}

/* Of nothing that we sent to this partner. */
static void
on_stray_receipt(struct collecting *k)
{
	static const char *const names[] = { "group ", "message ",
		"interchange ", "document " };
	struct todo *t = add(k, "receipt", "file", rows_int(k->rows, 0));
	struct buf about;

	if (t == NULL)
		return;
	buf_init(&about, 512);
	for (int i = 0; i < 4; i++)
		if (rows_text(k->rows, 5 + i).n > 0)
			buf_printf(&about, "%s%s" SL_FMT,
			    about.n > 0 ? ", " : "", names[i],
			    SL_ARG(rows_text(k->rows, 5 + i)));
	t->what = say(k,
	    "a " SL_FMT " of " SL_FMT " (" SL_FMT
	    ") is about nothing that we sent: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 3)), SL_ARG(rows_text(k->rows, 1)),
	    SL_ARG(rows_text(k->rows, 4)), SL_ARG(buf_slice(&about)));
	buf_free(&about);
	t->since = instant_at(k, 9);
	t->command = say(k, "ordermill show file:%" PRId64,
	    rows_int(k->rows, 0));
}

/* --- payments ------------------------------------------------------------ */

static void
on_payment(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "payment", "payment", id);

	if (t == NULL)
		return;
	t->what = say(k, "payment of " SL_FMT ": " SL_FMT " (" SL_FMT ")",
	    SL_ARG(day_at(k, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)));
	t->since = day_at(k, 1);
	t->command = say(k,
	    "ordermill account assign payment:%" PRId64
	    " --order REF    (or --customer NAME)",
	    id);
}

/* Told once: a payment that was short, taken back, or came back. */
static void
on_bank_entry(struct collecting *k)
{
	struct slice code = rows_text(k->rows, 1);
	struct todo *t = add(k, "bank", "file", rows_int(k->rows, 0));

	if (t == NULL)
		return;
	t->what = say(k, SL_FMT ": " SL_FMT, SL_ARG(code),
	    SL_ARG(rows_text(k->rows, 2)));
	t->since = day_at(k, 3);
	t->command = say(k, "ordermill explain " SL_FMT, SL_ARG(code));
}

/* --- standing orders ----------------------------------------------------- */

static void
on_occurrence(struct collecting *k, const char *kind, const char *how)
{
	int64_t id = rows_int(k->rows, 0);
	struct slice reason = rows_text(k->rows, 5), nominal = day_at(k, 3);
	struct todo *t = add(k, kind, "standing", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "PO " SL_FMT " of " SL_FMT ": the delivery of " SL_FMT
	    " %s%s" SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(nominal), how, reason.n > 0 ? ": " : "", SL_ARG(reason));
	t->until = day_at(k, 4);
	t->command = say(k,
	    "ordermill standing send standing:%" PRId64 " " SL_FMT
	    "    (or skip, with --reason TEXT)",
	    id, SL_ARG(nominal));
}

/* The proof of this night does not add up. */
static void
on_proof(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "proof", "standing", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "standing order PO " SL_FMT " of " SL_FMT
	    " does not add up: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)));
	t->command = say(k,
	    "ordermill standing audit, then: ordermill standing send "
	    "standing:%" PRId64 " DAY    (or skip)",
	    id);
}

static void
on_missed(struct collecting *k)
{
	on_occurrence(k, "missed", "was missed");
}

static void
on_asked(struct collecting *k)
{
	on_occurrence(k, "occurrence", "waits for a decision");
}

static void
on_standing(struct collecting *k)
{
	int64_t id = rows_int(k->rows, 0);
	struct todo *t = add(k, "standing", "standing", id);

	if (t == NULL)
		return;
	t->what = say(k,
	    "standing order PO " SL_FMT " of " SL_FMT " is held: " SL_FMT,
	    SL_ARG(rows_text(k->rows, 1)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 3)));
	t->command = say(k,
	    "ordermill standing resume standing:%" PRId64
	    " --reason TEXT    (or end)",
	    id);
}

/* --- shipments ----------------------------------------------------------- */

static void
on_confirmation(struct collecting *k)
{
	struct todo *t = add(k, "shipment", "file", rows_int(k->rows, 1));

	if (t == NULL)
		return;
	t->what = say(k,
	    "shipment " SL_FMT " of " SL_FMT " for order " SL_FMT
	    " is held: " SL_FMT " (%" PRId64 " lines of " SL_FMT ")",
	    SL_ARG(rows_text(k->rows, 4)), SL_ARG(rows_text(k->rows, 2)),
	    SL_ARG(rows_text(k->rows, 5)), SL_ARG(rows_text(k->rows, 6)),
	    rows_int(k->rows, 7), SL_ARG(rows_text(k->rows, 3)));
	t->command = say(k,
	    "ask the warehouse, then: ordermill release shipment:" SL_FMT
	    " --reason TEXT    (or reject it)",
	    SL_ARG(rows_text(k->rows, 4)));
}

/* --- all of it ----------------------------------------------------------- */

enum bounds { B_LIMIT, B_RANGE, B_RANGE_AT, B_RUN, B_NOW };

static const struct source {
	enum query q;
	enum bounds bounds;
	void (*row)(struct collecting *);
} sources[] = {
	{ Q_TODO_PARTNERS, B_RUN, on_partner },
	{ Q_TODO_OUTBOX_LATE, B_NOW, on_outbox_late },
	{ Q_TODO_FILES, B_RANGE_AT, on_file },
	{ Q_TODO_MESSAGES, B_RANGE, on_message },
	{ Q_TODO_ROWS, B_RANGE, on_rows },
	{ Q_TODO_INTERCHANGES, B_LIMIT, on_interchange },
	{ Q_TODO_CONFIRMATIONS, B_LIMIT, on_confirmation },
	{ Q_TODO_HOLDS, B_LIMIT, on_hold },
	{ Q_TODO_REJECTED, B_RANGE, on_rejected },
	{ Q_TODO_PAYMENTS, B_LIMIT, on_payment },
	{ Q_TODO_BANK, B_RANGE, on_bank_entry },
	{ Q_TODO_PROOF, B_RUN, on_proof },
	{ Q_TODO_MISSED, B_LIMIT, on_missed },
	{ Q_TODO_ASKED, B_LIMIT, on_asked },
	{ Q_TODO_STANDING, B_LIMIT, on_standing },
	{ Q_TODO_OUTBOX_HELD, B_LIMIT, on_outbox_held },
	{ Q_TODO_REFUSED, B_LIMIT, on_refused },
	{ Q_TODO_OVERDUE, B_NOW, on_overdue },
	{ Q_TODO_RECEIPTS, B_RANGE, on_stray_receipt },
};

static enum rc
ask(struct collecting *k, const struct source *x, instant now, instant since_at,
    struct err *e)
{
	const struct report *r = k->r;
	const int64_t limit = REPORT_TODO_MAX + 1;

	switch (x->bounds) {
	case B_LIMIT:
		return (store_rows(k->store, x->q, &k->rows, e, "i", limit));
	case B_RANGE:
		return (store_rows(k->store, x->q, &k->rows, e, "iii",
		    r->since_run, r->run_id, limit));
	case B_RANGE_AT:
		return (store_rows(k->store, x->q, &k->rows, e, "iiii",
		    r->since_run, r->run_id, since_at, limit));
	case B_RUN:
		return (store_rows(k->store, x->q, &k->rows, e, "ii", r->run_id,
		    limit));
	case B_NOW:
		return (
		    store_rows(k->store, x->q, &k->rows, e, "ii", now, limit));
	}
	BUG("bounds of a to-do query");
}

enum rc
report_collect_todo(struct store *s, instant now, struct arena *a,
    struct report *r, struct err *e)
{
	struct collecting k = { .store = s, .a = a, .r = r };
	int64_t since_at = 0;

	if (store_int(s, Q_REPORT_STARTED, 0, &since_at, e, "i",
		r->since_run) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources); i++) {
		k.seen = 0;
		if (ask(&k, &sources[i], now, since_at, e) != RC_OK)
			return (e->rc);
		while (rows_next(k.rows))
			sources[i].row(&k);
		if (rows_end(k.rows, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}
