/* init: a new mill, complete and with an empty database. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "cli/command.h"

static enum rc
make_database(struct cli *c, struct err *e)
{
	if (mill_open(c->mill_path, &env_real, &c->mill, e) != RC_OK)
		return (e->rc);
	c->is_open = true;
	if (mill_lock(&c->mill, e) != RC_OK)
		return (e->rc);
	return (mill_store(&c->mill, STORE_RUN, e));
}

enum rc
cmd_init(struct cli *c, struct err *e)
{
	int dir;
	enum rc rc;

	c->mill_path = c->args[0];
	if (mkdir(c->mill_path, 0700) != 0 && errno != EEXIST)
		return (err_sys(e, "INIT", "%s", c->mill_path));
	if (dir_open(AT_FDCWD, c->mill_path, &dir, e) != RC_OK)
		return (e->rc);
	rc = config_create(dir, e);
	(void)close(dir);
	if (rc != RC_OK || make_database(c, e) != RC_OK)
		return (e->rc);
	if (c->json) {
		buf_text(&c->out, "{\"mill\":");
		buf_json(&c->out, slice_of(c->mill_path));
		buf_text(&c->out, "}\n");
	} else {
		log_line(LOG_INFO,
		    "made a mill in %s; its README.md tells how to try it",
		    c->mill_path);
	}
	return (RC_OK);
}
