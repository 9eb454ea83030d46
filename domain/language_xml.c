/* Words of finding_xml.c. */
#include "domain/language_part.h"

const struct finding_words xml_said[] = {
	SAID("XML-DECLARED",
	    "De XML-declaratie noemt de codering waarin de bytes staan; waar "
	    "die geen twijfel laten worden zij geloofd.",
	    "A declaração XML nomeia a codificação em que os bytes estão; onde "
	    "estes não deixam dúvida, vale o que dizem.",
	    OWN,
	    "Schrijf encoding=\"UTF-8\" boven UTF-8, of laat het weg; teksten "
	    "die in het geheugen UTF-16 zijn worden vaak zo geschreven.",
	    "Escreva encoding=\"UTF-8\" em UTF-8, ou omita; textos que são "
	    "UTF-16 na memória costumam ser gravados assim."),
	SAID("XML-PADDING",
	    "Vóór de XML-declaratie staat niets dan een byte order mark, en "
	    "achter de root niets; spaties ervoor, nulbytes en Control-Z "
	    "erachter worden overgeslagen.",
	    "Antes da declaração XML não há nada além de uma marca de ordem de "
	    "bytes, e nada depois da raiz; espaços antes dela, bytes zero e "
	    "Control-Z depois são ignorados.",
	    OWN, "Schrijf het document alleen.", "Grave só o documento."),
	SAID_END,
};
