/*
 * report -- what a partner's people get beside the technical answer: what
 * came, what became of each message, each fault with its place, value, rule
 * and mend, and what happens next.  In their language, as text or HTML.
 *
 * Plain data that pipeline/partner_report.c fills.  Absent texts are empty.
 * The writers (writer.h) are pure: the same report is the same bytes.  Everything that
 * came from outside is shown escaped (buf_shown), then as the form demands.
 */
#ifndef WRITERS_REPORT_H
#define WRITERS_REPORT_H

#include "domain/language.h"
#include "writers/writer.h"

struct report_finding {
	struct finding finding; /* offset: bytes from 0, INT_NONE or -1: none */
	int64_t line;           /* of the file, from 1; 0: it has no lines */
	bool rows;              /* CSV: a segment is a row of the file */
};

struct report_order {
	struct slice po, release;
	int64_t lines;
	bool refused; /* this order, when its message was taken */
};

struct report_message {
	struct slice kind, control_number; /* "850" "ORDERS" "Order" */
	enum verdict verdict;
	struct list orders;   /* struct report_order */
	struct list findings; /* struct report_finding */
};

struct partner_report {
	struct answer_head head; /* id, names, endpoints, test; no native */
	enum language language;
	day on;                 /* the seller's business day */
	struct slice file_name; /* as the partner named it */
	int64_t file_bytes;
	/* Of the interchange; "" where the format has none. */
	struct slice standard, sender, receiver, control_number;
	bool rejected, held;              /* as a whole */
	bool response_follows;            /* orders are answered one by one */
	struct list findings;             /* of the file or the envelope */
	struct list messages;             /* struct report_message */
	int64_t all_messages, all_orders; /* counted, told or not */
	int64_t findings_left_out;
};

#endif
