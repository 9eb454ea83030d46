/* Short transactions, and the one-line history. */
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

#include "base/buf.h"
#include "pipeline/night.h"

#define BATCH_STEPS 1000
#define BATCH_MS 200

int64_t
monotonic_ms(void)
{
	struct timespec t;

	if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
		return (0);
	return ((int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000);
}

void
batch_init(struct batch *b, struct store *s)
{
	*b = (struct batch){ .store = s };
}

enum rc
batch_open(struct batch *b, struct err *e)
{
	if (store_in_transaction(b->store))
		return (RC_OK);
	b->steps = 0;
	b->started_ms = monotonic_ms();
	return (store_begin(b->store, e));
}

bool
batch_full(const struct batch *b)
{
	/* The clock is asked now and then: a step may cost microseconds. */
	return (b->steps >= BATCH_STEPS ||
	    (b->steps % 32 == 0 && monotonic_ms() - b->started_ms >= BATCH_MS));
}

enum rc
batch_step(struct batch *b, bool *full, struct err *e)
{
	b->steps++;
	*full = batch_full(b);
	return (*full ? store_commit(b->store, e) : RC_OK);
}

enum rc
batch_end(struct batch *b, struct err *e)
{
	if (!store_in_transaction(b->store))
		return (RC_OK);
	return (store_commit(b->store, e));
}

enum rc
event_add(struct store *s, const struct event *v, struct err *e,
    const char *fmt, ...)
{
	char text[1024], subject[256];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (v->id != 0)
		(void)snprintf(subject, sizeof(subject), "%s:%lld", v->subject,
		    (long long)v->id);
	else
		(void)snprintf(subject, sizeof(subject), "%s:" SL_FMT,
		    v->subject, SL_ARG(v->name));
	return (store_exec(s, Q_EVENT_INSERT, NULL, e, "iosss", v->at,
	    v->run_id, subject, v->kind, text));
}
