/* The days of a standing order that are to come. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/preview.h"
#include "cli/ref.h"

static const char *const preview_names[] = { "number", "nominal_on", "due_on",
	"release_on", "verdict", "state", "total" };

static void
preview_json(struct cli *c, const struct standing_future *f)
{
	struct buf *b = &c->out;
	char text[11];

	buf_printf(b, "{\"number\":%" PRId64 ",\"nominal_on\":\"%s\"",
	    f->number, day_text(f->day.nominal, text));
	buf_printf(b, ",\"due_on\":\"%s\"", day_text(f->day.due, text));
	buf_printf(b, ",\"release_on\":\"%s\"", day_text(f->day.release, text));
	buf_printf(b, ",\"verdict\":\"%s\",\"state\":\"%s\"",
	    standing_verdict_name(f->day.verdict), f->state);
	if (f->priced) {
		buf_text(b, ",\"currency\":");
		buf_json(b, f->currency);
		buf_printf(b, ",\"total_minor\":%" PRId64, f->total);
	}
	buf_text(b, "}\n");
}

enum rc
preview_day(void *ctx, const struct standing_future *f, struct err *e)
{
	struct preview *p = ctx;
	char number[24], nominal[11], due[11], release[11];
	struct buf money;
	enum rc rc;

	if (p->c->json) {
		preview_json(p->c, f);
		return (RC_OK);
	}
	buf_init(&money, 256);
	if (f->priced)
		buf_money(&money, f->total, f->currency);
	(void)snprintf(number, sizeof(number), "%" PRId64, f->number);
	rc = table_row(&p->t,
	    (struct slice[]){ slice_of(number),
		slice_of(day_text(f->day.nominal, nominal)),
		slice_of(day_text(f->day.due, due)),
		slice_of(day_text(f->day.release, release)),
		slice_of(standing_verdict_name(f->day.verdict)),
		slice_of(f->state), buf_slice(&money) },
	    e);
	buf_free(&money);
	return (rc);
}

void
preview_begin(struct preview *p, struct cli *c)
{
	p->c = c;
	table_init(&p->t, c, preview_names, 7);
}

enum rc
preview_end(struct preview *p, struct err *e)
{
	p->c = NULL;
	return (table_end(&p->t, e));
}

void
preview_free(struct preview *p)
{
	if (p->c != NULL)
		arena_free(&p->t.arena);
}

enum rc
cmd_standing_preview(struct cli *c, struct err *e)
{
	const char *given = cli_option(c, "count");
	struct preview p = { .c = NULL };
	struct actor x;
	struct ref ref;
	int64_t n = 6;
	enum rc rc;

	if (given != NULL &&
	    (!slice_int(slice_of(given), &n) || n < 1 || n > 1000))
		return (usage_error(e, "--count is 1 to 1000"));
	if (ref_find(c, c->args[0], REF_STANDING, &ref, e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK || cli_master(c, e) != RC_OK)
		return (e->rc);
	x.master = c->master;
	preview_begin(&p, c);
	rc = standing_ahead(&x, ref.id, (int)n, preview_day, &p, e);
	if (rc == RC_OK)
		rc = preview_end(&p, e);
	preview_free(&p);
	return (rc);
}
