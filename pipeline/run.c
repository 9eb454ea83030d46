/* The runner: one night from lock to report, resumed where it was stopped. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "domain/finding.h"
#include "pipeline/cleanup.h"
#include "pipeline/night.h"
#include "pipeline/report.h"

#define SPACE_MIN (256ull << 20)

struct unfinished {
	int64_t run_id;
	instant as_of;
	day today;
	char stages[160], stage[32];
};

static enum rc
find_unfinished(struct store *s, struct unfinished *u, struct err *e)
{
	struct rows *r;

	*u = (struct unfinished){ .run_id = 0 };
	if (store_rows(s, Q_RUN_UNFINISHED, &r, e, "") != RC_OK)
		return (e->rc);
	if (rows_next(r)) {
		u->run_id = rows_int(r, 0);
		u->as_of = rows_int(r, 1);
		u->today = rows_day(r, 2);
		(void)snprintf(u->stages, sizeof(u->stages), SL_FMT,
		    SL_ARG(rows_text(r, 3)));
		(void)snprintf(u->stage, sizeof(u->stage), SL_FMT,
		    SL_ARG(rows_text(r, 4)));
	}
	return (rows_end(r, e));
}

/* Which stages, as one line of names in the order of the table. */
static enum rc
chosen_stages(struct slice wanted, char *out, size_t size, struct err *e)
{
	struct slice rest = wanted, word;
	size_t n = 0;

	while (rest.n > 0) {
		char name[32];

		(void)slice_cut(rest, ' ', &word, &rest);
		(void)snprintf(name, sizeof(name), SL_FMT, SL_ARG(word));
		if (word.n > 0 && stage_named(name) == NULL) {
			(void)err_set(e, RC_FATAL, "USAGE",
			    "there is no stage '%s'", name);
			e->exit_code = 64;
			return (e->rc);
		}
	}
	out[0] = '\0';
	for (const struct stage *s = stages; s->name != NULL; s++) {
		bool in = wanted.n == 0;

		rest = wanted;
		while (rest.n > 0 && !in) {
			(void)slice_cut(rest, ' ', &word, &rest);
			in = slice_is(word, s->name);
		}
		if (in)
			n += (size_t)snprintf(out + n, size - n, "%s%s",
			    n > 0 ? " " : "", s->name);
	}
	return (RC_OK);
}

static enum rc
begin_run(struct night *n, instant as_of, const char *names, struct err *e)
{
	const struct seller *s = &n->mill->config.seller;
	char zone[64];
	int second;

	(void)snprintf(zone, sizeof(zone), SL_FMT, SL_ARG(s->time_zone));
	if (zone_day(zone, as_of, &n->today, &second, e) != RC_OK ||
	    store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(n->store, Q_RUN_INSERT, NULL, e, "idsit", as_of,
		n->today, names, n->mill->env.now(n->mill->env.ctx),
		n->only_partner) != RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	n->run_id = store_last_id(n->store);
	n->as_of = as_of;
	return (store_commit(n->store, e));
}

static enum rc
mark_stage(struct night *n, const char *name, struct err *e)
{
	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(n->store, Q_RUN_STAGE, NULL, e, "si", name, n->run_id) !=
	    RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	return (store_commit(n->store, e));
}

static bool
named_in(const char *names, const char *name)
{
	struct slice rest = slice_of(names), word;

	while (rest.n > 0) {
		(void)slice_cut(rest, ' ', &word, &rest);
		if (slice_is(word, name))
			return (true);
	}
	return (false);
}

/* All stages from the first one: each does only what is still to be done, so
 * resuming is running again. */
static enum rc
run_stages(struct night *n, const char *names, struct err *e)
{
	for (const struct stage *s = stages; s->name != NULL; s++) {
		if (!named_in(names, s->name))
			continue;
		if (n->dry_run && strcmp(s->name, "send") == 0)
			continue;
		if (s->run(n, e) != RC_OK) {
			store_rollback(n->store);
			return (err_add(e, "%s", s->name));
		}
		if (mark_stage(n, s->name, e) != RC_OK)
			return (e->rc);
	}
	return (RC_OK);
}

static enum rc
end_run(struct night *n, int *exit_code, struct err *e)
{
	if (night_exit_code(n, exit_code, e) != RC_OK ||
	    store_begin(n->store, e) != RC_OK)
		return (e->rc);
	if (store_exec(n->store, Q_RUN_END, NULL, e, "iii",
		n->mill->env.now(n->mill->env.ctx), (int64_t)*exit_code,
		n->run_id) != RC_OK) {
		store_rollback(n->store);
		return (e->rc);
	}
	if (store_commit(n->store, e) != RC_OK)
		return (e->rc);
	return (store_checkpoint(n->store, e));
}

/* The explanations in the database are the program's own. */
static enum rc
refresh_rules(struct night *n, struct err *e)
{
	static const char *const names[] = { "note", "warning", "error" };
	const struct finding_rule *f;

	if (store_begin(n->store, e) != RC_OK)
		return (e->rc);
	for (size_t i = 0; (f = finding_rule_at(i)) != NULL; i++)
		if (store_exec(n->store, Q_FINDING_RULE_PUT, NULL, e, "ssss",
			f->code, names[f->severity], f->rule,
			f->help) != RC_OK) {
			store_rollback(n->store);
			return (e->rc);
		}
	return (store_commit(n->store, e));
}

/* Too little room: nothing is fetched, nothing is answered, try later. */
static enum rc
check_space(struct night *n, struct err *e)
{
	uint64_t bytes;

	if (file_space(n->mill->var, &bytes, e) != RC_OK)
		return (e->rc);
	if (bytes >= SPACE_MIN)
		return (RC_OK);
	(void)err_set(e, RC_RETRY, "DISK-SPACE",
	    "%" PRIu64 " MiB are free under var/, a run wants 256",
	    bytes >> 20);
	return (err_help(e, "free some space; nothing was changed"));
}

static enum rc
one_run(struct night *n, const char *names, int *exit_code, struct err *e)
{
	if (master_load(n, e) != RC_OK || run_stages(n, names, e) != RC_OK)
		return (e->rc);
	return (end_run(n, exit_code, e));
}

static enum rc
resume(struct night *n, const struct unfinished *u, int *exit_code,
    struct err *e)
{
	char when[21];

	log_line(LOG_INFO, "resuming run %" PRId64 " of %s", u->run_id,
	    instant_text(u->as_of, when));
	n->run_id = u->run_id;
	n->as_of = u->as_of;
	n->today = u->today;
	return (one_run(n, u->stages, exit_code, e));
}

static enum rc
known_partner(const struct night *n, struct err *e)
{
	if (n->only_partner.n == 0 ||
	    config_partner(&n->mill->config, n->only_partner) != NULL)
		return (RC_OK);
	(void)err_set(e, RC_FATAL, "USAGE", "there is no partner '" SL_FMT "'",
	    SL_ARG(slice_sub(n->only_partner, 0, 60)));
	e->exit_code = 64;
	return (err_help(e, "each is a file in partners/"));
}

static enum rc
run_night(struct night *n, const struct run_request *r, int *exit_code,
    struct err *e)
{
	char names[160];
	struct unfinished u;
	instant as_of = r->as_of != INSTANT_NONE ?
	    r->as_of :
	    n->mill->env.now(n->mill->env.ctx);

	if (chosen_stages(r->stages, names, sizeof(names), e) != RC_OK ||
	    known_partner(n, e) != RC_OK || check_space(n, e) != RC_OK ||
	    refresh_rules(n, e) != RC_OK || cleanup_orphans(n, e) != RC_OK ||
	    find_unfinished(n->store, &u, e) != RC_OK)
		return (e->rc);
	if (u.run_id != 0) {
		if (resume(n, &u, exit_code, e) != RC_OK)
			return (e->rc);
		/* The very run that was asked for: done. */
		if (r->as_of == u.as_of && strcmp(u.stages, names) == 0)
			return (RC_OK);
	}
	if (begin_run(n, as_of, names, e) != RC_OK)
		return (e->rc);
	return (one_run(n, names, exit_code, e));
}

static enum rc
open_all(const char *path, const struct env *env, struct mill *m,
    struct night *n, struct err *e)
{
	n->mill = m;
	if (mill_open(path, env, m, e) != RC_OK)
		return (e->rc);
	/* The order matters: the zygote must never have seen key or database,
	 * and must hold the lock as long as it lives. */
	if (mill_lock(m, e) != RC_OK ||
	    zygote_start(m->lock, &n->zygote, e) != RC_OK ||
	    mill_configure(m, e) != RC_OK || mill_key(m, e) != RC_OK ||
	    mill_store(m, STORE_RUN, e) != RC_OK)
		return (e->rc);
	n->store = m->store;
	return (RC_OK);
}

enum rc
night_run(const char *mill_path, const struct env *env,
    const struct run_request *r, int *exit_code, struct err *e)
{
	struct mill m;
	struct night n = { .only_partner = r->partner, .dry_run = r->dry_run };
	enum rc rc;

	(void)signal(SIGPIPE, SIG_IGN);
	*exit_code = 0;
	rc = open_all(mill_path, env, &m, &n, e);
	if (rc == RC_OK)
		rc = run_night(&n, r, exit_code, e);
	zygote_stop(n.zygote);
	master_free(n.master);
	arena_free(&n.master_arena);
	mill_close(&m);
	return (rc);
}
