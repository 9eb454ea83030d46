/*
 * edifact_envelope -- UNA, UNB to UNZ: where an interchange, its groups and
 * its messages begin and end, and what is wrong around them.
 *
 * A segment of the envelope stands behind a terminator that was not released.
 * A whole interchange header is one wherever it stands, because inside of a
 * text its separators would have release characters: so an interchange that
 * was cut off does not take the next one along.
 */
#ifndef PARSERS_EDIFACT_ENVELOPE_H
#define PARSERS_EDIFACT_ENVELOPE_H

#include "parsers/edifact_charset.h"
#include "parsers/edifact_lex.h"
#include "parsers/x12_envelope.h" /* x12_seen */

struct edifact;

struct edifact_unb {
	struct edifact_seps seps;
	bool una;      /* the file says them */
	bool headed;   /* there is an UNB; else messages begin at once */
	bool confused; /* the separators cannot be told apart */
	int version;   /* of the syntax; 0: none is given */
	enum edifact_charset charset;
	struct edifact_segment s; /* UNB; its texts lie in the file or arena */
	size_t offset;            /* of UNA or UNB */
	size_t body;              /* behind UNB */
};

struct edifact_group {
	struct slice type, sender, sender_qualifier, receiver,
	    receiver_qualifier, control;
	size_t offset, length;  /* of the UNG */
	size_t first, messages; /* in the plan's messages */
	bool loose;             /* no group: messages right below UNB */
	const char *refused;    /* code of a finding, NULL: good */
};
struct edifact_message {
	size_t from, to;
	bool closed; /* has its UNT */
};

struct edifact_plan {
	struct list groups, messages;
	size_t end; /* behind the interchange */
	size_t packages;
	bool closed; /* UNZ was found */
	bool grouped, loose;
	const char *refused;
};

/* Is there an interchange at `at`, or messages without one?  False: these
 * bytes are nothing of that kind. */
bool edifact_unb_read(struct slice data, size_t at, struct arena *a,
    struct edifact_unb *u);
/* Does a whole header stand here: UNB, or UNA and UNB? */
bool edifact_unb_at(struct slice data, size_t at);
/* The next whole header from `at` on; data.n if there is none. */
size_t edifact_unb_find(struct slice data, size_t at);
/* Tells x what is wrong as it goes. */
void edifact_survey(struct edifact *x, const struct edifact_unb *u,
    struct edifact_plan *plan);

#endif
