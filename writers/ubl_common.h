/*
 * ubl_common -- what all UBL writers share: an XML emitter that never writes
 * an empty element, remembers the first thing that was missing, and takes
 * everything back when the document cannot be finished.
 *
 *	doc_start(&u, "OrderResponse", out, e);
 *	doc_need(&u, "cbc:ID", a->head.id, "head.id");
 *	doc_open(&u, "cac:Item");
 *	doc_text(&u, "cbc:Name", name);		nothing when blank
 *	doc_close(&u);				drops an empty cac:Item
 *	return (doc_finish(&u));
 *
 * Texts are trimmed; blank ones count as absent.  Dates and times are UTC: a
 * date is ten characters, a time carries its Z, because a partner in another
 * zone reads a bare time as its own.
 */
#ifndef WRITERS_UBL_COMMON_H
#define WRITERS_UBL_COMMON_H

#include "writers/writer.h"

#define DOC_DEPTH_MAX 16
#define DOC_NAMESPACE "urn:oasis:names:specification:ubl:schema:xsd:"
#define DOC_TRANSACTION "urn:fdc:peppol.eu:poacc:trns:"
#define DOC_PROCESS "urn:fdc:peppol.eu:poacc:bis:"
#define DOC_NO_ID "NA" /* Peppol's word where an id must stand */

struct doc_level {
	const char *tag;
	size_t before, inside; /* places in the buffer */
	bool text;
};

struct doc {
	struct buf *out;
	struct err *e;
	const char *document;
	size_t start, depth;
	int64_t line; /* index for messages, -1: head */
	enum rc rc;
	struct doc_level level[DOC_DEPTH_MAX];
};

void doc_start(struct doc *u, const char *document, struct buf *out,
    struct err *e);
enum rc doc_finish(struct doc *u) MUST_CHECK;

/* Record the first fault; the writer may go on, nothing of it will stay. */
void doc_missing(struct doc *u, const char *field);
void doc_wrong(struct doc *u, const char *field, const char *why);

void doc_open(struct doc *u, const char *tag);
void doc_open_ns(struct doc *u, const char *tag, const char *xmlns,
    const char *uri); /* declares a name space */
void doc_close(struct doc *u);
void doc_close_kept(struct doc *u); /* even when empty: the schema's wish */

/* A text made of pieces; doc_say_line puts a newline between. */
void doc_text_open(struct doc *u, const char *tag);
void doc_say(struct doc *u, struct slice text);
void doc_say_line(struct doc *u, struct slice text);

void doc_text(struct doc *u, const char *tag, struct slice text);
void doc_need(struct doc *u, const char *tag, struct slice text,
    const char *field);
/* With one attribute; the attribute is left out when blank. */
void doc_marked(struct doc *u, const char *tag, const char *name,
    struct slice mark, struct slice text);
void doc_day(struct doc *u, const char *tag, day d);
void doc_instant(struct doc *u, const char *date_tag, const char *time_tag,
    instant t);
void doc_decimal(struct doc *u, const char *tag, struct decimal d);
/* A quantity must have a unit, `field` names the missing one. */
void doc_quantity(struct doc *u, const char *tag, struct decimal d,
    struct slice unit, const char *field);
/* At least the digits of the currency: "14.00", "0.0125", "1840". */
void doc_amount(struct doc *u, const char *tag, struct decimal d,
    struct slice currency);

/* CustomizationID, ProfileID, ID; then IssueDate, IssueTime. */
void doc_head_ids(struct doc *u, const struct answer_head *h,
    const char *customization, const char *profile);
void doc_head_issued(struct doc *u, const struct answer_head *h);
/* One cbc:Note of all notes, for Peppol allows one. */
void doc_notes(struct doc *u, bool test, const struct list *notes);
/* EndpointID, PartyIdentification, PartyLegalEntity; `role` is "head.to". */
void doc_endpoint(struct doc *u, const struct answer_party *p,
    const char *role);
void doc_party(struct doc *u, const char *tag, const struct answer_party *p,
    const char *role, bool name_needed);
/* Without a country code Peppol allows no address: then none is written,
 * unless `lenient`. */
void doc_address(struct doc *u, const char *tag, const struct party *p,
    bool lenient);
void doc_period(struct doc *u, const char *tag, day from, day to);
/* Item numbers; doc_item writes cac:Item, its name falls back to a number. */
struct doc_item {
	struct slice name, buyer, seller, maker, gtin;
};
void doc_item(struct doc *u, const struct doc_item *i);
void doc_item_ids(struct doc *u, const struct doc_item *i);

bool doc_blank(struct slice s);

#endif
