/*
 * reader -- fills a struct from a libconfig group by a table of keys.
 *
 * One row a key: its name, what kind of value, where it goes, its default,
 * its range or words.  A struct is first given all its defaults, then what
 * the file says; every mistake goes to the report with its line and the
 * reading goes on.
 */
#ifndef CONFIG_READER_H
#define CONFIG_READER_H

#include <libconfig.h>
#include "config/report.h"

enum key_kind {
	KEY_TEXT,    /* struct slice */
	KEY_TAKE,    /* text that `check` stores itself */
	KEY_DECIMAL, /* struct decimal, "0.5" in quotes, min..max */
	KEY_SIZE,    /* int64_t bytes, "64M" in quotes, min..max */
	KEY_INT,     /* int, min..max */
	KEY_BOOL,    /* bool */
	KEY_WORD,    /* an enum: the place in `words` */
	KEY_BITS,    /* unsigned: list of words, bit = place + min */
	KEY_TEXTS,   /* struct list of struct slice, min..max */
	KEY_GROUP,   /* struct at offset, by the table `of` */
	KEY_GROUPS,  /* struct list of such structs */
};

struct key {
	const char *name;
	enum key_kind kind;
	size_t offset;
	const char *fallback; /* as in the file, without quotes; lists with
				   spaces; NULL: empty, zero */
	int64_t min, max;
	const char *const *words; /* KEY_WORD, KEY_BITS; KEY_TEXT: allowed
					   texts, NULL at the end */
	const struct key_table *of;
	unsigned required; /* bits 1 << role; KEY_ALWAYS */
	/* NULL: good; else what would be ("a URL like …").  object is the
	 * struct that the key belongs to. */
	const char *(*check)(struct slice text, void *object);
};

#define KEY_ALWAYS (~0u)

struct key_table {
	const char *name; /* for people: "partner.connection" */
	size_t size;
	const struct key *keys;
	size_t n;
};

struct reader {
	struct arena *arena;
	struct config_report *report;
	const char *file;
	unsigned role; /* bit of who is read, for `required` */
};

void reader_fill(struct reader *r, const struct key_table *t,
    const config_setting_t *group, void *object);
void reader_defaults(struct reader *r, const struct key_table *t,
    void *object); /* object must be zeroed */
/* "64M", "4096"; K, M and G are powers of 1024. */
bool size_parse(struct slice s, int64_t *bytes);
/* Line of a.[2].c below the group, of the nearest part that is there. */
int reader_line(const config_setting_t *group, const char *path);

#endif
