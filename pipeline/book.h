/*
 * book -- rows of the intake: what a worker read of one file goes into the
 * database under a file in state `parsing`.
 *
 *	book_open(&b, night, file)		remove what an earlier try left
 *	record_read(…, book_sink(&b), …)	insert as it comes
 *	book_end(&b, format, end)		keys, verdicts, technical answers
 *	book_close(&b)				always
 *
 * Rows are committed in short transactions (struct batch); the last one, in
 * book_end, makes them visible.  Nothing here decides about money.
 */
#ifndef PIPELINE_BOOK_H
#define PIPELINE_BOOK_H

#include "pipeline/night.h"
#include "pipeline/outbox.h"
#include "pipeline/record.h"

struct book_file {
	int64_t file_id;
	struct slice partner, sha256, name;
	struct slice data; /* the bytes, mapped */
	int64_t attempts;
};

struct book {
	struct night *night;
	struct store *store;
	const struct partner *connection; /* whose file it is */
	const struct partner *partner;    /* whom the envelope names */
	struct book_file file;
	struct batch batch;
	struct arena arena; /* scratch, reset a record */
	struct arena pending_arena;
	struct list pending; /* struct finding, not yet owned */
	int64_t interchange_id, message_id;
	int64_t interchanges, messages, orders;
	int64_t good_messages, bad_messages, noted_messages; /* interchange */
	int64_t bad_orders;       /* in the interchange: not plain good */
	struct slice hold_reason; /* the interchange is held, code */
	char hold_detail[256];
	bool refused;     /* this message is not agreed */
	bool test;        /* …or a test */
	char purpose[24]; /* of the message's order */
	/* Codes of first errors: */
	char fault_text[32];     /* of the message */
	char envelope_fault[32]; /* of the interchange, outside of messages */
	char first_fault[32];    /* of its first message that failed */
	int64_t findings, findings_left_out;
	int64_t begins, length; /* of the interchange */
};

enum rc book_open(struct book *b, struct night *n, const struct book_file *f,
    struct err *e) MUST_CHECK;
struct parse_sink book_sink(struct book *b);
enum rc book_end(struct book *b, const char *format,
    const struct parse_end *end, struct err *e) MUST_CHECK;
void book_close(struct book *b); /* rolls back what is open */

/* The stored bytes of a file: var/files/SHA256, or a pack. */
enum rc file_bytes_open(struct night *n, struct slice sha256, int64_t pack_id,
    int *fd, struct err *e) MUST_CHECK;

/* Is this message agreed with p?  Acknowledgments always are. */
bool book_agreed(const struct partner *p, const struct message *m);

/* A partner's word on what we sent: taken in, never answered. */
bool book_acknowledgment(struct slice kind);

/* book_bank.c */
enum rc book_bank_entry(void *ctx, const struct bank_entry *x, struct err *e);
enum rc book_remittance(void *ctx, const struct remittance *r, struct err *e);

/* book_order.c */
enum rc book_order(void *ctx, const struct order *o, struct err *e);
/* An order that is in the book already becomes what the checks say now: its
 * amounts, terms, place and lines.  b: night, store and partner are enough. */
enum rc book_order_again(struct book *b, int64_t order_id,
    const struct order *o, const struct checked_order *c,
    struct err *e) MUST_CHECK;
/* Findings that lie in [from, to) become those of this order; to -1: all. */
enum rc book_findings(struct book *b, int64_t order_id, int64_t from,
    int64_t to, struct err *e) MUST_CHECK;
/* One finding as a row; file, message, store and arena of b are enough. */
enum rc book_finding_put(struct book *b, int64_t order_id,
    const struct finding *f, struct err *e) MUST_CHECK;
/* A finding of our own about the message or file. */
void book_own_finding(struct book *b, const char *code, int64_t offset,
    const char *fmt, ...) PRINTF_LIKE(4, 5);

#endif
