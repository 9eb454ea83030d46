/* base/csv: strict rows, faults with their place, no byte lost. */
#include "tests/unit/unit.h"
#include "base/buf.h"
#include "base/csv.h"

/* One line a row: number@line:offset+length [field][field] or a fault. */
static const char *
rows(const char *text, size_t n, char delimiter)
{
	static struct buf out;
	struct arena a = ARENA_INIT;
	struct csv_reader r;
	struct csv_row row;

	buf_free(&out);
	buf_init(&out, 1 << 20);
	csv_init(&r, (struct slice){ text, n }, delimiter);
	while (csv_next_row(&r, &a, &row)) {
		buf_printf(&out, "%d@%d:%d+%d", (int)row.number, (int)row.line,
		    (int)row.offset, (int)row.length);
		if (row.fault != CSV_FINE)
			buf_printf(&out, " fault %d at %d line %d",
			    (int)row.fault, (int)row.fault_offset,
			    (int)row.fault_line);
		for (size_t i = 0; i < row.n; i++) {
			buf_text(&out, " [");
			buf_add(&out, row.fields[i].text);
			buf_text(&out, row.fields[i].quoted ? "]q" : "]");
		}
		buf_char(&out, '\n');
	}
	arena_free(&a);
	return (out.p);
}

#define ROWS(lit) rows((lit), sizeof(lit) - 1, ',')

TEST(plain_rows_keep_every_byte)
{
	assert_string_equal(ROWS("a,b\n c ,\n"),
	    "1@1:0+3 [a] [b]\n2@2:4+4 [ c ] []\n");
	assert_string_equal(ROWS("a,b\r\nc,d"),
	    "1@1:0+3 [a] [b]\n2@2:5+3 [c] [d]\n");
}

TEST(quotes_hold_delimiters_line_ends_and_doubled_quotes)
{
	assert_string_equal(ROWS("\"a,b\",\"c\nd\"\n\"say \"\"hi\"\"\",\"\"\n"),
	    "1@1:0+11 [a,b]q [c\nd]q\n2@3:12+15 [say \"hi\"]q []q\n");
}

TEST(empty_lines_count_and_a_byte_order_mark_is_skipped)
{
	assert_string_equal(ROWS("\xef\xbb\xbf\n\r\na\n\n\nb\n\n"),
	    "3@3:6+1 [a]\n6@6:10+1 [b]\n");
	assert_string_equal(ROWS(""), "");
	assert_string_equal(ROWS("\xef\xbb\xbf"), "");
	assert_string_equal(ROWS("\n\n"), "");
}

TEST(a_fault_names_its_byte_and_the_next_row_is_read)
{
	assert_string_equal(ROWS("a\"b,c\nd\n"),
	    "1@1:0+5 fault 1 at 1 line 1\n2@2:6+1 [d]\n");
	assert_string_equal(ROWS("x\n\"a\"b,c\nd\n"),
	    "1@1:0+1 [x]\n2@2:2+6 fault 2 at 5 line 2\n3@3:9+1 [d]\n");
	assert_string_equal(ROWS("a\rb\nc\n"),
	    "1@1:0+3 fault 4 at 1 line 1\n2@2:4+1 [c]\n");
	assert_string_equal(ROWS("a\0b\nc\n"),
	    "1@1:0+3 fault 5 at 1 line 1\n2@2:4+1 [c]\n");
}

TEST(a_carriage_return_at_the_very_end_is_a_fault)
{
	assert_string_equal(ROWS("a\r"), "1@1:0+2 fault 4 at 1 line 1\n");
	assert_string_equal(ROWS("\r"), "1@1:0+1 fault 4 at 0 line 1\n");
}

TEST(an_unclosed_quote_ends_the_file_and_is_named_where_it_opens)
{
	assert_string_equal(ROWS("a\nb,\"c\nd\ne\n"),
	    "1@1:0+1 [a]\n2@2:2+9 fault 3 at 4 line 2\n");
	assert_string_equal(ROWS("\""), "1@1:0+1 fault 3 at 0 line 1\n");
	assert_string_equal(ROWS("\"\"\""), "1@1:0+3 fault 3 at 0 line 1\n");
}

TEST(a_delimiter_at_the_end_means_one_more_empty_field)
{
	assert_string_equal(ROWS("a,"), "1@1:0+2 [a] []\n");
	assert_string_equal(ROWS(",,"), "1@1:0+2 [] [] []\n");
	assert_string_equal(rows("a;b,c", 5, ';'), "1@1:0+5 [a] [b,c]\n");
}

TEST(limits_hold_and_lines_stay_counted)
{
	struct arena a = ARENA_INIT;
	struct csv_reader r;
	struct csv_row row;

	csv_init(&r, SLICE("1,2,3\n1,2\nabcdef\n\"abc\ndef\"\nz"), ',');
	r.max_fields = 2;
	r.max_field = 5;
	assert_true(csv_next_row(&r, &a, &row));
	assert_int_equal(row.fault, CSV_FIELDS);
	assert_true(csv_next_row(&r, &a, &row));
	assert_int_equal(row.n, 2);
	assert_true(csv_next_row(&r, &a, &row));
	assert_int_equal(row.fault, CSV_FIELD_SIZE);
	assert_true(csv_next_row(&r, &a, &row));
	assert_int_equal(row.fault, CSV_FIELD_SIZE);
	assert_true(csv_next_row(&r, &a, &row));
	assert_int_equal(row.line, 6);
	assert_int_equal(row.fault, CSV_FINE);
	assert_false(csv_next_row(&r, &a, &row));
	arena_free(&a);
}

TEST(more_columns_than_the_reader_holds_is_a_fault)
{
	char wide[CSV_FIELDS_MAX + 1];

	memset(wide, ',', sizeof(wide));
	wide[sizeof(wide) - 1] = '\n';
	assert_non_null(strstr(rows(wide, sizeof(wide), ','), "fault 6"));
	wide[0] = '\n';
	assert_null(strstr(rows(wide, sizeof(wide), ','), "fault"));
}

TEST(the_delimiter_is_the_one_the_first_line_uses)
{
	assert_int_equal(csv_delimiter(SLICE("a;b;c,d\n1,2,3")), ';');
	assert_int_equal(csv_delimiter(SLICE("a\tb\n")), '\t');
	assert_int_equal(csv_delimiter(SLICE("\"a;b;c\",d\n")), ',');
	assert_int_equal(csv_delimiter(SLICE("sku")), ',');
	assert_int_equal(csv_delimiter(SLICE("")), ',');
	assert_int_equal(csv_delimiter(SLICE("\xef\xbb\xbf"
					     "a|b")),
	    '|');
}

/* Whatever the bytes: rows lie one behind the other, inside the data, and a
 * row without fault has a field. */
TEST(random_bytes_are_read_to_the_end_in_order)
{
	static const char alphabet[] = "a\"\",\n\r;\0";
	uint32_t seed = 1;

	for (int round = 0; round < 20000; round++) {
		struct arena a = ARENA_INIT;
		struct csv_reader r;
		struct csv_row row;
		char text[24];
		int64_t end = 0, number = 0;

		for (size_t i = 0; i < sizeof(text); i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] =
			    alphabet[(seed >> 24) % (sizeof(alphabet) - 1)];
		}
		csv_init(&r, (struct slice){ text, sizeof(text) }, ',');
		while (csv_next_row(&r, &a, &row)) {
			assert_true(row.offset >= end);
			assert_true(row.number > number);
			number = row.number;
			assert_true(row.length > 0);
			end = row.offset + row.length;
			assert_true(end <= (int64_t)sizeof(text));
			assert_true((row.fault == CSV_FINE) == (row.n > 0));
		}
		arena_free(&a);
	}
}

UNIT_MAIN(RUN(plain_rows_keep_every_byte),
    RUN(quotes_hold_delimiters_line_ends_and_doubled_quotes),
    RUN(empty_lines_count_and_a_byte_order_mark_is_skipped),
    RUN(a_fault_names_its_byte_and_the_next_row_is_read),
    RUN(a_carriage_return_at_the_very_end_is_a_fault),
    RUN(an_unclosed_quote_ends_the_file_and_is_named_where_it_opens),
    RUN(a_delimiter_at_the_end_means_one_more_empty_field),
    RUN(limits_hold_and_lines_stay_counted),
    RUN(more_columns_than_the_reader_holds_is_a_fault),
    RUN(the_delimiter_is_the_one_the_first_line_uses),
    RUN(random_bytes_are_read_to_the_end_in_order))
