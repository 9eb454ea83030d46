/*
 * wrapped -- a folder of samples, broken into lines of equal length: what is
 * said of them is what is said of one stream, but for the places.
 */
#ifndef TESTS_WRAPPED_H
#define TESTS_WRAPPED_H

#include "tests/unit/golden.h"

/* What was said, without places and without the word on the lines. */
static inline void
without_places(struct buf *out, struct slice all, const char *code)
{
	struct slice line;

	buf_reset(out);
	while (slice_cut(all, '\n', &line, &all)) {
		const char *end = line.p + line.n;

		if (memmem(line.p, line.n, code, strlen(code)) != NULL ||
		    memmem(line.p, line.n, "interchange_end", 15) != NULL)
			continue;
		for (const char *p = line.p; p < end; p++) {
			buf_char(out, *p);
			if (end - p < 9 ||
			    (memcmp(p, "offset\":", 8) != 0 &&
				memcmp(p, "length\":", 8) != 0 &&
				memcmp(p, "re byte ", 8) != 0 &&
				memcmp(p, "er byte ", 8) != 0))
				continue;
			for (p += 8; p < end && *p >= '0' && *p <= '9';)
				p++;
			p--;
		}
		buf_char(out, '\n');
	}
	buf_char(out, '\0');
}

static inline void
wrap(struct buf *out, struct slice s, size_t width, const char *end)
{
	buf_reset(out);
	for (size_t i = 0; i < s.n; i += width) {
		buf_add(out, slice_sub(s, i, width));
		if (i + width < s.n)
			buf_text(out, end);
	}
}

/* …as records are: the last one is as long as the others. */
static inline void
wrap_filled(struct buf *out, struct slice s, size_t width, const char *end)
{
	wrap(out, s, width, end);
	for (size_t i = s.n; i % width != 0; i++)
		buf_char(out, ' ');
	buf_text(out, end);
}

/* The sample as one stream. */
static inline void
one_stream(struct buf *out, const char *folder, const char *name)
{
	char path[512];
	struct slice s;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	s = golden_read(unit_source(path));
	buf_reset(out);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\n' && s.p[i] != '\r')
			buf_char(out, s.p[i]);
	free((void *)(uintptr_t)s.p);
}

static inline void
compare_one(struct golden *g, struct slice one, size_t width, const char *end,
    const char *code)
{
	struct buf broken, before, after;

	buf_init(&broken, 1u << 20);
	buf_init(&before, 1u << 24);
	buf_init(&after, 1u << 24);
	(void)golden_parse(g, one);
	without_places(&before, buf_slice(&g->out), code);
	wrap(&broken, one, width, end);
	(void)golden_parse(g, buf_slice(&broken));
	assert_non_null(memmem(g->out.p, g->out.n, code, strlen(code)));
	without_places(&after, buf_slice(&g->out), code);
	assert_string_equal(before.p, after.p);
	buf_free(&broken);
	buf_free(&before);
	buf_free(&after);
}

static inline bool
breaks_a_segment(struct slice s, size_t width)
{
	for (size_t i = width; i < s.n; i += width)
		if (s.p[i - 1] != s.p[s.n - 1])
			return (true);
	return (false);
}

/* In lines of 20 to 200. */
static inline void
wrapped_widths(struct golden *g, struct slice one, const char *code)
{
	struct buf broken, before, after;

	buf_init(&broken, 1u << 20);
	buf_init(&before, 1u << 20);
	buf_init(&after, 1u << 20);
	(void)golden_parse(g, one);
	assert_int_equal(g->errors, 0);
	without_places(&before, buf_slice(&g->out), code);
	for (size_t i = 0; i < 4 * (size_t)181; i++) {
		size_t width = 20 + i / 4;

		(i % 2 == 0 ? wrap : wrap_filled)(&broken, one, width,
		    i / 2 % 2 == 0 ? "\r\n" : "\n");
		(void)golden_parse(g, buf_slice(&broken));
		without_places(&after, buf_slice(&g->out), code);
		assert_string_equal(before.p, after.p);
		buf_char(&g->out, '\0');
		assert_int_equal(strstr(g->out.p, code) != NULL,
		    breaks_a_segment(one, width));
	}
	buf_free(&broken);
	buf_free(&before);
	buf_free(&after);
}

/* How many were compared: those that `usual` takes. */
static inline int
wrapped_compare(struct golden *g, const char *folder, const char *code,
    bool (*usual)(const char *name, struct slice s))
{
	static const size_t widths[] = { 80, 72, 100, 31 };
	struct buf one;
	struct dirent **all;
	int n = scandir(unit_source(folder), &all, golden_wanted, alphasort),
	    compared = 0;

	buf_init(&one, 1u << 20);
	for (int i = 0; i < n; i++) {
		one_stream(&one, folder, all[i]->d_name);
		if (strstr(all[i]->d_name, "wrapped") == NULL &&
		    usual(all[i]->d_name, buf_slice(&one))) {
			compare_one(g, buf_slice(&one), widths[i % 4],
			    i % 2 == 0 ? "\r\n" : "\n", code);
			compared++;
		}
		free(all[i]);
	}
	free(all);
	buf_free(&one);
	return (compared);
}

#endif
