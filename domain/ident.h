/*
 * ident -- numbers with check characters, and ids derived from keys.
 *
 * Nothing here counts or draws: confirmation numbers and document ids are
 * HMAC-SHA-256 of a business key under the mill's own key, so every retry of
 * the same work gives the same number, and nobody can guess the next one.
 */
#ifndef DOMAIN_IDENT_H
#define DOMAIN_IDENT_H

#include "base/hash.h"
#include "base/slice.h"

/* "7K3Q-X42M-9A-C" style: ten Crockford base-32 characters in groups and a
 * check character (mod 37; numbers that would need punctuation are passed
 * over, so the check is 0-9, A-Z or U).  attempt > 0 gives the next candidate
 * when the number is taken. */
#define CONFIRMATION_MAX 16
char *confirmation_number(struct slice key, struct slice business_key,
    int attempt, char out[CONFIRMATION_MAX]);
/* Accepts lower case, missing hyphens, o for 0, i and l for 1. */
bool confirmation_normalize(struct slice typed, char out[CONFIRMATION_MAX]);

/* ISO 11649 creditor reference: RF + 2 check digits + up to 21 characters
 * (ours: 12), without the spaces that people print after every fourth. */
#define RF_MAX 26
char *rf_reference(struct slice key, struct slice business_key,
    char out[RF_MAX]);
bool rf_valid(struct slice s); /* spaces and lower case allowed */

/* Document ids in answers: 1 to 6 kind letters, a hyphen, 16 base-32
 * characters: "OR-7K3QX42M9ACD0R2F". */
#define DOCUMENT_ID_MAX 24
char *document_id(struct slice key, const char *kind, struct slice business_key,
    char out[DOCUMENT_ID_MAX]);

bool gtin_valid(struct slice s); /* 8, 12, 13 or 14 digits, mod 10 */
/* A GTIN that came without its check digit (7, 11, 12 or 13 digits), with it;
 * out[15].  False: it has another length, or no digits. */
bool gtin_complete(struct slice s, char out[15]);
bool gln_valid(struct slice s);
bool sscc_valid(struct slice s); /* 18 digits */
/* GTINs of any length compare as 14 digits; out[15].  False: not digits of
 * such a length; the check digit is not looked at. */
bool gtin14(struct slice s, char out[15]);

#endif
