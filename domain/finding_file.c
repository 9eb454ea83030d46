/* What can be wrong with a file as a whole, before or beside its format. */
#include "domain/finding.h"

extern const struct finding_rule file_findings[];

const struct finding_rule file_findings[] = {
	{ "FILE-FORMAT", SEVERITY_ERROR,
	    "A file must be X12, UBL, CSV or an archive of them, known by its "
	    "first bytes.",
	    "Send the document itself, without a cover text, encryption or "
	    "another program's format around it.",
	    "022" },
	{ "FILE-NOT-AGREED", SEVERITY_ERROR,
	    "Format, message and version must be among those agreed in "
	    "receive = (...) of the partner's profile.",
	    "Add the message to receive in partners/NAME.conf and retry the "
	    "file, or ask the partner to send what was agreed.",
	    "017" },
	{ "FILE-SENDER", SEVERITY_ERROR,
	    "The envelope's sender must be one of the partner's identifiers, "
	    "its receiver one of ours.",
	    "Add the identifier to the profile if it is the partner's, then "
	    "release the file.",
	    "006" },
	{ "FILE-DUPLICATE", SEVERITY_ERROR,
	    "An interchange control number may not be used again for other "
	    "content within control_window_days.",
	    "Compare the two files; release this one if the partner means it, "
	    "else ask for a new control number.",
	    "025" },
	{ "FILE-PARTIAL", SEVERITY_ERROR,
	    "As was agreed, one faulty order refuses the whole file.",
	    "Have the faulty order mended and the file sent again.", "024" },
	{ "FILE-ARCHIVE", SEVERITY_ERROR,
	    "An archive must be readable to its end, unencrypted, with plain "
	    "files only, within the agreed size and number.",
	    "Pack the files again as zip, tar, tar.gz or tar.zst, without "
	    "links, folders outside itself or archives inside.",
	    "022" },
	{ "FILE-EMPTIED", SEVERITY_NOTE,
	    "An archive with card numbers or secrets in it, or too damaged to "
	    "tell, is not kept; its members are, without them, unless it is "
	    "refused as a whole.",
	    "Ask the partner to leave them out. A refused one has to be sent "
	    "again: it cannot be retried.",
	    NULL },
	{ "FILE-DIED", SEVERITY_ERROR,
	    "A file must be read within the limits of time and memory.",
	    "Keep the file for the makers of ordermill; `ordermill retry` "
	    "tries it again.",
	    "024" },
	{ "FILE-EMPTY", SEVERITY_ERROR, "A file must hold something.",
	    "Ask the partner whether a document was meant.", "023" },
	{ "FILE-REFUSED", SEVERITY_ERROR,
	    "A person at the seller's refused this file or interchange.",
	    "Ask them why; then send it again, with a new control number.",
	    NULL },
	{ NULL, SEVERITY_NOTE, NULL, NULL, NULL },
};
