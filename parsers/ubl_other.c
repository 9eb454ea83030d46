#include "parsers/ubl.h"
#include "parsers/ubl_parts.h"

/* --- cancellations -------------------------------------------------------- */

/* A limit that stops taking more; told once. */
static bool
crowded(struct ubl *u, size_t n, size_t most)
{
	if (n < most)
		return (false);
	if (!u->crowded)
		ubl_found(u, "UBL-REFERENCES-MAX", SLICE_NONE, NULL);
	u->crowded = true;
	return (true);
}

static bool
cancelled_before(const struct ubl *u, struct slice po_number)
{
	for (size_t i = 0; i < u->cancelled.n; i++)
		if (slice_eq(LIST_AT(&u->cancelled, struct ubl_cancelled, i)
				 ->po_number,
			po_number))
			return (true);
	return (false);
}

/* The reference was read into the order; it makes room for the next. */
void
ubl_end_cancelled(struct ubl *u)
{
	struct order *o = &u->order;
	struct ubl_cancelled *c;

	if (o->po_number.n == 0)
		ubl_found(u, "UBL-MISSING", SLICE_NONE,
		    "the reference has no cbc:ID");
	else if (crowded(u, u->cancelled.n, UBL_ORDERS_MAX))
		;
	else if (cancelled_before(u, o->po_number))
		ubl_found(u, "UBL-REFERENCE-REPEATED", o->po_number, NULL);
	else {
		c = LIST_PUSH(u->in->arena, &u->cancelled,
		    struct ubl_cancelled);
		*c = (struct ubl_cancelled){ o->po_number, o->ordered_on,
			o->customer_reference, u->doc.sales_id, o->kind,
			o->kind_code };
	}
	o->po_number = o->customer_reference = o->kind_code = SLICE_NONE;
	u->doc.sales_id = SLICE_NONE;
	o->ordered_on = DAY_NONE;
	o->kind = KIND_ORDER;
}

/* Every order is given with all that the document says: a long story about
 * many orders would become a flood. */
void
ubl_check_spread(struct ubl *u)
{
	struct buf b;

	if (u->cancelled.n < 2)
		return;
	buf_init(&b, SIZE_MAX / 8);
	shape_encode(&order_shape, &u->order, &b);
	if (b.n > UBL_SPREAD_MAX / u->cancelled.n) {
		ubl_found_at(u, "UBL-REFERENCES-MAX", u->root_at,
		    "/OrderCancellation", SLICE_NONE,
		    "too many orders for a document of this length");
		u->cancelled.n = 1;
	}
	buf_free(&b);
}

static struct list
with_sales_id(const struct ubl *u, struct slice sales_id)
{
	const struct list *from = &u->order.references;
	struct list to = { NULL, 0, 0 };
	struct reference *r;

	if (sales_id.n == 0)
		return (*from);
	for (size_t i = 0; i < from->n; i++)
		*(struct reference *)shape_push(u->in->arena, &to,
		    &reference_shape) = *LIST_AT(from, struct reference, i);
	r = shape_push(u->in->arena, &to, &reference_shape);
	r->qualifier = SLICE("SalesOrderID");
	r->value = sales_id;
	return (to);
}

enum rc
ubl_give_orders(const struct ubl *u, const struct parse_sink *sink,
    struct err *e)
{
	struct order o = u->order;
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < u->cancelled.n; i++) {
		const struct ubl_cancelled *c = LIST_AT(&u->cancelled,
		    struct ubl_cancelled, i);

		o.po_number = c->po_number;
		o.ordered_on = c->ordered_on;
		o.customer_reference = c->customer_reference;
		o.kind = c->kind;
		o.kind_code = c->kind_code;
		o.references = with_sales_id(u, c->sales_id);
		rc = sink->order(sink->ctx, &o, e);
	}
	return (rc);
}

/* --- what a partner says of our documents --------------------------------- */

/* UNCL 4343 as message level and invoice responses use it, and the words of
 * UBL's own list of response codes. */
static const struct response_code {
	const char *code;
	enum verdict verdict;
} response_codes[] = {
	{ "AB", VERDICT_ACCEPTED },
	{ "AP", VERDICT_ACCEPTED },
	{ "IP", VERDICT_ACCEPTED }, /* in process */
	{ "PD", VERDICT_ACCEPTED }, /* paid */
	{ "CA", VERDICT_ERRORS },   /* on conditions */
	{ "UQ", VERDICT_ERRORS },   /* questions first */
	{ "RE", VERDICT_REJECTED },
	{ "TechnicalAccept", VERDICT_ACCEPTED },
	{ "ProfileAccept", VERDICT_ACCEPTED },
	{ "BusinessAccept", VERDICT_ACCEPTED },
	{ "TechnicalReject", VERDICT_REJECTED },
	{ "ProfileReject", VERDICT_REJECTED },
	{ "BusinessReject", VERDICT_REJECTED },
};

/* UNCL 1001 of what we send. */
static const struct {
	const char *code, *kind;
} document_kinds[] = {
	{ "231", "OrderResponse" },
	{ "320", "OrderResponse" },
	{ "351", "DespatchAdvice" },
};

void
ubl_start_response(struct ubl *u)
{
	shape_init(&receipt_shape, &u->receipt);
	u->said.first = u->receipts.n;
	u->said.n = 0;
	u->said.answer = u->receipt;
}

/* One line: the next thing said stands behind "; ". */
void
ubl_say(struct ubl *u, struct slice text)
{
	struct ubl_said *s = &u->said;
	const size_t room = UBL_SAID_MAX - s->n;

	if (room < 8)
		return;
	if (s->n > 0) {
		s->text[s->n++] = ';';
		s->text[s->n++] = ' ';
	}
	if (text.n > room - 2)
		for (text.n = room - 2;
		     text.n > 0 && ((uint8_t)text.p[text.n] & 0xc0) == 0x80;)
			text.n--;
	for (size_t i = 0; i < text.n; i++)
		s->text[s->n++] = (uint8_t)text.p[i] < ' ' ? ' ' : text.p[i];
}

/* The code comes before the documents in the schema, but a receipt is filled
 * at the end, so that their order does not matter. */
void
ubl_start_document(struct ubl *u)
{
	if (u->receipt.code.n > 0)
		u->said.answer.code = u->receipt.code;
	shape_init(&receipt_shape, &u->receipt);
	u->receipt.offset = xml_offset(u->reader);
}

void
ubl_end_document(struct ubl *u)
{
	struct receipt *r = &u->receipt;

	if (r->document_id.n == 0)
		ubl_found(u, "UBL-MISSING", SLICE_NONE,
		    "the document reference has no cbc:ID");
	else if (!crowded(u, u->receipts.n, UBL_RECEIPTS_MAX)) {
		for (size_t i = 0;
		     i < sizeof(document_kinds) / sizeof(document_kinds[0]);
		     i++)
			if (slice_is(r->document_kind, document_kinds[i].code))
				r->document_kind = slice_of(
				    document_kinds[i].kind);
		r->kind = u->message.kind;
		*(struct receipt *)shape_push(u->in->arena, &u->receipts,
		    &receipt_shape) = *r;
	}
	shape_init(&receipt_shape, r);
}

/* An unknown code is no acceptance. */
static enum verdict
response_verdict(struct ubl *u, struct slice code)
{
	for (size_t i = 0;
	     i < sizeof(response_codes) / sizeof(response_codes[0]); i++)
		if (slice_ieq(code, slice_of(response_codes[i].code)))
			return (response_codes[i].verdict);
	if (code.n == 0)
		ubl_found(u, "UBL-MISSING", SLICE_NONE,
		    "the response has no cbc:ResponseCode");
	else
		ubl_found(u, "UBL-RESPONSE-CODE", code, NULL);
	return (VERDICT_ERRORS);
}

void
ubl_end_response(struct ubl *u)
{
	struct receipt *a = &u->said.answer;

	if (u->receipt.code.n > 0)
		a->code = u->receipt.code;
	a->verdict = response_verdict(u, a->code);
	a->text = arena_slice(u->in->arena,
	    slice_trim((struct slice){ u->said.text, u->said.n }));
	for (size_t i = u->said.first; i < u->receipts.n; i++) {
		struct receipt *r = LIST_AT(&u->receipts, struct receipt, i);

		r->verdict = a->verdict;
		r->code = a->code;
		r->text = a->text;
	}
}

enum rc
ubl_give_receipts(const struct ubl *u, const struct parse_sink *sink,
    struct err *e)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < u->receipts.n; i++)
		rc = sink->receipt(sink->ctx,
		    LIST_AT(&u->receipts, struct receipt, i), e);
	return (rc);
}
