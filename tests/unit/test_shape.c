#include "base/hash.h"
#include "domain/intake.h"
#include "domain/order.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct arena arena;

/* An order with something in every kind of field. */
static void
fill(struct order *o)
{
	struct order_line *l;
	struct schedule *s;
	struct text_item *t;

	order_init(o);
	o->po_number = SLICE("PO77");
	o->kind = KIND_STANDING;
	o->test = true;
	o->ordered_on = day_of(2026, 1, 5);
	o->prepaid = decimal_make(-125, 2);
	o->terms_days = 30;
	o->buyer.name = SLICE("Acme \"Verlichting\"");
	t = shape_push(&arena, &o->buyer.ids, &text_item_shape);
	t->text = SLICE("x12:ZZ:ACMEBV");
	t = shape_push(&arena, &o->buyer.ids, &text_item_shape);
	t->text = SLICE("duns:123456789");
	l = shape_push(&arena, &o->lines, &order_line_shape);
	l->quantity = decimal_make(1000, 0);
	l->offset = 412;
	s = shape_push(&arena, &l->schedules, &schedule_shape);
	s->on = day_of(1969, 12, 31);
	(void)shape_push(&arena, &o->lines, &order_line_shape);
	o->recurrence.coded = SLICE("FREQ=MONTHLY;INTERVAL=2");
	o->offset = 0;
}

static void
encode(const struct order *o, struct buf *b)
{
	buf_init(b, 1u << 20);
	shape_encode(&order_shape, o, b);
	assert_false(b->failed);
}

TEST(a_fresh_order_says_nothing)
{
	struct order o;

	order_init(&o);
	assert_true(o.ordered_on == DAY_NONE && o.terms_days == INT_NONE);
	assert_true(decimal_is_none(o.prepaid));
	assert_true(o.recurrence.start == DAY_NONE);
	assert_true(o.recurrence.count == INT_NONE);
	assert_int_equal(o.lines.n, 0);
}

TEST(what_is_encoded_comes_back_equal)
{
	struct err e = ERR_INIT;
	struct order o, back;
	struct buf b, again;

	fill(&o);
	encode(&o, &b);
	assert_int_equal(
	    shape_decode(&order_shape, buf_slice(&b), &arena, &back, &e),
	    RC_OK);
	encode(&back, &again);
	assert_true(slice_eq(buf_slice(&b), buf_slice(&again)));
	assert_true(slice_is(back.po_number, "PO77"));
	assert_int_equal(back.lines.n, 2);
	assert_int_equal(LIST_AT(&back.lines, struct order_line, 0)->offset,
	    412);
	assert_int_equal(LIST_AT(&back.lines, struct order_line, 1)->offset,
	    INT_NONE);
	assert_int_equal(back.terms_days, 30);
	assert_true(decimal_cmp(back.prepaid, o.prepaid) == 0);
	assert_int_equal(back.kind, KIND_STANDING);
	assert_true(back.test && !back.broken);
	assert_true(
	    slice_is(LIST_AT(&back.buyer.ids, struct text_item, 1)->text,
		"duns:123456789"));
	assert_int_equal(
	    LIST_AT(&LIST_AT(&back.lines, struct order_line, 0)->schedules,
		struct schedule, 0)
		->on,
	    -1);
	buf_free(&b);
	buf_free(&again);
}

TEST(a_record_cut_anywhere_is_refused)
{
	struct err e = ERR_INIT;
	struct order o, back;
	struct buf b;

	fill(&o);
	encode(&o, &b);
	for (size_t n = 0; n < b.n; n++) {
		char *exact = malloc(n + 1);

		assert_non_null(exact);
		memcpy(exact, b.p, n);
		assert_int_equal(shape_decode(&order_shape,
				     (struct slice){ exact, n }, &arena, &back,
				     &e),
		    RC_FATAL);
		assert_string_equal(e.code, "RECORD-BAD");
		free(exact);
	}
	buf_char(&b, 'x');
	assert_int_equal(
	    shape_decode(&order_shape, buf_slice(&b), &arena, &back, &e),
	    RC_FATAL);
	buf_free(&b);
}

TEST(a_record_with_any_byte_changed_never_harms)
{
	struct err e = ERR_INIT;
	struct order o, back;
	struct buf b;
	int refused = 0;

	fill(&o);
	encode(&o, &b);
	for (size_t i = 0; i < b.n; i++)
		for (int v = 0; v < 256; v += 5) {
			char was = b.p[i];

			b.p[i] = (char)v;
			if (shape_decode(&order_shape, buf_slice(&b), &arena,
				&back, &e) != RC_OK)
				refused++;
			b.p[i] = was;
			arena_reset(&arena);
		}
	assert_true(refused > 1000);
	buf_free(&b);
}

static enum rc
decode_schedule(const char *bytes, size_t n)
{
	struct err e = ERR_INIT;
	struct schedule s;

	return (shape_decode(&schedule_shape, (struct slice){ bytes, n },
	    &arena, &s, &e));
}

TEST(values_outside_their_kind_are_refused)
{
	/* quantity (scale + 1, coefficient), unit, day, location */
	assert_int_equal(decode_schedule("\0\0\2\0", 4), RC_OK);
	assert_int_equal(decode_schedule("\1\4\0\2\0", 5), RC_OK);
	assert_int_equal(decode_schedule("\x0f\4\0\2\0", 5), RC_FATAL);
	assert_int_equal(decode_schedule("\3\x28\0\2\0", 5), RC_FATAL);
	assert_int_equal(decode_schedule("\0\0\xfe\xff\xff\xff\x0f\0", 8),
	    RC_FATAL); /* 2147483647 is no day */
	assert_int_equal(decode_schedule("\0\x7f\2\0", 4), RC_FATAL);
	assert_int_equal(
	    decode_schedule("\0\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\0",
		13),
	    RC_FATAL);
}

TEST(a_list_claims_no_more_than_its_bytes_can_hold)
{
	struct err e = ERR_INIT;
	struct party p;
	const char many[] = "\xff\xff\xff\xff\x7f"
			    "abcdefgh";

	assert_int_equal(shape_decode(&party_shape,
			     (struct slice){ many, sizeof(many) - 1 }, &arena,
			     &p, &e),
	    RC_FATAL);
	assert_non_null(strstr(e.text, "ids"));
}

TEST(json_leaves_out_what_is_absent)
{
	struct order_line l;
	struct buf b;

	buf_init(&b, 4096);
	shape_init(&order_line_shape, &l);
	l.quantity = decimal_make(1500, 3);
	l.requested_on = day_of(2026, 2, 1);
	l.description = SLICE("bulb \"E27\"\n");
	shape_json(&order_line_shape, &l, &b);
	assert_string_equal(b.p,
	    "{\"change\":\"unstated\",\"description\":\"bulb \\\"E27\\\"\\n\","
	    "\"quantity\":\"1.5\",\"price_free\":false,"
	    "\"requested_on\":\"2026-02-01\"}");
	buf_free(&b);
}

TEST(json_writes_a_list_of_texts_as_strings)
{
	struct order o;
	struct buf b;

	buf_init(&b, 1u << 16);
	fill(&o);
	shape_json(&party_shape, &o.buyer, &b);
	assert_string_equal(b.p,
	    "{\"ids\":[\"x12:ZZ:ACMEBV\","
	    "\"duns:123456789\"],\"name\":\"Acme \\\"Verlichting\\\"\"}");
	buf_reset(&b);
	shape_json(&order_shape, &o, &b);
	assert_non_null(strstr(b.p, "\"kind\":\"standing\""));
	assert_null(strstr(b.p, "seller"));
	assert_non_null(strstr(b.p, "\"recurrence\":{\"coded\":"));
	buf_free(&b);
}

TEST(the_hash_is_of_content_not_of_place_or_purpose)
{
	struct order a, b;
	struct sha256 ha, hb;

	fill(&a);
	fill(&b);
	b.offset = 99;
	b.purpose = PURPOSE_DUPLICATE;
	b.purpose_code = SLICE("07");
	b.broken = true;
	LIST_AT(&b.lines, struct order_line, 0)->segment = 12;
	ha = shape_hash(&order_shape, &a);
	hb = shape_hash(&order_shape, &b);
	assert_memory_equal(ha.b, hb.b, SHA256_SIZE);
	LIST_AT(&b.lines, struct order_line, 0)->quantity = decimal_make(1001,
	    0);
	hb = shape_hash(&order_shape, &b);
	assert_memory_not_equal(ha.b, hb.b, SHA256_SIZE);
}

TEST(texts_that_run_into_each_other_hash_differently)
{
	struct reference a, b;
	struct sha256 ha, hb;

	shape_init(&reference_shape, &a);
	shape_init(&reference_shape, &b);
	a.qualifier = SLICE("AB");
	a.value = SLICE("C");
	b.qualifier = SLICE("A");
	b.value = SLICE("BC");
	ha = shape_hash(&reference_shape, &a);
	hb = shape_hash(&reference_shape, &b);
	assert_memory_not_equal(ha.b, hb.b, SHA256_SIZE);
	b.qualifier = SLICE_NONE;
	b.value = SLICE("AB");
	b.text = SLICE("C");
	hb = shape_hash(&reference_shape, &b);
	assert_memory_not_equal(ha.b, hb.b, SHA256_SIZE);
}

static void
check_shape(const struct shape *s)
{
	size_t end = 0;

	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		assert_true(f->offset >= end || i == 0);
		assert_true(f->offset < s->size);
		assert_int_equal(f->names != NULL, f->kind == F_ENUM);
		assert_int_equal(f->of != NULL,
		    f->kind == F_STRUCT || f->kind == F_LIST);
		end = f->offset + 1;
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(f->name, s->fields[k].name);
		if (f->of != NULL)
			check_shape(f->of);
	}
}

/* Every member is described: fields in member order without a gap that
 * could hold another member. */
TEST(shapes_describe_every_member)
{
	static const struct shape *const all[] = { &order_shape,
		&interchange_shape, &message_shape, &finding_shape,
		&confirmation_shape };
	static const size_t size[] = { sizeof(struct slice), sizeof(int64_t),
		sizeof(bool), sizeof(int), sizeof(day), sizeof(struct decimal),
		0, sizeof(struct list) };

	for (size_t k = 0; k < sizeof(all) / sizeof(all[0]); k++) {
		size_t end = 0;

		check_shape(all[k]);
		for (size_t i = 0; i < all[k]->n; i++) {
			const struct field *f = &all[k]->fields[i];

			assert_true(f->offset - end < 8);
			end = f->offset +
			    (f->kind == F_STRUCT ? f->of->size : size[f->kind]);
		}
		assert_true(all[k]->size - end < 8);
	}
}

static int
teardown(void **state __attribute__((unused)))
{
	arena_free(&arena);
	return (0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(a_fresh_order_says_nothing),
		RUN(what_is_encoded_comes_back_equal),
		RUN(a_record_cut_anywhere_is_refused),
		RUN(a_record_with_any_byte_changed_never_harms),
		RUN(values_outside_their_kind_are_refused),
		RUN(a_list_claims_no_more_than_its_bytes_can_hold),
		RUN(json_leaves_out_what_is_absent),
		RUN(json_writes_a_list_of_texts_as_strings),
		RUN(the_hash_is_of_content_not_of_place_or_purpose),
		RUN(texts_that_run_into_each_other_hash_differently),
		RUN(shapes_describe_every_member),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return (cmocka_run_group_tests(tests, NULL, teardown));
}
