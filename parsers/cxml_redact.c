#include "parsers/cxml_redact.h"

#define OUTSIDE_XML_MAX 1024

enum {
	IN_TEXT,
	IN_NAME,  /* behind '<' */
	IN_TAG,   /* between attributes */
	IN_WORD,  /* the name of an attribute */
	IN_EQUAL, /* up to the quote */
	IN_VALUE
};
enum { TAG_OTHER, TAG_PCARD, TAG_EXTRINSIC, TAG_CONTENT };

static const struct {
	const char *name;
	uint8_t tag;
} names[] = {
	{ "PCard", TAG_PCARD },
	{ "PaymentToken", TAG_PCARD },
	{ "Extrinsic", TAG_EXTRINSIC },
	{ "SharedSecret", TAG_CONTENT },
	{ "PrimaryAccountNumberID", TAG_CONTENT },
	{ "CV2ID", TAG_CONTENT },
};

static struct slice
word_of(const struct cxml_redact *r)
{
	return ((struct slice){ r->word,
	    r->word_n <= CXML_REDACT_WORD ? r->word_n : 0 });
}

static void
add_word(struct cxml_redact *r, char c)
{
	if (r->word_n < CXML_REDACT_WORD)
		r->word[r->word_n] = c;
	if (r->word_n <= CXML_REDACT_WORD)
		r->word_n++;
}

static bool
word_is(const struct cxml_redact *r, const char *name)
{
	return (slice_ieq(word_of(r), slice_of(name)));
}

static bool
space(char c)
{
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

/* --- tags ----------------------------------------------------------------- */

static uint8_t
tag_named(const struct cxml_redact *r)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (word_is(r, names[i].name))
			return (names[i].tag);
	return (TAG_OTHER);
}

/* The '>' of a tag: does its element's content begin or end here? */
static void
tag_ends(struct cxml_redact *r)
{
	r->state = IN_TEXT;
	if (r->closing) {
		if (r->tag == r->hidden && !r->comment)
			r->hidden = TAG_OTHER;
	} else if (r->last != '/' && !r->comment && r->hidden == TAG_OTHER &&
	    (r->tag == TAG_CONTENT || (r->tag == TAG_EXTRINSIC && r->card))) {
		r->hidden = r->tag;
		r->left = OUTSIDE_XML_MAX;
	}
}

/* Behind the name of an element.  A tag of no interest is not read: no '<' can
 * stand in it. */
static void
name_ends(struct cxml_redact *r, char c)
{
	r->tag = tag_named(r);
	r->card = false;
	if (r->word_n == 0 || (r->tag == TAG_OTHER && r->hidden == TAG_OTHER))
		r->state = IN_TEXT;
	else if (c == '>')
		tag_ends(r);
	else
		r->state = IN_TAG;
}

static void
in_name(struct cxml_redact *r, char c)
{
	if (c == '/' && r->word_n == 0 && !r->closing) {
		r->closing = true;
	} else if (c == ':') {
		r->word_n = 0; /* what stood before was a prefix */
	} else if (space(c) || c == '>' || c == '/') {
		r->last = c;
		name_ends(r, c);
	} else {
		add_word(r, c);
		if (word_is(r, "!--"))
			r->comment = true;
		else if (word_is(r, "![CDATA["))
			r->cdata = r->hidden != TAG_OTHER;
		else
			return;
		r->ends = 0;
		r->state = IN_TEXT;
	}
}

static void
open_name(struct cxml_redact *r)
{
	r->state = IN_NAME;
	r->closing = false;
	r->word_n = 0;
	r->last = '<';
}

/* --- attributes ----------------------------------------------------------- */

static void
value_begins(struct cxml_redact *r, char quote)
{
	r->quote = quote;
	r->state = IN_VALUE;
	r->mask = r->hidden != TAG_OTHER ||
	    (r->tag == TAG_PCARD &&
		(word_is(r, "number") || word_is(r, "expiration") ||
		    word_is(r, "token")));
	r->naming = r->tag == TAG_EXTRINSIC && word_is(r, "name");
	r->left = OUTSIDE_XML_MAX;
	r->word_n = 0;
}

/* "Credit Card", "p-card_no": letters alone count, of any case. */
static bool
speaks_of_card(struct slice name)
{
	static const char *const words[] = { "creditcard", "paymentcard",
		"purchasecard", "purchasingcard", "pcard", "cardnum", "cardexp",
		"cardno", "cardpan", "cvv", "cvc" };
	char letters[CXML_REDACT_WORD];
	size_t n = 0;

	for (size_t i = 0; i < name.n; i++) {
		const char c = (char)(name.p[i] | 0x20);

		if (c >= 'a' && c <= 'z')
			letters[n++] = c;
	}
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		if (memmem(letters, n, words[w], strlen(words[w])) != NULL)
			return (true);
	return (false);
}

/* A name too long to be kept is looked at in what was kept of it. */
static void
value_ends(struct cxml_redact *r)
{
	const size_t n = r->word_n < CXML_REDACT_WORD ? r->word_n :
							CXML_REDACT_WORD;

	if (r->naming)
		r->card = speaks_of_card((struct slice){ r->word, n });
	r->state = IN_TAG;
}

static char
blank(struct cxml_redact *r, char c)
{
	if (space(c))
		return (c);
	if (!r->xml && r->left-- == 0) {
		r->hidden = TAG_OTHER;
		r->state = IN_TEXT;
		return (c);
	}
	return ('*');
}

static char
in_tag(struct cxml_redact *r, char c)
{
	switch (r->state) {
	case IN_TAG:
		if (c == '>') {
			tag_ends(r);
		} else if (!space(c) && c != '/') {
			r->word_n = 0;
			add_word(r, c);
			r->state = IN_WORD;
		}
		break;
	case IN_WORD:
		if (c == '>')
			tag_ends(r);
		else if (c == '=' || space(c))
			r->state = IN_EQUAL;
		else
			add_word(r, c == ':' ? '_' : c);
		break;
	case IN_EQUAL:
		if (c == '>')
			tag_ends(r);
		else if (c == '"' || c == '\'')
			value_begins(r, c);
		break;
	default:
		if (c == r->quote)
			value_ends(r);
		else if (r->mask)
			return (blank(r, c));
		else
			add_word(r, c);
		break;
	}
	r->last = c;
	return (c);
}

/* --- one byte ------------------------------------------------------------- */

/* What may close a comment or a CDATA section stays. */
static char
in_text(struct cxml_redact *r, char c)
{
	if (r->hidden == TAG_OTHER || c == ']' || c == '>' ||
	    (r->comment && c == '-'))
		return (c);
	return (blank(r, c));
}

static void
begin(struct cxml_redact *r, char c)
{
	if (space(c) || strchr("\xef\xbb\xbf\xfe\xff", c) != NULL)
		return;
	r->begun = true;
	r->xml = c == '<';
}

/* Is this the '>' of "-->" or "]]>"? */
static bool
closes(struct cxml_redact *r, char c)
{
	const char mark = r->comment ? '-' : ']';
	const bool over = c == '>' && r->ends >= 2;

	r->ends = c != mark ? 0 : r->ends < 2 ? (uint8_t)(r->ends + 1) : 2;
	return (over);
}

static char
step(struct cxml_redact *r, char c)
{
	if (c == '\0')
		return (c);
	if (!r->begun)
		begin(r, c);
	if ((r->comment || r->cdata) && closes(r, c)) {
		r->comment = r->cdata = false;
		r->state = IN_TEXT;
		return (c);
	}
	if (r->cdata)
		return (in_text(r, c));
	/* Nowhere in a tag: whatever this was, it begins anew. */
	if (c == '<' && !(r->state == IN_VALUE && r->mask)) {
		open_name(r);
		return (c);
	}
	if (r->state == IN_TEXT)
		return (in_text(r, c));
	if (r->state == IN_NAME) {
		in_name(r, c);
		return (c);
	}
	return (in_tag(r, c));
}

/* to: where they go, or NULL. */
static size_t
run(struct cxml_redact *r, const char *p, char *to, size_t n)
{
	size_t changed = 0;

	for (size_t i = 0; i < n; i++) {
		const char *next;
		char c;

		if (r->begun && r->state == IN_TEXT && !r->comment &&
		    r->hidden == TAG_OTHER) {
			next = memchr(p + i, '<', n - i);
			if (next == NULL)
				break;
			i = (size_t)(next - p);
		}
		c = step(r, p[i]);
		if (c == p[i])
			continue;
		changed++;
		if (to != NULL)
			to[i] = c;
	}
	return (changed);
}

size_t
cxml_redact(struct cxml_redact *r, char *p, size_t n)
{
	return (run(r, p, p, n));
}

bool
cxml_redact_needed(struct slice file)
{
	struct cxml_redact r = { 0 };

	return (run(&r, file.p, NULL, file.n) > 0);
}
