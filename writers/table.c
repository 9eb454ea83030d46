#include "writers/pain008.h"
#include "writers/writer.h"

static const struct writer writers[] = {
	{ .name = "warehouse-csv",
	    .extension = "csv",
	    .warehouse = write_warehouse_csv },
	{ .name = "ubl-application-response",
	    .extension = "xml",
	    .technical = write_ubl_application_response },
	{ .name = "ubl-order-response",
	    .extension = "xml",
	    .order = write_ubl_order_response },
	{ .name = "ubl-order-response-simple",
	    .extension = "xml",
	    .order = write_ubl_order_response_simple,
	    .silent = "AB" },
	{ .name = "ubl-despatch-advice",
	    .extension = "xml",
	    .despatch = write_ubl_despatch_advice },
	{ .name = "x12-ta1",
	    .extension = "x12",
	    .technical = write_x12_ta1,
	    .native = "x12",
	    .message = "TA1" },
	{ .name = "x12-997",
	    .extension = "x12",
	    .technical = write_x12_997,
	    .native = "x12",
	    .message = "997" },
	{ .name = "x12-999",
	    .extension = "x12",
	    .technical = write_x12_999,
	    .native = "x12",
	    .message = "999" },
	{ .name = "x12-855",
	    .extension = "x12",
	    .order = write_x12_855,
	    .native = "x12",
	    .message = "855" },
	{ .name = "x12-865",
	    .extension = "x12",
	    .order = write_x12_865,
	    .native = "x12",
	    .message = "865" },
	{ .name = "x12-856",
	    .extension = "x12",
	    .despatch = write_x12_856,
	    .native = "x12",
	    .message = "856" },
	{ .name = "x12-940",
	    .extension = "x12",
	    .warehouse = write_x12_940,
	    .native = "x12",
	    .message = "940" },
	{ .name = "edifact-contrl",
	    .extension = "edi",
	    .technical = write_edifact_contrl,
	    .native = "edifact",
	    .message = "CONTRL" },
	{ .name = "edifact-ordrsp",
	    .extension = "edi",
	    .order = write_edifact_ordrsp,
	    .native = "edifact",
	    .message = "ORDRSP" },
	{ .name = "edifact-desadv",
	    .extension = "edi",
	    .despatch = write_edifact_desadv,
	    .native = "edifact",
	    .message = "DESADV" },
	{ .name = "cxml-response",
	    .extension = "xml",
	    .technical = write_cxml_response,
	    .native = "cxml",
	    .message = "Response" },
	{ .name = "cxml-confirmation",
	    .extension = "xml",
	    .order = write_cxml_confirmation,
	    .native = "cxml",
	    .message = "ConfirmationRequest" },
	{ .name = "cxml-ship-notice",
	    .extension = "xml",
	    .despatch = write_cxml_ship_notice,
	    .native = "cxml",
	    .message = "ShipNoticeRequest" },
	{ .name = "pain008", .extension = "xml", .collection = write_pain008 },
	{ .name = "report-text",
	    .extension = "txt",
	    .report = write_report_text },
	{ .name = "report-html",
	    .extension = "html",
	    .report = write_report_html },
};

#define WRITERS (sizeof(writers) / sizeof(writers[0]))

const struct writer *
writer_named(struct slice name)
{
	for (size_t i = 0; i < WRITERS; i++)
		if (slice_is(name, writers[i].name))
			return (&writers[i]);
	return (NULL);
}

const struct writer *
writer_at(size_t i)
{
	return (i < WRITERS ? &writers[i] : NULL);
}
