/*
 * ref -- what people type to name a thing: a PO number (PO/RELEASE for one
 * release), a confirmation number, a file name, an id, or "order:12",
 * "file:3", "standing:4", "outbox:5", "shipment:6".
 *
 * A PO number that several orders bear means the one that holds the number
 * (the others were rejected or repeat it); otherwise the candidates are told
 * and the command ends with 64.
 */
#ifndef CLI_REF_H
#define CLI_REF_H

#include "cli/command.h"

enum ref_kind {
	REF_ORDER = 1,
	REF_FILE = 2,
	REF_STANDING = 4,
	REF_OUTBOX = 8,
	REF_SHIPMENT = 16,
};

struct ref {
	enum ref_kind kind;
	int64_t id;
	const char *subject; /* "order:12", in the cli's arena */
};

/* allowed: an or of kinds. */
enum rc ref_find(struct cli *c, const char *typed, unsigned allowed,
    struct ref *r, struct err *e) MUST_CHECK;

#endif
