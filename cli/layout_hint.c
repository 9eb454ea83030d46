/* layout_hint -- see layout_hint.h. */
#include <ctype.h>
#include <string.h>

#include "base/csv.h"
#include "cli/layout_hint.h"

#define ROWS 10
#define HEAD 4096u
#define WORDS 18

/* A word of the header that begins so, of the columns in this order; the first
 * that fits a column has it. */
static const struct hint {
	const char *column, *words[WORDS];
} hints[] = {
	{ "po_number",
	    { "po number", "po no", "ponumber", "po #", "purchase order",
		"order n", "order ref", "ordernr", "bestelnummer", "bestelnr",
		"bestellnummer", "bestellnr", "pedido", "amazon-order-id",
		"order id", "orderid" } },
	{ "gtin", { "ean", "gtin", "upc", "barcode", "product-gtin" } },
	{ "price",
	    { "unit price", "unit cost", "price", "lineitem price", "item cost",
		"item price", "item-price", "prijs", "preis", "einzelpreis",
		"stuksprijs", "preço", "preco" } },
	{ "seller_item",
	    { "sku", "vendor sku", "lineitem sku", "seller", "supplier part",
		"artikel", "uw art", "art", "item", "product code", "codigo",
		"código", "material" } },
	{ "quantity",
	    { "qty", "quantity", "lineitem quantity", "aantal", "menge",
		"anzahl", "qtde", "qtd", "quantidade", "order qty",
		"ordered qty", "orderedqty", "bestelde hoev",
		"bestellmenge" } },
	{ "unit",
	    { "uom", "unit of", "eenheid", "einheit", "me", "un", "unidade",
		"unit" } },
	{ "requested_on",
	    { "delivery date", "requested", "ship date", "due", "leverdatum",
		"gewenst", "liefertermin", "lieferdatum", "entrega",
		"data entrega" } },
	{ "ordered_on",
	    { "order date", "po date", "orderdatum", "besteldatum",
		"bestelldatum", "datum", "data", "created at", "purchase-date",
		"date" } },
	{ "line", { "line", "regel", "pos", "linha", "item n" } },
	{ "currency",
	    { "currency", "valuta", "munt", "w\xc3\xa4hrung", "moeda" } },
	{ "customer", { "customer", "klant", "kunde", "cliente" } },
};

static bool
begins(struct slice name, const char *word)
{
	const size_t n = strlen(word);

	if (name.n < n)
		return (false);
	for (size_t i = 0; i < n; i++)
		if (isspace((unsigned char)name.p[i]) ?
			word[i] != ' ' :
			!slice_ieq(slice_sub(name, i, 1),
			    (struct slice){ word + i, 1 }))
			return (false);
	return (name.n == n || n > 4 || !isalpha((unsigned char)name.p[n]));
}

/* The name of a column, which nothing else has; its place: row->n: none. */
static size_t
guess(const struct hint *h, const struct csv_row *row, const bool *taken)
{
	for (size_t w = 0; w < WORDS && h->words[w] != NULL; w++)
		for (size_t i = 0; i < row->n; i++)
			if (!taken[i] &&
			    begins(slice_trim(row->fields[i].text),
				h->words[w]))
				return (i);
	return (row->n);
}

/* Without these there is no order; what names the item differs. */
static bool
needed(const char *column)
{
	return (strcmp(column, "po_number") == 0 ||
	    strcmp(column, "quantity") == 0);
}

/* As libconfig has texts. */
static void
put_name(struct buf *out, struct slice name)
{
	buf_char(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_char(out, '\\');
		buf_char(out,
		    isspace((unsigned char)name.p[i]) ? ' ' : name.p[i]);
	}
	buf_char(out, '"');
}

static void
put_entry(const struct csv_row *row, char delimiter, bool utf8, struct buf *out)
{
	bool taken[CSV_FIELDS_MAX] = { false };
	const char *before = "";

	buf_text(out,
	    "it may be a CSV; then the partner's profile says, when you have "
	    "looked it over:\n  receive = ( { format = \"csv\"; messages = [ "
	    "\"orders\" ];\n    columns = {\n");
	for (size_t h = 0; h < sizeof(hints) / sizeof(*hints); h++) {
		const size_t i = guess(&hints[h], row, taken);

		if (i == row->n && needed(hints[h].column))
			buf_printf(out, "      # %s = \"?\"; is needed\n",
			    hints[h].column);
		if (i == row->n)
			continue;
		taken[i] = true;
		buf_printf(out, "      %s = ", hints[h].column);
		put_name(out, slice_trim(row->fields[i].text));
		buf_text(out, ";\n");
	}
	buf_printf(out, "    };\n    delimiter = \"%s\";%s\n  } );\n",
	    delimiter == '\t'    ? "tab" :
		delimiter == ';' ? ";" :
		delimiter == '|' ? "|" :
				   ",",
	    utf8 ? "" : " encoding = \"windows-1252\";");
	for (size_t i = 0; i < row->n; i++)
		if (!taken[i] && slice_trim(row->fields[i].text).n > 0) {
			buf_text(out,
			    *before == '\0' ? "other columns: " : before);
			buf_shown(out, slice_trim(row->fields[i].text));
			before = ", ";
		}
	buf_text(out, *before == '\0' ? "" : "\n");
}

/* Are these names: three of them or more, and no numbers? */
static bool
is_header(const struct csv_row *row)
{
	size_t names = 0;

	if (row->fault != CSV_FINE)
		return (false);
	for (size_t i = 0; i < row->n; i++) {
		const struct slice s = slice_trim(row->fields[i].text);

		if (s.n == 0)
			continue;
		if (s.n > 60 || isdigit((unsigned char)s.p[0]))
			return (false);
		for (size_t k = 0; k < s.n; k++)
			if (((unsigned char)s.p[k] < ' ' &&
				!isspace((unsigned char)s.p[k])) ||
			    s.p[k] == '<')
				return (false);
		names++;
	}
	return (names >= 3);
}

/* The first bytes in UTF-8; what is none is taken for ISO 8859-1. */
static struct slice
readable(struct arena *a, struct slice file, bool utf8)
{
	const struct slice head = slice_sub(file, 0, HEAD);
	char *out;
	size_t n = 0;

	if (utf8)
		return (head);
	out = arena_alloc(a, head.n * 2);
	for (size_t i = 0; i < head.n; i++)
		n += slice_put_rune(out + n, (uint8_t)head.p[i]);
	return ((struct slice){ out, n });
}

void
layout_hint(struct slice file, struct buf *out)
{
	const bool utf8 = slice_utf8(file);
	struct arena a = ARENA_INIT;
	struct slice head = readable(&a, file, utf8);
	struct csv_reader r;
	struct csv_row row;
	bool found = false;

	for (int i = 0; i < ROWS && head.n > 0 && !found; i++) {
		const char delimiter = csv_delimiter(head), *end;

		csv_init(&r, head, delimiter);
		found = csv_next_row(&r, &a, &row) && is_header(&row);
		if (found)
			put_entry(&row, delimiter, utf8, out);
		end = memchr(head.p, '\n', head.n);
		head = end == NULL ?
		    SLICE_NONE :
		    slice_sub(head, (size_t)(end - head.p) + 1, head.n);
	}
	arena_free(&a);
}
