/*
 * parsing -- what is measured of a parser: how its time compares with memcpy
 * of the same bytes, whether it is a line, and the memory of a worker.
 *
 * PUT writes a good file of about so many bytes into an empty buffer.
 */
#ifndef TESTS_PARSING_H
#define TESTS_PARSING_H

#include "base/buf.h"
#include "base/file.h"
#include "pipeline/record.h"
#include "tests/bench/bench.h"

#define ROUNDS 7

typedef void put_file_fn(struct buf *b, size_t bytes);

/* The first argument of a program, in megabytes. */
static inline size_t
bytes_wanted(int argc, char **argv, const char *otherwise)
{
	return (
	    (size_t)strtol(argc > 1 ? argv[1] : otherwise, NULL, 10) * 1000000);
}

/* --- time ---------------------------------------------------------------- */

static inline double
copy_once(char *to, struct slice data)
{
	double began = cpu_seconds();

	memcpy(to, data.p, data.n);
	__asm__ volatile("" : : "r"(to) : "memory");
	return (cpu_seconds() - began);
}

/* One after the other, the best of each. */
static inline void
against_memcpy(const struct parser *p, put_file_fn *put, size_t bytes)
{
	double parse = 0, copied = 0;
	struct touched t;
	struct buf b;
	char *copy;

	buf_init(&b, bytes + (1 << 20));
	put(&b, bytes);
	copy = malloc(b.n);
	if (copy == NULL)
		die_memory();
	memset(copy, 1, b.n);
	for (int i = 0; i < ROUNDS; i++) {
		copied = least(copied, copy_once(copy, buf_slice(&b)));
		parse = least(parse, parse_once(p, buf_slice(&b), &t));
	}
	printf("bytes %zu\norders %ld\nlines %ld\nmemcpy %.6f\nparse %.6f\n",
	    b.n, t.orders, t.lines, copied, parse);
	free(copy);
	buf_free(&b);
}

/* The same file in quarters: is the time a line? */
static inline void
by_size(const struct parser *p, put_file_fn *put, size_t bytes)
{
	for (int part = 1; part <= 4; part *= 2) {
		struct buf b;
		double best = 0;
		struct touched t;

		buf_init(&b, bytes + (1 << 20));
		put(&b, bytes / 4 * (size_t)part);
		for (int i = 0; i < 3; i++)
			best = least(best, parse_once(p, buf_slice(&b), &t));
		printf("size_%d %.6f\n", part, best);
		buf_free(&b);
	}
}

/* --- memory -------------------------------------------------------------- */

struct watched {
	struct parse_sink inner;
	long peak, calls;
};

/* The order is all there, and is being written. */
static inline enum rc
watch_order(void *ctx, const struct order *o, struct err *e)
{
	struct watched *w = ctx;
	enum rc rc = w->inner.order(w->inner.ctx, o, e);
	long now;

	if (w->calls++ % 256 == 0 && (now = anonymous_kib()) > w->peak)
		w->peak = now;
	return (rc);
}

static inline enum rc
watch_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.interchange(w->inner.ctx, i, e));
}

static inline enum rc
watch_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.interchange_end(w->inner.ctx, i, e));
}

static inline enum rc
watch_message(void *ctx, const struct message *m, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.message(w->inner.ctx, m, e));
}

static inline enum rc
watch_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.message_end(w->inner.ctx, m, e));
}

/* What a worker does with a file, its frames thrown away; closes it. */
static inline long
peak_kib(const struct parser *p, int fd)
{
	struct frame_out out;
	struct mapping m = { 0 };
	struct arena a = ARENA_INIT;
	struct parse_input in = { .arena = &a };
	struct watched w = { .peak = 0 };
	struct parse_sink sink = sink_idle(&w);
	struct err e = ERR_INIT;
	int null = open("/dev/null", O_WRONLY);

	if (null < 0 ||
	    file_map_fd(fd, 0, (size_t)lseek(fd, 0, SEEK_END), &m, &e) != RC_OK)
		exit(1);
	in.data = m.data;
	frame_out_init(&out, null);
	w.inner = record_sink(&out);
	sink.interchange = watch_interchange;
	sink.message = watch_message;
	sink.order = watch_order;
	sink.message_end = watch_message_end;
	sink.interchange_end = watch_interchange_end;
	if (p->parse(&in, &sink, &e) != RC_OK || w.peak == 0)
		exit(1);
	frame_out_free(&out);
	arena_free(&a);
	file_unmap(&m);
	(void)close(fd);
	(void)close(null);
	return (w.peak);
}

#endif
