/*
 * archive -- takes zip, tar, tar.gz and tar.zst apart, as a stream and never
 * to disk by name.
 *
 *	archive_detect(head)		is this file one of them?
 *	archive_unpack(data, …)		calls the sink for every member
 *
 * A member's name is data: its bytes as they stand, traversal and all; the
 * same name may come twice.  Directories are passed over, and what the finder
 * of a Mac adds to them (AppleDouble, .DS_Store).  A member that is an archive
 * itself comes out like any other: refusing it is up to the caller
 * (archive_detect on its first bytes).
 *
 * The first thing that is wrong ends it with RC_REJECT "FILE-ARCHIVE" and a
 * text that names the member: links, devices and other things that are no
 * plain file, encryption, holes, a limit exceeded (counted on what really
 * comes out, not on what is declared), a checksum that differs, an end that
 * is missing, bytes behind the end.  What the sink got until then is void.
 *
 * Pure computing: runs in a locked-down process, or in place in tests.
 */
#ifndef PIPELINE_ARCHIVE_H
#define PIPELINE_ARCHIVE_H

#include "base/slice.h"
#include "pipeline/zygote.h"

#define ARCHIVE_NAME_MAX 4096
#define ARCHIVE_HEAD 512 /* bytes that archive_detect wants to see */

bool archive_detect(struct slice head);

struct archive_sink {
	void *ctx;
	enum rc (*member)(void *ctx, struct slice name, struct err *e);
	enum rc (*data)(void *ctx, struct slice piece, struct err *e);
	enum rc (*member_end)(void *ctx, struct err *e);
	/* Before its end: is there a SharedSecret in it, the right one?  (enum
	 * cxml_secret); NULL: of no interest. */
	enum rc (*secret)(void *ctx, int verdict, struct err *e);
};

/* limits: max_member, max_total, max_members, max_ratio; all above 0. */
enum rc archive_unpack(struct slice data, const struct worker_limits *limits,
    const struct archive_sink *sink, struct err *e) MUST_CHECK;

/* Of a zip: does its last directory tell of all that is before it, and comes no
 * archive behind?  Of a zip64 one, of a zip without, of others: true. */
bool archive_tells(struct slice data);

/* Of an archive that is refused, or that has another inside: are there card
 * numbers or secrets in its first limits->max_total bytes, or is it so damaged,
 * or so put together, that nobody can tell? */
bool archive_hides(struct slice data, const struct worker_limits *limits);

#endif
