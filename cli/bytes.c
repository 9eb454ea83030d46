#include <unistd.h>

#include "cli/bytes.h"
#include "cli/source.h"
#include "domain/finding.h"
#include "pipeline/book.h"
#include "writers/report_words.h"

enum rc
stored_find(struct cli *c, int64_t file_id, struct stored *s, struct err *e)
{
	struct arena *a = &c->arena;
	struct rows *r;

	*s = (struct stored){ .file_id = 0 };
	if (store_rows(c->store, Q_BYTES_OF_FILE, &r, e, "i", file_id) != RC_OK)
		return (e->rc);
	if (rows_next(r))
		*s = (struct stored){ file_id, rows_int(r, 1), rows_int(r, 2),
			rows_int(r, 3), arena_slice(a, rows_text(r, 0)),
			arena_slice(a, rows_text(r, 4)),
			arena_slice(a, rows_text(r, 5)),
			arena_slice(a, rows_text(r, 6)),
			arena_slice(a, rows_text(r, 7)) };
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	if (s->file_id == 0)
		return (err_set(e, RC_REJECT, "REF-UNKNOWN",
		    "there is no file %lld", (long long)file_id));
	return (RC_OK);
}

enum rc
stored_open(struct cli *c, const struct stored *s, int *fd, struct err *e)
{
	struct night n = { .mill = &c->mill };

	return (file_bytes_open(&n, s->sha256, s->pack_id, fd, e));
}

enum rc
stored_map(struct cli *c, const struct stored *s, struct mapping *m,
    struct err *e)
{
	int fd;
	enum rc rc = stored_open(c, s, &fd, e);

	if (rc != RC_OK)
		return (rc);
	rc = file_map_fd(fd, (off_t)s->offset, (size_t)s->bytes, m, e);
	(void)close(fd);
	return (rc);
}

/* --- findings ------------------------------------------------------------ */

static void
put_place(struct cli *c, const struct shown_finding *f)
{
	enum language l = c->language;
	bool rows = slice_starts(f->code, SLICE("CSV-"));

	buf_text(&c->out, "  --> ");
	buf_shown(&c->out, f->file);
	if (f->offset >= 0)
		buf_printf(&c->out, ": %s %lld", report_word(WORD_BYTE, l),
		    (long long)f->offset);
	if (f->segment > 0)
		buf_printf(&c->out, ", %s %lld",
		    report_word(rows ? WORD_ROW : WORD_SEGMENT, l),
		    (long long)f->segment);
	if (f->tag.n > 0) {
		buf_text(&c->out, " ");
		buf_shown(&c->out, f->tag);
	}
	if (f->element.n > 0) {
		buf_printf(&c->out, ", %s ",
		    report_word(rows ? WORD_COLUMN : WORD_ELEMENT, l));
		buf_shown(&c->out, f->element);
	}
	if (f->path.n > 0) {
		buf_text(&c->out, ", ");
		buf_shown(&c->out, f->path);
	}
	buf_char(&c->out, '\n');
}

static void
member(struct buf *b, const char *name, struct slice v)
{
	buf_printf(b, ",\"%s\":", name);
	buf_json(b, v);
}

static void
finding_json(struct cli *c, const struct shown_finding *f,
    const struct finding_rule *rule)
{
	buf_text(&c->out, "{\"code\":");
	buf_json(&c->out, f->code);
	member(&c->out, "severity", f->severity);
	member(&c->out, "file", f->file);
	buf_printf(&c->out,
	    ",\"byte_offset\":%lld,\"bytes\":%lld,\"segment\":%lld",
	    (long long)f->offset, (long long)f->length, (long long)f->segment);
	member(&c->out, "tag", f->tag);
	member(&c->out, "element", f->element);
	member(&c->out, "path", f->path);
	member(&c->out, "value", f->value);
	member(&c->out, "message", f->text);
	member(&c->out, "rule",
	    slice_of(rule != NULL ? finding_rule_in(rule, c->language) : ""));
	member(&c->out, "help",
	    slice_of(rule != NULL ? finding_help_in(rule, c->language) : ""));
	buf_text(&c->out, "}\n");
}

static void
put_help(struct cli *c, const struct finding_rule *rule)
{
	static const char *const helps[LANGUAGES] = { "help", "hulp", "ajuda" };

	buf_printf(&c->out, "  %s: %s\n", helps[c->language],
	    finding_help_in(rule, c->language));
}

static void
put_rule(struct cli *c, const struct finding_rule *rule)
{
	buf_printf(&c->out, "   = %s\n", finding_rule_in(rule, c->language));
	put_help(c, rule);
}

void
finding_print(struct cli *c, const struct shown_finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);
	/* Some parsers say the rule and no more: once is enough. */
	bool bare = rule != NULL && slice_is(f->text, rule->rule);

	if (c->json) {
		finding_json(c, f, rule);
		return;
	}
	cli_paint(c,
	    slice_is(f->severity, "error")       ? "red" :
		slice_is(f->severity, "warning") ? "yellow" :
						   "bold");
	buf_shown(&c->out, f->severity);
	buf_char(&c->out, '[');
	buf_shown(&c->out, f->code);
	buf_text(&c->out, "]:");
	cli_paint(c, "");
	buf_char(&c->out, ' ');
	buf_shown(&c->out,
	    bare ? slice_of(finding_rule_in(rule, c->language)) : f->text);
	buf_char(&c->out, '\n');
	put_place(c, f);
	source_print(c, f->data, f->offset, f->length);
	if (bare)
		put_help(c, rule);
	else if (rule != NULL)
		put_rule(c, rule);
}

bool
rule_print(struct cli *c, struct slice code)
{
	static const char *const names[] = { "note", "warning", "error" };
	const struct finding_rule *rule = finding_rule(code);

	if (rule == NULL)
		return (false);
	if (c->json) {
		buf_text(&c->out, "{\"code\":");
		buf_json(&c->out, slice_of(rule->code));
		member(&c->out, "severity", slice_of(names[rule->severity]));
		member(&c->out, "rule",
		    slice_of(finding_rule_in(rule, c->language)));
		member(&c->out, "help",
		    slice_of(finding_help_in(rule, c->language)));
		buf_text(&c->out, "}\n");
	} else {
		buf_printf(&c->out, "%s (%s)\n", rule->code,
		    names[rule->severity]);
		put_rule(c, rule);
	}
	return (true);
}
