#include "parsers/parser.h"

static enum rc
idle_interchange(void *ctx, const struct interchange *i, struct err *e)
{
	(void)ctx, (void)i, (void)e;
	return (RC_OK);
}

static enum rc
idle_message(void *ctx, const struct message *m, struct err *e)
{
	(void)ctx, (void)m, (void)e;
	return (RC_OK);
}

static enum rc
idle_order(void *ctx, const struct order *o, struct err *e)
{
	(void)ctx, (void)o, (void)e;
	return (RC_OK);
}

static enum rc
idle_confirmation(void *ctx, const struct confirmation *x, struct err *e)
{
	(void)ctx, (void)x, (void)e;
	return (RC_OK);
}

static enum rc
idle_finding(void *ctx, const struct finding *f, struct err *e)
{
	(void)ctx, (void)f, (void)e;
	return (RC_OK);
}

static enum rc
idle_receipt(void *ctx, const struct receipt *r, struct err *e)
{
	(void)ctx, (void)r, (void)e;
	return (RC_OK);
}

static enum rc
idle_remittance(void *ctx, const struct remittance *r, struct err *e)
{
	(void)ctx, (void)r, (void)e;
	return (RC_OK);
}

static enum rc
idle_bank_entry(void *ctx, const struct bank_entry *b, struct err *e)
{
	(void)ctx, (void)b, (void)e;
	return (RC_OK);
}

struct parse_sink
sink_idle(void *ctx)
{
	return ((struct parse_sink){ .ctx = ctx,
	    .interchange = idle_interchange,
	    .message = idle_message,
	    .order = idle_order,
	    .confirmation = idle_confirmation,
	    .finding = idle_finding,
	    .message_end = idle_message,
	    .interchange_end = idle_interchange,
	    .receipt = idle_receipt,
	    .remittance = idle_remittance,
	    .bank_entry = idle_bank_entry });
}
