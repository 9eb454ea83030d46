#include "parsers/x12.h"

#include <stdarg.h>
#include <stdio.h>

#include "domain/arithmetic.h"
#include "domain/finding.h"
#include "parsers/edi.h"
#include "parsers/edifact_envelope.h"

#define VALUE_MAX 99
#define TAG_MAX 8 /* longer ones are no tags */

extern const struct finding_rule x12_findings[], x12_set_findings[],
    guide_findings[];

/* --- findings ---------------------------------------------------------- */

enum severity
x12_severity(const char *code)
{
	static const struct finding_rule *const tables[] = { x12_findings,
		x12_set_findings, arithmetic_findings, guide_findings };

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (size_t i = 0; tables[t][i].code != NULL; i++)
			if (strcmp(tables[t][i].code, code) == 0)
				return (tables[t][i].severity);
	BUG("finding without a rule");
}

void
x12_give(struct x12 *x, struct finding *f)
{
	if (f->severity == SEVERITY_ERROR)
		x->errors++;
	else if (f->severity == SEVERITY_WARNING)
		x->warnings++;
	if (x->rc == RC_OK && x->findings++ < PARSE_FINDINGS_MAX)
		x->rc = x->sink->finding(x->sink->ctx, f, x->err);
}

size_t
x12_place(const struct x12 *x, size_t at)
{
	return (x->joined != NULL ? wrapped_place(x->joined, at) : at);
}

/* At most VALUE_MAX bytes, and no part of a character. */
static struct slice
cut(struct slice s)
{
	size_t n = s.n < VALUE_MAX ? s.n : VALUE_MAX;

	for (int i = 0; i < 3 && n > 0 && n < s.n; i++, n--)
		if (((unsigned char)s.p[n] & 0xc0) != 0x80)
			break;
	return (slice_sub(s, 0, n));
}

/* What is quoted becomes text, whatever bytes it was. */
static struct slice
quoted(struct arena *a, struct slice value)
{
	struct slice s = cut(value);

	return (slice_utf8(s) ? s : cut(x12_text(a, s)));
}

static void PRINTF_LIKE(7, 0)
    say(struct x12 *x, const char *code, struct slice where, struct slice value,
	struct slice tag, const char *element, const char *fmt, va_list ap)
{
	struct arena *a = x->collect != NULL ? &x->own : x->arena;
	size_t most = PARSE_FINDINGS_MAX;
	struct finding f;
	char text[512];

	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = x12_severity(code);
	if (x->findings < PARSE_FINDINGS_MAX &&
	    (x->collect == NULL || x->collect->n < most)) {
		(void)vsnprintf(text, sizeof(text), fmt, ap);
		f.text = arena_slice(a, x12_text(a, slice_of(text)));
		f.tag = x12_text(a, slice_sub(tag, 0, TAG_MAX));
		f.element = element == NULL ? SLICE_NONE :
					      arena_slice(a, slice_of(element));
	}
	f.offset = where.p - x->data.p;
	f.length = (int64_t)where.n;
	f.segment = x->number > 0 ? x->number : INT_NONE;
	f.value = quoted(a, value);
	if (x->collect == NULL)
		x12_give(x, &f);
	else if (x->collect->n < most)
		*LIST_PUSH(a, x->collect, struct finding) = f;
}

/* Of another version only the nearest rules are known: what they do not allow
 * is no fault of the set. */
static const char *
of_version(const struct x12 *x, const char *code)
{
	static const char *const rules[] = { "X12-SEG-UNKNOWN",
		"X12-SEG-MISPLACED", "X12-SEG-USE", "X12-ELEMENT-COUNT",
		"X12-ELEMENT-SHORT", "X12-ELEMENT-LONG", "X12-ELEMENT-REPEAT",
		"X12-ELEMENT-COMPONENT", "X12-ELEMENT-CONDITION" };

	for (size_t i = 0; x->foreign && i < sizeof(rules) / sizeof(rules[0]);
	     i++)
		if (strcmp(code, rules[i]) == 0)
			return ("X12-VERSION-RULE");
	return (code);
}

void
x12_fault(struct x12 *x, const char *code, struct slice where, struct slice tag,
    const char *element, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(x, code, where, where, tag, element, fmt, ap);
	va_end(ap);
}

/* An absent element is at the end of its segment; one that was rewritten is
 * shown at its segment. */
struct slice
x12_place_of(const struct x12 *x, const struct x12_segment *s, unsigned element)
{
	const char *from = x->data.p + s->offset;
	struct slice v;

	if (element > s->n)
		return ((struct slice){ from + s->length, 0 });
	v = s->e[element];
	if (v.p < from || v.p > from + s->length)
		return ((struct slice){ from, s->length });
	return (v);
}

void
x12_wrong(struct x12 *x, const char *code, const struct x12_segment *s,
    unsigned element, const char *fmt, ...)
{
	struct slice where = { x->data.p + s->offset, s->length };
	struct slice value = SLICE_NONE;
	char name[48];
	size_t n;
	va_list ap;

	if (element > 0) {
		where = x12_place_of(x, s, element);
		value = x12_at(s, element <= s->n ? element : 63);
	}
	n = (size_t)snprintf(name, sizeof(name), "%u", element);
	if (x->piece.p != NULL) {
		if (x->piece.p >= where.p && x->piece.p <= where.p + where.n)
			where = x->piece;
		value = x->piece;
		if (x->component > 0)
			n += (size_t)snprintf(name + n, sizeof(name) - n, ":%u",
			    x->component);
		if (x->turn > 0)
			(void)snprintf(name + n, sizeof(name) - n, "%s:%u",
			    x->component > 0 ? "" : ":", x->turn);
	}
	va_start(ap, fmt);
	say(x, of_version(x, code), where, value, s->e[0],
	    element > 0 ? name : NULL, fmt, ap);
	va_end(ap);
}

/* --- transaction sets -------------------------------------------------- */

/* "004010VICS" is 4010; what is no version is read as 4010. */
static int
version_of(struct slice s)
{
	int n = 0;

	for (size_t i = 0; i < 6; i++) {
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9')
			return (4010);
		n = n * 10 + (s.p[i] - '0');
	}
	return (n);
}

static struct slice
canonical(struct arena *a, const char *scheme, struct slice id)
{
	if (id.n == 0)
		return (SLICE_NONE);
	return (arena_joined(a, ':', slice_of(scheme), x12_text(a, id),
	    SLICE_NONE));
}

/* Known before the set is read: answers name it in any case. */
static struct slice
peek_document(struct x12 *x, const struct x12_kind *kind,
    const struct x12_set *set, size_t at)
{
	X12_UNFILLED struct x12_segment s;
	struct slice data = { x->data.p, set->to };

	if (kind != NULL &&
	    x12_next(data, &at, x->isa->seps, &s) == X12_SEGMENT &&
	    s.key == kind->heading)
		return (x12_text(x->arena, x12_at(&s, kind->document)));
	return (SLICE_NONE);
}

static void
open_message(struct x12 *x, const struct x12_set *set, struct x12_segment *st)
{
	const struct x12_group *g = x->group;
	struct slice data = { x->data.p, set->to };
	struct message *m = &x->message;
	size_t at = set->from;

	(void)x12_next(data, &at, x->isa->seps, st);
	shape_init(&message_shape, m);
	m->format = SLICE("x12");
	m->kind = x12_text(x->arena, x12_at(st, 1));
	m->version = x12_text(x->arena, g->version);
	m->group_kind = x12_text(x->arena, g->function);
	m->group_sender = canonical(x->arena, "gs", g->sender);
	m->group_receiver = canonical(x->arena, "gs", g->receiver);
	m->group_control = x12_text(x->arena, g->control);
	m->control_number = x12_text(x->arena, x12_at(st, 2));
	m->document_id = peek_document(x, x12_kind_of(m->kind), set, at);
	m->test = x->interchange.test;
	m->offset = (int64_t)set->from;
	m->length = (int64_t)(set->to - set->from);
	x->rc = x->sink->message(x->sink->ctx, m, x->err);
}

static void
close_message(struct x12 *x)
{
	x->number = 0;
	x->message.verdict = x->errors > 0 ? VERDICT_REJECTED :
	    x->warnings > 0                ? VERDICT_ERRORS :
					     VERDICT_ACCEPTED;
	x->interchange.messages++;
	if (x->rc == RC_OK)
		x->rc = x->sink->message_end(x->sink->ctx, &x->message, x->err);
}

static void
check_version(struct x12 *x, const struct x12_segment *st)
{
	struct slice stated = x->group->version;

	x->version = version_of(stated);
	x->foreign = x->version != 4010 && x->version != 5010;
	if (x->foreign)
		x12_wrong(x, "X12-VERSION", st, 0,
		    "version " SL_FMT " is read by the rules of %s",
		    SL_ARG(stated), x->version < 5010 ? "004010" : "005010");
	else if (!slice_digits(slice_sub(stated, 0, 6), 6, 6))
		x12_wrong(x, "X12-VERSION", st, 0,
		    SL_FMT "%s: read by the rules of 004010", SL_ARG(stated),
		    stated.n > 0 ? " is no version" : "no version is given");
}

static void
check_envelope(struct x12 *x, const struct x12_segment *st,
    const struct x12_plan *plan)
{
	struct slice expected = x12_group_set(x->group->function);
	const char *refused = plan->refused != NULL ? plan->refused :
						      x->group->refused;

	if (refused != NULL)
		x12_wrong(x, "X12-SET-REFUSED", st, 0,
		    "the %s around it is refused (%s)",
		    plan->refused != NULL ? "interchange" : "group", refused);
	if (expected.n > 0 && !slice_eq(expected, x->message.kind) &&
	    !(slice_is(expected, "997") && slice_is(x->message.kind, "999")))
		x12_wrong(x, "X12-GS-FUNCTION", st, 1,
		    "GS01 " SL_FMT " announces " SL_FMT,
		    SL_ARG(x->group->function), SL_ARG(expected));
	check_version(x, st);
}

/* Numbers that only grow need no memory of the earlier ones. */
static bool
is_repeated(struct x12 *x, const struct x12_set *set, struct x12_growing *seen)
{
	struct slice data = { x->data.p, set->from };
	X12_UNFILLED struct x12_segment s;
	size_t at = x->group->offset;

	if (x12_grows(seen, x->message.control_number))
		return (false);
	if (!seen->unordered)
		while (x12_envelope_next(data, &at, x->isa->seps, &s))
			if (s.key == X12_TAG('S', 'T', 0))
				(void)x12_seen(&x->own, &seen->seen,
				    slice_hash(
					x12_text(x->arena, x12_at(&s, 2))));
	seen->unordered = true;
	return (x12_seen(&x->own, &seen->seen,
	    slice_hash(x->message.control_number)));
}

static void
read_set(struct x12 *x, const struct x12_plan *plan, const struct x12_set *set,
    struct x12_growing *seen)
{
	const struct x12_kind *kind;
	X12_UNFILLED struct x12_segment st;

	arena_reset(x->arena);
	x->errors = x->warnings = 0;
	open_message(x, set, &st);
	x->number = 1;
	if (is_repeated(x, set, seen))
		x12_wrong(x, "X12-ST-DUPLICATE", &st, 2,
		    "a second set with this number in the group");
	check_envelope(x, &st, plan);
	kind = x12_kind_of(x->message.kind);
	if (kind != NULL) {
		x->number = 0;
		x12_read(x, kind, set);
	} else
		x12_wrong(x, "X12-SET-UNSUPPORTED", &st, 1,
		    "this transaction set is not one that we process");
	close_message(x);
}

/* A TA1 is a message by itself. */
static void
read_ta1(struct x12 *x, const struct x12_plan *plan, struct x12_segment *s)
{
	struct message *m = &x->message;

	arena_reset(x->arena);
	x->errors = x->warnings = 0;
	shape_init(&message_shape, m);
	m->format = SLICE("x12");
	m->kind = SLICE("TA1");
	m->version = x12_text(x->arena, x->isa->e[12]);
	m->control_number = x12_text(x->arena, x12_at(s, 1));
	m->document_id = m->control_number;
	m->test = x->interchange.test;
	m->offset = (int64_t)s->offset;
	m->length = (int64_t)s->length;
	x->rc = x->sink->message(x->sink->ctx, m, x->err);
	x->number = 1;
	if (s->odd)
		x12_clean(x, s);
	if (plan->refused != NULL)
		x12_wrong(x, "X12-SET-REFUSED", s, 0,
		    "the interchange around it is refused (%s)", plan->refused);
	x12_ta1(x, s);
	close_message(x);
}

/* They stand between ISA and the first GS; how many had faults? */
static int
read_ta1s(struct x12 *x, const struct x12_plan *plan)
{
	size_t at = x->isa->offset + x->isa->length;
	struct slice data = { x->data.p, plan->end };
	X12_UNFILLED struct x12_segment s;
	enum x12_read got;
	size_t left = plan->ta1;
	int worst = 0;

	while (x->rc == RC_OK && left > 0) {
		got = x12_next(data, &at, x->isa->seps, &s);
		if (got == X12_END)
			break;
		if (s.key != X12_TAG('T', 'A', '1'))
			continue; /* nothing, or what is told of as such */
		left--;
		if (got == X12_LONG)
			continue;
		read_ta1(x, plan, &s);
		worst += x->errors + x->warnings > 0;
	}
	return (worst);
}

/* --- interchanges ------------------------------------------------------ */

static struct slice
party_id(struct x12 *x, struct slice qualifier, struct slice id)
{
	return (arena_joined(&x->own, ':', SLICE("x12"),
	    x12_text(&x->own, qualifier),
	    id.n > 0 ? x12_text(&x->own, id) : SLICE("")));
}

static void
open_interchange(struct x12 *x)
{
	struct interchange *i = &x->interchange;
	const struct slice *e = x->isa->e;

	shape_init(&interchange_shape, i);
	i->standard = SLICE("x12");
	i->version = x12_text(&x->own, e[12]);
	i->sender = party_id(x, e[5], e[6]);
	i->receiver = party_id(x, e[7], e[8]);
	i->control_number = x12_text(&x->own, e[13]);
	i->prepared = x12_text(&x->own,
	    arena_joined(&x->own, ' ', e[9], e[10], SLICE_NONE));
	i->test = !slice_is(e[15], "P");
	i->ack_requested = slice_is(e[14], "1");
	i->offset = (int64_t)x->isa->offset;
	i->messages = 0;
	x->interchanges++;
	x->rc = x->sink->interchange(x->sink->ctx, i, x->err);
}

static void PRINTF_LIKE(4, 5) isa_wrong(struct x12 *x, const char *code,
    unsigned element, const char *fmt, ...)
{
	char name[16];
	va_list ap;

	(void)snprintf(name, sizeof(name), "%u", element);
	va_start(ap, fmt);
	say(x, code, x->isa->e[element], x->isa->e[element], SLICE("ISA"), name,
	    fmt, ap);
	va_end(ap);
}

/* NULL: the separators can be told apart. */
static const char *
check_separators(struct x12 *x)
{
	const struct x12_seps *s = &x->isa->seps;

	if (s->element != s->component && s->element != s->terminator &&
	    s->component != s->terminator && !x12_alnum(s->component) &&
	    !x12_alnum(s->terminator) && s->terminator != ' ' &&
	    s->component != ' ' &&
	    (s->repetition == 0 ||
		(s->repetition != s->element &&
		    s->repetition != s->terminator &&
		    s->repetition != s->component)))
		return (NULL);
	isa_wrong(x, "X12-ISA-SEPARATOR", 16,
	    "separators must differ from "
	    "each other and be no letters, digits or blanks");
	return ("X12-ISA-SEPARATOR");
}

static const char *
check_identity(struct x12 *x)
{
	const struct slice *e = x->isa->e;
	const char *bad = NULL;
	uint64_t key;

	for (unsigned i = 6; i <= 8; i += 2)
		if (e[i].n == 0) {
			bad = "X12-ISA-PARTY";
			isa_wrong(x, bad, i, "ISA%02u names nobody", i);
		}
	if (!slice_digits(e[13], 9, 9)) {
		isa_wrong(x, "X12-ISA-CONTROL", 13,
		    "an interchange control number has nine digits");
		return ("X12-ISA-CONTROL");
	}
	key = slice_hash(
	    slice_of(arena_printf(&x->own, SL_FMT " " SL_FMT " " SL_FMT " %d",
		SL_ARG(x->interchange.sender), SL_ARG(x->interchange.receiver),
		SL_ARG(e[13]), x->interchange.test)));
	if (x12_seen(&x->file, &x->controls, key))
		isa_wrong(x, "X12-ISA-REPEATED", 13,
		    "an earlier interchange of this file has this number");
	return (bad);
}

static const char *
check_isa(struct x12 *x)
{
	const struct slice *e = x->isa->e;

	if (!x->isa->padded)
		isa_wrong(x, "X12-ISA-PADDING", 16,
		    "a "
		    "header of %zu bytes whose elements are not all at "
		    "their places",
		    x->isa->length);
	if (e[5].n != 2 || e[7].n != 2)
		isa_wrong(x, "X12-ISA-VALUE", e[5].n != 2 ? 5 : 7,
		    "a qualifier has two characters");
	if (day_parse_short(e[9]) == DAY_NONE)
		isa_wrong(x, "X12-ISA-VALUE", 9, "no date YYMMDD");
	if (!slice_digits(e[10], 4, 4))
		isa_wrong(x, "X12-ISA-VALUE", 10, "no time HHMM");
	if (!slice_digits(e[12], 5, 5))
		isa_wrong(x, "X12-ISA-VALUE", 12, "no version");
	else if (memcmp(e[12].p, "00402", 5) < 0 && !slice_is(e[11], "U"))
		isa_wrong(x, "X12-ISA-VALUE", 11,
		    "before 00402 this is U, the standards identifier");
	if (!slice_is(e[15], "P") && !slice_is(e[15], "T"))
		isa_wrong(x, "X12-ISA-USAGE", 15,
		    "neither P nor T: taken as a test");
	return (check_identity(x));
}

static void
read_sets(struct x12 *x, const struct x12_plan *plan)
{
	struct x12_growing seen = { .last = 0 };
	struct x12_course course;
	struct x12_set set;
	size_t group = 0;
	int worst = 0;

	x12_course_begin(&course, x, plan);
	x->group = &course.group;
	while (x->rc == RC_OK && x12_set_next(&course, &set)) {
		if (group != course.groups)
			seen = (struct x12_growing){ .last = 0 };
		group = course.groups;
		read_set(x, plan, &set, &seen);
		worst += x->errors + x->warnings > 0;
	}
	x->group = NULL;
	x->errors = 0;
	x->warnings = worst;
}

static void
close_interchange(struct x12 *x, size_t end, const char *refused, int faults)
{
	x->interchange.length = (int64_t)(end - x->isa->offset);
	x->interchange.verdict = refused != NULL ? VERDICT_REJECTED :
	    faults > 0                           ? VERDICT_ERRORS :
						   VERDICT_ACCEPTED;
	if (x->rc == RC_OK)
		x->rc = x->sink->interchange_end(x->sink->ctx, &x->interchange,
		    x->err);
}

/* Returns where the next interchange may start. */
static size_t
read_interchange(struct x12 *x, const struct x12_isa *isa)
{
	struct x12_plan plan;
	const char *refused;
	int faults;

	arena_reset(&x->own);
	arena_reset(x->arena);
	x->isa = isa;
	x->wrapped = x->charset = false;
	x->errors = x->warnings = 0;
	x->number = 0;
	open_interchange(x);
	refused = check_separators(x);
	if (refused != NULL) {
		size_t end = edi_header_find(x->data, isa->offset + 3, false);

		close_interchange(x, end, refused, 1);
		return (end);
	}
	if (x->joined != NULL)
		isa_wrong(x, "X12-ISA-WRAPPED", 1,
		    "lines of %zu characters, read as if they were not broken",
		    x->joined->width);
	refused = check_isa(x);
	x12_survey(x, isa, &plan);
	if (refused == NULL)
		refused = plan.refused;
	plan.refused = refused;
	for (size_t i = 0; i < plan.faults.n; i++)
		x12_give(x, LIST_AT(&plan.faults, struct finding, i));
	if (plan.groups == 0 && plan.ta1 == 0)
		isa_wrong(x, "X12-ISA-EMPTY", 13,
		    "the interchange holds nothing");
	faults = x->errors + x->warnings;
	faults += read_ta1s(x, &plan);
	read_sets(x, &plan);
	close_interchange(x, plan.end, refused, faults + x->warnings);
	return (plan.end);
}

/* --- the file ---------------------------------------------------------- */

/* Empty segments behind IEA are layout too. */
static size_t
skip_terminators(struct slice data, size_t at, char terminator)
{
	size_t next = edi_layout_skip(data, at);

	/* a letter is a fault of the header, and begins the next one */
	while (next < data.n && data.p[next] == terminator &&
	    !x12_alnum(terminator)) {
		at = next + 1;
		next = edi_layout_skip(data, at);
	}
	return (at);
}

static bool
x12_detect(struct slice head)
{
	size_t at = edi_layout_skip(head, 0);

	return (head.n - at >= 4 && memcmp(head.p + at, "ISA", 3) == 0 &&
	    !x12_alnum(head.p[at + 3]) && head.p[at + 3] != ' ' &&
	    head.p[at + 3] != '\r' && head.p[at + 3] != '\n');
}

/* What is no interchange, up to the next header. */
static size_t
report_garbage(struct x12 *x, size_t at)
{
	bool header = x->data.n - at >= 3 &&
	    memcmp(x->data.p + at, "ISA", 3) == 0;
	size_t next = edi_header_find(x->data, at + 1, false);
	struct slice where = slice_sub(x->data, at, next - at);

	arena_reset(x->arena);
	x->number = 0;
	x->isa = NULL;
	if (header)
		x12_fault(x, "X12-ISA-SHORT", where, SLICE("ISA"), NULL,
		    "the header cannot be read: it needs 16 elements");
	else
		x12_fault(x, "X12-GARBAGE", where, SLICE_NONE, NULL,
		    "%zu bytes belong to no interchange", where.n);
	return (next);
}

void
x12_begin(struct x12 *x, const struct parse_input *in,
    const struct parse_sink *sink, struct err *e)
{
	*x = (struct x12){ .data = in->data,
		.sink = sink,
		.guides = in->options != NULL ? &in->options->guides : NULL,
		.err = e,
		.next = x12_reader_best(),
		.arena = in->arena,
		.budget = in->data.n * 4 };
	x12_blank_line(&x->blank);
	order_init(&x->empty);
}

/* Uneven lines: which line ends mean something is not known. */
static size_t
refuse_wrapped(struct x12 *x, const struct x12_isa *isa, size_t width,
    size_t seen)
{
	size_t end = edi_header_find(x->data, isa->offset + 3, false);

	arena_reset(&x->own);
	arena_reset(x->arena);
	x->isa = isa;
	x->errors = x->warnings = 0;
	x->number = 0;
	open_interchange(x);
	isa_wrong(x, "X12-ISA-UNEVEN", 1,
	    "lines of %zu characters up to byte %zu, where one is neither so "
	    "long nor ends a segment",
	    width, seen);
	close_interchange(x, end, "X12-ISA-UNEVEN", 1);
	return (end);
}

static size_t
run(void *parser, size_t at)
{
	return (x12_run(parser, at));
}

/* Where broken lines are not even, what can be read with the line ends is: if
 * they have left the header whole. */
static size_t
read_broken(struct x12 *x, const struct x12_isa *isa)
{
	const struct wrapped_parser me = { x, run, &x->data, &x->sink,
		&x->joined, &x->budget };
	size_t width = 0, next;
	char terminator;

	if (x->joined == NULL)
		width = wrapped_x12(x->data, isa, &terminator);
	if (width == 0)
		return (read_interchange(x, isa));
	if (wrapped_read(&me, isa->offset, width, terminator, &next))
		return (next);
	if (isa->length <= width)
		return (read_interchange(x, isa));
	return (refuse_wrapped(x, isa, width, next));
}

size_t
x12_run(struct x12 *x, size_t at)
{
	struct x12_isa isa;

	while (x->rc == RC_OK) {
		at = edi_layout_skip(x->data, at);
		if (at >= x->data.n)
			break;
		if (x12_isa_read(x->data, at, &isa)) {
			at = read_broken(x, &isa);
			at = skip_terminators(x->data, at, isa.seps.terminator);
		} else if (edifact_unb_at(x->data, at))
			break;
		else
			at = report_garbage(x, at);
	}
	return (at);
}

void
x12_nothing(struct x12 *x)
{
	x->number = 0;
	x12_fault(x, "X12-NO-INTERCHANGE", slice_sub(x->data, 0, 0), SLICE_NONE,
	    NULL, "no interchange header (ISA) is found");
}

void
x12_end(struct x12 *x)
{
	arena_reset(x->arena);
	arena_free(&x->own);
	arena_free(&x->file);
	x12_sets_free(x);
}

const struct parser x12_parser = {
	.format = "x12",
	.what = "X12 interchange (850, 860, 945, 820, 997, 999, TA1)",
	.detect = x12_detect,
	.parse = edi_x12_first,
};
