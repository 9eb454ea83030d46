/* loading -- see loading.h. */
#include <stdlib.h>
#include "config/guard.h"
#include "config/loading.h"
#include "config/values.h"

static struct source *
source_new(struct loading *l, enum source_kind kind, const char *file)
{
	struct arena *a = &l->config->arena;
	struct source *s = arena_alloc(a, sizeof(*s));
	struct slice name = slice_of(file);
	const char *slash = strrchr(file, '/');

	if (slash != NULL)
		name = slice_of(slash + 1);
	if (slice_ends(name, SLICE(".conf")))
		name.n -= 5;
	s->kind = kind;
	s->file = arena_text(a, slice_of(file));
	s->name = (struct slice){ arena_text(a, name), name.n };
	config_init(&s->tree);
	*LIST_PUSH(a, &l->sources, struct source *) = s;
	return (s);
}

static bool
parse(struct loading *l, struct source *s, struct slice text)
{
	struct err e = ERR_INIT;
	const char *why;
	int line;

	if (text.n > CONFIG_FILE_MAX) {
		report_add(l->report, "CONF-SYNTAX", s->file, 0,
		    "larger than %u bytes", CONFIG_FILE_MAX);
		return (false);
	}
	if (slice_starts(text, SLICE("\xef\xbb\xbf")))
		text = slice_sub(text, 3, text.n);
	if (guard_text(text, &line, &e) != RC_OK) {
		report_add(l->report, "CONF-SYNTAX", s->file, line, "%s",
		    e.text);
		return (false);
	}
	if (config_read_string(&s->tree, arena_text(&l->config->arena, text)) ==
	    CONFIG_TRUE)
		return (true);
	why = config_error_text(&s->tree);
	report_add(l->report, "CONF-SYNTAX", s->file,
	    config_error_line(&s->tree), "%s%s",
	    why != NULL ? why : "syntax error",
	    why != NULL && strcmp(why, "syntax error") == 0 ?
		": here or on the line before, a ; or a bracket is missing or "
		"too many" :
		"");
	return (false);
}

/* The role decides what is required, so it is looked up beforehand. */
static unsigned
role_bit(const config_setting_t *partner)
{
	const char *word = NULL;

	if (partner == NULL ||
	    config_setting_lookup_string(partner, "role", &word) != CONFIG_TRUE)
		return (READER_UNKNOWN);
	for (unsigned i = 0; role_words[i] != NULL; i++)
		if (strcmp(word, role_words[i]) == 0)
			return (1u << i);
	return (READER_UNKNOWN);
}

static void
read_partner(struct reader *r, struct source *s)
{
	const config_setting_t *top = config_root_setting(&s->tree);
	struct partner_file file = { .partner.id = SLICE_NONE };

	s->root = config_setting_get_member(top, "partner");
	if (s->root != NULL &&
	    config_setting_type(s->root) != CONFIG_TYPE_GROUP)
		s->root = NULL;
	r->role = role_bit(s->root);
	reader_fill(r, &partner_file_keys, top, &file);
	s->partner = file.partner;
	s->whole = s->root != NULL && r->role != READER_UNKNOWN;
}

static void
read_calendar(struct reader *r, struct source *s)
{
	struct calendar_file file = { .weekend = 0 };
	day *days;

	r->role = READER_CALENDAR;
	s->root = config_root_setting(&s->tree);
	reader_fill(r, &calendar_file_keys, s->root, &file);
	days = arena_array(r->arena, file.holidays.n + 1, sizeof(*days));
	for (size_t i = 0; i < file.holidays.n; i++)
		days[i] = day_parse_iso(
		    *LIST_AT(&file.holidays, struct slice, i));
	s->calendar = (struct calendar){ .weekend = file.weekend,
		.holidays = days,
		.holidays_n = calendar_sort_days(days, file.holidays.n) };
	s->whole = true;
}

void
loading_text(struct loading *l, enum source_kind kind, const char *file,
    struct slice text)
{
	struct source *s = source_new(l, kind, file);
	struct reader r = { .arena = &l->config->arena,
		.report = l->report,
		.file = s->file };

	if (!parse(l, s, text))
		return;
	switch (kind) {
	case SOURCE_SELLER:
		r.role = READER_SELLER;
		s->root = config_root_setting(&s->tree);
		reader_fill(&r, &seller_file_keys, s->root, &l->config->seller);
		s->whole = true;
		break;
	case SOURCE_CALENDAR:
		read_calendar(&r, s);
		break;
	case SOURCE_PARTNER:
		read_partner(&r, s);
		break;
	}
}

static int
partner_cmp(const void *a, const void *b)
{
	return (slice_cmp(((const struct partner *)a)->id,
	    ((const struct partner *)b)->id));
}

static int
calendar_cmp(const void *a, const void *b)
{
	return (slice_cmp(((const struct named_calendar *)a)->name,
	    ((const struct named_calendar *)b)->name));
}

/* What a profile leaves out and the seller or the role decides. */
static void
complete(struct loading *l, struct partner *p)
{
	struct connection *c = &p->connection;

	if (p->time_zone.n == 0)
		p->time_zone = l->config->seller.time_zone;
	if (p->language.n == 0)
		p->language = l->config->seller.language;
	if (slice_starts(c->url, SLICE("dir:exchange/"))) {
		c->url.p = arena_printf(&l->config->arena, "dir:%s/%s", l->home,
		    c->url.p + 4);
		c->url.n = strlen(c->url.p);
	}
}

void
loading_finish(struct loading *l)
{
	struct config *c = l->config;

	for (size_t i = 0; i < l->sources.n; i++) {
		struct source *s = *LIST_AT(&l->sources, struct source *, i);

		if (!s->whole || s->kind == SOURCE_SELLER)
			continue;
		if (s->kind == SOURCE_CALENDAR) {
			*LIST_PUSH(&c->arena, &c->calendars,
			    struct named_calendar) =
			    (struct named_calendar){ .name = s->name,
				    .calendar = s->calendar };
			continue;
		}
		complete(l, &s->partner);
		*LIST_PUSH(&c->arena, &c->partners,
		    struct partner) = s->partner;
	}
	if (c->partners.n > 0)
		qsort(c->partners.v, c->partners.n, sizeof(struct partner),
		    partner_cmp);
	if (c->calendars.n > 0)
		qsort(c->calendars.v, c->calendars.n,
		    sizeof(struct named_calendar), calendar_cmp);
}

void
loading_free(struct loading *l)
{
	for (size_t i = 0; i < l->sources.n; i++)
		config_destroy(
		    &(*LIST_AT(&l->sources, struct source *, i))->tree);
	l->sources.n = 0;
}
