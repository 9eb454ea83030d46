#include <unistd.h>

#include "cli/bytes.h"
#include "cli/table.h"
#include "domain/finding.h"
#include "pipeline/book.h"

#define BEFORE 40 /* bytes shown around a fault */
#define AFTER 40
#define CARETS 60

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
repeat(struct buf *b, char c, size_t n)
{
	while (n-- > 0)
		buf_char(b, c);
}

/* A window that stays within its line and does not cut characters. */
static void
window(struct slice data, size_t offset, size_t length, size_t *from,
    size_t *to)
{
	size_t start = offset, end = offset + length;

	while (start > 0 && offset - start < BEFORE &&
	    data.p[start - 1] != '\n' && data.p[start - 1] != '\r')
		start--;
	while (start < offset && ((unsigned char)data.p[start] & 0xc0) == 0x80)
		start++;
	while (end < data.n && end - offset - length < AFTER &&
	    data.p[end] != '\n' && data.p[end] != '\r')
		end++;
	while (end > offset + length && end < data.n &&
	    ((unsigned char)data.p[end] & 0xc0) == 0x80)
		end--;
	*from = start;
	*to = end;
}

static void
put_source(struct cli *c, const struct shown_finding *f)
{
	size_t from, to, length, before, offset = (size_t)f->offset;
	struct buf lead, mark;

	if (f->offset < 0 || offset >= f->data.n)
		return;
	length = f->length > 0 ? (size_t)f->length : 1;
	if (length > CARETS)
		length = CARETS;
	if (length > f->data.n - offset)
		length = f->data.n - offset;
	window(f->data, offset, length, &from, &to);
	buf_init(&lead, 4096);
	buf_init(&mark, 4096);
	buf_shown(&lead, slice_sub(f->data, from, offset - from));
	buf_shown(&mark, slice_sub(f->data, offset, length));
	before = shown_width(buf_slice(&lead));
	buf_text(&c->out, "   | ");
	buf_add(&c->out, buf_slice(&lead));
	buf_add(&c->out, buf_slice(&mark));
	buf_shown(&c->out,
	    slice_sub(f->data, offset + length, to - offset - length));
	buf_text(&c->out, "\n   | ");
	repeat(&c->out, ' ', before);
	cli_paint(c, "red");
	repeat(&c->out, '^', shown_width(buf_slice(&mark)));
	cli_paint(c, "");
	buf_char(&c->out, '\n');
	buf_free(&lead);
	buf_free(&mark);
}

static void
put_place(struct cli *c, const struct shown_finding *f)
{
	buf_text(&c->out, "  --> ");
	buf_shown(&c->out, f->file);
	if (f->offset >= 0)
		buf_printf(&c->out, ": byte %lld", (long long)f->offset);
	if (f->segment > 0)
		buf_printf(&c->out, ", segment %lld", (long long)f->segment);
	if (f->tag.n > 0) {
		buf_text(&c->out, " ");
		buf_shown(&c->out, f->tag);
	}
	if (f->element.n > 0) {
		buf_text(&c->out, ", element ");
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
	member(&c->out, "rule", slice_of(rule != NULL ? rule->rule : ""));
	member(&c->out, "help", slice_of(rule != NULL ? rule->help : ""));
	buf_text(&c->out, "}\n");
}

void
finding_print(struct cli *c, const struct shown_finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);

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
	buf_shown(&c->out, f->text);
	buf_char(&c->out, '\n');
	put_place(c, f);
	put_source(c, f);
	if (rule != NULL)
		buf_printf(&c->out, "   = %s\n  help: %s\n", rule->rule,
		    rule->help);
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
		member(&c->out, "rule", slice_of(rule->rule));
		member(&c->out, "help", slice_of(rule->help));
		buf_text(&c->out, "}\n");
	} else {
		buf_printf(&c->out, "%s (%s)\n   = %s\n  help: %s\n",
		    rule->code, names[rule->severity], rule->rule, rule->help);
	}
	return (true);
}
