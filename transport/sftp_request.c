/*
 * Requests: who asked what, and its bytes behind the others.
 */
#include "transport/sftp_request.h"

#define OUT_FULL (1u << 20)

/* A job adds at most 8 requests after one look. */
bool
session_room(const struct session *s)
{
	return (s->state == SESSION_READY &&
	    s->outstanding + 8 < SESSION_REQUESTS &&
	    s->out.n - s->out_done < OUT_FULL);
}

static size_t
request_begin(struct session *s, struct job *job, uint8_t kind,
    enum wire_type type)
{
	struct request *q;
	size_t mark;

	INVARIANT(s->outstanding < SESSION_REQUESTS);
	if (s->out_done >= OUT_FULL) {
		memmove(s->out.p, s->out.p + s->out_done,
		    s->out.n - s->out_done);
		s->out.n -= s->out_done;
		s->out_done = 0;
	}
	while (s->requests[s->next_id % SESSION_REQUESTS].busy)
		s->next_id++;
	q = &s->requests[s->next_id % SESSION_REQUESTS];
	*q = (struct request){ .busy = true,
		.kind = kind,
		.id = s->next_id,
		.job = job };
	if (s->outstanding++ == 0)
		s->deadline = clock_ms() + s->timeout_ms;
	if (job != NULL)
		job_asked(job);
	mark = wire_begin(&s->out, type);
	wire_put_u32(&s->out, s->next_id++);
	return (mark);
}

static void
request_range(struct session *s, uint64_t offset, uint32_t length)
{
	struct request *q;

	q = &s->requests[(s->next_id - 1) % SESSION_REQUESTS];
	q->offset = offset;
	q->length = length;
}

void
request_path(struct session *s, struct job *job, uint8_t kind,
    enum wire_type type, struct slice path)
{
	size_t mark = request_begin(s, job, kind, type);

	wire_put_string(&s->out, path);
	if (type == WIRE_MKDIR)
		wire_put_u32(&s->out, 0); /* no attributes */
	wire_end(&s->out, mark);
}

void
request_open(struct session *s, struct job *job, uint8_t kind,
    struct slice path, uint32_t flags)
{
	size_t mark = request_begin(s, job, kind, WIRE_OPEN);

	wire_put_string(&s->out, path);
	wire_put_u32(&s->out, flags);
	wire_put_u32(&s->out, 0);
	wire_end(&s->out, mark);
}

void
request_rename(struct session *s, struct job *job, uint8_t kind,
    struct slice from, struct slice to)
{
	size_t mark = request_begin(s, job, kind, WIRE_RENAME);

	wire_put_string(&s->out, from);
	wire_put_string(&s->out, to);
	wire_end(&s->out, mark);
}

void
request_handle(struct session *s, struct job *job, uint8_t kind,
    enum wire_type type, struct slice handle)
{
	size_t mark = request_begin(s, job, kind, type);

	wire_put_string(&s->out, handle);
	wire_end(&s->out, mark);
}

void
request_read(struct session *s, struct job *job, uint8_t kind,
    struct slice handle, uint64_t offset, uint32_t length)
{
	size_t mark = request_begin(s, job, kind, WIRE_READ);

	wire_put_string(&s->out, handle);
	wire_put_u64(&s->out, offset);
	wire_put_u32(&s->out, length);
	wire_end(&s->out, mark);
	request_range(s, offset, length);
}

void
request_write(struct session *s, struct job *job, uint8_t kind,
    struct slice handle, uint64_t offset, struct slice data)
{
	size_t mark = request_begin(s, job, kind, WIRE_WRITE);

	wire_put_string(&s->out, handle);
	wire_put_u64(&s->out, offset);
	wire_put_string(&s->out, data);
	wire_end(&s->out, mark);
	request_range(s, offset, (uint32_t)data.n);
}

void
request_fsync(struct session *s, struct job *job, uint8_t kind,
    struct slice handle)
{
	size_t mark = request_begin(s, job, kind, WIRE_EXTENDED);

	wire_put_string(&s->out, SLICE("fsync@openssh.com"));
	wire_put_string(&s->out, handle);
	wire_end(&s->out, mark);
}
