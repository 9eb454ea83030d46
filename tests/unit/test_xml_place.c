#include "parsers/xml_place.h"
#include "tests/unit/unit.h"

/* What stands at the place, up to five bytes. */
static void
leads(const char *text, size_t at, const char *path, const char *to)
{
	const struct slice s = slice_of(text);
	const size_t place = xml_place(s, at, path);

	assert_true(place <= s.n);
	assert_true(slice_starts(slice_sub(s, place, SIZE_MAX), slice_of(to)));
}

TEST(a_path_leads_to_its_element)
{
	static const char text[] =
	    "<a x='>'><!-- <b>0</b> --><n:b>1</n:b><c><b>2</b></c><b/>"
	    "<![CDATA[<b>3</b>]]><b>4</b><?b <b>5</b>?><b k=\"/>\">6</b></a>";

	leads(text, 0, "/a/b", "<n:b>1");
	leads(text, 0, "/a/m:b[1]", "<n:b>1");
	leads(text, 0, "/a/b[2]", "<b/>");
	leads(text, 0, "/a/b[3]", "<b>4");
	leads(text, 0, "/a/b[4]", "<b k=");
	leads(text, 0, "/a/c/b", "<b>2");
}

TEST(an_attribute_is_found_in_its_tag_alone)
{
	static const char text[] = "<a y=' x=1' xx='' x='2'><b x='3'/></a>";

	leads(text, 0, "/a/@x", "x='2'");
	leads(text, 0, "/a/b/@x", "x='3'");
	leads(text, 0, "/a/b/@y", "<b ");
}

TEST(what_is_missing_is_where_it_is_missing)
{
	static const char text[] = "<a><b><c/></b><d>1</d></a><e/>";

	leads(text, 0, "/a/b/d", "<b>");
	leads(text, 0, "/a/b/c/d/e", "<c/>");
	leads(text, 0, "/a/b[2]/c", "<a>");
	leads(text, 0, "/a/e", "<a>");
	leads("<a><b", 0, "/a/b/c", "<b");
	leads("<a", 0, "/a/b", "<a");
}

TEST(a_path_is_walked_from_the_element_around)
{
	static const char text[] = "<a><l><i/></l><l><i/><j/></l></a>";

	leads(text, 14, "/a/l[2]/j", "<j/>");
	leads(text, 14, "/a/l[2]", "<l><i/><j");
}

TEST(another_place_stays_where_it_is)
{
	static const char wide[] = "<\0a\0>\0<\0b\0/\0>\0";

	leads("<a><b/></a>", 3, "/a/c", "<b/>");
	leads("text<b/>", 1, "/a/b", "ext");
	assert_int_equal(xml_place(SLICE("<a/>"), 99, "/a/b"), 99);
	assert_int_equal(
	    xml_place((struct slice){ wide, sizeof(wide) - 1 }, 0, "/a/b"), 0);
	leads("<a/>", 0, "/", "<a/>");
	leads("<>", 0, "/a", "<>");
}

TEST(the_look_ahead_ends)
{
	const size_t n = XML_PLACE_MAX + 100;
	char *text = malloc(n);
	static const char end[] = "<b/></a>";

	assert_non_null(text);
	memset(text, ' ', n);
	memcpy(text, "<a>", 3);
	memcpy(text + n - sizeof(end), end, sizeof(end));
	assert_int_equal(xml_place((struct slice){ text, n }, 0, "/a/b"), 0);
	free(text);
}

UNIT_MAIN(RUN(a_path_leads_to_its_element),
    RUN(an_attribute_is_found_in_its_tag_alone),
    RUN(what_is_missing_is_where_it_is_missing),
    RUN(a_path_is_walked_from_the_element_around),
    RUN(another_place_stays_where_it_is), RUN(the_look_ahead_ends))
