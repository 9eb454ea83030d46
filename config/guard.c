/* guard -- see guard.h. */
#include "config/guard.h"

struct guard {
	struct slice text;
	size_t at;
	int line, depth;
	struct err *e;
};

#define REFUSE(g, ...) err_set((g)->e, RC_REJECT, "CONF-SYNTAX", __VA_ARGS__)

/* The byte i places ahead; zero behind the end. */
static char
peek(const struct guard *g, size_t i)
{
	return (i < g->text.n - g->at ? g->text.p[g->at + i] : '\0');
}

static bool
is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
is_letter(char c)
{
	return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'));
}

static enum rc
pass_string(struct guard *g)
{
	for (g->at++; peek(g, 0) != '"'; g->at++) {
		if (g->at >= g->text.n || peek(g, 0) == '\n')
			return (REFUSE(g, "a text is not closed in its line"));
		if (peek(g, 0) == '\\' && g->at + 1 < g->text.n &&
		    peek(g, 1) != '\n')
			g->at++;
	}
	g->at++;
	return (RC_OK);
}

static void
pass_line(struct guard *g)
{
	while (g->at < g->text.n && peek(g, 0) != '\n')
		g->at++;
}

static enum rc
pass_comment(struct guard *g)
{
	const int begin = g->line;

	for (g->at += 2; peek(g, 0) != '*' || peek(g, 1) != '/'; g->at++) {
		if (g->at >= g->text.n) {
			g->line = begin;
			return (REFUSE(g, "a comment is never closed"));
		}
		if (peek(g, 0) == '\n')
			g->line++;
	}
	g->at += 2;
	return (RC_OK);
}

static int
digit_value(char c, int base)
{
	int v = 99;

	if (is_digit(c))
		v = c - '0';
	else if (is_letter(c))
		v = (c | 0x20) - 'a' + 10;
	return (v < base ? v : -1);
}

/* Whole numbers must fit 32 bits: beyond, libconfig gives another number. */
static enum rc
pass_number(struct guard *g)
{
	int base = 10;
	int64_t value = 0;

	if (peek(g, 0) == '0' && (peek(g, 1) == 'x' || peek(g, 1) == 'X')) {
		base = 16;
		g->at += 2;
	}
	for (; digit_value(peek(g, 0), base) >= 0; g->at++) {
		value = value * base + digit_value(peek(g, 0), base);
		if (value > INT32_MAX)
			return (REFUSE(g,
			    "a number above 2147483647; sizes "
			    "and decimals are written in quotes, as \"64M\""));
	}
	while (
	    is_letter(peek(g, 0)) || is_digit(peek(g, 0)) || peek(g, 0) == '.')
		g->at++;
	return (RC_OK);
}

static void
pass_name(struct guard *g)
{
	while (is_letter(peek(g, 0)) || is_digit(peek(g, 0)) ||
	    peek(g, 0) == '_' || peek(g, 0) == '-' || peek(g, 0) == '*')
		g->at++;
}

static enum rc
pass_mark(struct guard *g)
{
	const char c = peek(g, 0);

	if (c == '@')
		return (REFUSE(g,
		    "@include is switched off: each file stands alone"));
	if (c == '{' || c == '(' || c == '[') {
		if (++g->depth > GUARD_DEPTH_MAX)
			return (REFUSE(g, "more than %d levels deep",
			    GUARD_DEPTH_MAX));
	} else if ((c == '}' || c == ')' || c == ']') && g->depth > 0)
		g->depth--;
	g->at++;
	return (RC_OK);
}

static enum rc
pass_token(struct guard *g)
{
	const char c = peek(g, 0);

	if (c == '"')
		return (pass_string(g));
	if (c == '#' || (c == '/' && peek(g, 1) == '/')) {
		pass_line(g);
		return (RC_OK);
	}
	if (c == '/' && peek(g, 1) == '*')
		return (pass_comment(g));
	if (is_digit(c))
		return (pass_number(g));
	if (is_letter(c) || c == '*') {
		pass_name(g);
		return (RC_OK);
	}
	if (c == '\n')
		g->line++;
	return (pass_mark(g));
}

/* Bytes that no line may hold, and includes wherever a line begins, even
 * where this reading and libconfig's could differ. */
static enum rc
check_lines(struct guard *g)
{
	struct slice rest = g->text, line;
	bool more = true;

	for (g->line = 1; more; g->line++) {
		if (g->line > GUARD_LINES_MAX)
			return (
			    REFUSE(g, "more than %d lines", GUARD_LINES_MAX));
		more = slice_cut(rest, '\n', &line, &rest);
		for (size_t i = 0; i < line.n; i++)
			if (((unsigned char)line.p[i] < 0x20 &&
				line.p[i] != '\t' && line.p[i] != '\r') ||
			    line.p[i] == 0x7f)
				return (REFUSE(g, "the control byte 0x%02x",
				    (unsigned)line.p[i]));
		if (!slice_utf8(line))
			return (REFUSE(g, "not UTF-8"));
		if (slice_starts(slice_trim(line), SLICE("@include")))
			return (REFUSE(g,
			    "@include is switched off: each file stands "
			    "alone"));
	}
	return (RC_OK);
}

enum rc
guard_text(struct slice text, int *line, struct err *e)
{
	struct guard g = { .text = text, .line = 1, .e = e };
	enum rc rc = check_lines(&g);

	if (rc == RC_OK)
		g.line = 1;
	while (rc == RC_OK && g.at < text.n)
		rc = pass_token(&g);
	*line = g.line;
	return (rc);
}
