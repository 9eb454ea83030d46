#include "parsers/x12_order.h"

struct slice
x12_words(struct x12_850 *c, struct slice a, struct slice b)
{
	if (a.n == 0 || b.n == 0)
		return (a.n == 0 ? b : a);
	return (arena_joined(c->x->arena, ' ', a, b, SLICE_NONE));
}

void
x12_set_once(struct slice *where, struct slice v)
{
	if (where->n == 0)
		*where = v;
}

void
x12_note(struct x12_850 *c, struct list *notes, struct slice text)
{
	if (text.n > 0)
		((struct text_item *)shape_push(c->x->arena, notes,
		     &text_item_shape))
		    ->text = text;
}

/* Texts side by side; room for them is there. */
struct words {
	char *p;
	size_t n;
};

static void
add_word(struct words *w, struct slice v)
{
	if (v.n == 0)
		return;
	if (w->n > 0)
		w->p[w->n++] = ' ';
	memcpy(w->p + w->n, v.p, v.n);
	w->n += v.n;
}

struct slice
x12_ref_text(struct x12_850 *c, const struct x12_segment *s)
{
	struct slice parts = x12_at(s, 4), part, text = x12_at(s, 3);
	struct words w = { NULL, 0 };

	if (parts.n == 0)
		return (text);
	w.p = arena_alloc(c->x->arena, text.n + 1 + parts.n);
	add_word(&w, text);
	while (slice_cut(parts, c->x->isa->seps.component, &part, &parts))
		add_word(&w, part);
	add_word(&w, part);
	return ((struct slice){ w.p, w.n });
}

struct slice
x12_with_elements(struct x12_850 *c, struct slice first,
    const struct x12_segment *s)
{
	size_t n = first.n;
	struct words w = { NULL, 0 };

	for (unsigned i = 1; i <= s->n; i++)
		n += 1 + x12_at(s, i).n;
	w.p = arena_alloc(c->x->arena, n);
	add_word(&w, first);
	for (unsigned i = 1; i <= s->n; i++)
		add_word(&w, x12_at(s, i));
	return ((struct slice){ w.p, w.n });
}

void
x12_tell(struct x12_850 *c, struct list *notes, const struct x12_segment *s)
{
	x12_note(c, notes, x12_with_elements(c, s->e[0], s));
}

struct reference *
x12_keep_reference(struct x12_850 *c, struct slice qualifier,
    struct slice value, struct slice text)
{
	struct reference *r = shape_push(c->x->arena, &c->order.references,
	    &reference_shape);

	*r = (struct reference){ qualifier, value, text };
	return (r);
}

/* What no row of the table takes is for people: of the open line, or of the
 * order. */
void
x12_rest(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_tell(c, &c->line->notes, s);
	else if (c->lines == 0 || c->counted)
		x12_tell(c, &c->order.notes, s);
}

void
x12_line_told(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	if (c->line != NULL)
		x12_tell(c, &c->line->notes, s);
}

/* …and what changes what is bought: a person should look, once an order. */
void
x12_line_terms(void *state, const struct x12_segment *s)
{
	struct x12_850 *c = state;

	x12_line_told(state, s);
	if (c->line == NULL || c->terms)
		return;
	c->terms = true;
	x12_wrong(c->x, "X12-LINE-TERMS", s, 0,
	    SL_FMT " is kept as a note of the line, and not acted on",
	    SL_ARG(s->e[0]));
}
