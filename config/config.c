/* config -- see config.h. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include "base/file.h"
#include "config/loading.h"
#include "config/own_guides.h"
#include "config/values.h"

#define EXIT_CONFIG 78
#define FILES_MAX 10000 /* in one folder */

/* One file into the loading; a file that cannot be read at all is an error
 * of the call, one that is too large a mistake. */
static enum rc
load_file(struct loading *l, enum source_kind kind, const char *file,
    struct err *e)
{
	struct buf text;
	enum rc rc;

	buf_init(&text, CONFIG_FILE_MAX);
	rc = file_read(l->mill, file, &text, e);
	if (rc == RC_OK)
		loading_text(l, kind, file, buf_slice(&text));
	else if (rc == RC_REJECT || rc == RC_FATAL) {
		report_add(l->report, "CONF-FILE", file, 0, "%s", e->text);
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	buf_free(&text);
	return (rc);
}

static int
name_cmp(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

/* The NAME.conf of an open folder, sorted.  Hidden files and other endings
 * are an editor's; a NAME that cannot be an id is a mistake. */
static void
list_names(struct loading *l, DIR *dir, const char *folder, struct list *names)
{
	struct arena *a = &l->config->arena;
	const struct dirent *entry;

	while ((entry = readdir(dir)) != NULL && names->n < FILES_MAX) {
		struct slice name = slice_of(entry->d_name);
		char *path;

		if (name.p[0] == '.' || !slice_ends(name, SLICE(".conf")))
			continue;
		path = arena_printf(a, "%s/%s", folder, entry->d_name);
		if (value_id(slice_sub(name, 0, name.n - 5), NULL) == NULL)
			*LIST_PUSH(a, names, char *) = path;
		else
			report_add(l->report, "CONF-VALUE", path, 0,
			    "such a file name cannot be an id; expected %s",
			    value_id(SLICE(""), NULL));
	}
	if (names->n > 0)
		qsort(names->v, names->n, sizeof(char *), name_cmp);
}

static enum rc
load_folder(struct loading *l, enum source_kind kind, const char *folder,
    struct err *e)
{
	struct list names = { NULL, 0, 0 };
	enum rc rc;
	DIR *dir;
	int fd;

	if (!file_exists(l->mill, folder))
		return (RC_OK);
	rc = dir_open(l->mill, folder, &fd, e);
	if (rc != RC_OK)
		return (rc);
	dir = fdopendir(fd);
	if (dir == NULL) {
		rc = err_sys(e, "IO-OPEN", "cannot list %s", folder);
		(void)close(fd);
		return (rc);
	}
	list_names(l, dir, folder, &names);
	(void)closedir(dir);
	for (size_t i = 0; rc == RC_OK && i < names.n; i++)
		rc = load_file(l, kind, *LIST_AT(&names, char *, i), e);
	return (rc);
}

static const char *
home_of(struct arena *a, int mill)
{
	char link[40], path[4096];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", mill);
	n = readlink(link, path, sizeof(path));
	if (n <= 0 || (size_t)n == sizeof(path))
		return (NULL);
	return (arena_text(a, (struct slice){ path, (size_t)n }));
}

static enum rc
load_all(struct loading *l, struct err *e)
{
	enum rc rc;

	if (!file_exists(l->mill, "ordermill.conf")) {
		(void)err_set(e, RC_FATAL, "CONF-MILL",
		    "this is no mill: there is no ordermill.conf");
		e->exit_code = EXIT_CONFIG;
		return (err_help(e,
		    "name the mill with -C DIR, or make one "
		    "with ordermill init DIR"));
	}
	l->home = home_of(&l->config->arena, l->mill);
	if (l->home == NULL)
		return (err_sys(e, "CONF-MILL",
		    "where is the mill? /proc does not tell"));
	rc = load_file(l, SOURCE_SELLER, "ordermill.conf", e);
	if (rc == RC_OK)
		rc = load_folder(l, SOURCE_CALENDAR, "calendars", e);
	if (rc == RC_OK)
		rc = load_folder(l, SOURCE_PARTNER, "partners", e);
	if (rc == RC_OK)
		loading_check(l);
	return (rc);
}

static enum rc
judge(const struct config_report *report, struct err *e)
{
	const struct config_mistake *first;
	const size_t n = report->mistakes.n + report->left_out;

	if (n == 0)
		return (RC_OK);
	first = LIST_AT(&report->mistakes, struct config_mistake, 0);
	(void)err_set(e, RC_FATAL, "CONF-MISTAKES",
	    "%zu mistake%s in the configuration, the first at %s:%d: %s", n,
	    n == 1 ? "" : "s", first->file, first->line, first->text);
	e->exit_code = EXIT_CONFIG;
	return (err_help(e, "ordermill config check lists them all"));
}

enum rc
config_load(int mill, struct config *c, struct config_report *report,
    struct err *e)
{
	struct loading l = { .config = c, .report = report, .mill = mill };
	enum rc rc;

	*c = (struct config){ .arena = ARENA_INIT };
	*report = (struct config_report){ .arena = ARENA_INIT };
	rc = load_all(&l, e);
	loading_finish(&l);
	loading_free(&l);
	if (rc == RC_OK)
		rc = own_guides_load(mill, c, report, e);
	report_sort(report);
	return (rc == RC_OK ? judge(report, e) : rc);
}

void
config_free(struct config *c)
{
	arena_free(&c->arena);
	*c = (struct config){ .arena = ARENA_INIT };
}

const struct partner *
config_partner(const struct config *c, struct slice id)
{
	for (size_t low = 0, high = c->partners.n; low < high;) {
		const size_t at = low + (high - low) / 2;
		const struct partner *p = LIST_AT(&c->partners, struct partner,
		    at);
		const int order = slice_cmp(id, p->id);

		if (order == 0)
			return (p);
		if (order < 0)
			high = at;
		else
			low = at + 1;
	}
	return (NULL);
}

const struct calendar *
config_calendar(const struct config *c, struct slice name)
{
	for (size_t i = 0; i < c->calendars.n; i++) {
		const struct named_calendar *n = LIST_AT(&c->calendars,
		    struct named_calendar, i);

		if (slice_eq(n->name, name))
			return (&n->calendar);
	}
	return (NULL);
}

const struct partner *
config_sender(const struct config *c, const struct partner *connection,
    struct slice identifier)
{
	if (connection->role != ROLE_NETWORK)
		return (identifier_in(&connection->identifiers, identifier) ?
			connection :
			NULL);
	for (size_t i = 0; i < c->partners.n; i++) {
		const struct partner *p = LIST_AT(&c->partners, struct partner,
		    i);

		if (slice_eq(p->via, connection->id) &&
		    identifier_in(&p->identifiers, identifier))
			return (p);
	}
	return (NULL);
}

const struct partner *
config_carrier(const struct config *c, const struct partner *p)
{
	return (p->via.n > 0 ? config_partner(c, p->via) : p);
}
