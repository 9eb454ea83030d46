#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include "base/digit.h"
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

/* Asking the library for an algorithm by its name costs more than hashing a
 * short text: each is asked for once and kept. */
struct sha256
sha256_of(struct slice s)
{
	static EVP_MD_CTX *kept;
	static EVP_MD *md;
	struct sha256 out;
	unsigned n = 0;

	if (kept == NULL) {
		md = EVP_MD_fetch(NULL, "SHA256", NULL);
		kept = EVP_MD_CTX_new();
		if (md == NULL || kept == NULL)
			die_memory();
	}
	INVARIANT(EVP_DigestInit_ex2(kept, md, NULL) == 1);
	if (s.n > 0)
		INVARIANT(EVP_DigestUpdate(kept, s.p, s.n) == 1);
	INVARIANT(EVP_DigestFinal_ex(kept, out.b, &n) == 1);
	INVARIANT(n == SHA256_SIZE);
	return (out);
}

static EVP_MAC_CTX *
hmac_context(void)
{
	char digest[] = "SHA256";
	OSSL_PARAM params[] = { OSSL_PARAM_construct_utf8_string("digest",
				    digest, 0),
		OSSL_PARAM_construct_end() };
	EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	EVP_MAC_CTX *c = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;

	if (c == NULL)
		die_memory();
	INVARIANT(EVP_MAC_CTX_set_params(c, params) == 1);
	EVP_MAC_free(mac); /* the context holds it */
	return (c);
}

struct sha256
hmac_sha256(struct slice key, struct slice text)
{
	static EVP_MAC_CTX *kept;
	struct sha256 out;
	size_t n = 0;

	if (kept == NULL)
		kept = hmac_context();
	/* No key at all would be the one before. */
	INVARIANT(EVP_MAC_init(kept,
		      (const unsigned char *)(key.p != NULL ? key.p : ""),
		      key.n, NULL) == 1);
	if (text.n > 0)
		INVARIANT(EVP_MAC_update(kept, (const unsigned char *)text.p,
			      text.n) == 1);
	INVARIANT(EVP_MAC_final(kept, out.b, &n, sizeof(out.b)) == 1);
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

bool
sha256_parse(struct slice hex, struct sha256 *h)
{
	return (hex_bytes(hex, h->b, SHA256_SIZE));
}
