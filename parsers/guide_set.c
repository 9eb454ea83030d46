/*
 * The guides that are built in: text in the program (parsers/guides/),
 * compiled at the first question and then kept.
 */
#include "parsers/guide_text.h"

#include "base/embedded.h"

#define KEPT_MAX 64

static struct {
	const char *name;
	struct slice version; /* as asked for in the text */
	struct guide *guide;
} kept[KEPT_MAX];
static unsigned n_kept;

/* "x12_850" of "parsers/guides/x12_850.guide" */
static struct slice
stem(const struct embedded *f)
{
	const char *p = strrchr(f->path, '/');
	struct slice s = slice_of(p != NULL ? p + 1 : f->path), before, rest;

	(void)slice_cut(s, '.', &before, &rest);
	return (before);
}

static struct slice
text_of(struct slice name)
{
	for (const struct embedded *f = embedded_guides; f->path != NULL; f++)
		if (slice_eq(stem(f), name))
			return (slice_of(f->text));
	return (SLICE_NONE);
}

/* Of a line "KEY WORD…" before the table: the i-th word. */
static struct slice
head_word(struct slice text, const char *key, size_t i)
{
	struct guide_line l = { .text = text };

	while (guide_line_next(&l)) {
		struct slice w = guide_word(&l);

		if (slice_is(w, "table") || slice_is(w, "segment"))
			break;
		if (!slice_is(w, key))
			continue;
		while (i-- > 0)
			(void)guide_word(&l);
		return (guide_word(&l));
	}
	return (SLICE_NONE);
}

/* An include has no message. */
static bool
is_guide(const struct embedded *f)
{
	return (head_word(slice_of(f->text), "message", 0).n > 0);
}

/* "005010VICS" is 005010; "D.96A" is older than "D.01B". */
static int
version_order(struct slice v)
{
	int n = 0;

	for (size_t i = 0; i < v.n && i < 6; i++)
		if (v.p[i] >= '0' && v.p[i] <= '9')
			n = n * 10 + (v.p[i] - '0');
	if (v.n < 4 || v.p[0] != 'D')
		return (n);
	return ((n < 90 ? n + 100 : n) * 256 + (unsigned char)v.p[v.n - 1]);
}

static struct slice
nearest_version(struct slice text, struct slice version)
{
	struct slice best = head_word(text, "versions", 0), v;

	for (size_t i = 1; (v = head_word(text, "versions", i)).n > 0; i++)
		if (version_order(v) <= version_order(version))
			best = v;
	return (best);
}

static const struct guide *
compiled(const struct embedded *f, struct slice version)
{
	struct slice text = slice_of(f->text);
	struct slice nearest = nearest_version(text, version);
	struct err e = ERR_INIT;

	for (unsigned i = 0; i < n_kept; i++)
		if (kept[i].name == f->path &&
		    slice_eq(kept[i].version, nearest))
			return (kept[i].guide);
	INVARIANT(n_kept < KEPT_MAX);
	if (guide_compile(stem(f), text, nearest, text_of, &kept[n_kept].guide,
		&e) != RC_OK)
		BUG(e.text);
	kept[n_kept].name = f->path;
	kept[n_kept].version = nearest;
	return (kept[n_kept++].guide);
}

const struct guide *
guide_named(struct slice name, struct slice version)
{
	for (const struct embedded *f = embedded_guides; f->path != NULL; f++)
		if (is_guide(f) && slice_eq(stem(f), name))
			return (compiled(f, version));
	return (NULL);
}

const struct guide *
guide_of(const char *standard, struct slice message, struct slice version)
{
	for (const struct embedded *f = embedded_guides; f->path != NULL; f++) {
		struct slice text = slice_of(f->text);

		if (is_guide(f) &&
		    slice_is(head_word(text, "standard", 0), standard) &&
		    slice_eq(head_word(text, "message", 0), message))
			return (compiled(f, version));
	}
	return (NULL);
}

struct slice
guide_name(size_t i)
{
	for (const struct embedded *f = embedded_guides; f->path != NULL; f++)
		if (is_guide(f) && i-- == 0)
			return (stem(f));
	return (SLICE_NONE);
}

bool
guide_version(struct slice name, size_t i, struct slice *version)
{
	*version = head_word(text_of(name), "versions", i);
	return (version->n > 0);
}

void
guide_warm(void)
{
	struct slice name, version;

	for (size_t i = 0; (name = guide_name(i)).p != NULL; i++)
		for (size_t v = 0; guide_version(name, v, &version); v++)
			(void)guide_named(name, version);
}

/* --- paths and handlers ------------------------------------------------ */

struct slice
guide_tag_text(uint32_t tag, char out[4])
{
	out[0] = (char)(tag >> 16);
	out[1] = (char)(tag >> 8 & 0xff);
	out[2] = (char)(tag & 0xff);
	out[3] = '\0';
	return (slice_of(out));
}

struct slice
guide_path(const struct guide *g, const struct guide_place *p, struct arena *a)
{
	char text[4];
	struct slice tag = guide_tag_text(p->tag, text);

	if (p->loop == 0)
		return (arena_slice(a, tag));
	return (arena_joined(a, '/',
	    guide_path(g, &g->places[g->loops[p->loop].opener], a), tag,
	    SLICE_NONE));
}

static uint32_t
last_tag(struct slice path)
{
	size_t from = path.n;

	while (from > 0 && path.p[from - 1] != '/')
		from--;
	return (guide_tag_of(slice_sub(path, from, path.n - from)));
}

/* Does the path name this place? */
bool
guide_is_at(const struct guide *g, const struct guide_place *p,
    struct slice path)
{
	while (path.n > 0) {
		if (last_tag(path) != p->tag)
			return (false);
		while (path.n > 0 && path.p[path.n - 1] != '/')
			path.n--;
		if (path.n == 0)
			return (p->loop == 0);
		if (p->loop == 0)
			return (false);
		p = &g->places[g->loops[p->loop].opener];
		path.n--;
	}
	return (false);
}

const struct guide_place *
guide_find(const struct guide *g, struct slice path, unsigned *n)
{
	const struct guide_place *found = NULL;

	*n = 0;
	for (unsigned i = 0; i < g->n_places; i++)
		if (guide_is_at(g, &g->places[i], path)) {
			if ((*n)++ == 0)
				found = &g->places[i];
		}
	return (found);
}

static bool
is_inside(const struct guide *g, unsigned loop, unsigned outer)
{
	while (loop != outer && loop != 0)
		loop = g->loops[loop].parent;
	return (loop == outer);
}

static bool
is_named(uint32_t tag, struct slice tags)
{
	struct slice word;

	while (slice_cut(tags, ' ', &word, &tags))
		if (guide_tag_of(word) == tag)
			return (true);
	return (guide_tag_of(word) == tag);
}

/* All of a loop and of those inside, but not what is named. */
static unsigned
bind_rest(const struct guide *g, unsigned loop, struct slice but, uint8_t row,
    uint8_t *act)
{
	unsigned found = 0;

	for (unsigned i = 0; i < g->n_places; i++) {
		const struct guide_place *p = &g->places[i];

		if (!is_inside(g, p->loop, loop))
			continue;
		act[i] = is_named(p->tag, but) ? 0 : row;
		found++;
	}
	return (found);
}

/* "PO1/rest but SI LM", in all loops of that path. */
static unsigned
bind_loops(const struct guide *g, struct slice path, uint8_t row, uint8_t *act)
{
	struct slice loop, but;
	unsigned found = 0;

	if (!slice_cut(path, 'r', &loop, &but))
		return (0);
	if (loop.n == 0)
		return (bind_rest(g, 0, but, row, act));
	loop.n--; /* the slash */
	for (unsigned i = 1; i < g->n_loops; i++)
		if (guide_is_at(g, &g->places[g->loops[i].opener], loop))
			found += bind_rest(g, i, but, row, act);
	return (found);
}

/* The tag at the end of a path decides where to look: few places have it. */
static unsigned
bind_path(const struct guide *g, struct slice path, uint8_t row, uint8_t *act)
{
	uint32_t tag = last_tag(path);
	unsigned found = 0;

	if (tag == 0)
		return (bind_loops(g, path, row, act));
	for (unsigned i = 0; i < g->n_places; i++)
		if (g->places[i].tag == tag &&
		    guide_is_at(g, &g->places[i], path)) {
			act[i] = row;
			found++;
		}
	return (found);
}

void
guide_bind(const struct guide *g, const char *const *path, size_t stride,
    size_t n, uint8_t *act)
{
	INVARIANT(n < UINT8_MAX);
	memset(act, 0, g->n_places);
	for (size_t k = 0; k < n; k++) {
		struct slice p = slice_of(
		    *(const char *const *)(const void *)((const char *)path +
			k * stride));

		if (bind_path(g, p, (uint8_t)(k + 1), act) == 0)
			BUG(p.p);
	}
}
