/*
 * Any bytes on a worker's pipe: frames come out until one is refused or the
 * bytes end, and the sum of them is never more than what went in.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int
file_of(const uint8_t *data, size_t n)
{
	int fd = memfd_create("frames", MFD_CLOEXEC);

	if (fd < 0 || pwrite(fd, data, n, 0) != (ssize_t)n)
		abort();
	return (fd);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f = { .type = FRAME_END + 1 };
	size_t total = 0;
	int fd = file_of(data, n);
	enum rc rc;

	frame_in_init(&in, fd, n % 2 == 0 ? -1 : 1000);
	do {
		rc = frame_get(&in, &f, &e);
		if (rc == RC_OK)
			total += 5 + f.body.n;
		for (size_t i = 0; rc == RC_OK && i < f.body.n; i++)
			if (f.body.p[i] != (char)data[total - f.body.n + i])
				abort();
	} while (rc == RC_OK && f.type != FRAME_END);
	if (total > n || in.data.cap > 4 * n + ((size_t)1 << 20) ||
	    (rc != RC_OK && e.code[0] == '\0'))
		abort();
	frame_in_free(&in);
	(void)close(fd);
	return (0);
}
