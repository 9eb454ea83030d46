/*
 * redact_part -- what parsers/redact*.c share, and nobody else.
 *
 *	redact.c	which kind of file; headers of MIME
 *	redact_text.c	bytes to letters: one byte, UTF-16, UTF-32, EBCDIC
 *	redact_body.c	the body of a part, in its transfer encoding
 */
#ifndef PARSERS_REDACT_PART_H
#define PARSERS_REDACT_PART_H

#include "parsers/redact.h"

enum redact_kind {
	KIND_UNKNOWN,
	KIND_BYTES,
	KIND_UTF16LE,
	KIND_UTF16BE,
	KIND_UTF32LE,
	KIND_UTF32BE,
	KIND_EBCDIC
};
enum redact_state {
	STATE_NEW,
	STATE_FIRST, /* is the first line a header? */
	STATE_HEADER,
	STATE_BODY,
	STATE_PLAIN, /* no MIME at all */
	STATE_ALONE  /* an archive */
};
enum redact_encoding { AS_IT_IS, BASE64, PRINTABLE, OPAQUE };

/* By the first four bytes, or all there are. */
enum redact_kind redact_kind_of(const char *p, size_t n);
/* Bytes of a letter; four while that is unknown. */
size_t redact_unit(const struct redact *r);
/* Blanks a letter, or what there is of the last; true: it was. */
bool redact_letter(struct redact *r, char *p, size_t n);
/* A new document begins. */
void redact_anew(struct redact *r, enum redact_kind kind);

/* The body of a part, until the delimiter behind it, which is left to
 * STATE_HEADER; how many bytes are ready. */
size_t redact_body(struct redact *r, char *p, size_t n, bool last);

#endif
