/* retry: a file is read again.  resend: what was sent is due again, or made
 * anew. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/ref.h"
#include "pipeline/forget.h"

static enum rc
may_retry(struct cli *c, int64_t file_id, struct err *e)
{
	int64_t kept = 0, used = 0, paid = 0;

	if (store_int(c->store, Q_FILE_ORDERS_KEPT, 0, &kept, e, "i",
		file_id) != RC_OK ||
	    store_int(c->store, Q_FILE_CONFIRMATIONS_KEPT, 0, &used, e, "i",
		file_id) != RC_OK ||
	    store_int(c->store, Q_FILE_BANK_ENTRIES_KEPT, 0, &paid, e, "i",
		file_id) != RC_OK)
		return (e->rc);
	if (kept + used + paid == 0)
		return (RC_OK);
	(void)err_set(e, RC_REJECT, "FILE-STATE",
	    "some of this file is in "
	    "the book: reading it again would book it twice");
	return (err_help(e, "ask the partner to send what is missing"));
}

static enum rc
retry(struct cli *c, const struct actor *x, const struct ref *ref,
    struct err *e)
{
	const char *why = cli_option(c, "reason");
	struct event v = { x->at, 0, "file", ref->id, SLICE_NONE, "retried" };
	int64_t changed = 0;

	if (store_exec(c->store, Q_FILE_RETRY, &changed, e, "i", ref->id) !=
	    RC_OK)
		return (e->rc);
	if (changed == 0)
		return (err_set(e, RC_REJECT, "FILE-STATE",
		    "%s is neither rejected, in quarantine nor held as a whole",
		    ref->subject));
	if (may_retry(c, ref->id, e) != RC_OK ||
	    file_forget(c->store, ref->id, e) != RC_OK)
		return (e->rc);
	return (event_add(c->store, &v, e, "%s%s%s", x->who,
	    why != NULL ? ": " : "", why != NULL ? why : ""));
}

static enum rc
finish(struct cli *c, enum rc rc, const struct ref *ref, const char *what,
    struct err *e)
{
	if (rc != RC_OK) {
		store_rollback(c->store);
		return (rc);
	}
	if (store_commit(c->store, e) != RC_OK)
		return (e->rc);
	if (c->json)
		buf_printf(&c->out, "{\"subject\":\"%s\",\"state\":\"due\"}\n",
		    ref->subject);
	else
		buf_printf(&c->out, "%s: %s\n", ref->subject, what);
	return (RC_OK);
}

enum rc
cmd_retry(struct cli *c, struct err *e)
{
	struct actor x;
	struct ref ref;

	if (ref_find(c, c->args[0], REF_FILE, &ref, e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	return (finish(c, retry(c, &x, &ref, e), &ref,
	    "the next run reads it again", e));
}

/* --- resend -------------------------------------------------------------- */

static enum rc
again(struct cli *c, enum query list, enum query each, int64_t id, int64_t *n,
    struct err *e)
{
	struct list ids = { 0 };
	struct rows *r;

	if (store_rows(c->store, list, &r, e, "i", id) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(&c->arena, &ids, int64_t) = rows_int(r, 0);
	if (rows_end(r, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < ids.n; i++) {
		int64_t changed = 0;

		if (store_exec(c->store, each, &changed, e, "i",
			*LIST_AT(&ids, int64_t, i)) != RC_OK)
			return (e->rc);
		*n += changed;
	}
	return (RC_OK);
}

/* Why there was none. */
static enum rc
nothing(struct cli *c, const struct ref *ref, bool anew, struct err *e)
{
	int64_t by = 0;

	if (ref->kind == REF_OUTBOX &&
	    store_int(c->store, Q_OUTBOX_REPLACEMENT, 0, &by, e, "i",
		ref->id) != RC_OK)
		return (e->rc);
	if (by != 0)
		(void)err_set(e, RC_REJECT, "OUTBOX-REPLACED",
		    "outbox:%" PRId64 " was made anew as outbox:%" PRId64,
		    ref->id, by);
	else if (anew)
		(void)err_set(e, RC_REJECT, "OUTBOX-NOTHING",
		    "%s has nothing to make anew", ref->subject);
	else
		(void)err_set(e, RC_REJECT, "OUTBOX-NOTHING",
		    "nothing was sent for %s", ref->subject);
	if (by == 0 && anew)
		(void)err_help(e,
		    "of an order or file: what the partner refused; of "
		    "outbox:N: what was sent, in a format with an id of its "
		    "own");
	return (e->rc);
}

static enum rc
resend(struct cli *c, const struct actor *x, const struct ref *ref, bool anew,
    struct err *e)
{
	enum query same = ref->kind == REF_OUTBOX ? Q_REF_OUTBOX :
	    ref->kind == REF_FILE                 ? Q_OUTBOX_OF_FILE :
						    Q_OUTBOX_OF_ORDER;
	enum query refused = ref->kind == REF_OUTBOX ? Q_REF_OUTBOX :
	    ref->kind == REF_FILE ? Q_OUTBOX_REFUSED_OF_FILE :
				    Q_OUTBOX_REFUSED_OF_ORDER;
	const char *word = ref->kind == REF_OUTBOX ? "outbox" :
	    ref->kind == REF_FILE                  ? "file" :
						     "order";
	struct event v = { x->at, 0, word, ref->id, SLICE_NONE, "resent" };
	int64_t n = 0;

	if (again(c, anew ? refused : same,
		anew ? Q_OUTBOX_ANEW_ASK : Q_OUTBOX_AGAIN_ANY, ref->id, &n,
		e) != RC_OK)
		return (e->rc);
	if (n == 0)
		return (nothing(c, ref, anew, e));
	return (event_add(c->store, &v, e, "%s: %" PRId64 " documents are %s",
	    x->who, n, anew ? "to be made anew" : "due again"));
}

enum rc
cmd_resend(struct cli *c, struct err *e)
{
	bool anew = cli_option(c, "anew") != NULL;
	struct actor x;
	struct ref ref;

	if (ref_find(c, c->args[0], REF_ORDER | REF_FILE | REF_OUTBOX, &ref,
		e) != RC_OK ||
	    cli_actor(c, &x, e) != RC_OK || store_begin(c->store, e) != RC_OK)
		return (e->rc);
	return (finish(c, resend(c, &x, &ref, anew, e), &ref,
	    anew ? "due again, under new numbers; `ordermill run send` makes "
		   "and sends it" :
		   "due again, the same names and bytes; `ordermill run send` "
		   "sends",
	    e));
}
