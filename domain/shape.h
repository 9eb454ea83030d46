/*
 * shape -- one description of each domain struct, used by everything that
 * walks over all its fields: the record codec between processes, JSON for
 * `convert` and the expected results beside the samples, and the content hash
 * that tells a repeated order from a changed one.
 *
 * A struct that has a shape is plain data: slices (owned by somebody else),
 * numbers, days, decimals, lists of structs with a shape, nested structs.
 * Fields have a stable name (snake case, as in JSON) and belong to exactly
 * one shape.  shape_init must run before a struct is filled: it sets days and
 * decimals to "absent", integers to their default.
 */
#ifndef DOMAIN_SHAPE_H
#define DOMAIN_SHAPE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/decimal.h"

enum field_kind {
	F_TEXT,    /* struct slice; {NULL, 0} is absent */
	F_INT,     /* int64_t; INT_NONE is absent */
	F_BOOL,    /* bool */
	F_ENUM,    /* int; names[] gives the words, 0 first */
	F_DAY,     /* day; DAY_NONE is absent */
	F_DECIMAL, /* struct decimal; DECIMAL_NONE is absent */
	F_STRUCT,  /* a nested struct of shape `of` */
	F_LIST,    /* struct list of structs of shape `of` */
};

#define INT_NONE INT64_MIN

#define FIELD_NOHASH 1 /* not content: offsets, raw spelling */
#define FIELD_NOJSON 2

struct shape;
struct field {
	const char *name;
	enum field_kind kind;
	unsigned flags;
	size_t offset;
	const struct shape *of;   /* F_STRUCT, F_LIST */
	const char *const *names; /* F_ENUM, NULL-terminated */
};
struct shape {
	const char *name;
	size_t size;
	const struct field *fields;
	size_t n;
};

void shape_init(const struct shape *s, void *object);
/* A new initialized item at the end of a list. */
void *shape_push(struct arena *a, struct list *l, const struct shape *s);

/* Compact binary form; decode checks every length, number, enum and list
 * count against what the bytes can hold (RC_FATAL "RECORD-BAD") and leaves
 * texts pointing into `bytes`. */
void shape_encode(const struct shape *s, const void *object, struct buf *b);
enum rc shape_decode(const struct shape *s, struct slice bytes, struct arena *a,
    void *object, struct err *e) MUST_CHECK;

/* One JSON object, absent fields left out, keys in field order. */
void shape_json(const struct shape *s, const void *object, struct buf *b);

/* Hash over all fields without FIELD_NOHASH. */
struct sha256;
struct sha256 shape_hash(const struct shape *s, const void *object);

#endif
