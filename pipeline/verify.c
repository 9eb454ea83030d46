#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "pipeline/standing_ops.h"
#include "pipeline/stock.h"
#include "pipeline/verify.h"

static void fault(struct verify *v, const char *code, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

static void
fault(struct verify *v, const char *code, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		text[0] = '\0';
	va_end(ap);
	v->faults++;
	v->say(v->ctx, true, code, text);
}

static void
say_database(void *ctx, const char *text)
{
	fault(ctx, "VERIFY-DATABASE", "%s", text);
}

/* --- the book ------------------------------------------------------------ */

static void
on_journal(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-JOURNAL",
	    "journal %" PRId64 " (" SL_FMT ") has no postings, or wrong ones",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_balance(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-BALANCE",
	    "%.*s of " SL_FMT " in " SL_FMT " is %" PRId64 " off its postings",
	    SL_ARG(rows_text(r, 1)), SL_ARG(rows_text(r, 0)),
	    SL_ARG(rows_text(r, 2)), rows_int(r, 3));
}

static void
on_receivable(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-RECEIVABLE",
	    SL_FMT " owes %" PRId64 " more by its pieces than by its account "
		   "in " SL_FMT,
	    SL_ARG(rows_text(r, 0)), rows_int(r, 2), SL_ARG(rows_text(r, 1)));
}

static void
on_settlement(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-RECEIVABLE",
	    "receivable %" PRId64 " of " SL_FMT " is %" PRId64
	    " off what ended it",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)), rows_int(r, 2));
}

static void
on_liability(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-LIABILITY",
	    "order:%" PRId64 " PO " SL_FMT " has %" PRId64
	    " charged and not shipped, %" PRId64 " are open",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)), rows_int(r, 2),
	    rows_int(r, 3));
}

static void
on_unposted(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-ORDER",
	    "order:%" PRId64 " PO " SL_FMT " was accepted without a journal",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_blanket(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-BLANKET",
	    "order:%" PRId64 " PO " SL_FMT
	    " is a blanket order whose draws do not add up",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_commitment(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-COMMITMENT",
	    "order:%" PRId64 " PO " SL_FMT " has %" PRId64
	    " committed, %" PRId64 " are open",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)), rows_int(r, 2),
	    rows_int(r, 3));
}

static void
on_test(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-TEST",
	    "order:%" PRId64 " PO " SL_FMT " is a test and has journals",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_unconfirmed(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-ORDER",
	    "order:%" PRId64 " PO " SL_FMT
	    " was accepted without a confirmation number",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_held(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-HOLD",
	    "order:%" PRId64 " PO " SL_FMT " is held without a hold",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)));
}

static void
on_hold(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-HOLD",
	    "order:%" PRId64 " PO " SL_FMT " is " SL_FMT
	    " and has an open hold",
	    rows_int(r, 0), SL_ARG(rows_text(r, 1)), SL_ARG(rows_text(r, 2)));
}

static void
on_number(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-NUMBER",
	    "control number %" PRId64 " went to " SL_FMT " %" PRId64
	    " times, the first time in outbox:%" PRId64,
	    rows_int(r, 1), SL_ARG(rows_text(r, 0)), rows_int(r, 2),
	    rows_int(r, 3));
}

static void
on_answer(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-ANSWER",
	    "order:%" PRId64 " was answered %" PRId64
	    " times as version %" PRId64,
	    rows_int(r, 0), rows_int(r, 4), rows_int(r, 3));
}

static void
on_shipped(struct verify *v, struct rows *r)
{
	fault(v, "VERIFY-SHIPMENT",
	    "order:%" PRId64 " line %" PRId64
	    " left, and is not booked as shipped",
	    rows_int(r, 0), rows_int(r, 1));
}

static void
on_stock(void *ctx, struct slice sku, const char *what, struct decimal kept,
    struct decimal counted)
{
	char is[DECIMAL_TEXT_MAX] = "no number", want[DECIMAL_TEXT_MAX];

	if (!decimal_is_none(kept))
		(void)decimal_text(kept, is);
	fault(ctx, "VERIFY-STOCK",
	    "of " SL_FMT ", what %s is kept as %s and comes to %s", SL_ARG(sku),
	    what, is, decimal_text(counted, want));
}

static enum rc
check_book(struct verify *v, struct err *e)
{
	static const struct {
		enum query q;
		void (*row)(struct verify *, struct rows *);
	} checks[] = {
		{ Q_VERIFY_JOURNALS, on_journal },
		{ Q_VERIFY_BALANCES, on_balance },
		{ Q_VERIFY_RECEIVABLES, on_receivable },
		{ Q_VERIFY_SETTLEMENTS, on_settlement },
		{ Q_VERIFY_LIABILITIES, on_liability },
		{ Q_VERIFY_UNPOSTED, on_unposted },
		{ Q_VERIFY_BLANKETS, on_blanket },
		{ Q_VERIFY_COMMITMENTS, on_commitment },
		{ Q_VERIFY_TEST_POSTINGS, on_test },
		{ Q_VERIFY_CONFIRMATIONS, on_unconfirmed },
		{ Q_VERIFY_HELD, on_held },
		{ Q_VERIFY_HOLDS, on_hold },
		{ Q_VERIFY_ANSWERS, on_answer },
		{ Q_VERIFY_NUMBERS, on_number },
		{ Q_VERIFY_SHIPPED, on_shipped },
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		struct rows *r;

		if (store_rows(v->store, checks[i].q, &r, e, "") != RC_OK)
			return (e->rc);
		while (rows_next(r))
			checks[i].row(v, r);
		if (rows_end(r, e) != RC_OK)
			return (e->rc);
	}
	return (stock_proof(v->store, on_stock, v, e));
}

static enum rc
on_proof(void *ctx, const struct standing_proof *p, struct err *e)
{
	(void)e;
	if (p->fault != NULL)
		fault(ctx, "VERIFY-STANDING",
		    "standing:%" PRId64 " cannot be audited: %s",
		    p->row->standing_order_id, p->fault);
	else if (!p->balanced)
		fault(ctx, "VERIFY-STANDING",
		    "standing:%" PRId64 ": %" PRId64
		    " deliveries lost, %" PRId64 " twice, %" PRId64
		    " not in the rule",
		    p->row->standing_order_id, p->audit.unrecorded,
		    p->audit.repeated, p->audit.unexpected);
	return (RC_OK);
}

/* Up to the last night that decided standing orders. */
static enum rc
check_standing(struct verify *v, struct err *e)
{
	struct actor x = { .mill = v->mill,
		.store = v->store,
		.who = "verify" };
	struct standing_sheet sheet;
	bool any;

	if (standing_last_night(&x, &any, e) != RC_OK || !any)
		return (e->rc);
	return (
	    standing_audit_all(&x, DAY_NONE, DAY_NONE, on_proof, v, &sheet, e));
}

/* --- the bytes ----------------------------------------------------------- */

static void
check_pack(struct verify *v, const char *what, const struct pack_ref *ref)
{
	struct err why = ERR_INIT;
	struct mapping m;

	if (pack_map(v->mill->packs, ref, v->full, &m, &why) == RC_OK)
		file_unmap(&m);
	else
		fault(v, "VERIFY-BYTES", "%s: %s", what, why.text);
}

static void
check_file(struct verify *v, const char *what, struct slice sha, int64_t bytes)
{
	struct err why = ERR_INIT;
	struct mapping m = { .base = NULL };
	char name[SHA256_HEX], hex[SHA256_HEX];
	struct sha256 now;
	struct stat st;

	(void)snprintf(name, sizeof(name), SL_FMT, SL_ARG(sha));
	if (fstatat(v->mill->files, name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
		fault(v, "VERIFY-BYTES", "%s: var/files/%s is not there", what,
		    name);
	} else if (st.st_size != bytes) {
		fault(v, "VERIFY-BYTES",
		    "%s: var/files/%s has %lld bytes, not %" PRId64, what, name,
		    (long long)st.st_size, bytes);
	} else if (v->full) {
		if (file_map(v->mill->files, name, &m, &why) != RC_OK) {
			fault(v, "VERIFY-BYTES", "%s: %s", what, why.text);
			return;
		}
		now = sha256_of(m.data);
		file_unmap(&m);
		if (!slice_is(sha, sha256_hex(&now, hex)))
			fault(v, "VERIFY-BYTES", "%s: var/files/%s has changed",
			    what, name);
	}
}

static void
check_row(struct verify *v, struct rows *r, const char *word)
{
	struct slice sha = rows_text(r, 1);
	struct pack_ref ref = { .pack_id = rows_int(r, 3),
		.offset = rows_int(r, 4),
		.length = rows_int(r, 2) };
	char what[64];

	(void)snprintf(what, sizeof(what), "%s:%" PRId64, word, rows_int(r, 0));
	v->bytes += rows_int(r, 2);
	if (!sha256_parse(sha, &ref.sha))
		fault(v, "VERIFY-BYTES", "%s has no hash", what);
	else if (ref.pack_id != 0)
		check_pack(v, what, &ref);
	else
		check_file(v, what, sha, rows_int(r, 2));
}

static enum rc
check_bytes(struct verify *v, enum query q, const char *word, int64_t *n,
    struct err *e)
{
	struct rows *r;

	if (store_rows(v->store, q, &r, e, "i", (int64_t)0) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		progress_set("verify", (uint64_t)++ * n, 0);
		check_row(v, r, word);
	}
	progress_end();
	return (rows_end(r, e));
}

static enum rc
note_unknown(struct verify *v, const char *name, struct err *e)
{
	int64_t id = 0;
	char text[300];

	if (name[0] == '.')
		return (RC_OK);
	if (store_int(v->store, Q_VERIFY_SHA_KNOWN, 0, &id, e, "s", name) !=
		RC_OK ||
	    id != 0)
		return (e->rc);
	(void)snprintf(text, sizeof(text),
	    "var/files/%s belongs to no file that is known", name);
	v->say(v->ctx, false, "VERIFY-UNKNOWN", text);
	return (RC_OK);
}

static enum rc
list_unknown(struct verify *v, struct err *e)
{
	int fd = openat(v->mill->files, ".",
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;
	enum rc rc = RC_OK;

	if (d == NULL) {
		(void)err_sys(e, "IO-OPEN", "var/files");
		if (fd >= 0)
			(void)close(fd);
		return (e->rc);
	}
	while (rc == RC_OK && (errno = 0, entry = readdir(d)) != NULL)
		rc = note_unknown(v, entry->d_name, e);
	if (rc == RC_OK && errno != 0)
		rc = err_sys(e, "IO-READ", "var/files");
	(void)closedir(d);
	return (rc);
}

enum rc
verify_all(struct verify *v, struct err *e)
{
	v->faults = v->files = v->documents = v->bytes = 0;
	if (store_check(v->store, say_database, v, e) != RC_OK ||
	    check_book(v, e) != RC_OK || check_standing(v, e) != RC_OK ||
	    check_bytes(v, Q_VERIFY_FILES, "file", &v->files, e) != RC_OK ||
	    check_bytes(v, Q_VERIFY_DOCUMENTS, "outbox", &v->documents, e) !=
		RC_OK)
		return (e->rc);
	return (v->full ? list_unknown(v, e) : RC_OK);
}
