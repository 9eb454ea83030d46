/*
 * x12 -- what the files of the X12 parser share; nobody else includes this.
 *
 *	x12.c		the parser: interchanges, sets, findings
 *	x12_lex.c	bytes to segments
 *	x12_envelope.c	ISA to IEA: separators, extent, trailers, counts
 *	x12_rules.c	element types and lengths of a segment
 *	x12_850.c	which segment may stand where
 *	x12_order.c	segments to struct order; x12_lines.c its lines
 *	x12_sums.c	does the order agree with itself?
 *	x12_codes.c	code tables, only rows that we act on
 *
 * An interchange is read twice: x12_survey finds its groups and sets and all
 * that is wrong with the envelope, so that a set knows whether its envelope
 * is refused; then each set is read by itself and cannot harm another.
 */
#ifndef PARSERS_X12_H
#define PARSERS_X12_H

#include "parsers/x12_codes.h"
#include "parsers/x12_envelope.h"

struct x12_index { /* number + 1 by hash, and the next of an
				   equal hash */
	uint8_t first[1024], next[256];         /* places of the 850, by tag
						   and loop */
	uint8_t first_rule[256], next_rule[64]; /* by tag */
};

/* What shape_init makes of zeroed memory: words of an order_line. */
struct x12_blank {
	size_t n;
	struct {
		size_t at;
		uint64_t word;
	} set[32];
};

struct x12 { /* one parse */
	struct slice data;
	const struct parse_sink *sink;
	struct err *err;
	enum rc rc;          /* sticky: what the sink said */
	struct arena *arena; /* of the message */
	struct arena own;    /* of the interchange */
	struct arena file;
	struct x12_index index;
	struct x12_blank blank;
	struct order empty;       /* as order_init makes it */
	uint64_t good[64];        /* by rule: elements that a good
					   segment had; 0: none yet */
	struct x12_seen controls; /* interchanges of this file */
	size_t budget;            /* bytes that may be walked in vain */
	struct list *collect;     /* findings go here while surveying */
	int findings;
	bool wrapped, charset; /* said once an interchange */
	int errors, warnings;  /* since the last reset */
	struct interchange interchange;
	struct message message;
	const struct x12_isa *isa;
	const struct x12_group *group;
	int version;    /* 4010, 5010 … */
	int64_t number; /* of the segment in the set */
};

/* A finding about bytes; element may be NULL. */
void x12_fault(struct x12 *x, const char *code, struct slice where,
    struct slice tag, const char *element, const char *fmt, ...)
    PRINTF_LIKE(6, 7);
/* …about a segment (element 0) or its element. */
void x12_wrong(struct x12 *x, const char *code, const struct x12_segment *s,
    unsigned element, const char *fmt, ...) PRINTF_LIKE(5, 6);
void x12_give(struct x12 *x, struct finding *f);
enum severity x12_severity(const char *code);

/* Types, lengths, presence; cleans odd bytes. */
void x12_check(struct x12 *x, struct x12_segment *s);
void x12_clean(struct x12 *x, struct x12_segment *s);

void x12_850_index(struct x12_index *index);
void x12_rules_index(struct x12_index *index);
void x12_850(struct x12 *x, const struct x12_set *set);
void x12_blank_line(struct x12_blank *b);

/* UTF-8 of bytes that may be ISO 8859-1: control bytes are blanks, line ends
 * are left out. */
struct slice x12_text(struct arena *a, struct slice s);
/* a:b:c; an empty part is written as such. */
struct slice x12_joined(struct arena *a, char between, struct slice p,
    struct slice q, struct slice r);

#endif
