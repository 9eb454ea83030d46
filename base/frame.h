/*
 * frame -- how the processes of a run talk: length-prefixed messages.
 *
 * A frame is a 4-byte little-endian length of what follows, one type byte,
 * and the body.  Every conversation ends with an explicit FRAME_END frame; a
 * stream that stops without one means that the other side died, which the
 * reader reports as RC_RETRY "FRAME-CUT".  A length above FRAME_MAX or a body
 * that does not decode is RC_FATAL "FRAME-BAD": workers are not trusted.
 * Descriptors travel beside a frame by SCM_RIGHTS.
 */
#ifndef BASE_FRAME_H
#define BASE_FRAME_H

#include "base/buf.h"
#include "base/err.h"

#define FRAME_MAX (256u << 20)
#define FRAME_END 0 /* type byte of the last frame */

struct frame_out { /* buffered writer */
	int fd;
	struct buf pending;
};
void frame_out_init(struct frame_out *o, int fd);
/* Bodies collect until flush or 64 KiB. */
enum rc frame_put(struct frame_out *o, uint8_t type, struct slice body,
    struct err *e) MUST_CHECK;
enum rc frame_flush(struct frame_out *o, struct err *e) MUST_CHECK;
enum rc frame_end(struct frame_out *o, struct slice body,
    struct err *e) MUST_CHECK;            /* END and flush */
void frame_out_free(struct frame_out *o); /* does not close fd */

struct frame {
	uint8_t type;
	struct slice body; /* valid until the next frame_get */
};
struct frame_in { /* buffered reader */
	int fd;
	struct buf data;
	size_t taken;   /* bytes of data already handed out */
	int timeout_ms; /* per read; -1: none */
};
void frame_in_init(struct frame_in *i, int fd, int timeout_ms);
enum rc frame_get(struct frame_in *i, struct frame *f,
    struct err *e) MUST_CHECK;
/* Is a whole frame here already?  Then frame_get will not wait. */
bool frame_waiting(const struct frame_in *i);
void frame_in_free(struct frame_in *i);

/* One datagram-like control message with at most 4 descriptors. */
enum rc fd_send(int sock, struct slice body, const int *fds, size_t n,
    struct err *e) MUST_CHECK;
enum rc fd_receive(int sock, struct buf *body, int *fds, size_t *n,
    struct err *e) MUST_CHECK; /* body->n == 0: the peer closed */

#endif
