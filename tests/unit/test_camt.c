/* Bank statements: samples, faults of XML, and files that others wrote. */
#include "tests/unit/corpus.h"
#include "tests/unit/says.h"

extern const struct finding_rule bank_findings[];

static struct golden g = { .parser = &camt_parser };

TEST(every_sample_reads_as_it_is_written_down)
{
	golden_folder(&g, "samples/camt");
	assert_int_equal(g.failed, 0);
	assert_true(g.samples > 30 || getenv("GOLDEN") != NULL);
}

TEST(every_fault_of_a_statement_has_a_sample)
{
	static const char *const made[] = { "CAMT-LIMIT", "CAMT-ENTRIES-MAX" };

	for (size_t i = 0; bank_findings[i].code != NULL; i++) {
		const char *code = bank_findings[i].code;

		if (strncmp(code, "CAMT-", 5) != 0 ||
		    strcmp(code, made[0]) == 0 || strcmp(code, made[1]) == 0)
			continue;
		if (!golden_saw(&g, code))
			fprintf(stderr, "# no sample reaches %s\n", code);
		assert_true(golden_saw(&g, code));
	}
}

/* --- made here, for they would be large ---------------------------------- */

static const char head[] =
    "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02\">"
    "<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>S</Id><Acct>"
    "<Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>";
static const char entry[] =
    "<Ntry><Amt Ccy=\"EUR\">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
    "<Sts>BOOK</Sts><BookgDt><Dt>2026-11-21</Dt></BookgDt>"
    "<AcctSvcrRef>R</AcctSvcrRef></Ntry>";
static const char tail[] = "</Stmt></BkToCstmrStmt></Document>";

static void
parse_made(const char *middle, size_t n)
{
	struct buf b;

	buf_init(&b, (size_t)1 << 30);
	buf_text(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_text(&b, middle);
	buf_text(&b, tail);
	(void)golden_parse(&g, buf_slice(&b));
	buf_free(&b);
}

TEST(a_file_of_more_payments_than_are_allowed_gives_none)
{
	parse_made(entry, 100000);
	assert_int_equal(times("\nbank_entry "), 100000);
	parse_made(entry, 100002);
	assert_int_equal(times("\nbank_entry "), 0);
	assert_int_equal(times("\"CAMT-ENTRIES-MAX\""), 1);
}

TEST(tags_without_end_are_refused)
{
	parse_made("<a>", 100);
	assert_true(says("\"CAMT-LIMIT\""));
	assert_int_equal(times("\nbank_entry "), 0);
}

TEST(a_cut_at_any_byte_gives_no_payment)
{
	struct buf b;

	buf_init(&b, 1 << 20);
	buf_text(&b, head);
	buf_text(&b, entry);
	buf_text(&b, tail);
	for (size_t n = 0; n < b.n; n++) {
		(void)golden_parse(&g, slice_sub(buf_slice(&b), 0, n));
		assert_int_equal(times("\nbank_entry "), 0);
		assert_true(g.errors > 0);
	}
	(void)golden_parse(&g, buf_slice(&b));
	assert_int_equal(times("\nbank_entry "), 1);
	buf_free(&b);
}

/* --- references ---------------------------------------------------------- */

static int
refers(const char *text, const char *qualifier, const char *value)
{
	struct arena a = ARENA_INIT;
	struct list refs = { NULL, 0, 0 };
	int n = 0;

	bank_references(&refs, slice_of(text), &a);
	for (size_t i = 0; i < refs.n; i++) {
		const struct reference *r = LIST_AT(&refs, struct reference, i);

		n += slice_is(r->qualifier, qualifier) &&
		    slice_is(r->value, value);
	}
	arena_free(&a);
	return (n);
}

TEST(an_rf_reference_is_found_however_it_is_written)
{
	static const char *const texts[] = { "RF18539007547034",
		"rf18 5390 0754 7034", "Payment RF18 5390 0754 7034",
		"Payment RF18 5390 0754 7034 thank you",
		"PO 7,RF18539007547034.", "(RF18 5390 0754 7034)" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(refers(texts[i], "rf", "RF18539007547034"), 1);
	/* wrong check digits; inside another word */
	assert_int_equal(refers("RF19539007547034", "rf", "RF19539007547034"),
	    0);
	assert_int_equal(refers("XRF18539007547034", "rf", "RF18539007547034"),
	    0);
}

TEST(numbers_are_found_among_words)
{
	assert_int_equal(refers("order P-77/3, thanks.", "word", "P-77/3"), 1);
	assert_int_equal(refers("P-1 P-1 P-1", "word", "P-1"), 1);
	assert_int_equal(refers("order 4711.", "word", "4711"), 1);
	assert_int_equal(refers("many thanks to you", "word", "thanks"), 0);
	assert_int_equal(refers("", "word", ""), 0);
}

/* How Dutch banks write a payment in one text. */
TEST(numbers_are_found_behind_the_tags_of_a_bank)
{
	static const char text[] = "/TRTP/SEPA/IBAN/NL91ABNA0417164300/REMI/"
				   "PO 1/7 and RF18 5390 0754 7034/EREF/E-7";

	assert_int_equal(refers(text, "rf", "RF18539007547034"), 1);
	assert_int_equal(refers(text, "word", "E-7"), 1);
	assert_int_equal(refers(text, "word", "1/7"), 1);
	assert_int_equal(refers("/REMI/4711", "word", "4711"), 1);
	assert_int_equal(refers("/REMI//EREF/E-7", "word", "E-7"), 1);
	assert_int_equal(refers("/REMI/EREF/E-7", "word", "E-7"), 1);
	assert_int_equal(refers("/REMI/", "word", ""), 0);
	/* a number of theirs with slashes stays one */
	assert_int_equal(refers("A/REMI/4711", "word", "4711"), 0);
}

TEST(an_iban_has_check_digits)
{
	assert_true(iban_valid(SLICE("NL91ABNA0417164300")));
	assert_true(iban_valid(SLICE("DE89370400440532013000")));
	assert_false(iban_valid(SLICE("NL92ABNA0417164300")));
	assert_false(iban_valid(SLICE("NL91 ABNA 0417 1643 00")));
	assert_false(iban_valid(SLICE("91NLABNA0417164300")));
	assert_false(iban_valid(SLICE("")));
}

/* --- files that others wrote --------------------------------------------- */

static void
parse_shared(const char *name)
{
	const char *path = unit_shared(name);

	SKIP_UNLESS(path != NULL, "the corpus is not here");
	parse_path(path);
}

TEST(files_of_others_end_as_payments_or_as_a_refusal)
{
	glob_t all = corpus_files("corpus/camt", "*.xml");
	int read = 0, refused = 0, entries = 0;

	for (size_t i = 0; i < all.gl_pathc; i++) {
		parse_path(all.gl_pathv[i]);
		entries += times("\nbank_entry ");
		if (g.errors == 0)
			read++;
		else
			refused++;
		if (strstr(all.gl_pathv[i], "camt053.") != NULL ||
		    strstr(all.gl_pathv[i], "camt054.") != NULL)
			assert_false(says("\"CAMT-VERSION\""));
		else if (strstr(all.gl_pathv[i], "camt052") != NULL ||
		    strstr(all.gl_pathv[i], "pain") != NULL)
			assert_true(g.errors > 0);
	}
	fprintf(stderr, "# %d read, %d refused, %d entries\n", read, refused,
	    entries);
	assert_true(read >= 7 && refused >= 6 && entries >= 5);
	globfree(&all);
}

TEST(a_statement_of_another_bank_tells_payer_and_reference)
{
	parse_shared("corpus/camt/camt053.v2.minimal.xml");
	assert_true(says("\nbank_entry "));
	assert_int_equal(g.errors, 0);
}

UNIT_MAIN(RUN(every_sample_reads_as_it_is_written_down),
    RUN(every_fault_of_a_statement_has_a_sample),
    RUN(a_file_of_more_payments_than_are_allowed_gives_none),
    RUN(tags_without_end_are_refused), RUN(a_cut_at_any_byte_gives_no_payment),
    RUN(an_rf_reference_is_found_however_it_is_written),
    RUN(numbers_are_found_among_words),
    RUN(numbers_are_found_behind_the_tags_of_a_bank),
    RUN(an_iban_has_check_digits),
    RUN(files_of_others_end_as_payments_or_as_a_refusal),
    RUN(a_statement_of_another_bank_tells_payer_and_reference))
