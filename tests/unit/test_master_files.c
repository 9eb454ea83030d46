/* config/master_files: columns, cells, references, and what stays usable. */
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "tests/unit/unit.h"
#include "base/buf.h"
#include "base/file.h"
#include "config/master_files.h"

static char home[64];
static int mill;
static struct config config;
static struct master_load load;

static void
begin(void)
{
	struct config_report report;
	struct err e = ERR_INIT;

	(void)mkdir("build", 0700);
	(void)snprintf(home, sizeof(home), "build/test_master.XXXXXX");
	assert_non_null(mkdtemp(home));
	mill = open(home, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(config_create(mill, &e), RC_OK);
	assert_int_equal(config_load(mill, &config, &report, &e), RC_OK);
	config_report_free(&report);
}

static void
put(const char *name, const char *text)
{
	struct err e = ERR_INIT;
	char path[80];

	(void)snprintf(path, sizeof(path), "master/%s.csv", name);
	assert_int_equal(file_put(mill, path, slice_of(text), 0644, &e), RC_OK);
}

/* Reads all files; the faults as "CODE file:line: text\n" lines. */
static const char *
faults(void)
{
	static struct buf out;
	struct err e = ERR_INIT;

	assert_int_equal(master_read(mill, &config, &load, &e), RC_OK);
	buf_free(&out);
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < load.report.mistakes.n; i++) {
		const struct config_mistake *m = LIST_AT(&load.report.mistakes,
		    struct config_mistake, i);

		buf_printf(&out, "%s %s:%d: %s\n", m->code, m->file + 7,
		    m->line, m->text);
	}
	return (out.p);
}

static void
again(void)
{
	master_load_free(&load);
}

static void
end(void)
{
	pid_t pid;

	master_load_free(&load);
	config_free(&config);
	(void)close(mill);
	pid = fork();
	if (pid == 0) {
		(void)execl("/bin/rm", "rm", "-rf", home, (char *)NULL);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

TEST(the_example_has_no_fault_and_all_its_rows)
{
	begin();
	assert_string_equal(faults(), "");
	assert_int_equal(load.rows.products.n, 6);
	assert_int_equal(load.rows.prices.n, 3);
	assert_int_equal(load.rows.items.n, 3);
	assert_int_equal(load.rows.units.n, 3);
	assert_int_equal(load.rows.customers.n, 3);
	assert_int_equal(load.rows.locations.n, 3);
	for (size_t i = 0; i < MASTER_KINDS; i++) {
		assert_true(load.files[i].usable);
		assert_string_equal(load.files[i].path,
		    master_path((enum master_kind)i));
	}
	end();
}

TEST(cells_become_what_the_rules_look_at)
{
	const struct product *p;
	const struct price_row *row;
	const struct customer *c;
	const struct location *l;

	begin();
	assert_string_equal(faults(), "");
	p = LIST_AT(&load.rows.products, struct product, 0);
	assert_true(slice_is(p->sku, "BULB-60W"));
	assert_true(slice_is(p->name, "Light bulb 60 W, E27"));
	assert_int_equal(p->kind, ITEM_GOODS);
	assert_int_equal(p->price.coef, 184);
	assert_int_equal(p->price.scale, 2);
	assert_int_equal(p->stock.coef, 50000);
	assert_int_equal(p->stock_at, instant_parse(SLICE("2026-11-01")));
	p = LIST_AT(&load.rows.products, struct product, 5);
	assert_int_equal(p->kind, ITEM_SERVICE);
	assert_int_equal(p->gtin.n, 0);
	assert_true(decimal_is_none(p->stock));
	assert_true(p->stock_at == INSTANT_NONE);
	row = LIST_AT(&load.rows.prices, struct price_row, 2);
	assert_int_equal(row->per.coef, 100);
	assert_int_equal(row->valid_to, day_of(2027, 12, 31));
	row = LIST_AT(&load.rows.prices, struct price_row, 0);
	assert_int_equal(row->valid_to, DAY_NONE);
	c = LIST_AT(&load.rows.customers, struct customer, 0);
	assert_int_equal(c->identifiers.n, 2);
	assert_int_equal(c->credit_limit, 2500000);
	assert_false(c->unlimited);
	assert_int_equal(c->charge_at, CHARGE_AT_DESPATCH);
	c = LIST_AT(&load.rows.customers, struct customer, 2);
	assert_int_equal(c->payment, PAY_EITHER);
	assert_int_equal(c->terms_days, 14);
	l = LIST_AT(&load.rows.locations, struct location, 0);
	assert_true(slice_is(*LIST_AT(&l->identifiers, struct slice, 1),
	    "account:DC1"));
	assert_true(slice_is(l->warehouse, "venlo"));
	end();
}

TEST(columns_may_come_in_any_order_and_optional_ones_be_missing)
{
	const struct customer *c;

	begin();
	put("prices", "currency;price;sku\r\nEUR; 1.5 ;BULB-60W\r\n");
	put("customers",
	    "name,customer,partner,currency,credit_limit\n"
	    "A,acme,acme,EUR,unlimited\nN,nordlys,nordlys,JPY,\n"
	    "K,kiosk,kiosk,JPY,500\n");
	assert_string_equal(faults(), "");
	assert_int_equal(
	    LIST_AT(&load.rows.prices, struct price_row, 0)->per.coef, 1);
	assert_int_equal(
	    LIST_AT(&load.rows.prices, struct price_row, 0)->price.coef, 15);
	assert_int_equal(
	    LIST_AT(&load.rows.prices, struct price_row, 0)->valid_from,
	    DAY_NONE);
	c = LIST_AT(&load.rows.customers, struct customer, 0);
	assert_true(c->unlimited);
	assert_int_equal(c->terms_days, 30);
	c = LIST_AT(&load.rows.customers, struct customer, 1);
	assert_int_equal(c->credit_limit, 0);
	assert_false(c->unlimited);
	c = LIST_AT(&load.rows.customers, struct customer, 2);
	assert_int_equal(c->credit_limit, 500);
	end();
}

TEST(a_header_fault_is_named_and_ends_its_file)
{
	begin();
	put("items", "customer,buyer_itm,sku\nacme,X,NOPE\n");
	put("prices", "sku,sku,currency,price\n");
	put("units", "");
	assert_string_equal(faults(),
	    "MASTER-COLUMN items.csv:1: column buyer_item is missing\n"
	    "MASTER-COLUMN items.csv:1: there is no column \"buyer_itm\"; "
	    "nearest: buyer_item\n"
	    "MASTER-COLUMN prices.csv:1: column sku is there twice\n"
	    "MASTER-FILE units.csv:0: is empty; expected at least a row of "
	    "column names\n");
	end();
}

static const struct {
	const char *file, *text, *fault;
} wrong_cells[] = {
	{ "catalog", "sku,name,unit,tax_category,gtin\nA,N,C62,S,123\n",
	    "2: gtin = \"123\": expected a GTIN" },
	{ "catalog", "sku,name,unit,tax_category\n,N,C62,S\n",
	    "2: sku = \"\": expected something" },
	{ "catalog", "sku,name,unit,tax_category\nA,,C62,S\n", "2: name" },
	{ "catalog", "sku,name,unit,tax_category\nA,N,piece,S\n",
	    "2: unit = \"piece\": expected a unit" },
	{ "catalog", "sku,name,unit,tax_category\nA,N,C62,X\n",
	    "2: tax_category = \"X\": expected one of S AA" },
	{ "catalog", "sku,name,unit,tax_category,kind\nA,N,C62,S,good\n",
	    "2: kind = \"good\": expected one of goods service" },
	{ "catalog",
	    "sku,name,unit,tax_category,price,currency\n"
	    "A,N,C62,S,\"1,5\",EUR\n",
	    "2: price = \"1,5\": expected a number from 0" },
	{ "catalog",
	    "sku,name,unit,tax_category,price,currency\n"
	    "A,N,C62,S,-1,EUR\n",
	    "2: price = \"-1\"" },
	{ "catalog", "sku,name,unit,tax_category,price\nA,N,C62,S,1\n",
	    "2: a price without currency" },
	{ "catalog", "sku,name,unit,tax_category,currency\nA,N,C62,S,EU\n",
	    "2: currency = \"EU\": expected a currency" },
	{ "catalog",
	    "sku,name,unit,tax_category,tax_percent\n"
	    "A,N,C62,S,101\n",
	    "2: tax_percent" },
	{ "catalog", "sku,name,unit,tax_category,stock\nA,N,C62,S,5\n",
	    "2: a stock without stock_at" },
	{ "catalog",
	    "sku,name,unit,tax_category,stock,stock_at\n"
	    "A,N,C62,S,5,yesterday\n",
	    "2: stock_at = \"yesterday\"" },
	{ "catalog", "sku,name,unit,tax_category\nA,N,C62,S\n\nA,M,C62,S\n",
	    "4: sku A is in line 2 already" },
	{ "catalog",
	    "sku,name,unit,tax_category,gtin\n"
	    "A,N,C62,S,8710000000017\nB,N,C62,S,08710000000017\n",
	    "3: GTIN 08710000000017 is in master/catalog.csv line 2" },
	{ "catalog", "sku,name,unit,tax_category\nA,\"x\ny\",C62,S\n",
	    "2: name = \"x\\x0ay\": expected text in UTF-8" },
	{ "catalog", "sku,name,unit,tax_category\nA,\xff,C62,S\n",
	    "2: name = \"\\xff\": expected text in UTF-8" },
	{ "catalog", "sku,name,unit,tax_category\nA,N,C62\n",
	    "2: 3 fields; the header has 4" },
	{ "catalog", "sku,name,unit,tax_category\nA,N\"x,C62,S\n",
	    "2: a quote inside" },
	{ "catalog", "sku,name,unit,tax_category\nA,N,C62,S\nB,\"x\n",
	    "3: the file ends inside quotes" },
	{ "prices", "sku,currency,price\nNOPE,EUR,1\n",
	    "2: sku = \"NOPE\" is not in master/catalog.csv" },
	{ "prices", "sku,currency,price,customer\nLED-8W,EUR,1,nobody\n",
	    "2: customer = \"nobody\" is not in master/customers.csv" },
	{ "prices", "sku,currency,price,per\nLED-8W,EUR,1,0\n",
	    "2: per is zero" },
	{ "prices", "sku,currency,price\nLED-8W,EUR,\n", "2: price = \"\"" },
	{ "prices",
	    "sku,currency,price,valid_from,valid_to\n"
	    "LED-8W,EUR,1,2026-02-01,2026-01-31\n",
	    "2: valid_to is before" },
	{ "prices", "sku,currency,price,valid_from\nLED-8W,EUR,1,1-2-2026\n",
	    "2: valid_from = \"1-2-2026\": expected a day" },
	{ "prices", "sku,currency,price\nLED-8W,EUR,1\nLED-8W,EUR,2\n",
	    "3: the same customer, sku" },
	{ "items", "customer,buyer_item,sku\nacme,X,NOPE\n",
	    "2: sku = \"NOPE\" is not in" },
	{ "items", "customer,buyer_item,sku\nacme,X,LED-8W\nacme,X,BULB-60W\n",
	    "3: the same customer and buyer_item is in line 2 already" },
	{ "units", "sku,unit,factor\n,DZN,0\n", "2: factor is zero" },
	{ "units", "sku,unit,factor\n,DZN,12\n,DZN,13\n",
	    "3: the same sku and unit" },
	{ "units", "sku,unit,factor,gtin\n,DZN,12,8710000000079\n",
	    "2: a gtin without sku" },
	{ "units", "sku,unit,factor,gtin\nLED-8W,CT,12,8710000000017\n",
	    "2: GTIN 8710000000017 is in master/catalog.csv line 2" },
	{ "locations",
	    "customer,identifiers,name,country\n"
	    "acme,gln:1,N,NL\n",
	    "2: identifiers = \"gln:1\": expected" },
	{ "locations",
	    "customer,identifiers,name,country\n"
	    "acme,account:1,N,Nl\n",
	    "2: country = \"Nl\"" },
	{ "locations",
	    "customer,identifiers,name,country,warehouse\n"
	    "acme,account:1,N,NL,acme\n",
	    "2: warehouse = \"acme\" has another role" },
	{ "locations",
	    "customer,identifiers,name,country,warehouse\n"
	    "acme,account:1,N,NL,mars\n",
	    "2: warehouse = \"mars\": there is no partners/mars.conf" },
	{ "locations",
	    "customer,identifiers,name,country,calendar\n"
	    "acme,account:1,N,NL,de\n",
	    "2: there is no calendars/de.conf" },
	{ "locations",
	    "customer,identifiers,name,country\n"
	    "acme,account:1,N,NL\nacme,account:2 account:1,N,NL\n",
	    "3: identifier account:1 of \"acme\" is in line 2" },
};

TEST(each_cell_can_be_wrong_and_says_how)
{
	begin();
	for (size_t i = 0; i < sizeof(wrong_cells) / sizeof(*wrong_cells);
	     i++) {
		struct err e = ERR_INIT;
		struct buf good;
		char path[80];
		const char *all;
		size_t own = 0;

		(void)snprintf(path, sizeof(path), "master/%s.csv",
		    wrong_cells[i].file);
		buf_init(&good, 1 << 16);
		assert_int_equal(file_read(mill, path, &good, &e), RC_OK);
		put(wrong_cells[i].file, wrong_cells[i].text);
		all = faults();
		for (size_t n = 0; n < load.report.mistakes.n; n++)
			own += strcmp(LIST_AT(&load.report.mistakes,
					  struct config_mistake, n)
					  ->file,
				   path) == 0;
		if (own != 1 || strstr(all, wrong_cells[i].fault) == NULL)
			fail_msg("%s\ngave: %s", wrong_cells[i].text, all);
		again();
		assert_int_equal(
		    file_put(mill, path, buf_slice(&good), 0644, &e), RC_OK);
		buf_free(&good);
	}
	end();
}

#define CUSTOMERS "customer,partner,name,currency,"
static const struct {
	const char *text, *fault;
} wrong_customers[] = {
	{ CUSTOMERS "credit_limit\nacme,acme,A,EUR,10.005\n",
	    "credit_limit is too large, or has more decimals" },
	{ CUSTOMERS "credit_limit\nacme,acme,A,EUR,lots\n",
	    "credit_limit = \"lots\": expected an amount, or unlimited" },
	{ CUSTOMERS "credit_limit\nacme,acme,A,EUR,-5\n",
	    "credit_limit = \"-5\"" },
	{ CUSTOMERS "payment\nacme,acme,A,EUR,cash\n", "payment = \"cash\"" },
	{ CUSTOMERS "terms_days\nacme,acme,A,EUR,4000\n", "terms_days" },
	{ CUSTOMERS "charge_at\nacme,acme,A,EUR,never\n", "charge_at" },
	{ CUSTOMERS "email\nacme,acme,A,EUR,a\n", "email = \"a\"" },
	{ CUSTOMERS "language\nacme,acme,A,EUR,dutch\n", "language" },
	{ CUSTOMERS "identifiers\nacme,acme,A,EUR,x:1\n", "identifiers" },
	{ CUSTOMERS "seller\nacme,mars,A,EUR,\n",
	    "there is no partners/mars.conf" },
	{ CUSTOMERS "seller\nacme,venlo,A,EUR,\n",
	    "\"venlo\" has another role; expected a customer" },
	{ CUSTOMERS "seller\nacme,acme,A,EUR,\nacme,acme,B,EUR,\n",
	    "customer acme is in line 2 already" },
	{ CUSTOMERS "identifiers\na,acme,A,EUR,gln:8712345000004\n"
		    "b,acme,B,EUR,x12:UL:8712345000004\n",
	    "identifier x12:UL:8712345000004 of \"acme\" is in line 2" },
};

TEST(each_cell_of_a_customer_can_be_wrong_and_says_how)
{
	begin();
	for (size_t i = 0;
	     i < sizeof(wrong_customers) / sizeof(*wrong_customers); i++) {
		const char *all;

		put("customers", wrong_customers[i].text);
		all = faults();
		if (load.report.mistakes.n != 1 ||
		    strstr(all, wrong_customers[i].fault) == NULL)
			fail_msg("%s\ngave: %s", wrong_customers[i].text, all);
		assert_false(load.files[MASTER_CUSTOMERS].usable);
		again();
	}
	end();
}

TEST(a_broken_file_is_unusable_and_the_others_stay_usable)
{
	begin();
	put("catalog", "sku,name,unit,tax_category\nA,N,C62,?\n");
	assert_string_equal(faults(),
	    "MASTER-VALUE catalog.csv:2: "
	    "tax_category = \"?\": expected one of S AA Z E AE K G O L M H\n");
	for (size_t i = 0; i < MASTER_KINDS; i++)
		assert_true(load.files[i].usable == (i != MASTER_CATALOG));
	end();
}

TEST(a_file_that_is_missing_is_unusable_not_empty)
{
	begin();
	assert_int_equal(unlinkat(mill, "master/prices.csv", 0), 0);
	assert_non_null(
	    strstr(faults(), "MASTER-FILE prices.csv:0: is not there"));
	assert_false(load.files[MASTER_PRICES].usable);
	again();
	put("prices", "sku,currency,price\n");
	assert_string_equal(faults(), "");
	assert_true(load.files[MASTER_PRICES].usable);
	assert_int_equal(load.rows.prices.n, 0);
	end();
}

TEST(a_digest_changes_with_the_bytes_alone)
{
	struct sha256 before, after;
	struct err e = ERR_INIT;

	begin();
	assert_int_equal(master_digest(mill, MASTER_ITEMS, &before, &e), RC_OK);
	assert_string_equal(faults(), "");
	assert_memory_equal(&before, &load.files[MASTER_ITEMS].digest,
	    sizeof(before));
	put("items", "customer,buyer_item,sku\n");
	assert_int_equal(master_digest(mill, MASTER_ITEMS, &after, &e), RC_OK);
	assert_memory_not_equal(&before, &after, sizeof(before));
	end();
}

TEST(every_fault_of_a_file_is_reported_with_its_line)
{
	begin();
	put("items",
	    "customer,buyer_item,sku\nacme,,LED-8W\n"
	    "acme,\"two\nlines\",LED-8W\nacme,X,NOPE\nacme,Y\n");
	assert_string_equal(faults(),
	    "MASTER-VALUE items.csv:2: buyer_item = \"\": expected something: "
	    "it must not be empty\n"
	    "MASTER-VALUE items.csv:3: buyer_item = \"two\\x0alines\": "
	    "expected text in UTF-8 without control bytes\n"
	    "MASTER-REFERENCE items.csv:5: sku = \"NOPE\" is not in "
	    "master/catalog.csv\n"
	    "MASTER-ROW items.csv:6: 2 fields; the header has 3\n");
	end();
}

TEST(thousands_of_faults_are_counted_and_the_first_kept)
{
	struct buf text;

	begin();
	buf_init(&text, 1 << 20);
	buf_text(&text, "customer,buyer_item,sku\n");
	for (int i = 0; i < 5000; i++)
		buf_printf(&text, "acme,%d\n", i);
	put("items", text.p);
	buf_free(&text);
	(void)faults();
	assert_int_equal(load.report.mistakes.n, CONFIG_MISTAKES_MAX);
	assert_int_equal(load.report.left_out, 4000);
	assert_int_equal(load.files[MASTER_ITEMS].faults, 5000);
	end();
}

UNIT_MAIN(RUN(the_example_has_no_fault_and_all_its_rows),
    RUN(cells_become_what_the_rules_look_at),
    RUN(columns_may_come_in_any_order_and_optional_ones_be_missing),
    RUN(a_header_fault_is_named_and_ends_its_file),
    RUN(each_cell_can_be_wrong_and_says_how),
    RUN(each_cell_of_a_customer_can_be_wrong_and_says_how),
    RUN(a_broken_file_is_unusable_and_the_others_stay_usable),
    RUN(a_file_that_is_missing_is_unusable_not_empty),
    RUN(a_digest_changes_with_the_bytes_alone),
    RUN(every_fault_of_a_file_is_reported_with_its_line),
    RUN(thousands_of_faults_are_counted_and_the_first_kept))
