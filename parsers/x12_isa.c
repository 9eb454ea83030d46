#include "parsers/edifact_envelope.h"
#include "parsers/x12_envelope.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define ISA_LENGTH 106
#define ISA_LOOSE_MAX 400 /* an unpadded header is no longer than this */

/* Where the 16 separators stand in a header of full length. */
static const uint8_t isa_places[] = { 3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81,
	83, 89, 99, 101, 103 };

static bool
is_padded(const char *p, size_t n)
{
	size_t k = 0;

	if (n < ISA_LENGTH)
		return (false);
	for (size_t i = 3; i < 104; i++) {
		bool expected = k < N(isa_places) && isa_places[k] == i;

		if ((p[i] == p[3]) != expected)
			return (false);
		k += expected;
	}
	return (p[104] != p[3] && !x12_alnum(p[105]) && p[105] != ' ');
}

static struct slice
padding_off(struct slice s)
{
	s = slice_trim(s);
	/* no-break spaces, as office programs leave them */
	while (s.n >= 2 && memcmp(s.p + s.n - 2, "\xc2\xa0", 2) == 0)
		s = slice_trim((struct slice){ s.p, s.n - 2 });
	return (s);
}

/* ISA12 says whether ISA11 separates repetitions. */
static char
repetition_of(const struct x12_isa *isa)
{
	struct slice version = padding_off(isa->e[12]);

	if (isa->e[11].n != 1 || x12_alnum(isa->e[11].p[0]) ||
	    isa->e[11].p[0] == ' ' || !slice_digits(version, 5, 5) ||
	    memcmp(version.p, "00402", 5) < 0)
		return (0);
	return (isa->e[11].p[0]);
}

/* Blanks and then a line end behind ISA16: the line end is meant. */
static size_t
terminator_at(struct slice data, size_t i)
{
	size_t k = i;

	while (k < data.n && k < i + 8 && data.p[k] == ' ')
		k++;
	if (k < data.n && (data.p[k] == '\r' || data.p[k] == '\n'))
		return (k);
	return (i);
}

/* ISA16 left out: what stands there ends the header and, before a line end,
 * the next segment too. */
static bool
lacks_component(struct slice data, size_t terminator, char last)
{
	size_t i = terminator;
	const char *p;

	if (data.p[i] != '\r' && data.p[i] != '\n')
		return (false);
	while (i < data.n && (data.p[i] == '\r' || data.p[i] == '\n'))
		i++;
	p = memchr(data.p + i, data.p[terminator], data.n - i);
	return (p != NULL && p > data.p + i && p[-1] == last);
}

bool
x12_isa_read(struct slice data, size_t at, struct x12_isa *isa)
{
	size_t i = at + 4, from = at + 4, end;
	unsigned k = 1;
	char sep;

	if (data.n - at < 5 || memcmp(data.p + at, "ISA", 3) != 0)
		return (false);
	sep = data.p[at + 3];
	if (x12_alnum(sep) || sep == ' ' || sep == '\r' || sep == '\n')
		return (false);
	memset(isa, 0, sizeof(*isa));
	end = data.n - at > ISA_LOOSE_MAX ? at + ISA_LOOSE_MAX : data.n;
	for (; i < end && k < 16; i++)
		if (data.p[i] == sep) {
			if (i - from >= 3 &&
			    memcmp(data.p + i - 3, "ISA", 3) == 0 &&
			    (i - from == 3 || !x12_alnum(data.p[i - 4])))
				return (false); /* the next header */
			isa->e[k++] = (struct slice){ data.p + from, i - from };
			from = i + 1;
		}
	if (k < 16 || from + 1 >= end)
		return (false);
	isa->e[0] = (struct slice){ data.p + at, 3 };
	isa->e[16] = (struct slice){ data.p + from, 1 };
	isa->padded = is_padded(data.p + at, data.n - at);
	if (!isa->padded &&
	    edifact_unb_find((struct slice){ data.p, from }, at + 4) < from)
		return (false); /* the same, of the other kind */
	from = isa->padded ? at + 105 : terminator_at(data, from + 1);
	isa->seps = (struct x12_seps){ sep, isa->e[16].p[0], data.p[from],
		repetition_of(isa) };
	if (lacks_component(data, from, isa->e[16].p[0])) {
		from = (size_t)(isa->e[16].p - data.p);
		isa->seps.terminator = isa->seps.component;
		isa->seps.component = '\0';
		isa->e[16].n = 0;
		isa->padded = false;
	}
	isa->offset = at;
	isa->length = from + 1 - at;
	for (k = 1; k < 16; k++)
		isa->e[k] = padding_off(isa->e[k]);
	return (true);
}

size_t
x12_isa_find(struct slice data, size_t at, bool padded_only)
{
	struct x12_isa isa;

	while (at < data.n) {
		const char *p = memmem(data.p + at, data.n - at, "ISA", 3);

		if (p == NULL)
			return (data.n);
		at = (size_t)(p - data.p);
		/* behind a letter only one that nothing else looks like */
		if (x12_isa_read(data, at, &isa) &&
		    (isa.padded ||
			(!padded_only && (at == 0 || !x12_alnum(p[-1])))))
			return (at);
		at++;
	}
	return (data.n);
}
