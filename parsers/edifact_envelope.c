#include "parsers/edifact.h"

#define UNA_LENGTH 9
#define UNB_MAX 4096 /* bytes; 11 elements have some 300 */

static bool
is_layout(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0' ||
	    c == '\x1a');
}

static bool
is_alnum(char c)
{
	return ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z'));
}

static bool
starts(struct slice data, size_t at, const char *tag)
{
	return (data.n - at >= 3 && memcmp(data.p + at, tag, 3) == 0);
}

/* --- the header -------------------------------------------------------- */

static const struct edifact_seps usual = { ':', '+', '?', '\'', '\0', false };
/* level B, when no UNA says anything else */
static const struct edifact_seps level_b = { '\x1f', '\x1d', '\0', '\x1c', '\0',
	false };

static bool
differ(struct edifact_seps s)
{
	const char c[] = { s.component, s.element, s.terminator, s.release };

	for (unsigned i = 0; i < 3; i++) {
		if (is_alnum(c[i]) || c[i] == ' ')
			return (false);
		for (unsigned k = i + 1; k < 4; k++)
			if (c[i] == c[k])
				return (false);
	}
	return (!is_alnum(s.release));
}

/* The separators that UNA names.  False: it is no UNA. */
static bool
una_read(struct slice data, size_t at, struct edifact_unb *u)
{
	const char *p = data.p + at;

	if (!starts(data, at, "UNA") || data.n - at < UNA_LENGTH)
		return (false);
	u->seps = (struct edifact_seps){ p[3], p[4], p[6] == ' ' ? '\0' : p[6],
		p[8], '\0', false };
	u->una = true;
	u->confused = !differ(u->seps);
	return (true);
}

static size_t
behind_una(struct slice data, size_t at)
{
	at += UNA_LENGTH;
	while (at < data.n && is_layout(data.p[at]))
		at++;
	return (at);
}

/* "UNB+UNOA:1+": nothing else begins so. */
static bool
is_whole(struct slice data, size_t at, char element)
{
	const char *p = data.p + at;

	if (!starts(data, at, "UNB") || data.n - at < 9 || p[3] != element)
		return (false);
	for (unsigned i = 4; i < 8; i++)
		if (!is_alnum(p[i]))
			return (false);
	return (!is_alnum(p[8]) && p[8] != ' ');
}

bool
edifact_unb_at(struct slice data, size_t at)
{
	struct edifact_unb u = { .una = false };

	if (una_read(data, at, &u) && !u.confused)
		return (is_whole(data, behind_una(data, at), u.seps.element));
	return (is_whole(data, at, '+') || is_whole(data, at, '\x1d'));
}

size_t
edifact_unb_find(struct slice data, size_t at)
{
	struct ahead a = AHEAD_INIT;

	while (at < data.n) {
		at = edifact_un(&a, data, at);
		if (at < data.n && edifact_unb_at(data, at))
			return (at);
		at += at < data.n;
	}
	return (data.n);
}

/* From syntax version 4 on there is one; UNA may say another. */
static char
repetition_of(struct slice data, const struct edifact_unb *u)
{
	char c = u->una ? data.p[u->offset + 7] : '*';

	if (u->version < 4 || is_alnum(c) || c == ' ' ||
	    c == u->seps.component || c == u->seps.element ||
	    c == u->seps.release || c == u->seps.terminator)
		return ('\0');
	return (c);
}

static void
take_syntax(struct slice data, struct edifact_unb *u)
{
	struct slice version = edifact_at(&u->s, 1, 2);

	if (version.n == 1 && version.p[0] >= '1' && version.p[0] <= '9')
		u->version = version.p[0] - '0';
	u->charset = edifact_charset_of(edifact_at(&u->s, 1, 1),
	    edifact_at(&u->s, 1, 4));
	/* a byte order mark says more than an identifier */
	if (data.n >= 3 && memcmp(data.p, "\xef\xbb\xbf", 3) == 0 &&
	    u->charset >= EDIFACT_LATIN1 && u->charset <= EDIFACT_TABLE_LAST)
		u->charset = EDIFACT_OTHER;
	u->seps.repetition = repetition_of(data, u);
	u->seps.shifts = u->charset == EDIFACT_2022;
}

static bool
is_message(struct slice data, size_t at, char element)
{
	return ((starts(data, at, "UNH") || starts(data, at, "UNG")) &&
	    data.n - at > 3 && data.p[at + 3] == element);
}

/* An UNB that was cut off does not take the next header along; one that does
 * not end soon is none. */
static bool
read_unb(struct slice data, size_t at, struct arena *a, struct edifact_unb *u)
{
	size_t end = data.n - at > UNB_MAX ? at + UNB_MAX : data.n;
	size_t unb = edifact_unb_find((struct slice){ data.p, end }, at + 3);
	size_t next = x12_isa_find((struct slice){ data.p, unb }, at + 3, true);
	EDIFACT_UNFILLED struct edifact_lex l;
	enum edifact_read got;

	edifact_lex_begin(&l, (struct slice){ data.p, next }, at, u->seps, a);
	got = edifact_next(&l, &u->s);
	u->body = l.at;
	return (got != EDIFACT_CUT || next < end || end == data.n);
}

bool
edifact_unb_read(struct slice data, size_t at, struct arena *a,
    struct edifact_unb *u)
{

	memset(u, 0, offsetof(struct edifact_unb, s));
	u->s.n = 0;
	u->s.repeats = 0;
	memset(u->s.last, 0, sizeof(u->s.last));
	u->charset = EDIFACT_OTHER;
	u->offset = at;
	u->seps = usual;
	if (una_read(data, at, u))
		at = behind_una(data, at);
	else if (data.n - at > 3 && data.p[at + 3] == '\x1d')
		u->seps = level_b;
	u->body = at;
	if (!starts(data, at, "UNB") || data.n - at < 4 ||
	    data.p[at + 3] != u->seps.element)
		return (!u->confused &&
		    (u->una || is_message(data, at, u->seps.element)));
	u->headed = true;
	if (u->confused)
		return (true);
	if (!read_unb(data, at, a, u))
		return (false);
	take_syntax(data, u);
	return (true);
}

/* --- the survey -------------------------------------------------------- */

struct survey {
	struct edifact *x;
	const struct edifact_unb *u;
	struct edifact_plan *plan;
	struct slice data;
	struct edifact_lex lex;
	struct edifact_segment seg;
	struct edifact_group *group;     /* NULL: none open */
	struct edifact_message *message; /* NULL: none open */
	struct x12_seen groups;
	size_t idle; /* bytes from here on belong to nothing yet */
	bool package;
};

static void
refuse(const char **where, const char *code)
{
	if (*where == NULL)
		*where = code;
}

/* Bytes between messages that are no line ends. */
static void
end_idle(struct survey *v, size_t to)
{
	const char *p = v->data.p;
	size_t from = v->idle;

	if (v->message != NULL || v->package)
		return;
	while (from < to && is_layout(p[from]))
		from++;
	while (to > from && is_layout(p[to - 1]))
		to--;
	if (from < to)
		edifact_fault(v->x, "EDIFACT-OUTSIDE",
		    slice_sub(v->data, from, to - from), SLICE_NONE, NULL,
		    "segments outside of any message are not read");
}

static void
end_message(struct survey *v, size_t at, bool closed)
{
	if (v->message == NULL)
		return;
	v->message->to = at;
	v->message->closed = closed;
	v->message = NULL;
}

static void
end_group(struct survey *v, size_t at)
{
	struct edifact_group *g = v->group;

	end_message(v, at, false);
	v->group = NULL;
	if (g == NULL || g->loose)
		return;
	edifact_fault(v->x, "EDIFACT-UNE-MISSING",
	    slice_sub(v->data, g->offset, g->length), SLICE("UNG"), "5",
	    "group " SL_FMT " has no trailer UNE", SL_ARG(g->control));
	refuse(&g->refused, "EDIFACT-UNE-MISSING");
}

static struct edifact_group *
push_group(struct survey *v)
{
	struct edifact_group *g = LIST_PUSH(&v->x->own, &v->plan->groups,
	    struct edifact_group);

	*g = (struct edifact_group){ .first = v->plan->messages.n,
		.offset = v->seg.offset,
		.length = v->seg.length };
	v->group = g;
	return (g);
}

static struct slice
text_at(struct survey *v, unsigned i, unsigned j)
{
	return (edifact_plain(v->x, &v->x->own, edifact_at(&v->seg, i, j)));
}

static void
on_ung(struct survey *v)
{
	struct edifact_group *g;

	end_group(v, v->seg.offset);
	g = push_group(v);
	v->plan->grouped = true;
	g->type = text_at(v, 1, 1);
	g->sender = text_at(v, 2, 1);
	g->sender_qualifier = text_at(v, 2, 2);
	g->receiver = text_at(v, 3, 1);
	g->receiver_qualifier = text_at(v, 3, 2);
	g->control = text_at(v, 5, 1);
	if (g->control.n == 0) {
		edifact_wrong(v->x, "EDIFACT-UNG-CONTROL", &v->seg, 5, 0,
		    "the group has no reference");
		refuse(&g->refused, "EDIFACT-UNG-CONTROL");
	} else if (x12_seen(&v->x->own, &v->groups, slice_hash(g->control))) {
		edifact_wrong(v->x, "EDIFACT-UNG-DUPLICATE", &v->seg, 5, 0,
		    "a second group with this reference");
		refuse(&g->refused, "EDIFACT-UNG-DUPLICATE");
	}
}

/* Is the count of a trailer the number that was seen? */
static bool
counts(const struct survey *v, size_t seen)
{
	int64_t n;

	return (slice_int(edifact_at(&v->seg, 1, 1), &n) && n >= 0 &&
	    (size_t)n == seen);
}

static void
on_une(struct survey *v)
{
	struct edifact_segment *s = &v->seg;
	struct edifact_group *g = v->group;

	end_message(v, s->offset, false);
	v->group = NULL;
	if (g == NULL || g->loose) {
		edifact_wrong(v->x, "EDIFACT-OUTSIDE", s, 0, 0,
		    "UNE without an UNG");
		return;
	}
	if (!counts(v, g->messages)) {
		edifact_wrong(v->x, "EDIFACT-UNE-COUNT", s, 1, 0,
		    "UNE says " SL_FMT " messages, the group has %zu",
		    SL_ARG(text_at(v, 1, 1)), g->messages);
		refuse(&g->refused, "EDIFACT-UNE-COUNT");
	}
	if (!slice_eq(text_at(v, 2, 1), g->control)) {
		edifact_wrong(v->x, "EDIFACT-UNE-CONTROL", s, 2, 0,
		    "this is not the reference of the group's UNG, " SL_FMT,
		    SL_ARG(g->control));
		refuse(&g->refused, "EDIFACT-UNE-CONTROL");
	}
}

static void
on_unh(struct survey *v)
{
	end_message(v, v->seg.offset, false);
	if (v->group == NULL) {
		push_group(v)->loose = true;
		v->plan->loose = true;
	}
	v->group->messages++;
	v->message = LIST_PUSH(&v->x->own, &v->plan->messages,
	    struct edifact_message);
	*v->message = (struct edifact_message){ .from = v->seg.offset };
}

static void
on_unz(struct survey *v)
{
	struct edifact_segment *s = &v->seg;
	struct edifact_plan *plan = v->plan;
	size_t seen = plan->grouped ? plan->groups.n :
				      plan->messages.n + plan->packages;

	plan->closed = true;
	if (!v->u->headed)
		return;
	if (!counts(v, seen) && !(plan->grouped && plan->loose)) {
		edifact_wrong(v->x, "EDIFACT-UNZ-COUNT", s, 1, 0,
		    "UNZ says " SL_FMT " %s, the interchange has %zu",
		    SL_ARG(text_at(v, 1, 1)),
		    plan->grouped ? "groups" : "messages", seen);
		refuse(&plan->refused, "EDIFACT-UNZ-COUNT");
	}
	if (!slice_eq(text_at(v, 2, 1), v->x->interchange.control_number)) {
		edifact_wrong(v->x, "EDIFACT-UNZ-CONTROL", s, 2, 0,
		    "this is not the reference of the UNB, " SL_FMT,
		    SL_ARG(v->x->interchange.control_number));
		refuse(&plan->refused, "EDIFACT-UNZ-CONTROL");
	}
}

/* An UNZ that lost its terminator does not take the next header along. */
static size_t
end_of_unz(const struct survey *v)
{
	struct slice seen = { v->data.p, v->lex.at };

	seen.n = edifact_unb_find(seen, v->seg.offset + 3);
	return (x12_isa_find(seen, v->seg.offset + 3, true));
}

static void
on_package(struct survey *v, bool begins)
{
	end_message(v, v->seg.offset, false);
	if (begins)
		edifact_wrong(v->x, "EDIFACT-PACKAGE", &v->seg, 0, 0,
		    "a package is not read");
	v->plan->packages += begins;
	v->package = begins;
}

/* False: the interchange ends with this segment. */
static bool
on_envelope(struct survey *v)
{
	end_idle(v, v->seg.offset);
	switch (v->seg.key) {
	case EDIFACT_TAG('U', 'N', 'G'):
		on_ung(v);
		break;
	case EDIFACT_TAG('U', 'N', 'E'):
		on_une(v);
		break;
	case EDIFACT_TAG('U', 'N', 'H'):
		on_unh(v);
		break;
	case EDIFACT_TAG('U', 'N', 'T'):
		if (v->message == NULL && !v->package)
			edifact_wrong(v->x, "EDIFACT-OUTSIDE", &v->seg, 0, 0,
			    "UNT without an UNH");
		end_message(v, v->lex.at, true);
		break;
	case EDIFACT_TAG('U', 'N', 'O'):
	case EDIFACT_TAG('U', 'N', 'P'):
		on_package(v, v->seg.key == EDIFACT_TAG('U', 'N', 'O'));
		break;
	default: /* UNZ */
		end_group(v, v->seg.offset);
		on_unz(v);
		v->plan->end = end_of_unz(v);
		return (false);
	}
	v->idle = v->lex.at;
	return (true);
}

/* Does a segment begin here: is there nothing but layout behind a terminator
 * that was not released? */
static bool
begins(const struct survey *v, size_t at)
{
	const char *p = v->data.p;
	size_t released = 0;

	while (at > v->u->body && is_layout(p[at - 1]) &&
	    p[at - 1] != v->u->seps.terminator)
		at--;
	if (at == v->u->body)
		return (true);
	if (p[--at] != v->u->seps.terminator)
		return (false);
	if (v->u->seps.release != '\0')
		while (at > v->u->body && p[at - 1] == v->u->seps.release) {
			at--;
			released++;
		}
	return (released % 2 == 0);
}

/* The tag at `at` is one of the envelope's and a separator stands behind. */
static bool
is_envelope(const struct survey *v, size_t at)
{
	const struct edifact_seps *s = &v->u->seps;
	char c;

	if (v->data.n - at < 4 ||
	    memchr("GEHTOPZ", v->data.p[at + 2], 7) == NULL)
		return (false);
	c = v->data.p[at + 3];
	return ((c == s->element || c == s->terminator || c == s->component) &&
	    begins(v, at));
}

/* The next interchange: a whole header, or an UNB where a segment begins. */
static bool
is_next(const struct survey *v, size_t at)
{
	if (at == v->u->offset)
		return (false);
	return (edifact_unb_at(v->data, at) ||
	    (starts(v->data, at, "UNB") && v->data.n - at > 3 &&
		v->data.p[at + 3] == v->u->seps.element && begins(v, at)));
}

static void
walk(struct survey *v)
{
	struct ahead a = AHEAD_INIT;
	size_t at = v->u->body, n = v->data.n;

	v->plan->end = n;
	while (at < n) {
		at = edifact_un(&a, v->data, at);
		if (n - at < 3)
			return;
		if ((v->data.p[at + 2] == 'A' || v->data.p[at + 2] == 'B') &&
		    is_next(v, at)) {
			v->plan->end = at;
			return;
		}
		if (is_envelope(v, at)) {
			v->lex.at = at;
			(void)edifact_next(&v->lex, &v->seg);
			if (!on_envelope(v))
				return;
		}
		at += 2;
	}
}

/* The same where bytes of a text may look like separators: segment by segment,
 * so that each text is read from its begin.  A whole header ends it all the
 * same, wherever it stands. */
static void
walk_shifted(struct survey *v)
{
	struct edifact_segment *s = &v->seg;
	size_t limit = edifact_unb_find(v->data, v->u->body);

	v->plan->end = v->lex.end = limit;
	while (edifact_next(&v->lex, s) != EDIFACT_END) {
		if (s->key == EDIFACT_TAG('U', 'N', 'A') ||
		    s->key == EDIFACT_TAG('U', 'N', 'B')) {
			v->plan->end = s->offset;
			return;
		}
		if ((s->key & 0xffff00) == EDIFACT_TAG('U', 'N', 0) &&
		    memchr("GEHTOPZ", (int)(s->key & 0xff), 7) != NULL &&
		    !on_envelope(v))
			return;
	}
}

/* An interchange that never ends does not take one of X12 along; what was
 * seen last may have run into it. */
static void
end_before_x12(struct survey *v)
{
	struct edifact_plan *plan = v->plan;
	size_t to = x12_isa_find((struct slice){ v->data.p, plan->end },
	    v->u->body, true);
	struct edifact_message *last = plan->messages.n == 0 ?
	    NULL :
	    LIST_AT(&plan->messages, struct edifact_message,
		plan->messages.n - 1);

	if (to == plan->end || (last != NULL && last->from > to))
		return;
	plan->end = to;
	if (last != NULL && last->to > to)
		last->to = to;
	if (v->idle > to)
		v->idle = to;
}

/* Groups and messages beside them: which of them count is not known. */
static void
refuse_loose(struct survey *v)
{
	struct edifact_plan *plan = v->plan;

	if (!plan->grouped || !plan->loose)
		return;
	for (size_t i = 0; i < plan->groups.n; i++) {
		struct edifact_group *g = LIST_AT(&plan->groups,
		    struct edifact_group, i);

		if (!g->loose)
			continue;
		refuse(&g->refused, "EDIFACT-MIXED");
		edifact_fault(v->x, "EDIFACT-MIXED",
		    slice_sub(v->data, g->offset, g->length), SLICE("UNH"),
		    NULL, "this message stands beside groups");
	}
}

void
edifact_survey(struct edifact *x, const struct edifact_unb *u,
    struct edifact_plan *plan)
{
	struct survey v = { .x = x,
		.u = u,
		.plan = plan,
		.data = x->data,
		.idle = u->body };

	memset(plan, 0, sizeof(*plan));
	edifact_lex_begin(&v.lex, x->data, u->body, u->seps, &x->own);
	(u->seps.shifts ? walk_shifted : walk)(&v);
	if (!plan->closed) {
		end_before_x12(&v);
		end_idle(&v, plan->end);
		end_group(&v, plan->end);
	}
	refuse_loose(&v);
	if (plan->closed || !u->headed)
		return;
	edifact_fault(x, "EDIFACT-UNZ-MISSING",
	    slice_sub(x->data, u->offset, u->body - u->offset), SLICE("UNB"),
	    "5",
	    "interchange " SL_FMT
	    " has no trailer UNZ: it was cut off after byte %zu",
	    SL_ARG(x->interchange.control_number), edifact_place(x, plan->end));
	refuse(&plan->refused, "EDIFACT-UNZ-MISSING");
}
