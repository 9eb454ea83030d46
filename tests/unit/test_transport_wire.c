/*
 * SFTP packets, whole, cut and lying.
 */
#include "transport/internal.h"
#include "transport/sftp_wire.h"
#include "tests/unit/unit.h"

static void
name_entry(struct buf *b, struct slice name, struct slice listed)
{
	wire_put_string(b, name);
	wire_put_string(b, listed);
	wire_put_u32(b, 0x1 | 0x4 | 0x8);
	wire_put_u64(b, 1234);
	wire_put_u32(b, 0100644);
	wire_put_u32(b, 1);
	wire_put_u32(b, 1700000000);
}

static struct slice
body(const struct buf *b)
{
	return (slice_sub(buf_slice(b), 4, b->n));
}

TEST(a_written_packet_says_its_length)
{
	struct buf b;
	size_t mark;

	buf_init(&b, 1000);
	buf_text(&b, "before");
	mark = wire_begin(&b, WIRE_OPEN);
	wire_put_u32(&b, 7);
	wire_put_string(&b, SLICE("name"));
	wire_end(&b, mark);
	assert_memory_equal(b.p, "before\0\0\0\15\3\0\0\0\7\0\0\0\4name", 23);
	buf_free(&b);
}

TEST(a_list_of_names_is_read)
{
	struct remote_file f;
	struct reply r;
	struct buf b;
	size_t mark;

	buf_init(&b, 1000);
	mark = wire_begin(&b, WIRE_NAME);
	wire_put_u32(&b, 9);
	wire_put_u32(&b, 2);
	name_entry(&b, SLICE("a.edi"), SLICE("-rw-"));
	name_entry(&b, SLICE("../b"), SLICE("-rw-"));
	wire_end(&b, mark);
	assert_true(wire_reply(body(&b), &r));
	assert_int_equal(r.id, 9);
	assert_int_equal(r.count, 2);
	assert_true(wire_name(&r.rest, &f));
	assert_true(slice_is(f.name, "a.edi") && f.regular && f.usable);
	assert_int_equal(f.size, 1234);
	assert_int_equal(f.mtime, 1700000000);
	assert_true(wire_name(&r.rest, &f));
	assert_false(f.usable);
	assert_false(wire_name(&r.rest, &f));
	buf_free(&b);
}

/* Every shorter packet is either refused or read within its bounds, which
 * the sanitizers watch: each try has memory of exactly its size. */
TEST(a_packet_cut_anywhere_is_never_read_past_its_end)
{
	static const enum wire_type types[] = { WIRE_STATUS, WIRE_HANDLE,
		WIRE_DATA, WIRE_NAME, WIRE_ATTRS, WIRE_EXTENDED_REPLY };
	struct remote_file f;
	struct reply r;
	struct buf b;
	size_t i, n, mark, names;
	char *exact;

	buf_init(&b, 1000);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		buf_reset(&b);
		mark = wire_begin(&b, types[i]);
		wire_put_u32(&b, 9);
		wire_put_u32(&b, 5);
		name_entry(&b, SLICE("a.edi"), SLICE("-rw-"));
		name_entry(&b, SLICE("b"), SLICE("-"));
		wire_end(&b, mark);
		for (n = 0; n <= body(&b).n; n++) {
			exact = malloc(n + 1);
			assert_non_null(exact);
			memcpy(exact + 1, body(&b).p, n);
			names = 0;
			if (wire_reply((struct slice){ exact + 1, n }, &r))
				while (r.type == WIRE_NAME &&
				    wire_name(&r.rest, &f))
					names++;
			assert_true(names <= 2);
			free(exact);
		}
	}
	buf_free(&b);
}

TEST(lengths_that_lie_are_refused)
{
	struct reply r;
	struct wire_reader reader;

	assert_false(wire_reply(SLICE("g\0\0\0\1\xff\xff\xff\xff"), &r));
	assert_false(wire_reply(SLICE("h\0\0\0\1\0"), &r));
	assert_false(wire_reply(SLICE(""), &r));
	assert_false(wire_reply(SLICE("\x01\0\0\0\3"), &r));
	/* 4,294,967,295 extended attributes */
	assert_false(
	    wire_reply(SLICE("i\0\0\0\1\x80\0\0\0\xff\xff\xff\xff"), &r));
	reader = (struct wire_reader){ "\0\0\0\5abc", 7, false };
	assert_int_equal(wire_string(&reader).n, 0);
	assert_true(reader.bad);
	assert_int_equal(wire_u32(&reader), 0);
}

TEST(a_status_without_text_is_a_status)
{
	struct reply r;

	assert_true(wire_reply(SLICE("e\0\0\0\1\0\0\0\2"), &r));
	assert_int_equal(r.status, STATUS_NO_SUCH_FILE);
	assert_int_equal(r.text.n, 0);
}

TEST(names_are_shown_escaped_and_cut)
{
	char shown[NAME_SHOWN], big[5000];

	assert_string_equal(name_shown(SLICE("a\nb\x1b"), shown),
	    "a\\x0ab\\x1b");
	memset(big, '\x01', sizeof(big));
	assert_true(strlen(name_shown((struct slice){ big, sizeof(big) },
			shown)) < NAME_SHOWN);
	memset(big, 'n', sizeof(big));
	assert_false(name_usable((struct slice){ big, 1025 }));
	assert_true(name_usable((struct slice){ big, 1024 }));
	assert_true(name_uploadable((struct slice){ big, 249 }));
	assert_false(name_uploadable((struct slice){ big, 250 }));
}

UNIT_MAIN(RUN(a_written_packet_says_its_length), RUN(a_list_of_names_is_read),
    RUN(a_packet_cut_anywhere_is_never_read_past_its_end),
    RUN(lengths_that_lie_are_refused), RUN(a_status_without_text_is_a_status),
    RUN(names_are_shown_escaped_and_cut))
