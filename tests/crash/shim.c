/*
 * shim -- stands between a run and the kernel, counts what is done to files
 * and at one chosen point kills, fails, cuts short or writes it all down.
 *
 * Loaded with LD_PRELOAD.  CRASH_STATE names a file that crash.py prepares
 * and that all processes of the run share by mapping it; CRASH_ROOT and
 * CRASH_REMOTE are the directories whose files count.  Points are numbered
 * for each actor: the supervisor ("run"), and whoever else works in the
 * directory of a partner (the partner's name), so that the numbers do not
 * depend on how processes are scheduled.  Workers behind a system call filter
 * are left alone: for them every wrapper is the bare call.
 *
 * The journal holds every operation with its data in the order it happened;
 * crash.py replays it to what a disk would hold after a power cut.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum mode { MODE_COUNT, MODE_JOURNAL, MODE_KILL, MODE_FAIL, MODE_SHORT };

/* The letters are crash.py's too. */
/* clang-format off */
enum op {
	OP_CREATE = 'C', OP_WRITE = 'W', OP_SYNC = 'S', OP_CUT = 'T',
	OP_RENAME = 'R', OP_UNLINK = 'U', OP_LINK = 'L', OP_MKDIR = 'M',
	OP_RMDIR = 'D', OP_SYNCFS = 'F',
	OP_OPEN = 'O', OP_READ = 'P'	/* change nothing, but may fail */
};
/* clang-format on */

#define ACTORS 16
#define NAME_SIZE 32

struct state { /* crash.py: STATE */
	uint32_t mode, error;
	uint32_t sticky, actor_n;
	uint64_t at; /* 1: the first operation */
	char actor[NAME_SIZE];
	_Atomic uint32_t lock, fired;
	uint64_t used, size; /* of the journal */
	struct {
		char name[NAME_SIZE];
		uint64_t n;
	} actors[ACTORS];
	unsigned char journal[];
};

struct entry {          /* crash.py: ENTRY */
	uint32_t bytes; /* with texts and data */
	uint8_t op, actor, remote, failed;
	uint64_t number, inode;
	int64_t offset;
	uint32_t data;
	uint16_t path, other;
};

struct call { /* one operation under way */
	enum op op;
	char path[PATH_MAX], other[PATH_MAX];
	int fd;
	int64_t offset;
	const void *data;
	size_t n;
	bool counts, remote;
	size_t actor;
	uint64_t number;
};

static struct state *state;
static const char *root, *remote;
static size_t root_n, remote_n;
static bool passive = true;
static pid_t supervisor;

static void
die(const char *why)
{
	(void)!syscall(SYS_write, 2, why, strlen(why));
	(void)!syscall(SYS_write, 2, "\n", 1);
	_exit(99);
}

__attribute__((constructor)) static void
start(void)
{
	const char *path = getenv("CRASH_STATE");
	struct stat st;
	int fd;

	root = getenv("CRASH_ROOT");
	remote = getenv("CRASH_REMOTE");
	if (path == NULL || root == NULL || remote == NULL)
		return;
	root_n = strlen(root);
	remote_n = strlen(remote);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
	if (fd < 0 || fstat(fd, &st) != 0)
		die("crash shim: no state");
	state = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);
	if (state == MAP_FAILED)
		die("crash shim: the state cannot be mapped");
	(void)close(fd);
	supervisor = getpid();
	passive = false;
}

/* --- whose it is, and whether it counts --------------------------------- */

static bool
below(const char *path, const char *dir, size_t n)
{
	return (
	    strncmp(path, dir, n) == 0 && (path[n] == '/' || path[n] == '\0'));
}

static void
fd_path(int fd, char out[PATH_MAX])
{
	char link[40];
	ssize_t n;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = syscall(SYS_readlinkat, AT_FDCWD, link, out, PATH_MAX - 1);
	out[n > 0 ? n : 0] = '\0';
}

static void
at_path(int dir, const char *name, char out[PATH_MAX])
{
	char base[PATH_MAX];

	if (name[0] == '/') {
		(void)snprintf(out, PATH_MAX, "%s", name);
		return;
	}
	if (dir == AT_FDCWD) {
		if (syscall(SYS_getcwd, base, sizeof(base)) <= 0)
			base[0] = '\0';
	} else {
		fd_path(dir, base);
	}
	if (snprintf(out, PATH_MAX, "%s/%s", base, name) >= PATH_MAX)
		die("crash shim: a path is too long");
}

/* The partner in whose directory it is: the part behind the prefix. */
static void
partner_of(const char *rest, char out[NAME_SIZE])
{
	size_t n = strcspn(rest, "/");

	if (n >= NAME_SIZE)
		n = NAME_SIZE - 1;
	memcpy(out, rest, n);
	out[n] = '\0';
}

static void
actor_of(const struct call *c, char out[NAME_SIZE])
{
	const char *spool = "/spool/";

	if (getpid() == supervisor)
		(void)snprintf(out, NAME_SIZE, "run");
	else if (c->remote && c->path[remote_n] == '/')
		partner_of(c->path + remote_n + 1, out);
	else if (strncmp(c->path + root_n, spool, strlen(spool)) == 0)
		partner_of(c->path + root_n + strlen(spool), out);
	else
		(void)snprintf(out, NAME_SIZE, "other");
}

static void
take_lock(void)
{
	uint32_t free = 0;

	while (!atomic_compare_exchange_weak(&state->lock, &free, 1)) {
		free = 0;
		(void)syscall(SYS_sched_yield);
	}
}

static void
give_lock(void)
{
	atomic_store(&state->lock, 0);
}

static uint64_t
count(struct call *c)
{
	char name[NAME_SIZE];
	size_t i;

	actor_of(c, name);
	for (i = 0; i < state->actor_n; i++)
		if (strcmp(state->actors[i].name, name) == 0)
			break;
	if (i == ACTORS)
		die("crash shim: too many actors");
	if (i == state->actor_n) {
		memcpy(state->actors[i].name, name, NAME_SIZE);
		state->actor_n++;
	}
	c->actor = i;
	return (c->number = ++state->actors[i].n);
}

/* --- what happens at the point ------------------------------------------ */

/* All at once.  A confined worker cannot signal the others, so crash.py is
 * told by the flag as well, and nobody does anything more meanwhile. */
static _Noreturn void
end_all(void)
{
	atomic_store(&state->fired, 1);
	give_lock();
	(void)syscall(SYS_kill, 0, SIGKILL);
	for (;;)
		(void)syscall(SYS_pause);
}

static bool
wants_space(enum op op)
{
	return (op == OP_CREATE || op == OP_WRITE || op == OP_LINK ||
	    op == OP_MKDIR || op == OP_RENAME || op == OP_SYNC ||
	    op == OP_SYNCFS);
}

/* The error this operation shall have; -1: half of it only. */
static int
sentence(const struct call *c)
{
	bool here = c->number == state->at &&
	    strcmp(state->actors[c->actor].name, state->actor) == 0;
	bool before = atomic_load(&state->fired) != 0;

	if (state->mode == MODE_COUNT || state->mode == MODE_JOURNAL)
		return (0);
	if (state->mode == MODE_KILL) {
		if (here || before)
			end_all();
		return (0);
	}
	if (here)
		atomic_store(&state->fired, 1);
	if (state->mode == MODE_SHORT) {
		if (here && c->op == OP_WRITE && c->n > 1)
			return (-1);
		if (before && state->sticky == 0 && c->op == OP_WRITE) {
			state->sticky = 1; /* the rest of that write */
			return (ENOSPC);
		}
		return (0);
	}
	if (!here && !(before && state->sticky != 0))
		return (0);
	if (!here && state->error == ENOSPC && !wants_space(c->op))
		return (0);
	return ((int)state->error);
}

static int
enter(struct call *c)
{
	if (passive)
		return (0);
	c->remote = below(c->path, remote, remote_n);
	c->counts = c->remote || below(c->path, root, root_n);
	if (!c->counts)
		return (0);
	take_lock();
	(void)count(c);
	return (sentence(c));
}

static void
put(const void *p, size_t n)
{
	memcpy(state->journal + state->used, p, n);
	state->used += n;
}

static void
journal(const struct call *c, bool failed)
{
	struct entry x = { .op = (uint8_t)c->op,
		.actor = (uint8_t)c->actor,
		.remote = c->remote,
		.failed = failed,
		.number = c->number,
		.offset = c->offset,
		.path = (uint16_t)strlen(c->path),
		.other = (uint16_t)strlen(c->other) };
	struct stat st;

	if (state->mode == MODE_JOURNAL && !failed && c->op == OP_WRITE)
		x.data = (uint32_t)c->n;
	x.bytes = (uint32_t)sizeof(x) + x.path + x.other + x.data;
	if (c->fd >= 0 && fstat(c->fd, &st) == 0)
		x.inode = st.st_ino;
	if (state->size - state->used < x.bytes)
		die("crash shim: the journal is full");
	put(&x, sizeof(x));
	put(c->path, x.path);
	put(c->other, x.other);
	if (x.data > 0)
		put(c->data, x.data);
}

/* The result as the caller sees it; errno is kept. */
static long
leave(struct call *c, long result)
{
	int kept = errno;

	if (!c->counts)
		return (result);
	if (result >= 0 && c->op == OP_WRITE)
		c->n = (size_t)result;
	if (state->mode == MODE_COUNT || state->mode == MODE_JOURNAL)
		journal(c, result < 0);
	give_lock();
	errno = kept;
	return (result);
}

static long
refuse(struct call *c, int error)
{
	if (c->counts)
		give_lock();
	errno = error;
	return (-1);
}

/* --- the wrappers ------------------------------------------------------- */

static struct call
on_fd(enum op op, int fd)
{
	struct call c = { .op = op, .fd = fd };

	if (!passive)
		fd_path(fd, c.path);
	return (c);
}

static struct call
on_name(enum op op, int dir, const char *name)
{
	struct call c = { .op = op, .fd = -1 };

	if (!passive)
		at_path(dir, name, c.path);
	return (c);
}

int
prctl(int option, ...)
{
	unsigned long a[4];
	va_list list;

	va_start(list, option);
	for (int i = 0; i < 4; i++)
		a[i] = va_arg(list, unsigned long);
	va_end(list);
	if (option == PR_SET_NAME && state != NULL &&
	    (strcmp((const char *)a[0], "om-zygote") == 0 ||
		strcmp((const char *)a[0], "om-parse") == 0 ||
		strcmp((const char *)a[0], "om-unpack") == 0))
		passive = true;
	else if (option == PR_SET_NAME && state != NULL)
		passive = false;
	return ((int)syscall(SYS_prctl, option, a[0], a[1], a[2], a[3]));
}

/* Of several that may speak the first one is heard out, so that a run does
 * the same in the same order every time; one that stays silent is passed. */
int
poll(struct pollfd *fds, nfds_t n, int timeout)
{
	if (!passive && n > 1 && getpid() == supervisor) {
		for (nfds_t i = 1; i < n; i++)
			fds[i].revents = 0;
		if (syscall(SYS_poll, fds, 1, 3000) > 0)
			return (1);
	}
	return ((int)syscall(SYS_poll, fds, n, timeout));
}

/* The supervisor's stopwatch: where a transaction ends because it took long
 * enough, it ends at the same place every time. */
int
clock_gettime(clockid_t clock, struct timespec *t)
{
	static int64_t ms;

	if (passive || clock != CLOCK_MONOTONIC || getpid() != supervisor)
		return ((int)syscall(SYS_clock_gettime, clock, t));
	ms += 10;
	*t = (struct timespec){ .tv_sec = ms / 1000,
		.tv_nsec = ms % 1000 * 1000000 };
	return (0);
}

static int
open_at(int dir, const char *name, int flags, mode_t mode)
{
	struct call c;
	struct stat st;
	bool there;
	int error, fd;

	if (passive)
		return ((int)syscall(SYS_openat, dir, name, flags, mode));
	c = on_name((flags & O_CREAT) != 0 ? OP_CREATE : OP_OPEN, dir, name);
	there = syscall(SYS_newfstatat, AT_FDCWD, c.path, &st,
		    AT_SYMLINK_NOFOLLOW) == 0;
	error = enter(&c);
	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	fd = (int)syscall(SYS_openat, dir, name, flags, mode);
	c.fd = fd;
	c.offset = there; /* nothing was created */
	return ((int)leave(&c, fd));
}

#define MODE_OF(flags, list) \
	(((flags) & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0)

int
open(const char *name, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = MODE_OF(flags, list);
	va_end(list);
	return (open_at(AT_FDCWD, name, flags, mode));
}

int
openat(int dir, const char *name, int flags, ...)
{
	va_list list;
	mode_t mode;

	va_start(list, flags);
	mode = MODE_OF(flags, list);
	va_end(list);
	return (open_at(dir, name, flags, mode));
}

int open64(const char *, int, ...) __attribute__((alias("open")));
int openat64(int, const char *, int, ...) __attribute__((alias("openat")));

ssize_t
write(int fd, const void *data, size_t n)
{
	struct call c = on_fd(OP_WRITE, fd);
	struct stat st;
	int error;

	c.n = n;
	error = enter(&c);
	if (error > 0)
		return (refuse(&c, error));
	c.data = data;
	if (c.counts) {
		c.offset = syscall(SYS_lseek, fd, 0, SEEK_CUR);
		if ((syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND) != 0 &&
		    fstat(fd, &st) == 0)
			c.offset = st.st_size;
	}
	return (leave(&c, syscall(SYS_write, fd, data, error < 0 ? n / 2 : n)));
}

ssize_t
pwrite(int fd, const void *data, size_t n, off_t offset)
{
	struct call c = on_fd(OP_WRITE, fd);
	int error;

	c.n = n;
	error = enter(&c);
	if (error > 0)
		return (refuse(&c, error));
	c.data = data;
	c.offset = offset;
	return (leave(&c,
	    syscall(SYS_pwrite64, fd, data, error < 0 ? n / 2 : n, offset)));
}

ssize_t pwrite64(int, const void *, size_t, off_t)
    __attribute__((alias("pwrite")));

ssize_t
read(int fd, void *data, size_t n)
{
	struct call c = on_fd(OP_READ, fd);
	int error = enter(&c);

	if (error != 0)
		return (refuse(&c, error > 0 ? error : EIO));
	return (leave(&c, syscall(SYS_read, fd, data, n)));
}

ssize_t
pread(int fd, void *data, size_t n, off_t offset)
{
	struct call c = on_fd(OP_READ, fd);
	int error = enter(&c);

	if (error != 0)
		return (refuse(&c, error > 0 ? error : EIO));
	return (leave(&c, syscall(SYS_pread64, fd, data, n, offset)));
}

ssize_t pread64(int, void *, size_t, off_t) __attribute__((alias("pread")));

/* As that many plain writes; none of ours relies on one being whole. */
ssize_t
writev(int fd, const struct iovec *v, int n)
{
	ssize_t sum = 0, r;

	if (passive)
		return (syscall(SYS_writev, fd, v, n));
	for (int i = 0; i < n; i++) {
		if (v[i].iov_len == 0)
			continue;
		r = write(fd, v[i].iov_base, v[i].iov_len);
		if (r < 0)
			return (sum > 0 ? sum : -1);
		sum += r;
		if ((size_t)r < v[i].iov_len)
			break;
	}
	return (sum);
}

static int
sync_fd(enum op op, int fd, long number)
{
	struct call c = on_fd(op, fd);
	int error = enter(&c);

	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	return ((int)leave(&c, syscall(number, fd)));
}

int
fsync(int fd)
{
	return (sync_fd(OP_SYNC, fd, SYS_fsync));
}

int
fdatasync(int fd)
{
	return (sync_fd(OP_SYNC, fd, SYS_fdatasync));
}

int
syncfs(int fd)
{
	return (sync_fd(OP_SYNCFS, fd, SYS_syncfs));
}

int
ftruncate(int fd, off_t size)
{
	struct call c = on_fd(OP_CUT, fd);
	int error = enter(&c);

	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	c.offset = size;
	return ((int)leave(&c, syscall(SYS_ftruncate, fd, size)));
}

int ftruncate64(int, off_t) __attribute__((alias("ftruncate")));

/* rename and link, which have two names */
static int
move(enum op op, long number, int from, const char *a, int to, const char *b,
    unsigned flags)
{
	struct call c = on_name(op, from, a);
	int error;

	if (!passive)
		at_path(to, b, c.other);
	error = enter(&c);
	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	return ((int)leave(&c, syscall(number, from, a, to, b, flags)));
}

int
rename(const char *a, const char *b)
{
	return (move(OP_RENAME, SYS_renameat2, AT_FDCWD, a, AT_FDCWD, b, 0));
}

int
renameat(int from, const char *a, int to, const char *b)
{
	return (move(OP_RENAME, SYS_renameat2, from, a, to, b, 0));
}

int
renameat2(int from, const char *a, int to, const char *b, unsigned flags)
{
	return (move(OP_RENAME, SYS_renameat2, from, a, to, b, flags));
}

int
linkat(int from, const char *a, int to, const char *b, int flags)
{
	return (move(OP_LINK, SYS_linkat, from, a, to, b, (unsigned)flags));
}

int
link(const char *a, const char *b)
{
	return (move(OP_LINK, SYS_linkat, AT_FDCWD, a, AT_FDCWD, b, 0));
}

int
unlinkat(int dir, const char *name, int flags)
{
	struct call c = on_name(
	    (flags & AT_REMOVEDIR) != 0 ? OP_RMDIR : OP_UNLINK, dir, name);
	int error = enter(&c);

	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	return ((int)leave(&c, syscall(SYS_unlinkat, dir, name, flags)));
}

int
unlink(const char *name)
{
	return (unlinkat(AT_FDCWD, name, 0));
}

int
rmdir(const char *name)
{
	return (unlinkat(AT_FDCWD, name, AT_REMOVEDIR));
}

int
mkdirat(int dir, const char *name, mode_t mode)
{
	struct call c = on_name(OP_MKDIR, dir, name);
	int error = enter(&c);

	if (error != 0)
		return ((int)refuse(&c, error > 0 ? error : EIO));
	return ((int)leave(&c, syscall(SYS_mkdirat, dir, name, mode)));
}

int
mkdir(const char *name, mode_t mode)
{
	return (mkdirat(AT_FDCWD, name, mode));
}
