/*
 * The cXML writers: what stands where (read back through libxml2), validity
 * against the DTDs, hostile and missing input.  WRITERS_OUT=DIR keeps the
 * documents for tests/e2e/judge_cxml.py.
 */
#include <libxml/parser.h>
#include <libxml/valid.h>
#include "tests/unit/golden.h"
#include "tests/unit/seen.h"

static xmlDtdPtr plain_dtd, fulfill_dtd;
static int validated;

/* --- reading back --------------------------------------------------------- */

static struct seen seen;

#define SEES(path, want) assert_string_equal((want), seen_text(&seen, path))
#define COUNTS(path, n) SEES("string(count(" path "))", #n)

static void
quiet(void *ctx, const char *fmt, ...)
{
	(void)ctx, (void)fmt;
}

static void complain(void *ctx, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void
complain(void *ctx, const char *fmt, ...)
{
	va_list ap;

	(void)ctx;
	va_start(ap, fmt);
	(void)vfprintf(stderr, fmt, ap);
	va_end(ap);
}

static xmlDtdPtr
dtd_of(const char *name)
{
	char path[200];
	const char *file;
	xmlDtdPtr dtd;

	(void)snprintf(path, sizeof(path), "schemas/cxml/%s", name);
	file = unit_shared(path);
	if (file == NULL)
		return (NULL);
	xmlSetGenericErrorFunc(NULL, quiet);
	dtd = xmlParseDTD(NULL, (const xmlChar *)file);
	xmlSetGenericErrorFunc(NULL, NULL);
	return (dtd);
}

static void
check_valid(const char *name)
{
	xmlDtdPtr dtd = memmem(out.p, out.n, "Fulfill.dtd", 11) != NULL ?
	    fulfill_dtd :
	    plain_dtd;
	xmlValidCtxtPtr v;

	if (dtd == NULL)
		return;
	v = xmlNewValidCtxt();
	assert_non_null(v);
	v->error = complain;
	v->warning = complain;
	if (xmlValidateDtd(v, seen.doc, dtd) != 1)
		fail_msg("%s is not valid:\n%s", name, out.p);
	validated++;
	xmlFreeValidCtxt(v);
}

static void
forget(void)
{
	if (seen.doc != NULL)
		seen_close(&seen);
}

/* Parses what was written, validates and keeps it. */
static void
written(const char *name, enum rc rc)
{
	forget();
	if (rc != RC_OK)
		fail_msg("%s: %s", name, err.text);
	seen_read(&seen, 0);
	check_valid(name);
	keep(name);
}

/* --- what is written ------------------------------------------------------ */

static struct answer_head
head(void)
{
	return ((struct answer_head){
	    .native = { .version = SLICE("1.2.063"),
		.from = { .qualifier = SLICE("NetworkID"),
		    .id = SLICE("AN02") },
		.to = { .qualifier = SLICE("DUNS"), .id = SLICE("401234567") },
		.reply_to = SLICE("po1@acme.example"),
		.deployment = SLICE("production") },
	    .id = SLICE("OR-7K3QX42M9ACD0R2F"),
	    .issued = ISSUED });
}

static struct answer_line *
add_line(struct order_answer *a, const char *number, int64_t quantity)
{
	struct answer_line *l = LIST_PUSH(&arena, &a->lines,
	    struct answer_line);

	*l = (struct answer_line){ .expected_on = DAY_NONE,
		.id = slice_of(number),
		.order_line = slice_of(number),
		.status = ANSWER_ACCEPTED,
		.ordered = decimal_make(quantity, 0),
		.quantity = decimal_make(quantity, 0),
		.unit_price = decimal_make(180, 2),
		.backorder = DECIMAL_NONE,
		.price = DECIMAL_NONE,
		.price_basis = DECIMAL_NONE,
		.promised_on = DAY_NONE,
		.unit = SLICE("C62"),
		.unit_code = SLICE("EA"),
		.name = SLICE("LED bulb"),
		.seller_item = SLICE("LED-E27-8W") };
	return (l);
}

static struct order_answer
order_answer(const char *code)
{
	return ((struct order_answer){ .head = head(),
	    .code = code,
	    .version = 2,
	    .confirmation = SLICE("7K3Q-X42M-9A-C"),
	    .currency = SLICE("EUR"),
	    .po_number = SLICE("4700001"),
	    .po_date = day_of(2026, 11, 20),
	    .changed_on = DAY_NONE,
	    .promised_on = DAY_NONE });
}

static void
write_order(const char *name, const struct order_answer *a)
{
	buf_reset(&out);
	written(name, write_cxml_confirmation(a, &out, &err));
}

#define ITEM(n) "//ConfirmationItem[@lineNumber='" #n "']"

TEST(the_envelope_names_who_whom_and_what_is_answered)
{
	struct order_answer a = order_answer("AP");

	a.head.native.shared_secret = SLICE("sesame");
	(void)add_line(&a, "1", 250);
	write_order("accept", &a);
	SEES("string(/cXML/@payloadID)", "OR-7K3QX42M9ACD0R2F");
	SEES("string(/cXML/@timestamp)", "2026-11-21T02:00:00+00:00");
	SEES("string(//From/Credential[@domain='NetworkID']/Identity)", "AN02");
	SEES("string(//To/Credential[@domain='DUNS']/Identity)", "401234567");
	SEES("string(//Sender/Credential/SharedSecret)", "sesame");
	COUNTS("//From//SharedSecret", 0);
	SEES("string(/cXML/Request/@deploymentMode)", "production");
	SEES("string(//OrderReference/@orderID)", "4700001");
	SEES("string(//OrderReference/@orderDate)",
	    "2026-11-20T12:00:00+00:00");
	SEES("string(//OrderReference/DocumentReference/@payloadID)",
	    "po1@acme.example");
	assert_non_null(strstr(out.p, "/cXML/1.2.063/Fulfill.dtd\""));
}

TEST(an_accepted_order_accepts_every_line)
{
	struct order_answer a = order_answer("AP");

	(void)add_line(&a, "1", 250);
	(void)add_line(&a, "2", 90);
	write_order("accept_two", &a);
	SEES("string(//ConfirmationHeader/@type)", "accept");
	SEES("string(//ConfirmationHeader/@operation)", "new");
	SEES("string(//ConfirmationHeader/@confirmID)", "7K3Q-X42M-9A-C");
	COUNTS("//ConfirmationItem", 2);
	COUNTS("//ConfirmationStatus[@type='accept']", 2);
	SEES("string(" ITEM(2) "/ConfirmationStatus/@quantity)", "90");
	SEES("string(" ITEM(2) "/UnitOfMeasure)", "EA");
	a.head.test = true;
	write_order("accept_test", &a);
	SEES("string(/cXML/Request/@deploymentMode)", "test");
}

TEST(a_refused_order_tells_why_and_names_no_line)
{
	struct order_answer a = order_answer("RE");
	struct answer_line *l = add_line(&a, "1", 250);

	l->status = ANSWER_REFUSED;
	l->note = SLICE("we do not sell this");
	LIST_PUSH(&arena, &a.notes, struct text_item)->text = SLICE(
	    "ORDER-ITEM: <unknown>");
	a.confirmation = SLICE_NONE;
	write_order("reject", &a);
	SEES("string(//ConfirmationHeader/@type)", "reject");
	COUNTS("//ConfirmationItem", 0);
	COUNTS("//ConfirmationHeader/@confirmID", 0);
	SEES("string(//Comments[1])", "ORDER-ITEM: <unknown>");
	SEES("string(//Comments[2])", "we do not sell this");
	*add_line(&a, "2", 250) = *l;
	write_order("reject_twice", &a);
	COUNTS("//Comments", 2);
}

TEST(the_parts_of_a_line_sum_to_it)
{
	struct order_answer a = order_answer("CA");
	struct answer_line *l = add_line(&a, "1", 1000);

	l->status = ANSWER_CHANGED;
	l->differs = DIFFERS_QUANTITY;
	l->quantity = decimal_make(600, 0);
	l->backorder = decimal_make(150, 0);
	l->note = SLICE("the rest is not made any more");
	(void)add_line(&a, "2", 5);
	write_order("except_split", &a);
	SEES("string(//ConfirmationHeader/@type)", "except");
	SEES("string(" ITEM(1) "/@quantity)", "1000");
	SEES("string(" ITEM(1) "/ConfirmationStatus[1]/@type)", "accept");
	SEES("string(" ITEM(1) "/ConfirmationStatus[1]/@quantity)", "600");
	SEES("string(" ITEM(1) "/ConfirmationStatus[2]/@type)", "backordered");
	SEES("string(" ITEM(1) "/ConfirmationStatus[2]/@quantity)", "150");
	SEES("string(" ITEM(1) "/ConfirmationStatus[3]/@type)", "reject");
	SEES("string(" ITEM(1) "/ConfirmationStatus[3]/@quantity)", "250");
	SEES("string(" ITEM(1) "/ConfirmationStatus[3]/Comments)",
	    "the rest is not made any more");
	COUNTS("//Comments", 1);
	SEES("string(" ITEM(2) "/ConfirmationStatus/@type)", "accept");
}

TEST(another_price_or_date_is_a_detail)
{
	struct order_answer a = order_answer("CA");
	struct answer_line *l = add_line(&a, "1", 250);

	l->status = ANSWER_CHANGED;
	l->differs = DIFFERS_PRICE;
	l->price = decimal_make(185, 2);
	l = add_line(&a, "2", 90);
	l->status = ANSWER_CHANGED;
	l->differs = DIFFERS_DATE;
	l->promised_on = day_of(2026, 12, 15);
	write_order("except_detail", &a);
	SEES("string(" ITEM(1) "/ConfirmationStatus/@type)", "detail");
	SEES("string(" ITEM(1) "//UnitPrice/Money[@currency='EUR'])", "1.85");
	COUNTS("//ItemIn", 0);
	SEES("string(" ITEM(2) "/ConfirmationStatus/@type)", "detail");
	SEES("string(" ITEM(2) "/ConfirmationStatus/@deliveryDate)",
	    "2026-12-15T12:00:00+00:00");
}

TEST(another_item_or_price_basis_is_told_in_full)
{
	struct order_answer a = order_answer("CA");
	struct answer_line *l = add_line(&a, "1", 250);

	l->status = ANSWER_CHANGED;
	l->differs = DIFFERS_ITEM | DIFFERS_PRICE;
	l->seller_item = SLICE("LED-E27-9W");
	l->buyer_item = SLICE("VL-100");
	l->price = decimal_make(185, 0);
	l->price_basis = decimal_make(100, 0);
	write_order("except_substitute", &a);
	SEES("string(" ITEM(1) "//ItemIn/@quantity)", "250");
	SEES("string(" ITEM(1) "//SupplierPartID)", "LED-E27-9W");
	SEES("string(" ITEM(1) "//BuyerPartID)", "VL-100");
	SEES("string(" ITEM(1) "//ItemDetail/UnitPrice/Money)", "185.00");
	SEES("string(" ITEM(1) "//PriceBasisQuantity/@quantity)", "100");
}

TEST(a_held_line_is_unknown_and_a_line_taken_out_is_not_named)
{
	struct order_answer a = order_answer("CA");

	add_line(&a, "1", 250)->differs = DIFFERS_HELD;
	add_line(&a, "2", 90)->change = CHANGE_DELETE;
	write_order("except_unknown", &a);
	SEES("string(" ITEM(1) "/ConfirmationStatus/@type)", "unknown");
	COUNTS("//ConfirmationItem", 1);
}

TEST(lines_of_which_nothing_comes_reject_the_order)
{
	struct order_answer a = order_answer("CA");

	add_line(&a, "1", 250)->status = ANSWER_REFUSED;
	write_order("except_none", &a);
	SEES("string(//ConfirmationHeader/@type)", "reject");
	SEES("string(//Comments)", "the order is refused");
	COUNTS("//ConfirmationItem", 0);
}

TEST(a_later_confirmation_replaces_the_earlier_one)
{
	struct order_answer a = order_answer("CA");
	struct answer_line *l = add_line(&a, "1", 250);

	l->quantity = DECIMAL_ZERO;
	l->backorder = decimal_make(250, 0);
	l->status = ANSWER_CHANGED;
	a.head.native.previous = SLICE("OR-0000000000000000");
	write_order("update", &a);
	SEES("string(//ConfirmationHeader/@operation)", "update");
	SEES("string(//ConfirmationHeader/DocumentReference/@payloadID)",
	    "OR-0000000000000000");
	SEES("string(//ConfirmationStatus/@type)", "backordered");
}

TEST(an_order_that_waits_is_told_by_a_status_update)
{
	struct order_answer a = order_answer("AB");

	LIST_PUSH(&arena, &a.notes, struct text_item)->text = SLICE(
	    "pay 450.00 EUR to RF18 5390 0754 7034");
	write_order("status_update", &a);
	SEES("string(//StatusUpdateRequest/DocumentReference/@payloadID)",
	    "po1@acme.example");
	SEES("string(//Status/@code)", "201");
	SEES("string(//Extrinsic[@name='orderID'])", "4700001");
	SEES("string(//Extrinsic[@name='note'])",
	    "pay 450.00 EUR to RF18 5390 0754 7034");
	assert_non_null(strstr(out.p, "/cXML.dtd\""));
}

/* --- technical ------------------------------------------------------------ */

static struct technical_answer
technical(const char *code)
{
	return ((struct technical_answer){ .head = head(),
	    .code = code,
	    .document_id = SLICE("4700001"),
	    .document_type = SLICE("OrderRequest"),
	    .interchange_control = SLICE("po1@acme.example"),
	    .text = SLICE("the document was taken") });
}

static void
add_finding(struct technical_answer *a, const char *code)
{
	struct finding *f = LIST_PUSH(&arena, &a->findings, struct finding);

	*f = (struct finding){ .code = slice_of(code),
		.severity = SEVERITY_ERROR,
		.offset = 2811,
		.length = INT_NONE,
		.segment = INT_NONE,
		.path = SLICE("/cXML/Request/OrderRequest/ItemOut[1]"),
		.value = SLICE("each & every"),
		.text = SLICE("A unit is a code.") };
}

static void
write_technical(const char *name, const struct technical_answer *a)
{
	buf_reset(&out);
	written(name, write_cxml_response(a, &out, &err));
}

TEST(a_response_says_what_became_of_a_document)
{
	struct technical_answer a = technical("AP");

	write_technical("response_200", &a);
	SEES("string(/cXML/Response/Status/@code)", "200");
	SEES("string(/cXML/Response/Status/@text)", "OK");
	COUNTS("//Header", 0);
	a = technical("RE");
	a.text = SLICE("the document was refused");
	add_finding(&a, "CXML-UNIT");
	a.findings_left_out = 7;
	write_technical("response_400", &a);
	SEES("string(/cXML/Response/Status/@code)", "400");
	SEES("string(/cXML/Response/Status)",
	    "the document was refused\nabout: 4700001\n"
	    "payloadID: po1@acme.example\n"
	    "CXML-UNIT at byte 2811, /cXML/Request/OrderRequest/ItemOut[1]: "
	    "A unit is a code. (each & every)\nand 7 more\n\t\t");
}

TEST(what_cannot_be_read_or_done_has_a_status_of_its_own)
{
	struct technical_answer a = technical("RE");

	add_finding(&a, "CXML-XML");
	write_technical("response_406", &a);
	SEES("string(//Status/@code)", "406");
	a = technical("RE");
	add_finding(&a, "CXML-REQUEST");
	write_technical("response_450", &a);
	SEES("string(//Status/@code)", "450");
}

TEST(our_own_responses_are_read_back)
{
	static const char *const codes[] = { "AP", "RE" };
	struct golden g = { .parser = &cxml_parser };

	for (size_t i = 0; i < 2; i++) {
		struct technical_answer a = technical(codes[i]);

		buf_reset(&out);
		assert_int_equal(write_cxml_response(&a, &out, &err), RC_OK);
		assert_int_equal(golden_parse(&g, buf_slice(&out)), RC_OK);
		assert_int_equal(g.errors, 0);
		assert_non_null(strstr(g.out.p, "receipt {"));
		assert_non_null(strstr(g.out.p,
		    i == 0 ? "\"verdict\":\"accepted\",\"code\":\"200\"" :
			     "\"verdict\":\"rejected\",\"code\":\"400\""));
	}
	golden_free(&g);
}

/* What we write is XML for our own reader too, though it refuses requests. */
TEST(our_own_confirmations_are_refused_by_name)
{
	struct order_answer a = order_answer("AP");
	struct golden g = { .parser = &cxml_parser };

	(void)add_line(&a, "1", 250);
	buf_reset(&out);
	assert_int_equal(write_cxml_confirmation(&a, &out, &err), RC_OK);
	(void)golden_parse(&g, buf_slice(&out));
	assert_int_equal(g.errors, 1);
	assert_non_null(strstr(g.out.p, "\"kind\":\"ConfirmationRequest\""));
	assert_non_null(strstr(g.out.p, "CXML-REQUEST"));
	golden_free(&g);
}

/* --- ship notice ---------------------------------------------------------- */

static struct despatch_line *
add_despatch(struct despatch_answer *a, const char *po, const char *line,
    int64_t delivered)
{
	struct despatch_line *l = LIST_PUSH(&arena, &a->lines,
	    struct despatch_line);

	*l = (struct despatch_line){ .id = slice_of(line),
		.order_line = slice_of(line),
		.po_number = slice_of(po),
		.confirmation = SLICE("7K3Q-X42M-9A-C"),
		.po_date = day_of(2026, 11, 20),
		.ordered = decimal_make(250, 0),
		.final = true,
		.delivered = decimal_make(delivered, 0),
		.outstanding = DECIMAL_NONE,
		.unit = SLICE("C62"),
		.seller_item = SLICE("LED-E27-8W") };
	return (l);
}

static struct despatch_answer
despatch(void)
{
	struct despatch_answer a = { .head = head(),
		.shipment = SLICE("S-77"),
		.carrier = SLICE("Snelpost"),
		.tracking = SLICE("SP-123"),
		.left_at = ISSUED - 3600 };

	a.head.id = SLICE("DA-7K3QX42M9ACD0R2F");
	shape_init(&party_shape, &a.ship_to);
	shape_init(&party_shape, &a.ship_from);
	a.ship_to.name = SLICE("Acme Magazijn Zuid");
	a.ship_to.street = SLICE("Haven 3");
	a.ship_to.city = SLICE("Rotterdam");
	a.ship_to.country = SLICE("NL");
	return (a);
}

static void
write_despatch(const char *name, const struct despatch_answer *a)
{
	buf_reset(&out);
	written(name, write_cxml_ship_notice(a, &out, &err));
}

TEST(a_ship_notice_names_carrier_order_and_line)
{
	struct despatch_answer a = despatch();

	(void)add_despatch(&a, "4700001", "1", 250);
	write_despatch("ship", &a);
	SEES("string(//ShipNoticeHeader/@shipmentID)", "S-77");
	SEES("string(//ShipNoticeHeader/@noticeDate)",
	    "2026-11-21T02:00:00+00:00");
	SEES("string(//ShipNoticeHeader/@shipmentDate)",
	    "2026-11-21T01:00:00+00:00");
	SEES("string(//ShipNoticeHeader/@fulfillmentType)", "complete");
	SEES("string(//Contact[@role='shipTo']//City)", "Rotterdam");
	SEES("string(//CarrierIdentifier[@domain='companyName'])", "Snelpost");
	SEES("string(//ShipmentIdentifier)", "SP-123");
	SEES("string(//OrderReference/@orderID)", "4700001");
	SEES("string(//DocumentReference/@payloadID)", "po1@acme.example");
	SEES("string(//ShipNoticeItem/@quantity)", "250");
	SEES("string(//ShipNoticeItem/@lineNumber)", "1");
	SEES("string(//ShipNoticeItem/UnitOfMeasure)", "C62");
	COUNTS("//Packaging", 0);
}

TEST(cartons_of_one_line_are_its_packaging)
{
	struct despatch_answer a = despatch();
	struct despatch_line *l = add_despatch(&a, "4700001", "1", 100);

	l->sscc = SLICE(SSCC);
	l->pallet = SLICE(SSCC2);
	l = add_despatch(&a, "4700001", "2", 5);
	l->outstanding = decimal_make(3, 0);
	l->final = false;
	l = add_despatch(&a, "4700001", "1", 150);
	l->sscc = SLICE("no number");
	write_despatch("ship_cartons", &a);
	COUNTS("//ShipNoticeItem", 2);
	SEES("string(//ShipNoticeItem[1]/@quantity)", "250");
	COUNTS("//Packaging", 1);
	SEES("string(//ShippingContainerSerialCode)", SSCC);
	SEES("string(//ShippingContainerSerialCodeReference)", SSCC2);
	SEES("string(//DispatchQuantity/@quantity)", "100");
	SEES("string(//ShipNoticeHeader/@fulfillmentType)", "partial");
}

TEST(what_lies_on_a_pallet_alone_names_it)
{
	struct despatch_answer a = despatch();

	add_despatch(&a, "4700001", "1", 100)->pallet = SLICE(SSCC2);
	write_despatch("ship_pallet", &a);
	SEES("string(//PackagingCode)", "pallet");
	SEES("string(//ShippingContainerSerialCode)", SSCC2);
	COUNTS("//ShippingContainerSerialCodeReference", 0);
	SEES("string(//DispatchQuantity/@quantity)", "100");
}

TEST(each_order_of_a_shipment_has_one_portion)
{
	struct despatch_answer a = despatch();

	add_despatch(&a, "4700002", "10", 1)->reply_to = SLICE("po2@x");
	(void)add_despatch(&a, "4700001", "1", 2);
	(void)add_despatch(&a, "4700002", "9", 3);
	(void)add_despatch(&a, "4700001", "2", 0);
	a.carrier = SLICE("UPSN");
	write_despatch("ship_orders", &a);
	COUNTS("//ShipNoticePortion", 2);
	COUNTS("//ShipNoticeItem", 3);
	SEES("string(//CarrierIdentifier[@domain='SCAC'])", "UPSN");
	SEES("string(//ShipNoticePortion[1]/OrderReference/@orderID)",
	    "4700001");
	SEES("string(//ShipNoticePortion[1]//@payloadID)", "");
	SEES("string(//ShipNoticePortion[2]/ShipNoticeItem[1]/@lineNumber)",
	    "9");
	a.carrier = SLICE_NONE;
	write_despatch("ship_no_carrier", &a);
	COUNTS("//ShipControl", 0);
	SEES("string(//Comments)", "SP-123");
}

/* --- hostile, missing, too long ------------------------------------------- */

TEST(texts_from_outside_stay_texts)
{
	struct order_answer a = order_answer("CA");
	struct answer_line *l = add_line(&a, "1\" x=\"", 250);

	l->status = ANSWER_CHANGED;
	l->differs = DIFFERS_ITEM;
	l->name = SLICE("<b>&amp;]]>\x01\xff");
	a.po_number = SLICE("\"><x/>'");
	a.head.native.reply_to = SLICE("<!--&x;");
	write_order("hostile", &a);
	SEES("string(//OrderReference/@orderID)", "\"><x/>'");
	SEES("string(//OrderReference//@payloadID)", "<!--&x;");
	SEES("string(//ConfirmationItem/@lineNumber)", "1\" x=\"");
	COUNTS("//x", 0);
}

static void
lacks(const struct order_answer *a, const char *code, const char *field)
{
	struct err e = ERR_INIT;

	buf_reset(&out);
	buf_text(&out, "before");
	assert_int_equal(write_cxml_confirmation(a, &out, &e), RC_FATAL);
	assert_string_equal(e.code, code);
	if (strstr(e.text, field) == NULL)
		fail_msg("%s does not name %s", e.text, field);
	assert_string_equal(out.p, "before");
}

TEST(what_is_missing_is_named_and_nothing_is_written)
{
	struct order_answer a;

#define WITHOUT(member, field) \
	do { \
		a = order_answer("CA"); \
		add_line(&a, "1", 5)->differs = DIFFERS_ITEM; \
		member = SLICE_NONE; \
		lacks(&a, "WRITE-MISSING", field); \
	} while (0)
	WITHOUT(a.head.id, "head.id");
	WITHOUT(a.head.native.version, "head.native.version");
	WITHOUT(a.head.native.from.id, "head.native.from");
	WITHOUT(a.head.native.to.qualifier, "head.native.to");
	WITHOUT(a.head.native.reply_to, "head.native.reply_to");
	WITHOUT(a.po_number, "po_number");
	WITHOUT(a.currency, "currency");
	WITHOUT(LIST_AT(&a.lines, struct answer_line, 0)->order_line,
	    "lines[0].order_line");
	WITHOUT(LIST_AT(&a.lines, struct answer_line, 0)->seller_item,
	    "lines[0].seller_item");
	a = order_answer("XX");
	lacks(&a, "WRITE-VALUE", "code");
	a = order_answer("AP");
	a.head.native.version = SLICE("1.2\"");
	lacks(&a, "WRITE-VALUE", "head.native.version");
	a = order_answer("AB");
	a.head.native.reply_to = SLICE_NONE;
	lacks(&a, "WRITE-MISSING", "head.native.reply_to");
	a = order_answer("AP");
	{
		struct answer_line *l = add_line(&a, "1", 5);

		l->unit = l->unit_code = SLICE_NONE;
		lacks(&a, "WRITE-MISSING", "lines[0].unit");
	}
}

TEST(what_does_not_fit_is_not_begun)
{
	struct despatch_answer d = despatch();
	struct technical_answer t = technical("RE");
	struct err e = ERR_INIT;
	struct buf small;

	buf_init(&small, 300);
	(void)add_despatch(&d, "4700001", "1", 250);
	assert_int_equal(write_cxml_ship_notice(&d, &small, &e), RC_FATAL);
	assert_string_equal(e.code, "WRITE-LARGE");
	buf_reset(&small);
	assert_int_equal(write_cxml_response(&t, &small, &e), RC_FATAL);
	assert_string_equal(e.code, "WRITE-LARGE");
	buf_free(&small);
}

TEST(the_same_answer_is_the_same_bytes)
{
	struct despatch_answer a = despatch();
	char *first;

	(void)add_despatch(&a, "4700001", "1", 250);
	write_despatch("ship", &a);
	first = arena_text(&arena, buf_slice(&out));
	write_despatch("ship", &a);
	assert_string_equal(first, out.p);
}

TEST(a_profile_may_name_them)
{
	static const char *const names[] = { "cxml-response",
		"cxml-confirmation", "cxml-ship-notice" };

	for (size_t i = 0; i < 3; i++) {
		const struct writer *w = writer_named(slice_of(names[i]));

		assert_non_null(w);
		assert_string_equal(w->native, "cxml");
		assert_string_equal(w->extension, "xml");
	}
}

TEST(every_document_was_valid)
{
	forget();
	SKIP_UNLESS(plain_dtd != NULL && fulfill_dtd != NULL,
	    "the DTDs are not here");
	assert_true(validated >= 22);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(the_envelope_names_who_whom_and_what_is_answered),
		RUN(an_accepted_order_accepts_every_line),
		RUN(a_refused_order_tells_why_and_names_no_line),
		RUN(the_parts_of_a_line_sum_to_it),
		RUN(another_price_or_date_is_a_detail),
		RUN(another_item_or_price_basis_is_told_in_full),
		RUN(a_held_line_is_unknown_and_a_line_taken_out_is_not_named),
		RUN(lines_of_which_nothing_comes_reject_the_order),
		RUN(a_later_confirmation_replaces_the_earlier_one),
		RUN(an_order_that_waits_is_told_by_a_status_update),
		RUN(a_response_says_what_became_of_a_document),
		RUN(what_cannot_be_read_or_done_has_a_status_of_its_own),
		RUN(our_own_responses_are_read_back),
		RUN(our_own_confirmations_are_refused_by_name),
		RUN(a_ship_notice_names_carrier_order_and_line),
		RUN(cartons_of_one_line_are_its_packaging),
		RUN(what_lies_on_a_pallet_alone_names_it),
		RUN(each_order_of_a_shipment_has_one_portion),
		RUN(texts_from_outside_stay_texts),
		RUN(what_is_missing_is_named_and_nothing_is_written),
		RUN(what_does_not_fit_is_not_begun),
		RUN(the_same_answer_is_the_same_bytes),
		RUN(a_profile_may_name_them),
		RUN(every_document_was_valid),
	};
	int failed;

	(void)writing_setup(NULL);
	plain_dtd = dtd_of("cXML.dtd");
	fulfill_dtd = dtd_of("Fulfill.dtd");
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	if (plain_dtd != NULL)
		xmlFreeDtd(plain_dtd);
	if (fulfill_dtd != NULL)
		xmlFreeDtd(fulfill_dtd);
	(void)writing_finish(NULL);
	xmlCleanupParser();
	return (failed);
}
