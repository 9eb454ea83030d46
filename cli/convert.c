/* convert: the orders of a file in another form, on standard output. */
#include <inttypes.h>
#include <string.h>

#include "cli/reading.h"
#include "writers/writer.h"

#define DOCUMENT_MAX (256u << 20)

enum target { TO_JSON, TO_UBL, TO_CSV };

struct converting {
	struct cli *c;
	struct slice only; /* --po, "" : all */
	enum target to;
	int64_t orders, written, broken, errors;
	struct buf document; /* UBL: until it is known alone */
};

static enum rc
write_ubl(struct converting *x, const struct order *o, struct err *e)
{
	if (x->written > 0) {
		(void)usage_error(e,
		    "the file holds several orders; UBL has one in a document");
		return (err_help(e, "choose one with --po NUMBER"));
	}
	return (write_order_ubl(o, &x->document, e));
}

static enum rc
write_csv(struct converting *x, const struct order *o, struct err *e)
{
	if (!order_fits_csv(o)) {
		struct buf po;

		buf_init(&po, 4096);
		buf_shown(&po, slice_sub(o->po_number, 0, 200));
		(void)err_set(e, RC_REJECT, "CONVERT",
		    "order %s cannot be "
		    "told in rows: it is a copy, a change, a blanket or a "
		    "schedule",
		    po.p);
		buf_free(&po);
		return (err_help(e, "convert it to ubl or json"));
	}
	write_order_csv(o, x->written == 0, &x->c->out);
	return (RC_OK);
}

static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	struct converting *x = ctx;
	enum rc rc = RC_OK;

	x->orders++;
	if (x->only.n > 0 && !slice_eq(x->only, o->po_number))
		return (RC_OK);
	if (x->to == TO_JSON) {
		shape_json(&order_shape, o, &x->c->out);
		buf_char(&x->c->out, '\n');
		x->broken += o->broken;
	} else if (o->broken) {
		x->broken++;
		return (RC_OK);
	} else {
		rc = x->to == TO_UBL ? write_ubl(x, o, e) : write_csv(x, o, e);
	}
	x->written++;
	return (rc == RC_OK ? cli_flush_some(x->c, e) : rc);
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct converting *x = ctx;

	(void)e;
	x->errors += f->severity == SEVERITY_ERROR;
	return (RC_OK);
}

static enum rc
finish(struct converting *x, const struct reading *r, struct err *e)
{
	if (r->format[0] == '\0')
		(void)err_set(e, RC_REJECT, "CONVERT",
		    "no parser knows this format");
	else if (x->written == 0 && x->broken == 0 && x->errors == 0)
		(void)err_set(e, RC_REJECT, "CONVERT",
		    x->only.n > 0 ?
			"there is no order of that number in the file" :
			"there is no order in the file");
	else if (x->broken > 0 || x->errors > 0)
		(void)err_set(e, RC_REJECT, "CONVERT",
		    "the file has faults; orders with faults were %s",
		    x->to == TO_JSON ? "printed with broken: true" :
				       "left out");
	if (e->rc == RC_OK)
		return (RC_OK);
	return (err_help(e, "`ordermill validate` tells what is wrong"));
}

/* A file in a layout of the partner's own says nothing without its profile. */
static enum rc
whose(struct cli *c, struct reading *r, struct err *e)
{
	const char *name = cli_option(c, "partner");

	if (name == NULL)
		return (RC_OK);
	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_configure(&c->mill, e) != RC_OK)
		return (e->rc);
	return (reading_partner(c, name, &r->partner, e));
}

enum rc
cmd_convert(struct cli *c, struct err *e)
{
	static const char *const forms[] = { "json", "ubl", "csv" };
	const char *to = cli_option(c, "to");
	struct converting x = { .c = c, .only = slice_of(cli_option(c, "po")) };
	struct parse_sink sink = sink_idle(&x);
	struct reading r = { .format = "" };
	int form = 3;
	enum rc rc;

	for (int i = 0; i < 3; i++)
		if (to != NULL && strcmp(to, forms[i]) == 0)
			form = i;
	if (form == 3)
		return (usage_error(e, "say --to json, ubl or csv"));
	x.to = (enum target)form;
	sink.order = on_order;
	sink.finding = on_finding;
	buf_init(&x.document, DOCUMENT_MAX);
	rc = whose(c, &r, e);
	if (rc == RC_OK)
		rc = reading_path(c, c->args[0], &sink, &r, e);
	reading_free(&r);
	if (rc == RC_OK) {
		buf_add(&c->out, buf_slice(&x.document));
		rc = finish(&x, &r, e);
	}
	buf_free(&x.document);
	return (rc);
}
