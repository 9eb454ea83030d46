/*
 * answers -- what the tests of the X12 and EDIFACT writers answer: an order
 * for bulbs, a despatch of them, and random ones.  The heads and what each
 * format wants beside are the tests' own.
 */
#ifndef TESTS_ANSWERS_H
#define TESTS_ANSWERS_H

#include "domain/finding.h"
#include "tests/unit/draw.h"
#include "tests/unit/writing.h"

#define GTIN "4006381333931"

static inline struct order_answer
answer_to(struct answer_head head, const char *code)
{
	return ((struct order_answer){ .head = head,
	    .code = code,
	    .confirmation = SLICE("7K3Q-X42M-9A-C"),
	    .currency = SLICE("EUR"),
	    .po_number = SLICE("PO-4711"),
	    .po_date = day_of(2026, 11, 20),
	    .changed_on = DAY_NONE,
	    .promised_on = DAY_NONE });
}

static inline struct answer_line *
answer_line(struct order_answer *a, const char *id,
    enum answer_line_status status, const char *unit)
{
	struct answer_line *l = LIST_PUSH(&arena, &a->lines,
	    struct answer_line);

	*l = (struct answer_line){ .expected_on = DAY_NONE,
		.id = slice_of(id),
		.order_line = slice_of(id),
		.status = status,
		.ordered = decimal_make(100, 0),
		.quantity = decimal_make(100, 0),
		.unit_price = decimal_make(85, 2),
		.backorder = DECIMAL_NONE,
		.price = DECIMAL_NONE,
		.price_basis = DECIMAL_NONE,
		.promised_on = DAY_NONE,
		.unit = slice_of(unit),
		.name = SLICE("Bulb E27"),
		.seller_item = SLICE("LB-E27-8W") };
	return (l);
}

static inline struct despatch_answer
despatch_of(struct answer_head head)
{
	struct despatch_answer d = { .head = head,
		.shipment = SLICE("S-1"),
		.po_number = SLICE("PO-4711"),
		.confirmation = SLICE("7K3Q-X42M-9A-C"),
		.carrier = SLICE("DHL"),
		.tracking = SLICE("JD014600"),
		.left_at = ISSUED - 3600 };

	d.head.id = SLICE("DA-7K3QX42M9ACD0R2F");
	shape_init(&party_shape, &d.ship_to);
	shape_init(&party_shape, &d.ship_from);
	d.ship_to.name = SLICE("ACME Depot");
	d.ship_to.street = SLICE("Kade 1");
	d.ship_to.city = SLICE("Utrecht");
	d.ship_to.postal_code = SLICE("3511 AB");
	d.ship_to.country = SLICE("NL");
	return (d);
}

static inline struct despatch_line *
despatch_line(struct despatch_answer *d, const char *line, int64_t n,
    const char *sscc)
{
	struct despatch_line *l = LIST_PUSH(&arena, &d->lines,
	    struct despatch_line);

	*l = (struct despatch_line){ .id = slice_of(line),
		.order_line = slice_of(line),
		.po_number = SLICE("PO-4711"),
		.confirmation = SLICE("7K3Q-X42M-9A-C"),
		.po_date = DAY_NONE,
		.ordered = decimal_make(100, 0),
		.delivered = decimal_make(n, 0),
		.outstanding = DECIMAL_NONE,
		.name = SLICE("Bulb E27"),
		.seller_item = SLICE("LB-E27-8W"),
		.sscc = slice_of(sscc) };
	return (l);
}

/* --- random ones --------------------------------------------------------- */

/* Of 1 to max letters that may stand anywhere; wild: of any bytes, blank or
 * absent, now and then too long. */
static inline struct slice
any_id(size_t max, bool wild)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/._ abcxyz#";
	size_t n = draw((uint32_t)max + (wild ? 2 : 0)) + 1;
	char *p = arena_alloc(&arena, n);

	if (wild && draw(6) == 0)
		return (draw(2) == 0 ? SLICE_NONE : SLICE(" \t "));
	for (size_t i = 0; i < n; i++)
		p[i] = wild && draw(20) == 0 ?
		    (char)draw(256) :
		    letters[draw(sizeof(letters) - 1)];
	p[0] = (char)('A' + draw(26));
	p[n - 1] = p[n - 1] == ' ' ? 'x' : p[n - 1];
	return ((struct slice){ p, n });
}

static inline struct slice
any_text(void)
{
	size_t n = draw(draw(9) == 0 ? 900 : 60);
	char *p = arena_alloc(&arena, n + 1);

	for (size_t i = 0; i < n; i++)
		p[i] = draw(4) == 0 ? (char)draw(256) : (char)(' ' + draw(95));
	return ((struct slice){ p, n });
}

static inline struct decimal
any_quantity(bool wild)
{
	if (wild && draw(9) == 0)
		return (draw(2) == 0 ? DECIMAL_NONE :
				       decimal_make(-(int64_t)draw(9), 0));
	return (decimal_make((int64_t)draw(1000000) + 1, (int32_t)draw(4)));
}

static inline day
any_day(void)
{
	return (
	    draw(2) == 0 ? DAY_NONE : day_of(1999, 1, 1) + (day)draw(20000));
}

static inline struct slice
any_unit(bool wild)
{
	static const char *const units[] = { "EA", "C62", "H87", "KGM", "XCT",
		"MTR", "DZN", "XPL" };

	if (wild && draw(20) == 0)
		return (any_id(3, true));
	return (slice_of(units[draw(8)]));
}

static inline struct slice
any_gtin(bool wild)
{
	static const char *const gtins[] = { "", GTIN, "036000291452",
		"96385074", "10614141000415", "4006381333932" };

	return (wild && draw(9) == 0 ? any_text() : slice_of(gtins[draw(6)]));
}

static inline struct slice
any_carton(void)
{
	static const char *const cartons[] = { "", SSCC, SSCC2, ("00" SSCC2),
		"BOX-1", "BOX-2" };

	return (slice_of(cartons[draw(6)]));
}

/* What became of an order, and of a line of it. */
static inline const char *
any_code(void)
{
	static const char *const codes[] = { "AB", "AP", "RE", "CA", "CA" };

	return (codes[draw(5)]);
}

static inline enum answer_line_status
any_status(void)
{
	static const enum answer_line_status statuses[] = { ANSWER_ADDED,
		ANSWER_CHANGED, ANSWER_CHANGED, ANSWER_ACCEPTED, ANSWER_REFUSED,
		ANSWER_DELIVERED };

	return (statuses[draw(6)]);
}

static inline const struct finding_rule *
any_rule(void)
{
	uint32_t rules = 0;

	while (finding_rule_at(rules) != NULL)
		rules++;
	return (finding_rule_at(draw(rules)));
}

static inline void
any_notes(struct list *notes)
{
	for (uint32_t n = draw(3); n > 0; n--)
		LIST_PUSH(&arena, notes, struct text_item)->text = any_text();
}

#endif
