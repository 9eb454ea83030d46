/*
 * Any bytes from a worker: what record_read lets through can be walked and
 * encoded again, and reads the same the second time.  An input of 1, two
 * bytes of a place, one of a change, and a file of some format stands for
 * what a worker would say of that file, with one byte changed.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "pipeline/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static int
memory_file(const void *p, size_t n)
{
	int fd = memfd_create("frames", MFD_CLOEXEC);

	if (fd < 0 || pwrite(fd, p, n, 0) != (ssize_t)n)
		abort();
	return (fd);
}

/* All bytes of fd, which is closed. */
static struct slice
take(int fd, struct arena *a)
{
	off_t n = lseek(fd, 0, SEEK_END);
	char *p = arena_alloc(a, (size_t)n + 1);

	if (n < 0 || pread(fd, p, (size_t)n, 0) != n)
		abort();
	(void)close(fd);
	return ((struct slice){ p, (size_t)n });
}

/* Reads frames and writes those that it understood. */
static enum rc
copy(struct slice from, struct slice *to, struct arena *keep)
{
	struct arena a = ARENA_INIT;
	struct err e = ERR_INIT;
	int in_fd = memory_file(from.p, from.n), out_fd = memory_file("", 0);
	struct frame_out out;
	struct frame_in in;
	struct parse_sink sink;
	struct parse_end end;
	char format[16];
	enum rc rc;

	frame_in_init(&in, in_fd, 1000);
	frame_out_init(&out, out_fd);
	sink = record_sink(&out);
	rc = record_read(&in, &sink, &a, format, &end, &e);
	if (rc == RC_OK && record_end_put(&out, &end, &e) != RC_OK)
		abort();
	if (rc == RC_REJECT || (rc != RC_OK && e.code[0] == '\0'))
		abort();
	frame_in_free(&in);
	frame_out_free(&out);
	arena_free(&a);
	(void)close(in_fd);
	*to = take(out_fd, keep);
	return (rc);
}

static enum rc
count(void *ctx, struct slice s, struct err *e)
{
	(void)e;
	*(size_t *)ctx += s.n;
	return (RC_OK);
}

static enum rc
ended(void *ctx, struct err *e)
{
	(void)ctx, (void)e;
	return (RC_OK);
}

static void
as_archive(const uint8_t *data, size_t n)
{
	const struct worker_limits limits = { .max_member = 100,
		.max_total = 150,
		.max_members = 3,
		.max_ratio = 10 };
	size_t bytes = 0;
	struct archive_sink sink = { &bytes, count, count, ended, NULL };
	struct err e = ERR_INIT;
	struct parse_end end;
	struct frame_in in;
	int fd = memory_file(data, n);

	frame_in_init(&in, fd, 1000);
	if (record_read_archive(&in, &limits, &sink, &end, &e) == RC_REJECT ||
	    bytes > 150 + 3 * ARCHIVE_NAME_MAX)
		abort();
	frame_in_free(&in);
	(void)close(fd);
}

static struct slice
said_of(const uint8_t *data, size_t n, struct arena *keep)
{
	struct parse_input in = { .data = { (const char *)data + 4, n - 4 },
		.arena = &(struct arena)ARENA_INIT };
	const struct parser *p = n < 5 || data[0] != 1 ?
	    NULL :
	    parser_detect(slice_sub(in.data, 0, 4096));
	struct err e = ERR_INIT;
	struct frame_out out;
	struct parse_sink sink;
	struct slice said;
	char *changed;
	size_t at;
	int fd;

	if (p == NULL)
		return ((struct slice){ (const char *)data, n });
	fd = memory_file("", 0);
	frame_out_init(&out, fd);
	sink = record_sink(&out);
	if (frame_put(&out, RECORD_FORMAT, slice_of(p->format), &e) != RC_OK ||
	    record_verdict(&out, p->parse(&in, &sink, &e), &e) != RC_OK)
		abort();
	frame_out_free(&out);
	arena_free(in.arena);
	said = take(fd, keep);
	changed = arena_alloc(keep, said.n);
	memcpy(changed, said.p, said.n);
	at = ((size_t)data[1] | (size_t)data[2] << 8) % said.n;
	changed[at] ^= (char)data[3];
	return ((struct slice){ changed, said.n });
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena keep = ARENA_INIT;
	struct slice once, twice;
	struct slice first = said_of(data, n, &keep);

	if (copy(first, &once, &keep) == RC_OK &&
	    (copy(once, &twice, &keep) != RC_OK || !slice_eq(once, twice)))
		abort();
	as_archive((const uint8_t *)first.p, first.n);
	arena_free(&keep);
	return (0);
}
