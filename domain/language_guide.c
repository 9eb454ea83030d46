/* Words of finding_guide.c. */
#include "domain/language_part.h"

const struct finding_words guide_words[] = {
	SAID("GUIDE-SEGMENT",
	    "segmenten die de afspraken met de partner eisen zijn aanwezig",
	    "os segmentos exigidos pelas regras do parceiro estão presentes",
	    SEGMENT_TOO),
	SAID("GUIDE-SEGMENT-UNWANTED",
	    "segmenten die de afspraken met de partner uitsluiten ontbreken",
	    "os segmentos excluídos pelas regras do parceiro não aparecem",
	    "Please leave the segment out.", "Laat het segment weg.",
	    "Retire o segmento."),
	SAID("GUIDE-SEGMENT-USE",
	    "een segment komt niet vaker voor dan met de partner is "
	    "afgesproken",
	    "um segmento não é usado mais vezes do que as regras do parceiro "
	    "dizem",
	    SPLIT_IT),
	SAID("GUIDE-ELEMENT",
	    "elementen die de afspraken met de partner eisen zijn aanwezig",
	    "os elementos exigidos pelas regras do parceiro estão presentes",
	    ELEMENT_TOO),
	SAID("GUIDE-ELEMENT-UNWANTED",
	    "elementen die de afspraken met de partner uitsluiten ontbreken",
	    "os elementos excluídos pelas regras do parceiro não aparecem",
	    "Please leave the element out.", "Laat het element weg.",
	    "Retire o elemento."),
	SAID("GUIDE-ELEMENT-CODE",
	    "een code is een van die met de partner zijn afgesproken",
	    "um código é um dos combinados com o parceiro", RIGHT_CODE),
	SAID("GUIDE-ELEMENT-LONG",
	    "een element is niet langer dan met de partner is afgesproken",
	    "um elemento não é mais longo do que o combinado com o parceiro",
	    RIGHT_VALUE),
	SAID("GUIDE-TIGHTEN",
	    "de eigen berichtregels van de partner zijn leesbaar",
	    "as regras de mensagem do parceiro podem ser lidas", WE_HANDLE),
	SAID_END
};
