/* show: everything about one thing, or its bytes as they are stored. */
#include <string.h>

#include "base/pack.h"
#include "cli/bytes.h"
#include "cli/ref.h"
#include "cli/section.h"

struct part {
	const char *title;
	enum query q;
};

static enum rc
parts(struct cli *c, const struct part *p, int64_t id, struct err *e)
{
	if (section_one(c, p->title, p->q, id, e) != RC_OK)
		return (e->rc);
	for (p++; p->title != NULL; p++)
		if (section_many(c, p->title, p->q, id, e) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

static const struct part order_parts[] = {
	{ "order", Q_SHOW_ORDER },
	{ "lines", Q_SHOW_ORDER_LINES },
	{ "holds", Q_SHOW_ORDER_HOLDS },
	{ "findings", Q_SHOW_ORDER_FINDINGS },
	{ "ledger", Q_SHOW_ORDER_LEDGER },
	{ "payments", Q_SHOW_ORDER_PAYMENTS },
	{ "shipments", Q_SHOW_ORDER_SHIPMENTS },
	{ "documents", Q_SHOW_ORDER_DOCUMENTS },
	{ NULL, Q_COUNT },
};
static const struct part file_parts[] = {
	{ "file", Q_SHOW_FILE },
	{ "members", Q_SHOW_FILE_MEMBERS },
	{ "interchanges", Q_SHOW_FILE_INTERCHANGES },
	{ "messages", Q_SHOW_FILE_MESSAGES },
	{ "orders", Q_SHOW_FILE_ORDERS },
	{ "confirmations", Q_SHOW_FILE_CONFIRMATIONS },
	{ "receipts", Q_SHOW_FILE_RECEIPTS },
	{ "findings", Q_SHOW_FILE_FINDINGS },
	{ "documents", Q_SHOW_FILE_DOCUMENTS },
	{ NULL, Q_COUNT },
};
static const struct part standing_parts[] = {
	{ "standing_order", Q_SHOW_STANDING },
	{ "occurrences", Q_SHOW_STANDING_OCCURRENCES },
	{ "pauses", Q_SHOW_STANDING_PAUSES },
	{ "revisions", Q_SHOW_STANDING_REVISIONS },
	{ "changed_lines", Q_SHOW_STANDING_CHANGES },
	{ NULL, Q_COUNT },
};
static const struct part outbox_parts[] = {
	{ "document", Q_SHOW_OUTBOX },
	{ "receipts", Q_SHOW_OUTBOX_RECEIPTS },
	{ NULL, Q_COUNT },
};
static const struct part shipment_parts[] = {
	{ "shipment", Q_SHOW_SHIPMENT },
	{ "lines", Q_SHOW_SHIPMENT_LINES },
	{ NULL, Q_COUNT },
};

static enum rc
page(struct cli *c, const struct ref *r, struct err *e)
{
	const struct part *p = r->kind == REF_ORDER ? order_parts :
	    r->kind == REF_FILE                     ? file_parts :
	    r->kind == REF_STANDING                 ? standing_parts :
	    r->kind == REF_OUTBOX                   ? outbox_parts :
						      shipment_parts;

	if (c->json)
		buf_char(&c->out, '{');
	if (parts(c, p, r->id, e) != RC_OK ||
	    section_events(c, r->subject, e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_text(&c->out, "}\n");
	return (RC_OK);
}

/* --- the bytes ----------------------------------------------------------- */

static enum rc
put_bytes(struct cli *c, struct slice data, struct err *e)
{
	while (data.n > 0) {
		size_t n = data.n < (1u << 20) ? data.n : 1u << 20;

		buf_add(&c->out, slice_sub(data, 0, n));
		data = slice_sub(data, n, data.n);
		if (cli_flush(c, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

/* length -1: the whole file */
static enum rc
raw_file(struct cli *c, int64_t file_id, int64_t offset, int64_t length,
    struct err *e)
{
	struct mapping m = { 0 };
	struct stored s;
	struct slice data;
	enum rc rc;

	if (stored_find(c, file_id, &s, e) != RC_OK ||
	    stored_map(c, &s, &m, e) != RC_OK)
		return (e->rc);
	data = m.data;
	if (length >= 0)
		data = slice_sub(data, (size_t)offset, (size_t)length);
	rc = put_bytes(c, data, e);
	file_unmap(&m);
	return (rc);
}

static enum rc
raw_order(struct cli *c, int64_t order_id, struct err *e)
{
	int64_t file_id = 0, offset = 0, length = -1;
	struct rows *r;

	if (store_rows(c->store, Q_BYTES_OF_ORDER, &r, e, "i", order_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		file_id = rows_int(r, 0);
		offset = rows_int(r, 1);
		length = rows_int(r, 2);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (raw_file(c, file_id, offset, length, e));
}

static enum rc
raw_document(struct cli *c, int64_t outbox_id, struct err *e)
{
	struct pack_ref ref = { .pack_id = 0 };
	struct mapping m = { 0 };
	struct rows *r;
	bool sound = false;
	enum rc rc;

	if (store_rows(c->store, Q_BYTES_OF_OUTBOX, &r, e, "i", outbox_id) !=
	    RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		ref.pack_id = rows_int(r, 0);
		ref.offset = rows_int(r, 1);
		ref.length = rows_int(r, 2);
		sound = sha256_parse(rows_text(r, 3), &ref.sha);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (!sound)
		return (err_set(e, RC_FATAL, "DB", "outbox %lld has no hash",
		    (long long)outbox_id));
	if (pack_map(c->mill.packs, &ref, true, &m, e) != RC_OK)
		return (e->rc);
	rc = put_bytes(c, m.data, e);
	file_unmap(&m);
	return (rc);
}

enum rc
cmd_show(struct cli *c, struct err *e)
{
	struct ref r;

	if (ref_find(c, c->args[0],
		REF_ORDER | REF_FILE | REF_STANDING | REF_OUTBOX | REF_SHIPMENT,
		&r, e) != RC_OK)
		return (e->rc);
	if (cli_option(c, "raw") == NULL)
		return (page(c, &r, e));
	if (r.kind == REF_FILE)
		return (raw_file(c, r.id, 0, -1, e));
	if (r.kind == REF_ORDER)
		return (raw_order(c, r.id, e));
	if (r.kind == REF_OUTBOX)
		return (raw_document(c, r.id, e));
	return (usage_error(e, "--raw: no bytes belong to %s", r.subject));
}
