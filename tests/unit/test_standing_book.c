/* standing orders in a real mill with a real database: what is issued over
 * the years, whatever happens to the nights. */
#include <signal.h>
#include <time.h>

#include "tests/unit/days.h"
#include "tests/unit/world.h"
#include "pipeline/standing_ops.h"

static int orders;

static const char *
days_in(const char *state, int64_t id)
{
	return (look("SELECT nominal_on FROM v_occurrence WHERE state = '%s' "
		     "AND standing_order_id = %lld ORDER BY nominal_on",
	    state, (long long)id));
}

/* --- a mill -------------------------------------------------------------- */

static void
begin(void)
{
	struct err e = ERR_INIT;

	orders = 0;
	world_begin("standing");
	good(mill_key(&w.mill, &e), &e);
	sql("INSERT INTO run (run_id, as_of, business_day, stages, "
	    "started_at) VALUES (1, 0, 0, '', 0)");
	w.night.run_id = 1;
	good(master_load(&w.night, &e), &e);
	/* The tests say what they need of the profile themselves. */
	w.acme->calendar = SLICE_NONE;
	w.acme->recurrence = (struct recurrence_rules){ .accept = RECUR_YES,
		.roll = ROLL_FOLLOWING,
		.grace_days = 7,
		.price = SLICE("fixed") };
	sql("UPDATE location SET calendar = ''");
	sql("UPDATE product SET stock = '', stock_at = NULL");
	sql("UPDATE customer SET unlimited = 1");
	master_free(w.night.master);
	good(master_build(w.night.store, &w.night.master_arena,
		 &w.night.master_rows, &w.night.master, &e),
	    &e);
	sql("INSERT INTO file (file_id, partner, sha256, bytes, name, state, "
	    "run_id, fetched_at) VALUES (1, 'acme', 'x', 1, 'f', 'parsed', "
	    "1, 0)");
	sql("INSERT INTO interchange (interchange_id, file_id, ordinal, "
	    "partner, standard, version, sender, receiver, control_number, "
	    "prepared, test, byte_offset, bytes, state) VALUES (1, 1, 1, "
	    "'acme', 'x12', '', '', '', '1', '', 0, 0, 1, 'accepted')");
	sql("INSERT INTO message (message_id, file_id, interchange_id, "
	    "ordinal, partner, format, kind, version, control_number, "
	    "group_control, document_id, test, state, byte_offset, bytes) "
	    "VALUES (1, 1, 1, 1, 'acme', 'x12', '850', '', '1', '1', 'PO', "
	    "0, 'accepted', 0, 1)");
}

/* --- orders and nights --------------------------------------------------- */

/* A received order of 1,000 light bulbs at 1.60. */
static int
order(const char *po, const char *release, const char *requested)
{
	int id = ++orders * 10;

	sql("INSERT INTO orders (order_id, file_id, message_id, run_id, "
	    "ordinal, partner, customer, po_number, release_number, "
	    "change_number, claimed, kind, purpose, test, state, step, "
	    "verdict, hold, reason, detail, content, currency, line_count, "
	    "net_minor, charge_minor, tax_minor, total_minor, payment, "
	    "charge_at, customer_reference, cost_centre, ship_name, street, "
	    "city, postal_code, country, warehouse, requested_on, "
	    "received_at, answer_due_at) VALUES (%d, 1, 1, 1, %d, 'acme', "
	    "'acme', '%s', '%s', '', 1, 'standing', 'original', 0, "
	    "'received', 'charge', 'ok', '', '', '', 'c%d', 'EUR', 1, "
	    "160000, 0, 33600, 193600, 'account', 'despatch', '', '', 'A', "
	    "'S', 'C', 'P', 'NL', 'venlo', %d, 0, 0)",
	    id, orders, po, release, id, on(requested));
	sql("INSERT INTO order_line (order_id, line, buyer_line, sku, "
	    "seller_item, buyer_item, gtin, name, quantity, unit, "
	    "stock_quantity, price, price_basis, our_price, our_basis, "
	    "amount_minor, our_minor, tax_category, tax_percent, state, "
	    "reason) VALUES (%d, 1, '1', 'BULB-60W', '', '', '', 'Bulb', "
	    "'1000', 'C62', '1000', '1.6', '1', '1.6', '1', 160000, 160000, "
	    "'S', '21', 'accepted', '')",
	    id);
	return (id);
}

static void
request(int order_id, const char *rule, const char *start, int count,
    const char *days)
{
	char starts[16] = "NULL";

	if (start != NULL)
		(void)snprintf(starts, sizeof(starts), "%d", on(start));
	sql("INSERT INTO recurrence_request (order_id, rule, source, "
	    "starts_on, count, days) VALUES (%d, '%s', '%s', %s, %d, '%s')",
	    order_id, rule, rule[0] != '\0' ? "text" : "dates", starts, count,
	    days);
}

static void
set_day(day d)
{
	w.night.today = d;
	w.night.as_of = (instant)d * 86400 + 7200;
}

static void
charge(const char *today)
{
	struct err e = ERR_INIT;

	set_day(on(today));
	good(stage_charge(&w.night, &e), &e);
}

static void
night(day d)
{
	struct err e = ERR_INIT;

	set_day(d);
	good(stage_recur(&w.night, &e), &e);
	assert_false(w.night.incomplete);
}

static void
nights(const char *from, const char *to)
{
	for (day d = on(from); d <= on(to); d++)
		night(d);
}

/* A standing order, accepted on its first day; its id. */
static int64_t
standing(const char *po, const char *rule, const char *start)
{
	int id = order(po, "", start);

	request(id, rule, start, 0, "");
	charge(start);
	return (strtoll(look("SELECT standing_order_id FROM standing_order "
			     "WHERE template_order_id = %d",
			    id),
	    NULL, 10));
}

static struct actor
person(const char *today)
{
	struct actor x;

	set_day(on(today));
	x = night_actor(&w.night);
	x.run_id = 0;
	x.who = "jan";
	return (x);
}

static struct standing_sheet
audit(void)
{
	struct actor x = night_actor(&w.night);
	struct err e = ERR_INIT;
	struct standing_sheet s;

	good(
	    standing_audit_all(&x, DAY_NONE, w.night.today, NULL, NULL, &s, &e),
	    &e);
	return (s);
}

static void
balanced(void)
{
	struct standing_sheet s = audit();

	assert_int_equal(s.unbalanced, 0);
	assert_int_equal(s.sum.due,
	    s.sum.recorded[0] + s.sum.recorded[1] + s.sum.recorded[2] +
		s.sum.recorded[3]);
}

#define BIMONTHLY "FREQ=MONTHLY;INTERVAL=2"

/* The last day of every second month from December 2026 on, by hand. */
static const char *
month_ends(int n)
{
	static char out[4096];
	size_t at = 0;

	for (int k = 0; k < n; k++) {
		int m = 11 + 2 * k, y = 2026 + m / 12;

		at += (size_t)snprintf(out + at, sizeof(out) - at,
		    "%s%04d-%02d-%02d", k > 0 ? " " : "", y, m % 12 + 1,
		    month_days(y, m % 12 + 1));
	}
	return (out);
}

/* --- the guarantee ------------------------------------------------------- */

TEST(the_schedule_is_booked_with_its_first_order)
{
	int id;

	begin();
	id = order("PO1", "", "2026-12-31");
	request(id, BIMONTHLY, "2026-12-31", 0, "");
	charge("2026-11-21");
	assert_string_equal(
	    look("SELECT state FROM orders WHERE order_id = %d", id),
	    "accepted");
	assert_string_equal(
	    look("SELECT nominal_on FROM v_order WHERE order_id = %d", id),
	    "2026-12-31");
	assert_string_equal(look("SELECT state || ' ' || next_release_on || "
				 "' ' || price FROM v_standing_order"),
	    "active 2027-02-28 fixed");
	assert_string_equal(
	    look("SELECT nominal_on || ' ' || number || ' ' "
		 "|| state || ' ' || order_id FROM v_occurrence"),
	    "2026-12-31 1 issued 10");
	balanced();
	world_end();
}

TEST(an_order_that_is_not_accepted_makes_no_schedule)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };
	struct actor x;
	int id, plain;

	begin();
	id = order("PO1", "", "2026-12-31");
	request(id, BIMONTHLY, "2026-12-31", 0, "");
	x = person("2026-11-21");
	good(store_begin(x.store, &e), &e);
	good(booked_load(x.store, id, &a, &b, &e), &e);
	good(order_accept(&x, &b, &e), &e);
	store_rollback(x.store); /* killed before the commit */
	assert_string_equal(look("SELECT count(*) FROM standing_order"), "0");
	assert_string_equal(look("SELECT state FROM orders"), "received");
	good(store_begin(x.store, &e), &e);
	good(booked_load(x.store, id, &a, &b, &e), &e);
	good(order_reject(&x, &b, "ORDER-ITEM", "no", &e), &e);
	good(store_commit(x.store, &e), &e);
	plain = order("PO2", "", "2026-12-31");
	charge("2026-11-22");
	assert_string_equal(
	    look("SELECT state FROM orders WHERE order_id = %d", plain),
	    "accepted");
	assert_string_equal(look("SELECT count(*) FROM standing_order"), "0");
	arena_free(&a);
	world_end();
}

TEST(twenty_years_of_nights_issue_what_the_rule_says)
{
	uint32_t dice = 20261231;
	int64_t id;
	int left_out = 0, ran = 0;

	begin();
	id = standing("PO1", BIMONTHLY, "2026-12-31");
	for (day d = on("2027-01-01"); d <= on("2046-12-31"); d++) {
		dice = dice * 1664525u + 1013904223u;
		if (left_out < 7 && dice >> 30 == 0) {
			left_out++;
			continue;
		}
		left_out = 0;
		night(d);
		ran++;
		if (dice >> 29 == 3)
			night(d);
	}
	night(on("2046-12-31"));
	assert_true(ran < 7000);
	assert_string_equal(days_in("issued", id), month_ends(121));
	assert_string_equal(
	    look("SELECT count(*) || ' ' || count(DISTINCT "
		 "release_number) || ' ' || sum(total_minor) || ' ' || "
		 "min(step) FROM orders WHERE order_id <> 10"),
	    "120 120 23232000 charge");
	assert_string_equal(look("SELECT count(*) FROM occurrence"), "121");
	assert_string_equal(
	    look("SELECT o.release_number FROM orders o JOIN "
		 "occurrence c ON c.order_id = o.order_id WHERE "
		 "o.release_number "
		 "<> CAST(c.number AS TEXT) OR o.nominal_on <> c.nominal_on "
		 "ORDER BY c.number"),
	    "");
	assert_string_equal(look("SELECT max(number) FROM occurrence"), "121");
	balanced();
	world_end();
}

TEST(a_calendar_moves_the_day_and_never_the_next_one)
{
	int64_t id;

	begin();
	w.acme->calendar = SLICE("nl");
	w.acme->recurrence.lead_days = 2;
	id = standing("PO1", BIMONTHLY, "2026-12-31");
	nights("2027-01-01", "2028-12-31");
	assert_string_equal(days_in("issued", id), month_ends(13));
	/* 28 February 2027 is a Sunday: Monday, two business days before. */
	assert_string_equal(look("SELECT due_on || ' ' || release_on FROM "
				 "v_occurrence WHERE number = 2"),
	    "2027-03-01 2027-02-25");
	assert_string_equal(
	    look("SELECT requested_on || ' ' || warehouse_on "
		 "|| ' ' || substr(received_at, 1, 10) FROM v_order WHERE "
		 "release_number = '2'"),
	    "2027-03-01 2027-02-25 2027-02-25");
	balanced();
	world_end();
}

TEST(a_new_holiday_brings_the_release_forward)
{
	struct calendar *c;
	day *holidays;

	begin();
	w.acme->calendar = SLICE("nl");
	w.acme->recurrence.lead_days = 2;
	(void)standing("PO1", BIMONTHLY, "2026-12-31");
	nights("2027-01-01", "2027-01-05");
	c = (struct calendar *)(uintptr_t)config_calendar(&w.mill.config,
	    SLICE("nl"));
	holidays = arena_array(&w.mill.config.arena, c->holidays_n + 1,
	    sizeof(day));
	memcpy(holidays, c->holidays, c->holidays_n * sizeof(day));
	holidays[c->holidays_n] = on("2027-02-26");
	c->holidays = holidays;
	c->holidays_n = calendar_sort_days(holidays, c->holidays_n + 1);
	nights("2027-01-06", "2027-02-28");
	assert_string_equal(look("SELECT substr(received_at, 1, 10) FROM "
				 "v_order WHERE release_number = '2'"),
	    "2027-02-24");
	world_end();
}

TEST(killed_anywhere_the_set_is_whole)
{
	uint32_t dice = 7;
	int killed = 0;
	int64_t id;
	day d = on("2027-01-01");

	begin();
	id = standing("PO1", "FREQ=DAILY", "2026-12-31");
	(void)standing("PO2", BIMONTHLY, "2026-12-31");
	w.acme->recurrence.grace_days = 365;
	sql("UPDATE standing_order SET grace_days = 365");
	close_book();
	for (int k = 0; k < 12; k++, d += 20) {
		struct timespec t = { 0 };
		int status;
		pid_t child = fork();

		assert_true(child >= 0);
		if (child == 0) {
			connect_book();
			for (day i = d; i < d + 20; i++)
				night(i);
			_exit(0);
		}
		dice = dice * 1664525u + 1013904223u;
		t.tv_nsec = (long)(dice >> 8) % 40000000;
		(void)nanosleep(&t, NULL);
		(void)kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		killed += WIFSIGNALED(status);
	}
	assert_true(killed > 0);
	connect_book();
	night(d);
	night(d);
	assert_string_equal(
	    look("SELECT count(*) = max(number) AND "
		 "max(nominal_on) = %d AND count(*) = max(nominal_on) - "
		 "min(nominal_on) + 1 FROM occurrence WHERE state = 'issued' "
		 "AND "
		 "standing_order_id = %lld",
		d, (long long)id),
	    "1");
	assert_string_equal(look("SELECT (SELECT count(*) FROM orders) = "
				 "(SELECT count(*) FROM occurrence)"),
	    "1");
	balanced();
	world_end();
}

/* How the database goes about a query. */
static const char *
plan(const char *text)
{
	static char out[1024];
	sqlite3_stmt *stmt;
	char explain[2048];
	size_t n = 0;

	(void)snprintf(explain, sizeof(explain), "EXPLAIN QUERY PLAN %s", text);
	assert_int_equal(sqlite3_prepare_v2(w.db, explain, -1, &stmt, NULL),
	    SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s; ",
		    (const char *)sqlite3_column_text(stmt, 3));
	sqlite3_finalize(stmt);
	return (out);
}

TEST(a_night_reads_only_what_is_due)
{
	begin();
	(void)standing("PO1", BIMONTHLY, "2026-12-31");
	assert_non_null(strstr(plan(query_text[Q_STANDING_TO_DECIDE].sql),
	    "INDEX standing_wake"));
	assert_non_null(strstr(plan(query_text[Q_OCCURRENCES_ANSWERED].sql),
	    "occurrence_held"));
	assert_string_equal(look("SELECT date(wake_on * 86400, 'unixepoch') "
				 "FROM standing_order"),
	    "2027-02-28");
	world_end();
}

/* --- nights that were missed --------------------------------------------- */

/* Weekly from Monday 4 January 2027; nights stop after the 4th and come back
 * on the 27th: the 11th is beyond the grace, the 18th and 25th are late. */
static int64_t
missed_nights(enum catch_up c)
{
	int64_t id;

	w.acme->recurrence.catch_up = c;
	w.acme->recurrence.grace_days = 10;
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	night(on("2027-01-04"));
	night(on("2027-01-27"));
	night(on("2027-01-27"));
	balanced();
	return (id);
}

TEST(catch_up_all_issues_what_is_within_the_grace)
{
	int64_t id;

	begin();
	id = missed_nights(CATCH_ALL);
	assert_string_equal(days_in("issued", id),
	    "2027-01-04 2027-01-18 2027-01-25");
	assert_string_equal(days_in("missed", id), "2027-01-11");
	assert_string_equal(
	    look("SELECT text FROM event WHERE kind = 'missed'"),
	    "run: the delivery due on 2027-01-11 was not made");
	world_end();
}

TEST(catch_up_latest_issues_one)
{
	int64_t id;

	begin();
	id = missed_nights(CATCH_LATEST);
	assert_string_equal(days_in("issued", id), "2027-01-04 2027-01-25");
	assert_string_equal(days_in("missed", id), "2027-01-11 2027-01-18");
	world_end();
}

TEST(catch_up_none_issues_nothing_late)
{
	int64_t id;

	begin();
	id = missed_nights(CATCH_NONE);
	assert_string_equal(days_in("issued", id), "2027-01-04");
	nights("2027-01-28", "2027-02-01");
	assert_string_equal(days_in("issued", id), "2027-01-04 2027-02-01");
	world_end();
}

TEST(catch_up_ask_waits_for_a_person)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id, order_id;
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };

	begin();
	id = missed_nights(CATCH_ASK);
	assert_string_equal(days_in("held", id), "2027-01-18 2027-01-25");
	assert_string_equal(look("SELECT hold.reason || ' ' || orders.state "
				 "FROM hold JOIN orders USING (order_id)"),
	    "recurrence held recurrence held");
	x = person("2027-01-28");
	good(standing_release(&x, id, on("2027-01-18"), &order_id, &e), &e);
	assert_string_equal(look("SELECT state || ' ' || step || ' ' || "
				 "released FROM orders WHERE order_id = %lld",
				(long long)order_id),
	    "received charge recurrence");
	/* The other one is refused like any order; the night takes note. */
	good(store_begin(x.store, &e), &e);
	good(
	    booked_load(x.store,
		strtoll(
		    look(
			"SELECT order_id FROM occurrence WHERE state = 'held'"),
		    NULL, 10),
		&a, &b, &e),
	    &e);
	good(order_reject(&x, &b, "ORDER-REJECTED", "too late", &e), &e);
	good(store_commit(x.store, &e), &e);
	night(on("2027-01-29"));
	assert_string_equal(days_in("issued", id), "2027-01-04 2027-01-18");
	assert_string_equal(days_in("skipped", id), "2027-01-25");
	balanced();
	arena_free(&a);
	world_end();
}

TEST(days_before_acceptance_are_skipped_except_the_first)
{
	int id;

	begin();
	id = order("PO1", "", "2026-11-02");
	request(id, "FREQ=WEEKLY", "2026-11-02", 0, "");
	charge("2026-11-18");
	nights("2026-11-18", "2026-11-23");
	assert_string_equal(days_in("issued", 1), "2026-11-02 2026-11-23");
	assert_string_equal(days_in("skipped", 1), "2026-11-09 2026-11-16");
	balanced();
	world_end();
}

/* --- what people do ------------------------------------------------------ */

TEST(a_pause_skips_and_resuming_goes_on)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id;

	begin();
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	x = person("2027-01-05");
	good(standing_pause(&x, id, on("2027-01-10"), DAY_NONE, "stocktaking",
		 &e),
	    &e);
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "active");
	nights("2027-01-05", "2027-01-20");
	assert_string_equal(
	    look("SELECT state || ' ' || reason FROM v_standing_order"),
	    "paused stocktaking");
	x = person("2027-01-20");
	good(standing_resume(&x, id, on("2027-01-25"), &e), &e);
	nights("2027-01-20", "2027-02-01");
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "active");
	assert_string_equal(days_in("issued", id),
	    "2027-01-04 2027-01-25 2027-02-01");
	assert_string_equal(look("SELECT nominal_on || ' ' || reason FROM "
				 "v_occurrence WHERE state = 'skipped'"),
	    "2027-01-11 pause 2027-01-18 pause");
	balanced();
	world_end();
}

TEST(a_pause_with_an_end_ends_by_itself)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id;

	begin();
	id = standing("PO1", BIMONTHLY, "2026-12-31");
	x = person("2027-01-05");
	good(standing_pause(&x, id, DAY_NONE, on("2027-01-20"), "", &e), &e);
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "paused");
	night(on("2027-01-21"));
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "active");
	world_end();
}

TEST(one_day_can_be_skipped_and_another_sent_ahead)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id, order_id;

	begin();
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	x = person("2027-01-05");
	good(standing_skip(&x, id, DAY_NONE, "closed", &e), &e);
	good(standing_send_now(&x, id, on("2027-02-01"), &order_id, &e), &e);
	assert_string_equal(look("SELECT release_number || ' ' || "
				 "requested_on || ' ' || nominal_on FROM "
				 "v_order WHERE order_id = "
				 "%lld",
				(long long)order_id),
	    "5 2027-01-05 2027-02-01");
	assert_int_equal(
	    standing_send_now(&x, id, on("2027-02-01"), &order_id, &e),
	    RC_REJECT);
	assert_string_equal(e.code, "STANDING-STATE");
	e = (struct err)ERR_INIT;
	assert_int_equal(standing_skip(&x, id, on("2027-02-02"), "", &e),
	    RC_REJECT);
	assert_string_equal(e.code, "STANDING-DAY");
	balanced();
	nights("2027-01-05", "2027-02-08");
	assert_string_equal(days_in("issued", id),
	    "2027-01-04 2027-01-18 2027-01-25 2027-02-01 2027-02-08");
	assert_string_equal(
	    look("SELECT release_number FROM orders ORDER BY nominal_on"),
	    "3 4 5 6");
	/* Whoever skipped may change their mind. */
	e = (struct err)ERR_INIT;
	good(standing_send_now(&x, id, on("2027-01-11"), &order_id, &e), &e);
	assert_string_equal(
	    look("SELECT release_number FROM orders WHERE order_id = %lld",
		(long long)order_id),
	    "2");
	balanced();
	world_end();
}

TEST(an_end_leaves_what_has_an_order)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id, order_id;
	day last;

	begin();
	w.acme->recurrence.lead_days = 3;
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	nights("2027-01-05", "2027-01-09");
	x = person("2027-01-09");
	good(standing_send_now(&x, id, on("2027-01-25"), &order_id, &e), &e);
	good(standing_end(&x, id, DAY_NONE, &last, &e), &e);
	assert_int_equal(last, on("2027-01-25"));
	nights("2027-01-09", "2027-03-01");
	assert_string_equal(days_in("issued", id),
	    "2027-01-04 2027-01-11 2027-01-25");
	assert_string_equal(days_in("skipped", id), "2027-01-18");
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "ended");
	assert_int_equal(standing_pause(&x, id, DAY_NONE, DAY_NONE, "", &e),
	    RC_REJECT);
	balanced();
	world_end();
}

TEST(it_ends_after_its_count)
{
	int id;

	begin();
	id = order("PO1", "", "2027-01-04");
	request(id, "FREQ=WEEKLY", "2027-01-04", 3, "");
	charge("2027-01-04");
	nights("2027-01-05", "2027-02-20");
	assert_string_equal(days_in("issued", 1),
	    "2027-01-04 2027-01-11 2027-01-18");
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "ended");
	assert_string_equal(
	    look("SELECT count(*) FROM event WHERE kind = 'ended'"), "1");
	balanced();
	world_end();
}

TEST(explicit_dates_are_the_schedule)
{
	int id;

	begin();
	id = order("PO1", "", "2027-01-04");
	request(id, "", NULL, 0, "2027-03-09 2027-02-01 2027-01-04");
	charge("2027-01-03");
	nights("2027-01-04", "2027-03-20");
	assert_string_equal(days_in("issued", 1),
	    "2027-01-04 2027-02-01 2027-03-09");
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "ended");
	balanced();
	world_end();
}

/* --- terms --------------------------------------------------------------- */

TEST(a_fixed_price_stays_and_a_list_price_is_of_its_day)
{
	begin();
	(void)standing("PO1", BIMONTHLY, "2026-12-31");
	w.acme->recurrence.price = SLICE("list");
	(void)standing("PO2", BIMONTHLY, "2026-12-31");
	LIST_AT(&w.night.master_rows.prices, struct price_row, 0)->valid_to =
	    on("2027-03-31");
	night(on("2027-02-28"));
	night(on("2027-04-30"));
	assert_string_equal(
	    look(
		"SELECT price || '/' || amount_minor || '/' "
		"|| l.state || '/' || total_minor FROM orders o JOIN "
		"order_line l "
		"USING (order_id) WHERE nominal_on > 20820 ORDER BY po_number, "
		"nominal_on"),
	    "1.6/160000/accepted/193600 1.6/160000/accepted/193600 "
	    "1.6/160000/accepted/193600 1.75/175000/changed/211750");
	world_end();
}

/* One line more of an order: as its first, of another item and in a state. */
static void
one_more(int order_id, int line, const char *sku, const char *state,
    const char *reason)
{
	sql("INSERT INTO order_line (order_id, line, buyer_line, sku, "
	    "seller_item, buyer_item, gtin, name, quantity, unit, "
	    "stock_quantity, price, price_basis, our_price, our_basis, "
	    "amount_minor, our_minor, tax_category, tax_percent, state, "
	    "reason) SELECT order_id, %d, buyer_line, '%s', seller_item, "
	    "buyer_item, gtin, name, quantity, unit, stock_quantity, price, "
	    "price_basis, our_price, our_basis, amount_minor, our_minor, "
	    "tax_category, tax_percent, '%s', '%s' FROM order_line "
	    "WHERE order_id = %d AND line = 1",
	    line, sku, state, reason, order_id);
}

/* Of the second delivery: lines, net, total, and its lines. */
static const char *
second(void)
{
	return (look("SELECT line_count || ' ' || net_minor || "
		     "' ' || total_minor || ' ' || (SELECT group_concat(line "
		     "|| ' ' || sku || ' ' || quantity || ' ' || amount_minor "
		     "|| ' ' || tax_percent || ' ' || cancelled_quantity) "
		     "FROM order_line l WHERE l.order_id = o.order_id) FROM "
		     "orders o WHERE release_number = '2'"));
}

TEST(every_issue_is_whole_and_only_what_was_taken)
{
	int id;

	begin();
	id = order("PO1", "", "2026-12-31");
	request(id, BIMONTHLY, "2026-12-31", 0, "");
	/* The first was cut short, and one of its lines never taken. */
	sql("UPDATE order_line SET cancelled_quantity = '400', amount_minor "
	    "= 96000, whole_minor = 160000, state = 'changed', reason = "
	    "'ORDER-STOCK'");
	sql("UPDATE orders SET net_minor = 96000, tax_minor = 20160, "
	    "total_minor = 116160");
	one_more(id, 2, "NONE", "rejected", "ORDER-ITEM");
	one_more(id, 3, "LED-8W", "cancelled", "CHANGE-APPLIED");
	charge("2026-12-31");
	sql("UPDATE orders SET state = 'cancelled'");
	night(on("2027-02-28"));
	assert_string_equal(second(),
	    "1 160000 193600 1 BULB-60W 1000 160000 21 0");
	world_end();
}

TEST(what_becomes_of_the_first_order_is_in_no_other)
{
	begin();
	(void)standing("PO1", BIMONTHLY, "2026-12-31");
	sql("UPDATE order_line SET quantity = '7', amount_minor = 1120, "
	    "whole_minor = 5, state = 'rejected'");
	sql("UPDATE orders SET net_minor = 1120, total_minor = 1355, city = "
	    "'X', line_count = 9, warehouse = 'X'");
	night(on("2027-02-28"));
	assert_string_equal(second(),
	    "1 160000 193600 1 BULB-60W 1000 160000 21 0");
	assert_string_equal(look("SELECT city || ' ' || warehouse FROM orders "
				 "WHERE release_number = '2'"),
	    "C venlo");
	/* Nor in those whose lines are worked out one by one. */
	sql("UPDATE standing_order SET price = 'list'");
	night(on("2027-04-30"));
	assert_string_equal(look("SELECT quantity FROM order_line JOIN orders "
				 "USING (order_id) WHERE release_number = '3'"),
	    "1000");
	balanced();
	world_end();
}

TEST(tax_is_that_of_the_day_it_is_made)
{
	struct product *p;
	int id;

	begin();
	id = order("PO1", "", "2026-12-31");
	request(id, BIMONTHLY, "2026-12-31", 0, "");
	one_more(id, 2, "LED-8W", "accepted", "");
	one_more(id, 3, "BULB-60W", "accepted", "");
	sql("UPDATE orders SET line_count = 3, net_minor = 480000, tax_minor = "
	    "100800, total_minor = 580800");
	charge("2026-12-31");
	assert_string_equal(look("SELECT line_count || ' ' || taxes FROM "
				 "standing_head"),
	    "3 BULB-60W\tS\t21\nLED-8W\tS\t21");
	night(on("2027-02-28"));
	assert_string_equal(second(),
	    "3 480000 580800 1 BULB-60W 1000 160000 21 0,"
	    "2 LED-8W 1000 160000 21 0,3 BULB-60W 1000 160000 21 0");
	p = (struct product *)(uintptr_t)master_product(w.night.master,
	    SLICE("LED-8W"));
	assert_non_null(p);
	p->tax_percent = decimal_make(9, 0);
	sql("UPDATE orders SET release_number = 'two' WHERE release_number = "
	    "'2'");
	night(on("2027-04-30"));
	sql("UPDATE orders SET release_number = '2' WHERE release_number = "
	    "'3'");
	assert_string_equal(second(),
	    "3 480000 561600 1 BULB-60W 1000 160000 21 0,"
	    "2 LED-8W 1000 160000 9 0,3 BULB-60W 1000 160000 21 0");
	world_end();
}

TEST(an_item_that_is_gone_holds_its_issue)
{
	int id;

	begin();
	id = order("PO1", "", "2026-12-31");
	request(id, BIMONTHLY, "2026-12-31", 0, "");
	sql("UPDATE order_line SET sku = 'GONE'");
	charge("2026-12-31");
	night(on("2027-02-28"));
	assert_string_equal(
	    look("SELECT o.state || ' ' || h.reason || ' ' "
		 "|| c.state FROM orders o JOIN hold h USING (order_id) JOIN "
		 "occurrence c USING (order_id)"),
	    "held item held");
	balanced();
	world_end();
}

TEST(a_number_that_the_buyer_used_is_not_used_again)
{
	begin();
	(void)standing("PO1", BIMONTHLY, "2026-12-31");
	(void)order("PO1", "2", "2027-02-20");
	night(on("2027-02-28"));
	assert_string_equal(
	    look("SELECT release_number || ' ' || state || "
		 "' ' || reason FROM orders WHERE nominal_on = 20877"),
	    "2/2027-02-28 held ORDER-DUPLICATE");
	balanced();
	world_end();
}

/* --- faults -------------------------------------------------------------- */

TEST(one_that_cannot_be_decided_stops_no_other)
{
	int64_t before, broken, after;

	begin();
	before = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	w.acme->calendar = SLICE("nl");
	broken = standing("PO2", "FREQ=WEEKLY", "2027-01-04");
	w.acme->calendar = SLICE_NONE;
	after = standing("PO3", "FREQ=WEEKLY", "2027-01-04");
	sql("UPDATE standing_order SET calendar = 'lost' WHERE "
	    "standing_order_id = %lld",
	    (long long)broken);
	nights("2027-01-05", "2027-01-12");
	assert_string_equal(days_in("issued", before), "2027-01-04 2027-01-11");
	assert_string_equal(days_in("issued", after), "2027-01-04 2027-01-11");
	assert_string_equal(
	    look("SELECT state || ' ' || reason FROM "
		 "v_standing_order WHERE standing_order_id = %lld",
		(long long)broken),
	    "held there is no calendar 'lost'");
	assert_string_equal(
	    look("SELECT count(*) FROM event WHERE kind = 'held'"), "1");
	assert_int_equal(audit().unbalanced, 1);
	sql("UPDATE standing_order SET calendar = 'nl'");
	nights("2027-01-13", "2027-01-14");
	assert_string_equal(days_in("issued", broken), "2027-01-04 2027-01-11");
	assert_string_equal(look("SELECT state FROM v_standing_order"),
	    "active active active");
	balanced();
	world_end();
}

TEST(one_that_cannot_be_decided_can_be_ended)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t id;
	day last;

	begin();
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	sql("UPDATE standing_order SET calendar = 'lost', wake_on = 0");
	night(on("2027-01-05"));
	x = person("2027-01-06");
	good(standing_pause(&x, id, DAY_NONE, DAY_NONE, "why", &e), &e);
	assert_string_equal(look("SELECT state FROM standing_order"), "held");
	good(standing_end(&x, id, on("2027-01-04"), &last, &e), &e);
	assert_string_equal(look("SELECT state FROM standing_order"), "ended");
	night(on("2027-01-12"));
	assert_string_equal(days_in("issued", id), "2027-01-04");
	world_end();
}

TEST(a_fault_in_writing_undoes_only_its_own)
{
	int64_t one, two, three;

	begin();
	one = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	two = standing("PO2", "FREQ=WEEKLY", "2027-01-04");
	three = standing("PO3", "FREQ=WEEKLY", "2027-01-04");
	sql("DELETE FROM standing_line WHERE standing_order_id = %lld",
	    (long long)two);
	nights("2027-01-05", "2027-01-11");
	assert_string_equal(days_in("issued", one), "2027-01-04 2027-01-11");
	assert_string_equal(days_in("issued", two), "2027-01-04");
	assert_string_equal(days_in("issued", three), "2027-01-04 2027-01-11");
	assert_string_equal(look("SELECT state FROM standing_order"),
	    "active held active");
	world_end();
}

TEST(a_lost_day_is_found_by_the_audit)
{
	struct standing_sheet s;

	begin();
	(void)standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	nights("2027-01-05", "2027-02-20");
	balanced();
	sql("DELETE FROM occurrence WHERE nominal_on = %d", on("2027-01-25"));
	s = audit();
	assert_int_equal(s.unbalanced, 1);
	assert_int_equal(s.sum.unrecorded, 1);
	assert_int_equal(s.sum.first_fault, on("2027-01-25"));
	world_end();
}

TEST(an_order_released_without_a_rule_is_booked_once)
{
	int id;

	begin();
	id = order("PO1", "", "2027-01-04");
	request(id, "", NULL, 0, "");
	charge("2027-01-04");
	assert_string_equal(look("SELECT state FROM orders"), "accepted");
	assert_string_equal(look("SELECT count(*) FROM standing_order"), "0");
	assert_string_equal(
	    look("SELECT text FROM event WHERE kind = 'no_schedule'"),
	    "run: booked once, not as a standing order: "
	    "no rule is known");
	world_end();
}

TEST(a_second_schedule_of_one_po_waits)
{
	struct err e = ERR_INIT;
	struct actor x;
	int64_t second;
	int id;
	day last;

	begin();
	(void)standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	id = order("PO1", "B", "2027-01-04");
	request(id, "FREQ=WEEKLY", "2027-01-04", 0, "");
	charge("2027-01-04");
	second = 2;
	assert_string_equal(look("SELECT state FROM standing_order"),
	    "active active");
	nights("2027-01-05", "2027-01-11");
	assert_string_equal(look("SELECT state FROM standing_order"),
	    "active held");
	assert_string_equal(days_in("skipped", second), "2027-01-11");
	x = person("2027-01-12");
	good(standing_end(&x, 1, DAY_NONE, &last, &e), &e);
	good(standing_resume(&x, second, DAY_NONE, &e), &e);
	nights("2027-01-12", "2027-01-18");
	assert_string_equal(days_in("issued", second), "2027-01-04 2027-01-18");
	balanced();
	world_end();
}

/* --- call-offs ----------------------------------------------------------- */

static bool
call_off(const char *today, int id)
{
	struct err e = ERR_INIT;
	struct arena a = ARENA_INIT;
	struct booked b = { 0 };
	struct actor x = person(today);
	bool fulfils;

	good(store_begin(x.store, &e), &e);
	good(booked_load(x.store, id, &a, &b, &e), &e);
	good(standing_fulfil(&x, &b, &fulfils, &e), &e);
	good(store_commit(x.store, &e), &e);
	arena_free(&a);
	return (fulfils);
}

TEST(a_call_off_takes_the_nearest_open_day_and_adds_none)
{
	int64_t id;
	int mine, other;

	begin();
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	mine = order("PO1", "C1", "2027-01-19");
	other = order("PO9", "C1", "2027-01-19");
	sql("UPDATE orders SET state = 'held', step = 'done' WHERE order_id "
	    "> 10");
	assert_true(call_off("2027-01-05", mine));
	assert_false(call_off("2027-01-05", other));
	assert_string_equal(
	    look("SELECT state || ' ' || step || ' ' || "
		 "date(nominal_on * 86400, 'unixepoch') FROM orders WHERE "
		 "order_id = %d",
		mine),
	    "received charge 2027-01-18");
	nights("2027-01-05", "2027-01-25");
	assert_string_equal(days_in("issued", id),
	    "2027-01-04 2027-01-11 2027-01-18 2027-01-25");
	assert_string_equal(look("SELECT count(*) FROM orders WHERE "
				 "standing_order_id IS NOT NULL"),
	    "4");
	balanced();
	world_end();
}

static enum rc
say(void *ctx, const struct standing_future *f, struct err *e)
{
	char *out = ctx, date[11];

	(void)e;
	(void)snprintf(out + strlen(out), 200 - strlen(out), "%d %s %s %d;",
	    (int)f->number, day_text(f->day.nominal, date),
	    f->state[0] != '\0' ? f->state :
				  standing_verdict_name(f->day.verdict),
	    (int)f->total);
	return (RC_OK);
}

TEST(the_preview_tells_what_will_be)
{
	struct err e = ERR_INIT;
	struct actor x;
	char out[200] = "";
	int64_t id;

	begin();
	id = standing("PO1", "FREQ=WEEKLY", "2027-01-04");
	x = person("2027-01-04");
	good(standing_skip(&x, id, on("2027-01-18"), "closed", &e), &e);
	good(standing_ahead(&x, id, 4, say, out, &e), &e);
	assert_string_equal(out,
	    "1 2027-01-04 issued 193600;"
	    "2 2027-01-11 issue 193600;3 2027-01-18 skipped 193600;"
	    "4 2027-01-25 issue 193600;");
	world_end();
}

UNIT_MAIN(RUN(the_schedule_is_booked_with_its_first_order),
    RUN(an_order_that_is_not_accepted_makes_no_schedule),
    RUN(twenty_years_of_nights_issue_what_the_rule_says),
    RUN(a_calendar_moves_the_day_and_never_the_next_one),
    RUN(a_new_holiday_brings_the_release_forward),
    RUN(killed_anywhere_the_set_is_whole), RUN(a_night_reads_only_what_is_due),
    RUN(catch_up_all_issues_what_is_within_the_grace),
    RUN(catch_up_latest_issues_one), RUN(catch_up_none_issues_nothing_late),
    RUN(catch_up_ask_waits_for_a_person),
    RUN(days_before_acceptance_are_skipped_except_the_first),
    RUN(a_pause_skips_and_resuming_goes_on),
    RUN(a_pause_with_an_end_ends_by_itself),
    RUN(one_day_can_be_skipped_and_another_sent_ahead),
    RUN(an_end_leaves_what_has_an_order), RUN(it_ends_after_its_count),
    RUN(explicit_dates_are_the_schedule),
    RUN(a_fixed_price_stays_and_a_list_price_is_of_its_day),
    RUN(every_issue_is_whole_and_only_what_was_taken),
    RUN(what_becomes_of_the_first_order_is_in_no_other),
    RUN(tax_is_that_of_the_day_it_is_made),
    RUN(an_item_that_is_gone_holds_its_issue),
    RUN(a_number_that_the_buyer_used_is_not_used_again),
    RUN(one_that_cannot_be_decided_stops_no_other),
    RUN(one_that_cannot_be_decided_can_be_ended),
    RUN(a_fault_in_writing_undoes_only_its_own),
    RUN(a_lost_day_is_found_by_the_audit),
    RUN(an_order_released_without_a_rule_is_booked_once),
    RUN(a_second_schedule_of_one_po_waits),
    RUN(a_call_off_takes_the_nearest_open_day_and_adds_none),
    RUN(the_preview_tells_what_will_be))
