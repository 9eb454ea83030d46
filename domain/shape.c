#include "domain/shape.h"

#include "base/hash.h"

_Static_assert(sizeof(enum field_kind) == sizeof(int),
    "enum fields are read as int");
_Static_assert(sizeof(day) == sizeof(int32_t), "a day has 32 bits");

static const void *
at(const void *object, const struct field *f)
{
	return ((const char *)object + f->offset);
}

static const void *
item(const struct list *l, const struct shape *s, size_t i)
{
	return ((const char *)l->v + i * s->size);
}

/* --- absence ----------------------------------------------------------- */

static void
init_field(const struct field *f, void *p)
{
	switch (f->kind) {
	case F_INT:
		*(int64_t *)p = INT_NONE;
		break;
	case F_DAY:
		*(day *)p = DAY_NONE;
		break;
	case F_DECIMAL:
		*(struct decimal *)p = DECIMAL_NONE;
		break;
	case F_STRUCT:
		shape_init(f->of, p);
		break;
	case F_TEXT:
	case F_BOOL:
	case F_ENUM:
	case F_LIST:
		break;
	}
}

void
shape_init(const struct shape *s, void *object)
{
	memset(object, 0, s->size);
	for (size_t i = 0; i < s->n; i++)
		init_field(&s->fields[i], (char *)object + s->fields[i].offset);
}

void *
shape_push(struct arena *a, struct list *l, const struct shape *s)
{
	void *p = list_push(a, l, s->size);

	shape_init(s, p);
	return (p);
}

static bool any_field(const struct shape *s, const void *object,
    unsigned without);

/* Does the field say anything?  Words and flags at their first value only
 * count where they are printed anyway. */
static bool
is_present(const struct field *f, const void *p, unsigned without)
{
	switch (f->kind) {
	case F_TEXT:
		return (((const struct slice *)p)->n > 0);
	case F_INT:
		return (*(const int64_t *)p != INT_NONE);
	case F_BOOL:
		return (*(const bool *)p);
	case F_ENUM:
		return (*(const int *)p != 0);
	case F_DAY:
		return (*(const day *)p != DAY_NONE);
	case F_DECIMAL:
		return (!decimal_is_none(*(const struct decimal *)p));
	case F_STRUCT:
		return (any_field(f->of, p, without));
	case F_LIST:
		return (((const struct list *)p)->n > 0);
	}
	BUG("field kind");
}

static bool
any_field(const struct shape *s, const void *object, unsigned without)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		if ((f->flags & without) == 0 &&
		    is_present(f, at(object, f), without))
			return (true);
	}
	return (false);
}

/* --- binary form -------------------------------------------------------
 *
 * Fields in order, no tags: both sides are the same program.  Numbers are
 * base-128 varints, signed ones zigzag; a text is its length and bytes; a
 * decimal is scale + 1 (0: absent) and coefficient; a list is its count.
 */

struct encoder {
	struct buf *out;
	size_t n;
	char stage[512];
};

static void
flush(struct encoder *c)
{
	buf_add(c->out, (struct slice){ c->stage, c->n });
	c->n = 0;
}

static void
put_bytes(struct encoder *c, struct slice s)
{
	if (s.n > sizeof(c->stage) - c->n)
		flush(c);
	if (s.n > sizeof(c->stage)) {
		buf_add(c->out, s);
		return;
	}
	if (s.n > 0)
		memcpy(c->stage + c->n, s.p, s.n);
	c->n += s.n;
}

static void
put_number(struct encoder *c, uint64_t v)
{
	if (sizeof(c->stage) - c->n < 10)
		flush(c);
	while (v >= 0x80) {
		c->stage[c->n++] = (char)(v | 0x80);
		v >>= 7;
	}
	c->stage[c->n++] = (char)v;
}

static void
put_signed(struct encoder *c, int64_t v)
{
	put_number(c, ((uint64_t)v << 1) ^ (uint64_t)(v >> 63));
}

static void encode_struct(struct encoder *, const struct shape *, const void *);

static void
encode_field(struct encoder *c, const struct field *f, const void *p)
{
	const struct decimal *d = p;
	const struct slice *t = p;
	const struct list *l = p;

	switch (f->kind) {
	case F_TEXT:
		put_number(c, t->n);
		put_bytes(c, *t);
		break;
	case F_INT:
		put_signed(c, *(const int64_t *)p);
		break;
	case F_BOOL:
		put_number(c, *(const bool *)p ? 1 : 0);
		break;
	case F_ENUM:
		put_number(c, *(const unsigned *)p);
		break;
	case F_DAY:
		put_signed(c, *(const day *)p);
		break;
	case F_DECIMAL:
		put_number(c, (uint64_t)(d->scale + 1));
		if (!decimal_is_none(*d))
			put_signed(c, d->coef);
		break;
	case F_STRUCT:
		encode_struct(c, f->of, p);
		break;
	case F_LIST:
		put_number(c, l->n);
		for (size_t i = 0; i < l->n; i++)
			encode_struct(c, f->of, item(l, f->of, i));
		break;
	}
}

static void
encode_struct(struct encoder *c, const struct shape *s, const void *object)
{
	for (size_t i = 0; i < s->n; i++)
		encode_field(c, &s->fields[i], at(object, &s->fields[i]));
}

void
shape_encode(const struct shape *s, const void *object, struct buf *b)
{
	struct encoder c = { .out = b };

	encode_struct(&c, s, object);
	flush(&c);
}

struct decoder {
	struct slice rest;
	struct arena *arena;
	const struct field *at; /* what was read last, for the error */
	const char *why;        /* NULL: good so far */
};

static bool
bad(struct decoder *c, const char *why)
{
	if (c->why == NULL)
		c->why = why;
	return (false);
}

static bool
get_number(struct decoder *c, uint64_t *v)
{
	unsigned shift = 0;

	*v = 0;
	for (size_t i = 0; i < c->rest.n && i < 10; i++, shift += 7) {
		uint8_t byte = (uint8_t)c->rest.p[i];

		if (shift == 63 && byte > 1)
			return (bad(c, "number too large"));
		*v |= (uint64_t)(byte & 0x7f) << shift;
		if (byte < 0x80) {
			c->rest.p += i + 1;
			c->rest.n -= i + 1;
			return (true);
		}
	}
	return (bad(c, "number cut short"));
}

static bool
get_signed(struct decoder *c, int64_t *v)
{
	uint64_t u;

	if (!get_number(c, &u))
		return (false);
	*v = (int64_t)(u >> 1) ^ -(int64_t)(u & 1);
	return (true);
}

static bool
get_text(struct decoder *c, struct slice *t)
{
	uint64_t n;

	if (!get_number(c, &n))
		return (false);
	if (n > c->rest.n)
		return (bad(c, "text longer than the record"));
	if (n == 0) {
		*t = SLICE_NONE;
		return (true);
	}
	*t = (struct slice){ c->rest.p, (size_t)n };
	c->rest.p += n;
	c->rest.n -= (size_t)n;
	return (true);
}

static bool
get_enum(struct decoder *c, const struct field *f, int *v)
{
	uint64_t u, n = 0;

	while (f->names[n] != NULL)
		n++;
	if (!get_number(c, &u))
		return (false);
	if (u >= n)
		return (bad(c, "no such word"));
	*v = (int)u;
	return (true);
}

static bool
get_day(struct decoder *c, day *d)
{
	int64_t v;

	if (!get_signed(c, &v))
		return (false);
	if (v != DAY_NONE && (v < day_of(1, 1, 1) || v > day_of(9999, 12, 31)))
		return (bad(c, "no such day"));
	*d = (day)v;
	return (true);
}

static bool
get_decimal(struct decoder *c, struct decimal *d)
{
	struct decimal normal;
	uint64_t scale;
	int64_t coef;

	if (!get_number(c, &scale))
		return (false);
	if (scale > DECIMAL_SCALE_MAX + 1)
		return (bad(c, "scale too large"));
	*d = DECIMAL_NONE;
	if (scale == 0)
		return (true);
	if (!get_signed(c, &coef))
		return (false);
	if (coef > 999999999999999999 || coef < -999999999999999999)
		return (bad(c, "more than 18 digits"));
	normal = decimal_make(coef, (int32_t)scale - 1);
	if (normal.coef != coef || normal.scale != (int32_t)scale - 1)
		return (bad(c, "decimal not in normal form"));
	*d = normal;
	return (true);
}

static bool decode_struct(struct decoder *, const struct shape *, void *);

/* The fewest bytes an object of this shape can be coded in. */
static size_t
least_size(const struct shape *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->fields[i].kind == F_STRUCT ?
		    least_size(s->fields[i].of) :
		    1;
	return (n);
}

static bool
get_list(struct decoder *c, const struct field *f, struct list *l)
{
	uint64_t n;
	size_t least;

	if (!get_number(c, &n))
		return (false);
	least = least_size(f->of);
	INVARIANT(least > 0);
	if (n > c->rest.n / least)
		return (bad(c, "more items than the record can hold"));
	*l = (struct list){ NULL, 0, 0 };
	if (n == 0)
		return (true);
	l->v = arena_array(c->arena, (size_t)n, f->of->size);
	l->n = l->cap = (size_t)n;
	for (size_t i = 0; i < l->n; i++)
		if (!decode_struct(c, f->of, (char *)l->v + i * f->of->size))
			return (false);
	return (true);
}

static bool
get_bool(struct decoder *c, bool *v)
{
	uint64_t u;

	if (!get_number(c, &u))
		return (false);
	if (u > 1)
		return (bad(c, "neither true nor false"));
	*v = u == 1;
	return (true);
}

static bool
decode_field(struct decoder *c, const struct field *f, void *p)
{
	switch (f->kind) {
	case F_TEXT:
		return (get_text(c, p));
	case F_INT:
		return (get_signed(c, p));
	case F_BOOL:
		return (get_bool(c, p));
	case F_ENUM:
		return (get_enum(c, f, p));
	case F_DAY:
		return (get_day(c, p));
	case F_DECIMAL:
		return (get_decimal(c, p));
	case F_STRUCT:
		return (decode_struct(c, f->of, p));
	case F_LIST:
		return (get_list(c, f, p));
	}
	BUG("field kind");
}

static bool
decode_struct(struct decoder *c, const struct shape *s, void *object)
{
	memset(object, 0, s->size);
	for (size_t i = 0; i < s->n; i++) {
		c->at = &s->fields[i];
		if (!decode_field(c, &s->fields[i],
			(char *)object + s->fields[i].offset))
			return (false);
	}
	return (true);
}

enum rc
shape_decode(const struct shape *s, struct slice bytes, struct arena *a,
    void *object, struct err *e)
{
	struct decoder c = { .rest = bytes, .arena = a };

	if (decode_struct(&c, s, object) && c.rest.n > 0)
		(void)bad(&c, "bytes left over");
	if (c.why == NULL)
		return (RC_OK);
	INVARIANT(c.at != NULL);
	shape_init(s, object);
	return (err_set(e, RC_FATAL, "RECORD-BAD", "%s record, %s: %s", s->name,
	    c.at->name, c.why));
}

/* --- JSON -------------------------------------------------------------- */

static void json_struct(const struct shape *, const void *, struct buf *);

static void
json_list(const struct shape *s, const struct list *l, struct buf *b)
{
	buf_char(b, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_char(b, ',');
		json_struct(s, item(l, s, i), b);
	}
	buf_char(b, ']');
}

static void
json_field(const struct field *f, const void *p, struct buf *b)
{
	char text[DECIMAL_TEXT_MAX + 11];

	switch (f->kind) {
	case F_TEXT:
		buf_json(b, *(const struct slice *)p);
		break;
	case F_INT:
		buf_int(b, *(const int64_t *)p);
		break;
	case F_BOOL:
		buf_text(b, *(const bool *)p ? "true" : "false");
		break;
	case F_ENUM:
		buf_json(b, slice_of(f->names[*(const int *)p]));
		break;
	case F_DAY:
		buf_json(b, slice_of(day_text(*(const day *)p, text)));
		break;
	case F_DECIMAL:
		buf_json(b,
		    slice_of(decimal_text(*(const struct decimal *)p, text)));
		break;
	case F_STRUCT:
		json_struct(f->of, p, b);
		break;
	case F_LIST:
		json_list(f->of, p, b);
		break;
	}
}

/* A flag or a word always says something; the rest may be absent. */
static bool
is_printed(const struct field *f, const void *p)
{
	if ((f->flags & FIELD_NOJSON) != 0)
		return (false);
	return (f->kind == F_BOOL || f->kind == F_ENUM ||
	    is_present(f, p, FIELD_NOJSON));
}

/* An object of a single field is written as that field alone: a list of
 * texts is a JSON array of strings. */
static void
json_struct(const struct shape *s, const void *object, struct buf *b)
{
	bool first = true;

	if (s->n == 1) {
		json_field(&s->fields[0], at(object, &s->fields[0]), b);
		return;
	}
	buf_char(b, '{');
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		if (!is_printed(f, at(object, f)))
			continue;
		if (!first)
			buf_char(b, ',');
		first = false;
		buf_json(b, slice_of(f->name));
		buf_char(b, ':');
		json_field(f, at(object, f), b);
	}
	buf_char(b, '}');
}

void
shape_json(const struct shape *s, const void *object, struct buf *b)
{
	json_struct(s, object, b);
}

/* --- content hash ------------------------------------------------------
 *
 * Present fields only, each with its name, so that a field added in a later
 * version leaves the hash of a document that does not use it as it was.
 */

static void hash_struct(struct encoder *, const struct shape *, const void *);

static void
hash_field(struct encoder *c, const struct field *f, const void *p)
{
	const struct list *l = p;

	put_bytes(c, (struct slice){ f->name, strlen(f->name) + 1 });
	switch (f->kind) {
	case F_STRUCT:
		hash_struct(c, f->of, p);
		break;
	case F_LIST:
		put_number(c, l->n);
		for (size_t i = 0; i < l->n; i++)
			hash_struct(c, f->of, item(l, f->of, i));
		break;
	case F_ENUM:
		put_bytes(c, slice_of(f->names[*(const int *)p]));
		put_number(c, 0);
		break;
	case F_TEXT:
	case F_INT:
	case F_BOOL:
	case F_DAY:
	case F_DECIMAL:
		encode_field(c, f, p);
		break;
	}
}

static void
hash_struct(struct encoder *c, const struct shape *s, const void *object)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct field *f = &s->fields[i];

		if ((f->flags & FIELD_NOHASH) == 0 &&
		    is_present(f, at(object, f), FIELD_NOHASH))
			hash_field(c, f, at(object, f));
	}
	put_number(c, 0); /* no field has an empty name */
}

struct sha256
shape_hash(const struct shape *s, const void *object)
{
	struct sha256 h;
	struct buf b;

	buf_init(&b, (size_t)1 << 40);
	{
		struct encoder c = { .out = &b };

		hash_struct(&c, s, object);
		flush(&c);
	}
	INVARIANT(!b.failed);
	h = sha256_of(buf_slice(&b));
	buf_free(&b);
	return (h);
}
