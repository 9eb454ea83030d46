/*
 * hash -- SHA-256, HMAC-SHA-256 (OpenSSL EVP) and their hexadecimal form.
 * A failure inside OpenSSL is a bug or memory: the process ends.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/slice.h"

#define SHA256_SIZE 32
#define SHA256_HEX 65 /* with NUL */

struct sha256 {
	uint8_t b[SHA256_SIZE];
};

struct hasher; /* a running SHA-256 */
struct hasher *hasher_new(void);
void hasher_add(struct hasher *h, const void *p, size_t n);
struct sha256 hasher_end(struct hasher *h); /* frees h */
void hasher_free(struct hasher *h);         /* NULL allowed */

struct sha256 sha256_of(struct slice s);
struct sha256 hmac_sha256(struct slice key, struct slice text);
char *sha256_hex(const struct sha256 *h, char out[SHA256_HEX]);
bool sha256_parse(struct slice hex, struct sha256 *h);

#endif
