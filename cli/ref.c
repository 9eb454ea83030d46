#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "cli/ref.h"
#include "domain/ident.h"

struct candidate {
	enum ref_kind kind;
	int64_t id;
	bool claimed;
	const char *what; /* escaped, for people */
};

struct finding_ref {
	struct cli *c;
	struct slice typed;
	unsigned allowed;
	struct list all; /* struct candidate */
};

static const struct {
	const char *word;
	enum ref_kind kind;
	enum query exists;
} kinds[] = {
	{ "order", REF_ORDER, Q_REF_ORDER },
	{ "file", REF_FILE, Q_REF_FILE },
	{ "standing", REF_STANDING, Q_REF_STANDING },
	{ "outbox", REF_OUTBOX, Q_REF_OUTBOX },
	{ "shipment", REF_SHIPMENT, Q_REF_SHIPMENT },
};
#define KINDS (sizeof(kinds) / sizeof(*kinds))

static void
settle(struct cli *c, enum ref_kind kind, int64_t id, struct ref *r)
{
	for (size_t i = 0; i < KINDS; i++)
		if (kinds[i].kind == kind)
			r->subject = arena_printf(&c->arena, "%s:%" PRId64,
			    kinds[i].word, id);
	r->kind = kind;
	r->id = id;
}

static const char *
shown(struct arena *a, struct slice s)
{
	struct buf b;
	const char *text;

	buf_init(&b, 4096);
	buf_shown(&b, slice_sub(s, 0, 200));
	text = arena_text(a, buf_slice(&b));
	buf_free(&b);
	return (text);
}

static enum rc
add_if_there(struct finding_ref *f, size_t kind, int64_t id, struct err *e)
{
	int64_t found = 0;
	struct candidate *x;

	if (store_int(f->c->store, kinds[kind].exists, 0, &found, e, "i", id) !=
	    RC_OK)
		return (e->rc);
	if (found == 0)
		return (RC_OK);
	x = LIST_PUSH(&f->c->arena, &f->all, struct candidate);
	*x = (struct candidate){ kinds[kind].kind, id, true, "" };
	return (RC_OK);
}

/* "order:12" names exactly that, or nothing. */
static enum rc
by_id(struct finding_ref *f, bool *is_id, struct err *e)
{
	struct slice word, number;
	int64_t id;

	*is_id = false;
	if (!slice_cut(f->typed, ':', &word, &number) ||
	    !slice_int(number, &id))
		return (RC_OK);
	for (size_t i = 0; i < KINDS; i++) {
		if (!slice_is(word, kinds[i].word))
			continue;
		*is_id = true;
		if ((f->allowed & kinds[i].kind) == 0)
			return (usage_error(e, "`%s` does nothing with a %s",
			    f->c->command->name, kinds[i].word));
		return (add_if_there(f, i, id, e));
	}
	return (RC_OK);
}

static enum rc
orders_by_po(struct finding_ref *f, struct slice po, struct slice release,
    struct err *e)
{
	struct arena *a = &f->c->arena;
	struct rows *r;

	if (store_rows(f->c->store, Q_REF_ORDERS_BY_PO, &r, e, "tt", po,
		release) != RC_OK)
		return (e->rc);
	while (rows_next(r)) {
		struct candidate *x = LIST_PUSH(a, &f->all, struct candidate);

		*x = (struct candidate){ REF_ORDER, rows_int(r, 0),
			rows_int(r, 5) != 0,
			arena_printf(a, "PO %s%s%s of %s, %s",
			    shown(a, rows_text(r, 1)),
			    rows_text(r, 2).n > 0 ? " release " : "",
			    shown(a, rows_text(r, 2)),
			    shown(a, rows_text(r, 3)),
			    shown(a, rows_text(r, 4))) };
	}
	return (rows_end(r, e));
}

static enum rc
order_by_confirmation(struct finding_ref *f, struct err *e)
{
	char number[CONFIRMATION_MAX];
	int64_t id = 0;

	if (!confirmation_normalize(f->typed, number))
		return (RC_OK);
	if (store_int(f->c->store, Q_REF_ORDER_BY_CONFIRMATION, 0, &id, e, "s",
		number) != RC_OK)
		return (e->rc);
	if (id != 0)
		*LIST_PUSH(&f->c->arena, &f->all,
		    struct candidate) = (struct candidate){ REF_ORDER, id, true,
			arena_printf(&f->c->arena, "confirmation %s", number) };
	return (RC_OK);
}

/* id, name, partner, state */
static enum rc
by_name(struct finding_ref *f, enum query q, enum ref_kind kind,
    const char *what, struct err *e)
{
	struct arena *a = &f->c->arena;
	struct rows *r;

	if ((f->allowed & kind) == 0)
		return (RC_OK);
	if (store_rows(f->c->store, q, &r, e, "t", f->typed) != RC_OK)
		return (e->rc);
	while (rows_next(r))
		*LIST_PUSH(a, &f->all, struct candidate) =
		    (struct candidate){ kind, rows_int(r, 0), true,
			    arena_printf(a, "%s %s of %s, %s", what,
				shown(a, rows_text(r, 1)),
				shown(a, rows_text(r, 2)),
				shown(a, rows_text(r, 3))) };
	return (rows_end(r, e));
}

static enum rc
gather(struct finding_ref *f, struct err *e)
{
	struct slice po, release = SLICE_NONE, rest = f->typed;
	int64_t id;

	if ((f->allowed & REF_ORDER) != 0) {
		if (orders_by_po(f, f->typed, SLICE_NONE, e) != RC_OK ||
		    order_by_confirmation(f, e) != RC_OK)
			return (e->rc);
		if (f->all.n == 0 && slice_cut(rest, '/', &po, &release) &&
		    orders_by_po(f, po, release, e) != RC_OK)
			return (e->rc);
	}
	if (by_name(f, Q_REF_FILES_BY_NAME, REF_FILE, "file", e) != RC_OK ||
	    by_name(f, Q_REF_SHIPMENTS, REF_SHIPMENT, "shipment", e) != RC_OK)
		return (e->rc);
	/* Its orders bear the same number: alone only where nothing else can
	 * be meant. */
	if (((f->allowed & REF_ORDER) == 0 || f->all.n == 0) &&
	    by_name(f, Q_REF_STANDING_BY_PO, REF_STANDING, "standing order",
		e) != RC_OK)
		return (e->rc);
	if (f->all.n > 0 || !slice_int(f->typed, &id) || id <= 0)
		return (RC_OK);
	/* A bare id: of the first kind that the command is about. */
	for (size_t i = 0; i < KINDS && f->all.n == 0; i++)
		if ((f->allowed & kinds[i].kind) != 0 &&
		    add_if_there(f, i, id, e) != RC_OK)
			return (e->rc);
	return (RC_OK);
}

static enum rc
choose(struct finding_ref *f, struct ref *r, struct err *e)
{
	const struct candidate *v = f->all.v, *holder = NULL;
	size_t holders = 0;

	for (size_t i = 0; i < f->all.n; i++) {
		if (!v[i].claimed)
			continue;
		holders++;
		holder = &v[i];
	}
	if (f->all.n == 1)
		holder = &v[0];
	if (f->all.n == 1 || holders == 1) {
		settle(f->c, holder->kind, holder->id, r);
		return (RC_OK);
	}
	for (size_t i = 0; i < f->all.n; i++) {
		settle(f->c, v[i].kind, v[i].id, r);
		log_line(LOG_WARN, "%-14s %s", r->subject, v[i].what);
	}
	(void)err_set(e, RC_REJECT, "REF-AMBIGUOUS", "'%s' names %zu things",
	    shown(&f->c->arena, f->typed), f->all.n);
	e->exit_code = 64;
	return (err_help(e, "take one of the ids above"));
}

enum rc
ref_find(struct cli *c, const char *typed, unsigned allowed, struct ref *r,
    struct err *e)
{
	struct finding_ref f = { .c = c,
		.typed = slice_of(typed),
		.allowed = allowed };
	bool is_id;

	if (by_id(&f, &is_id, e) != RC_OK || (!is_id && gather(&f, e) != RC_OK))
		return (e->rc);
	if (f.all.n > 0)
		return (choose(&f, r, e));
	(void)err_set(e, RC_REJECT, "REF-UNKNOWN", "nothing is called '%s'",
	    shown(&c->arena, f.typed));
	e->exit_code = 64;
	return (err_help(e,
	    "a PO number, a confirmation number, a file name "
	    "or an id; `ordermill list order` shows them"));
}
