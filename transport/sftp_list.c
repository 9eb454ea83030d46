/*
 * Looking: the names of a directory, and one file.
 *
 * Several READDIRs are on their way at once.  Only the server's EOF ends the
 * listing, or two empty answers in a row: an empty name is an entry like any
 * other (unusable), and hides nothing behind it.
 */
#include "transport/sftp.h"

enum { START, OPENING, LISTING, ENDING };
enum { KIND_NAMES = KIND_FIRST, KIND_LOOK };

#define READDIRS 8
#define LIST_BYTES (64u << 20) /* of names */

static void
list_advance(struct job *j)
{
	unsigned want = j->s->failures > 1 ? 1 : READDIRS;

	if (j->phase == START) {
		j->batch->list->n = 0;
		request_path(j->s, j, KIND_OPEN, WIRE_OPENDIR,
		    job_path(j, 0, j->batch->dir, "", SLICE_NONE, ""));
		j->phase = OPENING;
	}
	while (j->phase == LISTING && j->outstanding < want)
		request_handle(j->s, j, KIND_NAMES, WIRE_READDIR,
		    job_handle(j));
	if (j->phase == ENDING && j->outstanding == 0)
		job_end(j, OUTCOME_DONE);
}

static bool
here_or_above(const struct remote_file *f)
{
	return (
	    !f->regular && (slice_is(f->name, ".") || slice_is(f->name, "..")));
}

static void
names(struct job *j, const struct reply *r)
{
	struct wire_reader rest = r->rest;
	struct remote_file f, *new;
	uint32_t i;

	for (i = 0; i < r->count; i++) {
		if (!wire_name(&rest, &f)) {
			session_protocol(j->s, "a malformed list of names");
			return;
		}
		if (here_or_above(&f))
			continue;
		j->have += f.name.n;
		if (j->batch->list->n >= LIST_MAX || j->have > LIST_BYTES) {
			(void)err_peer(&j->err, "NET-LISTING",
			    "the directory \"%s\" has no end: more than %u "
			    "entries",
			    j->batch->dir, (unsigned)LIST_MAX);
			job_end(j, OUTCOME_REFUSED);
			return;
		}
		new = LIST_PUSH(j->batch->arena, j->batch->list,
		    struct remote_file);
		*new = f;
		new->name = arena_slice(j->batch->arena, f.name);
	}
	j->empty_names = r->count == 0 ? j->empty_names + 1 : 0;
	if (j->empty_names == 2)
		j->phase = ENDING;
}

static void
list_reply(struct job *j, const struct request *q, const struct reply *r)
{
	switch (q->kind) {
	case KIND_OPEN:
		if (r->type == WIRE_HANDLE)
			j->phase = LISTING;
		else
			job_refused(j, "open the directory",
			    slice_of(j->batch->dir), r);
		break;
	case KIND_NAMES:
		if (r->type == WIRE_NAME)
			names(j, r);
		else if (reply_is(r, STATUS_EOF))
			j->phase = ENDING;
		else
			job_refused(j, "list the directory",
			    slice_of(j->batch->dir), r);
		break;
	default:
		job_nonsense(j);
	}
}

static void
stat_advance(struct job *j)
{
	if (j->phase != START)
		return;
	request_path(j->s, j, KIND_LOOK, WIRE_LSTAT,
	    job_path(j, 0, j->batch->dir, "", j->batch->file->name, ""));
	j->phase = LISTING;
}

static void
stat_reply(struct job *j, const struct request *q, const struct reply *r)
{
	(void)q;
	*j->batch->found = r->type == WIRE_ATTRS;
	if (r->type == WIRE_ATTRS)
		wire_file(j->batch->file, &r->attrs);
	if (r->type == WIRE_ATTRS || reply_is(r, STATUS_NO_SUCH_FILE))
		job_end(j, OUTCOME_DONE);
	else
		job_refused(j, "look at", j->batch->file->name, r);
}

const struct job_type job_list = { list_advance, list_reply, NULL };
const struct job_type job_stat = { stat_advance, stat_reply, NULL };
