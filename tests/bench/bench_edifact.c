/* EDIFACT ORDERS against memcpy of the same bytes: bench_edifact MEGABYTES. */
#include "tests/bench/parsing.h"

#define LINES 20

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

int
main(int argc, char **argv)
{
	size_t bytes = bytes_wanted(argc, argv, "100");

	against_memcpy(&edifact_parser, put_file, bytes);
	by_size(&edifact_parser, put_file, bytes);
	return (0);
}
