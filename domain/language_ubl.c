/* Words of finding_ubl.c. */
#include "domain/language_part.h"

const struct finding_words ubl_said[] = {
	/* the file */
	SAID("UBL-ENCODING",
	    "Een document is UTF-8, US-ASCII, ISO-8859, windows-1252 of "
	    "UTF-16, "
	    "en zegt dat naar waarheid.",
	    "Um documento é UTF-8, US-ASCII, ISO-8859, windows-1252 ou UTF-16, "
	    "e declara isso corretamente.",
	    OWN, "Schrijf het als UTF-8 met encoding=\"UTF-8\".",
	    "Grave-o como UTF-8 com encoding=\"UTF-8\"."),
	SAID("UBL-CHARACTER",
	    "Elke byte hoort bij een teken dat XML 1.0 toestaat, in de "
	    "opgegeven codering.",
	    "Cada byte pertence a um caractere que a XML 1.0 permite, na "
	    "codificação declarada.",
	    OWN,
	    "Schrijf het document opnieuw in de opgegeven codering, zonder "
	    "stuurtekens.",
	    "Grave o documento novamente na codificação declarada, sem "
	    "caracteres de controle."),
	SAID("UBL-DOCTYPE",
	    "Voor de root staat hoogstens één DOCTYPE, die zelf niets "
	    "declareert; wat hij noemt wordt nooit opgehaald.",
	    "No máximo um DOCTYPE vem antes da raiz e nada declara; o que ele "
	    "cita nunca é buscado.",
	    OWN, "Laat <!DOCTYPE …> weg; niets in UBL heeft die nodig.",
	    "Omita <!DOCTYPE …>; nada na UBL precisa dele."),
	SAID("UBL-ENTITY",
	    "Er komen alleen de vijf entiteiten van XML en tekenverwijzingen "
	    "voor.",
	    "Só ocorrem as cinco entidades da XML e referências de caracteres.",
	    OWN, "Schrijf het teken zelf in plaats van &naam;.",
	    "Escreva o próprio caractere em vez de &nome;."),
	SAID("UBL-XML", "Een document is welgevormde XML 1.0.",
	    "Um documento é XML 1.0 bem formada.", OWN,
	    "Schrijf het met een XML-bibliotheek; kijk bij de genoemde byte.",
	    "Grave-o com uma biblioteca XML; verifique o byte indicado."),
	SAID("UBL-TRUNCATED",
	    "Een document eindigt met de eindtag van zijn root.",
	    "Um documento termina com a tag final da sua raiz.", OWN,
	    "Het bestand is afgebroken: stuur het opnieuw, en geef het pas "
	    "zijn naam als het compleet is.",
	    "O arquivo foi cortado: envie-o novamente e só o renomeie quando "
	    "estiver completo."),
	SAID("UBL-NAMESPACE",
	    "Elk voorvoegsel is gedeclareerd (Namespaces in XML 1.0).",
	    "Todo prefixo é declarado (Namespaces in XML 1.0).", OWN,
	    "Declareer het voorvoegsel met xmlns:prefix=\"…\" op de root.",
	    "Declare o prefixo com xmlns:prefix=\"…\" na raiz."),
	SAID("UBL-TAG-LONG", "Een begintag heeft hoogstens 64 KiB.",
	    "Uma tag inicial tem no máximo 64 KiB.", OWN,
	    "Verplaats de inhoud van de attributen naar elementen.",
	    "Mova o conteúdo dos atributos para elementos."),
	SAID("UBL-ATTRIBUTES",
	    "Een begintag heeft hoogstens 256 attributen, en er gelden "
	    "hoogstens 256 namespacedeclaraties tegelijk.",
	    "Uma tag inicial tem no máximo 256 atributos, e no máximo 256 "
	    "declarações de namespace valem ao mesmo tempo.",
	    OWN, "Declareer elke namespace één keer, op de root.",
	    "Declare cada namespace uma vez, na raiz."),
	SAID("UBL-LONG",
	    "Commentaar, een CDATA-sectie of een verwerkingsinstructie heeft "
	    "hoogstens 1 MiB, een tekst 16 MiB.",
	    "Um comentário, seção CDATA ou instrução de processamento tem no "
	    "máximo 1 MiB; um texto, 16 MiB.",
	    OWN, "Stuur grote bijlagen op een andere manier.",
	    "Envie anexos grandes de outra forma."),
	SAID("UBL-DEEP", "Elementen zijn hoogstens 64 diep genest.",
	    "Os elementos são aninhados até 64 níveis.", OWN,
	    "Stuur het document zoals het UBL-schema het voorschrijft.",
	    "Envie o documento conforme o esquema UBL."),
	SAID("UBL-ELEMENTS",
	    "Een document heeft hoogstens 8.000.000 elementen.",
	    "Um documento tem no máximo 8.000.000 elementos.", OWN,
	    "Splits de inkooporder.", "Divida o pedido."),
	SAID("UBL-NAMES",
	    "Een document heeft hoogstens 16.384 verschillende namen van "
	    "elementen en attributen.",
	    "Um documento tem no máximo 16.384 nomes diferentes de elementos e "
	    "atributos.",
	    OWN, "Stuur het document zoals het UBL-schema het voorschrijft.",
	    "Envie o documento conforme o esquema UBL."),
	SAID("UBL-ROOT", "De root is een UBL 2-document.",
	    "A raiz é um documento UBL 2.", OWN,
	    "De namespace is "
	    "urn:oasis:names:specification:ubl:schema:xsd:Order-2 in elke "
	    "versie vanaf 2.0.",
	    "O namespace é "
	    "urn:oasis:names:specification:ubl:schema:xsd:Order-2 em todas as "
	    "versões a partir da 2.0."),
	SAID("UBL-ENVELOPE",
	    "Een StandardBusinessDocument heeft een kop met Sender, Receiver "
	    "en InstanceIdentifier, en één Order, OrderChange, "
	    "OrderCancellation of ApplicationResponse.",
	    "Um StandardBusinessDocument tem um cabeçalho com Sender, Receiver "
	    "e InstanceIdentifier, e um só Order, OrderChange, "
	    "OrderCancellation ou ApplicationResponse.",
	    OWN, "Stuur elk document in een eigen envelop, of zonder.",
	    "Envie cada documento em um envelope próprio ou sem envelope."),
	SAID("UBL-ENVELOPE-DIFFERS",
	    "De kop van de envelop noemt dezelfde afzender, ontvanger en soort "
	    "als het document.",
	    "O cabeçalho do envelope cita o mesmo remetente, destinatário e "
	    "tipo que o documento.",
	    OWN,
	    "Verbeter de kop, of de endpoints in het document: de kop is "
	    "geloofd.",
	    "Corrija o cabeçalho ou os endpoints no documento: valeu o "
	    "cabeçalho."),
	SAID("UBL-ROOT-UNSUPPORTED",
	    "Van de UBL-documenten worden Order, OrderChange, "
	    "OrderCancellation en ApplicationResponse gelezen.",
	    "Dos documentos UBL são lidos Order, OrderChange, "
	    "OrderCancellation e ApplicationResponse.",
	    OWN,
	    "Spreek voor dit bericht een andere weg af, of stuur het aan een "
	    "medewerker.",
	    "Combine outra forma para esta mensagem ou envie-a a uma pessoa."),
	/* elements and values */
	SAID("UBL-VALUE-LONG",
	    "Een waarde die wij gebruiken heeft hoogstens 64 KiB.",
	    "Um valor que usamos tem no máximo 64 KiB.", OWN, "Kort haar in.",
	    "Encurte-o."),
	SAID("UBL-VALUE-MARKUP", "Een basiselement bevat alleen tekst.",
	    "Um elemento básico contém apenas texto.", OWN,
	    "Schrijf < in teksten als &lt;.",
	    "Escreva < como &lt; nos textos."),
	SAID("UBL-STRAY-TEXT",
	    "Tekst staat alleen in basiselementen, niet ertussen.",
	    "Textos ficam só em elementos básicos, não entre elementos.", OWN,
	    "Zet hem in cbc:Note; hij is niet gelezen.",
	    "Coloque-o em cbc:Note; ele não foi lido."),
	SAID("UBL-REPEATED",
	    "Een element dat het schema één keer toestaat komt één keer voor.",
	    "Um elemento que o esquema permite uma vez ocorre uma vez.", OWN,
	    "Stuur er één.", "Envie apenas um."),
	SAID("UBL-EMPTY", "Een element dat gestuurd wordt heeft een waarde.",
	    "Um elemento enviado tem um valor.", OWN,
	    "Laat het element weg als er niets te melden is.",
	    "Omita o elemento quando não houver nada a informar."),
	SAID("UBL-MISSING",
	    "Een order heeft een ID, een IssueDate, een koper, een verkoper en "
	    "een regel; een regel heeft een ID, een artikel en een "
	    "hoeveelheid; een toeslag of korting zegt welke van de twee zij "
	    "is, en haar bedrag.",
	    "Um pedido tem ID, IssueDate, comprador, vendedor e uma linha; uma "
	    "linha tem ID, item e quantidade; um encargo ou desconto diz qual "
	    "dos dois é, e o seu valor.",
	    OWN, "Voeg het element toe dat het pad noemt.",
	    "Acrescente o elemento que o caminho indica."),
	SAID("UBL-ITEM-MISSING",
	    "Een regel noemt haar artikel: met ons nummer, uw nummer, dat van "
	    "de fabrikant, of een GTIN.",
	    "Uma linha identifica o seu item: pelo nosso número, pelo seu, "
	    "pelo do fabricante ou por um GTIN.",
	    OWN,
	    "Voeg cac:SellersItemIdentification/cbc:ID toe met ons nummer.",
	    "Acrescente cac:SellersItemIdentification/cbc:ID com o nosso "
	    "número."),
	SAID("UBL-ITEM-NAMED",
	    "Een regel noemt haar artikel met een nummer; deze heeft er alleen "
	    "een naam voor.",
	    "Uma linha identifica o seu item por um número; esta tem apenas um "
	    "nome.",
	    OWN,
	    "Voeg cac:SellersItemIdentification/cbc:ID toe met ons nummer; "
	    "anders moet een medewerker het artikel zoeken.",
	    "Acrescente cac:SellersItemIdentification/cbc:ID com o nosso "
	    "número; senão uma pessoa terá de procurar o item."),
	SAID("UBL-DATE",
	    "Een datum is een dag van de kalender, geschreven als JJJJ-MM-DD.",
	    "Uma data é um dia do calendário, escrita AAAA-MM-DD.", OWN,
	    "Schrijf hem als 2026-11-21.", "Escreva-a como 2026-11-21."),
	SAID("UBL-NUMBER",
	    "Een getal bestaat uit cijfers en hoogstens één punt, tot 18 "
	    "cijfers en 12 decimalen.",
	    "Um número é escrito com dígitos e no máximo um ponto, até 18 "
	    "dígitos e 12 decimais.",
	    OWN,
	    "Schrijf 1250.50: zonder duizendtallen te scheiden, zonder "
	    "exponent, zonder komma.",
	    "Escreva 1250.50: sem separador de milhar, sem expoente, sem "
	    "vírgula."),
	SAID("UBL-NEGATIVE", "Prijzen en percentages zijn niet negatief.",
	    "Preços e percentuais não são negativos.", OWN,
	    "Stuur een korting, of een creditnota.",
	    "Envie um desconto ou uma nota de crédito."),
	SAID("UBL-QUANTITY", "Een hoeveelheid is meer dan nul.",
	    "Uma quantidade é maior que zero.", OWN,
	    "Laat de regel weg, of stuur een orderwijziging.",
	    "Omita a linha ou envie uma alteração do pedido."),
	SAID("UBL-INDICATOR", "Een indicator is true of false.",
	    "Um indicador é true ou false.", OWN,
	    "Schrijf true of false in kleine letters.",
	    "Escreva true ou false em letras minúsculas."),
	SAID("UBL-UNIT",
	    "Een hoeveelheid heeft een eenheidscode van UN/ECE-aanbeveling 20 "
	    "of 21.",
	    "Uma quantidade tem um código de unidade da Recomendação 20 ou 21 "
	    "da UN/ECE.",
	    OWN, "Voeg unitCode toe, bijvoorbeeld C62 (één stuk) of KGM.",
	    "Acrescente unitCode, por exemplo C62 (uma peça) ou KGM."),
	SAID("UBL-UNIT-NONE",
	    "Een hoeveelheid zegt wat er geteld wordt; deze is genomen in de "
	    "eenheid waarin het artikel verkocht wordt.",
	    "Uma quantidade diz o que se conta; esta foi tomada na unidade em "
	    "que o item é vendido.",
	    OWN, "Voeg unitCode toe, bijvoorbeeld C62 (één stuk) of KGM.",
	    "Acrescente unitCode, por exemplo C62 (uma peça) ou KGM."),
	SAID("UBL-LINE-PART",
	    "Een regel wordt op zichzelf besteld; regels daarbinnen lichten "
	    "hem alleen toe.",
	    "Uma linha é pedida por si; linhas dentro dela apenas a explicam.",
	    OWN,
	    "Ze zijn niet als besteld genomen: stuur wat u bestelt als "
	    "regel.",
	    "Não foram tomadas como pedidas: envie o que pede como linha."),
	SAID("UBL-CURRENCY", "Een valuta is een code van ISO 4217.",
	    "Uma moeda é um código da ISO 4217.", OWN,
	    "Schrijf EUR, geen teken of naam.",
	    "Escreva BRL, não um símbolo ou nome."),
	SAID("UBL-CURRENCY-MIXED",
	    "Alle bedragen van een order zijn in één valuta.",
	    "Todos os valores de um pedido estão em uma só moeda.", OWN,
	    "Stuur één order per valuta.", "Envie um pedido por moeda."),
	SAID("UBL-COUNTRY",
	    "Een land is een code van twee letters van ISO 3166-1.",
	    "Um país é um código de duas letras da ISO 3166-1.", OWN,
	    "Schrijf NL, geen naam.", "Escreva BR, não um nome."),
	SAID("UBL-SCHEME", "Een EndpointID noemt zijn schema.",
	    "Um EndpointID informa o seu esquema.", OWN,
	    "Voeg schemeID toe, bijvoorbeeld 0088 voor een GLN.",
	    "Acrescente schemeID, por exemplo 0088 para um GLN."),
	SAID("UBL-CHECK-DIGIT",
	    "Een GLN of GTIN heeft de juiste lengte en het juiste "
	    "controlecijfer (GS1).",
	    "Um GLN ou GTIN tem o tamanho e o dígito verificador corretos "
	    "(GS1).",
	    OWN, "Zoek het nummer op: er is een cijfer fout.",
	    "Consulte o número: um dígito está errado."),
	SAID("UBL-PERIOD", "Een periode eindigt niet voordat zij begint.",
	    "Um período não termina antes de começar.", OWN,
	    "Verwissel of verbeter de twee datums.",
	    "Troque ou corrija as duas datas."),
	/* the order */
	SAID("UBL-TYPE",
	    "OrderTypeCode is een documentcode van UNCL 1001 die een order mag "
	    "hebben: 105, 220, 221, 222, 224, 226, 227, 228, 233, 258, 400, "
	    "401, 402.",
	    "OrderTypeCode é um código de documento da UNCL 1001 que um pedido "
	    "pode ter: 105, 220, 221, 222, 224, 226, 227, 228, 233, 258, 400, "
	    "401, 402.",
	    OWN, "Stuur 220, of 258 voor een doorlopende order.",
	    "Envie 220, ou 258 para um pedido recorrente."),
	SAID("UBL-CARD",
	    "Kaartnummers worden gewist zodra een bestand binnenkomt; een "
	    "order die per kaart betaald wordt wacht op betaling.",
	    "Números de cartão são apagados quando um arquivo chega; um pedido "
	    "pago com cartão aguarda o pagamento.",
	    OWN,
	    "Spreek betaling op rekening af, of regel de kaart op een andere "
	    "manier.",
	    "Combine pagamento a prazo ou trate o cartão de outra forma."),
	SAID("UBL-LINES-MAX", "Een order heeft hoogstens 100.000 regels.",
	    "Um pedido tem no máximo 100.000 linhas.", OWN, "Splits de order.",
	    "Divida o pedido."),
	SAID("UBL-LINE-REPEATED",
	    "Elke regel van een order heeft een eigen ID.",
	    "Cada linha de um pedido tem o seu próprio ID.", OWN,
	    "Nummer de regels 1, 2, 3 …", "Numere as linhas 1, 2, 3 …"),
	SAID("UBL-LINE-STATUS",
	    "Een regel van een wijziging is toegevoegd (1), verwijderd (2), "
	    "gewijzigd (3) of zoals hij was (4, 5): UNCL 1229.",
	    "Uma linha de uma alteração é incluída (1), excluída (2), alterada "
	    "(3) ou como era (4, 5): UNCL 1229.",
	    OWN, "Stuur een van deze in cbc:LineStatusCode.",
	    "Envie um desses em cbc:LineStatusCode."),
	SAID("UBL-REFERENCES-MAX",
	    "Een annulering noemt hoogstens 1.000 orders, een antwoord "
	    "hoogstens 10.000 documenten.",
	    "Um cancelamento cita no máximo 1.000 pedidos; uma resposta, no "
	    "máximo 10.000 documentos.",
	    OWN, "Splits het document.", "Divida o documento."),
	SAID("UBL-REFERENCE-REPEATED",
	    "Een annulering noemt elke order één keer.",
	    "Um cancelamento cita cada pedido uma vez.", OWN,
	    "Laat de herhaling weg; de order wordt één keer geannuleerd.",
	    "Omita a repetição; o pedido é cancelado uma vez."),
	SAID("UBL-RESPONSE-CODE",
	    "Een antwoordcode is AB, AP, RE, CA, IP, UQ of PD (UNCL 4343), of "
	    "een woord uit de lijst van UBL zoals BusinessAccept.",
	    "Um código de resposta é AB, AP, RE, CA, IP, UQ ou PD (UNCL 4343), "
	    "ou uma palavra da lista da UBL como BusinessAccept.",
	    OWN, "Stuur een van deze; tot dan geldt niets als aangenomen.",
	    "Envie um desses; até lá nada conta como aceito."),
	SAID("UBL-SCHEDULE",
	    "Heeft een regel meer leveringen, dan heeft elke een hoeveelheid "
	    "en een datum.",
	    "Quando uma linha tem várias entregas, cada uma tem quantidade e "
	    "data.",
	    OWN,
	    "Voeg bij elke cbc:Quantity en cac:RequestedDeliveryPeriod toe.",
	    "Acrescente cbc:Quantity e cac:RequestedDeliveryPeriod a cada "
	    "uma."),
	SAID("UBL-DELIVERIES",
	    "Eén Delivery van de order zegt wanneer en waarheen alles gaat; "
	    "regels zonder eigen Delivery worden niet over meer leveringen "
	    "verdeeld.",
	    "Uma única Delivery do pedido diz quando e para onde tudo vai; "
	    "linhas sem Delivery própria não são divididas entre várias.",
	    OWN,
	    "Zet cac:Delivery met de hoeveelheid in elke regel; tot dan "
	    "verdeelt een mens ze.",
	    "Ponha cac:Delivery com a quantidade em cada linha; até lá uma "
	    "pessoa as divide."),
	SAID("UBL-RECURRENCE",
	    "Een herhaling heeft een Rule (RFC 5545, per dag), een StartDate, "
	    "en misschien een EndDate of een Count; alleen een order die geen "
	    "raamorder of afroep is herhaalt zich.",
	    "Uma recorrência tem Rule (RFC 5545, por dias), StartDate e talvez "
	    "EndDate ou Count; só se repete um pedido que não seja pedido "
	    "aberto nem chamada.",
	    OWN,
	    "Stuur <Rule>FREQ=MONTHLY;INTERVAL=2</Rule> met een StartDate.",
	    "Envie <Rule>FREQ=MONTHLY;INTERVAL=2</Rule> com um StartDate."),
	SAID("UBL-DURATION",
	    "De duur in de gevraagde periode van een doorlopende order is een "
	    "geheel aantal DAY, WEE, MON of ANN.",
	    "A duração no período solicitado de um pedido recorrente é um "
	    "número inteiro de DAY, WEE, MON ou ANN.",
	    OWN, "Stuur unitCode=\"MON\" en 2 voor elke twee maanden.",
	    "Envie unitCode=\"MON\" e 2 para cada dois meses."),
	SAID("UBL-UNSUPPORTED",
	    "Wat deze versie niet kan wordt geweigerd, nooit genegeerd.",
	    "O que esta versão não sabe fazer é recusado, nunca ignorado.", OWN,
	    "Stuur de order zonder dit, of in delen.",
	    "Envie o pedido sem isso ou em partes."),
	/* sums */
	SAID("UBL-PRICE-GROSS",
	    "Een prijs is de brutoprijs min de prijskorting.",
	    "Um preço é o preço bruto menos o desconto do preço.", OWN,
	    "Verbeter cbc:PriceAmount, of de korting in cac:Price.",
	    "Corrija cbc:PriceAmount ou o desconto em cac:Price."),
	SAID("UBL-TOTALS",
	    "De totalen kloppen: exclusief = regels - kortingen + toeslagen, "
	    "te betalen = inclusief - vooruitbetaald + afronding.",
	    "Os totais conferem: sem impostos = linhas - descontos + encargos, "
	    "a pagar = com impostos - pago antecipado + arredondamento.",
	    OWN, "Tel ze opnieuw op.", "Some-os novamente."),
	SAID_END,
};
