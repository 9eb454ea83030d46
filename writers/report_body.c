#include "writers/report_body.h"

#define SCRATCH (1u << 20)

struct body {
	const struct partner_report *r;
	const struct report_form *form;
	struct buf *out;
	struct buf text; /* one value on its way */
	int64_t number;  /* of the finding */
};

static const char *
word(const struct body *b, enum report_word w)
{
	return (report_word(w, b->r->language));
}

static struct buf *
fresh(struct body *b)
{
	buf_reset(&b->text);
	return (&b->text);
}

static void
fact(struct body *b, enum report_word label)
{
	b->form->fact(b->out, word(b, label), buf_slice(&b->text), false);
}

/* A value from outside; nothing for none. */
static void
fact_shown(struct body *b, enum report_word label, struct slice value)
{
	if (slice_trim(value).n == 0)
		return;
	buf_shown(fresh(b), slice_trim(value));
	fact(b, label);
}

static void
fact_number(struct body *b, enum report_word label, int64_t n)
{
	language_number(fresh(b), n, b->r->language);
	fact(b, label);
}

static void
say(struct body *b, enum report_word w)
{
	b->form->say(b->out, slice_of(word(b, w)));
}

static void
say_left_out(struct body *b, enum report_word w, int64_t n)
{
	if (n <= 0)
		return;
	buf_text(fresh(b), word(b, w));
	buf_char(&b->text, ' ');
	language_number(&b->text, n, b->r->language);
	b->form->say(b->out, buf_slice(&b->text));
}

/* --- what came ----------------------------------------------------------- */

static void
put_head(struct body *b)
{
	const struct answer_head *h = &b->r->head;

	b->form->open(b->out, SLICE_NONE, MOOD_GOOD);
	fact_shown(b, WORD_FROM, h->from.name);
	fact_shown(b, WORD_TO, h->to.name);
	language_date(fresh(b), b->r->on, b->r->language);
	fact(b, WORD_DATE);
	fact_shown(b, WORD_NUMBER, h->id);
	b->form->close(b->out);
}

static void
put_came(struct body *b)
{
	const struct partner_report *r = b->r;

	b->form->heading(b->out, word(b, WORD_CAME));
	b->form->open(b->out, SLICE_NONE, MOOD_GOOD);
	buf_shown(fresh(b), r->file_name);
	buf_text(&b->text, " (");
	language_number(&b->text, r->file_bytes, r->language);
	buf_printf(&b->text, " %s)", word(b, WORD_BYTES));
	fact(b, WORD_FILE);
	fact_shown(b, WORD_INTERCHANGE, r->control_number);
	fact_shown(b, WORD_SENDER, r->sender);
	fact_shown(b, WORD_RECEIVER, r->receiver);
	if (r->all_messages > 0)
		fact_number(b, WORD_MESSAGES, r->all_messages);
	if (r->all_orders > 0)
		fact_number(b, WORD_ORDERS, r->all_orders);
	b->form->close(b->out);
}

/* --- what became of it --------------------------------------------------- */

static bool
message_rejected(const struct report_message *m)
{
	return (m->verdict == VERDICT_REJECTED);
}

/* How many messages were refused, for an order or as a whole. */
static size_t
count_rejected(const struct partner_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->messages.n; i++) {
		const struct report_message *m = LIST_AT(&r->messages,
		    struct report_message, i);
		bool refused = message_rejected(m);

		for (size_t o = 0; o < m->orders.n && !refused; o++)
			refused = LIST_AT(&m->orders, struct report_order, o)
				      ->refused;
		n += refused;
	}
	return (n);
}

static bool
has_findings(const struct partner_report *r)
{
	if (r->findings.n > 0 || r->findings_left_out > 0)
		return (true);
	for (size_t i = 0; i < r->messages.n; i++)
		if (LIST_AT(&r->messages, struct report_message, i)
			->findings.n > 0)
			return (true);
	return (false);
}

enum outcome { REJECTED, HELD, PARTLY, REMARKS, GOOD };

static enum outcome
outcome_of(const struct partner_report *r)
{
	if (r->rejected)
		return (REJECTED);
	if (r->held)
		return (HELD);
	if (count_rejected(r) > 0)
		return (PARTLY);
	return (has_findings(r) ? REMARKS : GOOD);
}

static void
put_result(struct body *b)
{
	static const struct {
		enum report_word says;
		enum report_mood mood;
	} results[] = {
		[REJECTED] = { WORD_RESULT_REJECTED, MOOD_BAD },
		[HELD] = { WORD_RESULT_HELD, MOOD_CARE },
		[PARTLY] = { WORD_RESULT_PARTLY, MOOD_BAD },
		[REMARKS] = { WORD_RESULT_REMARKS, MOOD_CARE },
		[GOOD] = { WORD_RESULT_GOOD, MOOD_GOOD },
	};
	enum outcome x = outcome_of(b->r);

	b->form->heading(b->out, word(b, WORD_RESULT));
	b->form->verdict(b->out, slice_of(word(b, results[x].says)),
	    results[x].mood);
}

/* --- findings ------------------------------------------------------------ */

static void
part(struct body *b, const char *label)
{
	if (b->text.n > 0)
		buf_text(&b->text, ", ");
	buf_text(&b->text, label);
	buf_char(&b->text, ' ');
}

/* "3" and "3:1" are an element and a component; else it is a column. */
static void
place_element(struct body *b, struct slice element)
{
	struct slice first, second, third;

	(void)slice_cut(element, ':', &first, &second);
	(void)slice_cut(second, ':', &second, &third);
	if (!slice_digits(first, 1, SIZE_MAX)) {
		part(b, word(b, WORD_COLUMN));
		buf_shown(&b->text, element);
		return;
	}
	part(b, word(b, WORD_ELEMENT));
	buf_shown(&b->text, first);
	if (second.n > 0) {
		part(b, word(b, WORD_COMPONENT));
		buf_shown(&b->text, second);
	}
	if (third.n > 0) {
		part(b, word(b, WORD_REPETITION));
		buf_shown(&b->text, third);
	}
}

/* The rules of business name fields of ours, in English; the partner knows
 * what he wrote by its place. */
static bool
names_fields_of_ours(struct slice code)
{
	return (slice_starts(code, SLICE("ORDER-")) ||
	    slice_starts(code, SLICE("CHANGE-")) ||
	    slice_starts(code, SLICE("SHIP-")));
}

static void
put_place(struct body *b, const struct report_finding *x)
{
	const struct finding *f = &x->finding;
	bool ours = names_fields_of_ours(f->code);

	(void)fresh(b);
	if (f->path.n > 0)
		buf_shown(&b->text, f->path);
	if (x->line > 0 && !x->rows) {
		part(b, word(b, WORD_LINE));
		buf_int(&b->text, x->line);
	}
	if (f->segment > 0 && f->path.n == 0) {
		part(b, word(b, x->rows ? WORD_ROW : WORD_SEGMENT));
		buf_int(&b->text, f->segment);
	}
	if (f->tag.n > 0 && f->path.n == 0 && !ours) {
		if (f->segment <= 0)
			part(b, word(b, WORD_SEGMENT));
		else
			buf_char(&b->text, ' ');
		buf_shown(&b->text, f->tag);
	}
	if (f->element.n > 0 && f->path.n == 0 && !ours)
		place_element(b, f->element);
	if (f->offset >= 0) {
		part(b, word(b, WORD_BYTE));
		buf_int(&b->text, f->offset);
	}
	if (b->text.n > 0)
		fact(b, WORD_PLACE);
}

static void
put_finding(struct body *b, const struct report_finding *x)
{
	const struct finding *f = &x->finding;
	const struct finding_rule *rule = finding_rule(f->code);
	enum language l = b->r->language;
	bool error = f->severity == SEVERITY_ERROR;

	buf_printf(fresh(b), "%lld. %s ", (long long)++b->number,
	    word(b, error ? WORD_ERROR : WORD_WARNING));
	buf_shown(&b->text, f->code);
	b->form->open(b->out, buf_slice(&b->text),
	    error ? MOOD_BAD : MOOD_CARE);
	put_place(b, x);
	if (f->value.n > 0) {
		buf_shown(fresh(b), f->value);
		b->form->fact(b->out, word(b, WORD_VALUE), buf_slice(&b->text),
		    true);
	}
	/* What parsers say of this value is English; some say the rule. */
	if ((l == LANGUAGE_EN || rule == NULL ||
		!finding_translated(f->code)) &&
	    !(rule != NULL && slice_is(f->text, rule->rule)))
		fact_shown(b, WORD_WRONG, f->text);
	if (rule != NULL) {
		b->form->fact(b->out, word(b, WORD_RULE),
		    slice_of(finding_rule_in(rule, l)), false);
		b->form->fact(b->out, word(b, WORD_MEND),
		    slice_of(finding_mend_in(rule, l)), false);
	}
	b->form->close(b->out);
}

static void
put_findings(struct body *b, const struct list *findings)
{
	for (size_t i = 0; i < findings->n; i++)
		put_finding(b, LIST_AT(findings, struct report_finding, i));
}

/* --- messages ------------------------------------------------------------ */

static void
put_order(struct body *b, const struct report_order *o)
{
	buf_shown(fresh(b), o->po.n > 0 ? o->po : SLICE("-"));
	if (o->release.n > 0) {
		buf_printf(&b->text, ", %s ", word(b, WORD_RELEASE));
		buf_shown(&b->text, o->release);
	}
	buf_printf(&b->text, ", %s: ", word(b, WORD_LINES));
	language_number(&b->text, o->lines, b->r->language);
	if (o->refused)
		buf_printf(&b->text, ", %s", word(b, WORD_ORDER_REJECTED));
	fact(b, WORD_ORDER);
}

static enum report_word
verdict_word(const struct body *b, const struct report_message *m)
{
	if (message_rejected(m))
		return (WORD_REJECTED);
	if (b->r->held)
		return (WORD_HELD);
	return (m->findings.n > 0 ? WORD_WITH_REMARKS : WORD_ACCEPTED);
}

static void
put_message(struct body *b, const struct report_message *m)
{
	enum report_word w = verdict_word(b, m);

	buf_printf(fresh(b), "%s ", word(b, WORD_MESSAGE));
	buf_shown(&b->text, m->kind);
	if (m->control_number.n > 0) {
		buf_char(&b->text, ' ');
		buf_shown(&b->text, m->control_number);
	}
	buf_printf(&b->text, ": %s", word(b, w));
	b->form->open(b->out, buf_slice(&b->text),
	    w == WORD_REJECTED     ? MOOD_BAD :
		w == WORD_ACCEPTED ? MOOD_GOOD :
				     MOOD_CARE);
	for (size_t i = 0; i < m->orders.n; i++)
		put_order(b, LIST_AT(&m->orders, struct report_order, i));
	b->form->close(b->out);
	put_findings(b, &m->findings);
}

static void
put_messages(struct body *b)
{
	const struct partner_report *r = b->r;
	int64_t orders = 0;

	if (r->messages.n == 0)
		return;
	b->form->heading(b->out, word(b, WORD_MESSAGES));
	for (size_t i = 0; i < r->messages.n; i++) {
		const struct report_message *m = LIST_AT(&r->messages,
		    struct report_message, i);

		put_message(b, m);
		orders += (int64_t)m->orders.n;
	}
	say_left_out(b, WORD_MORE_MESSAGES,
	    r->all_messages - (int64_t)r->messages.n);
	say_left_out(b, WORD_MORE_ORDERS, r->all_orders - orders);
}

/* --- what happens next --------------------------------------------------- */

static void
put_next(struct body *b)
{
	static const enum report_word says[] = { [REJECTED] = WORD_NEXT_AGAIN,
		[HELD] = WORD_NEXT_HELD,
		[PARTLY] = WORD_NEXT_PARTLY,
		[REMARKS] = WORD_NEXT_REMARKS,
		[GOOD] = WORD_NEXT_NOTHING };
	const struct partner_report *r = b->r;
	enum outcome x = outcome_of(r);

	b->form->heading(b->out, word(b, WORD_NEXT));
	say(b,
	    x == REJECTED && r->control_number.n > 0 ? WORD_NEXT_CONTROL :
						       says[x]);
	if (x != REJECTED && x != HELD && r->response_follows)
		say(b, WORD_NEXT_RESPONSE);
	if (r->head.test)
		say(b, WORD_NEXT_TEST);
	buf_printf(fresh(b), "%s ", word(b, WORD_QUESTIONS));
	buf_shown(&b->text, r->head.id);
	b->form->say(b->out, buf_slice(&b->text));
}

enum rc
report_form_write(const struct partner_report *r,
    const struct report_form *form, struct buf *out, struct err *e)
{
	struct body b = { .r = r, .form = form, .out = out };
	size_t before = out->n;

	if (r->head.id.n == 0 || r->file_name.n == 0)
		return (
		    err_set(e, RC_FATAL, "WRITE-MISSING", "a report needs %s",
			r->head.id.n == 0 ? "an id" : "a file name"));
	buf_init(&b.text, SCRATCH);
	form->begin(out, language_tag(r->language),
	    slice_of(word(&b, WORD_TITLE)),
	    r->head.test ? word(&b, WORD_TEST) : NULL);
	put_head(&b);
	put_came(&b);
	put_result(&b);
	if (r->findings.n > 0)
		form->heading(out, word(&b, WORD_FINDINGS));
	put_findings(&b, &r->findings);
	put_messages(&b);
	say_left_out(&b, WORD_MORE_FINDINGS, r->findings_left_out);
	put_next(&b);
	form->end(out);
	buf_free(&b.text);
	if (!out->failed)
		return (RC_OK);
	out->n = before;
	return (err_set(e, RC_FATAL, "WRITE-LARGE",
	    "a report has at most %zu bytes", out->max));
}
