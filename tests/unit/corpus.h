/*
 * corpus -- the files of others of one kind, read in place.
 *
 *	glob_t all = corpus_files("corpus/ubl", "*.xml");
 *	...all.gl_pathv[i] of all.gl_pathc; globfree(&all);
 */
#ifndef TESTS_CORPUS_H
#define TESTS_CORPUS_H

#include <glob.h>
#include "tests/unit/unit.h"

/* Skips the test where they are absent. */
static inline glob_t
corpus_files(const char *folder, const char *names)
{
	const char *where = unit_shared(folder);
	char pattern[4200];
	glob_t all;

	SKIP_UNLESS(where != NULL, "the corpus is not here");
	(void)snprintf(pattern, sizeof(pattern), "%s/%s", where, names);
	assert_int_equal(glob(pattern, 0, NULL, &all), 0);
	return (all);
}

#endif
