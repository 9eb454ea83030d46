#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "config/own_guides.h"
#include "domain/guide_own.h"

#define FOLDER "guides"

static int
name_cmp(const void *a, const void *b)
{
	return (strcmp(*(char *const *)a, *(char *const *)b));
}

/* Hidden files and other endings are an editor's. */
static enum rc
list_files(int mill, struct arena *a, struct list *names, struct err *e)
{
	const struct dirent *entry;
	DIR *dir;
	int fd;

	if (dir_open(mill, FOLDER, &fd, e) != RC_OK)
		return (e->rc);
	dir = fdopendir(fd);
	if (dir == NULL) {
		(void)err_sys(e, "IO-OPEN", "cannot list %s", FOLDER);
		(void)close(fd);
		return (e->rc);
	}
	while ((entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' &&
		    slice_ends(slice_of(entry->d_name), SLICE(".guide")))
			*LIST_PUSH(a, names, char *) = arena_text(a,
			    slice_of(entry->d_name));
	(void)closedir(dir);
	if (names->n > 0)
		qsort(names->v, names->n, sizeof(char *), name_cmp);
	return (RC_OK);
}

/* The partner before the first point. */
static struct partner *
partner_of(struct config *c, const char *name)
{
	struct slice id, rest;

	(void)slice_cut(slice_of(name), '.', &id, &rest);
	for (size_t i = 0; i < c->partners.n; i++) {
		struct partner *p = LIST_AT(&c->partners, struct partner, i);

		if (slice_eq(p->id, id))
			return (p);
	}
	return (NULL);
}

static enum rc
load_file(int mill, struct config *c, const char *name,
    struct config_report *report, struct err *e)
{
	char *path = arena_printf(&c->arena, "%s/%s", FOLDER, name);
	struct partner *p = partner_of(c, name);
	struct guide_own *own;
	struct buf text;
	enum rc rc;

	if (p == NULL || p->guides.n >= OWN_GUIDES_MAX) {
		report_add(report, p == NULL ? "CONF-REFERENCE" : "CONF-VALUE",
		    path, 0,
		    p == NULL ? "no partner has the name before the point" :
				"the partner has too many guides");
		return (RC_OK);
	}
	buf_init(&text, OWN_GUIDE_MAX);
	rc = file_read(mill, path, &text, e);
	if (rc == RC_OK) {
		own = LIST_PUSH(&c->arena, &p->guides, struct guide_own);
		own->name = slice_of(path);
		own->text = slice_of(arena_text(&c->arena, buf_slice(&text)));
	} else if (rc == RC_REJECT || rc == RC_FATAL) {
		report_add(report, "CONF-FILE", path, 0, "%s", e->text);
		*e = (struct err)ERR_INIT;
		rc = RC_OK;
	}
	buf_free(&text);
	return (rc);
}

enum rc
own_guides_load(int mill, struct config *c, struct config_report *report,
    struct err *e)
{
	struct list names = { NULL, 0, 0 };
	enum rc rc;

	if (mill < 0 || !file_exists(mill, FOLDER))
		return (RC_OK);
	rc = list_files(mill, &c->arena, &names, e);
	for (size_t i = 0; rc == RC_OK && i < names.n; i++)
		rc = load_file(mill, c, *LIST_AT(&names, char *, i), report, e);
	return (rc);
}
