/*
 * edifact -- what the files of the EDIFACT parser share; nobody else includes
 * this.
 *
 *	edifact.c		the parser: interchanges, messages, findings
 *	edifact_lex.c		bytes to segments
 *	edifact_charset.c	character sets
 *	edifact_2022.c		…that change within a text (UNOX)
 *	edifact_envelope.c	UNA, UNB to UNZ: extent, trailers, counts
 *	edifact_message.c	a message against its guide; calls handlers
 *	edifact_order.c		ORDERS and ORDCHG: the header
 *	edifact_parties.c	…its parties
 *	edifact_charges.c	…allowances and charges
 *	edifact_lines.c		…their lines
 *	edifact_scc.c		delivery patterns to recurrence
 *	edifact_desadv.c	DESADV: what a warehouse shipped
 *	edifact_contrl.c	CONTRL and APERAK
 *	edifact_codes.c		code tables, only rows that we act on
 *
 * As with X12, an interchange is surveyed before its messages are read, so
 * that each knows whether its envelope is refused; then each is read by itself
 * and cannot harm another.
 */
#ifndef PARSERS_EDIFACT_H
#define PARSERS_EDIFACT_H

#include <endian.h>

#include "parsers/edifact_envelope.h"
#include "parsers/edifact_ready.h"
#include "parsers/wrapped.h"

struct edifact { /* one parse */
	struct slice data;
	const struct parse_sink *sink;
	const struct list *guides; /* struct guide_own; NULL: none */
	struct err *err;
	enum rc rc;          /* sticky: what the sink said */
	struct arena *arena; /* of the message */
	struct arena own;    /* of the interchange */
	struct arena file;
	struct x12_seen controls; /* interchanges of this file */
	struct edifact_ready ready[EDIFACT_READY_MAX];
	size_t budget;                /* bytes that may be walked in vain */
	const struct wrapped *joined; /* lines were joined, or NULL */
	size_t interchanges;          /* begun so far */
	int findings;
	bool wrapped, guessed; /* said once an interchange */
	int errors, warnings;  /* since the last reset */
	struct interchange interchange;
	struct message message;
	struct edifact_lex lex; /* of the message, from its UNH on */
	struct edifact_unb unb;
	const struct edifact_group *group;
	const struct guide *guide;       /* of the message being walked */
	const struct edifact_span *span; /* repeated element looked at, or
					    NULL; its turn, from 2 */
	unsigned turn;
	bool old;          /* read by D.96A; else by D.01B */
	bool foreign;      /* …and written by another */
	int64_t number;    /* of the segment in the message; UNH is 1 */
	struct list lines; /* none: room for those of an order, in turn */
	/* what shape_init makes of them */
	struct order empty;
	struct order_line empty_line;
	struct message empty_message;
};

/* 1 to 8 bytes of the file, and 8 that can be read; less '0' each, so that
 * digits are their values.  The high bit of `odd`: of each that is none. */
static inline bool
edifact_eight(const struct edifact *x, struct slice v, uint64_t *w,
    uint64_t *odd)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uintptr_t at = (uintptr_t)v.p - (uintptr_t)x->data.p;

	if (UNLIKELY(v.n - 1 >= 8 || at >= x->data.n || x->data.n - at < 8))
		return (false);
	memcpy(w, v.p, sizeof(*w));
	*w = le64toh(*w) ^ each * '0';
	*odd = ((*w & each * 0x7f) + each * (0x80 - 10)) | *w;
	*odd &= each * 0x80 >> 8 * (8 - v.n);
	return (true);
}

/* A finding about bytes; element may be NULL. */
void edifact_fault(struct edifact *x, const char *code, struct slice where,
    struct slice tag, const char *element, const char *fmt, ...)
    PRINTF_LIKE(6, 7) COLD;
/* …about a segment (element 0), an element (component 0) or a component. */
void edifact_wrong(struct edifact *x, const char *code,
    const struct edifact_segment *s, unsigned element, unsigned component,
    const char *fmt, ...) PRINTF_LIKE(6, 7) COLD;

/* A place of x->data, in the file. */
size_t edifact_place(const struct edifact *x, size_t at);
/* UTF-8 of a value, whatever set the interchange is in. */
struct slice edifact_plain(struct edifact *x, struct arena *a, struct slice s);
/* "scheme:a:b"; b.p NULL: "scheme:a".  SLICE_NONE if the last is empty. */
struct slice edifact_name(struct arena *a, const char *scheme, struct slice p,
    struct slice q);

/* The segments of a message from UNH to UNT, checked against the guide of its
 * type and told to the handlers. */
void edifact_walk(struct edifact *x, const struct edifact_message *m,
    const struct edifact_row *rows, size_t n, void *made);

/* A message that we do not process: its trailer alone. */
void edifact_pass(struct edifact *x, const struct edifact_message *m);

/* Readers of a message. */
void edifact_orders(struct edifact *x, const struct edifact_message *m);
void edifact_desadv(struct edifact *x, const struct edifact_message *m);
void edifact_contrl(struct edifact *x, const struct edifact_message *m);
void edifact_aperak(struct edifact *x, const struct edifact_message *m);

#endif
