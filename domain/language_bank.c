/* Words of finding_bank.c. */
#include "domain/language_part.h"

const struct finding_words bank_said[] = {
	SAID("CAMT-ENCODING",
	    "Een afschrift is UTF-8, US-ASCII, ISO-8859, windows-1252 of "
	    "UTF-16, en elke byte is daarin een teken.",
	    "Um extrato é UTF-8, US-ASCII, ISO-8859, windows-1252 ou UTF-16, e "
	    "cada byte é um caractere nele.",
	    OWN, "Laat de bank het bestand opnieuw sturen als UTF-8.",
	    "Peça ao banco que envie o arquivo de novo em UTF-8."),
	SAID("CAMT-DOCTYPE",
	    "Een afschrift heeft geen documenttypedeclaratie en geen "
	    "entiteiten behalve de vijf van XML.",
	    "Um extrato não tem declaração de tipo de documento nem entidades "
	    "além das cinco do XML.",
	    OWN,
	    "Gebruik het bestand niet voordat de bank heeft gezegd waarom dit "
	    "erin staat.",
	    "Não use o arquivo antes de o banco dizer por que isso está nele."),
	SAID("CAMT-XML",
	    "Een afschrift is welgevormd XML 1.0 met namespaces, zonder tekst "
	    "tussen de elementen.",
	    "Um extrato é XML 1.0 bem formado com namespaces, sem texto entre "
	    "os elementos.",
	    OWN, "Laat de bank het bestand opnieuw sturen.",
	    "Peça ao banco que envie o arquivo de novo."),
	SAID("CAMT-TRUNCATED",
	    "Een afschrift eindigt met de eindtag van de root.",
	    "Um extrato termina com a tag final da raiz.", OWN,
	    "Het bestand is afgebroken: laat de bank het opnieuw sturen.",
	    "O arquivo foi cortado: peça ao banco que o envie de novo."),
	SAID("CAMT-LIMIT",
	    "Tags, teksten, diepte en aantal elementen blijven binnen de "
	    "grenzen van de lezer.",
	    "Tags, textos, profundidade e número de elementos respeitam os "
	    "limites do leitor.",
	    OWN, "Laat de bank een bestand per dag of per rekening sturen.",
	    "Peça ao banco um arquivo por dia ou por conta."),
	SAID("CAMT-REPEATED",
	    "Een element dat één keer mag staan, staat er één keer.",
	    "Um elemento que pode ocorrer uma vez ocorre uma vez.", OWN,
	    "Laat de bank het bestand opnieuw sturen, zoals het schema het "
	    "wil.",
	    "Peça ao banco que envie o arquivo de novo, conforme o esquema."),
	SAID("CAMT-VERSION",
	    "Van ISO 20022 worden camt.053 en camt.054 gelezen, in de versies "
	    "001.02 en 001.08.",
	    "Da ISO 20022 são lidos camt.053 e camt.054, nas versões 001.02 e "
	    "001.08.",
	    OWN, "Spreek een van deze versies met de bank af.",
	    "Combine uma dessas versões com o banco."),
	SAID("CAMT-MISSING",
	    "Een afschrift noemt zijn rekening, een boeking haar bedrag, "
	    "richting, status en dag.",
	    "Um extrato informa sua conta; um lançamento, seu valor, sentido, "
	    "situação e dia.",
	    OWN,
	    "Laat de bank het afschrift opnieuw sturen; er is niets van "
	    "geboekt.",
	    "Peça ao banco que envie o extrato de novo; nada dele foi "
	    "contabilizado."),
	SAID("CAMT-AMOUNT",
	    "Een bedrag is een getal boven nul, met niet meer decimalen dan de "
	    "valuta heeft.",
	    "Um valor é um número acima de zero, sem mais decimais do que a "
	    "moeda tem.",
	    OWN,
	    "Laat de bank het afschrift opnieuw sturen; er is niets van "
	    "geboekt.",
	    "Peça ao banco que envie o extrato de novo; nada dele foi "
	    "contabilizado."),
	SAID("CAMT-CURRENCY", "Een valuta is een code van ISO 4217.",
	    "Uma moeda é um código da ISO 4217.", OWN,
	    "Laat de bank het afschrift opnieuw sturen; er is niets van "
	    "geboekt.",
	    "Peça ao banco que envie o extrato de novo; nada dele foi "
	    "contabilizado."),
	SAID("CAMT-DATE",
	    "Een dag is een dag van de kalender, geschreven als JJJJ-MM-DD, "
	    "eventueel met een tijd erachter.",
	    "Um dia é um dia do calendário, escrito AAAA-MM-DD, talvez com "
	    "hora depois.",
	    OWN,
	    "Laat de bank het afschrift opnieuw sturen; er is niets van "
	    "geboekt.",
	    "Peça ao banco que envie o extrato de novo; nada dele foi "
	    "contabilizado."),
	SAID("CAMT-WORD", "CdtDbtInd is CRDT of DBIT, RvslInd true of false.",
	    "CdtDbtInd é CRDT ou DBIT, RvslInd true ou false.", OWN,
	    "Laat de bank het afschrift opnieuw sturen; er is niets van "
	    "geboekt.",
	    "Peça ao banco que envie o extrato de novo; nada dele foi "
	    "contabilizado."),
	SAID("CAMT-ENTRIES-MAX",
	    "Een bestand heeft hoogstens 100.000 betalingen.",
	    "Um arquivo tem no máximo 100.000 pagamentos.", OWN,
	    "Laat de bank een bestand per rekening of per dag sturen.",
	    "Peça ao banco um arquivo por conta ou por dia."),
	SAID("CAMT-PENDING",
	    "Wat niet geboekt is (Sts anders dan BOOK) telt niet mee.",
	    "O que não está lançado (Sts diferente de BOOK) não conta.", OWN,
	    "U hoeft niets te doen: de bank meldt het opnieuw als het geboekt "
	    "is.",
	    "Nada a fazer: o banco informa de novo quando estiver lançado."),
	SAID("CAMT-BALANCE",
	    "Het beginsaldo en de boekingen zijn samen het eindsaldo.",
	    "O saldo inicial e os lançamentos somam o saldo final.", OWN,
	    "Vraag de bank of er een boeking ontbreekt; wat er staat is "
	    "geboekt.",
	    "Pergunte ao banco se falta um lançamento; o que está lá foi "
	    "contabilizado."),
	BOTH("CAMT-SUM",
	    "De delen van een boeking zijn samen haar bedrag, in haar valuta.",
	    "As partes de um lançamento somam o seu valor, na sua moeda.",
	    "Wijs de betaling met de hand toe: ordermill account assign.",
	    "Atribua o pagamento à mão: ordermill account assign.",
	    NOTHING_TO_DO),
	BOTH("BANK-ROLE",
	    "Alleen een partner met de rol bank meldt betalingen, en een bank "
	    "niets anders.",
	    "Só um parceiro com papel bank informa pagamentos, e um banco nada "
	    "mais.",
	    "Zet role = \"bank\" in het profiel als het een bank is.",
	    "Ponha role = \"bank\" no perfil se for um banco.", NOTHING_TO_DO),
	BOTH("BANK-ACCOUNT",
	    "Een bank meldt alleen rekeningen die in haar profiel staan.",
	    "Um banco informa apenas as contas do seu perfil.",
	    "Voeg de rekening toe aan accounts in partners/NAME.conf als zij "
	    "van ons is, en lees het bestand opnieuw (retry).",
	    "Acrescente a conta a accounts em partners/NAME.conf se for nossa "
	    "e leia o arquivo de novo (retry).",
	    NOTHING_TO_DO),
	SAID("BANK-REPEATED",
	    "Een betaling die al gemeld is, wordt één keer geboekt.",
	    "Um pagamento já informado é contabilizado uma vez.", OWN,
	    "U hoeft niets te doen.", "Nada a fazer."),
	BOTH("BANK-REVERSAL",
	    "Een betaling die de bank terugneemt, wordt hier teruggenomen "
	    "zolang haar order niet is aangenomen.",
	    "Um pagamento que o banco estorna é estornado aqui, enquanto o seu "
	    "pedido não foi aceito.",
	    "Vraag de klant opnieuw te betalen, of regel het met de hand: "
	    "ordermill account statement.",
	    "Peça ao cliente que pague de novo ou resolva à mão: ordermill "
	    "account statement.",
	    NOTHING_TO_DO),
	SAID("BANK-REVERSAL-OPEN",
	    "Wat de bank terugneemt is een bekende betaling waarmee nog niets "
	    "betaald is.",
	    "O que o banco estorna é um pagamento conhecido que ainda não "
	    "pagou nada.",
	    OWN,
	    "Beslis met de hand: houd de order vast, of vraag de klant opnieuw "
	    "te betalen.",
	    "Decida à mão: retenha o pedido ou peça ao cliente que pague de "
	    "novo."),
	BOTH("BANK-CURRENCY",
	    "Een betaling is in de valuta van de order of klant die zij "
	    "betaalt.",
	    "Um pagamento está na moeda do pedido ou cliente que ele paga.",
	    "Beslis met de hand wat zij betaalt: ordermill account assign.",
	    "Decida à mão o que ele paga: ordermill account assign.",
	    NOTHING_TO_DO),
	BOTH("BANK-UNMATCHED",
	    "Een betaling noemt een order die erop wacht, of een klant.",
	    "Um pagamento indica um pedido que o espera ou um cliente.",
	    "Zoek uit van wie zij is, en dan: ordermill account assign.",
	    "Descubra de quem é e então: ordermill account assign.",
	    NOTHING_TO_DO),
	BOTH("BANK-AMBIGUOUS", "Een betaling past bij één order.",
	    "Um pagamento corresponde a um só pedido.",
	    "Zoek uit welke zij betaalt, en dan: ordermill account assign.",
	    "Descubra qual ele paga e então: ordermill account assign.",
	    NOTHING_TO_DO),
	SAID("BANK-SHORT",
	    "Een order die vooruit betaald wordt, wordt geheel betaald.",
	    "Um pedido pago antecipadamente é pago por inteiro.", OWN,
	    "Vraag de klant om de rest; de order wacht daarop.",
	    "Peça o restante ao cliente; o pedido espera por ele."),
	SAID("BANK-OVER",
	    "Wat boven het totaal van een order betaald wordt, is een tegoed "
	    "van de klant.",
	    "O que é pago além do total de um pedido é um crédito do cliente.",
	    OWN, "Betaal het terug, of laat het staan voor de volgende order.",
	    "Devolva-o ou deixe-o para o próximo pedido."),
	BOTH("BANK-BATCH",
	    "Van meerdere betalingen in één boeking wordt elke gemeld.",
	    "De vários pagamentos em um lançamento, cada um é informado.",
	    "Vraag de bank om de details (camt.054), of wijs het met de hand "
	    "toe: ordermill account assign.",
	    "Peça os detalhes ao banco (camt.054) ou atribua à mão: ordermill "
	    "account assign.",
	    NOTHING_TO_DO),
	SAID("BANK-RETURN", "Een incasso die gelukt is, blijft gelukt.",
	    "Um débito direto cobrado permanece cobrado.", OWN,
	    "Bekijk de reden en vraag de klant; de schuld staat weer open.",
	    "Veja o motivo e pergunte ao cliente; a dívida está aberta de "
	    "novo."),
	SAID_END,
};
