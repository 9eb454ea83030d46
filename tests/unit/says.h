/*
 * says -- one parser, g, and what it said of what it read last.  A test defines
 * g behind this header, which is the last that it includes:
 *
 *	static struct golden g = { .parser = &x12_parser };
 *	TEST(...) { parse_text("ISA*"); assert_true(says("X12-ISA-SHORT")); }
 */
#ifndef TESTS_SAYS_H
#define TESTS_SAYS_H

#include "domain/finding.h"
#include "tests/unit/golden.h"

static struct golden g;

/* --- asking -------------------------------------------------------------- */

static inline void
parse_text(const char *text)
{
	(void)golden_parse(&g, slice_of(text));
}

/* Head, n times body, tail. */
static inline void
parse_large(const char *head, const char *body, size_t n, const char *tail)
{
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_text(&b, body);
	buf_text(&b, tail);
	(void)golden_parse(&g, buf_slice(&b));
	buf_free(&b);
}

static inline void
parse_path(const char *path)
{
	struct slice data = golden_read(path);

	assert_non_null(data.p);
	(void)golden_parse(&g, data);
	free((void *)(uintptr_t)data.p);
}

/* False: it is not there. */
static inline bool
parse_of_others(const char *folder, const char *name)
{
	char path[512];
	const char *where;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	where = unit_shared(path);
	if (where != NULL)
		parse_path(where);
	return (where != NULL);
}

/* A file that has to be taken for one of g's format. */
static inline void
parse_known(const char *path)
{
	struct slice data = golden_read(path);

	assert_non_null(data.p);
	assert_true(g.parser->detect(slice_sub(data, 0, 4096)));
	(void)golden_parse(&g, data);
	free((void *)(uintptr_t)data.p);
}

/* --- what was said ------------------------------------------------------- */

static inline int
times(const char *what)
{
	const char *p = g.out.p, *end = g.out.p + g.out.n;
	int n = 0;

	while ((p = memmem(p, (size_t)(end - p), what, strlen(what))) != NULL) {
		n++;
		p++;
	}
	return (n);
}

static inline bool
says(const char *what)
{
	return (memmem(g.out.p, g.out.n, what, strlen(what)) != NULL);
}

/* How many of the rules, up to one without a code, g never told of. */
static inline int
rules_missed(const struct finding_rule *rules)
{
	int missed = 0;

	for (; rules->code != NULL; rules++)
		if (!golden_saw(&g, rules->code)) {
			fprintf(stderr, "# never met: %s\n", rules->code);
			missed++;
		}
	return (missed);
}

/* Behind the last test. */
static inline int
says_end(void **state)
{
	(void)state;
	golden_free(&g);
	return (0);
}

#endif
