#include "parsers/xml_place.h"

struct step { /* "cac:OrderLine[3]" */
	struct slice name;
	int64_t position;
	bool attribute;
};

static bool
ends_name(char c)
{
	return (c == '>' || c == '/' || c == '=' || (uint8_t)c <= ' ');
}

static struct slice
local(struct slice name)
{
	const char *colon = memchr(name.p, ':', name.n);

	return (colon == NULL ?
		name :
		slice_sub(name, (size_t)(colon - name.p) + 1, name.n));
}

static struct slice
name_at(struct slice s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && !ends_name(s.p[at + n]))
		n++;
	return (local(slice_sub(s, at, n)));
}

/* The first step of a path; the rest is left. */
static struct step
take_step(struct slice *path)
{
	struct step step = { .position = 1 };
	struct slice text, number, rest;

	(void)slice_cut(*path, '/', &text, path);
	step.attribute = slice_starts(text, SLICE("@"));
	if (step.attribute)
		text = slice_sub(text, 1, text.n);
	if (slice_cut(text, '[', &step.name, &number) &&
	    slice_cut(number, ']', &number, &rest))
		(void)slice_int(number, &step.position);
	step.name = local(step.name);
	return (step);
}

/* Behind what `mark` closes, or the end. */
static size_t
behind(struct slice s, size_t at, const char *mark)
{
	const char *p = at < s.n ?
	    memmem(s.p + at, s.n - at, mark, strlen(mark)) :
	    NULL;

	return (p == NULL ? s.n : (size_t)(p - s.p) + strlen(mark));
}

/* Behind the '>' of a tag. */
static size_t
tag_end(struct slice s, size_t at)
{
	char quote = '\0';

	for (; at < s.n; at++) {
		if (quote != '\0')
			quote = s.p[at] == quote ? '\0' : quote;
		else if (s.p[at] == '"' || s.p[at] == '\'')
			quote = s.p[at];
		else if (s.p[at] == '>')
			return (at + 1);
	}
	return (s.n);
}

static bool
is_closed(struct slice s, size_t end)
{
	return (end >= 2 && s.p[end - 2] == '/');
}

/* The next start or end tag; s.n: none. */
static size_t
next_tag(struct slice s, size_t at)
{
	for (;;) {
		const char *p = at < s.n ? memchr(s.p + at, '<', s.n - at) :
					   NULL;
		struct slice here;

		if (p == NULL)
			return (s.n);
		at = (size_t)(p - s.p);
		here = slice_sub(s, at, 9);
		if (slice_starts(here, SLICE("<!--")))
			at = behind(s, at, "-->");
		else if (slice_starts(here, SLICE("<![CDATA[")))
			at = behind(s, at, "]]>");
		else if (slice_starts(here, SLICE("<?")))
			at = behind(s, at, "?>");
		else
			return (at);
	}
}

/* The child of the element that begins at `at`; s.n: it has none. */
static size_t
child(struct slice s, size_t at, const struct step *step)
{
	size_t end = tag_end(s, at), depth = 0;
	int64_t left = step->position;

	if (is_closed(s, end))
		return (s.n);
	for (at = next_tag(s, end); at < s.n; at = next_tag(s, end)) {
		end = tag_end(s, at);
		if (slice_starts(slice_sub(s, at, 2), SLICE("</"))) {
			if (depth-- == 0)
				return (s.n);
			continue;
		}
		if (depth == 0 && slice_eq(name_at(s, at + 1), step->name) &&
		    --left == 0)
			return (at);
		depth += !is_closed(s, end);
	}
	return (s.n);
}

static size_t
attribute(struct slice s, size_t at, struct slice name)
{
	const size_t end = tag_end(s, at);
	char quote = '\0';

	for (size_t i = at + 1; i < end; i++) {
		if (quote != '\0')
			quote = s.p[i] == quote ? '\0' : quote;
		else if (s.p[i] == '"' || s.p[i] == '\'')
			quote = s.p[i];
		else if ((uint8_t)s.p[i - 1] <= ' ' &&
		    slice_eq(name_at(s, i), name))
			return (i);
	}
	return (at);
}

/* What of the path lies below the element; false: it is none of them. */
static bool
below(struct slice file, size_t at, struct slice *path)
{
	const struct slice name = name_at(file, at + 1);
	struct slice rest = *path;
	bool found = false;

	while (rest.n > 0)
		if (slice_eq(take_step(&rest).name, name)) {
			*path = rest;
			found = true;
		}
	return (found);
}

size_t
xml_place(struct slice file, size_t at, const char *path)
{
	struct slice rest = slice_of(path);
	const struct slice s = slice_sub(file, 0,
	    at < file.n ? at + XML_PLACE_MAX : 0);

	if (at >= s.n || s.p[at] != '<' || !below(s, at, &rest))
		return (at);
	while (rest.n > 0) {
		const struct step step = take_step(&rest);
		const size_t next = step.attribute ?
		    attribute(s, at, step.name) :
		    child(s, at, &step);

		if (next == s.n)
			break;
		at = next;
	}
	return (at);
}
