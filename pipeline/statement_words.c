/* The words of a statement, in the languages of domain/language.h. */
#include "pipeline/statement.h"

static const struct {
	const char *event, *word[LANGUAGES];
} words[] = {
	{ "accepted", { "order", "order", "pedido" } },
	{ "prepaid_accepted",
	    { "order, paid in advance", "order, vooruitbetaald",
		"pedido, pago antecipadamente" } },
	{ "payment", { "payment", "betaling", "pagamento" } },
	{ "payment_applied",
	    { "payment applied", "betaling verrekend", "pagamento aplicado" } },
	{ "refund_approved",
	    { "refund approved", "terugbetaling goedgekeurd",
		"reembolso aprovado" } },
	{ "shipped", { "delivery", "levering", "entrega" } },
	{ "cancelled", { "cancelled", "geannuleerd", "cancelado" } },
	{ "changed",
	    { "order changed", "order gewijzigd", "pedido alterado" } },
	{ "discount_taken", { "discount", "korting", "desconto" } },
	{ "returned", { "credit note", "creditnota", "nota de crédito" } },
	{ "chargeback", { "chargeback", "inhouding", "retenção" } },
	{ "discount_tax",
	    { "tax of a discount", "btw over korting",
		"imposto do desconto" } },
	{ "payment_difference",
	    { "difference", "betalingsverschil", "diferença de pagamento" } },
	{ "adjusted", { "correction", "correctie", "correção" } },
	{ "refund_paid", { "refund", "terugbetaling", "reembolso" } },
};

static const char *const texts[STATEMENT_TEXTS][LANGUAGES] = {
	[STATEMENT_OF] = { "Statement of", "Rekeningoverzicht van",
	    "Extrato de" },
	[STATEMENT_TO] = { "to", "tot en met", "até" },
	[STATEMENT_UNTIL] = { "until", "tot en met", "até" },
	[STATEMENT_OPENING] = { "opening balance", "beginsaldo",
	    "saldo inicial" },
	[STATEMENT_CLOSING] = { "closing balance", "eindsaldo", "saldo final" },
	[STATEMENT_AGES] = { "How old, on", "Ouderdom op",
	    "Idade da dívida em" },
	[STATEMENT_DAY] = { "day", "dag", "dia" },
	[STATEMENT_WHAT] = { "what", "wat", "o quê" },
	[STATEMENT_YOUR_ORDER] = { "your order", "uw order", "seu pedido" },
	[STATEMENT_OUR_NUMBER] = { "our number", "ons nummer", "nosso número" },
	[STATEMENT_AMOUNT] = { "amount", "bedrag", "valor" },
	[STATEMENT_BALANCE] = { "balance", "saldo", "saldo" },
	[STATEMENT_TEXT] = { "text", "tekst", "texto" },
};

static const char *const ages[AGES][LANGUAGES] = {
	[AGE_CURRENT] = { "not due", "nog niet vervallen", "a vencer" },
	[AGE_30] = { "1-30 days", "1-30 dagen", "1-30 dias" },
	[AGE_60] = { "31-60 days", "31-60 dagen", "31-60 dias" },
	[AGE_90] = { "61-90 days", "61-90 dagen", "61-90 dias" },
	[AGE_OLDER] = { "over 90 days", "meer dan 90 dagen",
	    "mais de 90 dias" },
};

const char *
statement_word(struct slice event, enum language l)
{
	static const char *const other[LANGUAGES] = { "entry", "boeking",
		"lançamento" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (slice_is(event, words[i].event))
			return (words[i].word[l]);
	return (other[l]);
}

const char *
statement_text(enum statement_text t, enum language l)
{
	return (texts[t][l]);
}

const char *
age_name(int age, enum language l)
{
	return (ages[age][l]);
}
