/* explain: what was found wrong with an order or file, with the bytes; what
 * a code means; or what is wrong with a file that never came. */
#include <string.h>
#include <unistd.h>

#include "cli/bytes.h"
#include "cli/ref.h"
#include "cli/validate.h"

struct explaining {
	struct cli *c;
	struct stored file;
	struct mapping map;
	int64_t order_id, from, to, found;
};

static void
put_finding(struct explaining *x, struct rows *r)
{
	struct shown_finding f = { .code = rows_text(r, 0),
		.severity = rows_text(r, 1),
		.offset = rows_int(r, 2),
		.length = rows_int(r, 3),
		.segment = rows_int(r, 4),
		.tag = rows_text(r, 5),
		.element = rows_text(r, 6),
		.path = rows_text(r, 7),
		.value = rows_text(r, 8),
		.text = rows_text(r, 9),
		.file = x->file.name,
		.data = x->map.data };

	x->found++;
	finding_print(x->c, &f);
}

static enum rc
put_findings(struct explaining *x, struct err *e)
{
	struct err second = ERR_INIT;
	enum rc rc = RC_OK;
	struct rows *r;

	if (store_rows(x->c->store, Q_EXPLAIN_FINDINGS, &r, e, "iiii",
		x->file.file_id, x->order_id, x->from, x->to) != RC_OK)
		return (e->rc);
	while (rc == RC_OK && rows_next(r)) {
		put_finding(x, r);
		rc = cli_flush_some(x->c, e);
	}
	/* The query is closed also when standard output has failed. */
	if (rows_end(r, rc == RC_OK ? e : &second) != RC_OK && rc == RC_OK)
		rc = e->rc;
	return (rc);
}

static enum rc
order_place(struct explaining *x, struct err *e)
{
	struct rows *r;
	int64_t file_id = 0;

	if (store_rows(x->c->store, Q_BYTES_OF_ORDER, &r, e, "i",
		x->order_id) != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		file_id = rows_int(r, 0);
		x->from = rows_int(r, 1);
		x->to = x->from + rows_int(r, 2);
	}
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	return (stored_find(x->c, file_id, &x->file, e));
}

/* The state in a sentence, and why. */
static enum rc
put_order(struct explaining *x, struct err *e)
{
	struct cli *c = x->c;
	struct booked b = { 0 };

	if (booked_load(c->store, x->order_id, &c->arena, &b, e) != RC_OK)
		return (e->rc);
	if (c->json) {
		if (b.reason.n > 0 && x->found == 0)
			(void)rule_print(c, b.reason);
		return (RC_OK);
	}
	buf_text(&c->out, "order ");
	buf_shown(&c->out, b.po_number);
	buf_text(&c->out, " of ");
	buf_shown(&c->out, b.partner);
	buf_text(&c->out, " is ");
	buf_shown(&c->out, b.state);
	if (b.reason.n > 0) {
		buf_text(&c->out, ": ");
		buf_shown(&c->out, b.reason);
	}
	if (b.detail.n > 0) {
		buf_text(&c->out, ", ");
		buf_shown(&c->out, b.detail);
	}
	buf_char(&c->out, '\n');
	/* A reason that is no finding of the file has its rule told here. */
	if (b.reason.n > 0 && x->found == 0)
		(void)rule_print(c, b.reason);
	return (RC_OK);
}

static void
put_file(struct explaining *x, struct slice reason, struct slice detail)
{
	struct buf *b = &x->c->out;

	if (x->c->json) {
		if (reason.n > 0 && x->found == 0)
			(void)rule_print(x->c, reason);
		return;
	}
	buf_text(b, "file ");
	buf_shown(b, x->file.name);
	buf_text(b, " of ");
	buf_shown(b, x->file.partner);
	buf_text(b, " is ");
	buf_shown(b, x->file.state);
	if (reason.n + detail.n > 0) {
		buf_text(b, ": ");
		buf_shown(b, reason);
		buf_char(b, ' ');
		buf_shown(b, detail);
	}
	buf_char(b, '\n');
	if (reason.n > 0 && x->found == 0)
		(void)rule_print(x->c, reason);
}

static enum rc
end_file(struct explaining *x, struct err *e)
{
	struct rows *r;

	if (store_rows(x->c->store, Q_TRACE_FILE, &r, e, "i",
		x->file.file_id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		put_file(x, rows_text(r, 6), rows_text(r, 7));
	return (rows_end(r, e));
}

static enum rc
explain_ref(struct cli *c, const struct ref *ref, struct err *e)
{
	struct explaining x = { .c = c };
	struct err missing = ERR_INIT;
	enum rc rc;

	if (ref->kind == REF_ORDER) {
		x.order_id = ref->id;
		rc = order_place(&x, e);
	} else {
		rc = stored_find(c, ref->id, &x.file, e);
	}
	if (rc != RC_OK)
		return (rc);
	/* Without its bytes a finding still says what and where. */
	if (stored_map(c, &x.file, &x.map, &missing) != RC_OK)
		x.map = (struct mapping){ .base = NULL };
	rc = put_findings(&x, e);
	file_unmap(&x.map);
	if (rc != RC_OK)
		return (rc);
	return (ref->kind == REF_ORDER ? put_order(&x, e) : end_file(&x, e));
}

static enum rc
choose_language(struct cli *c, struct err *e)
{
	const char *asked = cli_option(c, "language");

	if (asked == NULL)
		return (RC_OK);
	if (!language_spoken(slice_of(asked)))
		return (usage_error(e,
		    "--language is nl, pt-BR or en, not '%.20s'", asked));
	c->language = language_named(slice_of(asked));
	return (RC_OK);
}

enum rc
cmd_explain(struct cli *c, struct err *e)
{
	const char *what = c->args[0];
	struct ref ref;

	if (choose_language(c, e) != RC_OK)
		return (e->rc);
	if (rule_print(c, slice_of(what)))
		return (RC_OK);
	if (strchr(what, '/') != NULL || access(what, R_OK) == 0)
		return (validate_path(c, what, cli_option(c, "partner"), e));
	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (cli_store(c, NEED_READ, e) != RC_OK ||
	    ref_find(c, what, REF_ORDER | REF_FILE, &ref, e) != RC_OK)
		return (e->rc);
	return (explain_ref(c, &ref, e));
}
