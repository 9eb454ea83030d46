/*
 * Any bytes as a guide, and what follows a 0x1e as a partner's rules: a fault
 * names its line, and of what compiles samples can be made and pages checked.
 */
#include "parsers/guide_sample.h"
#include "parsers/guide_step.h"
#include "parsers/guide_tighten.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
heard(void *ctx, enum guide_fault f, const struct guide_place *place,
    const struct guide_level *level, const struct guide_rule *rule)
{
	(void)place;
	(void)level;
	(void)rule;
	(*(unsigned *)ctx) += f != GUIDE_GOOD;
}

/* Every tag after every other one, and what the walk makes of it. */
static void
walk(const struct guide *g)
{
	struct guide_walk w = { .wrong = heard };
	unsigned faults = 0;

	guide_begin(&w, g, NULL);
	w.ctx = &faults;
	for (unsigned i = 0; i < 200; i++) {
		unsigned tag = (i * i + i / 7) % (g->n_tags + 1);
		const struct guide_place *p = guide_step(&w, tag, SLICE("ST"),
		    (int64_t)i + 1, i);

		INVARIANT(p == NULL || guide_tag(g, p->tag) == tag);
		INVARIANT(w.depth < GUIDE_DEPTH);
	}
	guide_end(&w);
}

static void
samples(const struct guide *g)
{
	struct guide_broken_sample broken;
	struct buf b;

	buf_init(&b, 1u << 24);
	for (int i = -1; i < 20; i++) {
		buf_reset(&b);
		if (!guide_sample(g, i, &b, &broken) && i >= 0)
			break;
	}
	buf_free(&b);
}

static void
tightened(const struct guide *g, struct slice text)
{
	struct err e = ERR_INIT;
	struct guide *own;

	if (guide_tighten(g, SLICE("own"), text, &own, &e) == RC_OK) {
		walk(own);
		guide_free(own);
	} else
		INVARIANT(own == NULL && strncmp(e.text, "own:", 4) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = { (const char *)data, size }, text, rules;
	struct err e = ERR_INIT;
	struct guide *g;

	if (size > 16384)
		return (0);
	(void)slice_cut(all, '\x1e', &text, &rules);
	if (guide_compile(SLICE("g"), text, SLICE("2"), NULL, &g, &e) ==
	    RC_OK) {
		walk(g);
		samples(g);
		tightened(g, rules);
		guide_free(g);
	} else
		INVARIANT(g == NULL && strncmp(e.text, "g:", 2) == 0);
	tightened(guide_of("x12", SLICE("850"), SLICE("005010")), rules);
	return (0);
}
