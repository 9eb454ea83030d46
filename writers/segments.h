/*
 * segments -- what the X12 and EDIFACT writers share: segments of elements
 * and parts, letters that a repertoire has, and the first fault.
 *
 *	seg_open(&w, "BAK");
 *	seg_code(&w, ELEMENT, "00");
 *	seg_id(&w, ELEMENT, a->po_number, 1, 22, "po_number");
 *	seg_skip(&w, 4);
 *	seg_day(&w, ELEMENT, on);
 *	seg_close(&w);
 *
 * ELEMENT begins the next element, PART the next part of a composite.  What
 * is absent leaves only its separator, and no separator is left at the end of
 * an element or segment; a segment without any element is not written.
 *
 * An id is written as it is or not at all: one that is too short, too long or
 * has letters that the document cannot hold is WRITE-VALUE.  A text is made to
 * fit: its letters are replaced by their like (e for é), then by '?'; control
 * bytes and, where nothing can escape them, separators become blanks; runs of
 * blanks one; and it is cut between words at the maximum.
 */
#ifndef WRITERS_SEGMENTS_H
#define WRITERS_SEGMENTS_H

#include "writers/writer.h"

enum seg_where { ELEMENT, PART };

enum seg_letters {
	LETTERS_UPPER, /* UNOA; an id may have small letters all the same */
	LETTERS_ASCII, /* X12 extended, UNOB */
	LETTERS_LATIN, /* UNOC: ISO 8859-1 */
	LETTERS_ALL    /* UTF-8 */
};

struct segments {
	struct buf *out;
	struct err *e;
	const char *document;
	size_t start;
	int64_t line; /* index for messages, -1: head */
	enum rc rc;
	enum seg_letters letters;
	char element, part, terminator;
	char repetition, release, decimal; /* '\0': none; decimal "." */
	int64_t count;            /* segments since it was last zeroed */
	size_t before;            /* the open segment's place */
	unsigned elements, parts; /* separators that are owed */
	bool filled;
	struct buf text; /* of seg_plain */
};

void seg_start(struct segments *w, const char *document, struct buf *out,
    struct err *e);
/* Frees, and takes everything back after a fault. */
enum rc seg_finish(struct segments *w) MUST_CHECK;

void seg_missing(struct segments *w, const char *field);
void seg_wrong(struct segments *w, const char *field, const char *why);

void seg_open(struct segments *w, const char *tag);
void seg_close(struct segments *w);
void seg_skip(struct segments *w, unsigned elements);
void seg_skip_parts(struct segments *w, unsigned parts);

/* Ours: nothing is checked or escaped; "" and NULL are absent. */
void seg_code(struct segments *w, enum seg_where at, const char *code);
void seg_id(struct segments *w, enum seg_where at, struct slice id, size_t min,
    size_t max, const char *field);
/* The same, where blank is absent. */
void seg_id_any(struct segments *w, enum seg_where at, struct slice id,
    size_t min, size_t max, const char *field);
bool seg_id_fits(const struct segments *w, struct slice id, size_t min,
    size_t max);
void seg_text(struct segments *w, enum seg_where at, struct slice text,
    size_t min, size_t max);
void seg_int(struct segments *w, enum seg_where at, int64_t n);
/* Digits with zeros before: control numbers. */
void seg_padded(struct segments *w, enum seg_where at, int64_t n, int width);
/* Not below zero, at most `digits` digits; NONE is absent. */
void seg_decimal(struct segments *w, enum seg_where at, struct decimal d,
    int digits, const char *field);
bool seg_decimal_fits(struct decimal d, int digits);
void seg_day(struct segments *w, enum seg_where at, day d); /* CCYYMMDD */

/* A text in the document's letters, not yet escaped; valid until the next
 * call.  seg_piece cuts it; seg_put writes a piece. */
struct slice seg_plain(struct segments *w, struct slice text);
bool seg_piece(const struct segments *w, struct slice *rest, size_t max,
    struct slice *piece);
void seg_put(struct segments *w, enum seg_where at, struct slice plain);

/* Civil date and time of an instant, UTC: "20261121", "020000". */
struct seg_time {
	char day[9], time[7];
};
struct seg_time seg_time_of(instant t);

bool seg_blank(struct slice s);

/* What is the same in X12 and EDIFACT. */
bool seg_sscc(struct slice s, struct slice *sscc);  /* 18 digits, also of 20 */
struct slice seg_gln(const struct answer_party *p); /* "" none */
struct slice seg_party_gln(const struct party *p);
/* The first of "SCHEME:QUALIFIER:ID", as the buyer wrote it. */
struct slice seg_party_id(const struct party *p, struct slice scheme,
    struct slice *qualifier);

#endif
