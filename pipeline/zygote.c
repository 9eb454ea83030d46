#include "pipeline/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "base/file.h"
#include "parsers/guide.h"
#include "pipeline/sandbox.h"
#include "pipeline/transfer.h"
#include "pipeline/worker.h"

#define MEMORY_BASE (INT64_C(256) << 20)
#define CPU_BASE 2
#define CPU_BYTES 20000000 /* a second more for each */
#define PIPE_BYTES (1 << 20)
#define RECENT 64 /* workers whose end is remembered */
#define MESSAGE_MAX 512

/* Supervisor to zygote, with the input, the pipe to answer on and, if there
 * are any, the options. */
struct request {
	uint32_t id, task;
	int64_t options_bytes;
	struct worker_limits limits;
	char format[16];
};

/* Zygote to supervisor. */
enum report_kind { READY, ENDED, NOT_STARTED };
struct report {
	uint32_t kind, id;
	int32_t value; /* Landlock, wait status, errno */
};

/* --- the zygote's side ---------------------------------------------------- */

struct inside {
	int control, keep_fd;
	pid_t supervisor, self;
	sigset_t outside; /* while it waits: SIGCHLD comes */
	const struct worker_task_row *tasks;
	size_t tasks_n;
	struct living {
		pid_t pid;
		uint32_t id;
	} * living;
	size_t living_n, living_cap;
	struct buf message;
};

static void
report(const struct inside *in, enum report_kind kind, uint32_t id, int value)
{
	struct report r = { .kind = kind, .id = id, .value = value };
	struct err e = ERR_INIT;

	/* Nobody listens: then the end of the control socket comes next. */
	if (fd_send(in->control, (struct slice){ (const char *)&r, sizeof(r) },
		NULL, 0, &e) != RC_OK)
		return;
}

static int64_t
cpu_seconds(const struct request *r)
{
	int64_t bytes = r->limits.input_bytes +
	    (r->task == WORKER_UNPACK ? r->limits.max_total : 0);

	return (CPU_BASE + bytes / CPU_BYTES);
}

/* What the descriptors hold, as memory; they are closed. */
static enum rc
map_inputs(const struct request *r, int input, int options, struct worker *w,
    struct err *e)
{
	struct mapping m;

	if (file_map_fd(input, 0, (size_t)r->limits.input_bytes, &m, e) !=
	    RC_OK)
		return (e->rc);
	(void)close(input);
	w->data = m.data;
	if (options < 0)
		return (RC_OK);
	if (file_map_fd(options, 0, (size_t)r->options_bytes, &m, e) != RC_OK)
		return (e->rc);
	(void)close(options);
	w->options = m.data;
	return (RC_OK);
}

static enum rc
lock_down(const struct inside *in, const struct request *r, int input,
    int options, struct worker *w, struct err *e)
{
	const int keep[] = { input, w->out, in->keep_fd, options };
	struct sandbox s = { .out = w->out,
		.cpu_seconds = cpu_seconds(r),
		.memory_bytes = MEMORY_BASE + r->limits.input_bytes };

	if (prctl(PR_SET_NAME, in->tasks[r->task].name) != 0)
		return (err_sys(e, "WORKER", "PR_SET_NAME"));
	if (sandbox_die_with(in->self, e) != RC_OK)
		return (e->rc);
	sandbox_keep(keep, sizeof(keep) / sizeof(keep[0]));
	if (map_inputs(r, input, options, w, e) != RC_OK)
		return (e->rc);
	return (sandbox_enter(&s, e));
}

/* Keeps the network and the file system: it has no hostile bytes to parse
 * but those of the protocol, and needs its key and the resolver's files. */
static noreturn void
be_transfer(const struct inside *in, const struct request *r, int spool,
    int sock)
{
	const int keep[] = { spool, sock, in->keep_fd };
	struct err e = ERR_INIT;

	if (sigprocmask(SIG_SETMASK, &in->outside, NULL) != 0 ||
	    prctl(PR_SET_NAME, in->tasks[r->task].name) != 0 ||
	    sandbox_die_with(in->self, &e) != RC_OK)
		_exit(71); /* EX_OSERR */
	sandbox_keep(keep, sizeof(keep) / sizeof(keep[0]));
	_exit(in->tasks[r->task].transfer(sock, spool));
}

static noreturn void
be_worker(const struct inside *in, const struct request *r, int input, int out,
    int options)
{
	struct worker w = { .out = out, .limits = r->limits };
	struct err e = ERR_INIT;

	memcpy(w.format, r->format, sizeof(w.format));
	if (in->tasks[r->task].transfer != NULL)
		be_transfer(in, r, input, out);
	if (sigprocmask(SIG_SETMASK, &in->outside, NULL) != 0 ||
	    lock_down(in, r, input, options, &w, &e) != RC_OK)
		_exit(71); /* EX_OSERR */
	_exit(in->tasks[r->task].run(&w));
}

static void
remember(struct inside *in, pid_t pid, uint32_t id)
{
	size_t cap = in->living_cap > 0 ? in->living_cap * 2 : 16;

	if (in->living_n == in->living_cap) {
		in->living = realloc(in->living, cap * sizeof(*in->living));
		if (in->living == NULL)
			die_memory();
		in->living_cap = cap;
	}
	in->living[in->living_n++] = (struct living){ .pid = pid, .id = id };
}

static void
reap(struct inside *in)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (size_t i = 0; i < in->living_n; i++)
			if (in->living[i].pid == pid) {
				report(in, ENDED, in->living[i].id, status);
				in->living[i] = in->living[--in->living_n];
				break;
			}
}

static void
serve(struct inside *in, struct slice body, int *fds, size_t n)
{
	struct request r;
	pid_t pid;

	if (body.n != sizeof(r))
		BUG("a request of the wrong size");
	memcpy(&r, body.p, sizeof(r));
	if (n != (r.options_bytes > 0 ? 3 : 2))
		BUG("a request with other descriptors");
	if (r.task >= in->tasks_n || r.limits.input_bytes < 0 ||
	    memchr(r.format, '\0', sizeof(r.format)) == NULL)
		BUG("a request that makes no sense");
	pid = fork();
	if (pid == 0)
		be_worker(in, &r, fds[0], fds[1], n > 2 ? fds[2] : -1);
	if (pid < 0)
		report(in, NOT_STARTED, r.id, errno);
	else
		remember(in, pid, r.id);
	for (size_t i = 0; i < n; i++)
		(void)close(fds[i]);
}

/* False: the supervisor has gone. */
static bool
wait_and_serve(struct inside *in)
{
	struct pollfd p = { .fd = in->control, .events = POLLIN };
	struct err e = ERR_INIT;
	int fds[4];
	size_t n;

	if (ppoll(&p, 1, NULL, &in->outside) <= 0)
		return (true);
	if (fd_receive(in->control, &in->message, fds, &n, &e) != RC_OK ||
	    in->message.n == 0)
		return (false);
	serve(in, buf_slice(&in->message), fds, n);
	return (true);
}

static bool
is_in(int number, const int *set, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == number)
			return (true);
	return (false);
}

static void
on_child(int number __attribute__((unused)))
{
}

/* What a terminal or a service manager sends to all is the supervisor's to
 * answer; it ends us when it is done.  No handler of the supervisor's may run
 * here; a sanitizer's own stay. */
static bool
settle_signals(struct inside *in)
{
	static const int plain[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT,
		SIGSYS, SIGTRAP };
	static const int ignored[] = { SIGINT, SIGQUIT, SIGHUP, SIGTERM,
		SIGPIPE };
	struct sigaction child = { .sa_handler = on_child };
	sigset_t s;

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		if (!SANDBOX_SANITIZED && signal(plain[i], SIG_DFL) == SIG_ERR)
			return (false);
	for (int number = 1; number < NSIG; number++)
		if (!is_in(number, plain, sizeof(plain) / sizeof(plain[0])))
			(void)signal(number, SIG_DFL); /* not all have one */
	for (size_t i = 0; i < sizeof(ignored) / sizeof(ignored[0]); i++)
		if (signal(ignored[i], SIG_IGN) == SIG_ERR)
			return (false);
	(void)sigemptyset(&in->outside);
	(void)sigemptyset(&s);
	(void)sigaddset(&s, SIGCHLD);
	return (sigaction(SIGCHLD, &child, NULL) == 0 &&
	    sigprocmask(SIG_SETMASK, &s, NULL) == 0);
}

static bool
settle_descriptors(const struct inside *in)
{
	const int keep[] = { in->control, in->keep_fd };
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int fd = 0; fd < (SANDBOX_SANITIZED ? 2 : 3); fd++)
		if (null < 0 || (null != fd && dup2(null, fd) < 0))
			return (false);
	sandbox_keep(keep, sizeof(keep) / sizeof(keep[0]));
	return (true);
}

static noreturn void
be_zygote(struct inside *in)
{
	struct err e = ERR_INIT;

	in->self = getpid();
	if (prctl(PR_SET_NAME, "om-zygote") != 0 ||
	    sandbox_die_with(in->supervisor, &e) != RC_OK ||
	    !settle_signals(in) || !settle_descriptors(in))
		_exit(71); /* EX_OSERR */
	sandbox_prepare();
	buf_init(&in->message, MESSAGE_MAX);
	report(in, READY, 0, sandbox_landlock() ? 1 : 0);
	guide_warm(); /* once, not in each worker */
	do
		reap(in);
	while (wait_and_serve(in));
	_exit(0);
}

/* --- the supervisor's side ------------------------------------------------ */

struct zygote {
	int control;
	pid_t pid;
	bool ready, landlock, gone;
	size_t tasks_n;
	uint32_t last_id;
	struct seen { /* at id % RECENT */
		uint32_t id;
		int out;
		bool known;
		enum report_kind kind;
		int value;
	} recent[RECENT];
	struct buf message;
	char text[128];
};

/* Take one report, if one comes in time. */
static bool
hear(struct zygote *z, int timeout_ms)
{
	struct pollfd p = { .fd = z->control, .events = POLLIN };
	struct err e = ERR_INIT;
	struct report r;
	struct seen *s;
	int fds[4];
	size_t n;

	if (z->gone || poll(&p, 1, timeout_ms) <= 0)
		return (false);
	if (fd_receive(z->control, &z->message, fds, &n, &e) != RC_OK ||
	    z->message.n != sizeof(r)) {
		z->gone = true;
		return (false);
	}
	memcpy(&r, z->message.p, sizeof(r));
	if (r.kind == READY) {
		z->ready = true;
		z->landlock = r.value != 0;
		return (true);
	}
	s = &z->recent[r.id % RECENT];
	if (s->id == r.id) {
		s->known = true;
		s->kind = (enum report_kind)r.kind;
		s->value = r.value;
	}
	return (true);
}

static int
above_stdio(int fd)
{
	int high = fcntl(fd, F_DUPFD_CLOEXEC, 3);

	(void)close(fd);
	return (high);
}

static enum rc
open_control(int pair[2], struct err *e)
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return (err_sys(e, "ZYGOTE", "socketpair"));
	pair[0] = above_stdio(pair[0]);
	pair[1] = above_stdio(pair[1]);
	if (pair[0] >= 0 && pair[1] >= 0)
		return (RC_OK);
	(void)err_sys(e, "ZYGOTE", "dup");
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			(void)close(pair[i]);
	return (e->rc);
}

static enum rc
fork_zygote(struct inside *in, struct zygote *z, struct err *e)
{
	int pair[2];

	if (open_control(pair, e) != RC_OK)
		return (e->rc);
	in->control = pair[1];
	in->supervisor = getpid();
	z->pid = fork();
	if (z->pid == 0)
		be_zygote(in);
	(void)close(pair[1]);
	z->control = pair[0];
	if (z->pid < 0)
		return (err_sys(e, "ZYGOTE", "fork"));
	while (!z->ready && !z->gone)
		(void)hear(z, -1);
	return (z->ready ? RC_OK :
			   err_set(e, RC_FATAL, "ZYGOTE",
			       "the process that makes workers did not start"));
}

enum rc
zygote_start_with(const struct worker_task_row *tasks, size_t n, int keep_fd,
    struct zygote **z, struct err *e)
{
	struct inside in = { .tasks = tasks, .tasks_n = n, .keep_fd = keep_fd };

	*z = calloc(1, sizeof(**z));
	if (*z == NULL)
		die_memory();
	(*z)->control = -1;
	(*z)->tasks_n = n;
	buf_init(&(*z)->message, MESSAGE_MAX);
	if (fork_zygote(&in, *z, e) == RC_OK)
		return (RC_OK);
	zygote_stop(*z);
	*z = NULL;
	return (e->rc);
}

enum rc
zygote_start(int keep_fd, struct zygote **z, struct err *e)
{
	static const struct worker_task_row tasks[] = {
		[WORKER_PARSE] = { "om-parse", worker_parse, NULL },
		[WORKER_UNPACK] = { "om-unpack", worker_unpack, NULL },
		[WORKER_TRANSFER] = { "om-transfer", NULL, transfer_worker },
	};

	return (zygote_start_with(tasks, sizeof(tasks) / sizeof(tasks[0]),
	    keep_fd, z, e));
}

static enum rc
copy_range(int from, int64_t offset, int64_t length, int to, struct err *e)
{
	struct mapping m;
	enum rc rc = file_map_fd(from, offset, (size_t)length, &m, e);

	if (rc != RC_OK)
		return (rc);
	rc = file_write(to, m.data, e);
	file_unmap(&m);
	if (rc == RC_OK &&
	    fcntl(to, F_ADD_SEALS,
		F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
		rc = err_sys(e, "WORKER-INPUT", "sealing");
	return (rc);
}

/* *input is the caller's fd or a copy of the range in memory. */
static enum rc
input_of(int fd, int64_t offset, int64_t length, int *input, struct err *e)
{
	struct stat st;
	enum rc rc;

	if (fstat(fd, &st) != 0)
		return (err_sys(e, "WORKER-INPUT", "fstat"));
	*input = fd;
	if (offset == 0 && length == st.st_size)
		return (RC_OK);
	*input = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*input < 0)
		return (err_sys(e, "WORKER-INPUT", "memfd_create"));
	rc = copy_range(fd, offset, length, *input, e);
	if (rc != RC_OK)
		(void)close(*input);
	return (rc);
}

static enum rc
send_request(struct zygote *z, const struct request *r, int input, int options,
    int *out, struct err *e)
{
	int answer[2], fds[3];
	enum rc rc;

	if (pipe2(answer, O_CLOEXEC) != 0)
		return (err_sys(e, "WORKER", "pipe"));
	(void)fcntl(answer[0], F_SETPIPE_SZ, PIPE_BYTES); /* if allowed */
	fds[0] = input;
	fds[1] = answer[1];
	fds[2] = options;
	rc = fd_send(z->control, (struct slice){ (const char *)r, sizeof(*r) },
	    fds, options >= 0 ? 3 : 2, e);
	(void)close(answer[1]);
	if (rc != RC_OK) {
		(void)close(answer[0]);
		return (err_add(e, "the process that makes workers"));
	}
	*out = answer[0];
	z->recent[r->id % RECENT] = (struct seen){ .id = r->id, .out = *out };
	return (RC_OK);
}

/* Options as a sealed memory file; none: -1. */
static enum rc
options_file(struct slice options, int *fd, struct err *e)
{
	enum rc rc;

	*fd = -1;
	if (options.n == 0)
		return (RC_OK);
	*fd = memfd_create("options", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return (err_sys(e, "WORKER-INPUT", "memfd_create"));
	rc = file_write(*fd, options, e);
	if (rc == RC_OK &&
	    fcntl(*fd, F_ADD_SEALS,
		F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
		rc = err_sys(e, "WORKER-INPUT", "sealing");
	if (rc != RC_OK)
		(void)close(*fd);
	return (rc);
}

static enum rc
work(struct zygote *z, enum worker_task task, int fd, int64_t offset,
    const struct worker_limits *limits, const char *format,
    struct slice options, int *out, struct err *e)
{
	struct request r = { .task = task,
		.limits = *limits,
		.options_bytes = (int64_t)options.n };
	int input = -1, agreed;
	enum rc rc;

	*out = -1;
	if ((size_t)task >= z->tasks_n || strlen(format) >= sizeof(r.format) ||
	    offset < 0 || limits->input_bytes < 0)
		BUG("a request that makes no sense");
	memcpy(r.format, format, strlen(format));
	while (hear(z, 0))
		;
	rc = input_of(fd, offset, limits->input_bytes, &input, e);
	if (rc != RC_OK)
		return (rc);
	rc = options_file(options, &agreed, e);
	if (rc == RC_OK) {
		r.id = ++z->last_id;
		rc = send_request(z, &r, input, agreed, out, e);
		if (agreed >= 0)
			(void)close(agreed);
	}
	if (input != fd)
		(void)close(input);
	return (rc);
}

enum rc
zygote_work(struct zygote *z, enum worker_task task, int fd, int64_t offset,
    const struct worker_limits *limits, const char *format, int *out,
    struct err *e)
{
	return (work(z, task, fd, offset, limits, format, SLICE_NONE, out, e));
}

enum rc
zygote_parse(struct zygote *z, int fd, int64_t offset,
    const struct worker_limits *limits, const char *format,
    struct slice options, int *out, struct err *e)
{
	return (
	    work(z, WORKER_PARSE, fd, offset, limits, format, options, out, e));
}

enum rc
zygote_unpack(struct zygote *z, int fd, const struct worker_limits *limits,
    struct slice secret, int *out, struct err *e)
{
	return (work(z, WORKER_UNPACK, fd, 0, limits, "", secret, out, e));
}

enum rc
zygote_transfer(struct zygote *z, int spool, int *out, struct err *e)
{
	struct request r = { .task = WORKER_TRANSFER };
	int pair[2], fds[2];
	enum rc rc;

	*out = -1;
	while (hear(z, 0))
		;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return (err_sys(e, "WORKER", "socketpair"));
	r.id = ++z->last_id;
	fds[0] = spool;
	fds[1] = pair[1];
	rc = fd_send(z->control, (struct slice){ (const char *)&r, sizeof(r) },
	    fds, 2, e);
	(void)close(pair[1]);
	if (rc != RC_OK) {
		(void)close(pair[0]);
		return (err_add(e, "the process that makes workers"));
	}
	*out = pair[0];
	z->recent[r.id % RECENT] = (struct seen){ .id = r.id, .out = *out };
	return (RC_OK);
}

static void
describe(struct zygote *z, const struct seen *s)
{
	int n;

	if (s->kind == NOT_STARTED)
		(void)snprintf(z->text, sizeof(z->text), "not started: %s",
		    strerror(s->value));
	else if (WIFEXITED(s->value)) {
		n = WEXITSTATUS(s->value);
		if (n != 0)
			(void)snprintf(z->text, sizeof(z->text), "%sexit %d",
			    n == 75 ? "memory limit or peer gone, " : "", n);
	} else if (WIFSIGNALED(s->value)) {
		n = WTERMSIG(s->value);
		(void)snprintf(z->text, sizeof(z->text), "%ssignal %d",
		    n == SIGXCPU    ? "CPU limit, " :
			n == SIGSYS ? "forbidden system call, " :
				      "",
		    n);
	}
}

static const char *
death_of(struct zygote *z, const struct seen *s)
{
	z->text[0] = '\0';
	while (!s->known && hear(z, 1000))
		;
	if (s->known)
		describe(z, s);
	else if (z->gone)
		(void)snprintf(z->text, sizeof(z->text),
		    "the process that makes workers is gone");
	return (z->text);
}

const char *
zygote_death(struct zygote *z, int out)
{
	for (uint32_t i = 0; i < RECENT && i < z->last_id; i++) {
		const struct seen *s = &z->recent[(z->last_id - i) % RECENT];

		if (s->id == z->last_id - i && s->out == out)
			return (death_of(z, s));
	}
	return ("");
}

const char *
zygote_last_death(struct zygote *z)
{
	const struct seen *s = &z->recent[z->last_id % RECENT];

	return (z->last_id > 0 && s->id == z->last_id ? death_of(z, s) : "");
}

bool
zygote_has_landlock(const struct zygote *z)
{
	return (z->landlock);
}

pid_t
zygote_pid(const struct zygote *z)
{
	return (z->pid);
}

void
zygote_stop(struct zygote *z)
{
	if (z == NULL)
		return;
	/* Other children may hold copies of the descriptor: shut the socket. */
	if (z->control >= 0) {
		(void)shutdown(z->control, SHUT_RDWR);
		(void)close(z->control);
	}
	if (z->pid > 0)
		while (waitpid(z->pid, NULL, 0) < 0 && errno == EINTR)
			;
	buf_free(&z->message);
	free(z);
}
