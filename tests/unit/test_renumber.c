/* Documents of ours under other numbers: what becomes another, and that
 * nothing else does. */
#include "tests/unit/unit.h"
#include "writers/renumber.h"

#define ISA(control) \
	"ISA*00*          *00*          *ZZ*LAMPCO         *ZZ*ACME          " \
	" " \
	"*261123*0200*U*00401*" control "*0*P*>~"

static struct buf out;
static struct err err;

static struct renumber
numbers(const char *standard)
{
	return ((struct renumber){ .standard = slice_of(standard),
	    .id_was = SLICE("OR-AAAA"),
	    .id = SLICE("OR-BBBB"),
	    .interchange_was = 9,
	    .interchange = 10,
	    .group_was = 99,
	    .group = 100,
	    .message_was = 7,
	    .message = 12 });
}

static void
becomes(const char *standard, const char *was, const char *is)
{
	struct renumber n = numbers(standard);

	buf_reset(&out);
	buf_text(&out, "before ");
	assert_int_equal(RC_OK,
	    write_renumbered(&n, slice_of(was), &out, &err));
	buf_char(&out, '\0');
	assert_string_equal(is, out.p + 7);
}

static void
refused(const char *standard, const char *was)
{
	struct renumber n = numbers(standard);

	buf_reset(&out);
	buf_text(&out, "before");
	assert_int_equal(RC_FATAL,
	    write_renumbered(&n, slice_of(was), &out, &err));
	assert_string_equal("WRITE-RENUMBER", err.code);
	assert_int_equal(6, out.n);
	err = (struct err)ERR_INIT;
}

TEST(x12_counts_on_and_keeps_its_widths)
{
	becomes("x12",
	    ISA("000000009") "GS*SH*A*B*20261123*0200*99*X*004010~"
			     "ST*856*0007~BSN*00*OR-AAAA*20261123~"
			     "REF*SI*9~SE*4*0007~ST*856*0008~SE*2*0008~"
			     "GE*2*99~IEA*1*000000009~",
	    ISA("000000010") "GS*SH*A*B*20261123*0200*100*X*004010~"
			     "ST*856*0012~BSN*00*OR-BBBB*20261123~"
			     "REF*SI*9~SE*4*0012~ST*856*0013~SE*2*0013~"
			     "GE*2*100~IEA*1*000000010~");
}

TEST(edifact_keeps_what_is_released)
{
	becomes("edifact",
	    "UNA:+.? 'UNB+UNOC:3+A:14+B:14+261123:0200+9'"
	    "UNH+7+ORDRSP:D:96A:UN'BGM+231+OR-AAAA+29+AP'"
	    "FTX+AAI+++it?'s 7 ?+ 9?\?'UNT+4+7'UNZ+1+9'",
	    "UNA:+.? 'UNB+UNOC:3+A:14+B:14+261123:0200+10'"
	    "UNH+12+ORDRSP:D:96A:UN'BGM+231+OR-BBBB+29+AP'"
	    "FTX+AAI+++it?'s 7 ?+ 9?\?'UNT+4+12'UNZ+1+10'");
	becomes("edifact", "UNA|;.! ~UNB;UNOC|3;A;B;261123|0200;9~UNZ;1;9~",
	    "UNA|;.! ~UNB;UNOC|3;A;B;261123|0200;10~UNZ;1;10~");
}

TEST(in_xml_the_id_of_the_document_alone_is_another)
{
	becomes("ubl",
	    "<O><cbc:CustomizationID>x</cbc:CustomizationID>"
	    "<cbc:ID>OR-AAAA</cbc:ID><a><cbc:ID>OR-AAAA</cbc:ID></a></O>",
	    "<O><cbc:CustomizationID>x</cbc:CustomizationID>"
	    "<cbc:ID>OR-BBBB</cbc:ID><a><cbc:ID>OR-AAAA</cbc:ID></a></O>");
	becomes("cxml",
	    "<cXML payloadID=\"OR-AAAA\" timestamp=\"x\">OR-AAAA</cXML>",
	    "<cXML payloadID=\"OR-BBBB\" timestamp=\"x\">OR-AAAA</cXML>");
}

TEST(what_does_not_bear_the_numbers_is_refused)
{
	refused("x12", ISA("000000008") "IEA*1*000000008~");
	refused("x12", ISA("000000009") "IEA*1*000000008~");
	refused("x12", ISA("00000000x") "IEA*1*000000009~");
	refused("x12", ISA("000000009") "BSN*00*OR-CCCC~IEA*1*000000009~");
	refused("x12", "ISA*00");
	refused("x12", "");
	refused("edifact", "UNA:+.? 'UNB+UNOC:3+A+B+261123:0200+8'UNZ+1+8'");
	refused("edifact", "UNB+UNOC:3+A+B+261123:0200+9'UNZ+1+9'");
	refused("ubl", "<O><cbc:ID>OR-CCCC</cbc:ID></O>");
	refused("ubl", "<O/>");
	refused("cxml", "<cXML payloadID=\"OR-CCCC\"/>");
	refused("", "order,line\n");
}

TEST(a_full_buffer_keeps_nothing)
{
	struct renumber n = numbers("ubl");
	struct buf small;

	buf_init(&small, 8);
	assert_int_equal(RC_FATAL,
	    write_renumbered(&n, SLICE("<O><cbc:ID>OR-AAAA</cbc:ID></O>"),
		&small, &err));
	assert_int_equal(0, small.n);
	buf_free(&small);
	err = (struct err)ERR_INIT;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RUN(x12_counts_on_and_keeps_its_widths),
		RUN(edifact_keeps_what_is_released),
		RUN(in_xml_the_id_of_the_document_alone_is_another),
		RUN(what_does_not_bear_the_numbers_is_refused),
		RUN(a_full_buffer_keeps_nothing),
	};
	int failed;

	buf_init(&out, 1u << 16);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_free(&out);
	return (failed);
}
