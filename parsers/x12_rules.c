#include "parsers/x12.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* clang-format off */
enum type { AN, ID, DT, TM, NU, RE };
/* clang-format on */

struct element {
	uint8_t type, min;
	uint16_t max, max5; /* max5: from 005010 on */
	uint16_t range;     /* max - min */
};

/* Conditions of the dictionary: P all or none, R at least one, C the first
 * needs the others. */
struct condition {
	char kind;
	uint8_t first;
	uint32_t mask;
};

struct rule {
	uint32_t tag;
	const struct element *e;
	unsigned n;
	uint32_t required;
	struct condition when[6];
};

/* clang-format off */
#define E(t, lo, hi) { (t), (lo), (hi), (hi), (hi) - (lo) }
#define E5(t, lo, hi, hi5) { (t), (lo), (hi), (hi5), (hi) - (lo) }
/* clang-format on */
#define M1(a) (1u << (a))
#define M2(a, b) (M1(a) | M1(b))
/* clang-format off */
#define P(a, b) { 'P', (a), M2(a, b) }
#define C(a, b) { 'C', (a), M1(b) }
#define R(a, b) { 'R', (a), M2(a, b) }
/* clang-format on */

#define TEN(x) x, x, x, x, x, x, x, x, x, x
#define PRODUCT E(ID, 2, 2), E5(AN, 1, 48, 80)
#define STORE E(AN, 2, 80), E(RE, 1, 15)

static const struct element beg[] = { E(ID, 2, 2), E(ID, 2, 2), E(AN, 1, 22),
	E(AN, 1, 30), E(DT, 8, 8), E(AN, 1, 30), E(ID, 2, 2), E(ID, 3, 3),
	E(ID, 2, 2), E(ID, 2, 2), E(ID, 2, 2), E(ID, 2, 2) };
static const struct element cur[] = { E(ID, 2, 3), E(ID, 3, 3), E(RE, 4, 10),
	E(ID, 2, 3), E(ID, 3, 3), E(ID, 3, 3) };
static const struct element ref[] = { E(ID, 2, 3), E5(AN, 1, 30, 80),
	E(AN, 1, 80) };
static const struct element per[] = { E(ID, 2, 2), E(AN, 1, 60), E(ID, 2, 2),
	E5(AN, 1, 80, 256), E(ID, 2, 2), E5(AN, 1, 80, 256), E(ID, 2, 2),
	E5(AN, 1, 80, 256), E(AN, 1, 20) };
static const struct element fob[] = { E(ID, 2, 2), E(ID, 1, 2), E(AN, 1, 80),
	E(ID, 2, 2), E(ID, 3, 3), E(ID, 1, 2), E(AN, 1, 80), E(ID, 2, 2),
	E(AN, 1, 80) };
static const struct element ctp[] = { E(ID, 2, 2), E(ID, 3, 3), E(RE, 1, 17),
	E(RE, 1, 15), E(AN, 1, 40), E(ID, 3, 3), E(RE, 1, 10), E(RE, 1, 18),
	E(ID, 2, 2), E(AN, 1, 10) };
static const struct element csh[] = { E(ID, 1, 2), E(ID, 1, 1), E(NU, 1, 10),
	E(AN, 1, 35), E(DT, 8, 8) };
static const struct element sac[] = { E(ID, 1, 1), E(ID, 4, 4), E(ID, 2, 2),
	E(AN, 1, 10), E(NU, 1, 15), E(ID, 1, 1), E(RE, 1, 6), E(RE, 1, 9),
	E(ID, 2, 2), E(RE, 1, 15), E(RE, 1, 15), E(ID, 2, 2), E5(AN, 1, 30, 80),
	E(AN, 1, 20), E(AN, 1, 80), E(ID, 2, 3) };
static const struct element ita[] = { E(ID, 1, 1), E(ID, 2, 2), E(ID, 2, 10),
	E(ID, 2, 2), E(AN, 1, 16), E(RE, 1, 9), E(NU, 1, 15), E(ID, 1, 1),
	E(RE, 1, 6), E(RE, 1, 15), E(ID, 2, 2), E(RE, 1, 15), E(AN, 1, 80) };
static const struct element itd[] = { E(ID, 2, 2), E(ID, 1, 2), E(RE, 1, 6),
	E(DT, 8, 8), E(NU, 1, 3), E(DT, 8, 8), E(NU, 1, 3), E(NU, 1, 10),
	E(DT, 8, 8), E(NU, 1, 10), E(RE, 1, 5), E(AN, 1, 80), E(NU, 1, 2),
	E(ID, 1, 2), E(RE, 1, 10) };
static const struct element dtm[] = { E(ID, 3, 3), E(DT, 8, 8), E(TM, 4, 8),
	E(ID, 2, 2), E(ID, 2, 3), E(AN, 1, 35) };
static const struct element ldt[] = { E(ID, 2, 2), E(RE, 1, 15), E(ID, 2, 2),
	E(DT, 8, 8) };
static const struct element td5[] = { E(ID, 1, 2), E(ID, 1, 2), E(AN, 2, 80),
	E(ID, 1, 2), E(AN, 1, 35), E(ID, 2, 2), E(ID, 1, 2), E(AN, 1, 30),
	E(ID, 2, 2), E(ID, 2, 2), E(RE, 1, 4), E(ID, 2, 2), E(ID, 2, 2),
	E(ID, 2, 2), E(ID, 2, 3) };
static const struct element n9[] = { E(ID, 2, 3), E5(AN, 1, 30, 80),
	E(AN, 1, 45), E(DT, 8, 8), E(TM, 4, 8), E(ID, 2, 2), E(AN, 1, 300) };
static const struct element msg[] = { E(AN, 1, 264), E(ID, 2, 2), E(NU, 1, 9) };
static const struct element n1[] = { E(ID, 2, 3), E(AN, 1, 60), E(ID, 1, 2),
	E(AN, 2, 80), E(ID, 2, 2), E(ID, 2, 3) };
static const struct element n2[] = { E(AN, 1, 60), E(AN, 1, 60) };
static const struct element n3[] = { E(AN, 1, 55), E(AN, 1, 55) };
static const struct element n4[] = { E(AN, 2, 30), E(ID, 2, 2), E(ID, 3, 15),
	E(ID, 2, 3), E(ID, 1, 2), E(AN, 1, 30), E(ID, 1, 3), E(ID, 1, 3) };
static const struct element po1[] = { E(AN, 1, 20), E(RE, 1, 15), E(ID, 2, 2),
	E(RE, 1, 17), E(ID, 2, 2), TEN(PRODUCT) };
static const struct element pid[] = { E(ID, 1, 1), E(ID, 2, 3), E(ID, 2, 2),
	E(AN, 1, 12), E(AN, 1, 80), E(ID, 2, 2), E(AN, 1, 15), E(ID, 1, 1),
	E(ID, 2, 3) };
static const struct element po4[] = { E(NU, 1, 6), E(RE, 1, 8), E(ID, 2, 2),
	E(AN, 3, 5), E(ID, 1, 2), E(RE, 1, 9), E(ID, 2, 2), E(RE, 1, 9),
	E(ID, 2, 2), E(RE, 1, 8), E(RE, 1, 8), E(RE, 1, 8), E(ID, 2, 2),
	E(NU, 1, 6), E(AN, 2, 3), E(AN, 1, 12), E(AN, 1, 12), E(NU, 1, 6) };
static const struct element sch[] = { E(RE, 1, 15), E(ID, 2, 2), E(ID, 2, 3),
	E(AN, 1, 60), E(ID, 3, 3), E(DT, 8, 8), E(TM, 4, 8), E(ID, 3, 3),
	E(DT, 8, 8), E(TM, 4, 8), E(AN, 1, 45), E(AN, 1, 20) };
static const struct element sdq[] = { E(ID, 2, 2), E(ID, 1, 2), TEN(STORE),
	E(AN, 1, 30) };
static const struct element txi[] = { E(ID, 2, 2), E(RE, 1, 18), E(RE, 1, 10),
	E(ID, 2, 2), E(AN, 1, 10), E(ID, 1, 1), E(ID, 1, 1), E(RE, 1, 9),
	E(AN, 1, 20), E(AN, 1, 20) };
static const struct element ctt[] = { E(NU, 1, 6), E(RE, 1, 10), E(RE, 1, 10),
	E(ID, 2, 2), E(RE, 1, 8), E(ID, 2, 2), E(AN, 1, 80) };
static const struct element amt[] = { E(ID, 1, 3), E(RE, 1, 18), E(ID, 1, 1) };
static const struct element st[] = { E(ID, 3, 3), E(AN, 4, 9), E(AN, 1, 35) };
static const struct element se[] = { E(NU, 1, 10), E(AN, 4, 9) };

/* clang-format off */
#define RULE(a, b, c, e, required, ...) { X12_TAG(a, b, c), (e), N(e), \
	(required), { __VA_ARGS__ } }
#define NONE { 0, 0, 0 }
/* clang-format on */

static const struct rule rules[] = {
	RULE('P', 'O', '1', po1, 0, C(3, 2), C(5, 4), P(6, 7), P(8, 9),
	    P(10, 11), P(12, 13)),
	RULE('P', 'I', 'D', pid, M1(1), C(4, 3), NONE),
	RULE('S', 'T', 0, st, M2(1, 2), NONE),
	RULE('S', 'E', 0, se, M2(1, 2), NONE),
	RULE('B', 'E', 'G', beg, M2(1, 2) | M2(3, 5), NONE),
	RULE('C', 'U', 'R', cur, M2(1, 2), NONE),
	RULE('R', 'E', 'F', ref, M1(1), R(2, 3)),
	RULE('P', 'E', 'R', per, M1(1), P(3, 4), P(5, 6), P(7, 8)),
	RULE('F', 'O', 'B', fob, M1(1), C(3, 2), C(4, 5), C(7, 6)),
	RULE('C', 'T', 'P', ctp, 0, NONE),
	RULE('C', 'S', 'H', csh, 0, NONE),
	RULE('S', 'A', 'C', sac, M1(1), R(2, 3), P(3, 4), P(6, 7)),
	RULE('I', 'T', 'A', ita, M1(1), NONE),
	RULE('I', 'T', 'D', itd, 0, NONE),
	RULE('D', 'T', 'M', dtm, M1(1), R(2, 5), C(4, 3), P(5, 6)),
	RULE('L', 'D', 'T', ldt, M2(1, 2) | M1(3), NONE),
	RULE('T', 'D', '5', td5, 0, C(2, 3)),
	RULE('N', '9', 0, n9, M1(1), R(2, 3), C(6, 5)),
	RULE('M', 'S', 'G', msg, M1(1), C(3, 2)),
	RULE('N', '1', 0, n1, M1(1), R(2, 3), P(3, 4)),
	RULE('N', '2', 0, n2, M1(1), NONE),
	RULE('N', '3', 0, n3, M1(1), NONE),
	RULE('N', '4', 0, n4, 0, C(6, 5)),
	RULE('P', 'O', '4', po4, 0, NONE),
	RULE('S', 'C', 'H', sch, M2(1, 2) | M2(5, 6), NONE),
	RULE('S', 'D', 'Q', sdq, M2(1, 3) | M1(4), P(5, 6), P(7, 8), P(9, 10)),
	RULE('T', 'X', 'I', txi, M1(1), P(4, 5)),
	RULE('C', 'T', 'T', ctt, M1(1), P(3, 4), P(5, 6)),
	RULE('A', 'M', 'T', amt, M2(1, 2), NONE),
};

_Static_assert(N(rules) < 64, "rules fit their index");

void
x12_rules_index(struct x12_index *index)
{
	for (unsigned i = N(rules); i-- > 0;) {
		unsigned h = X12_HASH(rules[i].tag);

		index->next_rule[i] = index->first_rule[h];
		index->first_rule[h] = (uint8_t)(i + 1);
	}
}

static const struct rule *
find_rule(const struct x12_index *index, uint32_t key)
{
	for (unsigned k = index->first_rule[X12_HASH(key)]; k != 0;
	     k = index->next_rule[k - 1])
		if (rules[k - 1].tag == key)
			return (&rules[k - 1]);
	return (NULL);
}

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

/* Digits without sign and point, or 0 where it is no number. */
static size_t
number_digits(struct slice s, bool real)
{
	size_t digits = 0, i = 0;
	bool point = false;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	if (i == s.n)
		return (i); /* nearly all of them */
	i = s.p[0] == '-' ? 1 : 0;
	for (; i < s.n; i++)
		if (is_digit(s.p[i]))
			digits++;
		else if (real && s.p[i] == '.' && !point)
			point = true;
		else
			return (0);
	return (digits);
}

static bool
is_time(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return (false);
	if (s.n < 4 || s.n == 5 || memcmp(s.p, "24", 2) >= 0 || s.p[2] > '5')
		return (false);
	return (s.n < 6 || s.p[4] <= '5');
}

/* Versions before 004010 wrote dates with two digits for the year. */
static bool
is_date(struct x12 *x, struct slice s)
{
	if (day_parse_basic(s) != DAY_NONE)
		return (true);
	return (x->version < 4010 && day_parse_short(s) != DAY_NONE);
}

static void
check_length(struct x12 *x, const struct x12_segment *s, unsigned i, size_t n,
    const struct element *e)
{
	size_t max = x->version >= 5010 ? e->max5 : e->max;

	if (n < e->min)
		x12_wrong(x, "X12-ELEMENT-SHORT", s, i,
		    "%zu characters, at least %u are needed", n, e->min);
	else if (n > max)
		x12_wrong(x, "X12-ELEMENT-LONG", s, i,
		    "%zu characters, at most %zu are allowed", n, max);
}

static void
check_separators(struct x12 *x, const struct x12_segment *s, unsigned i)
{
	const struct x12_seps *seps = &x->isa->seps;
	struct slice v = s->e[i];
	bool repeated = false, composed = false;

	for (size_t k = 0; k < v.n; k++) {
		repeated |= v.p[k] == seps->repetition;
		composed |= v.p[k] == seps->component;
	}
	if (repeated && seps->repetition != 0)
		x12_wrong(x, "X12-ELEMENT-REPEAT", s, i,
		    "this element cannot be repeated");
	if (composed)
		x12_wrong(x, "X12-ELEMENT-COMPONENT", s, i,
		    "this element has no components");
}

static void
check_element(struct x12 *x, const struct x12_segment *s, unsigned i,
    const struct element *e)
{
	struct slice v = s->e[i];
	size_t n = v.n;

	switch (e->type) {
	case DT:
		if (!is_date(x, v))
			x12_wrong(x, "X12-ELEMENT-DATE", s, i,
			    "no date of the form CCYYMMDD");
		return;
	case TM:
		if (!is_time(v))
			x12_wrong(x, "X12-ELEMENT-TIME", s, i,
			    "no time of the form HHMM or HHMMSS");
		return;
	case NU:
	case RE:
		n = number_digits(v, e->type == RE);
		if (n == 0 || n > 18) {
			x12_wrong(x, "X12-ELEMENT-NUMBER", s, i, "%s",
			    n > 18 ? "more than 18 digits" : "no number");
			return;
		}
		break;
	case ID:
	case AN:
	default:
		break;
	}
	if (n < e->min || n > e->max)
		check_length(x, s, i, n, e);
}

/* True: they all hold. */
static bool
check_conditions(struct x12 *x, const struct x12_segment *s,
    const struct rule *r)
{
	uint64_t has = s->present;
	bool good = true;

	for (size_t i = 0; i < N(r->when) && r->when[i].kind != 0; i++) {
		const struct condition *c = &r->when[i];
		uint64_t these = has & c->mask;

		if (c->kind == 'P' && these != 0 && these != c->mask)
			x12_wrong(x, "X12-ELEMENT-CONDITION", s, c->first,
			    "elements %u and %u go together", c->first,
			    31u - (unsigned)__builtin_clz(c->mask));
		else if (c->kind == 'C' && (has >> c->first & 1) != 0 &&
		    these != c->mask)
			x12_wrong(x, "X12-ELEMENT-CONDITION", s, c->first,
			    "needs element %u",
			    31u - (unsigned)__builtin_clz(c->mask));
		else if (c->kind == 'R' && these == 0)
			x12_wrong(x, "X12-ELEMENT-CONDITION", s, c->first,
			    "this element or element %u is needed",
			    31u - (unsigned)__builtin_clz(c->mask));
		else
			continue;
		good = false;
	}
	return (good);
}

static void
check_missing(struct x12 *x, const struct x12_segment *s, uint64_t missing)
{
	for (; missing != 0; missing &= missing - 1) {
		unsigned i = (unsigned)__builtin_ctzll(missing);

		x12_wrong(x, "X12-ELEMENT-MISSING", s, i,
		    "a mandatory element is missing");
	}
}

/* More elements than the segment has: blank ones are only untidy. */
static bool
too_many(const struct x12_segment *s, unsigned n)
{
	return (s->crowded || (s->n > n && (s->present >> n >> 1) != 0));
}

/* True: all mandatory elements are there, and no more than there may be. */
static bool
check_required(struct x12 *x, const struct x12_segment *s, const struct rule *r)
{
	uint64_t missing = r->required & ~s->present;
	bool many = too_many(s, r->n);

	if (many)
		x12_wrong(x, "X12-ELEMENT-COUNT", s, r->n + 1,
		    "the segment has at most %u elements", r->n);
	check_missing(x, s, missing);
	return (!many && missing == 0);
}

static void
check_elements(struct x12 *x, const struct x12_segment *s, const struct rule *r)
{
	unsigned last = s->n < r->n ? s->n : r->n;
	const struct element *e = r->e;

	for (unsigned i = 1; i <= last; i++, e++) {
		size_t n = s->e[i].n;

		if (n == 0)
			continue;
		if (e->type > ID || n - e->min > e->range)
			check_element(x, s, i, e);
		if (s->composed && e->type == ID)
			check_separators(x, s, i);
	}
}

/* Elements that were together in one good segment are so in the next. */
void
x12_check(struct x12 *x, struct x12_segment *s)
{
	const struct rule *r;
	uint64_t *good;
	bool seen, complete;

	if (s->odd)
		x12_clean(x, s);
	if (s->n > 0 && !X12_HAS(s, s->n))
		x12_wrong(x, "X12-ELEMENT-TRAILING", s, s->n,
		    "separators at the end without an element");
	r = find_rule(&x->index, s->key);
	if (r == NULL)
		return;
	good = &x->good[r - rules];
	seen = s->present == *good && !s->crowded;
	complete = seen || check_required(x, s, r);
	check_elements(x, s, r);
	if (!seen && check_conditions(x, s, r) && complete)
		*good = s->present;
}

/* --- odd bytes --------------------------------------------------------- */

static bool
is_high(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return (true);
	return (false);
}

static bool
is_odd(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((signed char)s.p[i] < 0x20)
			return (true);
	return (false);
}

struct slice
x12_text(struct arena *a, struct slice s)
{
	size_t n = 0;
	bool latin;
	char *out;

	if (!is_odd(s))
		return (s);
	latin = !slice_utf8(s) && is_high(s);
	out = arena_alloc(a, 2 * s.n + 1);
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\r' || c == '\n')
			continue;
		if (c < 0x20)
			out[n++] = ' ';
		else if (c < 0x80 || !latin)
			out[n++] = (char)c;
		else {
			out[n++] = (char)(0xc0 | c >> 6);
			out[n++] = (char)(0x80 | (c & 0x3f));
		}
	}
	return (slice_trim((struct slice){ out, n }));
}

static void
clean_element(struct x12 *x, struct x12_segment *s, unsigned i)
{
	struct slice v = s->e[i];
	const struct x12_seps *seps = &x->isa->seps;
	bool wrapped = false, control = false, high = is_high(v), utf8;

	for (size_t k = 0; k < v.n; k++) {
		unsigned char c = (unsigned char)v.p[k];

		if (c == '\r' || c == '\n')
			wrapped = true;
		else if (c < 0x20 && v.p[k] != seps->component &&
		    v.p[k] != seps->repetition)
			control = true;
	}
	if (!wrapped && !control && !high)
		return;
	utf8 = slice_utf8(v);
	if (control)
		x12_wrong(x, "X12-CHAR", s, i, "control bytes in the text");
	if (high && !x->charset) {
		x->charset = true;
		x12_wrong(x, "X12-CHARSET", s, i,
		    "letters outside of the X12 character set, read as %s",
		    utf8 ? "UTF-8" : "ISO 8859-1");
	}
	if (wrapped && !x->wrapped) {
		x->wrapped = true;
		x12_wrong(x, "X12-WRAPPED", s, i,
		    "a line end inside of a segment is left out");
	}
	if (wrapped || control || (high && !utf8)) {
		s->e[i] = x12_text(x->arena, v);
		if (s->e[i].n == 0)
			s->present &= ~((uint64_t)1 << i);
	}
}

void
x12_clean(struct x12 *x, struct x12_segment *s)
{
	for (unsigned i = 0; i <= s->n && i <= X12_ELEMENTS_MAX; i++)
		clean_element(x, s, i);
	s->key = x12_key(s->e[0]);
}
