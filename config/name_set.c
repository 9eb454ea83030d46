/* name_set -- see name_set.h. */
#include <stdlib.h>
#include "config/name_set.h"

#define FIRST_SIZE 64

struct name_slot {
	struct slice name; /* p == NULL: free */
	uint64_t hash;
	int64_t number;
};

/* Where this name is, or where it would go. */
static struct name_slot *
slot_of(struct name_slot *slots, size_t size, struct slice name, uint64_t hash)
{
	size_t i = (size_t)hash & (size - 1);

	while (slots[i].name.p != NULL &&
	    (slots[i].hash != hash || !slice_eq(slots[i].name, name)))
		i = (i + 1) & (size - 1);
	return (&slots[i]);
}

static void
grow(struct name_set *s)
{
	const size_t size = s->size == 0 ? FIRST_SIZE : 2 * s->size;
	struct name_slot *slots = calloc(size, sizeof(*slots));

	if (slots == NULL)
		die_memory();
	for (size_t i = 0; i < s->size; i++)
		if (s->slots[i].name.p != NULL)
			*slot_of(slots, size, s->slots[i].name,
			    s->slots[i].hash) = s->slots[i];
	free(s->slots);
	s->slots = slots;
	s->size = size;
}

bool
name_set_add(struct name_set *s, struct slice name, int64_t *number)
{
	const uint64_t hash = slice_hash(name);
	struct name_slot *slot;

	if (name.p == NULL)
		name.p = "";
	if (2 * s->n >= s->size)
		grow(s);
	slot = slot_of(s->slots, s->size, name, hash);
	if (slot->name.p != NULL) {
		*number = slot->number;
		return (false);
	}
	*slot = (struct name_slot){ name, hash, *number };
	s->n++;
	return (true);
}

bool
name_set_has(const struct name_set *s, struct slice name)
{
	return (s->size > 0 &&
	    slot_of(s->slots, s->size, name, slice_hash(name))->name.p != NULL);
}

void
name_set_free(struct name_set *s)
{
	free(s->slots);
	*s = (struct name_set){ NULL, 0, 0 };
}
