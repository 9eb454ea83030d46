/*
 * outbox -- documents that wait to be sent, fixed when they are made.
 *
 * Name, bytes and control number never change afterwards; a document is made
 * once per business key.  The bytes go into the transaction's pack.
 */
#ifndef PIPELINE_OUTBOX_H
#define PIPELINE_OUTBOX_H

#include "pipeline/night.h"
#include "writers/writer.h"

struct outgoing {
	const struct partner *partner; /* who gets it */
	const char *kind;              /* technical order ship warehouse
					report */
	const struct writer *writer;
	const char *word; /* {kind} in the name: "receipt" … */
	const struct answer_head *head;
	struct slice business_key, po, confirmation;
	int64_t file_id, order_id, shipment_id, version;
	instant due_at;
	struct slice bytes;
};
/* The caller knows that there is none of this business key yet. */
enum rc outbox_add(struct night *n, struct packer *p, const struct outgoing *o,
    struct err *e) MUST_CHECK;
enum rc outbox_known(struct night *n, struct slice business_key, bool *known,
    struct err *e) MUST_CHECK;

/* A file that was retried is answered anew: its answers have other keys. */
enum rc answer_key_retried(struct night *n, int64_t file_id, struct slice *key,
    struct arena *a, struct err *e) MUST_CHECK;

/* What is answered, in the words of its envelope; empty where nothing is. */
struct answered {
	struct slice standard, sender, receiver; /* canonical */
	struct slice control_number, syntax;     /* of the interchange */
	struct slice version, group_sender, group_receiver;
	struct slice kind, document_id; /* of the message */
};
enum rc answered_message(struct night *n, int64_t message_id,
    struct answered *to, struct arena *a, struct err *e) MUST_CHECK;

/* Head of a document for a partner: ids, endpoints, names and, when the writer
 * has an envelope of its own, whose it is, its version and its control
 * numbers.  Those are taken here, so call it only for a document that is not
 * known (outbox_known), in the transaction that makes it. */
enum rc answer_head_fill(struct night *n, const struct partner *p,
    const struct writer *w, const struct answered *to, bool test,
    const char *kind, struct slice business_key, struct arena *a,
    struct answer_head *head, struct err *e) MUST_CHECK;

/* The control numbers alone, of the parties in *h; none in cXML. */
enum rc native_numbers_take(struct night *n, const struct writer *w, bool test,
    struct arena *a, struct native_head *h, struct err *e) MUST_CHECK;

/* The version of a message as an UNH writes it: "D.96A.EAN008" is
 * D:96A:UN:EAN008. */
struct slice edifact_s009(struct slice version, struct arena *a);

/* "x12" "edifact" "cxml" "ubl", "" for a format without an envelope. */
struct slice writer_standard(const struct writer *w);

/* The technical answer for one interchange (or, interchange 0, for a file
 * that holds none): AP or RE with its findings. */
struct technical_subject {
	const struct partner *partner;
	int64_t file_id, interchange_id, ordinal;
	struct slice file_sha, file_name;
	struct slice control_number, document_id, document_type, prepared;
	struct slice detail; /* why, for people; "" : accepted */
	struct answered envelope;
	bool rejected, held, test;
	bool refused;       /* the interchange as a whole */
	bool ack_requested; /* it asks for an answer to its envelope */
	int64_t from, to;   /* byte range of its findings */
};
enum rc technical_answer_add(struct night *n, struct packer *p,
    const struct technical_subject *t, struct err *e) MUST_CHECK;

/* What was sent for this file and its orders becomes due again, same bytes. */
enum rc outbox_again_for_file(struct night *n, int64_t file_id,
    struct err *e) MUST_CHECK;

#endif
