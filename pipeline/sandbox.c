#include "pipeline/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <libxml/parser.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "base/hash.h"

/* --- before --------------------------------------------------------------- */

static int
compare_bytes(const void *a, const void *b)
{
	return (*(const char *)a - *(const char *)b);
}

/* libarchive turns DOS times into instants and names into the locale's
 * characters; both read files at the first use, and without a fixed TZ the
 * zone is looked at again with every use.  The first hash reads OpenSSL's
 * configuration, the first qsort asks how much memory there is. */
void
sandbox_prepare(void)
{
	char bytes[4096] = "";
	iconv_t converter;

	qsort(bytes, sizeof(bytes), 1, compare_bytes);
	(void)sha256_of(SLICE("once"));
	(void)setlocale(LC_CTYPE, "C.UTF-8");
	if (setenv("TZ", "UTC0", 1) != 0)
		die_memory();
	tzset();
	converter = iconv_open("UTF-8", "UTF-8");
	if (converter != (iconv_t)-1)
		(void)iconv_close(converter);
	xmlInitParser();
}

enum rc
sandbox_die_with(pid_t parent, struct err *e)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0)
		return (err_sys(e, "SANDBOX", "PR_SET_PDEATHSIG"));
	if (getppid() != parent)
		return (err_set(e, RC_RETRY, "SANDBOX",
		    "the parent is gone already"));
	return (RC_OK);
}

static void
close_from_to(unsigned first, unsigned last)
{
	struct rlimit most;

	if (first > last || close_range(first, last, 0) == 0)
		return;
	INVARIANT(getrlimit(RLIMIT_NOFILE, &most) == 0);
	for (unsigned fd = first; fd <= last && fd < most.rlim_cur; fd++)
		(void)close((int)fd);
}

void
sandbox_keep(const int *fds, size_t n)
{
	unsigned next = 3, nearest;

	INVARIANT(n <= 8);
	for (;;) {
		nearest = ~0u;
		for (size_t i = 0; i < n; i++)
			if (fds[i] >= 0 && (unsigned)fds[i] >= next &&
			    (unsigned)fds[i] < nearest)
				nearest = (unsigned)fds[i];
		if (nearest == ~0u)
			break;
		if (nearest > next)
			close_from_to(next, nearest - 1);
		next = nearest + 1;
	}
	close_from_to(next, ~0u);
}

/* --- limits --------------------------------------------------------------- */

static enum rc
limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard, struct err *e)
{
	struct rlimit now;

	if (getrlimit(what, &now) != 0)
		return (err_sys(e, "SANDBOX", "getrlimit"));
	/* A tighter limit from outside stays. */
	if (hard > now.rlim_max)
		hard = now.rlim_max;
	if (soft > hard)
		soft = hard;
	now = (struct rlimit){ .rlim_cur = soft, .rlim_max = hard };
	if (setrlimit(what, &now) != 0)
		return (err_sys(e, "SANDBOX", "setrlimit"));
	return (RC_OK);
}

static enum rc
enter_limits(const struct sandbox *s, struct err *e)
{
	rlim_t cpu = (rlim_t)s->cpu_seconds;
	rlim_t memory = (rlim_t)s->memory_bytes;

	/* The second CPU limit is SIGKILL, should the first be ignored. */
	if (limit(RLIMIT_CPU, cpu, cpu + 1, e) != RC_OK ||
	    limit(RLIMIT_CORE, 0, 0, e) != RC_OK ||
	    limit(RLIMIT_NPROC, 0, 0, e) != RC_OK ||
	    limit(RLIMIT_MEMLOCK, 0, 0, e) != RC_OK ||
	    limit(RLIMIT_NOFILE, 0, 0, e) != RC_OK)
		return (e->rc);
	if (SANDBOX_SANITIZED)
		return (RC_OK);
	if (limit(RLIMIT_FSIZE, 0, 0, e) != RC_OK ||
	    limit(RLIMIT_AS, memory, memory, e) != RC_OK)
		return (e->rc);
	if (prctl(PR_SET_DUMPABLE, 0) != 0)
		return (err_sys(e, "SANDBOX", "PR_SET_DUMPABLE"));
	return (RC_OK);
}

/* --- Landlock ------------------------------------------------------------- */

/* As of ABI 6; headers of Debian 12 end at 3. */
struct landlock_rules {
	uint64_t files, network, scopes;
};
#define FILES_ABI_1 ((UINT64_C(1) << 13) - 1)
#define FILE_REFER (UINT64_C(1) << 13)    /* ABI 2 */
#define FILE_TRUNCATE (UINT64_C(1) << 14) /* ABI 3 */
#define NETWORK_ABI_4 UINT64_C(3)         /* bind and connect */
#define FILE_IOCTL (UINT64_C(1) << 15)    /* ABI 5 */
#define SCOPES_ABI_6 UINT64_C(3)          /* abstract sockets, signals */

static long
landlock_abi(void)
{
	return (syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
	    LANDLOCK_CREATE_RULESET_VERSION));
}

bool
sandbox_landlock(void)
{
	return (landlock_abi() >= 1);
}

static uint64_t
all_files(long abi)
{
	return (FILES_ABI_1 | (abi >= 2 ? FILE_REFER : 0) |
	    (abi >= 3 ? FILE_TRUNCATE : 0) | (abi >= 5 ? FILE_IOCTL : 0));
}

/* *fd -1: this kernel has none.  network: govern that too. */
static enum rc
new_rules(bool network, int *fd, struct err *e)
{
	long abi = landlock_abi();
	struct landlock_rules r = { .files = all_files(abi) };
	size_t size = abi >= 6 ? sizeof(r) : abi >= 4 ? 16 : 8;

	*fd = -1;
	if (abi < 1) {
		if (errno == ENOSYS || errno == EOPNOTSUPP)
			return (RC_OK);
		return (err_sys(e, "SANDBOX", "Landlock"));
	}
	r.network = network && abi >= 4 ? NETWORK_ABI_4 : 0;
	r.scopes = network && abi >= 6 ? SCOPES_ABI_6 : 0;
	*fd = (int)syscall(SYS_landlock_create_ruleset, &r, size, 0u);
	if (*fd < 0)
		return (err_sys(e, "SANDBOX", "landlock_create_ruleset"));
	return (RC_OK);
}

static enum rc
obey(int fd, struct err *e)
{
	if (fd < 0)
		return (RC_OK);
	if (syscall(SYS_landlock_restrict_self, fd, 0u) != 0) {
		(void)close(fd);
		return (err_sys(e, "SANDBOX", "landlock_restrict_self"));
	}
	(void)close(fd);
	return (RC_OK);
}

/* Everything is governed and nothing allowed. */
static enum rc
enter_landlock(struct err *e)
{
	int fd;

	if (new_rules(true, &fd, e) != RC_OK)
		return (e->rc);
	return (obey(fd, e));
}

#define FILE_READ (UINT64_C(1) << 2)
#define DIR_READ (UINT64_C(1) << 3)

static enum rc
allow_path(int rules, const struct sandbox_path *p, struct err *e)
{
	struct landlock_path_beneath_attr a = { .parent_fd = p->fd };
	uint64_t all = all_files(landlock_abi()) & ~FILE_IOCTL & ~UINT64_C(1);
	long done;

	if (p->path != NULL)
		a.parent_fd = open(p->path, O_PATH | O_CLOEXEC);
	if (a.parent_fd < 0)
		return (errno == ENOENT ?
			RC_OK :
			err_sys(e, "SANDBOX", "%s",
			    p->path != NULL ? p->path : "a directory"));
	a.allowed_access = p->write ? all : FILE_READ | DIR_READ;
	if (!p->directory)
		a.allowed_access = FILE_READ;
	done = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH,
	    &a, 0u);
	if (p->path != NULL)
		(void)close(a.parent_fd);
	return (done == 0 ? RC_OK : err_sys(e, "SANDBOX", "landlock_add_rule"));
}

enum rc
sandbox_enter_paths(const struct sandbox_path *paths, size_t n,
    int64_t memory_bytes, struct err *e)
{
	rlim_t memory = (rlim_t)memory_bytes;
	int rules;

	if (limit(RLIMIT_CORE, 0, 0, e) != RC_OK ||
	    (!SANDBOX_SANITIZED &&
		limit(RLIMIT_AS, memory, memory, e) != RC_OK) ||
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    new_rules(false, &rules, e) != RC_OK)
		return (e->rc != RC_OK ?
			e->rc :
			err_sys(e, "SANDBOX", "PR_SET_NO_NEW_PRIVS"));
	for (size_t i = 0; rules >= 0 && i < n; i++)
		if (allow_path(rules, &paths[i], e) != RC_OK) {
			(void)close(rules);
			return (e->rc);
		}
	return (obey(rules, e));
}

/* --- seccomp -------------------------------------------------------------- */

#if defined(__x86_64__)
#define THIS_ARCH AUDIT_ARCH_X86_64
#define NUMBER_BEYOND 0x40000000u /* the x32 calls */
#elif defined(__aarch64__)
#define THIS_ARCH AUDIT_ARCH_AARCH64
#define NUMBER_BEYOND 0x40000000u
#else
#error "the system calls of this architecture are not listed yet"
#endif
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
    "the low half of an argument comes first");

#define DENY \
	(SANDBOX_SANITIZED ? SECCOMP_RET_ERRNO | EPERM : \
			     SECCOMP_RET_KILL_PROCESS)
#define PROGRAM_MAX 128

struct program {
	struct sock_filter code[PROGRAM_MAX];
	unsigned short n;
};

static void
add(struct program *p, unsigned code, uint32_t k, uint8_t yes, uint8_t no)
{
	INVARIANT(p->n < PROGRAM_MAX);
	p->code[p->n++] = (struct sock_filter){ .code = (uint16_t)code,
		.jt = yes,
		.jf = no,
		.k = k };
}

static void
load(struct program *p, size_t offset)
{
	add(p, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void
load_argument(struct program *p, size_t i)
{
	load(p, offsetof(struct seccomp_data, args) + 8 * i);
}

static void
give(struct program *p, uint32_t verdict)
{
	add(p, BPF_RET | BPF_K, verdict, 0, 0);
}

static void
allow(struct program *p, long number)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1);
	give(p, SECCOMP_RET_ALLOW);
}

/* Only with this first argument, or the other. */
static void
allow_first(struct program *p, long number, int first, int other)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 5);
	load_argument(p, 0);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)first, 1, 0);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)other, 0, 1);
	give(p, SECCOMP_RET_ALLOW);
	give(p, DENY);
}

/* Memory, but none that can be executed, and (mmap) no file. */
static void
allow_memory(struct program *p)
{
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_mmap, 0, 6);
	load_argument(p, 2);
	add(p, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 2, 0);
	load_argument(p, 3);
	add(p, BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 1, 0);
	give(p, DENY);
	give(p, SECCOMP_RET_ALLOW);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_mprotect, 0, 4);
	load_argument(p, 2);
	add(p, BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1);
	give(p, DENY);
	give(p, SECCOMP_RET_ALLOW);
}

/* abort() is how the C library says that it found the heap or the stack
 * damaged; that signal, to this very process. */
static void
allow_abort(struct program *p)
{
	allow(p, SYS_getpid);
	allow(p, SYS_gettid);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)SYS_tgkill, 0, 6);
	load_argument(p, 0);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)getpid(), 0, 3);
	load_argument(p, 2);
	add(p, BPF_JMP | BPF_JEQ | BPF_K, SIGABRT, 0, 1);
	give(p, SECCOMP_RET_ALLOW);
	give(p, DENY);
}

static void
build(struct program *p, int out)
{
	static const long plain[] = { SYS_munmap, SYS_brk, SYS_madvise,
		SYS_mremap, SYS_futex, SYS_clock_gettime, SYS_getrandom,
		SYS_close, SYS_fstat, SYS_rt_sigreturn, SYS_rt_sigprocmask,
		SYS_rt_sigaction, SYS_sigaltstack, SYS_restart_syscall,
		SYS_exit_group, SYS_exit };

	load(p, offsetof(struct seccomp_data, arch));
	add(p, BPF_JMP | BPF_JEQ | BPF_K, THIS_ARCH, 1, 0);
	give(p, SECCOMP_RET_KILL_PROCESS);
	load(p, offsetof(struct seccomp_data, nr));
	add(p, BPF_JMP | BPF_JGE | BPF_K, NUMBER_BEYOND, 0, 1);
	give(p, SECCOMP_RET_KILL_PROCESS);
	allow_first(p, SYS_write, out, STDERR_FILENO);
	allow_first(p, SYS_writev, STDERR_FILENO, STDERR_FILENO);
	allow_memory(p);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		allow(p, plain[i]);
	allow_abort(p);
	give(p, DENY);
}

static enum rc
enter_seccomp(int out, struct err *e)
{
	struct program p = { .n = 0 };
	struct sock_fprog whole = { .filter = p.code };

	build(&p, out);
	whole.len = p.n;
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) != 0)
		return (err_sys(e, "SANDBOX", "seccomp"));
	return (RC_OK);
}

enum rc
sandbox_enter_files(struct err *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return (err_sys(e, "SANDBOX", "PR_SET_NO_NEW_PRIVS"));
	return (enter_landlock(e));
}

enum rc
sandbox_enter(const struct sandbox *s, struct err *e)
{
	if (sandbox_enter_files(e) != RC_OK || enter_limits(s, e) != RC_OK)
		return (e->rc);
	return (enter_seccomp(s->out, e));
}
