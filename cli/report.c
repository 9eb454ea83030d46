/* report: of a run, in one of its forms. */
#include <string.h>

#include "cli/command.h"
#include "pipeline/report.h"

enum rc
cmd_report(struct cli *c, struct err *e)
{
	static const struct {
		const char *name;
		enum report_form form;
	} forms[] = {
		{ "text", REPORT_TEXT },
		{ "html", REPORT_HTML },
		{ "json", REPORT_JSON },
		{ "prometheus", REPORT_METRICS },
	};
	const char *as = cli_option(c, "form"), *run = cli_option(c, "run");
	int64_t run_id = 0;

	if (run != NULL && (!slice_int(slice_of(run), &run_id) || run_id <= 0))
		return (usage_error(e, "'%.40s' is no run", run));
	if (as == NULL)
		as = c->json ? "json" : "text";
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (strcmp(forms[i].name, as) == 0)
			return (report_write(c->store, &c->mill.config, run_id,
			    forms[i].form, &c->out, e));
	return (usage_error(e, "--form is text, html, json or prometheus"));
}
