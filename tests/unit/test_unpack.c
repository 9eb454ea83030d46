#include "pipeline/record.h"
#include "pipeline/worker.h"
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include "base/file.h"

/* The archives are made by make_archives.py into a directory of their own. */
static char directory[64];
static int dir = -1;
static char content_a[1507], content_b[600];

static int
run(const char *const argv[])
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		(void)execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return (pid > 0 && waitpid(pid, &status, 0) == pid ? status : -1);
}

static int
make(void **state)
{
	const char *argv[] = { "/usr/bin/python3",
		unit_source("tests/unit/make_archives.py"), directory, NULL };

	(void)state;
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	memset(content_a, 'A', sizeof(content_a));
	memcpy(content_a, "ISA*00*", 7);
	for (size_t i = 0; i < sizeof(content_b); i++)
		content_b[i] = "po_number,item\n"[i % 15];
	(void)snprintf(directory, sizeof(directory),
	    "/tmp/ordermill-archives-XXXXXX");
	if (mkdtemp(directory) == NULL || run(argv) != 0)
		return (-1);
	dir = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (dir >= 0 ? 0 : -1);
}

static int
unmake(void **state)
{
	const char *argv[] = { "/bin/rm", "-r", directory, NULL };

	(void)state;
	return (close(dir) == 0 && run(argv) == 0 ? 0 : -1);
}

/* --- a sink that writes down what it gets ------------------------------ */

struct notes {
	struct buf names, content;
	bool open;
	int members;
};

static enum rc
note_member(void *ctx, struct slice name, struct err *e)
{
	struct notes *n = ctx;

	(void)e;
	assert_false(n->open);
	n->open = true;
	n->members++;
	if (n->names.n < 4000)
		buf_shown(&n->names, name);
	buf_char(&n->names, '|');
	return (RC_OK);
}

static enum rc
note_data(void *ctx, struct slice piece, struct err *e)
{
	struct notes *n = ctx;

	(void)e;
	assert_true(n->open);
	assert_true(piece.n > 0 && piece.n <= 65536);
	if (n->content.n < 10000)
		buf_add(&n->content, piece);
	return (RC_OK);
}

static enum rc
note_end(void *ctx, struct err *e)
{
	struct notes *n = ctx;

	(void)e;
	assert_true(n->open);
	n->open = false;
	return (RC_OK);
}

static struct archive_sink
notes_sink(struct notes *n)
{
	*n = (struct notes){ .members = 0 };
	buf_init(&n->names, 1u << 20);
	buf_init(&n->content, 1u << 20);
	return (
	    (struct archive_sink){ n, note_member, note_data, note_end, NULL });
}

static void
notes_free(struct notes *n)
{
	buf_free(&n->names);
	buf_free(&n->content);
}

static const struct worker_limits usual = { .max_member = 64 << 20,
	.max_total = 256 << 20,
	.max_members = UNPACK_MEMBERS_MAX,
	.max_ratio = UNPACK_RATIO_MAX };

static enum rc
unpack(struct slice data, struct notes *n, struct err *e)
{
	struct archive_sink sink = notes_sink(n);

	*e = (struct err)ERR_INIT;
	return (archive_unpack(data, &usual, &sink, e));
}

static bool
is_whole(const struct notes *n)
{
	return (n->content.n == sizeof(content_a) + sizeof(content_b) &&
	    memcmp(n->content.p, content_a, sizeof(content_a)) == 0 &&
	    memcmp(n->content.p + sizeof(content_a), content_b,
		sizeof(content_b)) == 0);
}

static void
comes_apart(const char *file, const char *names)
{
	struct mapping m;
	struct notes n;
	struct err e = ERR_INIT;

	assert_int_equal(file_map(dir, file, &m, &e), RC_OK);
	if (!archive_detect(slice_sub(m.data, 0, ARCHIVE_HEAD)))
		fail_msg("%s is not recognized", file);
	if (unpack(m.data, &n, &e) != RC_OK)
		fail_msg("%s: %s", file, e.text);
	assert_string_equal(n.names.p, names);
	if (!is_whole(&n))
		fail_msg("%s: other content", file);
	notes_free(&n);
	file_unmap(&m);
}

TEST(tar_comes_apart)
{
	char names[320];

	comes_apart("good_ustar.tar", "a.edi|d/b.csv|");
	comes_apart("good_pax.tar", "bestel\u00f6.edi|d/b.csv|");
	memset(names, 'x', 300);
	(void)snprintf(names + 300, sizeof(names) - 300, ".edi|d/b.csv|");
	comes_apart("good_gnu_long_name.tar", names);
	comes_apart("good_old.tar", "a.edi|b.csv|");
	comes_apart("good_one_zero_block.tar", "a.edi|d/b.csv|");
}

TEST(compressed_tar_comes_apart)
{
	comes_apart("good.tar.gz", "a.edi|d/b.csv|");
	comes_apart("good.tar.zst", "a.edi|d/b.csv|");
}

TEST(zip_comes_apart)
{
	comes_apart("good_deflated.zip", "a.edi|d/b.csv|");
	comes_apart("good_stored.zip", "a.edi|d/b.csv|");
	comes_apart("good_comment.zip", "a.edi|d/b.csv|");
	comes_apart("good_streamed.zip", "a|b|");
	comes_apart("good_empty_member.zip", "a|e|b|");
	/* A zip can only claim that its bytes are a pipe: they are bytes. */
	comes_apart("good_fifo.zip", "f|b|");
}

TEST(names_are_data_whatever_they_say)
{
	comes_apart("good_traversal.tar", "../../etc/passwd|x/../../y|");
	comes_apart("good_traversal.zip", "../../etc/passwd|../b|");
	comes_apart("good_absolute.tar", "/etc/passwd|/b|");
	comes_apart("good_absolute.zip", "/etc/passwd|C:/b|");
	comes_apart("good_odd_names.zip", "a\\x0ab\\x1b[31m.edi|-rf ;|");
	comes_apart("good_name_not_utf8.tar", "caf\\xe9.edi|b|");
	comes_apart("good_same_name_twice.tar", "a|a|");
	comes_apart("good_same_name_twice.zip", "a|a|");
}

TEST(directories_are_passed_over)
{
	comes_apart("good_directories.tar", "a.edi|d/b.csv|");
	comes_apart("good_directories.zip", "d/a|e/b|");
}

/* By name and content: neither alone is enough. */
TEST(what_a_mac_adds_is_passed_over)
{
	comes_apart("good_of_a_mac.zip", "d/a|._b|.DS_Store|");
	comes_apart("good_of_a_mac.tar", "./a|b|");
}

TEST(an_archive_of_nothing_is_fine)
{
	struct mapping m;
	struct notes n;
	struct err e = ERR_INIT;

	assert_int_equal(file_map(dir, "good_none.zip", &m, &e), RC_OK);
	assert_true(archive_detect(m.data));
	assert_int_equal(unpack(m.data, &n, &e), RC_OK);
	assert_int_equal(n.members, 0);
	notes_free(&n);
	file_unmap(&m);
}

static enum rc
look_at_head(void *ctx, struct slice piece, struct err *e)
{
	struct notes *n = ctx;

	(void)e;
	if (n->members == (int)n->content.n + 1)
		buf_char(&n->content, archive_detect(piece) ? 'A' : '-');
	return (RC_OK);
}

TEST(an_archive_inside_is_told_by_its_first_piece)
{
	struct mapping m;
	struct notes n;
	struct archive_sink sink = notes_sink(&n);
	struct err e = ERR_INIT;

	sink.data = look_at_head;
	assert_int_equal(file_map(dir, "good_nested.zip", &m, &e), RC_OK);
	assert_int_equal(archive_unpack(m.data, &usual, &sink, &e), RC_OK);
	assert_string_equal(n.names.p, "inner.zip|inner.tar|");
	assert_string_equal(n.content.p, "AA");
	notes_free(&n);
	file_unmap(&m);
}

/* --- refused ----------------------------------------------------------- */

static void
refused(const char *file, const struct worker_limits *limits, const char *why)
{
	struct mapping m;
	struct notes n;
	struct archive_sink sink = notes_sink(&n);
	struct err e = ERR_INIT;
	clock_t begun = clock();

	assert_int_equal(file_map(dir, file, &m, &e), RC_OK);
	if (archive_unpack(m.data, limits, &sink, &e) != RC_REJECT)
		fail_msg("%s was taken", file);
	assert_string_equal(e.code, "FILE-ARCHIVE");
	if (strstr(e.text, why) == NULL)
		fail_msg("%s: \"%s\" does not say \"%s\"", file, e.text, why);
	if (clock() - begun > 5 * CLOCKS_PER_SEC)
		fail_msg("%s took too long", file);
	notes_free(&n);
	file_unmap(&m);
}

TEST(what_is_no_plain_file_is_refused)
{
	refused("bad_symlink.tar", &usual, "member 2 \"l\": it is a link");
	refused("bad_hardlink.tar", &usual, "member 2 \"l\": it is a link");
	refused("bad_fifo.tar", &usual, "member 2 \"f\": it is no plain");
	refused("bad_character_device.tar", &usual, "no plain file");
	refused("bad_block_device.tar", &usual, "no plain file");
	refused("bad_symlink.zip", &usual, "it is a link");
	refused("bad_directory_with_content.zip", &usual, "with content");
	refused("bad_sparse.tar", &usual, "");
}

TEST(impossible_names_are_refused)
{
	refused("bad_name_empty.zip", &usual, "its name is empty");
	refused("bad_name_long.tar", &usual, "longer than 4,096");
}

TEST(encryption_and_rare_methods_are_refused)
{
	refused("bad_encrypted.zip", &usual, "it is encrypted");
	refused("bad_encrypted_second.zip", &usual,
	    "member 2 \"b\": it is encrypted");
	refused("bad_bzip2.zip", &usual, "another method");
	refused("bad_lzma.zip", &usual, "another method");
}

TEST(a_bomb_is_stopped_by_size)
{
	struct worker_limits wide = usual;

	wide.max_ratio = 1 << 30;
	refused("bomb_1_gib.zip", &wide, "larger than a file may be");
	refused("bomb_lies.zip", &wide, "");
	wide.max_member = INT64_C(1) << 40;
	refused("bomb_1_gib.zip", &wide, "larger than all its files");
}

TEST(a_bomb_is_stopped_by_ratio)
{
	struct worker_limits wide = usual;

	wide.max_member = wide.max_total = INT64_C(1) << 40;
	refused("bomb_1_gib.zip", &wide, "too many times its size");
	refused("bomb_ratio.zip", &usual, "too many times its size");
	refused("bomb_ratio.tar.gz", &usual, "too many times its size");
	refused("bomb_ratio.tar.zst", &usual, "too many times its size");
}

TEST(too_many_members_are_refused)
{
	struct worker_limits wide = usual;

	refused("many_20000.zip", &usual, "more than 10000 members");
	refused("many_20000.tar", &usual, "more than 10000 members");
	wide.max_ratio = 1000;
	refused("many_20000.tar.zst", &wide, "more than 10000 members");
	refused("bomb_headers.tar.gz", &wide, "more than 10000 members");
}

TEST(the_sum_of_all_members_is_limited)
{
	struct worker_limits small = usual;

	small.max_total = 1000000;
	refused("total.tar", &small, "member 4 \"t3\": the archive is larger");
	refused("total.zip", &small, "member 4 \"t3\": the archive is larger");
	small.max_member = 200000;
	refused("total.tar", &small, "member 1 \"t0\": it is larger");
	refused("total.zip", &small, "member 1 \"t0\": it is larger");
}

TEST(sizes_that_lie_are_refused)
{
	refused("bad_size_lie.zip", &usual, "");
	refused("bad_overlapping.zip", &usual, "tells of 50 members, 1 are");
	refused("bad_count.zip", &usual, "");
	refused("bad_negative_size.tar", &usual, "");
	refused("bad_huge_size.tar", &usual, "");
	refused("bad_base256_size.tar", &usual, "");
}

TEST(what_fails_its_checksum_is_refused)
{
	refused("bad_checksum.zip", &usual, "CRC");
	refused("bad_checksum_deflated.zip", &usual, "CRC");
	refused("bad_deflate.zip", &usual, "");
	refused("bad_header_checksum.tar", &usual, "behind member 1");
	refused("bad_first_header_checksum.tar", &usual, "");
	refused("bad_checksum.tar.gz", &usual, "do not match");
	refused("bad_length.tar.gz", &usual, "do not match");
	refused("bad_content.tar.gz", &usual, "do not match");
	refused("bad_checksum.tar.zst", &usual, "");
	refused("bad_content.tar.zst", &usual, "");
}

TEST(what_lies_behind_the_end_is_refused)
{
	refused("bad_behind_end.tar", &usual, "bytes behind the end");
	refused("bad_behind_end.tar.gz", &usual, "bytes behind the end");
	refused("bad_two_members.tar.gz", &usual, "do not match");
	refused("bad_garbage_behind.tar.gz", &usual, "do not match");
	refused("bad_garbage_behind.tar.zst", &usual, "");
	refused("bad_garbage_behind.zip", &usual, "followed by something");
	refused("bad_two_in_one.zip", &usual, "several archives in one");
}

TEST(what_is_no_archive_of_ours_is_refused)
{
	refused("bad_no_tar_inside.gz", &usual, "no tar archive");
	refused("bad_no_tar_inside.zst", &usual, "no tar archive");
	refused("bad_zip_inside.gz", &usual, "no tar archive");
	refused("bad_twice.tar.gz.gz", &usual, "compressed twice");
	refused("bad_twice.tar.zst.gz", &usual, "no tar archive");
	refused("bad_empty.gz", &usual, "");
	refused("bad_only_magic.zip", &usual, "cut short");
	refused("bad_only_magic.gz", &usual, "");
	refused("bad_only_magic.zst", &usual, "");
	refused("bad_no_archive.txt", &usual, "this is no zip");
	refused("bad_zero_length", &usual, "this is no zip");
}

/* --- every cut, every flipped byte ------------------------------------- */

static void
cut_everywhere(const char *file, size_t whole)
{
	struct mapping m;
	struct notes n;
	struct err e = ERR_INIT;
	char *copy;

	assert_int_equal(file_map(dir, file, &m, &e), RC_OK);
	if (whole == 0)
		whole = m.data.n;
	for (size_t cut = 0; cut<whole; cut += whole> 5000 ? 7 : 1) {
		copy = malloc(cut + 1); /* so that a sanitizer sees */
		assert_non_null(copy);
		memcpy(copy, m.data.p, cut);
		if (unpack((struct slice){ copy, cut }, &n, &e) != RC_REJECT)
			fail_msg("%s cut at %zu was taken", file, cut);
		if (cut % 31 == 0)
			(void)archive_hides((struct slice){ copy, cut },
			    &usual);
		notes_free(&n);
		free(copy);
	}
	file_unmap(&m);
}

TEST(an_archive_cut_anywhere_is_refused)
{
	cut_everywhere("good_ustar.tar", 8 * 512);
	cut_everywhere("good_gnu_long_name.tar", 10 * 512);
	cut_everywhere("good.tar.gz", 0);
	cut_everywhere("good.tar.zst", 0);
	cut_everywhere("good_deflated.zip", 0);
	cut_everywhere("good_stored.zip", 0);
	cut_everywhere("good_streamed.zip", 0);
}

static void
flip_everywhere(const char *file)
{
	struct mapping m;
	struct notes n;
	struct err e = ERR_INIT;
	int refusals = 0;
	char *copy;

	assert_int_equal(file_map(dir, file, &m, &e), RC_OK);
	copy = malloc(m.data.n);
	assert_non_null(copy);
	for (size_t i = 0; i < m.data.n; i++) {
		memcpy(copy, m.data.p, m.data.n);
		copy[i] ^= (char)(1 << (i * 5 + i / 8) % 8);
		if (unpack((struct slice){ copy, m.data.n }, &n, &e) != RC_OK)
			refusals++;
		else if (!is_whole(&n))
			fail_msg("%s: other content from byte %zu", file, i);
		if (i % 31 == 0)
			(void)archive_hides((struct slice){ copy, m.data.n },
			    &usual);
		notes_free(&n);
	}
	free(copy);
	file_unmap(&m);
	assert_true(refusals > 20);
}

TEST(no_flipped_bit_gives_other_content)
{
	flip_everywhere("good.tar.gz");
	flip_everywhere("good.tar.zst");
	flip_everywhere("good_deflated.zip");
	flip_everywhere("good_stored.zip");
	flip_everywhere("good_streamed.zip");
}

TEST(a_whole_archive_of_nothing_secret_hides_nothing)
{
	static const char *const files[] = { "good_ustar.tar", "good.tar.gz",
		"good.tar.zst", "good_deflated.zip", "good_stored.zip" };

	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct err e = ERR_INIT;
		struct mapping m;

		assert_int_equal(file_map(dir, files[i], &m, &e), RC_OK);
		assert_false(archive_hides(m.data, &usual));
		file_unmap(&m);
	}
}

/* --- detection --------------------------------------------------------- */

TEST(texts_are_no_archives)
{
	static const char text[1024] = "ISA*00*          *00*          *ZZ*";
	char zeros[1024] = "";

	assert_false(archive_detect(SLICE_NONE));
	assert_false(archive_detect(SLICE("P")));
	assert_false(archive_detect(SLICE("PK")));
	assert_false(archive_detect(SLICE("po_number,item\n")));
	assert_false(archive_detect(SLICE("<?xml version=\"1.0\"?>")));
	assert_false(archive_detect((struct slice){ text, sizeof(text) }));
	assert_false(archive_detect((struct slice){ zeros, sizeof(zeros) }));
	assert_true(archive_detect(SLICE("PK\3\4")));
	assert_true(archive_detect(SLICE("PK\5\6")));
	assert_true(archive_detect(SLICE("\x1f\x8b\x08")));
	assert_true(archive_detect(SLICE("\x28\xb5\x2f\xfd")));
}

/* --- by a locked-down worker ------------------------------------------- */

static enum rc
by_worker(struct zygote *z, const char *file, struct notes *n,
    struct parse_end *end)
{
	struct worker_limits limits = usual;
	struct archive_sink sink = notes_sink(n);
	struct err e = ERR_INIT;
	struct frame_in in;
	struct stat st;
	int fd = openat(dir, file, O_RDONLY | O_CLOEXEC), out = -1;

	assert_int_equal(fstat(fd, &st), 0);
	limits.input_bytes = st.st_size;
	assert_int_equal(
	    zygote_work(z, WORKER_UNPACK, fd, 0, &limits, "", &out, &e), RC_OK);
	frame_in_init(&in, out, 20000);
	if (record_read_archive(&in, &limits, &sink, end, &e) != RC_OK)
		fail_msg("%s: %s (%s)", file, e.text, zygote_last_death(z));
	frame_in_free(&in);
	assert_int_equal(close(out), 0);
	assert_int_equal(close(fd), 0);
	return (end->rc);
}

TEST(a_worker_unpacks_behind_bars)
{
	static const char *const good[] = { "good_ustar.tar", "good_pax.tar",
		"good_gnu_long_name.tar", "good_old.tar", "good.tar.gz",
		"good.tar.zst", "good_deflated.zip", "good_streamed.zip",
		"good_odd_names.zip", "good_name_not_utf8.tar",
		"good_directories.zip" };
	static const char *const bad[] = { "bad_symlink.tar",
		"bad_encrypted.zip", "bad_checksum.tar.gz", "bomb_1_gib.zip",
		"bomb_ratio.tar.zst", "many_20000.zip", "bad_lzma.zip",
		"bad_sparse.tar", "bad_deflate.zip", "bad_only_magic.zst",
		"bad_zero_length" };
	struct zygote *z;
	struct parse_end end;
	struct notes n;
	struct err e = ERR_INIT;

	assert_int_equal(zygote_start(-1, &z, &e), RC_OK);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		if (by_worker(z, good[i], &n, &end) != RC_OK)
			fail_msg("%s: %s", good[i], end.text);
		assert_true(is_whole(&n));
		assert_string_equal(zygote_last_death(z), "");
		notes_free(&n);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (by_worker(z, bad[i], &n, &end) != RC_REJECT)
			fail_msg("%s was taken", bad[i]);
		assert_string_equal(zygote_last_death(z), "");
		notes_free(&n);
	}
	zygote_stop(z);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(tar_comes_apart),
		RUN(compressed_tar_comes_apart),
		RUN(zip_comes_apart),
		RUN(names_are_data_whatever_they_say),
		RUN(directories_are_passed_over),
		RUN(what_a_mac_adds_is_passed_over),
		RUN(an_archive_of_nothing_is_fine),
		RUN(an_archive_inside_is_told_by_its_first_piece),
		RUN(what_is_no_plain_file_is_refused),
		RUN(impossible_names_are_refused),
		RUN(encryption_and_rare_methods_are_refused),
		RUN(a_bomb_is_stopped_by_size),
		RUN(a_bomb_is_stopped_by_ratio),
		RUN(too_many_members_are_refused),
		RUN(the_sum_of_all_members_is_limited),
		RUN(sizes_that_lie_are_refused),
		RUN(what_fails_its_checksum_is_refused),
		RUN(what_lies_behind_the_end_is_refused),
		RUN(what_is_no_archive_of_ours_is_refused),
		RUN(an_archive_cut_anywhere_is_refused),
		RUN(no_flipped_bit_gives_other_content),
		RUN(a_whole_archive_of_nothing_secret_hides_nothing),
		RUN(texts_are_no_archives),
		RUN(a_worker_unpacks_behind_bars),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, make, unmake));
}
