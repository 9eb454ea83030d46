/*
 * edifact_ready -- a guide made ready for the messages of a file, and what was
 * learned from those that were read: most segments look like an earlier one,
 * and come behind what it came behind.
 */
#ifndef PARSERS_EDIFACT_READY_H
#define PARSERS_EDIFACT_READY_H

#include "parsers/edifact_segment.h"
#include "parsers/guide_step.h"
#include "parsers/guide_tighten.h"

/* What one segment puts into what is being made of the message. */
typedef void edifact_handler(void *made, const struct edifact_segment *s);
struct edifact_row {
	const char *path; /* in the guide: "NAD/RFF", "LIN/rest" */
	edifact_handler *take;
};

/* What a segment without a fault looked like: one of the same outline needs
 * but its values checked.  Several outlines of a tag are kept side by side. */
#define EDIFACT_SHAPE_MAX 30
#define EDIFACT_SHAPES 128
struct edifact_shape {
	uint64_t filled, ends;
	uint32_t key;     /* 0: none yet */
	uint16_t tag;     /* of the guide */
	uint16_t n;       /* components */
	uint32_t numbers; /* bit k: digits with a mark or without one */
	uint32_t look;    /* …anything else of which a length is not all */
	/* Lengths, eight at a time; a component that is empty or not there
	 * may have any. */
	uint16_t least[EDIFACT_SHAPE_MAX + 2], range[EDIFACT_SHAPE_MAX + 2];
	const struct guide_element *e[EDIFACT_SHAPE_MAX];
};
/* Where a segment led from a place before, and what took it: one of the same
 * outline in the same place leads there again. */
#define EDIFACT_TRACKS 4
struct edifact_track {
	uint32_t key;
	const struct edifact_shape *shape; /* may be another's by now */
	struct guide_hop hop;
	struct edifact_track *next; /* those of that place */
	edifact_handler *take;
};

/* A guide made ready: once a file. */
#define EDIFACT_READY_MAX 16
struct edifact_ready {
	const struct edifact_row *rows; /* NULL: this one is free */
	bool old, change;
	const struct guide *guide;
	struct guide *own;      /* tightened, or NULL */
	edifact_handler **take; /* by place, or NULL */
	struct guide_hop *hops;
	struct edifact_shape *shapes; /* EDIFACT_SHAPES by their outline */
	struct edifact_track *tracks; /* EDIFACT_TRACKS by place, as hops */
};

#endif
