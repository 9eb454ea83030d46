/* guide: what a message may say, as it is given to a partner. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/guide.h"
#include "parsers/guide_sample.h"
#include "parsers/guide_tighten.h"

#define NEWEST SLICE("999999") /* no version is newer */

/* --- which one ---------------------------------------------------------- */

static enum rc
list_guides(struct cli *c)
{
	struct slice name, v;

	for (size_t i = 0; (name = guide_name(i)).p != NULL; i++) {
		char *text = arena_text(&c->arena, name);
		const struct guide *g = guide_named(name, SLICE_NONE);

		if (c->json) {
			buf_text(&c->out, "{\"guide\":");
			buf_json(&c->out, name);
			buf_text(&c->out, ",\"standard\":");
			buf_json(&c->out, g->standard);
			buf_text(&c->out, ",\"message\":");
			buf_json(&c->out, g->message);
			buf_text(&c->out, ",\"title\":");
			buf_json(&c->out, g->title);
			buf_text(&c->out, "}\n");
			continue;
		}
		buf_printf(&c->out, "%-16s " SL_FMT ",", text,
		    SL_ARG(g->title));
		for (size_t k = 0; guide_version(name, k, &v); k++)
			buf_printf(&c->out, " " SL_FMT, SL_ARG(v));
		buf_char(&c->out, '\n');
	}
	return (RC_OK);
}

/* "850", "orders" or "x12_850". */
static const struct guide *
find_guide(const char *word, struct slice version)
{
	struct slice name;

	for (size_t i = 0; (name = guide_name(i)).p != NULL; i++) {
		const struct guide *g = guide_named(name, version);

		if (slice_ieq(name, slice_of(word)) ||
		    slice_ieq(g->message, slice_of(word)))
			return (g);
	}
	return (NULL);
}

static bool
has_version(const struct guide *g, struct slice version)
{
	struct slice v;

	for (size_t i = 0; guide_version(g->name, i, &v); i++)
		if (slice_eq(v, version))
			return (true);
	return (false);
}

/* The newest, unless one is named. */
static enum rc
choose(struct cli *c, const struct guide **out, struct err *e)
{
	const char *word = c->args[0], *version = cli_option(c, "release");
	const struct guide *g = find_guide(word,
	    version != NULL ? slice_of(version) : NEWEST);

	if (g == NULL) {
		(void)usage_error(e, "there is no guide of %s", word);
		return (err_help(e, "ordermill guide lists them"));
	}
	if (version != NULL && !has_version(g, slice_of(version)))
		return (usage_error(e, "the guide has no version %s", version));
	*out = g;
	return (RC_OK);
}

/* A partner needs its mill, a standard none. */
static enum rc
find_partner(struct cli *c, const char *name, const struct partner **out,
    struct err *e)
{
	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_configure(&c->mill, e) != RC_OK)
		return (e->rc);
	*out = config_partner(&c->mill.config, slice_of(name));
	if (*out == NULL) {
		(void)usage_error(e, "there is no partner '%.60s'", name);
		return (err_help(e, "`ordermill partner list` names them all"));
	}
	return (RC_OK);
}

enum rc
cmd_guide(struct cli *c, struct err *e)
{
	const char *name = cli_option(c, "partner");
	bool html = cli_option(c, "html") != NULL;
	const struct partner *p = NULL;
	struct guide_page page = { 0 };
	struct guide *own = NULL;
	enum rc rc;

	if (html && cli_option(c, "text") != NULL)
		return (usage_error(e, "--html or --text, not both"));
	if (c->n_args == 0)
		return (list_guides(c));
	rc = choose(c, &page.guide, e);
	if (rc == RC_OK && name != NULL)
		rc = find_partner(c, name, &p, e);
	if (rc == RC_OK && p != NULL) {
		page.partner = p->name.n > 0 ? p->name : p->id;
		rc = guide_own_apply(page.guide, &p->guides, &own, e);
	}
	if (rc != RC_OK)
		return (rc);
	if (own != NULL)
		page.guide = own;
	page.seller = p != NULL ? c->mill.config.seller.name : SLICE_NONE;
	page.out = &c->out;
	if (html)
		guide_page_html(&page);
	else
		guide_page_text(&page);
	guide_free(own);
	return (RC_OK);
}

/* --- for config check --------------------------------------------------- */

static const struct guide *
guide_of_text(struct slice text)
{
	struct slice message = guide_own_message(text);
	const struct guide *g = guide_of("x12", message, NEWEST);

	return (g != NULL ? g : guide_of("edifact", message, NEWEST));
}

size_t
own_guides_check(const struct config *config, struct buf *out)
{
	size_t mistakes = 0;

	for (size_t i = 0; i < config->partners.n; i++) {
		const struct partner *p = LIST_AT(&config->partners,
		    struct partner, i);

		for (size_t k = 0; k < p->guides.n; k++) {
			const struct guide_own *o = LIST_AT(&p->guides,
			    struct guide_own, k);
			const struct guide *g = guide_of_text(o->text);
			struct guide *own = NULL;
			struct err e = ERR_INIT;

			if (g != NULL &&
			    guide_tighten(g, o->name, o->text, &own, &e) ==
				RC_OK) {
				guide_free(own);
				continue;
			}
			mistakes++;
			if (g == NULL)
				(void)err_set(&e, RC_REJECT, "GUIDE-TEXT",
				    SL_FMT ":1: the first line is \"tighten\" "
					   "and a message with a guide",
				    SL_ARG(o->name));
			buf_printf(out, "error[%s]: %s\n", e.code, e.text);
		}
	}
	return (mistakes);
}
