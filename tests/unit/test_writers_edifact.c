/*
 * The EDIFACT writers: whole documents byte by byte, repertoires, what they do
 * with missing, hostile and too long input, random documents read back.
 */
#include "tests/unit/answers.h"
#include "tests/unit/written.h"

#define GLN_US "7300070011115"
#define GLN_THEM "7300010000001"

/* --- material ------------------------------------------------------------ */

static struct answer_head
a_head(const char *syntax, const char *version)
{
	return ((struct answer_head){ .id = SLICE("OR-7K3QX42M9ACD0R2F"),
	    .issued = ISSUED,
	    .from = { .id_scheme = SLICE("0088"),
		.id = SLICE(GLN_US),
		.name = SLICE("Lampen & Co") },
	    .to = { .endpoint_scheme = SLICE("0088"),
		.endpoint = SLICE(GLN_THEM),
		.name = SLICE("ACME BV") },
	    .native = { .version = slice_of(version),
		.syntax = slice_of(syntax),
		.from = { SLICE("14"), SLICE(GLN_US), SLICE_NONE },
		.to = { SLICE("14"), SLICE(GLN_THEM), SLICE_NONE },
		.interchange_control = 42,
		.group_control = 7,
		.message_control = 1 } });
}

static struct order_answer
an_answer(const char *code)
{
	return (answer_to(a_head("UNOC:3", "D:96A:UN:EAN005"), code));
}

static struct answer_line *
a_line(struct order_answer *a, const char *id, enum answer_line_status status)
{
	return (answer_line(a, id, status, "C62"));
}

static struct despatch_answer
a_despatch(void)
{
	return (despatch_of(a_head("UNOC:3", "D:96A:UN:EAN005")));
}

static struct despatch_line *
a_parcel(struct despatch_answer *d, const char *line, int64_t n,
    const char *sscc)
{
	struct despatch_line *l = despatch_line(d, line, n, sscc);

	l->gtin = SLICE(GTIN);
	l->unit = SLICE("C62");
	return (l);
}

static struct technical_answer
a_technical(const char *syntax)
{
	return ((struct technical_answer){ .head = a_head(syntax, "D:96A:UN"),
	    .interchange_control = SLICE("REF905"),
	    .sender = SLICE("edifact:14:" GLN_THEM),
	    .receiver = SLICE("gln:" GLN_US),
	    .code = "AP" });
}

static struct answered_message *
a_message(struct technical_answer *t, const char *control, enum verdict verdict)
{
	struct answered_message *m = LIST_PUSH(&arena, &t->messages,
	    struct answered_message);

	*m = (struct answered_message){ .kind = SLICE("ORDERS"),
		.version = SLICE("D:96A:UN:EAN008"),
		.control_number = slice_of(control),
		.verdict = verdict };
	return (m);
}

static struct finding *
a_finding(struct list *l, const char *code, int64_t segment,
    const char *element)
{
	struct finding *f = LIST_PUSH(&arena, l, struct finding);

	shape_init(&finding_shape, f);
	f->code = slice_of(code);
	f->severity = SEVERITY_ERROR;
	f->segment = segment;
	f->element = slice_of(element);
	return (f);
}

/* --- expectations -------------------------------------------------------- */

#define UNB "UNA:+.? 'UNB+UNOC:3+" GLN_US ":14+" GLN_THEM ":14+261121:0200+42'"
#define UNZ "UNZ+1+42'"

static void
says(enum rc rc, const char *want)
{
	well(rc);
	if (strstr(out.p, want) == NULL)
		fprintf(stderr, "# %s\n# not in %s\n", want, out.p);
	assert_non_null(strstr(out.p, want));
	wire_good(buf_slice(&out));
	buf_reset(&out);
}

/* --- ORDRSP -------------------------------------------------------------- */

TEST(an_accepted_order_is_answered_with_all_lines)
{
	struct order_answer a = an_answer("AP");

	(void)a_line(&a, "1", ANSWER_ACCEPTED);
	wrote(write_edifact_ordrsp(&a, &out, &err),
	    UNB "UNH+1+ORDRSP:D:96A:UN:EAN005'"
		"BGM+231+OR-7K3QX42M9ACD0R2F+29+AP'DTM+137:202611210200:203'"
		"RFF+ON:PO-4711'DTM+171:20261120:102'RFF+VN:7K3Q-X42M-9A-C'"
		"NAD+BY+" GLN_THEM "::9++ACME BV'NAD+SU+" GLN_US
		"::9++Lampen & Co'CUX+2:EUR:9'"
		"LIN+1+5'PIA+5+LB-E27-8W:SA'IMD+F++:::Bulb E27'QTY+21:100:C62'"
		"QTY+113:100:C62'PRI+AAA:0.85'UNS+S'CNT+2:1'UNT+18+1'" UNZ);
}

TEST(a_changed_order_says_what_comes_when)
{
	struct order_answer a = an_answer("CA");
	struct answer_line *l = a_line(&a, "1", ANSWER_CHANGED);

	l->quantity = decimal_make(60, 0);
	l->backorder = decimal_make(40, 0);
	l->promised_on = day_of(2026, 12, 1);
	l->gtin = SLICE(GTIN);
	l->buyer_item = SLICE("B-1");
	l->price = decimal_make(85, 0);
	l->price_basis = decimal_make(100, 0);
	l = a_line(&a, "2", ANSWER_REFUSED);
	l->note = SLICE("It's 100% caf\xc3\xa9?");
	l->unit = SLICE_NONE;
	a.release_number = SLICE("R-3");
	a.customer_reference = SLICE("Shelf 4");
	a.promised_on = day_of(2026, 12, 2);
	LIST_PUSH(&arena, &a.notes, struct text_item)->text = SLICE("Hello");
	wrote(write_edifact_ordrsp(&a, &out, &err),
	    UNB
	    "UNH+1+ORDRSP:D:96A:UN:EAN005'"
	    "BGM+231+OR-7K3QX42M9ACD0R2F+30+CA'DTM+137:202611210200:203'"
	    "DTM+69:20261202:102'FTX+AAI+++Hello'RFF+ON:PO-4711'"
	    "DTM+171:20261120:102'RFF+RE:R-3'RFF+VN:7K3Q-X42M-9A-C'"
	    "RFF+CR:Shelf 4'NAD+BY+" GLN_THEM "::9++ACME BV'NAD+SU+" GLN_US
	    "::9++Lampen & Co'CUX+2:EUR:9'"
	    "LIN+1+6+" GTIN ":EN'PIA+1+LB-E27-8W:SA+B-1:IN'"
	    "IMD+F++:::Bulb E27'QTY+21:100:C62'QTY+113:60:C62'QTY+83:40:C62'"
	    "DTM+69:20261201:102'PRI+AAA:85:::100:C62'"
	    "LIN+2+7'PIA+5+LB-E27-8W:SA'IMD+F++:::Bulb E27'"
	    "FTX+LIN+++It?'s 100% caf\xe9?"
	    "?'PRI+AAA:0.85'"
	    "UNS+S'CNT+2:2'UNT+29+1'" UNZ);
}

TEST(what_became_of_an_order_is_in_bgm)
{
	static const struct {
		const char *code, *version;
		bool change;
		const char *want;
	} t[] = {
		{ "AP", "D:96A:UN", false, "+29+AP'" },
		{ "CA", "D:96A:UN", false, "+30+CA'" },
		{ "CA", "D:96A:UN", true, "+4+CA'" },
		{ "AP", "D:96A:UN", true, "+29+AP'" },
		{ "RE", "D:96A:UN", false, "+27+RE'" },
		{ "AB", "D:96A:UN", false, "+12'" },
		{ "AB", "D:01B:UN", false, "+12+AJ'" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct order_answer a = an_answer(t[i].code);

		(void)a_line(&a, "1", ANSWER_ACCEPTED);
		a.head = a_head("UNOC:3", t[i].version);
		a.change = t[i].change;
		says(write_edifact_ordrsp(&a, &out, &err), t[i].want);
	}
}

TEST(a_line_status_has_its_code)
{
	static const struct {
		const char *code;
		enum answer_line_status status;
		enum line_change change;
		unsigned differs;
		const char *want;
	} t[] = {
		{ "CA", ANSWER_ACCEPTED, CHANGE_UNSTATED, 0, "LIN+1+5'" },
		{ "CA", ANSWER_DELIVERED, CHANGE_UNSTATED, 0, "LIN+1+5'" },
		{ "CA", ANSWER_CHANGED, CHANGE_UNSTATED, 0, "LIN+1+6'" },
		{ "CA", ANSWER_REFUSED, CHANGE_UNSTATED, 0, "LIN+1+7'" },
		{ "CA", ANSWER_ADDED, CHANGE_ADD, 0, "LIN+1+1'" },
		{ "CA", ANSWER_ACCEPTED, CHANGE_DELETE, 0, "LIN+1+2'" },
		{ "CA", ANSWER_REFUSED, CHANGE_DELETE, 0, "LIN+1+7'" },
		{ "CA", ANSWER_CHANGED, CHANGE_UNSTATED, DIFFERS_HELD,
		    "LIN+1+4'" },
		{ "AB", ANSWER_ACCEPTED, CHANGE_UNSTATED, 0, "LIN+1+4'" },
		{ "RE", ANSWER_ACCEPTED, CHANGE_UNSTATED, 0, "LIN+1+7'" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct order_answer a = an_answer(t[i].code);
		struct answer_line *l = a_line(&a, "1", t[i].status);

		l->change = t[i].change;
		l->differs = t[i].differs;
		says(write_edifact_ordrsp(&a, &out, &err), t[i].want);
	}
}

TEST(a_substitute_names_what_it_replaces)
{
	struct order_answer a = an_answer("CA");
	struct answer_line *l = a_line(&a, "1", ANSWER_CHANGED);

	l->differs = DIFFERS_ITEM;
	l->gtin = SLICE(GTIN);
	l->ordered_item = SLICE("LB-E27-60W");
	says(write_edifact_ordrsp(&a, &out, &err),
	    "LIN+1+6+" GTIN ":EN'PIA+1+LB-E27-8W:SA'PIA+4+LB-E27-60W:SA'IMD");
	l->ordered_gtin = SLICE("036000291452");
	says(write_edifact_ordrsp(&a, &out, &err),
	    "'PIA+4+LB-E27-60W:SA+036000291452:UP'IMD");
	l->ordered_gtin = SLICE("036000291453"); /* bad check digit */
	says(write_edifact_ordrsp(&a, &out, &err), "'PIA+4+LB-E27-60W:SA'IMD");
}

TEST(a_change_is_named_by_its_number)
{
	struct order_answer a = an_answer("AP");

	a.change = true;
	a.change_number = SLICE("C-3");
	a.changed_on = day_of(2026, 11, 19);
	says(write_edifact_ordrsp(&a, &out, &err),
	    "'DTM+171:20261120:102'RFF+ACW:C-3'DTM+171:20261119:102'"
	    "RFF+VN:7K3Q-X42M-9A-C'");
}

TEST(line_numbers_that_do_not_fit_are_beside)
{
	struct order_answer a = an_answer("AP");

	(void)a_line(&a, "10", ANSWER_ACCEPTED);
	(void)a_line(&a, "20-A", ANSWER_ACCEPTED);
	assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
	assert_non_null(strstr(out.p, "'LIN+1+5'"));
	assert_non_null(strstr(out.p, "'RFF+LI:10'LIN+2+5'"));
	assert_non_null(strstr(out.p, "'RFF+LI:20-A'UNS+S'"));
	/* D.01B takes letters. */
	a.head = a_head("UNOC:3", "D:01B:UN:EAN009");
	buf_reset(&out);
	says(write_edifact_ordrsp(&a, &out, &err), "'LIN+20-A+5'");
}

TEST(a_directory_has_its_own_codes_and_lengths)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

	l->gtin = SLICE(GTIN);
	l->name = SLICE("A name of more than five and thirty letters");
	says(write_edifact_ordrsp(&a, &out, &err),
	    "LIN+1+5+" GTIN ":EN'PIA+1+LB-E27-8W:SA'"
	    "IMD+F++:::A name of more than five and thirty:letters'");
	a.head = a_head("UNOC:3", "D:01B:UN:EAN009");
	says(write_edifact_ordrsp(&a, &out, &err),
	    "LIN+1+5+" GTIN ":SRV'PIA+1+LB-E27-8W:SA'"
	    "IMD+F++:::A name of more than five and thirty letters'");
	l->gtin = SLICE("036000291452");
	says(write_edifact_ordrsp(&a, &out, &err), "LIN+1+5+036000291452:UP'");
	l->gtin = SLICE("036000291453"); /* bad check digit */
	says(write_edifact_ordrsp(&a, &out, &err),
	    "LIN+1+5'PIA+5+LB-E27-8W:SA'");
	l->unit = SLICE("H87");
	l->unit_code = SLICE("PCE");
	says(write_edifact_ordrsp(&a, &out, &err), "QTY+21:100:PCE'");
	l->unit_code = SLICE("KGM");
	says(write_edifact_ordrsp(&a, &out, &err), "QTY+21:100:H87'");
}

TEST(syntax_4_has_the_century_and_a_repetition)
{
	struct order_answer a = an_answer("AP");

	a.head = a_head("UNOY:4", "D:01B:UN");
	a.head.test = a.head.native.ack_wanted = true;
	a.head.to = (struct answer_party){ .name = SLICE("\xc5\x81\xc3\xb3"
							 "d\xc5\xba *") };
	a.head.from = (struct answer_party){ .id = SLICE_NONE };
	a.head.native.to.qualifier = SLICE_NONE;
	a.currency = SLICE_NONE;
	wrote(write_edifact_ordrsp(&a, &out, &err),
	    "UNA:+.?*'UNB+UNOY:4+" GLN_US ":14+" GLN_THEM
	    "+20261121:0200+42++++1++1'UNH+1+ORDRSP:D:01B:UN'"
	    "BGM+231+OR-7K3QX42M9ACD0R2F+29+AP'DTM+137:202611210200:203'"
	    "RFF+ON:PO-4711'DTM+171:20261120:102'RFF+VN:7K3Q-X42M-9A-C'"
	    "NAD+BY+++\xc5\x81\xc3\xb3"
	    "d\xc5\xba ?*'UNS+S'UNT+9+1'" UNZ);
}

TEST(a_booked_price_is_for_its_basis_too)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

	l->unit_price = decimal_make(85, 0);
	l->price_basis = decimal_make(100, 0);
	says(write_edifact_ordrsp(&a, &out, &err), "'PRI+AAA:85:::100:C62'");
}

TEST(an_older_syntax_stays_what_it_is)
{
	struct order_answer a = an_answer("AP");

	a.head = a_head("UNOB:1", "D:96A:UN");
	says(write_edifact_ordrsp(&a, &out, &err), "'UNB+UNOB:1+");
	a.head = a_head("UNOB:x", "D:96A:UN");
	says(write_edifact_ordrsp(&a, &out, &err), "'UNB+UNOB:3+");
}

TEST(a_partner_may_have_its_own_separators)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

	memcpy(a.head.native.separators, "*|,!~", 6);
	l->name = SLICE("a+b:c'd?e*f|g~h!");
	assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
	assert_int_equal(0, strncmp(out.p, "UNA|*,! ~UNB*UNOC|3*", 20));
	assert_non_null(strstr(out.p, "~IMD*F**|||a+b:c'd?e!*f!|g!~h!!~"));
	assert_non_null(strstr(out.p, "~PRI*AAA|0,85~"));
	/* A blank releases nothing: separators become blanks. */
	memcpy(a.head.native.separators, "+:. '", 6);
	buf_reset(&out);
	assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
	assert_int_equal(0, strncmp(out.p, "UNA:+.  'UNB", 12));
	assert_non_null(strstr(out.p, "'IMD+F++:::a b c d?e*f|g~h!'"));
	a.po_number = SLICE("47+11");
	buf_reset(&out);
	refused(write_edifact_ordrsp(&a, &out, &err), "WRITE-VALUE",
	    "po_number");
}

TEST(a_repertoire_keeps_what_it_has)
{
	static const struct {
		const char *syntax, *want;
	} t[] = {
		{ "UNOB:3", "IMD+F++:::Cafe 5EUR {??} ?? Lodz zz'" },
		{ "UNOC:3",
		    "IMD+F++:::Caf\xe9 5EUR {??} ?? L\xf3"
		    "dz zz'" },
		{ "UNOD:3", "IMD+F++:::Cafe 5EUR {??} ?? Lodz zz'" },
		{ "UNOY:4",
		    "IMD+F++:::Caf\xc3\xa9 5\xe2\x82\xac {\xe6\x97\xa5} ?? "
		    "\xc5\x81\xc3\xb3"
		    "d\xc5\xba zz'" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct order_answer a = an_answer("AP");

		a.head = a_head(t[i].syntax, "D:01B:UN");
		a_line(&a, "1", ANSWER_ACCEPTED)->name = SLICE(
		    "Caf\xc3\xa9 5\xe2\x82\xac {\xe6\x97\xa5} ? "
		    "\xc5\x81\xc3\xb3"
		    "d\xc5\xba zz\x01");
		says(write_edifact_ordrsp(&a, &out, &err), t[i].want);
	}
}

TEST(level_a_is_capital_letters_but_ids_stay)
{
	struct order_answer a = an_answer("AP");

	a.head = a_head("UNOA:2", "D:96A:UN");
	a.po_number = SLICE("po-4711");
	a_line(&a, "1", ANSWER_ACCEPTED)->name = SLICE("Caf\xc3\xa9 {x} #1");
	assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
	assert_non_null(strstr(out.p, "'RFF+ON:po-4711'"));
	assert_non_null(strstr(out.p, "'IMD+F++:::CAFE ??X?? ??1'"));
}

TEST(a_long_note_goes_on_in_more_texts)
{
	struct order_answer a = an_answer("AP");
	char text[801];

	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = i % 10 == 9 ? ' ' : 'x';
	text[sizeof(text) - 1] = '\0';
	LIST_PUSH(&arena, &a.notes, struct text_item)->text = slice_of(text);
	assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
	assert_non_null(strstr(out.p, "'FTX+AAI+++xxxxxxxxx xxxxxxxxx"));
	assert_non_null(strstr(strstr(out.p, "'FTX+") + 1, "'FTX+AAI+++xxx"));
}

TEST(an_answer_names_the_field_it_misses)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

#define WITHOUT(place, value, code, text) \
	do { \
		__typeof__(place) kept_ = (place); \
		(place) = (value); \
		refused(write_edifact_ordrsp(&a, &out, &err), (code), (text)); \
		(place) = kept_; \
	} while (0)
	WITHOUT(a.po_number, SLICE_NONE, "WRITE-MISSING",
	    "order response: po_number is missing");
	WITHOUT(a.po_number, SLICE("a number that has thirty-six letters"),
	    "WRITE-VALUE", "po_number");
	WITHOUT(a.code, "XX", "WRITE-VALUE", "code is none of");
	WITHOUT(a.head.id, SLICE_NONE, "WRITE-MISSING", "head.id");
	WITHOUT(a.head.native.syntax, SLICE_NONE, "WRITE-MISSING",
	    "head.native.syntax");
	WITHOUT(a.head.native.syntax, SLICE("UTF8:3"), "WRITE-VALUE",
	    "head.native.syntax");
	WITHOUT(a.head.native.version, SLICE("D:96A"), "WRITE-VALUE",
	    "head.native.version");
	WITHOUT(a.head.native.from.id, SLICE_NONE, "WRITE-MISSING",
	    "head.native.from.id");
	WITHOUT(a.head.native.to.qualifier, SLICE("QUALI"), "WRITE-VALUE",
	    "head.native.to.qualifier");
	WITHOUT(a.head.native.interchange_control, 0, "WRITE-VALUE",
	    "interchange_control");
	WITHOUT(a.head.native.message_control, 0, "WRITE-VALUE",
	    "message_control");
	WITHOUT(a.currency, SLICE("EURO"), "WRITE-VALUE", "currency");
	WITHOUT(l->order_line, SLICE_NONE, "WRITE-MISSING",
	    "lines[0].order_line");
	WITHOUT(l->unit, SLICE_NONE, "WRITE-MISSING", "lines[0].unit");
	WITHOUT(l->unit, SLICE("FOUR"), "WRITE-VALUE", "lines[0].unit");
	WITHOUT(l->quantity, decimal_make(-5, 0), "WRITE-VALUE",
	    "lines[0].quantity is negative");
	WITHOUT(l->status, (enum answer_line_status)9, "WRITE-VALUE",
	    "lines[0].status");
	WITHOUT(l->seller_item,
	    SLICE("an id that is longer than thirty-five letters"),
	    "WRITE-VALUE", "lines[0].seller_item");
	a.code = "CA";
	a.lines.n = 0;
	refused(write_edifact_ordrsp(&a, &out, &err), "WRITE-MISSING", "lines");
}

/* --- DESADV -------------------------------------------------------------- */

#define ITEM(n, q, line) \
	"LIN+" n "++" GTIN ":EN'PIA+1+LB-E27-8W:SA'IMD+F++:::Bulb E27'" \
	"QTY+12:" q ":C62'QTY+21:100:C62'RFF+ON:PO-4711:" line "'"
#define CARTON(n, up, sscc) \
	"CPS+" n "+" up "'PAC+1++CT'PCI+33E'GIN+BJ+" sscc "'"
#define ADVICE \
	UNB "UNH+1+DESADV:D:96A:UN:EAN005'BGM+351+DA-7K3QX42M9ACD0R2F+9'" \
	    "DTM+137:202611210200:203'DTM+11:202611210100:203'" \
	    "RFF+ON:PO-4711'RFF+VN:7K3Q-X42M-9A-C'RFF+SRN:S-1'" \
	    "RFF+CN:JD014600'NAD+BY+" GLN_THEM "::9++ACME BV'NAD+SU+" GLN_US \
	    "::9++Lampen & Co'" \
	    "NAD+DP+++ACME Depot+Kade 1+Utrecht++3511 AB+NL'" \
	    "TDT+20++++:::DHL'CPS+1'"

TEST(cartons_have_their_numbers_and_lines)
{
	struct despatch_answer d = a_despatch();

	(void)a_parcel(&d, "1", 60, SSCC);
	(void)a_parcel(&d, "1", 40, SSCC2);
	(void)a_parcel(&d, "2", 10, SSCC);
	wrote(write_edifact_desadv(&d, &out, &err),
	    ADVICE "PAC+2++CT'" CARTON("2", "1", SSCC) ITEM("1", "60", "1")
		ITEM("2", "10", "2") CARTON("3", "1", SSCC2)
		    ITEM("3", "40", "1") "CNT+2:3'UNT+42+1'" UNZ);
}

TEST(pallets_stand_above_cartons_and_loose_lines_beside)
{
	struct despatch_answer d = a_despatch();

	a_parcel(&d, "1", 60, SSCC)->pallet = SLICE("00" SSCC2);
	(void)a_parcel(&d, "2", 10, "");
	a_parcel(&d, "3", 7, "X-1")->pallet = SLICE("00" SSCC2);
	a_parcel(&d, "4", 8, "")->pallet = SLICE("00" SSCC2);
	wrote(write_edifact_desadv(&d, &out, &err),
	    ADVICE
	    "PAC+1++PX'PAC+2++CT'CPS+2+1'PAC+1++PX'PCI+33E'GIN+BJ+" SSCC2
	    "'" CARTON("3", "2", SSCC) ITEM("1", "60", "1") "CPS+4+2'" ITEM("2",
		"8", "4") "CPS+5+2'PAC+1++CT'PCI++X-1'" ITEM("3", "7",
		"3") "CPS+6+1'" ITEM("4", "10", "2") "CNT+2:4'UNT+54+1'" UNZ);
}

TEST(loose_lines_behind_a_carton_share_a_place)
{
	struct despatch_answer d = a_despatch();

	(void)a_parcel(&d, "1", 60, SSCC);
	for (int i = 0; i < 10001; i++)
		(void)a_parcel(&d, "2", 1, "");
	assert_int_equal(RC_OK, write_edifact_desadv(&d, &out, &err));
	assert_non_null(strstr(out.p, "'CPS+3+1'LIN+2++"));
	assert_non_null(strstr(out.p, "'CPS+4+1'LIN+10001++"));
	assert_null(strstr(out.p, "'CPS+5"));
}

TEST(what_follows_is_told_once_a_line)
{
	struct despatch_answer d = a_despatch();

	a_parcel(&d, "1", 60, SSCC)->outstanding = decimal_make(5, 0);
	a_parcel(&d, "1", 40, SSCC2)->outstanding = decimal_make(5, 0);
	a_parcel(&d, "2", 10, SSCC)->outstanding = decimal_make(7, 0);
	says(write_edifact_desadv(&d, &out, &err),
	    "QTY+12:60:C62'QTY+21:100:C62'RFF");
	says(write_edifact_desadv(&d, &out, &err),
	    "QTY+12:40:C62'QTY+21:100:C62'QTY+83:5:C62'RFF");
	says(write_edifact_desadv(&d, &out, &err),
	    "QTY+12:10:C62'QTY+21:100:C62'QTY+83:7:C62'RFF");
}

TEST(lines_without_cartons_stand_in_the_shipment)
{
	struct despatch_answer d = a_despatch();
	struct despatch_line *l;

	d.head = a_head("UNOC:3", "D:01B:UN");
	d.ship_to.name = d.ship_to.street = d.ship_to.city = SLICE_NONE;
	d.deliver_to = d.head.to;
	d.carrier = d.tracking = d.po_number = d.confirmation = SLICE_NONE;
	d.left_at = INSTANT_NONE;
	l = a_parcel(&d, "000010-A", 60, "");
	l->gtin = SLICE_NONE;
	l->note = SLICE("Release 3");
	l->release_number = SLICE("R-3");
	l->po_date = day_of(2026, 11, 20);
	l->outstanding = decimal_make(40, 0);
	wrote(write_edifact_desadv(&d, &out, &err),
	    UNB
	    "UNH+1+DESADV:D:01B:UN'BGM+351+OR-7K3QX42M9ACD0R2F+9'"
	    "DTM+137:202611210200:203'RFF+SRN:S-1'NAD+BY+" GLN_THEM
	    "::9++ACME BV'NAD+SU+" GLN_US "::9++Lampen & Co'NAD+DP+" GLN_THEM
	    "::9++ACME BV'CPS+1'LIN+1'PIA+5+LB-E27-8W:SA'IMD+F++:::Bulb E27'"
	    "QTY+12:60:C62'QTY+21:100:C62'QTY+83:40:C62'FTX+LIN+++Release 3'"
	    "RFF+ON:PO-4711'DTM+171:20261120:102'RFF+LI:000010-A'RFF+RE:R-3'"
	    "RFF+VN:7K3Q-X42M-9A-C'CNT+2:1'UNT+22+1'" UNZ);
}

TEST(a_mark_says_sscc_in_the_words_of_the_directory)
{
	struct despatch_answer d = a_despatch();

	(void)a_parcel(&d, "1", 60, SSCC);
	d.head = a_head("UNOC:3", "D:96A:UN");
	says(write_edifact_desadv(&d, &out, &err), "'PCI+30'GIN+BJ+" SSCC "'");
}

TEST(more_lines_than_a_package_holds_go_on_in_another)
{
	struct despatch_answer d = a_despatch();

	for (int i = 0; i < 10000; i++)
		(void)a_parcel(&d, "1", 1, "");
	assert_int_equal(RC_OK, write_edifact_desadv(&d, &out, &err));
	assert_non_null(strstr(out.p, "'CPS+2+1'LIN+10000++"));
	assert_non_null(strstr(out.p, "'CNT+2:10000'"));
}

TEST(more_cartons_than_a_message_holds_are_refused)
{
	struct despatch_answer d = a_despatch();

	for (int i = 0; i < 10000; i++)
		(void)a_parcel(&d, "1", 1, arena_printf(&arena, "X-%d", i));
	refused(write_edifact_desadv(&d, &out, &err), "WRITE-VALUE",
	    "more than a DESADV holds");
}

TEST(an_advice_names_the_field_it_misses)
{
	struct despatch_answer d = a_despatch();
	struct despatch_line *l = a_parcel(&d, "1", 60, SSCC);

#define ADVISED(place, value, code, text) \
	do { \
		__typeof__(place) kept_ = (place); \
		(place) = (value); \
		refused(write_edifact_desadv(&d, &out, &err), (code), (text)); \
		(place) = kept_; \
	} while (0)
	ADVISED(d.head.id, SLICE_NONE, "WRITE-MISSING", "head.id");
	ADVISED(l->delivered, DECIMAL_NONE, "WRITE-MISSING",
	    "lines[0].delivered");
	ADVISED(l->delivered, decimal_make(-1, 0), "WRITE-VALUE",
	    "lines[0].delivered");
	ADVISED(l->unit, SLICE_NONE, "WRITE-MISSING", "lines[0].unit");
	ADVISED(l->sscc, SLICE("a mark of more than thirty-five letters"),
	    "WRITE-VALUE", "lines[0].sscc");
	ADVISED(d.lines.n, 0, "WRITE-MISSING", "lines");
	l->gtin = SLICE_NONE;
	ADVISED(l->seller_item, SLICE_NONE, "WRITE-MISSING",
	    "lines[0].seller_item");
}

/* --- CONTRL -------------------------------------------------------------- */

#define UCI "UCI+REF905+" GLN_THEM ":14+" GLN_US ":14+"

TEST(a_report_tells_of_each_message_and_its_faults)
{
	struct technical_answer t = a_technical("UNOC:3");
	struct answered_message *m;

	t.head.native.ack_wanted = true; /* nobody reports on reports */
	(void)a_message(&t, "1", VERDICT_ACCEPTED);
	m = a_message(&t, "2", VERDICT_REJECTED);
	(void)a_finding(&m->findings, "ORDER-ITEM", 2, "");
	(void)a_finding(&m->findings, "X12-SEG-MISSING", 4, "");
	(void)a_finding(&m->findings, "X12-ELEMENT-LONG", 5, "1:2");
	(void)a_finding(&m->findings, "X12-ELEMENT-LONG", 5, "4");
	m = a_message(&t, "3", VERDICT_ERRORS);
	(void)a_finding(&m->findings, "X12-ELEMENT-LONG", 5, "4");
	wrote(write_edifact_contrl(&t, &out, &err),
	    UNB "UNH+1+CONTRL:D:3:UN'" UCI "7'"
		"UCM+1+ORDERS:D:96A:UN:EAN008+7'"
		"UCM+2+ORDERS:D:96A:UN:EAN008+4'UCS+4+18'UCS+5'UCD+18+2:2'"
		"UCD+18+5'UCM+3+ORDERS:D:96A:UN:EAN008+7'UNT+10+1'" UNZ);
}

/* Two groups may count their messages from 1. */
TEST(a_report_names_the_groups_of_messages)
{
	static const struct {
		const char *group, *number;
		enum verdict verdict;
		const char *code;
	} t[] = { { "G1", "1", VERDICT_REJECTED, "EDIFACT-MSG-REFUSED" },
		{ "G2", "1", VERDICT_ACCEPTED, NULL },
		{ "G2", "2", VERDICT_REJECTED, "EDIFACT-QUANTITY" },
		{ "a reference too long", "1", VERDICT_ACCEPTED, NULL } };
	struct technical_answer a = a_technical("UNOC:3");

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct answered_message *m = a_message(&a, t[i].number,
		    t[i].verdict);

		m->group_control = slice_of(t[i].group);
		if (t[i].code != NULL)
			(void)a_finding(&m->findings, t[i].code, 1, "");
	}
	says(write_edifact_contrl(&a, &out, &err),
	    "'" UCI "7'UCF+G1+++4+18'UCM+1+ORDERS:D:96A:UN:EAN008+4'UCS+1+18'"
	    "UCF+G2+++7'UCM+1+ORDERS:D:96A:UN:EAN008+7'"
	    "UCM+2+ORDERS:D:96A:UN:EAN008+4'UCS+1+13'"
	    "UCF+a reference+++7'UCM+1+ORDERS:D:96A:UN:EAN008+7'");
}

/* A partner's own rules have codes of X12; 0085 has others. */
TEST(a_report_tells_a_broken_rule_of_the_partner_by_its_kind)
{
	static const char *const t[][2] = { { "GUIDE-SEGMENT", "'UCS+4+13'" },
		{ "GUIDE-SEGMENT-UNWANTED", "'UCS+4+15'" },
		{ "GUIDE-SEGMENT-USE", "'UCS+4+35'" },
		{ "GUIDE-ELEMENT", "'UCS+4'UCD+13+3:1'" },
		{ "GUIDE-ELEMENT-UNWANTED", "'UCS+4'UCD+15+3:1'" },
		{ "GUIDE-ELEMENT-CODE", "'UCS+4'UCD+12+3:1'" },
		{ "GUIDE-ELEMENT-LONG", "'UCS+4'UCD+39+3:1'" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct technical_answer a = a_technical("UNOC:3");
		struct answered_message *m = a_message(&a, "1",
		    VERDICT_REJECTED);

		(void)a_finding(&m->findings, t[i][0], 4,
		    strncmp(t[i][0], "GUIDE-E", 7) == 0 ? "2:1" : "");
		says(write_edifact_contrl(&a, &out, &err), t[i][1]);
	}
}

TEST(a_report_may_be_of_syntax_4)
{
	struct technical_answer t = a_technical("UNOC:4");
	struct answered_message *m = a_message(&t, "1", VERDICT_ACCEPTED);

	m->version = SLICE("ORDERS:D:01B:UN:EAN010");
	says(write_edifact_contrl(&t, &out, &err),
	    "'UNH+1+CONTRL:4:1:UN'" UCI
	    "7'UCM+1+ORDERS:D:01B:UN:EAN010+7'UNT+4+1'");
}

/* 0098 counts the tag as 1; 0104 and, in syntax 4, 0136 stand only where a
 * composite has components and an element is repeated. */
TEST(a_report_names_component_and_repetition)
{
	static const struct {
		const char *syntax, *element, *want;
	} t[] = { { "UNOC:3", "1", "'UCD+18+2'" },
		{ "UNOC:3", "1:2", "'UCD+18+2:2'" },
		{ "UNOC:3", "1:2:4", "'UCD+18+2:2'" },
		{ "UNOC:3", "3::2", "'UCD+18+4'" },
		{ "UNOC:4", "1:2:4", "'UCD+18+2:2:4'" },
		{ "UNOC:4", "3::2", "'UCD+18+4::2'" } };

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct technical_answer a = a_technical(t[i].syntax);
		struct answered_message *m = a_message(&a, "1",
		    VERDICT_REJECTED);

		(void)a_finding(&m->findings, "X12-ELEMENT-LONG", 4,
		    t[i].element);
		says(write_edifact_contrl(&a, &out, &err), t[i].want);
	}
}

TEST(a_message_without_a_whole_name_is_told_by_its_number)
{
	static const char *const bad[] = { "", "D", "D:96A", "D::UN",
		"ORDERS:D:96A" };

	for (size_t i = 0; i < 5; i++) {
		struct technical_answer t = a_technical("UNOC:3");

		a_message(&t, "77", VERDICT_REJECTED)->version = slice_of(
		    bad[i]);
		says(write_edifact_contrl(&t, &out, &err), "'UCM+77++4'");
		LIST_AT(&t.messages, struct answered_message, 0)->kind =
		    SLICE_NONE;
		says(write_edifact_contrl(&t, &out, &err), "'UCM+77++4'");
	}
}

TEST(a_rejected_interchange_has_one_reason)
{
	static const char *const t[][2] = { { "FILE-DUPLICATE", "4+26'" },
		{ "FILE-SENDER", "4+23'" }, { "FILE-NOT-AGREED", "4+17'" },
		{ "FILE-REFUSED", "4+18'" } };

	for (size_t i = 0; i < 4; i++) {
		struct technical_answer a = a_technical("UNOC:3");

		(void)a_message(&a, "1", VERDICT_REJECTED);
		(void)a_finding(&a.findings, t[i][0], 0, "");
		a.interchange_rejected = true;
		assert_int_equal(RC_OK, write_edifact_contrl(&a, &out, &err));
		assert_null(strstr(out.p, "UCM"));
		assert_non_null(strstr(out.p, t[i][1]));
		buf_reset(&out);
	}
}

TEST(a_received_interchange_is_acknowledged_as_that)
{
	struct technical_answer t = a_technical("UNOC:3");

	wrote(write_edifact_contrl(&t, &out, &err),
	    UNB "UNH+1+CONTRL:D:3:UN'" UCI "8'UNT+3+1'" UNZ);
	buf_reset(&out);
	t.interchange_control = SLICE_NONE;
	refused(write_edifact_contrl(&t, &out, &err), "WRITE-MISSING",
	    "interchange_control");
	t.interchange_control = SLICE("1");
	t.sender = SLICE_NONE;
	refused(write_edifact_contrl(&t, &out, &err), "WRITE-MISSING",
	    "sender");
}

/* --- all of them --------------------------------------------------------- */

static enum rc
write_one(int which)
{
	struct order_answer a = an_answer("CA");
	struct despatch_answer d = a_despatch();
	struct technical_answer t = a_technical("UNOC:3");

	(void)a_line(&a, "1", ANSWER_CHANGED);
	(void)a_parcel(&d, "1", 60, SSCC);
	(void)a_message(&t, "1", VERDICT_REJECTED);
	switch (which) {
	case 0:
		return (write_edifact_ordrsp(&a, &out, &err));
	case 1:
		return (write_edifact_desadv(&d, &out, &err));
	default:
		return (write_edifact_contrl(&t, &out, &err));
	}
}

TEST(a_full_buffer_keeps_nothing_of_the_document)
{
	full_buffers_keep_nothing(3, write_one);
}

/* --- random documents ---------------------------------------------------- */

static struct answer_head
any_head(bool wild)
{
	static const char *const syntaxes[] = { "UNOA:2", "UNOB:3", "UNOC:3",
		"UNOC:4", "UNOY:4", "UNOD:3" };
	static const char *const versions[] = { "D:96A:UN", "D:96A:UN:EAN005",
		"D:01B:UN", "D:01B:UN:EAN009" };
	static const char *const separators[] = { "", "+:.?'", "+:,?'", "*|,!~",
		"+:. '" };
	struct answer_head h = a_head(syntaxes[draw(6)], versions[draw(4)]);

	h.id = any_id(35, wild);
	h.issued = (instant)draw(2000000000);
	h.test = draw(2) == 0;
	h.native.ack_wanted = draw(2) == 0;
	h.native.interchange_control = 1 + draw(999999999);
	h.native.message_control = 1 + draw(99999);
	(void)snprintf(h.native.separators, sizeof(h.native.separators), "%s",
	    separators[draw(5)]);
	h.from.name = any_text();
	h.to.name = any_text();
	if (draw(2) == 0)
		h.to.endpoint = SLICE_NONE;
	return (h);
}

static void
any_answer_line(struct order_answer *a, bool wild, int i)
{
	const char *id = arena_printf(&arena, "%d", 10 * (i + 1));
	struct answer_line *l = LIST_PUSH(&arena, &a->lines,
	    struct answer_line);

	*l = (struct answer_line){ .expected_on = DAY_NONE,
		.id = slice_of(id),
		.order_line = draw(3) == 0 ? any_id(20, wild) : slice_of(id),
		.status = any_status(),
		.differs = draw(4) == 0 ? draw(32) : 0,
		.ordered = draw(5) == 0 ? DECIMAL_NONE : any_quantity(wild),
		.unit_price = draw(5) == 0 ? DECIMAL_NONE : any_quantity(wild),
		.change = (enum line_change)draw(5),
		.note = draw(2) == 0 ? SLICE_NONE : any_text(),
		.quantity = any_quantity(wild),
		.backorder = draw(3) == 0 ? any_quantity(wild) : DECIMAL_NONE,
		.unit = any_unit(wild),
		.unit_code = draw(3) == 0 ? SLICE("PCE") : SLICE_NONE,
		.price = draw(3) == 0 ? any_quantity(wild) : DECIMAL_NONE,
		.price_basis = draw(2) == 0 ? decimal_make(100, 0) :
					      DECIMAL_NONE,
		.promised_on = any_day(),
		.name = any_text(),
		.seller_item = any_id(35, wild),
		.buyer_item = draw(2) == 0 ? SLICE_NONE : any_id(35, wild),
		.gtin = any_gtin(wild) };
}

static struct order_answer
any_answer(bool wild)
{
	struct order_answer a = { .head = any_head(wild),
		.code = any_code(),
		.change = draw(2) == 0,
		.change_number = draw(2) == 0 ? SLICE_NONE : any_id(35, wild),
		.release_number = draw(2) == 0 ? SLICE_NONE : any_id(35, wild),
		.confirmation = draw(3) == 0 ? SLICE_NONE : any_id(35, wild),
		.currency = draw(3) == 0 ? SLICE_NONE : SLICE("EUR"),
		.customer_reference = draw(2) == 0 ? SLICE_NONE :
						     any_id(35, wild),
		.po_number = any_id(35, wild),
		.po_date = any_day(),
		.changed_on = any_day(),
		.promised_on = any_day() };

	any_notes(&a.notes);
	for (int i = 0, n = (int)draw(5) + 1; i < n; i++)
		any_answer_line(&a, wild, i);
	return (a);
}

static struct despatch_answer
any_despatch(bool wild)
{
	static const char *const orders[] = { "PO-1", "PO-2", "PO-3" };
	struct despatch_answer d = a_despatch();
	bool pallets = draw(3) == 0, packed = draw(4) > 0;

	d.head = any_head(wild);
	d.shipment = any_id(35, wild);
	d.confirmation = any_id(35, wild);
	d.carrier = any_text();
	d.tracking = draw(2) == 0 ? SLICE_NONE : any_id(35, wild);
	d.ship_to.name = any_text();
	d.ship_to.street = any_text();
	d.ship_to.city = any_text();
	d.ship_to.postal_code = any_text();
	for (uint32_t n = draw(9) + 1; n > 0; n--) {
		struct despatch_line *l = LIST_PUSH(&arena, &d.lines,
		    struct despatch_line);

		*l = (struct despatch_line){ .id = SLICE("1"),
			.order_line = draw(2) == 0 ? SLICE("1") :
						     any_id(20, wild),
			.po_number = slice_of(orders[draw(3)]),
			.confirmation = draw(2) == 0 ? d.confirmation :
						       any_id(35, wild),
			.release_number = draw(2) == 0 ? SLICE_NONE :
							 any_id(35, wild),
			.po_date = any_day(),
			.ordered = draw(2) == 0 ? DECIMAL_NONE :
						  any_quantity(wild),
			.delivered = any_quantity(wild),
			.outstanding = draw(2) == 0 ? DECIMAL_NONE :
						      any_quantity(wild),
			.unit = SLICE("EA"),
			.name = any_text(),
			.note = draw(2) == 0 ? SLICE_NONE : any_text(),
			.seller_item = draw(2) == 0 ? SLICE("A") :
						      any_id(35, wild),
			.gtin = any_gtin(wild),
			.sscc = packed ? any_carton() : SLICE_NONE,
			.pallet = pallets ? any_carton() : SLICE_NONE };
	}
	return (d);
}

static void
any_findings(struct list *l)
{
	static const char *const elements[] = { "", "1", "3:1", "2:1:3",
		"quantity", "0", "1000" };

	for (uint32_t n = draw(12); n > 0; n--) {
		const struct finding_rule *r = any_rule();
		struct finding *f = a_finding(l, r->code,
		    draw(4) == 0 ? INT_NONE : (int64_t)draw(9),
		    elements[draw(7)]);

		f->severity = r->severity;
	}
}

static struct technical_answer
any_technical(void)
{
	struct technical_answer t = a_technical("UNOC:3");

	t.head = any_head(false);
	t.interchange_rejected = draw(5) == 0;
	any_findings(&t.findings);
	for (uint32_t n = draw(9); n > 0; n--) {
		struct answered_message *m = a_message(&t,
		    arena_printf(&arena, "%u", n), (enum verdict)draw(3));

		if (draw(9) == 0)
			m->control_number = any_text();
		if (draw(9) == 0)
			m->version = any_text();
		any_findings(&m->findings);
	}
	return (t);
}

static enum rc
write_any(uint32_t which, bool wild)
{
	struct order_answer a;
	struct despatch_answer d;
	struct technical_answer t;

	if (which == 0) {
		a = any_answer(wild);
		return (write_edifact_ordrsp(&a, &out, &err));
	}
	if (which == 1) {
		d = any_despatch(wild);
		return (write_edifact_desadv(&d, &out, &err));
	}
	t = any_technical();
	return (write_edifact_contrl(&t, &out, &err));
}

TEST(random_documents_are_good_or_refused)
{
	int good = 0;

	for (uint32_t i = 0; i < 5000; i++) {
		bool wild = i / 3 % 3 == 0;

		arena_reset(&arena);
		buf_reset(&out);
		err = (struct err)ERR_INIT;
		good += good_or_refused(write_any(i % 3, wild), wild);
	}
	assert_in_range(good, 3500, 4900);
}

/* --- read back ----------------------------------------------------------- */

struct reader {
	struct wire w;
	struct wire_segment s;
};

static struct slice
at(struct reader *r, unsigned i, unsigned k)
{
	return (wire_at(&r->w, &arena, &r->s, i, k));
}

/* A line of ORDRSP or DESADV. */
struct seen_line {
	struct slice number, action, li, order, order_line, sku, note;
	struct decimal quantity[200]; /* by qualifier */
	struct slice promised, package;
};

/* Fills v; returns how many lines there are. */
static size_t
read_lines(struct seen_line *v, size_t max)
{
	struct reader r;
	struct seen_line *l = NULL;
	struct slice package = SLICE_NONE;
	size_t n = 0;

	wire_open(&r.w, buf_slice(&out));
	while (wire_next(&r.w, &r.s)) {
		if (wire_is(&r.s, "CPS")) {
			package = SLICE_NONE;
			l = NULL;
		} else if (wire_is(&r.s, "GIN"))
			package = at(&r, 2, 0);
		else if (wire_is(&r.s, "PCI") && at(&r, 2, 0).n > 0)
			package = at(&r, 2, 0);
		else if (wire_is(&r.s, "LIN")) {
			assert_true(n < max);
			l = &v[n++];
			*l = (struct seen_line){ .number = at(&r, 1, 0),
				.action = at(&r, 2, 0),
				.package = package };
			for (size_t i = 0; i < 200; i++)
				l->quantity[i] = DECIMAL_NONE;
		} else if (wire_is(&r.s, "UNS") || l == NULL)
			l = NULL;
		else if (wire_is(&r.s, "PIA"))
			l->sku = at(&r, 2, 0);
		else if (wire_is(&r.s, "QTY"))
			l->quantity[atol(at(&r, 1, 0).p)] = wire_decimal(&r.w,
			    &arena, &r.s, 1, 1);
		else if (wire_is(&r.s, "DTM") && slice_is(at(&r, 1, 0), "69"))
			l->promised = at(&r, 1, 1);
		else if (wire_is(&r.s, "RFF") && slice_is(at(&r, 1, 0), "LI"))
			l->li = at(&r, 1, 1);
		else if (wire_is(&r.s, "RFF") && slice_is(at(&r, 1, 0), "ON")) {
			l->order = at(&r, 1, 1);
			l->order_line = at(&r, 1, 2);
		}
	}
	return (n);
}

static void
line_reads_back(const struct order_answer *a, const struct answer_line *l,
    const struct seen_line *s)
{
	bool refused = strcmp(a->code, "RE") == 0 ||
	    l->status == ANSWER_REFUSED;
	bool held = strcmp(a->code, "AB") == 0 ||
	    (l->differs & DIFFERS_HELD) != 0;
	char text[9];

	assert_true(slice_eq(l->order_line, s->li.n > 0 ? s->li : s->number));
	assert_true(slice_eq(l->seller_item, s->sku));
	if (!decimal_is_none(l->ordered))
		assert_true(same(l->ordered, s->quantity[21]));
	assert_int_equal(refused, slice_is(s->action, "7"));
	if (!refused)
		assert_int_equal(held, slice_is(s->action, "4"));
	if (refused || held || l->change == CHANGE_DELETE)
		return;
	assert_true(same(l->quantity, s->quantity[113]));
	assert_true(same(l->backorder, s->quantity[83]));
	assert_true(slice_is(s->promised,
	    l->promised_on == DAY_NONE ? "" : day_basic(l->promised_on, text)));
}

TEST(an_answer_reads_back_as_it_was_meant)
{
	static struct seen_line v[16];

	for (int i = 0; i < 1000; i++) {
		struct order_answer a;
		struct reader r;

		arena_reset(&arena);
		buf_reset(&out);
		a = any_answer(false);
		assert_int_equal(RC_OK, write_edifact_ordrsp(&a, &out, &err));
		wire_open(&r.w, buf_slice(&out));
		while (wire_next(&r.w, &r.s) && !wire_is(&r.s, "RFF"))
			;
		assert_true(slice_is(at(&r, 1, 0), "ON"));
		assert_true(slice_eq(a.po_number, at(&r, 1, 1)));
		assert_int_equal(a.lines.n, read_lines(v, 16));
		for (size_t k = 0; k < a.lines.n; k++)
			line_reads_back(&a,
			    LIST_AT(&a.lines, struct answer_line, k), &v[k]);
	}
}

static struct slice
bare(struct slice sscc)
{
	return (sscc.n == 20 ? slice_sub(sscc, 2, 18) : sscc);
}

/* In its carton; loose on its pallet, or below it in no package. */
static bool
is_in(const struct despatch_line *l, struct slice package)
{
	if (l->sscc.n > 0)
		return (slice_eq(bare(l->sscc), package));
	return (package.n == 0 || slice_eq(bare(l->pallet), package));
}

/* Lines come in another order: each must be there once. */
static void
advice_reads_back(const struct despatch_answer *d, struct seen_line *v,
    size_t n)
{
	bool used[16] = { false };

	assert_int_equal(d->lines.n, n);
	for (size_t i = 0; i < n; i++) {
		const struct despatch_line *l = LIST_AT(&d->lines,
		    struct despatch_line, i);
		bool found = false;

		for (size_t k = 0; k < n && !found; k++) {
			struct slice line = v[k].li.n > 0 ? v[k].li :
							    v[k].order_line;

			found = !used[k] && slice_eq(l->order_line, line) &&
			    slice_eq(l->po_number, v[k].order) &&
			    slice_eq(l->seller_item, v[k].sku) &&
			    is_in(l, v[k].package) &&
			    same(l->delivered, v[k].quantity[12]);
			used[k] = used[k] || found;
		}
		assert_true(found);
	}
}

TEST(an_advice_reads_back_as_what_was_shipped)
{
	static struct seen_line v[16];

	for (int i = 0; i < 1000; i++) {
		struct despatch_answer d;

		arena_reset(&arena);
		buf_reset(&out);
		d = any_despatch(false);
		assert_int_equal(RC_OK, write_edifact_desadv(&d, &out, &err));
		advice_reads_back(&d, v, read_lines(v, 16));
	}
}

/* --- through our own parser ---------------------------------------------- */

TEST(the_place_and_day_are_those_that_were_told)
{
	struct despatch_answer d = a_despatch();
	struct text_item id = { .text = SLICE("edifact:92:0005") };

	(void)a_parcel(&d, "1", 60, SSCC);
	d.left_at -= d.left_at % 86400;
	d.ship_to.ids = (struct list){ &id, 1, 1 };
	assert_int_equal(RC_OK, write_edifact_desadv(&d, &out, &err));
	assert_non_null(strstr(out.p, "'DTM+11:20261121:102'"));
	assert_non_null(strstr(out.p, "'NAD+DP+0005::92++ACME Depot+"));
}

TEST(our_parser_reads_our_advice)
{
	struct despatch_answer d = a_despatch();
	struct confirmation *c;
	struct heard h;

	(void)a_parcel(&d, "1", 60, SSCC);
	(void)a_parcel(&d, "000010-A", 40, SSCC2);
	assert_int_equal(RC_OK, write_edifact_desadv(&d, &out, &err));
	hear(&h, &edifact_parser, "EDIFACT-ACK-REFUSED");
	assert_int_equal(2, h.confirmations.n);
	c = LIST_AT(&h.confirmations, struct confirmation, 0);
	assert_true(slice_is(c->order, "PO-4711"));
	assert_true(slice_is(c->sku, "LB-E27-8W"));
	assert_true(slice_is(c->sscc, SSCC));
	assert_true(slice_is(c->carrier, "DHL"));
	assert_true(same(decimal_make(60, 0), c->quantity));
	c = LIST_AT(&h.confirmations, struct confirmation, 1);
	assert_true(slice_is(c->line, "000010-A"));
	assert_true(slice_is(c->sscc, SSCC2));
}

TEST(our_parser_reads_our_report)
{
	struct technical_answer t = a_technical("UNOC:3");
	struct answered_message *m;
	struct receipt *r;
	struct heard h;

	(void)a_message(&t, "1", VERDICT_ACCEPTED);
	m = a_message(&t, "2", VERDICT_REJECTED);
	(void)a_finding(&m->findings, "EDIFACT-NO-INTERCHANGE", 3, "1:2");
	assert_int_equal(RC_OK, write_edifact_contrl(&t, &out, &err));
	hear(&h, &edifact_parser, "EDIFACT-ACK-REFUSED");
	assert_int_equal(3, h.receipts.n);
	r = LIST_AT(&h.receipts, struct receipt, 0);
	assert_true(slice_is(r->interchange, "REF905"));
	assert_int_equal(VERDICT_ACCEPTED, r->verdict);
	r = LIST_AT(&h.receipts, struct receipt, 2);
	assert_true(slice_is(r->message, "2"));
	assert_true(slice_is(r->document_kind, "ORDERS"));
	assert_int_equal(VERDICT_REJECTED, r->verdict);
	assert_non_null(strstr(arena_text(&arena, r->text), "segment 3"));
}

/* What anybody's CONTRL or DESADV may say, ours is read without a fault. */
TEST(our_parser_finds_no_fault_in_random_documents)
{
	for (uint32_t i = 0; i < 1000; i++) {
		struct heard h;

		arena_reset(&arena);
		buf_reset(&out);
		if (write_any(1 + i % 2, false) == RC_OK)
			hear(&h, &edifact_parser, "EDIFACT-ACK-REFUSED");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(an_accepted_order_is_answered_with_all_lines),
		EACH(a_changed_order_says_what_comes_when),
		EACH(what_became_of_an_order_is_in_bgm),
		EACH(a_line_status_has_its_code),
		EACH(a_substitute_names_what_it_replaces),
		EACH(a_change_is_named_by_its_number),
		EACH(line_numbers_that_do_not_fit_are_beside),
		EACH(a_directory_has_its_own_codes_and_lengths),
		EACH(syntax_4_has_the_century_and_a_repetition),
		EACH(a_booked_price_is_for_its_basis_too),
		EACH(an_older_syntax_stays_what_it_is),
		EACH(a_partner_may_have_its_own_separators),
		EACH(a_repertoire_keeps_what_it_has),
		EACH(level_a_is_capital_letters_but_ids_stay),
		EACH(a_long_note_goes_on_in_more_texts),
		EACH(an_answer_names_the_field_it_misses),
		EACH(cartons_have_their_numbers_and_lines),
		EACH(pallets_stand_above_cartons_and_loose_lines_beside),
		EACH(loose_lines_behind_a_carton_share_a_place),
		EACH(what_follows_is_told_once_a_line),
		EACH(lines_without_cartons_stand_in_the_shipment),
		EACH(a_mark_says_sscc_in_the_words_of_the_directory),
		EACH(more_lines_than_a_package_holds_go_on_in_another),
		EACH(more_cartons_than_a_message_holds_are_refused),
		EACH(an_advice_names_the_field_it_misses),
		EACH(a_report_tells_of_each_message_and_its_faults),
		EACH(a_report_names_the_groups_of_messages),
		EACH(a_report_tells_a_broken_rule_of_the_partner_by_its_kind),
		EACH(a_report_may_be_of_syntax_4),
		EACH(a_report_names_component_and_repetition),
		EACH(a_message_without_a_whole_name_is_told_by_its_number),
		EACH(a_rejected_interchange_has_one_reason),
		EACH(a_received_interchange_is_acknowledged_as_that),
		EACH(a_full_buffer_keeps_nothing_of_the_document),
		EACH(random_documents_are_good_or_refused),
		EACH(an_answer_reads_back_as_it_was_meant),
		EACH(an_advice_reads_back_as_what_was_shipped),
		EACH(the_place_and_day_are_those_that_were_told),
		EACH(our_parser_reads_our_advice),
		EACH(our_parser_reads_our_report),
		EACH(our_parser_finds_no_fault_in_random_documents),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, writing_finish));
}
