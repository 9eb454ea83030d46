/*
 * writer -- domain objects in, bytes out.  One file a message, one row in
 * writers/table.c.
 *
 * A writer is a pure function: everything that varies (ids, instants, texts)
 * is in its input, so the same answer written twice is the same bytes.
 * Output goes to a struct buf with a maximum; the writer returns RC_FATAL
 * "WRITE-MISSING" when the input lacks what the format demands (it names the
 * field) and "WRITE-LARGE" when the buffer is full.  Texts from outside are
 * escaped and bytes that XML 1.0 forbids replaced.
 *
 * UBL documents keep to the UBL 2.1 schemas and to the Peppol BIS 3 subset.
 */
#ifndef WRITERS_WRITER_H
#define WRITERS_WRITER_H

#include "writers/answer.h"

enum rc write_ubl_application_response(const struct technical_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_ubl_order_response(const struct order_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
/* AP, CA and RE; an AB it has no words for. */
enum rc write_ubl_order_response_simple(const struct order_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_ubl_despatch_advice(const struct despatch_answer *a,
    struct buf *out, struct err *e) MUST_CHECK;
enum rc write_warehouse_csv(const struct warehouse_order *w, struct buf *out,
    struct err *e) MUST_CHECK;

/* X12 004010 and 005010 and EDIFACT directories from D.93A: head.native says
 * which, between whom and under what numbers.  One interchange a document. */
enum rc write_x12_ta1(const struct technical_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_x12_997(const struct technical_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_x12_999(const struct technical_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
/* Answers changes with BAK01 04, 05 or 01. */
enum rc write_x12_855(const struct order_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
/* Answers changes with an 865, orders with an 855. */
enum rc write_x12_865(const struct order_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_x12_856(const struct despatch_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_x12_940(const struct warehouse_order *w, struct buf *out,
    struct err *e) MUST_CHECK;

enum rc write_edifact_contrl(const struct technical_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_edifact_ordrsp(const struct order_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_edifact_desadv(const struct despatch_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;

/* For people, in their language: writers/report.h. */
struct partner_report;
enum rc write_report_text(const struct partner_report *r, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_report_html(const struct partner_report *r, struct buf *out,
    struct err *e) MUST_CHECK;

/* cXML: head.native has domains and identities, the payloadID that is answered
 * and the version of the DTD.  An AB is written as a StatusUpdateRequest. */
enum rc write_cxml_response(const struct technical_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_cxml_confirmation(const struct order_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;
enum rc write_cxml_ship_notice(const struct despatch_answer *a, struct buf *out,
    struct err *e) MUST_CHECK;

/* The names a profile may use in answers = {…}, and what a bank is sent. */
struct pain008;
struct writer {
	const char *name;      /* "ubl-order-response" */
	const char *extension; /* "xml" */
	enum rc (*technical)(const struct technical_answer *, struct buf *,
	    struct err *);
	enum rc (
	    *order)(const struct order_answer *, struct buf *, struct err *);
	enum rc (*despatch)(const struct despatch_answer *, struct buf *,
	    struct err *);
	enum rc (*warehouse)(const struct warehouse_order *, struct buf *,
	    struct err *);
	enum rc (
	    *report)(const struct partner_report *, struct buf *, struct err *);
	enum rc (
	    *collection)(const struct pain008 *, struct buf *, struct err *);
	const char *native;  /* "x12" "edifact" "cxml": head.native is needed
				   and control numbers are counted; or NULL */
	const char *message; /* what ST01 or UNH says: "855" "ORDRSP" */
	const char *silent;  /* the answer's code for which it has no words,
				   so that nothing is sent; or NULL */
};
const struct writer *writer_named(struct slice name);
const struct writer *writer_at(size_t i); /* NULL at the end */

/* An outgoing name from a template with {kind} {po} {confirmation} {seq}
 * {date}: values keep [A-Za-z0-9-] up to 40 bytes; {seq} is mandatory (a
 * template without it is RC_FATAL 78 in config check). */
struct name_values {
	struct slice kind, po, confirmation, seq, date;
};
enum rc outgoing_name(struct slice template_, const struct name_values *v,
    struct buf *out, struct err *e) MUST_CHECK;

/* A domain order back as documents, for `convert`. */
enum rc write_order_ubl(const struct order *o, struct buf *out,
    struct err *e) MUST_CHECK;
void write_order_csv(const struct order *o, bool header, struct buf *out);
/* False: rows cannot tell that this is a copy, a change, a blanket or a
 * schedule; it would come out as an order to book, so do not write it. */
bool order_fits_csv(const struct order *o);

#endif
