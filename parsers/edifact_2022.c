#include "parsers/edifact_2022.h"

#include "base/embedded.h"
#include "parsers/edifact_charset.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ESC 0x1b
#define SO 0x0e
#define SI 0x0f
#define SS2 0x8e
#define SS3 0x8f
#define SIDE 94 /* rows, and characters in a row */
#define REPLACEMENT 0xfffd

enum {
	NONE,
	ASCII,
	ROMAN,    /* ASCII with yen and overline */
	KATAKANA, /* one byte */
	LATIN1,   /* upper half: 0x20 to 0x7f stand for 0xa0 to 0xff */
	TABLE,    /* …and the tables of edifact_charset.c from here */
	TABLE_LAST = TABLE + 8,
	JIS, /* two bytes */
	JIS2,
	KS,
	GB,
	CNS, /* its planes 1 to 7 */
	CNS_LAST = CNS + 6,
	UNKNOWN
};

/* What the last byte of a sequence names, by the kind of set. */
static const struct {
	char kind; /* '(': 94 characters, '-': 96, '$': two bytes */
	char final;
	uint8_t set;
} sets[] = {
	{ '(', 'B', ASCII },
	{ '(', '@', ASCII },
	{ '(', 'J', ROMAN },
	{ '(', 'I', KATAKANA },
	{ '-', 'A', LATIN1 },
	{ '-', 'B', TABLE },
	{ '-', 'L', TABLE + 1 },
	{ '-', 'F', TABLE + 2 },
	{ '-', 'C', TABLE + 3 },
	{ '-', 'D', TABLE + 4 },
	{ '-', 'G', TABLE + 5 },
	{ '-', 'H', TABLE + 6 },
	{ '-', 'M', TABLE + 7 },
	{ '-', 'b', TABLE + 8 },
	{ '$', '@', JIS },
	{ '$', 'A', GB },
	{ '$', 'B', JIS },
	{ '$', 'C', KS },
	{ '$', 'D', JIS2 },
	{ '$', 'G', CNS },
	{ '$', 'H', CNS + 1 },
	{ '$', 'I', CNS + 2 },
	{ '$', 'J', CNS + 3 },
	{ '$', 'K', CNS + 4 },
	{ '$', 'L', CNS + 5 },
	{ '$', 'M', CNS + 6 },
};

/* --- escape sequences -------------------------------------------------- */

static bool
is_wide(uint8_t set)
{
	return (set >= JIS && set <= CNS_LAST);
}

/* In the place of ASCII: are its bytes other characters? */
static bool
is_other(uint8_t set)
{
	return (set != NONE && set != ASCII && set != ROMAN);
}

static bool
is_elsewhere(const struct edifact_shift *s)
{
	return (s->out || s->utf8 || is_other(s->g[0]));
}

/* Which of G0 to G3 a set would become by these bytes between ESC and the last
 * one, and its kind; -1: the sequence is about something else. */
static int
place_of(struct slice in, char *kind)
{
	static const char of94[] = "()*+", of96[] = ",-./";
	bool two = in.n > 0 && in.p[0] == '$';
	char c = in.n > 0 ? in.p[in.n - 1] : '\0';
	const char *at;

	if (in.n > (two ? 2 : 1) || c == '\0')
		return (-1);
	*kind = two ? '$' : '(';
	if (c == '$')
		return (0);
	at = memchr(of94, c, 4);
	if (at != NULL)
		return ((int)(at - of94));
	at = memchr(of96, c, 4);
	*kind = two ? '\0' : '-';
	return (at == NULL ? -1 : (int)(at - of96));
}

static void
designate(struct edifact_shift *s, struct slice in, char final)
{
	char kind;
	int g = place_of(in, &kind);

	if (g < 0)
		return;
	s->g[g] = UNKNOWN;
	for (size_t i = 0; i < N(sets); i++)
		if (sets[i].kind == kind && sets[i].final == final)
			s->g[g] = sets[i].set;
}

/* How many bytes of a character stand behind a shift for it alone. */
static size_t
single(const struct edifact_shift *s, int g, size_t n)
{
	size_t k = is_wide(s->g[g]) ? 2 : 1;

	return (k < n ? k : n);
}

/* ESC, bytes from 0x20 to 0x2f, a last one; what a shift of one character
 * applies to belongs to it.  One that was cut off is as long as it is. */
static size_t
escape(struct edifact_shift *s, const char *p, size_t n)
{
	struct slice in = { p + 1, 0 };
	size_t k = 1;

	while (k < n && k < 5 && p[k] >= 0x20 && p[k] <= 0x2f)
		k++;
	if (k == n || p[k] < 0x30 || p[k] > 0x7e)
		return (k);
	in.n = k - 1;
	if (slice_is(in, "%") && (p[k] == 'G' || p[k] == '@'))
		s->utf8 = p[k] == 'G';
	else if (!s->utf8 && in.n > 0)
		designate(s, in, p[k]);
	else if (!s->utf8 && (p[1] == 'N' || p[1] == 'O'))
		k += single(s, p[1] - 'N' + 2, n - k - 1);
	return (k + 1);
}

size_t
edifact_shift_step(struct edifact_shift *s, const char *p, size_t n)
{
	unsigned char c = (unsigned char)p[0];

	if (c == ESC)
		return (escape(s, p, n));
	if (c == '\r' || c == '\n') {
		s->out = s->utf8 = false;
		s->g[0] = NONE;
	}
	if (s->utf8)
		return (0);
	if (c == SO || c == SI) {
		s->out = c == SO;
		return (1);
	}
	if ((c == SS2 || c == SS3) && s->g[c - SS2 + 2] != NONE)
		return (1 + single(s, c - SS2 + 2, n - 1));
	return (c > 0x20 && c < 0x7f && (s->out || is_other(s->g[0])));
}

/* --- sets of two bytes ------------------------------------------------- */

static const char *const names[] = { "jis_x_0208", "jis_x_0212", "ks_x_1001",
	"gb_2312", "cns_11643_1", "cns_11643_2", "cns_11643_3", "cns_11643_4",
	"cns_11643_5", "cns_11643_6", "cns_11643_7" };
static struct {
	bool made;
	uint32_t rune[SIDE * SIDE];
} kept[N(names)];

/* One row of a text: `at` is where its characters go. */
static void
fill_row(struct slice row, uint32_t *at)
{
	uint32_t rune;

	for (size_t i = 0; i < SIDE && row.n > 0; i++) {
		size_t n = slice_rune(row, &rune);

		INVARIANT(n > 0);
		if (rune != '.')
			at[i] = rune;
		row = slice_sub(row, n, row.n);
	}
}

/* Made of its text at the first question. */
static const uint32_t *
wide_set(uint8_t set)
{
	size_t k = (size_t)set - JIS;
	struct slice text = SLICE_NONE, row;

	if (kept[k].made)
		return (kept[k].rune);
	for (const struct embedded *f = embedded_charsets; f->path != NULL; f++)
		if (strstr(f->path, names[k]) != NULL)
			text = slice_of(f->text);
	INVARIANT(text.n > 0);
	for (size_t i = 0; i < SIDE && text.n > 0; i++) {
		(void)slice_cut(text, '\n', &row, &text);
		fill_row(row, kept[k].rune + i * SIDE);
	}
	kept[k].made = true;
	return (kept[k].rune);
}

/* --- to UTF-8 ---------------------------------------------------------- */

struct text {
	struct edifact_shift s;
	struct slice in;
	size_t at, n;
	char *out;
	unsigned *met;
	struct slice by[4];   /* which sequence named G0 to G3 last */
	struct slice unknown; /* …the first that we do not know */
	bool told;
};

/* Once a text: what cannot be read, and by which sequence, if by any. */
static void
tell_unknown(struct text *t, struct slice by)
{
	if (!t->told)
		t->unknown = by;
	t->told = true;
	*t->met |= EDIFACT_UNKNOWN_SET;
}

static void
put(struct text *t, uint32_t c)
{
	if (c == 0)
		c = REPLACEMENT;
	if (c == REPLACEMENT)
		*t->met |= EDIFACT_FOREIGN;
	t->n += slice_put_rune(t->out + t->n, c);
}

/* A character of one byte, its high bit off; 0: it has none there. */
static uint32_t
narrow_rune(uint8_t set, unsigned char c)
{
	if (set >= LATIN1 && set <= TABLE_LAST)
		return (c < 0x20      ? 0 :
			set == LATIN1 ? c + 0x80u :
					edifact_letter(set - (unsigned)TABLE,
					    (unsigned char)(c + 0x80)));
	if (c < 0x21 || c > 0x7e)
		return (0);
	if (set == KATAKANA)
		return (c < 0x60 ? 0xff61u + (c - 0x21u) : 0);
	if (set == ROMAN && c == '\\')
		return (0xa5);
	return (set == ROMAN && c == '~' ? 0x203e : c);
}

/* Behind `at` as many bytes as a character of Gg has. */
static void
take(struct text *t, int g)
{
	const char *p = t->in.p + t->at;
	unsigned char c = p[0] & 0x7f, d;
	uint8_t set = g == 0 && t->s.g[0] == NONE ? ASCII : t->s.g[g];

	t->at++;
	if (set == NONE || set == UNKNOWN) {
		tell_unknown(t, t->by[g]);
		t->out[t->n++] = '?';
		return;
	}
	if (!is_wide(set)) {
		put(t, narrow_rune(set, c));
		return;
	}
	d = t->at < t->in.n ? p[1] & 0x7f : 0;
	if (c < 0x21 || c > 0x7e || d < 0x21 || d > 0x7e) {
		put(t, REPLACEMENT);
		return;
	}
	t->at++;
	put(t, wide_set(set)[(c - 0x21) * SIDE + d - 0x21]);
}

/* A byte that is neither an escape nor a character below 0x80. */
static void
take_control(struct text *t, unsigned char c)
{
	if (c == '\r' || c == '\n') {
		if (is_elsewhere(&t->s))
			*t->met |= EDIFACT_UNENDED;
		(void)edifact_shift_step(&t->s, t->in.p + t->at, 1);
		*t->met |= EDIFACT_WRAPPED;
	} else if (c != ' ') {
		*t->met |= EDIFACT_CONTROL;
		t->out[t->n++] = ' ';
	} else
		t->out[t->n++] = ' ';
	t->at++;
}

/* Is it a whole sequence that we act on, or may pass over: which names a set,
 * or tells of control bytes? */
static bool
is_known(struct text *t, struct slice seq, bool utf8)
{
	char last = seq.n > 2 ? seq.p[seq.n - 1] : '\0', kind;
	int g;

	if (last < 0x30 || last > 0x7e)
		return (false);
	if (seq.p[1] == '%')
		return (seq.n == 3 && (last == 'G' || last == '@'));
	g = place_of((struct slice){ seq.p + 1, seq.n - 2 }, &kind);
	if (g >= 0 && !utf8)
		t->by[g] = seq;
	return (!utf8);
}

static void
take_escape(struct text *t)
{
	struct slice seq = { t->in.p + t->at, t->in.n - t->at };
	bool utf8 = t->s.utf8;
	size_t n = edifact_shift_step(&t->s, seq.p, seq.n);

	if (!utf8 && n > 2 && seq.p[0] == ESC &&
	    (seq.p[1] == 'N' || seq.p[1] == 'O')) {
		t->at += 2;
		take(t, seq.p[1] - 'N' + 2);
		return;
	}
	seq.n = n;
	if (seq.p[0] == ESC && !is_known(t, seq, utf8))
		tell_unknown(t, seq);
	t->at += n;
}

static void
take_utf8(struct text *t)
{
	uint32_t rune;
	size_t n = slice_rune(slice_sub(t->in, t->at, t->in.n), &rune);

	/* C1 controls are no characters in UTF-8 either */
	put(t, n == 0 || (rune >= 0x80 && rune < 0xa0) ? REPLACEMENT : rune);
	t->at += n == 0 ? 1 : n;
}

static void
next(struct text *t)
{
	unsigned char c = (unsigned char)t->in.p[t->at];

	if (c == ESC || (!t->s.utf8 && (c == SO || c == SI)))
		take_escape(t);
	else if (c <= 0x20 || c == 0x7f)
		take_control(t, c);
	else if (t->s.utf8)
		take_utf8(t);
	else if ((c == SS2 || c == SS3) && t->at + 1 < t->in.n) {
		t->at++;
		take(t, c - SS2 + 2);
	} else
		take(t, c >= 0x80 || t->s.out ? 1 : 0);
}

static void
read_text(struct text *t)
{
	while (t->at < t->in.n)
		next(t);
	if (is_elsewhere(&t->s))
		*t->met |= EDIFACT_UNENDED;
}

struct slice
edifact_shift_text(struct arena *a, struct slice s, unsigned *met)
{
	struct text t = { .in = s,
		.out = arena_alloc(a, 3 * s.n + 1),
		.met = met };

	read_text(&t);
	return (slice_trim((struct slice){ t.out, t.n }));
}

struct slice
edifact_shift_unknown(struct arena *a, struct slice s)
{
	unsigned met = 0;
	struct text t = { .in = s,
		.out = arena_alloc(a, 3 * s.n + 1),
		.met = &met };
	char *name;
	size_t n = 3;

	read_text(&t);
	if (t.unknown.n == 0)
		return (SLICE_NONE);
	name = arena_alloc(a, 3 + 2 * t.unknown.n);
	memcpy(name, "ESC", 3);
	for (size_t i = 1; i < t.unknown.n; i++) {
		name[n++] = ' ';
		name[n++] = t.unknown.p[i];
	}
	return ((struct slice){ name, n });
}
