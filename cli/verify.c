/* verify, backup, restore. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/command.h"
#include "pipeline/backup.h"
#include "pipeline/verify.h"

static void
say(void *ctx, bool fault, const char *code, const char *text)
{
	struct cli *c = ctx;

	if (c->json) {
		buf_printf(&c->out, "{\"fault\":%s,\"code\":\"%s\",\"text\":",
		    fault ? "true" : "false", code);
		buf_json(&c->out, slice_of(text));
		buf_text(&c->out, "}\n");
		return;
	}
	cli_paint(c, fault ? "red" : "yellow");
	buf_printf(&c->out, "%s[%s]:", fault ? "error" : "note", code);
	cli_paint(c, "");
	buf_char(&c->out, ' ');
	buf_shown(&c->out, slice_of(text));
	buf_char(&c->out, '\n');
}

static enum rc
verify_mill(struct cli *c, struct mill *m, struct store *s, bool full,
    struct err *e)
{
	struct verify v = { .mill = m,
		.store = s,
		.full = full,
		.say = say,
		.ctx = c };

	if (verify_all(&v, e) != RC_OK)
		return (e->rc);
	c->exit_code = v.faults > 0 ? 70 : 0;
	if (c->json)
		buf_printf(&c->out,
		    "{\"faults\":%" PRId64 ",\"files\":%" PRId64
		    ",\"documents\":%" PRId64 ",\"bytes\":%" PRId64
		    ",\"full\":%s}\n",
		    v.faults, v.files, v.documents, v.bytes,
		    full ? "true" : "false");
	else
		buf_printf(&c->out,
		    "%s: %" PRId64 " files and %" PRId64 " documents, %" PRId64
		    " bytes%s\n",
		    v.faults > 0 ? "faults were found" : "all is as it must be",
		    v.files, v.documents, v.bytes, full ? " read again" : "");
	return (RC_OK);
}

enum rc
cmd_verify(struct cli *c, struct err *e)
{
	return (verify_mill(c, &c->mill, c->store,
	    cli_option(c, "full") != NULL, e));
}

/* --- backup and restore -------------------------------------------------- */

static enum rc
open_new(const char *path, int *dir, struct err *e)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return (err_sys(e, "BACKUP", "%s", path));
	return (dir_open(AT_FDCWD, path, dir, e));
}

/* The copy is a mill: it is verified as one. */
static enum rc
verify_copy(struct cli *c, const char *path, struct err *e)
{
	struct mill copy;
	enum rc rc = mill_open(path, &env_real, &copy, e);

	if (rc != RC_OK)
		return (rc);
	rc = mill_configure(&copy, e);
	/* Key files may be elsewhere on purpose. */
	if (rc != RC_OK && e->rc == RC_FATAL &&
	    slice_starts(slice_of(e->code), SLICE("CONF-FILE"))) {
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = mill_store(&copy, STORE_READ, e);
	if (rc == RC_OK)
		rc = verify_mill(c, &copy, copy.store, true, e);
	mill_close(&copy);
	return (rc);
}

enum rc
cmd_backup(struct cli *c, struct err *e)
{
	bool keys = cli_option(c, "keys") != NULL;
	int to;
	enum rc rc = open_new(c->args[0], &to, e);

	if (rc != RC_OK)
		return (rc);
	rc = backup_make(&c->mill, c->store, to, c->args[0], keys, e);
	(void)close(to);
	if (rc != RC_OK || verify_copy(c, c->args[0], e) != RC_OK)
		return (e->rc);
	if (!keys)
		log_line(LOG_INFO,
		    "keys are not in the backup: keep "
		    "keys/mill.hmac somewhere safe, or say --keys");
	return (RC_OK);
}

enum rc
cmd_restore(struct cli *c, struct err *e)
{
	int from, to;
	enum rc rc;

	if (dir_open(AT_FDCWD, c->args[0], &from, e) != RC_OK) {
		e->exit_code = 64;
		return (e->rc);
	}
	rc = open_new(c->mill_path, &to, e);
	if (rc == RC_OK) {
		rc = backup_restore(from, to, e);
		(void)close(to);
	}
	(void)close(from);
	if (rc != RC_OK)
		return (rc);
	return (verify_copy(c, c->mill_path, e));
}
