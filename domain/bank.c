#include <ctype.h>
#include <string.h>

#include "domain/bank.h"
#include "domain/ident.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))
/* clang-format off */
#define TEXT(m) { #m, F_TEXT, 0, offsetof(struct bank_entry, m), NULL, NULL }
#define BOOL(m) { #m, F_BOOL, 0, offsetof(struct bank_entry, m), NULL, NULL }
#define INT(m) { #m, F_INT, FIELD_NOHASH, offsetof(struct bank_entry, m), \
	NULL, NULL }
/* clang-format on */

static const struct field entry_fields[] = {
	TEXT(account),
	TEXT(bank_id),
	TEXT(entry_id),
	TEXT(end_to_end),
	TEXT(mandate),
	TEXT(payer_name),
	TEXT(payer_account),
	{ "amount", F_DECIMAL, 0, offsetof(struct bank_entry, amount), NULL,
	    NULL },
	TEXT(currency),
	{ "booked_on", F_DAY, 0, offsetof(struct bank_entry, booked_on), NULL,
	    NULL },
	BOOL(debit),
	BOOL(reversal),
	BOOL(batch),
	BOOL(part),
	TEXT(code),
	TEXT(return_code),
	{ "references", F_LIST, 0, offsetof(struct bank_entry, references),
	    &reference_shape, NULL },
	TEXT(text),
	INT(offset),
	INT(row),
};
const struct shape bank_entry_shape = { "bank_entry", sizeof(struct bank_entry),
	entry_fields, N(entry_fields) };

/* --- accounts ------------------------------------------------------------ */

struct slice
bank_account(struct slice written, struct arena *a)
{
	const size_t most = written.n < BANK_ID_MAX ? written.n : BANK_ID_MAX;
	char *out = arena_alloc(a, most + 1);
	size_t n = 0;

	for (size_t i = 0; i < most; i++)
		if (written.p[i] != ' ')
			out[n++] = (char)toupper((unsigned char)written.p[i]);
	return ((struct slice){ out, n });
}

/* A letter counts as two digits, 10 to 35. */
static bool
mod97_add(unsigned *rest, char c)
{
	if (c >= '0' && c <= '9')
		*rest = (*rest * 10 + (unsigned)(c - '0')) % 97;
	else if (c >= 'A' && c <= 'Z')
		*rest = (*rest * 100 + (unsigned)(c - 'A') + 10) % 97;
	else
		return (false);
	return (true);
}

bool
iban_valid(struct slice s)
{
	unsigned rest = 0;

	if (s.n < 15 || s.n > 34 || !isupper((unsigned char)s.p[0]) ||
	    !isupper((unsigned char)s.p[1]))
		return (false);
	for (size_t i = 0; i < s.n; i++)
		if (!mod97_add(&rest, s.p[(i + 4) % s.n]))
			return (false);
	return (rest == 1);
}

/* --- references ---------------------------------------------------------- */

static bool
is_word(char c)
{
	return (isalnum((unsigned char)c) != 0 || c == '-' || c == '/' ||
	    c == '.' || c == '_' || c == '#');
}

static bool
known(const struct list *references, struct slice value)
{
	for (size_t i = 0; i < references->n; i++)
		if (slice_eq(LIST_AT(references, struct reference, i)->value,
			value))
			return (true);
	return (false);
}

static void
push(struct list *references, const char *qualifier, struct slice value,
    struct arena *a)
{
	struct reference *r;

	if (value.n == 0 || value.n > BANK_ID_MAX ||
	    references->n >= BANK_REFERENCES_MAX || known(references, value))
		return;
	r = shape_push(a, references, &reference_shape);
	r->qualifier = slice_of(qualifier);
	r->value = value;
}

void
bank_reference(struct list *references, const char *qualifier,
    struct slice value, struct arena *a)
{
	value = slice_trim(value);
	if (rf_valid(value))
		push(references, "rf", bank_account(value, a), a);
	else
		push(references, qualifier, arena_slice(a, value), a);
}

/* People print a reference in groups, and write on behind it: each end of a
 * word may be its end, and check digits say which could be. */
static void
rf_at(struct list *references, struct slice text, struct arena *a)
{
	char compact[RF_MAX];
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < RF_MAX - 1; i++) {
		const char c = text.p[i];
		const bool last = i + 1 == text.n ||
		    !isalnum((unsigned char)text.p[i + 1]);
		struct slice found;

		if (c == ' ')
			continue;
		if (!isalnum((unsigned char)c))
			return;
		compact[n++] = (char)toupper((unsigned char)c);
		found = (struct slice){ compact, n };
		if (last && rf_valid(found))
			push(references, "rf", arena_slice(a, found), a);
	}
}

static void
find_rf(struct list *references, struct slice text, struct arena *a)
{
	for (size_t i = 0; i + 4 < text.n; i++)
		if (toupper((unsigned char)text.p[i]) == 'R' &&
		    toupper((unsigned char)text.p[i + 1]) == 'F' &&
		    isdigit((unsigned char)text.p[i + 2]) &&
		    (i == 0 || !isalnum((unsigned char)text.p[i - 1])))
			rf_at(references, slice_sub(text, i, text.n), a);
}

/* A full stop or a sign at its end is the sentence's. */
static struct slice
bare(struct slice word)
{
	while (word.n > 0 && !isalnum((unsigned char)word.p[word.n - 1]))
		word.n--;
	while (word.n > 0 && !isalnum((unsigned char)word.p[0]))
		word = slice_sub(word, 1, word.n);
	return (word);
}

static bool
has_digit(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (isdigit((unsigned char)s.p[i]))
			return (true);
	return (false);
}

static void
find_words(struct list *references, struct slice text, struct arena *a)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		struct slice word;

		if (i < text.n && is_word(text.p[i]))
			continue;
		word = bare(slice_sub(text, from, i - from));
		from = i + 1;
		if (word.n >= 2 && word.n <= 50 && has_digit(word))
			push(references, "word", arena_slice(a, word), a);
	}
}

static void
find_text(struct list *references, struct slice text, struct arena *a)
{
	find_rf(references, text, a);
	/* A number of theirs may have spaces in it. */
	if (text.n > 0 && text.n <= 50)
		push(references, "word", arena_slice(a, text), a);
	find_words(references, text, a);
}

/* "/TRTP/SEPA/REMI/ORDER 7/EREF/A-1": where the next tag begins. */
static size_t
next_tag(struct slice s, size_t from)
{
	for (size_t i = from; i + 5 < s.n; i++) {
		size_t k = 1;

		while (k < 5 && isupper((unsigned char)s.p[i + k]))
			k++;
		if (s.p[i] == '/' && k == 5 && s.p[i + 5] == '/')
			return (i);
	}
	return (s.n);
}

/* Dutch banks write all they know of a payment in one text: what was said of
 * it stands behind two of the tags, and no slash parts the words there. */
static void
find_tagged(struct list *references, struct slice text, struct arena *a)
{
	size_t at = 0, end;

	for (; at + 6 < text.n; at = end) {
		const struct slice tag = slice_sub(text, at, 6);

		end = next_tag(text, at + 5);
		if (end > at + 6 &&
		    (slice_is(tag, "/REMI/") || slice_is(tag, "/EREF/")))
			find_text(references,
			    slice_trim(slice_sub(text, at + 6, end - at - 6)),
			    a);
	}
}

void
bank_references(struct list *references, struct slice text, struct arena *a)
{
	text = slice_trim(slice_sub(text, 0, BANK_TEXT_MAX));
	find_text(references, text, a);
	if (text.n > 0 && text.p[0] == '/' && next_tag(text, 0) == 0)
		find_tagged(references, text, a);
}
