#include "pipeline/archive.h"
#include "base/buf.h"
#include "parsers/redact.h"

#include <archive.h>
#include <archive_entry.h>

#define DEPTH 4 /* archives in archives */

struct look {
	int64_t left; /* bytes that may still come out */
	bool found;
};

static void look_into(struct look *l, struct slice data, int depth);

/* What cannot be read may hide anything; but nobody reads what is encrypted. */
static bool
is_damaged(struct archive *a, int got)
{
	return (
	    got < ARCHIVE_WARN && archive_read_has_encrypted_entries(a) <= 0);
}

struct member {
	struct redact redact;
	struct buf piece;  /* what the filter wants again, and more */
	struct buf nested; /* all of it, if it is an archive */
	bool first, is_archive;
};

static void
look_at_piece(struct look *l, struct member *m, struct slice s)
{
	size_t done;

	if (m->first)
		m->is_archive = archive_detect(s);
	m->first = false;
	l->left -= (int64_t)s.n;
	if (m->is_archive)
		buf_add(&m->nested, s);
	buf_add(&m->piece, s);
	done = redact(&m->redact, m->piece.p, m->piece.n, false);
	m->piece.n -= done;
	memmove(m->piece.p, m->piece.p + done, m->piece.n);
	l->found = m->redact.changed > 0;
}

/* What is in a member, and in the archive that it may be. */
static void
look_at(struct look *l, struct archive *a, int depth)
{
	struct member m = { .first = true };
	int got = ARCHIVE_OK;

	buf_init(&m.piece, SIZE_MAX / 8);
	buf_init(&m.nested, (size_t)l->left);
	while (!l->found && l->left > 0 && got == ARCHIVE_OK) {
		const void *p = NULL;
		la_int64_t at;
		size_t n = 0;

		got = archive_read_data_block(a, &p, &n, &at);
		if (got == ARCHIVE_OK && n > 0)
			look_at_piece(l, &m, (struct slice){ p, n });
	}
	l->found |= is_damaged(a, got);
	if (m.piece.n > 0)
		(void)redact(&m.redact, m.piece.p, m.piece.n, true);
	l->found |= m.redact.changed > 0;
	if (m.is_archive && !l->found && depth < DEPTH)
		look_into(l, buf_slice(&m.nested), depth + 1);
	buf_free(&m.piece);
	buf_free(&m.nested);
}

/* What was compressed is taken for a tar, else for one member, which may be a
 * zip.  Of several archives in one libarchive reads one, if not told. */
static struct archive *
open_archive(bool zip)
{
	struct archive *a = archive_read_new();

	if (a == NULL || archive_read_support_filter_gzip(a) != ARCHIVE_OK ||
	    archive_read_support_filter_zstd(a) != ARCHIVE_OK ||
	    (zip && archive_read_support_format_zip(a) != ARCHIVE_OK) ||
	    archive_read_support_format_tar(a) != ARCHIVE_OK ||
	    archive_read_support_format_raw(a) != ARCHIVE_OK ||
	    archive_read_set_option(a, "tar", "read_concatenated_archives",
		"1") != ARCHIVE_OK)
		die_memory();
	return (a);
}

static bool
has_more(struct slice data, bool zip, struct archive *a)
{
	if (zip)
		return (!archive_tells(data));
	return (archive_detect(
	    slice_sub(data, (size_t)archive_filter_bytes(a, -1), SIZE_MAX)));
}

static void
look_into(struct look *l, struct slice data, int depth)
{
	const bool zip = slice_starts(data, SLICE("PK"));
	struct archive *a = open_archive(zip);
	struct archive_entry *entry;
	int got = ARCHIVE_OK;

	if (archive_read_open_memory(a, data.p, data.n) != ARCHIVE_OK)
		l->found = true; /* not even the first bytes unpack */
	while (!l->found && l->left > 0) {
		got = archive_read_next_header(a, &entry);
		if (got < ARCHIVE_WARN || got == ARCHIVE_EOF)
			break;
		look_at(l, a, depth);
	}
	if (!l->found && archive_filter_code(a, 0) != ARCHIVE_FILTER_NONE)
		l->found = is_damaged(a, got);
	if (!l->found && l->left > 0)
		l->found = has_more(data, zip, a);
	(void)archive_read_free(a);
}

bool
archive_hides(struct slice data, const struct worker_limits *limits)
{
	struct look l = { .left = limits->max_total };

	l.found = redact_needed(data);
	if (!l.found)
		look_into(&l, data, 1);
	return (l.found);
}
