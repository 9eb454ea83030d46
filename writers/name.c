#include "writers/writer.h"

#define NAME_MAX_BYTES 200
#define VALUE_MAX_BYTES 40
#define EXIT_CONFIG 78

static bool
is_plain(char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	    (c >= '0' && c <= '9') || c == '-');
}

static bool
is_literal(char c)
{
	return (is_plain(c) || c == '_' || c == '.');
}

static enum rc
refuse(struct err *e, struct slice template_, const char *why)
{
	struct buf shown;

	buf_init(&shown, ERR_TEXT_MAX);
	buf_shown(&shown, template_);
	(void)err_set(e, RC_FATAL, "CONF-NAME", "name template \"%s\": %s",
	    shown.p, why);
	buf_free(&shown);
	e->exit_code = EXIT_CONFIG;
	return (err_help(e,
	    "Letters, digits, . _ - and {kind} {po} "
	    "{confirmation} {seq} {date}; {seq} must be there, as in "
	    "\"{kind}_{po}_{seq}.xml\"."));
}

/* Which value a placeholder stands for; NULL: none that we know. */
static const struct slice *
value_of(struct slice word, const struct name_values *v)
{
	return (slice_is(word, "kind")         ? &v->kind :
		slice_is(word, "po")           ? &v->po :
		slice_is(word, "confirmation") ? &v->confirmation :
		slice_is(word, "seq")          ? &v->seq :
		slice_is(word, "date")         ? &v->date :
						 NULL);
}

static const char *
check(struct slice t, const struct name_values *v)
{
	struct slice word;
	bool seq = false;

	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] != '{') {
			if (!is_literal(t.p[i]))
				return ("a byte that may not be in it");
			continue;
		}
		if (!slice_cut(slice_sub(t, i + 1, t.n), '}', &word,
			&(struct slice){ NULL, 0 }))
			return ("a { without its }");
		if (value_of(word, v) == NULL)
			return ("an unknown word in braces");
		seq = seq || slice_is(word, "seq");
		i += word.n + 1;
	}
	return (seq ? NULL : "without {seq} two answers get one name");
}

static void
add_value(struct buf *out, struct slice value, size_t max)
{
	size_t from = out->n;

	for (size_t i = 0; i < value.n && out->n - from < max; i++)
		if (is_plain(value.p[i]))
			buf_char(out, value.p[i]);
	if (out->n == from)
		buf_char(out, 'x');
}

/* Every value but {seq} gets at most max bytes: {seq} alone makes the name
 * one of a kind. */
static void
expand(struct slice t, const struct name_values *v, size_t max, struct buf *out)
{
	struct slice word, rest;
	const struct slice *value;

	for (size_t i = 0; i < t.n; i++) {
		if (t.p[i] != '{') {
			buf_char(out, t.p[i]);
			continue;
		}
		(void)slice_cut(slice_sub(t, i + 1, t.n), '}', &word, &rest);
		value = value_of(word, v);
		add_value(out, *value,
		    value == &v->seq ? VALUE_MAX_BYTES : max);
		i += word.n + 1;
	}
}

enum rc
outgoing_name(struct slice template_, const struct name_values *v,
    struct buf *out, struct err *e)
{
	const char *why = check(template_, v);
	struct buf name;
	bool fits = false, safe;

	if (why != NULL)
		return (refuse(e, template_, why));
	buf_init(&name, NAME_MAX_BYTES);
	for (size_t max = VALUE_MAX_BYTES; max > 0 && !fits; max--) {
		buf_reset(&name);
		expand(template_, v, max, &name);
		safe = !name.failed && name.p[0] != '.' && name.p[0] != '-';
		fits = !name.failed && (safe || name.n < NAME_MAX_BYTES);
		if (fits && !safe)
			buf_char(out, 'x');
	}
	if (fits)
		buf_add(out, buf_slice(&name));
	buf_free(&name);
	if (!fits)
		return (refuse(e, template_, "longer than 200 bytes"));
	if (out->failed)
		return (err_set(e, RC_FATAL, "WRITE-LARGE",
		    "outgoing name: longer than %zu bytes", out->max));
	return (RC_OK);
}
