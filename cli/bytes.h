/*
 * bytes -- the stored bytes of files and documents, for showing.
 */
#ifndef CLI_BYTES_H
#define CLI_BYTES_H

#include "base/file.h"
#include "cli/command.h"

struct stored { /* a file's row, texts in the cli's arena */
	int64_t file_id, bytes, pack_id, offset;
	struct slice sha256, name, partner, format, state;
};
enum rc stored_find(struct cli *c, int64_t file_id, struct stored *s,
    struct err *e) MUST_CHECK;
/* *fd: of the file or its pack, the caller's. */
enum rc stored_open(struct cli *c, const struct stored *s, int *fd,
    struct err *e) MUST_CHECK;
enum rc stored_map(struct cli *c, const struct stored *s, struct mapping *m,
    struct err *e) MUST_CHECK;

/* A finding for people: error form with the bytes and a caret; or JSON. */
struct shown_finding {
	struct slice code, severity, tag, element, path, value, text, file;
	int64_t offset, length, segment; /* offset -1: no place */
	struct slice data;               /* the file; empty: no bytes shown */
};
void finding_print(struct cli *c, const struct shown_finding *f);
/* rule and help of a code; false: there is no such code. */
bool rule_print(struct cli *c, struct slice code);

#endif
