/* The guide of a message as text and as HTML: what stands where, what is in
 * it, what the partner asks for beyond the standard, and a sample. */
#include "cli/guide.h"

#include "parsers/guide_sample.h"
#include "parsers/guide_walk.h"

#define SAMPLE_MAX (1u << 20)

static const char *const types[] = { "ID", "AN", "A", "DT", "TM", "N", "R",
	"" };

static unsigned
depth_of(const struct guide *g, const struct guide_place *p)
{
	unsigned n = 0;

	for (; p->loop != 0; n++)
		p = &g->places[g->loops[p->loop].opener];
	return (n);
}

static void
put_tag(struct buf *b, uint32_t tag)
{
	for (int shift = 16; shift >= 0; shift -= 8)
		if ((tag >> shift & 0xff) != 0)
			buf_char(b, (char)(tag >> shift & 0xff));
}

static const char *
usage_of(const struct guide *g, const struct guide_place *p)
{
	if (p->forbidden)
		return ("-");
	for (size_t i = 0; i < g->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&g->rules,
		    struct guide_rule, i);

		if (r->kind == GUIDE_RULE_REQUIRE &&
		    r->place == p->number + 1 && r->value.n == 0)
			return ("M");
	}
	return (p->mandatory ? "M" : "O");
}

static void
put_max(struct buf *b, uint32_t max)
{
	if (max == GUIDE_MANY)
		buf_text(b, ">1");
	else
		buf_int(b, max);
}

static void
put_type(struct buf *b, const struct guide_element *e)
{
	if (e->type == GUIDE_PARTS) {
		buf_text(b, "composite");
		return;
	}
	buf_text(b, types[e->type]);
	if (e->type == GUIDE_N && e->digits > 0)
		buf_int(b, e->digits);
	buf_printf(b, " %u/%u", (unsigned)e->min, (unsigned)e->max);
	if (e->repeat > 1)
		buf_printf(b, " x%u", (unsigned)e->repeat);
}

/* Described segments that have a place, in the order of their first. */
static bool
is_first(const struct guide *g, unsigned place)
{
	const struct guide_place *p = &g->places[place];

	if (p->segment == NULL)
		return (false);
	for (unsigned i = 0; i < place; i++)
		if (g->places[i].tag == p->tag)
			return (false);
	return (true);
}

/* --- text --------------------------------------------------------------- */

static void
text_table(const struct guide_page *p)
{
	const struct guide *g = p->guide;
	struct buf *b = p->out;

	buf_text(b, "\nSegments: usage, how often, what for\n\n");
	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_place *s = &g->places[i];

		buf_printf(b, "%*s", (int)(2 + 2 * depth_of(g, s)), "");
		put_tag(b, s->tag);
		buf_printf(b, " %s ", usage_of(g, s));
		put_max(b, s->max);
		buf_printf(b, " " SL_FMT "\n", SL_ARG(s->label));
	}
}

static void
text_codes(struct buf *b, const struct guide_element *e)
{
	for (unsigned k = 0; k < e->n_codes; k++)
		buf_printf(b, "             " SL_FMT " " SL_FMT "\n",
		    SL_ARG(e->codes[k].code), SL_ARG(e->codes[k].label));
}

static void
text_element(struct buf *b, const struct guide_element *e, unsigned i,
    unsigned k)
{
	if (k == 0)
		buf_printf(b, "  %02u    ", i);
	else
		buf_printf(b, "    %02u.%u", i, k);
	buf_printf(b, " %s ", e->mandatory ? "M" : "O");
	put_type(b, e);
	buf_printf(b, " " SL_FMT "\n", SL_ARG(e->label));
	text_codes(b, e);
	for (unsigned n = 0; n < e->n_parts; n++)
		text_element(b, &e->parts[n], i, n + 1);
}

static void
put_conditions(struct buf *b, const struct guide_segment *s, const char *before,
    const char *behind)
{
	for (unsigned i = 0; i < s->whens; i++) {
		const struct guide_condition *w = &s->when[i];

		buf_text(b, before);
		if (w->kind == 'C' || w->kind == 'L' || w->kind == 'R')
			buf_printf(b, "%02u: ", (unsigned)w->first);
		guide_condition_text(w, b);
		buf_text(b, behind);
	}
}

static void
text_segments(const struct guide_page *p)
{
	const struct guide *g = p->guide;
	struct buf *b = p->out;

	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_segment *s = g->places[i].segment;

		if (!is_first(g, i))
			continue;
		buf_char(b, '\n');
		put_tag(b, s->tag);
		buf_printf(b, " " SL_FMT "\n", SL_ARG(s->label));
		for (unsigned k = 0; k < s->n; k++)
			text_element(b, &s->e[k], k + 1, 0);
		put_conditions(b, s, "  ", "\n");
	}
}

static void
text_rules(const struct guide_page *p)
{
	struct buf *b = p->out;

	if (p->partner.n == 0)
		return;
	buf_text(b, "\nAgreed with ");
	buf_shown(b, p->partner);
	buf_text(b, p->guide->rules.n > 0 ? "\n\n" : ": the standard\n");
	for (size_t i = 0; i < p->guide->rules.n; i++) {
		buf_text(b, "  ");
		buf_shown(b,
		    LIST_AT(&p->guide->rules, struct guide_rule, i)->text);
		buf_char(b, '\n');
	}
}

void
guide_page_text(const struct guide_page *p)
{
	struct guide_broken_sample none;
	struct buf *b = p->out;

	buf_printf(b, SL_FMT " " SL_FMT ", version " SL_FMT "\n",
	    SL_ARG(p->guide->message), SL_ARG(p->guide->title),
	    SL_ARG(p->guide->version));
	text_rules(p);
	text_table(p);
	text_segments(p);
	buf_text(b, "\nA sample\n\n");
	(void)guide_sample_file(p->guide, -1, b, &none);
}

/* --- HTML --------------------------------------------------------------- */

static const char style[] =
    "body{font:15px/1.4 sans-serif;margin:2em auto;max-width:60em;"
    "padding:0 1em;color:#222;background:#fff}"
    "table{border-collapse:collapse;margin:.5em 0 1.5em}"
    "td,th{border:1px solid #ccc;padding:.2em .6em;text-align:left;"
    "vertical-align:top}th{background:#eee}code,pre{font-family:monospace}"
    "pre{background:#f4f4f4;padding:1em;overflow:auto}"
    "ul{margin:.2em 0;padding-left:1.2em}.own{background:#fff3cd}"
    "@media print{body{margin:0}}";

static void
cell(struct buf *b, struct slice text)
{
	buf_text(b, "<td>");
	buf_html(b, text);
	buf_text(b, "</td>");
}

static void
html_table(const struct guide_page *p)
{
	const struct guide *g = p->guide;
	struct buf *b = p->out;

	buf_text(b,
	    "<h2>Segments</h2>\n<table><tr><th>Segment</th><th>Usage</th>"
	    "<th>Times</th><th>What for</th></tr>\n");
	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_place *s = &g->places[i];
		bool own = s->rule > 0 || s->qualified;

		buf_printf(b, "<tr%s><td style=\"padding-left:%u.4em\"><code>",
		    own ? " class=\"own\"" : "", 2 * depth_of(g, s));
		if (s->segment != NULL)
			buf_text(b, "<a href=\"#");
		if (s->segment != NULL) {
			put_tag(b, s->tag);
			buf_text(b, "\">");
		}
		put_tag(b, s->tag);
		buf_printf(b, "%s</code></td><td>%s</td><td>",
		    s->segment != NULL ? "</a>" : "", usage_of(g, s));
		if (s->max == GUIDE_MANY)
			buf_text(b, "&gt;1");
		else
			buf_int(b, s->max);
		buf_text(b, "</td>");
		cell(b, s->label);
		buf_text(b, "</tr>\n");
	}
	buf_text(b, "</table>\n");
}

static void
html_element(struct buf *b, const struct guide_element *e, unsigned i,
    unsigned k)
{
	buf_printf(b, k == 0 ? "<tr><td>%02u</td>" : "<tr><td>%02u.%u</td>", i,
	    k);
	cell(b, e->number);
	buf_printf(b, "<td>%s</td><td>", e->mandatory ? "M" : "O");
	put_type(b, e);
	buf_text(b, "</td><td>");
	buf_html(b, e->label);
	if (e->n_codes > 0)
		buf_text(b, e->closed ? "<ul>" : "<ul title=\"used here\">");
	for (unsigned n = 0; n < e->n_codes; n++) {
		buf_text(b, "<li><code>");
		buf_html(b, e->codes[n].code);
		buf_text(b, "</code> ");
		buf_html(b, e->codes[n].label);
		buf_text(b, "</li>");
	}
	buf_text(b, e->n_codes > 0 ? "</ul></td></tr>\n" : "</td></tr>\n");
	for (unsigned n = 0; n < e->n_parts; n++)
		html_element(b, &e->parts[n], i, n + 1);
}

static void
html_segments(const struct guide_page *p)
{
	const struct guide *g = p->guide;
	struct buf *b = p->out;

	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_segment *s = g->places[i].segment;

		if (!is_first(g, i))
			continue;
		buf_text(b, "<h3 id=\"");
		put_tag(b, s->tag);
		buf_text(b, "\">");
		put_tag(b, s->tag);
		buf_char(b, ' ');
		buf_html(b, s->label);
		buf_text(b,
		    "</h3>\n<table><tr><th>No.</th><th>Element</th>"
		    "<th>Usage</th><th>Type</th><th>What for</th></tr>\n");
		for (unsigned k = 0; k < s->n; k++)
			html_element(b, &s->e[k], k + 1, 0);
		buf_text(b, "</table>\n");
		put_conditions(b, s, "<p>", "</p>\n");
	}
}

static void
html_rules(const struct guide_page *p)
{
	struct buf *b = p->out;

	if (p->partner.n == 0)
		return;
	buf_text(b, "<h2>Agreed with ");
	buf_html(b, p->partner);
	buf_text(b, "</h2>\n");
	if (p->guide->rules.n == 0)
		buf_text(b, "<p>The standard, nothing beyond it.</p>\n");
	else
		buf_text(b, "<table><tr><th>Rule</th><th>Why</th></tr>\n");
	for (size_t i = 0; i < p->guide->rules.n; i++) {
		const struct guide_rule *r = LIST_AT(&p->guide->rules,
		    struct guide_rule, i);

		buf_text(b, "<tr class=\"own\"><td><code>");
		buf_html(b, r->text);
		buf_text(b, "</code></td>");
		cell(b, r->said);
		buf_text(b, "</tr>\n");
	}
	if (p->guide->rules.n > 0)
		buf_text(b, "</table>\n");
}

static void
html_sample(const struct guide_page *p)
{
	struct guide_broken_sample none;
	struct buf sample;

	buf_init(&sample, SAMPLE_MAX);
	(void)guide_sample_file(p->guide, -1, &sample, &none);
	buf_text(p->out, "<h2>A sample</h2>\n<pre>");
	buf_html(p->out, buf_slice(&sample));
	buf_text(p->out, "</pre>\n");
	buf_free(&sample);
}

void
guide_page_html(const struct guide_page *p)
{
	struct buf *b = p->out;

	buf_text(b,
	    "<!doctype html>\n<html lang=\"en\">\n<head><meta "
	    "charset=\"utf-8\">\n<title>");
	buf_html(b, p->guide->message);
	buf_char(b, ' ');
	buf_html(b, p->guide->title);
	buf_printf(b, "</title>\n<style>%s</style></head>\n<body>\n<h1>",
	    style);
	buf_html(b, p->guide->message);
	buf_char(b, ' ');
	buf_html(b, p->guide->title);
	buf_text(b, "</h1>\n<p>Version ");
	buf_html(b, p->guide->version);
	if (p->seller.n > 0) {
		buf_text(b, ", as ");
		buf_html(b, p->seller);
		buf_text(b, " exchanges it");
	}
	buf_text(b, ". Usage: M mandatory, O optional, - not wanted.</p>\n");
	html_rules(p);
	html_table(p);
	html_segments(p);
	html_sample(p);
	buf_text(b, "</body>\n</html>\n");
}
