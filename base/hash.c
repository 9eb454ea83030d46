#include <openssl/evp.h>
#include <stdlib.h>
#include "base/err.h"
#include "base/hash.h"

struct hasher {
	EVP_MD_CTX *ctx;
};

struct hasher *
hasher_new(void)
{
	struct hasher *h = malloc(sizeof(*h));

	if (h == NULL)
		die_memory();
	h->ctx = EVP_MD_CTX_new();
	if (h->ctx == NULL)
		die_memory();
	INVARIANT(EVP_DigestInit_ex(h->ctx, EVP_sha256(), NULL) == 1);
	return (h);
}

void
hasher_add(struct hasher *h, const void *p, size_t n)
{
	if (n > 0)
		INVARIANT(EVP_DigestUpdate(h->ctx, p, n) == 1);
}

struct sha256
hasher_end(struct hasher *h)
{
	struct sha256 out;
	unsigned n = 0;

	INVARIANT(EVP_DigestFinal_ex(h->ctx, out.b, &n) == 1);
	INVARIANT(n == SHA256_SIZE);
	hasher_free(h);
	return (out);
}

void
hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

struct sha256
sha256_of(struct slice s)
{
	struct sha256 out;
	unsigned n = 0;

	INVARIANT(EVP_Digest(s.p != NULL ? s.p : "", s.n, out.b, &n,
		      EVP_sha256(), NULL) == 1);
	INVARIANT(n == SHA256_SIZE);
	return (out);
}

struct sha256
hmac_sha256(struct slice key, struct slice text)
{
	struct sha256 out;
	size_t n = 0;

	INVARIANT(EVP_Q_mac(NULL, "HMAC", NULL, "SHA256", NULL,
		      key.p != NULL ? key.p : "", key.n,
		      (const unsigned char *)(text.p != NULL ? text.p : ""),
		      text.n, out.b, sizeof(out.b), &n) != NULL);
	INVARIANT(n == SHA256_SIZE);
	return (out);
}

char *
sha256_hex(const struct sha256 *h, char out[SHA256_HEX])
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < SHA256_SIZE; i++) {
		out[2 * i] = digit[h->b[i] >> 4];
		out[2 * i + 1] = digit[h->b[i] & 15];
	}
	out[SHA256_HEX - 1] = '\0';
	return (out);
}

static int
nibble(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	if (c >= 'A' && c <= 'F')
		return (c - 'A' + 10);
	return (-1);
}

bool
sha256_parse(struct slice hex, struct sha256 *h)
{
	struct sha256 out;
	int high, low;

	if (hex.n != SHA256_HEX - 1)
		return (false);
	for (size_t i = 0; i < SHA256_SIZE; i++) {
		high = nibble(hex.p[2 * i]);
		low = nibble(hex.p[2 * i + 1]);
		if (high < 0 || low < 0)
			return (false);
		out.b[i] = (uint8_t)(high << 4 | low);
	}
	*h = out;
	return (true);
}
