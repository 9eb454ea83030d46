/* Words of finding_order.c and arithmetic.c. */
#include "domain/language_part.h"

const struct finding_words order_said[] = {
	/* The order as a whole. */
	SAID("ORDER-BROKEN",
	    "Een document met fouten wordt genoteerd en geweigerd, niet "
	    "geboekt.",
	    "Um documento com erros é anotado e recusado, não registrado.", OWN,
	    "Verbeter de andere fouten die bij dit document staan en stuur het "
	    "opnieuw.",
	    "Corrija os outros erros indicados para este documento e envie-o "
	    "novamente."),
	SAID("ORDER-PO",
	    "Een inkooporder heeft een ordernummer: dat is haar sleutel.",
	    "Um pedido tem um número de pedido de compra: é a sua chave.", OWN,
	    "Stuur haar opnieuw met het nummer.",
	    "Envie-o novamente com o número."),
	SAID("ORDER-LINES", "Een inkooporder heeft 1 tot 100.000 regels.",
	    "Um pedido tem de 1 a 100.000 linhas.", OWN,
	    "Stuur de regels, of splits de order.",
	    "Envie as linhas ou divida o pedido."),
	SAID("ORDER-INFORMATION",
	    "Kopieën, bevestigingen, simulaties en offertes worden nooit "
	    "geboekt.",
	    "Cópias, confirmações, simulações e cotações nunca são "
	    "registradas.",
	    OWN,
	    "U hoeft niets te doen; stuur een echte order met de functie "
	    "origineel.",
	    "Não é preciso fazer nada; para um pedido de verdade, envie-o com "
	    "a função original."),
	BOTH("ORDER-PURPOSE",
	    "Oorspronkelijke orders worden geboekt; wijzigingen, vervangingen "
	    "en annuleringen wachten op een medewerker.",
	    "Pedidos originais são registrados; alterações, substituições e "
	    "cancelamentos aguardam uma pessoa.",
	    "Doe met de hand wat het document vraagt, en wijs het dan af of "
	    "geef het vrij.",
	    "Faça manualmente o que o documento pede e depois rejeite-o ou "
	    "libere-o.",
	    WE_HANDLE),
	BOTH("ORDER-KIND",
	    "Gewone orders, doorlopende orders, raamorders, afroepen, "
	    "consignatie en bill-and-hold worden geboekt; andere soorten "
	    "wachten op een medewerker.",
	    "Pedidos comuns, recorrentes, abertos, chamadas, consignação e "
	    "bill-and-hold são registrados; outros tipos aguardam uma "
	    "pessoa.",
	    "Spreek met de partner af wat de soort moet betekenen, of handel "
	    "haar met de hand af.",
	    "Combine com o parceiro o que o tipo deve significar ou trate-o "
	    "manualmente.",
	    BY_HAND),
	BOTH("ORDER-CALL-OFF",
	    "Een afroep vervult de eerstvolgende open levering van een "
	    "doorlopende order, of put uit een raamorder; zonder een van beide "
	    "is zij niets.",
	    "Uma chamada atende a próxima entrega em aberto de um pedido "
	    "recorrente ou consome um pedido aberto; sem um deles não vale.",
	    "Zoek de order die bedoeld is (`list standing-orders`, `list "
	    "blankets`), of laat haar als gewone order sturen.",
	    "Procure o pedido em questão (`list standing-orders`, `list "
	    "blankets`) ou peça que seja enviado como pedido comum.",
	    "Please say which order is meant, or send a plain order.",
	    "Laat weten welke order bedoeld is, of stuur een gewone order.",
	    "Informe de qual pedido se trata ou envie um pedido comum."),
	BOTH("ORDER-BLANKET",
	    "Raamorders worden aangenomen waar dat is afgesproken, of een "
	    "medewerker accepteert elke.",
	    "Pedidos abertos são aceitos onde isso foi combinado, ou uma "
	    "pessoa aceita cada um.",
	    "Geef haar vrij om afroepen toe te laten, of wijs haar af. "
	    "recurrence.accept = \"yes\" neemt ze alle aan.",
	    "Libere-o para permitir chamadas ou rejeite-o. recurrence.accept = "
	    "\"yes\" aceita todos.",
	    WE_HANDLE),
	BOTH("BLANKET-ITEM", "Een afroep vraagt artikelen van haar raamorder.",
	    "Uma chamada pede itens do seu pedido aberto.",
	    "Spreek met de klant een gewone order af, of een wijziging van de "
	    "raamorder.",
	    "Combine com o cliente um pedido comum ou uma alteração do pedido "
	    "aberto.",
	    "Please change the blanket order, or send a plain order.",
	    "Wijzig de raamorder, of stuur een gewone order.",
	    "Altere o pedido aberto ou envie um pedido comum."),
	BOTH("BLANKET-OVERDRAWN",
	    "Alle afroepen samen vragen hoogstens de hoeveelheden en de waarde "
	    "van hun raamorder.",
	    "Todas as chamadas juntas pedem no máximo as quantidades e o valor "
	    "do seu pedido aberto.",
	    "Spreek een wijziging van de raamorder af, of een gewone order.",
	    "Combine uma alteração do pedido aberto ou um pedido comum.",
	    "Please change the blanket order, or send a plain order.",
	    "Wijzig de raamorder, of stuur een gewone order.",
	    "Altere o pedido aberto ou envie um pedido comum."),
	BOTH("BLANKET-ENDED",
	    "Een afroep is voor een dag waarop haar raamorder geldt.",
	    "Uma chamada é para um dia em que o seu pedido aberto vale.",
	    "Spreek een nieuwe raamorder af, of een gewone order.",
	    "Combine um novo pedido aberto ou um pedido comum.",
	    "Please send a new blanket order, or a plain order.",
	    "Stuur een nieuwe raamorder, of een gewone order.",
	    "Envie um novo pedido aberto ou um pedido comum."),
	BOTH("ORDER-CUSTOMER",
	    "De koper is een van de klanten van deze partner.",
	    "O comprador é um dos clientes deste parceiro.",
	    "Voeg de identificatie van de koper toe aan master/customers.csv.",
	    "Acrescente o identificador do comprador a master/customers.csv.",
	    "Please tell us who the buyer is: we do not know this identifier.",
	    "Laat ons weten wie de koper is: wij kennen deze identificatie "
	    "niet.",
	    "Informe quem é o comprador: não conhecemos este identificador."),
	BOTH("ORDER-CUSTOMER-CLASH",
	    "Alle identificaties van de koper, en de rekening, noemen één "
	    "klant.",
	    "Todos os identificadores do comprador, e a conta, indicam um só "
	    "cliente.",
	    "Verbeter master/customers.csv, of vraag de partner wie er koopt.",
	    "Corrija master/customers.csv ou pergunte ao parceiro quem compra.",
	    "Please tell us which of the two is the buyer.",
	    "Laat ons weten wie van de twee de koper is.",
	    "Informe qual dos dois é o comprador."),
	BOTH("ORDER-CURRENCY", "Een order is in de valuta van de klant.",
	    "Um pedido está na moeda do cliente.",
	    "Laat haar in die valuta sturen, of spreek een andere af voor deze "
	    "klant.",
	    "Peça que seja enviado nessa moeda ou combine outra para este "
	    "cliente.",
	    "Please send it in the agreed currency.",
	    "Stuur haar in de afgesproken valuta.",
	    "Envie-o na moeda combinada."),
	BOTH("ORDER-TEST",
	    "Een partner in de teststand stuurt alleen testdocumenten.",
	    "Um parceiro em teste envia apenas documentos de teste.",
	    "Zet state = \"live\" als de tests klaar zijn, of laat het "
	    "document als test aanmerken.",
	    "Defina state = \"live\" quando os testes terminarem ou peça que o "
	    "documento seja marcado como teste.",
	    "Please mark the document as a test, until we both go live.",
	    "Merk het document als test aan, tot wij samen in productie gaan.",
	    "Marque o documento como teste até entrarmos em produção."),
	BOTH("ORDER-VALIDITY", "Een order wordt aanvaard zolang zij geldig is.",
	    "Um pedido é aceito enquanto é válido.",
	    "Vraag de koper of zij nog geldt, en dan `release REF --as-is`, "
	    "of wijs haar af.",
	    "Pergunte ao comprador se ainda vale; depois `release REF --as-is` "
	    "ou rejeite-o.",
	    "Please send it again with a later end of its validity.",
	    "Stuur haar opnieuw met een later einde van de geldigheid.",
	    "Envie-o de novo com um fim de validade posterior."),
	BOTH("ORDER-WINDOW",
	    "De eerste dag waarop goederen mogen vertrekken of aankomen ligt "
	    "niet na de laatste.",
	    "O primeiro dia em que as mercadorias podem sair ou chegar não "
	    "vem depois do último.",
	    "Vraag de koper naar de juiste dagen, en dan `release REF "
	    "--as-is`: de eerste dag geldt; of wijs haar af.",
	    "Pergunte ao comprador os dias certos; depois `release REF "
	    "--as-is`: vale o primeiro dia; ou rejeite-o.",
	    "Please send the days between which the goods may leave.",
	    "Stuur de dagen waartussen de goederen mogen vertrekken.",
	    "Envie os dias entre os quais as mercadorias podem sair."),
	BOTH("ORDER-PAYMENT",
	    "Een order wordt betaald zoals met de klant is afgesproken: op "
	    "rekening of vooruit.",
	    "Um pedido é pago como combinado com o cliente: a prazo ou "
	    "antecipado.",
	    "Wijzig `payment` in master/customers.csv, of laat de order met de "
	    "afgesproken voorwaarden sturen.",
	    "Altere `payment` em master/customers.csv ou peça o pedido com as "
	    "condições combinadas.",
	    "Please send the order with the agreed terms of payment.",
	    "Stuur de order met de afgesproken betalingsvoorwaarden.",
	    "Envie o pedido com as condições de pagamento combinadas."),
	BOTH("ORDER-TERMS",
	    "De afgesproken betalingstermijn en korting gelden, wat de order "
	    "ook zegt.",
	    "O prazo de pagamento e o desconto combinados valem, diga o "
	    "pedido o que disser.",
	    "Meld het de partner, of wijzig terms_days, discount_percent en "
	    "discount_days in master/customers.csv.",
	    "Avise o parceiro ou altere terms_days, discount_percent e "
	    "discount_days em master/customers.csv.",
	    "Please send the agreed days to pay and discount.",
	    "Stuur de afgesproken betalingstermijn en korting.",
	    "Envie o prazo de pagamento e o desconto combinados."),
	BOTH("ORDER-LOCATION",
	    "Het afleveradres is een volledig adres of een bekende locatie.",
	    "O local de entrega é um endereço completo ou um local conhecido.",
	    "Voeg de identificatie toe aan master/locations.csv, of laat het "
	    "adres sturen.",
	    "Acrescente o identificador a master/locations.csv ou peça o "
	    "endereço.",
	    "Please send the full address.", "Stuur het volledige adres.",
	    "Envie o endereço completo."),
	SAID("ORDER-NOTHING", "Minstens één regel kan worden aangenomen.",
	    "Ao menos uma linha pode ser aceita.", OWN,
	    "Zie wat bij de regels staat.", "Veja as ocorrências das linhas."),
	SAID("ORDER-AMOUNT",
	    "Bedragen liggen tussen nul en 10^18 kleinste eenheden.",
	    "Os valores ficam entre zero e 10^18 unidades menores.", OWN,
	    "Verbeter hoeveelheden, prijzen en kortingen.",
	    "Corrija quantidades, preços e descontos."),
	/* Its lines. */
	BOTH("ORDER-ITEM",
	    "Een regel noemt een product met ons nummer, een GTIN of het "
	    "nummer van de koper.",
	    "Uma linha identifica um produto pelo nosso número, por GTIN ou "
	    "pelo número do comprador.",
	    "Voeg het toe aan master/catalog.csv, of het nummer van de koper "
	    "aan master/items.csv.",
	    "Acrescente-o a master/catalog.csv, ou o número do comprador a "
	    "master/items.csv.",
	    "Please use our item number or a GTIN that we sell.",
	    "Gebruik ons artikelnummer of een GTIN die wij verkopen.",
	    "Use o nosso número de item ou um GTIN que vendemos."),
	BOTH("ORDER-ITEM-REPLACED",
	    "Wat niet meer verkocht wordt, komt als zijn opvolger waar dat "
	    "afgesproken is.",
	    "O que já não é vendido vem como o seu sucessor, onde isso foi "
	    "combinado.",
	    "`release REF --as-is` om de opvolger te sturen; "
	    "rules.replaced_item zegt "
	    "wat vanzelf gebeurt.",
	    "`release REF --as-is` para enviar o sucessor; rules.replaced_item "
	    "diz o "
	    "que se faz automaticamente.",
	    "Please order its successor from now on.",
	    "Bestel voortaan de opvolger.", "Peça o sucessor daqui em diante."),
	BOTH("ORDER-ITEM-CLASH",
	    "Alle nummers van een regel noemen hetzelfde product.",
	    "Todos os números de uma linha indicam o mesmo produto.",
	    "Vraag de partner welk bedoeld is; verbeter master/items.csv of de "
	    "GTIN in master/catalog.csv.",
	    "Pergunte ao parceiro qual é; corrija master/items.csv ou o GTIN "
	    "em master/catalog.csv.",
	    "Please tell us which product is meant.",
	    "Laat ons weten welk product bedoeld is.",
	    "Informe qual produto se quer."),
	BOTH("ORDER-UNIT",
	    "De eenheid van een regel is bekend voor haar product.",
	    "A unidade de uma linha é conhecida para o seu produto.",
	    "Voeg haar met haar factor toe aan master/units.csv; een eigen "
	    "woord in een CSV aan units in receive van het profiel.",
	    "Acrescente-a a master/units.csv com o seu fator; uma palavra "
	    "deles em um CSV, a units em receive do perfil.",
	    "Please order in a unit that we sell the product in.",
	    "Bestel in een eenheid waarin wij het product verkopen.",
	    "Peça em uma unidade em que vendemos o produto."),
	SAID("ORDER-UNIT-CLASH",
	    "De GTIN van een verpakking gaat samen met de eenheid van die "
	    "verpakking.",
	    "O GTIN de uma embalagem acompanha a unidade dessa embalagem.",
	    "Please tell us whether packs or pieces are meant.",
	    "Laat weten of verpakkingen of stuks bedoeld zijn.",
	    "Informe se são embalagens ou peças."),
	SAID("ORDER-QUANTITY", "Een hoeveelheid is meer dan nul.",
	    "Uma quantidade é maior que zero.", OWN,
	    "Stuur de hoeveelheid, of laat de regel weg.",
	    "Envie a quantidade ou omita a linha."),
	SAID("ORDER-QUANTITY-PART",
	    "Goederen die per stuk geteld worden, worden in hele stuks "
	    "besteld.",
	    "Mercadorias contadas em peças são pedidas em peças inteiras.", OWN,
	    "Verbeter de hoeveelheid of de eenheid.",
	    "Corrija a quantidade ou a unidade."),
	SAID("ORDER-SCHEDULE",
	    "Een regel van een gewone order heeft één levering, op één dag op "
	    "één plaats.",
	    "Uma linha de um pedido comum tem uma entrega, em um dia e um "
	    "local.",
	    "Please send one line for each delivery.",
	    "Stuur één regel per levering.", "Envie uma linha por entrega."),
	SAID("ORDER-PLACES", "Alle regels van een order gaan naar één plaats.",
	    "Todas as linhas de um pedido vão para um só local.",
	    "Please send one order for each place.",
	    "Stuur één order per plaats.", "Envie um pedido por local."),
	SAID("ORDER-LINE-TWICE",
	    "Elke regel van een order heeft een eigen nummer: antwoorden "
	    "noemen het.",
	    "Cada linha de um pedido tem o seu próprio número: as respostas o "
	    "citam.",
	    "Please send the order again with distinct line numbers.",
	    "Stuur de order opnieuw met verschillende regelnummers.",
	    "Envie o pedido novamente com números de linha distintos."),
	BOTH("ORDER-PRICE",
	    "De nettoprijs van de koper is de onze, of zo dicht daarbij als is "
	    "afgesproken.",
	    "O preço líquido do comprador é o nosso, ou tão próximo quanto foi "
	    "combinado.",
	    "`release REF --price ours` of `--price theirs`, of verbeter "
	    "master/prices.csv. rules.price_tolerance_percent zegt hoe dicht.",
	    "`release REF --price ours` ou `--price theirs`, ou corrija "
	    "master/prices.csv. rules.price_tolerance_percent diz quão "
	    "próximo.",
	    "Please send the agreed price, or wait for our answer.",
	    "Stuur de afgesproken prijs, of wacht op ons antwoord.",
	    "Envie o preço combinado ou aguarde a nossa resposta."),
	BOTH("ORDER-PRICE-NONE",
	    "Een regel heeft een prijs, die van de koper of de onze.",
	    "Uma linha tem um preço, o do comprador ou o nosso.",
	    "Voeg de prijs toe aan master/prices.csv of master/catalog.csv.",
	    "Acrescente o preço a master/prices.csv ou master/catalog.csv.",
	    "Please send the agreed price.", "Stuur de afgesproken prijs mee.",
	    "Envie o preço combinado."),
	BOTH("ORDER-PRICE-UNKNOWN",
	    "De prijs van een koper wordt met de onze vergeleken.",
	    "O preço de um comprador é comparado com o nosso.",
	    "Voeg de onze toe aan master/prices.csv, of `release REF --price "
	    "theirs`.",
	    "Acrescente o nosso a master/prices.csv ou `release REF --price "
	    "theirs`.",
	    WE_HANDLE),
	SAID("ORDER-PRICE-BAD",
	    "Een prijs is niet negatief en zijn basis is meer dan nul.",
	    "Um preço não é negativo e a sua base é maior que zero.", OWN,
	    "Verbeter de prijs.", "Corrija o preço."),
	BOTH("ORDER-PRICE-UNIT",
	    "Een prijs per andere eenheid heeft de factor van die eenheid "
	    "nodig.",
	    "Um preço por outra unidade precisa do fator dessa unidade.",
	    "Voeg de eenheid toe aan master/units.csv.",
	    "Acrescente a unidade a master/units.csv.",
	    "Please send the price per unit that you order in.",
	    "Stuur de prijs per eenheid waarin u bestelt.",
	    "Envie o preço pela unidade em que pede."),
	BOTH("ORDER-ALLOWANCE",
	    "Kortingen en toeslagen tellen waar zij zijn afgesproken.",
	    "Descontos e encargos contam onde foram combinados.",
	    "Voeg de code toe aan rules.allowances van het profiel, of geef de "
	    "order vrij met een prijs.",
	    "Acrescente o código a rules.allowances do perfil ou libere o "
	    "pedido com um preço.",
	    "Please leave out what was not agreed, or agree it with us.",
	    "Laat weg wat niet is afgesproken, of spreek het met ons af.",
	    "Omita o que não foi combinado ou combine conosco."),
	/* Standing orders. */
	BOTH("ORDER-RECUR-REFUSED",
	    "Doorlopende orders worden aangenomen waar dat is afgesproken.",
	    "Pedidos recorrentes são aceitos onde isso foi combinado.",
	    "Spreek doorlopende orders met de partner af en zet "
	    "recurrence.accept in het profiel op \"yes\" of \"hold\".",
	    "Combine pedidos recorrentes com o parceiro e defina "
	    "recurrence.accept no perfil como \"yes\" ou \"hold\".",
	    "Please agree standing orders with us first, or send plain orders.",
	    "Spreek doorlopende orders eerst met ons af, of stuur gewone "
	    "orders.",
	    "Combine antes pedidos recorrentes conosco ou envie pedidos "
	    "comuns."),
	BOTH("ORDER-RECUR-ASK",
	    "Een medewerker neemt elke doorlopende order aan.",
	    "Uma pessoa aceita cada pedido recorrente.",
	    "Bekijk `standing preview` en geef haar vrij. Met "
	    "recurrence.accept = \"yes\" wordt niemand gevraagd.",
	    "Veja `standing preview` e libere-o. Com recurrence.accept = "
	    "\"yes\" ninguém é consultado.",
	    WE_HANDLE),
	BOTH("ORDER-RECUR-NONE",
	    "Een doorlopende order zegt wanneer zij zich herhaalt, op een "
	    "manier die is afgesproken.",
	    "Um pedido recorrente diz quando se repete, de uma forma "
	    "combinada.",
	    "Zet recurrence.rule in het profiel, of sta de bron toe in "
	    "recurrence.sources; een regel wordt nooit geraden.",
	    "Defina recurrence.rule no perfil ou permita a fonte em "
	    "recurrence.sources; nenhuma regra é adivinhada.",
	    "Please send when it repeats.",
	    "Stuur mee wanneer zij zich herhaalt.",
	    "Informe quando ele se repete."),
	SAID("ORDER-RECUR-RULE",
	    "Een regel is het datumdeel van RFC 5545, bijv. "
	    "FREQ=MONTHLY;INTERVAL=2.",
	    "Uma regra é a parte de datas da RFC 5545, p. ex. "
	    "FREQ=MONTHLY;INTERVAL=2.",
	    "Please correct the rule.", "Verbeter de regel.",
	    "Corrija a regra."),
	SAID("ORDER-RECUR-DATES",
	    "Elke datum van een doorlopende order herhaalt de hoeveelheid van "
	    "de regel.",
	    "Cada data de um pedido recorrente repete a quantidade da linha.",
	    "Please send one quantity a delivery, or plain orders.",
	    "Stuur één hoeveelheid per levering, of gewone orders.",
	    "Envie uma quantidade por entrega ou pedidos comuns."),
	SAID("ORDER-RECUR-START",
	    "Een doorlopende order heeft een begin of een gevraagde "
	    "leverdatum.",
	    "Um pedido recorrente tem um início ou uma data de entrega "
	    "solicitada.",
	    "Please send the first delivery date.",
	    "Stuur de eerste leverdatum.", "Envie a primeira data de entrega."),
	SAID("ORDER-RECUR-END",
	    "Een doorlopende order eindigt nadat zij begint en levert minstens "
	    "één keer.",
	    "Um pedido recorrente termina depois de começar e entrega ao menos "
	    "uma vez.",
	    "Please correct its dates.", "Verbeter de datums.",
	    "Corrija as datas."),
	SAID("ORDER-RECUR-IGNORED",
	    "Alleen een order van de soort doorlopende order herhaalt zich.",
	    "Só um pedido do tipo recorrente se repete.",
	    "If it should repeat, please send it as a standing order (X12 "
	    "BEG02 ST, EDIFACT and UBL 258).",
	    "Moet zij zich herhalen, stuur haar dan als doorlopende order (X12 "
	    "BEG02 ST, EDIFACT en UBL 258).",
	    "Se deve se repetir, envie-o como pedido recorrente (X12 BEG02 ST, "
	    "EDIFACT e UBL 258)."),
	BOTH("ORDER-RECUR-LATE",
	    "Een medewerker beslist over een levering waarvan de dag voorbij "
	    "is.",
	    "Uma pessoa decide sobre uma entrega cujo dia passou.",
	    "Geef haar vrij om laat te leveren, of wijs haar af. "
	    "recurrence.catch_up zegt wat er anders mee kan gebeuren.",
	    "Libere-a para entregar com atraso ou rejeite-a. "
	    "recurrence.catch_up diz o que mais pode acontecer com ela.",
	    WE_HANDLE),
	BOTH("ORDER-RECUR-CAP",
	    "Een levering kost niet meer boven wat is afgesproken dan haar "
	    "voorwaarden zeggen, of een medewerker beslist.",
	    "Uma entrega não custa acima do combinado mais do que as suas "
	    "condições dizem, ou uma pessoa decide.",
	    "`release REF --price ours` rekent de lijstprijs, `--price theirs` "
	    "de afgesproken prijs. Met recurrence.price = \"cap:5\" is dat 5 "
	    "procent.",
	    "`release REF --price ours` cobra o preço de lista, `--price "
	    "theirs` o combinado. Com recurrence.price = \"cap:5\" são 5 por "
	    "cento.",
	    WE_HANDLE),
	BOTH("ORDER-RECUR-SKIPPED",
	    "Een levering van een doorlopende order die op een beslissing "
	    "wachtte is overgeslagen.",
	    "Uma entrega de um pedido recorrente que aguardava decisão foi "
	    "omitida.",
	    "`standing send` levert haar alsnog.",
	    "`standing send` ainda a entrega.",
	    "Please call us if you still want it.",
	    "Bel ons als u haar nog wilt hebben.",
	    "Fale conosco se ainda a quiser."),
	/* What the book knows. */
	BOTH("ORDER-DUPLICATE",
	    "Klant, ordernummer en afroepnummer zijn nieuw.",
	    "Cliente, número do pedido e número da liberação são novos.",
	    "Vergelijk beide (`show`); wijs deze af, of geef haar vrij als zij "
	    "bedoeld is.",
	    "Compare os dois (`show`); rejeite este ou libere-o se for "
	    "intencional.",
	    "Please use a new order number, or tell us that it is meant.",
	    "Gebruik een nieuw ordernummer, of laat weten dat dit de bedoeling "
	    "is.",
	    "Use um novo número de pedido ou informe que é intencional."),
	BOTH("ORDER-CREDIT",
	    "Vorderingen en verplichtingen min vrije vooruitbetalingen "
	    "blijven, met deze order, binnen de kredietlimiet; de klant is "
	    "niet geblokkeerd, betaalt op tijd en bestelt niet te veel ineens.",
	    "Contas a receber e compromissos menos depósitos livres, com este "
	    "pedido, ficam dentro do limite de crédito; o cliente não está "
	    "bloqueado, paga em dia e não pede demais de uma vez.",
	    "Wacht op een betaling, wijzig credit_limit, blocked, max_order of "
	    "max_overdue_days in master/customers.csv, of geef de order vrij.",
	    "Aguarde um pagamento, altere credit_limit, blocked, max_order ou "
	    "max_overdue_days em master/customers.csv, ou libere o pedido.",
	    "Please pay what is open, or call us.",
	    "Betaal wat openstaat, of bel ons.",
	    "Pague o que está em aberto ou fale conosco."),
	BOTH("ORDER-STOCK",
	    "Wat wordt aangenomen kan uit voorraad worden geleverd.",
	    "O que é aceito pode ser atendido pelo estoque.",
	    "Geef de order vrij om na te leveren, of wijs haar af.",
	    "Libere o pedido para entregar depois ou rejeite-o.", WE_HANDLE),
	SAID("ORDER-EXPIRED", "Een wachttijd eindigt vóór haar vervaldatum.",
	    "Uma espera termina antes da sua data de validade.",
	    "Please send the order again if it is still wanted.",
	    "Stuur de order opnieuw als zij nog gewenst is.",
	    "Envie o pedido novamente se ainda o quiser."),
	BOTH("ORDER-MANUAL",
	    "Een medewerker heeft deze order aangehouden of geweigerd.",
	    "Uma pessoa reteve ou recusou este pedido.",
	    "Vraag wie het deed; `show` noemt hem.",
	    "Pergunte a quem o fez; `show` informa quem foi.",
	    "Please ask us why.", "Vraag ons naar de reden.",
	    "Pergunte-nos o motivo."),
	/* What the warehouse says. */
	SAID("SHIP-ORDER",
	    "Een verzendmelding noemt een order die bij dit magazijn ligt.",
	    "Uma confirmação cita um pedido que está neste armazém.",
	    "Please tell us what left, and for whom.",
	    "Laat ons weten wat er vertrok, en voor wie.",
	    "Informe o que saiu e para quem."),
	BOTH("SHIP-LINE",
	    "Een verzendmelding noemt één regel van haar order, met nummer of "
	    "artikel.",
	    "Uma confirmação cita uma linha do seu pedido, por número ou item.",
	    "Ga na wat er vertrok, en geef de zending dan vrij.",
	    "Descubra o que saiu e depois libere a remessa.",
	    "Please tell us which line left.",
	    "Laat ons weten welke regel er vertrok.",
	    "Informe qual linha saiu."),
	BOTH("SHIP-ITEM", "Wat verzonden is, is wat de regel bestelde.",
	    "O que foi enviado é o que a linha pediu.",
	    "Het verkeerde artikel is vertrokken: bel de klant en het "
	    "magazijn.",
	    "O item errado saiu: ligue para o cliente e o armazém.",
	    "The wrong item left: please call us.",
	    "Het verkeerde artikel is vertrokken: bel ons.",
	    "O item errado saiu: ligue para nós."),
	BOTH("SHIP-UNIT",
	    "De verzonden hoeveelheid is in de bestelde eenheid uit te "
	    "drukken.",
	    "A quantidade enviada pode ser expressa na unidade pedida.",
	    "Voeg de eenheid toe aan master/units.csv, of laat in de bestelde "
	    "eenheid melden.",
	    "Acrescente a unidade a master/units.csv ou peça a confirmação na "
	    "unidade pedida.",
	    "Please confirm in the unit that was ordered.",
	    "Meld in de bestelde eenheid.", "Confirme na unidade pedida."),
	SAID("SHIP-QUANTITY", "Een verzonden hoeveelheid is niet negatief.",
	    "Uma quantidade enviada não é negativa.",
	    "Please correct the confirmation.", "Verbeter de verzendmelding.",
	    "Corrija a confirmação."),
	BOTH("SHIP-OVER",
	    "Er wordt niet meer verzonden dan openstaat, of dan daarboven mag.",
	    "Não se envia mais do que está em aberto ou do que é permitido "
	    "além disso.",
	    "Spreek met de klant af of hij het houdt, en geef de zending dan "
	    "vrij. rules.overship_percent is wat boven een order verzonden mag "
	    "worden.",
	    "Combine com o cliente se ele fica com o excedente e libere a "
	    "remessa. rules.overship_percent é o que pode ser enviado além de "
	    "um pedido.",
	    "More left than was ordered: please check the quantity.",
	    "Er is meer vertrokken dan besteld: controleer de hoeveelheid.",
	    "Saiu mais do que foi pedido: verifique a quantidade."),
	BOTH("SHIP-CLOSED",
	    "Het magazijn heeft de regel afgesloten: wat niet is vertrokken "
	    "komt niet meer.",
	    "O armazém encerrou a linha: o que não saiu não virá.",
	    "Vraag het magazijn waarom; de koper bestelt opnieuw wat hij nog "
	    "wil.",
	    "Pergunte ao armazém o motivo; o comprador pede de novo o que "
	    "ainda quiser.",
	    "Please order again what you still want.",
	    "Bestel opnieuw wat u nog wilt.",
	    "Peça de novo o que ainda quiser."),
	SAID("SHIP-AMOUNT", "Hoeveelheden zijn te tellen.",
	    "As quantidades podem ser contadas.",
	    "Please correct the confirmation.", "Verbeter de verzendmelding.",
	    "Corrija a confirmação."),
	BOTH("REMITTANCE-KEPT",
	    "Een betalingsadvies wordt bewaard; geld wordt geboekt als het "
	    "binnenkomt.",
	    "Um aviso de pagamento é guardado; o dinheiro é registrado quando "
	    "chega.",
	    "Boek de betaling als de bank haar toont: ordermill account pay.",
	    "Registre o pagamento quando o banco o mostrar: ordermill account "
	    "pay.",
	    NOTHING_TO_DO),
	SAID_END,
};

const struct finding_words arithmetic_said[] = {
	SAID("ORDER-SUM-LINE",
	    "Het bedrag van een regel is hoeveelheid x prijs / prijsbasis + "
	    "toeslagen - kortingen, op 0,02 na.",
	    "O valor de uma linha é quantidade x preço / base do preço + "
	    "encargos - descontos, com margem de 0,02.",
	    OWN,
	    "Verbeter de hoeveelheid, de prijs, de prijsbasis of het bedrag.",
	    "Corrija a quantidade, o preço, a sua base ou o valor."),
	SAID("ORDER-SUM-CHARGE",
	    "Een toeslag of korting is haar grondslag x haar percentage, op "
	    "0,02 na.",
	    "Um encargo ou desconto é a sua base x o seu percentual, com "
	    "margem de 0,02.",
	    OWN, "Verbeter het bedrag, de grondslag of het percentage.",
	    "Corrija o valor, a base ou o percentual."),
	SAID("ORDER-SUM-NET",
	    "Het genoemde nettobedrag is de som van de regels, op 0,05 na.",
	    "O valor líquido informado é a soma das linhas, com margem de "
	    "0,05.",
	    OWN, "Tel de regels opnieuw op, of stuur de ontbrekende.",
	    "Some as linhas novamente ou envie as que faltam."),
	SAID("ORDER-SUM-TOTAL",
	    "Het genoemde totaal is netto + toeslagen - kortingen + belasting, "
	    "op 0,05 na.",
	    "O total informado é líquido + encargos - descontos + impostos, "
	    "com margem de 0,05.",
	    OWN, "Tel de totalen opnieuw op.", "Some os totais novamente."),
	SAID("ORDER-SUM-LINES",
	    "Het genoemde aantal regels is het aantal gestuurde regels.",
	    "O número de linhas informado é o número de linhas enviadas.", OWN,
	    "Stuur de ontbrekende regels of verbeter het aantal.",
	    "Envie as linhas que faltam ou corrija o número."),
	SAID("ORDER-SUM-QUANTITY",
	    "De genoemde som van hoeveelheden is die van de regels.",
	    "A soma de quantidades informada é a das linhas.", OWN,
	    "Stuur de ontbrekende regels of verbeter de som.",
	    "Envie as linhas que faltam ou corrija a soma."),
	SAID("ORDER-SUM-SCHEDULE",
	    "De hoeveelheid van een regel is de som van haar gedateerde "
	    "leveringen.",
	    "A quantidade de uma linha é a soma das suas entregas datadas.",
	    OWN,
	    "Verbeter de hoeveelheid van de regel of die van de leveringen.",
	    "Corrija a quantidade da linha ou a das entregas."),
	SAID("ORDER-SUM-OVERFLOW",
	    "Bedragen blijven onder 10^18 kleinste eenheden.",
	    "Os valores ficam abaixo de 10^18 unidades menores.", OWN,
	    "Verbeter de hoeveelheden en prijzen: zo groot is geen order.",
	    "Corrija as quantidades e os preços: nenhum pedido é tão grande."),
	SAID_END,
};
