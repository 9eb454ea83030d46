#include <inttypes.h>

#include "writers/renumber.h"

#define ISA_LENGTH 106
#define UNA_LENGTH 9

enum number { INTERCHANGE, GROUP, MESSAGE, ID };

struct place {
	const char *tag;
	unsigned element;
	enum number what;
	int width; /* at least so many digits */
};

static const struct place x12_places[] = {
	{ "ISA", 13, INTERCHANGE, 9 },
	{ "GS", 6, GROUP, 1 },
	{ "ST", 2, MESSAGE, 4 },
	{ "BSN", 2, ID, 0 },
	{ "SE", 2, MESSAGE, 4 },
	{ "GE", 2, GROUP, 1 },
	{ "IEA", 2, INTERCHANGE, 9 },
};
static const struct place edifact_places[] = {
	{ "UNB", 5, INTERCHANGE, 1 },
	{ "UNH", 1, MESSAGE, 1 },
	{ "BGM", 2, ID, 0 },
	{ "UNT", 2, MESSAGE, 1 },
	{ "UNZ", 2, INTERCHANGE, 1 },
};

struct work {
	const struct renumber *n;
	const struct place *places;
	size_t places_n;
	char element, end, release; /* release '\0': none */
	struct buf *out;
	size_t changed;
	bool wrong; /* a number that is not ours */
};

/* Where the next one of these signs stands, or the end. */
static size_t
next_sign(const struct work *w, struct slice s, char a, char b)
{
	for (size_t i = 0; i < s.n; i++) {
		if (w->release != '\0' && s.p[i] == w->release)
			i++;
		else if (s.p[i] == a || s.p[i] == b)
			return (i);
	}
	return (s.n);
}

static void
put_number(struct work *w, struct slice was, const struct place *p)
{
	const struct renumber *n = w->n;
	int64_t first = p->what == INTERCHANGE ? n->interchange_was :
	    p->what == GROUP                   ? n->group_was :
						 n->message_was;
	int64_t now = p->what == INTERCHANGE ? n->interchange :
	    p->what == GROUP                 ? n->group :
					       n->message;
	int64_t number;

	if (!slice_int(was, &number) || number < first ||
	    (p->what != MESSAGE && number != first)) {
		w->wrong = true;
		return;
	}
	w->changed++;
	buf_printf(w->out, "%0*" PRId64, p->width, now + (number - first));
}

static void
put_element(struct work *w, struct slice element, const struct place *p)
{
	if (p == NULL)
		buf_add(w->out, element);
	else if (p->what != ID)
		put_number(w, element, p);
	else if (slice_eq(element, w->n->id_was))
		buf_add(w->out, w->n->id);
	else
		w->wrong = true;
}

static const struct place *
place_of(const struct work *w, struct slice tag, unsigned element)
{
	for (size_t i = 0; i < w->places_n; i++)
		if (w->places[i].element == element &&
		    slice_is(tag, w->places[i].tag))
			return (&w->places[i]);
	return (NULL);
}

/* Without its terminator. */
static void
segment(struct work *w, struct slice s)
{
	size_t at = next_sign(w, s, w->element, w->element);
	struct slice tag = slice_sub(s, 0, at);

	buf_add(w->out, tag);
	for (unsigned i = 1; at < s.n; i++) {
		struct slice rest = slice_sub(s, at + 1, s.n);
		size_t n = next_sign(w, rest, w->element, w->element);

		buf_char(w->out, w->element);
		put_element(w, slice_sub(rest, 0, n), place_of(w, tag, i));
		at += 1 + n;
	}
}

static void
segments(struct work *w, struct slice rest)
{
	while (rest.n > 0) {
		size_t n = next_sign(w, rest, w->end, w->end);

		segment(w, slice_sub(rest, 0, n));
		if (n < rest.n)
			buf_char(w->out, w->end);
		rest = slice_sub(rest, n + 1, rest.n);
	}
}

static void
x12(struct work *w, struct slice d)
{
	if (d.n < ISA_LENGTH || !slice_starts(d, SLICE("ISA")))
		return;
	w->places = x12_places;
	w->places_n = sizeof(x12_places) / sizeof(x12_places[0]);
	w->element = d.p[3];
	w->end = d.p[ISA_LENGTH - 1];
	segments(w, d);
}

static void
edifact(struct work *w, struct slice d)
{
	if (d.n < UNA_LENGTH || !slice_starts(d, SLICE("UNA")))
		return;
	w->places = edifact_places;
	w->places_n = sizeof(edifact_places) / sizeof(edifact_places[0]);
	w->element = d.p[4];
	w->release = d.p[6] == ' ' ? '\0' : d.p[6];
	w->end = d.p[8];
	buf_add(w->out, slice_sub(d, 0, UNA_LENGTH));
	segments(w, slice_sub(d, UNA_LENGTH, d.n));
}

/* The id behind the first of these words. */
static void
xml(struct work *w, struct slice d, const char *before)
{
	const size_t n = strlen(before);
	const char *at = memmem(d.p, d.n, before, n);
	size_t from = at == NULL ? d.n : (size_t)(at - d.p) + n;
	struct slice rest = slice_sub(d, from, d.n);

	if (w->n->id_was.n == 0 || !slice_starts(rest, w->n->id_was))
		return;
	buf_add(w->out, slice_sub(d, 0, from));
	buf_add(w->out, w->n->id);
	buf_add(w->out, slice_sub(rest, w->n->id_was.n, rest.n));
	w->changed++;
}

enum rc
write_renumbered(const struct renumber *n, struct slice document,
    struct buf *out, struct err *e)
{
	struct work w = { .n = n, .out = out };
	size_t start = out->n;

	if (slice_is(n->standard, "x12"))
		x12(&w, document);
	else if (slice_is(n->standard, "edifact"))
		edifact(&w, document);
	else if (slice_is(n->standard, "ubl"))
		xml(&w, document, "<cbc:ID>");
	else if (slice_is(n->standard, "cxml"))
		xml(&w, document, " payloadID=\"");
	if (w.changed > 0 && !w.wrong && !out->failed)
		return (RC_OK);
	out->n = start;
	return (err_set(e, RC_FATAL, "WRITE-RENUMBER",
	    "the document does not bear the numbers that it was given"));
}
