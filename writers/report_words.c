/* The fixed words of a partner's report, in its languages. */
#include "writers/report_words.h"

static const char *const words[REPORT_WORDS][LANGUAGES] = {
	[WORD_TITLE] = { "Report on what you sent us",
	    "Verslag van wat u ons stuurde",
	    "Relatório sobre o que você nos enviou" },
	[WORD_TEST] = { "TEST: this is about a test document",
	    "TEST: dit gaat over een testdocument",
	    "TESTE: trata-se de um documento de teste" },
	[WORD_FROM] = { "From", "Van", "De" },
	[WORD_TO] = { "To", "Aan", "Para" },
	[WORD_DATE] = { "Date", "Datum", "Data" },
	[WORD_NUMBER] = { "Report", "Verslag", "Relatório" },
	[WORD_CAME] = { "What came", "Wat er kwam", "O que chegou" },
	[WORD_FILE] = { "File", "Bestand", "Arquivo" },
	[WORD_BYTES] = { "bytes", "bytes", "bytes" },
	[WORD_INTERCHANGE] = { "Interchange", "Interchange", "Intercâmbio" },
	[WORD_SENDER] = { "Sender", "Afzender", "Remetente" },
	[WORD_RECEIVER] = { "Receiver", "Ontvanger", "Destinatário" },
	[WORD_MESSAGES] = { "Messages", "Berichten", "Mensagens" },
	[WORD_ORDERS] = { "Orders", "Inkooporders", "Pedidos" },
	[WORD_RESULT] = { "Result", "Resultaat", "Resultado" },
	[WORD_RESULT_REJECTED] = { "We could not accept what you sent. "
				   "Nothing of it was booked.",
	    "Wij konden niet aannemen wat u stuurde. Er is niets van geboekt.",
	    "Não pudemos aceitar o que você enviou. Nada foi registrado." },
	[WORD_RESULT_HELD] = { "We received what you sent. A person looks at "
			       "it before it is taken further.",
	    "Wij hebben ontvangen wat u stuurde. Een medewerker bekijkt het "
	    "voordat het verder gaat.",
	    "Recebemos o que você enviou. Um de nossos funcionários vai "
	    "analisá-lo antes de prosseguir." },
	[WORD_RESULT_PARTLY] = { "We accepted a part of what you sent; the "
				 "rest was rejected and nothing of that was "
				 "booked.",
	    "Wij hebben een deel aangenomen van wat u stuurde; de rest is "
	    "afgewezen en daarvan is niets geboekt.",
	    "Aceitamos parte do que você enviou; o restante foi rejeitado e "
	    "dele nada foi registrado." },
	[WORD_RESULT_REMARKS] = { "We received and read what you sent, and "
				  "have some remarks.",
	    "Wij hebben ontvangen en gelezen wat u stuurde, en hebben enkele "
	    "opmerkingen.",
	    "Recebemos e lemos o que você enviou, e temos algumas "
	    "observações." },
	[WORD_RESULT_GOOD] = { "We received and read what you sent, without "
			       "any fault.",
	    "Wij hebben zonder fouten ontvangen en gelezen wat u stuurde.",
	    "Recebemos e lemos o que você enviou, sem nenhum erro." },
	[WORD_MESSAGE] = { "Message", "Bericht", "Mensagem" },
	[WORD_ORDER] = { "Order", "Inkooporder", "Pedido de compra" },
	[WORD_RELEASE] = { "release", "afroep", "liberação" },
	[WORD_LINES] = { "order lines", "orderregels", "linhas" },
	[WORD_ACCEPTED] = { "accepted", "aangenomen", "aceita" },
	[WORD_WITH_REMARKS] = { "accepted, with remarks",
	    "aangenomen, met opmerkingen", "aceita, com observações" },
	[WORD_REJECTED] = { "rejected", "afgewezen", "rejeitada" },
	[WORD_ORDER_REJECTED] = { "rejected", "afgewezen", "rejeitado" },
	[WORD_HELD] = { "waits for a person", "wacht op een medewerker",
	    "aguarda análise" },
	[WORD_FINDINGS] = { "What we found", "Wat wij vonden",
	    "O que encontramos" },
	[WORD_ERROR] = { "Error", "Fout", "Erro" },
	[WORD_WARNING] = { "Remark", "Opmerking", "Observação" },
	[WORD_PLACE] = { "Where", "Waar", "Onde" },
	[WORD_LINE] = { "line", "regel", "linha" },
	[WORD_ROW] = { "row", "rij", "linha" },
	[WORD_COLUMN] = { "column", "kolom", "coluna" },
	[WORD_SEGMENT] = { "segment", "segment", "segmento" },
	[WORD_ELEMENT] = { "element", "element", "elemento" },
	[WORD_COMPONENT] = { "component", "component", "componente" },
	[WORD_REPETITION] = { "repetition", "herhaling", "repetição" },
	[WORD_BYTE] = { "byte", "byte", "byte" },
	[WORD_VALUE] = { "Value", "Waarde", "Valor" },
	[WORD_WRONG] = { "Wrong", "Fout", "Erro" },
	[WORD_RULE] = { "Rule", "Regel", "Regra" },
	[WORD_MEND] = { "To mend", "Oplossing", "Solução" },
	[WORD_MORE_FINDINGS] = { "More findings that are not told here:",
	    "Bevindingen die hier niet staan:",
	    "Outras ocorrências não listadas aqui:" },
	[WORD_MORE_MESSAGES] = { "More messages that are not told here:",
	    "Berichten die hier niet staan:",
	    "Outras mensagens não listadas aqui:" },
	[WORD_MORE_ORDERS] = { "More orders that are not told here:",
	    "Inkooporders die hier niet staan:",
	    "Outros pedidos não listados aqui:" },
	[WORD_NEXT] = { "What happens next", "Hoe het verder gaat",
	    "O que acontece agora" },
	[WORD_NEXT_CONTROL] = { "Please mend what is named above and send it "
				"again, under a new control number.",
	    "Verbeter wat hierboven staat en stuur het opnieuw, onder een "
	    "nieuw controlenummer.",
	    "Corrija o que está indicado acima e envie novamente, com um novo "
	    "número de controle." },
	[WORD_NEXT_AGAIN] = { "Please mend what is named above and send the "
			      "file again.",
	    "Verbeter wat hierboven staat en stuur het bestand opnieuw.",
	    "Corrija o que está indicado acima e envie o arquivo "
	    "novamente." },
	[WORD_NEXT_PARTLY] = { "Please mend and send again only what was "
			       "rejected. What was accepted goes on its way: "
			       "do not send it again.",
	    "Verbeter alleen wat is afgewezen en stuur dat opnieuw. Wat is "
	    "aangenomen gaat gewoon door: stuur dat niet nog eens.",
	    "Corrija e envie novamente apenas o que foi rejeitado. O que foi "
	    "aceito segue normalmente: não o envie outra vez." },
	[WORD_NEXT_HELD] = { "You need not do anything now.",
	    "U hoeft nu niets te doen.", "Você não precisa fazer nada agora." },
	[WORD_NEXT_REMARKS] = { "Nothing has to be sent again. Please mind "
				"the remarks in your next messages.",
	    "U hoeft niets opnieuw te sturen. Let in uw volgende berichten op "
	    "de opmerkingen.",
	    "Não é preciso enviar nada novamente. Observe os comentários nas "
	    "próximas mensagens." },
	[WORD_NEXT_NOTHING] = { "You need not do anything.",
	    "U hoeft niets te doen.", "Você não precisa fazer nada." },
	[WORD_NEXT_RESPONSE] = { "Please wait for our order response: it says "
				 "of each order whether, what and when we "
				 "deliver.",
	    "Wacht op onze orderbevestiging: die zegt van elke inkooporder "
	    "of, wat en wanneer wij leveren.",
	    "Aguarde nossa resposta ao pedido: ela informa, para cada pedido, "
	    "se, o que e quando entregaremos." },
	[WORD_NEXT_TEST] = { "Nothing is delivered or charged for a test.",
	    "Voor een test wordt niets geleverd of berekend.",
	    "Nada é entregue ou cobrado em um teste." },
	[WORD_QUESTIONS] = { "Do you have a question? Please name this "
			     "report:",
	    "Hebt u een vraag? Noem dan dit verslag:",
	    "Alguma dúvida? Informe este relatório:" },
};

const char *
report_word(enum report_word w, enum language l)
{
	return (words[w][l]);
}
