/* values -- see values.h. */
#include "config/values.h"
#include "domain/bank.h"
#include "domain/partner.h"
#include "domain/standing.h"

#define UNUSED_OBJECT (void)object

static const char alnum[] = "abcdefghijklmnopqrstuvwxyz"
			    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

static bool
all_of(struct slice s, const char *first, const char *more)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' ||
		    (strchr(first, s.p[i]) == NULL &&
			strchr(more, s.p[i]) == NULL))
			return (false);
	return (true);
}

const char *
value_id(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n >= 1 && text.n <= 32 && text.p[0] != '-' &&
	    text.p[0] != '_' &&
	    all_of(text, "abcdefghijklmnopqrstuvwxyz0123456789", "-_"))
		return (NULL);
	return ("1 to 32 of a-z, 0-9, - and _, as in \"acme\"");
}

const char *
value_filled(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (slice_trim(text).n > 0 ? NULL : "a text that is not empty");
}

const char *
value_code(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n >= 1 && text.n <= 80 && memchr(text.p, ' ', text.n) == NULL)
		return (NULL);
	return ("1 to 80 bytes without spaces");
}

const char *
value_version(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n == 0 || slice_is(text, "004010") ||
	    slice_is(text, "005010") ||
	    ((slice_starts(text, SLICE("D:96A:")) ||
		 slice_starts(text, SLICE("D:01B:"))) &&
		text.n <= 17 && all_of(text, alnum, ":")) ||
	    (slice_starts(text, SLICE("1.2.")) && text.n <= 8 &&
		all_of(text, alnum, ".")))
		return (NULL);
	return ("004010 or 005010, D:96A:UN or D:01B:UN with the code of the "
		"association behind, or 1.2.045 for cXML");
}

/* Separators must differ, and be nothing that data are made of. */
const char *
value_separators(struct slice text, void *object)
{
	bool good = text.n == 0 || (text.n >= 3 && text.n <= 5);

	UNUSED_OBJECT;
	for (size_t i = 0; i < text.n; i++) {
		good = good && text.p[i] > ' ' && text.p[i] < 0x7f &&
		    memchr(alnum, text.p[i], strlen(alnum)) == NULL;
		for (size_t k = 0; k < i; k++)
			good = good && text.p[k] != text.p[i];
	}
	return (good ?
		NULL :
		"3 to 5 different signs that are no letters, digits or blanks, "
		"in the order \"*>~^\" of X12 or \"+:.?'\" of EDIFACT");
}

const char *
value_identifier(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (identifier_valid(text) ?
		NULL :
		"an identifier like "
		"\"x12:ZZ:ACME\", \"gs:ACME\", \"edifact:14:8712345000004\", "
		"\"endpoint:0088:8712345000004\", \"gln:8712345000004\", "
		"\"duns:123456789\", \"cxml:NetworkId:AN01\" or "
		"\"account:1001\"");
}

const char *
value_language(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n == 2 && all_of(text, "abcdefghijklmnopqrstuvwxyz", ""))
		return (NULL);
	return ("two letters of ISO 639, as in \"nl\"");
}

const char *
value_country(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n == 2 && all_of(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", ""))
		return (NULL);
	return ("two capitals of ISO 3166, as in \"NL\"");
}

const char *
value_currency(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (currency_digits(text) >= 0 ?
		NULL :
		"a currency of ISO 4217, as in \"EUR\"");
}

const char *
value_zone(struct slice text, void *object)
{
	struct err e = ERR_INIT;
	char name[64];

	UNUSED_OBJECT;
	if (text.n > 0 && text.n < sizeof(name)) {
		memcpy(name, text.p, text.n);
		name[text.n] = '\0';
		if (zone_check(name, &e) == RC_OK)
			return (NULL);
	}
	return ("a time zone that this machine knows, as in "
		"\"Europe/Amsterdam\"");
}

const char *
value_mail(struct slice text, void *object)
{
	struct slice user, host;

	UNUSED_OBJECT;
	if (text.n <= 254 && slice_cut(text, '@', &user, &host) && user.n > 0 &&
	    host.n > 0 && all_of(user, alnum, ".!#$%&'*+/=?^_`{|}~-") &&
	    all_of(host, alnum, ".-"))
		return (NULL);
	return ("a mail address, as in \"desk@lampco.example\"");
}

/* Without the spaces that people print; longer than any IBAN is cut. */
static struct slice
compact(struct slice text, char out[41])
{
	size_t n = 0;

	for (size_t i = 0; i < text.n && n < 40; i++)
		if (text.p[i] != ' ')
			out[n++] = text.p[i];
	out[n] = '\0';
	return ((struct slice){ out, n });
}

const char *
value_iban(struct slice text, void *object)
{
	char out[41];

	UNUSED_OBJECT;
	return (iban_valid(compact(text, out)) ?
		NULL :
		"an IBAN with right check digits");
}

const char *
value_creditor(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (text.n >= 8 && text.n <= 35 && all_of(text, alnum, "") ?
		NULL :
		"a SEPA creditor identifier, as in NL79ZZZ999999990000");
}

const char *
value_bic(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return ((text.n == 0 || text.n == 8 || text.n == 11) &&
		    all_of(text, alnum, "") ?
		NULL :
		"a BIC of 8 or 11 characters");
}

const char *
value_account(struct slice text, void *object)
{
	char out[41];
	struct slice s = compact(text, out);

	UNUSED_OBJECT;
	if (s.n > 4 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' &&
	    s.p[1] <= 'Z')
		return (value_iban(text, object));
	return (s.n >= 2 && s.n <= 34 && all_of(s, alnum, "-") ?
		NULL :
		"an IBAN, or a number of at most 34 letters and digits");
}

const char *
value_day(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (text.n == 10 && day_parse_iso(text) != DAY_NONE ?
		NULL :
		"a day, as in \"2026-12-25\"");
}

const char *
value_rule(struct slice text, void *object)
{
	struct recurrence rule;
	struct err e = ERR_INIT;

	UNUSED_OBJECT;
	if (text.n == 0 || recurrence_parse(text, &rule, &e) == RC_OK)
		return (NULL);
	return ("a rule of RFC 5545 by days, as in "
		"\"FREQ=MONTHLY;INTERVAL=2\", or nothing");
}

const char *
value_price_policy(struct slice text, void *object)
{
	struct decimal cap;
	bool list;

	UNUSED_OBJECT;
	return (standing_price_parse(text, &list, &cap) ?
		NULL :
		"\"fixed\", \"list\", or \"cap:5\" for the list price up "
		"to 5 percent over the agreed one");
}

static bool
port_valid(struct slice s)
{
	int64_t port;

	return (s.n >= 1 && s.n <= 5 && slice_int(s, &port) && port >= 1 &&
	    port <= 65535 && s.p[0] >= '0' && s.p[0] <= '9');
}

/* host, host:port, [v6], [v6]:port */
static bool
host_valid(struct slice s)
{
	struct slice host = s, rest;

	if (s.n > 0 && s.p[0] == '[') {
		if (!slice_cut(slice_sub(s, 1, s.n), ']', &host, &rest) ||
		    !all_of(host, "0123456789abcdefABCDEF", ":."))
			return (false);
		return (host.n > 1 &&
		    (rest.n == 0 ||
			(rest.p[0] == ':' &&
			    port_valid(slice_sub(rest, 1, rest.n)))));
	}
	if (slice_cut(s, ':', &host, &rest) && !port_valid(rest))
		return (false);
	return (host.n >= 1 && host.n <= 253 && host.p[0] != '-' &&
	    host.p[0] != '.' && all_of(host, alnum, ".-"));
}

const char *
value_relay(struct slice text, void *object)
{
	static const struct slice schemes[] = { { "smtp://", 7 },
		{ "smtps://", 8 } };

	UNUSED_OBJECT;
	if (text.n == 0)
		return (NULL);
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (slice_starts(text, schemes[i]) &&
		    host_valid(slice_sub(text, schemes[i].n, text.n)))
			return (NULL);
	return ("smtp://host:port, smtps://host:port, or nothing for no mail");
}

/* Parts between slashes, none of them "", "." or "..". */
static bool
path_plain(struct slice s)
{
	struct slice part;
	bool more = true;

	while (more) {
		more = slice_cut(s, '/', &part, &s);
		if (part.n == 0 || slice_is(part, ".") || slice_is(part, ".."))
			return (false);
	}
	return (true);
}

static bool
directory_url_valid(struct slice path)
{
	if (path.n > 900)
		return (false);
	if (path.n > 1 && path.p[0] == '/')
		return (path_plain(slice_sub(path, 1, path.n)));
	return (slice_starts(path, SLICE("exchange/")) && path_plain(path));
}

static bool
sftp_url_valid(struct slice rest)
{
	struct slice user, host;

	if (!slice_cut(rest, '@', &user, &host))
		return (false);
	return (user.n >= 1 && user.n <= 64 && all_of(user, alnum, "._+-") &&
	    host_valid(host));
}

const char *
value_url(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (slice_starts(text, SLICE("dir:")) &&
	    directory_url_valid(slice_sub(text, 4, text.n)))
		return (NULL);
	if (slice_starts(text, SLICE("sftp://")) &&
	    sftp_url_valid(slice_sub(text, 7, text.n)))
		return (NULL);
	return ("sftp://user@host:port (a password goes into password_file, "
		"folders into inbox and outbox), dir:/absolute/folder, or "
		"dir:exchange/NAME below the mill");
}

const char *
value_host_key(struct slice text, void *object)
{
	const struct slice hash = slice_sub(text, 7, text.n);

	UNUSED_OBJECT;
	/* 43 characters carry 258 bits: the last two must be zero */
	if (slice_starts(text, SLICE("SHA256:")) && hash.n == 43 &&
	    all_of(hash, alnum, "+/") &&
	    strchr("AEIMQUYcgkosw048", hash.p[42]) != NULL)
		return (NULL);
	return ("\"SHA256:\" and 43 characters, as ssh-keygen -l prints it");
}

const char *
value_mill_path(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n == 0 ||
	    (text.n <= 200 && path_plain(text) &&
		slice_starts(text, SLICE("keys/"))))
		return (NULL);
	return ("a file in the mill's keys folder, as in "
		"\"keys/acme_ed25519\"");
}

const char *
value_remote_dir(struct slice text, void *object)
{
	const size_t root = text.n > 0 && text.p[0] == '/' ? 1 : 0;

	UNUSED_OBJECT;
	if (text.n > 0 && text.n <= 400 &&
	    (slice_is(text, "/") || slice_is(text, ".") ||
		path_plain(slice_sub(text, root, text.n))))
		return (NULL);
	return ("a folder at the partner without \"..\", as in \"out\"");
}

const char *
value_pattern(struct slice text, void *object)
{
	UNUSED_OBJECT;
	if (text.n >= 1 && text.n <= 200 && memchr(text.p, '/', text.n) == NULL)
		return (NULL);
	return ("a pattern of a file's name, as in \"*.edi\"");
}

/* The words in braces; false when one is unknown or a brace is alone. */
static bool
template_words(struct slice s, bool *seq)
{
	static const char *const known[] = { "kind", "po", "confirmation",
		"seq", "date" };
	struct slice word;
	size_t i;

	for (*seq = false; slice_cut(s, '{', &word, &s);) {
		if (memchr(word.p, '}', word.n) != NULL ||
		    !slice_cut(s, '}', &word, &s))
			return (false);
		for (i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (slice_is(word, known[i]))
				break;
		if (i == sizeof(known) / sizeof(*known))
			return (false);
		*seq = *seq || slice_is(word, "seq");
	}
	return (word.n == 0 || memchr(word.p, '}', word.n) == NULL);
}

const char *
value_template(struct slice text, void *object)
{
	bool seq = false;

	UNUSED_OBJECT;
	if (text.n >= 1 && text.n <= 120 && text.p[0] != '.' &&
	    all_of(text, alnum, "._-{}") && template_words(text, &seq) && seq)
		return (NULL);
	return ("a file name of letters, digits, . _ - and {kind} {po} "
		"{confirmation} {date} {seq}, of which {seq} is a must");
}

const char *
value_date_form(struct slice text, void *object)
{
	UNUSED_OBJECT;
	return (csv_date_valid(text) ?
		NULL :
		"YYYY or YY, MMM, MM or M, DD or D, each once, and signs "
		"between them, as in \"DD-MM-YYYY\"");
}

const char *
value_unit_word(struct slice text, void *object)
{
	struct slice word, code;

	UNUSED_OBJECT;
	return (csv_unit_row(text, &word, &code) ?
		NULL :
		"the partner's word, = and a code of UN/ECE Rec 20, as in "
		"\"pieces = C62\"");
}

const char *
take_after_fetch(struct slice text, void *connection)
{
	struct connection *c = connection;
	struct slice dir = slice_sub(text, 5, text.n);

	if (slice_is(text, "delete"))
		c->after_fetch = AFTER_DELETE;
	else if (slice_is(text, "leave"))
		c->after_fetch = AFTER_LEAVE;
	else if (slice_starts(text, SLICE("move:")) &&
	    value_remote_dir(dir, NULL) == NULL) {
		c->after_fetch = AFTER_MOVE;
		c->move_to = dir;
	} else
		return ("\"delete\", \"leave\" or \"move:FOLDER\"");
	return (NULL);
}
