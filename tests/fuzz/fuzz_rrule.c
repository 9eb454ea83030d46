/*
 * Any bytes as a rule: parsing ends, what is accepted round trips, and its
 * days ascend from the anchor and are the same after a jump.
 */
#include "domain/recurrence.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_round_trip(const struct recurrence *r)
{
	struct recurrence again;
	struct err e = ERR_INIT;
	struct buf b, c;

	buf_init(&b, 1 << 16);
	buf_init(&c, 1 << 16);
	recurrence_text(r, &b);
	INVARIANT(!b.failed);
	INVARIANT(recurrence_parse(buf_slice(&b), &again, &e) == RC_OK);
	recurrence_text(&again, &c);
	INVARIANT(slice_eq(buf_slice(&b), buf_slice(&c)));
	buf_reset(&c);
	recurrence_describe(r, &c);
	INVARIANT(!c.failed && c.n > 0);
	buf_free(&b);
	buf_free(&c);
}

static void
check_days(const struct recurrence *r, day anchor, bool strict)
{
	struct recurrence_set set = RECURRENCE_SET(*r, anchor);
	struct recurrence_iter it, jump;
	day d, last = anchor - 1, other;
	int64_t index;

	set.strict = strict;
	recurrence_start(&it, &set);
	for (int64_t i = 1; i <= 20; i++) {
		if (!recurrence_next(&it, &d, &index))
			return;
		INVARIANT(d > last && index == i);
		recurrence_start(&jump, &set);
		recurrence_seek(&jump, last + 1);
		INVARIANT(recurrence_next(&jump, &other, NULL) && other == d);
		last = d;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct recurrence r;
	struct err e = ERR_INIT;
	day anchor;

	if (size < 3)
		return (0);
	anchor = (day)((data[0] << 16 | data[1] << 8 | data[2]) % 3652059) -
	    719162;
	if (recurrence_parse((struct slice){ (const char *)data + 3, size - 3 },
		&r, &e) != RC_OK) {
		INVARIANT(e.rc == RC_REJECT && e.text[0] != '\0');
		return (0);
	}
	check_round_trip(&r);
	check_days(&r, anchor, (data[0] & 1) != 0);
	return (0);
}
