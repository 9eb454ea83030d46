/* UBL Order against bare libxml2 SAX2, same chunks and options:
 * bench_ubl MEGABYTES [DIRECTORY], the latter for files of the memory test. */
#include <libxml/parser.h>

#include "tests/bench/parsing.h"

#define CHUNK (64 << 10)

static const char head[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<Order xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Order-2\"\n"
    " xmlns:cac=\"urn:oasis:names:specification:ubl:schema:xsd:"
    "CommonAggregateComponents-2\"\n"
    " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:"
    "CommonBasicComponents-2\">\n"
    "  <cbc:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3"
    "</cbc:CustomizationID>\n"
    "  <cbc:ProfileID>urn:fdc:peppol.eu:poacc:bis:ordering:3"
    "</cbc:ProfileID>\n"
    "  <cbc:ID>4500018</cbc:ID>\n"
    "  <cbc:IssueDate>2026-11-20</cbc:IssueDate>\n"
    "  <cbc:OrderTypeCode>220</cbc:OrderTypeCode>\n"
    "  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>\n"
    "  <cac:BuyerCustomerParty>\n    <cac:Party>\n"
    "      <cbc:EndpointID schemeID=\"0088\">8712345000004"
    "</cbc:EndpointID>\n"
    "      <cac:PartyName><cbc:Name>Acme Verlichting B.V.</cbc:Name>"
    "</cac:PartyName>\n"
    "    </cac:Party>\n  </cac:BuyerCustomerParty>\n"
    "  <cac:SellerSupplierParty>\n    <cac:Party>\n"
    "      <cbc:EndpointID schemeID=\"0088\">8798765000008"
    "</cbc:EndpointID>\n"
    "    </cac:Party>\n  </cac:SellerSupplierParty>\n";

static void
put_line(struct buf *b, int number)
{
	buf_printf(b,
	    "  <cac:OrderLine>\n    <cac:LineItem>\n"
	    "      <cbc:ID>%d</cbc:ID>\n"
	    "      <cbc:Quantity unitCode=\"C62\">%d</cbc:Quantity>\n"
	    "      <cbc:LineExtensionAmount currencyID=\"EUR\">%d.00"
	    "</cbc:LineExtensionAmount>\n"
	    "      <cbc:AccountingCost>4100</cbc:AccountingCost>\n"
	    "      <cac:Delivery>\n        <cac:RequestedDeliveryPeriod>\n"
	    "          <cbc:StartDate>2026-12-01</cbc:StartDate>\n"
	    "        </cac:RequestedDeliveryPeriod>\n      </cac:Delivery>\n"
	    "      <cac:Price>\n        <cbc:PriceAmount "
	    "currencyID=\"EUR\">1.50</cbc:PriceAmount>\n      </cac:Price>\n"
	    "      <cac:Item>\n        <cbc:Name>LED bulb E27 8 W warm white"
	    "</cbc:Name>\n"
	    "        <cac:BuyersItemIdentification><cbc:ID>VL-%d</cbc:ID>"
	    "</cac:BuyersItemIdentification>\n"
	    "        <cac:SellersItemIdentification><cbc:ID>LED-E27-%d"
	    "</cbc:ID></cac:SellersItemIdentification>\n"
	    "        <cac:ClassifiedTaxCategory>\n"
	    "          <cbc:ID>S</cbc:ID>\n"
	    "          <cbc:Percent>21</cbc:Percent>\n"
	    "          <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>\n"
	    "        </cac:ClassifiedTaxCategory>\n"
	    "      </cac:Item>\n    </cac:LineItem>\n  </cac:OrderLine>\n",
	    number, number % 50 * 2 + 2, (number % 50 + 1) * 3, number, number);
}

/* At most 100,000 lines, which are 107 MB. */
static void
put_file(struct buf *b, size_t bytes)
{
	buf_text(b, head);
	for (int i = 1; b->n < bytes && i <= ORDER_LINES_MAX; i++)
		put_line(b, i);
	buf_text(b, "</Order>\n");
}

static size_t events;

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int spaces, const xmlChar **space, int attributes,
    int defaulted, const xmlChar **attribute)
{
	(void)ctx, (void)name, (void)prefix, (void)uri, (void)spaces;
	(void)space, (void)attributes, (void)defaulted, (void)attribute;
	events++;
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri)
{
	(void)ctx, (void)name, (void)prefix, (void)uri;
	events++;
}

static void
on_text(void *ctx, const xmlChar *text, int n)
{
	(void)ctx, (void)text, (void)n;
	events++;
}

static double
sax_once(struct slice data)
{
	xmlSAXHandler h = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text };
	xmlParserCtxtPtr x = xmlCreatePushParserCtxt(&h, NULL, NULL, 0, NULL);
	double began = cpu_seconds();

	if (x == NULL)
		die_memory();
	(void)xmlCtxtUseOptions(x, XML_PARSE_NONET);
	for (size_t i = 0; i < data.n; i += CHUNK) {
		struct slice part = slice_sub(data, i, CHUNK);

		if (xmlParseChunk(x, part.p, (int)part.n, 0) != 0)
			exit(1);
	}
	if (xmlParseChunk(x, NULL, 0, 1) != 0)
		exit(1);
	xmlFreeParserCtxt(x);
	return (cpu_seconds() - began);
}

/* --- memory -------------------------------------------------------------- */

/* As many lines as an order may have at most; attachments are the rest. */
static void
write_file(int fd, size_t bytes)
{
	const size_t lines = bytes < 110000000 ? bytes : 110000000;
	struct buf b;
	struct err e = ERR_INIT;

	buf_init(&b, lines + (16 << 20));
	buf_text(&b, head);
	while (bytes > lines) {
		buf_text(&b,
		    "<cac:AdditionalDocumentReference><cbc:ID>plan</cbc:ID>"
		    "<cac:Attachment><cbc:EmbeddedDocumentBinaryObject>");
		for (size_t n = 0; n < 250000; n++)
			buf_text(&b,
			    "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYg==");
		buf_text(&b,
		    "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>"
		    "</cac:AdditionalDocumentReference>\n");
		if (file_write(fd, buf_slice(&b), &e) != RC_OK)
			exit(1);
		bytes -= b.n < bytes ? b.n : bytes;
		buf_reset(&b);
	}
	for (int i = 1; b.n < lines && i <= ORDER_LINES_MAX; i++)
		put_line(&b, i);
	buf_text(&b, "</Order>\n");
	if (file_write(fd, buf_slice(&b), &e) != RC_OK)
		exit(1);
	buf_free(&b);
}

static long
memory_of(const char *directory, size_t bytes)
{
	int fd = open(directory, O_RDWR | O_TMPFILE, 0600);

	write_file(fd, bytes);
	return (peak_kib(&ubl_parser, fd));
}

int
main(int argc, char **argv)
{
	size_t bytes = bytes_wanted(argc, argv, "54");
	double sax = 0, parse = 0;
	struct touched t;
	struct buf b;

	if (argc > 2) {
		printf("memory_small %ld\n", memory_of(argv[2], 1000000));
		printf("memory_large %ld\n", memory_of(argv[2], 10 * bytes));
	}
	buf_init(&b, bytes + (1 << 20));
	put_file(&b, bytes);
	for (int i = 0; i < ROUNDS; i++) {
		sax = least(sax, sax_once(buf_slice(&b)));
		parse = least(parse,
		    parse_once(&ubl_parser, buf_slice(&b), &t));
	}
	printf("bytes %zu\nlines %ld\nevents %zu\nsax %.6f\nparse %.6f\n", b.n,
	    t.lines, events / ROUNDS, sax, parse);
	buf_free(&b);
	by_size(&ubl_parser, put_file, bytes);
	return (0);
}
