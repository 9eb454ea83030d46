/*
 * golden -- runs a parser over a folder of samples and compares everything it
 * says with the text beside each sample (NAME.expect).
 *
 *	struct golden g = { .parser = &x12_parser };
 *	golden_folder(&g, "samples/x12");
 *	assert_int_equal(g.failed, 0);
 *
 * One line an object: "interchange {…}", "message {…}", "order {…}",
 * "confirmation {…}", "finding {…}", "message_end {…}",
 * "interchange_end {…}" and "result ok|reject".  GOLDEN=write in the
 * environment writes the expectations anew: read the difference before
 * committing it.
 *
 * On the way every object passes once through shape_encode and shape_decode
 * and must come out the same, and the order of the calls is checked.
 */
#ifndef TESTS_GOLDEN_H
#define TESTS_GOLDEN_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "parsers/parser.h"
#include "tests/unit/unit.h"

#define GOLDEN_CODES 512

struct golden {
	const struct parser *parser;
	const struct parse_options *options; /* NULL: none */
	int failed, samples;
	size_t codes_n; /* different finding codes met */
	char codes[GOLDEN_CODES][48];
	/* of the last file: */
	struct buf out;
	int interchanges, messages, orders, confirmations, findings, errors;
	int depth; /* 0 outside, 1 interchange, 2 message */
	struct arena arena, again;
};

static inline void
golden_fail(struct golden *g, const char *name, const char *what)
{
	g->failed++;
	fprintf(stderr, "# %s: %s\n", name, what);
}

static inline bool
golden_saw(const struct golden *g, const char *code)
{
	for (size_t i = 0; i < g->codes_n; i++)
		if (strcmp(g->codes[i], code) == 0)
			return (true);
	return (false);
}

static inline void
golden_line(struct golden *g, const char *what, const struct shape *s,
    const void *object)
{
	struct err e = ERR_INIT;
	struct buf bytes, before, after;
	void *copy;

	buf_init(&bytes, (size_t)1 << 40);
	buf_init(&before, (size_t)1 << 40);
	buf_init(&after, (size_t)1 << 40);
	shape_json(s, object, &before);
	shape_encode(s, object, &bytes);
	copy = arena_alloc(&g->again, s->size);
	if (shape_decode(s, buf_slice(&bytes), &g->again, copy, &e) != RC_OK)
		golden_fail(g, what, e.text);
	shape_json(s, copy, &after);
	if (!slice_eq(buf_slice(&before), buf_slice(&after)))
		golden_fail(g, what, "differs after encode and decode");
	buf_text(&g->out, what);
	buf_char(&g->out, ' ');
	buf_add(&g->out, buf_slice(&before));
	buf_char(&g->out, '\n');
	buf_free(&bytes);
	buf_free(&before);
	buf_free(&after);
	arena_reset(&g->again);
}

static inline void
golden_depth(struct golden *g, const char *what, int from, int to)
{
	if (g->depth != from)
		golden_fail(g, what, "called out of turn");
	g->depth = to;
}

static inline enum rc
golden_interchange(void *ctx, const struct interchange *i,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	g->interchanges++;
	golden_depth(g, "interchange", 0, 1);
	golden_line(g, "interchange", &interchange_shape, i);
	return (RC_OK);
}

static inline enum rc
golden_message(void *ctx, const struct message *m,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	g->messages++;
	golden_depth(g, "message", 1, 2);
	golden_line(g, "message", &message_shape, m);
	return (RC_OK);
}

static inline enum rc
golden_order(void *ctx, const struct order *o,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	g->orders++;
	golden_depth(g, "order", 2, 2);
	golden_line(g, "order", &order_shape, o);
	return (RC_OK);
}

static inline enum rc
golden_confirmation(void *ctx, const struct confirmation *c,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	g->confirmations++;
	golden_depth(g, "confirmation", 2, 2);
	golden_line(g, "confirmation", &confirmation_shape, c);
	return (RC_OK);
}

static inline enum rc
golden_finding(void *ctx, const struct finding *f,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;
	char code[48];

	g->findings++;
	if (f->severity == SEVERITY_ERROR)
		g->errors++;
	(void)snprintf(code, sizeof(code), SL_FMT, SL_ARG(f->code));
	if (!golden_saw(g, code) && g->codes_n < GOLDEN_CODES)
		memcpy(g->codes[g->codes_n++], code, sizeof(code));
	golden_line(g, "finding", &finding_shape, f);
	return (RC_OK);
}

static inline enum rc
golden_message_end(void *ctx, const struct message *m,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	golden_depth(g, "message_end", 2, 1);
	golden_line(g, "message_end", &message_shape, m);
	return (RC_OK);
}

static inline enum rc
golden_interchange_end(void *ctx, const struct interchange *i,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	golden_depth(g, "interchange_end", 1, 0);
	golden_line(g, "interchange_end", &interchange_shape, i);
	return (RC_OK);
}

static inline enum rc
golden_receipt(void *ctx, const struct receipt *r,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	golden_depth(g, "receipt", 2, 2);
	golden_line(g, "receipt", &receipt_shape, r);
	return (RC_OK);
}

static inline enum rc
golden_remittance(void *ctx, const struct remittance *r,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	golden_depth(g, "remittance", 2, 2);
	golden_line(g, "remittance", &remittance_shape, r);
	return (RC_OK);
}

static inline enum rc
golden_bank_entry(void *ctx, const struct bank_entry *b,
    struct err *e __attribute__((unused)))
{
	struct golden *g = ctx;

	golden_depth(g, "bank_entry", 2, 2);
	golden_line(g, "bank_entry", &bank_entry_shape, b);
	return (RC_OK);
}

/* Parse bytes; the lines are in g->out, the counts in g. */
static inline enum rc
golden_parse(struct golden *g, struct slice data)
{
	struct parse_sink sink = { g, golden_interchange, golden_message,
		golden_order, golden_confirmation, golden_finding,
		golden_message_end, golden_interchange_end, golden_receipt,
		golden_remittance, golden_bank_entry };
	struct parse_input in = { .data = data,
		.arena = &g->arena,
		.options = g->options };
	struct err e = ERR_INIT;
	enum rc rc;

	g->interchanges = g->messages = g->orders = g->confirmations = 0;
	g->findings = g->errors = g->depth = 0;
	if (g->out.p == NULL)
		buf_init(&g->out, (size_t)1 << 40);
	buf_reset(&g->out);
	rc = g->parser->parse(&in, &sink, &e);
	buf_text(&g->out,
	    rc == RC_OK         ? "result ok\n" :
		rc == RC_REJECT ? "result reject\n" :
				  "result broken\n");
	if (g->depth != 0)
		golden_fail(g, "result", "something was left open");
	if (rc == RC_REJECT && g->errors == 0)
		golden_fail(g, "result", "rejected without an error finding");
	arena_reset(&g->arena);
	return (rc);
}

/* A whole file in memory of its exact size (so that ASan sees an overrun);
 * free(p).  Missing: {NULL, 0}. */
static inline struct slice
golden_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *p;
	long n;

	if (f == NULL)
		return (SLICE_NONE);
	(void)fseek(f, 0, SEEK_END);
	n = ftell(f);
	rewind(f);
	p = malloc(n > 0 ? (size_t)n : 1);
	if (p == NULL || fread(p, 1, (size_t)n, f) != (size_t)n) {
		(void)fclose(f);
		free(p);
		return (SLICE_NONE);
	}
	(void)fclose(f);
	return ((struct slice){ p, (size_t)n });
}

static inline void
golden_differ(struct golden *g, const char *name, struct slice want)
{
	struct slice got = buf_slice(&g->out);
	size_t i = 0, line = 1, from = 0;

	while (i < got.n && i < want.n && got.p[i] == want.p[i])
		if (got.p[i++] == '\n') {
			line++;
			from = i;
		}
	g->failed++;
	fprintf(stderr,
	    "# %s: line %zu of the expectation differs\n"
	    "#   want %.*s\n#   have %.*s\n",
	    name, line, want.n > from ? (int)strcspn(want.p + from, "\n") : 0,
	    want.n > from ? want.p + from : "",
	    (int)strcspn(got.p + from, "\n"), got.p + from);
}

static inline void
golden_file(struct golden *g, const char *path)
{
	const char *write = getenv("GOLDEN");
	struct slice data = golden_read(path), want;
	char expect[4096], *copy;
	FILE *f;

	g->samples++;
	(void)snprintf(expect, sizeof(expect), "%s.expect", path);
	(void)golden_parse(g, data);
	free((void *)(uintptr_t)data.p);
	if (write != NULL && strcmp(write, "write") == 0) {
		f = fopen(expect, "wb");
		if (f == NULL || fwrite(g->out.p, 1, g->out.n, f) != g->out.n)
			golden_fail(g, expect, "cannot be written");
		if (f != NULL)
			(void)fclose(f);
		return;
	}
	want = golden_read(expect);
	copy = calloc(1, want.n + 1);
	if (want.p == NULL || copy == NULL)
		golden_fail(g, path, "has no expectation beside it");
	else if (!slice_eq(want, buf_slice(&g->out))) {
		memcpy(copy, want.p, want.n);
		golden_differ(g, path, (struct slice){ copy, want.n });
	}
	free(copy);
	free((void *)(uintptr_t)want.p);
}

static inline int
golden_wanted(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return (d->d_name[0] != '.' && strcmp(d->d_name, "README.md") != 0 &&
	    strcmp(d->d_name, "answers.txt") != 0 &&
	    (n < 7 || strcmp(d->d_name + n - 7, ".expect") != 0));
}

static inline void
golden_folder(struct golden *g, const char *folder)
{
	char root[2048], path[2400];
	struct dirent **all;
	int n;

	(void)snprintf(root, sizeof(root), "%s", unit_source(folder));
	n = scandir(root, &all, golden_wanted, alphasort);
	if (n < 1)
		golden_fail(g, root, "no samples");
	for (int i = 0; i < n; i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", root,
		    all[i]->d_name);
		golden_file(g, path);
		free(all[i]);
	}
	if (n >= 0)
		free(all);
}

static inline void
golden_free(struct golden *g)
{
	buf_free(&g->out);
	arena_free(&g->arena);
	arena_free(&g->again);
}

#endif
