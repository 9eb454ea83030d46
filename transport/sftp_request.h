/*
 * sftp_request -- what a job asks of a session.
 *
 * Requests are only added while session_room says so (that is room for 8);
 * they are sent by the next session_step.  The session tells the job of each
 * request by job_asked and of its reply by job_reply, both in sftp.c.  `kind`
 * is the job's own word for the request.  Paths and data are copied.
 */
#ifndef TRANSPORT_SFTP_REQUEST_H
#define TRANSPORT_SFTP_REQUEST_H

#include "transport/sftp_session.h"

void job_asked(struct job *job);
void job_reply(struct job *job, const struct request *q, const struct reply *r);

bool session_room(const struct session *s);
void request_path(struct session *s, struct job *job, uint8_t kind,
    enum wire_type type, struct slice path);
void request_open(struct session *s, struct job *job, uint8_t kind,
    struct slice path, uint32_t flags);
void request_rename(struct session *s, struct job *job, uint8_t kind,
    struct slice from, struct slice to);
void request_handle(struct session *s, struct job *job, uint8_t kind,
    enum wire_type type, struct slice handle);
void request_read(struct session *s, struct job *job, uint8_t kind,
    struct slice handle, uint64_t offset, uint32_t length);
void request_write(struct session *s, struct job *job, uint8_t kind,
    struct slice handle, uint64_t offset, struct slice data);
void request_fsync(struct session *s, struct job *job, uint8_t kind,
    struct slice handle);

#endif
