/*
 * xml_values -- what the values of orders in XML have in common, whatever the
 * format: how texts are kept, joined and added to an order.
 *
 * A text that lies in the file is not copied, for the file outlives the order;
 * any other goes to the arena.
 */
#ifndef PARSERS_XML_VALUES_H
#define PARSERS_XML_VALUES_H

#include "domain/order.h"
#include "parsers/text_head.h"

#define XML_JOINED_MIN (4u << 20)

struct xml_values {
	struct arena *arena;
	struct slice file;
	size_t joined; /* bytes copied to join texts */
};

struct slice xml_kept(const struct xml_values *v, struct slice s);
/* The first one stays. */
void xml_set(const struct xml_values *v, struct slice *to, struct slice text);
/* Each join copies what is there, so all of a document's together are bounded
 * by its size: a text in a million parts is nobody's address.  False: that
 * was too much, and *to is as it was. */
bool xml_join(struct xml_values *v, struct slice *to, const char *between,
    struct slice text);
/* "gln:" and 8712345000004: at most 200 bytes of it. */
struct slice xml_prefixed(const struct xml_values *v, const char *prefix,
    struct slice id);
/* Once each, at most 32. */
void xml_add_id(const struct xml_values *v, struct party *p, struct slice id);
void xml_add_note(const struct xml_values *v, struct list *notes,
    struct slice text);

/* The form of a code of UN/ECE Rec 20 or 21: whether we sell in that unit is
 * for the master data to say. */
bool xml_is_unit(struct slice s);
bool xml_is_country(struct slice s); /* the form of ISO 3166-1 alpha-2 */

/* Calls `told` for each line (its place in the list) whose id an earlier one
 * has too; lines without an id are passed over. */
void xml_lines_repeated(const struct xml_values *v, const struct list *lines,
    void (*told)(void *ctx, size_t i), void *ctx);

/* Where the lines of an order go, as far as it is where the first one goes. */
struct xml_places {
	struct party first;
	struct slice key; /* its identifier or name */
	size_t lines;     /* this many from the first on */
	bool begun, differ;
};
/* What stands for the identifier of a place that has none: nobody can tell
 * which of ours it is, so it is one that a person must look up. */
struct slice xml_place_name(const struct xml_values *v, const struct party *p);
/* The newest line of the order, or a part of it, goes there. */
void xml_line_goes(struct xml_places *s, const struct order *o,
    const struct party *p, struct slice key);
/* All lines go to one place that is not the order's: it is the order's. The
 * name of the one that was is returned, or "". */
struct slice xml_places_settle(const struct xml_values *v,
    const struct xml_places *s, struct order *o);
bool xml_same_place(const struct party *a, const struct party *b);

#endif
