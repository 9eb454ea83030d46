/*
 * mill -- an open mill: its directory, configuration, keys and database.
 *
 * A command opens what it needs.  A run takes the lock first, forks its
 * zygote, and only then opens database and keys, so that no child that reads
 * hostile bytes can ever have had them.
 */
#ifndef PIPELINE_MILL_H
#define PIPELINE_MILL_H

#include "base/pack.h"
#include "config/config.h"
#include "domain/master.h"
#include "store/store.h"

/* What tests replace. */
struct env {
	instant (*now)(void *ctx); /* wall clock, for as_of and logs */
	void *ctx;
};
extern const struct env env_real;

struct mill {
	const char *path;           /* as given, for messages */
	int dir, var, files, packs; /* open directories, -1: not open */
	int lock;                   /* run.lock, held; -1: not */
	struct env env;
	struct config config;
	struct slice key; /* HMAC key, 32 bytes */
	struct store *store;
	struct arena arena; /* lives as long as the mill */
};

/* Open the directory and check that it is a mill (has ordermill.conf). */
enum rc mill_open(const char *path, const struct env *env, struct mill *m,
    struct err *e) MUST_CHECK;
/* Take run.lock for this process and its children; taken already:
 * RC_RETRY 75 "RUN-LOCKED" naming holder and start. */
enum rc mill_lock(struct mill *m, struct err *e) MUST_CHECK;
enum rc mill_configure(struct mill *m, struct err *e) MUST_CHECK;
enum rc mill_store(struct mill *m, enum store_mode mode,
    struct err *e) MUST_CHECK;
enum rc mill_key(struct mill *m, struct err *e) MUST_CHECK;
void mill_close(struct mill *m);

/* Several documents for one transaction: the pack is opened at the first
 * add and synced by packer_sync, which must precede the commit. */
struct packer {
	struct mill *mill;
	int64_t run_id;
	struct pack *pack;
	int64_t pack_id;
};
void packer_init(struct packer *p, struct mill *m, int64_t run_id);
enum rc packer_add(struct packer *p, struct slice data, struct pack_ref *ref,
    struct err *e) MUST_CHECK;
enum rc packer_sync(struct packer *p, struct err *e) MUST_CHECK;
void packer_abort(struct packer *p);

#endif
