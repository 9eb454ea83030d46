/*
 * edifact_common -- what the EDIFACT writers share: UNA, UNB, UNH and their
 * ends, syntax versions 3 and 4, repertoires, dates, items, parties, texts.
 *
 *	edi_out_start(&d, &a->head, "order response", out, e);
 *	edi_out_unb(&d, true);
 *	edi_out_unh(&d, "ORDRSP");
 *	...
 *	return (edi_out_finish(&d));		UNT, UNZ
 *
 * head.native.version is "D:96A:UN" or "D:01B:UN:EAN010"; EAN… makes it an
 * EANCOM message (33E marks, for one).  head.native.syntax is "UNOC:3": UNOA
 * to UNOC and UNOY (UTF-8) are written in full; of the other repertoires the
 * letters that are ASCII too.  One message an interchange, UNA always, no line
 * ends.  Times are UTC.  Source: ISO 9735 versions 3 and 4, UNTDID D.96A,
 * D.01B.
 */
#ifndef WRITERS_EDIFACT_COMMON_H
#define WRITERS_EDIFACT_COMMON_H

#include "writers/segments.h"

struct edi_out {
	struct segments w;
	const struct answer_head *head;
	int syntax;   /* 3 (and before), 4 */
	int released; /* 1996, 2001: of the directory */
	bool eancom;
};

void edi_out_start(struct edi_out *d, const struct answer_head *h,
    const char *document, struct buf *out, struct err *e);
void edi_out_unb(struct edi_out *d, bool ack_allowed);
void edi_out_unh(struct edi_out *d, const char *message);
/* UNH of a message whose version is its own: "D:3:UN". */
void edi_out_unh_as(struct edi_out *d, const char *message,
    const char *version);
enum rc edi_out_finish(struct edi_out *d) MUST_CHECK;

/* A canonical identifier "edifact:14:871…" as id:qualifier. */
void edi_out_identifier(struct edi_out *d, struct slice canonical,
    const char *field);

void edi_out_bgm(struct edi_out *d, const char *document, const char *function,
    const char *response);
void edi_out_date(struct edi_out *d, const char *qualifier, day on);
void edi_out_instant(struct edi_out *d, const char *qualifier, instant at);
void edi_out_text(struct edi_out *d, const char *subject, struct slice text);
void edi_out_texts(struct edi_out *d, const struct list *notes);
/* RFF; `line` "" or the number of a line of that document. */
void edi_out_reference(struct edi_out *d, const char *qualifier,
    struct slice id, struct slice line, const char *field);
void edi_out_party(struct edi_out *d, const char *role,
    const struct answer_party *p);
void edi_out_place(struct edi_out *d, const char *role, const struct party *p);

struct edi_item {
	struct slice seller, buyer, gtin, name;
	struct slice ordered, ordered_gtin; /* what this replaces, "" */
	bool lenient;                       /* what does not fit is left out */
};
/* LIN with a GTIN, PIA with the others, IMD with the name. */
void edi_out_line(struct edi_out *d, struct slice number, const char *action,
    const struct edi_item *i);
void edi_out_quantity(struct edi_out *d, const char *qualifier,
    struct decimal q, struct slice unit, struct slice code, const char *field);
bool edi_out_unit_known(const struct edi_out *d, struct slice unit,
    struct slice code, struct slice *out);
/* True: it can stand in LIN 1082 (n..6; an..6 from D.97A on). */
bool edi_out_is_line_number(const struct edi_out *d, struct slice s);
void edi_out_count(struct edi_out *d, const char *qualifier, size_t n);

#endif
