/*
 * ubl_common -- what all UBL writers share: an XML emitter that never writes
 * an empty element, remembers the first thing that was missing, and takes
 * everything back when the document cannot be finished.
 *
 *	ubl_start(&u, "OrderResponse", out, e);
 *	ubl_need(&u, "cbc:ID", a->head.id, "head.id");
 *	ubl_open(&u, "cac:Item");
 *	ubl_text(&u, "cbc:Name", name);		nothing when blank
 *	ubl_close(&u);				drops an empty cac:Item
 *	return (ubl_finish(&u));
 *
 * Texts are trimmed; blank ones count as absent.  Dates and times are UTC: a
 * date is ten characters, a time carries its Z, because a partner in another
 * zone reads a bare time as its own.
 */
#ifndef WRITERS_UBL_COMMON_H
#define WRITERS_UBL_COMMON_H

#include "writers/writer.h"

#define UBL_DEPTH_MAX 16
#define UBL_NAMESPACE "urn:oasis:names:specification:ubl:schema:xsd:"
#define UBL_TRANSACTION "urn:fdc:peppol.eu:poacc:trns:"
#define UBL_PROCESS "urn:fdc:peppol.eu:poacc:bis:"
#define UBL_NO_ID "NA"		/* Peppol's word where an id must stand */

struct ubl_level {
	const char *tag;
	size_t before, inside;		/* places in the buffer */
	bool text;
};

struct ubl {
	struct buf *out;
	struct err *e;
	const char *document;
	size_t start, depth;
	int64_t line;			/* index for messages, -1: head */
	enum rc rc;
	struct ubl_level level[UBL_DEPTH_MAX];
};

void ubl_start(struct ubl *u, const char *document, struct buf *out,
    struct err *e);
enum rc ubl_finish(struct ubl *u) MUST_CHECK;

/* Record the first fault; the writer may go on, nothing of it will stay. */
void ubl_missing(struct ubl *u, const char *field);
void ubl_wrong(struct ubl *u, const char *field, const char *why);

void ubl_open(struct ubl *u, const char *tag);
void ubl_open_ns(struct ubl *u, const char *tag, const char *xmlns,
    const char *uri);			/* declares a name space */
void ubl_close(struct ubl *u);
void ubl_close_kept(struct ubl *u);	/* even when empty: the schema's wish */

/* A text made of pieces; ubl_say_line puts a newline between. */
void ubl_text_open(struct ubl *u, const char *tag);
void ubl_say(struct ubl *u, struct slice text);
void ubl_say_line(struct ubl *u, struct slice text);

void ubl_text(struct ubl *u, const char *tag, struct slice text);
void ubl_need(struct ubl *u, const char *tag, struct slice text,
    const char *field);
/* With one attribute; the attribute is left out when blank. */
void ubl_marked(struct ubl *u, const char *tag, const char *name,
    struct slice mark, struct slice text);
void ubl_day(struct ubl *u, const char *tag, day d);
void ubl_instant(struct ubl *u, const char *date_tag, const char *time_tag,
    instant t);
void ubl_decimal(struct ubl *u, const char *tag, struct decimal d);
/* A quantity must have a unit, `field` names the missing one. */
void ubl_quantity(struct ubl *u, const char *tag, struct decimal d,
    struct slice unit, const char *field);
/* At least the digits of the currency: "14.00", "0.0125", "1840". */
void ubl_amount(struct ubl *u, const char *tag, struct decimal d,
    struct slice currency);

/* CustomizationID, ProfileID, ID; then IssueDate, IssueTime. */
void ubl_head_ids(struct ubl *u, const struct answer_head *h,
    const char *customization, const char *profile);
void ubl_head_issued(struct ubl *u, const struct answer_head *h);
/* One cbc:Note of all notes, for Peppol allows one. */
void ubl_notes(struct ubl *u, bool test, const struct list *notes);
/* EndpointID, PartyIdentification, PartyLegalEntity; `role` is "head.to". */
void ubl_endpoint(struct ubl *u, const struct answer_party *p,
    const char *role);
void ubl_party(struct ubl *u, const char *tag, const struct answer_party *p,
    const char *role, bool name_needed);
/* Without a country code Peppol allows no address: then none is written,
 * unless `lenient`. */
void ubl_address(struct ubl *u, const char *tag, const struct party *p,
    bool lenient);
void ubl_period(struct ubl *u, const char *tag, day from, day to);
/* Item numbers; ubl_item writes cac:Item, its name falls back to a number. */
struct ubl_item { struct slice name, buyer, seller, maker, gtin; };
void ubl_item(struct ubl *u, const struct ubl_item *i);
void ubl_item_ids(struct ubl *u, const struct ubl_item *i);

bool ubl_blank(struct slice s);

#endif
