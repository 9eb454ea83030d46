/*
 * language_part -- one row of the words of findings; for language_*.c only.
 *
 *	SAID(code, rule_nl, rule_pt, MEND)	help and mend are one
 *	BOTH(code, rule_nl, rule_pt, help_nl, help_pt, MEND)
 *
 * MEND is three texts, en nl pt; OWN as the first takes the English help of
 * the finding, which speaks to the sender already.  Mends that many codes
 * share have a name below.
 */
#ifndef DOMAIN_LANGUAGE_PART_H
#define DOMAIN_LANGUAGE_PART_H

#include <stddef.h>

struct finding_words {
	const char *code;
	struct {
		const char *nl, *pt;
	} rule;
	struct {
		const char *nl, *pt;
	} help; /* NULL: the mend */
	struct {
		const char *en, *nl, *pt;
	} mend; /* en NULL: the finding's help */
};

/* clang-format off */
#define OWN NULL
#define SAID(code, nl, pt, ...) { code, { nl, pt }, { NULL, NULL }, { __VA_ARGS__ } }
#define BOTH(code, nl, pt, help_nl, help_pt, ...) \
	{ code, { nl, pt }, { help_nl, help_pt }, { __VA_ARGS__ } }
#define SAID_END { NULL, { NULL, NULL }, { NULL, NULL }, { NULL, NULL, NULL } }
/* clang-format on */

#define WHOLE_AGAIN \
	"Please send the whole interchange again.", \
	    "Stuur de hele interchange opnieuw.", \
	    "Envie todo o intercâmbio novamente."
#define LOST_ON_THE_WAY \
	"Something was lost on the way. Please send the whole interchange " \
	"again.", \
	    "Er is onderweg iets verloren gegaan. Stuur de hele interchange " \
	    "opnieuw.", \
	    "Algo se perdeu no caminho. Envie todo o intercâmbio novamente."
#define GROUP_AGAIN \
	"Please send the group again.", "Stuur de groep opnieuw.", \
	    "Envie o grupo novamente."
#define MESSAGE_AGAIN \
	"Please send the message again.", "Stuur het bericht opnieuw.", \
	    "Envie a mensagem novamente."
#define NOTHING_LOST \
	"Nothing was lost. Please mend it in your next messages.", \
	    "Er is niets verloren gegaan. Verbeter het in uw volgende " \
	    "berichten.", \
	    "Nada se perdeu. Corrija nas próximas mensagens."
#define NOTHING_TO_DO \
	"There is nothing to do.", "U hoeft niets te doen.", \
	    "Não é preciso fazer nada."
#define RIGHT_VALUE \
	"Please send the right value.", "Stuur de juiste waarde.", \
	    "Envie o valor correto."
#define RIGHT_NUMBER \
	"Please send the right number.", "Stuur het juiste nummer.", \
	    "Envie o número correto."
#define RIGHT_CODE \
	"Please send the right code.", "Stuur de juiste code.", \
	    "Envie o código correto."
#define RIGHT_DATE \
	"Please send the right date.", "Stuur de juiste datum.", \
	    "Envie a data correta."
#define SEGMENT_TOO \
	"Please send the segment too.", "Stuur het segment mee.", \
	    "Envie também o segmento."
#define ELEMENT_TOO \
	"Please send the element too.", "Stuur het element mee.", \
	    "Envie também o elemento."
#define SPLIT_IT \
	"Please split the order.", "Splits de inkooporder.", \
	    "Divida o pedido de compra."
#define BY_HAND \
	"We decide by hand. If you can, use a usual code next time.", \
	    "Wij beslissen met de hand. Gebruik zo mogelijk de volgende keer " \
	    "een gangbare code.", \
	    "Decidiremos manualmente. Se possível, use um código usual na " \
	    "próxima vez."
#define WE_LOOK \
	"We look at the order. Please mend it in your next messages.", \
	    "Wij bekijken de inkooporder. Verbeter het in uw volgende " \
	    "berichten.", \
	    "Vamos verificar o pedido. Corrija nas próximas mensagens."
#define WE_HANDLE \
	"There is nothing to do: we settle this here.", \
	    "U hoeft niets te doen: wij regelen dit hier.", \
	    "Não é preciso fazer nada: resolveremos isso aqui."

extern const struct finding_words order_said[], change_said[],
    arithmetic_said[], file_said[], x12_said[], x12_set_said[], edifact_said[],
    xml_said[], ubl_said[], cxml_said[], csv_said[], guide_words[], bank_said[];

#endif
