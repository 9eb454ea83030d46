/* cross -- what must fit between keys and between files: loading_check. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/csv.h"
#include "config/loading.h"
#include "config/name_set.h"

#define HMAC_KEY_MIN 32 /* bytes */

static void wrong(struct loading *l, const struct source *s, const char *code,
    const char *path, const char *fmt, ...) PRINTF_LIKE(5, 6);

/* A mistake at a key of this file. */
static void
wrong(struct loading *l, const struct source *s, const char *code,
    const char *path, const char *fmt, ...)
{
	char text[500];
	va_list args;

	va_start(args, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	report_add(l->report, code, s->file, reader_line(s->root, path), "%s",
	    text);
}

static struct source *
source_at(const struct loading *l, size_t i)
{
	return (*LIST_AT(&l->sources, struct source *, i));
}

static struct source *
find(const struct loading *l, enum source_kind kind, struct slice name)
{
	for (size_t i = 0; i < l->sources.n; i++)
		if (source_at(l, i)->kind == kind &&
		    slice_eq(source_at(l, i)->name, name))
			return (source_at(l, i));
	return (NULL);
}

/* The name of this kind that was most likely meant, "" for none. */
static const char *
nearest_source(struct loading *l, enum source_kind kind, struct slice name)
{
	const char **names = arena_array(&l->config->arena, l->sources.n + 1,
		       sizeof(*names)),
		   *near;
	size_t n = 0;

	for (size_t i = 0; i < l->sources.n; i++)
		if (source_at(l, i)->kind == kind)
			names[n++] = source_at(l, i)->name.p;
	near = nearest_word(name.p, names, n);
	return (near != NULL ?
		arena_printf(&l->config->arena, "; nearest: \"%s\"", near) :
		"");
}

/* A reference to a partner of a role; an absent one is fine here.  A file
 * that could not be read serves, its own mistake is enough. */
static void
check_reference(struct loading *l, const struct source *s, const char *path,
    struct slice id, enum partner_role role)
{
	const struct source *found;

	if (id.n == 0)
		return;
	found = find(l, SOURCE_PARTNER, id);
	if (found == NULL)
		wrong(l, s, "CONF-REFERENCE", path,
		    "%s = \"%.80s\": there is no partners/%.80s.conf%s", path,
		    id.p, id.p, nearest_source(l, SOURCE_PARTNER, id));
	else if (found->whole && found->partner.role != role)
		wrong(l, s, "CONF-REFERENCE", path,
		    "%s = \"%.80s\" is a %s; expected a %s", path, id.p,
		    role_words[found->partner.role], role_words[role]);
}

/* A file with a secret: there, a plain file, ours, closed to others. */
static void
check_key_file(struct loading *l, const struct source *s, const char *path,
    struct slice file, off_t least)
{
	struct stat st;

	if (file.n == 0 || l->mill < 0)
		return;
	if (fstatat(l->mill, file.p, &st, AT_SYMLINK_NOFOLLOW) != 0)
		wrong(l, s, "CONF-FILE", path, "%s: %.200s: %s", path, file.p,
		    strerror(errno));
	else if (!S_ISREG(st.st_mode))
		wrong(l, s, "CONF-FILE", path, "%s: %.200s is no plain file",
		    path, file.p);
	else if ((st.st_mode & 0177) != 0)
		wrong(l, s, "CONF-FILE", path,
		    "%s: %.200s has mode %04o; expected 0600 (chmod 600 "
		    "%.200s)",
		    path, file.p, (unsigned)(st.st_mode & 07777), file.p);
	else if (st.st_uid != geteuid() && geteuid() != 0)
		wrong(l, s, "CONF-FILE", path,
		    "%s: %.200s belongs to another user", path, file.p);
	else if (st.st_size < least)
		wrong(l, s, "CONF-FILE", path,
		    "%s: %.200s has %lld bytes; expected at least %lld", path,
		    file.p, (long long)st.st_size, (long long)least);
}

static void
check_sftp(struct loading *l, const struct source *s)
{
	const struct connection *c = &s->partner.connection;
	const int ways = (c->key.n > 0) + (c->password_file.n > 0) + c->agent;

	if (!slice_starts(c->url, SLICE("sftp://")))
		return;
	if (ways != 1)
		wrong(l, s, ways == 0 ? "CONF-MISSING" : "CONF-CLASH",
		    "connection",
		    "connection has %s key, password_file and "
		    "agent = true; expected one",
		    ways == 0 ? "none of" : "several of");
	if (c->host_keys.n == 0)
		wrong(l, s, "CONF-MISSING", "connection.host_keys",
		    "connection lacks host_keys: without the server's "
		    "fingerprint anybody could be the partner (ordermill "
		    "partner pin %.32s)",
		    s->name.p);
	check_key_file(l, s, "connection.key", c->key, 1);
	check_key_file(l, s, "connection.password_file", c->password_file, 1);
}

static void
check_connection(struct loading *l, const struct source *s)
{
	const struct partner *p = &s->partner;
	const bool there = config_setting_get_member(s->root, "connection") !=
	    NULL;

	if (p->via.n > 0 && there)
		wrong(l, s, "CONF-CLASH", "connection",
		    "a partner via \"%s\" has no connection of its own",
		    p->via.p);
	else if (p->via.n == 0 && !there)
		wrong(l, s, "CONF-MISSING", "",
		    "partner lacks connection (or "
		    "via, when a network carries its files)");
	if (!there)
		return;
	check_sftp(l, s);
	if (p->connection.max_unpacked < p->connection.max_file)
		wrong(l, s, "CONF-CLASH", "connection.max_unpacked",
		    "max_unpacked is less than max_file");
	if (slice_eq(p->connection.inbox, p->connection.outbox))
		wrong(l, s, "CONF-CLASH", "connection.outbox",
		    "inbox and "
		    "outbox are the same folder: what we send would come back "
		    "as received");
	if (p->connection.after_fetch == AFTER_MOVE &&
	    slice_eq(p->connection.inbox, p->connection.move_to))
		wrong(l, s, "CONF-CLASH", "connection.after_fetch",
		    "moves into the inbox itself");
}

/* Whose envelope a writer's documents go in, "" for those without one. */
static struct slice
standard_of(struct slice writer)
{
	static const char *const standards[] = { "x12", "edifact", "cxml",
		"ubl" };

	for (size_t i = 0; i < sizeof(standards) / sizeof(*standards); i++) {
		struct slice name = slice_of(standards[i]);

		if (slice_starts(writer, name) && writer.n > name.n &&
		    writer.p[name.n] == '-')
			return (name);
	}
	return (SLICE_NONE);
}

static void
check_version(struct loading *l, const struct source *s, const char *path,
    struct slice writer, struct slice standard)
{
	const struct answers *a = &s->partner.answers;
	const char *begins = slice_is(standard, "x12") ? "00" :
	    slice_is(standard, "edifact")              ? "D:" :
							 "1.2.";

	if (a->version.n > 0 && !slice_starts(a->version, slice_of(begins)))
		wrong(l, s, "CONF-CLASH", "answers.version",
		    "%s = \"%.40s\" cannot be written in version %.40s", path,
		    writer.p, a->version.p);
	if (a->separators.n > 0 &&
	    (slice_is(standard, "edifact") ? a->separators.n != 5 :
					     a->separators.n > 4))
		wrong(l, s, "CONF-CLASH", "answers.separators",
		    "%s = \"%.40s\" wants %s separators", path, writer.p,
		    slice_is(standard, "edifact") ? "five" : "three or four");
}

/* An answer in a standard of its own names both sides in its envelope. */
static void
check_native(struct loading *l, const struct source *s, const char *path,
    struct slice writer)
{
	const struct partner *p = &s->partner;
	struct slice standard = standard_of(writer), qualifier, id;
	const char *form = slice_is(standard, "cxml") ? "cxml:DOMAIN:ID" :
	    slice_is(standard, "edifact")             ? "edifact:QUAL:ID" :
							"x12:QUAL:ID";
	bool listed;

	if (standard.n == 0 || slice_is(standard, "ubl"))
		return;
	check_version(l, s, path, writer, standard);
	/* a list that is missing or all wrong was reported as that */
	listed = p->identifiers.n > 0 || p->role != ROLE_CUSTOMER;
	if (listed &&
	    !identifier_native(&p->identifiers, standard, &qualifier, &id))
		wrong(l, s, "CONF-MISSING",
		    p->identifiers.n > 0 ? "identifiers" : path,
		    "%s = \"%.40s\" needs an \"%s\" among identifiers", path,
		    writer.p, form);
	listed = p->our_identifiers.n > 0 || p->role != ROLE_CUSTOMER;
	if (listed &&
	    !identifier_native(&p->our_identifiers, standard, &qualifier,
		&id) &&
	    !identifier_native(&l->config->seller.identifiers, standard,
		&qualifier, &id))
		wrong(l, s, "CONF-MISSING",
		    p->our_identifiers.n > 0 ? "our_identifiers" : path,
		    "%s = \"%.40s\" needs an \"%s\" among our_identifiers, or "
		    "among the seller's identifiers",
		    path, writer.p, form);
}

/* What nobody would get: a customer no work, a warehouse no answers but the
 * technical one. */
static void
check_addressee(struct loading *l, struct source *s, const char *path,
    const char *name, struct slice *writer)
{
	const config_setting_t *group = config_setting_get_member(s->root,
	    "answers");
	enum partner_role role = s->partner.role;
	bool there = group != NULL &&
	    config_setting_get_member(group, name) != NULL;

	if (role == ROLE_WAREHOUSE && there && strcmp(name, "technical") == 0)
		return;
	if (there && !slice_is(*writer, "none"))
		wrong(l, s, "CONF-CLASH", path,
		    "a %s gets no answers; expected \"none\"",
		    role_words[role]);
	*writer = SLICE("none");
}

/* Answers in UBL name both sides by an endpoint. */
static void
check_endpoints(struct loading *l, const struct source *s)
{
	const struct partner *p = &s->partner;

	/* a list that is missing or all wrong was reported as that */
	if (p->identifiers.n > 0 &&
	    identifier_of(&p->identifiers, SLICE("endpoint:")).n == 0)
		wrong(l, s, "CONF-MISSING", "identifiers",
		    "answers in UBL "
		    "need an \"endpoint:SCHEME:ID\" among identifiers");
	if (p->our_identifiers.n > 0 &&
	    identifier_of(&p->our_identifiers, SLICE("endpoint:")).n == 0 &&
	    identifier_of(&l->config->seller.identifiers, SLICE("endpoint:"))
		    .n == 0)
		wrong(l, s, "CONF-MISSING", "our_identifiers",
		    "answers in "
		    "UBL need an \"endpoint:SCHEME:ID\" among "
		    "our_identifiers, or among the seller's identifiers");
}

static void
check_answers(struct loading *l, struct source *s)
{
	static const char *const names[] = { "technical", "order", "ship" };
	struct partner *p = &s->partner;
	struct slice *const writers[] = { &p->answers.technical,
		&p->answers.order, &p->answers.ship };
	bool ubl = false;

	for (size_t i = 0; i < 3; i++) {
		char path[32];

		(void)snprintf(path, sizeof(path), "answers.%s", names[i]);
		if (p->role != ROLE_CUSTOMER)
			check_addressee(l, s, path, names[i], writers[i]);
		ubl = ubl || slice_is(standard_of(*writers[i]), "ubl");
		check_native(l, s, path, *writers[i]);
	}
	if (p->role == ROLE_WAREHOUSE)
		check_native(l, s, "answers.warehouse", p->answers.warehouse);
	if (ubl)
		check_endpoints(l, s);
}

static void
check_recurrence(struct loading *l, const struct source *s)
{
	const struct recurrence_rules *r = &s->partner.recurrence;

	if (r->accept == RECUR_YES && r->sources == 0 && r->rule.n == 0)
		wrong(l, s, "CONF-CLASH", "recurrence.accept",
		    "standing "
		    "orders are accepted, but sources is empty and rule too: "
		    "every one would be held");
}

/* --- the layout of a partner's CSV ---------------------------------------- */

static bool
any_column(const struct csv_map *m, const char *const *names)
{
	for (size_t i = 0; names[i] != NULL; i++)
		if (csv_map_column(m, names[i]).n > 0)
			return (true);
	return (false);
}

static void
need_columns(struct loading *l, const struct source *s, const char *path,
    const struct csv_map *m)
{
	static const char *const order[] = { "po_number", "quantity", NULL };
	static const char *const items[] = { "seller_item", "buyer_item",
		"gtin", NULL };
	static const char *const shipment[] = { "shipment", "order", "line",
		"quantity", NULL };
	static const char *const payment[] = { "booked_on", "amount", NULL };
	const bool ships = csv_map_column(m, "shipment").n > 0;
	const bool pays = !ships && any_column(m, payment);

	for (const char *const *c = ships ? shipment :
		 pays                     ? payment :
					    order;
	     *c != NULL; c++)
		if (csv_map_column(m, *c).n == 0)
			wrong(l, s, "CONF-MISSING", path,
			    "columns lacks %s, which %s cannot do without", *c,
			    ships    ? "a shipment" :
				pays ? "a payment" :
				       "an order");
	if (!ships && !pays && !any_column(m, items))
		wrong(l, s, "CONF-MISSING", path,
		    "columns lacks seller_item, buyer_item and gtin: one of "
		    "them must say what is ordered");
}

/* Numbers where there is no header; no name for two of our columns. */
static void
check_columns(struct loading *l, const struct source *s, const char *path,
    const struct csv_map *m)
{
	const struct shape *all = &csv_columns_shape;

	for (size_t i = 0; i < all->n; i++) {
		struct slice name = csv_map_column(m, all->fields[i].name);
		int64_t n = 0;

		if (name.n == 0)
			continue;
		if (!m->header &&
		    (!slice_int(name, &n) || n < 1 || n > CSV_FIELDS_MAX))
			wrong(l, s, "CONF-VALUE", path,
			    "%s = \"%.60s\": without a header a column is a "
			    "number from 1 to %d, in quotes",
			    all->fields[i].name, name.p, CSV_FIELDS_MAX);
		for (size_t k = 0; k < i; k++)
			if (slice_ieq(name,
				csv_map_column(m, all->fields[k].name)))
				wrong(l, s, "CONF-CLASH", path,
				    "%s and %s are both \"%.60s\"",
				    all->fields[k].name, all->fields[i].name,
				    name.p);
	}
}

/* One word of a unit, one code. */
static void
check_units(struct loading *l, const struct source *s, const char *path,
    const struct csv_map *m)
{
	const struct list *rows = &m->units;
	struct csv_map before = *m;
	struct slice word, code;

	for (size_t i = 0; i < rows->n; i++) {
		before.units.n = i;
		if (csv_unit_row(*LIST_AT(rows, struct slice, i), &word,
			&code) &&
		    csv_map_unit(&before, word).n > 0)
			wrong(l, s, "CONF-CLASH", path,
			    "units has " SL_FMT " twice", SL_ARG(word));
	}
}

static void
check_layouts(struct loading *l, const struct source *s)
{
	char path[40];

	for (size_t i = 0; i < s->partner.receive.n; i++) {
		const struct receives *r = LIST_AT(&s->partner.receive,
		    struct receives, i);
		const struct csv_map *m = &r->csv;
		const bool named = csv_map_given(m);
		const bool more = m->delimiter.n + m->decimal.n + m->date.n +
			    m->encoding.n >
			0 ||
		    !m->header || m->po_once;

		(void)snprintf(path, sizeof(path), "receive.[%zu].columns", i);
		check_units(l, s, path, m);
		if ((named || more || m->units.n > 0) &&
		    !slice_is(r->format, "csv"))
			wrong(l, s, "CONF-CLASH", path,
			    "columns, delimiter, decimal, date, encoding, "
			    "header, po_once and units are for format = "
			    "\"csv\"");
		else if (named) {
			need_columns(l, s, path, m);
			check_columns(l, s, path, m);
		} else if (more)
			wrong(l, s, "CONF-MISSING", path,
			    "delimiter, decimal, date, encoding, header and "
			    "po_once need columns beside them");
	}
}

static struct slice
canonical(struct arena *a, struct slice id)
{
	char text[IDENTIFIER_CANONICAL_MAX];

	return (arena_slice(a, identifier_canonical(id, text)));
}

static bool
stands_before(const struct list *ids, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (slice_eq(*LIST_AT(ids, struct slice, k),
			*LIST_AT(ids, struct slice, i)))
			return (true);
	return (false);
}

/* Whom an identifier names must be one partner.  The same number in another
 * spelling may stand there twice: an endpoint is wanted beside x12:UL. */
static void
check_claims(struct loading *l, struct name_set *claims, size_t at)
{
	const struct source *s = source_at(l, at);
	const struct list *ids = &s->partner.identifiers;

	for (size_t i = 0; i < ids->n; i++) {
		const struct slice id = *LIST_AT(ids, struct slice, i);
		int64_t first = (int64_t)at;

		if (identifier_in(&s->partner.our_identifiers, id))
			wrong(l, s, "CONF-CLASH", "our_identifiers",
			    "%.80s stands for both sides", id.p);
		if (name_set_add(claims, canonical(&l->config->arena, id),
			&first))
			continue;
		if (first == (int64_t)at && stands_before(ids, i))
			wrong(l, s, "CONF-CLASH", "identifiers",
			    "%.80s stands there twice", id.p);
		else if (first != (int64_t)at)
			wrong(l, s, "CONF-CLASH", "identifiers",
			    "%.80s is claimed by %s already", id.p,
			    source_at(l, (size_t)first)->file);
	}
}

static void
check_partner(struct loading *l, struct source *s)
{
	struct partner *p = &s->partner;

	if (p->id.n > 0 && !slice_eq(p->id, s->name))
		wrong(l, s, "CONF-CLASH", "id",
		    "id = \"%.80s\" in a file "
		    "called %.80s.conf: both must be the same",
		    p->id.p, s->name.p);
	p->id = s->name; /* file names are unique, and stay so */
	check_reference(l, s, "via", p->via, ROLE_NETWORK);
	if (p->via.n > 0 && p->role == ROLE_NETWORK)
		wrong(l, s, "CONF-CLASH", "via",
		    "a network cannot be behind a network");
	if (p->calendar.n > 0 && find(l, SOURCE_CALENDAR, p->calendar) == NULL)
		wrong(l, s, "CONF-REFERENCE", "calendar",
		    "there is no calendars/%.80s.conf%s", p->calendar.p,
		    nearest_source(l, SOURCE_CALENDAR, p->calendar));
	check_connection(l, s);
	check_answers(l, s);
	check_recurrence(l, s);
	if (p->collect.account.n > 0 &&
	    (p->collect.creditor_id.n == 0 || p->role != ROLE_BANK))
		wrong(l, s, "CONF-MISSING", "collect",
		    "to collect, a partner with role bank wants "
		    "collect.creditor_id too");
	check_layouts(l, s);
}

static void
check_seller(struct loading *l, const struct source *s)
{
	const struct seller *seller = &l->config->seller;

	check_reference(l, s, "orders.warehouse", seller->warehouse,
	    ROLE_WAREHOUSE);
	check_key_file(l, s, "mill.key_file", seller->key_file, HMAC_KEY_MIN);
	if (seller->relay.n > 0 && seller->mail_from.n == 0)
		wrong(l, s, "CONF-MISSING", "mail",
		    "mail has a relay but lacks from");
}

void
loading_check(struct loading *l)
{
	struct name_set claims = { NULL, 0, 0 };

	for (size_t i = 0; i < l->sources.n; i++) {
		struct source *s = source_at(l, i);

		if (!s->whole)
			continue;
		if (s->kind == SOURCE_SELLER)
			check_seller(l, s);
		else if (s->kind == SOURCE_PARTNER) {
			check_partner(l, s);
			check_claims(l, &claims, i);
		} else if (s->calendar.weekend == 0xfe)
			wrong(l, s, "CONF-VALUE", "weekend",
			    "no day of the week is left for business");
	}
	name_set_free(&claims);
}
