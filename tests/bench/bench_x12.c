/* X12 850 against memcpy of the same bytes: bench_x12 MEGABYTES [DIRECTORY].
 * With a directory, also the memory of a worker: 1 MB and 10 times as much
 * as was timed. */
#include "tests/bench/parsing.h"

#define LINES 20

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

static long
memory_of(const char *directory, size_t bytes)
{
	struct err e = ERR_INIT;
	struct buf b;
	int fd = open(directory, O_RDWR | O_TMPFILE, 0600);

	buf_init(&b, bytes + (1 << 20));
	put_file(&b, bytes);
	if (file_write(fd, buf_slice(&b), &e) != RC_OK)
		exit(1);
	buf_free(&b);
	return (peak_kib(&x12_parser, fd));
}

int
main(int argc, char **argv)
{
	size_t bytes = bytes_wanted(argc, argv, "100");

	if (argc > 2) {
		printf("memory_small %ld\n", memory_of(argv[2], 1000000));
		printf("memory_large %ld\n", memory_of(argv[2], 10 * bytes));
	}
	against_memcpy(&x12_parser, put_file, bytes);
	by_size(&x12_parser, put_file, bytes);
	return (0);
}
