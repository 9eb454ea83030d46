/* Words of finding_file.c. */
#include "domain/language_part.h"

const struct finding_words file_said[] = {
	SAID("FILE-FORMAT",
	    "Een bestand moet een formaat hebben dat wij lezen, of een archief "
	    "daarvan zijn, herkenbaar aan zijn eerste bytes.",
	    "Um arquivo deve estar em um formato que lemos, ou ser um pacote "
	    "deles, reconhecível pelos seus primeiros bytes.",
	    OWN,
	    "Stuur het document zelf, zonder begeleidende tekst, versleuteling "
	    "of omhulsel van een ander programma.",
	    "Envie o próprio documento, sem texto de capa, criptografia nem "
	    "invólucro de outro programa."),
	BOTH("FILE-NOT-AGREED",
	    "Formaat, bericht en versie moeten zijn afgesproken in receive = "
	    "(...) van het profiel van de partner.",
	    "Formato, mensagem e versão devem estar entre os combinados em "
	    "receive = (...) do perfil do parceiro.",
	    "Voeg het bericht toe aan receive in partners/NAME.conf en lees "
	    "het bestand opnieuw (retry), of vraag de partner te sturen wat is "
	    "afgesproken.",
	    "Acrescente a mensagem a receive em partners/NAME.conf e leia o "
	    "arquivo de novo (retry), ou peça ao parceiro que envie o "
	    "combinado.",
	    "Please send what was agreed, or agree this message with us.",
	    "Stuur wat is afgesproken, of spreek dit bericht met ons af.",
	    "Envie o que foi combinado ou combine esta mensagem conosco."),
	BOTH("FILE-SENDER",
	    "De afzender in de envelop moet een identificatie van de partner "
	    "zijn, de ontvanger een van ons.",
	    "O remetente do envelope deve ser um dos identificadores do "
	    "parceiro, o destinatário um dos nossos.",
	    "Voeg de identificatie toe aan het profiel als zij van de partner "
	    "is, en geef het bestand dan vrij.",
	    "Acrescente o identificador ao perfil se for do parceiro e depois "
	    "libere o arquivo.",
	    "Please tell us whether this identifier is yours.",
	    "Laat ons weten of deze identificatie van u is.",
	    "Informe se este identificador é seu."),
	BOTH("FILE-DUPLICATE",
	    "Een controlenummer van een interchange mag niet opnieuw voor "
	    "andere inhoud gebruikt worden binnen control_window_days.",
	    "Um número de controle de intercâmbio não pode ser usado novamente "
	    "para outro conteúdo dentro de control_window_days.",
	    "Vergelijk de twee bestanden; geef dit vrij als de partner het "
	    "bedoelt, vraag anders om een nieuw controlenummer.",
	    "Compare os dois arquivos; libere este se o parceiro o quiser, "
	    "senão peça um novo número de controle.",
	    "Please send it under a new control number.",
	    "Stuur het onder een nieuw controlenummer.",
	    "Envie-o com um novo número de controle."),
	SAID("FILE-PARTIAL",
	    "Zoals is afgesproken weigert één foute order het hele bestand.",
	    "Como combinado, um pedido com erro recusa o arquivo inteiro.",
	    "Please mend the faulty order and send the file again.",
	    "Verbeter de foute order en stuur het bestand opnieuw.",
	    "Corrija o pedido com erro e envie o arquivo novamente."),
	SAID("FILE-ARCHIVE",
	    "Een archief moet tot het einde leesbaar zijn, onversleuteld, met "
	    "alleen gewone bestanden, binnen de afgesproken grootte en het "
	    "afgesproken aantal.",
	    "Um pacote deve ser legível até o fim, sem criptografia, só com "
	    "arquivos comuns, dentro do tamanho e do número combinados.",
	    OWN,
	    "Pak de bestanden opnieuw in als zip, tar, tar.gz of tar.zst, "
	    "zonder koppelingen, mappen buiten het archief of archieven erin.",
	    "Compacte os arquivos novamente em zip, tar, tar.gz ou tar.zst, "
	    "sem links, pastas externas nem pacotes dentro."),
	SAID("FILE-EMPTIED",
	    "Een archief met kaartnummers of geheimen erin, of te beschadigd "
	    "om dat te zien, wordt niet bewaard; zijn bestanden wel, zonder "
	    "die gegevens.",
	    "Um pacote com números de cartão ou segredos, ou danificado demais "
	    "para saber, não é guardado; os seus arquivos são, sem esses "
	    "dados.",
	    "There is nothing to do. Please leave card numbers and secrets "
	    "out.",
	    "U hoeft niets te doen. Laat kaartnummers en geheimen voortaan "
	    "weg.",
	    "Não é preciso fazer nada. Não inclua números de cartão nem "
	    "segredos."),
	BOTH("FILE-DIED",
	    "Een bestand moet binnen de grenzen van tijd en geheugen gelezen "
	    "zijn.",
	    "Um arquivo deve ser lido dentro dos limites de tempo e memória.",
	    "Bewaar het bestand voor de makers van ordermill; `ordermill "
	    "retry` probeert het opnieuw.",
	    "Guarde o arquivo para os autores do ordermill; `ordermill retry` "
	    "tenta de novo.",
	    WE_HANDLE),
	BOTH("FILE-EMPTY", "Een bestand moet iets bevatten.",
	    "Um arquivo deve conter algo.",
	    "Vraag de partner of er een document bedoeld was.",
	    "Pergunte ao parceiro se havia um documento.",
	    "Please send the document, if one was meant.",
	    "Stuur het document, als er een bedoeld was.",
	    "Envie o documento, se havia algum."),
	BOTH("FILE-REFUSED",
	    "Een medewerker van de verkoper heeft dit bestand of deze "
	    "interchange geweigerd.",
	    "Uma pessoa do vendedor recusou este arquivo ou intercâmbio.",
	    "Vraag hem waarom; stuur het dan opnieuw, met een nieuw "
	    "controlenummer.",
	    "Pergunte o motivo; depois envie novamente, com um novo número de "
	    "controle.",
	    "Please ask us why; then send it again, with a new control number.",
	    "Vraag ons naar de reden; stuur het dan opnieuw, met een nieuw "
	    "controlenummer.",
	    "Pergunte-nos o motivo; depois envie novamente, com um novo número "
	    "de controle."),
	SAID_END,
};
