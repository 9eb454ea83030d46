#include "parsers/edifact_2022.h"

#include "base/embedded.h"
#include "parsers/edifact_charset.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ESC 0x1b
#define SO 0x0e
#define SI 0x0f
#define SS2 0x8e
#define SIDE 94 /* rows, and characters in a row */
#define REPLACEMENT 0xfffd

enum {
	NONE,
	ASCII,
	ROMAN,    /* ASCII with yen and overline */
	KATAKANA, /* one byte */
	LATIN1,   /* upper half: 0x20 to 0x7f stand for 0xa0 to 0xff */
	TABLE,    /* …and the tables of edifact_charset.c from here */
	TABLE_LAST = TABLE + 7,
	JIS, /* two bytes */
	JIS2,
	KS,
	GB,
	UNKNOWN
};

static const struct {
	char in[4]; /* what stands between ESC and the last byte */
	char final;
	uint8_t g, set;
} escapes[] = {
	{ "(", 'B', 0, ASCII },
	{ "(", '@', 0, ASCII },
	{ "(", 'J', 0, ROMAN },
	{ "(", 'I', 0, KATAKANA },
	{ "$", '@', 0, JIS },
	{ "$", 'A', 0, GB },
	{ "$", 'B', 0, JIS },
	{ "$(", '@', 0, JIS },
	{ "$(", 'A', 0, GB },
	{ "$(", 'B', 0, JIS },
	{ "$(", 'C', 0, KS },
	{ "$(", 'D', 0, JIS2 },
	{ ")", 'B', 1, ASCII },
	{ ")", 'J', 1, ROMAN },
	{ ")", 'I', 1, KATAKANA },
	{ "$)", 'A', 1, GB },
	{ "$)", 'B', 1, JIS },
	{ "$)", 'C', 1, KS },
	{ "$)", 'D', 1, JIS2 },
	{ "-", 'A', 1, LATIN1 },
	{ "-", 'B', 1, TABLE },
	{ "-", 'L', 1, TABLE + 1 },
	{ "-", 'F', 1, TABLE + 2 },
	{ "-", 'C', 1, TABLE + 3 },
	{ "-", 'D', 1, TABLE + 4 },
	{ "-", 'G', 1, TABLE + 5 },
	{ "-", 'H', 1, TABLE + 6 },
	{ "-", 'M', 1, TABLE + 7 },
	{ ".", 'A', 2, LATIN1 },
	{ ".", 'F', 2, TABLE + 2 },
};

/* --- escape sequences -------------------------------------------------- */

static bool
is_wide(uint8_t set)
{
	return (set >= JIS && set <= GB);
}

/* In the place of ASCII: are its bytes other characters? */
static bool
is_other(uint8_t set)
{
	return (set != NONE && set != ASCII && set != ROMAN);
}

/* Which of G0 to G2 a set that we do not know would become: '(' , ')', '*' and
 * so on; others change nothing that is read. */
static int
place_of(struct slice in)
{
	static const char *const places[] = { "(,", ")-", "*." };
	char last = in.n > 0 ? in.p[in.n - 1] : '\0';

	if (last == '$')
		return (0);
	for (int g = 0; g < 3 && last != '\0'; g++)
		if (memchr(places[g], last, 2) != NULL)
			return (g);
	return (-1);
}

static void
designate(struct edifact_shift *s, struct slice in, char final)
{
	int g = place_of(in);

	for (size_t i = 0; i < N(escapes); i++)
		if (slice_is(in, escapes[i].in) && final == escapes[i].final) {
			s->g[escapes[i].g] = escapes[i].set;
			return;
		}
	if (g >= 0)
		s->g[g] = UNKNOWN;
}

/* ESC, bytes from 0x20 to 0x2f, a last one; what a shift of one character
 * applies to belongs to it.  One that was cut off is as long as it is. */
static size_t
escape(struct edifact_shift *s, const char *p, size_t n)
{
	size_t k = 1;

	while (k < n && k < 5 && p[k] >= 0x20 && p[k] <= 0x2f)
		k++;
	if (k == n || p[k] < 0x30 || p[k] > 0x7e)
		return (k);
	if (k > 1)
		designate(s, (struct slice){ p + 1, k - 1 }, p[k]);
	else if (p[1] == 'N')
		k += is_wide(s->g[2]) ? 2 : 1;
	return (k < n ? k + 1 : n);
}

size_t
edifact_shift_step(struct edifact_shift *s, const char *p, size_t n)
{
	unsigned char c = (unsigned char)p[0];

	if (c == ESC)
		return (escape(s, p, n));
	if (c == SO || c == SI) {
		s->out = c == SO;
		return (1);
	}
	if (c == '\r' || c == '\n') {
		s->out = false;
		s->g[0] = NONE;
		return (0);
	}
	return (c > 0x20 && c < 0x7f && (s->out || is_other(s->g[0])));
}

/* --- sets of two bytes ------------------------------------------------- */

static const char *const names[] = { "jis_x_0208", "jis_x_0212", "ks_x_1001",
	"gb_2312" };
static struct {
	bool made;
	uint16_t rune[SIDE * SIDE];
} kept[N(names)];

/* One row of a text: `at` is where its characters go. */
static void
fill_row(struct slice row, uint16_t *at)
{
	uint32_t rune;

	for (size_t i = 0; i < SIDE && row.n > 0; i++) {
		size_t n = slice_rune(row, &rune);

		INVARIANT(n > 0 && rune < 0x10000);
		if (rune != '.')
			at[i] = (uint16_t)rune;
		row = slice_sub(row, n, row.n);
	}
}

/* Made of its text at the first question. */
static const uint16_t *
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
};

static void
put(struct text *t, uint32_t c)
{
	char *out = t->out + t->n;

	if (c == 0)
		c = REPLACEMENT;
	if (c == REPLACEMENT)
		*t->met |= EDIFACT_FOREIGN;
	if (c < 0x80) {
		out[0] = (char)c;
		t->n += 1;
	} else if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		t->n += 2;
	} else {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		t->n += 3;
	}
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

/* Behind `at` as many bytes as a character of the set has. */
static void
take(struct text *t, uint8_t set)
{
	const char *p = t->in.p + t->at;
	unsigned char c = p[0] & 0x7f, d;

	t->at++;
	if (set == NONE || set == UNKNOWN) {
		*t->met |= EDIFACT_UNKNOWN_SET;
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
		if (t->s.out || is_other(t->s.g[0]))
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

static void
take_escape(struct text *t)
{
	const char *p = t->in.p + t->at;
	size_t left = t->in.n - t->at;
	size_t n = edifact_shift_step(&t->s, p, left);
	bool single = left > 2 && p[0] == ESC && p[1] == 'N';

	if (single) {
		t->at += 2;
		take(t, t->s.g[2]);
		return;
	}
	/* locking shifts and other coding systems, or a piece of one */
	if (p[0] == ESC &&
	    (n < 3 || p[1] == '%' || p[n - 1] < 0x30 || p[n - 1] > 0x7e))
		*t->met |= EDIFACT_UNKNOWN_SET;
	t->at += n;
}

static void
next(struct text *t)
{
	unsigned char c = (unsigned char)t->in.p[t->at];

	if (c == ESC || c == SO || c == SI)
		take_escape(t);
	else if (c <= 0x20 || c == 0x7f)
		take_control(t, c);
	else if (c == SS2 && t->at + 1 < t->in.n) {
		t->at++;
		take(t, t->s.g[2]);
	} else if (c >= 0x80)
		take(t, t->s.g[1]);
	else if (t->s.out)
		take(t, t->s.g[1]);
	else
		take(t, t->s.g[0] == NONE ? ASCII : t->s.g[0]);
}

struct slice
edifact_shift_text(struct arena *a, struct slice s, unsigned *met)
{
	struct text t = { .in = s,
		.out = arena_alloc(a, 3 * s.n + 1),
		.met = met };

	while (t.at < s.n)
		next(&t);
	if (t.s.out || is_other(t.s.g[0]))
		*met |= EDIFACT_UNENDED;
	return (slice_trim((struct slice){ t.out, t.n }));
}
