/* Words of finding_csv.c. */
#include "domain/language_part.h"

const struct finding_words csv_said[] = {
	/* the file */
	SAID("CSV-HEADER",
	    "De eerste rij noemt de kolommen van een orderbestand of van "
	    "verzendmeldingen van een magazijn.",
	    "A primeira linha traz os nomes das colunas de um arquivo de "
	    "pedidos ou das confirmações de um armazém.",
	    OWN,
	    "Zet de koprij vooraan: po_number,line,seller_item,quantity,unit … "
	    "of shipment,order,line,sku,quantity …; of spreek uw eigen namen "
	    "af (columns in receive van het profiel).",
	    "Coloque a linha de cabeçalho primeiro: "
	    "po_number,line,seller_item,quantity,unit … ou "
	    "shipment,order,line,sku,quantity …; ou combine os seus nomes "
	    "(columns em receive do perfil)."),
	SAID("CSV-ABOVE-HEADER",
	    "De koprij is de eerste; wat erboven staat wordt niet gelezen.",
	    "O cabeçalho é a primeira linha; o que está acima não é lido.", OWN,
	    "Exporteer alleen de tabel.", "Exporte somente a tabela."),
	SAID("CSV-HEADER-AGAIN",
	    "De koprij staat er één keer; komt zij opnieuw, dan wordt zij "
	    "overgeslagen.",
	    "O cabeçalho aparece uma vez; quando se repete, é ignorado.", OWN,
	    "Stuur de bestanden apart, of zonder de tweede koprij.",
	    "Envie os arquivos separados, ou sem o segundo cabeçalho."),
	SAID("CSV-HEADER-OTHER",
	    "Een bestand heeft één tabel, met de kolommen in één volgorde; "
	    "onder een andere koprij wordt niets gelezen.",
	    "Um arquivo tem uma só tabela, com as colunas em uma só ordem; "
	    "abaixo de outro cabeçalho nada é lido.",
	    OWN, "Stuur elke tabel als een eigen bestand.",
	    "Envie cada tabela em um arquivo próprio."),
	SAID("CSV-COLUMN", "Er komen alleen bekende kolommen voor.",
	    "Só ocorrem as colunas conhecidas.", OWN,
	    "Verbeter de naam, laat de kolom weg, of spreek uw eigen namen af "
	    "(columns in receive van het profiel).",
	    "Corrija o nome, omita a coluna ou combine os seus nomes (columns "
	    "em receive do perfil)."),
	SAID("CSV-COLUMN-REPEATED", "Elke kolom komt één keer voor.",
	    "Cada coluna ocorre uma só vez.", OWN, "Laat er een weg.",
	    "Omita uma delas."),
	SAID("CSV-COLUMN-MISSING",
	    "Een orderbestand heeft po_number, quantity en minstens één van "
	    "seller_item, buyer_item, gtin; verzendmeldingen hebben shipment, "
	    "order, line, quantity; betalingen booked_on en amount.",
	    "Um arquivo de pedidos tem po_number, quantity e ao menos uma "
	    "entre seller_item, buyer_item, gtin; confirmações têm shipment, "
	    "order, line, quantity; pagamentos, booked_on e amount.",
	    OWN, "Voeg de kolom toe.", "Acrescente a coluna."),
	SAID("CSV-COLUMN-ABSENT",
	    "Elke afgesproken kolom staat in het bestand; ontbreekt er een, "
	    "dan geldt zij als leeg.",
	    "Toda coluna combinada está no arquivo; a que falta vale como "
	    "vazia.",
	    OWN,
	    "Kijk of zij nu anders heet; haal wat nooit komt uit columns in "
	    "receive van het profiel.",
	    "Veja se ela mudou de nome; tire de columns em receive do perfil "
	    "a que nunca vem."),
	SAID("CSV-NO-ROWS", "Na de koprij volgt minstens één rij.",
	    "O cabeçalho é seguido por ao menos uma linha.", OWN,
	    "Stuur geen bestand als er niets te melden is.",
	    "Não envie arquivo quando não houver nada a informar."),
	SAID("CSV-ENCODING",
	    "Elke rij is UTF-8 zonder nulbytes, of het hele bestand is "
	    "UTF-16.",
	    "Cada linha é UTF-8 sem bytes nulos, ou o arquivo inteiro é "
	    "UTF-16.",
	    OWN, "Exporteer het bestand als \"CSV UTF-8\".",
	    "Exporte o arquivo como \"CSV UTF-8\"."),
	SAID("CSV-NO-MARK",
	    "Een bestand in UTF-16 begint met een byte order mark.",
	    "Um arquivo em UTF-16 começa com uma marca de ordem de bytes.", OWN,
	    "Exporteer het bestand als \"CSV UTF-8\".",
	    "Exporte o arquivo como \"CSV UTF-8\"."),
	SAID("CSV-QUOTES",
	    "Een veld met het scheidingsteken, een aanhalingsteken of een "
	    "regeleinde staat tussen aanhalingstekens, en aanhalingstekens "
	    "daarin zijn dubbel (RFC 4180).",
	    "Um campo com o delimitador, aspas ou quebra de linha fica entre "
	    "aspas, e as aspas internas são dobradas (RFC 4180).",
	    OWN, "Schrijf \"12\"\" buis\" voor 12\" buis.",
	    "Escreva \"tubo 12\"\"\" para tubo 12\"."),
	SAID("CSV-ROW-LONG", "Een rij heeft hoogstens 1 MiB, een veld 64 KiB.",
	    "Uma linha tem no máximo 1 MiB, um campo 64 KiB.", OWN,
	    "Zoek een aanhalingsteken dat niet gesloten is.",
	    "Procure aspas que não foram fechadas."),
	SAID("CSV-FIELDS", "Elke rij heeft evenveel velden als de koprij.",
	    "Cada linha tem tantos campos quanto o cabeçalho.", OWN,
	    "Zet velden die het scheidingsteken bevatten tussen "
	    "aanhalingstekens.",
	    "Coloque entre aspas os campos que contêm o delimitador."),
	/* values */
	SAID("CSV-MISSING",
	    "po_number en quantity hebben in elke rij een waarde, en ook een "
	    "van seller_item, buyer_item en gtin; in verzendmeldingen "
	    "shipment, order, line en quantity; in betalingen booked_on en "
	    "amount.",
	    "po_number e quantity têm valor em cada linha, e também uma entre "
	    "seller_item, buyer_item e gtin; nas confirmações, shipment, "
	    "order, line e quantity; nos pagamentos, booked_on e amount.",
	    OWN, "Vul het veld in.", "Preencha o campo."),
	SAID("CSV-NUMBER",
	    "Een getal bestaat uit cijfers en een decimale punt (of een komma, "
	    "waar komma's niet scheiden), tot 18 cijfers en 12 decimalen.",
	    "Um número é escrito com dígitos e um ponto decimal (ou vírgula, "
	    "onde vírgulas não delimitam), até 18 dígitos e 12 decimais.",
	    OWN,
	    "Schrijf 1250.50, zonder duizendtallen te scheiden en zonder "
	    "valutateken.",
	    "Escreva 1250.50, sem separador de milhar nem símbolo de moeda."),
	SAID("CSV-SCIENTIFIC",
	    "Het nummer van een order, artikel, plaats of betaling heeft al "
	    "zijn cijfers: van 8.71E+12 is er een aantal verloren in een "
	    "rekenblad.",
	    "O número de um pedido, artigo, local ou pagamento tem todos os "
	    "dígitos: em 8.71E+12 uma planilha perdeu alguns.",
	    OWN,
	    "Maak de kolom op als tekst, of als getal zonder decimalen, en "
	    "exporteer opnieuw.",
	    "Formate a coluna como texto, ou como número sem decimais, e "
	    "exporte de novo."),
	SAID("CSV-QUANTITY",
	    "Een bestelde hoeveelheid is meer dan nul, een verzonden niet "
	    "minder.",
	    "Uma quantidade pedida é maior que zero; uma enviada não é menor.",
	    OWN, "Laat de rij weg, of verbeter de hoeveelheid.",
	    "Omita a linha ou corrija a quantidade."),
	SAID("CSV-PRICE", "Een prijs is niet negatief.",
	    "Um preço não é negativo.", OWN, "Verbeter de prijs.",
	    "Corrija o preço."),
	SAID("CSV-AMOUNT",
	    "Een betaald bedrag is niet nul, en heeft niet meer decimalen dan "
	    "zijn valuta.",
	    "Um valor pago não é zero e não tem mais decimais do que a sua "
	    "moeda.",
	    OWN,
	    "Schrijf 193.60 voor geld dat kwam, -193.60 voor geld dat ging.",
	    "Escreva 193.60 para dinheiro que entrou, -193.60 para o que "
	    "saiu."),
	SAID("CSV-DIRECTION",
	    "Waar een kolom zegt welke kant het geld op ging, doet zij dat in "
	    "elke rij: C, CR, credit, bij, H of + voor geld dat kwam, D, DR, "
	    "debet, af, S of - voor geld dat ging.",
	    "Onde uma coluna diz a direção do dinheiro, ela o faz em cada "
	    "linha: C, CR, crédito, H ou + para dinheiro que entrou, D, DR, "
	    "débito, S ou - para dinheiro que saiu.",
	    OWN,
	    "Schrijf een van deze woorden, of geef de bedragen een teken en "
	    "laat de kolom weg.",
	    "Escreva uma destas palavras, ou dê um sinal aos valores e omita a "
	    "coluna."),
	SAID("CSV-DATE",
	    "Een datum is een dag van de kalender, geschreven als JJJJ-MM-DD; "
	    "een tijd erachter als T08:00:00Z.",
	    "Uma data é um dia do calendário, escrita AAAA-MM-DD; a hora "
	    "depois dela como T08:00:00Z.",
	    OWN,
	    "Schrijf 2026-11-21, of spreek uw eigen vorm af (date in receive "
	    "van het profiel).",
	    "Escreva 2026-11-21 ou combine a sua forma (date em receive do "
	    "perfil)."),
	SAID("CSV-CURRENCY", "Een valuta is een code van ISO 4217.",
	    "Uma moeda é um código da ISO 4217.", OWN, "Schrijf EUR.",
	    "Escreva BRL."),
	SAID("CSV-UNIT",
	    "Een eenheid is een code van UN/ECE-aanbeveling 20, hoogstens drie "
	    "hoofdletters en cijfers, of een woord dat is afgesproken.",
	    "Uma unidade é um código da Recomendação 20 da UN/ECE, até três "
	    "letras maiúsculas e dígitos, ou uma palavra combinada.",
	    OWN,
	    "Schrijf C62 of EA voor stuks, KGM voor kilogram, of spreek uw "
	    "woord af (units in receive van het profiel).",
	    "Escreva C62 ou EA para peças, KGM para quilogramas, ou combine a "
	    "sua palavra (units em receive do perfil)."),
	SAID("CSV-FINAL", "final is yes of no (true of false, 1 of 0).",
	    "final é yes ou no (true ou false, 1 ou 0).", OWN,
	    "Schrijf yes als er voor deze regel niets meer volgt.",
	    "Escreva yes quando nada mais virá para esta linha."),
	SAID("CSV-CHECK-DIGIT",
	    "Een GTIN of GLN heeft de juiste lengte en het juiste "
	    "controlecijfer (GS1).",
	    "Um GTIN ou GLN tem o tamanho e o dígito verificador corretos "
	    "(GS1).",
	    OWN, "Zoek het nummer op: er is een cijfer fout.",
	    "Consulte o número: um dígito está errado."),
	SAID("CSV-SSCC",
	    "Een SSCC heeft 18 cijfers en het juiste controlecijfer (GS1).",
	    "Um SSCC tem 18 dígitos e o dígito verificador correto (GS1).", OWN,
	    "Scan het etiket opnieuw.", "Leia a etiqueta novamente."),
	SAID("CSV-REPEAT",
	    "repeat is een regel van RFC 5545, per dag, en requested_on noemt "
	    "de eerste dag.",
	    "repeat é uma regra da RFC 5545, por dias, e requested_on informa "
	    "o primeiro dia.",
	    OWN, "Schrijf FREQ=MONTHLY;INTERVAL=2 en vul requested_on in.",
	    "Escreva FREQ=MONTHLY;INTERVAL=2 e preencha requested_on."),
	/* orders */
	SAID("CSV-DIFFERS",
	    "De rijen van één order hebben dezelfde customer, ship_to, "
	    "ordered_on, currency en repeat.",
	    "As linhas de um pedido têm os mesmos customer, ship_to, "
	    "ordered_on, currency e repeat.",
	    OWN,
	    "Verbeter de rij, of geef haar een ander po_number of een andere "
	    "release.",
	    "Corrija a linha ou dê a ela outro po_number ou outra release."),
	SAID("CSV-SCATTERED", "De rijen van één order volgen op elkaar.",
	    "As linhas de um pedido vêm em sequência.", OWN,
	    "Sorteer het bestand op po_number en release.",
	    "Ordene o arquivo por po_number e release."),
	SAID("CSV-LINE-REPEATED",
	    "Elke regel van een order heeft een eigen nummer.",
	    "Cada linha de um pedido tem o seu próprio número.", OWN,
	    "Nummer de regels 1, 2, 3 …, of laat de kolom leeg.",
	    "Numere as linhas 1, 2, 3 … ou deixe a coluna vazia."),
	SAID("CSV-TOTALS",
	    "Een rij met alleen sommen bestelt niets; zij wordt overgeslagen.",
	    "Uma linha só com somas não pede nada; ela é ignorada.", OWN,
	    "Exporteer de rijen zonder hun totalen.",
	    "Exporte as linhas sem os totais."),
	SAID("CSV-TOTALS-DIFFER",
	    "Een totaalrij heeft de som van de hoeveelheden erboven.",
	    "Uma linha de totais tem a soma das quantidades acima dela.", OWN,
	    "Kijk of er een rij ontbreekt, of laat de totalen weg.",
	    "Veja se falta uma linha, ou deixe os totais de fora."),
	SAID("CSV-LINES-MAX", "Een order heeft hoogstens 100.000 regels.",
	    "Um pedido tem no máximo 100.000 linhas.", OWN, "Splits de order.",
	    "Divida o pedido."),
	SAID_END,
};
