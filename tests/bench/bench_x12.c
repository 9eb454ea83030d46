/* X12 850 against memcpy of the same bytes: bench_x12 MEGABYTES [DIRECTORY].
 * With a directory, also the memory of a worker: 1 MB and 10 times as much
 * as was timed. */
#include <sys/mman.h>

#include "base/buf.h"
#include "base/file.h"
#include "pipeline/record.h"
#include "tests/bench/bench.h"

#define LINES 20
#define ROUNDS 7

static void
put_order(struct buf *b, int64_t number)
{
	buf_printf(b,
	    "ST*850*%07ld~\nBEG*00*SA*PO%07ld**20261120~\n"
	    "CUR*BY*EUR~\nREF*DP*042~\nDTM*002*20261210~\n"
	    "N1*BY*Acme Verlichting B.V.*92*ACME~\n"
	    "N1*ST*Acme warehouse*92*WH01~\nN3*Dokstraat 5~\n"
	    "N4*Rotterdam**3011BB*NL~\n",
	    (long)number, (long)number);
	for (int k = 1; k <= LINES; k++)
		buf_printf(b,
		    "PO1*%d*%d*EA*0.85*PE*VP*LB-E27-8W-%d*UP*"
		    "012345678905~\nPID*F****Bulb E27 8 W warm white~\n",
		    k, k * 10, k);
	buf_printf(b, "CTT*%d~\nSE*%d*%07ld~\n", LINES, 2 * LINES + 11,
	    (long)number);
}

static void
put_file(struct buf *b, size_t bytes)
{
	int64_t orders = 0;

	buf_text(b,
	    "ISA*00*          *00*          *ZZ*ACMEBV         *ZZ*"
	    "LAMPCO         *261121*0200*U*00401*000000101*0*P*>~\n"
	    "GS*PO*ACMEBV*LAMPCO*20261121*0200*1*X*004010~\n");
	while (b->n < bytes)
		put_order(b, ++orders);
	buf_printf(b, "GE*%ld*1~\nIEA*1*000000101~\n", (long)orders);
}

/* --- speed --------------------------------------------------------------- */

static double
copy_once(char *to, struct slice data)
{
	double began = cpu_seconds();

	memcpy(to, data.p, data.n);
	__asm__ volatile("" : : "r"(to) : "memory");
	return (cpu_seconds() - began);
}

/* One after the other, the best of each. */
static void
against_memcpy(struct slice data)
{
	char *copy = malloc(data.n);
	double parse = 0, copied = 0;
	struct touched t;

	if (copy == NULL)
		die_memory();
	memset(copy, 1, data.n);
	for (int i = 0; i < ROUNDS; i++) {
		copied = least(copied, copy_once(copy, data));
		parse = least(parse, parse_once(&x12_parser, data, &t));
	}
	free(copy);
	printf("bytes %zu\norders %ld\nlines %ld\nmemcpy %.6f\nparse %.6f\n",
	    data.n, t.orders, t.lines, copied, parse);
}

/* The same file in quarters: is the time a line? */
static void
by_size(size_t bytes)
{
	for (int part = 1; part <= 4; part *= 2) {
		struct buf b;
		double best = 0;
		struct touched t;

		buf_init(&b, bytes + (1 << 20));
		put_file(&b, bytes / 4 * (size_t)part);
		for (int i = 0; i < 3; i++)
			best = least(best,
			    parse_once(&x12_parser, buf_slice(&b), &t));
		printf("size_%d %.6f\n", part, best);
		buf_free(&b);
	}
}

/* --- memory -------------------------------------------------------------- */

struct watched {
	struct parse_sink inner;
	long peak, calls;
};

static enum rc
watch_order(void *ctx, const struct order *o, struct err *e)
{
	struct watched *w = ctx;
	enum rc rc = w->inner.order(w->inner.ctx, o, e);
	long now;

	if (w->calls++ % 256 == 0 && (now = anonymous_kib()) > w->peak)
		w->peak = now;
	return (rc);
}

static enum rc
watch_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.interchange(w->inner.ctx, i, e));
}

static enum rc
watch_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.interchange_end(w->inner.ctx, i, e));
}

static enum rc
watch_message(void *ctx, const struct message *m, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.message(w->inner.ctx, m, e));
}

static enum rc
watch_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct watched *w = ctx;

	return (w->inner.message_end(w->inner.ctx, m, e));
}

/* What a worker does, with its frames thrown away. */
static long
peak_kib(struct slice data)
{
	struct frame_out out;
	struct arena a = ARENA_INIT;
	struct parse_input in = { .data = data, .arena = &a };
	struct watched w = { .peak = 0 };
	struct parse_sink sink = { .ctx = &w,
		.interchange = watch_interchange,
		.message = watch_message,
		.order = watch_order,
		.message_end = watch_message_end,
		.interchange_end = watch_interchange_end };
	struct err e = ERR_INIT;
	int null = open("/dev/null", O_WRONLY);

	frame_out_init(&out, null);
	w.inner = record_sink(&out);
	if (null < 0 || x12_parser.parse(&in, &sink, &e) != RC_OK)
		exit(1);
	frame_out_free(&out);
	arena_free(&a);
	(void)close(null);
	return (w.peak);
}

static long
memory_of(const char *path, size_t bytes)
{
	struct mapping m = { 0 };
	struct err e = ERR_INIT;
	struct buf b;
	long peak;
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);

	buf_init(&b, bytes + (1 << 20));
	put_file(&b, bytes);
	for (size_t done = 0; done < b.n;) {
		ssize_t n = write(fd, b.p + done, b.n - done);

		if (n <= 0)
			exit(1);
		done += (size_t)n;
	}
	bytes = b.n;
	buf_free(&b);
	if (file_map_fd(fd, 0, bytes, &m, &e) != RC_OK)
		exit(1);
	peak = peak_kib(m.data);
	file_unmap(&m);
	(void)close(fd);
	(void)unlink(path);
	return (peak);
}

int
main(int argc, char **argv)
{
	size_t bytes = (size_t)strtol(argc > 1 ? argv[1] : "100", NULL, 10) *
	    1000000;
	char path[4096];
	struct buf b;

	if (argc > 2) {
		(void)snprintf(path, sizeof(path), "%s/x12", argv[2]);
		printf("memory_small %ld\n", memory_of(path, 1000000));
		printf("memory_large %ld\n", memory_of(path, 10 * bytes));
	}
	buf_init(&b, bytes + (1 << 20));
	put_file(&b, bytes);
	against_memcpy(buf_slice(&b));
	buf_free(&b);
	by_size(bytes);
	return (0);
}
