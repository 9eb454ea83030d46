/*
 * pack -- many small immutable documents in one append-only file.
 *
 * A transaction that creates documents (archive members, answers, mails)
 * opens one pack, appends, syncs it with its directory and only then commits
 * the rows that hold pack id, offset, length and SHA-256.  The id is the row
 * id of the pack's own row, taken in that same transaction; a file of that
 * name without a row is the left-over of a transaction that never committed
 * and is overwritten.  Name: %012lld.pack in the packs directory.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/err.h"
#include "base/file.h"
#include "base/hash.h"

struct pack; /* one being written */
struct pack_ref {
	int64_t pack_id;
	int64_t offset, length;
	struct sha256 sha;
};

enum rc pack_create(int dir, int64_t pack_id, struct pack **p,
    struct err *e) MUST_CHECK;
enum rc pack_add(struct pack *p, struct slice data, struct pack_ref *ref,
    struct err *e) MUST_CHECK;
/* fsync, close, sync the directory; frees p whatever happens. */
enum rc pack_sync(struct pack *p, struct err *e) MUST_CHECK;
void pack_abort(struct pack *p); /* close and remove; NULL allowed */

/* Map one document; RC_FATAL "PACK-SHORT" if the file is too short. Checks
 * the SHA-256 when verify is set (RC_FATAL "PACK-HASH"). */
enum rc pack_map(int dir, const struct pack_ref *ref, bool verify,
    struct mapping *m, struct err *e) MUST_CHECK;
char *pack_name(int64_t pack_id, char out[24]);

#endif
