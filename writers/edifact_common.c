#include <stdio.h>
#include "domain/ident.h"
#include "writers/edifact_common.h"

#define TEXTS_MAX 5  /* FTX of one note, as many as a line may have */
#define NOTES_MAX 90 /* FTX of a message, 99 in all */

/* --- what kind of interchange --------------------------------------------- */

static enum seg_letters
letters_of(struct slice repertoire)
{
	if (slice_is(repertoire, "UNOA"))
		return (LETTERS_UPPER);
	if (slice_is(repertoire, "UNOC"))
		return (LETTERS_LATIN);
	if (slice_is(repertoire, "UNOY") || slice_is(repertoire, "UNOW"))
		return (LETTERS_ALL);
	return (LETTERS_ASCII);
}

/* "96A" and "01B" tell the year; the century turns at 90. */
static int
year_of(struct slice release)
{
	int64_t n;

	if (!slice_int(slice_sub(release, 0, 2), &n) || n < 0)
		return (1996);
	return ((int)(n < 90 ? 2000 + n : 1900 + n));
}

static struct slice
component(struct slice s, size_t i)
{
	struct slice part = s;

	do {
		if (!slice_cut(s, ':', &part, &s) && i > 0)
			return (SLICE_NONE);
	} while (i-- > 0);
	return (part);
}

void
edi_out_start(struct edi_out *d, const struct answer_head *h,
    const char *document, struct buf *out, struct err *e)
{
	const char *s = h->native.separators[0] != '\0' ? h->native.separators :
							  "+:.?'";
	struct slice syntax = slice_trim(h->native.syntax);
	struct segments *w = &d->w;

	*d = (struct edi_out){ .head = h,
		.syntax = slice_is(component(syntax, 1), "4") ? 4 : 3,
		.released = year_of(component(h->native.version, 1)),
		.eancom = slice_starts(component(h->native.version, 3),
		    SLICE("EAN")) };
	seg_start(w, document, out, e);
	w->element = s[0];
	w->part = s[1];
	w->decimal = s[2];
	w->release = s[3] == ' ' ? '\0' : s[3];
	w->terminator = s[4];
	w->letters = letters_of(component(syntax, 0));
	w->repetition = d->syntax == 4 ? '*' : '\0';
	if (syntax.n == 0)
		seg_missing(w, "head.native.syntax");
	else if (component(syntax, 0).n != 4 ||
	    !slice_starts(syntax, SLICE("UNO")))
		seg_wrong(w, "head.native.syntax", "is no syntax of EDIFACT");
}

static void
una(struct edi_out *d)
{
	const struct segments *w = &d->w;
	const char text[] = { 'U', 'N', 'A', w->part, w->element, w->decimal,
		w->release != '\0' ? w->release : ' ',
		w->repetition != '\0' ? w->repetition : ' ', w->terminator };

	buf_add(w->out, (struct slice){ text, sizeof(text) });
}

static void
party_id(struct edi_out *d, const struct native_party *p, const char *id,
    const char *qualifier)
{
	seg_id(&d->w, ELEMENT, p->id, 1, 35, id);
	seg_id_any(&d->w, PART, p->qualifier, 1, 4, qualifier);
}

static void
number(struct segments *w, int64_t n, const char *field)
{
	if (n < 1)
		seg_wrong(w, field, "is no control number");
	seg_int(w, ELEMENT, n);
}

void
edi_out_unb(struct edi_out *d, bool ack_allowed)
{
	const struct native_head *n = &d->head->native;
	struct seg_time t = seg_time_of(d->head->issued);
	struct slice syntax = slice_trim(n->syntax);
	struct segments *w = &d->w;
	struct slice version = component(syntax, 1);

	una(d);
	t.time[4] = '\0';
	seg_open(w, "UNB");
	seg_put(w, ELEMENT, component(syntax, 0));
	seg_put(w, PART,
	    version.n == 1 && version.p[0] >= '1' && version.p[0] <= '4' ?
		version :
		SLICE("3"));
	party_id(d, &n->from, "head.native.from.id",
	    "head.native.from.qualifier");
	party_id(d, &n->to, "head.native.to.id", "head.native.to.qualifier");
	seg_code(w, ELEMENT, d->syntax == 4 ? t.day : t.day + 2);
	seg_code(w, PART, t.time);
	number(w, n->interchange_control, "head.native.interchange_control");
	seg_skip(w, 3);
	seg_code(w, ELEMENT, ack_allowed && n->ack_wanted ? "1" : "");
	seg_skip(w, 1);
	seg_code(w, ELEMENT, d->head->test ? "1" : "");
	seg_close(w);
}

void
edi_out_unh_as(struct edi_out *d, const char *message, const char *version)
{
	struct segments *w = &d->w;
	struct slice part, rest = slice_trim(slice_of(version));

	w->count = 0;
	seg_open(w, "UNH");
	number(w, d->head->native.message_control,
	    "head.native.message_control");
	seg_code(w, ELEMENT, message);
	for (size_t i = 0; i < 4 && rest.n > 0; i++) {
		(void)slice_cut(rest, ':', &part, &rest);
		seg_id_any(w, PART, part, 1, i == 3 ? 6 : 3,
		    "head.native.version");
	}
	seg_close(w);
}

void
edi_out_unh(struct edi_out *d, const char *message)
{
	char version[32];
	struct slice v = slice_trim(d->head->native.version);

	if (component(v, 2).n == 0)
		seg_wrong(&d->w, "head.native.version",
		    "is no version of EDIFACT");
	(void)snprintf(version, sizeof(version), SL_FMT,
	    SL_ARG(slice_sub(v, 0, sizeof(version) - 1)));
	edi_out_unh_as(d, message, version);
}

enum rc
edi_out_finish(struct edi_out *d)
{
	const struct native_head *n = &d->head->native;
	struct segments *w = &d->w;

	w->line = -1;
	seg_open(w, "UNT");
	seg_int(w, ELEMENT, w->count + 1);
	seg_int(w, ELEMENT, n->message_control);
	seg_close(w);
	seg_open(w, "UNZ");
	seg_int(w, ELEMENT, 1);
	seg_int(w, ELEMENT, n->interchange_control);
	seg_close(w);
	return (seg_finish(w));
}

void
edi_out_identifier(struct edi_out *d, struct slice canonical, const char *field)
{
	struct slice qualifier = SLICE_NONE, id = slice_trim(canonical);

	if (slice_starts(id, SLICE("edifact:"))) {
		(void)slice_cut(slice_sub(id, 8, id.n), ':', &qualifier, &id);
	} else if (slice_starts(id, SLICE("gln:"))) {
		id = slice_sub(id, 4, id.n);
		qualifier = SLICE("14");
	}
	seg_id(&d->w, ELEMENT, id, 1, 35, field);
	seg_id_any(&d->w, PART, qualifier, 1, 4, field);
}

/* --- heads --------------------------------------------------------------- */

void
edi_out_bgm(struct edi_out *d, const char *document, const char *function,
    const char *response)
{
	seg_open(&d->w, "BGM");
	seg_code(&d->w, ELEMENT, document);
	seg_id(&d->w, ELEMENT, d->head->id, 1, 35, "head.id");
	seg_code(&d->w, ELEMENT, function);
	seg_code(&d->w, ELEMENT, response);
	seg_close(&d->w);
}

void
edi_out_date(struct edi_out *d, const char *qualifier, day on)
{
	if (on == DAY_NONE)
		return;
	seg_open(&d->w, "DTM");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_day(&d->w, PART, on);
	seg_code(&d->w, PART, "102");
	seg_close(&d->w);
}

void
edi_out_instant(struct edi_out *d, const char *qualifier, instant at)
{
	struct seg_time t = seg_time_of(at);
	char text[16];

	if (t.day[0] == '\0')
		return;
	(void)snprintf(text, sizeof(text), "%s%.4s", t.day, t.time);
	seg_open(&d->w, "DTM");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_code(&d->w, PART, text);
	seg_code(&d->w, PART, "203");
	seg_close(&d->w);
}

/* Five parts of 70 letters a segment; of 512 from D.99A on. */
void
edi_out_text(struct edi_out *d, const char *subject, struct slice text)
{
	struct slice piece, rest = seg_plain(&d->w, text);
	size_t max = d->released >= 2000 ? 512 : 70;

	for (int i = 0; i < TEXTS_MAX && rest.n > 0; i++) {
		seg_open(&d->w, "FTX");
		seg_code(&d->w, ELEMENT, subject);
		seg_skip(&d->w, 2);
		for (int k = 0; k < 5; k++) {
			if (!seg_piece(&d->w, &rest, max, &piece))
				break;
			seg_put(&d->w, k == 0 ? ELEMENT : PART, piece);
		}
		seg_close(&d->w);
	}
}

void
edi_out_texts(struct edi_out *d, const struct list *notes)
{
	int64_t before = d->w.count;

	for (size_t i = 0; i < notes->n; i++) {
		if (d->w.count - before + TEXTS_MAX > NOTES_MAX)
			return;
		edi_out_text(d, "AAI",
		    LIST_AT(notes, struct text_item, i)->text);
	}
}

void
edi_out_reference(struct edi_out *d, const char *qualifier, struct slice id,
    struct slice line, const char *field)
{
	if (seg_blank(id))
		return;
	seg_open(&d->w, "RFF");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_id_any(&d->w, PART, id, 1, d->released >= 2000 ? 70 : 35, field);
	seg_id_any(&d->w, PART, line, 1, 6, field);
	seg_close(&d->w);
}

/* --- parties ------------------------------------------------------------- */

static void
id_part(struct edi_out *d, struct slice id, struct slice agency)
{
	seg_put(&d->w, ELEMENT, id);
	seg_skip_parts(&d->w, 1);
	seg_put(&d->w, PART, agency);
}

static void
gln_part(struct edi_out *d, struct slice gln)
{
	id_part(d, gln, gln.n > 0 ? SLICE("9") : SLICE_NONE);
}

/* A name of up to five lines of 35 letters; two are enough. */
static void
lines_of(struct edi_out *d, struct slice text, int lines)
{
	struct slice piece, rest = seg_plain(&d->w, text);

	for (int i = 0; i < lines; i++) {
		if (!seg_piece(&d->w, &rest, 35, &piece))
			piece = SLICE_NONE;
		if (i == 0 || piece.n > 0)
			seg_put(&d->w, i == 0 ? ELEMENT : PART, piece);
	}
}

void
edi_out_party(struct edi_out *d, const char *role, const struct answer_party *p)
{
	struct slice gln = seg_gln(p);

	if (gln.n == 0 && seg_plain(&d->w, p->name).n == 0)
		return;
	seg_open(&d->w, "NAD");
	seg_code(&d->w, ELEMENT, role);
	gln_part(d, gln);
	seg_skip(&d->w, 1);
	lines_of(d, p->name, 2);
	seg_close(&d->w);
}

void
edi_out_place(struct edi_out *d, const char *role, const struct party *p)
{
	struct slice country = slice_trim(p->country), agency;
	struct slice id = seg_party_id(p, SLICE("edifact"), &agency);
	struct slice street = seg_blank(p->street) ? p->street2 : p->street;

	if (id.n == 0 || id.n > 17 || agency.n > 3 ||
	    !slice_eq(seg_plain(&d->w, id), id)) {
		id = seg_party_gln(p);
		agency = id.n > 0 ? SLICE("9") : SLICE_NONE;
	}
	if (id.n == 0 && seg_plain(&d->w, p->name).n == 0 &&
	    seg_plain(&d->w, street).n == 0 && seg_plain(&d->w, p->city).n == 0)
		return;
	seg_open(&d->w, "NAD");
	seg_code(&d->w, ELEMENT, role);
	id_part(d, id, agency);
	seg_skip(&d->w, 1);
	lines_of(d, p->name, 2);
	lines_of(d, street, 2);
	seg_text(&d->w, ELEMENT, p->city, 1, 35);
	seg_skip(&d->w, 1);
	seg_text(&d->w, ELEMENT, p->postal_code, 1, 9);
	seg_put(&d->w, ELEMENT, country.n == 2 ? country : SLICE_NONE);
	seg_close(&d->w);
}

/* --- lines --------------------------------------------------------------- */

bool
edi_out_is_line_number(const struct edi_out *d, struct slice s)
{
	int64_t n;

	s = slice_trim(s);
	if (d->released >= 2000)
		return (seg_id_fits(&d->w, s, 1, 6));
	return (s.n <= 6 && slice_int(s, &n) && n >= 0 && s.p[0] != '+');
}

static bool
is_usable(const struct edi_out *d, struct slice id, bool lenient)
{
	id = slice_trim(id);
	return (id.n > 0 && (!lenient || seg_id_fits(&d->w, id, 1, 35)));
}

/* 1: besides the number in LIN, 5: it is what the item is known by. */
static void
additional(struct edi_out *d, const struct edi_item *i, bool besides)
{
	bool seller = is_usable(d, i->seller, i->lenient);
	bool buyer = is_usable(d, i->buyer, i->lenient);

	if (!seller && !buyer)
		return;
	seg_open(&d->w, "PIA");
	seg_code(&d->w, ELEMENT, besides ? "1" : "5");
	if (seller) {
		seg_id_any(&d->w, ELEMENT, i->seller, 1, 35, "seller_item");
		seg_code(&d->w, PART, "SA");
	}
	if (buyer) {
		seg_id_any(&d->w, ELEMENT, i->buyer, 1, 35, "buyer_item");
		seg_code(&d->w, PART, "IN");
	}
	seg_close(&d->w);
}

static void
description(struct edi_out *d, struct slice name)
{
	struct slice piece, rest = seg_plain(&d->w, name);
	size_t max = d->released >= 2000 ? 256 : 35;

	if (rest.n == 0)
		return;
	seg_open(&d->w, "IMD");
	seg_code(&d->w, ELEMENT, "F");
	seg_skip(&d->w, 2);
	seg_skip_parts(&d->w, 2);
	for (int k = 0; k < 2; k++)
		if (seg_piece(&d->w, &rest, max, &piece))
			seg_put(&d->w, PART, piece);
	seg_close(&d->w);
}

/* C212: a GTIN, which is valid, and of which kind it is. */
static void
global_item(struct edi_out *d, struct slice gtin)
{
	seg_put(&d->w, ELEMENT, gtin);
	seg_code(&d->w, PART,
	    gtin.n == 12                         ? "UP" :
		d->eancom && d->released >= 2000 ? "SRV" :
						   "EN");
}

/* DE 4347 4: what this is a substitute for. */
static void
substituted(struct edi_out *d, const struct edi_item *i)
{
	struct slice gtin = slice_trim(i->ordered_gtin);

	if (seg_blank(i->ordered))
		return;
	seg_open(&d->w, "PIA");
	seg_code(&d->w, ELEMENT, "4");
	seg_id_any(&d->w, ELEMENT, i->ordered, 1, 35, "ordered_item");
	seg_code(&d->w, PART, "SA");
	if (gtin_valid(gtin))
		global_item(d, gtin);
	seg_close(&d->w);
}

void
edi_out_line(struct edi_out *d, struct slice number_, const char *action,
    const struct edi_item *i)
{
	struct slice gtin = slice_trim(i->gtin);
	bool good = gtin_valid(gtin);

	seg_open(&d->w, "LIN");
	seg_put(&d->w, ELEMENT, slice_trim(number_));
	seg_code(&d->w, ELEMENT, action);
	if (good)
		global_item(d, gtin);
	seg_close(&d->w);
	additional(d, i, good);
	substituted(d, i);
	description(d, i->name);
}

bool
edi_out_unit_known(const struct edi_out *d, struct slice unit,
    struct slice code, struct slice *out)
{
	unit = slice_trim(unit);
	code = slice_trim(code);
	*out = unit;
	/* Their own word for what Rec 20 calls each or piece. */
	if (slice_is(code, "PCE") &&
	    (unit.n == 0 || slice_is(unit, "C62") || slice_is(unit, "H87") ||
		slice_is(unit, "EA")))
		*out = code;
	else if (unit.n == 0)
		*out = code;
	return (seg_id_fits(&d->w, *out, 1, 3));
}

void
edi_out_quantity(struct edi_out *d, const char *qualifier, struct decimal q,
    struct slice unit, struct slice code, const char *field)
{
	struct slice out;

	if (decimal_is_none(q))
		return;
	seg_open(&d->w, "QTY");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_decimal(&d->w, PART, q, 15, field);
	if (!edi_out_unit_known(d, unit, code, &out)) {
		if (out.n == 0)
			seg_missing(&d->w, "unit");
		else
			seg_wrong(&d->w, "unit", "has no code in EDIFACT");
		out = SLICE_NONE;
	}
	seg_put(&d->w, PART, out);
	seg_close(&d->w);
}

void
edi_out_count(struct edi_out *d, const char *qualifier, size_t n)
{
	seg_open(&d->w, "CNT");
	seg_code(&d->w, ELEMENT, qualifier);
	seg_int(&d->w, PART, (int64_t)n);
	seg_close(&d->w);
}
