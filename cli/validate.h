/*
 * validate -- what is wrong with a file, told as it is read; shared by
 * validate and `explain FILE`.
 */
#ifndef CLI_VALIDATE_H
#define CLI_VALIDATE_H

#include "cli/command.h"

/* partner NULL: only what its format demands.  Leaves exit code 0, 1 (orders
 * would be held) or 65 in c. */
enum rc validate_path(struct cli *c, const char *path, const char *partner,
    struct err *e) MUST_CHECK;

#endif
