/* The X12 parser against anything: it must end, keep to the order of the
 * calls, and give only what can be carried to another process. */
#include "parsers/parser.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

struct seen {
	int depth, errors;
	bool change; /* an 860: it may name no line */
	struct arena arena;
	struct buf bytes;
};

static void
carry(struct seen *v, const struct shape *s, const void *object)
{
	struct err e = ERR_INIT;

	buf_reset(&v->bytes);
	shape_encode(s, object, &v->bytes);
	INVARIANT(!v->bytes.failed);
	INVARIANT(shape_decode(s, buf_slice(&v->bytes), &v->arena,
		      arena_alloc(&v->arena, s->size), &e) == RC_OK);
	arena_reset(&v->arena);
}

static enum rc
on_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth++ == 0);
	carry(v, &interchange_shape, i);
	return (RC_OK);
}

static enum rc
on_message(void *ctx, const struct message *m, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth++ == 1);
	v->errors = 0;
	v->change = slice_is(m->kind, "860");
	carry(v, &message_shape, m);
	return (RC_OK);
}

static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth == 2);
	INVARIANT(o->broken || v->errors == 0);
	INVARIANT(o->broken ||
	    (o->po_number.n > 0 &&
		(o->lines.n > 0 || o->purpose == PURPOSE_CANCEL ||
		    (v->change && o->purpose != PURPOSE_REPLACE))));
	INVARIANT(!v->change ||
	    (o->purpose != PURPOSE_ORIGINAL &&
		o->purpose != PURPOSE_DUPLICATE) ||
	    o->broken);
	carry(v, &order_shape, o);
	return (RC_OK);
}

static enum rc
on_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth == 2 && v->errors == 0);
	INVARIANT(c->shipment.n > 0 && c->order.n > 0);
	INVARIANT(c->line.n > 0 || c->sku.n > 0);
	INVARIANT(!decimal_is_none(c->quantity) && c->quantity.coef >= 0);
	carry(ctx, &confirmation_shape, c);
	return (RC_OK);
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	v->errors += f->severity == SEVERITY_ERROR;
	INVARIANT(f->code.n > 0 && f->text.n > 0 && f->value.n <= 99);
	INVARIANT(f->value.n == 0 || slice_utf8(f->value));
	carry(v, &finding_shape, f);
	return (RC_OK);
}

static enum rc
on_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth-- == 2);
	INVARIANT(v->errors == 0 || m->verdict == VERDICT_REJECTED);
	carry(v, &message_shape, m);
	return (RC_OK);
}

static enum rc
on_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth-- == 1);
	INVARIANT(i->length > 0);
	carry(v, &interchange_shape, i);
	return (RC_OK);
}

static enum rc
on_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth == 2 && v->errors == 0);
	INVARIANT(r->kind.n > 0 && r->code.n == 1);
	INVARIANT(r->group.n > 0 || r->interchange.n == 9);
	carry(v, &receipt_shape, r);
	return (RC_OK);
}

static enum rc
on_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	struct seen *v = ctx;

	(void)e;
	INVARIANT(v->depth == 2 && v->errors == 0);
	INVARIANT(r->reference.n > 0);
	INVARIANT(!decimal_is_none(r->amount) && r->amount.coef >= 0);
	carry(v, &remittance_shape, r);
	return (RC_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct arena arena;
	static struct seen v;
	const struct parse_sink sink = { &v, on_interchange, on_message,
		on_order, on_confirmation, on_finding, on_message_end,
		on_interchange_end, on_receipt, on_remittance, NULL };
	const struct parse_input in = { .data = { (const char *)p, n },
		.arena = &arena };
	struct err e = ERR_INIT;
	enum rc rc;

	if (v.bytes.p == NULL)
		buf_init(&v.bytes, 1u << 28);
	v.depth = v.errors = 0;
	rc = x12_parser.parse(&in, &sink, &e);
	INVARIANT(rc == RC_OK || rc == RC_REJECT);
	INVARIANT(v.depth == 0);
	INVARIANT(rc == RC_OK || v.errors > 0);
	return (0);
}
