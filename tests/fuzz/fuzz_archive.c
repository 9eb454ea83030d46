/*
 * Any bytes as an archive: never more members, bytes or name than allowed,
 * every member begun is ended before the next, and a refusal has a reason.
 */
#include <locale.h>
#include <stdlib.h>
#include "pipeline/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static const struct worker_limits limits = { .max_member = 1 << 20,
	.max_total = 2 << 20,
	.max_members = 100,
	.max_ratio = 50 };

struct seen {
	int64_t members, member, total;
	bool open;
};

static void
must(bool truth)
{
	if (!truth)
		abort();
}

static enum rc
member(void *ctx, struct slice name, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	must(!s->open && name.n > 0 && name.n <= ARCHIVE_NAME_MAX);
	must(++s->members <= limits.max_members);
	s->open = true;
	s->member = 0;
	return (RC_OK);
}

static enum rc
data_of(void *ctx, struct slice piece, struct err *e)
{
	struct seen *s = ctx;
	unsigned sum = 0;

	(void)e;
	must(s->open && piece.n > 0);
	for (size_t i = 0; i < piece.n; i++)
		sum += (unsigned char)piece.p[i];
	s->member += (int64_t)piece.n;
	s->total += (int64_t)piece.n;
	must(sum <= 255 * piece.n && s->member <= limits.max_member &&
	    s->total <= limits.max_total);
	return (RC_OK);
}

static enum rc
member_end(void *ctx, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	must(s->open);
	s->open = false;
	return (RC_OK);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	return (0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = { (const char *)data, n };
	struct seen seen = { .members = 0 };
	struct archive_sink sink = { &seen, member, data_of, member_end, NULL };
	struct err e = ERR_INIT;
	enum rc rc = archive_unpack(bytes, &limits, &sink, &e);

	must(rc == RC_OK ?
		!seen.open :
		rc == RC_REJECT && e.code[0] != '\0' && e.text[0] != '\0');
	must(rc != RC_OK || archive_detect(slice_sub(bytes, 0, ARCHIVE_HEAD)));
	return (0);
}
