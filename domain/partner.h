/*
 * partner -- one trading partner and what was agreed with it, and the seller
 * itself.  Plain data that config/ fills from partners/NAME.conf and
 * ordermill.conf; texts live in the configuration's arena for the whole run.
 * Defaults are those of config/example.
 */
#ifndef DOMAIN_PARTNER_H
#define DOMAIN_PARTNER_H

#include "base/arena.h"
#include "base/decimal.h"
#include "domain/calendar.h"
#include "domain/csv_map.h"
#include "domain/identifier.h"
#include "domain/recurrence.h"

enum partner_role { ROLE_CUSTOMER, ROLE_WAREHOUSE, ROLE_BANK, ROLE_NETWORK };
enum partner_state { PARTNER_LIVE, PARTNER_TEST, PARTNER_SUSPENDED };
enum after_fetch { AFTER_DELETE, AFTER_MOVE, AFTER_LEAVE };
enum on_fault { ON_HOLD, ON_REJECT, ON_ACCEPT }; /* rules.unknown_item … */
enum on_short { SHORT_BACKORDER, SHORT_CANCEL, SHORT_HOLD };
enum partial { PARTIAL_LINES, PARTIAL_ORDER, PARTIAL_FILE };
enum recur_accept { RECUR_YES, RECUR_HOLD, RECUR_NO };
enum catch_up { CATCH_ALL, CATCH_LATEST, CATCH_NONE, CATCH_ASK };
enum per_release { RELEASE_EACH, RELEASE_SHIP_ONLY };
enum ship_per { SHIP_PER_SHIPMENT, SHIP_PER_ORDER };
/* TEXT and HTML are bits of BOTH. */
enum people_report { PEOPLE_NONE, PEOPLE_TEXT, PEOPLE_HTML, PEOPLE_BOTH };
#define SOURCE_DATES 1u
#define SOURCE_CODED 2u
#define SOURCE_TEXT 4u

struct connection {
	struct slice url;                /* "sftp://user@host:port", "dir:/x" */
	struct slice key, password_file; /* paths below the mill, "" */
	bool agent;
	struct list host_keys;      /* struct slice: "SHA256:…" */
	struct slice inbox, outbox; /* remote: we read inbox */
	struct list patterns;       /* struct slice */
	int settle_seconds;
	enum after_fetch after_fetch;
	struct slice move_to; /* AFTER_MOVE */
	int timeout_seconds, retries, sessions;
	int64_t max_file, max_unpacked; /* bytes */
};

struct receives {
	struct slice format;            /* "x12" "ubl" "csv" */
	struct list messages, versions; /* struct slice; empty: any */
	struct csv_map csv;             /* of format "csv" */
};

struct answers {
	struct slice technical, order, ship, warehouse;   /* writers, "none" */
	struct slice version, separators, ship_structure; /* native ones */
	enum people_report report;                        /* for their people */
	enum ship_per ship_per;
	enum per_release per_release;
	int technical_due_hours, order_due_hours, receipt_due_hours;
	struct slice name;                   /* "{kind}_{po}_{seq}.xml" */
	struct slice customization, profile; /* UBL ids, empty: default */
};

struct rules {
	enum on_fault unknown_item, over_limit, duplicate_po, unknown_location;
	enum on_fault replaced_item;
	struct decimal price_tolerance_percent, overship_percent;
	struct list allowances; /* struct slice: agreed codes */
	enum on_short short_stock;
	enum partial partial;
	int hold_expires_days;   /* 0: never */
	int control_window_days; /* 400 */
	int change_wait_hours;   /* for its order; then refused */
};

/* Direct debit through a bank: its account "" : this one collects nothing. */
enum pain_version { PAIN_02, PAIN_08 }; /* of pain.008.001 */
struct collect {
	struct slice account, creditor_id, bic; /* ours */
	enum pain_version version;
};

struct recurrence_rules {
	enum recur_accept accept;
	unsigned sources;  /* SOURCE_* */
	struct slice rule; /* the profile's own, "" */
	enum roll roll;
	int lead_days;
	enum catch_up catch_up;
	int grace_days, notice_days;
	struct slice price; /* "fixed" | "list" */
};

struct contact {
	struct slice role, name, email, phone;
};

struct partner {
	struct slice id, name;
	enum partner_role role;
	enum partner_state state;
	struct slice via; /* NETWORK's id, "" */
	struct slice language, time_zone, calendar, shared_secret_file;
	struct list identifiers, our_identifiers; /* struct slice */
	struct list accounts; /* struct slice: ours, at a bank */
	struct collect collect;
	struct connection connection;
	struct list receive; /* struct receives */
	struct list guides;  /* struct guide_own: guides/ID.*.guide */
	struct answers answers;
	struct rules rules;
	struct recurrence_rules recurrence;
	struct list contacts; /* struct contact */
};

struct seller {
	struct slice name, street, city, postal_code, country, tax_id;
	struct list identifiers; /* struct slice */
	struct slice currency, time_zone, language;
	struct slice relay, mail_from; /* SMTP relay URL, "" : no mail */
	struct list operators;         /* struct slice: mail addresses */
	struct slice key_file;         /* the HMAC key */
	int keep_days;                 /* retention of raw files, 0: for ever */
	int prepaid_days;              /* a payment hold expires after */
	int order_lead_days;           /* accepted order → warehouse due */
	/* A payment that differs by no more is settled: an amount in units of
	 * its currency, percent of what was asked, or the smaller; 0: unsaid */
	struct decimal tolerance, tolerance_percent;
	enum discount_tax { DISCOUNT_TAX_KEPT, DISCOUNT_TAX_LESS } discount_tax;
	struct slice warehouse; /* default warehouse partner, "" */
	int workers;            /* parse workers at once */
};

#endif
