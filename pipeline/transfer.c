/* The conversation's shapes and the supervisor's end of it. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "pipeline/secret.h"
#include "pipeline/transfer.h"
#include "pipeline/zygote.h"

/* clang-format off */
#define FIELD(type, kind, name) { #name, kind, 0, offsetof(struct type, name),\
	NULL, NULL }
#define TEXTS(type, name) { #name, F_LIST, 0, offsetof(struct type, name), \
	&text_item_shape, NULL }
/* clang-format on */
#define SHAPE(type) \
	const struct shape type##_shape = { #type, sizeof(struct type), \
		type##_fields, \
		sizeof(type##_fields) / sizeof(type##_fields[0]) }

static const char *const task_names[] = { "fetch", "send", "look", NULL };

static const struct field transfer_request_fields[] = {
	{ "task", F_ENUM, 0, offsetof(struct transfer_request, task), NULL,
	    task_names },
	FIELD(transfer_request, F_TEXT, mill),
	FIELD(transfer_request, F_TEXT, url),
	FIELD(transfer_request, F_TEXT, key),
	FIELD(transfer_request, F_TEXT, password_file),
	FIELD(transfer_request, F_BOOL, agent),
	TEXTS(transfer_request, host_keys),
	TEXTS(transfer_request, patterns),
	FIELD(transfer_request, F_TEXT, inbox),
	FIELD(transfer_request, F_TEXT, outbox),
	FIELD(transfer_request, F_TEXT, move_to),
	FIELD(transfer_request, F_INT, settle_seconds),
	FIELD(transfer_request, F_INT, timeout_seconds),
	FIELD(transfer_request, F_INT, retries),
	FIELD(transfer_request, F_INT, sessions),
	FIELD(transfer_request, F_INT, max_file),
	FIELD(transfer_request, F_BOOL, leave),
	FIELD(transfer_request, F_TEXT, secret),
};
SHAPE(transfer_request);

static const struct field transfer_entry_fields[] = {
	FIELD(transfer_entry, F_TEXT, name),
	FIELD(transfer_entry, F_INT, size),
	FIELD(transfer_entry, F_INT, mtime),
};
SHAPE(transfer_entry);

static const struct field transfer_index_fields[] = {
	FIELD(transfer_index, F_INT, index),
};
SHAPE(transfer_index);

static const struct field transfer_put_fields[] = {
	FIELD(transfer_put, F_INT, id),
	FIELD(transfer_put, F_TEXT, name),
	FIELD(transfer_put, F_TEXT, bytes),
};
SHAPE(transfer_put);

static const struct field transfer_result_fields[] = {
	FIELD(transfer_result, F_INT, index),
	FIELD(transfer_result, F_INT, outcome),
	FIELD(transfer_result, F_INT, spool),
	FIELD(transfer_result, F_TEXT, code),
	FIELD(transfer_result, F_TEXT, text),
	FIELD(transfer_result, F_INT, secret),
};
SHAPE(transfer_result);

static const struct field transfer_failure_fields[] = {
	FIELD(transfer_failure, F_INT, rc),
	FIELD(transfer_failure, F_INT, exit_code),
	FIELD(transfer_failure, F_TEXT, code),
	FIELD(transfer_failure, F_TEXT, text),
	FIELD(transfer_failure, F_TEXT, help),
};
SHAPE(transfer_failure);

static void
copy_texts(struct arena *a, const struct list *from, struct list *to)
{
	for (size_t i = 0; i < from->n; i++)
		LIST_PUSH(a, to, struct text_item)->text = *LIST_AT(from,
		    struct slice, i);
}

static void
request_of(const struct partner *p, const char *mill_path,
    enum transfer_task task, bool leave, struct arena *a,
    struct transfer_request *r)
{
	const struct connection *c = &p->connection;

	shape_init(&transfer_request_shape, r);
	r->task = task;
	r->mill = slice_of(mill_path);
	r->url = c->url;
	r->key = c->key;
	r->password_file = c->password_file;
	r->agent = c->agent;
	copy_texts(a, &c->host_keys, &r->host_keys);
	copy_texts(a, &c->patterns, &r->patterns);
	r->inbox = c->inbox;
	r->outbox = c->outbox;
	r->move_to = c->after_fetch == AFTER_MOVE ? c->move_to : SLICE_NONE;
	r->settle_seconds = c->settle_seconds;
	r->timeout_seconds = c->timeout_seconds;
	r->retries = c->retries;
	r->sessions = c->sessions;
	r->max_file = c->max_file;
	r->leave = leave || c->after_fetch == AFTER_LEAVE;
}

enum rc
transfer_say(struct transfer *t, enum transfer_type type,
    const struct shape *shape, const void *object, struct err *e)
{
	struct buf body;
	enum rc rc;

	buf_init(&body, FRAME_MAX);
	shape_encode(shape, object, &body);
	rc = frame_put(&t->out, (uint8_t)type, buf_slice(&body), e);
	buf_free(&body);
	return (rc);
}

enum rc
transfer_go(struct transfer *t, enum transfer_type type, struct err *e)
{
	if (frame_put(&t->out, (uint8_t)type, SLICE_NONE, e) != RC_OK)
		return (e->rc);
	return (frame_flush(&t->out, e));
}

enum rc
transfer_start(struct transfer *t, struct zygote *z, const char *mill_path,
    const struct partner *p, enum transfer_task task, bool leave, int spool,
    struct err *e)
{
	struct transfer_request r;
	char secret[SECRET_TEXT] = "";

	*t = (struct transfer){ .partner = p, .sock = -1 };
	if (task != TRANSFER_SEND &&
	    secret_expect(mill_path, p, secret, e) != RC_OK)
		return (e->rc);
	if (zygote_transfer(z, spool, &t->sock, e) != RC_OK)
		return (e->rc);
	/* Its own timeouts end a worker; this one is for a worker that hangs:
	 * settling and every try of every wait fit in. */
	frame_in_init(&t->in, t->sock,
	    1000 *
		(p->connection.settle_seconds +
		    (p->connection.retries + 2) *
			(p->connection.timeout_seconds + 10) * 4));
	frame_out_init(&t->out, t->sock);
	request_of(p, mill_path, task, leave, &t->arena, &r);
	r.secret = slice_of(secret);
	if (transfer_say(t, TRANSFER_HELLO, &transfer_request_shape, &r, e) !=
		RC_OK ||
	    frame_flush(&t->out, e) != RC_OK) {
		transfer_stop(t);
		return (e->rc);
	}
	return (RC_OK);
}

static enum rc
failure(struct transfer *t, const struct frame *f, struct err *e)
{
	struct transfer_failure x;
	enum rc rc;
	char code[ERR_CODE_MAX];

	if (transfer_read(t, f, &transfer_failure_shape, &x, e) != RC_OK)
		return (e->rc);
	rc = x.rc == RC_FATAL ? RC_FATAL : RC_RETRY;
	(void)snprintf(code, sizeof(code), SL_FMT, SL_ARG(x.code));
	(void)err_set(e, rc, code, SL_FMT, SL_ARG(x.text));
	e->exit_code = (int)x.exit_code;
	if (x.help.n > 0)
		(void)err_help(e, SL_FMT, SL_ARG(x.help));
	return (rc);
}

enum rc
transfer_next(struct transfer *t, struct frame *f, struct err *e)
{
	if (frame_get(&t->in, f, e) != RC_OK)
		return (e->rc);
	if (f->type == TRANSFER_FAILED)
		return (failure(t, f, e));
	return (RC_OK);
}

enum rc
transfer_read(struct transfer *t, const struct frame *f,
    const struct shape *shape, void *object, struct err *e)
{
	arena_reset(&t->arena);
	return (shape_decode(shape, f->body, &t->arena, object, e));
}

void
transfer_stop(struct transfer *t)
{
	if (t->partner == NULL)
		return;
	frame_in_free(&t->in);
	frame_out_free(&t->out);
	arena_free(&t->arena);
	if (t->sock >= 0)
		(void)close(t->sock);
	*t = (struct transfer){ .sock = -1 };
}
