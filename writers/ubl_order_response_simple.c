#include "writers/ubl_common.h"

static bool
is(const char *code, const char *what)
{
	return (code != NULL && strcmp(code, what) == 0);
}

/* " 8 C62": a label, and a number with its unit. */
static void
figure(struct doc *u, const char *label, struct decimal d, struct slice unit)
{
	char text[DECIMAL_TEXT_MAX];

	if (decimal_is_none(d))
		return;
	doc_say(u, slice_of(label));
	doc_say(u, slice_of(decimal_text(d, text)));
	if (!doc_blank(unit)) {
		doc_say(u, SLICE(" "));
		doc_say(u, unit);
	}
}

/* This document says yes or no to the whole order: what became of a line
 * stands in words. */
static void
line(struct doc *u, const struct answer_line *l, struct slice currency)
{
	char on[11];

	if (l->status == ANSWER_ACCEPTED)
		return;
	doc_say_line(u, SLICE("line"));
	doc_say(u, SLICE(" "));
	doc_say(u, l->order_line);
	if (l->status == ANSWER_REFUSED)
		doc_say(u, SLICE(": refused"));
	else {
		figure(u,
		    l->status == ANSWER_DELIVERED ? ": delivered " :
						    ": confirmed ",
		    l->quantity, l->unit);
		figure(u, ", to follow ", l->backorder, l->unit);
		figure(u, ", price ", l->price, currency);
		if (!decimal_is_none(l->price))
			figure(u, " for ", l->price_basis, l->unit);
		if (l->promised_on != DAY_NONE) {
			doc_say(u, SLICE(", on "));
			doc_say(u, slice_of(day_text(l->promised_on, on)));
		}
		if ((l->differs & DIFFERS_ITEM) != 0) {
			doc_say(u, SLICE(", replaced by "));
			doc_say(u, l->seller_item);
		}
	}
	if (!doc_blank(l->note)) {
		doc_say(u, SLICE(": "));
		doc_say(u, slice_trim(l->note));
	}
}

static void
texts(struct doc *u, const char *tag, const struct order_answer *a)
{
	doc_text_open(u, tag);
	if (a->head.test)
		doc_say_line(u, SLICE("TEST: answer to a test document"));
	for (size_t i = 0; i < a->notes.n; i++)
		doc_say_line(u, LIST_AT(&a->notes, struct text_item, i)->text);
	if (!doc_blank(a->confirmation) && !is(a->code, "RE")) {
		doc_say_line(u, SLICE("our order number"));
		doc_say(u, SLICE(": "));
		doc_say(u, a->confirmation);
	}
	for (size_t i = 0; is(a->code, "CA") && i < a->lines.n; i++)
		line(u, LIST_AT(&a->lines, struct answer_line, i), a->currency);
	doc_close(u);
}

static void
verdict(struct doc *u, const struct order_answer *a)
{
	const bool yes = is(a->code, "AP") || is(a->code, "CA");

	if (!yes && !is(a->code, "RE"))
		doc_wrong(u, "code", "is none of AP, CA, RE");
	if (yes)
		texts(u, "cbc:Note", a);
	doc_text(u, "cbc:AcceptedIndicator",
	    yes ? SLICE("true") : SLICE("false"));
	if (!yes)
		texts(u, "cbc:RejectionNote", a);
}

/* As in UBL 2.1, which has no reference of its own for it. */
static void
change(struct doc *u, const struct order_answer *a)
{
	if (!a->change)
		return;
	doc_open(u, "cac:AdditionalDocumentReference");
	doc_text(u, "cbc:ID",
	    doc_blank(a->change_id) ? a->change_number : a->change_id);
	doc_text(u, "cbc:DocumentType", a->change_kind);
	doc_text(u, "cbc:VersionID", a->change_number);
	doc_close(u);
}

enum rc
write_ubl_order_response_simple(const struct order_answer *a, struct buf *out,
    struct err *e)
{
	struct doc u;

	doc_start(&u, "OrderResponseSimple", out, e);
	/* Peppol has no such document: only a profile knows other ids. */
	doc_text(&u, "cbc:UBLVersionID", SLICE("2.1"));
	doc_text(&u, "cbc:CustomizationID", a->head.customization);
	doc_text(&u, "cbc:ProfileID", a->head.profile);
	doc_need(&u, "cbc:ID", a->head.id, "head.id");
	doc_head_issued(&u, &a->head);
	verdict(&u, a);
	doc_text(&u, "cbc:CustomerReference", a->customer_reference);
	doc_open(&u, "cac:OrderReference");
	doc_need(&u, "cbc:ID", a->po_number, "po_number");
	doc_text(&u, "cbc:SalesOrderID", a->confirmation);
	doc_day(&u, "cbc:IssueDate", a->po_date);
	doc_close(&u);
	change(&u, a);
	doc_party(&u, "cac:SellerSupplierParty", &a->head.from, "head.from",
	    false);
	doc_party(&u, "cac:BuyerCustomerParty", &a->head.to, "head.to", false);
	return (doc_finish(&u));
}
