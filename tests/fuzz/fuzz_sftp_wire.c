/*
 * What an SFTP server sends: any bytes as one packet.
 */
#include "transport/internal.h"
#include "transport/sftp_wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char shown[NAME_SHOWN];
	struct remote_file f;
	struct reply r;
	uint32_t i;

	if (n > WIRE_MAX ||
	    !wire_reply((struct slice){ (const char *)p, n }, &r))
		return (0);
	INVARIANT(r.text.n <= n);
	(void)name_shown(r.text, shown);
	for (i = 0; i < r.count && wire_name(&r.rest, &f); i++) {
		INVARIANT(f.name.n <= n);
		INVARIANT(!f.usable || memchr(f.name.p, '/', f.name.n) == NULL);
		(void)name_shown(f.name, shown);
	}
	return (0);
}
