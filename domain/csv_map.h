/*
 * csv_map -- how a partner writes its CSV, where it is not as we do: the names
 * of its columns, by ours; the delimiter, the decimal sign, dates, characters.
 * A part of its profile (config/keys.c), carried to the parser.
 *
 * A map without columns is no map: our own names hold, and its units for
 * them.  Texts that are absent leave the parser's own rules in force
 * (parsers/csv.h).
 */
#ifndef DOMAIN_CSV_MAP_H
#define DOMAIN_CSV_MAP_H

#include "domain/shape.h"

/* The partner's name for each of our columns, of orders, shipments
 * and payments; a
 * number from 1 where the file has no header.  Absent: the file has none. */
struct csv_columns {
	struct slice po_number, release, customer, ship_to, ordered_on,
	    requested_on, currency, line, seller_item, buyer_item, gtin,
	    quantity, unit, price, repeat, shipment, order, sku, shipped_at,
	    carrier, tracking, sscc, pallet, final, id, booked_on, amount,
	    reference, text, iban, name, account, direction;
};

struct csv_map {
	struct csv_columns columns;
	struct slice delimiter; /* "," ";" "|" "tab" */
	struct slice decimal;   /* "." "," */
	struct slice date;      /* "DD-MM-YYYY", see csv_date_valid */
	struct slice encoding;  /* "utf-8" "windows-1252" "iso-8859-1" */
	bool header;            /* the first row holds the names */
	bool po_once;      /* the first row of an order alone has its number */
	struct list units; /* struct text_item: "doos = XBX" */
};

extern const struct shape csv_columns_shape, csv_map_shape;

/* Is any column named? */
bool csv_map_given(const struct csv_map *m);
/* The partner's name of our column; absent also for no such column. */
struct slice csv_map_column(const struct csv_map *m, const char *ours);
/* The code of UN/ECE Rec 20 that a unit's word stands for; absent: none. */
struct slice csv_map_unit(const struct csv_map *m, struct slice word);
/* "doos = XBX", to both sides; false: it is not written so. */
bool csv_unit_row(struct slice row, struct slice *word, struct slice *code);

/* YYYY or YY, MMM, MM or M, DD or D, each once, and signs between them; M and
 * D stand for one digit or two, MMM for Jan to Dec, YY for years from 2000. */
bool csv_date_valid(struct slice form);
/* A day that is written in such a form, DAY_NONE for anything else. */
day csv_date_parse(struct slice form, struct slice text);

#endif
