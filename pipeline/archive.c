#include "pipeline/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <inttypes.h>

#define BLOCK 512
#define RATIO_FREE (INT64_C(1) << 20) /* bytes out before it is looked at */
#define PIECE ((size_t)64 << 10)

/* --- which kind ----------------------------------------------------------- */

enum kind { NO_ARCHIVE, ZIP, GZIP, ZSTD, TAR };

static bool
begins(struct slice head, const char *magic, size_t n)
{
	return (head.n >= n && memcmp(head.p, magic, n) == 0);
}

/* The number that a tar header holds in octal, -1 when it holds none. */
static int32_t
octal(const char *p, size_t n)
{
	int32_t v = 0;
	bool any = false;

	while (n > 0 && *p == ' ')
		p++, n--;
	for (; n > 0 && *p >= '0' && *p <= '7'; p++, n--) {
		v = v * 8 + (*p - '0');
		any = true;
	}
	return (any && (n == 0 || *p == ' ' || *p == '\0') ? v : -1);
}

/* Tar before POSIX has no magic, but a sum over its header. */
static bool
is_old_tar(struct slice head)
{
	int32_t sum = 0, sum_signed = 0, said;

	if (head.n < BLOCK || head.p[0] == '\0')
		return (false);
	for (size_t i = 0; i < BLOCK; i++) {
		char c = i >= 148 && i < 156 ? ' ' : head.p[i];

		sum += (unsigned char)c;
		sum_signed += (signed char)c;
	}
	said = octal(head.p + 148, 7);
	return (said >= 0 && (said == sum || said == sum_signed));
}

static enum kind
kind_of(struct slice head)
{
	if (begins(head, "PK\3\4", 4) || begins(head, "PK\5\6", 4) ||
	    begins(head, "PK\7\10", 4))
		return (ZIP);
	if (begins(head, "\x1f\x8b", 2))
		return (GZIP);
	if (begins(head, "\x28\xb5\x2f\xfd", 4) ||
	    (head.n >= 4 && (head.p[0] & 0xf0) == 0x50 &&
		memcmp(head.p + 1, "\x2a\x4d\x18", 3) == 0))
		return (ZSTD);
	if (head.n >= 265 &&
	    (memcmp(head.p + 257, "ustar\0", 6) == 0 ||
		memcmp(head.p + 257, "ustar  ", 8) == 0))
		return (TAR);
	return (is_old_tar(head) ? TAR : NO_ARCHIVE);
}

bool
archive_detect(struct slice head)
{
	return (kind_of(head) != NO_ARCHIVE);
}

/* --- state ---------------------------------------------------------------- */

struct unpack {
	const struct worker_limits *limits;
	const struct archive_sink *sink;
	struct slice data;
	enum kind kind;
	struct archive *a;      /* gives the members */
	struct archive *filter; /* gives its bytes, if compressed */
	bool ended, broken;     /* the stream */
	int64_t members;        /* seen, directories too */
	int64_t out;            /* bytes that came out so far */
	int64_t total;          /* of them, bytes of members */
	int64_t unpacked;       /* tar: bytes of the stream */
	int64_t last_byte;      /* tar: place behind the last not 0 */
	uint32_t crc;
	struct slice name; /* of the current member */
	bool passing;      /* it is none of the sender's */
	char problem[256]; /* found inside a callback; "" none */
};

static enum rc
refuse(struct err *e, const char *why)
{
	return (err_set(e, RC_REJECT, "FILE-ARCHIVE", "%s", why));
}

/* With the member that it is about. */
static enum rc
refuse_member(const struct unpack *u, const char *why, struct err *e)
{
	struct buf b;
	enum rc rc;

	buf_init(&b, 4 * ARCHIVE_NAME_MAX + 1);
	buf_shown(&b, slice_sub(u->name, 0, 100));
	rc = err_set(e, RC_REJECT, "FILE-ARCHIVE",
	    "member %" PRId64 " \"%s%s\": %s", u->members, b.p,
	    u->name.n > 100 ? "…" : "", why);
	buf_free(&b);
	return (rc);
}

/* Kept for the end; libarchive may quote a hostile name in it. */
static void
note_problem(struct unpack *u, const char *what)
{
	(void)snprintf(u->problem, sizeof(u->problem), "%s",
	    what != NULL ? what : "damaged");
	for (char *p = u->problem; *p != '\0'; p++)
		if (*p < ' ' || *p > '~')
			*p = '?';
}

static const char *
fault_of(struct unpack *u)
{
	if (u->problem[0] == '\0')
		note_problem(u, archive_error_string(u->a));
	return (u->problem);
}

static bool
count_out(struct unpack *u, size_t n, const char **why)
{
	int64_t packed = (int64_t)u->data.n;

	u->out += (int64_t)n;
	if (u->out <= RATIO_FREE || u->out / u->limits->max_ratio <= packed)
		return (true);
	*why = "it unpacks to too many times its size";
	return (false);
}

/* --- the bytes of a tar --------------------------------------------------- */

/* CRC-32 of gzip: libarchive does not compare it. */
static uint32_t
crc_add(uint32_t crc, struct slice s)
{
	static uint32_t table[256];

	if (table[1] == 0)
		for (uint32_t i = 0; i < 256; i++) {
			table[i] = i;
			for (int k = 0; k < 8; k++)
				table[i] = (table[i] >> 1) ^
				    (0xedb88320u & -(table[i] & 1));
		}
	crc = ~crc;
	for (size_t i = 0; i < s.n; i++)
		crc = table[(crc ^ (unsigned char)s.p[i]) & 0xff] ^ (crc >> 8);
	return (~crc);
}

static uint32_t
little(const char *p)
{
	const unsigned char *u = (const unsigned char *)p;

	return ((uint32_t)u[0] | (uint32_t)u[1] << 8 | (uint32_t)u[2] << 16 |
	    (uint32_t)u[3] << 24);
}

/* The stream has ended: is it what was packed? */
static bool
check_gzip(struct unpack *u)
{
	const char *trailer = u->data.p + u->data.n - 8;

	if (u->data.n >= 18 && little(trailer) == u->crc &&
	    little(trailer + 4) == (uint32_t)u->unpacked)
		return (true);
	note_problem(u,
	    "gzip: cut short, damaged, or followed by something "
	    "else: length and checksum at its end do not match");
	return (false);
}

/* The next bytes of the stream; none at its end. */
static bool
next_filtered(struct unpack *u, struct slice *s)
{
	const void *p;
	la_int64_t at;
	size_t n;
	int got;

	do {
		p = NULL;
		n = 0;
		got = archive_read_data_block(u->filter, &p, &n, &at);
	} while (got == ARCHIVE_OK && n == 0);
	if (got == ARCHIVE_EOF) {
		u->ended = true;
		return (u->kind != GZIP || check_gzip(u));
	}
	if (got != ARCHIVE_OK) {
		note_problem(u, archive_error_string(u->filter));
		return (false);
	}
	*s = (struct slice){ p, n };
	return (true);
}

static bool
next_bytes(struct unpack *u, struct slice *s)
{
	const char *why = "";

	*s = SLICE_NONE;
	if (u->ended)
		return (u->problem[0] == '\0');
	if (u->filter == NULL) {
		u->ended = true;
		*s = u->data;
		return (true);
	}
	if (!next_filtered(u, s))
		return (false);
	if (count_out(u, s->n, &why))
		return (true);
	note_problem(u, why);
	return (false);
}

/* Bytes up to the last that is no zero.  A bomb is mostly zeros. */
static size_t
without_zeros(struct slice s)
{
	size_t n = s.n;

	for (uint64_t word; n >= sizeof(word); n -= sizeof(word)) {
		memcpy(&word, s.p + n - sizeof(word), sizeof(word));
		if (word != 0)
			break;
	}
	while (n > 0 && s.p[n - 1] == '\0')
		n--;
	return (n);
}

static la_ssize_t
next_piece(struct archive *a, void *ctx, const void **p)
{
	struct unpack *u = ctx;
	struct slice s;
	size_t last;

	if (!next_bytes(u, &s)) {
		u->broken = true;
		archive_set_error(a, EINVAL, "%s", u->problem);
		return (ARCHIVE_FATAL);
	}
	if (u->kind == GZIP)
		u->crc = crc_add(u->crc, s);
	last = without_zeros(s);
	if (last > 0)
		u->last_byte = u->unpacked + (int64_t)last;
	u->unpacked += (int64_t)s.n;
	*p = s.p;
	return ((la_ssize_t)s.n);
}

/* A tar ends with blocks of zeros, and nothing comes behind them.  libarchive
 * is content with less: a stream cut between two members. */
static enum rc
check_tar_end(struct unpack *u, struct err *e)
{
	int64_t end = archive_filter_bytes(u->a, 0);
	const void *p;
	la_ssize_t n;

	if (end - archive_read_header_position(u->a) < BLOCK)
		return (
		    refuse(e, "cut short: the end of the archive is missing"));
	while ((n = next_piece(u->a, u, &p)) > 0)
		;
	if (n < 0)
		return (refuse(e, fault_of(u)));
	if (u->last_byte > end)
		return (
		    refuse(e, "there are bytes behind the end of the archive"));
	return (RC_OK);
}

/* --- the directory of a zip ----------------------------------------------- */

static uint16_t
little16(const char *p)
{
	return ((uint16_t)((unsigned char)p[0] | (unsigned char)p[1] << 8));
}

/*
 * libarchive looks for the last directory and believes it.  Here it must be
 * at the very end and describe the whole file, else there is more in the file
 * than one would ever see.  *members: -1 when the directory is a zip64 one.
 */
static enum rc
check_zip_end(const struct unpack *u, int64_t *members, struct err *e)
{
	const char *p;
	size_t back;

	for (back = 22; back <= u->data.n && back <= 22 + 0xffff; back++) {
		p = u->data.p + u->data.n - back;
		if (memcmp(p, "PK\5\6", 4) == 0 &&
		    (size_t)little16(p + 20) + 22 == back)
			break;
	}
	if (back > u->data.n || back > 22 + 0xffff)
		return (refuse(e,
		    "cut short, or followed by something else: "
		    "the directory at its end is missing"));
	p = u->data.p + u->data.n - back;
	*members = little16(p + 10);
	if (*members == 0xffff || little(p + 12) == 0xffffffff ||
	    little(p + 16) == 0xffffffff) {
		*members = -1;
		return (RC_OK);
	}
	if (little16(p + 4) != 0 || little16(p + 6) != 0 ||
	    little16(p + 8) != *members ||
	    (uint64_t)little(p + 12) + little(p + 16) != u->data.n - back)
		return (refuse(e,
		    "the directory at its end does not describe "
		    "this file: several archives in one, or a part of one"));
	return (RC_OK);
}

bool
archive_tells(struct slice data)
{
	for (size_t at = data.n < 22 ? 0 : data.n - 21; at-- > 0;) {
		const char *p = data.p + at;

		if (memcmp(p, "PK\5\6", 4) == 0 && kind_of(data) == ZIP)
			return (little(p + 16) == 0xffffffff ||
			    ((uint64_t)little(p + 12) + little(p + 16) == at &&
				!archive_detect(slice_sub(data,
				    at + 22 + little16(p + 20), SIZE_MAX))));
	}
	return (true);
}

/* --- members -------------------------------------------------------------- */

static const char *
why_not(const struct unpack *u, struct archive_entry *entry)
{
	const char *format = archive_format_name(u->a);

	if (archive_entry_is_encrypted(entry))
		return ("it is encrypted");
	if (archive_entry_hardlink(entry) != NULL ||
	    archive_entry_filetype(entry) == AE_IFLNK)
		return ("it is a link, not a file");
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return (archive_entry_size_is_set(entry) &&
			    archive_entry_size(entry) > 0 ?
			"it is a directory with content" :
			NULL);
	if (archive_entry_filetype(entry) != AE_IFREG)
		return ("it is no plain file");
	if (u->name.n == 0 || u->name.n > ARCHIVE_NAME_MAX)
		return ("its name is empty or longer than 4,096 bytes");
	if (u->kind == ZIP && strstr(format, "(uncompressed)") == NULL &&
	    strstr(format, "(deflation)") == NULL)
		return ("it is packed by another method than deflate");
	if (archive_entry_sparse_count(entry) > 0)
		return ("it has holes");
	if (archive_entry_size_is_set(entry) &&
	    archive_entry_size(entry) > u->limits->max_member)
		return ("it is larger than a file may be");
	return (NULL);
}

static enum rc
give_piece(struct unpack *u, struct slice s, int64_t *size, struct err *e)
{
	const char *why = "";
	enum rc rc = RC_OK;

	*size += (int64_t)s.n;
	u->total += (int64_t)s.n;
	if (*size > u->limits->max_member)
		return (refuse_member(u, "it is larger than a file may be", e));
	if (u->total > u->limits->max_total)
		return (refuse_member(u,
		    "the archive is larger than all its files may be", e));
	if (u->kind == ZIP && !count_out(u, s.n, &why))
		return (refuse_member(u, why, e));
	while (rc == RC_OK && s.n > 0 && !u->passing) {
		struct slice piece = slice_sub(s, 0, PIECE);

		rc = u->sink->data(u->sink->ctx, piece, e);
		s.p += piece.n;
		s.n -= piece.n;
	}
	return (rc);
}

/* What the finder of a Mac puts beside files and into folders, by name and
 * content: AppleDouble, and where its icons lie. */
static bool
is_of_the_finder(struct slice name, struct slice head)
{
	struct slice folder, rest;

	while (slice_cut(name, '/', &folder, &rest))
		name = rest;
	return ((slice_starts(name, SLICE("._")) &&
		    slice_starts(head, SLICE("\0\5\x16\7"))) ||
	    (slice_is(name, ".DS_Store") &&
		slice_starts(head, SLICE("\0\0\0\1Bud1"))));
}

/* The member begins with its first bytes, or ends without any. */
static enum rc
begin(struct unpack *u, struct slice head, struct err *e)
{
	u->passing = is_of_the_finder(u->name, head);
	return (u->passing ? RC_OK : u->sink->member(u->sink->ctx, u->name, e));
}

static enum rc
give_content(struct unpack *u, int64_t declared, struct err *e)
{
	bool begun = false;
	int64_t size = 0;
	const void *p;
	la_int64_t at;
	enum rc rc;
	size_t n;
	int got;

	for (;;) {
		p = NULL;
		n = 0;
		got = archive_read_data_block(u->a, &p, &n, &at);
		if (got == ARCHIVE_EOF)
			break;
		if (got != ARCHIVE_OK)
			return (refuse_member(u, fault_of(u), e));
		if (n > 0 && at != size)
			return (refuse_member(u, "it has holes", e));
		rc = begun || n == 0 ? RC_OK :
				       begin(u, (struct slice){ p, n }, e);
		begun |= n > 0;
		if (rc == RC_OK)
			rc = give_piece(u, (struct slice){ p, n }, &size, e);
		if (rc != RC_OK)
			return (rc);
	}
	rc = begun ? RC_OK : begin(u, SLICE_NONE, e);
	if (rc != RC_OK)
		return (rc);
	if (declared >= 0 && size != declared)
		return (
		    refuse_member(u, "it has another size than it says", e));
	return (RC_OK);
}

static enum rc
give_member(struct unpack *u, struct archive_entry *entry, struct err *e)
{
	const char *name = archive_entry_pathname(entry);
	const char *why;
	enum rc rc;

	if (name == NULL)
		name = archive_entry_pathname_utf8(entry);
	u->name = slice_of(name);
	why = why_not(u, entry);
	if (why != NULL)
		return (refuse_member(u, why, e));
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return (RC_OK);
	rc = give_content(u,
	    archive_entry_size_is_set(entry) ? archive_entry_size(entry) : -1,
	    e);
	return (rc == RC_OK && !u->passing ?
		u->sink->member_end(u->sink->ctx, e) :
		rc);
}

static enum rc
give_members(struct unpack *u, struct err *e)
{
	struct archive_entry *entry;
	enum rc rc = RC_OK;
	int got;

	while (rc == RC_OK) {
		got = archive_read_next_header(u->a, &entry);
		if (got == ARCHIVE_EOF)
			break;
		if (got != ARCHIVE_OK) /* a warning is reason enough */
			return (err_set(e, RC_REJECT, "FILE-ARCHIVE",
			    "behind member %" PRId64 ": %s", u->members,
			    fault_of(u)));
		if (++u->members > u->limits->max_members)
			return (err_set(e, RC_REJECT, "FILE-ARCHIVE",
			    "more than %" PRId64 " members",
			    u->limits->max_members));
		rc = give_member(u, entry, e);
	}
	return (rc);
}

/* --- putting it together -------------------------------------------------- */

static enum rc
unpack_zip(struct unpack *u, struct err *e)
{
	int64_t members = -1;
	enum rc rc = check_zip_end(u, &members, e);

	if (rc != RC_OK || members == 0) /* libarchive wants some */
		return (rc);
	if (archive_read_support_format_zip_seekable(u->a) != ARCHIVE_OK)
		die_memory();
	if (archive_read_open_memory(u->a, u->data.p, u->data.n) != ARCHIVE_OK)
		return (refuse(e, fault_of(u)));
	rc = give_members(u, e);
	if (rc == RC_OK && members >= 0 && members != u->members)
		return (err_set(e, RC_REJECT, "FILE-ARCHIVE",
		    "its directory tells of %" PRId64 " members, %" PRId64
		    " are there",
		    members, u->members));
	return (rc);
}

static enum rc
open_filter(struct unpack *u, struct err *e)
{
	struct archive_entry *entry;

	u->filter = archive_read_new();
	if (u->filter == NULL ||
	    archive_read_support_format_raw(u->filter) != ARCHIVE_OK ||
	    (u->kind == GZIP ?
		    archive_read_support_filter_gzip(u->filter) :
		    archive_read_support_filter_zstd(u->filter)) != ARCHIVE_OK)
		die_memory();
	if (archive_read_open_memory(u->filter, u->data.p, u->data.n) !=
	    ARCHIVE_OK)
		return (refuse(e, "its compression is damaged"));
	if (archive_filter_count(u->filter) != 2)
		return (refuse(e, "it is compressed twice, or not at all"));
	if (archive_read_next_header(u->filter, &entry) != ARCHIVE_OK)
		return (refuse(e, "it is compressed, but empty or damaged"));
	return (RC_OK);
}

static enum rc
unpack_tar(struct unpack *u, struct err *e)
{
	enum rc rc = u->kind == TAR ? RC_OK : open_filter(u, e);

	if (rc != RC_OK)
		return (rc);
	if (archive_read_support_format_tar(u->a) != ARCHIVE_OK)
		die_memory();
	if (archive_read_open(u->a, u, NULL, next_piece, NULL) != ARCHIVE_OK)
		return (refuse(e,
		    u->broken             ? u->problem :
			u->filter != NULL ? "what was compressed is no tar "
					    "archive, or a damaged one" :
					    "its first header is damaged"));
	rc = give_members(u, e);
	return (rc == RC_OK ? check_tar_end(u, e) : rc);
}

enum rc
archive_unpack(struct slice data, const struct worker_limits *limits,
    const struct archive_sink *sink, struct err *e)
{
	struct unpack u = { .limits = limits,
		.sink = sink,
		.data = data,
		.kind = kind_of(data) };
	enum rc rc;

	INVARIANT(limits->max_ratio > 0 && limits->max_members > 0 &&
	    limits->max_member > 0 && limits->max_total > 0);
	if (u.kind == NO_ARCHIVE)
		return (refuse(e, "this is no zip, tar, tar.gz or tar.zst"));
	u.a = archive_read_new();
	if (u.a == NULL)
		die_memory();
	rc = u.kind == ZIP ? unpack_zip(&u, e) : unpack_tar(&u, e);
	(void)archive_read_free(u.a);
	if (u.filter != NULL)
		(void)archive_read_free(u.filter);
	return (rc);
}
