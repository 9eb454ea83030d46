/* The table of commands: help, usage errors and the manual follow it. */
#include "cli/command.h"

#define READS (NEED_MILL | NEED_READ)
#define READS_CONFIG (NEED_MILL | NEED_CONFIG | NEED_READ)
#define WRITES (NEED_MILL | NEED_CONFIG | NEED_WRITE)
/* clang-format off */
#define END { NULL, NULL, NULL }
#define REASON { "reason", "TEXT", "why; kept in the history" }
#define BY { "by", "NAME", "who says so; else who types it" }
#define CURRENCY { "currency", "CODE", "not the customer's own" }
#define ON(what) { "on", "DAY", what }
#define ORDER { "order", "REF", "of this order" }
/* clang-format on */

const struct option_row global_options[] = {
	{ "mill", "DIR", "the mill (-C DIR; else ORDERMILL_HOME, else here)" },
	{ "json", NULL, "one JSON object a line" },
	{ "quiet", NULL, "only warnings and errors (-q)" },
	{ "color", "WHEN", "auto, always or never" },
	{ "help", NULL, "tell more of a command (-h)" },
	{ "version", NULL, "print the version (-V)" },
	END,
};

const struct command commands[] = {
	{ "the mill", "init", "DIR", "make a new mill with an example",
	    "DIR must be empty or not exist yet.  The example is complete: "
	    "see its\nREADME.md for a first night.\n",
	    cmd_init, 0, 1, 1, { END } },
	{ "the mill", "config check", "",
	    "check configuration and master files",
	    "Every mistake is told at once, with its file and line; "
	    "exit code 78 when there\nis any.\n",
	    cmd_config_check, NEED_MILL, 0, 0, { END } },
	{ "the mill", "help", "[COMMAND]", "list the commands, or explain one",
	    "", cmd_help, 0, 0, 2, { END } },
	{ "the mill", "version", "", "print the version", "", cmd_version, 0, 0,
	    0, { END } },

	{ "the night", "run", "[STAGE...]", "run the night, or single stages",
	    "Stages: fetch unpack parse validate recur pay charge ship "
	    "collect acknowledge send report;\nnone named: all.  An "
	    "interrupted run "
	    "is taken up again first.  Exit codes: 0\ngood, 1 a person must "
	    "look, 2 something is left for the next run, 75 another\nrun "
	    "holds the mill.\n",
	    cmd_run, 0, 0, -1,
	    { { "as-of", "TIME",
		  "the run's instant (2026-11-21T02:00:00Z), not now" },
		{ "partner", "NAME", "only this partner's files and orders" },
		{ "dry-run", NULL, "work on a copy, send and remove nothing" },
		{ "report", NULL,
		    "print the report also when not on a terminal" },
		END } },
	{ "the night", "status", "", "what ran last, what runs, what is to do",
	    "Exit code 1 when a person must look.\n", cmd_status, NEED_MILL, 0,
	    0, { END } },

	{ "looking", "list", "KIND [COLUMN=VALUE...]",
	    "list what the database has",
	    "KIND is run, file, message, finding, order, "
	    "order_line, hold, ledger, balance,\npayment, standing_order, "
	    "occurrence, shipment, shipment_line, outbox, customer,\nproduct, "
	    "event, receivable, refund, returned or debit; the columns are "
	    "those of "
	    "the view v_KIND.  Amounts "
	    "are in\nminor units.\n",
	    cmd_list, READS, 1, -1,
	    { { "columns", "A,B,...", "print these columns only" }, END } },

	{ "looking", "show", "REF", "everything about one thing", "", cmd_show,
	    READS, 1, 1,
	    { { "raw", NULL, "its bytes as they are stored" }, END } },
	{ "looking", "trace", "REF",
	    "the life of an order, from bytes to answer", "", cmd_trace, READS,
	    1, 1, { END } },
	{ "looking", "explain", "REF|FILE|CODE",
	    "what is wrong, where, and what to do",
	    "With a REF: what was found when it came.  With a "
	    "file: what would be found.\nWith a code such as X12-ISA-SHORT: "
	    "its rule.\n",
	    cmd_explain, NEED_ZYGOTE, 1, 1,
	    { { "partner", "NAME", "a file: judge it by this profile" },
		{ "language", "LANGUAGE",
		    "of rules and help: nl, pt-BR or en" },
		END } },
	{ "looking", "report", "", "what a run did and what is to do", "",
	    cmd_report, READS_CONFIG, 0, 0,
	    { { "run", "ID", "of this run, not the last one" },
		{ "form", "FORM", "text, html, json or prometheus" }, END } },

	{ "files", "validate", "FILE",
	    "read a file as a run would, and book nothing",
	    "Needs no mill without --partner.  Exit codes: 0 good, "
	    "1 would be held, 65 would\nbe rejected, whole or in part.\n",
	    cmd_validate, NEED_ZYGOTE, 1, 1,
	    { { "partner", "NAME",
		  "judge orders by this profile and the master files" },
		END } },
	{ "files", "convert", "FILE --to json|ubl|csv",
	    "the orders of a file in another form", "", cmd_convert,
	    NEED_ZYGOTE, 1, 1,
	    { { "to", "FORM", "json, ubl or csv" },
		{ "partner", "NAME", "it is in this partner's own layout" },
		{ "po", "NUMBER", "only the order of this number" }, END } },
	{ "files", "guide", "[MESSAGE]",
	    "what a message may say, as a partner is told",
	    "Without MESSAGE: the guides there are.  Needs no mill without "
	    "--partner, which\nadds the rules of guides/NAME.*.guide.\n",
	    cmd_guide, 0, 0, 1,
	    { { "partner", "NAME", "with what was agreed with this one" },
		{ "html", NULL, "a page to hand over" },
		{ "text", NULL, "plain text, the default" },
		{ "release", "VERSION", "004010, D.96A …, not the newest" },
		END } },
	{ "files", "retry", "FILE", "read a rejected or quarantined file again",
	    "FILE is a REF: file:3, or its name.  Its answers are "
	    "written anew.\n",
	    cmd_retry, WRITES, 1, 1, { REASON, END } },

	{ "orders", "hold", "REF --reason TEXT", "stop an order", "", cmd_hold,
	    WRITES, 1, 1, { REASON, BY, END } },
	{ "orders", "release", "REF --reason TEXT",
	    "let a held order, file or shipment go on",
	    "An order that was held for what it says is "
	    "checked again with the master data\nof now, and stays held when "
	    "it cannot be booked (exit code 1).  Of a document that the\n"
	    "partner refused or never confirmed, nothing more is asked.\n",
	    cmd_release, WRITES | NEED_ZYGOTE | NEED_KEY, 1, 1,
	    { REASON, BY,
		{ "price", "WHOSE", "ours or theirs: what to charge" },
		{ "as-is", NULL,
		    "whatever the checks say, if it can be booked" },
		{ "warehouse", "NAME", "a shipment: whose number it is" },
		END } },
	{ "orders", "reject", "REF --reason TEXT",
	    "refuse a held order, file or shipment",
	    "A shipment by its full name: shipment:V-77.\n", cmd_reject, WRITES,
	    1, 1,
	    { REASON, BY,
		{ "warehouse", "NAME", "a shipment: whose number it is" },
		END } },
	{ "orders", "cancel", "REF --reason TEXT",
	    "cancel an order that is not at the warehouse", "", cmd_cancel,
	    WRITES | NEED_KEY, 1, 1, { REASON, BY, END } },
	{ "orders", "ship", "ORDER",
	    "book what left without a warehouse's file", "", cmd_ship,
	    WRITES | NEED_KEY, 1, 1,
	    { { "lines", "L=Q,...",
		  "these lines and quantities; else all that is open" },
		{ "carrier", "NAME", "who carries it" },
		{ "tracking", "NUMBER", "the carrier's number" },
		{ "at", "TIME", "when it left; else now" }, END } },
	{ "orders", "complete", "ORDER",
	    "book services that were done: they are charged now",
	    "All that are open, or those of --lines.  Goods are booked by "
	    "their warehouse's\nfile, or by `ordermill ship`.\n",
	    cmd_complete, WRITES | NEED_KEY, 1, 1,
	    { { "lines", "L=Q,...", "these lines and quantities" },
		{ "at", "TIME", "when they were done; else now" }, END } },
	{ "orders", "resend", "REF [--anew]", "send an answer again",
	    "The same bytes under the same name; with --anew what the partner\n"
	    "refused (of outbox:N whatever was sent) under a new name, id and\n"
	    "control numbers.\n",
	    cmd_resend, WRITES, 1, 1,
	    { { "anew", NULL, "the same content under new numbers" }, END } },

	{ "standing orders", "standing list", "[COLUMN=VALUE...]",
	    "list standing orders", "", cmd_standing_list, READS, 0, -1,
	    { { "columns", "A,B,...", "print these columns only" }, END } },
	{ "standing orders", "standing preview", "REF", "the next deliveries",
	    "", cmd_standing_preview, READS_CONFIG | NEED_KEY, 1, 1,
	    { { "count", "N", "so many; else 6" }, END } },
	{ "standing orders", "standing pause", "REF [FROM [TO]] --reason TEXT",
	    "skip the deliveries of some days",
	    "From today, until it is "
	    "resumed, where days are left out.\n",
	    cmd_standing_pause, WRITES | NEED_KEY, 1, 3, { REASON, END } },
	{ "standing orders", "standing resume", "REF [DAY]",
	    "end a pause or hold", "", cmd_standing_resume, WRITES | NEED_KEY,
	    1, 2, { REASON, END } },
	{ "standing orders", "standing skip", "REF [DAY] --reason TEXT",
	    "leave out one delivery", "", cmd_standing_skip, WRITES | NEED_KEY,
	    1, 2, { REASON, END } },
	{ "standing orders", "standing send", "REF [DAY]",
	    "make the order of one delivery now", "", cmd_standing_send,
	    WRITES | NEED_KEY, 1, 2, { REASON, END } },
	{ "standing orders", "standing end", "REF [DAY]",
	    "no delivery after that day", "", cmd_standing_end,
	    WRITES | NEED_KEY, 1, 2, { REASON, END } },
	{ "standing orders", "standing new",
	    "ORDER|--customer ID --rule RULE --reason TEXT",
	    "let an order repeat, or type a new one that does",
	    "An ORDER in the book is its first delivery, on --from or the day "
	    "that it asked\nfor.  With --customer, --po, --lines and --from "
	    "the first delivery is typed: it is\nchecked as an order that "
	    "comes, and the next run charges it.  A rule is the date\npart of "
	    "RFC 5545: \"FREQ=MONTHLY;INTERVAL=2\".  The profile's settings "
	    "hold;\n`standing set` changes them.\n",
	    cmd_standing_new, WRITES | NEED_KEY, 0, 1,
	    { { "rule", "RULE", "when it repeats" },
		{ "dates", "DAY,...", "days beside the rule, or without one" },
		{ "except", "DAY,...", "days of the rule to leave out" },
		{ "from", "DAY", "the first delivery's day" },
		{ "end", "DAY", "no delivery after it" },
		{ "count", "N", "so many deliveries in all" },
		{ "customer", "ID", "no ORDER: a new one of this customer" },
		{ "po", "NUMBER", "with --customer: its number" },
		{ "lines", "SKU=Q[@PRICE],...",
		    "with --customer: what it asks for; our price, or that" },
		{ "ship-to", "ID",
		    "with --customer: a place of master/locations.csv" },
		{ "preview", NULL, "show days and totals, write nothing" },
		REASON, END } },
	{ "standing orders", "standing change",
	    "REF --on DAY|--from DAY --reason TEXT",
	    "another quantity, price, place or rule",
	    "On one day, or on all from a day that is not decided yet.  Where "
	    "changes name\nthe same thing the last one holds.  LINE is the "
	    "buyer's number; an order of one\nline needs none.\n",
	    cmd_standing_change, WRITES | NEED_KEY, 1, 1,
	    { { "on", "DAY", "that delivery alone" },
		{ "from", "DAY", "all from that day" },
		{ "quantity", "[LINE=]Q,...", "so much of a line" },
		{ "price", "[LINE=]P,...", "at that price" },
		{ "add", "SKU=Q,...", "one line more" },
		{ "drop", "LINE,...", "without that line" },
		{ "ship-to", "ID", "to a place of master/locations.csv" },
		{ "rule", "RULE", "with --from: on other days" },
		{ "dates", "DAY,...", "with --from: on these days" },
		{ "except", "DAY,...", "with --from: not on these" }, REASON,
		END } },
	{ "standing orders", "standing set", "REF NAME=VALUE... --reason TEXT",
	    "how days move and what is charged",
	    "roll, calendar, lead_days, catch_up, grace_days or price "
	    "(fixed, list or\ncap:PERCENT), for all that is not decided.\n",
	    cmd_standing_set, WRITES | NEED_KEY, 2, -1, { REASON, END } },
	{ "standing orders", "standing audit", "",
	    "prove that no delivery was forgotten",
	    "Computed from the rules.  Exit code 1 when it does not add up, "
	    "with the\ndeliveries.\n",
	    cmd_standing_audit, READS_CONFIG | NEED_KEY, 0, 0,
	    { { "from", "DAY", "days from then on; else all" },
		{ "to", "DAY", "up to the night of that day; else the last" },
		END } },

	{ "accounts", "account list", "",
	    "what customers owe, and their limits", "", cmd_account_list, READS,
	    0, 0, { END } },
	{ "accounts", "account show", "CUSTOMER",
	    "limit, exposure, debts, deposits and holds", "", cmd_account_show,
	    READS_CONFIG, 1, 1,
	    { CURRENCY, ON("how old debts are then; else today"), END } },
	{ "accounts", "account statement", "CUSTOMER",
	    "an account over some days, with its running balance",
	    "Orders are named by the buyer's number and our confirmation.  "
	    "With --json an\nentry a line.\n",
	    cmd_account_statement, READS_CONFIG, 1, 1,
	    { { "from", "DAY", "the first day; else the beginning" },
		{ "to", "DAY", "the last day; else today" },
		{ "format", "FORM", "text, html or csv" }, CURRENCY,
		{ "language", "LANGUAGE",
		    "of text and page: nl, pt-BR or en; else the customer's" },
		END } },
	{ "accounts", "account pay",
	    "CUSTOMER AMOUNT [CURRENCY] --reference TEXT",
	    "book money that arrived",
	    "The same payment is booked "
	    "once: it is known by --id, else by customer,\nreference, amount "
	    "and day.\n",
	    cmd_account_pay, WRITES | NEED_KEY, 2, 3,
	    { { "reference", "TEXT",
		  "RF reference, PO number or what is said" },
		{ "received", "DAY", "when; else today" },
		{ "id", "TEXT", "the bank's own number of it" }, END } },
	{ "accounts", "account assign", "PAYMENT --order REF | --customer NAME",
	    "say whose a payment is, or what it pays",
	    "PAYMENT is a number of `ordermill list payment`, of one that "
	    "waits for a person\nor is a deposit that nothing was paid of.\n",
	    cmd_account_assign, WRITES | NEED_KEY, 1, 1,
	    { { "order", "REF", "the prepaid order that it pays" },
		{ "customer", "NAME", "whose it is" }, END } },
	{ "accounts", "account apply", "CUSTOMER [AMOUNT]",
	    "let free deposits pay what is owed",
	    "The order's debts first, where one is named, then the oldest.\n",
	    cmd_account_apply, WRITES, 1, 2,
	    { ORDER, CURRENCY, ON("when it counts; else today"), BY, END } },
	{ "accounts", "account adjust",
	    "CUSTOMER AMOUNT --more|--less --reason TEXT",
	    "correct what is owed",
	    "The same correction (customer, order, day, amount, reason) is "
	    "booked once.\n",
	    cmd_account_adjust, WRITES, 2, 2,
	    { { "more", NULL, "the customer owes more" },
		{ "less", NULL, "the customer owes less, or has a deposit" },
		REASON, ORDER, CURRENCY, ON("when it counts; else today"), BY,
		END } },
	{ "accounts", "account chargeback", "CUSTOMER AMOUNT --reason TEXT",
	    "let go what a customer keeps back",
	    "With --undo the one that was booked with the same words is owed "
	    "again, from today.\n",
	    cmd_account_chargeback, WRITES, 2, 2,
	    { REASON, ORDER, CURRENCY, ON("when it counts; else today"), BY,
		{ "undo", NULL, "owed again" }, END } },
	{ "accounts", "account refund",
	    "CUSTOMER AMOUNT --reason TEXT | --approve N | --paid N | "
	    "--refuse N",
	    "give a deposit back, in two steps",
	    "One person asks, another approves.  --paid books that the money "
	    "went out; its\n--reason is what the bank's statement says.  "
	    "--refuse wants a --reason.\n",
	    cmd_account_refund, WRITES, 0, 2,
	    { { "approve", "N", "refund N goes back" },
		{ "paid", "N", "refund N went out" },
		{ "refuse", "N", "refund N stays a deposit" }, REASON, ORDER,
		CURRENCY, ON("when it counts; else today"), BY, END } },
	{ "accounts", "account return", "ORDER --reason TEXT",
	    "goods came back: a credit note",
	    "All that left, or --lines.  Credited is what was charged for "
	    "them, with tax and\ntheir share of the order's allowances.\n",
	    cmd_account_return, WRITES | NEED_KEY, 1, 1,
	    { REASON, { "lines", "L=Q,...", "these lines and quantities" },
		{ "freight", NULL, "the freight too" },
		ON("when they came; else today"), BY, END } },
	{ "accounts", "account export", "",
	    "the ledger for bookkeeping elsewhere",
	    "In the journal format of hledger, by the days that count.\n",
	    cmd_account_export, READS, 0, 0,
	    { { "format", "FORM", "hledger" },
		{ "from", "DAY", "the first day" },
		{ "to", "DAY", "the last day" },
		{ "customer", "NAME", "of this customer alone" }, END } },

	{ "partners", "partner list", "", "list the partners", "",
	    cmd_partner_list, NEED_MILL | NEED_CONFIG, 0, 0, { END } },
	{ "partners", "partner show", "NAME", "what is agreed with one", "",
	    cmd_partner_show, NEED_MILL | NEED_CONFIG, 1, 1, { END } },
	{ "partners", "partner test", "NAME", "log in and look around",
	    "Exit code 69 when the partner's side does not answer.\n",
	    cmd_partner_test, NEED_MILL | NEED_ZYGOTE | NEED_CONFIG, 1, 1,
	    { END } },
	{ "partners", "partner pin", "NAME",
	    "show the host key that a server has now",
	    "Exit code 1 when it is not the one that is pinned.\n",
	    cmd_partner_pin, NEED_MILL | NEED_ROUGH_CONFIG, 1, 1, { END } },

	{ "safety", "verify", "", "is everything as it must be?",
	    "Exit code 70 when it is not.\n", cmd_verify, READS_CONFIG, 0, 0,
	    { { "full", NULL, "read and hash all bytes again" }, END } },
	{ "safety", "backup", "DIR", "copy the mill, and verify the copy",
	    "May run beside a night.  DIR must be empty or not exist yet.\n",
	    cmd_backup, READS_CONFIG, 1, 1,
	    { { "keys", NULL, "private keys too" }, END } },
	{ "safety", "restore", "DIR", "make a mill of a backup",
	    "DIR is the backup; the new mill (-C DIR) must be empty or not "
	    "exist yet.\n",
	    cmd_restore, 0, 1, 1, { END } },

	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, { END } },
};
