#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/reading.h"
#include "config/report.h"
#include "parsers/redact.h"
#include "pipeline/agreed.h"

#define TIMEOUT_MS 600000

static enum rc
ask_worker(struct cli *c, int fd, const struct parse_sink *sink,
    struct reading *r, struct err *e)
{
	struct worker_limits limits = { .input_bytes = (int64_t)r->map.data.n };
	struct arena a = ARENA_INIT;
	struct frame_in in;
	struct buf agreed;
	int from;
	enum rc rc;

	buf_init(&agreed, AGREED_MAX);
	agreed_options(r->partner, false, &agreed);
	rc = zygote_parse(c->zygote, fd, 0, &limits, "", buf_slice(&agreed),
	    &from, e);
	buf_free(&agreed);
	if (rc != RC_OK)
		return (rc);
	frame_in_init(&in, from, TIMEOUT_MS);
	rc = record_read(&in, sink, &a, r->format, &r->end, e);
	frame_in_free(&in);
	arena_free(&a);
	if (rc != RC_OK &&
	    (strncmp(e->code, "FRAME-", 6) == 0 ||
		strncmp(e->code, "RECORD-", 7) == 0)) {
		const char *how = zygote_last_death(c->zygote);

		rc = err_set(e, RC_REJECT, "FILE-DIED", "its reader ended: %s",
		    how[0] != '\0' ? how : "it stopped talking");
	}
	(void)close(from);
	return (rc);
}

/* What is shown of a file is what a mill would keep of it. */
static void
blank(struct mapping *m)
{
	const size_t n = m->data.n;
	char *copy;

	if (!redact_needed(m->data))
		return;
	copy = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (copy == MAP_FAILED)
		die_memory();
	memcpy(copy, m->data.p, n);
	redact_file(copy, n);
	file_unmap(m);
	*m = (struct mapping){ { copy, n }, copy, n };
}

enum rc
reading_path(struct cli *c, const char *path, const struct parse_sink *sink,
    struct reading *r, struct err *e)
{
	struct stat st;
	enum rc rc;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0 || fstat(fd, &st) != 0) {
		(void)err_sys(e, "IO-OPEN", "%s", path);
		e->exit_code = errno == ENOENT ? 64 : e->exit_code;
		if (fd >= 0)
			(void)close(fd);
		return (e->rc);
	}
	if (!S_ISREG(st.st_mode)) {
		(void)close(fd);
		return (usage_error(e, "%s is not a plain file", path));
	}
	rc = file_map_fd(fd, 0, (size_t)st.st_size, &r->map, e);
	if (rc == RC_OK) {
		blank(&r->map);
		rc = ask_worker(c, fd, sink, r, e);
	}
	(void)close(fd);
	return (rc);
}

enum rc
reading_partner(struct cli *c, const char *name, const struct partner **partner,
    struct err *e)
{
	const struct config *all = &c->mill.config;
	const char **names;
	const char *near;

	*partner = config_partner(all, slice_of(name));
	if (*partner != NULL)
		return (RC_OK);
	names = arena_array(&c->arena, all->partners.n + 1, sizeof(*names));
	for (size_t i = 0; i < all->partners.n; i++)
		names[i] = LIST_AT(&all->partners, struct partner, i)->id.p;
	near = nearest_word(name, names, all->partners.n);
	(void)usage_error(e, "there is no partner '%.60s'", name);
	return (err_help(e,
	    near != NULL ? "did you mean %s?" :
			   "`ordermill partner list` names them all%s",
	    near != NULL ? near : ""));
}

void
reading_free(struct reading *r)
{
	file_unmap(&r->map);
}

/* --- a sink that does nothing -------------------------------------------- */
