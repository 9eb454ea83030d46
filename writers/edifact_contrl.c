/*
 * Syntax report: CONTRL, syntax version 3 (CONTRL:D:3) or 4 (CONTRL:4:1).
 * UCI answers the interchange, one UCM each message, below the UCF of its group
 * if it stood in one; UCS and UCD say where a refused message is wrong.  Action
 * 0083: 4 refused, 7 acknowledged, 8 only received.
 */
#include "domain/finding.h"
#include "writers/edifact_common.h"

#define SEGMENTS_MAX 999 /* UCS of a message */
#define ELEMENTS_MAX 99  /* UCD of a UCS */

/* DE 0085 of a partner's own rules, whose codes are those of X12. */
static const char *
own_error(struct slice code)
{
	static const struct {
		const char *code, *error;
	} t[] = {
		{ "GUIDE-SEGMENT", "13" },
		{ "GUIDE-SEGMENT-UNWANTED", "15" },
		{ "GUIDE-SEGMENT-USE", "35" },
		{ "GUIDE-ELEMENT", "13" },
		{ "GUIDE-ELEMENT-UNWANTED", "15" },
		{ "GUIDE-ELEMENT-CODE", "12" },
		{ "GUIDE-ELEMENT-LONG", "39" },
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (slice_is(code, t[i].code))
			return (t[i].error);
	return ("18");
}

/* DE 0085 of a finding, 18: no more is known. */
static const char *
error_of(const struct finding *f)
{
	const struct finding_rule *rule = finding_rule(f->code);

	if (rule == NULL || f->severity == SEVERITY_NOTE)
		return (NULL);
	if (slice_starts(f->code, SLICE("EDI")))
		return (rule->x12 != NULL ? rule->x12 : "18");
	if (slice_starts(f->code, SLICE("GUIDE-")))
		return (own_error(f->code));
	if (slice_is(f->code, "FILE-DUPLICATE"))
		return ("26");
	if (slice_is(f->code, "FILE-SENDER"))
		return ("23");
	if (slice_is(f->code, "FILE-NOT-AGREED"))
		return ("17");
	return (rule->x12 != NULL ? "18" : NULL);
}

static const char *
first_error(const struct list *findings, bool elsewhere)
{
	for (size_t i = 0; i < findings->n; i++) {
		const struct finding *f = LIST_AT(findings, struct finding, i);

		if (f->severity == SEVERITY_ERROR && error_of(f) != NULL &&
		    (!elsewhere || f->segment <= 0))
			return (error_of(f));
	}
	return (NULL);
}

static void
interchange(struct edi_out *d, const struct technical_answer *a)
{
	const char *error = NULL, *action = a->messages.n > 0 ? "7" : "8";
	struct segments *w = &d->w;

	if (a->interchange_rejected) {
		action = "4";
		error = first_error(&a->findings, false);
		if (error == NULL)
			error = "18";
	}
	seg_open(w, "UCI");
	seg_id(w, ELEMENT, a->interchange_control, 1, 14,
	    "interchange_control");
	edi_out_identifier(d, a->sender, "sender");
	edi_out_identifier(d, a->receiver, "receiver");
	seg_code(w, ELEMENT, action);
	seg_code(w, ELEMENT, error);
	seg_close(w);
}

/* --- messages ------------------------------------------------------------ */

/* "3", "3:2", "3:2:4", "3::4": element, component, repetition. */
static bool
position(struct slice element, int64_t at[3])
{
	struct slice one, rest = element;

	for (int i = 0; i < 3; i++) {
		(void)slice_cut(rest, ':', &one, &rest);
		if (!slice_int(one, &at[i]) || at[i] < 1 || at[i] > 998)
			at[i] = 0;
	}
	return (at[0] > 0);
}

static bool
is_told(const struct finding *f)
{
	return (error_of(f) != NULL && f->segment > 0 && f->segment <= 999999);
}

/* All faults of a segment: its own, or of its elements. */
static void
segment(struct edi_out *d, const struct list *all, size_t first)
{
	const struct finding *f = LIST_AT(all, struct finding, first);
	struct segments *w = &d->w;
	int64_t at[3];
	bool element = position(f->element, at);
	int left = ELEMENTS_MAX;

	seg_open(w, "UCS");
	seg_int(w, ELEMENT, f->segment);
	seg_code(w, ELEMENT, element ? "" : error_of(f));
	seg_close(w);
	for (size_t i = first; i < all->n && left > 0; i++) {
		const struct finding *next = LIST_AT(all, struct finding, i);

		if (next->segment != f->segment)
			break;
		if (!is_told(next) || !position(next->element, at))
			continue;
		left--;
		seg_open(w, "UCD");
		seg_code(w, ELEMENT, error_of(next));
		seg_int(w, ELEMENT, at[0] + 1); /* 0098: the tag is 1 */
		for (int k = 1; k < (d->syntax == 4 ? 3 : 2); k++)
			if (at[k] > 0)
				seg_int(w, PART, at[k]);
			else
				seg_code(w, PART, "");
		seg_close(w);
	}
}

static void
faults(struct edi_out *d, const struct list *all)
{
	int64_t before = -1;
	int left = SEGMENTS_MAX;

	for (size_t i = 0; i < all->n && left > 0; i++) {
		const struct finding *f = LIST_AT(all, struct finding, i);

		if (!is_told(f) || f->segment == before)
			continue;
		before = f->segment;
		left--;
		segment(d, all, i);
	}
}

/* S009 as the message wrote it; `version` may begin with its kind.  What is not
 * whole is left out: its parts are mandatory. */
static void
message_id(struct edi_out *d, const struct answered_message *m)
{
	struct segments *w = &d->w;
	struct slice part[4] = { SLICE_NONE }, rest = slice_trim(m->version);

	(void)slice_cut(rest, ':', &part[0], &rest);
	if (!slice_eq(part[0], slice_trim(m->kind)))
		rest = slice_trim(m->version);
	for (size_t i = 0; i < 4; i++) {
		(void)slice_cut(rest, ':', &part[i], &rest);
		if (i < 3 && seg_plain(w, part[i]).n == 0) {
			seg_skip(w, 1);
			return;
		}
	}
	if (seg_plain(w, m->kind).n == 0) {
		seg_skip(w, 1);
		return;
	}
	seg_text(w, ELEMENT, m->kind, 1, 6);
	for (size_t i = 0; i < 4; i++)
		seg_text(w, PART, part[i], 1, i == 3 ? 6 : 3);
}

/* A bad number must not keep its refusal from being sent. */
static void
reference(struct edi_out *d, struct slice number)
{
	struct slice piece, rest = seg_plain(&d->w, number);

	if (!seg_piece(&d->w, &rest, 14, &piece))
		piece = SLICE("0");
	seg_put(&d->w, ELEMENT, piece);
}

/* Refused for what is around it: of an interchange that is taken, its group. */
static bool
is_carried_off(const struct answered_message *m)
{
	for (size_t i = 0; i < m->findings.n; i++)
		if (slice_is(LIST_AT(&m->findings, struct finding, i)->code,
			"EDIFACT-MSG-REFUSED"))
			return (m->verdict == VERDICT_REJECTED);
	return (false);
}

/* Before the first message of each. */
static void
group(struct edi_out *d, const struct list *all, size_t i)
{
	const struct answered_message *m = LIST_AT(all, struct answered_message,
	    i);
	struct segments *w = &d->w;
	bool refused = is_carried_off(m);

	if (m->group_control.n == 0 ||
	    (i > 0 &&
		slice_eq(m->group_control,
		    LIST_AT(all, struct answered_message, i - 1)
			->group_control)))
		return;
	seg_open(w, "UCF");
	reference(d, m->group_control);
	seg_skip(w, 2);
	seg_code(w, ELEMENT, refused ? "4" : "7");
	seg_code(w, ELEMENT, refused ? "18" : NULL);
	seg_close(w);
}

static void
message(struct edi_out *d, const struct answered_message *m)
{
	struct segments *w = &d->w;
	bool rejected = m->verdict == VERDICT_REJECTED;
	const char *error = rejected ? first_error(&m->findings, true) : NULL;

	seg_open(w, "UCM");
	reference(d, m->control_number);
	message_id(d, m);
	seg_code(w, ELEMENT, rejected ? "4" : "7");
	seg_code(w, ELEMENT, error);
	seg_close(w);
	if (rejected)
		faults(d, &m->findings);
}

enum rc
write_edifact_contrl(const struct technical_answer *a, struct buf *out,
    struct err *e)
{
	struct edi_out d;

	edi_out_start(&d, &a->head, "syntax report", out, e);
	edi_out_unb(&d, false);
	edi_out_unh_as(&d, "CONTRL", d.syntax == 4 ? "4:1:UN" : "D:3:UN");
	interchange(&d, a);
	for (size_t i = 0;
	     !a->interchange_rejected && i < a->messages.n && !out->failed;
	     i++) {
		d.w.line = (int64_t)i;
		group(&d, &a->messages, i);
		message(&d, LIST_AT(&a->messages, struct answered_message, i));
	}
	return (edi_out_finish(&d));
}
