#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include "parsers/xml.h"

#define SPACES " \t\r\n"
#define MET_BITS 10

struct frame {
	const struct xml_row *row; /* NULL: the root */
	uint8_t type;
	const struct xml_row *last; /* of its children; NULL: none yet */
	uint32_t position;          /* among those of its name */
	size_t at;                  /* in its start tag, in the text */
	uint32_t seen[XML_CHILDREN_MAX];
};

struct xml_reader {
	const struct xml_vocabulary *v;
	const struct xml_client *c;
	xmlParserCtxtPtr ctxt;
	struct xml_bytes bytes;
	struct frame frames[PARSE_DEPTH_MAX + 1];
	size_t depth;          /* frames in use */
	size_t elements, open; /* all; now open */
	size_t skipping;       /* open elements without a row */
	size_t run;            /* bytes of the text run */
	size_t declarations;   /* of namespaces, in force */
	uint16_t declared[PARSE_DEPTH_MAX + 1];
	bool stray; /* text between elements was told */
	bool long_value;
	enum xml_fault fault;
	/* The value: a piece of the file as long as it is one, else a copy. */
	struct slice direct;
	struct buf text, attributes[XML_ATTRIBUTES_KEPT];
	uint64_t given; /* bit i: attribute i is there */
	bool unwanted;  /* of xml_skip */
	char root[64];
	uint16_t first[XML_TYPES_MAX + 1];
	uint16_t begins[256], behind[XML_ROWS_MAX]; /* see find_row */
	/* Names as the parser keeps them, once they were met. */
	const xmlChar *met[1 << MET_BITS];
	const xmlChar *names[XML_ROWS_MAX];
	const xmlChar *uris[XML_NAMESPACES_MAX];
	const xmlChar *kept[XML_ATTRIBUTES_KEPT];
};

/* --- texts ---------------------------------------------------------------- */

static bool
is_space(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] > ' ')
			return (false);
	return (true);
}

/* slice_trim, which most values do not need. */
static inline struct slice
trimmed(struct slice s)
{
	return (
	    s.n > 0 && (uint8_t)s.p[0] > ' ' && (uint8_t)s.p[s.n - 1] > ' ' ?
		s :
		slice_trim(s));
}

/* --- faults --------------------------------------------------------------- */

static size_t
here(const struct xml_reader *r)
{
	const xmlParserInput *in = r->ctxt->input;

	return (in == NULL ? 0 : in->consumed + (size_t)(in->cur - in->base));
}

/* Where the tag begins that a place inside it belongs to. */
static size_t
tag_start(const struct xml_reader *r, size_t at)
{
	const struct slice t = r->bytes.text;

	if (at >= t.n)
		return (t.n);
	while (at > 0 && t.p[at] != '<')
		at--;
	return (at);
}

static void
tell(struct xml_reader *r, enum xml_fault f, size_t at, const char *what)
{
	r->c->fault(r->c->ctx, f, xml_file_offset(&r->bytes, at), what);
}

static void
stop(struct xml_reader *r, enum xml_fault f, size_t at, const char *what)
{
	if (r->fault != XML_FINE)
		return;
	r->fault = f;
	tell(r, f, at, what);
	xmlStopParser(r->ctxt);
}

static enum xml_fault
fault_of(const xmlError *error)
{
	switch (error->code) {
	case XML_ERR_UNDECLARED_ENTITY:
	case XML_WAR_UNDECLARED_ENTITY:
	case XML_ERR_ENTITY_LOOP:
		return (XML_ENTITY);
	case XML_ERR_INVALID_CHAR:
	case XML_ERR_INVALID_CHARREF:
	case XML_ERR_INVALID_ENCODING:
		return (XML_CHARACTER);
	case XML_NS_ERR_UNDEFINED_NAMESPACE:
		return (XML_NAMESPACE);
	default:
		return (XML_SYNTAX);
	}
}

static void
on_error(void *user, xmlErrorPtr error)
{
	struct xml_reader *r = user;
	struct slice text = slice_trim(slice_of(error->message));
	char what[160];

	if (error->code == XML_ERR_NO_MEMORY)
		die_memory();
	if (error->level == XML_ERR_WARNING)
		return;
	if (slice_starts(text, SLICE("Input is not proper UTF-8")))
		text = SLICE("a byte that is not UTF-8, which the file is by "
			     "its declaration or for want of one");
	text = slice_sub(text, 0, sizeof(what) - 1);
	if (text.n == 0 || !slice_utf8(text))
		text = SLICE("not well-formed");
	memcpy(what, text.p, text.n);
	what[text.n] = '\0';
	if (r->bytes.fault == XML_FINE && r->bytes.at == r->bytes.text.n &&
	    here(r) + 1 >= r->bytes.text.n && r->open > 0)
		stop(r, XML_TRUNCATED, here(r), "the file ends here");
	else
		stop(r, fault_of(error), here(r), what);
}

/* --- elements ------------------------------------------------------------- */

static const xmlChar no_uri[] = "";

/* The parser keeps each name once, so a pointer tells which it is.  A name
 * that comes for the first time is looked for in the vocabulary; most never
 * come, and are not put into the parser's table, which small is fastest. */
static void
meet(struct xml_reader *r, const xmlChar *name)
{
	const struct xml_vocabulary *v = r->v;
	const xmlChar **met = &r->met[(
	    size_t)(((uint64_t)(uintptr_t)name * 0x9e3779b97f4a7c15u) >>
	    (64 - MET_BITS))];

	if (*met == name)
		return;
	*met = name;
	for (size_t i = 0; i < v->rows_n; i++)
		if (v->rows[i].name[0] == (char)name[0] &&
		    strcmp((const char *)name, v->rows[i].name) == 0)
			r->names[i] = name;
	for (size_t i = 0; v->attributes[i] != NULL; i++)
		if (strcmp((const char *)name, v->attributes[i]) == 0)
			r->kept[i] = name;
}

static bool
same_uri(struct xml_reader *r, size_t ns, const xmlChar *uri)
{
	if (r->uris[ns] == NULL &&
	    strcmp((const char *)uri, r->v->uris[ns]) == 0)
		r->uris[ns] = uri;
	return (r->uris[ns] == uri);
}

static bool
row_is(struct xml_reader *r, size_t i, const xmlChar *uri, const xmlChar *name)
{
	return (r->names[i] == name && same_uri(r, r->v->rows[i].ns, uri));
}

static const struct xml_row *
search_row(struct xml_reader *r, const struct frame *f, const xmlChar *uri,
    const xmlChar *name)
{
	meet(r, name);
	for (size_t i = r->first[f->type]; i < r->first[f->type + 1]; i++)
		if (row_is(r, i, uri, name))
			return (&r->v->rows[i]);
	return (NULL);
}

/* Documents repeat themselves: what came behind this row the last time is
 * asked first. */
static const struct xml_row *
find_row(struct xml_reader *r, struct frame *f, const xmlChar *uri,
    const xmlChar *name)
{
	uint16_t *behind = f->last == NULL ? &r->begins[f->type] :
					     &r->behind[f->last - r->v->rows];
	const struct xml_row *row = &r->v->rows[*behind];

	if (row->parent != f->type || !row_is(r, *behind, uri, name)) {
		row = search_row(r, f, uri, name);
		if (row == NULL)
			return (NULL);
		*behind = (uint16_t)(row - r->v->rows);
	}
	f->last = row;
	return (row);
}

/* The parser leaves an ampersand in an attribute as "&#38;". */
static void
add_attribute(struct buf *b, struct slice s)
{
	const char *amp;

	while ((amp = memmem(s.p, s.n, "&#38;", 5)) != NULL) {
		const size_t n = (size_t)(amp - s.p) + 1;

		buf_add(b, slice_sub(s, 0, n));
		s = slice_sub(s, n + 4, SIZE_MAX);
	}
	buf_add(b, s);
}

static void
keep_attributes(struct xml_reader *r, int n, const xmlChar **a)
{
	for (; r->given != 0; r->given &= r->given - 1)
		buf_reset(&r->attributes[__builtin_ctzll(r->given)]);
	for (int i = 0; i < n; i++, a += 5) {
		if (a[1] != NULL)
			continue;
		meet(r, a[0]);
		for (size_t k = 0; r->v->attributes[k] != NULL; k++)
			if (a[0] == r->kept[k]) {
				add_attribute(&r->attributes[k],
				    trimmed((struct slice){ (const char *)a[3],
					(size_t)(a[4] - a[3]) }));
				r->given |= 1ull << k;
			}
	}
}

static struct frame *
push_frame(struct xml_reader *r, const struct xml_row *row, uint8_t type)
{
	struct frame *f = &r->frames[r->depth++];

	f->row = row;
	f->type = type;
	f->last = NULL;
	f->position = 1;
	f->at = here(r);
	if (type != XML_VALUE && type != XML_SKIP)
		memset(f->seen, 0,
		    sizeof(f->seen[0]) *
			(size_t)(r->first[type + 1] - r->first[type]));
	return (f);
}

static void
open_root(struct xml_reader *r, const xmlChar *uri, const xmlChar *name, int n,
    const xmlChar **attributes)
{
	uint8_t type;

	keep_attributes(r, n, attributes);
	type = r->c->root(r->c->ctx, (const char *)uri, (const char *)name);
	(void)snprintf(r->root, sizeof(r->root), "%s", (const char *)name);
	if (type == XML_SKIP)
		r->skipping = 1;
	else
		(void)push_frame(r, NULL, type);
}

static void
open_element(struct xml_reader *r, const xmlChar *uri, const xmlChar *name,
    int n, const xmlChar **attributes)
{
	struct frame *f = &r->frames[r->depth - 1], *g;
	const struct xml_row *row;
	uint32_t seen;

	if (f->type == XML_VALUE) {
		tell(r, XML_VALUE_MARKUP, tag_start(r, here(r)),
		    "an element stands where only text belongs");
		r->skipping = 1;
		return;
	}
	row = find_row(r, f, uri, name);
	if (row == NULL || row->type == XML_SKIP) {
		if (r->open == 2 && row == NULL && r->c->other != NULL)
			r->c->other(r->c->ctx, (const char *)uri,
			    (const char *)name);
		r->skipping = 1;
		return;
	}
	seen = ++f->seen[row - &r->v->rows[r->first[f->type]]];
	g = push_frame(r, row, row->type);
	g->position = seen;
	if (seen > 1 && row->times == XML_ONCE)
		tell(r, XML_REPEATED, tag_start(r, g->at),
		    "this element may stand here only once");
	if (seen > 1 && row->times != XML_MANY) {
		r->depth--;
		r->skipping = 1;
	} else if (row->type == XML_VALUE) {
		buf_reset(&r->text);
		r->direct = SLICE_NONE;
		r->long_value = false;
		keep_attributes(r, n, attributes);
	} else {
		keep_attributes(r, n, attributes);
		r->c->start(r->c->ctx, row);
		if (r->unwanted) {
			r->unwanted = false;
			r->depth--;
			r->skipping = 1;
		}
	}
}

void
xml_skip(struct xml_reader *r)
{
	r->unwanted = true;
}

/* Counts what an element adds; false: a limit was hit. */
static bool
within_limits(struct xml_reader *r, int declared)
{
	r->run = 0;
	if (++r->open > PARSE_DEPTH_MAX) {
		stop(r, XML_DEEP, tag_start(r, here(r)),
		    "elements nested more than 64 deep");
		return (false);
	}
	r->declared[r->open] = (uint16_t)declared;
	r->declarations += (size_t)declared;
	if (r->declarations > XML_ATTRIBUTES_MAX)
		stop(r, XML_ATTRIBUTES, tag_start(r, here(r)),
		    "more than 256 namespace declarations in force");
	else if (++r->elements > XML_ELEMENTS_MAX)
		stop(r, XML_ELEMENTS, tag_start(r, here(r)),
		    "more than 8,000,000 elements");
	else if (r->elements % 64 == 0 &&
	    xmlDictSize(r->ctxt->dict) > XML_NAMES_MAX)
		stop(r, XML_NAMES, tag_start(r, here(r)),
		    "more than 16,384 different names");
	return (r->fault == XML_FINE);
}

static void
on_start(void *user, const xmlChar *name,
    const xmlChar *prefix __attribute__((unused)), const xmlChar *uri,
    int namespaces_n, const xmlChar **namespaces __attribute__((unused)), int n,
    int defaulted __attribute__((unused)), const xmlChar **attributes)
{
	struct xml_reader *r = user;

	if (r->fault != XML_FINE || !within_limits(r, namespaces_n))
		return;
	if (uri == NULL)
		uri = no_uri;
	if (r->skipping > 0)
		r->skipping++;
	else if (r->open == 1)
		open_root(r, uri, name, n, attributes);
	else
		open_element(r, uri, name, n, attributes);
}

static struct slice
value_of(const struct xml_reader *r)
{
	return (r->text.n > 0 ? buf_slice(&r->text) : r->direct);
}

static void
on_end(void *user, const xmlChar *name __attribute__((unused)),
    const xmlChar *prefix __attribute__((unused)),
    const xmlChar *uri __attribute__((unused)))
{
	struct xml_reader *r = user;
	const struct frame *f;

	if (r->fault != XML_FINE)
		return;
	r->run = 0;
	r->declarations -= r->declared[r->open--];
	if (r->skipping > 0) {
		r->skipping--;
		return;
	}
	f = &r->frames[r->depth - 1];
	if (f->row != NULL && f->type == XML_VALUE)
		r->c->value(r->c->ctx, f->row, trimmed(value_of(r)));
	else if (f->row != NULL)
		r->c->end(r->c->ctx, f->row);
	r->depth--;
}

/* The place of the file where these bytes stand too, or NULL. */
static const char *
in_file(const struct xml_reader *r, struct slice s)
{
	const xmlParserInput *in = r->ctxt->input;
	const size_t at = in->consumed +
	    (size_t)((uintptr_t)s.p - (uintptr_t)in->base);
	const struct slice t = r->bytes.text;

	if (r->bytes.owned != NULL || at > t.n || s.n > t.n - at ||
	    memcmp(t.p + at, s.p, s.n) != 0)
		return (NULL);
	return (t.p + at);
}

/* Most values come in one piece, as they lie in the file. */
static void
join_value(struct xml_reader *r, struct slice s)
{
	const char *p = r->text.n == 0 ? in_file(r, s) : NULL;

	if (p != NULL && r->direct.n == 0)
		r->direct = (struct slice){ p, s.n };
	else if (p != NULL && p == r->direct.p + r->direct.n)
		r->direct.n += s.n;
	else {
		if (r->text.n == 0)
			buf_add(&r->text, r->direct);
		buf_add(&r->text, s);
	}
}

static void
add_value(struct xml_reader *r, struct slice s)
{
	if (value_of(r).n + s.n <= XML_VALUE_MAX)
		join_value(r, s);
	else if (!r->long_value) {
		r->long_value = true;
		tell(r, XML_VALUE_LONG,
		    tag_start(r, r->frames[r->depth - 1].at),
		    "a value of more than 64 KiB");
	}
}

static void
on_text(void *user, const xmlChar *p, int n)
{
	struct xml_reader *r = user;
	struct slice s = { (const char *)p, (size_t)n };

	if (r->fault != XML_FINE)
		return;
	r->run += s.n;
	if (r->run > PARSE_TEXT_MAX)
		stop(r, XML_LONG, here(r), "a text of more than 16 MiB");
	else if (r->skipping > 0 || r->depth == 0)
		return;
	else if (r->frames[r->depth - 1].type == XML_VALUE)
		add_value(r, s);
	else if (!r->stray && !is_space(s)) {
		r->stray = true;
		tell(r, XML_STRAY_TEXT, here(r), "text between elements");
	}
}

/* xml_bytes lets no "<!" declaration through; should one get here, nothing of
 * it is used. */
static void
on_doctype(void *user, const xmlChar *name __attribute__((unused)),
    const xmlChar *external __attribute__((unused)),
    const xmlChar *system __attribute__((unused)))
{
	struct xml_reader *r = user;

	stop(r, XML_DOCTYPE, here(r), "a document type declaration");
}

static xmlParserInputPtr
refuse_to_load(const char *url __attribute__((unused)),
    const char *id __attribute__((unused)),
    xmlParserCtxtPtr ctxt __attribute__((unused)))
{
	return (NULL);
}

/* --- the loop ------------------------------------------------------------- */

static void
index_rows(struct xml_reader *r)
{
	size_t i = 0;

	INVARIANT(r->v->rows_n <= XML_ROWS_MAX);
	for (size_t type = 0; type <= XML_TYPES_MAX; type++) {
		while (i < r->v->rows_n && r->v->rows[i].parent < type)
			i++;
		r->first[type] = (uint16_t)i;
		INVARIANT(type == 0 ||
		    r->first[type] - r->first[type - 1] <= XML_CHILDREN_MAX);
	}
	INVARIANT(i == r->v->rows_n);
}

static void
feed(struct xml_reader *r)
{
	struct slice s;

	if (slice_trim(r->bytes.text).n == 0) {
		stop(r, XML_SYNTAX, 0, "the document is empty");
		return;
	}
	while (r->fault == XML_FINE && (s = xml_piece(&r->bytes)).n > 0)
		(void)xmlParseChunk(r->ctxt, s.p, (int)s.n, 0);
	if (r->fault != XML_FINE)
		return;
	if (r->bytes.fault != XML_FINE)
		stop(r, r->bytes.fault, r->bytes.fault_at, r->bytes.what);
	else
		(void)xmlParseChunk(r->ctxt, NULL, 0, 1);
	/* A converter that gives up tells nobody but errNo. */
	if (r->fault == XML_FINE &&
	    (!r->ctxt->wellFormed || r->ctxt->errNo != XML_ERR_OK))
		stop(r, XML_SYNTAX, here(r), "not well-formed");
}

static void
reader_init(struct xml_reader *r, const struct xml_vocabulary *v,
    const struct xml_client *c)
{
	r->v = v;
	r->c = c;
	index_rows(r);
	buf_init(&r->text, XML_VALUE_MAX + 1);
	for (size_t i = 0; v->attributes[i] != NULL; i++)
		buf_init(&r->attributes[i], PARSE_TAG_MAX + 1);
}

static void
reader_free(struct xml_reader *r)
{
	if (r->ctxt != NULL)
		xmlFreeParserCtxt(r->ctxt);
	buf_free(&r->text);
	for (size_t i = 0; r->v->attributes[i] != NULL; i++)
		buf_free(&r->attributes[i]);
	xml_bytes_close(&r->bytes);
	free(r);
}

static void
run_parser(struct xml_reader *r)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.cdataBlock = on_text,
		.ignorableWhitespace = on_text,
		.serror = on_error };

	xmlInitParser();
	xmlSetExternalEntityLoader(refuse_to_load);
	r->ctxt = xmlCreatePushParserCtxt(&sax, r, NULL, 0, NULL);
	if (r->ctxt == NULL)
		die_memory();
	/* The text is UTF-8 by now, whatever its declaration says. */
	(void)xmlCtxtUseOptions(r->ctxt,
	    XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	feed(r);
}

/* What is wrong around the document, and was mended. */
static void
tell_mended(struct xml_reader *r)
{
	struct xml_bytes *b = &r->bytes;

	xml_bytes_trim(b);
	if (b->misdeclared[0] != '\0')
		tell(r, XML_DECLARED, 0, b->misdeclared);
	if (b->padded_head || b->padded_tail)
		r->c->fault(r->c->ctx, XML_PADDING, (int64_t)b->padding,
		    b->padded_head ?
			"white space before the XML declaration" :
			"zero bytes or Control-Z behind the document");
}

bool
xml_read(struct slice file, size_t from, const struct xml_vocabulary *v,
    const struct xml_client *c, struct xml_reader **reader)
{
	struct xml_reader *r = calloc(1, sizeof(*r));
	bool fine;

	if (r == NULL)
		die_memory();
	*reader = r;
	reader_init(r, v, c);
	if (xml_bytes_open(&r->bytes, file, from)) {
		tell_mended(r);
		run_parser(r);
	} else {
		r->fault = r->bytes.fault;
		tell(r, r->fault, r->bytes.fault_at, r->bytes.what);
	}
	fine = r->fault == XML_FINE;
	*reader = NULL;
	reader_free(r);
	return (fine);
}

/* --- where we are --------------------------------------------------------- */

int64_t
xml_offset(struct xml_reader *r)
{
	return (xml_file_offset(&r->bytes,
	    r->depth == 0 ? 0 : tag_start(r, r->frames[r->depth - 1].at)));
}

int64_t
xml_tag_offset(struct xml_reader *r)
{
	return (xml_file_offset(&r->bytes, tag_start(r, here(r))));
}

static void
add_name(const struct xml_reader *r, const struct xml_row *row, struct buf *b)
{
	const char *prefix = r->v->prefixes[row->ns];

	buf_text(b, prefix);
	if (prefix[0] != '\0')
		buf_char(b, ':');
	buf_text(b, row->name);
}

void
xml_path(const struct xml_reader *r, struct buf *b)
{
	buf_char(b, '/');
	buf_text(b, r->root);
	for (size_t i = 1; i < r->depth; i++) {
		const struct frame *f = &r->frames[i];

		buf_char(b, '/');
		add_name(r, f->row, b);
		if (f->row->times == XML_MANY || f->position > 1)
			buf_printf(b, "[%u]", f->position);
	}
}

struct slice
xml_tag(const struct xml_reader *r, struct buf *b)
{
	if (r->depth <= 1)
		return (slice_of(r->root));
	add_name(r, r->frames[r->depth - 1].row, b);
	return (buf_slice(b));
}

struct slice
xml_attribute(const struct xml_reader *r, size_t i)
{
	return (buf_slice(&r->attributes[i]));
}

struct slice
xml_doctype(const struct xml_reader *r)
{
	return (r->bytes.declared);
}
