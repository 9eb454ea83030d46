#include <fcntl.h>
#include <string.h>
#include "base/pack.h"
#include "tests/unit/unit.h"

static int dir = -1;
static char where[64];

static int
begin(void **state)
{
	(void)state;
	(void)snprintf(where, sizeof(where), "/tmp/test_pack.XXXXXX");
	if (mkdtemp(where) == NULL)
		return (-1);
	dir = open(where, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return (dir >= 0 ? 0 : -1);
}

static int
end(void **state)
{
	char name[24];

	(void)state;
	for (int64_t id = 1; id <= 3; id++)
		(void)unlinkat(dir, pack_name(id, name), 0);
	(void)close(dir);
	return (rmdir(where));
}

TEST(the_name_is_the_id)
{
	char name[24];

	assert_string_equal(pack_name(42, name), "000000000042.pack");
	assert_string_equal(pack_name(INT64_C(999999999999999999), name),
	    "999999999999999999.pack");
}

TEST(documents_come_back)
{
	static char big[200000];
	struct err e = ERR_INIT;
	struct pack_ref ref[400], large, none;
	struct mapping m;
	struct pack *p;
	char text[32];

	memset(big, 'z', sizeof(big));
	assert_int_equal(pack_create(dir, 1, &p, &e), RC_OK);
	for (int i = 0; i < 400; i++) {
		if (i == 200)
			assert_int_equal(pack_add(p,
					     (struct slice){ big, sizeof(big) },
					     &large, &e),
			    RC_OK);
		(void)snprintf(text, sizeof(text), "document %d", i);
		assert_int_equal(pack_add(p, slice_of(text), &ref[i], &e),
		    RC_OK);
	}
	assert_int_equal(pack_add(p, SLICE_NONE, &none, &e), RC_OK);
	assert_int_equal(pack_sync(p, &e), RC_OK);
	for (int i = 0; i < 400; i++) {
		(void)snprintf(text, sizeof(text), "document %d", i);
		assert_int_equal(pack_map(dir, &ref[i], true, &m, &e), RC_OK);
		assert_true(slice_is(m.data, text));
		file_unmap(&m);
	}
	assert_int_equal(pack_map(dir, &large, true, &m, &e), RC_OK);
	assert_int_equal(m.data.n, sizeof(big));
	file_unmap(&m);
	assert_int_equal(pack_map(dir, &none, true, &m, &e), RC_OK);
	assert_int_equal(m.data.n, 0);
	file_unmap(&m);
}

TEST(a_left_over_is_overwritten_and_an_abort_leaves_nothing)
{
	struct err e = ERR_INIT;
	struct pack_ref ref;
	struct mapping m;
	struct pack *p;
	char name[24];

	assert_int_equal(file_put(dir, pack_name(2, name),
			     SLICE("left over from before"), 0600, &e),
	    RC_OK);
	assert_int_equal(pack_create(dir, 2, &p, &e), RC_OK);
	assert_int_equal(pack_add(p, SLICE("new"), &ref, &e), RC_OK);
	assert_int_equal(pack_sync(p, &e), RC_OK);
	assert_int_equal(pack_map(dir, &ref, true, &m, &e), RC_OK);
	assert_true(slice_is(m.data, "new"));
	file_unmap(&m);
	assert_int_equal(pack_create(dir, 3, &p, &e), RC_OK);
	pack_abort(p);
	pack_abort(NULL);
	assert_false(file_exists(dir, pack_name(3, name)));
}

TEST(damage_is_noticed)
{
	struct err e = ERR_INIT;
	struct pack_ref ref, wrong;
	struct mapping m;
	struct pack *p;
	char name[24];
	int fd;

	assert_int_equal(pack_create(dir, 1, &p, &e), RC_OK);
	assert_int_equal(pack_add(p, SLICE("0123456789"), &ref, &e), RC_OK);
	assert_int_equal(pack_sync(p, &e), RC_OK);
	wrong = ref;
	wrong.length = 11;
	assert_int_equal(pack_map(dir, &wrong, false, &m, &e), RC_FATAL);
	assert_string_equal(e.code, "PACK-SHORT");
	wrong = ref;
	wrong.offset = INT64_MAX;
	assert_int_equal(pack_map(dir, &wrong, false, &m, &e), RC_FATAL);
	assert_string_equal(e.code, "PACK-SHORT");
	wrong.offset = -1;
	assert_int_equal(pack_map(dir, &wrong, false, &m, &e), RC_FATAL);
	fd = openat(dir, pack_name(1, name), O_WRONLY | O_CLOEXEC);
	assert_int_equal(pwrite(fd, "x", 1, 4), 1);
	assert_int_equal(close(fd), 0);
	assert_int_equal(pack_map(dir, &ref, false, &m, &e), RC_OK);
	file_unmap(&m);
	assert_int_equal(pack_map(dir, &ref, true, &m, &e), RC_FATAL);
	assert_string_equal(e.code, "PACK-HASH");
	ref.pack_id = 3;
	assert_int_equal(pack_map(dir, &ref, true, &m, &e), RC_FATAL);
	assert_string_equal(e.code, "IO-OPEN");
}

#define EACH(name) cmocka_unit_test_setup_teardown(name, begin, end)

UNIT_MAIN(RUN(the_name_is_the_id), EACH(documents_come_back),
    EACH(a_left_over_is_overwritten_and_an_abort_leaves_nothing),
    EACH(damage_is_noticed))
