#include "parsers/x12_envelope.h"

/* A crit-bit tree over 64-bit keys: no choice of keys makes it deeper than
 * 64. */

struct node {
	uint64_t key;      /* of the leaf made with this node */
	uint32_t child[2]; /* index; odd: leaf of node index/2 */
	uint32_t bit;
};

static uint32_t
closest(struct node *v, uint64_t key)
{
	uint32_t at = v[0].child[0]; /* the root */

	while ((at & 1) == 0)
		at = v[at / 2].child[key >> v[at / 2].bit & 1];
	return (at / 2);
}

bool
x12_seen(struct arena *a, struct x12_seen *s, uint64_t key)
{
	struct node *v, *made;
	uint32_t *link, self, bit;
	uint64_t differ;

	if (s->nodes.n == 0) /* node 0: first leaf, link to root */
		(LIST_PUSH(a, &s->nodes, struct node))->key = key;
	v = s->nodes.v;
	if (s->nodes.n == 1)
		differ = v[0].key ^ key;
	else
		differ = v[closest(v, key)].key ^ key;
	if (differ == 0)
		return (s->nodes.n > 1 || v[0].bit++ > 0);
	bit = 63 - (uint32_t)__builtin_clzll(differ);
	made = LIST_PUSH(a, &s->nodes, struct node);
	v = s->nodes.v;
	self = (uint32_t)s->nodes.n - 1;
	made->key = key;
	made->bit = bit;
	if (self == 1) {
		made->child[key >> bit & 1] = 2 * 1 + 1;
		made->child[~key >> bit & 1] = 2 * 0 + 1;
		v[0].child[0] = 2;
		v[0].bit = 1;
		return (false);
	}
	link = &v[0].child[0]; /* the root */
	while ((*link & 1) == 0 && v[*link / 2].bit > bit)
		link = &v[*link / 2].child[key >> v[*link / 2].bit & 1];
	made->child[key >> bit & 1] = 2 * self + 1;
	made->child[~key >> bit & 1] = *link;
	*link = 2 * self;
	return (false);
}

bool
x12_grows(struct x12_growing *g, struct slice number)
{
	int64_t n;

	if (g->unordered || !slice_digits(number, 1, 18) ||
	    !slice_int(number, &n) || n <= g->last)
		return (false);
	g->last = n;
	return (true);
}
