/* Any bytes, as a CSV file: in our layout, or in one of those agreed. */
#include "parsers/parser.h"

static struct text_item words[] = { { SLICE("doos = XBX") },
	{ SLICE("st = C62") } };
static struct csv_map maps[] = {
	{ .columns = { .po_number = SLICE("Bestellnr"),
	      .ordered_on = SLICE("Datum"),
	      .seller_item = SLICE("Artikel"),
	      .quantity = SLICE("Aantal"),
	      .unit = SLICE("Eenheid"),
	      .price = SLICE("Prijs") },
	    .delimiter = SLICE(";"),
	    .decimal = SLICE(","),
	    .date = SLICE("D-M-YYYY"),
	    .encoding = SLICE("windows-1252"),
	    .header = true,
	    .po_once = true,
	    .units = { words, 2, 2 } },
	{ .columns = { .shipment = SLICE("1"),
	      .order = SLICE("2"),
	      .line = SLICE("3"),
	      .quantity = SLICE("4"),
	      .shipped_at = SLICE("5") },
	    .delimiter = SLICE("|"),
	    .date = SLICE("YYYYMMDD"),
	    .encoding = SLICE("iso-8859-1"),
	    .header = false },
};
static const struct parse_options agreed = { .csv = { maps, 2, 2 } };

#define FUZZED csv_parser
#define FUZZED_OPTIONS &agreed
#include "tests/fuzz/fuzz_parse.h"
