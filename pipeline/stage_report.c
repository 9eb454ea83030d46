/* report: the morning's report in four forms below var/report, each file
 * whole or as it was before. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "pipeline/report.h"
#include "pipeline/report_data.h"
#include "pipeline/standing_ops.h"

#define FILE_MAX (64u << 20)

static const struct {
	enum report_form form;
	const char *latest;
	const char *extension; /* of the run's own copy; NULL: none */
} forms[] = {
	{ REPORT_TEXT, "latest.txt", "txt" },
	{ REPORT_HTML, "latest.html", "html" },
	{ REPORT_JSON, "latest.json", "json" },
	{ REPORT_METRICS, "ordermill.prom", NULL },
};

static enum rc
put_form(struct night *n, int dir, const struct report *r, size_t i,
    struct buf *out, struct err *e)
{
	char name[64];

	buf_reset(out);
	report_form(r, &n->mill->config, forms[i].form, out);
	if (out->failed)
		return (err_set(e, RC_FATAL, "REPORT-LARGE",
		    "the report is too long"));
	if (forms[i].extension != NULL) {
		(void)snprintf(name, sizeof(name), "%" PRId64 ".%s", n->run_id,
		    forms[i].extension);
		if (file_put(dir, name, buf_slice(out), 0644, e) != RC_OK)
			return (e->rc);
	}
	return (file_put(dir, forms[i].latest, buf_slice(out), 0644, e));
}

enum rc
stage_report(struct night *n, struct err *e)
{
	struct arena a = ARENA_INIT;
	struct report r;
	struct buf out;
	int dir, code;
	enum rc rc = dir_open(n->mill->var, "report", &dir, e);

	if (rc != RC_OK)
		return (rc);
	buf_init(&out, FILE_MAX);
	rc = standing_prove(n, e);
	if (rc == RC_OK)
		rc = report_collect(n->store, n->run_id, INSTANT_NONE, &a, &r,
		    e);
	if (rc == RC_OK)
		rc = night_exit_code(n, &code, e);
	if (rc == RC_OK)
		/* The run is about to end: what it will end with. */
		r.exit_code = code;
	for (size_t i = 0; rc == RC_OK && i < sizeof(forms) / sizeof(*forms);
	     i++)
		rc = put_form(n, dir, &r, i, &out, e);
	buf_free(&out);
	arena_free(&a);
	(void)close(dir);
	return (rc);
}
