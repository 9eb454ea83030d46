#include "domain/ident.h"
#include "domain/unit_codes.h"
#include "writers/x12_common.h"

#define CONTROL_MAX 999999999
#define MESSAGES_MAX 20 /* MSG of one note */

void
x12_out_version(struct x12_out *d, struct slice version)
{
	d->version = slice_trim(version);
	d->five = slice_cmp(slice_sub(d->version, 0, 3), SLICE("005")) >= 0;
}

void
x12_out_start(struct x12_out *d, const struct answer_head *h,
    const char *document, struct buf *out, struct err *e)
{
	const char *s = h->native.separators[0] != '\0' ? h->native.separators :
							  "*>~^";
	struct segments *w = &d->w;

	*d = (struct x12_out){ .head = h };
	seg_start(w, document, out, e);
	w->letters = LETTERS_ASCII;
	w->element = s[0];
	w->part = s[1];
	w->terminator = s[2];
	w->repetition = s[3];
	x12_out_version(d, h->native.version);
	if (d->version.n == 0)
		seg_missing(w, "head.native.version");
}

static void
blanks(struct segments *w, size_t n)
{
	while (n-- > 0)
		buf_char(w->out, ' ');
}

/* ISA has no absent elements: each is padded to its length. */
static void
padded(struct segments *w, struct slice id, size_t length, const char *field)
{
	id = slice_trim(id);
	if (id.n == 0)
		seg_missing(w, field);
	else if (!seg_id_fits(w, id, 1, length))
		seg_wrong(w, field, "does not fit the format");
	buf_char(w->out, w->element);
	buf_add(w->out, slice_sub(id, 0, length));
	blanks(w, length - (id.n < length ? id.n : length));
}

static void
control(struct segments *w, int64_t n, int width, const char *field)
{
	if (n < 1 || n > CONTROL_MAX)
		seg_wrong(w, field, "is no control number");
	seg_padded(w, ELEMENT, n, width);
}

static bool
is_repeating(const struct x12_out *d)
{
	return (slice_cmp(slice_sub(d->version, 0, 5), SLICE("00402")) >= 0 &&
	    d->w.repetition != '\0');
}

void
x12_out_isa(struct x12_out *d, bool ack_allowed)
{
	const struct native_head *n = &d->head->native;
	struct seg_time t = seg_time_of(d->head->issued);
	struct segments *w = &d->w;

	seg_open(w, "ISA");
	seg_code(w, ELEMENT, "00");
	seg_code(w, ELEMENT, "          ");
	seg_code(w, ELEMENT, "00");
	seg_code(w, ELEMENT, "          ");
	padded(w, n->from.qualifier, 2, "head.native.from.qualifier");
	padded(w, n->from.id, 15, "head.native.from.id");
	padded(w, n->to.qualifier, 2, "head.native.to.qualifier");
	padded(w, n->to.id, 15, "head.native.to.id");
	seg_code(w, ELEMENT, t.day + 2);
	t.time[4] = '\0';
	seg_code(w, ELEMENT, t.time);
	buf_char(w->out, w->element);
	buf_char(w->out, is_repeating(d) ? w->repetition : 'U');
	buf_char(w->out, w->element);
	buf_add(w->out, slice_sub(d->version, 0, 5));
	control(w, n->interchange_control, 9,
	    "head.native.interchange_control");
	seg_code(w, ELEMENT, ack_allowed && n->ack_wanted ? "1" : "0");
	seg_code(w, ELEMENT, d->head->test ? "T" : "P");
	buf_char(w->out, w->element);
	buf_char(w->out, w->part);
	seg_close(w);
	if (d->version.n < 6 || !seg_id_fits(w, d->version, 6, 12))
		seg_wrong(w, "head.native.version", "is no version of X12");
}

static struct slice
group_id(const struct native_party *p)
{
	return (seg_blank(p->group_id) ? p->id : p->group_id);
}

void
x12_out_group(struct x12_out *d, const char *function)
{
	const struct native_head *n = &d->head->native;
	struct seg_time t = seg_time_of(d->head->issued);
	struct segments *w = &d->w;

	t.time[4] = '\0';
	d->group = true;
	d->sets = 0;
	seg_open(w, "GS");
	seg_code(w, ELEMENT, function);
	seg_id(w, ELEMENT, group_id(&n->from), 2, 15,
	    "head.native.from.group_id");
	seg_id(w, ELEMENT, group_id(&n->to), 2, 15, "head.native.to.group_id");
	seg_code(w, ELEMENT, t.day);
	seg_code(w, ELEMENT, t.time);
	control(w, n->group_control, 1, "head.native.group_control");
	seg_code(w, ELEMENT, "X");
	seg_id(w, ELEMENT, d->version, 6, 12, "head.native.version");
	seg_close(w);
}

void
x12_out_set(struct x12_out *d, const char *set)
{
	struct segments *w = &d->w;

	w->count = 0;
	seg_open(w, "ST");
	seg_code(w, ELEMENT, set);
	control(w, d->head->native.message_control + d->sets, 4,
	    "head.native.message_control");
	seg_close(w);
}

void
x12_out_set_end(struct x12_out *d)
{
	struct segments *w = &d->w;

	seg_open(w, "SE");
	seg_int(w, ELEMENT, w->count + 1);
	seg_padded(w, ELEMENT, d->head->native.message_control + d->sets, 4);
	seg_close(w);
	d->sets++;
}

enum rc
x12_out_finish(struct x12_out *d)
{
	struct segments *w = &d->w;

	w->line = -1;
	if (d->group) {
		seg_open(w, "GE");
		seg_int(w, ELEMENT, d->sets);
		seg_int(w, ELEMENT, d->head->native.group_control);
		seg_close(w);
	}
	seg_open(w, "IEA");
	seg_int(w, ELEMENT, d->group ? 1 : 0);
	seg_padded(w, ELEMENT, d->head->native.interchange_control, 9);
	seg_close(w);
	return (seg_finish(w));
}

/* --- units, items, prices ------------------------------------------------ */

static bool
is_code(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < 'A' || s.p[i] > 'Z') &&
		    (s.p[i] < '0' || s.p[i] > '9'))
			return (false);
	return (s.n == 2);
}

bool
x12_out_unit_known(struct slice unit, struct slice code, char out[3])
{
	struct slice ours, theirs = unit_of_x12(code);

	unit = slice_trim(unit);
	ours = unit_to_x12(unit);
	/* Theirs says the same, or nobody else has a code for it. */
	if (is_code(code) &&
	    (slice_eq(theirs, unit) || ours.n == 0 || unit.n == 0))
		ours = code;
	if (ours.n != 2)
		return (false);
	memcpy(out, ours.p, 2);
	out[2] = '\0';
	return (true);
}

void
x12_out_unit(struct x12_out *d, enum seg_where at, struct slice unit,
    struct slice code)
{
	char out[3] = "";

	if (!x12_out_unit_known(unit, code, out)) {
		if (seg_blank(unit))
			seg_missing(&d->w, "unit");
		else
			seg_wrong(&d->w, "unit", "has no code in X12");
	}
	seg_code(&d->w, at, out);
}

static void
item(struct x12_out *d, const char *qualifier, struct slice id, bool lenient,
    const char *field)
{
	size_t max = d->five ? 80 : 48;

	id = slice_trim(id);
	if (id.n == 0 || (lenient && !seg_id_fits(&d->w, id, 1, max)))
		return;
	seg_code(&d->w, ELEMENT, qualifier);
	seg_id_any(&d->w, ELEMENT, id, 1, max, field);
}

/* A number whose check digit is wrong is nobody's GTIN. */
static const char *
gtin_qualifier(struct slice gtin)
{
	if (!gtin_valid(gtin))
		return (NULL);
	return (gtin.n == 12 ? "UP" :
		gtin.n == 13 ? "EN" :
		gtin.n == 14 ? "UK" :
			       "EO");
}

bool
x12_out_items_any(const struct x12_items *i)
{
	return (!seg_blank(i->seller) || !seg_blank(i->buyer) ||
	    gtin_qualifier(slice_trim(i->gtin)) != NULL);
}

void
x12_out_items(struct x12_out *d, const struct x12_items *i)
{
	const char *q = gtin_qualifier(slice_trim(i->gtin));

	item(d, "BP", i->buyer, i->lenient, "buyer_item");
	item(d, "VP", i->seller, i->lenient, "seller_item");
	if (q != NULL)
		item(d, q, i->gtin, i->lenient, "gtin");
}

/* Kinds of basis that DE 639 has a code for. */
static const char *
basis_code(struct decimal basis)
{
	if (basis.scale != 0)
		return (NULL);
	switch (basis.coef) {
	case 10:
		return ("PN");
	case 12:
		return ("PD");
	case 100:
		return ("HP");
	case 1000:
		return ("TP");
	case 10000:
		return ("TT");
	case 100000:
		return ("HT");
	default:
		return (NULL);
	}
}

void
x12_out_price(struct x12_out *d, struct decimal price, struct decimal basis)
{
	const char *code = "";
	struct decimal back;

	if (decimal_is_none(basis) || basis.coef <= 0)
		basis = DECIMAL_ONE;
	if (!decimal_is_none(price) && decimal_cmp(basis, DECIMAL_ONE) != 0) {
		code = basis_code(basis);
		if (code == NULL &&
		    (!decimal_div(price, basis, DECIMAL_SCALE_MAX, &back) ||
			!decimal_mul(back, basis, &basis) ||
			decimal_cmp(basis, price) != 0))
			price = DECIMAL_NONE;
		else if (code == NULL)
			price = back;
	}
	if (decimal_is_none(price) || !seg_decimal_fits(price, 17)) {
		seg_skip(&d->w, 2);
		return;
	}
	seg_decimal(&d->w, ELEMENT, price, 17, "price");
	seg_code(&d->w, ELEMENT, code);
}

/* --- segments that many sets have ---------------------------------------- */

void
x12_out_reference(struct x12_out *d, const char *qualifier, struct slice id,
    const char *field)
{
	if (seg_blank(id))
		return;
	seg_open(&d->w, "REF");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_id_any(&d->w, ELEMENT, id, 1, d->five ? 50 : 30, field);
	seg_close(&d->w);
}

void
x12_out_date(struct x12_out *d, const char *qualifier, day on)
{
	if (on == DAY_NONE)
		return;
	seg_open(&d->w, "DTM");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_day(&d->w, ELEMENT, on);
	seg_close(&d->w);
}

static bool
named(struct x12_out *d, const char *role, struct slice name,
    struct slice qualifier, struct slice id)
{
	if (seg_plain(&d->w, name).n == 0 && id.n == 0)
		return (false);
	seg_open(&d->w, "N1");
	seg_code(&d->w, ELEMENT, role);
	seg_text(&d->w, ELEMENT, name, 1, 60);
	seg_put(&d->w, ELEMENT, qualifier);
	seg_put(&d->w, ELEMENT, id);
	seg_close(&d->w);
	return (true);
}

bool
x12_out_party(struct x12_out *d, const char *role, struct slice name,
    struct slice gln)
{
	return (
	    named(d, role, name, gln.n > 0 ? SLICE("UL") : SLICE_NONE, gln));
}

static bool
is_letters(struct slice s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < 'A' || s.p[i] > 'Z')
			return (false);
	return (s.n == n);
}

static void
address(struct x12_out *d, const struct party *p)
{
	struct segments *w = &d->w;
	struct slice region = slice_trim(p->region);
	bool only = seg_blank(p->street);
	struct slice first = only ? p->street2 : p->street;
	struct slice second = only ? SLICE_NONE : p->street2;
	struct slice rest = seg_plain(w, first);

	if (rest.n > 55 && second.n == 0 && seg_piece(w, &rest, 55, &first))
		second = rest;
	seg_open(w, "N3");
	seg_text(w, ELEMENT, first, 1, 55);
	seg_text(w, ELEMENT, second, 1, 55);
	seg_close(w);
	seg_open(w, "N4");
	seg_text(w, ELEMENT, p->city, 2, 30);
	seg_put(w, ELEMENT, is_letters(region, 2) ? region : SLICE_NONE);
	seg_text(w, ELEMENT, p->postal_code, 3, 15);
	seg_text(w, ELEMENT, p->country, 2, 3);
	seg_close(w);
}

/* An address stands below a name: for want of one the street is it. */
void
x12_out_place(struct x12_out *d, const char *role, struct slice otherwise,
    const struct party *p)
{
	struct slice names[] = { p->name, otherwise, p->street, p->street2,
		p->city };
	struct slice kind, id = seg_party_id(p, SLICE("x12"), &kind);

	if (id.n == 0 || id.n > 80 || kind.n == 0 || kind.n > 2 ||
	    !slice_eq(seg_plain(&d->w, id), id)) {
		id = seg_party_gln(p);
		kind = id.n > 0 ? SLICE("UL") : SLICE_NONE;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (named(d, role, names[i], kind, id)) {
			address(d, p);
			return;
		}
}

void
x12_out_name(struct x12_out *d, struct slice name)
{
	struct slice plain = seg_plain(&d->w, name);

	if (plain.n == 0)
		return;
	seg_open(&d->w, "PID");
	seg_code(&d->w, ELEMENT, "F");
	seg_skip(&d->w, 3);
	seg_text(&d->w, ELEMENT, name, 1, 80);
	seg_close(&d->w);
}

void
x12_out_note(struct x12_out *d, struct slice note)
{
	struct slice piece, rest = seg_plain(&d->w, note);

	if (rest.n == 0)
		return;
	seg_open(&d->w, "N9");
	seg_code(&d->w, ELEMENT, "L1");
	seg_code(&d->w, ELEMENT, "NOTE");
	seg_close(&d->w);
	for (int i = 0; i < MESSAGES_MAX; i++) {
		if (!seg_piece(&d->w, &rest, 264, &piece))
			break;
		seg_open(&d->w, "MSG");
		seg_put(&d->w, ELEMENT, piece);
		seg_close(&d->w);
	}
}

void
x12_out_notes(struct x12_out *d, const struct list *notes)
{
	for (size_t i = 0; i < notes->n && i < 1000; i++)
		x12_out_note(d, LIST_AT(notes, struct text_item, i)->text);
}
