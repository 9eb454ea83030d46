#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "base/arena.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISON 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISON 1
#endif
#endif

#ifdef ARENA_POISON
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#define GAP 16 /* stays poisoned between two allocations */
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#define GAP 0
#endif

#define ALIGN alignof(max_align_t)
#define BLOCK_MIN ((size_t)4096)
#define BLOCK_MAX ((size_t)1 << 20)
#define LARGE_MIN ((size_t)8 << 20)

struct arena_block {
	struct arena_block *below;
	size_t size, used;
	alignas(max_align_t) char data[];
};

/* A large block comes from the system untouched; in large pages it costs a
 * five-hundredth of the faults.  Where that is not to be had, nothing is
 * lost. */
static void
prefer_large_pages(void *p, size_t size)
{
	const uintptr_t page = (uintptr_t)getpagesize();
	const uintptr_t from = ((uintptr_t)p + page - 1) & ~(page - 1);
	const uintptr_t to = ((uintptr_t)p + size) & ~(page - 1);

	if (size >= LARGE_MIN && to > from)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

static struct arena_block *
block_new(size_t size, struct arena_block *below)
{
	struct arena_block *b;

	if (size > SIZE_MAX / 2)
		die_memory();
	b = calloc(1, sizeof(*b) + size);
	if (b == NULL)
		die_memory();
	prefer_large_pages(b, size);
	b->below = below;
	b->size = size;
	POISON(b->data, size);
	return (b);
}

static void *
block_take(struct arena_block *b, size_t size, size_t step)
{
	char *p = b->data + b->used;

	UNPOISON(p, size);
	b->used += step;
	return (p);
}

void *
arena_alloc(struct arena *a, size_t size)
{
	struct arena_block *top = a->top;
	size_t step, next;

	if (size > SIZE_MAX / 4)
		die_memory();
	step = (size + GAP + ALIGN - 1) / ALIGN * ALIGN;
	if (step == 0)
		step = ALIGN;
	a->used += size;
	if (top != NULL && step <= top->size - top->used)
		return (block_take(top, size, step));
	next = top == NULL ? BLOCK_MIN : top->size * 2;
	if (next > BLOCK_MAX)
		next = BLOCK_MAX;
	while (next < step && next < BLOCK_MAX)
		next *= 2;
	if (step > next && top != NULL) {
		/* the rest of the top block stays in use */
		top->below = block_new(step, top->below);
		return (block_take(top->below, size, step));
	}
	a->top = block_new(step > next ? step : next, top);
	return (block_take(a->top, size, step));
}

void *
arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		die_memory();
	return (arena_alloc(a, bytes));
}

struct slice
arena_slice(struct arena *a, struct slice s)
{
	char *p;

	if (s.n == 0)
		return ((struct slice){ s.p != NULL ? "" : NULL, 0 });
	p = arena_alloc(a, s.n);
	memcpy(p, s.p, s.n);
	return ((struct slice){ p, s.n });
}

struct slice
arena_joined(struct arena *a, char between, struct slice p, struct slice q,
    struct slice r)
{
	char *out = arena_alloc(a, p.n + q.n + r.n + 2), *at = out;

	if (p.n > 0)
		memcpy(at, p.p, p.n);
	at += p.n;
	*at++ = between;
	if (q.n > 0)
		memcpy(at, q.p, q.n);
	at += q.n;
	if (r.p != NULL) {
		*at++ = between;
		memcpy(at, r.p, r.n);
		at += r.n;
	}
	return ((struct slice){ out, (size_t)(at - out) });
}

char *
arena_text(struct arena *a, struct slice s)
{
	char *p = arena_alloc(a, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return (p);
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	INVARIANT(n >= 0);
	p = arena_alloc(a, (size_t)n + 1);
	(void)vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (p);
}

void
list_grow(struct arena *a, struct list *l, size_t item_size)
{
	size_t cap = l->cap == 0 ? 8 : l->cap * 2;
	void *v = arena_array(a, cap, item_size);

	if (l->n > 0)
		memcpy(v, l->v, l->n * item_size);
	l->v = v;
	l->cap = cap;
}

static void
block_free(struct arena_block *b)
{
	struct arena_block *below;

	for (; b != NULL; b = below) {
		below = b->below;
		UNPOISON(b->data, b->size);
		free(b);
	}
}

void
arena_reset(struct arena *a)
{
	struct arena_block *top = a->top;

	a->used = 0;
	if (top == NULL)
		return;
	if (top->size > BLOCK_MAX) { /* one giant is not worth keeping */
		arena_free(a);
		return;
	}
	block_free(top->below);
	top->below = NULL;
	UNPOISON(top->data, top->used);
	memset(top->data, 0, top->used);
	POISON(top->data, top->size);
	top->used = 0;
}

void
arena_free(struct arena *a)
{
	block_free(a->top);
	a->top = NULL;
	a->used = 0;
}
