/* EDIFACT ORDERS against memcpy of the same bytes: bench_edifact MEGABYTES. */
#include "base/buf.h"
#include "tests/bench/bench.h"

#define LINES 20
#define ROUNDS 7

static void
put_order(struct buf *b, int64_t number)
{
	buf_printf(b,
	    "UNH+%ld+ORDERS:D:96A:UN:EAN008'\nBGM+220+PO%07ld+9'\n"
	    "DTM+137:20261120:102'\nDTM+2:20261210:102'\nRFF+CR:042'\n"
	    "NAD+BY+8712345000004::9++Acme Verlichting B.V.'\n"
	    "NAD+SU+8712345000011::9'\n"
	    "NAD+DP+WH01::92++Acme warehouse+Dokstraat 5+Rotterdam++3011BB+"
	    "NL'\nCUX+2:EUR:9'\n",
	    (long)number, (long)number);
	for (int k = 1; k <= LINES; k++)
		buf_printf(b,
		    "LIN+%d++8712345000028:EN'\nPIA+1+LB-E27-8W-%d:SA'\n"
		    "IMD+F++:::Bulb E27 8 W warm white'\nQTY+21:%d:PCE'\n"
		    "PRI+AAA:0.85'\n",
		    k, k, k * 10);
	buf_printf(b, "UNS+S'\nCNT+2:%d'\nUNT+%d+%ld'\n", LINES, 5 * LINES + 12,
	    (long)number);
}

static void
put_file(struct buf *b, size_t bytes)
{
	int64_t orders = 0;

	buf_text(b,
	    "UNA:+.? '\nUNB+UNOC:3+8712345000004:14+8712345000011:14+"
	    "261121:0200+101'\n");
	while (b->n < bytes)
		put_order(b, ++orders);
	buf_printf(b, "UNZ+%ld+101'\n", (long)orders);
}

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
		parse = least(parse, parse_once(&edifact_parser, data, &t));
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
			    parse_once(&edifact_parser, buf_slice(&b), &t));
		printf("size_%d %.6f\n", part, best);
		buf_free(&b);
	}
}

int
main(int argc, char **argv)
{
	size_t bytes = (size_t)strtol(argc > 1 ? argv[1] : "100", NULL, 10) *
	    1000000;
	struct buf b;

	buf_init(&b, bytes + (1 << 20));
	put_file(&b, bytes);
	against_memcpy(buf_slice(&b));
	buf_free(&b);
	by_size(bytes);
	return (0);
}
