/*
 * fuzz_parse -- any bytes, as a file of one parser: it ends, calls the sink in
 * order, names places inside the file, and what it gives survives the record
 * codec.  The including file defines FUZZED, and may define FUZZED_OPTIONS.
 */
#ifndef TESTS_FUZZ_PARSE_H
#define TESTS_FUZZ_PARSE_H

#include "parsers/parser.h"

#ifndef FUZZED_OPTIONS
#define FUZZED_OPTIONS NULL /* nothing was agreed */
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena arena, again;
static int depth, errors;

static void
round_trip(const struct shape *s, const void *object)
{
	struct err e = ERR_INIT;
	struct buf b;

	buf_init(&b, 64u << 20);
	shape_encode(s, object, &b);
	INVARIANT(shape_decode(s, buf_slice(&b), &again,
		      arena_alloc(&again, s->size), &e) == RC_OK);
	buf_free(&b);
	arena_reset(&again);
}

static enum rc
on_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth++ == 0);
	round_trip(&interchange_shape, i);
	return (RC_OK);
}

static enum rc
on_message(void *ctx, const struct message *m, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth++ == 1);
	round_trip(&message_shape, m);
	return (RC_OK);
}

static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth == 2);
	round_trip(&order_shape, o);
	return (RC_OK);
}

static enum rc
on_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth == 2);
	round_trip(&confirmation_shape, c);
	return (RC_OK);
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	const size_t *size = ctx;

	(void)e;
	errors += f->severity == SEVERITY_ERROR;
	INVARIANT(f->offset >= 0 && (size_t)f->offset <= *size);
	INVARIANT(f->code.n > 0 && f->text.n > 0);
	INVARIANT(f->value.n == 0 || slice_utf8(f->value));
	round_trip(&finding_shape, f);
	return (RC_OK);
}

static enum rc
on_message_end(void *ctx, const struct message *m, struct err *e)
{
	(void)ctx, (void)m, (void)e;
	INVARIANT(depth-- == 2);
	return (RC_OK);
}

static enum rc
on_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	(void)ctx, (void)i, (void)e;
	INVARIANT(depth-- == 1);
	return (RC_OK);
}

static enum rc
on_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth == 2);
	round_trip(&receipt_shape, r);
	return (RC_OK);
}

static enum rc
on_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth == 2);
	round_trip(&remittance_shape, r);
	return (RC_OK);
}

static enum rc
on_bank_entry(void *ctx, const struct bank_entry *b, struct err *e)
{
	(void)ctx, (void)e;
	INVARIANT(depth == 2);
	INVARIANT(b->amount.coef > 0 && b->booked_on != DAY_NONE);
	INVARIANT(b->references.n <= BANK_REFERENCES_MAX);
	round_trip(&bank_entry_shape, b);
	return (RC_OK);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct slice s = { (const char *)data, size };
	const struct parse_sink sink = { &size, on_interchange, on_message,
		on_order, on_confirmation, on_finding, on_message_end,
		on_interchange_end, on_receipt, on_remittance, on_bank_entry };
	const struct parse_input in = { .data = s,
		.arena = &arena,
		.options = FUZZED_OPTIONS };
	struct err e = ERR_INIT;
	enum rc rc;

	depth = errors = 0;
	(void)FUZZED.detect(slice_sub(s, 0, 4096));
	rc = FUZZED.parse(&in, &sink, &e);
	INVARIANT(depth == 0);
	INVARIANT(rc == RC_OK || (rc == RC_REJECT && errors > 0));
	return (0);
}

#endif
