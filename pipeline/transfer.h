/*
 * transfer -- the conversation between the supervisor and the one worker that
 * holds a partner's connection.
 *
 * The worker has that partner's key and spool directory, no database and no
 * other partner's anything.  One frame each (base/frame.h):
 *
 *	S: HELLO request
 *	fetch	W: LISTED entry ..., LIST_END
 *		S: GET index ..., GO	W: GOT result ..., GOT_END
 *		S: CLEAR index ..., GO	W: CLEARED result ..., END
 *	send	S: PUT id, name, bytes ..., GO	W: DONE result ..., DONE_END
 *		(any number of times)	S: FINISH	W: END
 *	look	W: NOTE text ..., END	(what `partner test` shows)
 *
 * An empty NOTE in between only says that bytes are moving.
 * At any time instead: W: FAILED (rc, exit code, code, text, help), END.
 */
#ifndef PIPELINE_TRANSFER_H
#define PIPELINE_TRANSFER_H

#include "base/frame.h"
#include "domain/order.h"
#include "domain/partner.h"

/* clang-format off */
enum transfer_type {
	TRANSFER_HELLO = 1, TRANSFER_GO, TRANSFER_FINISH, TRANSFER_FAILED,
	TRANSFER_LISTED, TRANSFER_LIST_END, TRANSFER_GET, TRANSFER_GOT,
	TRANSFER_GOT_END, TRANSFER_CLEAR, TRANSFER_CLEARED, TRANSFER_PUT,
	TRANSFER_DONE, TRANSFER_DONE_END, TRANSFER_NOTE
};
/* clang-format on */

enum transfer_task { TRANSFER_FETCH, TRANSFER_SEND, TRANSFER_LOOK };

struct transfer_request {
	enum transfer_task task;
	struct slice mill; /* its path: keys are below it */
	struct slice url, key, password_file;
	bool agent;
	struct list host_keys, patterns; /* struct text_item */
	struct slice inbox, outbox, move_to;
	int64_t settle_seconds, timeout_seconds, retries, sessions, max_file;
	bool leave;          /* fetched files stay where they are */
	struct slice secret; /* fetch: pipeline/secret.h, "" */
};

struct transfer_entry { /* LISTED; index: as they come */
	struct slice name;
	int64_t size, mtime;
};

struct transfer_index {
	int64_t index;
};

struct transfer_put {
	int64_t id;
	struct slice name, bytes;
};

struct transfer_result { /* GOT, CLEARED, DONE */
	int64_t index;   /* or id */
	int64_t outcome; /* enum outcome of transport.h */
	int64_t spool;   /* GOT: spool_name of this number */
	struct slice code, text;
	int64_t secret; /* GOT: enum cxml_secret */
};

struct transfer_failure {
	int64_t rc, exit_code;
	struct slice code, text, help;
};

extern const struct shape transfer_request_shape, transfer_entry_shape,
    transfer_index_shape, transfer_put_shape, transfer_result_shape,
    transfer_failure_shape;

/* The worker's whole life; returns its exit code. */
int transfer_worker(int sock, int spool);

/* --- the supervisor's end ------------------------------------------------ */

struct zygote;
struct transfer {
	const struct partner *partner;
	int sock;
	struct frame_in in;
	struct frame_out out;
	struct arena arena; /* for decoding one frame */
};

/* Starts the worker and says HELLO. */
enum rc transfer_start(struct transfer *t, struct zygote *z,
    const char *mill_path, const struct partner *p, enum transfer_task task,
    bool leave, int spool, struct err *e) MUST_CHECK;
enum rc transfer_say(struct transfer *t, enum transfer_type type,
    const struct shape *shape, const void *object, struct err *e) MUST_CHECK;
enum rc transfer_go(struct transfer *t, enum transfer_type type,
    struct err *e) MUST_CHECK; /* GO or FINISH, and flush */
/* The next frame; FAILED becomes the error it carries. */
enum rc transfer_next(struct transfer *t, struct frame *f,
    struct err *e) MUST_CHECK;
/* Decodes into object; texts live until the next transfer_next. */
enum rc transfer_read(struct transfer *t, const struct frame *f,
    const struct shape *shape, void *object, struct err *e) MUST_CHECK;
void transfer_stop(struct transfer *t);

#endif
