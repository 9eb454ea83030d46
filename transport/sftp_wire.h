/*
 * sftp_wire -- the packets of SFTP version 3 (draft-ietf-secsh-filexfer-02).
 *
 * Everything that comes from the server is read through a reader that cannot
 * run over its end: after a fault it gives zeros and empty slices, and `bad`
 * tells.  Writers append to a buf; wire_begin/wire_end frame one packet.
 */
#ifndef TRANSPORT_SFTP_WIRE_H
#define TRANSPORT_SFTP_WIRE_H

#include "base/buf.h"
#include "transport/transport.h"

#define WIRE_MAX (256u * 1024) /* longest packet that is accepted */
#define WIRE_BLOCK 32768u      /* bytes of one READ or WRITE */

/* clang-format off */
enum wire_type {
	WIRE_INIT = 1, WIRE_VERSION = 2, WIRE_OPEN = 3, WIRE_CLOSE = 4,
	WIRE_READ = 5, WIRE_WRITE = 6, WIRE_LSTAT = 7, WIRE_FSTAT = 8,
	WIRE_OPENDIR = 11, WIRE_READDIR = 12, WIRE_REMOVE = 13,
	WIRE_MKDIR = 14, WIRE_STAT = 17, WIRE_RENAME = 18, WIRE_STATUS = 101,
	WIRE_HANDLE = 102, WIRE_DATA = 103, WIRE_NAME = 104, WIRE_ATTRS = 105,
	WIRE_EXTENDED = 200, WIRE_EXTENDED_REPLY = 201
};
/* clang-format on */
/* clang-format off */
enum wire_status {
	STATUS_OK, STATUS_EOF, STATUS_NO_SUCH_FILE, STATUS_PERMISSION_DENIED,
	STATUS_FAILURE, STATUS_BAD_MESSAGE, STATUS_NO_CONNECTION,
	STATUS_CONNECTION_LOST, STATUS_UNSUPPORTED
};
/* clang-format on */
#define OPEN_READ 0x01u
#define OPEN_WRITE 0x02u
#define OPEN_CREATE 0x08u
#define OPEN_TRUNCATE 0x10u

struct wire_reader {
	const char *p;
	size_t n;
	bool bad;
};
uint8_t wire_u8(struct wire_reader *r);
uint32_t wire_u32(struct wire_reader *r);
uint64_t wire_u64(struct wire_reader *r);
struct slice wire_string(struct wire_reader *r);

struct wire_attrs {
	bool has_size, has_mode, has_time;
	uint64_t size;
	uint32_t mode, mtime;
};
struct wire_attrs wire_attrs(struct wire_reader *r);

/* One name of a NAME reply; false at a fault. */
bool wire_name(struct wire_reader *r, struct remote_file *f);
void wire_file(struct remote_file *f, const struct wire_attrs *a);

struct reply {
	uint8_t type;
	uint32_t id;
	uint32_t status;         /* STATUS */
	struct slice text;       /* STATUS: untrusted; HANDLE, DATA */
	struct wire_attrs attrs; /* ATTRS */
	uint32_t count;          /* NAME: entries in rest */
	struct wire_reader rest; /* NAME, EXTENDED_REPLY */
};
/* One whole packet without its length; false when it is malformed. */
bool wire_reply(struct slice packet, struct reply *r);

size_t wire_begin(struct buf *b, enum wire_type type); /* gives the mark */
void wire_end(struct buf *b, size_t mark);
void wire_put_u32(struct buf *b, uint32_t v);
void wire_put_u64(struct buf *b, uint64_t v);
void wire_put_string(struct buf *b, struct slice s);

#endif
