#include "pipeline/record.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

/* --- a random generator that is the same everywhere -------------------- */

static uint64_t seed;

static uint32_t
any(uint32_t below)
{
	seed = seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return ((uint32_t)(seed >> 33) % below);
}

static struct arena arena;

static struct slice
any_text(void)
{
	uint32_t n = any(4) == 0 ? 0 : any(any(20) == 0 ? 3000 : 30);
	char *p = arena_alloc(&arena, n + 1);

	for (uint32_t i = 0; i < n; i++)
		p[i] = (char)any(256);
	return (n == 0 ? SLICE_NONE : (struct slice){ p, n });
}

static void fill(const struct shape *s, void *object, int depth);

static void
fill_list(const struct field *f, struct list *l, int depth)
{
	uint32_t n = depth > 2 ? any(2) : any(5);

	for (uint32_t i = 0; i < n; i++)
		fill(f->of, shape_push(&arena, l, f->of), depth + 1);
}

static void
fill_field(const struct field *f, void *p, int depth)
{
	int words = 0;

	switch (f->kind) {
	case F_TEXT:
		*(struct slice *)p = any_text();
		break;
	case F_INT:
		*(int64_t *)p = any(5) == 0 ? INT_NONE :
		    any(2) == 0             ? (int64_t)any(1000) :
					      -(int64_t)any(1u << 30) * (1 << 20);
		break;
	case F_BOOL:
		*(bool *)p = any(2) == 0;
		break;
	case F_ENUM:
		while (f->names[words] != NULL)
			words++;
		*(int *)p = (int)any((uint32_t)words);
		break;
	case F_DAY:
		*(day *)p = any(3) == 0 ?
		    DAY_NONE :
		    day_of(1900 + (int)any(300), 1, 1) + (day)any(365);
		break;
	case F_DECIMAL:
		if (any(3) != 0)
			*(struct decimal *)p = decimal_make(
			    (int64_t)any(1u << 31) - (1 << 30),
			    (int32_t)any(6));
		break;
	case F_STRUCT:
		fill(f->of, p, depth + 1);
		break;
	case F_LIST:
		fill_list(f, p, depth);
		break;
	}
}

static void
fill(const struct shape *s, void *object, int depth)
{
	shape_init(s, object);
	for (size_t i = 0; i < s->n; i++)
		fill_field(&s->fields[i], (char *)object + s->fields[i].offset,
		    depth);
}

/* --- a sink that writes down what it is told --------------------------- */

struct notes {
	struct buf text;
	int calls, stop_at; /* RC_RETRY at that call; 0: never */
};

static enum rc
note(void *ctx, const char *what, const struct shape *s, const void *o,
    struct err *e)
{
	struct notes *n = ctx;

	buf_text(&n->text, what);
	shape_encode(s, o, &n->text);
	if (++n->calls == n->stop_at)
		return (err_set(e, RC_RETRY, "TEST-STOP", "enough"));
	return (RC_OK);
}

#define NOTE(name, type, shape) \
	static enum rc note_##name(void *ctx, const struct type *o, \
	    struct err *e) \
	{ \
		return (note(ctx, #name, &(shape), o, e)); \
	}
NOTE(interchange, interchange, interchange_shape)
NOTE(message, message, message_shape)
NOTE(order, order, order_shape)
NOTE(confirmation, confirmation, confirmation_shape)
NOTE(finding, finding, finding_shape)
NOTE(message_end, message, message_shape)
NOTE(interchange_end, interchange, interchange_shape)
NOTE(receipt, receipt, receipt_shape)
NOTE(remittance, remittance, remittance_shape)
NOTE(bank_entry, bank_entry, bank_entry_shape)

static struct parse_sink
notes_sink(struct notes *n)
{
	return ((struct parse_sink){ n, note_interchange, note_message,
	    note_order, note_confirmation, note_finding, note_message_end,
	    note_interchange_end, note_receipt, note_remittance,
	    note_bank_entry });
}

static void
notes_init(struct notes *n)
{
	*n = (struct notes){ .calls = 0 };
	buf_init(&n->text, (size_t)1 << 30);
}

/* --- stories ----------------------------------------------------------- */

static struct parse_sink both[2]; /* tells each call to two sinks */

#define TELL(name, object) \
	do { \
		struct err e_ = ERR_INIT; \
		for (int i_ = 0; i_ < 2; i_++) \
			assert_int_equal( \
			    both[i_].name(both[i_].ctx, (object), &e_), \
			    RC_OK); \
	} while (0)

static void
tell_finding(void)
{
	struct finding f;

	fill(&finding_shape, &f, 0);
	TELL(finding, &f);
}

static void
tell_message(void)
{
	struct message m;
	struct order o;
	struct confirmation c;
	struct receipt t;
	struct remittance y;
	struct bank_entry b;

	fill(&message_shape, &m, 0);
	TELL(message, &m);
	fill(&receipt_shape, &t, 0);
	TELL(receipt, &t);
	fill(&remittance_shape, &y, 0);
	TELL(remittance, &y);
	fill(&bank_entry_shape, &b, 0);
	TELL(bank_entry, &b);
	for (uint32_t n = 1 + any(4); n > 0; n--) {
		fill(&order_shape, &o, 0);
		fill(&confirmation_shape, &c, 0);
		if (any(2) == 0)
			TELL(order, &o);
		else
			TELL(confirmation, &c);
		if (any(3) == 0)
			tell_finding();
	}
	TELL(message_end, &m);
}

static void
tell_story(void)
{
	struct interchange i;

	for (uint32_t n = 1 + any(3); n > 0; n--) {
		if (any(3) == 0)
			tell_finding();
		fill(&interchange_shape, &i, 0);
		TELL(interchange, &i);
		for (uint32_t k = 1 + any(3); k > 0; k--)
			tell_message();
		TELL(interchange_end, &i);
	}
}

static int
memory_file(void)
{
	int fd = memfd_create("frames", MFD_CLOEXEC);

	assert_true(fd >= 0);
	return (fd);
}

/* The frames of a random story; what they say is in *n. */
static struct slice
story(struct notes *n, const struct parse_end *end)
{
	struct frame_out out;
	struct err e = ERR_INIT;
	int fd = memory_file();
	struct slice bytes;
	off_t size;
	char *p;

	notes_init(n);
	frame_out_init(&out, fd);
	both[0] = record_sink(&out);
	both[1] = notes_sink(n);
	assert_int_equal(frame_put(&out, RECORD_FORMAT, SLICE("x12"), &e),
	    RC_OK);
	tell_story();
	assert_int_equal(record_end_put(&out, end, &e), RC_OK);
	frame_out_free(&out);
	size = lseek(fd, 0, SEEK_END);
	p = arena_alloc(&arena, (size_t)size);
	assert_int_equal(pread(fd, p, (size_t)size, 0), size);
	bytes = (struct slice){ p, (size_t)size };
	assert_int_equal(close(fd), 0);
	return (bytes);
}

struct reading {
	struct notes notes;
	struct parse_end end;
	char format[16];
	struct err e;
	enum rc rc;
};

static void
read_bytes(struct reading *r, struct slice bytes, int stop_at)
{
	struct arena a = ARENA_INIT;
	struct frame_in in;
	struct parse_sink sink = notes_sink(&r->notes);
	int fd = memory_file();

	notes_init(&r->notes);
	r->notes.stop_at = stop_at;
	r->e = (struct err)ERR_INIT;
	assert_int_equal(write(fd, bytes.p, bytes.n), (ssize_t)bytes.n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	frame_in_init(&in, fd, 1000);
	r->rc = record_read(&in, &sink, &a, r->format, &r->end, &r->e);
	assert_int_equal(r->rc, r->rc == RC_OK ? RC_OK : r->e.rc);
	frame_in_free(&in);
	arena_free(&a);
	assert_int_equal(close(fd), 0);
}

static const struct parse_end good = { .rc = RC_OK };

TEST(reading_gives_what_was_written)
{
	struct reading r;
	struct notes n;
	int calls = 0;

	for (uint64_t round = 1; round < 300; round++) {
		struct slice bytes;

		seed = round * 13;
		bytes = story(&n, &good);
		read_bytes(&r, bytes, 0);
		assert_int_equal(r.rc, RC_OK);
		assert_string_equal(r.format, "x12");
		assert_int_equal(r.notes.calls, n.calls);
		assert_true(
		    slice_eq(buf_slice(&r.notes.text), buf_slice(&n.text)));
		calls += n.calls;
		buf_free(&n.text);
		buf_free(&r.notes.text);
		arena_reset(&arena);
	}
	assert_true(calls > 100);
}

TEST(the_verdict_comes_through)
{
	struct parse_end end = { .rc = RC_REJECT,
		.code = "X12-ISA-SHORT",
		.text = "it ends in the ISA" };
	struct reading r;
	struct notes n;

	seed = 5;
	read_bytes(&r, story(&n, &end), 0);
	assert_int_equal(r.rc, RC_OK);
	assert_int_equal(r.end.rc, RC_REJECT);
	assert_string_equal(r.end.code, end.code);
	assert_string_equal(r.end.text, end.text);
	buf_free(&n.text);
	buf_free(&r.notes.text);
}

TEST(what_the_sink_returns_ends_the_reading)
{
	struct reading r;
	struct notes n;

	seed = 99;
	read_bytes(&r, story(&n, &good), 2);
	assert_true(n.calls > 2);
	assert_int_equal(r.rc, RC_RETRY);
	assert_string_equal(r.e.code, "TEST-STOP");
	assert_int_equal(r.notes.calls, 2);
	buf_free(&n.text);
	buf_free(&r.notes.text);
}

TEST(a_story_that_is_cut_anywhere_says_that_the_worker_died)
{
	struct reading r;
	struct notes n;
	struct slice bytes;

	seed = 99;
	bytes = story(&n, &good);
	assert_true(n.calls >= 3);
	for (size_t cut = 0; cut < bytes.n; cut += 1 + cut / 50) {
		read_bytes(&r, slice_sub(bytes, 0, cut), 0);
		assert_int_equal(r.rc, RC_RETRY);
		assert_string_equal(r.e.code, "FRAME-CUT");
		assert_true(r.notes.calls <= n.calls);
		buf_free(&r.notes.text);
	}
	buf_free(&n.text);
}

TEST(damaged_bytes_are_refused_or_read_and_never_worse)
{
	struct reading r;
	struct notes n;
	struct slice bytes;
	int refused = 0;
	char *p;

	for (uint64_t round = 0; round < 400; round++) {
		seed = round * 1000 + 7;
		bytes = story(&n, &good);
		p = arena_text(&arena, bytes);
		for (uint32_t k = 1 + any(4); k > 0; k--)
			p[any(any(2) == 0 ? 64 : (uint32_t)bytes.n)] ^= (char)(1
			    << any(8));
		read_bytes(&r, (struct slice){ p, bytes.n }, 0);
		if (r.rc != RC_OK) {
			assert_true(r.rc == RC_FATAL || r.rc == RC_RETRY);
			refused++;
		}
		buf_free(&n.text);
		buf_free(&r.notes.text);
		arena_reset(&arena);
	}
	assert_true(refused > 50);
}

/* --- by hand ----------------------------------------------------------- */

struct piece {
	uint8_t type;
	struct slice body;
};

static void
read_pieces(struct reading *r, const struct piece *p, size_t n)
{
	struct buf b;

	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < n; i++) {
		uint32_t length = (uint32_t)p[i].body.n + 1;

		for (int k = 0; k < 4; k++)
			buf_char(&b, (char)(length >> 8 * k & 0xff));
		buf_char(&b, (char)p[i].type);
		buf_add(&b, p[i].body);
	}
	read_bytes(r, buf_slice(&b), 0);
	buf_free(&b);
	buf_free(&r->notes.text);
}

/* clang-format off */
#define GOOD_END { FRAME_END, SLICE("\0\0") }
/* clang-format on */

static void
is_bad(const struct piece *p, size_t n, const char *why)
{
	struct reading r;

	read_pieces(&r, p, n);
	assert_int_equal(r.rc, RC_FATAL);
	assert_string_equal(r.e.code, "RECORD-BAD");
	assert_non_null(strstr(r.e.text, why));
}
#define IS_BAD(why, ...) \
	do { \
		const struct piece p_[] = { __VA_ARGS__ }; \
		is_bad(p_, sizeof(p_) / sizeof(p_[0]), (why)); \
	} while (0)

static struct slice
fresh(const struct shape *s)
{
	union {
		struct order o;
		struct message m;
		struct interchange i;
	} u;
	struct buf b;
	struct slice copy;

	shape_init(s, &u);
	buf_init(&b, 1u << 20);
	shape_encode(s, &u, &b);
	copy = arena_slice(&arena, buf_slice(&b));
	buf_free(&b);
	return (copy);
}

TEST(an_empty_story_is_fine)
{
	const struct piece p[] = { GOOD_END };
	struct reading r;

	read_pieces(&r, p, 1);
	assert_int_equal(r.rc, RC_OK);
	assert_string_equal(r.format, "");
	assert_int_equal(r.notes.calls, 0);
}

TEST(objects_out_of_turn_are_refused)
{
	struct slice i = fresh(&interchange_shape);
	struct slice m = fresh(&message_shape), o = fresh(&order_shape);

	IS_BAD("out of turn", { RECORD_ORDER, o }, GOOD_END);
	IS_BAD("out of turn", { RECORD_MESSAGE, m }, GOOD_END);
	IS_BAD("out of turn", { RECORD_INTERCHANGE, i }, { RECORD_ORDER, o },
	    GOOD_END);
	IS_BAD("out of turn", { RECORD_INTERCHANGE, i },
	    { RECORD_INTERCHANGE, i }, GOOD_END);
	IS_BAD("out of turn", { RECORD_INTERCHANGE_END, i }, GOOD_END);
	IS_BAD("middle", { RECORD_INTERCHANGE, i }, GOOD_END);
	IS_BAD("middle", { RECORD_INTERCHANGE, i }, { RECORD_MESSAGE, m },
	    GOOD_END);
}

TEST(unknown_kinds_and_other_kinds_of_worker_are_refused)
{
	IS_BAD("unknown kind", { 200, SLICE("x") }, GOOD_END);
	IS_BAD("unknown kind", { RECORD_MEMBER, SLICE("x") }, GOOD_END);
	IS_BAD("unknown kind", { RECORD_FORMAT, SLICE("x12") },
	    { RECORD_FORMAT, SLICE("x12") }, GOOD_END);
}

TEST(a_malformed_format_or_end_is_refused)
{
	IS_BAD("format", { RECORD_FORMAT, SLICE("../x") }, GOOD_END);
	IS_BAD("format", { RECORD_FORMAT, SLICE("") }, GOOD_END);
	IS_BAD("format", { RECORD_FORMAT, SLICE("abcdefghijklmnop") },
	    GOOD_END);
	IS_BAD("verdict", { FRAME_END, SLICE("") });
	IS_BAD("verdict", { FRAME_END, SLICE("\2\0") });
	IS_BAD("verdict", { FRAME_END, SLICE("\3\0") });
	IS_BAD("reason", { FRAME_END, SLICE("\1NO-END") });
	IS_BAD("reason", { FRAME_END, SLICE("\1x12\0text") });
	IS_BAD("reason", { FRAME_END, SLICE("\1X12\0te\0xt") });
	IS_BAD("reason",
	    { FRAME_END, SLICE("\1ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEF\0") });
}

/* --- archives ---------------------------------------------------------- */

static enum rc
take_name(void *ctx, struct slice name, struct err *e)
{
	(void)e;
	buf_char(ctx, '<');
	buf_add(ctx, name);
	return (RC_OK);
}

static enum rc
take_data(void *ctx, struct slice piece, struct err *e)
{
	(void)e;
	buf_char(ctx, '=');
	buf_add(ctx, piece);
	return (RC_OK);
}

static enum rc
take_end(void *ctx, struct err *e)
{
	(void)e;
	buf_char(ctx, '>');
	return (RC_OK);
}

static const struct worker_limits small = { .max_member = 10,
	.max_total = 15,
	.max_members = 2,
	.max_ratio = 10 };

/* What the supervisor makes of these frames, as text. */
static enum rc
read_archive(int fd, struct buf *told, struct parse_end *end, struct err *e)
{
	struct archive_sink sink = { told, take_name, take_data, take_end,
		NULL };
	struct frame_in in;
	enum rc rc;

	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	frame_in_init(&in, fd, 1000);
	rc = record_read_archive(&in, &small, &sink, end, e);
	frame_in_free(&in);
	assert_int_equal(close(fd), 0);
	return (rc);
}

static void
archive_is(const struct piece *p, size_t n, const char *want, enum rc rc)
{
	struct err e = ERR_INIT;
	struct parse_end end;
	struct frame_out out;
	struct buf told;
	int fd = memory_file();

	buf_init(&told, 1000);
	frame_out_init(&out, fd);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(frame_put(&out, p[i].type, p[i].body, &e),
		    RC_OK);
	assert_int_equal(frame_flush(&out, &e), RC_OK);
	frame_out_free(&out);
	assert_int_equal(read_archive(fd, &told, &end, &e), rc);
	assert_string_equal(told.p, want);
	if (rc == RC_FATAL)
		assert_string_equal(e.code, "RECORD-BAD");
	buf_free(&told);
}
#define ARCHIVE_IS(want, rc, ...) \
	do { \
		const struct piece p_[] = { __VA_ARGS__ }; \
		archive_is(p_, sizeof(p_) / sizeof(p_[0]), (want), (rc)); \
	} while (0)
/* clang-format off */
#define M(s) { RECORD_MEMBER, SLICE(s) }
#define D(s) { RECORD_DATA, SLICE(s) }
#define E { RECORD_MEMBER_END, SLICE_NONE }
/* clang-format on */

TEST(members_come_through)
{
	ARCHIVE_IS("<../a=1=2><b>", RC_OK, M("../a"), D("1"), D("2"), E, M("b"),
	    E, GOOD_END);
	ARCHIVE_IS("<a=1", RC_OK, M("a"), D("1"),
	    { RECORD_PROBLEM, SLICE("cut") },
	    { FRAME_END, SLICE("\1FILE-ARCHIVE\0cut") });
	ARCHIVE_IS("<a=1", RC_RETRY, M("a"), D("1"));
}

TEST(a_worker_that_gives_too_much_is_refused)
{
	ARCHIVE_IS("<a", RC_FATAL, M("a"), D("12345678901"), E, GOOD_END);
	ARCHIVE_IS("<a=1234567890><b", RC_FATAL, M("a"), D("1234567890"), E,
	    M("b"), D("123456"), E, GOOD_END);
	ARCHIVE_IS("<a><b>", RC_FATAL, M("a"), E, M("b"), E, M("c"), E,
	    GOOD_END);
}

TEST(pieces_out_of_turn_are_refused)
{
	ARCHIVE_IS("", RC_FATAL, D("x"), GOOD_END);
	ARCHIVE_IS("", RC_FATAL, E, GOOD_END);
	ARCHIVE_IS("", RC_FATAL, M(""), GOOD_END);
	ARCHIVE_IS("<a", RC_FATAL, M("a"), M("b"), GOOD_END);
	ARCHIVE_IS("<a", RC_FATAL, M("a"), GOOD_END);
	ARCHIVE_IS("", RC_FATAL, { RECORD_PROBLEM, SLICE("x") }, GOOD_END);
	ARCHIVE_IS("", RC_FATAL, { RECORD_PROBLEM, SLICE("x") }, M("a"),
	    GOOD_END);
	ARCHIVE_IS("", RC_FATAL, { RECORD_ORDER, SLICE("x") }, GOOD_END);
}

UNIT_MAIN(RUN(reading_gives_what_was_written), RUN(the_verdict_comes_through),
    RUN(what_the_sink_returns_ends_the_reading),
    RUN(a_story_that_is_cut_anywhere_says_that_the_worker_died),
    RUN(damaged_bytes_are_refused_or_read_and_never_worse),
    RUN(an_empty_story_is_fine), RUN(objects_out_of_turn_are_refused),
    RUN(unknown_kinds_and_other_kinds_of_worker_are_refused),
    RUN(a_malformed_format_or_end_is_refused), RUN(members_come_through),
    RUN(a_worker_that_gives_too_much_is_refused),
    RUN(pieces_out_of_turn_are_refused))
