/*
 * Acknowledgments of an interchange: TA1, 997 (004010) and 999 (005010).  A
 * 999 is a 997 with other tags: IK3 IK4 IK5 for AK3 AK4 AK5.
 *
 * They speak of syntax alone: findings whose rule has no X12 code are the
 * order answer's business.  Findings of the envelope of a group are told in
 * its AK9; where they belong is known by their places in the file.
 */
#include "domain/finding.h"
#include "writers/x12_common.h"

#define CODES_MAX 5 /* AK5, AK9 */
#define COPY_MAX 99
#define POSITION_MAX 999999
#define ELEMENTS_MAX 99 /* AK4 of an AK3 */

struct dialect {
	const char *set, *document;
	const char *segment, *element, *end; /* AK3 AK4 AK5 */
};
static const struct dialect dialect_997 = { "997", "functional acknowledgment",
	"AK3", "AK4", "AK5" };
static const struct dialect dialect_999 = { "999",
	"implementation acknowledgment", "IK3", "IK4", "IK5" };

struct codes {
	const char *v[CODES_MAX];
	size_t n;
};

/* One functional group of the interchange that is answered. */
struct group {
	const struct technical_answer *a;
	size_t from, to; /* messages */
	struct codes codes;
	int64_t stated;                    /* sets, as GE01 says; -1 */
	size_t accepted, rejected, errors; /* sets; errors: as was said */
};

static void
add_code(struct codes *c, const char *code)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i], code) == 0)
			return;
	if (c->n < CODES_MAX)
		c->v[c->n++] = code;
}

static void
put_codes(struct x12_out *d, const struct codes *c)
{
	for (size_t i = 0; i < c->n; i++)
		seg_code(&d->w, ELEMENT, c->v[i]);
}

static const char *
code_of(const struct finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);

	if (f->severity == SEVERITY_NOTE || rule == NULL)
		return (NULL);
	return (rule->x12);
}

static bool
is_of(const struct finding *f, const char *family)
{
	return (slice_starts(f->code, slice_of(family)));
}

/* --- TA1 ----------------------------------------------------------------- */

/* The first error, else the first warning; three digits are an I18 code. */
static const char *
interchange_note(const struct technical_answer *a)
{
	const char *code, *found = NULL;

	for (size_t i = 0; i < a->findings.n; i++) {
		const struct finding *f = LIST_AT(&a->findings, struct finding,
		    i);

		code = code_of(f);
		if (code == NULL || strlen(code) != 3)
			continue;
		if (f->severity == SEVERITY_ERROR)
			return (code);
		if (found == NULL)
			found = code;
	}
	return (found);
}

/* Digits of what somebody wrote, with zeros before: bad ones are not sent
 * back. */
static void
put_digits(struct x12_out *d, struct slice s, size_t width)
{
	char out[10] = "000000000";
	size_t n = 0;

	INVARIANT(width < sizeof(out));
	s = slice_trim(s);
	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] >= '0' && s.p[i] <= '9';
	if (s.n > 0 && n == s.n && n <= width)
		memcpy(out + width - n, s.p, n);
	out[width] = '\0';
	seg_code(&d->w, ELEMENT, out);
}

static void
ta1(struct x12_out *d, const struct technical_answer *a)
{
	const char *note = interchange_note(a);
	struct slice on, at = SLICE_NONE;

	(void)slice_cut(slice_trim(a->interchange_prepared), ' ', &on, &at);
	if (seg_blank(a->interchange_control))
		seg_missing(&d->w, "interchange_control");
	seg_open(&d->w, "TA1");
	put_digits(d, a->interchange_control, 9);
	put_digits(d, on, 6);
	put_digits(d, slice_sub(slice_trim(at), 0, 4), 4);
	seg_code(&d->w, ELEMENT,
	    a->interchange_rejected ? "R" :
		note != NULL        ? "E" :
				      "A");
	if (note == NULL)
		note = a->interchange_rejected ? "024" : "000";
	seg_code(&d->w, ELEMENT, note);
	seg_close(&d->w);
}

/* --- segments and elements in error -------------------------------------- */

/* 004010 knows fewer codes than the rules name; 8: something in it is wrong,
 * for the codes of elements are others. */
static const char *
segment_code(const struct x12_out *d, const struct finding *f)
{
	const char *code = is_of(f, "X12-SEG-") || is_of(f, "GUIDE-SEGMENT") ||
		is_of(f, "X12-NO-LINES") || is_of(f, "X12-LINES-LIMIT") ?
	    code_of(f) :
	    "8";

	if (code == NULL)
		code = "8";
	return (!d->five && strcmp(code, "10") == 0 ? "8" : code);
}

static const char *
element_code(const struct x12_out *d, const char *code)
{
	if (d->five || strlen(code) == 1 || strcmp(code, "10") == 0)
		return (code);
	return ("3"); /* repetitions, components, separators at the end */
}

static const char *
set_code(const struct x12_out *d, const char *code)
{
	return (!d->five && strcmp(code, "23") == 0 ? "7" : code);
}

static const char *
group_code(const struct x12_out *d, const char *code)
{
	return (!d->five && strcmp(code, "19") == 0 ? "6" : code);
}

static bool
is_of_set(const struct finding *f)
{
	return (is_of(f, "X12-SET-") || is_of(f, "X12-ST-") ||
	    is_of(f, "X12-SE-") || is_of(f, "X12-VERSION"));
}

static bool
is_tag(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < 'A' || s.p[i] > 'Z') &&
		    (s.p[i] < '0' || s.p[i] > '9'))
			return (false);
	return (s.n == 2 || s.n == 3);
}

static bool
is_of_segment(const struct finding *f)
{
	return (!is_of_set(f) && f->segment > 0 && f->segment <= POSITION_MAX &&
	    is_tag(f->tag) && code_of(f) != NULL && strlen(code_of(f)) <= 2);
}

/* A count that is wrong is a value, not a length; a quantity of nothing is
 * there. */
static const char *
value_code(const struct finding *f)
{
	if (is_of(f, "X12-CTT-COUNT") ||
	    (is_of(f, "X12-QUANTITY") && f->value.n > 0))
		return ("7");
	return (code_of(f));
}

static void
element(struct x12_out *d, const struct dialect *t, const struct finding *f)
{
	struct slice at, rest = f->element;
	int64_t n;

	seg_open(&d->w, t->element);
	for (int part = 0; part < (d->five ? 3 : 2) && rest.n > 0; part++) {
		(void)slice_cut(rest, ':', &at, &rest);
		if (slice_int(at, &n) && n >= 1 && n <= (part < 2 ? 99 : 9999))
			seg_int(&d->w, part == 0 ? ELEMENT : PART, n);
		else /* no component of it, a repetition */
			seg_code(&d->w, part == 0 ? ELEMENT : PART, "");
	}
	seg_skip(&d->w, 1);
	seg_code(&d->w, ELEMENT, element_code(d, value_code(f)));
	seg_text(&d->w, ELEMENT, f->value, 1, COPY_MAX);
	seg_close(&d->w);
}

static bool
is_of_element(const struct finding *f)
{
	int64_t n;
	struct slice first, rest;

	(void)slice_cut(f->element, ':', &first, &rest);
	return (is_of_segment(f) && slice_int(first, &n) && n > 0 && n <= 99);
}

/* All faults of elements of one segment: one AK3 says 8 and has their AK4. */
static void
elements(struct x12_out *d, const struct dialect *t, const struct list *all,
    size_t first)
{
	const struct finding *f = LIST_AT(all, struct finding, first);
	int left = ELEMENTS_MAX;

	seg_open(&d->w, t->segment);
	seg_put(&d->w, ELEMENT, seg_plain(&d->w, f->tag));
	seg_int(&d->w, ELEMENT, f->segment);
	seg_skip(&d->w, 1);
	seg_code(&d->w, ELEMENT, "8");
	seg_close(&d->w);
	for (size_t i = first; i < all->n && left-- > 0; i++) {
		const struct finding *next = LIST_AT(all, struct finding, i);

		if (next->segment != f->segment)
			break;
		if (is_of_element(next))
			element(d, t, next);
	}
}

static bool
begins_segment(const struct list *all, size_t i)
{
	const struct finding *f = LIST_AT(all, struct finding, i);

	while (i-- > 0) {
		const struct finding *before = LIST_AT(all, struct finding, i);

		if (before->segment != f->segment)
			return (true);
		if (is_of_element(before))
			return (false);
	}
	return (true);
}

/* True: something was told. */
static bool
faults(struct x12_out *d, const struct dialect *t, const struct list *all)
{
	bool told = false;

	for (size_t i = 0; i < all->n; i++) {
		const struct finding *f = LIST_AT(all, struct finding, i);

		if (!is_of_segment(f))
			continue;
		if (is_of_element(f)) {
			if (begins_segment(all, i))
				elements(d, t, all, i);
		} else {
			seg_open(&d->w, t->segment);
			seg_put(&d->w, ELEMENT, seg_plain(&d->w, f->tag));
			seg_int(&d->w, ELEMENT, f->segment);
			seg_skip(&d->w, 1);
			seg_code(&d->w, ELEMENT, segment_code(d, f));
			seg_close(&d->w);
		}
		told = true;
	}
	return (told);
}

/* --- sets and groups ----------------------------------------------------- */

static void
set_codes(const struct x12_out *d, const struct answered_message *m, bool told,
    struct codes *c)
{
	if (told)
		add_code(c, "5");
	for (size_t i = 0; i < m->findings.n; i++) {
		const struct finding *f = LIST_AT(&m->findings, struct finding,
		    i);

		if (is_of_set(f) && code_of(f) != NULL)
			add_code(c, set_code(d, code_of(f)));
	}
	if (c->n == 0 && m->verdict == VERDICT_REJECTED)
		add_code(c, "5");
}

/* What they wrote, as far as it can be written again: a bad number must not
 * keep its refusal from being sent. */
static void
echo(struct x12_out *d, struct slice s, size_t min, size_t max)
{
	struct slice piece, rest = seg_plain(&d->w, s);

	if (!seg_piece(&d->w, &rest, max, &piece) || piece.n < min)
		piece = slice_sub(SLICE("0000"), 0, min);
	seg_put(&d->w, ELEMENT, piece);
}

/* True: with errors that it tells of. */
static bool
message(struct x12_out *d, const struct dialect *t,
    const struct answered_message *m)
{
	struct codes codes = { 0 };
	bool told = false;

	seg_open(&d->w, "AK2");
	echo(d, m->kind, 3, 3);
	echo(d, m->control_number, 4, 9);
	seg_close(&d->w);
	if (m->verdict != VERDICT_ACCEPTED) {
		told = faults(d, t, &m->findings);
		set_codes(d, m, told, &codes);
	}
	seg_open(&d->w, t->end);
	/* Accepted with errors that nobody can be told: accepted. */
	seg_code(&d->w, ELEMENT,
	    m->verdict == VERDICT_REJECTED ? "R" :
		codes.n > 0                ? "E" :
					     "A");
	put_codes(d, &codes);
	seg_close(&d->w);
	return (codes.n > 0);
}

static void
count(struct group *g)
{
	for (size_t i = g->from; i < g->to; i++) {
		const struct answered_message *m = LIST_AT(&g->a->messages,
		    struct answered_message, i);

		if (m->verdict == VERDICT_REJECTED)
			g->rejected++;
		else
			g->accepted++;
	}
}

/* Between the group before and this one a GS may be wrong, behind it a GE. */
static void
group_findings(const struct x12_out *d, struct group *g)
{
	const struct list *m = &g->a->messages;
	int64_t first = LIST_AT(m, struct answered_message, g->from)->offset;
	int64_t last = LIST_AT(m, struct answered_message, g->to - 1)->offset;
	int64_t before = g->from == 0 ?
	    INT64_MIN :
	    LIST_AT(m, struct answered_message, g->from - 1)->offset + 1;
	int64_t after = g->to == m->n ?
	    INT64_MAX :
	    LIST_AT(m, struct answered_message, g->to)->offset;

	g->stated = -1;
	for (size_t i = 0; i < g->a->findings.n; i++) {
		const struct finding *f = LIST_AT(&g->a->findings,
		    struct finding, i);
		bool opens = is_of(f, "X12-GS-"), ends = is_of(f, "X12-GE-");

		if ((opens && f->offset >= before && f->offset <= first) ||
		    (ends && f->offset >= last && f->offset < after)) {
			if (is_of(f, "X12-GE-COUNT"))
				(void)slice_int(f->value, &g->stated);
			if (code_of(f) != NULL && strlen(code_of(f)) <= 2)
				add_code(&g->codes, group_code(d, code_of(f)));
		}
	}
}

static void
group_end(struct x12_out *d, struct group *g)
{
	size_t n = g->to - g->from;

	count(g);
	group_findings(d, g);
	seg_open(&d->w, "AK9");
	seg_code(&d->w, ELEMENT,
	    g->accepted == 0                    ? "R" :
		g->rejected > 0                 ? "P" :
		g->errors > 0 || g->codes.n > 0 ? "E" :
						  "A");
	seg_int(&d->w, ELEMENT,
	    g->stated >= 0 && g->stated <= POSITION_MAX ? g->stated :
							  (int64_t)n);
	seg_int(&d->w, ELEMENT, (int64_t)n);
	seg_int(&d->w, ELEMENT, (int64_t)g->accepted);
	put_codes(d, &g->codes);
	seg_close(&d->w);
}

static void
group(struct x12_out *d, const struct dialect *t, struct group *g)
{
	const struct answered_message *m = LIST_AT(&g->a->messages,
	    struct answered_message, g->from);

	x12_out_set(d, t->set);
	seg_open(&d->w, "AK1");
	echo(d, m->group_kind, 2, 2);
	echo(d, m->group_control, 1, 9);
	if (d->five && !seg_blank(m->group_version))
		echo(d, m->group_version, 1, 12);
	seg_close(&d->w);
	for (size_t i = g->from; i < g->to; i++) {
		d->w.line = (int64_t)i;
		g->errors += message(d, t,
		    LIST_AT(&g->a->messages, struct answered_message, i));
	}
	group_end(d, g);
	x12_out_set_end(d);
}

/* What stood in no group is TA1's business. */
static bool
is_known(const struct answered_message *m)
{
	return (!seg_blank(m->group_kind) && !seg_blank(m->group_control));
}

static size_t
known(const struct technical_answer *a)
{
	size_t n = 0;

	for (size_t i = 0; i < a->messages.n; i++)
		n += is_known(
		    LIST_AT(&a->messages, struct answered_message, i));
	return (n);
}

/* Does a second group under the number of the first begin between them? */
static bool
parted(const struct technical_answer *a, const struct answered_message *x,
    const struct answered_message *y)
{
	for (size_t i = 0; i < a->findings.n; i++) {
		const struct finding *f = LIST_AT(&a->findings, struct finding,
		    i);

		if (is_of(f, "X12-GS-DUPLICATE") && f->offset > x->offset &&
		    f->offset <= y->offset)
			return (true);
	}
	return (false);
}

static void
groups(struct x12_out *d, const struct dialect *t,
    const struct technical_answer *a)
{
	const struct answered_message *first, *m;

	x12_out_group(d, "FA");
	for (size_t i = 0, to; i < a->messages.n && !d->w.out->failed; i = to) {
		struct group g = { .a = a, .from = i };

		first = LIST_AT(&a->messages, struct answered_message, i);
		for (to = i + 1; to < a->messages.n; to++) {
			m = LIST_AT(&a->messages, struct answered_message, to);
			if (!slice_eq(m->group_kind, first->group_kind) ||
			    !slice_eq(m->group_control, first->group_control) ||
			    parted(a, first, m))
				break;
		}
		g.to = to;
		if (is_known(first))
			group(d, t, &g);
	}
}

static enum rc
acknowledge(const struct dialect *t, const struct technical_answer *a,
    struct buf *out, struct err *e)
{
	struct x12_out d;
	size_t sets = a->interchange_rejected ? 0 : known(a);

	x12_out_start(&d, &a->head, t->document, out, e);
	if (t == &dialect_999 && !d.five)
		x12_out_version(&d, SLICE("005010"));
	x12_out_isa(&d, false);
	if (a->ta1_wanted || sets == 0 || sets < a->messages.n)
		ta1(&d, a);
	if (sets > 0)
		groups(&d, t, a);
	return (x12_out_finish(&d));
}

enum rc
write_x12_997(const struct technical_answer *a, struct buf *out, struct err *e)
{
	return (acknowledge(&dialect_997, a, out, e));
}

enum rc
write_x12_999(const struct technical_answer *a, struct buf *out, struct err *e)
{
	return (acknowledge(&dialect_999, a, out, e));
}

enum rc
write_x12_ta1(const struct technical_answer *a, struct buf *out, struct err *e)
{
	struct x12_out d;

	x12_out_start(&d, &a->head, "interchange acknowledgment", out, e);
	x12_out_isa(&d, false);
	ta1(&d, a);
	return (x12_out_finish(&d));
}
