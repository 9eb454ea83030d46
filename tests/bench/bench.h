/*
 * bench -- what every benchmark includes: clocks, a sink, the output.
 *
 * A benchmark prints lines of "name value"; bench.py runs them, makes ratios
 * of one run and writes the table.  Nothing here passes or fails.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "parsers/parser.h"

static inline double
seconds(clockid_t clock)
{
	struct timespec t;

	if (clock_gettime(clock, &t) != 0)
		abort();
	return ((double)t.tv_sec + 1e-9 * (double)t.tv_nsec);
}

/* Of this process: other work on the machine does not count. */
static inline double
cpu_seconds(void)
{
	return (seconds(CLOCK_PROCESS_CPUTIME_ID));
}

static inline double
least(double a, double b)
{
	return (a == 0 || b < a ? b : a);
}

/* Anonymous memory right now, in KiB. */
static inline long
anonymous_kib(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[128];
	long kib = 0;

	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "RssAnon:", 8) == 0)
			kib = strtol(line + 8, NULL, 10);
	if (f != NULL)
		(void)fclose(f);
	return (kib);
}

/* A sink that only looks at what it is given. */
struct touched {
	long orders, lines, findings;
	size_t bytes;
};

static inline enum rc
touch_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	(void)e;
	((struct touched *)ctx)->bytes += i->control_number.n;
	return (RC_OK);
}

static inline enum rc
touch_message(void *ctx, const struct message *m, struct err *e)
{
	(void)e;
	((struct touched *)ctx)->bytes += m->document_id.n;
	return (RC_OK);
}

static inline enum rc
touch_order(void *ctx, const struct order *o, struct err *e)
{
	struct touched *t = ctx;

	(void)e;
	t->orders++;
	t->lines += (long)o->lines.n;
	t->bytes += o->po_number.n;
	if (o->broken || o->lines.n == 0)
		abort(); /* the input of a benchmark is good */
	return (RC_OK);
}

static inline enum rc
touch_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	(void)e;
	((struct touched *)ctx)->bytes += c->order.n;
	return (RC_OK);
}

static inline enum rc
touch_finding(void *ctx, const struct finding *f, struct err *e)
{
	(void)e;
	(void)f;
	((struct touched *)ctx)->findings++;
	return (RC_OK);
}

static inline struct parse_sink
touching(struct touched *t)
{
	*t = (struct touched){ 0 };
	return ((struct parse_sink){ .ctx = t,
	    .interchange = touch_interchange,
	    .message = touch_message,
	    .order = touch_order,
	    .confirmation = touch_confirmation,
	    .finding = touch_finding,
	    .message_end = touch_message,
	    .interchange_end = touch_interchange });
}

/* CPU seconds of one parse. */
static inline double
parse_once(const struct parser *p, struct slice data, struct touched *t)
{
	struct arena a = ARENA_INIT;
	struct parse_input in = { .data = data, .arena = &a };
	struct parse_sink sink = touching(t);
	struct err e = ERR_INIT;
	double began = cpu_seconds();

	if (p->parse(&in, &sink, &e) != RC_OK || t->findings != 0) {
		fprintf(stderr, "the generated input is not good: %s %s\n",
		    e.code, e.text);
		exit(1);
	}
	arena_free(&a);
	return (cpu_seconds() - began);
}

#endif
