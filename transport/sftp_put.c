/*
 * One file of ours to the server.
 *
 * OPEN .NAME.part; WRITEs, fsync where offered, CLOSE, a look at its size and
 * at whether NAME is taken, in one burst; then RENAME, the version 3 one that
 * refuses to overwrite.  When NAME is taken, what it holds is read back: the
 * same bytes mean that an earlier try succeeded and only its answer was lost.
 * (Some servers do overwrite: so NAME is looked at before, too.)
 */
#include "transport/sftp.h"

/* clang-format off */
enum { START, OPENING, WRITING, ENDING, RENAMING, LOOKING, BACK_OPENING,
    BACK_READING, TIDYING };
/* clang-format on */
/* clang-format off */
enum { KIND_WRITE = KIND_FIRST, KIND_FSYNC, KIND_SIZE, KIND_TARGET,
    KIND_RENAME, KIND_BACK, KIND_REMOVE };
/* clang-format on */

#define READS_A_BLOCK 16
#define BACK_READS 32 /* of one file at once */

static const struct upload *
the_upload(const struct job *j)
{
	return (&j->batch->uploads[j->index]);
}

static struct slice
part_path(struct job *j)
{
	return (
	    job_path(j, 0, j->batch->dir, ".", the_upload(j)->name, ".part"));
}

static struct slice
target_path(struct job *j)
{
	return (job_path(j, 1, j->batch->dir, "", the_upload(j)->name, ""));
}

/* The outcome is known; the temporary file must go first. */
static void
tidy(struct job *j, enum outcome outcome)
{
	j->outcome = outcome;
	j->phase = TIDYING;
}

static void
taken(struct job *j)
{
	char shown[NAME_SHOWN];

	(void)err_peer(&j->err, "TARGET-EXISTS",
	    "\"%s\" exists there with other content",
	    name_shown(the_upload(j)->name, shown));
	(void)err_help(&j->err,
	    "nothing was overwritten: ask the partner "
	    "what that file is, or change the name of ours");
	tidy(j, OUTCOME_EXISTS);
}

static void
begin(struct job *j)
{
	char shown[NAME_SHOWN];

	if (!name_uploadable(the_upload(j)->name)) {
		(void)err_peer(&j->err, "NET-NAME",
		    "\"%s\" is no name for a file",
		    name_shown(the_upload(j)->name, shown));
		job_end(j, OUTCOME_REFUSED);
		return;
	}
	request_open(j->s, j, KIND_OPEN, part_path(j),
	    OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE);
	j->phase = OPENING;
}

static void
write_on(struct job *j)
{
	struct slice data = the_upload(j)->data, part;

	while (j->next < data.n && session_room(j->s)) {
		part = slice_sub(data, (size_t)j->next, WIRE_BLOCK);
		request_write(j->s, j, KIND_WRITE, job_handle(j), j->next,
		    part);
		j->next += part.n;
	}
	if (j->next < data.n || !session_room(j->s))
		return;
	if (j->s->has_fsync)
		request_fsync(j->s, j, KIND_FSYNC, job_handle(j));
	request_handle(j->s, j, KIND_CLOSE, WIRE_CLOSE, job_handle(j));
	j->open = false;
	request_path(j->s, j, KIND_SIZE, WIRE_LSTAT, part_path(j));
	request_path(j->s, j, KIND_TARGET, WIRE_LSTAT, target_path(j));
	j->phase = ENDING;
}

static void
rename_or_compare(struct job *j)
{
	if (!j->same) {
		(void)err_peer(&j->err, "NET-SIZE",
		    "the server does not have all bytes of what was sent");
		tidy(j, OUTCOME_REFUSED);
		return;
	}
	if (j->target_seen) {
		j->phase = LOOKING;
		return;
	}
	request_rename(j->s, j, KIND_RENAME, part_path(j), target_path(j));
	j->phase = RENAMING;
}

/* Read what is there under our name, if it can be ours at all. */
static void
look(struct job *j)
{
	if (j->target_size != the_upload(j)->data.n) {
		taken(j);
		return;
	}
	j->next = j->have = j->reads = 0;
	request_open(j->s, j, KIND_OPEN, target_path(j), OPEN_READ);
	j->phase = BACK_OPENING;
}

static void
read_back(struct job *j)
{
	uint64_t size = the_upload(j)->data.n, n;

	while (j->next < size && session_room(j->s) &&
	    j->outstanding < BACK_READS) {
		n = size - j->next;
		n = n < WIRE_BLOCK ? n : WIRE_BLOCK;
		request_read(j->s, j, KIND_BACK, job_handle(j), j->next,
		    (uint32_t)n);
		j->next += n;
		j->reads++;
	}
	if (j->have == size)
		tidy(j, OUTCOME_DONE);
}

/* An open file is closed first: only the one that failed while writing. */
static void
tidy_up(struct job *j)
{
	if (j->outstanding > 0)
		return;
	if (j->open) {
		request_handle(j->s, j, KIND_CLOSE, WIRE_CLOSE, job_handle(j));
		j->open = false;
	}
	request_path(j->s, j, KIND_REMOVE, WIRE_REMOVE, part_path(j));
}

static void
put_advance(struct job *j)
{
	switch (j->phase) {
	case START:
		begin(j);
		break;
	case WRITING:
		write_on(j);
		break;
	case ENDING:
		if (j->outstanding == 0)
			rename_or_compare(j);
		break;
	case BACK_READING:
		read_back(j);
		break;
	default:
		break;
	}
	/* These follow from what was just decided. */
	if (j->phase == LOOKING && j->outstanding == 0)
		look(j);
	if (j->phase == TIDYING)
		tidy_up(j);
}

static void
refused(struct job *j, const char *what, const struct reply *r)
{
	if (r->type != WIRE_STATUS) {
		job_nonsense(j);
		return;
	}
	(void)status_outcome(&j->err, what, the_upload(j)->name, r);
	tidy(j, OUTCOME_REFUSED);
}

static void
back_block(struct job *j, const struct request *q, const struct reply *r)
{
	struct slice data = the_upload(j)->data;
	size_t n = r->text.n;

	if (r->type == WIRE_DATA &&
	    (n == 0 || n > q->length ||
		j->reads > READS_A_BLOCK * (data.n / WIRE_BLOCK + 4))) {
		session_protocol(j->s, "an answer of odd length");
		return;
	}
	if (r->type != WIRE_DATA ||
	    memcmp(r->text.p, data.p + q->offset, n) != 0) {
		taken(j);
		return;
	}
	j->have += n;
	if (n < q->length) {
		request_read(j->s, j, KIND_BACK, job_handle(j), q->offset + n,
		    q->length - (uint32_t)n);
		j->reads++;
	}
}

static void
opened(struct job *j, const struct reply *r)
{
	if (r->type == WIRE_HANDLE)
		j->phase = j->phase == OPENING ? WRITING : BACK_READING;
	else if (r->type != WIRE_STATUS || r->status == STATUS_OK)
		job_nonsense(j);
	else if (j->phase == OPENING) {
		(void)status_outcome(&j->err, "create", the_upload(j)->name, r);
		job_end(j, OUTCOME_REFUSED);
	} else
		taken(j); /* it cannot be read, so not be proven ours */
}

/* An answer while the file is written or checked. */
static void
written(struct job *j, const struct request *q, const struct reply *r)
{
	bool fine = reply_ok(r);

	if (q->kind == KIND_FSYNC)
		fine = fine || reply_is(r, STATUS_UNSUPPORTED);
	if (!fine) {
		refused(j, "write", r);
		return;
	}
	if (q->kind != KIND_WRITE)
		return;
	if (j->batch->watch->bytes != NULL)
		j->batch->watch->bytes(j->batch->watch->ctx, q->length);
}

static void
renamed(struct job *j, const struct reply *r)
{
	if (reply_ok(r)) {
		job_end(j, OUTCOME_DONE);
		return;
	}
	if (r->type != WIRE_STATUS) {
		job_nonsense(j);
		return;
	}
	(void)status_outcome(&j->err, "rename to", the_upload(j)->name, r);
	request_path(j->s, j, KIND_TARGET, WIRE_LSTAT, target_path(j));
}

static void
target(struct job *j, const struct reply *r)
{
	if (r->type == WIRE_ATTRS) {
		j->target_seen = true;
		j->target_size = r->attrs.has_size ? r->attrs.size : UINT64_MAX;
		if (j->phase == RENAMING)
			j->phase = LOOKING;
	} else if (r->type != WIRE_STATUS)
		job_nonsense(j);
	else if (j->phase == RENAMING)
		tidy(j, OUTCOME_REFUSED); /* err says why */
}

static void
put_reply(struct job *j, const struct request *q, const struct reply *r)
{
	if (j->phase == TIDYING) {
		if (q->kind == KIND_REMOVE)
			job_end(j, j->outcome);
		return;
	}
	switch (q->kind) {
	case KIND_OPEN:
		opened(j, r);
		break;
	case KIND_WRITE:
	case KIND_FSYNC:
	case KIND_CLOSE:
		written(j, q, r);
		break;
	case KIND_SIZE:
		j->same = r->type == WIRE_ATTRS && r->attrs.has_size &&
		    r->attrs.size == the_upload(j)->data.n;
		break;
	case KIND_TARGET:
		target(j, r);
		break;
	case KIND_RENAME:
		renamed(j, r);
		break;
	case KIND_BACK:
		back_block(j, q, r);
		break;
	default:
		job_nonsense(j);
	}
}

const struct job_type job_put = { put_advance, put_reply, NULL };
