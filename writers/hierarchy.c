#include <stdlib.h>
#include "writers/hierarchy.h"

/* What tells the groups of a level apart. */
struct key {
	struct slice part[5];
	size_t index;
};

static struct key
key_of(const struct despatch_line *l, char level, size_t index)
{
	struct key k = { .index = index };

	switch (level) {
	case 'O':
		k.part[0] = slice_trim(l->po_number);
		k.part[1] = slice_trim(l->release_number);
		k.part[2] = slice_trim(l->confirmation);
		break;
	case 'T':
		k.part[0] = slice_trim(l->pallet);
		break;
	case 'P':
		k.part[0] = slice_trim(l->sscc);
		break;
	default: /* an item: one order line in one unit */
		k.part[0] = slice_trim(l->order_line);
		k.part[1] = slice_trim(l->unit);
		k.part[2] = slice_trim(l->seller_item);
		k.part[3] = slice_trim(l->buyer_item);
		k.part[4] = slice_trim(l->gtin);
		break;
	}
	return (k);
}

static int
compare_parts(const struct key *a, const struct key *b)
{
	int order = 0;

	for (size_t i = 0; order == 0 && i < 5; i++)
		order = slice_cmp(a->part[i], b->part[i]);
	return (order);
}

static int
compare_keys(const void *p, const void *q)
{
	const struct key *a = p, *b = q;
	int order = compare_parts(a, b);

	return (order != 0          ? order :
		a->index < b->index ? -1 :
				      a->index > b->index);
}

/* A group's rank is the place of its first line. */
static void
rank(struct hierarchy_line *v, struct key *k, size_t n, size_t level,
    char letter, bool each)
{
	size_t first = 0;

	for (size_t i = 0; i < n; i++) {
		k[i] = key_of(v[i].l, letter, i);
		v[i].absent[level] = (letter == 'T' || letter == 'P') &&
		    k[i].part[0].n == 0;
	}
	if (each) {
		for (size_t i = 0; i < n; i++)
			v[i].rank[level] = i;
		return;
	}
	qsort(k, n, sizeof(*k), compare_keys);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || compare_parts(&k[i], &k[i - 1]) != 0)
			first = k[i].index;
		v[k[i].index].rank[level] = first;
	}
}

static int
compare_lines(const void *p, const void *q)
{
	const struct hierarchy_line *a = p, *b = q;

	for (size_t i = 0; i < HIERARCHY_DEPTH; i++)
		if (a->rank[i] != b->rank[i])
			return (a->rank[i] < b->rank[i] ? -1 : 1);
	return (a->index < b->index ? -1 : a->index > b->index);
}

struct hierarchy_line *
hierarchy_of(struct arena *a, const struct list *lines, const char *shape)
{
	size_t n = lines->n, depth = strlen(shape);
	struct hierarchy_line *v = arena_array(a, n + 1, sizeof(*v));
	struct key *k = arena_array(a, n + 1, sizeof(*k));

	INVARIANT(depth <= HIERARCHY_DEPTH);
	for (size_t i = 0; i < n; i++)
		v[i] = (struct hierarchy_line){ .l = LIST_AT(lines,
						    struct despatch_line, i),
			.index = i };
	/* At the end an item is a line; above, it gathers its cartons. */
	for (size_t level = 0; level < depth; level++)
		rank(v, k, n, level, shape[level],
		    shape[level] == 'I' && level + 1 == depth);
	qsort(v, n, sizeof(*v), compare_lines);
	return (v);
}

size_t
hierarchy_new(const struct hierarchy_line *l,
    const struct hierarchy_line *before, size_t depth)
{
	for (size_t i = 0; before != NULL && i < depth; i++)
		if (l->rank[i] != before->rank[i])
			return (i);
	return (before == NULL ? 0 : depth);
}

static int
compare_ranks(const void *p, const void *q)
{
	const size_t *a = p, *b = q;

	return (*a < *b ? -1 : *a > *b);
}

size_t
hierarchy_groups(const struct hierarchy_line *v, size_t n, size_t level)
{
	struct arena a = ARENA_INIT;
	size_t *ranks = arena_array(&a, n + 1, sizeof(*ranks));
	size_t used = 0, groups = 0;

	for (size_t i = 0; i < n; i++)
		if (!v[i].absent[level])
			ranks[used++] = v[i].rank[level];
	qsort(ranks, used, sizeof(*ranks), compare_ranks);
	for (size_t i = 0; i < used; i++)
		groups += i == 0 || ranks[i] != ranks[i - 1];
	arena_free(&a);
	return (groups);
}

bool
hierarchy_goes_on(const struct list *lines, size_t i)
{
	const struct despatch_line *a, *b;

	if (i + 1 >= lines->n)
		return (false);
	a = LIST_AT(lines, struct despatch_line, i);
	b = LIST_AT(lines, struct despatch_line, i + 1);
	return (slice_eq(a->po_number, b->po_number) &&
	    slice_eq(a->confirmation, b->confirmation) &&
	    slice_eq(a->order_line, b->order_line) && a->order_line.n > 0);
}
