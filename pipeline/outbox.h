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
	const char *kind;              /* technical order ship warehouse */
	struct slice format;           /* writer's name */
	const char *word;              /* {kind} in the name: "receipt" … */
	struct slice extension;        /* replaces .xml where it differs */
	struct slice business_key, document_id;
	struct slice po, confirmation;
	int64_t file_id, order_id, shipment_id, version;
	instant due_at;
	struct slice bytes;
};
/* *fresh false: a document of this business key exists; nothing is done. */
enum rc outbox_add(struct night *n, struct packer *p, const struct outgoing *o,
    bool *fresh, struct err *e) MUST_CHECK;
enum rc outbox_known(struct night *n, struct slice business_key, bool *known,
    struct err *e) MUST_CHECK;

/* A file that was retried is answered anew: its answers have other keys. */
enum rc answer_key_retried(struct night *n, int64_t file_id, struct slice *key,
    struct arena *a, struct err *e) MUST_CHECK;

/* Head of an answer to a partner: ids, endpoints, names. */
void answer_head_fill(const struct night *n, const struct partner *p,
    const char *kind, struct slice business_key, struct arena *a,
    struct answer_head *head);

/* The technical answer for one interchange (or, interchange 0, for a file
 * that holds none): AP or RE with its findings. */
struct technical_subject {
	const struct partner *partner;
	int64_t file_id, interchange_id, ordinal;
	struct slice file_sha, file_name;
	struct slice standard, control_number, document_id, document_type;
	struct slice detail; /* why, for people; "" : accepted */
	bool rejected, held, test;
	int64_t from, to; /* byte range of its findings */
};
enum rc technical_answer_add(struct night *n, struct packer *p,
    const struct technical_subject *t, struct err *e) MUST_CHECK;

/* What was sent for this file and its orders becomes due again, same bytes. */
enum rc outbox_again_for_file(struct night *n, int64_t file_id,
    struct err *e) MUST_CHECK;

#endif
