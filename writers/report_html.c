/* A partner's report as one HTML page: no scripts, nothing fetched, narrow
 * enough for a phone, plain on paper.  Well-formed as XML too. */
#include "writers/report_body.h"

static const char style[] =
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:1em auto;"
    "padding:0 1em;color:#222}\n"
    "h1{font-size:1.4em;border-bottom:2px solid #222}\n"
    "h2{font-size:1.15em;margin:1.5em 0 .4em}\n"
    "h3{font-size:1em;margin:0 0 .3em}\n"
    "section{margin:.7em 0;padding:.5em .8em;border-left:4px solid #999;"
    "background:#f6f6f6;break-inside:avoid}\n"
    ".good{border-color:#2a7d2a}.care{border-color:#c98a00}"
    ".bad{border-color:#b3261e}\n"
    "p.good,p.care,p.bad{border-left:4px solid;padding-left:.6em}\n"
    ".test{font-weight:bold;border:2px solid #222;padding:.3em .6em}\n"
    "dl{margin:0}dt{font-weight:bold}dd{margin:0 0 .3em;"
    "overflow-wrap:anywhere}\n"
    "code{white-space:pre-wrap}\n"
    "@media(min-width:36em){dl{display:grid;"
    "grid-template-columns:9em 1fr}}\n"
    "@media print{body{max-width:none}section{background:none}}\n";

static const char *const moods[] = { "good", "care", "bad" };

static void
element(struct buf *out, const char *name, struct slice text)
{
	buf_printf(out, "<%s>", name);
	buf_html(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void
html_begin(struct buf *out, const char *tag, struct slice title,
    const char *test)
{
	buf_printf(out,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" "
	    "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n",
	    tag);
	element(out, "title", title);
	buf_printf(out, "<style>\n%s</style>\n</head>\n<body>\n", style);
	element(out, "h1", title);
	if (test != NULL)
		buf_printf(out, "<p class=\"test\">%s</p>\n", test);
}

static void
html_heading(struct buf *out, const char *text)
{
	element(out, "h2", slice_of(text));
}

static void
html_say(struct buf *out, struct slice text)
{
	element(out, "p", text);
}

static void
html_verdict(struct buf *out, struct slice text, enum report_mood mood)
{
	buf_printf(out, "<p class=\"%s\">", moods[mood]);
	buf_html(out, text);
	buf_text(out, "</p>\n");
}

static void
html_open(struct buf *out, struct slice title, enum report_mood mood)
{
	if (title.n > 0) {
		buf_printf(out, "<section class=\"%s\">\n", moods[mood]);
		element(out, "h3", title);
	} else {
		buf_text(out, "<section>\n");
	}
}

/* A list of its own each: so a block without facts holds no empty one. */
static void
html_fact(struct buf *out, const char *label, struct slice value, bool code)
{
	buf_text(out, "<dl><dt>");
	buf_html(out, slice_of(label));
	buf_text(out, code ? "</dt><dd><code>" : "</dt><dd>");
	buf_html(out, value);
	buf_text(out, code ? "</code></dd></dl>\n" : "</dd></dl>\n");
}

static void
html_close(struct buf *out)
{
	buf_text(out, "</section>\n");
}

static void
html_end(struct buf *out)
{
	buf_text(out, "</body>\n</html>\n");
}

enum rc
write_report_html(const struct partner_report *r, struct buf *out,
    struct err *e)
{
	static const struct report_form form = { html_begin, html_heading,
		html_say, html_verdict, html_open, html_fact, html_close,
		html_end };

	return (report_form_write(r, &form, out, e));
}
