#include <stdlib.h>
#include "parsers/cxml.h"

/*
 * An item with itemType "composite" is made of those that name it as their
 * parentLineNumber.  At "groupLevel" it has the price and is what is ordered,
 * its parts explain it; at "itemLevel" the parts are ordered, and it is their
 * heading.  Which of them, where it does not say: the one with prices.  One
 * level only.
 */

enum level { LEVEL_UNKNOWN, LEVEL_GROUP, LEVEL_ITEM };

struct group {
	const struct cxml_part *part;
	struct slice line_id;
	enum level level;
	bool priced; /* one of its parts is */
};

static struct order_line *
line_of(const struct cxml *x, const struct cxml_part *p)
{
	return (LIST_AT(&x->order.lines, struct order_line, p->line));
}

static int
by_line(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	return (slice_cmp(x->line_id, y->line_id));
}

static struct group *
group_of(struct group *groups, size_t n, struct slice line_id)
{
	const struct group key = { .line_id = line_id };

	return (bsearch(&key, groups, n, sizeof(key), by_line));
}

static void
found(struct cxml *x, const struct cxml_part *p, const char *code,
    const char *what)
{
	const struct order_line *l = line_of(x, p);

	cxml_found_at(x, code, l->offset,
	    arena_printf(x->in->arena,
		"/cXML/Request/OrderRequest/ItemOut[%zu]", (size_t)l->segment),
	    l->line_id, what != NULL ? "%s" : NULL, what);
}

static bool
has_price(const struct order_line *l)
{
	return (!decimal_is_none(l->price) && l->price.coef != 0);
}

static void
settle_level(struct cxml *x, struct group *g)
{
	const bool priced = has_price(line_of(x, g->part));

	if (slice_is(g->part->level, "groupLevel"))
		g->level = LEVEL_GROUP;
	else if (slice_is(g->part->level, "itemLevel"))
		g->level = LEVEL_ITEM;
	else if (priced != g->priced)
		g->level = priced ? LEVEL_GROUP : LEVEL_ITEM;
	else
		found(x, g->part, "CXML-UNSUPPORTED",
		    "it does not say by compositeItemType whether this item "
		    "or its parts are ordered");
}

/* The part is told of where its group stands. */
static void
tell_part(struct cxml *x, const struct group *g, const struct cxml_part *p)
{
	const struct order_line *l = line_of(x, p);
	const struct slice item = l->seller_item.n > 0 ? l->seller_item :
							 l->buyer_item;
	char quantity[DECIMAL_TEXT_MAX] = "";

	if (!decimal_is_none(l->quantity))
		(void)decimal_text(l->quantity, quantity);
	xml_add_note(&x->values, &line_of(x, g->part)->notes,
	    slice_of(arena_printf(x->in->arena,
		"part " SL_FMT ": %s " SL_FMT " " SL_FMT " " SL_FMT,
		SL_ARG(text_head(l->line_id, 40)), quantity,
		SL_ARG(text_head(l->unit, 40)), SL_ARG(text_head(item, 200)),
		SL_ARG(text_head(l->description, 200)))));
}

static void
leave(struct cxml *x, const struct cxml_part *p)
{
	found(x, p, "CXML-LINE-PART", NULL);
	line_of(x, p)->segment = -line_of(x, p)->segment;
}

/* What was left out goes from the lines. */
static void
close_up(struct list *lines)
{
	size_t n = 0;

	for (size_t i = 0; i < lines->n; i++) {
		struct order_line *l = LIST_AT(lines, struct order_line, i);

		if (l->segment > 0)
			*LIST_AT(lines, struct order_line, n++) = *l;
	}
	lines->n = n;
}

static size_t
find_groups(struct cxml *x, struct group *groups)
{
	size_t n = 0;

	for (size_t i = 0; i < x->parts.n; i++) {
		const struct cxml_part *p = LIST_AT(&x->parts, struct cxml_part,
		    i);

		if (!p->composite)
			continue;
		if (p->parent.n > 0)
			found(x, p, "CXML-UNSUPPORTED",
			    "a part that is made of parts itself");
		groups[n++] = (struct group){ .part = p,
			.line_id = line_of(x, p)->line_id };
	}
	qsort(groups, n, sizeof(*groups), by_line);
	return (n);
}

void
cxml_settle_parts(struct cxml *x)
{
	struct group *groups, *g;
	size_t n;

	if (x->parts.n == 0 || x->too_many_lines)
		return;
	groups = arena_array(x->in->arena, x->parts.n, sizeof(*groups));
	n = find_groups(x, groups);
	for (size_t i = 0; i < x->parts.n; i++) {
		const struct cxml_part *p = LIST_AT(&x->parts, struct cxml_part,
		    i);

		g = group_of(groups, n, p->parent);
		if (g != NULL)
			g->priced |= has_price(line_of(x, p));
		else if (p->parent.n > 0)
			found(x, p, "CXML-UNSUPPORTED",
			    "parentLineNumber names no item that has parts");
	}
	for (size_t i = 0; i < n; i++)
		settle_level(x, &groups[i]);
	for (size_t i = 0; i < x->parts.n; i++) {
		const struct cxml_part *p = LIST_AT(&x->parts, struct cxml_part,
		    i);

		g = p->composite ? NULL : group_of(groups, n, p->parent);
		if (g != NULL && g->level == LEVEL_GROUP) {
			tell_part(x, g, p);
			leave(x, p);
		}
	}
	for (size_t i = 0; i < n; i++)
		if (groups[i].level == LEVEL_ITEM)
			leave(x, groups[i].part);
	close_up(&x->order.lines);
}

/* --- what stands beside an item ------------------------------------------- */

static void
note(struct cxml *x, const char *name, struct slice text, const char *tail)
{
	struct order_line *l = x->base[B_LINE];

	if (text.n > 0)
		xml_add_note(&x->values, &l->notes,
		    slice_of(arena_printf(x->in->arena, "%s: " SL_FMT "%s",
			name, SL_ARG(text_head(text, 200)), tail)));
}

/* Whether confirmations and notices are wanted, and what may lack. */
void
cxml_tell(struct cxml *x, const struct xml_row *row)
{
	const struct slice value = cxml_attribute(x, A_VALUE);

	if (row->use == U_SAID)
		note(x, row->name, value, "");
	else if (value.n > 0)
		note(x, "QuantityTolerance", value, "");
	else
		note(x, "QuantityTolerance", cxml_attribute(x, A_PERCENT),
		    " %");
}

void
cxml_tell_contact(struct cxml *x)
{
	const struct party *p = &x->doc.place;

	note(x, "Contact", p->contact, "");
	note(x, "Contact", p->email, "");
	note(x, "Contact", p->phone, "");
}
