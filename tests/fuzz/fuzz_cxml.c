/*
 * Any bytes, as a cXML file; and one input in four through the blanking of
 * card numbers, which must give the same wherever the bytes are cut, and
 * nothing new the second time.
 */
#include <stdlib.h>

#define FUZZED cxml_parser
#define LLVMFuzzerTestOneInput fuzz_parser
#include "tests/fuzz/fuzz_parse.h"
#undef LLVMFuzzerTestOneInput
#include "parsers/cxml_redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
blank_in_two(const uint8_t *data, size_t size)
{
	const size_t cut = size > 0 ? data[0] % size : 0;
	struct cxml_expected x = { .key = { 1 } };
	struct cxml_redact one = { .expected = &x }, two = one;
	char *whole = malloc(size + 1), *parts = malloc(size + 1);
	size_t changed;

	INVARIANT(whole != NULL && parts != NULL);
	memcpy(whole, data, size);
	memcpy(parts, data, size);
	changed = cxml_redact(&one, whole, size);
	INVARIANT(cxml_redact(&two, parts, cut) +
		cxml_redact(&two, parts + cut, size - cut) ==
	    changed);
	INVARIANT(memcmp(whole, parts, size) == 0);
	INVARIANT(one.verdict == two.verdict && one.secret_n == two.secret_n);
	one = (struct cxml_redact){ 0 };
	INVARIANT(cxml_redact(&one, whole, size) == 0);
	free(whole);
	free(parts);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint32_t turn = (uint32_t)size;

	/* The input says whether it is its turn, so that it can be run again. */
	for (size_t i = 0; i < size && i < 256; i++)
		turn = turn * 31 + data[i];
	if ((turn >> 8) % 4 == 0)
		blank_in_two(data, size);
	return (fuzz_parser(data, size));
}
