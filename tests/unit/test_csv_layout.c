/* CSV in layouts that were agreed with a partner. */
#include "base/csv.h"
#include "tests/unit/says.h"

#define T(text) \
	{ \
		(text), sizeof(text) - 1 \
	}
static struct text_item words[] = { { T("doos = XBX") }, { T("stuks=C62") },
	{ T("St\xc3\xbc"
	    "ck = C62") } };
static struct csv_map maps[] = {
	{ .columns = { .po_number = T("Bestellnr"),
	      .customer = T("Klant"),
	      .requested_on = T("Leverdatum"),
	      .seller_item = T("Artikel"),
	      .quantity = T("Aantal"),
	      .unit = T("Eenheid"),
	      .price = T("Prijs") },
	    .delimiter = T(";"),
	    .decimal = T(","),
	    .date = T("D-M-YYYY"),
	    .encoding = T("windows-1252"),
	    .header = true,
	    .units = { words, 3, 3 } },
	{ .columns = { .po_number = T("1"),
	      .requested_on = T("2"),
	      .seller_item = T("3"),
	      .quantity = T("4") },
	    .delimiter = T("|"),
	    .date = T("YYYYMMDD"),
	    .header = false },
	{ .columns = { .shipment = T("Lieferschein"),
	      .order = T("Auftrag"),
	      .line = T("Pos"),
	      .quantity = T("Menge"),
	      .shipped_at = T("Versand"),
	      .carrier = T("Tr\xc3\xa4ger"),
	      .final = T("Letzte") },
	    .decimal = T(","),
	    .date = T("DD.MM.YYYY"),
	    .encoding = T("iso-8859-1"),
	    .header = true },
	{ .columns = { .po_number = T("Order"),
	      .ordered_on = T("Day"),
	      .price = T("Price each"),
	      .seller_item = T("Sku"),
	      .quantity = T("Qty") },
	    .delimiter = T(";"),
	    .date = T("DD-MMM-YY"),
	    .header = true,
	    .po_once = true },
};
static const struct parse_options agreed = { .csv = { maps, 4, 4 } };
static struct golden g = { .parser = &csv_parser, .options = &agreed };

TEST(every_sample_reads_as_expected)
{
	golden_folder(&g, "samples/csv_layout");
	assert_int_equal(g.failed, 0);
}

TEST(what_was_agreed_survives_the_way_to_the_worker)
{
	struct arena a = ARENA_INIT;
	struct parse_options back;
	struct err e = ERR_INIT;
	struct csv_map *m;
	struct buf b;

	buf_init(&b, 1 << 20);
	shape_encode(&parse_options_shape, &agreed, &b);
	assert_int_equal(
	    shape_decode(&parse_options_shape, buf_slice(&b), &a, &back, &e),
	    RC_OK);
	assert_int_equal(back.csv.n, 4);
	m = LIST_AT(&back.csv, struct csv_map, 1);
	assert_false(m->header);
	assert_true(slice_is(csv_map_column(m, "quantity"), "4"));
	assert_int_equal(csv_map_column(m, "price").n, 0);
	assert_int_equal(csv_map_column(m, "nonsense").n, 0);
	buf_free(&b);
	arena_free(&a);
}

TEST(words_of_units_alone_are_no_layout)
{
	struct csv_map units = { .header = true, .units = { words, 3, 3 } };
	const struct parse_options o = { .csv = { &units, 1, 1 } };
	struct golden own = { .parser = &csv_parser, .options = &o };
	const struct slice head = SLICE("Bestellnr;Artikel;Aantal\n");

	assert_null(parser_for(head, &o));
	assert_int_equal(golden_parse(&own, head), RC_REJECT);
	assert_int_equal(
	    golden_parse(&own,
		SLICE("po_number,gtin,quantity,unit\nA,1,1,Doos\n")),
	    RC_OK);
	assert_non_null(memmem(own.out.p, own.out.n, "\"unit\":\"XBX\"", 12));
	golden_free(&own);
}

TEST(a_word_of_a_unit_is_written_with_its_code)
{
	static const struct {
		const char *row, *word, *code;
	} rows[] = {
		{ "doos = XBX", "doos", "XBX" },
		{ " caixa c/ 12 =XCX ", "caixa c/ 12", "XCX" },
		{ "a=b = C62", "a=b", "C62" },
		{ "doos", "", "" },
		{ "doos = xbx", "", "" },
		{ "doos = XBXX", "", "" },
		{ "doos =", "", "" },
		{ "= C62", "", "" },
	};
	struct slice word, code;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (csv_unit_row(slice_of(rows[i].row), &word, &code)) {
			assert_true(slice_is(word, rows[i].word));
			assert_true(slice_is(code, rows[i].code));
		} else
			assert_string_equal(rows[i].code, "");
}

TEST(a_file_of_the_partners_own_columns_is_known_by_the_agreement_alone)
{
	const struct slice head = SLICE("Bestellnr;Artikel;Aantal\n");

	assert_null(parser_for(head, NULL));
	assert_ptr_equal(parser_for(head, &agreed), &csv_parser);
	assert_ptr_equal(parser_for(SLICE("ISA*00*"), &agreed), &x12_parser);
}

/* Each kind's columns can be agreed on. */
TEST(every_column_has_a_name_in_a_layout)
{
	static const char *const files[] = {
		"po_number,release,customer,ship_to,ordered_on,requested_on,"
		"currency,line,seller_item,buyer_item,gtin,quantity,unit,price,"
		"repeat\n",
		"shipment,order,line,sku,quantity,unit,shipped_at,carrier,"
		"tracking,sscc,pallet,final\n",
	};

	for (size_t i = 0; i < 2; i++) {
		struct slice rest = slice_of(files[i]), name;
		size_t n = 0;
		bool more = true;

		for (rest.n--; more; n++) {
			size_t k = 0;

			more = slice_cut(rest, ',', &name, &rest);
			while (k < csv_columns_shape.n &&
			    !slice_is(name, csv_columns_shape.fields[k].name))
				k++;
			assert_in_range(k, 0, csv_columns_shape.n - 1);
		}
		assert_int_equal(n, i == 0 ? 15 : 12);
	}
}

TEST(dates_are_read_in_the_form_that_was_agreed)
{
	static const struct {
		const char *form, *text, *iso;
	} rows[] = {
		{ "DD-MM-YYYY", "01-12-2026", "2026-12-01" },
		{ "DD-MM-YYYY", "1-12-2026", "" },
		{ "DD-MM-YYYY", "31-02-2026", "" },
		{ "D-M-YYYY", "1-2-2026", "2026-02-01" },
		{ "D-M-YYYY", "01-02-2026", "2026-02-01" },
		{ "M/D/YYYY", "2/29/2028", "2028-02-29" },
		{ "M/D/YYYY", "2/29/2027", "" },
		{ "YYYYMMDD", "20261201", "2026-12-01" },
		{ "YYYYMMDD", "2026120", "" },
		{ "YYYY.MM.DD", "2026.12.01 ", "" },
		{ "YYYY.MM.DD", "0000.00.00", "" },
		{ "DD-MMM-YY", "21-NOV-26", "2026-11-21" },
		{ "DD-MMM-YY", "21-nov-2026", "" },
		{ "DD-MMM-YY", "21-Nox-26", "" },
		{ "DD-MMM-YY", "21-No", "" },
		{ "D/M/YY", "1/2/00", "2000-02-01" },
	};
	char text[11];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		day d = csv_date_parse(slice_of(rows[i].form),
		    slice_of(rows[i].text));

		assert_string_equal(d == DAY_NONE ? "" : day_text(d, text),
		    rows[i].iso);
	}
}

TEST(a_form_of_dates_names_year_month_and_day_once)
{
	static const char *const good[] = { "DD-MM-YYYY", "YYYYMMDD",
		"M/D/YYYY", "DD-MMM-YY" };
	static const char *const bad[] = { "", "DD-MM-Y", "DD-MMMM-YYYY",
		"DD-MM", "YYYY-DDD", "YYYY-MM-DD HH", "dd-mm-yyyy",
		"DD-DD-YYYY", "1D-MM-YYYY" };

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(csv_date_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(csv_date_valid(slice_of(bad[i])));
}

/* The bytes are named where they lie in the file, not where they would in
 * UTF-8. */
TEST(places_are_those_of_the_file_whatever_its_characters)
{
	parse_text("Bestellnr;Artikel;Aantal\n\xe9\xe9;LED;x\n");
	assert_true(says("\"code\":\"CSV-NUMBER\",\"severity\":\"error\","
			 "\"offset\":32,\"length\":1"));
	assert_true(says("\"po_number\":\"\xc3\xa9\xc3\xa9\""));
}

TEST(numbers_are_read_by_the_agreed_sign_only)
{
	parse_text("Bestellnr;Artikel;Aantal\n1;LED;1,5\n");
	assert_true(says("\"quantity\":\"1.5\""));
	parse_text("Bestellnr;Artikel;Aantal\n1;LED;1.5\n");
	assert_true(says("CSV-NUMBER"));
	parse_text("Bestellnr;Artikel;Aantal\n1;LED;1.500,0\n");
	assert_true(says("\"quantity\":\"1500\""));
	parse_text("Bestellnr;Artikel;Aantal\n1;LED;1,500.0\n");
	assert_true(says("CSV-NUMBER"));
}

TEST(a_time_may_stand_behind_a_day)
{
	static const char *const good[] = { "21-11-2026 14:05",
		"21-11-2026 2:05:33 PM", "21-11-2026T14:05:33Z",
		"21-11-2026 10:15:00 -0400" };
	static const char *const bad[] = { "21-11-2026 14", "21-11-2026 x",
		"21-11-2026 14:05 and more", "21-11-2026 T", "14:05",
		" 14:05" };
	char text[200];

	for (size_t i = 0; i < 10; i++) {
		(void)snprintf(text, sizeof(text),
		    "Bestellnr;Artikel;Aantal;Leverdatum\n1;LED;1;%s\n",
		    i < 4 ? good[i] : bad[i - 4]);
		parse_text(text);
		assert_int_equal(g.errors, i >= 4);
	}
}

TEST(other_columns_of_the_partner_are_no_fault)
{
	parse_text("Foo;Bestellnr;Bar;Artikel;Aantal\n?;1;?;LED;3\n");
	assert_int_equal(g.errors, 0);
	assert_int_equal(g.orders, 1);
}

/* Dozens would be taken for pieces in silence. */
TEST(an_agreed_column_that_is_not_there_is_told)
{
	parse_text("Bestellnr;Klant;Leverdatum;Artikel;Aantal;Einheid;Prijs\n"
		   "1;kiosk;1-12-2026;LED;3;doos;1,84\n");
	assert_int_equal(g.errors, 0);
	assert_int_equal(g.findings, 1);
	assert_true(says("the agreed column Eenheid is not there"));
	parse_text("B-7|20261201|LED-8W|10\n");
	assert_int_equal(g.findings, 0);
}

TEST(our_own_header_does_not_stand_below_theirs)
{
	parse_text("Bestellnr;Artikel;Aantal\n1;LED;3\n"
		   "po_number;seller_item;quantity\n2;LED;4\n");
	assert_int_equal(g.orders, 1);
	assert_true(says("CSV-HEADER-OTHER"));
}

TEST(a_name_in_the_header_may_be_broken_and_spaced)
{
	static const struct {
		const char *name;
		bool same;
	} rows[] = {
		{ "\"Aantal\n\"", true },
		{ " Aantal\xa0", true },
		{ "AANTAL", true },
		{ "Aan tal", false },
		{ "Aanta", false },
		{ "Aantallen", false },
		{ "Aantal x", false },
	};
	char text[200];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)snprintf(text, sizeof(text),
		    "Bestellnr;Artikel;%s\n1;LED;3\n", rows[i].name);
		parse_text(text);
		assert_int_equal(g.orders, rows[i].same);
	}
	parse_text("\"price\r\n each\";Order;Sku;Qty\n1.60;1;LED;3\n");
	assert_true(says("\"price\":\"1.6\""));
}

TEST(a_missing_column_is_named_as_it_was_agreed)
{
	parse_text("Bestellnr;Artikel\n1;LED\n");
	assert_true(says("the agreed column Aantal is not there"));
}

/* What was agreed of numbers, dates and rows counts, whoever's names they are;
 * of two agreements that fit, the one that asks for less. */
TEST(an_agreement_in_our_own_names_is_one)
{
	static struct csv_map ours[] = {
		{ .columns = { .po_number = T("po_number"),
		      .seller_item = T("seller_item"),
		      .quantity = T("quantity"),
		      .price = T("price") },
		    .decimal = T("."),
		    .header = true },
		{ .columns = { .po_number = T("po_number"),
		      .seller_item = T("seller_item"),
		      .quantity = T("quantity") },
		    .decimal = T(","),
		    .header = true,
		    .po_once = true },
	};
	static const struct parse_options o = { .csv = { ours, 2, 2 } };
	struct golden own = { .parser = &csv_parser, .options = &o };

	(void)golden_parse(&own,
	    SLICE("po_number;seller_item;quantity\nA;LED;1,500\n;LED;2,5\n"));
	assert_int_equal(own.errors, 0);
	assert_int_equal(own.orders, 1);
	assert_non_null(memmem(own.out.p, own.out.n, "\"1.5\"", 5));
	golden_free(&own);
}

/* Shops write everything they know of a sale. */
TEST(an_export_of_many_columns_is_read)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	buf_text(&b, "Bestellnr;Artikel");
	for (int i = 0; i < CSV_FIELDS_MAX - 3; i++)
		buf_printf(&b, ";Field %d", i);
	buf_text(&b, ";Aantal\n1;LED");
	for (int i = 0; i < CSV_FIELDS_MAX - 3; i++)
		buf_text(&b, ";x");
	buf_text(&b, ";3\n");
	(void)golden_parse(&g, buf_slice(&b));
	assert_int_equal(g.errors, 0);
	assert_true(says("\"quantity\":\"3\""));
	buf_free(&b);
}

UNIT_MAIN(RUN(an_agreement_in_our_own_names_is_one),
    RUN(an_export_of_many_columns_is_read), RUN(every_sample_reads_as_expected),
    RUN(what_was_agreed_survives_the_way_to_the_worker),
    RUN(words_of_units_alone_are_no_layout),
    RUN(a_word_of_a_unit_is_written_with_its_code),
    RUN(a_file_of_the_partners_own_columns_is_known_by_the_agreement_alone),
    RUN(an_agreed_column_that_is_not_there_is_told),
    RUN(our_own_header_does_not_stand_below_theirs),
    RUN(every_column_has_a_name_in_a_layout),
    RUN(dates_are_read_in_the_form_that_was_agreed),
    RUN(a_form_of_dates_names_year_month_and_day_once),
    RUN(places_are_those_of_the_file_whatever_its_characters),
    RUN(numbers_are_read_by_the_agreed_sign_only),
    RUN(a_time_may_stand_behind_a_day),
    RUN(other_columns_of_the_partner_are_no_fault),
    RUN(a_name_in_the_header_may_be_broken_and_spaced),
    RUN(a_missing_column_is_named_as_it_was_agreed))
