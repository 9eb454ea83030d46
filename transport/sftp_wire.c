/*
 * Reading and writing SFTP packets.
 */
#include <sys/stat.h>

#include "transport/internal.h"
#include "transport/sftp_wire.h"

#define ATTR_SIZE 0x1u
#define ATTR_OWNER 0x2u
#define ATTR_MODE 0x4u
#define ATTR_TIME 0x8u
#define ATTR_EXTENDED 0x80000000u
#define ATTR_EXTENDED_MAX 64

static uint64_t
take(struct wire_reader *r, size_t n)
{
	uint64_t v = 0;
	size_t i;

	if (r->bad || r->n < n) {
		r->bad = true;
		return (0);
	}
	for (i = 0; i < n; i++)
		v = v << 8 | (unsigned char)r->p[i];
	r->p += n;
	r->n -= n;
	return (v);
}

uint8_t
wire_u8(struct wire_reader *r)
{
	return ((uint8_t)take(r, 1));
}

uint32_t
wire_u32(struct wire_reader *r)
{
	return ((uint32_t)take(r, 4));
}

uint64_t
wire_u64(struct wire_reader *r)
{
	return (take(r, 8));
}

struct slice
wire_string(struct wire_reader *r)
{
	uint32_t n = wire_u32(r);
	struct slice s;

	if (r->bad || r->n < n) {
		r->bad = true;
		return ((struct slice){ "", 0 });
	}
	s = (struct slice){ r->p, n };
	r->p += n;
	r->n -= n;
	return (s);
}

struct wire_attrs
wire_attrs(struct wire_reader *r)
{
	struct wire_attrs a = { .size = 0 };
	uint32_t flags = wire_u32(r), n;

	if ((flags & ATTR_SIZE) != 0) {
		a.has_size = true;
		a.size = wire_u64(r);
	}
	if ((flags & ATTR_OWNER) != 0)
		(void)wire_u64(r);
	if ((flags & ATTR_MODE) != 0) {
		a.has_mode = true;
		a.mode = wire_u32(r);
	}
	if ((flags & ATTR_TIME) != 0) {
		a.has_time = true;
		(void)wire_u32(r);
		a.mtime = wire_u32(r);
	}
	if ((flags & ATTR_EXTENDED) != 0) {
		n = wire_u32(r);
		if (n > ATTR_EXTENDED_MAX)
			r->bad = true;
		while (n-- > 0 && !r->bad) {
			(void)wire_string(r);
			(void)wire_string(r);
		}
	}
	return (a);
}

void
wire_file(struct remote_file *f, const struct wire_attrs *a)
{
	f->size = a->size;
	f->mtime = a->has_time ? a->mtime : 0;
	f->regular = a->has_size && a->has_mode && S_ISREG(a->mode);
}

bool
wire_name(struct wire_reader *r, struct remote_file *f)
{
	struct slice listed;
	struct wire_attrs a;

	f->name = wire_string(r);
	listed = wire_string(r);
	a = wire_attrs(r);
	if (r->bad)
		return (false);
	f->usable = name_usable(f->name);
	wire_file(f, &a);
	/* A server without permissions tells the kind only in its "ls -l". */
	if (!a.has_mode && a.has_size)
		f->regular = listed.n == 0 ||
		    (listed.p[0] != 'd' && listed.p[0] != 'l');
	return (true);
}

bool
wire_reply(struct slice packet, struct reply *out)
{
	struct wire_reader r = { packet.p, packet.n, false };

	*out = (struct reply){ .type = wire_u8(&r), .text = { "", 0 } };
	out->id = wire_u32(&r);
	switch (out->type) {
	case WIRE_STATUS:
		out->status = wire_u32(&r);
		/* Text and language are absent in version 2 and sloppy
		 * servers. */
		if (r.n > 0)
			out->text = wire_string(&r);
		break;
	case WIRE_HANDLE:
	case WIRE_DATA:
		out->text = wire_string(&r);
		break;
	case WIRE_ATTRS:
		out->attrs = wire_attrs(&r);
		break;
	case WIRE_NAME:
		out->count = wire_u32(&r);
		break;
	case WIRE_EXTENDED_REPLY:
		break;
	default:
		return (false);
	}
	out->rest = r;
	return (!r.bad);
}

/* --- writing -------------------------------------------------------------- */

static void
put(struct buf *b, uint64_t v, size_t n)
{
	char out[8];
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (char)(v >> (8 * (n - 1 - i)) & 0xff);
	buf_add(b, (struct slice){ out, n });
}

void
wire_put_u32(struct buf *b, uint32_t v)
{
	put(b, v, 4);
}

void
wire_put_u64(struct buf *b, uint64_t v)
{
	put(b, v, 8);
}

void
wire_put_string(struct buf *b, struct slice s)
{
	INVARIANT(s.n <= WIRE_MAX);
	wire_put_u32(b, (uint32_t)s.n);
	buf_add(b, s);
}

size_t
wire_begin(struct buf *b, enum wire_type type)
{
	size_t mark = b->n;

	wire_put_u32(b, 0);
	put(b, (uint64_t)type, 1);
	return (mark);
}

void
wire_end(struct buf *b, size_t mark)
{
	size_t n, i;

	/* The caller asks session_room() before it adds packets. */
	INVARIANT(!b->failed && b->n >= mark + 5);
	n = b->n - mark - 4;
	for (i = 0; i < 4; i++)
		b->p[mark + i] = (char)(n >> (8 * (3 - i)) & 0xff);
}
