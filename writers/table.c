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
	{ .name = "ubl-despatch-advice",
	    .extension = "xml",
	    .despatch = write_ubl_despatch_advice },
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
