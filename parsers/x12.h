/*
 * x12 -- what the files of the X12 parser share; nobody else includes this.
 *
 *	x12.c		the parser: interchanges, sets, findings
 *	x12_lex.c	bytes to segments; x12_number.c elements to numbers
 *	x12_survey.c	ISA to IEA (x12_survey.h): extent, trailers, counts
 *	x12_set.c	a set against its guide; x12_rules.c a segment
 *	x12_850.c	orders: what stands where; x12_860.c changes of them
 *	x12_945.c	shipments; x12_820.c payments; x12_ack.c 997, 999, TA1
 *	x12_order.c	segments to struct order (x12_order.h)
 *	x12_sums.c	does the order agree with itself?  x12_codes.c codes
 *
 * An interchange is read twice: x12_survey finds its groups and sets and all
 * that is wrong with the envelope, so that a set knows whether its envelope
 * is refused; then each set is read by itself and cannot harm another.
 */
#ifndef PARSERS_X12_H
#define PARSERS_X12_H

#include "parsers/x12_codes.h"
#include "parsers/guide_tighten.h"
#include "parsers/x12_envelope.h"
#include "parsers/wrapped.h"

/* What shape_init makes of zeroed memory: words of an order_line. */
struct x12;
struct x12_blank {
	size_t n;
	struct {
		size_t at;
		uint64_t word;
	} set[32];
};

/* One kind of transaction set is one file: a handler a path of its guide, and
 * a row in the table of x12_set.c.  `state` is zeroed memory of the message's
 * arena; a handler gets it with each segment of its place, or of the rest of
 * a loop (guide_bind). */
typedef void x12_handler(void *state, const struct x12_segment *s);
struct x12_act {
	const char *path; /* "PO1/N9/MSG", "PO1/rest" */
	x12_handler *take;
};
struct x12_kind {
	const char *set;   /* "850"; its guide is x12_850 */
	uint32_t heading;  /* the segment that names the document… */
	unsigned document; /* …and the element */
	size_t size;       /* of the state */
	const struct x12_act *acts;
	size_t n;
	void (*begin)(struct x12 *x, void *state, const struct x12_set *set);
	/* All segments were taken and what is missing was said. */
	void (*end)(struct x12 *x, void *state, const struct x12_set *set);
};
extern const struct x12_kind x12_850, x12_860, x12_945, x12_820, x12_997,
    x12_999;
const struct x12_kind *x12_kind_of(struct slice set); /* NULL: not read */

#define X12_KINDS_MAX 16
#define X12_ROWS_MAX 100000 /* of a set that is no order */

struct x12 { /* one parse */
	struct slice data;
	const struct parse_sink *sink;
	const struct list *guides; /* struct guide_own; NULL: none */
	struct err *err;
	x12_reader *next;    /* of this processor */
	enum rc rc;          /* sticky: what the sink said */
	struct arena *arena; /* of the message */
	struct arena own;    /* of the interchange */
	struct arena file;
	struct x12_blank blank;
	struct order empty; /* as order_init makes it */
	size_t lines;       /* of the last order */
	struct x12_ready {
		const struct x12_kind *kind;
		struct slice version;
		const struct guide *guide;
		struct guide *own; /* tightened, or NULL */
		uint8_t *act;      /* by place: handler + 1 */
		struct guide_hop *hops;
		uint64_t *good; /* by segment of the guide: elements
				   that a good one had; 0: none yet */
	} ready[X12_KINDS_MAX];
	const struct x12_ready *now;  /* of the set that is read */
	const struct x12_segment *at; /* the segment that is read */
	struct x12_seen controls;     /* interchanges of this file */
	size_t budget;                /* bytes that may be walked in vain */
	struct list *collect;         /* findings go here while surveying */
	size_t interchanges;          /* begun so far */
	int findings;
	bool wrapped, charset; /* said once an interchange */
	int errors, warnings;  /* since the last reset */
	struct interchange interchange;
	struct message message;
	const struct x12_isa *isa;
	const struct x12_group *group;
	const struct wrapped *joined; /* lines were joined, or NULL */
	int version;                  /* 4010, 5010 … */
	bool foreign;   /* another one, read by the rules of the nearest */
	int64_t number; /* of the segment in the set */
	/* of an element that is looked at: which of its parts; 0: none */
	struct slice piece;
	unsigned component, turn;
};

/* A finding about bytes; element may be NULL. */
void x12_fault(struct x12 *x, const char *code, struct slice where,
    struct slice tag, const char *element, const char *fmt, ...)
    PRINTF_LIKE(6, 7) COLD;
/* …about a segment (element 0) or its element. */
void x12_wrong(struct x12 *x, const char *code, const struct x12_segment *s,
    unsigned element, const char *fmt, ...) PRINTF_LIKE(5, 6) COLD;
/* Where an element stands in the file. */
struct slice x12_place_of(const struct x12 *x, const struct x12_segment *s,
    unsigned element);
void x12_give(struct x12 *x, struct finding *f);
/* For a text: where a byte stands in the file. */
size_t x12_place(const struct x12 *x, size_t at);
enum severity x12_severity(const char *code);

/* Types, lengths, presence, conditions. */
void x12_check(struct x12 *x, const struct x12_segment *s,
    const struct guide_segment *rule);
void x12_clean(struct x12 *x, struct x12_segment *s);

void x12_read(struct x12 *x, const struct x12_kind *kind,
    const struct x12_set *set);
void x12_ta1(struct x12 *x, const struct x12_segment *s);
void x12_sets_free(struct x12 *x);
void x12_blank_line(struct x12_blank *b);

/* UTF-8 of bytes that may be ISO 8859-1: control bytes are blanks, line ends
 * are left out. */
struct slice x12_text(struct arena *a, struct slice s);

#endif
