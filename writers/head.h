/*
 * head -- who says something to whom, for every document that we write: plain
 * data, and what X12, EDIFACT and cXML need for their envelopes.
 */
#ifndef WRITERS_HEAD_H
#define WRITERS_HEAD_H

#include "base/date.h"

/* Who is meant, in the terms of an envelope: "ZZ" "ACMEBV" of x12:ZZ:ACMEBV,
 * "14" "871…" of edifact:14:871…, a cXML domain and identity. */
struct native_party {
	struct slice qualifier, id;
	struct slice group_id; /* GS02, GS03; "": the id */
};

/* What an answer in the partner's own format needs besides.  Set by the
 * pipeline only when the writer asks for it (struct writer.native). */
struct native_head {
	struct slice version;         /* "004010" "005010"; "D:96A:UN:EAN005";
					   "1.2.045"; never "" */
	struct slice syntax;          /* EDIFACT: "UNOC:3"; "" elsewhere */
	struct native_party from, to; /* us, the partner */
	/* Counters of this sender, receiver and test flag, taken in the
	 * transaction that makes the document. */
	int64_t interchange_control, group_control, message_control;
	char separators[8];    /* X12 "*>~^": element, component, terminator,
				   repetition; EDIFACT "+:.?'"; "": default */
	bool ack_wanted;       /* ISA14, UNB 0031 */
	struct slice reply_to; /* cXML: payloadID of what is answered */
	struct slice deployment, shared_secret; /* cXML */
	struct slice previous;       /* cXML: id of the ConfirmationRequest that
				   this one replaces, "": none */
	struct slice ship_structure; /* 856: "0001" … "0004" */
};

struct answer_party {
	struct slice endpoint_scheme, endpoint; /* EAS code, id */
	struct slice id_scheme, id;             /* ICD code, id; may be "" */
	struct slice name;                      /* registration name */
};

/* Head of every document: ids and who to whom. */
struct answer_head {
	struct native_head native;
	struct slice id; /* our document id */
	instant issued;
	struct slice customization, profile; /* empty: the default */
	struct answer_party from, to;        /* us, the partner */
	bool test;
};

#endif
