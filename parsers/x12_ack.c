/*
 * X12 997, 999 and TA1: what a partner says of that which we sent.
 *
 * One receipt a set that is named (AK2), then one for the group, whose message
 * is empty: it speaks of the sets that were not named.  A TA1 gives one for
 * the interchange.  A 997 that is faulty itself gives none.  Nothing here is
 * ever answered.
 */
#include <stdarg.h>
#include <stdio.h>

#include "parsers/x12_order.h"

#define TEXT_MAX 400

struct ack {
	struct x12 *x;
	struct slice group, group_kind;
	struct receipt set; /* of the open AK2 */
	bool in_set, group_done;
	char text[TEXT_MAX]; /* what they found in it */
	size_t n;
	bool full;
	int64_t sets, taken, refused;
	struct list receipts;
};

struct words {
	char code[4];
	const char *words;
};

/* Our words for their codes: DE 720 and 620, 723 and 621, 718 and 618, 716,
 * I18.  The numbers mean the same in 997 and 999. */
/* clang-format off */
static const struct words segment_words[] = {
	{ "1", "is not known" }, { "2", "is not expected there" },
	{ "3", "is missing" }, { "4", "begins a loop once too often" },
	{ "5", "stands there once too often" },
	{ "6", "is no segment of the message" },
	{ "7", "is out of order" }, { "8", "has faulty elements" },
	{ "10", "ends with separators" },
	{ "I4", "is not used by their guide" },
	{ "I6", "is missing by their guide" },
	{ "I7", "begins a loop that is missing by their guide" },
	{ "I8", "is missing by their guide" },
	{ "I9", "is not used by their guide in this case" },
};
static const struct words element_words[] = {
	{ "1", "is missing" }, { "2", "is missing beside another" },
	{ "3", "is one too many" }, { "4", "is too short" },
	{ "5", "is too long" }, { "6", "has a character that may not be" },
	{ "7", "is a code that they do not know" }, { "8", "is no date" },
	{ "9", "is no time" }, { "10", "may not stand beside another" },
	{ "12", "is repeated too often" },
	{ "13", "has too many components" },
	{ "16", "ends with separators" },
	{ "I6", "is a code that their guide does not use" },
	{ "I9", "is missing by their guide" },
	{ "I10", "is not used by their guide" },
	{ "I11", "is not repeated often enough" },
	{ "I12", "has another form than their guide asks for" },
	{ "I13", "is not used by their guide in this case" },
};
static const struct words set_words[] = {
	{ "1", "they do not process this set" },
	{ "2", "its SE is missing" },
	{ "3", "ST02 and SE02 differ" }, { "4", "SE01 is wrong" },
	{ "5", "segments are in error" }, { "6", "ST01 is wrong" },
	{ "7", "ST02 is wrong" },
	{ "18", "it stood outside of a group" },
	{ "19", "they do not know the convention of ST03" },
	{ "23", "ST02 was used twice in the group" },
	{ "I5", "segments are in error by their guide" },
	{ "I6", "they do not use this guide" },
};
static const struct words group_words[] = {
	{ "1", "they do not process this kind of group" },
	{ "2", "they do not process this version" },
	{ "3", "its GE is missing" }, { "4", "GS06 and GE02 differ" },
	{ "5", "GE01 is wrong" }, { "6", "GS06 is wrong" },
	{ "7", "they do not know GS02" }, { "8", "they do not know GS03" },
	{ "9", "GS07 is wrong" }, { "19", "GS06 was used twice" },
	{ "30", "GS04 is no date" }, { "31", "GS05 is no time" },
};
static const struct words interchange_words[] = {
	{ "001", "ISA13 and IEA02 differ" },
	{ "002", "they do not know ISA11" },
	{ "003", "they do not process this version" },
	{ "004", "the terminator cannot be used" },
	{ "005", "ISA05 is wrong" }, { "006", "they do not know ISA06" },
	{ "007", "ISA07 is wrong" }, { "008", "ISA08 is wrong" },
	{ "009", "they do not know ISA08" }, { "010", "ISA01 is wrong" },
	{ "011", "ISA02 is wrong" }, { "012", "ISA03 is wrong" },
	{ "013", "ISA04 is wrong" }, { "014", "ISA09 is no date" },
	{ "015", "ISA10 is no time" }, { "016", "ISA11 is wrong" },
	{ "017", "ISA12 is wrong" }, { "018", "ISA13 is wrong" },
	{ "019", "ISA14 is wrong" }, { "020", "ISA15 is wrong" },
	{ "021", "IEA01 is wrong" }, { "022", "its structure is wrong" },
	{ "023", "it ends too early" }, { "024", "what is in it is wrong" },
	{ "025", "ISA13 was used before" },
	{ "026", "the separator of elements cannot be used" },
	{ "027", "the separator of components cannot be used" },
	{ "032", "the separator of repetitions cannot be used" },
};
/* clang-format on */

#define WORDS(t, code) words_of((t), sizeof(t) / sizeof((t)[0]), (code))

/* NULL: none of ours */
static const char *
words_of(const struct words *t, size_t n, struct slice code)
{
	for (size_t i = 0; i < n; i++)
		if (slice_is(code, t[i].code))
			return (t[i].words);
	return (NULL);
}

/* --- one line of text -------------------------------------------------- */

/* All of it or nothing: a text is never cut within a letter. */
static void PRINTF_LIKE(2, 3) add(struct ack *c, const char *fmt, ...)
{
	char more[TEXT_MAX];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(more, sizeof(more), fmt, ap);
	va_end(ap);
	if (c->full || n < 0 || (size_t)n >= sizeof(more) ||
	    c->n + (size_t)n + 6 > TEXT_MAX) {
		if (!c->full && c->n > 0) {
			memcpy(c->text + c->n, ", ...", 5);
			c->n += 5;
		}
		c->full = true;
		return;
	}
	memcpy(c->text + c->n, more, (size_t)n);
	c->n += (size_t)n;
}

static void
add_code(struct ack *c, const char *words, struct slice code)
{
	if (words != NULL)
		add(c, "%s", words);
	else
		add(c, "error " SL_FMT, SL_ARG(code));
}

static struct slice
text_of(struct ack *c)
{
	return (arena_slice(c->x->arena, (struct slice){ c->text, c->n }));
}

/* --- verdicts ---------------------------------------------------------- */

/* A verdict by its letter; false: there is none. */
static bool
verdict_of(struct slice code, enum verdict *v)
{
	if (code.n != 1)
		return (false);
	switch (code.p[0]) {
	case 'A':
		*v = VERDICT_ACCEPTED;
		return (true);
	case 'E':
	case 'P':
		*v = VERDICT_ERRORS;
		return (true);
	case 'R':
	case 'M':
	case 'W':
	case 'X':
		*v = VERDICT_REJECTED;
		return (true);
	default:
		return (false);
	}
}

static void
why_refused(struct ack *c, struct slice code)
{
	if (slice_is(code, "M"))
		add(c, "%smessage authentication failed", c->n > 0 ? "; " : "");
	else if (slice_is(code, "W"))
		add(c, "%sassurance failed", c->n > 0 ? "; " : "");
	else if (slice_is(code, "X"))
		add(c, "%sit could not be decrypted", c->n > 0 ? "; " : "");
}

/* Codes from the element `from` on. */
static void
add_reasons(struct ack *c, const struct x12_segment *s, unsigned from,
    unsigned to, const struct words *t, size_t n)
{
	for (unsigned i = from; i <= to; i++)
		if (X12_HAS(s, i)) {
			add(c, "%s", c->n > 0 ? "; " : "");
			add_code(c, words_of(t, n, s->e[i]), s->e[i]);
		}
}

static void
push(struct ack *c, const struct x12_segment *s, const struct receipt *r)
{
	if (c->receipts.n == X12_ROWS_MAX) {
		x12_wrong(c->x, "X12-ROWS-LIMIT", s, 0, "more than %d sets",
		    X12_ROWS_MAX);
		return;
	}
	if (c->receipts.n < X12_ROWS_MAX)
		*(struct receipt *)shape_push(c->x->arena, &c->receipts,
		    &receipt_shape) = *r;
}

/* …and whoever waits for an answer must know. */
static void
tell_refused(struct ack *c, const struct x12_segment *s,
    const struct receipt *r, const char *what, struct slice which)
{
	if (r->verdict == VERDICT_REJECTED)
		x12_wrong(c->x, "X12-ACK-REFUSED", s, 1,
		    "they refused %s " SL_FMT "%s" SL_FMT, what, SL_ARG(which),
		    r->text.n > 0 ? ": " : "", SL_ARG(r->text));
}

/* --- segments ---------------------------------------------------------- */

static void
begin(struct ack *c, struct receipt *r, int64_t offset)
{
	shape_init(&receipt_shape, r);
	r->kind = c->x->message.kind;
	r->group = c->group;
	r->document_kind = x12_group_set(c->group_kind);
	r->offset = offset;
	c->n = 0;
	c->full = false;
}

static void
ak1(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;

	c->group_kind = x12_at(s, 1);
	c->group = x12_at(s, 2);
}

static void
ak2(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;

	begin(c, &c->set, (int64_t)s->offset);
	c->sets++;
	c->in_set = true;
	c->set.document_kind = x12_at(s, 1);
	c->set.message = x12_at(s, 2);
}

static void
segment_error(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;

	if (!c->in_set)
		return;
	add(c, "%s" SL_FMT " (segment " SL_FMT ") ", c->n > 0 ? "; " : "",
	    SL_ARG(x12_at(s, 1)), SL_ARG(x12_at(s, 2)));
	if (X12_HAS(s, 4))
		add_code(c, WORDS(segment_words, s->e[4]), s->e[4]);
	else
		add(c, "is in error");
}

static void
element_error(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;

	if (!c->in_set)
		return;
	add(c, "%selement " SL_FMT, c->n > 0 ? ", " : "", SL_ARG(x12_at(s, 1)));
	if (X12_HAS(s, 4))
		add(c, " '" SL_FMT "'", SL_ARG(s->e[4]));
	add(c, " ");
	add_code(c, WORDS(element_words, x12_at(s, 3)), x12_at(s, 3));
}

/* P, in part, is said of groups only. */
static void
set_verdict(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;
	struct slice code = x12_at(s, 1);

	if (!c->in_set)
		return;
	c->in_set = false;
	c->set.code = code;
	if (!verdict_of(code, &c->set.verdict) || slice_is(code, "P")) {
		if (code.n > 0)
			x12_wrong(c->x, "X12-ACK-CODE", s, 1,
			    "no verdict on a set");
		return;
	}
	why_refused(c, code);
	add_reasons(c, s, 2, 6, set_words,
	    sizeof(set_words) / sizeof(set_words[0]));
	c->set.text = text_of(c);
	c->taken += c->set.verdict != VERDICT_REJECTED;
	c->refused += c->set.verdict == VERDICT_REJECTED;
	tell_refused(c, s, &c->set, "the message", c->set.message);
	push(c, s, &c->set);
}

static int64_t
count_of(const struct x12_segment *s, unsigned i)
{
	int64_t n;

	return (slice_int(x12_at(s, i), &n) ? n : INT_NONE);
}

static void
check_counts(struct ack *c, const struct x12_segment *s,
    const struct receipt *r)
{
	int64_t received = count_of(s, 3), taken = count_of(s, 4);

	if (received == INT_NONE || taken == INT_NONE)
		return;
	if (taken > received)
		x12_wrong(c->x, "X12-ACK-COUNT", s, 4,
		    "more were taken than received");
	else if (c->sets > received)
		x12_wrong(c->x, "X12-ACK-COUNT", s, 3, "%lld sets are named",
		    (long long)c->sets);
	else if (c->taken > taken)
		x12_wrong(c->x, "X12-ACK-COUNT", s, 4,
		    "%lld sets are said to be taken", (long long)c->taken);
	else if (c->sets > 0)
		return; /* they speak for themselves */
	else if (r->verdict == VERDICT_ACCEPTED && taken < received)
		x12_wrong(c->x, "X12-ACK-DISAGREES", s, 4,
		    "the group is taken, %lld of its sets are not",
		    (long long)(received - taken));
	else if (r->verdict == VERDICT_REJECTED && taken > 0)
		x12_wrong(c->x, "X12-ACK-DISAGREES", s, 4,
		    "the group is refused, %lld of its sets are taken",
		    (long long)taken);
}

static void
check_agreement(struct ack *c, const struct x12_segment *s,
    const struct receipt *r)
{
	if (r->verdict == VERDICT_ACCEPTED && c->refused > 0)
		x12_wrong(c->x, "X12-ACK-DISAGREES", s, 1,
		    "the group is taken, %lld of its sets are refused",
		    (long long)c->refused);
	else if (r->verdict == VERDICT_REJECTED && c->taken > 0)
		x12_wrong(c->x, "X12-ACK-DISAGREES", s, 1,
		    "the group is refused, %lld of its sets are taken",
		    (long long)c->taken);
}

static void
group_verdict(void *ctx, const struct x12_segment *s)
{
	struct ack *c = ctx;
	struct receipt r;

	if (c->group_done)
		return;
	c->group_done = true;
	begin(c, &r, (int64_t)s->offset);
	r.code = x12_at(s, 1);
	if (!verdict_of(r.code, &r.verdict)) {
		if (r.code.n > 0)
			x12_wrong(c->x, "X12-ACK-CODE", s, 1,
			    "no verdict on a group");
		return;
	}
	if (slice_is(r.code, "P"))
		add(c, "taken in part: " SL_FMT " of " SL_FMT,
		    SL_ARG(x12_at(s, 4)), SL_ARG(x12_at(s, 3)));
	why_refused(c, r.code);
	add_reasons(c, s, 5, 9, group_words,
	    sizeof(group_words) / sizeof(group_words[0]));
	r.text = text_of(c);
	x12_wrong(c->x, "X12-ACK", s, 1,
	    "group " SL_FMT ": they say " SL_FMT ", " SL_FMT " of " SL_FMT
	    " sets taken",
	    SL_ARG(c->group), SL_ARG(r.code), SL_ARG(x12_at(s, 4)),
	    SL_ARG(x12_at(s, 3)));
	check_counts(c, s, &r);
	check_agreement(c, s, &r);
	if (c->sets == 0)
		tell_refused(c, s, &r, "the group", c->group);
	push(c, s, &r);
}

/* --- all of it --------------------------------------------------------- */

static void
begin_ack(struct x12 *x, void *state, const struct x12_set *set)
{
	struct ack *c = state;

	(void)set;
	c->x = x;
}

static void
end_ack(struct x12 *x, void *state, const struct x12_set *set)
{
	struct ack *c = state;

	(void)set;
	x->message.document_id = c->group;
	if (x->errors > 0)
		return;
	for (size_t i = 0; i < c->receipts.n && x->rc == RC_OK; i++)
		x->rc = x->sink->receipt(x->sink->ctx,
		    LIST_AT(&c->receipts, struct receipt, i), x->err);
}

static const struct x12_act acts_997[] = {
	{ "AK1", ak1 },
	{ "AK2", ak2 },
	{ "AK2/AK3", segment_error },
	{ "AK2/AK3/AK4", element_error },
	{ "AK2/AK5", set_verdict },
	{ "AK9", group_verdict },
};
static const struct x12_act acts_999[] = {
	{ "AK1", ak1 },
	{ "AK2", ak2 },
	{ "AK2/IK3", segment_error },
	{ "AK2/IK3/IK4", element_error },
	{ "AK2/IK5", set_verdict },
	{ "AK9", group_verdict },
};

const struct x12_kind x12_997 = {
	.set = "997",
	.heading = X12_TAG('A', 'K', '1'),
	.document = 2,
	.size = sizeof(struct ack),
	.acts = acts_997,
	.n = sizeof(acts_997) / sizeof(acts_997[0]),
	.begin = begin_ack,
	.end = end_ack,
};
const struct x12_kind x12_999 = {
	.set = "999",
	.heading = X12_TAG('A', 'K', '1'),
	.document = 2,
	.size = sizeof(struct ack),
	.acts = acts_999,
	.n = sizeof(acts_999) / sizeof(acts_999[0]),
	.begin = begin_ack,
	.end = end_ack,
};

/* --- TA1 --------------------------------------------------------------- */

/* One segment that is a message of its own. */
void
x12_ta1(struct x12 *x, const struct x12_segment *s)
{
	struct ack c = { .x = x };
	struct receipt r;

	begin(&c, &r, (int64_t)s->offset);
	r.document_kind = SLICE_NONE;
	r.interchange = x12_text(x->arena, x12_at(s, 1));
	r.code = x12_text(x->arena, x12_at(s, 4));
	if (!slice_digits(r.interchange, 9, 9))
		x12_wrong(x, "X12-TA1-NUMBER", s, 1,
		    "an interchange has a number of nine digits");
	if (!verdict_of(r.code, &r.verdict) || slice_is(r.code, "P"))
		x12_wrong(x, "X12-ACK-CODE", s, 4,
		    "no verdict on an interchange");
	if (X12_HAS(s, 5) && !slice_is(s->e[5], "000"))
		add_code(&c, WORDS(interchange_words, s->e[5]), s->e[5]);
	r.text = text_of(&c);
	if (x->errors > 0)
		return;
	tell_refused(&c, s, &r, "the interchange", r.interchange);
	if (x->rc == RC_OK)
		x->rc = x->sink->receipt(x->sink->ctx, &r, x->err);
}
