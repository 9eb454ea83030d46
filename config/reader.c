/* reader -- see reader.h. */
#include <stdio.h>
#include "base/buf.h"
#include "config/reader.h"

#define EXPECTED_MAX 400
#define KEYS_MAX 64

#define MISTAKE(r, s, code, ...) \
	report_add((r)->report, (code), (r)->file, \
	    (int)config_setting_source_line(s), __VA_ARGS__)

static void *
field_of(void *object, const struct key *k)
{
	return ((char *)object + k->offset);
}

static size_t
count_words(const char *const *words)
{
	size_t n = 0;

	while (words[n] != NULL)
		n++;
	return (n);
}

static void
list_words(const char *const *words, char *out, size_t size)
{
	struct buf b;

	buf_init(&b, size - 1);
	for (size_t i = 0; words[i] != NULL; i++)
		buf_printf(&b, "%s\"%s\"", i > 0 ? ", " : "", words[i]);
	memcpy(out, b.p, b.n);
	out[b.n] = '\0';
	buf_free(&b);
}

/* What this key takes, in words, for "expected …". */
static void
expected(const struct key *k, char *out, size_t size)
{
	char words[EXPECTED_MAX - 40] = "";

	if (k->words != NULL)
		list_words(k->words, words, sizeof(words));
	switch (k->kind) {
	case KEY_TEXT:
	case KEY_TAKE:
		(void)snprintf(out, size,
		    k->words != NULL ? "one of %s" : "a text in quotes", words);
		break;
	case KEY_DECIMAL:
		(void)snprintf(out, size,
		    "a decimal number in quotes, from \"%lld\" to \"%lld\"",
		    (long long)k->min, (long long)k->max);
		break;
	case KEY_SIZE:
		(void)snprintf(out, size,
		    "a size in quotes, like \"64M\" "
		    "(K, M or G), from %lld to %lld bytes",
		    (long long)k->min, (long long)k->max);
		break;
	case KEY_INT:
		(void)snprintf(out, size, "a whole number from %lld to %lld",
		    (long long)k->min, (long long)k->max);
		break;
	case KEY_BOOL:
		(void)snprintf(out, size, "true or false");
		break;
	case KEY_WORD:
		(void)snprintf(out, size, "one of %s", words);
		break;
	case KEY_BITS:
		(void)snprintf(out, size, "a list out of [ %s ]", words);
		break;
	case KEY_TEXTS:
		(void)snprintf(out, size,
		    "a list of texts, as [ \"...\", \"...\" ]");
		break;
	case KEY_GROUP:
		(void)snprintf(out, size, "a group, as { ... }");
		break;
	case KEY_GROUPS:
		(void)snprintf(out, size,
		    "a list of groups, as ( { ... }, { ... } )");
		break;
	}
}

static void
wrong(struct reader *r, const config_setting_t *s, const struct key *k,
    const char *code, const char *found)
{
	char text[EXPECTED_MAX];

	expected(k, text, sizeof(text));
	/* the elements of a list have no name of their own */
	MISTAKE(r, s, code, "%s %s %s; expected %s", k->name,
	    config_setting_name(s) != NULL ? "is" : "holds", found, text);
}

static const char *
kind_found(const config_setting_t *s)
{
	switch (config_setting_type(s)) {
	case CONFIG_TYPE_GROUP:
		return ("a group");
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		return ("a bare number");
	case CONFIG_TYPE_FLOAT:
		return ("a bare number with a point");
	case CONFIG_TYPE_STRING:
		return ("a text");
	case CONFIG_TYPE_BOOL:
		return ("true or false");
	case CONFIG_TYPE_ARRAY:
	case CONFIG_TYPE_LIST:
		return ("a list");
	default:
		return ("nothing");
	}
}

static bool
is_list(const config_setting_t *s)
{
	return (config_setting_type(s) == CONFIG_TYPE_ARRAY ||
	    config_setting_type(s) == CONFIG_TYPE_LIST);
}

/* The string of a setting, false after reporting that it is none. */
static bool
take_string(struct reader *r, const config_setting_t *s, const struct key *k,
    struct slice *text)
{
	if (config_setting_type(s) != CONFIG_TYPE_STRING) {
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
		return (false);
	}
	*text = slice_of(config_setting_get_string(s));
	for (size_t i = 0; i < text->n; i++)
		if ((unsigned char)text->p[i] < 0x20 || text->p[i] == 0x7f) {
			MISTAKE(r, s, "CONF-VALUE", "%s holds a control byte",
			    k->name);
			return (false);
		}
	if (slice_utf8(*text))
		return (true);
	MISTAKE(r, s, "CONF-VALUE", "%s is not UTF-8", k->name);
	return (false);
}

static bool
find_word(const char *const *words, struct slice text, size_t *place)
{
	for (*place = 0; words[*place] != NULL; (*place)++)
		if (text.n > 0 && slice_is(text, words[*place]))
			return (true);
	return (false);
}

static void
unknown_word(struct reader *r, const config_setting_t *s, const struct key *k,
    struct slice text)
{
	const char *near = nearest_word(text.p, k->words,
	    count_words(k->words));
	char list[EXPECTED_MAX];

	list_words(k->words, list, sizeof(list));
	MISTAKE(r, s, "CONF-VALUE", "%s = \"%.80s\" is none of %s%s%s%s",
	    k->name, text.p, list, near != NULL ? "; nearest: \"" : "",
	    near != NULL ? near : "", near != NULL ? "\"" : "");
}

static bool
text_good(struct reader *r, const config_setting_t *s, const struct key *k,
    struct slice text, void *object)
{
	const char *wanted;
	size_t place;

	if (text.n == 0 && k->fallback == NULL && k->required == 0 &&
	    k->kind == KEY_TEXT)
		return (true); /* the same as leaving the key out */
	if (k->words != NULL && !find_word(k->words, text, &place)) {
		unknown_word(r, s, k, text);
		return (false);
	}
	if (k->kind == KEY_TEXT && k->max > 0 && (int64_t)text.n > k->max) {
		MISTAKE(r, s, "CONF-VALUE", "%s is longer than %lld bytes",
		    k->name, (long long)k->max);
		return (false);
	}
	wanted = k->check != NULL ? k->check(text, object) : NULL;
	if (wanted != NULL)
		MISTAKE(r, s, "CONF-VALUE", "%s = \"%.200s\": expected %s",
		    k->name, text.p, wanted);
	return (wanted == NULL);
}

static struct slice
kept(struct reader *r, struct slice text)
{
	return ((struct slice){ arena_text(r->arena, text), text.n });
}

bool
size_parse(struct slice s, int64_t *bytes)
{
	static const char letters[] = "KMG";
	int64_t value, unit = 1;

	for (size_t i = 0; s.n > 1 && i < sizeof(letters) - 1; i++)
		if (s.p[s.n - 1] == letters[i]) {
			unit = (int64_t)1 << (10 * (i + 1));
			s.n--;
			break;
		}
	if (s.n == 0 || s.n > 12 || s.p[0] < '0' || s.p[0] > '9' ||
	    !slice_int(s, &value))
		return (false);
	return (!__builtin_mul_overflow(value, unit, bytes));
}

/* Stores a text of any scalar kind; false: not of that kind or range. */
static bool
store_text(struct reader *r, const struct key *k, struct slice text,
    void *object)
{
	struct decimal d;
	int64_t n;

	switch (k->kind) {
	case KEY_DECIMAL:
		if (!decimal_parse(text, &d) ||
		    decimal_cmp(d, decimal_make(k->min, 0)) < 0 ||
		    decimal_cmp(d, decimal_make(k->max, 0)) > 0)
			return (false);
		*(struct decimal *)field_of(object, k) = d;
		return (true);
	case KEY_SIZE:
		if (!size_parse(text, &n) || n < k->min || n > k->max)
			return (false);
		*(int64_t *)field_of(object, k) = n;
		return (true);
	case KEY_TEXT:
		*(struct slice *)field_of(object, k) = kept(r, text);
		return (true);
	case KEY_TAKE:
	case KEY_INT:
	case KEY_BOOL:
	case KEY_WORD:
	case KEY_BITS:
	case KEY_TEXTS:
	case KEY_GROUP:
	case KEY_GROUPS:
		break;
	}
	BUG("a text for a key that takes none");
}

static void
read_text(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	struct slice text;

	if (!take_string(r, s, k, &text))
		return;
	if (k->kind == KEY_TAKE) {
		text = kept(r, text);
		(void)text_good(r, s, k, text, object);
	} else if (text_good(r, s, k, text, object) &&
	    !store_text(r, k, text, object)) {
		char found[120];

		(void)snprintf(found, sizeof(found), "\"%.80s\"", text.p);
		wrong(r, s, k, "CONF-VALUE", found);
	}
}

static void
read_int(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	const int type = config_setting_type(s);
	char found[24];
	int n;

	if (type != CONFIG_TYPE_INT) {
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
		return;
	}
	n = config_setting_get_int(s);
	if (n >= k->min && n <= k->max) {
		*(int *)field_of(object, k) = n;
		return;
	}
	(void)snprintf(found, sizeof(found), "%d", n);
	wrong(r, s, k, "CONF-VALUE", found);
}

static void
read_bool(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	if (config_setting_type(s) == CONFIG_TYPE_BOOL)
		*(bool *)field_of(object, k) = config_setting_get_bool(s) != 0;
	else
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
}

static void
store_word(const struct key *k, size_t place, void *object)
{
	const unsigned value = (unsigned)place;

	memcpy(field_of(object, k), &value, sizeof(value));
}

static void
read_word(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	struct slice text;
	size_t place;

	if (!take_string(r, s, k, &text))
		return;
	if (find_word(k->words, text, &place))
		store_word(k, place, object);
	else
		unknown_word(r, s, k, text);
}

static void
read_bits(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	unsigned bits = 0;

	if (!is_list(s)) {
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
		return;
	}
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *item = config_setting_get_elem(s,
		    (unsigned)i);
		struct slice text;
		size_t place;

		if (!take_string(r, item, k, &text))
			continue;
		if (find_word(k->words, text, &place))
			bits |= 1u << (place + (size_t)k->min);
		else
			unknown_word(r, item, k, text);
	}
	*(unsigned *)field_of(object, k) = bits;
}

static void
read_texts(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	struct list found = { NULL, 0, 0 };
	const int n = is_list(s) ? config_setting_length(s) : 0;

	if (!is_list(s)) {
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
		return;
	}
	if (n < k->min || n > k->max) {
		MISTAKE(r, s, "CONF-VALUE",
		    "%s has %d entries; expected %lld to %lld", k->name, n,
		    (long long)k->min, (long long)k->max);
		return;
	}
	for (int i = 0; i < n; i++) {
		const config_setting_t *item = config_setting_get_elem(s,
		    (unsigned)i);
		struct slice text;

		if (take_string(r, item, k, &text) &&
		    text_good(r, item, k, text, object))
			*LIST_PUSH(r->arena, &found, struct slice) = kept(r,
			    text);
	}
	*(struct list *)field_of(object, k) = found;
}

static void
read_groups(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	struct list *found = field_of(object, k);

	if (!is_list(s)) {
		wrong(r, s, k, "CONF-TYPE", kind_found(s));
		return;
	}
	if (config_setting_length(s) > k->max) {
		MISTAKE(r, s, "CONF-VALUE", "%s has more than %lld entries",
		    k->name, (long long)k->max);
		return;
	}
	*found = (struct list){ NULL, 0, 0 };
	for (int i = 0; i < config_setting_length(s); i++) {
		const config_setting_t *item = config_setting_get_elem(s,
		    (unsigned)i);

		if (config_setting_type(item) != CONFIG_TYPE_GROUP)
			wrong(r, item, k, "CONF-TYPE", kind_found(item));
		else
			reader_fill(r, k->of, item,
			    list_push(r->arena, found, k->of->size));
	}
}

static void
read_key(struct reader *r, const config_setting_t *s, const struct key *k,
    void *object)
{
	switch (k->kind) {
	case KEY_TEXT:
	case KEY_TAKE:
	case KEY_DECIMAL:
	case KEY_SIZE:
		read_text(r, s, k, object);
		break;
	case KEY_INT:
		read_int(r, s, k, object);
		break;
	case KEY_BOOL:
		read_bool(r, s, k, object);
		break;
	case KEY_WORD:
		read_word(r, s, k, object);
		break;
	case KEY_BITS:
		read_bits(r, s, k, object);
		break;
	case KEY_TEXTS:
		read_texts(r, s, k, object);
		break;
	case KEY_GROUP:
		if (config_setting_type(s) != CONFIG_TYPE_GROUP)
			wrong(r, s, k, "CONF-TYPE", kind_found(s));
		else
			reader_fill(r, k->of, s, field_of(object, k));
		break;
	case KEY_GROUPS:
		read_groups(r, s, k, object);
		break;
	}
}

static void
default_list(struct reader *r, const struct key *k, void *object)
{
	struct slice rest = slice_of(k->fallback), word;
	bool more = rest.n > 0;
	size_t place;

	if (k->kind == KEY_TEXTS)
		*(struct list *)field_of(object, k) = (struct list){ NULL, 0,
			0 };
	else
		*(unsigned *)field_of(object, k) = 0;
	while (more) {
		more = slice_cut(rest, ' ', &word, &rest);
		if (k->kind == KEY_TEXTS) {
			*LIST_PUSH(r->arena, (struct list *)field_of(object, k),
			    struct slice) = kept(r, word);
			continue;
		}
		INVARIANT(find_word(k->words, word, &place));
		*(unsigned *)field_of(object, k) |= 1u
		    << (place + (size_t)k->min);
	}
}

static void
apply_default(struct reader *r, const struct key *k, void *object)
{
	const struct slice text = slice_of(k->fallback);
	int64_t n = 0;
	size_t place;

	switch (k->kind) {
	case KEY_TEXT:
	case KEY_DECIMAL:
	case KEY_SIZE:
		if (k->kind == KEY_TEXT || k->fallback != NULL)
			INVARIANT(store_text(r, k, text, object));
		break;
	case KEY_TAKE:
		if (k->fallback != NULL)
			INVARIANT(k->check(text, object) == NULL);
		break;
	case KEY_INT:
		INVARIANT(k->fallback == NULL || slice_int(text, &n));
		*(int *)field_of(object, k) = (int)n;
		break;
	case KEY_BOOL:
		*(bool *)field_of(object, k) = slice_is(text, "true");
		break;
	case KEY_WORD:
		if (k->fallback != NULL) {
			INVARIANT(find_word(k->words, text, &place));
			store_word(k, place, object);
		}
		break;
	case KEY_BITS:
	case KEY_TEXTS:
		default_list(r, k, object);
		break;
	case KEY_GROUP:
		reader_defaults(r, k->of, field_of(object, k));
		break;
	case KEY_GROUPS:
		break;
	}
}

void
reader_defaults(struct reader *r, const struct key_table *t, void *object)
{
	for (size_t i = 0; i < t->n; i++)
		apply_default(r, &t->keys[i], object);
}

/* The group below t that has a key of this name, for keys written one level
 * too high. */
static const struct key *
home_of(const struct key_table *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct key *k = &t->keys[i];

		if (k->of == NULL)
			continue;
		for (size_t j = 0; j < k->of->n; j++)
			if (strcmp(k->of->keys[j].name, name) == 0)
				return (k);
	}
	return (NULL);
}

static void
unknown_key(struct reader *r, const config_setting_t *s,
    const struct key_table *t)
{
	const char *name = config_setting_name(s), *names[KEYS_MAX], *near;
	const struct key *home = home_of(t, name);

	INVARIANT(t->n <= KEYS_MAX);
	for (size_t i = 0; i < t->n; i++)
		names[i] = t->keys[i].name;
	near = nearest_word(name, names, t->n);
	if (home != NULL)
		MISTAKE(r, s, "CONF-KEY",
		    "%.80s is no key of %s; it belongs into %s = { ... }", name,
		    t->name, home->name);
	else if (near != NULL)
		MISTAKE(r, s, "CONF-KEY", "%.80s is no key of %s; nearest: %s",
		    name, t->name, near);
	else
		MISTAKE(r, s, "CONF-KEY", "%.80s is no key of %s", name,
		    t->name);
}

void
reader_fill(struct reader *r, const struct key_table *t,
    const config_setting_t *group, void *object)
{
	bool seen[KEYS_MAX] = { false };

	INVARIANT(t->n <= KEYS_MAX);
	reader_defaults(r, t, object);
	for (int i = 0; i < config_setting_length(group); i++) {
		const config_setting_t *s = config_setting_get_elem(group,
		    (unsigned)i);
		size_t k = 0;

		while (k < t->n &&
		    strcmp(t->keys[k].name, config_setting_name(s)) != 0)
			k++;
		if (k == t->n) {
			unknown_key(r, s, t);
			continue;
		}
		seen[k] = true;
		read_key(r, s, &t->keys[k], object);
	}
	for (size_t k = 0; k < t->n; k++)
		if (!seen[k] && (t->keys[k].required & r->role) != 0)
			MISTAKE(r, group, "CONF-MISSING", "%s lacks %s",
			    t->name, t->keys[k].name);
}

/* "name" of a group, "[2]" of a list. */
static const config_setting_t *
member(const config_setting_t *group, const char *part)
{
	int64_t i = 0;

	if (part[0] != '[')
		return (config_setting_get_member(group, part));
	return (slice_int(slice_sub(slice_of(part), 1, strlen(part) - 2), &i) ?
		config_setting_get_elem(group, (unsigned)i) :
		NULL);
}

int
reader_line(const config_setting_t *group, const char *path)
{
	char part[64];
	int line = (int)config_setting_source_line(group);

	while (path != NULL && *path != '\0') {
		const size_t n = strcspn(path, ".");
		const config_setting_t *next;

		INVARIANT(n < sizeof(part));
		memcpy(part, path, n);
		part[n] = '\0';
		next = member(group, part);
		if (next == NULL)
			break;
		line = (int)config_setting_source_line(next);
		group = next;
		path += n + (path[n] == '.');
	}
	return (line);
}
