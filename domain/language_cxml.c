/* Words of finding_cxml.c. */
#include "domain/language_part.h"

const struct finding_words cxml_said[] = {
	/* the file */
	SAID("CXML-ENCODING",
	    "Een document is UTF-8, US-ASCII, ISO-8859, windows-1252 of "
	    "UTF-16, "
	    "en zegt dat naar waarheid.",
	    "Um documento é UTF-8, US-ASCII, ISO-8859, windows-1252 ou UTF-16, "
	    "e declara isso corretamente.",
	    OWN, "Schrijf het als UTF-8 met encoding=\"UTF-8\".",
	    "Grave-o como UTF-8 com encoding=\"UTF-8\"."),
	SAID("CXML-CHARACTER",
	    "Elke byte hoort bij een teken dat XML 1.0 toestaat, in de "
	    "opgegeven codering.",
	    "Cada byte pertence a um caractere que a XML 1.0 permite, na "
	    "codificação declarada.",
	    OWN,
	    "Schrijf het document opnieuw in de opgegeven codering, zonder "
	    "stuurtekens.",
	    "Grave o documento novamente na codificação declarada, sem "
	    "caracteres de controle."),
	SAID("CXML-DOCTYPE",
	    "Voor de root staat hoogstens één DOCTYPE, die zelf niets "
	    "declareert; de DTD die hij noemt wordt nooit opgehaald.",
	    "No máximo um DOCTYPE vem antes da raiz e nada declara; a DTD que "
	    "ele cita nunca é buscada.",
	    OWN,
	    "Schrijf <!DOCTYPE cXML SYSTEM "
	    "\"http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd\"> of niets.",
	    "Escreva <!DOCTYPE cXML SYSTEM "
	    "\"http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd\"> ou nada."),
	SAID("CXML-ENTITY",
	    "Er komen alleen de vijf entiteiten van XML en tekenverwijzingen "
	    "voor.",
	    "Só ocorrem as cinco entidades da XML e referências de caracteres.",
	    OWN, "Schrijf het teken zelf in plaats van &naam;.",
	    "Escreva o próprio caractere em vez de &nome;."),
	SAID("CXML-XML", "Een document is welgevormde XML 1.0.",
	    "Um documento é XML 1.0 bem formada.", OWN,
	    "Schrijf het met een XML-bibliotheek; kijk bij de genoemde byte.",
	    "Grave-o com uma biblioteca XML; verifique o byte indicado."),
	SAID("CXML-TRUNCATED",
	    "Een document eindigt met de eindtag van zijn root.",
	    "Um documento termina com a tag final da sua raiz.", OWN,
	    "Het bestand is afgebroken: stuur het opnieuw, en geef het pas "
	    "zijn naam als het compleet is.",
	    "O arquivo foi cortado: envie-o novamente e só o renomeie quando "
	    "estiver completo."),
	SAID("CXML-NAMESPACE",
	    "Elk voorvoegsel is gedeclareerd (Namespaces in XML 1.0).",
	    "Todo prefixo é declarado (Namespaces in XML 1.0).", OWN,
	    "cXML heeft geen voorvoegsels nodig: laat ze weg, of declareer ze.",
	    "A cXML não precisa de prefixos: omita-os ou declare-os."),
	SAID("CXML-TAG-LONG", "Een begintag heeft hoogstens 64 KiB.",
	    "Uma tag inicial tem no máximo 64 KiB.", OWN,
	    "Kort de attributen in.", "Encurte os atributos."),
	SAID("CXML-ATTRIBUTES",
	    "Een begintag heeft hoogstens 256 attributen, en er gelden "
	    "hoogstens 256 namespacedeclaraties tegelijk.",
	    "Uma tag inicial tem no máximo 256 atributos, e no máximo 256 "
	    "declarações de namespace valem ao mesmo tempo.",
	    OWN, "Stuur de attributen die de cXML-DTD heeft.",
	    "Envie os atributos que a DTD cXML tem."),
	SAID("CXML-LONG",
	    "Commentaar, een CDATA-sectie of een verwerkingsinstructie heeft "
	    "hoogstens 1 MiB, een tekst 16 MiB.",
	    "Um comentário, seção CDATA ou instrução de processamento tem no "
	    "máximo 1 MiB; um texto, 16 MiB.",
	    OWN, "Stuur grote bijlagen op een andere manier.",
	    "Envie anexos grandes de outra forma."),
	SAID("CXML-DEEP", "Elementen zijn hoogstens 64 diep genest.",
	    "Os elementos são aninhados até 64 níveis.", OWN,
	    "Stuur het document zoals de cXML-DTD het voorschrijft.",
	    "Envie o documento conforme a DTD cXML."),
	SAID("CXML-ELEMENTS",
	    "Een document heeft hoogstens 8.000.000 elementen.",
	    "Um documento tem no máximo 8.000.000 elementos.", OWN,
	    "Splits de inkooporder.", "Divida o pedido."),
	SAID("CXML-NAMES",
	    "Een document heeft hoogstens 16.384 verschillende namen van "
	    "elementen en attributen.",
	    "Um documento tem no máximo 16.384 nomes diferentes de elementos e "
	    "atributos.",
	    OWN, "Stuur het document zoals de cXML-DTD het voorschrijft.",
	    "Envie o documento conforme a DTD cXML."),
	SAID("CXML-ROOT", "De root is cXML, zonder namespace.",
	    "A raiz é cXML, sem namespace.", OWN,
	    "Schrijf <cXML payloadID=\"…\" timestamp=\"…\">, letter voor "
	    "letter.",
	    "Escreva <cXML payloadID=\"…\" timestamp=\"…\">, letra por letra."),
	SAID("CXML-REQUEST",
	    "Van de cXML-berichten wordt OrderRequest gelezen; een Response en "
	    "een StatusUpdateRequest worden genoteerd.",
	    "Das mensagens cXML é lida OrderRequest; uma Response e um "
	    "StatusUpdateRequest são anotados.",
	    OWN,
	    "Spreek voor dit bericht een andere weg af, of stuur het aan een "
	    "medewerker.",
	    "Combine outra forma para esta mensagem ou envie-a a uma pessoa."),
	/* elements and values */
	SAID("CXML-VALUE-LONG",
	    "Een waarde die wij gebruiken heeft hoogstens 64 KiB.",
	    "Um valor que usamos tem no máximo 64 KiB.", OWN, "Kort haar in.",
	    "Encurte-o."),
	SAID("CXML-VALUE-MARKUP", "Een tekstelement bevat alleen tekst.",
	    "Um elemento de texto contém apenas texto.", OWN,
	    "Schrijf < in teksten als &lt;.",
	    "Escreva < como &lt; nos textos."),
	SAID("CXML-STRAY-TEXT",
	    "Tekst staat alleen in tekstelementen, niet tussen elementen.",
	    "Textos ficam só em elementos de texto, não entre elementos.", OWN,
	    "Zet hem in Comments; hij is niet gelezen.",
	    "Coloque-o em Comments; ele não foi lido."),
	SAID("CXML-REPEATED",
	    "Een element dat de DTD één keer toestaat komt één keer voor.",
	    "Um elemento que a DTD permite uma vez ocorre uma vez.", OWN,
	    "Stuur er één.", "Envie apenas um."),
	SAID("CXML-MISSING",
	    "Een document heeft een payloadID en de Credentials From en To; "
	    "een order heeft een orderID, een orderDate, een Total en een "
	    "artikel; een artikel heeft een hoeveelheid en een eenheid.",
	    "Um documento tem payloadID e as Credentials From e To; um pedido "
	    "tem orderID, orderDate, Total e um item; um item tem quantidade e "
	    "unidade.",
	    OWN, "Voeg toe wat het pad noemt.",
	    "Acrescente o que o caminho indica."),
	SAID("CXML-ITEM-MISSING",
	    "Een artikel is herkenbaar: aan ons nummer, uw nummer, dat van de "
	    "fabrikant, of een GTIN.",
	    "Um item é identificado: pelo nosso número, pelo seu, pelo do "
	    "fabricante ou por um GTIN.",
	    OWN, "Voeg ItemID/SupplierPartID toe met ons nummer.",
	    "Acrescente ItemID/SupplierPartID com o nosso número."),
	SAID("CXML-ITEM-NAMED",
	    "Een artikel is herkenbaar aan een nummer; dit heeft alleen een "
	    "omschrijving.",
	    "Um item é identificado por um número; este tem apenas uma "
	    "descrição.",
	    OWN,
	    "Voeg ItemID/SupplierPartID toe met ons nummer; anders moet een "
	    "medewerker het artikel zoeken.",
	    "Acrescente ItemID/SupplierPartID com o nosso número, ou uma "
	    "pessoa terá de encontrar o item."),
	SAID("CXML-DATE",
	    "Een datum is een dag van de kalender, alleen of met een tijd (ISO "
	    "8601).",
	    "Uma data é um dia do calendário, só ou com hora (ISO 8601).", OWN,
	    "Schrijf hem als 2026-11-21 of 2026-11-21T02:00:00+01:00.",
	    "Escreva-a como 2026-11-21 ou 2026-11-21T02:00:00-03:00."),
	SAID("CXML-NUMBER",
	    "Een getal bestaat uit cijfers en hoogstens één punt, tot 18 "
	    "cijfers en 12 decimalen.",
	    "Um número é escrito com dígitos e no máximo um ponto, até 18 "
	    "dígitos e 12 decimais.",
	    OWN,
	    "Schrijf 1250.50: zonder duizendtallen te scheiden, zonder "
	    "exponent, zonder komma.",
	    "Escreva 1250.50: sem separador de milhar, sem expoente, sem "
	    "vírgula."),
	SAID("CXML-NEGATIVE", "Prijzen en percentages zijn niet negatief.",
	    "Preços e percentuais não são negativos.", OWN,
	    "Stuur een korting, of een creditnota.",
	    "Envie uma dedução ou uma nota de crédito."),
	SAID("CXML-QUANTITY", "Een hoeveelheid is meer dan nul.",
	    "Uma quantidade é maior que zero.", OWN,
	    "Laat het artikel weg, of stuur een update van de order.",
	    "Omita o item ou envie uma atualização do pedido."),
	SAID("CXML-UNIT",
	    "Een eenheid is een code van UN/ECE-aanbeveling 20 of 21, of van "
	    "X12.",
	    "Uma unidade é um código da Recomendação 20 ou 21 da UN/ECE, ou do "
	    "X12.",
	    OWN, "Schrijf EA, C62 of KGM, geen woord.",
	    "Escreva EA, C62 ou KGM, não uma palavra."),
	SAID("CXML-CURRENCY", "Een bedrag noemt zijn valuta, volgens ISO 4217.",
	    "Um valor informa a sua moeda, pela ISO 4217.", OWN,
	    "Voeg currency=\"EUR\" toe aan Money.",
	    "Acrescente currency=\"BRL\" a Money."),
	SAID("CXML-CURRENCY-MIXED",
	    "Alle bedragen van een order zijn in één valuta.",
	    "Todos os valores de um pedido estão em uma só moeda.", OWN,
	    "Stuur één order per valuta.", "Envie um pedido por moeda."),
	SAID("CXML-COUNTRY",
	    "Een land is een code van twee letters van ISO 3166-1.",
	    "Um país é um código de duas letras da ISO 3166-1.", OWN,
	    "Schrijf isoCountryCode=\"NL\".", "Escreva isoCountryCode=\"BR\"."),
	SAID("CXML-CHECK-DIGIT",
	    "Een GLN of GTIN heeft de juiste lengte en het juiste "
	    "controlecijfer (GS1).",
	    "Um GLN ou GTIN tem o tamanho e o dígito verificador corretos "
	    "(GS1).",
	    OWN, "Zoek het nummer op: er is een cijfer fout.",
	    "Consulte o número: um dígito está errado."),
	SAID("CXML-DOMAIN",
	    "Een Credential noemt het domein van zijn Identity, zonder dubbele "
	    "punt.",
	    "Uma Credential informa o domínio da sua Identity, sem "
	    "dois-pontos.",
	    OWN, "Schrijf <Credential domain=\"NetworkID\">.",
	    "Escreva <Credential domain=\"NetworkID\">."),
	SAID("CXML-SECRET",
	    "De Sender bewijst wie hij is met het afgesproken SharedSecret.",
	    "O Sender prova quem é com o SharedSecret combinado.", OWN,
	    "Stuur het afgesproken SharedSecret in de Credential van Sender; "
	    "is het dat al, kijk dan naar het bestand dat shared_secret_file "
	    "noemt.",
	    "Envie o SharedSecret combinado na Credential do Sender; se já é "
	    "ele, verifique o arquivo que shared_secret_file indica."),
	SAID("CXML-UNIT-NONE",
	    "Een hoeveelheid zegt wat er geteld wordt; deze is genomen in de "
	    "eenheid waarin het artikel verkocht wordt.",
	    "Uma quantidade diz o que se conta; esta foi tomada na unidade em "
	    "que o item é vendido.",
	    OWN,
	    "Voeg ItemDetail met UnitOfMeasure toe, bijvoorbeeld EA of KGM.",
	    "Acrescente ItemDetail com UnitOfMeasure, por exemplo EA ou KGM."),
	SAID("CXML-PERIOD", "Een periode eindigt niet voordat zij begint.",
	    "Um período não termina antes de começar.", OWN,
	    "Verwissel of verbeter de twee datums.",
	    "Troque ou corrija as duas datas."),
	/* the order */
	SAID("CXML-MODE",
	    "deploymentMode is production of test; wat geen van beide is geldt "
	    "niet als productie.",
	    "deploymentMode é production ou test; o que não é nenhum dos dois "
	    "não é tido como produção.",
	    OWN, "Schrijf deploymentMode=\"production\" of \"test\".",
	    "Escreva deploymentMode=\"production\" ou \"test\"."),
	SAID("CXML-MODE-WORD",
	    "deploymentMode is production of test, in deze letters.",
	    "deploymentMode é production ou test, com essas letras.", OWN,
	    "Schrijf het hele woord, in kleine letters.",
	    "Escreva a palavra inteira, em letras minúsculas."),
	SAID("CXML-TYPE",
	    "Het type van een OrderRequest is new, update of delete.",
	    "O type de um OrderRequest é new, update ou delete.", OWN,
	    "Schrijf type=\"new\".", "Escreva type=\"new\"."),
	SAID("CXML-ORDER-TYPE",
	    "orderType is regular, release, blanket, stockTransport of "
	    "stockTransportRelease.",
	    "orderType é regular, release, blanket, stockTransport ou "
	    "stockTransportRelease.",
	    OWN, "Stuur regular, of laat het weg.", "Envie regular ou omita."),
	SAID("CXML-LINES-MAX", "Een order heeft hoogstens 100.000 artikelen.",
	    "Um pedido tem no máximo 100.000 itens.", OWN, "Splits de order.",
	    "Divida o pedido."),
	SAID("CXML-LINE-REPEATED",
	    "Elk artikel van een order heeft een eigen lineNumber.",
	    "Cada item de um pedido tem o seu próprio lineNumber.", OWN,
	    "Nummer de artikelen 1, 2, 3 …", "Numere os itens 1, 2, 3 …"),
	SAID("CXML-SCHEDULE", "Een ScheduleLine heeft een datum.",
	    "Uma ScheduleLine tem uma data.", OWN,
	    "Voeg requestedDeliveryDate toe.",
	    "Acrescente requestedDeliveryDate."),
	SAID("CXML-RECURRENCE",
	    "Een order herhaalt zich door de Extrinsics recurrenceRule (RFC "
	    "5545, per dag) en zo nodig recurrenceStart, recurrenceEnd of "
	    "recurrenceCount; alleen een gewone order herhaalt zich.",
	    "Um pedido se repete pelos Extrinsics recurrenceRule (RFC 5545, "
	    "por dias) e, se desejado, recurrenceStart, recurrenceEnd ou "
	    "recurrenceCount; só um pedido regular se repete.",
	    OWN,
	    "Stuur <Extrinsic "
	    "name=\"recurrenceRule\">FREQ=MONTHLY;INTERVAL=2</Extrinsic>.",
	    "Envie <Extrinsic "
	    "name=\"recurrenceRule\">FREQ=MONTHLY;INTERVAL=2</Extrinsic>."),
	SAID("CXML-CARD",
	    "Kaartnummers worden gewist zodra een bestand binnenkomt; een "
	    "order die per kaart betaald wordt wacht op betaling.",
	    "Números de cartão são apagados quando um arquivo chega; um pedido "
	    "pago com cartão aguarda o pagamento.",
	    OWN,
	    "Spreek betaling op rekening af, of regel de kaart op een andere "
	    "manier.",
	    "Combine pagamento a prazo ou trate o cartão de outra forma."),
	SAID("CXML-SPLIT",
	    "De kosten van een artikel gaan naar één rekening; van meer wordt "
	    "de eerste bewaard, en alle worden genoteerd.",
	    "O custo de um item vai para uma conta; de várias, a primeira é "
	    "mantida e todas são anotadas.",
	    OWN, "Stuur één artikel per rekening.", "Envie um item por conta."),
	SAID("CXML-LINE-PART",
	    "Van een artikel en zijn delen wordt besteld wat de prijs heeft "
	    "(compositeItemType); de rest licht het alleen toe.",
	    "De um item e suas partes, pede-se o que tem o preço "
	    "(compositeItemType); o resto apenas o explica.",
	    OWN,
	    "Dit artikel is niet als besteld genomen: stuur wat u bestelt als "
	    "een eigen artikel.",
	    "Este item não foi tomado como pedido: envie o que pede como um "
	    "item próprio."),
	SAID("CXML-FORECAST",
	    "Een ScheduleLine bestelt wat vast is; een prognose of trade-off "
	    "wordt gemeld en niet besteld.",
	    "Uma ScheduleLine pede o que é firme; uma previsão ou trade-off é "
	    "informada e não pedida.",
	    OWN, "Stuur het opnieuw als vast wanneer het gewenst is.",
	    "Envie de novo como firme quando for desejado."),
	SAID("CXML-MIME",
	    "Een document met bijlagen is een MIME-bericht (RFC 2387) waarvan "
	    "de wortel, het eerste deel of het deel dat start noemt, het "
	    "document is, in een overdrachtscodering van MIME (RFC 2045).",
	    "Um documento com anexos é uma mensagem MIME (RFC 2387) cuja raiz, "
	    "a primeira parte ou a que start cita, é o documento, em uma "
	    "codificação de transferência do MIME (RFC 2045).",
	    OWN, "Stuur het zo, of stuur alleen het document.",
	    "Envie assim ou envie só o documento."),
	SAID("CXML-ATTACHMENT", "Bijlagen worden niet gelezen.",
	    "O que é anexado não é lido.", OWN,
	    "Schrijf wat van belang is als tekst.",
	    "Escreva o que importa como texto."),
	SAID("CXML-UNSUPPORTED",
	    "Wat deze versie niet kan wordt geweigerd, nooit genegeerd.",
	    "O que esta versão não sabe fazer é recusado, nunca ignorado.", OWN,
	    "Stuur de order zonder dit, of in delen.",
	    "Envie o pedido sem isso ou em partes."),
	/* what partners say about our documents */
	SAID("CXML-STATUS", "De code van een Status heeft drie cijfers.",
	    "O código de um Status tem três dígitos.", OWN,
	    "Schrijf code=\"200\" voor wat goed is.",
	    "Escreva code=\"200\" para o que está certo."),
	SAID_END,
};
