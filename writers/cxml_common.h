/*
 * cxml_common -- what the cXML writers share: an emitter of elements with
 * attributes, the envelope, and dates as cXML wants them.
 *
 *	cx_request(&x, "ShipNoticeRequest", CX_FULFILL, &a->head, out, e);
 *	cx_open(&x, "ShipNoticeHeader");
 *	cx_need(&x, "shipmentID", id, "shipment");	an attribute
 *	cx_text(&x, "Comments", "xml:lang", SLICE("en"), note);
 *	cx_close(&x);
 *	return (cx_finish(&x));
 *
 * Attributes come between cx_open and whatever follows.  Texts are trimmed;
 * blank ones are left out.  The first thing that is missing is remembered and
 * everything taken back, as in ubl_common.h.
 *
 * Instants are written in UTC as +00:00, for some readers refuse a Z.  A day
 * is its noon: at midnight it would be the day before in America.
 *
 * Source: cXML 1.2.063, cXML.dtd and Fulfill.dtd.
 */
#ifndef WRITERS_CXML_COMMON_H
#define WRITERS_CXML_COMMON_H

#include "writers/writer.h"

#define CX_DEPTH_MAX 16
#define CX_PLAIN "cXML.dtd"
#define CX_FULFILL "Fulfill.dtd"
#define CX_LANG "en"

struct cx {
	struct buf *out;
	struct err *e;
	const char *document;
	size_t start, depth;
	bool in_tag;  /* its '>' is still to come */
	int64_t line; /* index for messages, -1: head */
	enum rc rc;
	const char *tags[CX_DEPTH_MAX];
};

/* Up to and into <Request><document>, with Header; and into <Response>. */
void cx_request(struct cx *x, const char *document, const char *dtd,
    const struct answer_head *h, struct buf *out, struct err *e);
void cx_response(struct cx *x, const struct answer_head *h, struct buf *out,
    struct err *e);
/* Closes everything that is open. */
enum rc cx_finish(struct cx *x) MUST_CHECK;

void cx_missing(struct cx *x, const char *field);
void cx_wrong(struct cx *x, const char *field, const char *why);

void cx_open(struct cx *x, const char *tag);
void cx_close(struct cx *x);
void cx_attribute(struct cx *x, const char *name, struct slice value);
void cx_need(struct cx *x, const char *name, struct slice value,
    const char *field);
void cx_number(struct cx *x, const char *name, struct decimal d,
    const char *field);
void cx_instant(struct cx *x, const char *name, instant t);
void cx_day(struct cx *x, const char *name, day d);

/* An element with a text and at most one attribute; nothing when blank. */
void cx_text(struct cx *x, const char *tag, const char *name,
    struct slice value, struct slice text);
void cx_comment(struct cx *x, struct slice text);
void cx_comments(struct cx *x, const struct list *notes);
void cx_unit(struct cx *x, struct slice own, struct slice rec20);
void cx_money(struct cx *x, struct decimal d, struct slice currency,
    const char *field);
/* OrderReference; payload may be "", orders are known by their number. */
void cx_order(struct cx *x, struct slice po_number, day on,
    struct slice payload);

bool cx_blank(struct slice s);

#endif
