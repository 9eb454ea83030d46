/*
 * arena -- memory that is freed as a whole: one per message, file or command.
 *
 * Allocation never returns NULL (out of memory ends the process with 75) and
 * is zeroed, aligned for any type.  Under AddressSanitizer the unused rest of
 * each block is poisoned.  Blocks grow geometrically from 4 KiB to 1 MiB;
 * larger requests get a block of their own.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include "base/err.h"
#include "base/slice.h"

struct arena_block;
struct arena {
	struct arena_block *top;
	size_t used; /* bytes handed out since init or reset */
};

/* clang-format off */
#define ARENA_INIT { NULL, 0 }
/* clang-format on */

void *arena_alloc(struct arena *a, size_t size);
void *arena_array(struct arena *a, size_t n, size_t size); /* n*size checked */
struct slice arena_slice(struct arena *a, struct slice s); /* copy */
char *arena_text(struct arena *a, struct slice s);         /* copy + NUL */
/* p:q:r, between being the colon; r.p NULL: p:q.  Empty ones stand too. */
struct slice arena_joined(struct arena *a, char between, struct slice p,
    struct slice q, struct slice r);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);

/* Growing typed list: items live in the arena, old copies stay until reset.
 * LIST_PUSH returns a pointer to the new zeroed item. */
struct list {
	void *v;
	size_t n, cap;
};
void list_grow(struct arena *a, struct list *l, size_t item_size);
static inline void *
list_push(struct arena *a, struct list *l, size_t item_size)
{
	if (l->n == l->cap)
		list_grow(a, l, item_size);
	return ((char *)l->v + item_size * l->n++);
}
#define LIST_PUSH(a, l, type) ((type *)list_push((a), (l), sizeof(type)))
#define LIST_AT(l, type, i) (&((type *)(l)->v)[i])

/* A size that gcc does not see: of a copy of some hundred bytes it would make
 * `rep movs`, which takes dozens of cycles to begin. */
static inline size_t
size_unseen(size_t n)
{
	__asm__("" : "+r"(n));
	return (n);
}

void arena_reset(struct arena *a); /* keep one block for reuse */
void arena_free(struct arena *a);  /* an empty arena is allowed */

#endif
