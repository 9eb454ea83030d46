/*
 * Taking one fetched file away, after a second look.
 *
 * LSTAT, then REMOVE; or RENAME into the other directory.  When that fails,
 * the file is looked at again (an earlier, interrupted try may have moved
 * it), the directory is made, and NAME and then NAME.MTIME are tried.
 */
#include <stdio.h>

#include "transport/sftp.h"

/* clang-format off */
enum { START, LOOKING, REMOVING, MOVING, LOOKING_AGAIN, MAKING, MOVING_AGAIN,
    MOVING_ASIDE };
/* clang-format on */
enum { KIND_STEP = KIND_FIRST };

static const struct remote_file *
the_file(const struct job *j)
{
	return (&j->batch->files[j->index]);
}

static struct slice
from_path(struct job *j)
{
	return (job_path(j, 0, j->batch->dir, "", the_file(j)->name, ""));
}

static void
move(struct job *j, int phase, const char *suffix)
{
	request_rename(j->s, j, KIND_STEP, from_path(j),
	    job_path(j, 1, j->batch->todir, "", the_file(j)->name, suffix));
	j->phase = phase;
}

static void
begin(struct job *j)
{
	char shown[NAME_SHOWN];

	if (!name_usable(the_file(j)->name)) {
		(void)err_peer(&j->err, "NET-NAME",
		    "\"%s\" is no name for a file",
		    name_shown(the_file(j)->name, shown));
		job_end(j, OUTCOME_REFUSED);
		return;
	}
	request_path(j->s, j, KIND_STEP, WIRE_LSTAT, from_path(j));
	j->phase = LOOKING;
}

static void
clear_advance(struct job *j)
{
	if (j->phase == START)
		begin(j);
}

/* The answer to a look: true when it is still the file that was fetched. */
static bool
still_there(struct job *j, const struct reply *r)
{
	char shown[NAME_SHOWN];

	if (reply_is(r, STATUS_NO_SUCH_FILE))
		job_end(j, OUTCOME_DONE);
	else if (r->type != WIRE_ATTRS)
		job_refused(j, "look at", the_file(j)->name, r);
	else if (!r->attrs.has_size ||
	    !file_same(the_file(j), r->attrs.size,
		r->attrs.has_time ? r->attrs.mtime : 0)) {
		(void)err_peer(&j->err, "NET-CHANGED",
		    "\"%s\" was replaced after it was fetched: left alone",
		    name_shown(the_file(j)->name, shown));
		job_end(j, OUTCOME_CHANGED);
	}
	return (!j->over && j->s->state == SESSION_READY);
}

static void
clear_reply(struct job *j, const struct request *q, const struct reply *r)
{
	char suffix[32];

	(void)q;
	switch (j->phase) {
	case LOOKING:
		if (!still_there(j, r))
			break;
		if (j->batch->todir != NULL)
			move(j, MOVING, "");
		else {
			request_path(j->s, j, KIND_STEP, WIRE_REMOVE,
			    from_path(j));
			j->phase = REMOVING;
		}
		break;
	case REMOVING:
		if (reply_ok(r) || reply_is(r, STATUS_NO_SUCH_FILE))
			job_end(j, OUTCOME_DONE);
		else
			job_refused(j, "remove", the_file(j)->name, r);
		break;
	case MOVING:
		if (reply_ok(r)) {
			job_end(j, OUTCOME_DONE);
			break;
		}
		request_path(j->s, j, KIND_STEP, WIRE_LSTAT, from_path(j));
		j->phase = LOOKING_AGAIN;
		break;
	case LOOKING_AGAIN:
		if (!still_there(j, r))
			break;
		request_path(j->s, j, KIND_STEP, WIRE_MKDIR,
		    job_path(j, 1, j->batch->todir, "", SLICE_NONE, ""));
		j->phase = MAKING;
		break;
	case MAKING:
		move(j, MOVING_AGAIN, "");
		break;
	case MOVING_AGAIN:
		(void)snprintf(suffix, sizeof(suffix), ".%lld",
		    (long long)the_file(j)->mtime);
		if (reply_ok(r))
			job_end(j, OUTCOME_DONE);
		else
			move(j, MOVING_ASIDE, suffix);
		break;
	case MOVING_ASIDE:
		if (reply_ok(r))
			job_end(j, OUTCOME_DONE);
		else
			job_refused(j, "move away", the_file(j)->name, r);
		break;
	default:
		job_nonsense(j);
	}
}

const struct job_type job_clear = { clear_advance, clear_reply, NULL };
