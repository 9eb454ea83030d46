/*
 * CONTRL and APERAK: what a partner says about documents of ours.
 *
 * CONTRL gives a receipt for the interchange (UCI), and one for each group
 * (UCF) and message (UCM) it names.  0083 says what became of it: 4 refused,
 * with all that is below; 1, 7 and 8 taken.  UCS and UCD below an UCM are told
 * in its text.  APERAK gives one receipt for the document that it refers to:
 * RFF+ACW, or the first other reference.
 *
 * A message with a fault gives nothing: it may say something else than was
 * meant.
 */
#include <inttypes.h>
#include <stdio.h>

#include "parsers/edifact_order.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
#define TEXT_MAX 500

struct contrl {
	struct edifact *x;
	struct list receipts; /* struct receipt */
	struct slice interchange, group;
	struct receipt *open;
	char text[TEXT_MAX + 40]; /* of the open one */
	size_t n;
};

static void
add_text(struct contrl *c, const char *what, struct slice value)
{
	int n;

	if (c->open == NULL || c->n >= TEXT_MAX || value.n == 0 || value.n > 9)
		return;
	n = snprintf(c->text + c->n, sizeof(c->text) - c->n, "%s%s" SL_FMT,
	    c->n > 0 ? ", " : "", what, SL_ARG(value));
	c->n += n > 0 ? (size_t)n : 0;
}

/* 0098 counts the tag, people do not. */
static void
add_element(struct contrl *c, struct slice position)
{
	char text[24];
	int64_t at;

	if (!slice_int(position, &at) || at < 1)
		return;
	(void)snprintf(text, sizeof(text), "%" PRId64, at - 1);
	if (at == 1)
		add_text(c, "its ", SLICE("tag"));
	else
		add_text(c, "element ", slice_of(text));
}

static void
close_receipt(struct contrl *c)
{
	if (c->open != NULL && c->n > 0)
		c->open->text = arena_slice(c->x->arena,
		    (struct slice){ c->text,
			c->n < sizeof(c->text) ? c->n : sizeof(c->text) - 1 });
	c->open = NULL;
	c->n = 0;
}

/* 0083, and 0085 behind it. */
static struct receipt *
open_receipt(struct contrl *c, const struct edifact_segment *s, unsigned action)
{
	struct slice code = edifact_at(s, action, 1);
	struct receipt *r;

	close_receipt(c);
	r = LIST_PUSH(c->x->arena, &c->receipts, struct receipt);
	shape_init(&receipt_shape, r);
	c->open = r;
	r->kind = SLICE("CONTRL");
	r->interchange = c->interchange;
	r->code = code;
	r->offset = (int64_t)s->offset;
	if (slice_is(code, "4"))
		r->verdict = VERDICT_REJECTED;
	else if (slice_is(code, "1") || slice_is(code, "7") ||
	    slice_is(code, "8"))
		r->verdict = VERDICT_ACCEPTED;
	else
		edifact_wrong(c->x, "EDIFACT-ACK-ACTION", s, action, 1,
		    "this says nothing about what we sent");
	add_text(c, "error ", edifact_at(s, action + 1, 1));
	return (r);
}

static void
on_uci(void *made, const struct edifact_segment *s)
{
	struct contrl *c = made;

	c->interchange = edifact_at(s, 1, 1);
	(void)open_receipt(c, s, 4);
}

static void
on_ucf(void *made, const struct edifact_segment *s)
{
	struct contrl *c = made;

	c->group = edifact_at(s, 1, 1);
	open_receipt(c, s, 4)->group = c->group;
}

static void
on_ucm(void *made, const struct edifact_segment *s)
{
	struct contrl *c = made;
	struct receipt *r = open_receipt(c, s, 3);

	r->group = c->group;
	r->message = edifact_at(s, 1, 1);
	r->document_kind = edifact_at(s, 2, 1);
}

static void
on_ucs(void *made, const struct edifact_segment *s)
{
	struct contrl *c = made;

	add_text(c, "segment ", edifact_at(s, 1, 1));
	add_text(c, "error ", edifact_at(s, 2, 1));
}

static void
on_ucd(void *made, const struct edifact_segment *s)
{
	struct contrl *c = made;

	add_element(c, edifact_at(s, 2, 1));
	add_text(c, "component ", edifact_at(s, 2, 2));
	add_text(c, "error ", edifact_at(s, 1, 1));
}

static const struct edifact_row contrl_rows[] = {
	{ "UCI", on_uci },
	{ "UCM", on_ucm },
	{ "UCM/UCS", on_ucs },
	{ "UCM/UCS/UCD", on_ucd },
	{ "UCF", on_ucf },
	{ "UCF/UCM", on_ucm },
	{ "UCF/UCM/UCS", on_ucs },
	{ "UCF/UCM/UCS/UCD", on_ucd },
};

/* …and whoever waits for an answer must know. */
static void
tell_refused(struct edifact *x, const struct receipt *r, size_t at)
{
	struct slice tag = slice_sub(x->data, at, 3);

	if (r->verdict == VERDICT_REJECTED)
		edifact_fault(x, "EDIFACT-ACK-REFUSED", tag, tag, NULL,
		    "they refused %s " SL_FMT "%s" SL_FMT,
		    r->document_id.n > 0 ? "the document" :
			r->message.n > 0 ? "the message" :
			r->group.n > 0   ? "the group" :
					   "the interchange",
		    SL_ARG(r->document_id.n > 0 ? r->document_id :
			    r->message.n > 0    ? r->message :
			    r->group.n > 0      ? r->group :
						  r->interchange),
		    r->text.n > 0 ? ": " : "", SL_ARG(r->text));
}

static void
give(struct edifact *x, const struct list *receipts)
{
	for (size_t i = 0; i < receipts->n && x->errors == 0; i++) {
		const struct receipt *r = LIST_AT(receipts, struct receipt, i);

		tell_refused(x, r, (size_t)r->offset);
	}

	for (size_t i = 0; i < receipts->n; i++) {
		if (x->errors > 0 || x->rc != RC_OK)
			return;
		x->rc = x->sink->receipt(x->sink->ctx,
		    LIST_AT(receipts, struct receipt, i), x->err);
	}
}

void
edifact_contrl(struct edifact *x, const struct edifact_message *m)
{
	struct contrl c = { .x = x };

	edifact_walk(x, m, contrl_rows, N(contrl_rows), &c);
	close_receipt(&c);
	x->number = 0;
	give(x, &c.receipts);
}

/* --- APERAK ------------------------------------------------------------ */

struct aperak {
	struct edifact *x;
	struct receipt r;
	struct slice function;     /* 1225: 27 is not accepted */
	struct slice exact, other; /* RFF+ACW; the first of others */
	bool errors;
};

static void
on_aperak_bgm(void *made, const struct edifact_segment *s)
{
	struct aperak *a = made;

	a->function = edifact_at(s, 3, 1);
	a->r.code = edifact_at(s, 4, 1);
	a->r.offset = (int64_t)s->offset;
}

static void
on_aperak_rff(void *made, const struct edifact_segment *s)
{
	struct aperak *a = made;

	edifact_set_once(slice_is(edifact_at(s, 1, 1), "ACW") ? &a->exact :
								&a->other,
	    edifact_at(s, 1, 2));
}

static void
on_erc(void *made, const struct edifact_segment *s)
{
	struct aperak *a = made;

	a->errors = true;
	if (a->r.text.n < TEXT_MAX)
		a->r.text = edifact_words(a->x->arena, a->r.text,
		    edifact_words(a->x->arena, SLICE("error"),
			edifact_at(s, 1, 1)));
}

static void
on_erc_ftx(void *made, const struct edifact_segment *s)
{
	struct aperak *a = made;

	if (a->r.text.n < TEXT_MAX)
		a->r.text = edifact_words(a->x->arena, a->r.text,
		    edifact_free_text(a->x, s));
}

static const struct edifact_row aperak_rows[] = {
	{ "BGM", on_aperak_bgm },
	{ "RFF", on_aperak_rff },
	{ "ERC", on_erc },
	{ "ERC/FTX", on_erc_ftx },
};

/* 4343 decides; without it 1225, and an error refuses. */
static bool
is_refused(const struct aperak *a)
{
	return (slice_is(a->r.code, "RE") || slice_is(a->function, "27") ||
	    (a->r.code.n == 0 && a->errors));
}

void
edifact_aperak(struct edifact *x, const struct edifact_message *m)
{
	struct aperak a = { .x = x };

	shape_init(&receipt_shape, &a.r);
	edifact_walk(x, m, aperak_rows, N(aperak_rows), &a);
	x->number = 0;
	a.r.kind = SLICE("APERAK");
	a.r.document_id = a.exact.n > 0 ? a.exact : a.other;
	a.r.verdict = is_refused(&a) ? VERDICT_REJECTED : VERDICT_ACCEPTED;
	if (a.r.code.n == 0)
		a.r.code = a.function;
	if (a.r.document_id.n == 0)
		edifact_fault(x, "EDIFACT-ACK-ACTION",
		    slice_sub(x->data, m->from, 3), SLICE("RFF"), NULL,
		    "it does not say which document it is about");
	if (x->errors == 0)
		tell_refused(x, &a.r, (size_t)a.r.offset);
	if (x->errors == 0 && x->rc == RC_OK)
		x->rc = x->sink->receipt(x->sink->ctx, &a.r, x->err);
}
