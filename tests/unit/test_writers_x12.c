/*
 * The X12 writers: whole documents byte by byte, what they do with missing,
 * hostile and too long input, random documents read back.
 */
#include "tests/unit/answers.h"
#include "tests/unit/written.h"

/* --- material ------------------------------------------------------------ */

static struct answer_head
a_head(const char *version)
{
	return ((struct answer_head){ .id = SLICE("OR-7K3QX42M9ACD0R2F"),
	    .issued = ISSUED,
	    .from = { .name = SLICE("Lampen & Co") },
	    .to = { .name = SLICE("ACME BV") },
	    .native = { .version = slice_of(version),
		.from = { SLICE("ZZ"), SLICE("LAMPEN"), SLICE_NONE },
		.to = { SLICE("14"), SLICE("8712345000004"), SLICE("ACMEGRP") },
		.interchange_control = 42,
		.group_control = 7,
		.message_control = 1 } });
}

static struct order_answer
an_answer(const char *code)
{
	struct order_answer a = answer_to(a_head("004010"), code);

	a.customer_reference = SLICE("Shelf 4");
	return (a);
}

static struct answer_line *
a_line(struct order_answer *a, const char *id, enum answer_line_status status)
{
	return (answer_line(a, id, status, "EA"));
}

static struct despatch_answer
a_despatch(void)
{
	return (despatch_of(a_head("004010")));
}

static struct despatch_line *
a_parcel(struct despatch_answer *d, const char *line, int64_t n,
    const char *sscc)
{
	struct despatch_line *l = despatch_line(d, line, n, sscc);

	l->po_date = day_of(2026, 11, 20);
	l->unit = SLICE("EA");
	return (l);
}

static struct technical_answer
a_technical(void)
{
	return ((struct technical_answer){ .head = a_head("004010"),
	    .interchange_prepared = SLICE("261120 2359"),
	    .interchange_control = SLICE("000000905"),
	    .code = "AP" });
}

static struct answered_message *
a_set(struct technical_answer *t, const char *group, const char *control,
    enum verdict verdict)
{
	struct answered_message *m = LIST_PUSH(&arena, &t->messages,
	    struct answered_message);

	*m = (struct answered_message){ .group_kind = SLICE("PO"),
		.group_control = slice_of(group),
		.group_version = SLICE("004010"),
		.kind = SLICE("850"),
		.control_number = slice_of(control),
		.verdict = verdict,
		.offset = (int64_t)t->messages.n * 1000 };
	return (m);
}

static struct finding *
a_finding(struct list *l, const char *code, const char *tag, int64_t segment,
    const char *element, const char *value)
{
	struct finding *f = LIST_PUSH(&arena, l, struct finding);
	const struct finding_rule *rule = finding_rule(slice_of(code));

	assert_non_null(rule);
	shape_init(&finding_shape, f);
	f->code = slice_of(code);
	f->severity = rule->severity;
	f->tag = slice_of(tag);
	f->segment = segment;
	f->element = slice_of(element);
	f->value = slice_of(value);
	return (f);
}

/* --- expectations -------------------------------------------------------- */

#define ISA(v) \
	"ISA*00*          *00*          *ZZ*LAMPEN         *14*8712345000004" \
	"  *261121*0200*" v "*000000042*0*P*>~"
#define GS(f, v) "GS*" f "*LAMPEN*ACMEGRP*20261121*0200*7*X*" v "~"
#define ENDS(n) "GE*" n "*7~IEA*1*000000042~"

/* Between the envelopes. */
static void
wrote_set(enum rc rc, const char *want)
{
	char *from, *to;

	well(rc);
	wire_good(buf_slice(&out));
	from = strstr(out.p, "~ST*");
	to = strstr(out.p, "~GE*");
	assert_non_null(from);
	assert_non_null(to);
	assert_string_equal(want,
	    arena_text(&arena,
		(struct slice){ from + 1, (size_t)(to - from) }));
}

/* --- 855, 865 ------------------------------------------------------------ */

TEST(an_accepted_order_is_answered_with_all_lines)
{
	struct order_answer a = an_answer("AP");

	(void)a_line(&a, "1", ANSWER_ACCEPTED);
	wrote(write_x12_855(&a, &out, &err),
	    ISA("U*00401") GS("PR",
		"004010") "ST*855*0001~"
			  "BAK*00*AD*PO-4711*20261120****7K3Q-X42M-9A-C*"
			  "20261121~"
			  "CUR*SE*EUR~REF*CR*Shelf 4~N1*SE*Lampen & "
			  "Co~N1*BY*ACME BV~"
			  "PO1*1*100*EA*0.85**VP*LB-E27-8W~PID*F****Bulb E27~"
			  "ACK*IA*100*EA~CTT*1~SE*11*0001~" ENDS("1"));
}

TEST(a_wrong_document_would_be_noticed)
{
	static const char *const t[][2] = { { "BAK*00", "BAK*0" },
		{ "*AD*", "**" }, { "CUR*SE", "XYZ*SE" }, { "ACK*IA", "ACK*I" },
		{ "ACK*IA*100*EA", "ACK*IA*100" }, { "*0.85*", "*0,85*" },
		{ "ACK*IA", "N1*IA" }, { "CTT*1", "CTT*x" },
		{ "*20261121~CUR", "*20261131~CUR" } };
	struct order_answer a = an_answer("AP");
	char *at, *copy;

	(void)a_line(&a, "1", ANSWER_ACCEPTED);
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		at = strstr(out.p, t[i][0]);
		assert_non_null(at);
		copy = arena_printf(&arena, "%.*s%s%s", (int)(at - out.p),
		    out.p, t[i][1], at + strlen(t[i][0]));
		assert_int_not_equal(0, wire_faults(slice_of(copy)));
	}
}

TEST(version_5010_repeats_and_a_test_is_marked)
{
	struct order_answer a = an_answer("AP");

	a.head = a_head("005010");
	a.head.test = a.head.native.ack_wanted = true;
	memcpy(a.head.native.separators, "|:\n^", 5);
	a.currency = a.customer_reference = SLICE_NONE;
	a.head.from.name = a.head.to.name = SLICE_NONE;
	wrote(write_x12_855(&a, &out, &err),
	    "ISA|00|          |00|          |ZZ|LAMPEN         |14|"
	    "8712345000004  |261121|0200|^|00501|000000042|1|T|:\n"
	    "GS|PR|LAMPEN|ACMEGRP|20261121|0200|7|X|005010\nST|855|0001\n"
	    "BAK|00|AK|PO-4711|20261120||||7K3Q-X42M-9A-C|20261121\n"
	    "SE|3|0001\nGE|1|7\nIEA|1|000000042\n");
}

/* The first ACK of a line that was answered like this. */
static const char *
acks_of(enum answer_line_status status, unsigned differs, int64_t confirmed,
    struct decimal later)
{
	struct order_answer a = an_answer("CA");
	struct answer_line *l = a_line(&a, "1", status);
	char *from, *to;

	buf_reset(&out);
	l->differs = differs;
	l->quantity = decimal_make(confirmed, 0);
	l->backorder = later;
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	from = strstr(out.p, "ACK*");
	to = strstr(out.p, "~CTT");
	assert_non_null(from);
	return (
	    arena_text(&arena, (struct slice){ from, (size_t)(to - from) }));
}

TEST(a_line_status_has_its_code)
{
	struct decimal none = DECIMAL_NONE, all = decimal_make(100, 0),
		       rest = decimal_make(40, 0);
	struct {
		enum answer_line_status status;
		unsigned differs;
		int64_t confirmed;
		struct decimal later;
		const char *want;
	} t[] = {
		{ ANSWER_ACCEPTED, 0, 100, none, "ACK*IA*100*EA" },
		{ ANSWER_ADDED, 0, 100, none, "ACK*IA*100*EA" },
		{ ANSWER_DELIVERED, 0, 100, none, "ACK*AC*100*EA" },
		{ ANSWER_REFUSED, 0, 100, none, "ACK*IR*100*EA" },
		{ ANSWER_CHANGED, DIFFERS_QUANTITY, 60, none, "ACK*IQ*60*EA" },
		{ ANSWER_CHANGED, 0, 60, DECIMAL_ZERO, "ACK*IQ*60*EA" },
		{ ANSWER_CHANGED, DIFFERS_QUANTITY, 60, rest,
		    "ACK*BP*60*EA~ACK*IB*40*EA" },
		{ ANSWER_CHANGED, 0, 0, all, "ACK*IB*100*EA" },
		{ ANSWER_CHANGED, DIFFERS_PRICE, 100, none, "ACK*IP*100*EA" },
		{ ANSWER_CHANGED, DIFFERS_DATE, 100, none, "ACK*DR*100*EA" },
		{ ANSWER_CHANGED, DIFFERS_DATE | DIFFERS_PRICE, 100, none,
		    "ACK*IC*100*EA" },
		{ ANSWER_CHANGED, DIFFERS_ITEM, 100, none,
		    "ACK*IS*100*EA****VP*LB-E27-8W" },
		{ ANSWER_CHANGED, DIFFERS_HELD, 100, none, "ACK*IH*100*EA" },
		{ ANSWER_CHANGED, 0, 100, none, "ACK*IC*100*EA" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(t[i].want,
		    acks_of(t[i].status, t[i].differs, t[i].confirmed,
			t[i].later));
}

TEST(a_refusal_says_why_where_a_code_does)
{
	struct order_answer a = an_answer("RE");
	struct answer_line *l = a_line(&a, "1", ANSWER_REFUSED);

	l->reason = SLICE("ORDER-ITEM");
	l = a_line(&a, "2", ANSWER_REFUSED);
	l->reason = SLICE("ORDER-UNIT");
	l->unit = SLICE_NONE; /* nobody knows it */
	l->note = SLICE("Not in our book\nask us");
	l->buyer_item = SLICE("an id that is much longer than the forty-eight "
			      "characters it may have");
	a_line(&a, "3", ANSWER_REFUSED)->reason = SLICE("ORDER-STOCK");
	wrote_set(write_x12_855(&a, &out, &err),
	    "ST*855*0001~"
	    "BAK*00*RD*PO-4711*20261120****7K3Q-X42M-9A-C*20261121~"
	    "CUR*SE*EUR~REF*CR*Shelf 4~N1*SE*Lampen & Co~N1*BY*ACME BV~"
	    "PO1*1*100*EA*0.85**VP*LB-E27-8W~PID*F****Bulb E27~"
	    "ACK*R2*100*EA~"
	    "PO1*2***0.85**VP*LB-E27-8W~PID*F****Bulb E27~ACK*R3~"
	    "N9*L1*NOTE~MSG*Not in our book ask us~"
	    "PO1*3*100*EA*0.85**VP*LB-E27-8W~PID*F****Bulb E27~"
	    "ACK*IR*100*EA~CTT*3~SE*19*0001~");
}

TEST(an_order_on_hold_holds_every_line)
{
	struct order_answer a = an_answer("AB");

	a.confirmation = SLICE_NONE;
	a.release_number = SLICE("R-3");
	(void)a_line(&a, "1", ANSWER_ACCEPTED);
	wrote_set(write_x12_855(&a, &out, &err),
	    "ST*855*0001~BAK*00*AH*PO-4711*20261120*R-3****20261121~"
	    "CUR*SE*EUR~REF*CR*Shelf 4~N1*SE*Lampen & Co~N1*BY*ACME BV~"
	    "PO1*1*100*EA*0.85**VP*LB-E27-8W~PID*F****Bulb E27~"
	    "ACK*IH*100*EA~CTT*1~SE*11*0001~");
}

TEST(a_change_is_answered_by_an_865_or_an_855)
{
	struct order_answer a = an_answer("CA");
	struct answer_line *l = a_line(&a, "1", ANSWER_CHANGED);

	a.change = true;
	a.purpose = PURPOSE_CHANGE;
	a.change_number = SLICE("3");
	a.changed_on = day_of(2026, 11, 19);
	a.currency = a.customer_reference = SLICE_NONE;
	l->quantity = decimal_make(60, 0);
	l->backorder = decimal_make(40, 0);
	l->promised_on = day_of(2026, 12, 1);
	l->change = CHANGE_REPLACE;
	a_line(&a, "2", ANSWER_ACCEPTED)->change = CHANGE_DELETE;
	a_line(&a, "3", ANSWER_ACCEPTED)->change = CHANGE_ADD;
	a_line(&a, "4", ANSWER_REFUSED)->change = CHANGE_DELETE;
	wrote(write_x12_865(&a, &out, &err),
	    ISA("U*00401")
		GS("CA", "004010") "ST*865*0001~"
				   "BCA*04*AC*PO-4711**3*20261120***7K3Q-X42M-"
				   "9A-C*20261121*20261119~"
				   "N1*SE*Lampen & Co~N1*BY*ACME BV~"
				   "POC*1*CA*100*100*EA*0.85**VP*LB-E27-8W~PID*"
				   "F****Bulb E27~"
				   "ACK*BP*60*EA*069*20261201~ACK*IB*40*EA~"
				   "POC*2*DI*100*0*EA*0.85**VP*LB-E27-8W~PID*F*"
				   "***Bulb E27~"
				   "ACK*ID*100*EA~"
				   "POC*3*AI*100*100*EA*0.85**VP*LB-E27-8W~PID*"
				   "F****Bulb E27~"
				   "ACK*IA*100*EA~"
				   "POC*4*DI*100*0*EA*0.85**VP*LB-E27-8W~PID*F*"
				   "***Bulb E27~"
				   "ACK*IR*100*EA~CTT*4~SE*19*0001~" ENDS("1"));
	buf_reset(&out);
	/* done as it was asked for, it is no change of ours */
	a.lines.n = 3;
	LIST_AT(&a.lines, struct answer_line, 0)->status = ANSWER_ACCEPTED;
	assert_int_equal(RC_OK, write_x12_865(&a, &out, &err));
	assert_non_null(strstr(out.p, "~BCA*04*AD*PO-4711*"));
	buf_reset(&out);
	a.change = false;
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	assert_non_null(strstr(out.p, "~BAK*00*AC*PO-4711*"));
	buf_reset(&out);
	a.change = true;
	a.purpose = PURPOSE_REPLACE;
	a.lines.n = 0;
	a.code = "AP";
	wrote_set(write_x12_855(&a, &out, &err),
	    "ST*855*0001~"
	    "BAK*05*AK*PO-4711*20261120****7K3Q-X42M-9A-C*20261121~"
	    "REF*PP*3~N1*SE*Lampen & Co~N1*BY*ACME BV~SE*6*0001~");
	buf_reset(&out);
	a.purpose = PURPOSE_CANCEL;
	assert_int_equal(RC_OK, write_x12_865(&a, &out, &err));
	assert_non_null(strstr(out.p, "~BCA*01*AK*PO-4711*"));
	buf_reset(&out);
	a.change = false;
	assert_int_equal(RC_OK, write_x12_865(&a, &out, &err));
	assert_non_null(strstr(out.p, "~BAK*00*AK*PO-4711*"));
}

TEST(a_price_for_many_units_keeps_its_value)
{
	static const struct {
		int64_t price, basis;
		const char *want;
	} t[] = { { 85, 100, "EA*85*HP*VP" }, { 12, 12, "EA*12*PD*VP" },
		{ 85, 50, "EA*1.7**VP" }, { 10, 3, "EA***VP" } };

	for (size_t i = 0; i < 4; i++) {
		struct order_answer a = an_answer("CA");
		struct answer_line *l = a_line(&a, "1", ANSWER_CHANGED);

		buf_reset(&out);
		l->price = decimal_make(t[i].price, 0);
		l->price_basis = decimal_make(t[i].basis, 0);
		assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
		assert_non_null(strstr(out.p, t[i].want));
		assert_non_null(strstr(out.p, "ACK*IP*"));
	}
}

TEST(a_booked_price_is_for_its_basis_too)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

	l->unit_price = decimal_make(85, 0);
	l->price_basis = decimal_make(100, 0);
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	assert_non_null(strstr(out.p, "PO1*1*100*EA*85*HP*VP"));
}

TEST(the_buyers_own_unit_code_comes_back)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

	l->unit = SLICE("KGM");
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	assert_non_null(strstr(out.p, "PO1*1*100*KG*"));
	buf_reset(&out);
	l->unit_code = SLICE("58"); /* net kilograms */
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	assert_non_null(strstr(out.p, "PO1*1*100*58*"));
	buf_reset(&out);
	l->unit_code = SLICE("EA"); /* another unit */
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	assert_non_null(strstr(out.p, "PO1*1*100*KG*"));
	buf_reset(&out);
	l->unit = SLICE("4A");
	l->unit_code = SLICE_NONE;
	refused(write_x12_855(&a, &out, &err), "WRITE-VALUE",
	    "lines[0].unit has no code in X12");
}

TEST(a_gtin_is_named_by_its_length_and_only_if_it_is_one)
{
	static const struct {
		const char *gtin, *want;
	} t[] = { { "4006381333931", "*EN*4006381333931~" },
		{ "036000291452", "*UP*036000291452~" },
		{ "96385074", "*EO*96385074~" },
		{ "10614141000415", "*UK*10614141000415~" },
		{ "4006381333932", "*VP*LB-E27-8W~" } };

	for (size_t i = 0; i < 5; i++) {
		struct order_answer a = an_answer("AP");

		buf_reset(&out);
		a_line(&a, "1", ANSWER_ACCEPTED)->gtin = slice_of(t[i].gtin);
		assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
		assert_non_null(strstr(out.p, t[i].want));
	}
}

TEST(an_answer_names_the_field_it_misses)
{
	struct order_answer a = an_answer("AP");
	struct answer_line *l = a_line(&a, "1", ANSWER_ACCEPTED);

#define WITHOUT(place, value, code, says) \
	do { \
		__typeof__(place) kept_ = (place); \
		(place) = (value); \
		refused(write_x12_855(&a, &out, &err), (code), (says)); \
		(place) = kept_; \
	} while (0)
	WITHOUT(a.po_number, SLICE_NONE, "WRITE-MISSING",
	    "order answer: po_number is missing");
	WITHOUT(a.po_number, SLICE("a number of 23 letters!"), "WRITE-VALUE",
	    "po_number does not fit");
	WITHOUT(a.po_number, SLICE("47*11"), "WRITE-VALUE", "po_number");
	WITHOUT(a.po_number, SLICE("47\xc3\xa9"), "WRITE-VALUE", "po_number");
	WITHOUT(a.code, "XX", "WRITE-VALUE", "code is none of");
	WITHOUT(a.head.native.from.id, SLICE_NONE, "WRITE-MISSING",
	    "head.native.from.id");
	WITHOUT(a.head.native.to.id, SLICE("SIXTEENLETTERS16"), "WRITE-VALUE",
	    "head.native.to.id");
	WITHOUT(a.head.native.to.qualifier, SLICE("ZZZ"), "WRITE-VALUE",
	    "head.native.to.qualifier");
	WITHOUT(a.head.native.to.group_id, SLICE("A"), "WRITE-VALUE",
	    "head.native.to.group_id");
	WITHOUT(a.head.native.version, SLICE_NONE, "WRITE-MISSING",
	    "head.native.version");
	WITHOUT(a.head.native.version, SLICE("4010"), "WRITE-VALUE",
	    "is no version of X12");
	WITHOUT(a.head.native.interchange_control, 0, "WRITE-VALUE",
	    "interchange_control is no control number");
	WITHOUT(a.head.native.interchange_control, 1000000000, "WRITE-VALUE",
	    "interchange_control");
	WITHOUT(a.head.native.group_control, -1, "WRITE-VALUE",
	    "group_control");
	WITHOUT(a.head.native.message_control, 0, "WRITE-VALUE",
	    "message_control");
	WITHOUT(l->order_line, SLICE(" "), "WRITE-MISSING",
	    "lines[0].order_line is missing");
	WITHOUT(l->unit, SLICE_NONE, "WRITE-MISSING",
	    "lines[0].unit is missing");
	WITHOUT(l->quantity, decimal_make(-1, 0), "WRITE-VALUE",
	    "lines[0].quantity is negative");
	WITHOUT(l->ordered, decimal_make(1234567890123456, 0), "WRITE-VALUE",
	    "lines[0].ordered has too many digits");
	WITHOUT(l->status, (enum answer_line_status)9, "WRITE-VALUE",
	    "lines[0].status");
	WITHOUT(l->seller_item,
	    SLICE("an id that is much longer than the "
		  "forty-eight characters"),
	    "WRITE-VALUE", "lines[0].seller_item");
	a.code = "CA";
	a.lines.n = 0;
	refused(write_x12_855(&a, &out, &err), "WRITE-MISSING", "lines");
	refused(write_x12_865(&a, &out, &err), "WRITE-MISSING", "lines");
}

/* --- letters ------------------------------------------------------------- */

static const char *
note_as_written(struct slice note)
{
	struct order_answer a = an_answer("AP");
	char *from, *to;

	buf_reset(&out);
	LIST_PUSH(&arena, &a.notes, struct text_item)->text = note;
	assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
	from = strstr(out.p, "~MSG*");
	if (from == NULL)
		return (NULL);
	to = strstr(from + 1, "~N1");
	return (arena_text(&arena,
	    (struct slice){ from + 5, (size_t)(to - from) - 5 }));
}

TEST(letters_become_their_like)
{
	static const char *const t[][2] = {
		{ "caf\xc3\xa9 \xc3\x84rger Stra\xc3\x9f"
		  "e \xc5\x81\xc3\xb3"
		  "d\xc5\xba",
		    "cafe Arger Strasse Lodz" },
		{ "e\xcc\x81 \xef\xac\x81 \xc2\xbd \xe2\x84\x96",
		    "e fi 1/2 No" },
		{ "5\xe2\x82\xac \xe2\x80\x9cx\xe2\x80\x9d \xe2\x80\x93 y",
		    "5EUR \"x\" - y" },
		{ "\xe6\x97\xa5\xe6\x9c\xac \xd0\x96", "?? ?" },
		{ "a*b~c>d^e", "a b c d e" },
		{ "one\r\n\t two\x01\x7f three", "one two three" },
		{ "bad \xc3( \xff\xfe end", "bad ?( ?? end" },
		{ "nul \xc2\xa0 in", "nul in" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		assert_string_equal(t[i][1],
		    note_as_written(slice_of(t[i][0])));
	assert_null(note_as_written(SLICE(" \t\r\n")));
	assert_null(note_as_written(SLICE("*~")));
}

TEST(a_long_note_is_cut_between_words)
{
	char text[600];
	const char *got;
	size_t first;

	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = i % 10 == 9 ? ' ' : (char)('a' + i % 10);
	text[sizeof(text) - 1] = '\0';
	got = note_as_written(slice_of(text));
	first = strcspn(got, "~");
	assert_int_equal(259, first);
	assert_int_equal(0, strncmp(got + first, "~MSG*abc", 8));
	memset(text, 'x', sizeof(text) - 1);
	got = note_as_written(slice_of(text));
	assert_int_equal(264, strcspn(got, "~"));
}

/* --- 856 ----------------------------------------------------------------- */

#define SHIPMENT_TO \
	"TD5*****DHL~REF*SI*S-1~REF*2I*JD014600~DTM*011*20261121*010000~" \
	"N1*SF*Lampen & Co~N1*ST*ACME Depot~N3*Kade 1~" \
	"N4*Utrecht**3511 AB*NL~"
#define ORDER "PRF*PO-4711***20261120~REF*VN*7K3Q-X42M-9A-C~"
#define ITEM(line, q) \
	"LIN*" line "*VP*LB-E27-8W~SN1*" line "*" q "*EA**100*EA~" \
	"PID*F****Bulb E27~"
#define BSN(s) \
	"ST*856*0001~BSN*00*DA-7K3QX42M9ACD0R2F*20261121*020000*" s "~HL*1**" \
	"S~"

static struct despatch_answer
two_cartons(const char *structure)
{
	struct despatch_answer d = a_despatch();

	d.head.native.ship_structure = slice_of(structure);
	(void)a_parcel(&d, "1", 60, SSCC);
	(void)a_parcel(&d, "2", 10, SSCC);
	(void)a_parcel(&d, "1", 40, SSCC2);
	return (d);
}

TEST(cartons_are_told_when_there_are_any)
{
	struct despatch_answer d = two_cartons("");

	wrote(write_x12_856(&d, &out, &err),
	    ISA("U*00401") GS("SH", "004010") BSN(
		"0001") "TD1*CTN*2~" SHIPMENT_TO "HL*2*1*O~" ORDER
			"HL*3*2*P~MAN*GM*00" SSCC
			"~HL*4*3*I~" ITEM("1", "60") "HL*5*3*I~" ITEM("2",
			    "10") "HL*6*2*P~"
				  "MAN*GM*00" SSCC2 "~HL*7*6*I~" ITEM("1",
				      "40") "CTT*7*110~SE*33*0001~" ENDS("1"));
}

TEST(a_partner_has_the_structure_it_wants)
{
	struct despatch_answer d = two_cartons("0002");

	wrote_set(write_x12_856(&d, &out, &err),
	    BSN("0002") "TD1*CTN*2~" SHIPMENT_TO "HL*2*1*O~" ORDER
			"HL*3*2*I~" ITEM("1",
			    "100") "HL*4*3*P~SN1**60*EA~"
				   "MAN*GM*00" SSCC "~HL*5*3*P~SN1**40*EA~"
				   "MAN*GM*00" SSCC2 "~HL*6*2*I~" ITEM("2",
				       "10") "HL*7*6*P~SN1**10*EA~MAN*GM*"
					     "00" SSCC
					     "~CTT*7*110~SE*34*0001~");
	d = two_cartons("0003");
	buf_reset(&out);
	wrote_set(write_x12_856(&d, &out, &err),
	    BSN("0003") "TD1*CTN*2~" SHIPMENT_TO "HL*2*1*P~MAN*GM*00" SSCC
			"~HL*3*2*O~" ORDER
			"HL*4*3*I~" ITEM("1", "60") "HL*5*3*I~" ITEM("2",
			    "10") "HL*6*1*P~MAN*GM*00" SSCC2 "~HL*7*6*O~" ORDER
				  "HL*8*7*I~" ITEM("1",
				      "40") "CTT*8*110~SE*36*0001~");
	d = two_cartons("0004");
	buf_reset(&out);
	wrote_set(write_x12_856(&d, &out, &err),
	    BSN("0004") SHIPMENT_TO
	    "HL*2*1*O~" ORDER "HL*3*2*I~" ITEM("1", "60") "HL*4*2*I~" ITEM("2",
		"10") "HL*5*2*I~" ITEM("1", "40") "CTT*5*110~SE*28*0001~");
	d = two_cartons("0005");
	buf_reset(&out);
	refused(write_x12_856(&d, &out, &err), "WRITE-VALUE",
	    "head.native.ship_structure is none of");
}

TEST(pallets_stand_above_their_cartons)
{
	struct despatch_answer d = two_cartons("0001");

	for (size_t i = 0; i < 2; i++)
		LIST_AT(&d.lines, struct despatch_line, i)->pallet = SLICE(
		    "00340123450000000031");
	wrote_set(write_x12_856(&d, &out, &err),
	    BSN("0001") "TD1*PLT*1~TD1*CTN*2~" SHIPMENT_TO "HL*2*1*O~" ORDER
			"HL*3*2*T~MAN*GM*00340123450000000031~"
			"HL*4*3*P~MAN*GM*00" SSCC
			"~HL*5*4*I~" ITEM("1", "60") "HL*6*4*I~" ITEM("2",
			    "10") "HL*7*2*P~"
				  "MAN*GM*00" SSCC2 "~HL*8*7*I~" ITEM("1",
				      "40") "CTT*8*110~SE*36*0001~");
}

TEST(without_cartons_a_notice_is_of_orders_and_items)
{
	struct despatch_answer d = a_despatch();
	struct despatch_line *l;

	d.head.native.ship_structure = SLICE("0001");
	l = a_parcel(&d, "1", 60, "");
	l->outstanding = decimal_make(40, 0);
	l = a_parcel(&d, "7", 5, "");
	l->po_number = SLICE("PO-4712");
	l->confirmation = SLICE_NONE; /* as the shipment's */
	l->release_number = SLICE("R-2");
	l->po_date = DAY_NONE;
	l->ordered = DECIMAL_NONE;
	l->final = true;
	d.left_at = INSTANT_NONE;
	d.carrier = d.tracking = d.shipment = SLICE_NONE;
	d.ship_to.name = d.ship_to.street = d.ship_to.city = SLICE_NONE;
	wrote_set(write_x12_856(&d, &out, &err),
	    BSN("0004") "N1*SF*Lampen & Co~HL*2*1*O~" ORDER "HL*3*2*I~"
			"LIN*1*VP*LB-E27-8W~SN1*1*60*EA**100*EA**BP~PID*F****"
			"Bulb E27~"
			"HL*4*1*O~PRF*PO-4712*R-2~REF*VN*7K3Q-X42M-9A-C~HL*5*4*"
			"I~"
			"LIN*7*VP*LB-E27-8W~SN1*7*5*EA*****AC~PID*F****Bulb "
			"E27~"
			"CTT*5*65~SE*20*0001~");
}

TEST(a_day_without_a_time_has_none_in_the_notice)
{
	struct despatch_answer d = a_despatch();

	(void)a_parcel(&d, "1", 60, "");
	d.left_at -= d.left_at % 86400;
	assert_int_equal(RC_OK, write_x12_856(&d, &out, &err));
	assert_non_null(strstr(out.p, "~DTM*011*20261121~"));
}

TEST(a_line_of_which_nothing_left_is_deleted_or_comes_later)
{
	struct despatch_answer d = a_despatch();
	struct despatch_line *l;

	l = a_parcel(&d, "1", 0, "");
	l->final = true;
	l = a_parcel(&d, "2", 0, "");
	l->outstanding = decimal_make(40, 0);
	assert_int_equal(RC_OK, write_x12_856(&d, &out, &err));
	assert_non_null(strstr(out.p, "SN1*1*0*EA**100*EA**ID~"));
	assert_non_null(strstr(out.p, "SN1*2*0*EA**100*EA**IB~"));
}

TEST(a_number_that_is_no_sscc_is_the_shippers_own)
{
	struct despatch_answer d = a_despatch();

	(void)a_parcel(&d, "1", 60, "340123450000000018");
	(void)a_parcel(&d, "2", 60, "00" SSCC);
	(void)a_parcel(&d, "3", 60, "");
	assert_int_equal(RC_OK, write_x12_856(&d, &out, &err));
	assert_non_null(strstr(out.p, "~HL*3*2*P~MAN*SM*340123450000000018~"));
	assert_non_null(strstr(out.p, "~HL*5*2*P~MAN*GM*00" SSCC "~"));
	assert_non_null(strstr(out.p, "~HL*7*2*I~LIN*3*"));
}

TEST(a_notice_names_the_field_it_misses)
{
	struct despatch_answer d = two_cartons("");
	struct despatch_line *l = LIST_AT(&d.lines, struct despatch_line, 1);

#define NOTICE(place, value, code, says) \
	do { \
		__typeof__(place) kept_ = (place); \
		(place) = (value); \
		refused(write_x12_856(&d, &out, &err), (code), (says)); \
		(place) = kept_; \
	} while (0)
	NOTICE(d.head.id, SLICE_NONE, "WRITE-MISSING", "head.id");
	NOTICE(d.tracking, SLICE("a tracking number of 31 letters"),
	    "WRITE-VALUE", "tracking");
	NOTICE(l->delivered, DECIMAL_NONE, "WRITE-MISSING",
	    "lines[1].delivered");
	NOTICE(l->delivered, decimal_make(12345678901, 0), "WRITE-VALUE",
	    "lines[1].delivered");
	NOTICE(l->unit, SLICE_NONE, "WRITE-MISSING", "lines[1].unit");
	NOTICE(l->seller_item, SLICE_NONE, "WRITE-MISSING",
	    "lines[1].seller_item");
	NOTICE(l->po_number, SLICE("a number of 23 letters!"), "WRITE-VALUE",
	    "lines[1].po_number");
	NOTICE(d.lines.n, 0, "WRITE-MISSING", "lines");
	d.po_number = l->po_number = SLICE_NONE;
	refused(write_x12_856(&d, &out, &err), "WRITE-MISSING",
	    "lines[1].po_number");
}

/* --- 940 ----------------------------------------------------------------- */

static struct warehouse_line *
a_pick(struct warehouse_order *w, const char *order, const char *line,
    int64_t n)
{
	struct warehouse_line *l = LIST_PUSH(&arena, &w->lines,
	    struct warehouse_line);

	*l = (struct warehouse_line){ .order = slice_of(order),
		.line = slice_of(line),
		.sku = SLICE("LB-E27-8W"),
		.customer_po = SLICE("PO-4711"),
		.name = SLICE("Bulb E27"),
		.gtin = SLICE(GTIN),
		.quantity = decimal_make(n, 0),
		.unit = SLICE("EA"),
		.ship_to_name = SLICE("ACME Depot"),
		.street = SLICE("Kade 1"),
		.city = SLICE("Utrecht"),
		.postal_code = SLICE("3511 AB"),
		.country = SLICE("NL"),
		.requested_on = day_of(2026, 12, 1) };
	return (l);
}

#define PICK(n, line, q) \
	"LX*" n "~W01*" q "*EA**VP*LB-E27-8W*EN*" GTIN \
	"~G69*Bulb E27~N9*LI*" line "~"

TEST(a_warehouse_gets_one_set_an_order_and_place)
{
	struct warehouse_order w = { .head = a_head("004010") };

	w.head.to.name = SLICE("Depot One");
	(void)a_pick(&w, "A-1", "1", 60);
	(void)a_pick(&w, "A-2", "1", 5)->customer_po;
	(void)a_pick(&w, "A-1", "2", 40);
	a_pick(&w, "A-1", "3", 7)->requested_on = day_of(2026, 12, 24);
	wrote(write_x12_940(&w, &out, &err),
	    ISA("U*00401") GS("OW",
		"004010") "ST*940*0001~W05*N*A-1*PO-4711~"
			  "N1*ST*ACME Depot~N3*Kade 1~N4*Utrecht**3511 AB*NL~"
			  "N1*DE*Lampen & Co~N1*WH*Depot "
			  "One~G62*02*20261201~" PICK("1", "1", "60") PICK("2",
			      "2",
			      "40") "LX*3~G62*02*20261224~W01*7*EA**VP*"
				    "LB-E27-8W*EN*" GTIN
				    "~G69*Bulb E27~N9*LI*3~W76*107~SE*23*0001~"
				    "ST*940*0002~W05*N*A-2*PO-4711~"
				    "N1*ST*ACME Depot~N3*Kade "
				    "1~N4*Utrecht**3511 AB*NL~"
				    "N1*DE*Lampen & Co~N1*WH*Depot "
				    "One~G62*02*20261201~" PICK("1", "1",
					"5") "W76*5~SE*14*0002~" ENDS("2"));
}

TEST(lines_of_an_order_for_two_places_are_two_sets)
{
	struct warehouse_order w = { .head = a_head("004010") };

	(void)a_pick(&w, "A-1", "1", 60);
	a_pick(&w, "A-1", "2", 5)->ship_to_name = SLICE("Other");
	(void)a_pick(&w, "A-1", "3", 40);
	assert_int_equal(RC_OK, write_x12_940(&w, &out, &err));
	assert_non_null(strstr(out.p, "N9*LI*3~W76*100~SE*"));
	assert_non_null(
	    strstr(out.p, "~ST*940*0002~W05*N*A-1*PO-4711~N1*ST*Other~"));
	assert_non_null(strstr(out.p, "~GE*2*7~"));
}

TEST(a_pick_names_the_field_it_misses)
{
	struct warehouse_order w = { .head = a_head("004010") };
	struct warehouse_line *l = a_pick(&w, "A-1", "1", 60);

#define PICKED(place, value, code, says) \
	do { \
		__typeof__(place) kept_ = (place); \
		(place) = (value); \
		refused(write_x12_940(&w, &out, &err), (code), (says)); \
		(place) = kept_; \
	} while (0)
	PICKED(l->order, SLICE_NONE, "WRITE-MISSING", "lines[0].order");
	PICKED(l->line, SLICE_NONE, "WRITE-MISSING", "lines[0].line");
	PICKED(l->sku, SLICE_NONE, "WRITE-MISSING", "lines[0].sku");
	PICKED(l->unit, SLICE_NONE, "WRITE-MISSING", "lines[0].unit");
	PICKED(l->quantity, DECIMAL_NONE, "WRITE-MISSING", "lines[0].quantity");
	PICKED(l->quantity, DECIMAL_ZERO, "WRITE-VALUE",
	    "lines[0].quantity is not above zero");
	PICKED(w.lines.n, 0, "WRITE-MISSING", "lines");
}

/* --- TA1, 997, 999 ------------------------------------------------------- */

static struct technical_answer
with_faults(void)
{
	struct technical_answer t = a_technical();
	struct answered_message *m;

	(void)a_set(&t, "11", "0001", VERDICT_ACCEPTED);
	m = a_set(&t, "11", "0002", VERDICT_REJECTED);
	(void)a_finding(&m->findings, "X12-ELEMENT-LONG", "BEG", 2, "3",
	    "xx*~xx");
	(void)a_finding(&m->findings, "X12-ELEMENT-REPEAT", "BEG", 2, "5:2",
	    "");
	(void)a_finding(&m->findings, "X12-SEG-MISSING", "PO1", 5, "", "");
	(void)a_finding(&m->findings, "X12-CTT-COUNT", "CTT", 5, "1", "7");
	(void)a_finding(&m->findings, "X12-SE-COUNT", "SE", 6, "1", "7");
	(void)a_finding(&m->findings, "ORDER-ITEM", "PO1", 3, "7", "8");
	m = a_set(&t, "12", "0001", VERDICT_ERRORS);
	(void)a_finding(&m->findings, "X12-UNIT", "PO1", 3, "3", "QQ");
	a_finding(&t.findings, "X12-GE-COUNT", "GE", 0, "1", "3")->offset =
	    2500;
	return (t);
}

TEST(a_997_tells_of_each_group_set_segment_and_element)
{
	struct technical_answer t = with_faults();

	t.ta1_wanted = true;
	t.head.native.ack_wanted = true; /* nobody acknowledges these */
	wrote(write_x12_997(&t, &out, &err),
	    ISA("U*00401") "TA1*000000905*261120*2359*A*000~" GS("FA",
		"004010") "ST*997*0001~AK1*PO*11~AK2*850*0001~AK5*A~"
			  "AK2*850*0002~AK3*BEG*2**8~AK4*3**5*xx xx~AK4*5>2**3~"
			  "AK3*PO1*5**3~AK3*CTT*5**8~AK4*1**7*7~AK5*R*5*4~"
			  "AK9*P*3*2*1*5~SE*14*0001~"
			  "ST*997*0002~AK1*PO*12~AK2*850*0001~AK3*PO1*3**8~AK4*"
			  "3**7*QQ~"
			  "AK5*E*5~AK9*E*1*1*1~SE*8*0002~" ENDS("2"));
}

TEST(a_999_says_the_same_in_5010)
{
	struct technical_answer t = with_faults();

	wrote(write_x12_999(&t, &out, &err),
	    ISA("^*00501") GS("FA",
		"005010") "ST*999*0001~"
			  "AK1*PO*11*004010~AK2*850*0001~IK5*A~"
			  "AK2*850*0002~IK3*BEG*2**8~IK4*3**5*xx "
			  "xx~IK4*5>2**12~"
			  "IK3*PO1*5**3~IK3*CTT*5**8~IK4*1**7*7~IK5*R*5*4~"
			  "AK9*P*3*2*1*5~SE*14*0001~"
			  "ST*999*0002~AK1*PO*12*004010~AK2*850*0001~IK3*PO1*3*"
			  "*8~"
			  "IK4*3**7*QQ~IK5*E*5~AK9*E*1*1*1~SE*8*0002~" ENDS(
			      "2"));
}

TEST(a_rejected_interchange_gets_a_ta1_alone)
{
	struct technical_answer t = with_faults();

	t.interchange_rejected = true;
	t.findings.n = 0;
	(void)a_finding(&t.findings, "X12-ISA-VALUE", "ISA", 0, "12", "");
	(void)a_finding(&t.findings, "X12-IEA-COUNT", "IEA", 0, "1", "2");
	wrote(write_x12_997(&t, &out, &err),
	    ISA("U*00401") "TA1*000000905*261120*2359*R*021~"
			   "IEA*0*000000042~");
	t.findings.n = 0;
	t.interchange_prepared = SLICE("26112 never");
	t.interchange_control = SLICE("90*5");
	buf_reset(&out);
	wrote(write_x12_ta1(&t, &out, &err),
	    ISA("U*00401") "TA1*000000000*026112*0000*R*024~"
			   "IEA*0*000000042~");
	t.interchange_control = SLICE_NONE;
	buf_reset(&out);
	refused(write_x12_ta1(&t, &out, &err), "WRITE-MISSING",
	    "interchange_control");
}

TEST(a_ta1_alone_says_nothing_of_sets)
{
	struct technical_answer t = with_faults();

	wrote(write_x12_ta1(&t, &out, &err),
	    ISA("U*00401") "TA1*000000905*261120*2359*A*000~"
			   "IEA*0*000000042~");
	(void)a_finding(&t.findings, "X12-ISA-USAGE", "ISA", 0, "15", "X");
	buf_reset(&out);
	wrote(write_x12_ta1(&t, &out, &err),
	    ISA("U*00401") "TA1*000000905*261120*2359*E*020~"
			   "IEA*0*000000042~");
}

TEST(codes_that_4010_lacks_are_said_by_others)
{
	struct technical_answer t = a_technical();
	struct answered_message *m = a_set(&t, "11", "0001", VERDICT_REJECTED);

	(void)a_finding(&m->findings, "X12-ST-DUPLICATE", "ST", 1, "2", "1");
	(void)a_finding(&m->findings, "X12-ELEMENT-TRAILING", "BEG", 2, "9",
	    "");
	(void)a_finding(&t.findings, "X12-GS-DUPLICATE", "GS", 0, "6", "11");
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	assert_non_null(strstr(out.p, "~AK4*9**3~AK5*R*5*7~AK9*R*1*1*0*6~"));
	buf_reset(&out);
	assert_int_equal(RC_OK, write_x12_999(&t, &out, &err));
	assert_non_null(strstr(out.p, "~IK4*9**16~IK5*R*5*23~AK9*R*1*1*0*19~"));
}

TEST(a_quantity_of_nothing_is_there_and_a_missing_one_has_no_value)
{
	struct technical_answer t = a_technical();
	struct answered_message *m = a_set(&t, "11", "0001", VERDICT_REJECTED);

	(void)a_finding(&m->findings, "X12-QUANTITY", "PO1", 3, "2", "0");
	(void)a_finding(&m->findings, "X12-QUANTITY", "PO1", 4, "2", "");
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	assert_non_null(strstr(out.p,
	    "~AK3*PO1*3**8~AK4*2**7*0~AK3*PO1*4**8~AK4*2**1~AK5*R*5~"));
}

TEST(a_set_that_is_refused_for_its_content_says_so_shortly)
{
	struct technical_answer t = a_technical();
	struct answered_message *m = a_set(&t, "11", "0001", VERDICT_REJECTED);

	(void)a_finding(&m->findings, "ORDER-ITEM", "PO1", 3, "7", "8");
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	assert_non_null(strstr(out.p, "~AK2*850*0001~AK5*R*5~AK9*R*1*1*0~"));
	m->verdict = VERDICT_ERRORS;
	buf_reset(&out);
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	/* what no code tells is no error of the group either */
	assert_non_null(strstr(out.p, "~AK2*850*0001~AK5*A~AK9*A*1*1*1~"));
}

TEST(a_set_in_no_group_is_answered_by_the_ta1)
{
	struct technical_answer t = a_technical();

	a_set(&t, "", "0001", VERDICT_REJECTED)->group_kind = SLICE_NONE;
	(void)a_finding(&t.findings, "X12-GS-MISSING", "ST", 1, "", "");
	wrote(write_x12_997(&t, &out, &err),
	    ISA("U*00401") "TA1*000000905*261120*2359*E*024~"
			   "IEA*0*000000042~");
}

TEST(bad_numbers_do_not_keep_a_refusal_from_being_sent)
{
	struct technical_answer t = a_technical();
	struct answered_message *m = a_set(&t, "11", "12*45678901",
	    VERDICT_REJECTED);

	m->kind = SLICE("8500");
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	assert_non_null(strstr(out.p, "~AK2*850*12 456789~AK5*R*5~"));
	m->control_number = SLICE_NONE;
	buf_reset(&out);
	assert_int_equal(RC_OK, write_x12_997(&t, &out, &err));
	assert_non_null(strstr(out.p, "~AK2*850*0000~AK5*R*5~"));
}

/* --- all of them --------------------------------------------------------- */

static enum rc
write_one(int which)
{
	struct order_answer a = an_answer("CA");
	struct despatch_answer d = two_cartons("0001");
	struct technical_answer t = with_faults();
	struct warehouse_order w = { .head = a_head("004010") };

	(void)a_line(&a, "1", ANSWER_CHANGED);
	(void)a_pick(&w, "A-1", "1", 60);
	a.change = true;
	switch (which) {
	case 0:
		return (write_x12_855(&a, &out, &err));
	case 1:
		return (write_x12_865(&a, &out, &err));
	case 2:
		return (write_x12_856(&d, &out, &err));
	case 3:
		return (write_x12_940(&w, &out, &err));
	case 4:
		return (write_x12_997(&t, &out, &err));
	case 5:
		return (write_x12_999(&t, &out, &err));
	default:
		return (write_x12_ta1(&t, &out, &err));
	}
}

TEST(a_full_buffer_keeps_nothing_of_the_document)
{
	full_buffers_keep_nothing(7, write_one);
}

/* --- random documents ---------------------------------------------------- */

static struct answer_head
any_head(bool wild)
{
	static const char *const versions[] = { "004010", "005010",
		"004010VICS", "004030" };
	static const char *const separators[] = { "", "*>~^", "|:\n^", "+<'!",
		"\x1d\x1f\x1c\x1e" };
	struct answer_head h = a_head(versions[draw(4)]);

	h.id = any_id(25, wild);
	if (h.id.n < 2)
		h.id = SLICE("DA-1");
	h.issued = (instant)draw(2000000000);
	h.test = draw(2) == 0;
	h.native.ack_wanted = draw(2) == 0;
	h.native.interchange_control = 1 + draw(999999999);
	h.native.group_control = 1 + draw(999999999);
	h.native.message_control = 1 + draw(99999);
	(void)snprintf(h.native.separators, sizeof(h.native.separators), "%s",
	    separators[draw(5)]);
	h.from.name = any_text();
	h.to.name = any_text();
	if (draw(2) == 0) {
		h.to.id_scheme = SLICE("0088");
		h.to.id = SLICE("7300010000001");
	}
	return (h);
}

static void
any_answer_line(struct order_answer *a, bool wild, int i)
{
	struct answer_line *l = LIST_PUSH(&arena, &a->lines,
	    struct answer_line);

	*l = (struct answer_line){ .expected_on = DAY_NONE,
		.id = slice_of(arena_printf(&arena, "%d", i + 1)),
		.order_line = any_id(20, wild),
		.status = any_status(),
		.differs = draw(4) == 0 ? draw(32) : 0,
		.ordered = draw(5) == 0 ? DECIMAL_NONE : any_quantity(wild),
		.unit_price = draw(5) == 0 ? DECIMAL_NONE : any_quantity(wild),
		.change = (enum line_change)draw(5),
		.reason = draw(2) == 0 ? SLICE_NONE : SLICE("ORDER-UNIT"),
		.note = draw(2) == 0 ? SLICE_NONE : any_text(),
		.quantity = any_quantity(wild),
		.backorder = draw(3) == 0 ? any_quantity(wild) :
		    draw(2) == 0          ? DECIMAL_ZERO :
					    DECIMAL_NONE,
		.unit = any_unit(wild),
		.unit_code = draw(3) == 0 ? SLICE("EA") : SLICE_NONE,
		.price = draw(3) == 0 ? any_quantity(wild) : DECIMAL_NONE,
		.price_basis = draw(2) == 0 ? decimal_make(100, 0) :
		    draw(2) == 0            ? any_quantity(wild) :
					      DECIMAL_NONE,
		.promised_on = any_day(),
		.name = any_text(),
		.seller_item = any_id(40, wild),
		.buyer_item = draw(2) == 0 ? SLICE_NONE : any_id(40, wild),
		.gtin = any_gtin(wild) };
}

static struct order_answer
any_answer(bool wild)
{
	struct order_answer a = { .head = any_head(wild),
		.code = any_code(),
		.change = draw(2) == 0,
		.purpose = (enum order_purpose)draw(8),
		.change_number = draw(2) == 0 ? SLICE_NONE : any_id(8, wild),
		.release_number = draw(2) == 0 ? SLICE_NONE : any_id(30, wild),
		.confirmation = draw(3) == 0 ? SLICE_NONE : any_id(30, wild),
		.currency = draw(3) == 0 ? SLICE_NONE : SLICE("EUR"),
		.customer_reference = draw(2) == 0 ? SLICE_NONE :
						     any_id(30, wild),
		.po_number = any_id(22, wild),
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
	static const char *const structures[] = { "", "0001", "0002", "0003",
		"0004" };
	static const char *const orders[] = { "PO-1", "PO-2", "PO-3" };
	struct despatch_answer d = a_despatch();
	bool pallets = draw(3) == 0, packed = draw(4) > 0;

	d.head = any_head(wild);
	d.head.native.ship_structure = slice_of(structures[draw(5)]);
	d.shipment = any_id(30, wild);
	d.confirmation = any_id(30, wild);
	d.carrier = any_text();
	d.tracking = draw(2) == 0 ? SLICE_NONE : any_id(30, wild);
	d.ship_to.name = any_text();
	d.ship_to.street = any_text();
	d.ship_to.city = any_text();
	d.ship_to.postal_code = any_text();
	d.ship_to.country = draw(2) == 0 ? SLICE("NL") : any_text();
	for (uint32_t n = draw(9) + 1; n > 0; n--) {
		struct despatch_line *l = LIST_PUSH(&arena, &d.lines,
		    struct despatch_line);

		*l = (struct despatch_line){ .id = SLICE("1"),
			.order_line = draw(2) == 0 ? SLICE("1") :
						     any_id(20, wild),
			.po_number = slice_of(orders[draw(3)]),
			.release_number = SLICE_NONE,
			.po_date = any_day(),
			.ordered = draw(2) == 0 ? DECIMAL_NONE :
						  any_quantity(wild),
			.final = draw(2) == 0,
			.delivered = any_quantity(wild),
			.outstanding = draw(2) == 0 ? DECIMAL_NONE :
						      any_quantity(wild),
			.unit = SLICE("EA"),
			.name = any_text(),
			.seller_item = draw(2) == 0 ? SLICE("A") :
						      any_id(40, wild),
			.gtin = any_gtin(wild),
			.sscc = packed ? any_carton() : SLICE_NONE,
			.pallet = pallets ? any_carton() : SLICE_NONE };
	}
	return (d);
}

static struct warehouse_order
any_warehouse(bool wild)
{
	static const char *const orders[] = { "A-1", "A-2", "A-3" };
	struct warehouse_order w = { .head = any_head(wild) };

	for (uint32_t n = draw(9) + 1; n > 0; n--) {
		struct warehouse_line *l = a_pick(&w, orders[draw(3)], "1",
		    1 + draw(99));

		l->line = any_id(30, wild);
		l->sku = any_id(40, wild);
		l->gtin = any_gtin(wild);
		l->name = any_text();
		l->customer_po = any_id(22, wild);
		l->quantity = any_quantity(wild);
		l->unit = any_unit(wild);
		l->requested_on = any_day();
		if (draw(3) == 0)
			l->ship_to_name = any_text();
		if (draw(3) == 0)
			l->street = l->city = l->country = any_text();
	}
	return (w);
}

static void
any_findings(struct list *l)
{
	static const char *const elements[] = { "", "1", "3:1", "2:1:3",
		"quantity", "0", "100" };

	for (uint32_t n = draw(12); n > 0; n--) {
		const struct finding_rule *r = any_rule();
		struct finding *f = LIST_PUSH(&arena, l, struct finding);

		shape_init(&finding_shape, f);
		f->code = slice_of(r->code);
		f->severity = r->severity;
		f->segment = draw(4) == 0 ? INT_NONE : (int64_t)draw(9);
		f->offset = draw(4) == 0 ? INT_NONE : (int64_t)draw(9000);
		f->tag = draw(5) == 0 ? any_text() : SLICE("PO1");
		f->element = slice_of(elements[draw(7)]);
		f->value = any_text();
	}
}

static struct technical_answer
any_technical(void)
{
	struct technical_answer t = a_technical();

	t.head = any_head(true);
	t.ta1_wanted = draw(2) == 0;
	t.interchange_rejected = draw(5) == 0;
	t.interchange_prepared = draw(2) == 0 ? any_text() : SLICE("260101 12");
	any_findings(&t.findings);
	for (uint32_t n = draw(9); n > 0; n--) {
		struct answered_message *m = a_set(&t, draw(3) == 0 ? "7" : "8",
		    "0001", (enum verdict)draw(3));

		if (draw(4) == 0)
			m->control_number = any_text();
		if (draw(9) == 0)
			m->group_kind = any_text();
		if (draw(9) == 0)
			m->kind = any_text();
		any_findings(&m->findings);
	}
	return (t);
}

static enum rc
write_any(uint32_t which, bool wild)
{
	struct order_answer a;
	struct despatch_answer d;
	struct warehouse_order w;
	struct technical_answer t;

	switch (which) {
	case 0:
	case 1:
		a = any_answer(wild);
		return (which == 0 ? write_x12_855(&a, &out, &err) :
				     write_x12_865(&a, &out, &err));
	case 2:
		d = any_despatch(wild);
		return (write_x12_856(&d, &out, &err));
	case 3:
		w = any_warehouse(wild);
		return (write_x12_940(&w, &out, &err));
	default:
		t = any_technical();
		return (which == 4 ? write_x12_997(&t, &out, &err) :
			which == 5 ? write_x12_999(&t, &out, &err) :
				     write_x12_ta1(&t, &out, &err));
	}
}

TEST(random_documents_are_good_or_refused)
{
	int good = 0;

	for (uint32_t i = 0; i < 5000; i++) {
		arena_reset(&arena);
		buf_reset(&out);
		err = (struct err)ERR_INIT;
		good += good_or_refused(write_any(i % 7, i % 3 == 0),
		    i % 3 == 0);
	}
	assert_in_range(good, 3500, 4900);
}

/* --- read back ----------------------------------------------------------- */

struct reader {
	struct wire w;
	struct wire_segment s;
};

static struct slice
at(struct reader *r, unsigned i)
{
	return (wire_at(&r->w, &arena, &r->s, i, 0));
}

static struct decimal
number(struct reader *r, unsigned i)
{
	return (wire_decimal(&r->w, &arena, &r->s, i, 0));
}

/* To the next segment with this tag, not beyond one with the other. */
static bool
forward(struct reader *r, const char *tag, const char *stop)
{
	struct wire before = r->w;

	while (wire_next(&r->w, &r->s)) {
		if (wire_is(&r->s, tag))
			return (true);
		if (stop != NULL && wire_is(&r->s, stop))
			break;
		before = r->w;
	}
	r->w = before;
	return (false);
}

/* What a buyer takes from the ACK of a line. */
static void
acks_tell(struct reader *r, const struct order_answer *a,
    const struct answer_line *l)
{
	struct decimal confirmed = DECIMAL_ZERO, later = DECIMAL_NONE;
	bool refused = strcmp(a->code, "RE") == 0 ||
	    l->status == ANSWER_REFUSED,
	     held = strcmp(a->code, "AB") == 0, gone = false;
	struct slice code, promised = SLICE_NONE;
	char text[9];

	while (forward(r, "ACK", "N9")) {
		code = at(r, 1);
		if (slice_is(code, "IB"))
			later = number(r, 2);
		else if (!decimal_is_none(number(r, 2)))
			confirmed = number(r, 2);
		if (at(r, 5).n > 0)
			promised = at(r, 5);
		if (refused)
			assert_true(
			    slice_is(code, "IR") || slice_is(code, "R3"));
		else if (held)
			assert_true(slice_is(code, "IH"));
		else
			assert_false(code.p[0] == 'R');
		gone = gone || slice_is(code, "ID") || slice_is(code, "IH");
	}
	if (held || refused || gone)
		return;
	if (l->quantity.coef > 0)
		assert_true(same(l->quantity, confirmed));
	if (!decimal_is_none(l->backorder) && l->backorder.coef > 0)
		assert_true(same(l->backorder, later));
	else
		assert_true(decimal_is_none(later));
	if (l->promised_on != DAY_NONE)
		assert_true(
		    slice_is(promised, day_basic(l->promised_on, text)));
}

/* The part of the document from this line to the next. */
static struct reader
one_line(struct reader *all, const char *tag)
{
	struct reader one = *all;
	struct wire next = all->w;
	struct wire_segment s;

	one.w.data.n = all->w.at;
	while (wire_next(&next, &s) && !wire_is(&s, tag) && !wire_is(&s, "CTT"))
		one.w.data.n = next.at;
	return (one);
}

static void
answer_reads_back(const struct order_answer *a, const char *head,
    const char *tag)
{
	struct reader r;
	bool change = strcmp(tag, "POC") == 0;
	unsigned q = change ? 3 : 2;

	wire_open(&r.w, buf_slice(&out));
	assert_true(forward(&r, head, NULL));
	assert_true(slice_eq(a->po_number, at(&r, 3)));
	assert_true(slice_eq(a->release_number, at(&r, change ? 4 : 5)));
	assert_true(slice_eq(a->confirmation, at(&r, change ? 9 : 8)));
	if (change)
		assert_true(slice_eq(a->change_number, at(&r, 5)));
	for (size_t i = 0; i < a->lines.n; i++) {
		const struct answer_line *l = LIST_AT(&a->lines,
		    struct answer_line, i);
		struct reader one;

		assert_true(forward(&r, tag, NULL));
		assert_true(slice_eq(l->order_line, at(&r, 1)));
		if (!decimal_is_none(l->ordered))
			assert_true(same(l->ordered, number(&r, q)));
		one = one_line(&r, tag);
		acks_tell(&one, a, l);
	}
	assert_false(forward(&r, tag, NULL));
}

TEST(an_answer_reads_back_as_it_was_meant)
{
	for (int i = 0; i < 1000; i++) {
		struct order_answer a;

		arena_reset(&arena);
		buf_reset(&out);
		a = any_answer(false);
		assert_int_equal(RC_OK, write_x12_855(&a, &out, &err));
		answer_reads_back(&a, "BAK", "PO1");
		buf_reset(&out);
		a.change = true;
		assert_int_equal(RC_OK, write_x12_865(&a, &out, &err));
		answer_reads_back(&a, "BCA", "POC");
	}
}

/* What is in a carton of a shipment: sums over what they have in common. */
struct content {
	struct slice order, line, item, carton;
	struct decimal quantity;
};

static void
put_content(struct list *all, struct content c)
{
	for (size_t i = 0; i < all->n; i++) {
		struct content *have = LIST_AT(all, struct content, i);

		if (slice_eq(have->order, c.order) &&
		    slice_eq(have->line, c.line) &&
		    slice_eq(have->item, c.item) &&
		    slice_eq(have->carton, c.carton)) {
			assert_true(decimal_add(have->quantity, c.quantity,
			    &have->quantity));
			return;
		}
	}
	*LIST_PUSH(&arena, all, struct content) = c;
}

static void
same_contents(const struct list *a, const struct list *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		const struct content *c = LIST_AT(a, struct content, i);
		bool found = false;

		for (size_t k = 0; k < b->n && !found; k++) {
			const struct content *d = LIST_AT(b, struct content, k);

			found = slice_eq(c->order, d->order) &&
			    slice_eq(c->line, d->line) &&
			    slice_eq(c->item, d->item) &&
			    slice_eq(c->carton, d->carton) &&
			    same(c->quantity, d->quantity);
		}
		assert_true(found);
	}
}

#define LEVELS 100

struct level {
	char kind;
	int64_t up;
	struct slice mark, order, line, item;
	struct decimal quantity;
	bool leaf;
};

/* The nearest level of a kind, from one upwards. */
static const struct level *
above(const struct level *v, int64_t i, char kind)
{
	for (; i > 0; i = v[i].up)
		if (v[i].kind == kind)
			return (&v[i]);
	return (NULL);
}

static char
level_kind(struct reader *r)
{
	struct slice kind = at(r, 3);

	assert_int_equal(1, kind.n);
	return (kind.p != NULL ? kind.p[0] : '\0');
}

static size_t
levels_of(struct level *v, const char **structure)
{
	struct reader r;
	size_t n = 0;
	int64_t up;

	wire_open(&r.w, buf_slice(&out));
	assert_true(forward(&r, "BSN", NULL));
	*structure = arena_text(&arena, at(&r, 5));
	while (wire_next(&r.w, &r.s)) {
		if (wire_is(&r.s, "HL")) {
			assert_true(++n < LEVELS);
			assert_int_equal(n, atol(r.s.e[1].p));
			v[n] = (struct level){ .kind = level_kind(&r),
				.quantity = DECIMAL_NONE,
				.leaf = true };
			up = at(&r, 2).n > 0 ? atol(at(&r, 2).p) : 0;
			assert_in_range(up, 0, n - 1);
			v[n].up = up;
			v[up].leaf = false;
		} else if (wire_is(&r.s, "MAN"))
			v[n].mark = at(&r, 2);
		else if (wire_is(&r.s, "PRF"))
			v[n].order = at(&r, 1);
		else if (wire_is(&r.s, "LIN")) {
			v[n].line = at(&r, 1);
			v[n].item = at(&r, 3);
		} else if (wire_is(&r.s, "SN1"))
			v[n].quantity = number(&r, 2);
		else if (wire_is(&r.s, "CTT"))
			assert_int_equal(n, atol(r.s.e[1].p));
	}
	return (n);
}

static struct slice
as_mark(struct slice sscc)
{
	return (sscc.n == 18 ?
		slice_of(arena_printf(&arena, "00" SL_FMT, SL_ARG(sscc))) :
		sscc);
}

static void
notice_reads_back(const struct despatch_answer *d)
{
	struct level v[LEVELS] = { 0 };
	struct list want = { 0 }, got = { 0 };
	const char *structure;
	size_t n = levels_of(v, &structure);
	bool cartons = strcmp(structure, "0004") != 0;

	for (size_t i = 0; i < d->lines.n; i++) {
		const struct despatch_line *l = LIST_AT(&d->lines,
		    struct despatch_line, i);

		put_content(&want,
		    (struct content){ l->po_number, l->order_line,
			l->seller_item, cartons ? as_mark(l->sscc) : SLICE_NONE,
			l->delivered });
	}
	for (size_t i = 1; i <= n; i++) {
		const struct level *item = above(v, (int64_t)i, 'I'),
				   *pack = above(v, (int64_t)i, 'P'),
				   *order = above(v, (int64_t)i, 'O');

		if (!v[i].leaf)
			continue;
		assert_non_null(item);
		assert_non_null(order);
		put_content(&got,
		    (struct content){ order->order, item->line, item->item,
			pack != NULL ? pack->mark : SLICE_NONE,
			v[i].quantity });
	}
	same_contents(&want, &got);
}

TEST(a_notice_reads_back_as_what_was_shipped)
{
	for (int i = 0; i < 2000; i++) {
		struct despatch_answer d;
		const char *asked;

		arena_reset(&arena);
		buf_reset(&out);
		d = any_despatch(false);
		/* Packs below items lose what has none. */
		asked = arena_text(&arena, d.head.native.ship_structure);
		for (size_t k = 0; strcmp(asked, "0002") == 0 && k < d.lines.n;
		     k++) {
			struct despatch_line *l = LIST_AT(&d.lines,
			    struct despatch_line, k);

			if (l->sscc.n == 0)
				l->sscc = SLICE(SSCC);
		}
		assert_int_equal(RC_OK, write_x12_856(&d, &out, &err));
		wire_good(buf_slice(&out));
		notice_reads_back(&d);
	}
}

/* --- through our own parser ---------------------------------------------- */

static const struct receipt *
receipt_of(const struct heard *h, const char *group, const char *message)
{
	for (size_t i = 0; i < h->receipts.n; i++) {
		const struct receipt *r = LIST_AT(&h->receipts, struct receipt,
		    i);

		if (slice_is(r->group, group) && slice_is(r->message, message))
			return (r);
	}
	fail_msg("no receipt for %s %s", group, message);
	return (NULL);
}

TEST(our_parser_reads_our_acknowledgments)
{
	for (int i = 0; i < 2; i++) {
		struct technical_answer t = with_faults();
		struct heard h;

		buf_reset(&out);
		assert_int_equal(RC_OK,
		    i == 0 ? write_x12_997(&t, &out, &err) :
			     write_x12_999(&t, &out, &err));
		hear(&h, &x12_parser, "X12-ACK-");
		assert_int_equal(VERDICT_ACCEPTED,
		    receipt_of(&h, "11", "0001")->verdict);
		assert_int_equal(VERDICT_REJECTED,
		    receipt_of(&h, "11", "0002")->verdict);
		assert_int_equal(VERDICT_ERRORS,
		    receipt_of(&h, "12", "0001")->verdict);
	}
}

TEST(our_parser_reads_our_ta1)
{
	struct technical_answer t = with_faults();
	struct heard h;
	struct receipt *r;

	t.interchange_rejected = true;
	assert_int_equal(RC_OK, write_x12_ta1(&t, &out, &err));
	hear(&h, &x12_parser, "X12-ACK-");
	assert_int_equal(1, h.receipts.n);
	r = LIST_AT(&h.receipts, struct receipt, 0);
	assert_true(slice_is(r->kind, "TA1"));
	assert_true(slice_is(r->interchange, "000000905"));
	assert_int_equal(VERDICT_REJECTED, r->verdict);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(an_accepted_order_is_answered_with_all_lines),
		EACH(a_wrong_document_would_be_noticed),
		EACH(version_5010_repeats_and_a_test_is_marked),
		EACH(a_line_status_has_its_code),
		EACH(a_refusal_says_why_where_a_code_does),
		EACH(an_order_on_hold_holds_every_line),
		EACH(a_change_is_answered_by_an_865_or_an_855),
		EACH(a_price_for_many_units_keeps_its_value),
		EACH(a_booked_price_is_for_its_basis_too),
		EACH(the_buyers_own_unit_code_comes_back),
		EACH(a_gtin_is_named_by_its_length_and_only_if_it_is_one),
		EACH(an_answer_names_the_field_it_misses),
		EACH(letters_become_their_like),
		EACH(a_long_note_is_cut_between_words),
		EACH(cartons_are_told_when_there_are_any),
		EACH(a_partner_has_the_structure_it_wants),
		EACH(pallets_stand_above_their_cartons),
		EACH(without_cartons_a_notice_is_of_orders_and_items),
		EACH(a_day_without_a_time_has_none_in_the_notice),
		EACH(a_line_of_which_nothing_left_is_deleted_or_comes_later),
		EACH(a_number_that_is_no_sscc_is_the_shippers_own),
		EACH(a_notice_names_the_field_it_misses),
		EACH(a_warehouse_gets_one_set_an_order_and_place),
		EACH(lines_of_an_order_for_two_places_are_two_sets),
		EACH(a_pick_names_the_field_it_misses),
		EACH(a_997_tells_of_each_group_set_segment_and_element),
		EACH(a_999_says_the_same_in_5010),
		EACH(a_rejected_interchange_gets_a_ta1_alone),
		EACH(a_ta1_alone_says_nothing_of_sets),
		EACH(codes_that_4010_lacks_are_said_by_others),
		EACH(
		    a_quantity_of_nothing_is_there_and_a_missing_one_has_no_value),
		EACH(a_set_that_is_refused_for_its_content_says_so_shortly),
		EACH(a_set_in_no_group_is_answered_by_the_ta1),
		EACH(bad_numbers_do_not_keep_a_refusal_from_being_sent),
		EACH(a_full_buffer_keeps_nothing_of_the_document),
		EACH(random_documents_are_good_or_refused),
		EACH(an_answer_reads_back_as_it_was_meant),
		EACH(a_notice_reads_back_as_what_was_shipped),
		EACH(our_parser_reads_our_acknowledgments),
		EACH(our_parser_reads_our_ta1),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, writing_finish));
}
