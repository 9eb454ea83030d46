/*
 * edifact_charset -- the syntax identifiers of UNB (0001): which characters
 * an interchange may hold, and what its bytes above 0x7f mean.
 *
 *	UNOA, UNOB	ASCII only: capitals, digits and some signs; B has
 *			small letters too
 *	UNOC … UNOL	ISO 8859-1 2 5 7 3 4 6 8 9 15
 *	UNOX		ISO 2022: ASCII until an escape sequence names another
 *			set, see edifact_2022.h
 *	UNOY, UNOW	UTF-8; in W the escape sequences that begin and end it,
 *			ESC % G and ESC % @, may stand around it
 *
 * Converted by tables that lie in here, so nothing is opened or loaded while
 * hostile bytes are read.  A byte that the set does not define, and any
 * control byte, is no character.  High bytes where only ASCII may be, or in a
 * set that is not known, are read as UTF-8 if they are, else as ISO 8859-1, and
 * so is UTF-8 in UNOC; the caller says so.
 *
 * Source: ISO 9735 version 4, Annex A; UN/EDIFACT service code list 0001.
 */
#ifndef PARSERS_EDIFACT_CHARSET_H
#define PARSERS_EDIFACT_CHARSET_H

#include "base/arena.h"
#include "base/slice.h"

enum edifact_charset {
	EDIFACT_A,
	EDIFACT_B,
	EDIFACT_LATIN1, /* C */
	EDIFACT_TABLE,  /* D and so on: one each from here */
	EDIFACT_TABLE_LAST = EDIFACT_TABLE + 8,
	EDIFACT_UTF8,
	EDIFACT_OTHER,  /* an identifier that we do not know */
	EDIFACT_2022,   /* X */
	EDIFACT_MARKED, /* W */
	EDIFACT_850     /* code page 850, by 0133 */
};

/* `encoding` is 0133 beside it, which says more: 3 code page 850, 7 UTF-8. */
enum edifact_charset edifact_charset(struct slice identifier);
enum edifact_charset edifact_charset_of(struct slice identifier,
    struct slice encoding);

/* What was met while a text was made UTF-8; bits. */
#define EDIFACT_WRAPPED 1        /* a line end, left out */
#define EDIFACT_CONTROL 2        /* a control byte, read as a blank */
#define EDIFACT_FOREIGN 4        /* a byte that is no character: U+FFFD */
#define EDIFACT_GUESSED 8        /* letters that the set does not have */
#define EDIFACT_GUESSED_LATIN 16 /* …read as ISO 8859-1, not UTF-8 */
#define EDIFACT_UNKNOWN_SET 32   /* an escape sequence that we do not know */
#define EDIFACT_UNENDED 64       /* another set that is not left again */

/* UTF-8, trimmed.  Text without odd bytes comes back as it is. */
struct slice edifact_text(struct arena *a, enum edifact_charset set,
    struct slice s, unsigned *met);

/* A byte from 0xa0 on in set EDIFACT_TABLE + `table`; 0: it has none there. */
uint32_t edifact_letter(unsigned table, unsigned char c);

/* The first byte of ASCII that UNOA or UNOB does not have; data.n: none.
 * Small letters, line ends and bytes of other kinds are passed over. */
size_t edifact_outside(struct slice data);

#endif
