/* Words of finding_change.c. */
#include "domain/language_part.h"

const struct finding_words change_said[] = {
	SAID("CHANGE-APPLIED", "Een wijziging wordt op haar order toegepast.",
	    "Uma alteração é aplicada ao seu pedido.",
	    "There is nothing to do: our answer tells what the order is now.",
	    "U hoeft niets te doen: ons antwoord zegt hoe de order nu is.",
	    "Não é preciso fazer nada: a nossa resposta diz como o pedido está "
	    "agora."),
	SAID("CHANGE-REPEATED", "Een wijziging telt één keer.",
	    "Uma alteração conta uma vez.", OWN,
	    "U hoeft niets te doen: zij is toegepast toen zij voor het eerst "
	    "kwam.",
	    "Não é preciso fazer nada: foi aplicada quando chegou pela "
	    "primeira vez."),
	BOTH("CHANGE-PARKED",
	    "Een wijziging die vóór haar order komt wacht erop.",
	    "Uma alteração que chega antes do seu pedido espera por ele.",
	    "U hoeft niets te doen: zij wordt toegepast als de order komt, en "
	    "geweigerd als rules.change_wait_hours voorbij zijn.",
	    "Não é preciso fazer nada: é aplicada quando o pedido chega e "
	    "recusada quando passam rules.change_wait_hours.",
	    "Please send the order that it changes, if you have not.",
	    "Stuur de order die zij wijzigt, als dat nog niet gebeurd is.",
	    "Envie o pedido que ela altera, se ainda não o fez."),
	BOTH("CHANGE-NO-ORDER",
	    "Een wijziging noemt een order die in het boek staat.",
	    "Uma alteração cita um pedido que está registrado.",
	    "Vraag de klant om de order, of om de wijziging met het juiste "
	    "ordernummer.",
	    "Peça ao cliente o pedido ou a alteração com o número de pedido "
	    "correto.",
	    "Please send the order, or the change with the right order number.",
	    "Stuur de order, of de wijziging met het juiste ordernummer.",
	    "Envie o pedido ou a alteração com o número de pedido correto."),
	BOTH("CHANGE-LATE",
	    "Wat vertrokken, geannuleerd of afgewezen is wordt niet gewijzigd.",
	    "O que já saiu, foi cancelado ou rejeitado não é alterado.",
	    "Spreek een retour af, of laat de klant opnieuw bestellen.",
	    "Combine uma devolução ou peça que o cliente faça novo pedido.",
	    "Please agree a return with us, or order anew.",
	    "Spreek een retour met ons af, of bestel opnieuw.",
	    "Combine uma devolução conosco ou faça novo pedido."),
	BOTH("CHANGE-WAREHOUSE",
	    "Wat bij het magazijn ligt wordt alleen met diens instemming "
	    "gewijzigd.",
	    "O que está no armazém só é alterado com a concordância dele.",
	    "Vraag het magazijn: geef de wijziging vrij als er nog niet "
	    "verzameld is, wijs haar anders af.",
	    "Pergunte ao armazém: libere a alteração se ainda não separou; "
	    "senão rejeite-a.",
	    WE_HANDLE),
	BOTH("CHANGE-SEQUENCE",
	    "Wijzigingen worden in de volgorde van hun nummers toegepast.",
	    "As alterações são aplicadas na sequência dos seus números.",
	    "Vergelijk haar met de latere wijziging die is toegepast; wijs "
	    "haar af, of laat haar onder een nieuw nummer sturen.",
	    "Compare-a com a alteração posterior já aplicada; rejeite-a ou "
	    "peça-a com um novo número.",
	    "A later change was applied. Please send this one under a new "
	    "number if you still want it.",
	    "Er is een latere wijziging toegepast. Stuur deze onder een nieuw "
	    "nummer als u haar nog wilt.",
	    "Uma alteração posterior foi aplicada. Envie esta com um novo "
	    "número se ainda a quiser."),
	BOTH("CHANGE-DUPLICATE",
	    "Een wijzigingsnummer staat voor één wijziging van een order.",
	    "Um número de alteração vale para uma alteração de um pedido.",
	    "Vraag de klant welke van de twee bedoeld is; wijs deze af of laat "
	    "haar onder een nieuw nummer sturen.",
	    "Pergunte ao cliente qual das duas vale; rejeite esta ou peça-a "
	    "com um novo número.",
	    "Please send it under a new number if it is meant.",
	    "Stuur haar onder een nieuw nummer als zij bedoeld is.",
	    "Envie-a com um novo número se for intencional."),
	BOTH("CHANGE-STANDING",
	    "Een wijziging van een doorlopende order geldt voor alle "
	    "leveringen die nog komen; die van een regel is vooraf "
	    "afgesproken, of een medewerker beslist.",
	    "Uma alteração de um pedido recorrente vale para todas as entregas "
	    "futuras; a de uma regra é combinada antes ou decidida por uma "
	    "pessoa.",
	    "Geef haar vrij om haar regel te laten gelden; of doe wat zij "
	    "vraagt met `ordermill standing change` en wijs haar dan af. Met "
	    "recurrence.accept = \"yes\" geldt haar regel meteen.",
	    "Libere-a para que a sua regra valha; ou faça o que ela pede com "
	    "`ordermill standing change` e depois rejeite-a. Com "
	    "recurrence.accept = \"yes\" a sua regra vale de imediato.",
	    WE_HANDLE),
	BOTH("CHANGE-CHARGES",
	    "Kortingen en toeslagen van een geboekte order worden door een "
	    "medewerker gewijzigd.",
	    "Descontos e encargos de um pedido registrado são alterados por "
	    "uma pessoa.",
	    "Geef haar vrij om de rest toe te passen, of wijs haar af.",
	    "Libere-a para aplicar o resto ou rejeite-a.", WE_HANDLE),
	BOTH("CHANGE-NOTHING", "Een wijziging zegt wat er anders moet.",
	    "Uma alteração diz o que deve mudar.",
	    "Vraag de klant wat bedoeld was.",
	    "Pergunte ao cliente o que se quis dizer.",
	    "Please send what should change.", "Stuur wat er moet wijzigen.",
	    "Envie o que deve mudar."),
	BOTH("CHANGE-SHIPPED",
	    "Een regel houdt minstens wat ervan verzonden is, zoals het "
	    "verzonden is.",
	    "Uma linha mantém ao menos o que dela foi enviado, como foi "
	    "enviado.",
	    "Spreek een retour af voor wat vertrokken is.",
	    "Combine uma devolução do que já saiu.",
	    "Please agree a return with us for what has left.",
	    "Spreek met ons een retour af voor wat vertrokken is.",
	    "Combine conosco uma devolução do que já saiu."),
	BOTH("CHANGE-LINE-UNKNOWN",
	    "Een gewijzigde of verwijderde regel is een regel van de order; "
	    "een toegevoegde noemt artikel en hoeveelheid.",
	    "Uma linha alterada ou excluída é uma linha do pedido; uma "
	    "incluída informa item e quantidade.",
	    "Vraag de klant welke regel bedoeld is.",
	    "Pergunte ao cliente qual linha se quer.",
	    "Please name the line that is meant.",
	    "Noem de regel die bedoeld is.", "Informe a linha em questão."),
	BOTH("CHANGE-LINE-EXISTS",
	    "Een toegevoegde regel heeft een eigen nummer.",
	    "Uma linha incluída tem um número próprio.",
	    "Vraag de klant om een ander regelnummer, of om een wijziging van "
	    "die regel.",
	    "Peça ao cliente outro número de linha ou uma alteração dessa "
	    "linha.",
	    "Please send another line number, or a change of that line.",
	    "Stuur een ander regelnummer, of een wijziging van die regel.",
	    "Envie outro número de linha ou uma alteração dessa linha."),
	BOTH("CHANGE-LINE-TWICE", "Een wijziging noemt een regel één keer.",
	    "Uma alteração cita uma linha uma vez.",
	    "Vraag de klant welke van de twee bedoeld is.",
	    "Pergunte ao cliente qual das duas vale.",
	    "Please send the one that is meant.",
	    "Stuur degene die bedoeld is.", "Envie a que vale."),
	BOTH("CHANGE-LINE-GONE",
	    "Een regel die afgewezen of geannuleerd is wordt niet gewijzigd.",
	    "Uma linha rejeitada ou cancelada não é alterada.",
	    "Laat de klant haar als nieuwe regel toevoegen.",
	    "Peça ao cliente que a inclua como nova linha.",
	    "Please add it as a new line.", "Voeg haar als nieuwe regel toe.",
	    "Inclua-a como nova linha."),
	SAID_END,
};
