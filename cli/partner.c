/* partner: who they are, whether their server answers, and its host key. */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/table.h"
#include "config/report.h"
#include "pipeline/transfer.h"
#include "transport/transport.h"

static const char *const roles[] = { "customer", "warehouse", "bank",
	"network" };
static const char *const states[] = { "live", "test", "suspended" };

static enum rc
find_partner(struct cli *c, const struct partner **out, struct err *e)
{
	const struct config *k = &c->mill.config;
	const char **names = arena_array(&c->arena, k->partners.n + 1,
		       sizeof(*names)),
		   *near;

	*out = config_partner(k, slice_of(c->args[0]));
	if (*out != NULL)
		return (RC_OK);
	for (size_t i = 0; i < k->partners.n; i++)
		names[i] = LIST_AT(&k->partners, struct partner, i)->id.p;
	near = nearest_word(c->args[0], names, k->partners.n);
	(void)usage_error(e, "there is no partner '%.60s'", c->args[0]);
	return (err_help(e,
	    near != NULL ? "did you mean %s?" :
			   "`ordermill partner list` names them all%s",
	    near != NULL ? near : ""));
}

static void
member(struct buf *b, const char *name, struct slice v, bool first)
{
	buf_printf(b, "%s\"%s\":", first ? "" : ",", name);
	buf_json(b, v);
}

static void
partner_json(struct cli *c, const struct partner *p)
{
	struct buf *b = &c->out;

	buf_char(b, '{');
	member(b, "partner", p->id, true);
	member(b, "name", p->name, false);
	member(b, "role", slice_of(roles[p->role]), false);
	member(b, "state", slice_of(states[p->state]), false);
	member(b, "via", p->via, false);
	member(b, "url", p->connection.url, false);
	buf_text(b, "}\n");
}

enum rc
cmd_partner_list(struct cli *c, struct err *e)
{
	static const char *const names[] = { "partner", "name", "role", "state",
		"via", "url" };
	const struct list *all = &c->mill.config.partners;
	struct table t;

	table_init(&t, c, names, 6);
	for (size_t i = 0; i < all->n; i++) {
		const struct partner *p = LIST_AT(all, struct partner, i);

		if (c->json)
			partner_json(c, p);
		else if (table_row(&t,
			     (struct slice[]){ p->id, p->name,
				 slice_of(roles[p->role]),
				 slice_of(states[p->state]), p->via,
				 p->connection.url },
			     e) != RC_OK) {
			arena_free(&t.arena);
			return (e->rc);
		}
	}
	return (table_end(&t, e));
}

/* --- show ---------------------------------------------------------------- */

static void
line(struct cli *c, const char *name, struct slice v)
{
	if (v.n == 0)
		return;
	buf_printf(&c->out, "  %-18s ", name);
	buf_shown(&c->out, v);
	buf_char(&c->out, '\n');
}

static void
lines(struct cli *c, const char *name, const struct list *l)
{
	for (size_t i = 0; i < l->n; i++)
		line(c, i == 0 ? name : "", *LIST_AT(l, struct slice, i));
}

static void
show_agreed(struct cli *c, const struct partner *p)
{
	for (size_t i = 0; i < p->receive.n; i++) {
		const struct receives *r = LIST_AT(&p->receive, struct receives,
		    i);

		line(c, i == 0 ? "receive" : "", r->format);
		lines(c, "  messages", &r->messages);
		lines(c, "  versions", &r->versions);
	}
	line(c, "answers.technical", p->answers.technical);
	line(c, "answers.order", p->answers.order);
	line(c, "answers.ship", p->answers.ship);
	if (p->role == ROLE_WAREHOUSE)
		line(c, "answers.warehouse", p->answers.warehouse);
	line(c, "answers.version", p->answers.version);
	line(c, "answers.name", p->answers.name);
	for (size_t i = 0; i < p->contacts.n; i++) {
		const struct contact *x = LIST_AT(&p->contacts, struct contact,
		    i);

		line(c, "contact", x->role);
		line(c, "  name", x->name);
		line(c, "  email", x->email);
		line(c, "  phone", x->phone);
	}
}

/* Whom a network carries, and where a partner behind one is reached. */
static void
show_network(struct cli *c, const struct partner *p)
{
	const struct list *all = &c->mill.config.partners;
	const struct partner *carrier = config_carrier(&c->mill.config, p);
	const char *name = "carries";

	if (carrier != NULL && carrier != p)
		line(c, "  at", carrier->connection.url);
	for (size_t i = 0; i < all->n; i++) {
		const struct partner *x = LIST_AT(all, struct partner, i);

		if (p->role != ROLE_NETWORK || !slice_eq(x->via, p->id))
			continue;
		line(c, name, x->id);
		name = "";
	}
}

static enum rc
show_counts(struct cli *c, const struct partner *p, struct err *e)
{
	struct rows *r;
	char text[21];

	if (!file_exists(c->mill.var, "ordermill.db"))
		return (RC_OK);
	if (cli_store(c, NEED_READ, e) != RC_OK ||
	    store_rows(c->store, Q_PARTNER_COUNTS, &r, e, "t", p->id) != RC_OK)
		return (e->rc);
	if (rows_next(r) && rows_int(r, 0) > 0) {
		buf_printf(&c->out, "  %-18s %" PRId64 "\n", "files",
		    rows_int(r, 0));
		line(c, "last file",
		    slice_of(instant_text(rows_int(r, 1), text)));
	}
	return (rows_end(r, e));
}

enum rc
cmd_partner_show(struct cli *c, struct err *e)
{
	const struct partner *p;

	if (find_partner(c, &p, e) != RC_OK)
		return (e->rc);
	if (c->json) {
		partner_json(c, p);
		return (RC_OK);
	}
	line(c, "partner", p->id);
	line(c, "name", p->name);
	line(c, "role", slice_of(roles[p->role]));
	line(c, "state", slice_of(states[p->state]));
	line(c, "via", p->via);
	show_network(c, p);
	line(c, "language", p->language);
	line(c, "time_zone", p->time_zone);
	line(c, "calendar", p->calendar);
	lines(c, "identifiers", &p->identifiers);
	lines(c, "our_identifiers", &p->our_identifiers);
	line(c, "url", p->connection.url);
	line(c, "key", p->connection.key);
	lines(c, "host_keys", &p->connection.host_keys);
	line(c, "inbox", p->connection.inbox);
	line(c, "outbox", p->connection.outbox);
	lines(c, "patterns", &p->connection.patterns);
	show_agreed(c, p);
	return (show_counts(c, p, e));
}

/* --- test and pin -------------------------------------------------------- */

static enum rc
carrier_of(struct cli *c, const struct partner **p, struct err *e)
{
	if (find_partner(c, p, e) != RC_OK)
		return (e->rc);
	*p = config_carrier(&c->mill.config, *p);
	if (*p == NULL || (*p)->connection.url.n == 0)
		return (usage_error(e, "partner '%.60s' has no connection",
		    c->args[0]));
	return (RC_OK);
}

static enum rc
listen_to(struct cli *c, struct transfer *t, struct err *e)
{
	for (;;) {
		struct frame f;

		if (transfer_next(t, &f, e) != RC_OK)
			return (e->rc);
		if (f.type == FRAME_END)
			return (RC_OK);
		if (f.type != TRANSFER_NOTE)
			continue;
		if (c->json) {
			buf_text(&c->out, "{\"ok\":");
			buf_json(&c->out, f.body);
			buf_text(&c->out, "}\n");
		} else {
			cli_paint(c, "green");
			buf_text(&c->out, "ok");
			cli_paint(c, "");
			buf_text(&c->out, "    ");
			buf_shown(&c->out, f.body);
			buf_char(&c->out, '\n');
		}
		if (cli_flush(c, e) != RC_OK)
			return (e->rc);
	}
}

/* Its own spool directory, so that a run beside it is not disturbed. */
enum rc
cmd_partner_test(struct cli *c, struct err *e)
{
	const struct partner *p;
	struct transfer t;
	int spool;
	enum rc rc;

	if (carrier_of(c, &p, e) != RC_OK ||
	    dir_make(c->mill.var, "spool/.test", e) != RC_OK ||
	    dir_open(c->mill.var, "spool/.test", &spool, e) != RC_OK)
		return (e->rc);
	rc = transfer_start(&t, c->zygote, c->mill_path, p, TRANSFER_LOOK, true,
	    spool, e);
	if (rc == RC_OK) {
		rc = listen_to(c, &t, e);
		transfer_stop(&t);
	}
	(void)close(spool);
	return (rc);
}

enum rc
cmd_partner_pin(struct cli *c, struct err *e)
{
	const struct partner *p;
	struct endpoint ep;
	char shown[64];
	bool pinned = false;

	if (carrier_of(c, &p, e) != RC_OK ||
	    transport_url_parse(p->connection.url, &c->arena, &ep, e) != RC_OK)
		return (e->rc);
	if (ep.kind != ENDPOINT_SFTP)
		return (usage_error(e, "%.60s is a folder: it has no host key",
		    c->args[0]));
	ep.timeout_seconds = p->connection.timeout_seconds;
	if (transport_host_key(&ep, shown, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; i < p->connection.host_keys.n; i++)
		pinned = pinned ||
		    slice_is(
			*LIST_AT(&p->connection.host_keys, struct slice, i),
			shown);
	c->exit_code = pinned ? 0 : 1;
	if (c->json) {
		buf_printf(&c->out, "{\"host_key\":\"%s\",\"pinned\":%s}\n",
		    shown, pinned ? "true" : "false");
		return (RC_OK);
	}
	buf_printf(&c->out, "%s shows %s\n", ep.host, shown);
	if (pinned) {
		buf_text(&c->out, "it is pinned\n");
		return (RC_OK);
	}
	lines(c, "pinned now", &p->connection.host_keys);
	buf_printf(&c->out,
	    "it is not pinned.  Ask the partner by telephone "
	    "whether this is their key; then write in\npartners/%.*s.conf, "
	    "connection = {...}:\n\n\thost_keys = [ \"%s\" ];\n",
	    SL_ARG(p->id), shown);
	return (RC_OK);
}
