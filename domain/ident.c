#include "domain/ident.h"

#include <endian.h>

#include <stdio.h>

#include "base/buf.h"

/* Crockford's base 32 and, behind it, the five check-only symbols. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

#define CONFIRMATION_CHARS 10
#define RF_CHARS 12
#define DOCUMENT_CHARS 16
#define KIND_MAX 6

/* One HMAC a number; the purpose keeps numbers of different kinds apart. */
static struct sha256
derive(struct slice key, const char *purpose, int64_t attempt,
    struct slice business_key)
{
	struct sha256 h;
	struct buf b;

	buf_init(&b, SIZE_MAX / 8);
	buf_text(&b, purpose);
	buf_char(&b, '\0');
	buf_int(&b, attempt);
	buf_char(&b, '\0');
	buf_add(&b, business_key);
	INVARIANT(!b.failed);
	h = hmac_sha256(key, buf_slice(&b));
	buf_free(&b);
	return (h);
}

/* The first n x 5 bits of the hash as n digits. */
static void
base32(const struct sha256 *h, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		size_t bit = i * 5, byte = bit / 8;
		unsigned pair = (unsigned)h->b[byte] << 8 | h->b[byte + 1];

		out[i] = alphabet[pair >> (11 - bit % 8) & 31];
	}
	out[n] = '\0';
}

/* --- confirmation numbers ------------------------------------------------ */

static int
symbol_value(char c)
{
	const char *at;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	at = c != '\0' ? strchr(alphabet, c) : NULL;
	return (at != NULL ? (int)(at - alphabet) : -1);
}

/* Which check symbol ten digits need. */
static int
check_value(const char *digits)
{
	int value = 0;

	for (size_t i = 0; i < CONFIRMATION_CHARS; i++)
		value = (value * 32 + symbol_value(digits[i])) % 37;
	return (value);
}

/* "7K3QX42M9A" and its check symbol as 7K3Q-X42M-9A-C. */
static char *
grouped(const char *digits, int check, char out[CONFIRMATION_MAX])
{
	(void)snprintf(out, CONFIRMATION_MAX, "%.4s-%.4s-%.2s-%c", digits,
	    digits + 4, digits + 8, alphabet[check]);
	return (out);
}

char *
confirmation_number(struct slice key, struct slice business_key, int attempt,
    char out[CONFIRMATION_MAX])
{
	char digits[CONFIRMATION_CHARS + 1];

	/* Four check symbols are punctuation, which neither telephone nor
	 * file names like: numbers that would need one are passed over. */
	for (int64_t i = 0;; i++) {
		struct sha256 h = derive(key, "confirmation",
		    (int64_t)attempt * 1000 + i, business_key);
		int check;

		base32(&h, CONFIRMATION_CHARS, digits);
		check = check_value(digits);
		if (check < 32 || alphabet[check] == 'U')
			return (grouped(digits, check, out));
		INVARIANT(i < 999);
	}
}

bool
confirmation_normalize(struct slice typed, char out[CONFIRMATION_MAX])
{
	char digits[CONFIRMATION_CHARS + 1] = "";
	int check = -1;
	size_t n = 0;

	for (size_t i = 0; i < typed.n; i++) {
		int v;

		if (typed.p[i] == '-' || typed.p[i] == ' ')
			continue;
		v = symbol_value(typed.p[i]);
		if (v < 0 || n > CONFIRMATION_CHARS ||
		    (n < CONFIRMATION_CHARS && v >= 32))
			return (false);
		if (n < CONFIRMATION_CHARS)
			digits[n] = alphabet[v];
		else
			check = v;
		n++;
	}
	if (n != CONFIRMATION_CHARS + 1 || check != check_value(digits))
		return (false);
	(void)grouped(digits, check, out);
	return (true);
}

char *
document_id(struct slice key, const char *kind, struct slice business_key,
    char out[DOCUMENT_ID_MAX])
{
	struct sha256 h = derive(key, kind, 0, business_key);
	char digits[DOCUMENT_CHARS + 1];

	INVARIANT(strlen(kind) <= KIND_MAX);
	base32(&h, DOCUMENT_CHARS, digits);
	(void)snprintf(out, DOCUMENT_ID_MAX, "%.6s-%s", kind, digits);
	return (out);
}

/* --- creditor references ------------------------------------------------- */

/* Goes on with a remainder mod 97; letters count as two digits, A = 10. */
static int
mod97(int rest, char c)
{
	if (c >= '0' && c <= '9')
		return ((rest * 10 + (c - '0')) % 97);
	return ((rest * 100 + (c - 'A' + 10)) % 97);
}

char *
rf_reference(struct slice key, struct slice business_key, char out[RF_MAX])
{
	struct sha256 h = derive(key, "RF", 0, business_key);
	char digits[RF_CHARS + 1];
	int rest = 0;

	base32(&h, RF_CHARS, digits);
	for (size_t i = 0; i < RF_CHARS; i++)
		rest = mod97(rest, digits[i]);
	for (const char *p = "RF00"; *p != '\0'; p++)
		rest = mod97(rest, *p);
	(void)snprintf(out, RF_MAX, "RF%02d%s", (98 - rest) % 100, digits);
	return (out);
}

bool
rf_valid(struct slice s)
{
	char text[RF_MAX];
	size_t n = 0;
	int rest = 0;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == ' ')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')) ||
		    n == RF_MAX - 1)
			return (false);
		text[n++] = c;
	}
	if (n < 5 || text[0] != 'R' || text[1] != 'F' || text[2] > '9' ||
	    text[3] > '9')
		return (false);
	for (size_t i = 0; i < n; i++)
		rest = mod97(rest, text[(i + 4) % n]);
	return (rest == 1);
}

/* --- GS1 keys ------------------------------------------------------------ */

/* Eight digits, the last in the highest byte, onto sums of each place. */
static inline void
add_eight(uint64_t digits, uint64_t *sums, uint64_t *strange)
{
	*strange |= (digits + UINT64_C(0x0606060606060606)) | digits;
	*sums += digits;
}

static inline uint64_t
eight_digits(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return (le64toh(w) ^ UINT64_C(0x3030303030303030));
}

/* Eight digits or more.  Weights 1 and 3 alternate from the right; the sum
 * ends in 0. */
static bool
mod10_valid(struct slice s)
{
	const uint64_t every_other = UINT64_C(0x00ff00ff00ff00ff);
	uint64_t sums = 0, strange = 0;
	size_t left = s.n;

	for (; left >= 8; left -= 8)
		add_eight(eight_digits(s.p + left - 8), &sums, &strange);
	if (left > 0)
		add_eight(eight_digits(s.p) << 8 * (8 - left), &sums, &strange);
	sums = (sums >> 8 & every_other) + 3 * (sums & every_other);
	sums = sums * UINT64_C(0x0001000100010001) >> 48;
	return (
	    (strange & UINT64_C(0xf0f0f0f0f0f0f0f0)) == 0 && sums % 10 == 0);
}

static bool
gtin_length(size_t n)
{
	return (n == 8 || n == 12 || n == 13 || n == 14);
}

bool
gtin_valid(struct slice s)
{
	return (gtin_length(s.n) && mod10_valid(s));
}

bool
gtin_complete(struct slice s, char out[15])
{
	if (s.n < 7 || s.n > 13 || !gtin_length(s.n + 1))
		return (false);
	memcpy(out, s.p, s.n);
	out[s.n + 1] = '\0';
	for (out[s.n] = '0'; out[s.n] <= '9'; out[s.n]++)
		if (gtin_valid(slice_of(out)))
			return (true);
	return (false);
}

bool
gln_valid(struct slice s)
{
	return (s.n == 13 && mod10_valid(s));
}

bool
sscc_valid(struct slice s)
{
	return (s.n == 18 && mod10_valid(s));
}

bool
gtin14(struct slice s, char out[15])
{
	if (!gtin_length(s.n) || !slice_digits(s, 1, SIZE_MAX))
		return (false);
	memset(out, '0', 14);
	memcpy(out + 14 - s.n, s.p, s.n);
	out[14] = '\0';
	return (true);
}
