#include "base/digit.h"
#include "parsers/cxml_redact.h"

#define OUTSIDE_XML_MAX 1024
#define UNQUOTED ' ' /* instead of a quote */

enum {
	IN_TEXT,
	IN_NAME,  /* behind '<' */
	IN_TAG,   /* between attributes */
	IN_WORD,  /* the name of an attribute */
	IN_EQUAL, /* up to the '=', or a quote */
	IN_QUOTE, /* behind it */
	IN_VALUE
};
enum {
	TAG_OTHER,
	TAG_PCARD,
	TAG_EXTRINSIC,
	TAG_CONTENT,
	TAG_SECRET,
	TAG_SENDER,
	TAG_DECLARED
};

static const struct {
	const char *name;
	uint8_t tag;
} names[] = {
	{ "PCard", TAG_PCARD },
	{ "PaymentToken", TAG_PCARD },
	{ "Extrinsic", TAG_EXTRINSIC },
	{ "Sender", TAG_SENDER },
	{ "SharedSecret", TAG_SECRET },
	{ "PrimaryAccountNumberID", TAG_CONTENT },
	{ "CV2ID", TAG_CONTENT },
	{ "PlainCardData", TAG_CONTENT },
	{ "!ENTITY", TAG_DECLARED }, /* what a number could be hidden in */
	{ "!ATTLIST", TAG_DECLARED },
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

/* --- the secret ----------------------------------------------------------- */

void
cxml_secret_hash(struct cxml_expected *x, struct slice secret)
{
	x->hash = hmac_sha256(
	    (struct slice){ (const char *)x->key, sizeof(x->key) }, secret);
}

static void
keep_secret(struct cxml_redact *r, char c)
{
	if (r->expected == NULL || r->hidden != TAG_SECRET || !r->sender ||
	    r->comment)
		return;
	if (r->secret_n < CXML_SECRET_MAX)
		r->secret[r->secret_n] = c;
	if (r->secret_n <= CXML_SECRET_MAX)
		r->secret_n++;
}

/* "&#38;" and "&amp;" are '&'; what is none of XML's own stays. */
static size_t
read_entity(struct slice s, char *c)
{
	static const struct {
		const char *name;
		char is;
	} known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' } };
	size_t i = 2;
	int n = 0, base = 10;

	for (size_t k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		if (slice_starts(s, slice_of(known[k].name))) {
			*c = known[k].is;
			return (strlen(known[k].name));
		}
	if (s.n < 4 || s.p[1] != '#')
		return (0);
	if (s.p[2] == 'x') {
		base = 16;
		i = 3;
	}
	for (; i < s.n && s.p[i] != ';' && n < 128; i++) {
		const int digit = hex_value(s.p[i]);

		if (digit < 0 || digit >= base)
			return (0);
		n = n * base + digit;
	}
	*c = (char)n;
	return (i < s.n && s.p[i] == ';' && n > 0 && n < 128 ? i + 1 : 0);
}

static size_t
decode(char *p, size_t n)
{
	size_t to = 0, used;

	for (size_t i = 0; i < n; i += used, to++) {
		char c = p[i];

		used = c == '&' ?
		    read_entity((struct slice){ p + i, n - i }, &c) :
		    1;
		if (used == 0)
			used = 1;
		p[to] = c;
	}
	return (to);
}

/* The same time for every secret of that length. */
static void
compare_secret(struct cxml_redact *r)
{
	struct cxml_expected x;
	struct slice s = slice_trim((struct slice){ r->secret,
	    r->secret_n <= CXML_SECRET_MAX ? r->secret_n : 0 });
	uint8_t differs = 0;

	if (r->expected == NULL || !r->sender)
		return;
	memcpy(x.key, r->expected->key, sizeof(x.key));
	memmove(r->secret, s.p, s.n);
	s = (struct slice){ r->secret, decode(r->secret, s.n) };
	cxml_secret_hash(&x, s);
	for (size_t i = 0; i < sizeof(x.hash); i++)
		differs |= (uint8_t)(((const uint8_t *)&x.hash)[i] ^
		    ((const uint8_t *)&r->expected->hash)[i]);
	if (differs != 0 || r->secret_n > CXML_SECRET_MAX)
		r->verdict = CXML_SECRET_WRONG;
	else if (r->verdict == CXML_SECRET_NONE)
		r->verdict = CXML_SECRET_RIGHT;
	explicit_bzero(r->secret, sizeof(r->secret));
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

/* Of the hidden element, or of one of its name inside it: the last of them to
 * end is the hidden one. */
static void
inner_tag_ends(struct cxml_redact *r)
{
	if (!r->closing) {
		if (r->last != '/' && r->inner < UINT16_MAX)
			r->inner++;
	} else if (r->inner > 0) {
		r->inner--;
	} else {
		if (r->hidden == TAG_SECRET)
			compare_secret(r);
		r->hidden = TAG_OTHER;
	}
}

/* The '>' of a tag: does its element's content begin or end here? */
static void
tag_ends(struct cxml_redact *r)
{
	r->state = IN_TEXT;
	if (r->comment)
		return;
	if (r->hidden != TAG_OTHER) {
		if (r->tag == r->hidden)
			inner_tag_ends(r);
		return;
	}
	if (r->tag == TAG_SENDER)
		r->sender = !r->closing && r->last != '/';
	if (!r->closing && r->last != '/' &&
	    (r->tag == TAG_CONTENT || r->tag == TAG_SECRET ||
		(r->tag == TAG_EXTRINSIC && r->card))) {
		r->hidden = r->tag;
		r->inner = 0;
		r->secret_n = 0;
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
		if (r->word[0] != '!')
			return;
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
	r->mask = r->hidden != TAG_OTHER || r->tag == TAG_DECLARED ||
	    (r->tag == TAG_PCARD &&
		(word_is(r, "number") || word_is(r, "expiration") ||
		    word_is(r, "token")));
	r->naming = r->tag == TAG_EXTRINSIC && word_is(r, "name");
	r->left = OUTSIDE_XML_MAX;
	r->word_n = 0;
}

static bool
speaks_of_card(struct slice letters)
{
	static const char *const words[] = { "creditcard", "paymentcard",
		"purchasecard", "purchasingcard", "pcard", "cardnum", "cardexp",
		"cardno", "cardpan", "cvv", "cvc" };

	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++)
		if (memmem(letters.p, letters.n, words[w], strlen(words[w])) !=
		    NULL)
			return (true);
	return (false);
}

/* "Credit Card", "p-card_no": letters alone count, of any case.  A long name
 * is looked at in parts that overlap by more than any of the words. */
static void
add_letter(struct cxml_redact *r, char c)
{
	const size_t half = CXML_REDACT_WORD / 2;

	c = (char)(c | 0x20);
	if (c < 'a' || c > 'z')
		return;
	if (r->word_n == CXML_REDACT_WORD) {
		r->card |= speaks_of_card(word_of(r));
		memcpy(r->word, r->word + half, half);
		r->word_n = half;
	}
	r->word[r->word_n++] = c;
}

static void
value_ends(struct cxml_redact *r)
{
	if (r->naming)
		r->card |= speaks_of_card(word_of(r));
	r->state = IN_TAG;
}

/* What may close a comment stays, or the same bytes would be read otherwise
 * the second time. */
static char
blank(struct cxml_redact *r, char c)
{
	if (space(c) || (r->comment && c == '-'))
		return (c);
	if (!r->xml && r->left-- == 0) {
		r->hidden = TAG_OTHER;
		r->state = IN_TEXT;
		return (c);
	}
	return ('*');
}

/* A value without quotes ends at a space or with the tag; its document is
 * refused, and kept. */
static char
in_value(struct cxml_redact *r, char c)
{
	const bool bare = r->quote == UNQUOTED;

	if (bare ? space(c) || c == '>' : c == r->quote) {
		value_ends(r);
		if (c == '>' && bare)
			tag_ends(r);
	} else if (r->mask && !(bare && c == '/')) {
		return (blank(r, c));
	} else if (r->naming) {
		add_letter(r, c);
	}
	r->last = c;
	return (c);
}

static char
in_tag(struct cxml_redact *r, char c)
{
	switch (r->state) {
	case IN_TAG:
		if (c == '>') {
			tag_ends(r);
		} else if ((c == '"' || c == '\'') &&
		    (r->hidden != TAG_OTHER || r->tag == TAG_DECLARED)) {
			r->word_n = 0;
			value_begins(r, c);
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
			r->state = c == '=' ? IN_QUOTE : IN_EQUAL;
		else if (c == ':')
			r->word_n = 0; /* what stood before was a prefix */
		else
			add_word(r, c);
		break;
	case IN_EQUAL:
	case IN_QUOTE:
		if (c == '>')
			tag_ends(r);
		else if (c == '"' || c == '\'')
			value_begins(r, c);
		else if (c == '=')
			r->state = IN_QUOTE;
		else if (r->state == IN_QUOTE && !space(c)) {
			value_begins(r, UNQUOTED);
			return (in_value(r, c));
		}
		break;
	default:
		return (in_value(r, c));
	}
	r->last = c;
	return (c);
}

/* --- one byte ------------------------------------------------------------- */

/* What may close a CDATA section stays. */
static char
in_text(struct cxml_redact *r, char c)
{
	keep_secret(r, c);
	if (r->hidden == TAG_OTHER || c == ']' || c == '>')
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
		if (r->cdata && r->secret_n >= 2)
			r->secret_n -= 2; /* of "]]>" */
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

size_t
cxml_redact(struct cxml_redact *r, char *p, size_t n)
{
	size_t changed = 0;

	for (size_t i = 0; i < n; i++) {
		char c;

		if (r->begun && r->state == IN_TEXT && !r->comment &&
		    r->hidden == TAG_OTHER) {
			const char *next = memchr(p + i, '<', n - i);

			if (next == NULL)
				break;
			i = (size_t)(next - p);
		}
		c = step(r, p[i]);
		changed += c != p[i];
		p[i] = c;
	}
	return (changed);
}

char
cxml_redact_letter(struct cxml_redact *r, char c)
{
	return (step(r, c));
}

bool
cxml_redact_hides(const struct cxml_redact *r)
{
	return (r->hidden != TAG_OTHER || (r->state == IN_VALUE && r->mask));
}
