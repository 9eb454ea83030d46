/*
 * One file from the server into the spool.
 *
 * OPEN; READs for every block, a READ behind the last byte, FSTAT and CLOSE
 * in one burst; so two round trips, shared by all files on their way.  The
 * answers prove that the file is whole: every block came, there is nothing
 * behind, and size and time are still those of the listing.  A server that
 * answers a READ short makes the file start again "carefully", that is with
 * the tail sent only when everything before it has come.
 *
 * A filter sees the bytes in their order: a block that comes too early waits
 * in memory, and there are at most SESSION_READS of them on a session.
 */
#include <stdlib.h>
#include "transport/sftp.h"

enum { START, OPENING, READING, ENDING };
enum { KIND_READ = KIND_FIRST, KIND_BEHIND, KIND_FSTAT };

#define CAREFUL_ABOVE (8 * WIRE_BLOCK)
#define READS_A_BLOCK 16 /* servers may answer short, not so short */

static const struct remote_file *
the_file(const struct job *j)
{
	return (&j->batch->files[j->index]);
}

static uint64_t
the_number(const struct job *j)
{
	return (j->batch->first + j->index);
}

static void
changed(struct job *j, const char *how)
{
	char shown[NAME_SHOWN];

	(void)err_peer(&j->err, "NET-CHANGED", "\"%s\" %s while it was read",
	    name_shown(the_file(j)->name, shown), how);
	job_end(j, OUTCOME_CHANGED);
}

static void
begin(struct job *j)
{
	const struct remote_file *f = the_file(j);
	char shown[NAME_SHOWN];

	if (!name_usable(f->name)) {
		(void)err_peer(&j->err, "NET-NAME",
		    "\"%s\" is no name for a file", name_shown(f->name, shown));
		job_end(j, OUTCOME_REFUSED);
		return;
	}
	if (f->size > j->batch->t->base.ep->max_file) {
		(void)err_peer(&j->err, "NET-LARGE",
		    "\"%s\" has %llu bytes, more than max_file",
		    name_shown(f->name, shown), (unsigned long long)f->size);
		job_end(j, OUTCOME_TOO_LARGE);
		return;
	}
	request_open(j->s, j, KIND_OPEN,
	    job_path(j, 0, j->batch->dir, "", f->name, ""), OPEN_READ);
	j->phase = OPENING;
	j->careful = j->careful || f->size > CAREFUL_ABOVE;
}

static void
ask(struct job *j, uint64_t offset, uint32_t length)
{
	request_read(j->s, j, KIND_READ, job_handle(j), offset, length);
	j->reads++;
}

static void
read_on(struct job *j)
{
	uint64_t size = the_file(j)->size, n;

	while (j->next < size && session_room(j->s) &&
	    j->s->outstanding < SESSION_READS) {
		n = size - j->next;
		n = n < WIRE_BLOCK ? n : WIRE_BLOCK;
		ask(j, j->next, (uint32_t)n);
		j->next += n;
	}
	if (j->next < size || !session_room(j->s) ||
	    (j->careful && j->outstanding > 0))
		return;
	request_read(j->s, j, KIND_BEHIND, job_handle(j), size, 1);
	request_handle(j->s, j, KIND_FSTAT, WIRE_FSTAT, job_handle(j));
	request_handle(j->s, j, KIND_CLOSE, WIRE_CLOSE, job_handle(j));
	j->open = false;
	j->phase = ENDING;
}

struct early {
	struct early *next; /* by offset */
	uint64_t offset;
	size_t n;
	char bytes[];
};

static void
forget_early(struct job *j)
{
	while (j->early != NULL) {
		struct early *x = j->early;

		j->early = x->next;
		free(x);
	}
	j->passed = 0;
	j->kept = 0;
}

static void
keep_early(struct job *j, const char *p, size_t n, uint64_t offset)
{
	struct early **at = &j->early, *x = malloc(sizeof(*x) + n);

	if (x == NULL)
		die_memory();
	while (*at != NULL && (*at)->offset < offset)
		at = &(*at)->next;
	x->next = *at;
	x->offset = offset;
	x->n = n;
	memcpy(x->bytes, p, n);
	*at = x;
}

static enum rc
pass_on(struct job *j, const char *p, size_t n, uint64_t offset)
{
	static char piece[TRANSPORT_KEEP + WIRE_BLOCK];
	const size_t before = j->kept;
	enum rc rc;

	INVARIANT(n <= WIRE_BLOCK && before <= TRANSPORT_KEEP);
	memcpy(piece, j->again, before);
	memcpy(piece + before, p, n);
	j->passed += n;
	rc = spool_pass(&j->batch->t->base, j->index, j->fd, piece, before + n,
	    offset - before, j->passed == the_file(j)->size, &j->kept, &j->err);
	memcpy(j->again, piece, j->kept);
	return (rc);
}

/* Writes a block, and those that waited for it. */
static enum rc
take(struct job *j, const char *p, size_t n, uint64_t offset)
{
	enum rc rc;

	if (j->batch->t->base.pass == NULL)
		return (spool_write(j->fd, p, n, offset, &j->err));
	if (offset != j->passed) {
		keep_early(j, p, n, offset);
		return (RC_OK);
	}
	rc = pass_on(j, p, n, offset);
	while (
	    rc == RC_OK && j->early != NULL && j->early->offset == j->passed) {
		struct early *x = j->early;

		j->early = x->next;
		rc = pass_on(j, x->bytes, x->n, x->offset);
		free(x);
	}
	return (rc);
}

static void
end(struct job *j)
{
	if (j->short_read) {
		spool_drop(j->batch->spool, the_number(j), &j->fd);
		forget_early(j);
		j->next = j->have = j->reads = 0;
		j->short_read = j->at_end = j->same = false;
		j->careful = j->batch->t->careful = true;
		j->phase = START;
	} else if (!j->at_end)
		changed(j, "grew");
	else if (!j->same)
		changed(j, "changed");
	else {
		INVARIANT(j->have == the_file(j)->size && j->early == NULL);
		job_end(j, OUTCOME_DONE);
	}
}

static void
get_advance(struct job *j)
{
	if (j->phase == START)
		begin(j);
	else if (j->phase == READING)
		read_on(j);
	else if (j->phase == ENDING && j->outstanding == 0)
		end(j);
}

static void
block(struct job *j, const struct request *q, const struct reply *r)
{
	const struct remote_file *f = the_file(j);
	size_t n = r->text.n;

	if (reply_is(r, STATUS_EOF)) {
		changed(j, "became shorter");
		return;
	}
	if (r->type != WIRE_DATA) {
		job_refused(j, "read", f->name, r);
		return;
	}
	if (n == 0 || n > q->length ||
	    j->reads > READS_A_BLOCK * (f->size / WIRE_BLOCK + 4)) {
		session_protocol(j->s,
		    n > q->length ? "more data than was asked for" :
				    "too little data for each question");
		return;
	}
	if (take(j, r->text.p, n, q->offset) != RC_OK) {
		job_stop_batch(j);
		return;
	}
	j->have += n;
	if (j->batch->watch->bytes != NULL)
		j->batch->watch->bytes(j->batch->watch->ctx, n);
	if (n == q->length)
		return;
	if (j->careful)
		ask(j, q->offset + n, q->length - (uint32_t)n);
	else
		j->short_read = true;
}

static void
get_reply(struct job *j, const struct request *q, const struct reply *r)
{
	const struct remote_file *f = the_file(j);

	switch (q->kind) {
	case KIND_OPEN:
		if (r->type != WIRE_HANDLE)
			job_refused(j, "open", f->name, r);
		else if (spool_create(j->batch->spool, the_number(j), &j->fd,
			     &j->err) != RC_OK)
			job_stop_batch(j);
		j->phase = READING;
		break;
	case KIND_READ:
		block(j, q, r);
		break;
	case KIND_BEHIND:
		if (r->type != WIRE_DATA && !reply_is(r, STATUS_EOF))
			job_refused(j, "read", f->name, r);
		j->at_end = r->type == WIRE_STATUS;
		break;
	case KIND_FSTAT:
		if (r->type != WIRE_ATTRS)
			job_refused(j, "look at", f->name, r);
		j->same = r->attrs.has_size &&
		    file_same(f, r->attrs.size,
			r->attrs.has_time ? r->attrs.mtime : 0);
		break;
	case KIND_CLOSE:
		if (r->type != WIRE_STATUS)
			job_nonsense(j);
		break;
	default:
		job_nonsense(j);
	}
}

static void
get_lost(struct job *j)
{
	forget_early(j);
	spool_drop(j->batch->spool, the_number(j), &j->fd);
}

const struct job_type job_get = { get_advance, get_reply, get_lost };
