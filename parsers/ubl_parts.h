/*
 * ubl_parts -- documents that are no order: cancellations, receipts, and the
 * envelope around any of them.  For parsers/ubl*.c alone.
 */
#ifndef PARSERS_UBL_PARTS_H
#define PARSERS_UBL_PARTS_H

#include "parsers/ubl.h"

/* ubl_other.c */
void ubl_end_cancelled(struct ubl *u);
void ubl_check_spread(struct ubl *u);
void ubl_start_response(struct ubl *u);
void ubl_end_response(struct ubl *u);
void ubl_start_document(struct ubl *u);
void ubl_end_document(struct ubl *u);
void ubl_say(struct ubl *u, struct slice text);
enum rc ubl_give_orders(const struct ubl *u, const struct parse_sink *sink,
    struct err *e);
enum rc ubl_give_receipts(const struct ubl *u, const struct parse_sink *sink,
    struct err *e);

/* ubl_envelope.c */
bool ubl_is_envelope(const char *uri, const char *name);
void ubl_start_envelope(struct ubl *u);
void ubl_start_wrapped(struct ubl *u, const struct xml_row *row);
void ubl_other(void *ctx, const char *uri, const char *name);
void ubl_read_actor(struct ubl *u, const struct xml_row *row,
    struct slice text);
void ubl_fill_envelope(struct ubl *u);
void ubl_check_envelope(struct ubl *u);

#endif
