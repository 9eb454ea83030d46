#include "parsers/x12_survey.h"

size_t
x12_binary_end(struct slice data, size_t at, struct x12_seps seps,
    const struct x12_segment *s)
{
	unsigned i = s->key == X12_TAG('B', 'I', 'N') ? 1 :
	    s->key == X12_TAG('B', 'D', 'S')          ? 2 :
							0;
	const char *p = data.p + s->offset;
	int64_t n;

	if (i == 0 || !slice_int(x12_at(s, i), &n) || n < 0)
		return (at);
	/* behind the separators: of the tag, and of each element */
	for (unsigned k = 0; k <= i; k++) {
		p = memchr(p, seps.element, data.n - (size_t)(p - data.p));
		if (p == NULL)
			return (at);
		p++;
	}
	at = (size_t)(p - data.p);
	if ((uint64_t)n >= data.n - at || p[n] != seps.terminator)
		return (s->offset + s->length + 1 < data.n ?
			s->offset + s->length + 1 :
			data.n);
	return (at + (size_t)n + 1);
}

void
x12_binaries_find(struct x12 *x, const struct x12_isa *isa, size_t end,
    struct list *found)
{
	struct slice data = x->data;
	size_t at = isa->offset + isa->length, next;
	char terminator = isa->seps.terminator;
	X12_UNFILLED struct x12_segment s;
	const char *p;

	while (at < end) {
		at = x12_skip_blanks(data, at, terminator);
		if (at + 4 < end && data.p[at] == 'B' &&
		    (memcmp(data.p + at, "BIN", 3) == 0 ||
			memcmp(data.p + at, "BDS", 3) == 0) &&
		    data.p[at + 3] == isa->seps.element) {
			size_t from = at;

			(void)x12_next(data, &at, isa->seps, &s);
			next = x12_binary_end(data, at, isa->seps, &s);
			if (next > at)
				*LIST_PUSH(&x->own, found, struct x12_binary) =
				    (struct x12_binary){ from, next };
			at = next;
			continue;
		}
		p = at < end ? memchr(data.p + at, terminator, end - at) : NULL;
		at = p != NULL ? (size_t)(p - data.p) + 1 : end;
	}
}
