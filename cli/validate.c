/* validate: reads a file as a run would, and tells what it would say. */
#include <inttypes.h>
#include <string.h>

#include "cli/bytes.h"
#include "cli/layout_hint.h"
#include "cli/reading.h"
#include "cli/validate.h"
#include "config/master_files.h"
#include "config/report.h"
#include "domain/finding.h"
#include "pipeline/book.h"

struct validating {
	struct cli *c;
	const char *path;
	struct reading reading;
	const struct partner *connection, *partner; /* NULL: none asked */
	struct master_load load;
	struct master *master;
	day today;
	struct arena arena; /* of one order */
	int64_t messages, rejected, orders, held, errors, confirmations;
	int64_t payments;
};

static void
print(struct validating *v, const struct finding *f)
{
	static const char *const names[] = { "note", "warning", "error" };
	struct shown_finding s = { .code = f->code,
		.severity = slice_of(names[f->severity]),
		.tag = f->tag,
		.element = f->element,
		.path = f->path,
		.value = f->value,
		.text = f->text,
		.file = slice_of(v->path),
		.offset = f->offset == INT_NONE ? -1 : f->offset,
		.length = f->length == INT_NONE ? 0 : f->length,
		.segment = f->segment == INT_NONE ? 0 : f->segment,
		.data = v->reading.map.data };

	finding_print(v->c, &s);
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct validating *v = ctx;

	if (f->severity == SEVERITY_ERROR)
		v->errors++;
	print(v, f);
	return (cli_flush_some(v->c, e));
}

/* One of ours, about the whole interchange or message. */
static enum rc
own_finding(struct validating *v, const char *code, int64_t offset,
    struct slice value, const char *text, struct err *e)
{
	const struct finding_rule *rule = finding_rule(slice_of(code));
	struct finding f;

	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = rule != NULL ? rule->severity : SEVERITY_ERROR;
	f.offset = offset;
	f.value = value;
	f.text = slice_of(text);
	return (on_finding(v, &f, e));
}

static enum rc
on_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct validating *v = ctx;
	const struct partner *p;

	if (v->connection == NULL)
		return (RC_OK);
	v->partner = v->connection;
	if (i->sender.n == 0)
		return (RC_OK);
	p = config_sender(&v->c->mill.config, v->connection, i->sender);
	if (p == NULL)
		return (own_finding(v, "FILE-SENDER", i->offset, i->sender,
		    "the sender is not one of the partner's identifiers", e));
	v->partner = p;
	if (i->receiver.n > 0 &&
	    !identifier_in(&p->our_identifiers, i->receiver) &&
	    !identifier_in(&v->c->mill.config.seller.identifiers, i->receiver))
		return (own_finding(v, "FILE-SENDER", i->offset, i->receiver,
		    "the receiver is not us", e));
	return (RC_OK);
}

static enum rc
on_message(void *ctx, const struct message *m, struct err *e)
{
	struct validating *v = ctx;

	v->messages++;
	if (v->partner == NULL || book_agreed(v->partner, m))
		return (RC_OK);
	v->rejected++;
	return (own_finding(v, "FILE-NOT-AGREED", m->offset, m->kind,
	    "this kind of message is not agreed with the partner", e));
}

static enum rc
on_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct validating *v = ctx;

	(void)e;
	if (m->verdict == VERDICT_REJECTED)
		v->rejected++;
	return (RC_OK);
}

static enum rc
on_confirmation(void *ctx, const struct confirmation *x, struct err *e)
{
	struct validating *v = ctx;

	(void)x, (void)e;
	v->confirmations++;
	return (RC_OK);
}

static enum rc
on_bank_entry(void *ctx, const struct bank_entry *b, struct err *e)
{
	struct validating *v = ctx;

	(void)b, (void)e;
	v->payments++;
	return (RC_OK);
}

static enum rc
on_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	struct validating *v = ctx;

	(void)r, (void)e;
	v->payments++;
	return (RC_OK);
}

static enum rc
on_order(void *ctx, const struct order *o, struct err *e)
{
	struct validating *v = ctx;
	struct checked_order c;

	v->orders++;
	if (o->broken || v->partner == NULL)
		return (RC_OK);
	arena_reset(&v->arena);
	order_check(o, v->partner, v->master, &v->c->mill.config.seller,
	    v->today, &v->arena, &c);
	if (c.verdict == ORDER_REJECTED && !c.information)
		v->rejected++;
	if (c.verdict == ORDER_HELD && !c.information)
		v->held++;
	for (size_t i = 0; i < c.findings.n; i++) {
		const struct finding *f = LIST_AT(&c.findings, struct finding,
		    i);

		print(v, f);
	}
	return (cli_flush_some(v->c, e));
}

/* --- what a partner was told --------------------------------------------- */

static enum rc
find_partner(struct validating *v, const char *name, struct err *e)
{
	enum rc rc = reading_partner(v->c, name, &v->connection, e);

	v->partner = v->reading.partner = v->connection;
	return (rc);
}

/* The master files as they stand now, whatever the last run loaded. */
static enum rc
load_rules(struct validating *v, const char *partner, struct err *e)
{
	struct cli *c = v->c;
	char *zone;
	int second;

	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_configure(&c->mill, e) != RC_OK ||
	    find_partner(v, partner, e) != RC_OK ||
	    master_read(c->mill.dir, &c->mill.config, &v->load, e) != RC_OK)
		return (e->rc);
	if (v->load.report.mistakes.n > 0) {
		(void)err_set(e, RC_FATAL, "MASTER",
		    "the master files have mistakes");
		e->exit_code = 78;
		return (err_help(e, "ordermill config check"));
	}
	v->master = master_new(&v->load.rows);
	zone = arena_text(&c->arena, c->mill.config.seller.time_zone);
	return (zone_day(zone, env_real.now(NULL), &v->today, &second, e));
}

/* --- the end ------------------------------------------------------------- */

static void
summary(struct validating *v)
{
	bool bad = v->rejected > 0 || v->errors > 0 ||
	    v->reading.end.rc != RC_OK || v->reading.format[0] == '\0';
	struct buf *b = &v->c->out;

	v->c->exit_code = bad ? 65 : v->held > 0 ? 1 : 0;
	if (v->c->json) {
		buf_printf(b,
		    "{\"format\":\"%s\",\"messages\":%" PRId64
		    ",\"orders\":%" PRId64 ",\"confirmations\":%" PRId64
		    ",\"payments\":%" PRId64 ",\"rejected\":%" PRId64
		    ",\"held\":%" PRId64 ",\"errors\":%" PRId64
		    ",\"verdict\":\"%s\"}\n",
		    v->reading.format, v->messages, v->orders, v->confirmations,
		    v->payments, v->rejected, v->held, v->errors,
		    bad             ? "rejected" :
			v->held > 0 ? "held" :
				      "accepted");
		return;
	}
	buf_shown(b, slice_of(v->path));
	if (v->reading.format[0] == '\0')
		buf_text(b, ": no known format");
	else
		buf_printf(b, ": %s, %" PRId64 " messages, %" PRId64 " orders",
		    v->reading.format, v->messages, v->orders);
	if (v->confirmations > 0)
		buf_printf(b, ", %" PRId64 " confirmed lines",
		    v->confirmations);
	if (v->payments > 0)
		buf_printf(b, ", %" PRId64 " payments", v->payments);
	buf_printf(b, ": %s\n",
	    bad             ? "would be rejected, whole or in part" :
		v->held > 0 ? "would be held" :
			      "good");
	if (v->messages == 0 &&
	    (v->reading.format[0] == '\0' ||
		strcmp(v->reading.format, "csv") == 0))
		layout_hint(v->reading.map.data, b);
}

enum rc
validate_path(struct cli *c, const char *path, const char *partner,
    struct err *e)
{
	struct validating v = { .c = c, .path = path };
	struct parse_sink sink = sink_idle(&v);
	enum rc rc = RC_OK;

	sink.interchange = on_interchange;
	sink.message = on_message;
	sink.order = on_order;
	sink.confirmation = on_confirmation;
	sink.bank_entry = on_bank_entry;
	sink.remittance = on_remittance;
	sink.finding = on_finding;
	sink.message_end = on_message_end;
	if (partner != NULL)
		rc = load_rules(&v, partner, e);
	if (rc == RC_OK)
		rc = reading_path(c, path, &sink, &v.reading, e);
	if (rc == RC_OK)
		summary(&v);
	reading_free(&v.reading);
	arena_free(&v.arena);
	master_free(v.master);
	master_load_free(&v.load);
	return (rc);
}

enum rc
cmd_validate(struct cli *c, struct err *e)
{
	return (validate_path(c, c->args[0], cli_option(c, "partner"), e));
}
