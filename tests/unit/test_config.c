/* config: every key, every mistake, all at once and with its line. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "tests/unit/unit.h"
#include "base/buf.h"
#include "base/embedded.h"
#include "base/file.h"
#include "config/guard.h"
#include "config/loading.h"
#include "config/values.h"
#include "writers/writer.h"

/* --- a mill made of texts --- */

static const char seller_text[] =
    "seller = { name = \"Lampco\"; identifiers = [ \"gln:8798765000008\" ];\n"
    " address = { country = \"NL\"; }; currency = \"EUR\";\n"
    " time_zone = \"Europe/Amsterdam\"; };\n";

static struct config config;
static struct config_report report;
static struct loading loading;

static void
begin(void)
{
	config = (struct config){ .arena = ARENA_INIT };
	report = (struct config_report){ .arena = ARENA_INIT };
	loading = (struct loading){ .config = &config,
		.report = &report,
		.mill = -1,
		.home = "/mill" };
}

static void
add(const char *file, const char *text)
{
	enum source_kind kind = SOURCE_PARTNER;

	if (strncmp(file, "calendars/", 10) == 0)
		kind = SOURCE_CALENDAR;
	else if (strcmp(file, "ordermill.conf") == 0)
		kind = SOURCE_SELLER;
	loading_text(&loading, kind, file, slice_of(text));
}

/* Checks what was added; the mistakes as "CODE file:line: text\n" lines. */
static const char *
mistakes(void)
{
	static struct buf out;

	loading_check(&loading);
	loading_finish(&loading);
	loading_free(&loading);
	report_sort(&report);
	buf_free(&out);
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < report.mistakes.n; i++) {
		const struct config_mistake *m = LIST_AT(&report.mistakes,
		    struct config_mistake, i);

		buf_printf(&out, "%s %s:%d: %s\n", m->code, m->file, m->line,
		    m->text);
	}
	return (out.p);
}

static void
end(void)
{
	config_free(&config);
	config_report_free(&report);
}

/* A profile without mistakes, in which one line can be replaced. */
static const char *const profile[] = {
	"id = \"acme\"",
	"name = \"Acme\"",
	"role = \"customer\"",
	"identifiers = [ \"endpoint:0088:8712345000004\" ]",
	"our_identifiers = [ \"endpoint:0088:8798765000008\" ]",
	"connection = { url = \"dir:/srv/acme\"; }",
	"receive = ( { format = \"x12\"; } )",
};
#define PROFILE_LINES (sizeof(profile) / sizeof(*profile))

/* The key of "key = value" decides which line goes; a new one comes last, in
 * line 9; the profile's lines are 2 to 8. */
static const char *
profile_with(const char *line)
{
	static struct buf out;
	const size_t key = strcspn(line, " =");
	bool replaced = false;

	buf_free(&out);
	buf_init(&out, 1 << 16);
	buf_text(&out, "partner = {\n");
	for (size_t i = 0; i < PROFILE_LINES; i++) {
		const bool hit = strncmp(profile[i], line, key + 1) == 0;

		buf_text(&out, hit ? line : profile[i]);
		buf_text(&out, ";\n");
		replaced = replaced || hit;
	}
	if (!replaced)
		buf_printf(&out, "%s;\n", line);
	buf_text(&out, "};\n");
	return (out.p);
}

TEST(a_small_profile_has_no_mistake_and_all_defaults)
{
	const struct partner *p;

	begin();
	add("ordermill.conf", seller_text);
	add("partners/acme.conf", profile_with("name = \"Acme\""));
	assert_string_equal(mistakes(), "");
	p = config_partner(&config, SLICE("acme"));
	assert_non_null(p);
	assert_int_equal(p->state, PARTNER_LIVE);
	assert_int_equal(p->connection.max_file, 64 << 20);
	assert_int_equal(p->connection.max_unpacked, 512 << 20);
	assert_int_equal(p->connection.settle_seconds, 60);
	assert_int_equal(p->connection.patterns.n, 1);
	assert_int_equal(p->connection.after_fetch, AFTER_DELETE);
	assert_int_equal(p->recurrence.sources,
	    SOURCE_DATES | SOURCE_CODED | SOURCE_TEXT);
	assert_int_equal(p->recurrence.roll, ROLL_FOLLOWING);
	assert_int_equal(p->recurrence.accept, RECUR_HOLD);
	assert_int_equal(p->rules.control_window_days, 400);
	assert_string_equal(p->answers.order.p, "ubl-order-response");
	assert_string_equal(p->time_zone.p, "Europe/Amsterdam");
	assert_string_equal(p->language.p, "en");
	end();
}

TEST(every_value_lands_where_it_belongs)
{
	const struct partner *p;

	begin();
	add("ordermill.conf", seller_text);
	add("partners/acme.conf",
	    profile_with(
		"connection = { "
		"url = \"dir:exchange/acme\"; inbox = \"a\"; outbox = "
		"\"/b/c\"; "
		"patterns = [ \"*.edi\", \"x\" ]; max_file = \"2K\"; "
		"max_unpacked = \"3G\"; after_fetch = \"move:old/done\"; "
		"sessions = 16; agent = true; }; "
		"rules = { short = \"hold\"; partial = \"file\"; "
		"price_tolerance_percent = \"0.5\"; allowances = [ \"C310\" ]; "
		"}; "
		"recurrence = { sources = [ \"text\" ]; roll = \"drop\"; "
		"catch_up = \"ask\"; rule = \"FREQ=MONTHLY;INTERVAL=2\"; }; "
		"state = \"test\""));
	assert_string_equal(mistakes(), "");
	p = config_partner(&config, SLICE("acme"));
	assert_string_equal(p->connection.url.p, "dir:/mill/exchange/acme");
	assert_int_equal(p->connection.max_file, 2048);
	assert_int_equal(p->connection.max_unpacked, INT64_C(3) << 30);
	assert_int_equal(p->connection.after_fetch, AFTER_MOVE);
	assert_true(slice_is(p->connection.move_to, "old/done"));
	assert_int_equal(p->connection.patterns.n, 2);
	assert_true(p->connection.agent);
	assert_int_equal(p->rules.short_stock, SHORT_HOLD);
	assert_int_equal(p->rules.partial, PARTIAL_FILE);
	assert_int_equal(p->rules.price_tolerance_percent.coef, 5);
	assert_int_equal(p->rules.allowances.n, 1);
	assert_int_equal(p->recurrence.sources, SOURCE_TEXT);
	assert_int_equal(p->recurrence.roll, ROLL_DROP);
	assert_int_equal(p->recurrence.catch_up, CATCH_ASK);
	assert_int_equal(p->state, PARTNER_TEST);
	end();
}

/* --- each key wrong once --- */

#define CSV(columns) \
	"receive = ( { format = \"csv\"; columns = { " columns " }; } )"
#define ORDER \
	"po_number = \"Bestellnr\"; quantity = \"Aantal\"; " \
	"seller_item = \"Artikel\"; "

static const struct {
	const char *line;        /* put into the profile */
	const char *code, *text; /* of the only mistake */
} wrong_lines[] = {
	{ "id = \"Acme\"", "CONF-VALUE", "id = \"Acme\": expected 1 to 32" },
	{ "id = 7", "CONF-TYPE", "id is a bare number; expected a text" },
	{ "id = \"emca\"", "CONF-CLASH", "both must be the same" },
	{ "name = \" \"", "CONF-VALUE", "expected a text that is not empty" },
	{ "name = \"a\\x01b\"", "CONF-VALUE", "holds a control byte" },
	{ "name = \"a\\xffb\"", "CONF-VALUE", "is not UTF-8" },
	{ "role = \"custommer\"", "CONF-VALUE", "nearest: \"customer\"" },
	{ "state = \"lvie\"", "CONF-VALUE", "nearest: \"live\"" },
	{ "state = \"xyzzyx\"", "CONF-VALUE",
	    "none of \"live\", \"test\", \"suspended\"" },
	{ "language = \"dutch\"", "CONF-VALUE", "two letters" },
	{ "time_zone = \"Europe/Amsterdm\"", "CONF-VALUE", "a time zone" },
	{ "time_zone = \"../../etc/passwd\"", "CONF-VALUE", "a time zone" },
	{ "calendar = \"de\"", "CONF-REFERENCE", "no calendars/de.conf" },
	{ "identifiers = \"x12:ZZ:A\"", "CONF-TYPE", "expected a list" },
	{ "identifiers = [ \"endpoint:0088:1\", \"zz:A\" ]", "CONF-VALUE",
	    "\"zz:A\": expected an identifier like" },
	{ "identifiers = [ ]", "CONF-VALUE", "expected 1 to" },
	{ "identifiers = [ \"gs:A\" ]", "CONF-MISSING", "answers in UBL need" },
	{ "identifiers = [ \"endpoint:0088:1\", \"endpoint:0088:1\" ]",
	    "CONF-CLASH", "stands there twice" },
	{ "accounts = [ \"NL92ABNA0417164300\" ]", "CONF-VALUE",
	    "an IBAN with right check digits" },
	{ "collect = { account = \"NL91ABNA0417164300\"; }", "CONF-MISSING",
	    "to collect, a partner with role bank" },
	{ "collect = { creditor_id = \"NL79\"; }", "CONF-VALUE",
	    "a SEPA creditor identifier" },
	{ "collect = { version = \"03\"; }", "CONF-VALUE",
	    "none of \"02\", \"08\"" },
	{ "collect = { bic = \"ABN\"; }", "CONF-VALUE", "a BIC of 8 or 11" },
	{ "our_identifiers = [ 1 ]", "CONF-TYPE",
	    "our_identifiers holds a bare number" },
	{ "our_identifiers = [ \"gs:LAMPCO\" ]", "CONF-MISSING",
	    "among our_identifiers, or among the seller's" },
	{ "our_identifiers = [ \"endpoint:0088:8712345000004\" ]", "CONF-CLASH",
	    "stands for both sides" },
	{ "conection = { }", "CONF-KEY",
	    "conection is no key of partner; nearest: connection" },
	{ "settle_seconds = 3", "CONF-KEY",
	    "belongs into connection = { ... }" },
	{ "qwertyuiop = 1", "CONF-KEY", "qwertyuiop is no key of partner" },
	{ "connection = \"sftp://a@b\"", "CONF-TYPE", "expected a group" },
	{ "connection = { }", "CONF-MISSING", "connection lacks url" },
	{ "receive = { format = \"x12\"; }", "CONF-TYPE",
	    "expected a list of groups" },
	{ "receive = ( { } )", "CONF-MISSING", "receive lacks format" },
	{ "receive = ( { format = \"x21\"; } )", "CONF-VALUE",
	    "nearest: \"x12\"" },
	{ "receive = ( { format = \"csv\"; messages = [ \"a b\" ]; } )",
	    "CONF-VALUE", "without spaces" },
	{ "receive = ( { format = \"csv\"; versions = \"1\"; } )", "CONF-TYPE",
	    "a list of texts" },
	{ "receive = ( \"x12\" )", "CONF-TYPE", "receive holds a text" },
	{ "shared_secret_file = \"secret\"", "CONF-VALUE", "keys folder" },
	{ CSV(ORDER "lijn = \"R\""), "CONF-KEY",
	    "lijn is no key of columns; nearest: line" },
	{ CSV(ORDER "line = \"Bestellnr\""), "CONF-CLASH",
	    "po_number and line are both \"Bestellnr\"" },
	{ CSV(ORDER "release = \"1\"; customer = \"2\"; ship_to = \"3\"; "
		    "ordered_on = \"4\"; requested_on = \"5\"; "
		    "currency = \"6\"; line = \"7\"; buyer_item = \"8\"; "
		    "gtin = \"9\"; unit = \"10\"; price = \"11\"; "
		    "repeat = 12"),
	    "CONF-TYPE", "repeat is a bare number; expected a text" },
	{ CSV("shipment = \"a\"; order = \"b\"; line = \"c\"; "
	      "quantity = \"d\"; sku = \"e\"; shipped_at = \"f\"; "
	      "carrier = \"g\"; tracking = \"h\"; sscc = \"i\"; "
	      "pallet = \"j\"; final = true"),
	    "CONF-TYPE", "final is true or false; expected a text" },
	{ CSV("id = \"a\"; booked_on = \"b\"; reference = \"c\"; "
	      "text = \"d\"; iban = \"e\"; account = \"f\"; name = \"g\"; "
	      "direction = \"h\""),
	    "CONF-MISSING", "columns lacks amount, which a payment cannot" },
	{ CSV("booked_on = \"b\"; amount = \"b\""), "CONF-CLASH",
	    "booked_on and amount are both \"b\"" },
	{ CSV("po_number = \"P\"; quantity = \"Q\""), "CONF-MISSING",
	    "one of them must say what is ordered" },
	{ CSV("quantity = \"Q\"; seller_item = \"S\""), "CONF-MISSING",
	    "columns lacks po_number, which an order" },
	{ CSV("shipment = \"S\"; order = \"O\"; quantity = \"Q\""),
	    "CONF-MISSING", "columns lacks line, which a shipment" },
	{ "receive = ( { format = \"csv\"; columns = \"a\"; } )", "CONF-TYPE",
	    "columns is a text; expected a group" },
	{ "receive = ( { format = \"ubl\"; delimiter = \";\"; } )",
	    "CONF-CLASH", "are for format = \"csv\"" },
	{ "receive = ( { format = \"csv\"; decimal = \",\"; } )",
	    "CONF-MISSING", "need columns beside them" },
	{ "receive = ( { format = \"csv\"; delimiter = \":\"; } )",
	    "CONF-VALUE", "is none of" },
	{ "receive = ( { format = \"csv\"; date = \"DD-MM-Y\"; } )",
	    "CONF-VALUE", "YYYY or YY, MMM, MM or M, DD or D, each once" },
	{ "receive = ( { format = \"csv\"; encoding = \"utf8\"; } )",
	    "CONF-VALUE", "nearest: \"utf-8\"" },
	{ "receive = ( { format = \"csv\"; columns = { po_number = \"1\"; "
	  "quantity = \"2\"; gtin = \"EAN\"; }; header = false; } )",
	    "CONF-VALUE", "a number from 1 to 256" },
	{ "receive = ( { format = \"csv\"; po_once = true; } )", "CONF-MISSING",
	    "po_once need columns beside them" },
	{ "receive = ( { format = \"csv\"; units = [ \"doos\" ]; } )",
	    "CONF-VALUE", "the partner's word, = and a code" },
	{ "receive = ( { format = \"csv\"; units = [ \"doos = XBX\", "
	  "\"Doos = C62\" ]; } )",
	    "CONF-CLASH", "units has Doos twice" },
	{ "receive = ( { format = \"x12\"; units = [ \"a = C62\" ]; } )",
	    "CONF-CLASH", "are for format = \"csv\"" },
	{ "answers = { technical = \"x12-998\"; }", "CONF-VALUE",
	    "none of \"none\"" },
	{ "answers = { warehouse = \"x12-941\"; }", "CONF-VALUE",
	    "nearest: \"x12-940\"" },
	{ "answers = { version = \"3040\"; }", "CONF-VALUE",
	    "004010 or 005010" },
	{ "answers = { version = \"D:96A:UN:EAN*05\"; }", "CONF-VALUE",
	    "D:96A:UN" },
	{ "answers = { separators = \"**~\"; }", "CONF-VALUE",
	    "different signs" },
	{ "answers = { separators = \"*A~\"; }", "CONF-VALUE", "no letters" },
	{ "answers = { separators = \"*>~^|!\"; }", "CONF-VALUE", "3 to 5" },
	{ "answers = { ship_structure = \"0005\"; }", "CONF-VALUE",
	    "\"0001\"" },
	{ "answers = { receipt_due_hours = -1; }", "CONF-VALUE",
	    "from 0 to 720" },
	{ "answers = { order = \"ubl-order-respons\"; }", "CONF-VALUE",
	    "nearest: \"ubl-order-response\"" },
	{ "answers = { ship = 1; }", "CONF-TYPE", "expected one of" },
	{ "answers = { report = \"pdf\"; }", "CONF-VALUE", "\"both\"" },
	{ "answers = { ship_per = \"day\"; }", "CONF-VALUE", "ship_per" },
	{ "answers = { per_release = \"all\"; }", "CONF-VALUE",
	    "\"ship_only\"" },
	{ "answers = { technical_due_hours = 0; }", "CONF-VALUE",
	    "from 1 to 720" },
	{ "answers = { order_due_hours = \"24\"; }", "CONF-TYPE",
	    "is a text; expected a whole number" },
	{ "answers = { name = \"{kind}_{po}.xml\"; }", "CONF-VALUE",
	    "{seq} is a must" },
	{ "answers = { name = \"{seq}_{sqe}.xml\"; }", "CONF-VALUE", "{seq}" },
	{ "answers = { name = \"{seq}/x\"; }", "CONF-VALUE", "{seq}" },
	{ "answers = { customization = 1; }", "CONF-TYPE", "a text" },
	{ "answers = { profile = [ ]; }", "CONF-TYPE", "a text" },
	{ "rules = { unknown_item = \"ignore\"; }", "CONF-VALUE", "\"hold\"" },
	{ "rules = { unknown_location = true; }", "CONF-TYPE", "\"hold\"" },
	{ "rules = { replaced_item = \"send\"; }", "CONF-VALUE", "\"hold\"" },
	{ "rules = { price_tolerance_percent = 0.5; }", "CONF-TYPE",
	    "a bare number with a point; expected a decimal number in "
	    "quotes" },
	{ "rules = { price_tolerance_percent = \"101\"; }", "CONF-VALUE",
	    "\"0\" to \"100\"" },
	{ "rules = { allowances = [ \"\" ]; }", "CONF-VALUE",
	    "without spaces" },
	{ "rules = { over_limit = \"holt\"; }", "CONF-VALUE",
	    "nearest: \"hold\"" },
	{ "rules = { short = \"cancle\"; }", "CONF-VALUE",
	    "nearest: \"cancel\"" },
	{ "rules = { partial = \"line\"; }", "CONF-VALUE",
	    "nearest: \"lines\"" },
	{ "rules = { duplicate_po = \"\"; }", "CONF-VALUE", "none of" },
	{ "rules = { hold_expires_days = -1; }", "CONF-VALUE",
	    "is -1; expected" },
	{ "rules = { overship_percent = \"-1\"; }", "CONF-VALUE", "\"0\"" },
	{ "rules = { change_wait_hours = -1; }", "CONF-VALUE",
	    "is -1; expected" },
	{ "rules = { control_window_days = 4.0; }", "CONF-TYPE",
	    "a whole number" },
	{ "rules = { over_limt = \"hold\"; }", "CONF-KEY",
	    "nearest: over_limit" },
	{ "recurrence = { accept = \"maybe\"; }", "CONF-VALUE", "\"yes\"" },
	{ "recurrence = { accept = \"yes\"; sources = [ ]; }", "CONF-CLASH",
	    "every one would be held" },
	{ "recurrence = { sources = [ \"dates\", \"code\" ]; }", "CONF-VALUE",
	    "nearest: \"coded\"" },
	{ "recurrence = { sources = \"dates\"; }", "CONF-TYPE", "a list" },
	{ "recurrence = { rule = \"FREQ=HOURLY\"; }", "CONF-VALUE",
	    "a rule of RFC 5545" },
	{ "recurrence = { roll = \"next\"; }", "CONF-VALUE", "\"following\"" },
	{ "recurrence = { lead_days = 366; }", "CONF-VALUE", "0 to 365" },
	{ "recurrence = { catch_up = \"every\"; }", "CONF-VALUE", "\"all\"" },
	{ "recurrence = { grace_days = 5000; }", "CONF-VALUE", "0 to 366" },
	{ "recurrence = { notice_days = \"7\"; }", "CONF-TYPE", "0 to 366" },
	{ "recurrence = { price = \"fix\"; }", "CONF-VALUE", "\"fixed\"" },
	{ "contacts = ( { role = \"edi\"; } )", "CONF-MISSING",
	    "contacts lacks email" },
	{ "contacts = ( { email = \"a@b\"; } )", "CONF-MISSING",
	    "contacts lacks role" },
	{ "contacts = ( { role = \"edi\"; email = \"a b@c\"; } )", "CONF-VALUE",
	    "a mail address" },
	{ "contacts = ( { role = \"e i\"; email = \"a@c\"; } )", "CONF-VALUE",
	    "role" },
	{ "contacts = ( { role = \"edi\"; email = \"a@c\"; name = 1; } )",
	    "CONF-TYPE", "name" },
	{ "contacts = ( { role = \"edi\"; email = \"a@c\"; phone = 1; } )",
	    "CONF-TYPE", "phone" },
	{ "via = \"acme net\"", "CONF-VALUE", "via" },
};

/* The same for what stands in connection, beside a good url. */
static const struct {
	const char *keys, *code, *text;
} wrong_connections[] = {
	{ "key = \"/root/.ssh/id\";", "CONF-VALUE", "keys folder" },
	{ "key = \"keys/../x\";", "CONF-VALUE", "keys folder" },
	{ "password_file = \"secret\";", "CONF-VALUE", "keys folder" },
	{ "agent = \"yes\";", "CONF-TYPE", "true or false" },
	{ "host_keys = [ \"SHA256:abc\" ];", "CONF-VALUE", "43 characters" },
	{ "host_keys = [ \"SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	  "AAB\" ];",
	    "CONF-VALUE", "43 characters" },
	{ "inbox = \"../x\";", "CONF-VALUE", "without \"..\"" },
	{ "outbox = \"\";", "CONF-VALUE", "without \"..\"" },
	{ "inbox = \"x\"; outbox = \"x\";", "CONF-CLASH", "would come back" },
	{ "patterns = [ \"a/b\" ];", "CONF-VALUE", "a pattern" },
	{ "patterns = [ ];", "CONF-VALUE", "0 entries" },
	{ "settle_seconds = 3601;", "CONF-VALUE", "0 to 3600" },
	{ "after_fetch = \"burn\";", "CONF-VALUE", "move:FOLDER" },
	{ "after_fetch = \"move:\";", "CONF-VALUE", "move:FOLDER" },
	{ "after_fetch = \"move:out\";", "CONF-CLASH", "the inbox itself" },
	{ "timeout_seconds = 0;", "CONF-VALUE", "1 to 600" },
	{ "retries = 11;", "CONF-VALUE", "0 to 10" },
	{ "sessions = 0;", "CONF-VALUE", "1 to 16" },
	{ "sessions = 17;", "CONF-VALUE", "1 to 16" },
	{ "max_file = 64000000;", "CONF-TYPE", "a size in quotes" },
	{ "max_file = \"64MB\";", "CONF-VALUE", "a size in quotes" },
	{ "max_file = \"-1M\";", "CONF-VALUE", "a size in quotes" },
	{ "max_file = \"999999999999G\";", "CONF-VALUE", "a size" },
	{ "max_unpacked = \"1M\";", "CONF-CLASH", "less than max_file" },
	{ "sesions = 1;", "CONF-KEY", "nearest: sessions" },
};

/* Each replaces a key of the seller's file, or comes with its group. */
static const struct {
	const char *group, *line, *code, *text;
} wrong_seller[] = {
	{ "seller", "name = \"\"", "CONF-VALUE", "name" },
	{ "seller", "identifiers = [ \"LAMPCO\" ]", "CONF-VALUE",
	    "an identifier like" },
	{ "seller", "address = [ \"NL\" ]", "CONF-TYPE", "a group" },
	{ "seller", "address = { country = \"nl\"; }", "CONF-VALUE",
	    "two capitals" },
	{ "seller", "address = { }", "CONF-MISSING", "lacks country" },
	{ "seller", "address = { country = \"NL\"; street = 1; }", "CONF-TYPE",
	    "street" },
	{ "seller", "address = { country = \"NL\"; city = true; }", "CONF-TYPE",
	    "city" },
	{ "seller",
	    "address = { country = \"NL\"; postal_code = \""
	    "123456789012345678901\"; }",
	    "CONF-VALUE", "postal_code is longer than 20 bytes" },
	{ "seller", "tax_id = 1", "CONF-TYPE", "tax_id" },
	{ "seller", "currency = \"EURO\"", "CONF-VALUE", "ISO 4217" },
	{ "seller", "time_zone = \"Mars/Olympus\"", "CONF-VALUE",
	    "a time zone" },
	{ "seller", "language = \"\"", "CONF-VALUE", "two letters" },
	{ "seller", "country = \"NL\"", "CONF-KEY",
	    "belongs into address = { ... }" },
	{ "mail", "relay = \"localhost:25\"", "CONF-VALUE", "smtp://host" },
	{ "mail", "relay = \"smtp://localhost:25\"", "CONF-MISSING",
	    "lacks from" },
	{ "mail", "from = \"nobody\"", "CONF-VALUE", "a mail address" },
	{ "mail", "operators = [ \"a@b\", \"a b\" ]", "CONF-VALUE",
	    "operators = \"a b\"" },
	{ "orders", "warehouse = \"venlo\"", "CONF-REFERENCE",
	    "no partners/venlo.conf" },
	{ "orders", "lead_days = 400", "CONF-VALUE", "0 to 365" },
	{ "orders", "prepaid_days = 0", "CONF-VALUE", "1 to 365" },
	{ "payments", "tolerance = \"-1\"", "CONF-VALUE",
	    "from \"0\" to \"1000000\"" },
	{ "payments", "discount_tax = \"more\"", "CONF-VALUE",
	    "none of \"kept\", \"less\"" },
	{ "payments", "tolerance_percent = \"101\"", "CONF-VALUE",
	    "from \"0\" to \"100\"" },
	{ "mill", "key_file = \"/etc/key\"", "CONF-VALUE", "keys folder" },
	{ "mill", "keep_days = -5", "CONF-VALUE", "0 to 36600" },
	{ "mill", "workers = 65", "CONF-VALUE", "1 to 64" },
	{ "mill", "worker = 2", "CONF-KEY", "nearest: workers" },
};

static void
only_mistake(const char *line, const char *code, const char *text, int at)
{
	const struct config_mistake *m;
	const char *all;

	begin();
	add("ordermill.conf", seller_text);
	add("partners/acme.conf", profile_with(line));
	all = mistakes();
	if (report.mistakes.n != 1 || strstr(all, text) == NULL ||
	    strncmp(all, code, strlen(code)) != 0)
		fail_msg("%s\ngave: %s", line, all);
	m = LIST_AT(&report.mistakes, struct config_mistake, 0);
	if (at > 0)
		assert_int_equal(m->line, at);
	end();
}

TEST(each_key_can_be_wrong_and_says_how)
{
	for (size_t i = 0; i < sizeof(wrong_lines) / sizeof(*wrong_lines); i++)
		only_mistake(wrong_lines[i].line, wrong_lines[i].code,
		    wrong_lines[i].text, 0);
}

TEST(each_key_of_a_connection_can_be_wrong_and_says_how)
{
	char line[400];

	for (size_t i = 0;
	     i < sizeof(wrong_connections) / sizeof(*wrong_connections); i++) {
		(void)snprintf(line, sizeof(line),
		    "connection = { url = \"dir:/srv/acme\"; %s }",
		    wrong_connections[i].keys);
		only_mistake(line, wrong_connections[i].code,
		    wrong_connections[i].text, 7);
	}
}

static const char *
seller_with(const char *group, const char *line)
{
	static const char *const lines[] = { "name = \"L\"",
		"identifiers = [ \"gs:L\" ]", "address = { country = \"NL\"; }",
		"currency = \"EUR\"", "time_zone = \"Europe/Oslo\"" };
	static char out[2000];
	const size_t key = strcspn(line, " =");
	const bool own = strcmp(group, "seller") == 0;
	size_t n = 0;

	n += (size_t)snprintf(out + n, sizeof(out) - n, "seller = {\n");
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (!own || strncmp(lines[i], line, key + 1) != 0)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%s;\n",
			    lines[i]);
	if (own)
		(void)snprintf(out + n, sizeof(out) - n, "%s; };\n", line);
	else
		(void)snprintf(out + n, sizeof(out) - n, "};\n%s = { %s; };\n",
		    group, line);
	return (out);
}

TEST(each_key_of_the_seller_can_be_wrong_and_says_how)
{
	for (size_t i = 0; i < sizeof(wrong_seller) / sizeof(*wrong_seller);
	     i++) {
		const char *all;

		begin();
		add("ordermill.conf",
		    seller_with(wrong_seller[i].group, wrong_seller[i].line));
		all = mistakes();
		if (report.mistakes.n != 1 ||
		    strstr(all, wrong_seller[i].text) == NULL ||
		    strncmp(all, wrong_seller[i].code,
			strlen(wrong_seller[i].code)) != 0)
			fail_msg("%s\ngave: %s", wrong_seller[i].line, all);
		end();
	}
}

TEST(a_key_that_is_wrong_is_in_no_other_place_reported)
{
	only_mistake("name = 1", "CONF-TYPE", "name is", 3);
	only_mistake("state = \"liv\"", "CONF-VALUE", "state", 9);
	only_mistake("rules = {\n\n short = 1; }", "CONF-TYPE", "short", 11);
	only_mistake("receive = (\n{ format = \"x12\";\n a = 1; } )",
	    "CONF-KEY", "a is no key of receive", 10);
}

TEST(urls_are_taken_apart_strictly)
{
	static const char *const good[] = {
		"sftp://u@h",
		"sftp://u@h.example:22",
		"sftp://u@[::1]:2022",
		"sftp://u.x@10.0.0.1:65535",
		"dir:/srv/a",
		"dir:exchange/a",
	};
	static const char *const bad[] = {
		"",
		"sftp://h",
		"sftp://u@",
		"sftp://@h",
		"sftp://u:pw@h",
		"sftp://u@h:0",
		"sftp://u@h:65536",
		"sftp://u@h:+22",
		"sftp://u@h:22/x",
		"sftp://u@-h",
		"http://u@h",
		"dir:",
		"dir:a",
		"dir:/",
		"dir:/a/../b",
		"dir:exchange/",
		"dir:exchange/../keys",
		"dir:var/x",
		"sftp://u@h h",
		"sftp://u@[::1",
		"ftp://u@h",
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_null(value_url(slice_of(good[i]), NULL));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_non_null(value_url(slice_of(bad[i]), NULL));
}

TEST(sftp_needs_one_way_in_and_a_pinned_host_key)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/acme.conf",
	    profile_with("connection = { url = \"sftp://u@h\"; }"));
	assert_string_equal(mistakes(),
	    "CONF-MISSING partners/acme.conf:7: connection has none of key, "
	    "password_file and agent = true; expected one\n"
	    "CONF-MISSING partners/acme.conf:7: connection lacks host_keys: "
	    "without the server's fingerprint anybody could be the partner "
	    "(ordermill partner pin acme)\n");
	end();
	only_mistake(
	    "connection = { url = \"sftp://u@h\"; agent = true; "
	    "key = \"keys/a\"; host_keys = [ \"SHA256:AAAAAAAAAAAAAAAAAAAAA"
	    "AAAAAAAAAAAAAAAAAAAAAA\" ]; }",
	    "CONF-CLASH", "several of", 7);
}

TEST(all_mistakes_of_all_files_come_at_once_in_order)
{
	begin();
	add("partners/acme.conf",
	    profile_with("id = \"acme\"; nmae = \"x\";\n"
			 "state = 5"));
	add("ordermill.conf", "seller = {\n name = 1;\n};\nmial = { };\n");
	add("calendars/nl.conf",
	    "weekend = [ \"sonday\" ];\n"
	    "holidays = [ \"2026-02-30\",\n \"2026-2-3\" ];\n");
	add("partners/broken.conf", "partner = {\n id = \"broken\"\n = ;\n");
	assert_string_equal(mistakes(),
	    "CONF-VALUE calendars/nl.conf:1: weekend = \"sonday\" is none of "
	    "\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\","
	    " \"saturday\", \"sunday\"; nearest: \"sunday\"\n"
	    "CONF-VALUE calendars/nl.conf:2: holidays = \"2026-02-30\": "
	    "expected a day, as in \"2026-12-25\"\n"
	    "CONF-VALUE calendars/nl.conf:3: holidays = \"2026-2-3\": "
	    "expected a day, as in \"2026-12-25\"\n"
	    "CONF-MISSING ordermill.conf:1: seller lacks address\n"
	    "CONF-MISSING ordermill.conf:1: seller lacks currency\n"
	    "CONF-MISSING ordermill.conf:1: seller lacks identifiers\n"
	    "CONF-MISSING ordermill.conf:1: seller lacks time_zone\n"
	    "CONF-TYPE ordermill.conf:2: name is a bare number; expected a "
	    "text in quotes\n"
	    "CONF-KEY ordermill.conf:4: mial is no key of ordermill.conf; "
	    "nearest: mail\n"
	    "CONF-KEY partners/acme.conf:2: nmae is no key of partner; "
	    "nearest: name\n"
	    "CONF-TYPE partners/acme.conf:3: state is a bare number; expected "
	    "one of \"live\", \"test\", \"suspended\"\n"
	    "CONF-SYNTAX partners/broken.conf:3: syntax error: here or on the "
	    "line before, a ; or a bracket is missing or too many\n");
	end();
}

TEST(a_duplicate_key_is_a_syntax_error_with_its_line)
{
	begin();
	add("partners/a.conf", "partner = { id = \"a\";\n id = \"a\"; };\n");
	assert_non_null(strstr(mistakes(),
	    "CONF-SYNTAX partners/a.conf:2: duplicate setting name"));
	end();
}

/* --- between files --- */

static const char *
small(const char *id, const char *identifier, const char *more)
{
	static char ring[4][1000];
	static unsigned turn;
	char *out = ring[turn++ % 4];

	(void)snprintf(out, sizeof(ring[0]),
	    "partner = { id = \"%s\"; "
	    "name = \"N\";\n identifiers = [ \"%s\" ];\n"
	    "our_identifiers = [ \"gs:L\" ]; receive = ( { format = \"x12\"; "
	    "} );\nanswers = { technical = \"none\"; order = \"none\"; "
	    "ship = \"none\"; };\n%s };\n",
	    id, identifier, more);
	return (out);
}

#define DIR_URL "connection = { url = \"dir:/srv/x\"; };"

TEST(an_identifier_belongs_to_one_partner_in_any_spelling)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/a.conf",
	    small("a", "gln:8712345000004", "role = \"customer\"; " DIR_URL));
	add("partners/b.conf",
	    small("b", "x12:UL:8712345000004",
		"role = \"customer\"; " DIR_URL));
	assert_string_equal(mistakes(),
	    "CONF-CLASH partners/b.conf:2: x12:UL:8712345000004 is claimed by "
	    "partners/a.conf already\n");
	end();
}

TEST(one_partner_may_spell_its_number_in_several_ways)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/acme.conf",
	    profile_with(
		"identifiers = [ "
		"\"endpoint:0088:8712345000004\", \"x12:UL:8712345000004\", "
		"\"gln:8712345000004\" ]"));
	assert_string_equal(mistakes(), "");
	end();
}

TEST(a_partner_behind_a_network_is_found_by_its_envelope)
{
	const struct partner *net, *a;

	begin();
	add("ordermill.conf", seller_text);
	add("partners/net.conf",
	    small("net", "gs:NET", "role = \"network\"; " DIR_URL));
	add("partners/a.conf",
	    small("a", "x12:ZZ:A", "role = \"customer\"; via = \"net\";"));
	add("partners/b.conf",
	    small("b", "x12:ZZ:B", "role = \"customer\"; " DIR_URL));
	assert_string_equal(mistakes(), "");
	net = config_partner(&config, SLICE("net"));
	a = config_partner(&config, SLICE("a"));
	assert_ptr_equal(config_sender(&config, net, SLICE("x12:ZZ:A")), a);
	assert_ptr_equal(config_carrier(&config, a), net);
	assert_ptr_equal(config_carrier(&config, net), net);
	assert_null(config_sender(&config, net, SLICE("x12:ZZ:B")));
	assert_null(config_sender(&config, net, SLICE("gs:NET")));
	assert_null(config_sender(&config, a, SLICE("x12:ZZ:B")));
	assert_ptr_equal(config_sender(&config, a, SLICE("x12:ZZ:A")), a);
	assert_null(config_partner(&config, SLICE("nobody")));
	end();
}

TEST(references_between_files_are_checked)
{
	begin();
	add("ordermill.conf",
	    "seller = { name = \"L\"; identifiers = "
	    "[ \"gs:LL\" ]; address = { country = \"NL\"; };\n currency = "
	    "\"EUR\"; time_zone = \"Europe/Oslo\"; };\n"
	    "orders = { warehouse = \"venl\"; };\n");
	add("calendars/nl.conf", "holidays = [ \"2026-01-01\" ];");
	add("partners/venlo.conf",
	    small("venlo", "gs:V",
		"role = \"warehouse\"; calendar = \"nk\"; " DIR_URL));
	add("partners/a.conf",
	    small("a", "gs:A", "role = \"customer\"; via = \"venlo\";"));
	add("partners/b.conf",
	    small("b", "gs:B", "role = \"customer\"; via = \"net\"; " DIR_URL));
	add("partners/c.conf", small("c", "gs:C", "role = \"customer\";"));
	assert_string_equal(mistakes(),
	    "CONF-REFERENCE ordermill.conf:3: orders.warehouse = \"venl\": "
	    "there is no partners/venl.conf; nearest: \"venlo\"\n"
	    "CONF-REFERENCE partners/a.conf:5: via = \"venlo\" is a "
	    "warehouse; expected a network\n"
	    "CONF-CLASH partners/b.conf:5: a partner via \"net\" has no "
	    "connection of its own\n"
	    "CONF-REFERENCE partners/b.conf:5: via = \"net\": there is no "
	    "partners/net.conf\n"
	    "CONF-MISSING partners/c.conf:1: partner lacks connection (or "
	    "via, when a network carries its files)\n"
	    "CONF-REFERENCE partners/venlo.conf:5: there is no "
	    "calendars/nk.conf; nearest: \"nl\"\n");
	assert_non_null(config_calendar(&config, SLICE("nl")));
	assert_null(config_calendar(&config, SLICE("nk")));
	end();
}

TEST(a_warehouse_gets_no_answers_and_needs_no_endpoint)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/w.conf",
	    "partner = { id = \"w\"; name = \"W\"; role = "
	    "\"warehouse\"; receive = ( { format = \"csv\"; } ); " DIR_URL
	    " };");
	assert_string_equal(mistakes(), "");
	assert_true(slice_is(config_partner(&config, SLICE("w"))->answers.order,
	    "none"));
	end();
	begin();
	add("ordermill.conf", seller_text);
	add("partners/w.conf",
	    "partner = { id = \"w\"; name = \"W\"; role = "
	    "\"warehouse\"; receive = ( { format = \"csv\"; } ); " DIR_URL
	    "\nanswers = { order = \"ubl-order-response\"; }; };");
	assert_string_equal(mistakes(),
	    "CONF-CLASH partners/w.conf:2: a "
	    "warehouse gets no answers; expected \"none\"\n");
	end();
}

/* A profile whose answers are not in UBL. */
static const char *
native(const char *ids, const char *ours, const char *answers)
{
	static char out[1000];

	(void)snprintf(out, sizeof(out),
	    "partner = { id = \"a\"; name = \"A\"; role = \"customer\";\n"
	    "identifiers = [ %s ];\nour_identifiers = [ %s ];\n"
	    "receive = ( { format = \"x12\"; } ); " DIR_URL
	    "\nanswers = { %s };\n};\n",
	    ids, ours, answers);
	return (out);
}

static void
native_is(const char *ids, const char *ours, const char *answers,
    const char *said)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/a.conf", native(ids, ours, answers));
	assert_string_equal(mistakes(), said);
	end();
}

#define ALL_X12 \
	"technical = \"x12-997\"; order = \"x12-855\"; ship = \"x12-856\";"

TEST(answers_in_x12_name_both_sides_by_their_x12_identifiers)
{
	native_is("\"x12:ZZ:A\"", "\"x12:ZZ:L\"", ALL_X12, "");
	native_is("\"gs:A\"", "\"x12:ZZ:L\"",
	    "technical = \"x12-997\"; order = \"none\"; ship = \"none\";",
	    "CONF-MISSING partners/a.conf:2: answers.technical = \"x12-997\" "
	    "needs an \"x12:QUAL:ID\" among identifiers\n");
	native_is("\"x12:ZZ:A\"", "\"gs:L\"",
	    "technical = \"none\"; order = \"x12-855\"; ship = \"none\";",
	    "CONF-MISSING partners/a.conf:3: answers.order = \"x12-855\" needs "
	    "an \"x12:QUAL:ID\" among our_identifiers, or among the seller's "
	    "identifiers\n");
	/* answers of two kinds want what each of them wants */
	native_is("\"x12:ZZ:A\"", "\"x12:ZZ:L\"",
	    "technical = \"x12-997\"; order = \"x12-855\";",
	    "CONF-MISSING partners/a.conf:2: answers in UBL need an "
	    "\"endpoint:SCHEME:ID\" among identifiers\n"
	    "CONF-MISSING partners/a.conf:3: answers in UBL need an "
	    "\"endpoint:SCHEME:ID\" among our_identifiers, or among the "
	    "seller's identifiers\n");
}

#define ALL_EDIFACT \
	"technical = \"edifact-contrl\"; order = \"edifact-ordrsp\"; " \
	"ship = \"edifact-desadv\"; "

TEST(a_gln_serves_in_an_interchange_of_edifact)
{
	native_is("\"endpoint:0088:8712345000004\"", "\"gln:8798765000008\"",
	    ALL_EDIFACT, "");
	native_is("\"edifact::A\"", "\"edifact:ZZ:L\"",
	    ALL_EDIFACT "version = \"D:01B:UN:EAN009\"; "
			"separators = \"+:.?'\";",
	    "");
	native_is("\"duns:123456789\"", "\"edifact:ZZ:L\"",
	    "technical = \"none\"; order = \"edifact-ordrsp\"; "
	    "ship = \"none\";",
	    "CONF-MISSING partners/a.conf:2: answers.order = "
	    "\"edifact-ordrsp\" needs an \"edifact:QUAL:ID\" among "
	    "identifiers\n");
}

TEST(a_version_and_separators_belong_to_the_standard_that_is_written)
{
	native_is("\"x12:ZZ:A\"", "\"x12:ZZ:L\"",
	    "technical = \"none\"; order = \"x12-855\"; ship = \"none\"; "
	    "version = \"D:96A:UN\";",
	    "CONF-CLASH partners/a.conf:5: answers.order = \"x12-855\" cannot "
	    "be written in version D:96A:UN\n");
	native_is("\"x12:ZZ:A\"", "\"x12:ZZ:L\"",
	    "technical = \"none\"; order = \"x12-855\"; ship = \"none\"; "
	    "separators = \"+:.?'\";",
	    "CONF-CLASH partners/a.conf:5: answers.order = \"x12-855\" wants "
	    "three or four separators\n");
	native_is("\"cxml:NetworkId:A\"", "\"cxml:NetworkId:L\"",
	    "technical = \"cxml-response\"; order = \"cxml-confirmation\"; "
	    "ship = \"cxml-ship-notice\"; version = \"1.2.045\";",
	    "");
}

TEST(a_warehouse_may_want_x12_and_its_receipts)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/w.conf",
	    "partner = { id = \"w\"; name = \"W\"; role = \"warehouse\"; "
	    "receive = ( { format = \"x12\"; } ); " DIR_URL
	    "\nidentifiers = [ \"x12:ZZ:W\" ]; our_identifiers = [ "
	    "\"x12:ZZ:L\" ];\nanswers = { warehouse = \"x12-940\"; "
	    "technical = \"x12-997\"; }; };");
	assert_string_equal(mistakes(), "");
	assert_true(slice_is(
	    config_partner(&config, SLICE("w"))->answers.technical, "x12-997"));
	end();
	begin();
	add("ordermill.conf", seller_text);
	add("partners/w.conf",
	    "partner = { id = \"w\"; name = \"W\"; role = \"warehouse\"; "
	    "receive = ( { format = \"csv\"; } ); " DIR_URL
	    "\nanswers = { warehouse = \"x12-940\"; }; };");
	assert_string_equal(mistakes(),
	    "CONF-MISSING partners/w.conf:2: answers.warehouse = \"x12-940\" "
	    "needs an \"x12:QUAL:ID\" among identifiers\n"
	    "CONF-MISSING partners/w.conf:2: answers.warehouse = \"x12-940\" "
	    "needs an \"x12:QUAL:ID\" among our_identifiers, or among the "
	    "seller's identifiers\n");
	end();
}

/* A word of the profile without a writer would be an answer that never goes. */
TEST(every_writer_that_a_profile_may_name_exists)
{
	static const char *const keys[] = { "technical", "order", "ship",
		"warehouse" };
	const struct key_table *t = NULL;

	for (size_t i = 0; i < partner_file_keys.keys[0].of->n; i++)
		if (strcmp(partner_file_keys.keys[0].of->keys[i].name,
			"answers") == 0)
			t = partner_file_keys.keys[0].of->keys[i].of;
	assert_non_null(t);
	for (size_t i = 0; t != NULL && i < t->n; i++)
		for (size_t k = 0; k < 4; k++) {
			const struct key *key = &t->keys[i];

			if (strcmp(key->name, keys[k]) != 0)
				continue;
			for (size_t n = 0; key->words[n] != NULL; n++) {
				const struct writer *w = writer_named(
				    slice_of(key->words[n]));

				if (strcmp(key->words[n], "none") == 0)
					continue;
				if (w == NULL)
					fail_msg("%s is written by nobody",
					    key->words[n]);
				assert_true(k != 0 || w->technical != NULL);
				assert_true(k != 1 || w->order != NULL);
				assert_true(k != 2 || w->despatch != NULL);
				assert_true(k != 3 || w->warehouse != NULL);
			}
		}
}

TEST(no_network_stands_behind_another)
{
	begin();
	add("ordermill.conf", seller_text);
	add("partners/n.conf",
	    small("n", "gs:N", "role = \"network\"; " DIR_URL));
	add("partners/m.conf",
	    small("m", "gs:M", "role = \"network\"; via = \"n\";"));
	assert_string_equal(mistakes(),
	    "CONF-CLASH partners/m.conf:5: a network cannot be behind a "
	    "network\n");
	end();
}

TEST(a_calendar_without_business_days_is_a_mistake)
{
	begin();
	add("calendars/x.conf",
	    "weekend = [ \"monday\", \"tuesday\", "
	    "\"wednesday\", \"thursday\", \"friday\", \"saturday\", "
	    "\"sunday\" ];");
	add("calendars/y.conf",
	    "holidays = [ \"2026-12-25\", \"2026-01-01\", "
	    "\"2026-12-25\" ];");
	assert_string_equal(mistakes(),
	    "CONF-VALUE calendars/x.conf:1: no day "
	    "of the week is left for business\n");
	assert_int_equal(config_calendar(&config, SLICE("y"))->holidays_n, 2);
	assert_int_equal(config_calendar(&config, SLICE("y"))->weekend,
	    CALENDAR_WEEKEND);
	end();
}

/* --- hostile texts --- */

TEST(the_guard_refuses_what_libconfig_must_not_see)
{
	static const struct {
		const char *text, *why;
		int line;
	} cases[] = {
		{ "a = 1;\n@include \"/etc/passwd\"\n", "@include", 2 },
		{ "  @include \"x\"", "@include", 1 },
		{ "/*\n@include \"x\"\n*/", "@include", 2 },
		{ "a = @x;", "@include", 1 },
		{ "a = 4294967297;", "above 2147483647", 1 },
		{ "a = 0xFFFFFFFFF;", "above 2147483647", 1 },
		{ "\na = \"x\ny\";", "not closed", 2 },
		{ "a = \"x", "not closed", 1 },
		{ "a = \"x\\", "not closed", 1 },
		{ "a\n/* x\n\n", "never closed", 2 },
		{ "a = ((((((((((((((((((1))))))))))))))))));", "levels", 1 },
		{ "a = \"\001\";", "control byte 0x01", 1 },
		{ "a = 1;\nb = \"\xff\";", "not UTF-8", 2 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct err e = ERR_INIT;
		int line = 0;

		assert_int_equal(guard_text(slice_of(cases[i].text), &line, &e),
		    RC_REJECT);
		if (strstr(e.text, cases[i].why) == NULL)
			fail_msg("%s gave %s", cases[i].text, e.text);
		assert_int_equal(line, cases[i].line);
	}
}

TEST(the_guard_lets_ordinary_texts_pass)
{
	struct err e = ERR_INIT;
	int line;

	assert_int_equal(
	    guard_text(
		SLICE(
		    "a = \"x@y \\\" # // /*\"; # @x\n"
		    "// \"\nb = 2147483647; c4294967297 = [ 1, 0x7fffffff ];\n"
		    "/* ( \" */ d = ( { e = 1.5; }, -3 );"),
		&line, &e),
	    RC_OK);
	assert_int_equal(guard_text(SLICE(""), &line, &e), RC_OK);
}

TEST(a_zero_byte_does_not_hide_what_follows)
{
	begin();
	loading_text(&loading, SOURCE_PARTNER, "partners/a.conf",
	    (struct slice){ "partner = { };\0junk", 19 });
	assert_non_null(strstr(mistakes(), "control byte 0x00"));
	end();
}

TEST(words_are_near_when_little_differs)
{
	static const char *const words[] = { "settle_seconds", "sessions",
		"url", NULL, "key" };

	assert_string_equal(nearest_word("setle_secnods", words, 5),
	    "settle_seconds");
	assert_string_equal(nearest_word("ulr", words, 5), "url");
	assert_null(nearest_word("", words, 5));
	assert_null(nearest_word("patterns", words, 5));
}

/* --- on disk --- */

static char home[64];

static int
new_dir(void)
{
	(void)mkdir("build", 0700);
	(void)snprintf(home, sizeof(home), "build/test_config.XXXXXX");
	assert_non_null(mkdtemp(home));
	return (open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static void
drop_dir(int fd)
{
	char command[100];
	pid_t pid;

	(void)close(fd);
	(void)snprintf(command, sizeof(command), "%s", home);
	pid = fork();
	if (pid == 0) {
		(void)execl("/bin/rm", "rm", "-rf", command, (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static unsigned
mode_of(int dir, const char *name)
{
	struct stat st;

	assert_int_equal(fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW), 0);
	return (st.st_mode & 07777);
}

TEST(a_fresh_mill_has_no_mistake)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();
	enum rc rc;

	assert_int_equal(config_create(dir, &e), RC_OK);
	rc = config_load(dir, &config, &report, &e);
	if (rc != RC_OK)
		fail_msg("%s", e.text);
	assert_int_equal(config.partners.n, 5);
	assert_int_equal(config.calendars.n, 1);
	assert_int_equal(mode_of(dir, "keys"), 0700);
	assert_int_equal(mode_of(dir, "keys/mill.hmac"), 0600);
	assert_int_equal(mode_of(dir, "var"), 0700);
	assert_int_equal(mode_of(dir, "partners/acme.conf"), 0644);
	end();
	drop_dir(dir);
}

/* The folders that init makes are the ones that the profiles name. */
TEST(a_fresh_mill_has_every_folder_its_partners_use)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(config_create(dir, &e), RC_OK);
	assert_int_equal(config_load(dir, &config, &report, &e), RC_OK);
	for (size_t i = 0; i < config.partners.n; i++) {
		const struct connection *c =
		    &LIST_AT(&config.partners, struct partner, i)->connection;
		char path[600];

		assert_memory_equal(c->url.p, "dir:/", 5);
		(void)snprintf(path, sizeof(path), "%s/%s", c->url.p + 4,
		    c->inbox.p);
		assert_int_equal(access(path, W_OK), 0);
		(void)snprintf(path, sizeof(path), "%s/%s", c->url.p + 4,
		    c->outbox.p);
		assert_int_equal(access(path, W_OK), 0);
	}
	end();
	drop_dir(dir);
}

TEST(what_init_writes_is_the_example_byte_for_byte)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(config_create(dir, &e), RC_OK);
	for (const struct embedded *x = embedded_example; x->path != NULL;
	     x++) {
		struct buf ours, source;

		buf_init(&ours, 1 << 20);
		buf_init(&source, 1 << 20);
		assert_int_equal(file_read(dir,
				     x->path + strlen("config/example/"), &ours,
				     &e),
		    RC_OK);
		assert_int_equal(
		    file_read(AT_FDCWD, unit_source(x->path), &source, &e),
		    RC_OK);
		assert_true(slice_eq(buf_slice(&ours), buf_slice(&source)));
		buf_free(&ours);
		buf_free(&source);
	}
	drop_dir(dir);
}

TEST(init_leaves_a_directory_alone_that_holds_anything)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(file_put(dir, ".hidden", SLICE("x"), 0600, &e), RC_OK);
	assert_int_equal(config_create(dir, &e), RC_REJECT);
	assert_string_equal(e.code, "INIT-FULL");
	assert_int_equal(err_exit_code(&e), 64);
	assert_false(file_exists(dir, "keys"));
	drop_dir(dir);
}

TEST(two_mills_have_two_keys)
{
	struct err e = ERR_INIT;
	struct buf a, b;
	int dir = new_dir();

	buf_init(&a, 200);
	buf_init(&b, 200);
	assert_int_equal(config_create(dir, &e), RC_OK);
	assert_int_equal(file_read(dir, "keys/mill.hmac", &a, &e), RC_OK);
	drop_dir(dir);
	dir = new_dir();
	assert_int_equal(config_create(dir, &e), RC_OK);
	assert_int_equal(file_read(dir, "keys/mill.hmac", &b, &e), RC_OK);
	drop_dir(dir);
	assert_int_equal(a.n, 65);
	assert_false(slice_eq(buf_slice(&a), buf_slice(&b)));
	buf_free(&a);
	buf_free(&b);
}

static size_t
load_mistakes(int dir, const char *text)
{
	struct err e = ERR_INIT;
	size_t n;

	assert_int_equal(config_load(dir, &config, &report, &e), RC_FATAL);
	assert_string_equal(e.code, "CONF-MISTAKES");
	assert_int_equal(err_exit_code(&e), 78);
	if (strstr(e.text, text) == NULL)
		fail_msg("%s", e.text);
	n = report.mistakes.n;
	end();
	return (n);
}

TEST(keys_that_others_may_read_are_a_mistake)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(config_create(dir, &e), RC_OK);
	assert_int_equal(fchmodat(dir, "keys/mill.hmac", 0640, 0), 0);
	assert_int_equal(load_mistakes(dir, "has mode 0640; expected 0600"), 1);
	assert_int_equal(unlinkat(dir, "keys/mill.hmac", 0), 0);
	assert_int_equal(load_mistakes(dir, "No such file"), 1);
	assert_int_equal(symlinkat("/dev/null", dir, "keys/mill.hmac"), 0);
	assert_int_equal(load_mistakes(dir, "no plain file"), 1);
	assert_int_equal(unlinkat(dir, "keys/mill.hmac", 0), 0);
	assert_int_equal(
	    file_put(dir, "keys/mill.hmac", SLICE("short"), 0600, &e), RC_OK);
	assert_int_equal(load_mistakes(dir, "5 bytes"), 1);
	drop_dir(dir);
}

TEST(files_of_editors_are_passed_over_and_odd_names_reported)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(config_create(dir, &e), RC_OK);
	assert_int_equal(
	    file_put(dir, "partners/acme.conf~", SLICE("}"), 0600, &e), RC_OK);
	assert_int_equal(
	    file_put(dir, "partners/.x.conf", SLICE("}"), 0600, &e), RC_OK);
	assert_int_equal(config_load(dir, &config, &report, &e), RC_OK);
	end();
	assert_int_equal(
	    file_put(dir, "partners/New One.conf", SLICE("}"), 0600, &e),
	    RC_OK);
	assert_int_equal(load_mistakes(dir, "cannot be an id"), 1);
	drop_dir(dir);
}

TEST(a_file_that_is_too_large_is_a_mistake_not_a_load)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();
	struct buf large;

	assert_int_equal(config_create(dir, &e), RC_OK);
	buf_init(&large, CONFIG_FILE_MAX + 10);
	while (large.n <= CONFIG_FILE_MAX)
		buf_text(&large, "#\n");
	assert_int_equal(
	    file_put(dir, "partners/big.conf", buf_slice(&large), 0600, &e),
	    RC_OK);
	assert_int_equal(load_mistakes(dir, "partners/big.conf"), 1);
	buf_free(&large);
	drop_dir(dir);
}

TEST(a_directory_that_is_no_mill_says_so)
{
	struct err e = ERR_INIT;
	const int dir = new_dir();

	assert_int_equal(config_load(dir, &config, &report, &e), RC_FATAL);
	assert_string_equal(e.code, "CONF-MILL");
	assert_int_equal(err_exit_code(&e), 78);
	end();
	drop_dir(dir);
}

/* --- the tables --- */

static void
shown(const struct key_table *t, const char *text)
{
	for (size_t i = 0; i < t->n; i++) {
		char assigned[80];

		(void)snprintf(assigned, sizeof(assigned),
		    "%s = ", t->keys[i].name);
		if (strstr(text, assigned) == NULL)
			fail_msg("%s.%s is not in the example", t->name,
			    t->keys[i].name);
		if (t->keys[i].of != NULL)
			shown(t->keys[i].of, text);
	}
}

static const char *
example(const char *path)
{
	for (const struct embedded *x = embedded_example; x->path != NULL; x++)
		if (strcmp(x->path, path) == 0)
			return (x->text);
	fail_msg("%s is not embedded", path);
	return ("");
}

TEST(the_example_shows_every_key_there_is)
{
	shown(&partner_file_keys, example("config/example/partners/acme.conf"));
	shown(&seller_file_keys, example("config/example/ordermill.conf"));
	shown(&calendar_file_keys, example("config/example/calendars/nl.conf"));
}

static bool
tried(const char *name)
{
	char assigned[80];

	(void)snprintf(assigned, sizeof(assigned), "%s = ", name);
	for (size_t i = 0; i < sizeof(wrong_lines) / sizeof(*wrong_lines); i++)
		if (strstr(wrong_lines[i].line, assigned) != NULL)
			return (true);
	for (size_t i = 0;
	     i < sizeof(wrong_connections) / sizeof(*wrong_connections); i++)
		if (strstr(wrong_connections[i].keys, assigned) != NULL)
			return (true);
	for (size_t i = 0; i < sizeof(wrong_seller) / sizeof(*wrong_seller);
	     i++)
		if (strstr(wrong_seller[i].line, assigned) != NULL ||
		    strcmp(wrong_seller[i].group, name) == 0)
			return (true);
	return (false);
}

static void
all_tried(const struct key_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		if (!tried(t->keys[i].name) && strcmp(t->keys[i].name, "url"))
			fail_msg("%s.%s is nowhere wrong in these tests",
			    t->name, t->keys[i].name);
		if (t->keys[i].of != NULL)
			all_tried(t->keys[i].of);
	}
}

TEST(no_key_is_left_out_of_these_tests)
{
	all_tried(partner_file_keys.keys[0].of);
	all_tried(&seller_file_keys);
}

UNIT_MAIN(RUN(a_small_profile_has_no_mistake_and_all_defaults),
    RUN(every_value_lands_where_it_belongs),
    RUN(each_key_can_be_wrong_and_says_how),
    RUN(each_key_of_a_connection_can_be_wrong_and_says_how),
    RUN(each_key_of_the_seller_can_be_wrong_and_says_how),
    RUN(a_key_that_is_wrong_is_in_no_other_place_reported),
    RUN(urls_are_taken_apart_strictly),
    RUN(sftp_needs_one_way_in_and_a_pinned_host_key),
    RUN(all_mistakes_of_all_files_come_at_once_in_order),
    RUN(a_duplicate_key_is_a_syntax_error_with_its_line),
    RUN(an_identifier_belongs_to_one_partner_in_any_spelling),
    RUN(one_partner_may_spell_its_number_in_several_ways),
    RUN(a_partner_behind_a_network_is_found_by_its_envelope),
    RUN(references_between_files_are_checked),
    RUN(a_warehouse_gets_no_answers_and_needs_no_endpoint),
    RUN(answers_in_x12_name_both_sides_by_their_x12_identifiers),
    RUN(a_gln_serves_in_an_interchange_of_edifact),
    RUN(a_version_and_separators_belong_to_the_standard_that_is_written),
    RUN(a_warehouse_may_want_x12_and_its_receipts),
    RUN(every_writer_that_a_profile_may_name_exists),
    RUN(no_network_stands_behind_another),
    RUN(a_calendar_without_business_days_is_a_mistake),
    RUN(the_guard_refuses_what_libconfig_must_not_see),
    RUN(the_guard_lets_ordinary_texts_pass),
    RUN(a_zero_byte_does_not_hide_what_follows),
    RUN(words_are_near_when_little_differs), RUN(a_fresh_mill_has_no_mistake),
    RUN(a_fresh_mill_has_every_folder_its_partners_use),
    RUN(what_init_writes_is_the_example_byte_for_byte),
    RUN(init_leaves_a_directory_alone_that_holds_anything),
    RUN(two_mills_have_two_keys), RUN(keys_that_others_may_read_are_a_mistake),
    RUN(files_of_editors_are_passed_over_and_odd_names_reported),
    RUN(a_file_that_is_too_large_is_a_mistake_not_a_load),
    RUN(a_directory_that_is_no_mill_says_so),
    RUN(the_example_shows_every_key_there_is),
    RUN(no_key_is_left_out_of_these_tests))
