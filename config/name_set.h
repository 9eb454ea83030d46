/*
 * name_set -- texts seen so far, each with a number: finds what is there
 * twice.  Lookups take constant time, whatever an operator's files hold.
 */
#ifndef CONFIG_NAME_SET_H
#define CONFIG_NAME_SET_H

#include "base/arena.h"

struct name_slot;
struct name_set { /* zeroed is empty */
	struct name_slot *slots;
	size_t n, size;
};

/* Puts name there with its number: true.  False when it is there already,
 * then *number becomes that of the first.  The name is not copied. */
bool name_set_add(struct name_set *s, struct slice name, int64_t *number);
bool name_set_has(const struct name_set *s, struct slice name);
void name_set_free(struct name_set *s);

#endif
