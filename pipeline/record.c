#include "pipeline/record.h"

#define FORMAT_MAX 16

/* Where in a file's story an object may stand, and where it leads. */
enum place { OUTSIDE, IN_INTERCHANGE, IN_MESSAGE, ANYWHERE };

struct row {
	const struct shape *shape;
	enum place from, to;
};
static const struct row rows[] = {
	[RECORD_INTERCHANGE] = { &interchange_shape, OUTSIDE, IN_INTERCHANGE },
	[RECORD_MESSAGE] = { &message_shape, IN_INTERCHANGE, IN_MESSAGE },
	[RECORD_ORDER] = { &order_shape, IN_MESSAGE, IN_MESSAGE },
	[RECORD_CONFIRMATION] = { &confirmation_shape, IN_MESSAGE, IN_MESSAGE },
	[RECORD_FINDING] = { &finding_shape, ANYWHERE, ANYWHERE },
	[RECORD_MESSAGE_END] = { &message_shape, IN_MESSAGE, IN_INTERCHANGE },
	[RECORD_INTERCHANGE_END] = { &interchange_shape, IN_INTERCHANGE,
	    OUTSIDE },
	[RECORD_RECEIPT] = { &receipt_shape, IN_MESSAGE, IN_MESSAGE },
	[RECORD_REMITTANCE] = { &remittance_shape, IN_MESSAGE, IN_MESSAGE },
	[RECORD_BANK_ENTRY] = { &bank_entry_shape, IN_MESSAGE, IN_MESSAGE },
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* --- writing -------------------------------------------------------------- */

static enum rc
put(void *ctx, enum record_type type, const void *object, struct err *e)
{
	struct frame_out *out = ctx;
	struct buf b;
	enum rc rc;

	buf_init(&b, FRAME_MAX - 1);
	shape_encode(rows[type].shape, object, &b);
	rc = b.failed ? err_set(e, RC_REJECT, "RECORD-LONG",
			    "one %s is longer than %u bytes",
			    rows[type].shape->name, FRAME_MAX) :
			frame_put(out, (uint8_t)type, buf_slice(&b), e);
	buf_free(&b);
	return (rc);
}

static enum rc
put_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	return (put(ctx, RECORD_INTERCHANGE, i, e));
}

static enum rc
put_message(void *ctx, const struct message *m, struct err *e)
{
	return (put(ctx, RECORD_MESSAGE, m, e));
}

static enum rc
put_order(void *ctx, const struct order *o, struct err *e)
{
	return (put(ctx, RECORD_ORDER, o, e));
}

static enum rc
put_confirmation(void *ctx, const struct confirmation *c, struct err *e)
{
	return (put(ctx, RECORD_CONFIRMATION, c, e));
}

static enum rc
put_finding(void *ctx, const struct finding *f, struct err *e)
{
	return (put(ctx, RECORD_FINDING, f, e));
}

static enum rc
put_message_end(void *ctx, const struct message *m, struct err *e)
{
	return (put(ctx, RECORD_MESSAGE_END, m, e));
}

static enum rc
put_interchange_end(void *ctx, const struct interchange *i, struct err *e)
{
	return (put(ctx, RECORD_INTERCHANGE_END, i, e));
}

static enum rc
put_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	return (put(ctx, RECORD_RECEIPT, r, e));
}

static enum rc
put_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	return (put(ctx, RECORD_REMITTANCE, r, e));
}

static enum rc
put_bank_entry(void *ctx, const struct bank_entry *b, struct err *e)
{
	return (put(ctx, RECORD_BANK_ENTRY, b, e));
}

struct parse_sink
record_sink(struct frame_out *out)
{
	return ((struct parse_sink){ .ctx = out,
	    .interchange = put_interchange,
	    .message = put_message,
	    .order = put_order,
	    .confirmation = put_confirmation,
	    .finding = put_finding,
	    .message_end = put_message_end,
	    .interchange_end = put_interchange_end,
	    .receipt = put_receipt,
	    .remittance = put_remittance,
	    .bank_entry = put_bank_entry });
}

static enum rc
put_member(void *ctx, struct slice name, struct err *e)
{
	return (frame_put(ctx, RECORD_MEMBER, name, e));
}

static enum rc
put_data(void *ctx, struct slice piece, struct err *e)
{
	return (frame_put(ctx, RECORD_DATA, piece, e));
}

static enum rc
put_member_end(void *ctx, struct err *e)
{
	return (frame_put(ctx, RECORD_MEMBER_END, SLICE_NONE, e));
}

static enum rc
put_secret(void *ctx, int verdict, struct err *e)
{
	char byte = (char)verdict;

	return (frame_put(ctx, RECORD_SECRET, (struct slice){ &byte, 1 }, e));
}

struct archive_sink
record_archive_sink(struct frame_out *out)
{
	return ((struct archive_sink){ .ctx = out,
	    .member = put_member,
	    .data = put_data,
	    .member_end = put_member_end,
	    .secret = put_secret });
}

/* END: the verdict in one byte, the code, NUL, the text. */
enum rc
record_end_put(struct frame_out *out, const struct parse_end *end,
    struct err *e)
{
	struct buf b;
	enum rc rc;

	INVARIANT(end->rc == RC_OK || end->rc == RC_REJECT);
	buf_init(&b, 1 + sizeof(end->code) + sizeof(end->text));
	buf_char(&b, (char)end->rc);
	buf_add(&b, (struct slice){ end->code, strlen(end->code) + 1 });
	buf_text(&b, end->text);
	rc = frame_end(out, buf_slice(&b), e);
	buf_free(&b);
	return (rc);
}

enum rc
record_verdict(struct frame_out *out, enum rc rc, struct err *e)
{
	struct parse_end end = { .rc = rc };

	_Static_assert(sizeof(end.code) == sizeof(e->code) &&
		sizeof(end.text) == sizeof(e->text),
	    "copied as a whole");
	if (rc == RC_REJECT) {
		memcpy(end.code, e->code, sizeof(end.code));
		memcpy(end.text, e->text, sizeof(end.text));
	}
	return (record_end_put(out, &end, e));
}

/* --- reading -------------------------------------------------------------- */

static enum rc
bad(struct err *e, const char *why)
{
	return (err_set(e, RC_FATAL, "RECORD-BAD", "%s", why));
}

static bool
is_name(struct slice s, const char *characters)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || strchr(characters, s.p[i]) == NULL)
			return (false);
	return (true);
}

static enum rc
get_end(struct slice body, struct parse_end *end, struct err *e)
{
	struct slice code, text;

	if (body.n < 2 || (body.p[0] != RC_OK && body.p[0] != RC_REJECT))
		return (bad(e, "an end without a verdict"));
	if (!slice_cut(slice_sub(body, 1, body.n), '\0', &code, &text) ||
	    code.n >= sizeof(end->code) || text.n >= sizeof(end->text) ||
	    memchr(text.n > 0 ? text.p : "", '\0', text.n) != NULL ||
	    !is_name(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"))
		return (bad(e, "an end whose reason is malformed"));
	*end = (struct parse_end){ .rc = (enum rc)body.p[0] };
	if (code.n > 0)
		memcpy(end->code, code.p, code.n);
	if (text.n > 0)
		memcpy(end->text, text.p, text.n);
	return (RC_OK);
}

static enum rc
get_format(struct slice body, char format[FORMAT_MAX], struct err *e)
{
	if (body.n == 0 || body.n >= FORMAT_MAX ||
	    !is_name(body, "abcdefghijklmnopqrstuvwxyz0123456789-_"))
		return (bad(e, "a format whose name is malformed"));
	memcpy(format, body.p, body.n);
	format[body.n] = '\0';
	return (RC_OK);
}

union object {
	struct interchange interchange;
	struct message message;
	struct order order;
	struct confirmation confirmation;
	struct finding finding;
	struct receipt receipt;
	struct remittance remittance;
	struct bank_entry bank_entry;
};

static enum rc
deliver(const struct parse_sink *s, uint8_t type, const union object *o,
    struct err *e)
{
	switch (type) {
	case RECORD_INTERCHANGE:
		return (s->interchange(s->ctx, &o->interchange, e));
	case RECORD_MESSAGE:
		return (s->message(s->ctx, &o->message, e));
	case RECORD_ORDER:
		if (o->order.lines.n > ORDER_LINES_MAX)
			return (bad(e, "an order of too many lines"));
		return (s->order(s->ctx, &o->order, e));
	case RECORD_CONFIRMATION:
		return (s->confirmation(s->ctx, &o->confirmation, e));
	case RECORD_FINDING:
		return (s->finding(s->ctx, &o->finding, e));
	case RECORD_MESSAGE_END:
		return (s->message_end(s->ctx, &o->message, e));
	case RECORD_INTERCHANGE_END:
		return (s->interchange_end(s->ctx, &o->interchange, e));
	case RECORD_RECEIPT:
		return (s->receipt(s->ctx, &o->receipt, e));
	case RECORD_REMITTANCE:
		return (s->remittance(s->ctx, &o->remittance, e));
	case RECORD_BANK_ENTRY:
		return (s->bank_entry(s->ctx, &o->bank_entry, e));
	default:
		BUG("a record without a row");
	}
}

static enum rc
get_object(const struct frame *f, enum place *place,
    const struct parse_sink *sink, struct arena *a, struct err *e)
{
	const struct row *r = &rows[f->type < ROWS ? f->type : 0];
	union object o;
	enum rc rc;

	if (r->shape == NULL)
		return (bad(e, "a record of unknown kind"));
	if (r->from != ANYWHERE && r->from != *place)
		return (bad(e, "a record out of turn"));
	rc = shape_decode(r->shape, f->body, a, &o, e);
	if (rc == RC_OK)
		rc = deliver(sink, f->type, &o, e);
	arena_reset(a);
	if (r->to != ANYWHERE)
		*place = r->to;
	return (rc);
}

enum rc
record_read(struct frame_in *in, const struct parse_sink *sink, struct arena *a,
    char format[FORMAT_MAX], struct parse_end *end, struct err *e)
{
	enum place place = OUTSIDE;
	struct frame f;
	enum rc rc;

	*end = (struct parse_end){ .rc = RC_OK };
	format[0] = '\0';
	for (bool first = true;; first = false) {
		rc = frame_get(in, &f, e);
		if (rc != RC_OK)
			return (rc);
		if (f.type == FRAME_END)
			break;
		rc = first && f.type == RECORD_FORMAT ?
		    get_format(f.body, format, e) :
		    get_object(&f, &place, sink, a, e);
		if (rc != RC_OK)
			return (rc);
	}
	if (place != OUTSIDE)
		return (bad(e, "an end in the middle of an interchange"));
	return (get_end(f.body, end, e));
}

/* --- archives ------------------------------------------------------------- */

struct unpacking {
	const struct worker_limits *limits;
	const struct archive_sink *sink;
	bool in_member, problem, blanked;
	int64_t members, member, total;
};

static enum rc
get_member(struct unpacking *u, struct slice name, struct err *e)
{
	if (u->in_member || name.n == 0 || name.n > ARCHIVE_NAME_MAX ||
	    ++u->members > u->limits->max_members)
		return (bad(e, "a member out of turn"));
	u->in_member = true;
	u->member = 0;
	return (u->sink->member(u->sink->ctx, name, e));
}

static enum rc
get_data(struct unpacking *u, struct slice piece, struct err *e)
{
	if (!u->in_member)
		return (bad(e, "bytes of no member"));
	u->member += (int64_t)piece.n;
	u->total += (int64_t)piece.n;
	if (u->member > u->limits->max_member ||
	    u->total > u->limits->max_total)
		return (bad(e, "more bytes than a worker may give"));
	return (u->sink->data(u->sink->ctx, piece, e));
}

static enum rc
get_piece(struct unpacking *u, const struct frame *f, struct err *e)
{
	if (u->problem)
		return (bad(e, "a record behind the problem"));
	switch (f->type) {
	case RECORD_MEMBER:
		return (get_member(u, f->body, e));
	case RECORD_DATA:
		return (get_data(u, f->body, e));
	case RECORD_MEMBER_END:
		if (!u->in_member || f->body.n > 0)
			return (bad(e, "an end of no member"));
		u->in_member = false;
		return (u->sink->member_end(u->sink->ctx, e));
	case RECORD_SECRET:
		if (!u->in_member || f->body.n != 1 || f->body.p[0] < 0 ||
		    f->body.p[0] > 2)
			return (bad(e, "a verdict on no secret"));
		return (u->sink->secret == NULL ?
			RC_OK :
			u->sink->secret(u->sink->ctx, f->body.p[0], e));
	case RECORD_PROBLEM:
		u->problem = true;
		return (RC_OK);
	case RECORD_BLANKED:
		u->blanked = true;
		return (RC_OK);
	default:
		return (bad(e, "a record of unknown kind"));
	}
}

enum rc
record_read_archive(struct frame_in *in, const struct worker_limits *limits,
    const struct archive_sink *sink, struct parse_end *end, struct err *e)
{
	struct unpacking u = { .limits = limits, .sink = sink };
	struct frame f;
	enum rc rc;

	*end = (struct parse_end){ .rc = RC_OK };
	for (;;) {
		rc = frame_get(in, &f, e);
		if (rc != RC_OK)
			return (rc);
		if (f.type == FRAME_END)
			break;
		rc = get_piece(&u, &f, e);
		if (rc != RC_OK)
			return (rc);
	}
	rc = get_end(f.body, end, e);
	end->blanked = u.blanked;
	if (rc == RC_OK && end->rc == RC_OK && (u.problem || u.in_member))
		return (bad(e, "a good end of a bad archive"));
	return (rc);
}
