#include "pipeline/record.h"
#include "pipeline/sandbox.h"
#include "pipeline/worker.h"
#include "tests/unit/unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include "base/file.h"

/* --- tasks that behave badly ------------------------------------------- */

enum { REFUSED = 101, WORKED = 102 };

static int
outcome(long result)
{
	return (result < 0 && (errno == EPERM || errno == EACCES) ? REFUSED :
								    WORKED);
}

static int
do_open(const struct worker *w)
{
	(void)w;
	return (outcome(open("/etc/passwd", O_RDONLY)));
}

static int
do_create(const struct worker *w)
{
	(void)w;
	return (outcome(open("/tmp/ordermill-test", O_WRONLY | O_CREAT, 0600)));
}

static int
do_stat(const struct worker *w)
{
	struct stat st;

	(void)w;
	return (outcome(stat("/etc/passwd", &st)));
}

static int
do_socket(const struct worker *w)
{
	(void)w;
	return (outcome(socket(AF_INET, SOCK_STREAM, 0)));
}

static int
do_exec(const struct worker *w)
{
	char name[] = "/bin/true";
	char *argv[] = { name, NULL };

	(void)w;
	return (outcome(execv(name, argv)));
}

static int
do_fork(const struct worker *w)
{
	(void)w;
	return (outcome(syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0)));
}

static int
do_kill(const struct worker *w)
{
	(void)w;
	return (outcome(kill(1, 0)));
}

static int
do_abort_other(const struct worker *w)
{
	(void)w;
	return (outcome(syscall(SYS_tgkill, 1, 1, SIGABRT)));
}

static int
do_ptrace(const struct worker *w)
{
	(void)w;
	return (outcome(syscall(SYS_ptrace, 0, 0, 0, 0)));
}

static int
do_code(const struct worker *w)
{
	(void)w;
	return (outcome(mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ?
		-1 :
		0));
}

static int
do_protect(const struct worker *w)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)w;
	return (outcome(mprotect(p, 4096, PROT_READ | PROT_EXEC)));
}

static int
do_read(const struct worker *w)
{
	char c;

	(void)w;
	return (outcome(read(0, &c, 1)));
}

static int
do_write_elsewhere(const struct worker *w)
{
	return (outcome(write(w->out == 3 ? 4 : 3, "x", 1)));
}

static int
do_prctl(const struct worker *w)
{
	(void)w;
	return (outcome(prctl(PR_SET_PDEATHSIG, 0)));
}

/* clang-format off */
#define TASK(f) { .name = #f, .run = (f) }
/* clang-format on */
static const struct {
	const char *what;
	struct worker_task_row row;
} forbidden[] = {
	{ "open", TASK(do_open) },
	{ "create", TASK(do_create) },
	{ "stat", TASK(do_stat) },
	{ "socket", TASK(do_socket) },
	{ "exec", TASK(do_exec) },
	{ "fork", TASK(do_fork) },
	{ "kill", TASK(do_kill) },
	{ "read", TASK(do_read) },
	{ "abort of another process", TASK(do_abort_other) },
	{ "ptrace", TASK(do_ptrace) },
	{ "prctl", TASK(do_prctl) },
	{ "executable memory", TASK(do_code) },
	{ "making memory executable", TASK(do_protect) },
	{ "writing elsewhere", TASK(do_write_elsewhere) },
};
#define FORBIDDEN (sizeof(forbidden) / sizeof(forbidden[0]))

static int
do_spin(const struct worker *w)
{
	for (volatile int64_t i = 0; w->out >= 0; i++)
		;
	return (0);
}

static int
do_eat(const struct worker *w)
{
	struct arena a = ARENA_INIT;

	for (int i = 0; i < 64; i++)
		memset(arena_alloc(&a, (size_t)16 << 20), w->out,
		    (size_t)16 << 20);
	return (0);
}

static int
do_crash(const struct worker *w)
{
	*(volatile char *)(uintptr_t)(w->out == 12345 ? 4096 : 8) = 1;
	return (0);
}

static int
do_abort(const struct worker *w)
{
	(void)w;
	abort();
}

/* Fills its pipe and waits for a reader. */
static int
do_wait(const struct worker *w)
{
	char page[4096] = "";

	while (write(w->out, page, sizeof(page)) > 0)
		;
	return (7);
}

/* Which descriptors are open, beside the one to answer on? */
static int
do_list(const struct worker *w)
{
	struct frame_out out;
	struct err e = ERR_INIT;
	struct stat st;
	struct buf b;
	enum rc rc;

	buf_init(&b, 1u << 16);
	for (int fd = 0; fd < 1024; fd++)
		if (fd != w->out && syscall(SYS_fstat, fd, &st) == 0)
			buf_text(&b,
			    S_ISCHR(st.st_mode)     ? "null " :
				S_ISREG(st.st_mode) ? "file " :
						      "other ");
	frame_out_init(&out, w->out);
	rc = frame_end(&out, buf_slice(&b), &e);
	return (rc == RC_OK ? 0 : 1);
}

static int
do_echo(const struct worker *w)
{
	struct frame_out out;
	struct err e = ERR_INIT;

	frame_out_init(&out, w->out);
	return (frame_end(&out, w->data, &e) == RC_OK ? 0 : 1);
}

static int
do_exit_by_input(const struct worker *w)
{
	return (w->data.n > 0 ? w->data.p[0] : 0);
}

/* clang-format off */
enum { SPIN, EAT, CRASH, ABORT, WAIT, LIST_FDS, ECHO_DATA, EXIT, TASKS };
/* clang-format on */
static const struct worker_task_row bad_tasks[TASKS] = {
	[SPIN] = TASK(do_spin),
	[EAT] = TASK(do_eat),
	[CRASH] = TASK(do_crash),
	[ABORT] = TASK(do_abort),
	[WAIT] = TASK(do_wait),
	[LIST_FDS] = TASK(do_list),
	[ECHO_DATA] = TASK(do_echo),
	[EXIT] = TASK(do_exit_by_input),
};

/* --- help -------------------------------------------------------------- */

static struct zygote *z;

static void
start_bad(int keep_fd)
{
	struct err e = ERR_INIT;

	assert_int_equal(zygote_start_with(bad_tasks, TASKS, keep_fd, &z, &e),
	    RC_OK);
}

static void
stop(void)
{
	zygote_stop(z);
	z = NULL;
}

/* A test that failed leaves its zygote. */
static int
sweep(void **state)
{
	(void)state;
	stop();
	return (0);
}
#define RUN_Z(name) cmocka_unit_test_teardown(name, sweep)

static int
memory_file(struct slice s)
{
	int fd = memfd_create("input", MFD_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s.p, s.n), (ssize_t)s.n);
	return (fd);
}

static int
work(int task, struct slice input)
{
	struct worker_limits limits = { .input_bytes = (int64_t)input.n };
	struct err e = ERR_INIT;
	int fd = memory_file(input), out = -1;

	assert_int_equal(zygote_work(z, (enum worker_task)task, fd, 0, &limits,
			     "", &out, &e),
	    RC_OK);
	assert_int_equal(close(fd), 0);
	return (out);
}

static enum rc
next_frame(int out, struct frame *f, struct frame_in *in, struct err *e)
{
	frame_in_init(in, out, 10000);
	return (frame_get(in, f, e));
}

/* The worker ends without END, and death is among the words. */
static void
dies(int task, struct slice input, const char *death)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	int out = work(task, input);

	assert_int_equal(next_frame(out, &f, &in, &e), RC_RETRY);
	assert_string_equal(e.code, "FRAME-CUT");
	frame_in_free(&in);
	assert_int_equal(close(out), 0);
	if (strcmp(zygote_last_death(z), death) != 0)
		fail_msg("died of \"%s\", not of \"%s\"", zygote_last_death(z),
		    death);
	assert_string_equal(zygote_death(z, out), death);
}

static char
state_of(pid_t pid, pid_t *parent)
{
	char path[64], text[512], *p;
	FILE *f;
	char state = '-';
	long up = 0;

	(void)snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	f = fopen(path, "re");
	if (f == NULL)
		return ('-');
	if (fgets(text, sizeof(text), f) != NULL &&
	    (p = strrchr(text, ')')) != NULL)
		assert_int_equal(sscanf(p + 2, "%c %ld", &state, &up), 2);
	(void)fclose(f);
	*parent = (pid_t)up;
	return (state);
}

/* The child of a process; 0: none. */
static pid_t
child_of(pid_t pid)
{
	DIR *d = opendir("/proc");
	struct dirent *entry;
	pid_t found = 0, parent = 0;

	assert_non_null(d);
	while (found == 0 && (entry = readdir(d)) != NULL) {
		pid_t at = (pid_t)strtol(entry->d_name, NULL, 10);

		if (at > 0 && state_of(at, &parent) != '-' && parent == pid)
			found = at;
	}
	(void)closedir(d);
	return (found);
}

static void
pause_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	(void)nanosleep(&t, NULL);
}

static void
is_named(pid_t pid, const char *want)
{
	char path[64], name[32] = "";
	FILE *f;

	/* It takes its name at once, but not before it exists. */
	for (int i = 0; i < 200 && strcmp(name, want) != 0; i++) {
		(void)snprintf(path, sizeof(path), "/proc/%ld/comm", (long)pid);
		f = fopen(path, "re");
		if (f != NULL) {
			if (fgets(name, sizeof(name), f) != NULL)
				name[strcspn(name, "\n")] = '\0';
			(void)fclose(f);
		}
		pause_ms(5);
	}
	assert_string_equal(name, want);
}

static pid_t
wait_for_child_of(pid_t pid)
{
	pid_t found = 0;

	for (int i = 0; i < 500 && found == 0; i++) {
		found = child_of(pid);
		pause_ms(5);
	}
	assert_true(found > 0);
	return (found);
}

static bool
is_gone(pid_t pid)
{
	pid_t parent = 0;
	char state = ' ';

	for (int i = 0; i < 1000; i++) {
		state = state_of(pid, &parent);
		if (state == '-' || state == 'Z')
			return (true);
		pause_ms(5);
	}
	return (false);
}

/* --- parsing ----------------------------------------------------------- */

struct notes {
	struct buf text;
	int orders;
};

#define NOTE(name, type, shape, is_order) \
	static enum rc note_##name(void *ctx, const struct type *o, \
	    struct err *e) \
	{ \
		struct notes *n = ctx; \
\
		(void)e; \
		buf_text(&n->text, #name); \
		shape_json(&(shape), o, &n->text); \
		buf_char(&n->text, '\n'); \
		n->orders += (is_order); \
		return (RC_OK); \
	}
NOTE(interchange, interchange, interchange_shape, 0)
NOTE(message, message, message_shape, 0)
NOTE(order, order, order_shape, 1)
NOTE(confirmation, confirmation, confirmation_shape, 0)
NOTE(finding, finding, finding_shape, 0)
NOTE(message_end, message, message_shape, 0)
NOTE(interchange_end, interchange, interchange_shape, 0)
NOTE(receipt, receipt, receipt_shape, 0)
NOTE(remittance, remittance, remittance_shape, 0)
NOTE(bank_entry, bank_entry, bank_entry_shape, 0)

static struct parse_sink
notes_sink(struct notes *n)
{
	*n = (struct notes){ .orders = 0 };
	buf_init(&n->text, (size_t)1 << 30);
	return ((struct parse_sink){ n, note_interchange, note_message,
	    note_order, note_confirmation, note_finding, note_message_end,
	    note_interchange_end, note_receipt, note_remittance,
	    note_bank_entry });
}

struct answer {
	struct notes notes;
	struct parse_end end;
	char format[16];
};

static void
parse_by_worker(struct answer *a, int fd, int64_t offset, int64_t length,
    const char *format)
{
	struct worker_limits limits = { .input_bytes = length };
	struct parse_sink sink = notes_sink(&a->notes);
	struct err e = ERR_INIT;
	struct arena arena = ARENA_INIT;
	struct frame_in in;
	int out = -1;

	assert_int_equal(
	    zygote_work(z, WORKER_PARSE, fd, offset, &limits, format, &out, &e),
	    RC_OK);
	frame_in_init(&in, out, 10000);
	if (record_read(&in, &sink, &arena, a->format, &a->end, &e) != RC_OK)
		fail_msg("%s: %s (%s)", e.code, e.text, zygote_last_death(z));
	frame_in_free(&in);
	arena_free(&arena);
	assert_int_equal(close(out), 0);
	assert_string_equal(zygote_last_death(z), "");
}

static void
compare(const char *path, const struct parser *p, int *orders)
{
	struct parse_sink sink;
	struct arena arena = ARENA_INIT;
	struct answer a;
	struct notes here;
	struct mapping m;
	struct err e = ERR_INIT;
	enum rc rc;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_int_equal(file_map(AT_FDCWD, path, &m, &e), RC_OK);
	parse_by_worker(&a, fd, 0, (int64_t)m.data.n, p->format);
	if (m.data.n == 0) {
		assert_string_equal(a.end.code, "FILE-EMPTY");
	} else {
		sink = notes_sink(&here);
		rc = p->parse(
		    &(struct parse_input){ .data = m.data, .arena = &arena },
		    &sink, &e);
		assert_int_equal(a.end.rc, rc);
		assert_string_equal(a.format, p->format);
		assert_string_equal(a.notes.text.p, here.text.p);
		*orders += here.orders;
		buf_free(&here.text);
	}
	buf_free(&a.notes.text);
	arena_free(&arena);
	file_unmap(&m);
	assert_int_equal(close(fd), 0);
}

/* Every sample: the sandbox lets through what the parsers need. */
static void
compare_folder(const char *format, const char *extension)
{
	char path[512];
	const struct parser *p = parser_named(format);
	struct dirent *entry;
	struct err e = ERR_INIT;
	int files = 0, orders = 0;
	DIR *d;

	(void)snprintf(path, sizeof(path), "samples/%s", format);
	d = opendir(unit_source(path));
	assert_non_null(d);
	assert_non_null(p);
	assert_int_equal(zygote_start(-1, &z, &e), RC_OK);
	while ((entry = readdir(d)) != NULL) {
		if (!slice_ends(slice_of(entry->d_name), slice_of(extension)))
			continue;
		(void)snprintf(path, sizeof(path), "samples/%s/%.200s", format,
		    entry->d_name);
		compare(unit_source(path), p, &orders);
		files++;
	}
	stop();
	(void)closedir(d);
	assert_true(files > 5);
	assert_true(orders > 5);
}

TEST(an_x12_worker_says_what_the_parser_says)
{
	compare_folder("x12", ".edi");
}

TEST(a_ubl_worker_says_what_the_parser_says)
{
	compare_folder("ubl", ".xml");
}

TEST(a_csv_worker_says_what_the_parser_says)
{
	compare_folder("csv", ".csv");
}

static const char csv_text[] = "po_number,seller_item,quantity,unit\n"
			       "PO-1,LED-E27-8W,10,EA\n";

TEST(a_worker_sees_its_part_of_a_pack_and_nothing_else)
{
	struct slice want = slice_of(csv_text);
	struct answer a;
	struct err e = ERR_INIT;
	struct buf pack;
	int fd;

	buf_init(&pack, 1u << 20);
	for (int i = 0; i < 1000; i++)
		buf_text(&pack, "PO-666,");
	buf_add(&pack, want);
	buf_text(&pack, "PO-2,LED-E27-8W,10,EA\n");
	fd = memory_file(buf_slice(&pack));
	assert_int_equal(zygote_start(-1, &z, &e), RC_OK);
	parse_by_worker(&a, fd, 7000, (int64_t)want.n, "");
	assert_string_equal(a.format, "csv");
	assert_int_equal(a.notes.orders, 1);
	assert_non_null(strstr(a.notes.text.p, "PO-1"));
	buf_free(&a.notes.text);
	stop();
	buf_free(&pack);
	assert_int_equal(close(fd), 0);
}

TEST(the_longest_order_fits_into_a_worker)
{
	struct answer a;
	struct err e = ERR_INIT;
	struct buf text;
	int fd;

	buf_init(&text, 64u << 20);
	buf_text(&text, "po_number,line,seller_item,quantity,unit,price\n");
	for (int i = 1; i <= ORDER_LINES_MAX; i++)
		buf_printf(&text, "PO-1,%d,LED-E27-8W-%d,10,EA,1.25\n", i, i);
	fd = memory_file(buf_slice(&text));
	assert_int_equal(zygote_start(-1, &z, &e), RC_OK);
	parse_by_worker(&a, fd, 0, (int64_t)text.n, "");
	assert_int_equal(a.notes.orders, 1);
	buf_free(&a.notes.text);
	stop();
	buf_free(&text);
	assert_int_equal(close(fd), 0);
}

TEST(a_range_beyond_the_file_is_refused)
{
	struct worker_limits limits = { .input_bytes = 10 };
	struct err e = ERR_INIT;
	int fd = memory_file(SLICE("123456")), out = 99;

	start_bad(-1);
	assert_int_equal(zygote_work(z, (enum worker_task)ECHO_DATA, fd, 0,
			     &limits, "", &out, &e),
	    RC_FATAL);
	assert_int_equal(out, -1);
	stop();
	assert_int_equal(close(fd), 0);
}

TEST(what_no_parser_knows_is_rejected)
{
	struct answer a;
	struct err e = ERR_INIT;
	struct slice odd = SLICE("\0\1\2\3 nothing that is known");
	int fd = memory_file(odd);

	assert_int_equal(zygote_start(-1, &z, &e), RC_OK);
	parse_by_worker(&a, fd, 0, (int64_t)odd.n, "");
	assert_int_equal(a.end.rc, RC_REJECT);
	assert_string_equal(a.end.code, "FILE-FORMAT");
	assert_string_equal(a.format, "");
	buf_free(&a.notes.text);
	parse_by_worker(&a, fd, 0, 0, "");
	assert_string_equal(a.end.code, "FILE-EMPTY");
	buf_free(&a.notes.text);
	stop();
	assert_int_equal(close(fd), 0);
}

/* --- dying ------------------------------------------------------------- */

/* What it writes comes out of *out. */
static pid_t
waiting_worker(int *out)
{
	pid_t worker;

	start_bad(-1);
	*out = work(WAIT, SLICE("x"));
	worker = wait_for_child_of(zygote_pid(z));
	is_named(worker, "do_wait");
	return (worker);
}

TEST(a_worker_that_is_killed_is_seen_to_be_dead)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	pid_t worker;
	int out;

	worker = waiting_worker(&out);
	is_named(zygote_pid(z), "om-zygote");
	pause_ms(20);
	assert_int_equal(kill(worker, SIGKILL), 0);
	/* Zeros are no frame; a worker that wrote nothing would be cut. */
	assert_int_equal(next_frame(out, &f, &in, &e), RC_FATAL);
	frame_in_free(&in);
	assert_string_equal(zygote_last_death(z), "signal 9");
	assert_int_equal(close(out), 0);
	stop();
}

TEST(how_a_worker_died_is_told)
{
	start_bad(-1);
	dies(EXIT, SLICE("\106"), "exit 70");
	dies(EXIT, SLICE("\0"), "");
	if (!SANDBOX_SANITIZED) {
		dies(CRASH, SLICE("x"), "signal 11");
		dies(ABORT, SLICE("x"), "signal 6");
	}
	stop();
}

TEST(a_worker_that_computes_for_ever_is_stopped)
{
	char death[32];

	start_bad(-1);
	(void)snprintf(death, sizeof(death), "CPU limit, signal %d", SIGXCPU);
	dies(SPIN, SLICE("x"), death);
	stop();
}

TEST(a_worker_that_wants_all_memory_is_stopped)
{
	SKIP_UNLESS(!SANDBOX_SANITIZED, "a sanitizer needs address space");
	start_bad(-1);
	dies(EAT, SLICE("x"), "memory limit or peer gone, exit 75");
	stop();
}

/* --- confinement ------------------------------------------------------- */

TEST(forbidden_calls_are_refused_inside)
{
	struct worker_task_row rows[FORBIDDEN];
	struct err e = ERR_INIT;
	char death[64];

	for (size_t i = 0; i < FORBIDDEN; i++)
		rows[i] = forbidden[i].row;
	if (SANDBOX_SANITIZED)
		(void)snprintf(death, sizeof(death), "exit %d", REFUSED);
	else
		(void)snprintf(death, sizeof(death),
		    "forbidden system call, signal %d", SIGSYS);
	assert_int_equal(zygote_start_with(rows, FORBIDDEN, -1, &z, &e), RC_OK);
	for (size_t i = 0; i < FORBIDDEN; i++) {
		print_message("# %s\n", forbidden[i].what);
		dies((int)i, SLICE("x"), death);
	}
	stop();
}

static void
lists(const char *want)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	int out = work(LIST_FDS, SLICE("x"));

	assert_int_equal(next_frame(out, &f, &in, &e), RC_OK);
	assert_int_equal(f.type, FRAME_END);
	assert_int_equal(f.body.n, strlen(want));
	assert_memory_equal(f.body.p, want, f.body.n);
	frame_in_free(&in);
	assert_int_equal(close(out), 0);
}

TEST(a_worker_holds_the_run_lock_and_its_answer_and_nothing_else)
{
	char path[] = "/tmp/ordermill-lock-XXXXXX";
	int secret = memory_file(SLICE("secret")), lock = mkstemp(path);

	SKIP_UNLESS(!SANDBOX_SANITIZED, "stderr stays open for reports");
	assert_true(secret >= 0 && lock >= 0);
	assert_int_equal(unlink(path), 0);
	start_bad(-1);
	lists("null null null ");
	stop();
	start_bad(lock);
	lists("null null null file ");
	stop();
	assert_int_equal(close(secret), 0);
	assert_int_equal(close(lock), 0);
}

TEST(the_lock_is_held_while_zygote_or_worker_live)
{
	char path[] = "/tmp/ordermill-lock-XXXXXX", own[64];
	struct flock l = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int lock = mkstemp(path), other;

	assert_int_equal(fcntl(lock, F_OFD_SETLK, &l), 0);
	(void)snprintf(own, sizeof(own), "/proc/self/fd/%d", lock);
	other = open(own, O_RDWR | O_CLOEXEC);
	assert_int_equal(unlink(path), 0);
	start_bad(lock);
	assert_int_equal(close(lock), 0);
	assert_int_equal(fcntl(other, F_OFD_SETLK, &l), -1);
	stop();
	assert_int_equal(fcntl(other, F_OFD_SETLK, &l), 0);
	assert_int_equal(close(other), 0);
}

TEST(the_kernel_s_landlock_is_reported)
{
	start_bad(-1);
	assert_int_equal(zygote_has_landlock(z), sandbox_landlock());
	SKIP_UNLESS(zygote_has_landlock(z), "this kernel has no Landlock");
	stop();
}

/* Landlock alone, without the filter that hides it. */
TEST(every_restriction_stands_alone)
{
	int status = 0;
	pid_t pid;

	SKIP_UNLESS(sandbox_landlock(), "this kernel has no Landlock");
	pid = fork();
	if (pid == 0) {
		struct err e = ERR_INIT;

		if (sandbox_enter_files(&e) != RC_OK)
			_exit(1);
		errno = 0;
		_exit(open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES &&
			    open("/tmp", O_TMPFILE | O_RDWR, 0600) < 0 &&
			    errno == EACCES ?
			0 :
			2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* --- several, and none ------------------------------------------------- */

TEST(several_workers_run_at_once)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	char text[2] = "?", death[32];
	int out[20];

	start_bad(-1);
	for (int i = 0; i < 20; i++) {
		text[0] = (char)(i + 1);
		out[i] = work(i % 2 == 0 ? EXIT : ECHO_DATA, slice_of(text));
	}
	for (int i = 19; i >= 0; i--) {
		(void)snprintf(death, sizeof(death), "exit %d", i + 1);
		if (i % 2 == 0) {
			assert_int_equal(next_frame(out[i], &f, &in, &e),
			    RC_RETRY);
			assert_string_equal(zygote_death(z, out[i]), death);
		} else {
			assert_int_equal(next_frame(out[i], &f, &in, &e),
			    RC_OK);
			assert_int_equal(f.body.p[0], i + 1);
			assert_string_equal(zygote_death(z, out[i]), "");
		}
		frame_in_free(&in);
	}
	for (int i = 0; i < 20; i++)
		assert_int_equal(close(out[i]), 0);
	stop();
}

TEST(a_thousand_workers_one_after_another_leave_nothing_behind)
{
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;

	start_bad(-1);
	for (int i = 0; i < 1000; i++) {
		int out = work(ECHO_DATA, SLICE("hello"));

		assert_int_equal(next_frame(out, &f, &in, &e), RC_OK);
		assert_true(slice_is(f.body, "hello"));
		frame_in_free(&in);
		assert_int_equal(close(out), 0);
	}
	assert_string_equal(zygote_last_death(z), "");
	pause_ms(50);
	assert_int_equal(child_of(zygote_pid(z)), 0);
	stop();
}

TEST(an_abandoned_worker_ends)
{
	pid_t worker;
	int out;

	worker = waiting_worker(&out);
	assert_int_equal(close(out), 0);
	assert_true(is_gone(worker));
	assert_string_equal(zygote_last_death(z), "exit 7");
	stop();
}

TEST(stopping_ends_the_workers_too)
{
	pid_t worker, zygote;
	int out;

	start_bad(-1);
	zygote = zygote_pid(z);
	out = work(WAIT, SLICE("x"));
	worker = wait_for_child_of(zygote);
	stop();
	assert_true(is_gone(worker) && is_gone(zygote));
	assert_int_equal(close(out), 0);
}

TEST(a_copy_of_the_control_socket_does_not_keep_the_zygote)
{
	int gate[2], status;
	pid_t pid;
	char c;

	start_bad(-1);
	assert_int_equal(pipe(gate), 0);
	pid = fork();
	if (pid == 0) {
		(void)close(gate[1]);
		_exit((int)read(gate[0], &c, 1)); /* until closed */
	}
	stop(); /* or it waits for ever */
	assert_int_equal(close(gate[0]) + close(gate[1]), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

TEST(the_signals_of_a_terminal_are_the_supervisor_s)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	struct err e = ERR_INIT;
	struct frame_in in;
	struct frame f;
	int out;

	start_bad(-1);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(kill(zygote_pid(z), numbers[i]), 0);
	out = work(ECHO_DATA, SLICE("still here"));
	assert_int_equal(next_frame(out, &f, &in, &e), RC_OK);
	frame_in_free(&in);
	assert_int_equal(close(out), 0);
	stop();
}

TEST(a_zygote_that_is_gone_is_told_at_once)
{
	struct worker_limits limits = { .input_bytes = 1 };
	struct err e = ERR_INIT;
	int fd = memory_file(SLICE("x")), out = -1;
	enum rc rc = RC_OK;

	start_bad(-1);
	assert_int_equal(kill(zygote_pid(z), SIGKILL), 0);
	assert_true(is_gone(zygote_pid(z)));
	rc = zygote_work(z, (enum worker_task)ECHO_DATA, fd, 0, &limits, "",
	    &out, &e);
	assert_int_equal(rc, RC_RETRY);
	assert_string_equal(e.code, "FRAME-CUT");
	assert_int_equal(out, -1);
	stop();
	assert_int_equal(close(fd), 0);
}

/* A supervisor that tells its zygote's pid and then sits there. */
static noreturn void
be_supervisor(int tell)
{
	pid_t pids[2];

	start_bad(-1);
	(void)work(WAIT, SLICE("x"));
	pids[0] = zygote_pid(z);
	pids[1] = wait_for_child_of(pids[0]);
	if (write(tell, pids, sizeof(pids)) != sizeof(pids))
		_exit(1);
	for (;;)
		(void)pause();
}

TEST(zygote_and_workers_die_with_the_supervisor)
{
	pid_t supervisor, pids[2];
	int tell[2];

	/* Orphans come to us, so that they do not stay as zombies. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	assert_int_equal(pipe(tell), 0);
	supervisor = fork();
	if (supervisor == 0)
		be_supervisor(tell[1]);
	assert_int_equal(read(tell[0], pids, sizeof(pids)), sizeof(pids));
	assert_int_equal(kill(supervisor, SIGKILL), 0);
	assert_int_equal(waitpid(supervisor, NULL, 0), supervisor);
	assert_true(is_gone(pids[0]));
	assert_true(is_gone(pids[1]));
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 0), 0);
	assert_int_equal(close(tell[0]) + close(tell[1]), 0);
}

UNIT_MAIN(RUN_Z(an_x12_worker_says_what_the_parser_says),
    RUN_Z(a_ubl_worker_says_what_the_parser_says),
    RUN_Z(a_csv_worker_says_what_the_parser_says),
    RUN_Z(a_worker_sees_its_part_of_a_pack_and_nothing_else),
    RUN_Z(the_longest_order_fits_into_a_worker),
    RUN_Z(a_range_beyond_the_file_is_refused),
    RUN_Z(what_no_parser_knows_is_rejected),
    RUN_Z(a_worker_that_is_killed_is_seen_to_be_dead),
    RUN_Z(how_a_worker_died_is_told),
    RUN_Z(a_worker_that_computes_for_ever_is_stopped),
    RUN_Z(a_worker_that_wants_all_memory_is_stopped),
    RUN_Z(forbidden_calls_are_refused_inside),
    RUN_Z(a_worker_holds_the_run_lock_and_its_answer_and_nothing_else),
    RUN_Z(the_lock_is_held_while_zygote_or_worker_live),
    RUN_Z(the_kernel_s_landlock_is_reported),
    RUN_Z(every_restriction_stands_alone), RUN_Z(several_workers_run_at_once),
    RUN_Z(a_thousand_workers_one_after_another_leave_nothing_behind),
    RUN_Z(an_abandoned_worker_ends), RUN_Z(stopping_ends_the_workers_too),
    RUN_Z(a_copy_of_the_control_socket_does_not_keep_the_zygote),
    RUN_Z(the_signals_of_a_terminal_are_the_supervisor_s),
    RUN_Z(a_zygote_that_is_gone_is_told_at_once),
    RUN_Z(zygote_and_workers_die_with_the_supervisor))
