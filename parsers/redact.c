#include "base/err.h"
#include "parsers/redact_part.h"

#define HEAD 4 /* bytes that tell the kind of a file */

enum { IN_NAME, IN_VALUE, BEHIND_VALUE }; /* of a header */

/* --- headers -------------------------------------------------------------- */

static bool
is_name(const struct redact_header *h, const char *name)
{
	return (slice_ieq(slice_trim((struct slice){ h->name, h->name_n }),
	    slice_of(name)));
}

static bool
is_word(const struct redact_header *h, const char *word)
{
	return (
	    slice_ieq((struct slice){ h->word, h->word_n }, slice_of(word)));
}

static bool
word_begins(const struct redact_header *h, const char *begin)
{
	const size_t n = strlen(begin);

	return (h->word_n >= n &&
	    slice_ieq((struct slice){ h->word, n }, slice_of(begin)));
}

static bool
word_has_xml(const struct redact_header *h)
{
	for (size_t i = 0; i + 3 <= h->word_n; i++)
		if (slice_ieq((struct slice){ h->word + i, 3 }, SLICE("xml")))
			return (true);
	return (false);
}

static uint8_t
encoding_of(const struct redact_header *h)
{
	if (is_word(h, "base64"))
		return (BASE64);
	if (is_word(h, "quoted-printable"))
		return (PRINTABLE);
	return (h->word_n == 0 || is_word(h, "7bit") || is_word(h, "8bit") ||
		    is_word(h, "binary") ?
		AS_IT_IS :
		OPAQUE);
}

static bool
is_dashes(const struct redact_header *h)
{
	return (h->name_n > 2 && memcmp(h->name, "--", 2) == 0);
}

/* The line with which a part begins, without what may stand behind it. */
static void
keep_mark(struct redact *r)
{
	const struct redact_header *h = &r->header;

	r->mark_n = 0;
	if (h->name_n == REDACT_LINE)
		return; /* too long for a boundary */
	while (r->mark_n < h->name_n &&
	    memchr(" \t\r", h->name[r->mark_n], 3) == NULL)
		r->mark_n++;
	memcpy(r->mark, h->name, r->mark_n);
}

/* The last one of a name counts. */
static void
header_ends(struct redact *r)
{
	struct redact_header *h = &r->header;

	if (is_dashes(h)) {
		keep_mark(r);
	} else if (h->stage == IN_NAME) {
		return;
	} else if (is_name(h, "Content-Transfer-Encoding")) {
		h->encoding = encoding_of(h);
	} else if (is_name(h, "Content-Type")) {
		h->several = word_begins(h, "multipart/");
		h->message = word_begins(h, "message/");
		h->xml = word_has_xml(h);
		h->typed = true;
	}
}

/* Behind the empty line. */
static void
headers_end(struct redact *r)
{
	const struct redact_header h = r->header;

	r->header = (struct redact_header){ 0 };
	r->line = true;
	r->encoding = h.several ? AS_IT_IS : h.encoding;
	if (h.message && r->encoding == AS_IT_IS)
		return; /* the headers of another message */
	if (r->encoding == OPAQUE && h.typed && !h.xml)
		r->encoding = AS_IT_IS;
	r->state = STATE_BODY;
	r->preamble = h.several;
	r->soft = false;
	r->held = r->torn = r->used = 0;
	redact_anew(r, KIND_UNKNOWN);
}

static void
begin_line(struct redact *r, char c)
{
	struct redact_header *h = &r->header;

	h->folded = h->any && (c == ' ' || c == '\t');
	h->blank = true;
	if (h->folded)
		return;
	header_ends(r);
	h->stage = IN_NAME;
	h->name_n = h->word_n = 0;
}

/* The first word of a value; without the quotes that some put around it. */
static void
add_value(struct redact_header *h, char c)
{
	const bool space = memchr(" \t\r\n\"", c, 5) != NULL;

	if (space && h->word_n == 0)
		return;
	if (space || c == ';' || h->word_n == REDACT_LINE)
		h->stage = BEHIND_VALUE;
	else
		h->word[h->word_n++] = c;
}

/* True: it ends the headers. */
static bool
header_letter(struct redact *r, char c)
{
	struct redact_header *h = &r->header;

	if (r->line)
		begin_line(r, c);
	r->line = c == '\n';
	if (c == '\n' && h->blank && !h->folded)
		return (true);
	if (c == '\n') /* nothing continues a delimiter */
		h->any = !is_dashes(h);
	h->blank &= memchr(" \t\r", c, 3) != NULL;
	if (h->stage == IN_VALUE)
		add_value(h, c);
	else if (h->stage == IN_NAME && c == ':' && !is_dashes(h))
		h->stage = IN_VALUE;
	else if (h->stage == IN_NAME && h->name_n < REDACT_LINE && c != '\n')
		h->name[h->name_n++] = c;
	return (false);
}

/* --- is it MIME? ---------------------------------------------------------- */

/* A file of headers begins with the name of one, or with a delimiter.  UNA is
 * the begin of EDIFACT. */
static void
first_letter(struct redact *r, char c)
{
	struct redact_header *h = &r->header;
	const bool letter = c == '-' ||
	    ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

	if (h->name_n == 0 && memchr(" \t\r\n\xef\xbb\xbf", c, 7) != NULL)
		return;
	if (c == ':' && h->name_n > 0 && !is_name(h, "UNA")) {
		r->state = STATE_HEADER;
		h->stage = IN_VALUE;
	} else if (!letter || h->name_n == REDACT_LINE - 1) {
		r->state = STATE_PLAIN;
	} else {
		h->name[h->name_n++] = c;
		if (h->name_n == 2 && memcmp(h->name, "--", 2) == 0)
			r->state = STATE_HEADER;
	}
}

/* They are in no encoding of their own. */
static size_t
redact_headers(struct redact *r, char *p, size_t n)
{
	bool over = false;
	size_t i = 0;

	while (i < n && r->state == STATE_FIRST)
		first_letter(r, p[i++]);
	while (i < n && r->state == STATE_HEADER && !over)
		over = header_letter(r, p[i++]);
	r->changed += cxml_redact(&r->text.letters, p, i);
	if (over)
		headers_end(r);
	return (i);
}

/* --- a file --------------------------------------------------------------- */

/* zip, gzip, zstd: a changed byte would spoil the whole. */
static bool
is_compressed(struct slice s)
{
	return (slice_starts(s, SLICE("PK\3\4")) ||
	    slice_starts(s, SLICE("PK\5\6")) ||
	    slice_starts(s, SLICE("PK\7\10")) ||
	    slice_starts(s, SLICE("\x1f\x8b")) ||
	    slice_starts(s, SLICE("\x28\xb5\x2f\xfd")) ||
	    (s.n >= 4 && (s.p[0] & 0xf0) == 0x50 &&
		memcmp(s.p + 1, "\x2a\x4d\x18", 3) == 0));
}

static void
begin(struct redact *r, struct slice s)
{
	redact_anew(r, redact_kind_of(s.p, s.n));
	r->state = r->archives && is_compressed(s) ? STATE_ALONE :
	    r->text.kind == KIND_BYTES             ? STATE_FIRST :
						     STATE_PLAIN;
}

static size_t
redact_plain(struct redact *r, char *p, size_t n, bool last)
{
	const size_t unit = redact_unit(r);
	size_t i = 0;

	if (r->text.kind == KIND_BYTES) {
		r->changed += cxml_redact(&r->text.letters, p, n);
		return (n);
	}
	for (; i + unit <= n; i += unit)
		(void)redact_letter(r, p + i, unit);
	if (last && i < n) {
		(void)redact_letter(r, p + i, n - i);
		i = n;
	}
	return (i);
}

size_t
redact(struct redact *r, char *p, size_t n, bool last)
{
	size_t i = 0;

	if (r->state == STATE_NEW) {
		if (n < HEAD && !last)
			return (0);
		begin(r, (struct slice){ p, n < HEAD ? n : HEAD });
	}
	while (i < n && r->state != STATE_ALONE && r->state != STATE_PLAIN) {
		if (r->state != STATE_BODY) {
			i += redact_headers(r, p + i, n - i);
			continue;
		}
		i += redact_body(r, p + i, n - i, last);
		if (r->state == STATE_BODY)
			return (i); /* what is left has to come again */
	}
	if (r->state == STATE_PLAIN)
		i += redact_plain(r, p + i, n - i, last);
	return (r->state == STATE_ALONE ? n : i);
}

enum cxml_secret
redact_verdict(const struct redact *r)
{
	const enum cxml_secret here = r->text.letters.verdict;

	return (here > r->verdict ? here : r->verdict);
}

/* --- a whole file --------------------------------------------------------- */

void
redact_file(char *p, size_t n)
{
	struct redact r = { 0 };

	(void)redact(&r, p, n, true);
}

bool
redact_needed(struct slice file)
{
	struct redact r = { 0 };
	char piece[16384];
	size_t kept = 0;

	while (file.n > 0 && r.changed == 0) {
		const struct slice more = slice_sub(file, 0,
		    sizeof(piece) - kept);
		size_t done;

		memcpy(piece + kept, more.p, more.n);
		file = slice_sub(file, more.n, SIZE_MAX);
		kept += more.n;
		done = redact(&r, piece, kept, file.n == 0);
		kept -= done;
		INVARIANT(kept <= REDACT_KEEP);
		memmove(piece, piece + done, kept);
	}
	return (r.changed > 0);
}
