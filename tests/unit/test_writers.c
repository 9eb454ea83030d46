/*
 * Every writer: what stands where (read back through libxml2), what it does
 * with hostile, missing and too long input, validity against the UBL 2.1
 * schemas.  WRITERS_OUT=DIR keeps the documents for tests/e2e/judge_ubl.py.
 */
#include <fcntl.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpathInternals.h>
#include "base/csv.h"
#include "base/file.h"
#include "base/hash.h"
#include "domain/finding.h"
#include "parsers/parser.h"
#include "tests/unit/corpus.h"
#include "tests/unit/draw.h"
#include "tests/unit/seen.h"

#define UBL "urn:oasis:names:specification:ubl:schema:xsd:"
#define GLN_US "7300070011115"
#define GLN_THEM "7300010000001"

/* --- reading back -------------------------------------------------------- */

static void
seen_open(struct seen *s, const char *root)
{
	char ns[128];

	(void)snprintf(ns, sizeof(ns), UBL "%s-2", root);
	seen_read(s, XML_PARSE_HUGE);
	assert_int_equal(0,
	    xmlXPathRegisterNs(s->at, (const xmlChar *)"d",
		(const xmlChar *)ns));
	assert_int_equal(0,
	    xmlXPathRegisterNs(s->at, (const xmlChar *)"cac",
		(const xmlChar *)UBL "CommonAggregateComponents-2"));
	assert_int_equal(0,
	    xmlXPathRegisterNs(s->at, (const xmlChar *)"cbc",
		(const xmlChar *)UBL "CommonBasicComponents-2"));
	assert_int_equal(0,
	    xmlXPathRegisterNs(s->at, (const xmlChar *)"rec",
		(const xmlChar *)"urn:ordermill:order-recurrence:1"));
}

#define SEES(s, path, want) assert_string_equal((want), seen_text((s), (path)))
#define COUNTS(s, path, n) SEES((s), "string(count(" path "))", #n)

/* No element without text or children, none of white space alone. */
static int
empty_elements(xmlNodePtr n)
{
	int found = 0;
	xmlChar *t;

	for (; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE)
			continue;
		t = xmlNodeGetContent(n);
		if (slice_trim(slice_of((const char *)t)).n == 0)
			found++;
		xmlFree(t);
		found += empty_elements(n->children);
	}
	return (found);
}

/* --- schemas ------------------------------------------------------------- */

static const struct {
	const char *root, *file;
} schema_files[] = {
	{ "ApplicationResponse",
	    "schemas/ubl21/maindoc/UBL-ApplicationResponse-2.1.xsd" },
	{ "OrderResponse", "schemas/ubl21/maindoc/UBL-OrderResponse-2.1.xsd" },
	{ "DespatchAdvice",
	    "schemas/ubl21/maindoc/UBL-DespatchAdvice-2.1.xsd" },
	{ "Order", "schemas/ubl21/maindoc/UBL-Order-2.1.xsd" },
	{ "OrderResponseSimple",
	    "schemas/ubl21/maindoc/UBL-OrderResponseSimple-2.1.xsd" },
};
#define SCHEMAS (sizeof(schema_files) / sizeof(schema_files[0]))
static xmlSchemaPtr schemas[SCHEMAS];

static xmlSchemaPtr
schema_of(const char *root)
{
	xmlSchemaParserCtxtPtr ctx;
	const char *path;

	for (size_t i = 0; i < SCHEMAS; i++) {
		if (strcmp(schema_files[i].root, root) != 0)
			continue;
		path = unit_shared(schema_files[i].file);
		if (schemas[i] == NULL && path != NULL) {
			ctx = xmlSchemaNewParserCtxt(path);
			assert_non_null(ctx);
			schemas[i] = xmlSchemaParse(ctx);
			xmlSchemaFreeParserCtxt(ctx);
			assert_non_null(schemas[i]);
		}
		return (schemas[i]);
	}
	return (NULL);
}

/* True where the schemas are absent: those tests say so themselves. */
static bool
valid_but(const char *root, int empty)
{
	xmlSchemaPtr schema = schema_of(root);
	xmlSchemaValidCtxtPtr ctx;
	xmlDocPtr doc;
	int rc;

	if (schema == NULL)
		return (true);
	doc = xmlReadMemory(out.p, (int)out.n, "out.xml", NULL,
	    XML_PARSE_NONET | XML_PARSE_HUGE);
	assert_non_null(doc);
	ctx = xmlSchemaNewValidCtxt(schema);
	assert_non_null(ctx);
	rc = xmlSchemaValidateDoc(ctx, doc);
	xmlSchemaFreeValidCtxt(ctx);
	if (rc == 0)
		rc = empty_elements(xmlDocGetRootElement(doc)) - empty;
	xmlFreeDoc(doc);
	if (rc != 0)
		fprintf(stderr, "%s\n", out.p);
	return (rc == 0);
}

static bool
valid(const char *root)
{
	return (valid_but(root, 0));
}

/* --- material ------------------------------------------------------------ */

static struct answer_head
a_head(const char *id)
{
	return ((struct answer_head){
	    .id = slice_of(id),
	    .issued = ISSUED,
	    .from = { .endpoint_scheme = SLICE("0088"),
		.endpoint = SLICE(GLN_US),
		.id_scheme = SLICE("0088"),
		.id = SLICE(GLN_US),
		.name = SLICE("Lampco B.V.") },
	    .to = { .endpoint_scheme = SLICE("0088"),
		.endpoint = SLICE(GLN_THEM),
		.name = SLICE("Acme Verlichting B.V.") },
	});
}

static struct answer_line *
a_line(struct order_answer *a, const char *id, const char *order_line,
    enum answer_line_status status)
{
	struct answer_line *l = LIST_PUSH(&arena, &a->lines,
	    struct answer_line);

	*l = (struct answer_line){ .expected_on = DAY_NONE,
		.id = slice_of(id),
		.order_line = slice_of(order_line),
		.status = status,
		.quantity = decimal_make(50, 0),
		.backorder = DECIMAL_NONE,
		.unit = SLICE("EA"),
		.price = DECIMAL_NONE,
		.price_basis = DECIMAL_NONE,
		.promised_on = DAY_NONE,
		.name = SLICE("Light bulb 60 W"),
		.seller_item = SLICE("BULB-60W") };
	return (l);
}

static void
note(struct list *l, const char *text)
{
	LIST_PUSH(&arena, l, struct text_item)->text = slice_of(text);
}

static struct order_answer
a_response(const char *code)
{
	struct order_answer a = { .head = a_head("R1"),
		.code = code,
		.confirmation = SLICE("7K3Q-X42M-9A-C"),
		.currency = SLICE("EUR"),
		.customer_reference = SLICE("ACC-77"),
		.po_number = SLICE("PO-258-1"),
		.po_date = DAY_NONE,
		.promised_on = DAY_NONE };
	struct answer_line *l;

	l = a_line(&a, "1", "10", ANSWER_CHANGED);
	l->quantity = decimal_make(600, 0);
	l->backorder = decimal_make(400, 0);
	l->promised_on = day_of(2026, 12, 1);
	l->gtin = SLICE("08712345000004");
	l->buyer_item = SLICE("4711");
	(void)a_line(&a, "2", "20", ANSWER_ACCEPTED);
	l = a_line(&a, "3", "30", ANSWER_REFUSED);
	l->note = SLICE("no longer made");
	l->backorder = DECIMAL_ZERO;
	l = a_line(&a, "4", "40", ANSWER_CHANGED);
	l->price = decimal_make(14, 0);
	l->price_basis = decimal_make(100, 0);
	return (a);
}

static struct despatch_line *
a_parcel(struct despatch_answer *a, const char *id, const char *po)
{
	struct despatch_line *l = LIST_PUSH(&arena, &a->lines,
	    struct despatch_line);

	*l = (struct despatch_line){ .id = slice_of(id),
		.order_line = SLICE("10"),
		.po_number = slice_of(po),
		.delivered = decimal_make(6005, 1),
		.outstanding = DECIMAL_NONE,
		.unit = SLICE("EA"),
		.name = SLICE("Light bulb 60 W"),
		.seller_item = SLICE("BULB-60W"),
		.sscc = SLICE(SSCC) };
	return (l);
}

static struct despatch_answer
a_despatch(void)
{
	struct despatch_answer a = { .head = a_head("D1"),
		.shipment = SLICE("S-55"),
		.po_number = SLICE("PO-258-1"),
		.confirmation = SLICE("7K3Q-X42M-9A-C"),
		.carrier = SLICE("UPS"),
		.tracking = SLICE("1Z999AA10123456784"),
		.left_at = ISSUED - 3600 };
	struct despatch_line *l = a_parcel(&a, "1", "PO-258-1");

	l->outstanding = decimal_make(400, 0);
	return (a);
}

static struct finding *
a_finding(struct technical_answer *a, const char *code, enum severity s)
{
	struct finding *f = LIST_PUSH(&arena, &a->findings, struct finding);

	shape_init(&finding_shape, f);
	f->code = slice_of(code);
	f->severity = s;
	f->text = SLICE("the quantity is no number");
	return (f);
}

static struct technical_answer
a_technical(const char *code)
{
	return ((struct technical_answer){ .head = a_head("T1"),
	    .code = code,
	    .document_id = SLICE("PO-258-1"),
	    .document_type = SLICE("850"),
	    .interchange_control = SLICE("000000101"),
	    .message_control = SLICE("0001"),
	    .text = SLICE("1 order taken, 2 findings") });
}

static struct warehouse_line *
a_pick(struct warehouse_order *w)
{
	struct warehouse_line *l = LIST_PUSH(&arena, &w->lines,
	    struct warehouse_line);

	*l = (struct warehouse_line){ .order = SLICE("7K3Q-X42M-9A-C"),
		.line = SLICE("10"),
		.sku = SLICE("BULB-60W"),
		.quantity = decimal_make(125, 1),
		.unit = SLICE("EA"),
		.ship_to_name = SLICE("Acme, DC 7"),
		.street = SLICE("Dok 1"),
		.city = SLICE("Oslo"),
		.postal_code = SLICE("0150"),
		.country = SLICE("NO"),
		.requested_on = day_of(2026, 12, 1) };
	return (l);
}

static struct order_line *
a_wish(struct order *o)
{
	struct order_line *l = shape_push(&arena, &o->lines, &order_line_shape);

	l->line_id = SLICE("1");
	l->seller_item = SLICE("BULB-60W");
	l->description = SLICE("Light bulb 60 W");
	l->quantity = decimal_make(1000, 0);
	l->unit = SLICE("EA");
	l->price = decimal_make(1250, 2);
	l->price_basis = decimal_make(100, 0);
	return (l);
}

static struct order
an_order(void)
{
	struct order o;
	struct text_item *id;

	order_init(&o);
	o.po_number = SLICE("PO-258-1");
	o.ordered_on = day_of(2026, 11, 20);
	o.requested_on = day_of(2026, 12, 1);
	o.currency = SLICE("EUR");
	id = shape_push(&arena, &o.buyer.ids, &text_item_shape);
	id->text = SLICE("endpoint:0088:" GLN_THEM);
	id = shape_push(&arena, &o.buyer.ids, &text_item_shape);
	id->text = SLICE("gln:" GLN_THEM);
	o.buyer.name = SLICE("Acme");
	o.buyer.city = SLICE("Oslo");
	o.buyer.country = SLICE("NO");
	o.account = SLICE("ACC-77");
	(void)a_wish(&o);
	return (o);
}

/* --- order response ------------------------------------------------------ */

TEST(a_response_with_changes_names_every_line)
{
	struct order_answer a = a_response("CA");
	struct seen s;

	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	keep("response-ca");
	seen_open(&s, "OrderResponse");
	SEES(&s, "/d:OrderResponse/cbc:CustomizationID",
	    "urn:fdc:peppol.eu:poacc:trns:order_response:3");
	SEES(&s, "//cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:ordering:3");
	SEES(&s, "/d:OrderResponse/cbc:ID", "R1");
	SEES(&s, "//cbc:SalesOrderID", "7K3Q-X42M-9A-C");
	SEES(&s, "//cbc:IssueDate", "2026-11-21");
	SEES(&s, "//cbc:IssueTime", "02:00:00Z");
	SEES(&s, "//cbc:OrderResponseCode", "CA");
	SEES(&s, "//cbc:DocumentCurrencyCode", "EUR");
	SEES(&s, "//cbc:CustomerReference", "ACC-77");
	SEES(&s, "//cac:OrderReference/cbc:ID", "PO-258-1");
	SEES(&s, "//cac:SellerSupplierParty/cac:Party/cbc:EndpointID", GLN_US);
	SEES(&s, "//cac:BuyerCustomerParty//cbc:EndpointID/@schemeID", "0088");
	SEES(&s, "//cac:SellerSupplierParty//cac:PartyIdentification/cbc:ID",
	    GLN_US);
	COUNTS(&s, "//cac:BuyerCustomerParty//cac:PartyIdentification", 0);
	SEES(&s, "//cac:BuyerCustomerParty//cbc:RegistrationName",
	    "Acme Verlichting B.V.");
	COUNTS(&s, "//cac:PartyName | //cac:PostalAddress", 0);
	COUNTS(&s, "/d:OrderResponse/cac:OrderLine", 4);
	COUNTS(&s, "/d:OrderResponse/cac:Delivery | //cbc:Note[../cbc:UUID]",
	    0);
	seen_close(&s);
}

TEST(a_substitute_stands_beside_what_was_asked_for)
{
	struct order_answer a = a_response("CA");
	struct answer_line *l = LIST_AT(&a.lines, struct answer_line, 0);
	struct seen s;

	l->differs = DIFFERS_ITEM;
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	seen_open(&s, "OrderResponse");
	COUNTS(&s, "//cac:SellerSubstitutedLineItem", 1);
	COUNTS(&s,
	    "//cac:OrderLine[1]/cac:LineItem//cac:StandardItemIdentification",
	    0);
	SEES(&s,
	    "//cac:SellerSubstitutedLineItem"
	    "//cac:StandardItemIdentification/cbc:ID",
	    "08712345000004");
	seen_close(&s);
	l->ordered_gtin = SLICE("036000291452");
	buf_reset(&out);
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	seen_open(&s, "OrderResponse");
	SEES(&s,
	    "//cac:OrderLine[1]/cac:LineItem//cac:StandardItemIdentification"
	    "/cbc:ID",
	    "036000291452");
	seen_close(&s);
}

/* --- order response simple ----------------------------------------------- */

TEST(a_simple_response_accepts_and_tells_what_changed)
{
	struct order_answer a = a_response("CA");
	struct seen s;

	assert_int_equal(RC_OK,
	    write_ubl_order_response_simple(&a, &out, &err));
	assert_true(valid("OrderResponseSimple"));
	seen_open(&s, "OrderResponseSimple");
	SEES(&s, "//cbc:AcceptedIndicator", "true");
	COUNTS(&s, "//cbc:RejectionNote", 0);
	COUNTS(&s, "//cbc:CustomizationID | //cbc:ProfileID", 0);
	SEES(&s, "//cac:OrderReference/cbc:ID", "PO-258-1");
	SEES(&s, "//cac:OrderReference/cbc:SalesOrderID", "7K3Q-X42M-9A-C");
	COUNTS(&s,
	    "//cbc:Note[contains(., 'confirmed 600 EA, to follow 400 EA')]", 1);
	COUNTS(&s, "//cbc:Note[contains(., 'refused: no longer made')]", 1);
	COUNTS(&s, "//cbc:Note[contains(., 'our order number: 7K3Q')]", 1);
	seen_close(&s);
}

TEST(a_simple_response_refuses_with_its_reasons)
{
	struct order_answer a = a_response("RE");
	struct text_item *t = LIST_PUSH(&arena, &a.notes, struct text_item);
	struct seen s;

	t->text = SLICE("the buyer is unknown");
	a.head.test = true;
	a.head.customization = SLICE("urn:acme:simple");
	assert_int_equal(RC_OK,
	    write_ubl_order_response_simple(&a, &out, &err));
	assert_true(valid("OrderResponseSimple"));
	seen_open(&s, "OrderResponseSimple");
	SEES(&s, "//cbc:AcceptedIndicator", "false");
	SEES(&s, "//cbc:CustomizationID", "urn:acme:simple");
	COUNTS(&s, "//cbc:RejectionNote[contains(., 'buyer is unknown')]", 1);
	COUNTS(&s, "//cbc:RejectionNote[starts-with(., 'TEST')]", 1);
	COUNTS(&s, "//cbc:Note", 0);
	seen_close(&s);
}

TEST(a_simple_response_without_changes_is_short)
{
	struct order_answer a = a_response("AP");
	struct seen s;

	a.confirmation = SLICE_NONE;
	a.notes.n = 0;
	assert_int_equal(RC_OK,
	    write_ubl_order_response_simple(&a, &out, &err));
	assert_true(valid("OrderResponseSimple"));
	seen_open(&s, "OrderResponseSimple");
	SEES(&s, "//cbc:AcceptedIndicator", "true");
	COUNTS(&s, "//cbc:Note | //cbc:SalesOrderID", 0);
	seen_close(&s);
}

TEST(a_simple_response_has_no_word_for_what_waits)
{
	struct order_answer a = a_response("AB");

	refused(write_ubl_order_response_simple(&a, &out, &err), "WRITE-VALUE",
	    "code");
	assert_string_equal(
	    writer_named(SLICE("ubl-order-response-simple"))->silent, "AB");
	a = a_response("AP");
	a.po_number = SLICE_NONE;
	refused(write_ubl_order_response_simple(&a, &out, &err),
	    "WRITE-MISSING", "po_number");
	a = a_response("AP");
	a.head.to.endpoint = SLICE_NONE;
	refused(write_ubl_order_response_simple(&a, &out, &err),
	    "WRITE-MISSING", "head.to.endpoint");
}

TEST(a_response_line_says_what_when_and_how_much)
{
	struct order_answer a = a_response("CA");
	struct seen s;

	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	seen_open(&s, "OrderResponse");
#define L(n) "//cac:OrderLine[" #n "]/cac:LineItem/"
	SEES(&s, L(1) "cbc:LineStatusCode", "3");
	SEES(&s, L(1) "cbc:Quantity", "600");
	SEES(&s, L(1) "cbc:Quantity/@unitCode", "EA");
	SEES(&s, L(1) "cbc:MaximumBackorderQuantity", "400");
	SEES(&s, L(1) "cac:Delivery/cac:PromisedDeliveryPeriod/cbc:StartDate",
	    "2026-12-01");
	SEES(&s,
	    L(1) "cac:Item/cac:StandardItemIdentification/cbc:ID"
		 "[@schemeID='0160']",
	    "08712345000004");
	SEES(&s, L(1) "cac:Item/cac:BuyersItemIdentification/cbc:ID", "4711");
	SEES(&s, L(2) "cbc:LineStatusCode", "5");
	COUNTS(&s, L(2) "cac:Delivery", 0);
	COUNTS(&s, L(2) "cac:Price", 0);
	SEES(&s, L(3) "cbc:LineStatusCode", "7");
	SEES(&s, L(3) "cbc:Note", "no longer made");
	SEES(&s, L(3) "cbc:MaximumBackorderQuantity", "0");
	SEES(&s, L(4) "cac:Price/cbc:PriceAmount", "14.00");
	SEES(&s, L(4) "cac:Price/cbc:PriceAmount/@currencyID", "EUR");
	SEES(&s, L(4) "cac:Price/cbc:BaseQuantity[@unitCode='EA']", "100");
#undef L
	SEES(&s, "//cac:OrderLine[3]/cac:OrderLineReference/cbc:LineID", "30");
	COUNTS(&s, "//cac:OrderLine[count(cac:OrderLineReference) != 1]", 0);
	seen_close(&s);
}

TEST(only_a_changed_order_has_lines)
{
	static const char *const codes[] = { "AB", "AP", "RE" };
	struct order_answer a;
	struct seen s;

	for (size_t i = 0; i < 3; i++) {
		a = a_response(codes[i]);
		note(&a.notes, "credit limit reached");
		buf_reset(&out);
		assert_int_equal(RC_OK,
		    write_ubl_order_response(&a, &out, &err));
		assert_true(valid("OrderResponse"));
		keep(codes[i]);
		seen_open(&s, "OrderResponse");
		SEES(&s, "//cbc:OrderResponseCode", codes[i]);
		COUNTS(&s, "//cac:OrderLine", 0);
		seen_close(&s);
	}
}

static struct order_answer
to_a_change(const char *kind, const char *version)
{
	struct order_answer a = a_response("AP");

	a.change = true;
	a.purpose = PURPOSE_CHANGE;
	a.change_id = SLICE("Change-1");
	a.change_number = SLICE("2");
	a.change_kind = slice_of(kind);
	a.change_version = slice_of(version);
	return (a);
}

TEST(an_answer_to_a_change_names_it_as_its_version_can)
{
	static const struct {
		const char *kind, *version, *own, *additional;
	} cases[] = {
		{ "OrderChange", "2.1", "0", "1" },
		{ "OrderChange", "2.3", "1", "0" },
		{ "OrderCancellation", "2.3", "0", "1" },
		{ "OrderChange", "urn:fdc:peppol.eu:poacc:trns:order_change:3",
		    "1", "0" },
		{ "OrderCancellation",
		    "urn:fdc:peppol.eu:poacc:trns:order_cancellation:3", "0",
		    "0" },
		{ "860", "", "0", "0" },
	};
	struct order_answer a;
	struct seen s;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		a = to_a_change(cases[i].kind, cases[i].version);
		buf_reset(&out);
		assert_int_equal(RC_OK,
		    write_ubl_order_response(&a, &out, &err));
		assert_true(cases[i].own[0] == '1' || valid("OrderResponse"));
		seen_open(&s, "OrderResponse");
		SEES(&s, "string(count(//cac:OrderChangeDocumentReference))",
		    cases[i].own);
		SEES(&s, "string(count(//cac:AdditionalDocumentReference))",
		    cases[i].additional);
		SEES(&s, "string(contains(//cbc:CustomizationID, 'advanced'))",
		    cases[i].version[0] == 'u' ? "true" : "false");
		seen_close(&s);
	}
}

TEST(a_simple_answer_names_the_change_by_id_and_sequence)
{
	struct order_answer a = to_a_change("OrderChange", "2.1");
	struct seen s;

	assert_int_equal(RC_OK,
	    write_ubl_order_response_simple(&a, &out, &err));
	assert_true(valid("OrderResponseSimple"));
	seen_open(&s, "OrderResponseSimple");
	SEES(&s, "//cac:AdditionalDocumentReference/cbc:ID", "Change-1");
	SEES(&s, "//cac:AdditionalDocumentReference/cbc:VersionID", "2");
	seen_close(&s);
}

TEST(lines_that_wait_are_told_where_peppol_does_not_forbid_it)
{
	struct order_answer a = a_response("AB");
	struct seen s;

	a.head.customization = SLICE("urn:example:order-response");
	LIST_AT(&a.lines, struct answer_line, 0)->differs = DIFFERS_HELD;
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	seen_open(&s, "OrderResponse");
	SEES(&s, "//cac:OrderLine[1]//cbc:LineStatusCode", "4");
	seen_close(&s);
	a.head.customization = SLICE(
	    "urn:fdc:peppol.eu:poacc:trns:order_response:3:of-ours");
	buf_reset(&out);
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	seen_open(&s, "OrderResponse");
	COUNTS(&s, "//cac:OrderLine", 0);
	seen_close(&s);
}

TEST(several_notes_are_one_note_of_several_lines)
{
	struct order_answer a = a_response("AP");
	struct seen s;

	note(&a.notes, "release 0007");
	note(&a.notes, " \t ");
	note(&a.notes, " until further notice ");
	a.head.test = true;
	a.promised_on = day_of(2026, 12, 24);
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	keep("response-notes");
	seen_open(&s, "OrderResponse");
	COUNTS(&s, "//cbc:Note", 1);
	SEES(&s, "//cbc:Note",
	    "TEST: answer to a test document\n"
	    "release 0007\nuntil further notice");
	SEES(&s, "/d:OrderResponse/cac:Delivery//cbc:EndDate", "2026-12-24");
	seen_close(&s);
}

TEST(a_profile_may_name_its_own_customization)
{
	struct order_answer a = a_response("AP");
	struct seen s;

	a.head.customization = SLICE("urn:own:1");
	a.head.profile = SLICE("urn:own:2");
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	seen_open(&s, "OrderResponse");
	SEES(&s, "//cbc:CustomizationID", "urn:own:1");
	SEES(&s, "//cbc:ProfileID", "urn:own:2");
	seen_close(&s);
}

TEST(an_amount_has_at_least_the_digits_of_its_currency)
{
	static const struct {
		const char *currency;
		int64_t coef;
		int32_t scale;
		const char *want;
	} rows[] = {
		{ "EUR", 14, 0, "14.00" },
		{ "EUR", 145, 1, "14.50" },
		{ "EUR", 125, 4, "0.0125" },
		{ "JPY", 1840, 0, "1840" },
		{ "KWD", 15, 1, "1.500" },
		{ "EUR", -5, 1, "-0.50" },
		{ "ZZZ", 5, 0, "5" },
	};
	struct order_answer a = a_response("CA");
	struct seen s;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		a.currency = slice_of(rows[i].currency);
		LIST_AT(&a.lines, struct answer_line, 3)->price = decimal_make(
		    rows[i].coef, rows[i].scale);
		buf_reset(&out);
		assert_int_equal(RC_OK,
		    write_ubl_order_response(&a, &out, &err));
		seen_open(&s, "OrderResponse");
		SEES(&s, "//cbc:PriceAmount", rows[i].want);
		seen_close(&s);
	}
}

TEST(a_refused_line_may_lack_unit_and_name)
{
	struct order_answer a = a_response("CA");
	struct answer_line *l = LIST_AT(&a.lines, struct answer_line, 2);
	struct seen s;

	l->unit = SLICE_NONE;
	l->name = SLICE(" ");
	l->seller_item = SLICE_NONE;
	l->buyer_item = SLICE("4712");
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	keep("response-unknown-item");
	seen_open(&s, "OrderResponse");
	COUNTS(&s, "//cac:OrderLine[3]//cbc:Quantity", 0);
	SEES(&s, "//cac:OrderLine[3]//cbc:Name", "4712");
	seen_close(&s);
}

/* --- despatch advice ----------------------------------------------------- */

TEST(a_despatch_says_what_left_and_what_follows)
{
	struct despatch_answer a = a_despatch();
	struct seen s;

	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch");
	seen_open(&s, "DespatchAdvice");
	SEES(&s, "/d:DespatchAdvice/cbc:CustomizationID",
	    "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3");
	SEES(&s, "/d:DespatchAdvice/cac:OrderReference/cbc:ID", "PO-258-1");
	SEES(&s, "//cac:AdditionalDocumentReference/cbc:ID", "7K3Q-X42M-9A-C");
	SEES(&s, "//cac:DespatchSupplierParty//cbc:EndpointID", GLN_US);
	SEES(&s, "//cac:DeliveryCustomerParty//cbc:EndpointID", GLN_THEM);
	SEES(&s, "/d:DespatchAdvice/cac:Shipment/cbc:ID", "S-55");
	SEES(&s, "//cac:CarrierParty/cac:PartyName/cbc:Name", "UPS");
	SEES(&s, "//cbc:TrackingID", "1Z999AA10123456784");
	SEES(&s, "//cbc:ActualDespatchDate", "2026-11-21");
	SEES(&s, "//cbc:ActualDespatchTime", "01:00:00Z");
	SEES(&s, "//cbc:DeliveredQuantity[@unitCode='EA']", "600.5");
	SEES(&s, "//cbc:OutstandingQuantity[@unitCode='EA']", "400");
	SEES(&s, "//cbc:OutstandingReason", "the rest follows");
	SEES(&s, "//cac:OrderLineReference/cbc:LineID", "10");
	COUNTS(&s, "//cac:OrderLineReference/cac:OrderReference", 0);
	SEES(&s, "//cac:DespatchLine/cac:Shipment/cbc:ID", "NA");
	SEES(&s, "//cac:TransportHandlingUnit/cbc:ID[@schemeID='SSCC']", SSCC);
	seen_close(&s);
}

TEST(a_shipment_of_several_orders_names_each_once)
{
	struct despatch_answer a = a_despatch();
	struct seen s;

	a.po_number = a.confirmation = SLICE_NONE;
	a_parcel(&a, "2", "B-2")->confirmation = SLICE("C-2");
	(void)a_parcel(&a, "3", "A-1");
	a_parcel(&a, "4", "B-2")->order_line = SLICE_NONE;
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch-several");
	seen_open(&s, "DespatchAdvice");
	COUNTS(&s, "/d:DespatchAdvice/cac:OrderReference", 3);
	SEES(&s, "/d:DespatchAdvice/cac:OrderReference[1]/cbc:ID", "A-1");
	SEES(&s, "/d:DespatchAdvice/cac:OrderReference[2]/cbc:ID", "B-2");
	SEES(&s, "//cac:DespatchLine[2]//cac:OrderReference/cbc:ID", "B-2");
	SEES(&s, "//cac:DespatchLine[2]/cac:DocumentReference/cbc:ID", "C-2");
	SEES(&s, "//cac:DespatchLine[4]//cbc:LineID", "NA");
	COUNTS(&s, "//cac:AdditionalDocumentReference", 0);
	seen_close(&s);
}

TEST(what_follows_of_a_line_in_two_cartons_is_told_once)
{
	struct despatch_answer a = a_despatch();
	struct despatch_line *l = a_parcel(&a, "2", "PO-258-1");
	struct seen s;

	l->outstanding = decimal_make(400, 0);
	l = a_parcel(&a, "3", "PO-258-1");
	l->order_line = SLICE("20");
	l->outstanding = decimal_make(7, 0);
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch-two-cartons");
	seen_open(&s, "DespatchAdvice");
	SEES(&s, "string(count(//cbc:OutstandingQuantity))", "2");
	SEES(&s, "//cac:DespatchLine[2]/cbc:OutstandingQuantity", "400");
	SEES(&s, "//cac:DespatchLine[3]/cbc:OutstandingQuantity", "7");
	seen_close(&s);
}

TEST(a_pallet_stands_beside_its_carton)
{
	struct despatch_answer a = a_despatch();
	struct seen s;

	LIST_AT(&a.lines, struct despatch_line, 0)->pallet = SLICE(SSCC);
	LIST_AT(&a.lines, struct despatch_line, 0)->sscc = SLICE("carton 7");
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch-pallet");
	seen_open(&s, "DespatchAdvice");
#define UNIT "//cac:DespatchLine[1]//cac:TransportHandlingUnit"
	SEES(&s, UNIT "[1]/cbc:TransportHandlingUnitTypeCode", "CT");
	SEES(&s, UNIT "[1]/cbc:ShippingMarks", "carton 7");
	SEES(&s, UNIT "[2]/cbc:TransportHandlingUnitTypeCode", "PX");
	SEES(&s, UNIT "[2]/cbc:ID[@schemeID='SSCC']", SSCC);
#undef UNIT
	seen_close(&s);
}

TEST(a_bad_sscc_is_a_shipping_mark)
{
	struct despatch_answer a = a_despatch();
	struct seen s;

	LIST_AT(&a.lines, struct despatch_line, 0)->sscc = SLICE(
	    "340123450000000014");
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch-bad-sscc");
	seen_open(&s, "DespatchAdvice");
	COUNTS(&s, "//*[@schemeID='SSCC']", 0);
	SEES(&s, "//cbc:ShippingMarks", "340123450000000014");
	seen_close(&s);
}

TEST(goods_for_another_place_say_where)
{
	struct despatch_answer a = a_despatch();
	struct text_item *id;
	struct seen s;

	shape_init(&party_shape, &a.ship_to);
	id = shape_push(&arena, &a.ship_to.ids, &text_item_shape);
	id->text = SLICE("gln:" GLN_THEM);
	a.ship_to.name = SLICE("Acme DC 7");
	a.ship_to.street = SLICE("Dok 1");
	a.ship_to.country = SLICE("NO");
	a.ship_to.phone = SLICE("+47 1");
	a.deliver_to = (struct answer_party){ .endpoint_scheme = SLICE("0088"),
		.endpoint = SLICE(GLN_US),
		.name = SLICE("Forwarder") };
	a.shipment = a.tracking = SLICE_NONE;
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	assert_true(valid("DespatchAdvice"));
	keep("despatch-elsewhere");
	seen_open(&s, "DespatchAdvice");
	SEES(&s, "//cac:DeliveryCustomerParty//cbc:EndpointID", GLN_US);
	SEES(&s, "//cac:DeliveryParty/cac:PartyName/cbc:Name", "Acme DC 7");
	SEES(&s, "//cac:DeliveryParty//cbc:ID[@schemeID='0088']", GLN_THEM);
	SEES(&s, "//cac:DeliveryParty//cbc:IdentificationCode", "NO");
	SEES(&s, "//cac:DeliveryParty//cbc:Telephone", "+47 1");
	SEES(&s, "/d:DespatchAdvice/cac:Shipment/cbc:ID", "NA");
	SEES(&s, "//cac:Consignment/cbc:ID", "NA");
	seen_close(&s);
	a.ship_to.country = SLICE("Norge");
	buf_reset(&out);
	assert_int_equal(RC_OK, write_ubl_despatch_advice(&a, &out, &err));
	seen_open(&s, "DespatchAdvice");
	COUNTS(&s, "//cac:PostalAddress", 0);
	seen_close(&s);
}

/* --- application response ------------------------------------------------ */

TEST(a_technical_answer_names_the_interchange_and_the_faults)
{
	struct technical_answer a = a_technical("RE");
	struct finding *f;
	struct seen s;

	f = a_finding(&a, "X12-PO1-NONE", SEVERITY_ERROR);
	f->offset = 812;
	f->segment = 9;
	f->tag = SLICE("PO1");
	f->element = SLICE("2");
	f->value = SLICE("1O00");
	f = a_finding(&a, "ORDER-NONE", SEVERITY_ERROR);
	f->path = SLICE("/Order/cac:OrderLine[2]");
	f = a_finding(&a, "CSV-NONE", SEVERITY_WARNING);
	f->segment = 3;
	f->element = SLICE("quantity");
	(void)a_finding(&a, "UBL-NONE", SEVERITY_NOTE);
	a.findings_left_out = 17;
	assert_int_equal(RC_OK, write_ubl_application_response(&a, &out, &err));
	assert_true(valid("ApplicationResponse"));
	keep("technical-re");
	seen_open(&s, "ApplicationResponse");
	SEES(&s, "//cbc:CustomizationID", "urn:fdc:peppol.eu:poacc:trns:mlr:3");
	SEES(&s, "//cbc:ProfileID", "urn:fdc:peppol.eu:poacc:bis:mlr:3");
	SEES(&s, "//cac:SenderParty/cbc:EndpointID", GLN_US);
	SEES(&s, "//cac:ReceiverParty/cbc:EndpointID", GLN_THEM);
	SEES(&s, "//cac:DocumentResponse/cac:Response/cbc:ResponseCode", "RE");
	SEES(&s, "//cac:DocumentResponse/cac:Response/cbc:Description",
	    "1 order taken, 2 findings\ndocument type: 850\n"
	    "interchange control number: 000000101\n"
	    "message control number: 0001");
	SEES(&s, "//cac:DocumentReference/cbc:ID", "PO-258-1");
	SEES(&s, "//cac:DocumentReference/cbc:DocumentTypeCode", "220");
#define F(n, tag) "//cac:LineResponse[" #n "]//cbc:" tag
	SEES(&s, F(1, "LineID"), "byte 812 segment 9 element 2");
	SEES(&s, F(1, "ResponseCode"), "RE");
	SEES(&s, F(1, "StatusReasonCode"), "SV");
	SEES(&s, F(1, "Description"),
	    "X12-PO1-NONE: the quantity is no "
	    "number\nin: PO1\nvalue: 1O00");
	SEES(&s, F(2, "LineID"), "/Order/cac:OrderLine[2]");
	SEES(&s, F(2, "StatusReasonCode"), "BV");
	SEES(&s, F(3, "LineID"), "row 3 column quantity");
	SEES(&s, F(3, "ResponseCode"), "AP");
	SEES(&s, F(3, "StatusReasonCode"), "BW");
	SEES(&s, F(4, "LineID"), "NA");
	SEES(&s, F(5, "Description"), "findings not listed here: 17");
#undef F
	COUNTS(&s, "//cac:LineResponse", 5);
	seen_close(&s);
}

TEST(a_finding_with_a_rule_tells_the_rule_and_the_remedy)
{
	const struct finding_rule *rule = finding_rule_at(0);
	struct technical_answer a = a_technical("RE");
	struct seen s;
	const char *told;

	assert_non_null(rule);
	(void)a_finding(&a, rule->code, SEVERITY_ERROR);
	assert_int_equal(RC_OK, write_ubl_application_response(&a, &out, &err));
	seen_open(&s, "ApplicationResponse");
	told = seen_text(&s, "//cac:LineResponse//cbc:Description");
	assert_non_null(strstr(told, rule->rule));
	assert_non_null(strstr(told, rule->help));
	seen_close(&s);
}

TEST(a_technical_answer_that_takes_all_is_short)
{
	struct technical_answer a = a_technical("AP");
	struct seen s;

	a.text = a.interchange_control = a.message_control = SLICE_NONE;
	a.document_type = SLICE("file");
	a.document_id = SLICE("orders.csv");
	a.head.test = true;
	assert_int_equal(RC_OK, write_ubl_application_response(&a, &out, &err));
	assert_true(valid("ApplicationResponse"));
	keep("technical-ap");
	seen_open(&s, "ApplicationResponse");
	SEES(&s, "//cac:Response/cbc:Description",
	    "TEST: answer to a test document\ndocument type: file");
	COUNTS(&s, "//cbc:DocumentTypeCode", 0);
	COUNTS(&s, "//cac:LineResponse", 0);
	seen_close(&s);
}

/* --- what is missing, wrong, too long ------------------------------------ */

TEST(a_response_names_the_field_it_misses)
{
#define MISSES(field, where, want) \
	do { \
		struct order_answer a = a_response("CA"); \
		struct answer_line *l = LIST_AT(&a.lines, struct answer_line, \
		    1); \
		(void)l; \
		where field = (__typeof__(where field)){ 0 }; \
		refused(write_ubl_order_response(&a, &out, &err), \
		    "WRITE-MISSING", (want)); \
	} while (0)
	MISSES(.id, a.head, "head.id");
	MISSES(.endpoint, a.head.from, "head.from.endpoint");
	MISSES(.endpoint_scheme, a.head.to, "head.to.endpoint_scheme");
	MISSES(.name, a.head.to, "head.to.name");
	MISSES(.currency, a, "currency");
	MISSES(.po_number, a, "po_number");
	MISSES(.lines, a, "lines");
	MISSES(->id, l, "lines[1].id");
	MISSES(->order_line, l, "lines[1].order_line");
	MISSES(->unit, l, "lines[1].unit");
#undef MISSES
	struct order_answer a = a_response("CA");
	a.head.issued = INSTANT_NONE;
	refused(write_ubl_order_response(&a, &out, &err), "WRITE-MISSING",
	    "head.issued");
	a = a_response("XX");
	refused(write_ubl_order_response(&a, &out, &err), "WRITE-VALUE",
	    "code");
	a = a_response("CA");
	memset(&LIST_AT(&a.lines, struct answer_line, 2)->status, 0,
	    sizeof(enum answer_line_status));
	refused(write_ubl_order_response(&a, &out, &err), "WRITE-VALUE",
	    "lines[2].status");
}

TEST(a_despatch_names_the_field_it_misses)
{
#define MISSES(field, where, want) \
	do { \
		struct despatch_answer a = a_despatch(); \
		struct despatch_line *l = LIST_AT(&a.lines, \
		    struct despatch_line, 0); \
		(void)l; \
		where field = (__typeof__(where field)){ 0 }; \
		refused(write_ubl_despatch_advice(&a, &out, &err), \
		    "WRITE-MISSING", (want)); \
	} while (0)
	MISSES(.id, a.head, "head.id");
	MISSES(.name, a.head.from, "head.from.name");
	MISSES(.lines, a, "lines");
	MISSES(->id, l, "lines[0].id");
	MISSES(->unit, l, "lines[0].unit");
	MISSES(->seller_item, l, "lines[0].seller_item");
#undef MISSES
	struct despatch_answer a = a_despatch();
	LIST_AT(&a.lines, struct despatch_line, 0)->delivered = DECIMAL_NONE;
	refused(write_ubl_despatch_advice(&a, &out, &err), "WRITE-MISSING",
	    "lines[0].delivered");
	LIST_AT(&a.lines, struct despatch_line, 0)->delivered = decimal_make(-1,
	    0);
	refused(write_ubl_despatch_advice(&a, &out, &err), "WRITE-VALUE",
	    "lines[0].delivered");
}

TEST(a_technical_answer_names_the_field_it_misses)
{
	struct technical_answer a = a_technical("AP");

	a.document_id = SLICE("  ");
	refused(write_ubl_application_response(&a, &out, &err), "WRITE-MISSING",
	    "document_id");
	a = a_technical("CA");
	refused(write_ubl_application_response(&a, &out, &err), "WRITE-VALUE",
	    "code");
	a = a_technical("RE");
	a.head.to.endpoint = SLICE_NONE;
	refused(write_ubl_application_response(&a, &out, &err), "WRITE-MISSING",
	    "head.to.endpoint");
}

static enum rc
write_one(int which)
{
	struct order_answer a = a_response("CA");
	struct despatch_answer d = a_despatch();
	struct technical_answer t = a_technical("AP");
	struct warehouse_order w = { .lines = { NULL, 0, 0 } };

	(void)a_pick(&w);
	switch (which) {
	case 0:
		return (write_ubl_order_response(&a, &out, &err));
	case 1:
		return (write_ubl_despatch_advice(&d, &out, &err));
	case 2:
		return (write_ubl_application_response(&t, &out, &err));
	default:
		return (write_warehouse_csv(&w, &out, &err));
	}
}

TEST(a_full_buffer_keeps_nothing_of_the_document)
{
	full_buffers_keep_nothing(4, write_one);
}

TEST(hostile_texts_stay_texts)
{
	static const char bad[] =
	    "]]><x a='1'>&amp;\x01\x1f\x7f\xff\xc3("
	    "\xed\xa0\x80\xef\xbf\xbf\xf4\x90\x80\x80 \xe2\x82\xac\"end";
	struct slice s = { bad, sizeof(bad) - 1 };
	struct order_answer a = a_response("CA");
	struct technical_answer t = a_technical("RE");
	struct answer_line *l = LIST_AT(&a.lines, struct answer_line, 0);
	struct finding *f = a_finding(&t, "X12-PO1-NONE", SEVERITY_ERROR);
	struct seen seen;
	const char *text;

	a.po_number = a.head.to.name = a.confirmation = l->name = l->note =
	    l->unit = l->gtin = a.head.to.endpoint_scheme = a.currency = s;
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	assert_true(valid("OrderResponse"));
	seen_open(&seen, "OrderResponse");
	COUNTS(&seen, "//x", 0);
	text = seen_text(&seen, "//cac:OrderReference/cbc:ID");
	assert_int_equal(0, strncmp(text, "]]><x a='1'>&amp;\xef\xbf\xbd", 20));
	assert_non_null(strstr(text, " \xe2\x82\xac\"end"));
	SEES(&seen, "//cac:OrderLine[1]//cbc:Quantity/@unitCode", text);
	seen_close(&seen);
	f->value = f->path = f->text = t.document_id = t.text = s;
	buf_reset(&out);
	assert_int_equal(RC_OK, write_ubl_application_response(&t, &out, &err));
	assert_true(valid("ApplicationResponse"));
}

TEST(a_very_long_text_is_not_cut)
{
	struct order_answer a = a_response("RE");
	size_t n = 1u << 20;
	char *text = arena_alloc(&arena, n);
	struct seen s;

	memset(text, '<', n);
	note(&a.notes, "x");
	LIST_AT(&a.notes, struct text_item, 0)->text = (struct slice){ text,
		n };
	buf_free(&out);
	buf_init(&out, 8u << 20);
	assert_int_equal(RC_OK, write_ubl_order_response(&a, &out, &err));
	seen_open(&s, "OrderResponse");
	SEES(&s, "string(string-length(//cbc:Note))", "1048576");
	seen_close(&s);
}

TEST(the_same_answer_twice_is_the_same_bytes)
{
	struct order_answer a = a_response("CA");
	struct despatch_answer d = a_despatch();
	struct technical_answer t = a_technical("RE");
	struct order o = an_order();
	struct buf once;

	(void)a_parcel(&d, "2", "A-1");
	d.po_number = SLICE_NONE;
	(void)a_finding(&t, "X12-PO1-NONE", SEVERITY_ERROR);
	buf_init(&once, OUT_MAX);
	for (int i = 0; i < 2; i++) {
		struct buf *b = i == 0 ? &once : &out;

		assert_int_equal(RC_OK, write_ubl_order_response(&a, b, &err));
		assert_int_equal(RC_OK, write_ubl_despatch_advice(&d, b, &err));
		assert_int_equal(RC_OK,
		    write_ubl_application_response(&t, b, &err));
		assert_int_equal(RC_OK, write_order_ubl(&o, b, &err));
		write_order_csv(&o, true, b);
	}
	assert_true(slice_eq(buf_slice(&once), buf_slice(&out)));
	buf_free(&once);
}

/* --- random answers ------------------------------------------------------ */

/* Absent, blank, hostile or plain. */
static struct slice
any_text(bool needed)
{
	size_t n = draw(24) + 1;
	char *p = arena_alloc(&arena, n);

	if (!needed && draw(4) == 0)
		return (draw(2) == 0 ? SLICE_NONE : SLICE(" \t\r\n "));
	for (size_t i = 0; i < n; i++)
		p[i] = draw(3) == 0 ? (char)draw(256) : (char)('!' + draw(90));
	p[0] = (char)('A' + draw(26));
	return ((struct slice){ p, n });
}

static struct decimal
any_decimal(bool needed)
{
	if (!needed && draw(3) == 0)
		return (DECIMAL_NONE);
	return (decimal_make((int64_t)draw(1000000), (int32_t)draw(7)));
}

static day
any_day(void)
{
	return (draw(2) == 0 ? DAY_NONE : day_of(1, 1, 1) + (day)draw(3652058));
}

static struct answer_party
any_party(void)
{
	return ((struct answer_party){ .endpoint_scheme = any_text(true),
	    .endpoint = any_text(true),
	    .id_scheme = any_text(false),
	    .id = any_text(false),
	    .name = any_text(true) });
}

static struct answer_head
any_head(void)
{
	return ((struct answer_head){ .id = any_text(true),
	    .issued = (instant)draw(2000000000),
	    .from = any_party(),
	    .to = any_party(),
	    .customization = any_text(false),
	    .profile = any_text(false),
	    .test = draw(2) == 0 });
}

static void
any_notes(struct list *l)
{
	for (uint32_t n = draw(3); n > 0; n--)
		LIST_PUSH(&arena, l, struct text_item)->text = any_text(false);
}

static enum rc
any_response(void)
{
	static const char *const codes[] = { "AB", "AP", "RE", "CA", "CA" };
	static const enum answer_line_status statuses[] = { ANSWER_ADDED,
		ANSWER_CHANGED, ANSWER_ACCEPTED, ANSWER_REFUSED,
		ANSWER_DELIVERED };
	struct order_answer a = { .head = any_head(),
		.code = codes[draw(5)],
		.confirmation = any_text(false),
		.currency = any_text(true),
		.customer_reference = any_text(false),
		.po_number = any_text(true),
		.promised_on = any_day() };
	struct answer_line *l;

	any_notes(&a.notes);
	for (uint32_t n = draw(5) + 1; n > 0; n--) {
		l = LIST_PUSH(&arena, &a.lines, struct answer_line);
		*l = (struct answer_line){ .expected_on = DAY_NONE,
			.id = any_text(true),
			.order_line = any_text(true),
			.status = statuses[draw(5)],
			.note = any_text(false),
			.quantity = any_decimal(false),
			.backorder = any_decimal(false),
			.unit = any_text(true),
			.price = any_decimal(false),
			.price_basis = any_decimal(false),
			.promised_on = any_day(),
			.name = any_text(false),
			.seller_item = any_text(true),
			.buyer_item = any_text(false),
			.gtin = any_text(false) };
	}
	return (write_ubl_order_response(&a, &out, &err));
}

static enum rc
any_despatch(void)
{
	struct despatch_answer a = { .head = any_head(),
		.shipment = any_text(false),
		.po_number = any_text(false),
		.confirmation = any_text(false),
		.deliver_to = any_party(),
		.carrier = any_text(false),
		.tracking = any_text(false),
		.left_at = draw(3) == 0 ? INSTANT_NONE :
					  (instant)draw(2000000000) };
	struct despatch_line *l;

	any_notes(&a.notes);
	if (draw(2) == 0)
		a.deliver_to.endpoint = SLICE_NONE;
	shape_init(&party_shape, &a.ship_to);
	a.ship_to.name = any_text(false);
	a.ship_to.street = any_text(false);
	a.ship_to.city = any_text(false);
	a.ship_to.country = draw(2) == 0 ? SLICE("NL") : any_text(false);
	for (uint32_t n = draw(5) + 1; n > 0; n--) {
		l = LIST_PUSH(&arena, &a.lines, struct despatch_line);
		*l = (struct despatch_line){ .id = any_text(true),
			.order_line = any_text(false),
			.po_number = any_text(false),
			.confirmation = any_text(false),
			.delivered = any_decimal(true),
			.outstanding = any_decimal(false),
			.outstanding_reason = any_text(false),
			.unit = any_text(true),
			.name = any_text(false),
			.seller_item = any_text(true),
			.buyer_item = any_text(false),
			.gtin = any_text(false),
			.sscc = draw(2) == 0 ? SLICE(SSCC) : any_text(false),
			.note = any_text(false) };
	}
	return (write_ubl_despatch_advice(&a, &out, &err));
}

static enum rc
any_technical(void)
{
	static const char *const codes[] = { "AB", "AP", "RE" };
	struct technical_answer a = { .head = any_head(),
		.code = codes[draw(3)],
		.document_id = any_text(true),
		.document_type = any_text(false),
		.interchange_control = any_text(false),
		.message_control = any_text(false),
		.text = any_text(false),
		.findings_left_out = (int64_t)draw(3) };
	struct finding *f;

	for (uint32_t n = draw(5); n > 0; n--) {
		f = LIST_PUSH(&arena, &a.findings, struct finding);
		shape_init(&finding_shape, f);
		f->code = any_text(true);
		f->severity = draw(2) == 0 ? SEVERITY_ERROR : SEVERITY_NOTE;
		f->offset = draw(2) == 0 ? (int64_t)draw(99) : INT_NONE;
		f->segment = (int64_t)draw(9);
		f->tag = any_text(false);
		f->element = any_text(false);
		f->path = any_text(false);
		f->value = any_text(false);
		f->text = any_text(false);
	}
	return (write_ubl_application_response(&a, &out, &err));
}

TEST(two_thousand_random_answers_are_valid)
{
	static enum rc (*const any[])(
	    void) = { any_response, any_despatch, any_technical };
	static const char *const roots[] = { "OrderResponse", "DespatchAdvice",
		"ApplicationResponse" };

	SKIP_UNLESS(schema_of("OrderResponse") != NULL, "no UBL schemas");
	for (size_t i = 0; i < 2000; i++) {
		(void)writing_setup(NULL);
		assert_int_equal(RC_OK, any[i % 3]());
		assert_true(valid(roots[i % 3]));
	}
}

/* --- files for warehouses ------------------------------------------------ */

TEST(a_warehouse_gets_one_row_a_line)
{
	struct warehouse_order w = { .lines = { NULL, 0, 0 } };
	struct warehouse_line *l;

	(void)a_pick(&w);
	l = a_pick(&w);
	l->line = SLICE("20");
	l->sku = SLICE("=HYPERLINK(\"http://x\")");
	l->street = SLICE_NONE;
	l->requested_on = DAY_NONE;
	assert_int_equal(RC_OK, write_warehouse_csv(&w, &out, &err));
	assert_string_equal(
	    "order,line,sku,quantity,unit,ship_to_name,street,"
	    "city,postal_code,country,requested_on\r\n"
	    "7K3Q-X42M-9A-C,10,BULB-60W,12.5,EA,\"Acme, DC 7\",Dok 1,Oslo,"
	    "0150,NO,2026-12-01\r\n"
	    "7K3Q-X42M-9A-C,20,\"'=HYPERLINK(\"\"http://x\"\")\",12.5,EA,"
	    "\"Acme, DC 7\",,Oslo,0150,NO,\r\n",
	    out.p);
}

TEST(a_warehouse_order_names_the_field_it_misses)
{
	struct warehouse_order w = { .lines = { NULL, 0, 0 } };
	struct warehouse_line *l;

	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING", "lines");
	(void)a_pick(&w);
	l = a_pick(&w);
	l->order = SLICE_NONE;
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING",
	    "lines[1].order");
	l->order = SLICE("C");
	l->sku = SLICE(" ");
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING",
	    "lines[1].sku");
	l->sku = SLICE("S");
	l->line = SLICE_NONE;
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING",
	    "lines[1].line");
	l->line = SLICE("1");
	l->unit = SLICE_NONE;
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING",
	    "lines[1].unit");
	l->unit = SLICE("EA");
	l->quantity = DECIMAL_NONE;
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-MISSING",
	    "lines[1].quantity");
	l->quantity = DECIMAL_ZERO;
	refused(write_warehouse_csv(&w, &out, &err), "WRITE-VALUE",
	    "lines[1].quantity");
}

/* --- orders -------------------------------------------------------------- */

static struct order
a_rich_order(void)
{
	struct order o = an_order();
	struct order_line *l = LIST_AT(&o.lines, struct order_line, 0);
	struct schedule *sc;
	struct charge *c;
	struct reference *r;

	o.kind = KIND_STANDING;
	o.release_number = SLICE("R-1");
	o.contract = SLICE("K-9");
	o.recurrence.coded = SLICE("FREQ=MONTHLY;INTERVAL=2");
	o.recurrence.start = day_of(2026, 12, 1);
	o.seller.name = SLICE("Lampco");
	o.ship_to.name = SLICE("DC 7");
	o.ship_to.street = SLICE("Dok 1");
	o.prepaid = decimal_make(10, 0);
	o.stated_net = decimal_make(125, 0);
	o.stated_total = decimal_make(15125, 2);
	o.tax_total = decimal_make(2625, 2);
	o.stated_lines = 1;
	o.terms_days = 30;
	o.terms_text = SLICE("30 days net");
	o.payment_code = SLICE("30");
	c = shape_push(&arena, &o.charges, &charge_shape);
	c->is_charge = true;
	c->code = SLICE("FC");
	c->reason = SLICE("freight");
	c->amount = decimal_make(5, 0);
	r = shape_push(&arena, &o.references, &reference_shape);
	r->qualifier = SLICE("VN");
	r->value = SLICE("V-1");
	l->tax_category = SLICE("S");
	l->tax_percent = decimal_make(21, 0);
	l->gtin = SLICE("08712345000004");
	sc = shape_push(&arena, &l->schedules, &schedule_shape);
	sc->quantity = decimal_make(400, 0);
	sc->on = day_of(2026, 12, 1);
	sc = shape_push(&arena, &l->schedules, &schedule_shape);
	sc->quantity = decimal_make(600, 0);
	sc->on = day_of(2027, 2, 1);
	return (o);
}

TEST(an_order_comes_out_as_a_ubl_order)
{
	struct order o = a_rich_order();
	struct seen s;

	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_true(valid("Order"));
	seen_open(&s, "Order");
	SEES(&s, "/d:Order/cbc:ID", "PO-258-1");
	SEES(&s, "//cbc:OrderTypeCode", "258");
	SEES(&s, "//rec:Rule", "FREQ=MONTHLY;INTERVAL=2");
	SEES(&s, "//rec:StartDate", "2026-12-01");
	SEES(&s, "//cac:Contract/cbc:ID", "K-9");
	SEES(&s, "//cbc:SupplierAssignedAccountID", "ACC-77");
	SEES(&s, "//cac:BuyerCustomerParty//cbc:EndpointID", GLN_THEM);
	SEES(&s,
	    "//cac:BuyerCustomerParty//cac:PartyIdentification"
	    "/cbc:ID[@schemeID='0088']",
	    GLN_THEM);
	SEES(&s, "//cac:AllowanceCharge/cbc:Amount", "5.00");
	SEES(&s, "//cac:AnticipatedMonetaryTotal/cbc:PayableAmount", "141.25");
	SEES(&s, "//cac:LineItem/cbc:Quantity[@unitCode='EA']", "1000");
	COUNTS(&s, "//cac:LineItem/cac:Delivery", 2);
	SEES(&s, "//cac:LineItem/cac:Delivery[2]/cbc:Quantity", "600");
	SEES(&s, "//cbc:PriceAmount", "12.50");
	SEES(&s, "//cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "21");
	seen_close(&s);
}

TEST(a_converted_order_is_valid)
{
	struct order o = a_rich_order();

	SKIP_UNLESS(schema_of("Order") != NULL, "no UBL schemas");
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_true(valid("Order"));
	keep("order");
	buf_reset(&out);
	o = an_order();
	o.currency = SLICE_NONE;
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_true(valid_but("Order", 1)); /* nobody named the seller */
	assert_non_null(strstr(out.p, "currencyID=\"XXX\""));
	assert_null(strstr(out.p, "DocumentCurrencyCode"));
}

TEST(what_is_not_to_be_booked_comes_out_as_a_copy)
{
	struct order o = an_order();

	o.purpose = PURPOSE_COPY;
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_non_null(
	    strstr(out.p, "<cbc:CopyIndicator>true</cbc:CopyIndicator>"));
	buf_reset(&out);
	o = an_order();
	o.kind = KIND_INFORMATION;
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_non_null(strstr(out.p, "CopyIndicator"));
	buf_reset(&out);
	o.purpose = PURPOSE_CANCEL;
	refused(write_order_ubl(&o, &out, &err), "WRITE-VALUE", "purpose");
	o = an_order();
	o.kind = KIND_OTHER;
	refused(write_order_ubl(&o, &out, &err), "WRITE-VALUE", "kind");
	o = an_order();
	o.ordered_on = DAY_NONE;
	refused(write_order_ubl(&o, &out, &err), "WRITE-MISSING", "ordered_on");
	o = an_order();
	LIST_AT(&o.lines, struct order_line, 0)->line_id = SLICE_NONE;
	refused(write_order_ubl(&o, &out, &err), "WRITE-MISSING",
	    "lines[0].line_id");
}

TEST(an_order_comes_out_as_rows)
{
	struct order o = an_order();

	o.kind = KIND_STANDING;
	o.recurrence.text = SLICE("FREQ=WEEKLY");
	a_wish(&o)->price_basis = DECIMAL_NONE;
	write_order_csv(&o, true, &out);
	write_order_csv(&o, false, &out);
	assert_string_equal(
	    "po_number,release,customer,ship_to,ordered_on,"
	    "requested_on,currency,line,seller_item,buyer_item,gtin,quantity,"
	    "unit,price,repeat\r\n"
	    "PO-258-1,,ACC-77,,2026-11-20,2026-12-01,EUR,1,BULB-60W,,,1000,"
	    "EA,0.125,FREQ=WEEKLY\r\n"
	    "PO-258-1,,ACC-77,,2026-11-20,2026-12-01,EUR,1,BULB-60W,,,1000,"
	    "EA,12.5,FREQ=WEEKLY\r\n"
	    "PO-258-1,,ACC-77,,2026-11-20,2026-12-01,EUR,1,BULB-60W,,,1000,"
	    "EA,0.125,FREQ=WEEKLY\r\n"
	    "PO-258-1,,ACC-77,,2026-11-20,2026-12-01,EUR,1,BULB-60W,,,1000,"
	    "EA,12.5,FREQ=WEEKLY\r\n",
	    out.p);
}

/* --- there and back ------------------------------------------------------ */

struct trip {
	struct buf orders; /* encoded, the last one */
	size_t n;
};

static enum rc
take_order(void *ctx, const struct order *o, struct err *e)
{
	struct trip *t = ctx;

	(void)e;
	t->n++;
	buf_reset(&t->orders);
	shape_encode(&order_shape, o, &t->orders);
	return (RC_OK);
}

#define IGNORES(name, type) \
	static enum rc name(void *ctx, const type *x, struct err *e) \
	{ \
		(void)ctx, (void)x, (void)e; \
		return (RC_OK); \
	}
IGNORES(ignore_interchange, struct interchange)
IGNORES(ignore_message, struct message)
IGNORES(ignore_confirmation, struct confirmation)
IGNORES(ignore_finding, struct finding)
IGNORES(ignore_receipt, struct receipt)
IGNORES(ignore_remittance, struct remittance)
IGNORES(ignore_bank_entry, struct bank_entry)

/* The one order of a document, decoded into the arena; false: none. */
static bool
parsed_by(const struct parser *p, struct slice data, struct order *o)
{
	struct trip t = { .n = 0 };
	struct arena work = ARENA_INIT;
	struct parse_sink sink = { .ctx = &t,
		.interchange = ignore_interchange,
		.message = ignore_message,
		.order = take_order,
		.confirmation = ignore_confirmation,
		.finding = ignore_finding,
		.message_end = ignore_message,
		.interchange_end = ignore_interchange,
		.receipt = ignore_receipt,
		.remittance = ignore_remittance,
		.bank_entry = ignore_bank_entry };
	enum rc rc;

	buf_init(&t.orders, OUT_MAX);
	rc = p->parse(&(struct parse_input){ .data = data, .arena = &work },
	    &sink, &err);
	if (rc == RC_OK && t.n == 1) {
		order_init(o);
		assert_int_equal(RC_OK,
		    shape_decode(&order_shape,
			arena_slice(&arena, buf_slice(&t.orders)), &arena, o,
			&err));
	}
	arena_free(&work);
	buf_free(&t.orders);
	return (rc == RC_OK && t.n == 1);
}

static bool
parsed(struct slice data, struct order *o)
{
	return (parsed_by(&ubl_parser, data, o));
}

static bool
same_order(const struct order *a, const struct order *b, const char *name)
{
	struct sha256 ha = shape_hash(&order_shape, a);
	struct sha256 hb = shape_hash(&order_shape, b);
	struct buf ja, jb;

	if (memcmp(&ha, &hb, sizeof(ha)) == 0)
		return (true);
	buf_init(&ja, OUT_MAX);
	buf_init(&jb, OUT_MAX);
	shape_json(&order_shape, a, &ja);
	shape_json(&order_shape, b, &jb);
	fprintf(stderr, "# %s\n# %s\n# %s\n", name, ja.p, jb.p);
	buf_free(&ja);
	buf_free(&jb);
	return (false);
}

TEST(an_order_written_and_read_again_is_the_same_order)
{
	struct order o = a_rich_order(), back;

	o.kind_code = SLICE("258");
	o.release_number = SLICE_NONE; /* UBL keeps none of these */
	o.recurrence.text = o.recurrence.coded;
	o.recurrence.coded = SLICE_NONE;
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_true(parsed(buf_slice(&out), &back));
	assert_int_equal(KIND_STANDING, back.kind);
	assert_true(slice_eq(o.recurrence.text, back.recurrence.text));
	assert_int_equal(o.recurrence.start, back.recurrence.start);
	assert_int_equal(0, decimal_cmp(o.stated_total, back.stated_total));
	assert_int_equal(0, decimal_cmp(o.prepaid, back.prepaid));
	assert_int_equal(2,
	    LIST_AT(&back.lines, struct order_line, 0)->schedules.n);
	buf_reset(&out);
	o = back;
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_true(parsed(buf_slice(&out), &back));
	assert_true(same_order(&o, &back, "our own"));
}

/* Orders by others: what was read, written and read again is the same. */
TEST(orders_of_others_survive_being_written_again)
{
	glob_t found = corpus_files("corpus/ubl", "*/*.xml");
	struct order first, again;
	struct mapping file;
	size_t orders = 0, same = 0, refused_n = 0;

	for (size_t i = 0; i < found.gl_pathc; i++) {
		(void)writing_setup(NULL);
		assert_int_equal(RC_OK,
		    file_map(AT_FDCWD, found.gl_pathv[i], &file, &err));
		if (parsed(file.data, &first)) {
			orders++;
			/* A rule said twice is written once. */
			if (slice_eq(first.recurrence.coded,
				first.recurrence.text))
				first.recurrence.coded = SLICE_NONE;
			if (write_order_ubl(&first, &out, &err) != RC_OK) {
				/* A change is no order to write as one. */
				if (first.purpose == PURPOSE_CHANGE ||
				    first.purpose == PURPOSE_CANCEL)
					orders--;
				else
					refused_n++;
			} else if (parsed(buf_slice(&out), &again) &&
			    valid("Order"))
				same += same_order(&first, &again,
				    found.gl_pathv[i]);
		}
		file_unmap(&file);
	}
	globfree(&found);
	assert_in_range(orders, 15, 1000);
	assert_int_equal(orders, same + refused_n);
	assert_in_range(refused_n, 0, 3);
}

TEST(rows_of_an_order_read_back_as_the_same_rows)
{
	struct order o = an_order(), back;
	struct buf once;

	buf_init(&once, OUT_MAX);
	o.kind = KIND_STANDING;
	o.recurrence.coded = SLICE("FREQ=MONTHLY;INTERVAL=2");
	a_wish(&o)->line_id = SLICE("2");
	assert_true(order_fits_csv(&o));
	write_order_csv(&o, true, &once);
	assert_true(parsed_by(&csv_parser, buf_slice(&once), &back));
	assert_int_equal(KIND_STANDING, back.kind);
	assert_int_equal(2, back.lines.n);
	write_order_csv(&back, true, &out);
	assert_string_equal(once.p, out.p);
	buf_free(&once);
}

TEST(an_order_without_a_standing_type_never_comes_out_as_one)
{
	struct order o = an_order();

	o.recurrence.coded = SLICE("FREQ=MONTHLY");
	o.recurrence.text = SLICE("FREQ=MONTHLY");
	assert_int_equal(RC_OK, write_order_ubl(&o, &out, &err));
	assert_null(strstr(out.p, "Recurrence"));
	buf_reset(&out);
	write_order_csv(&o, false, &out);
	assert_null(strstr(out.p, "FREQ"));
}

TEST(rows_are_only_for_orders_to_book)
{
	struct order o = an_order();

	assert_true(order_fits_csv(&o));
	o.purpose = PURPOSE_COPY;
	assert_false(order_fits_csv(&o));
	o = an_order();
	o.kind = KIND_BLANKET;
	assert_false(order_fits_csv(&o));
	o.kind = KIND_STANDING;
	assert_false(order_fits_csv(&o)); /* by a rule unknown */
	o = an_order();
	o.test = true;
	assert_false(order_fits_csv(&o));
	o = a_rich_order();
	assert_false(order_fits_csv(&o)); /* it has schedules */
}

/* --- names --------------------------------------------------------------- */

static const char *
name_of(const char *template_, struct name_values v)
{
	buf_reset(&out);
	err = (struct err)ERR_INIT;
	if (outgoing_name(slice_of(template_), &v, &out, &err) != RC_OK)
		return (NULL);
	return (out.p);
}

TEST(a_name_keeps_letters_digits_and_hyphens)
{
	struct name_values v = { .kind = SLICE("response"),
		.po = SLICE("../PO 258/1\n\xc3\xa9"),
		.seq = SLICE("000042"),
		.date = SLICE("2026-11-21"),
		.confirmation = SLICE("7K3Q-X42M-9A-C") };

	assert_string_equal("response_PO2581_000042.xml",
	    name_of("{kind}_{po}_{seq}.xml", v));
	assert_string_equal("2026-11-21.7K3Q-X42M-9A-C.000042",
	    name_of("{date}.{confirmation}.{seq}", v));
	v.po = SLICE("///");
	assert_string_equal("x-000042", name_of("{po}-{seq}", v));
	v.po = SLICE("-rf");
	assert_string_equal("x-rf000042", name_of("{po}{seq}", v));
	assert_string_equal("x.000042", name_of(".{seq}", v));
	v.po = SLICE("123456789012345678901234567890123456789012345");
	assert_string_equal("1234567890123456789012345678901234567890_000042",
	    name_of("{po}_{seq}", v));
}

TEST(a_name_is_never_longer_than_200_bytes_and_keeps_its_seq)
{
	static const char forty[] = "0123456789012345678901234567890123456789";
	struct name_values v = { .kind = SLICE(forty),
		.po = SLICE(forty),
		.confirmation = SLICE(forty),
		.date = SLICE(forty),
		.seq = SLICE("abcdefghijklmnopqrstuvwxyzabcdefghijklmn") };
	const char *name = name_of(
	    "-{kind}_{po}_{confirmation}_{date}_{seq}.xml", v);

	assert_non_null(name);
	assert_in_range(out.n, 190, 200);
	assert_non_null(
	    strstr(name, "_abcdefghijklmnopqrstuvwxyzabcdefghijklmn.xml"));
	assert_int_equal(0x78, out.p[0]);
}

TEST(a_template_that_cannot_name_is_a_configuration_fault)
{
	static const char *const bad[] = { "", "{kind}_{po}.xml", "{seq",
		"{seq}{nonsense}", "a/{seq}", "{seq} x", "{}{seq}", "}{seq}",
		"{seq}\n" };
	struct name_values v = { .seq = SLICE("1") };
	char *longest = arena_alloc(&arena, 256);

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(name_of(bad[i], v));
		assert_int_equal(RC_FATAL, err.rc);
		assert_int_equal(78, err_exit_code(&err));
		assert_int_equal(0, out.n);
	}
	memset(longest, 'a', 200);
	memcpy(longest + 200, "{seq}", 6);
	assert_null(name_of(longest, v));
	assert_int_equal(78, err_exit_code(&err));
}

TEST(every_writer_has_a_name_and_one_function)
{
	const struct writer *w;
	size_t n = 0;

	for (; (w = writer_at(n)) != NULL; n++) {
		assert_ptr_equal(w, writer_named(slice_of(w->name)));
		assert_int_not_equal('\0', w->extension[0]);
		assert_int_equal(1,
		    (w->technical != NULL) + (w->order != NULL) +
			(w->despatch != NULL) + (w->warehouse != NULL) +
			(w->report != NULL) + (w->collection != NULL));
		assert_int_equal(w->native != NULL, w->message != NULL);
	}
	assert_in_range(n, 10, 30);
	assert_null(writer_named(SLICE("none")));
	assert_ptr_equal(write_ubl_order_response,
	    writer_named(SLICE("ubl-order-response"))->order);
}

static int
finish(void **state)
{
	for (size_t i = 0; i < SCHEMAS; i++)
		xmlSchemaFree(schemas[i]);
	xmlCleanupParser();
	return (writing_finish(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_response_with_changes_names_every_line),
		EACH(a_response_line_says_what_when_and_how_much),
		EACH(a_substitute_stands_beside_what_was_asked_for),
		EACH(a_simple_response_accepts_and_tells_what_changed),
		EACH(a_simple_response_refuses_with_its_reasons),
		EACH(a_simple_response_without_changes_is_short),
		EACH(a_simple_response_has_no_word_for_what_waits),
		EACH(only_a_changed_order_has_lines),
		EACH(an_answer_to_a_change_names_it_as_its_version_can),
		EACH(a_simple_answer_names_the_change_by_id_and_sequence),
		EACH(lines_that_wait_are_told_where_peppol_does_not_forbid_it),
		EACH(several_notes_are_one_note_of_several_lines),
		EACH(a_profile_may_name_its_own_customization),
		EACH(an_amount_has_at_least_the_digits_of_its_currency),
		EACH(a_refused_line_may_lack_unit_and_name),
		EACH(a_despatch_says_what_left_and_what_follows),
		EACH(a_shipment_of_several_orders_names_each_once),
		EACH(what_follows_of_a_line_in_two_cartons_is_told_once),
		EACH(a_pallet_stands_beside_its_carton),
		EACH(a_bad_sscc_is_a_shipping_mark),
		EACH(goods_for_another_place_say_where),
		EACH(a_technical_answer_names_the_interchange_and_the_faults),
		EACH(a_finding_with_a_rule_tells_the_rule_and_the_remedy),
		EACH(a_technical_answer_that_takes_all_is_short),
		EACH(a_response_names_the_field_it_misses),
		EACH(a_despatch_names_the_field_it_misses),
		EACH(a_technical_answer_names_the_field_it_misses),
		EACH(a_full_buffer_keeps_nothing_of_the_document),
		EACH(hostile_texts_stay_texts),
		EACH(a_very_long_text_is_not_cut),
		EACH(the_same_answer_twice_is_the_same_bytes),
		EACH(two_thousand_random_answers_are_valid),
		EACH(a_warehouse_gets_one_row_a_line),
		EACH(a_warehouse_order_names_the_field_it_misses),
		EACH(an_order_comes_out_as_a_ubl_order),
		EACH(a_converted_order_is_valid),
		EACH(what_is_not_to_be_booked_comes_out_as_a_copy),
		EACH(an_order_comes_out_as_rows),
		EACH(an_order_written_and_read_again_is_the_same_order),
		EACH(orders_of_others_survive_being_written_again),
		EACH(rows_of_an_order_read_back_as_the_same_rows),
		EACH(an_order_without_a_standing_type_never_comes_out_as_one),
		EACH(rows_are_only_for_orders_to_book),
		EACH(a_name_keeps_letters_digits_and_hyphens),
		EACH(a_name_is_never_longer_than_200_bytes_and_keeps_its_seq),
		EACH(a_template_that_cannot_name_is_a_configuration_fault),
		EACH(every_writer_has_a_name_and_one_function),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, finish));
}
