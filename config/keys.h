/*
 * keys -- every key of the three kinds of configuration files.
 */
#ifndef CONFIG_KEYS_H
#define CONFIG_KEYS_H

#include "config/reader.h"

/* Bits for struct reader's role, beside 1 << enum partner_role. */
#define READER_SELLER (1u << 8)
#define READER_CALENDAR (1u << 9)
#define READER_UNKNOWN (1u << 10) /* a partner whose role is wrong */

struct partner_file {
	struct partner partner;
};

struct calendar_file {
	unsigned weekend;     /* bit n: ISO weekday n */
	struct list holidays; /* struct slice, as written */
};

extern const struct key_table partner_file_keys;  /* partner_file */
extern const struct key_table seller_file_keys;   /* struct seller */
extern const struct key_table calendar_file_keys; /* calendar_file */

extern const char *const role_words[];

#endif
