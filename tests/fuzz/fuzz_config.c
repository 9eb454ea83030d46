/*
 * Any bytes as a configuration: the first byte chooses which files the rest
 * is, split at bytes 0x1e; every reading must end with mistakes that have a
 * place, or with none.
 */
#include <stdint.h>
#include "config/loading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 forgets the text it was collecting at a syntax error. */
const char *
__lsan_default_suppressions(void)
{
	return ("leak:libconfig.so");
}

static const struct {
	enum source_kind kind;
	const char *file;
} files[] = {
	{ SOURCE_PARTNER, "partners/acme.conf" },
	{ SOURCE_SELLER, "ordermill.conf" },
	{ SOURCE_CALENDAR, "calendars/nl.conf" },
	{ SOURCE_PARTNER, "partners/net.conf" },
};
#define N (sizeof(files) / sizeof(*files))

static void
check_report(const struct config_report *r)
{
	for (size_t i = 0; i < r->mistakes.n; i++) {
		const struct config_mistake *m = LIST_AT(&r->mistakes,
		    struct config_mistake, i);

		INVARIANT(m->line >= 0 && m->text[0] != '\0');
		INVARIANT(strncmp(m->code, "CONF-", 5) == 0);
		for (const char *p = m->text; *p != '\0'; p++)
			INVARIANT((unsigned char)*p >= 0x20);
	}
}

/* What a run may rely on when there is no mistake. */
static void
check_partner(const struct config *c, const struct partner *p)
{
	INVARIANT(p->id.n > 0 && p->name.n > 0);
	INVARIANT(p->via.n > 0 || p->connection.url.n > 0);
	INVARIANT(p->connection.sessions >= 1 && p->connection.sessions <= 16);
	INVARIANT(p->connection.max_file > 0);
	INVARIANT(p->connection.max_unpacked >= p->connection.max_file);
	INVARIANT(p->answers.name.n > 0 && p->answers.order.n > 0);
	INVARIANT(config_carrier(c, p) != NULL);
	INVARIANT(config_partner(c, p->id) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config c = { .arena = ARENA_INIT };
	struct config_report r = { .arena = ARENA_INIT };
	struct loading l = { .config = &c,
		.report = &r,
		.mill = -1,
		.home = "/mill" };
	struct slice rest, part;
	bool more = size > 1;
	size_t next = size > 0 ? data[0] % N : 0;

	rest = (struct slice){ (const char *)data + 1,
		size > 1 ? size - 1 : 0 };
	for (size_t i = 0; more && i < N; i++, next = (next + 1) % N) {
		more = slice_cut(rest, '\x1e', &part, &rest);
		loading_text(&l, files[next].kind, files[next].file, part);
	}
	loading_check(&l);
	loading_finish(&l);
	report_sort(&r);
	check_report(&r);
	for (size_t i = 0; r.mistakes.n == 0 && i < c.partners.n; i++)
		check_partner(&c, LIST_AT(&c.partners, struct partner, i));
	loading_free(&l);
	config_free(&c);
	config_report_free(&r);
	return (0);
}
