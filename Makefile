# ordermill -- make help lists the targets.

VARIANT ?= release
PREFIX ?= /usr/local
B := build
O := $(B)/$(VARIANT)
GEN := $(B)/gen
JOBS ?= 2
MAKEFLAGS += --no-builtin-rules --no-print-directory

# --- what is compiled --------------------------------------------------------

FOLDERS := base domain parsers writers store transport config pipeline
LIBSRC := $(foreach f,$(FOLDERS),$(sort $(wildcard $(f)/*.c)))
CLISRC := $(sort $(wildcard cli/*.c))
GENSRC := $(GEN)/store/queries.c $(GEN)/store/schema.c $(GEN)/config/example.c \
	$(GEN)/parsers/guides.c $(GEN)/parsers/charsets.c
UNITSRC := $(sort $(wildcard tests/unit/test_*.c))
FUZZSRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
BENCHSRC := $(sort $(wildcard tests/bench/bench_*.c))

LIBOBJ := $(LIBSRC:%.c=$(O)/%.o) $(GENSRC:$(GEN)/%.c=$(O)/gen/%.o)
CLIOBJ := $(CLISRC:%.c=$(O)/%.o)
UNITBIN := $(UNITSRC:tests/unit/%.c=$(O)/tests/%)
FUZZBIN := $(FUZZSRC:tests/fuzz/%.c=$(O)/%)
BENCHBIN := $(BENCHSRC:tests/bench/%.c=$(O)/%)

# --- with what ---------------------------------------------------------------

PACKAGES := libxml-2.0 libarchive libssh2 sqlite3 libconfig libcrypto libcurl \
	libutf8proc
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PACKAGES) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null)
TEST_LIBS := -lcmocka $(shell pkg-config --libs libical 2>/dev/null)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wmissing-declarations -Wpointer-arith -Wcast-qual -Wcast-align=strict \
	-Wwrite-strings -Wformat=2 -Wundef -Wvla -Wswitch-enum \
	-Wnull-dereference -Wdouble-promotion -Wimplicit-fallthrough
WARN_GCC := -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
	-Wjump-misses-init -Walloc-zero -Wformat-overflow=2 \
	-Wformat-truncation=2 -Wformat-signedness -Wstringop-overflow=4 \
	-Warith-conversion -Wtrampolines -Wbidi-chars=any -Wuse-after-free=3 \
	-Wdangling-pointer=2
WARN_CLANG := -Wno-cast-align -Wno-unknown-warning-option

COMMON := -std=c17 -D_GNU_SOURCE -I. -I$(GEN) $(PKG_CFLAGS) -g -MMD -MP
HARDEN := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
	-fstack-clash-protection -fcf-protection=full \
	-ftrivial-auto-var-init=zero -fPIE -fno-delete-null-pointer-checks \
	-fno-strict-overflow -fno-common
LINK_HARDEN := -pie -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code \
	-Wl,--as-needed

ifeq ($(VARIANT),release)
CC := gcc
CFLAGS := $(COMMON) $(WARN) $(WARN_GCC) $(HARDEN) -flto=auto
LDFLAGS := $(LINK_HARDEN) -flto=auto -O2
# Measured: a fifteenth less time for EDIFACT, nothing for what else there is.
FASTER := -O3
else ifeq ($(VARIANT),checked)
CC := gcc
CFLAGS := $(COMMON) $(WARN) $(WARN_GCC) -Werror -O2
LDFLAGS := -Wl,--as-needed
else ifeq ($(VARIANT),clang)
CC := clang
CFLAGS := $(COMMON) $(WARN) $(WARN_CLANG) -Werror -O1
LDFLAGS := -Wl,--as-needed
else ifeq ($(VARIANT),asan)
CC := gcc
CFLAGS := $(COMMON) $(WARN) $(WARN_GCC) -O1 -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS := -fsanitize=address,undefined
else ifeq ($(VARIANT),fuzz)
CC := clang
CFLAGS := $(COMMON) $(WARN) $(WARN_CLANG) -O1 -fno-omit-frame-pointer \
	-fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all
LDFLAGS := -fsanitize=address,undefined
else ifeq ($(VARIANT),fuzzfast)
# What a comparison compares is not followed: three to five times the speed,
# from a corpus for which the variant fuzz found the words.
CC := clang
CFLAGS := $(COMMON) $(WARN) $(WARN_CLANG) -O1 -fno-omit-frame-pointer \
	-fsanitize=address,undefined -fno-sanitize-recover=all \
	-fsanitize-coverage=inline-8bit-counters,pc-table,indirect-calls
LDFLAGS := -fsanitize=address,undefined
else ifeq ($(VARIANT),cov)
CC := gcc
CFLAGS := $(COMMON) $(WARN) -O0 --coverage
LDFLAGS := --coverage
else
$(error VARIANT is one of release checked clang asan fuzz fuzzfast cov)
endif

# --- rules -------------------------------------------------------------------

.PHONY: all
all: $(O)/ordermill
ifeq ($(VARIANT),release)
all: $(B)/ordermill
$(B)/ordermill: $(O)/ordermill
	@cp -f $< $@
endif

.DELETE_ON_ERROR:
# Named here, an object is never taken for a step between that may be missing.
.PHONY: objects
objects: $(LIBOBJ) $(CLIOBJ) $(UNITSRC:%.c=$(O)/%.o) $(FUZZSRC:%.c=$(O)/%.o) \
	$(BENCHSRC:%.c=$(O)/%.o)
$(O)/parsers/edifact%.o: CFLAGS += $(FASTER)
$(O)/%.o: %.c $(GENSRC) | deps-compile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<
$(O)/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c -o $@ $<
$(O)/libordermill.a: $(LIBOBJ)
	@rm -f $@
	$(if $(findstring flto,$(CFLAGS)),gcc-ar,ar) rcs $@ $^
$(O)/ordermill: $(CLIOBJ) $(O)/libordermill.a
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)
$(O)/tests/%: $(O)/tests/unit/%.o $(O)/libordermill.a
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS) $(TEST_LIBS)
$(O)/fuzz_%: $(O)/tests/fuzz/fuzz_%.o $(O)/libordermill.a
	$(CC) $(LDFLAGS) $(if $(filter fuzz%,$(VARIANT)),-fsanitize=fuzzer) \
		-o $@ $^ $(PKG_LIBS)
$(O)/bench_%: $(O)/tests/bench/bench_%.o $(O)/libordermill.a
	$(CC) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(GEN)/store/queries.c: store/queries.awk $(sort $(wildcard store/queries/*.sql))
	@mkdir -p $(@D)
	awk -v out=$(GEN)/store/queries -f $^
$(GEN)/store/schema.c: store/embed.awk $(sort $(wildcard store/schema/sqlite/*.sql))
	@mkdir -p $(@D)
	awk -v name=schema -f $^ > $@
$(GEN)/config/example.c: store/embed.awk $(sort $(shell find config/example -type f))
	@mkdir -p $(@D)
	awk -v name=example -f $^ > $@
$(GEN)/parsers/guides.c: store/embed.awk $(sort $(wildcard parsers/guides/*.guide))
	@mkdir -p $(@D)
	awk -v name=guides -f $^ > $@
$(GEN)/parsers/charsets.c: store/embed.awk $(sort $(wildcard parsers/charsets/*.txt))
	@mkdir -p $(@D)
	awk -v name=charsets -f $^ > $@

-include $(shell find $(O) -name '*.d' 2>/dev/null)

.PHONY: units fuzzers benches
units: $(UNITBIN)
fuzzers: $(FUZZBIN)
benches: $(BENCHBIN)

# --- checks ------------------------------------------------------------------

LOGS := $(B)/test-logs
SUB := $(MAKE) -s -j$(JOBS)
E2E = $(wildcard tests/e2e/night_*.py tests/e2e/cli.py)
CHECKS = $(sort $(UNITSRC:tests/unit/%.c=$(B)/asan/tests/%)) \
	"tests/layers.sh" \
	"tests/e2e/install.sh $(B)" \
	"tests/e2e/recurrence_oracle.py $(B)/asan 5000" \
	"tests/e2e/recurrence_table.py $(B)/asan" \
	"tests/e2e/judge_ubl.py --tap" \
	"tests/e2e/judge_cxml.py --tap $(B)/asan" \
	"tests/e2e/sftp_transport.py $(B)/asan/tests/test_transport_cli" \
	$(foreach t,$(E2E),"$(t) $(B)/checked") \
	"tests/crash/crash.py $(B)/checked --sample" \
	"tests/fuzz/seconds.sh $(B)/fuzz 3"

.PHONY: check check-long check-builds demo
check: deps check-builds
	@JOBS=$(JOBS) tests/run.sh $(LOGS) $(CHECKS)

# Warnings are errors under both compilers; the tests run with sanitizers.
check-builds: deps
	@$(SUB) all
	@$(SUB) VARIANT=checked all
	@$(SUB) VARIANT=clang all
	@$(SUB) VARIANT=asan all units
	@$(SUB) VARIANT=fuzz fuzzers

check-long: check
	@$(SUB) $(B)/release/tests/test_recur_oracle
	@JOBS=$(JOBS) tests/run.sh $(LOGS) \
		"tests/crash/crash.py $(B)/checked --all" \
		"tests/fuzz/seconds.sh $(B)/fuzz 120" \
		"tests/e2e/recurrence_oracle.py $(B)/release 20000" \
		"tests/e2e/recurrence_table.py $(B)/release all" \
		"tests/e2e/night_samples.py $(B)/checked all" \
		"tests/e2e/night_money.py $(B)/checked 100000" \
		"tests/coverage.sh"

demo: deps
	@$(SUB) all
	@/usr/bin/python3 tests/e2e/demo.py $(B)/ordermill

.PHONY: fuzz bench lint layers
# Executions each: a tenth that follows comparisons and looks for a corpus, then
# all of them fast.  make fuzz RUNS=10000000 TARGETS='x12 ubl'
RUNS := 1000000
TARGETS := $(FUZZSRC:tests/fuzz/fuzz_%.c=%)
fuzz: deps
	@$(SUB) VARIANT=fuzz $(TARGETS:%=$(B)/fuzz/fuzz_%)
	@$(SUB) VARIANT=fuzzfast $(TARGETS:%=$(B)/fuzzfast/fuzz_%)
	@tests/fuzz/runs.sh $(B)/fuzz $$(($(RUNS) / 10)) $(TARGETS)
	@tests/fuzz/runs.sh $(B)/fuzzfast $(RUNS) $(TARGETS)

bench: deps
	@$(SUB) all benches $(B)/release/tests/test_transport_cli
	@/usr/bin/python3 tests/bench/bench.py $(B)

layers:
	@tests/layers.sh

lint: layers
	@tests/lint.sh

# --- installing --------------------------------------------------------------

.PHONY: install
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/doc/ordermill \
		$(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 755 $(B)/ordermill $(DESTDIR)$(PREFIX)/bin/ordermill
	install -m 644 docs/ordermill.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -m 644 README.md ARCHITECTURE.md LICENSE \
		$(DESTDIR)$(PREFIX)/share/doc/ordermill/
	install -d $(DESTDIR)$(PREFIX)/share/doc/ordermill/docs
	install -m 644 docs/*.md $(DESTDIR)$(PREFIX)/share/doc/ordermill/docs/
	for u in config/systemd/*; do \
		sed 's,@PREFIX@,$(PREFIX),g' $$u > \
		    $(DESTDIR)$(PREFIX)/lib/systemd/system/$$(basename $$u) \
		    || exit 1; \
	done

.PHONY: help
help:
	@echo 'make            build/ordermill, hardened'
	@echo 'make demo       three nights with real SFTP partners on loopback'
	@echo 'make check      every test that takes minutes; check-long: the rest'
	@echo 'make VARIANT=asan build/asan/tests/test_NAME    one unit test'
	@echo 'make fuzz       RUNS=1000000 executions of each of TARGETS=...'
	@echo 'make bench lint layers install (PREFIX=, DESTDIR=) clean'
	@echo 'VARIANT is release, checked, clang, asan, fuzz, fuzzfast or cov;'
	@echo 'B=DIR builds below another directory than build/'

.PHONY: deps-compile deps
deps-compile:
	@tests/deps.sh build
deps:
	@tests/deps.sh all

.PHONY: clean
clean:
	rm -rf $(B)
