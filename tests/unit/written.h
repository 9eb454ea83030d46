/*
 * written -- what an X12 or EDIFACT writer wrote, judged: by its bytes, by the
 * guide of its message (wire.h), and by the parser of this program, which is
 * what hear() asks.
 */
#ifndef TESTS_WRITTEN_H
#define TESTS_WRITTEN_H

#include "parsers/parser.h"
#include "tests/unit/wire.h"
#include "tests/unit/writing.h"

static inline void
well(enum rc rc)
{
	if (rc != RC_OK)
		fail_msg("%d %s %s", (int)rc, err.code, err.text);
}

static inline void
wrote(enum rc rc, const char *want)
{
	well(rc);
	if (strcmp(want, out.p) != 0)
		fprintf(stderr, "# %s\n", out.p);
	assert_string_equal(want, out.p);
	assert_int_equal(strlen(want), out.n);
	wire_good(buf_slice(&out));
}

/* A random document is good; only a wild one may be refused instead. */
static inline bool
good_or_refused(enum rc rc, bool wild)
{
	if (rc == RC_OK) {
		wire_good(buf_slice(&out));
		return (true);
	}
	if (!wild)
		well(rc);
	assert_int_equal(0, strncmp(err.code, "WRITE-", 6));
	assert_int_equal(0, out.n);
	return (false);
}

/* DECIMAL_NONE is the same as itself alone. */
static inline bool
same(struct decimal a, struct decimal b)
{
	return (decimal_is_none(a) ?
		decimal_is_none(b) :
		!decimal_is_none(b) && decimal_cmp(a, b) == 0);
}

/* --- through our own parser ---------------------------------------------- */

struct heard {
	const char *refusals; /* codes that begin so are no faults */
	struct list confirmations, receipts; /* copies in the arena */
	int faults;
};

static inline enum rc
hear_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	struct heard *h = ctx;
	struct confirmation *copy = LIST_PUSH(&arena, &h->confirmations,
	    struct confirmation);

	(void)e;
	*copy = *c;
	copy->order = arena_slice(&arena, c->order);
	copy->line = arena_slice(&arena, c->line);
	copy->sku = arena_slice(&arena, c->sku);
	copy->sscc = arena_slice(&arena, c->sscc);
	copy->carrier = arena_slice(&arena, c->carrier);
	return (RC_OK);
}

static inline enum rc
hear_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	struct heard *h = ctx;
	struct receipt *copy = LIST_PUSH(&arena, &h->receipts, struct receipt);

	(void)e;
	*copy = *r;
	copy->kind = arena_slice(&arena, r->kind);
	copy->interchange = arena_slice(&arena, r->interchange);
	copy->group = arena_slice(&arena, r->group);
	copy->message = arena_slice(&arena, r->message);
	copy->document_kind = arena_slice(&arena, r->document_kind);
	copy->code = arena_slice(&arena, r->code);
	copy->text = arena_slice(&arena, r->text);
	return (RC_OK);
}

static inline enum rc
hear_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct heard *h = ctx;

	(void)e;
	if (f->severity == SEVERITY_NOTE ||
	    slice_starts(f->code, slice_of(h->refusals)))
		return (RC_OK);
	h->faults++;
	fprintf(stderr, "# " SL_FMT ": " SL_FMT "\n", SL_ARG(f->code),
	    SL_ARG(f->text));
	return (RC_OK);
}

/* Fails where the parser finds a fault.  That a report of ours refuses
 * something is what it says: those findings begin with refusals. */
static inline void
hear(struct heard *h, const struct parser *p, const char *refusals)
{
	struct arena own = ARENA_INIT;
	struct parse_input in = { .data = buf_slice(&out), .arena = &own };
	struct parse_sink sink = sink_idle(h);

	*h = (struct heard){ .refusals = refusals };
	sink.confirmation = hear_confirmation;
	sink.receipt = hear_receipt;
	sink.finding = hear_finding;
	assert_ptr_equal(p, parser_detect(in.data));
	assert_int_equal(RC_OK, p->parse(&in, &sink, &err));
	arena_free(&own);
	if (h->faults > 0)
		fprintf(stderr, "# %s\n", out.p);
	assert_int_equal(0, h->faults);
}

#endif
