/*
 * x12_lex -- bytes to segments and elements, 64 bytes at a time.
 */
#ifndef PARSERS_X12_LEX_H
#define PARSERS_X12_LEX_H

#include "base/likely.h"
#include "parsers/parser.h"
#include "parsers/split.h"

#define X12_ELEMENTS_MAX 62

struct x12_seps {
	char element, component, terminator;
	char repetition; /* 0: none */
};

struct x12_segment {
	uint32_t key;          /* X12_TAG of the tag, 0: too long or empty */
	unsigned n;            /* elements behind the tag */
	uint64_t present;      /* bit i: element i is not blank */
	const char *block;     /* 64 bytes from where it begins, or NULL… */
	uint64_t digit;        /* …and which of them are digits */
	bool crowded;          /* more than X12_ELEMENTS_MAX */
	bool odd;              /* has bytes below 0x20 or above 0x7f */
	size_t offset, length; /* without the terminator */
	bool composed;         /* has separators of components or
				   repetitions; not beside `crowded`, or gcc
				   reads both at once and waits for each */
	/* Trimmed; e[0] is the tag; and their lengths, 65535 at most.  Behind
	 * the last one stands anything. */
	struct slice e[X12_ELEMENTS_MAX + 1 + SPLIT_ROOM];
	uint16_t len[X12_ELEMENTS_MAX + 1 + SPLIT_ROOM];
};

/* A segment that x12_next fills: a kilobyte that need not be zeroed before. */
#define X12_UNFILLED __attribute__((uninitialized))

#define X12_TAG(a, b, c) \
	((uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))
#define X12_HAS(s, i) (((s)->present >> (i)&1) != 0)

static inline struct slice
x12_at(const struct x12_segment *s, unsigned i)
{
	return (LIKELY(X12_HAS(s, i)) ? s->e[i] : SLICE_NONE);
}

/* Another text for an element. */
void x12_put(struct x12_segment *s, unsigned i, struct slice v);

uint32_t x12_key(struct slice tag);

/* What an element says; DECIMAL_NONE, false: it is absent or no number. */
struct decimal x12_number(const struct x12_segment *s, unsigned i);
bool x12_integer(const struct x12_segment *s, unsigned i, int64_t *n);
/* As guide_digits has it. */
size_t x12_number_digits(const struct x12_segment *s, unsigned i, bool real);

enum x12_read { X12_SEGMENT, X12_EMPTY, X12_LONG, X12_CUT, X12_END };

/* The segment at *at, which moves behind its terminator and layout.  CUT: the
 * bytes end before a terminator does; the segment is filled all the same. */
typedef enum x12_read x12_reader(struct slice data, size_t *at,
    struct x12_seps seps, struct x12_segment *s);
x12_reader x12_next;
/* The same, the way this processor does it best. */
x12_reader *x12_reader_best(void);

#endif
