/* receipts of partners find the documents they are about, in a real mill with
 * a real database. */
#include "tests/unit/world.h"
#include "pipeline/receipt.h"
#include "pipeline/report_data.h"

#define SENT INT64_C(1795824000)
#define HOUR INT64_C(3600)

static void
begin(void)
{
	world_begin("receipt");
	w.night.run_id = 1;
	w.night.as_of = SENT;
	w.acme->answers.receipt_due_hours = 4;
	sql("INSERT INTO run (run_id, as_of, business_day, stages, "
	    "started_at) VALUES (1, %lld, 20785, '', 0)",
	    (long long)SENT);
	sql("INSERT INTO pack (pack_id, run_id) VALUES (1, 1)");
}

/* A document for acme that was sent under control number n. */
static void
document(int id, const char *kind, int n, const char *more)
{
	sql("INSERT INTO outbox (outbox_id, business_key, partner, kind, "
	    "format, version, name, pack_id, pack_offset, bytes, sha256, "
	    "state, created_at, due_at, sent_at, run_id, document_id, "
	    "standard, sender, receiver, test, interchange_control, "
	    "group_control, message_control) VALUES (%d, 'key%d', 'acme', "
	    "'%s', 'x12-855', 1, 'n%d', 1, 0, 1, 'x', 'sent', %lld, %lld, "
	    "%lld, 1, 'OR-%d', 'x12', 'x12:ZZ:LAMPCO', 'x12:ZZ:ACMEBV', 0, "
	    "%d, %d, %d)",
	    id, id, kind, id, (long long)SENT, (long long)SENT, (long long)SENT,
	    id, n, n, n);
	if (more[0] != '\0')
		sql("UPDATE outbox SET %s WHERE outbox_id = %d", more, id);
}

/* A file of acme with one acknowledgment in it. */
static void
file(int id, const char *state)
{
	sql("INSERT INTO file (file_id, partner, sha256, bytes, name, state, "
	    "run_id, fetched_at) VALUES (%d, 'acme', 'x%d', 1, 'f%d', "
	    "'parsed', 1, 0)",
	    id, id, id);
	sql("INSERT INTO interchange (interchange_id, file_id, ordinal, "
	    "partner, standard, version, sender, receiver, control_number, "
	    "prepared, test, byte_offset, bytes, state) VALUES (%d, %d, 1, "
	    "'acme', 'x12', '', 'x12:ZZ:ACMEBV', 'x12:ZZ:LAMPCO', '%d', '', "
	    "0, 0, 1, '%s')",
	    id, id, id, state);
	sql("INSERT INTO message (message_id, file_id, interchange_id, "
	    "ordinal, partner, format, kind, version, control_number, "
	    "group_control, document_id, test, state, byte_offset, bytes) "
	    "VALUES (%d, %d, %d, 1, 'acme', 'x12', '997', '', '1', '1', '', "
	    "0, 'noted', 0, 1)",
	    id, id, id);
}

struct said {
	const char *kind, *interchange, *group, *message, *document;
	const char *verdict, *code;
};

static void
receipt(int file_id, struct said s)
{
	sql("INSERT INTO receipt (file_id, interchange_id, message_id, kind, "
	    "interchange_control, group_control, message_control, "
	    "document_kind, document_id, verdict, code, text, byte_offset) "
	    "VALUES (%d, %d, %d, '%s', '%s', '%s', '%s', '', '%s', '%s', '%s', "
	    "'why', 0)",
	    file_id, file_id, file_id, s.kind,
	    s.interchange != NULL ? s.interchange : "",
	    s.group != NULL ? s.group : "", s.message != NULL ? s.message : "",
	    s.document != NULL ? s.document : "", s.verdict,
	    s.code != NULL ? s.code : "X");
}

static void
settle(void)
{
	struct err e = ERR_INIT;

	good(receipts_settle(&w.night, &e), &e);
	assert_false(store_in_transaction(w.night.store));
}

static void
is_acknowledged(int id, const char *as)
{
	assert_string_equal(look("SELECT acknowledged FROM outbox WHERE "
				 "outbox_id = %d",
				id),
	    as);
}

#define ACCEPTED .verdict = "accepted"
#define ERRORS .verdict = "errors"
#define REJECTED .verdict = "rejected"

TEST(a_997_finds_its_document_by_the_number_of_the_group)
{
	begin();
	document(1, "order", 7, "");
	document(2, "order", 8, "");
	file(1, "accepted");
	receipt(1,
	    (struct said){ "997", .group = "000000008", .message = "8",
		ACCEPTED });
	settle();
	is_acknowledged(1, "");
	is_acknowledged(2, "accepted");
	assert_string_equal(look("SELECT state || ' ' || outbox_id FROM "
				 "receipt"),
	    "matched 2");
	assert_string_equal(look("SELECT acknowledged_at FROM v_outbox WHERE "
				 "outbox_id = 2"),
	    "2026-11-28T00:00:00Z");
	world_end();
}

TEST(a_ta1_finds_it_by_the_number_of_the_interchange)
{
	begin();
	document(1, "order", 7, "group_control = 40");
	document(2, "order", 8, "group_control = 7");
	file(1, "accepted");
	receipt(1,
	    (struct said){ "TA1", .interchange = "000000007", REJECTED });
	settle();
	is_acknowledged(1, "rejected");
	is_acknowledged(2, "");
	assert_string_equal(look("SELECT receipt_text FROM v_outbox WHERE "
				 "outbox_id = 1"),
	    "why");
	world_end();
}

TEST(a_receipt_may_name_the_id_that_the_document_bears)
{
	begin();
	document(1, "order", 0, "standard = 'ubl'");
	document(2, "order", 0, "standard = 'ubl'");
	document(3, "order", 0, "standard = 'ubl', partner = 'kiosk'");
	file(1, "accepted");
	receipt(1,
	    (struct said){ "ApplicationResponse", .document = "OR-2",
		ACCEPTED });
	receipt(1,
	    (struct said){ "ApplicationResponse", .document = "OR-3",
		ACCEPTED });
	settle();
	is_acknowledged(1, "");
	is_acknowledged(2, "accepted");
	is_acknowledged(3, ""); /* that is another partner's */
	assert_string_equal(look("SELECT state FROM receipt ORDER BY 1"),
	    "matched unmatched");
	world_end();
}

TEST(the_worst_verdict_holds_in_whatever_order_they_come)
{
	static const struct said all[] = { { "TA1", .interchange = "7",
					       ACCEPTED },
		{ "997", .group = "7", REJECTED },
		{ "997", .group = "7", ERRORS } };

	for (size_t first = 0; first < 3; first++) {
		begin();
		document(1, "order", 7, "");
		for (size_t i = 0; i < 3; i++) {
			file((int)i + 1, "accepted");
			receipt((int)i + 1, all[(first + i) % 3]);
			settle();
		}
		is_acknowledged(1, "rejected");
		world_end();
	}
}

/* A TA1, or action 8 of CONTRL, says that it came and no more: whoever waits
 * for the word on what is in it waits on, and is alarmed. */
TEST(that_it_came_is_not_that_it_was_taken)
{
	static const struct said arrived[] = { { "TA1", .interchange = "7",
						   ACCEPTED, .code = "A" },
		{ "TA1", .interchange = "7", ERRORS, .code = "E" },
		{ "CONTRL", .interchange = "7", ACCEPTED, .code = "8" } };
	static const struct {
		struct said said;
		const char *now;
	} later[] = {
		{ { "997", .group = "7", ACCEPTED, .code = "A" }, "accepted" },
		{ { "CONTRL", .interchange = "7", ACCEPTED, .code = "7" },
		    "accepted" },
		{ { "CONTRL", .interchange = "7", REJECTED, .code = "4" },
		    "rejected" },
	};

	for (size_t i = 0; i < 9; i++) {
		begin();
		document(1, "order", 7, "receipt_due_at = sent_at + 14400");
		file(1, "accepted");
		receipt(1, arrived[i % 3]);
		settle();
		is_acknowledged(1, "");
		assert_string_equal(look("SELECT state FROM receipt"),
		    "matched");
		assert_string_equal(look("SELECT kind FROM event"), "received");
		sql("UPDATE run SET as_of = as_of + 14400");
		assert_string_equal(look("SELECT acknowledged FROM v_outbox"),
		    "overdue");
		file(2, "accepted");
		receipt(2, later[i / 3].said);
		settle();
		assert_string_equal(look("SELECT acknowledged FROM v_outbox"),
		    later[i / 3].now);
		world_end();
	}
}

TEST(the_same_receipt_twice_changes_nothing)
{
	char before[4096];

	begin();
	document(1, "order", 7, "");
	file(1, "accepted");
	receipt(1, (struct said){ "997", .group = "7", REJECTED });
	settle();
	(void)snprintf(before, sizeof(before), "%s",
	    look("SELECT acknowledged || acknowledged_at || (SELECT count(*) "
		 "FROM event) FROM outbox"));
	w.night.as_of += HOUR;
	settle();
	file(2, "accepted");
	receipt(2, (struct said){ "997", .group = "7", REJECTED });
	settle();
	assert_string_equal(before,
	    look("SELECT acknowledged || acknowledged_at || (SELECT count(*) "
		 "FROM event) FROM outbox"));
	assert_string_equal(look("SELECT state FROM receipt"),
	    "matched matched");
	world_end();
}

TEST(what_an_envelope_is_worth_its_receipts_are_worth)
{
	static const struct {
		const char *envelope, *state;
	} of[] = { { "duplicate", "repeated" }, { "rejected", "refused" },
		{ "held", "new" }, { "accepted", "matched" } };

	begin();
	document(1, "order", 7, "");
	for (int i = 0; i < 4; i++) {
		is_acknowledged(1, "");
		file(i + 1, of[i].envelope);
		receipt(i + 1, (struct said){ "997", .group = "7", ACCEPTED });
		settle();
		assert_string_equal(look("SELECT state FROM receipt WHERE "
					 "file_id = %d",
					i + 1),
		    of[i].state);
	}
	is_acknowledged(1, "accepted");
	world_end();
}

TEST(a_file_that_is_being_read_waits)
{
	begin();
	document(1, "order", 7, "");
	file(1, "accepted");
	sql("UPDATE file SET state = 'parsing'");
	receipt(1, (struct said){ "997", .group = "7", ACCEPTED });
	settle();
	is_acknowledged(1, "");
	sql("UPDATE file SET state = 'parsed'");
	settle();
	is_acknowledged(1, "accepted");
	world_end();
}

TEST(numbers_that_started_again_mean_the_newest_of_these_sides)
{
	begin();
	document(1, "order", 7, "");
	document(2, "order", 7, "");
	document(3, "order", 7, "test = 1");
	document(4, "order", 7, "sender = 'x12:ZZ:OTHER'");
	file(1, "accepted");
	receipt(1, (struct said){ "997", .group = "7", ACCEPTED });
	settle();
	assert_string_equal(look("SELECT outbox_id FROM outbox WHERE "
				 "acknowledged <> ''"),
	    "2");
	world_end();
}

TEST(a_number_that_is_none_belongs_to_nothing)
{
	static const char *const numbers[] = { "", "x", "0", "-7",
		"99999999999999999999", "7x" };

	begin();
	document(1, "order", 7, "");
	document(2, "order", 0, "");
	file(1, "accepted");
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		receipt(1,
		    (struct said){ "997", .group = numbers[i], ACCEPTED });
	settle();
	assert_string_equal(look("SELECT count(*) FROM receipt WHERE state = "
				 "'unmatched'"),
	    "6");
	assert_string_equal(look("SELECT count(*) FROM outbox WHERE "
				 "acknowledged <> ''"),
	    "0");
	world_end();
}

/* --- what a person is told ----------------------------------------------- */

static const char *
todo_at(instant now)
{
	struct report r = { .run_id = 1 };
	struct err e = ERR_INIT;
	struct buf out;
	const char *text;

	buf_init(&out, 1 << 16);
	good(report_collect_todo(w.night.store, now, &w.mill.arena, &r, &e),
	    &e);
	for (size_t i = 0; i < r.todo.n; i++) {
		const struct todo *t = LIST_AT(&r.todo, struct todo, i);

		buf_printf(&out, "%s " SL_FMT ": " SL_FMT "\n", t->kind,
		    SL_ARG(t->subject), SL_ARG(t->what));
	}
	text = arena_text(&w.mill.arena, buf_slice(&out));
	buf_free(&out);
	return (text);
}

TEST(a_refused_document_is_to_do_until_it_is_sent_again)
{
	struct err e = ERR_INIT;

	begin();
	document(1, "order", 7, "");
	file(1, "accepted");
	receipt(1, (struct said){ "997", .group = "7", REJECTED });
	settle();
	assert_string_equal(todo_at(SENT),
	    "refused outbox:1: acme refused our order document n1: why\n");
	good(store_exec(w.night.store, Q_OUTBOX_AGAIN_ANY, NULL, &e, "i",
		 (int64_t)1),
	    &e);
	is_acknowledged(1, "");
	sql("UPDATE outbox SET state = 'sent'");
	assert_string_equal(todo_at(SENT), "");
	world_end();
}

TEST(a_document_that_nobody_confirmed_in_time_is_to_do)
{
	struct err e = ERR_INIT;

	begin();
	document(1, "order", 7, "");
	document(2, "technical", 8, "");
	document(3, "ship", 9, "");
	for (int64_t id = 1; id <= 3; id++)
		good(store_exec(w.night.store, Q_OUTBOX_SENT, NULL, &e, "iii",
			 SENT, (int64_t)4, id),
		    &e);
	/* An acknowledgment is not acknowledged. */
	assert_string_equal(look("SELECT receipt_due_at FROM v_outbox"),
	    "2026-11-28T04:00:00Z null 2026-11-28T04:00:00Z");
	file(1, "accepted");
	receipt(1, (struct said){ "997", .group = "9", ERRORS });
	settle();
	assert_string_equal(todo_at(SENT + 4 * HOUR - 1), "");
	assert_string_equal(todo_at(SENT + 4 * HOUR),
	    "receipt outbox:1: acme has not confirmed our order document "
	    "n1\n");
	assert_string_equal(look("SELECT acknowledged || '.' FROM v_outbox"),
	    ". . errors.");
	sql("UPDATE run SET as_of = %lld", (long long)(SENT + 4 * HOUR));
	assert_string_equal(look("SELECT acknowledged || '.' FROM v_outbox"),
	    "overdue. . errors.");
	/* The profile says by now that none is expected. */
	w.acme->answers.receipt_due_hours = 0;
	settle();
	assert_string_equal(todo_at(SENT + 4 * HOUR), "");
	world_end();
}

TEST(a_receipt_about_nothing_is_told_once)
{
	begin();
	file(1, "accepted");
	receipt(1,
	    (struct said){ "997", .group = "12", .message = "3", REJECTED });
	settle();
	assert_string_equal(todo_at(SENT),
	    "receipt file:1: a 997 of acme (rejected) is about nothing that "
	    "we sent: group 12, message 3\n");
	sql("INSERT INTO run (run_id, as_of, business_day, stages, "
	    "started_at) VALUES (2, 0, 0, '', 0)");
	sql("UPDATE file SET run_id = 2"); /* of another night */
	assert_string_equal(todo_at(SENT), "");
	world_end();
}

UNIT_MAIN(RUN(a_997_finds_its_document_by_the_number_of_the_group),
    RUN(a_ta1_finds_it_by_the_number_of_the_interchange),
    RUN(a_receipt_may_name_the_id_that_the_document_bears),
    RUN(the_worst_verdict_holds_in_whatever_order_they_come),
    RUN(that_it_came_is_not_that_it_was_taken),
    RUN(the_same_receipt_twice_changes_nothing),
    RUN(what_an_envelope_is_worth_its_receipts_are_worth),
    RUN(a_file_that_is_being_read_waits),
    RUN(numbers_that_started_again_mean_the_newest_of_these_sides),
    RUN(a_number_that_is_none_belongs_to_nothing),
    RUN(a_refused_document_is_to_do_until_it_is_sent_again),
    RUN(a_document_that_nobody_confirmed_in_time_is_to_do),
    RUN(a_receipt_about_nothing_is_told_once))
