#include "parsers/edifact.h"

#include <stdarg.h>
#include <stdio.h>

#include "domain/arithmetic.h"
#include "domain/finding.h"
#include "parsers/edi.h"

#define VALUE_MAX 99
#define TAG_MAX 8 /* longer ones are no tags */
#define LINES_ROOM 128

extern const struct finding_rule edifact_findings[], guide_findings[];

/* --- findings ---------------------------------------------------------- */

static enum severity
severity_of(const char *code)
{
	static const struct finding_rule *const tables[] = { edifact_findings,
		arithmetic_findings, guide_findings };

	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (size_t i = 0; tables[t][i].code != NULL; i++)
			if (strcmp(tables[t][i].code, code) == 0)
				return (tables[t][i].severity);
	BUG("finding without a rule");
}

/* Not more than n bytes, and no part of a character. */
static struct slice
cut_text(struct slice s, size_t n)
{
	s = slice_sub(s, 0, n);
	for (unsigned i = 0; i < 4 && s.n > 0 && !slice_utf8(s); i++)
		s.n--;
	return (slice_utf8(s) ? s : SLICE_NONE);
}

/* UTF-8, whatever values were put into it. */
static struct slice
readable(struct arena *a, const char *text)
{
	struct slice s = cut_text(slice_of(text), strlen(text));
	unsigned met = 0;

	if (s.n > 0)
		return (arena_slice(a, s));
	return (arena_slice(a,
	    edifact_text(a, EDIFACT_LATIN1, slice_of(text), &met)));
}

/* A value as UTF-8.  What was rewritten already stands elsewhere than in the
 * file; there may be a text of another set, though, of which only release
 * characters were taken out. */
static struct slice
shown(struct edifact *x, struct arena *a, struct slice v)
{
	bool theirs = v.p != NULL && v.p >= x->data.p &&
	    v.p <= x->data.p + x->data.n;

	if (v.p == NULL || v.n == 0 || theirs ||
	    memchr(v.p, '\x1b', v.n) != NULL || !slice_utf8(v))
		return (edifact_plain(x, a, v));
	return (v);
}

static void PRINTF_LIKE(7, 0) say(struct edifact *x, const char *code,
    struct slice where, struct slice value, struct slice tag,
    const char *element, const char *fmt, va_list ap)
{
	struct arena *a = x->arena;
	struct finding f;
	char text[512];

	value = shown(x, a, value);
	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = severity_of(code);
	if (f.severity == SEVERITY_ERROR)
		x->errors++;
	else if (f.severity == SEVERITY_WARNING)
		x->warnings++;
	if (x->rc != RC_OK || x->findings++ >= PARSE_FINDINGS_MAX)
		return;
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	f.text = readable(a, text);
	f.tag = edifact_plain(x, a, slice_sub(tag, 0, TAG_MAX));
	f.element = slice_of(element);
	f.offset = where.p - x->data.p;
	f.length = (int64_t)where.n;
	f.segment = x->number > 0 ? x->number : INT_NONE;
	f.value = cut_text(value, VALUE_MAX);
	x->rc = x->sink->finding(x->sink->ctx, &f, x->err);
}

/* Of another directory only the nearest is known: what that does not allow is
 * no fault of the message. */
static const char *
of_directory(const struct edifact *x, const char *code)
{
	static const char *const rules[] = { "EDIFACT-SEG-UNKNOWN",
		"EDIFACT-SEG-MISPLACED", "EDIFACT-SEG-USE",
		"EDIFACT-ELEMENT-COUNT", "EDIFACT-ELEMENT-LONG",
		"EDIFACT-ELEMENT-REPEAT" };

	for (size_t i = 0; x->foreign && i < sizeof(rules) / sizeof(rules[0]);
	     i++)
		if (strcmp(code, rules[i]) == 0)
			return ("EDIFACT-VERSION-RULE");
	return (code);
}

void
edifact_fault(struct edifact *x, const char *code, struct slice where,
    struct slice tag, const char *element, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(x, code, where, where, tag, element, fmt, ap);
	va_end(ap);
}

size_t
edifact_place(const struct edifact *x, size_t at)
{
	return (x->joined != NULL ? wrapped_place(x->joined, at) : at);
}

/* A value that was rewritten is shown at its segment, an absent one behind
 * it. */
static struct slice
place_of(const struct edifact *x, const struct edifact_segment *s,
    struct slice value)
{
	const char *from = x->data.p + s->offset;

	if (value.p == NULL)
		return ((struct slice){ from + s->length, 0 });
	if (value.p < from || value.p > from + s->length)
		return ((struct slice){ from, s->length });
	return (value);
}

static bool
stands_in(const struct edifact *x, const struct edifact_segment *s,
    struct slice value)
{
	const char *from = x->data.p + s->offset;

	return (value.p != NULL && value.p >= from &&
	    value.p + value.n <= from + s->length);
}

/* Components from..to of a segment as they stand in the file; only the first
 * when one was rewritten and stands elsewhere. */
static struct slice
whole_span(const struct edifact *x, const struct edifact_segment *s,
    unsigned from, unsigned to)
{
	struct slice first = s->c[from], last = s->c[to - 1];

	if (!stands_in(x, s, first) || !stands_in(x, s, last))
		return (first);
	first.n = (size_t)(last.p - first.p) + last.n;
	return (first);
}

/* A component, or with component 0 all of an element; of its repetition that
 * is looked at. */
static struct slice
value_of(const struct edifact *x, const struct edifact_segment *s,
    unsigned element, unsigned component, bool again)
{
	unsigned from, to;

	if (element > s->n)
		return (SLICE_NONE);
	from = again ? x->span->from : edifact_first(s, element);
	to = again ? x->span->to : s->last[element];
	if (component == 0)
		return (to > from ? whole_span(x, s, from, to) : SLICE_NONE);
	if (!again)
		return (edifact_at(s, element, component));
	return (
	    component <= to - from ? s->c[from + component - 1] : SLICE_NONE);
}

/* Elements of these segments that have components. */
static bool
is_composite_of_service(uint32_t key, unsigned element)
{
	static const struct {
		uint32_t key;
		unsigned elements;
	} t[] = {
		{ EDIFACT_TAG('U', 'N', 'B'),
		    1u << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 6 },
		{ EDIFACT_TAG('U', 'N', 'G'),
		    1u << 2 | 1 << 3 | 1 << 4 | 1 << 7 },
		{ EDIFACT_TAG('U', 'N', 'H'),
		    1u << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 },
		{ EDIFACT_TAG('U', 'N', 'E'), 0 },
		{ EDIFACT_TAG('U', 'N', 'T'), 0 },
		{ EDIFACT_TAG('U', 'N', 'Z'), 0 },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (t[i].key == key)
			return (element < 32 &&
			    (t[i].elements >> element & 1) != 0);
	return (true);
}

/* A component is named where there is more than one: 3, not 3:1.  Element 0,
 * the tag, is none. */
static bool
is_composite(const struct edifact *x, uint32_t key, unsigned element)
{
	const struct guide *g = x->guide;

	for (unsigned i = 0; g != NULL && i < g->n_segments; i++)
		if (g->segments[i].tag == key && element - 1 < g->segments[i].n)
			return (
			    g->segments[i].e[element - 1].type == GUIDE_PARTS);
	return (is_composite_of_service(key, element));
}

void
edifact_wrong(struct edifact *x, const char *code,
    const struct edifact_segment *s, unsigned element, unsigned component,
    const char *fmt, ...)
{
	struct slice where = { x->data.p + s->offset, s->length };
	struct slice value = SLICE_NONE;
	bool again = x->span != NULL && x->span->element == element;
	char name[48];
	size_t n;
	va_list ap;

	if (element > 0) {
		value = value_of(x, s, element, component, again);
		where = place_of(x, s, value);
	}
	n = (size_t)snprintf(name, sizeof(name), "%u", element);
	if (component > 1 ||
	    (component == 1 && is_composite(x, s->key, element)))
		n += (size_t)snprintf(name + n, sizeof(name) - n, ":%u",
		    component);
	else if (again)
		name[n++] = ':';
	if (again)
		(void)snprintf(name + n, sizeof(name) - n, ":%u", x->turn);
	va_start(ap, fmt);
	say(x, of_directory(x, code), where, value, s->c[0],
	    element > 0 ? name : NULL, fmt, ap);
	va_end(ap);
}

struct slice
edifact_plain(struct edifact *x, struct arena *a, struct slice s)
{
	unsigned met = 0;

	return (edifact_text(a, x->unb.charset, s, &met));
}

struct slice
edifact_name(struct arena *a, const char *scheme, struct slice p,
    struct slice q)
{
	if ((q.p == NULL ? p.n : q.n) == 0)
		return (SLICE_NONE);
	return (arena_joined(a, ':', slice_of(scheme), p, q));
}

/* --- messages ---------------------------------------------------------- */

static const struct kind {
	const char *name;
	void (*read)(struct edifact *x, const struct edifact_message *m);
	bool acknowledgment;
} kinds[] = {
	{ "ORDERS", edifact_orders, false },
	{ "ORDCHG", edifact_orders, false },
	{ "DESADV", edifact_desadv, false },
	{ "CONTRL", edifact_contrl, true },
	{ "APERAK", edifact_aperak, true },
};

static const struct kind *
kind_of(struct slice name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (slice_is(name, kinds[i].name))
			return (&kinds[i]);
	return (NULL);
}

/* "edifact:14:8712345000004" */
static struct slice
party_of(struct arena *a, struct slice qualifier, struct slice id)
{
	if (id.n == 0)
		return (SLICE_NONE);
	if (qualifier.n == 0)
		qualifier = SLICE("");
	return (edifact_name(a, "edifact", qualifier, id));
}

/* BGM 1004, known before the message is read: answers name it anyhow. */
static struct slice
peek_document(struct edifact *x)
{
	EDIFACT_UNFILLED struct edifact_segment s;

	if (edifact_next(&x->lex, &s) == EDIFACT_SEGMENT &&
	    s.key == EDIFACT_TAG('B', 'G', 'M'))
		return (edifact_plain(x, x->arena, edifact_at(&s, 2, 1)));
	return (SLICE_NONE);
}

/* "D.96A.EAN008": version, release and the user's own. */
static struct slice
version_text(struct edifact *x, const struct edifact_segment *unh)
{
	struct slice v = edifact_plain(x, x->arena, edifact_at(unh, 2, 2));
	struct slice r = edifact_plain(x, x->arena, edifact_at(unh, 2, 3));
	struct slice own = edifact_plain(x, x->arena, edifact_at(unh, 2, 5));
	char *out, *at;

	if (v.n + r.n == 0)
		return (SLICE_NONE);
	out = at = arena_alloc(x->arena, v.n + r.n + own.n + 2);
	for (unsigned i = 0; i < 3; i++) {
		struct slice part = i == 0 ? v : i == 1 ? r : own;

		if (i > 0 && (i == 1 || part.n > 0))
			*at++ = '.';
		if (part.n > 0)
			memcpy(at, part.p, part.n);
		at += part.n;
	}
	return ((struct slice){ out, (size_t)(at - out) });
}

static void
open_message(struct edifact *x, const struct edifact_message *at,
    struct edifact_segment *unh)
{
	struct slice data = { x->data.p, at->to };
	const struct edifact_group *g = x->group;
	struct message *m = &x->message;

	edifact_lex_begin(&x->lex, data, at->from, x->unb.seps, x->arena);
	x->lex.least = EDIFACT_WINDOW;
	(void)edifact_next(&x->lex, unh);
	*m = x->empty_message;
	m->format = SLICE("edifact");
	m->kind = edifact_plain(x, x->arena, edifact_at(unh, 2, 1));
	m->version = version_text(x, unh);
	m->group_sender = party_of(x->arena, g->sender_qualifier, g->sender);
	m->group_receiver = party_of(x->arena, g->receiver_qualifier,
	    g->receiver);
	m->group_control = g->control;
	m->control_number = edifact_plain(x, x->arena, edifact_at(unh, 1, 1));
	m->document_id = peek_document(x);
	m->test = x->interchange.test;
	m->offset = (int64_t)at->from;
	m->length = (int64_t)(at->to - at->from);
	x->rc = x->sink->message(x->sink->ctx, m, x->err);
}

/* "96A" is older than "01B". */
static int
year_of(struct slice release)
{
	int y;

	if (release.n < 2 || release.p[0] < '0' || release.p[0] > '9' ||
	    release.p[1] < '0' || release.p[1] > '9')
		return (0);
	y = (release.p[0] - '0') * 10 + (release.p[1] - '0');
	return (y < 80 ? 2000 + y : 1900 + y);
}

static void
check_version(struct edifact *x, const struct edifact_segment *unh)
{
	struct slice v = edifact_at(unh, 2, 2), r = edifact_at(unh, 2, 3);
	int year = year_of(r);

	x->old = year < 1999;
	x->foreign = false;
	if ((slice_is(v, "D") && (slice_is(r, "96A") || slice_is(r, "01B"))) ||
	    slice_is(x->message.kind, "CONTRL")) /* of no directory */
		return;
	x->foreign = true;
	edifact_wrong(x, "EDIFACT-VERSION", unh, 2, 3,
	    "read by the directory %s", x->old ? "D.96A" : "D.01B");
}

static void
check_envelope(struct edifact *x, const struct edifact_segment *unh,
    const char *refused)
{
	const struct edifact_group *g = x->group;

	if (refused != NULL || g->refused != NULL)
		edifact_wrong(x, "EDIFACT-MSG-REFUSED", unh, 0, 0,
		    "the %s around it is refused (%s)",
		    refused != NULL ? "interchange" : "group",
		    refused != NULL ? refused : g->refused);
	if (edifact_at(unh, 1, 1).n == 0 || edifact_at(unh, 2, 1).n == 0)
		edifact_wrong(x, "EDIFACT-UNH-ELEMENT", unh,
		    edifact_at(unh, 1, 1).n == 0 ? 1 : 2, 0,
		    "the message has no %s",
		    edifact_at(unh, 1, 1).n == 0 ? "reference" : "type");
	if (g->type.n > 0 && !slice_eq(g->type, x->message.kind))
		edifact_wrong(x, "EDIFACT-UNG-TYPE", unh, 2, 1,
		    "the group announces " SL_FMT, SL_ARG(g->type));
}

/* Of the messages of a group. */
struct references {
	const struct edifact_message *first;
	struct x12_growing growing;
};

static struct slice
reference_of(struct edifact *x, const struct edifact_message *m)
{
	struct slice data = { x->data.p, m->to };
	EDIFACT_UNFILLED struct edifact_segment unh;
	EDIFACT_UNFILLED struct edifact_lex l;

	edifact_lex_begin(&l, data, m->from, x->unb.seps, x->arena);
	(void)edifact_next(&l, &unh);
	return (edifact_plain(x, x->arena, edifact_at(&unh, 1, 1)));
}

/* Numbers that only grow need no memory of the earlier ones. */
static bool
is_repeated(struct edifact *x, const struct edifact_message *m,
    struct references *r)
{
	struct x12_growing *g = &r->growing;
	struct slice reference = x->message.control_number;

	if (reference.n == 0 || x12_grows(g, reference))
		return (false);
	for (const struct edifact_message *i = r->first; !g->unordered && i < m;
	     i++)
		if ((reference = reference_of(x, i)).n > 0)
			(void)x12_seen(&x->own, &g->seen,
			    slice_hash(reference));
	g->unordered = true;
	return (
	    x12_seen(&x->own, &g->seen, slice_hash(x->message.control_number)));
}

static void
read_message(struct edifact *x, const struct edifact_message *m,
    const char *refused, struct references *r)
{
	const struct kind *k;
	EDIFACT_UNFILLED struct edifact_segment unh;

	arena_reset(x->arena);
	x->errors = x->warnings = 0;
	open_message(x, m, &unh);
	x->number = 1;
	k = kind_of(x->message.kind);
	check_envelope(x, &unh, refused);
	if (is_repeated(x, m, r))
		edifact_wrong(x, "EDIFACT-UNH-DUPLICATE", &unh, 1, 1,
		    "a second message with this reference");
	if (k == NULL)
		edifact_wrong(x, "EDIFACT-MSG-UNSUPPORTED", &unh, 2, 1,
		    "this message is not one that we process");
	else
		check_version(x, &unh);
	if (k != NULL && k->acknowledgment)
		edifact_wrong(x, "EDIFACT-ACK", &unh, 2, 1,
		    "an acknowledgment is kept, and never answered");
	x->number = 0;
	if (x->rc == RC_OK)
		(k != NULL ? k->read : edifact_pass)(x, m);
	x->number = 0;
	x->message.verdict = x->errors > 0 ? VERDICT_REJECTED :
	    x->warnings > 0                ? VERDICT_ERRORS :
					     VERDICT_ACCEPTED;
	x->interchange.messages++;
	if (x->rc == RC_OK)
		x->rc = x->sink->message_end(x->sink->ctx, &x->message, x->err);
}

static void
read_messages(struct edifact *x, const struct edifact_plan *plan)
{
	int worst = 0;

	for (size_t g = 0; g < plan->groups.n; g++) {
		struct references r = { .first = NULL };
		const struct edifact_message *m;

		x->group = LIST_AT(&plan->groups, struct edifact_group, g);
		for (size_t i = 0; i < x->group->messages; i++) {
			if (x->rc != RC_OK)
				return;
			m = LIST_AT(&plan->messages, struct edifact_message,
			    x->group->first + i);
			if (i == 0)
				r.first = m;
			read_message(x, m, plan->refused, &r);
			worst += x->errors + x->warnings > 0;
		}
	}
	x->errors = 0;
	x->warnings = worst;
}

/* --- interchanges ------------------------------------------------------ */

static struct slice
header_at(struct edifact *x, unsigned i, unsigned j)
{
	return (edifact_plain(x, &x->own, edifact_at(&x->unb.s, i, j)));
}

static void
open_interchange(struct edifact *x)
{
	struct interchange *i = &x->interchange;
	struct slice test = header_at(x, 11, 1);
	struct slice date = header_at(x, 4, 1), time = header_at(x, 4, 2);

	shape_init(&interchange_shape, i);
	i->standard = SLICE("edifact");
	if (header_at(x, 1, 1).n > 0)
		i->version = slice_of(arena_printf(&x->own, SL_FMT ":" SL_FMT,
		    SL_ARG(header_at(x, 1, 1)), SL_ARG(header_at(x, 1, 2))));
	i->sender = party_of(&x->own, header_at(x, 2, 2), header_at(x, 2, 1));
	i->receiver = party_of(&x->own, header_at(x, 3, 2), header_at(x, 3, 1));
	i->control_number = header_at(x, 5, 1);
	if (date.n + time.n > 0)
		i->prepared = slice_of(arena_printf(&x->own, SL_FMT " " SL_FMT,
		    SL_ARG(date), SL_ARG(time)));
	i->test = test.n > 0 && !slice_is(test, "0");
	i->ack_requested = slice_is(header_at(x, 9, 1), "1");
	i->offset = (int64_t)x->unb.offset;
	i->messages = 0;
	x->interchanges++;
	x->rc = x->sink->interchange(x->sink->ctx, i, x->err);
}

static bool
is_number(struct slice s, size_t least, size_t most)
{
	int64_t v;

	return (s.n >= least && s.n <= most && slice_int(s, &v) && v >= 0);
}

/* NULL: sender, recipient and reference are there. */
static const char *
check_identity(struct edifact *x)
{
	const struct edifact_segment *s = &x->unb.s;
	const struct interchange *i = &x->interchange;
	const char *bad = NULL;
	uint64_t key;

	for (unsigned e = 2; e <= 3; e++)
		if (edifact_at(s, e, 1).n == 0) {
			bad = "EDIFACT-UNB-PARTY";
			edifact_wrong(x, bad, s, e, 1, "it names nobody");
		}
	if (i->control_number.n == 0 || i->control_number.n > 14) {
		edifact_wrong(x, "EDIFACT-UNB-CONTROL", s, 5, 1,
		    "a control reference has 1 to 14 characters");
		return ("EDIFACT-UNB-CONTROL");
	}
	key = slice_hash(slice_of(arena_printf(&x->own,
	    SL_FMT " " SL_FMT " " SL_FMT " %d", SL_ARG(i->sender),
	    SL_ARG(i->receiver), SL_ARG(i->control_number), i->test)));
	if (x12_seen(&x->file, &x->controls, key))
		edifact_wrong(x, "EDIFACT-UNB-REPEATED", s, 5, 1,
		    "an earlier interchange of this file has this reference");
	return (bad);
}

static void
check_values(struct edifact *x)
{
	const struct edifact_segment *s = &x->unb.s;
	struct slice date = edifact_at(s, 4, 1), time = edifact_at(s, 4, 2);
	struct slice ack = edifact_at(s, 9, 1), test = edifact_at(s, 11, 1);

	if (day_parse_short(date) == DAY_NONE &&
	    day_parse_basic(date) == DAY_NONE)
		edifact_wrong(x, "EDIFACT-UNB-VALUE", s, 4, 1,
		    "no date YYMMDD or CCYYMMDD");
	if (!is_number(time, 4, 6))
		edifact_wrong(x, "EDIFACT-UNB-VALUE", s, 4, 2, "no time HHMM");
	if (ack.n > 0 && !is_number(ack, 1, 1))
		edifact_wrong(x, "EDIFACT-UNB-VALUE", s, 9, 1,
		    "whether an acknowledgment is wanted is 1 or nothing");
	if (test.n > 0 && !is_number(test, 1, 1))
		edifact_wrong(x, "EDIFACT-UNB-VALUE", s, 11, 1,
		    "the test indicator is 1 or nothing: taken as a test");
	if (s->n > 11)
		edifact_wrong(x, "EDIFACT-UNB-VALUE", s, 12, 0,
		    "UNB has 11 elements");
}

static void
check_syntax(struct edifact *x)
{
	const struct edifact_unb *u = &x->unb;

	if (edifact_charset(edifact_at(&u->s, 1, 1)) == EDIFACT_OTHER)
		edifact_wrong(x, "EDIFACT-UNB-SYNTAX", &u->s, 1, 1,
		    "a syntax identifier that we do not know");
	if (u->version < 1 || u->version > 4)
		edifact_wrong(x, "EDIFACT-UNB-SYNTAX", &u->s, 1, 2,
		    "the syntax version is 1, 2, 3 or 4: read as %s",
		    u->version > 4 ? "4" : "3");
}

/* Small letters are usual in UNOA; other signs are told, once. */
static void
check_repertoire(struct edifact *x, size_t end)
{
	struct slice all = { x->data.p + x->unb.body, end - x->unb.body };
	size_t at;

	if (x->unb.charset > EDIFACT_B)
		return;
	at = edifact_outside(all);
	if (at < all.n)
		edifact_fault(x, "EDIFACT-REPERTOIRE", slice_sub(all, at, 1),
		    SLICE_NONE, NULL,
		    "the first character that the interchange may not hold");
}

/* NULL: what is in the interchange may be taken. */
static const char *
check_header(struct edifact *x)
{
	const char *identity;

	if (!x->unb.headed) {
		edifact_fault(x, "EDIFACT-UNB-MISSING",
		    slice_sub(x->data, x->unb.body, 3), SLICE_NONE, NULL,
		    "messages without an interchange around them");
		return ("EDIFACT-UNB-MISSING");
	}
	check_syntax(x);
	identity = check_identity(x);
	check_values(x);
	return (identity);
}

static void
close_interchange(struct edifact *x, size_t end, const char *refused,
    int faults)
{
	x->interchange.length = (int64_t)(end - x->unb.offset);
	x->interchange.verdict = refused != NULL ? VERDICT_REJECTED :
	    faults > 0                           ? VERDICT_ERRORS :
						   VERDICT_ACCEPTED;
	if (x->rc == RC_OK)
		x->rc = x->sink->interchange_end(x->sink->ctx, &x->interchange,
		    x->err);
}

static size_t
confused_interchange(struct edifact *x)
{
	size_t end = edi_header_find(x->data, x->unb.body + 3, true);

	edifact_fault(x, "EDIFACT-UNA-SEPARATOR",
	    slice_sub(x->data, x->unb.offset, 9), SLICE("UNA"), NULL,
	    "separators must differ from each other and be no letters, "
	    "digits or blanks");
	close_interchange(x, end, "EDIFACT-UNA-SEPARATOR", 1);
	return (end);
}

/* x->unb was read.  Returns where the next interchange may start. */
static size_t
read_interchange(struct edifact *x)
{
	struct edifact_plan plan;
	const char *refused;
	int faults;

	arena_reset(x->arena);
	x->wrapped = x->guessed = false;
	x->errors = x->warnings = 0;
	x->number = 0;
	open_interchange(x);
	if (x->unb.confused)
		return (confused_interchange(x));
	if (x->joined != NULL)
		edifact_fault(x, "EDIFACT-WRAPPED",
		    slice_sub(x->data, x->unb.offset, 3),
		    x->unb.headed ? SLICE("UNB") : SLICE_NONE, NULL,
		    "lines of %zu characters, read as if they were not broken",
		    x->joined->width);
	refused = check_header(x);
	edifact_survey(x, &x->unb, &plan);
	if (refused != NULL)
		plan.refused = refused;
	check_repertoire(x, plan.end);
	if (plan.messages.n + plan.packages == 0)
		edifact_fault(x, "EDIFACT-UNB-EMPTY",
		    slice_sub(x->data, x->unb.offset, 3), SLICE("UNB"), NULL,
		    "the interchange holds nothing");
	faults = x->errors + x->warnings;
	read_messages(x, &plan);
	close_interchange(x, plan.end, plan.refused, faults + x->warnings);
	return (plan.end);
}

/* --- the file ---------------------------------------------------------- */

static bool
edifact_detect(struct slice head)
{
	struct arena a = ARENA_INIT;
	struct edifact_unb u;
	bool mine = edifact_unb_read(head, edi_layout_skip(head, 0), &a, &u);

	arena_free(&a);
	return (mine);
}

/* What is no interchange, up to the next header. */
static size_t
report_garbage(struct edifact *x, size_t at)
{
	size_t next = edi_header_find(x->data, at + 1, false);
	struct slice where = slice_sub(x->data, at, next - at);

	arena_reset(x->arena);
	x->number = 0;
	x->unb.charset = EDIFACT_OTHER;
	edifact_fault(x, "EDIFACT-GARBAGE", where, SLICE_NONE, NULL,
	    "%zu bytes belong to no interchange", where.n);
	return (next);
}

static size_t
run(void *parser, size_t at)
{
	return (edifact_run(parser, at));
}

/* x->unb was read.  Where broken lines are not even, what can be read with
 * the line ends is. */
static size_t
read_broken(struct edifact *x)
{
	const struct wrapped_parser me = { x, run, &x->data, &x->sink,
		&x->joined, &x->budget };
	const size_t at = x->unb.offset;
	const char terminator = x->unb.seps.terminator;
	size_t width = 0, next;

	if (x->joined == NULL && !x->unb.confused)
		width = wrapped_edifact(x->data, at, terminator);
	if (width > 0 && wrapped_read(&me, at, width, terminator, &next))
		return (next);
	return (read_interchange(x));
}

size_t
edifact_run(struct edifact *x, size_t at)
{
	struct x12_isa isa;

	while (x->rc == RC_OK) {
		at = edi_layout_skip(x->data, at);
		if (at >= x->data.n)
			break;
		arena_reset(&x->own);
		if (edifact_unb_read(x->data, at, &x->own, &x->unb))
			at = read_broken(x);
		else if (x12_isa_read(x->data, at, &isa))
			break;
		else
			at = report_garbage(x, at);
	}
	return (at);
}

void
edifact_begin(struct edifact *x, const struct parse_input *in,
    const struct parse_sink *sink, struct err *e)
{
	*x = (struct edifact){ .data = in->data,
		.sink = sink,
		.guides = in->options != NULL ? &in->options->guides : NULL,
		.err = e,
		.arena = in->arena,
		.budget = in->data.n * 4 };
	order_init(&x->empty);
	shape_init(&order_line_shape, &x->empty_line);
	shape_init(&message_shape, &x->empty_message);
	x->lines.cap = LINES_ROOM;
	x->lines.v = arena_array(&x->file, LINES_ROOM,
	    sizeof(struct order_line));
}

void
edifact_nothing(struct edifact *x)
{
	x->number = 0;
	x->unb.charset = EDIFACT_OTHER;
	edifact_fault(x, "EDIFACT-NO-INTERCHANGE", slice_sub(x->data, 0, 0),
	    SLICE_NONE, NULL, "no interchange header (UNB) is found");
}

void
edifact_end(struct edifact *x)
{
	arena_reset(x->arena);
	for (size_t i = 0; i < EDIFACT_READY_MAX; i++)
		guide_free(x->ready[i].own);
	arena_free(&x->own);
	arena_free(&x->file);
}

const struct parser edifact_parser = {
	.format = "edifact",
	.what = "EDIFACT interchange (ORDERS, ORDCHG, DESADV, CONTRL)",
	.detect = edifact_detect,
	.parse = edi_edifact_first,
};
