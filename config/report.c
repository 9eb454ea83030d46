/* report -- see report.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/buf.h"
#include "config/report.h"

#define TEXT_MAX 600
#define WORD_MAX 40

void
report_add(struct config_report *r, const char *code, const char *file,
    int line, const char *fmt, ...)
{
	struct config_mistake *m;
	char text[TEXT_MAX];
	struct buf shown;
	va_list args;

	if (r->mistakes.n == CONFIG_MISTAKES_MAX) {
		r->left_out++;
		return;
	}
	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	buf_init(&shown, 8 * TEXT_MAX);
	buf_shown(&shown, slice_of(text));
	m = LIST_PUSH(&r->arena, &r->mistakes, struct config_mistake);
	m->code = code;
	m->file = arena_text(&r->arena, slice_of(file));
	m->line = line;
	m->text = arena_text(&r->arena, buf_slice(&shown));
	buf_free(&shown);
}

static int
mistake_cmp(const void *a, const void *b)
{
	const struct config_mistake *x = a, *y = b;
	int order = strcmp(x->file, y->file);

	if (order == 0)
		order = (x->line > y->line) - (x->line < y->line);
	if (order == 0)
		order = strcmp(x->text, y->text);
	return (order);
}

void
report_sort(struct config_report *r)
{
	if (r->mistakes.n > 0)
		qsort(r->mistakes.v, r->mistakes.n,
		    sizeof(struct config_mistake), mistake_cmp);
}

void
config_report_free(struct config_report *r)
{
	arena_free(&r->arena);
	*r = (struct config_report){ .arena = ARENA_INIT };
}

static size_t
least(size_t a, size_t b)
{
	return (a < b ? a : b);
}

/* Edits between two words of at most WORD_MAX bytes, three rows at a time. */
static size_t
word_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t rows[3][WORD_MAX + 1], *above = rows[0], *last = rows[1],
				      *now = rows[2], *spare;

	for (size_t j = 0; j <= m; j++)
		last[j] = j;
	for (size_t i = 1; i <= n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1,
			    last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], above[j - 2] + 1);
		}
		spare = above;
		above = last;
		last = now;
		now = spare;
	}
	return (last[m]);
}

const char *
nearest_word(const char *typed, const char *const *words, size_t n)
{
	const size_t length = strnlen(typed, WORD_MAX + 1);
	const char *best = NULL;
	size_t best_distance = 0;

	if (length == 0 || length > WORD_MAX)
		return (NULL);
	for (size_t i = 0; i < n; i++) {
		size_t size, distance;

		if (words[i] == NULL ||
		    (size = strnlen(words[i], WORD_MAX + 1)) > WORD_MAX)
			continue;
		distance = word_distance(typed, length, words[i], size);
		if (3 * distance > size + 2)
			continue;
		/* of two as near, the one that begins alike */
		if (best == NULL || distance < best_distance ||
		    (distance == best_distance && best[0] != typed[0] &&
			words[i][0] == typed[0])) {
			best = words[i];
			best_distance = distance;
		}
	}
	return (best);
}
