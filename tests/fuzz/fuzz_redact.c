/*
 * Any bytes through what blanks card numbers and secrets: wherever they are
 * cut, the same comes out, as long as it was, and no more has to come again
 * than was said.
 */
#include <stdlib.h>
#include "base/err.h"
#include "parsers/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct redact
in_pieces(char *p, size_t n, const struct redact *begin, uint32_t turn)
{
	struct redact r = *begin;
	size_t from = 0, to = 0;

	while (from < n) {
		size_t done;
		char *piece;

		turn = turn * 1664525 + 1013904223;
		to += 1 + (turn >> 24) % ((turn >> 20) % 8 == 0 ? 5 : 256);
		to = to > n ? n : to;
		piece = malloc(to - from); /* to the byte, for the sanitizer */
		INVARIANT(piece != NULL);
		memcpy(piece, p + from, to - from);
		done = redact(&r, piece, to - from, to == n);
		INVARIANT(to - from - done <= (to == n ? 0 : REDACT_KEEP));
		memcpy(p + from, piece, to - from);
		free(piece);
		from += done;
	}
	return (r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cxml_expected x = { .key = { 1 } };
	const struct redact begin = { .expected = &x,
		.archives = size % 2 == 1 };
	struct redact one = begin, two;
	char *whole = malloc(size + 1), *parts = malloc(size + 1);
	uint32_t turn = (uint32_t)size;

	INVARIANT(whole != NULL && parts != NULL);
	memcpy(whole, data, size);
	memcpy(parts, data, size);
	for (size_t i = 0; i < size && i < 64; i++)
		turn = turn * 31 + data[i];
	if (size > 0)
		INVARIANT(redact(&one, whole, size, true) == size);
	two = in_pieces(parts, size, &begin, turn);
	INVARIANT(memcmp(whole, parts, size) == 0);
	INVARIANT(one.changed == two.changed);
	INVARIANT(redact_verdict(&one) == redact_verdict(&two));
	if (!begin.archives)
		INVARIANT(redact_needed((struct slice){ (const char *)data,
			      size }) == (one.changed > 0));
	INVARIANT(one.changed > 0 || memcmp(whole, data, size) == 0);
	free(whole);
	free(parts);
	return (0);
}
