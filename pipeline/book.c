#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/book.h"
#include "pipeline/forget.h"

static const char *const severity_names[] = { "note", "warning", "error" };

/* --- open and close ------------------------------------------------------ */

enum rc
book_open(struct book *b, struct night *n, const struct book_file *f,
    struct err *e)
{
	*b = (struct book){ .night = n, .store = n->store, .file = *f };
	b->connection = config_partner(&n->mill->config, f->partner);
	INVARIANT(b->connection != NULL);
	b->partner = b->connection;
	batch_init(&b->batch, n->store);
	if (batch_open(&b->batch, e) != RC_OK)
		return (e->rc);
	/* An earlier try may have committed some of this file's rows. */
	if (f->attempts > 0 &&
	    file_forget_staged(b->store, f->file_id, e) != RC_OK)
		return (err_add(e, "clearing an interrupted try"));
	return (RC_OK);
}

void
book_close(struct book *b)
{
	store_rollback(b->store);
	arena_free(&b->arena);
	arena_free(&b->pending_arena);
}

/* --- findings ------------------------------------------------------------ */

/* The first one stays. */
static void
remember(char fault[32], struct slice code)
{
	if (fault[0] == '\0')
		(void)snprintf(fault, 32, SL_FMT, SL_ARG(code));
}

static void
keep_finding(struct book *b, const struct finding *f)
{
	struct arena *a = &b->pending_arena;
	struct finding *kept;

	if (f->severity == SEVERITY_ERROR)
		remember(b->fault_text, f->code);
	if (b->findings >= PARSE_FINDINGS_MAX) {
		b->findings_left_out++;
		return;
	}
	b->findings++;
	kept = shape_push(a, &b->pending, &finding_shape);
	*kept = *f;
	kept->code = arena_slice(a, f->code);
	kept->tag = arena_slice(a, f->tag);
	kept->element = arena_slice(a, f->element);
	kept->path = arena_slice(a, f->path);
	kept->value = arena_slice(a, f->value);
	kept->text = arena_slice(a, f->text);
}

void
book_own_finding(struct book *b, const char *code, int64_t offset,
    const char *fmt, ...)
{
	const struct finding_rule *rule = finding_rule(slice_of(code));
	struct finding f;
	char text[512];
	va_list ap;

	INVARIANT(rule != NULL);
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	shape_init(&finding_shape, &f);
	f.code = slice_of(code);
	f.severity = rule->severity;
	f.offset = offset;
	f.length = 0;
	f.segment = 0;
	f.text = slice_of(text);
	keep_finding(b, &f);
}

static int64_t
known(int64_t v)
{
	return (v == INT_NONE ? 0 : v);
}

/* What a finding quotes may be any bytes; the database holds texts. */
static struct slice
quotable(struct book *b, struct slice s)
{
	struct slice text;
	struct buf shown;

	if (slice_utf8(s))
		return (s);
	buf_init(&shown, 8 * s.n + 1);
	buf_shown(&shown, s);
	text = arena_slice(&b->arena, buf_slice(&shown));
	buf_free(&shown);
	return (text);
}

enum rc
book_finding_put(struct book *b, int64_t order_id, const struct finding *f,
    struct err *e)
{
	return (store_exec(b->store, Q_FINDING_INSERT, NULL, e,
	    "ioo"
	    "ts"
	    "iii"
	    "ttttt",
	    b->file.file_id, b->message_id, order_id, f->code,
	    severity_names[f->severity], known(f->offset), known(f->length),
	    known(f->segment), quotable(b, f->tag), quotable(b, f->element),
	    quotable(b, f->path), quotable(b, f->value), quotable(b, f->text)));
}

enum rc
book_findings(struct book *b, int64_t order_id, int64_t from, int64_t to,
    struct err *e)
{
	size_t kept = 0;

	for (size_t i = 0; i < b->pending.n; i++) {
		struct finding *f = LIST_AT(&b->pending, struct finding, i);

		if (to >= 0 && (f->offset < from || f->offset >= to)) {
			*LIST_AT(&b->pending, struct finding, kept) = *f;
			kept++;
			continue;
		}
		if (book_finding_put(b, order_id, f, e) != RC_OK)
			return (e->rc);
	}
	b->pending.n = kept;
	if (kept == 0) {
		arena_reset(&b->pending_arena);
		b->pending = (struct list){ 0 };
	}
	return (RC_OK);
}

static enum rc
on_finding(void *ctx, const struct finding *f, struct err *e)
{
	struct book *b = ctx;

	(void)e;
	if (f->severity == SEVERITY_ERROR && b->message_id == 0)
		remember(b->envelope_fault, f->code);
	keep_finding(b, f);
	return (RC_OK);
}

/* --- interchanges -------------------------------------------------------- */

static void hold_interchange(struct book *b, const char *code, const char *fmt,
    ...) PRINTF_LIKE(3, 4);

static void
hold_interchange(struct book *b, const char *code, const char *fmt, ...)
{
	struct buf shown;
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	buf_init(&shown, 2048);
	buf_shown(&shown, slice_of(text));
	(void)snprintf(b->hold_detail, sizeof(b->hold_detail), "%s", shown.p);
	buf_free(&shown);
	b->hold_reason = slice_of(code);
	book_own_finding(b, code, b->begins, "%s", b->hold_detail);
}

/* Who sends over a connection is the partner; the envelope may only agree. */
static void
identify(struct book *b, const struct interchange *i)
{
	const struct config *c = &b->night->mill->config;
	const struct partner *p;

	b->partner = b->connection;
	if (i->sender.n == 0) {
		if (b->connection->role == ROLE_NETWORK)
			hold_interchange(b, "FILE-SENDER",
			    "it does not say who behind %.*s sent it",
			    SL_ARG(b->connection->id));
		return;
	}
	p = config_sender(c, b->connection, i->sender);
	if (p == NULL) {
		hold_interchange(b, "FILE-SENDER",
		    b->connection->role == ROLE_NETWORK ?
			"the sender '" SL_FMT "' is nobody via %.*s" :
			"the sender '" SL_FMT
			"' is not one of %.*s's identifiers",
		    SL_ARG(i->sender), SL_ARG(b->connection->id));
		return;
	}
	b->partner = p;
	if (i->receiver.n > 0 &&
	    !identifier_in(&p->our_identifiers, i->receiver) &&
	    !identifier_in(&c->seller.identifiers, i->receiver))
		hold_interchange(b, "FILE-SENDER",
		    "the receiver '" SL_FMT "' is not us", SL_ARG(i->receiver));
}

static enum rc
on_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	struct book *b = ctx;

	b->interchanges++;
	b->good_messages = b->bad_messages = b->noted_messages = 0;
	b->bad_orders = 0;
	b->hold_reason = SLICE_NONE;
	b->hold_detail[0] = '\0';
	b->fault_text[0] = b->envelope_fault[0] = b->first_fault[0] = '\0';
	b->message_id = 0;
	b->begins = known(i->offset);
	identify(b, i);
	if (batch_open(&b->batch, e) != RC_OK)
		return (e->rc);
	if (store_exec(b->store, Q_INTERCHANGE_INSERT, NULL, e, "iitttttttiii",
		b->file.file_id, b->interchanges, b->partner->id, i->standard,
		i->version, i->sender, i->receiver, i->control_number,
		i->prepared, (int64_t)i->test, (int64_t)i->ack_requested,
		b->begins) != RC_OK)
		return (e->rc);
	b->interchange_id = store_last_id(b->store);
	return (RC_OK);
}

/* A message that is refused with what is around it has no fault of its own. */
static bool
follows(const char *code)
{
	return (strcmp(code, "X12-SET-REFUSED") == 0 ||
	    strcmp(code, "EDIFACT-MSG-REFUSED") == 0);
}

/* Why it is refused: by its own fault or a group's, else by that of the first
 * of its messages. */
static const char *
root_of(const struct book *b, bool refused)
{
	if ((refused || follows(b->first_fault)) &&
	    b->envelope_fault[0] != '\0')
		return (b->envelope_fault);
	return (b->first_fault[0] != '\0' ? b->first_fault : b->fault_text);
}

static enum rc
on_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	struct book *b = ctx;
	struct slice bytes = slice_sub(b->file.data, (size_t)b->begins,
	    (size_t)known(i->length));
	struct sha256 sha = sha256_of(bytes);
	const char *state = "accepted", *reason = "";
	const bool refused = i->verdict == VERDICT_REJECTED;
	char hex[SHA256_HEX];

	b->message_id = 0;
	if (b->hold_reason.n > 0) {
		state = "held";
		reason = b->hold_reason.p;
	}
	if (refused ||
	    (b->bad_messages > 0 &&
		b->good_messages + b->noted_messages == 0)) {
		state = "rejected";
		reason = root_of(b, refused);
		if (!refused && reason == b->first_fault && b->bad_messages > 1)
			(void)snprintf(b->hold_detail, sizeof(b->hold_detail),
			    "the first of %" PRId64
			    " messages, all of which are refused",
			    b->bad_messages);
	} else if (b->partner->rules.partial == PARTIAL_FILE &&
	    (b->bad_messages > 0 || b->bad_orders > 0)) {
		book_own_finding(b, "FILE-PARTIAL", b->begins,
		    "%" PRId64 " of its orders cannot be taken", b->bad_orders);
		state = "rejected";
		reason = "FILE-PARTIAL";
	}
	if (batch_open(&b->batch, e) != RC_OK ||
	    book_findings(b, 0, 0, -1, e) != RC_OK)
		return (e->rc);
	return (store_exec(b->store, Q_INTERCHANGE_END, NULL, e, "issstii",
	    (int64_t)bytes.n, sha256_hex(&sha, hex), state, reason,
	    slice_of(b->hold_detail), (int64_t)refused, b->interchange_id));
}

/* --- messages ------------------------------------------------------------ */

static bool
listed(const struct list *l, struct slice v, bool as_prefix)
{
	if (l->n == 0)
		return (true);
	for (size_t i = 0; i < l->n; i++) {
		struct slice allowed = *LIST_AT(l, struct slice, i);

		if (slice_eq(allowed, v) ||
		    (as_prefix && slice_starts(v, allowed)))
			return (true);
	}
	return (false);
}

bool
book_acknowledgment(struct slice kind)
{
	return (slice_is(kind, "997") || slice_is(kind, "999") ||
	    slice_is(kind, "TA1") || slice_is(kind, "824") ||
	    slice_is(kind, "CONTRL") || slice_is(kind, "APERAK") ||
	    slice_is(kind, "ApplicationResponse") ||
	    slice_is(kind, "Response") ||
	    slice_is(kind, "StatusUpdateRequest"));
}

/* Money is told of by banks alone, and by them nothing else. */
static bool
told_by_a_bank(const struct message *m)
{
	return (slice_is(m->format, "camt") || slice_is(m->kind, "payments"));
}

static bool
wrong_role(const struct partner *p, const struct message *m)
{
	if (p->role == ROLE_BANK)
		return (!told_by_a_bank(m) && !slice_is(m->kind, "820") &&
		    !book_acknowledgment(m->kind));
	return (told_by_a_bank(m));
}

bool
book_agreed(const struct partner *p, const struct message *m)
{
	if (p->receive.n == 0 || book_acknowledgment(m->kind))
		return (true);
	for (size_t i = 0; i < p->receive.n; i++) {
		const struct receives *r = LIST_AT(&p->receive, struct receives,
		    i);

		if (slice_eq(r->format, m->format) &&
		    listed(&r->messages, m->kind, false) &&
		    (m->version.n == 0 ||
			listed(&r->versions, m->version, true)))
			return (true);
	}
	return (false);
}

/* A full batch is committed before more goes into it, not at once: the end of
 * the file is committed together with its last rows. */
static enum rc
next_message(struct book *b, struct err *e)
{
	if (store_in_transaction(b->store) && batch_full(&b->batch) &&
	    store_commit(b->store, e) != RC_OK)
		return (e->rc);
	return (batch_open(&b->batch, e));
}

static enum rc
on_message(void *ctx, const struct message *m, struct err *e)
{
	struct book *b = ctx;

	b->messages++;
	b->refused = false;
	b->test = m->test;
	b->fault_text[0] = '\0';
	b->purpose[0] = '\0';
	/* What was found before it is the envelope's, not the message's. */
	if (next_message(b, e) != RC_OK ||
	    book_findings(b, 0, 0, -1, e) != RC_OK)
		return (e->rc);
	if (store_exec(b->store, Q_MESSAGE_INSERT, NULL, e,
		"iii"
		"ttttt"
		"ttttt"
		"ii",
		b->file.file_id, b->interchange_id, b->messages, b->partner->id,
		m->format, m->kind, m->version, m->control_number,
		m->group_control, m->group_kind, m->group_sender,
		m->group_receiver, m->document_id, (int64_t)m->test,
		known(m->offset)) != RC_OK)
		return (e->rc);
	b->message_id = store_last_id(b->store);
	/* With nobody behind a network nothing is agreed: it is held. */
	if (b->partner->role != ROLE_NETWORK && wrong_role(b->partner, m)) {
		b->refused = true;
		book_own_finding(b, "BANK-ROLE", known(m->offset),
		    SL_FMT " " SL_FMT " of " SL_FMT, SL_ARG(m->format),
		    SL_ARG(m->kind), SL_ARG(b->partner->id));
	} else if (b->partner->role != ROLE_NETWORK &&
	    !book_agreed(b->partner, m)) {
		b->refused = true;
		book_own_finding(b, "FILE-NOT-AGREED", known(m->offset),
		    SL_FMT " " SL_FMT " " SL_FMT " is not agreed with %.*s",
		    SL_ARG(m->format), SL_ARG(m->kind), SL_ARG(m->version),
		    SL_ARG(b->partner->id));
	}
	return (RC_OK);
}

static enum rc
on_message_end(void *ctx, const struct message *m, struct err *e)
{
	struct book *b = ctx;
	const char *state = "accepted", *reason = "";

	if (m->verdict == VERDICT_REJECTED || b->refused) {
		state = "rejected";
		reason = b->fault_text;
		b->bad_messages++;
		remember(b->first_fault, slice_of(reason));
	} else if (book_acknowledgment(m->kind)) {
		state = "noted";
		b->noted_messages++;
	} else {
		b->good_messages++;
	}
	if (batch_open(&b->batch, e) != RC_OK ||
	    book_findings(b, 0, 0, -1, e) != RC_OK)
		return (e->rc);
	if (store_exec(b->store, Q_MESSAGE_END, NULL, e, "ssitsi", state,
		reason, known(m->length), m->document_id, b->purpose,
		b->message_id) != RC_OK)
		return (e->rc);
	b->message_id = 0;
	b->batch.steps++;
	return (RC_OK);
}

static enum rc
on_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	struct book *b = ctx;
	char quantity[DECIMAL_TEXT_MAX];
	bool full;

	if (b->refused || b->test) /* nothing left for a test */
		return (RC_OK);
	if (batch_open(&b->batch, e) != RC_OK)
		return (e->rc);
	if (store_exec(b->store, Q_CONFIRMATION_INSERT, NULL, e,
		"iiii"
		"ttttstttt"
		"tti",
		b->file.file_id, b->message_id, c->row, known(c->offset),
		c->shipment, c->order, c->line, c->sku,
		decimal_text(c->quantity, quantity), c->unit, c->shipped_at,
		c->carrier, c->tracking, c->sscc, c->pallet,
		(int64_t)c->final) != RC_OK)
		return (e->rc);
	return (batch_step(&b->batch, &full, e));
}

static const char *const verdict_words[] = { "accepted", "errors", "rejected" };

/* What a partner says of a document of ours. */
static enum rc
on_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	struct book *b = ctx;
	bool full;

	if (batch_open(&b->batch, e) != RC_OK)
		return (e->rc);
	if (store_exec(b->store, Q_RECEIPT_INSERT, NULL, e,
		"ioo"
		"tttttt"
		"stti",
		b->file.file_id, b->interchange_id, b->message_id, r->kind,
		r->interchange, r->group, r->message, r->document_kind,
		r->document_id, verdict_words[r->verdict], r->code, r->text,
		known(r->offset)) != RC_OK)
		return (e->rc);
	return (batch_step(&b->batch, &full, e));
}

struct parse_sink
book_sink(struct book *b)
{
	return ((struct parse_sink){
	    .ctx = b,
	    .interchange = on_interchange,
	    .message = on_message,
	    .order = book_order,
	    .confirmation = on_confirmation,
	    .finding = on_finding,
	    .message_end = on_message_end,
	    .interchange_end = on_interchange_end,
	    .receipt = on_receipt,
	    .remittance = book_remittance,
	    .bank_entry = book_bank_entry,
	});
}
