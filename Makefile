# podprobe: one Makefile. Sources are found by folder; a new file needs no line here.
#
#   make            ./podprobe
#   make test       build and pass the tests (unit, screen; cluster tests where KUBECONFIG_TEST names one)
#   make check      all gates: formatting, include direction, cppcheck, clang-tidy, gcc -fanalyzer, sanitizers
#   make bench      figures, as ratios within one run
#   make fuzz       every fuzz target for FUZZ_SECONDS each
#   make install    DESTDIR= PREFIX=/usr/local

VERSION  = 0.1.0
PREFIX   = /usr/local
CC      ?= cc
PKG_CONFIG ?= pkg-config

FOLDERS  = base model api-client themes widgets tui cli
PACKAGES = ncursesw libuv libcurl libcjson libcrypto yaml-0.1 vterm

BUILD   ?= build
CFLAGS  ?= -O2 -g
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
           -Wwrite-strings -Wvla -Wformat=2 -Wundef
CPPFLAGS += -I. -D_GNU_SOURCE -DPODPROBE_VERSION='"$(VERSION)"'
ALL_CFLAGS = -std=c11 $(WARNINGS) $(CFLAGS) $(EXTRA_CFLAGS) $(shell $(PKG_CONFIG) --cflags $(PACKAGES)) -fno-strict-aliasing
# libwslay comes without a pkg-config file
LIBS     = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lwslay -lm -lutil

SOURCES := $(foreach d,$(FOLDERS),$(wildcard $(d)/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(filter-out $(BUILD)/cli/main.o,$(OBJECTS))

PODPROBE ?= podprobe
all: $(PODPROBE)

$(PODPROBE): $(OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d) $(wildcard $(BUILD)/tests/*/*.d)
$(BUILD)/themes/shipped.o: $(wildcard themes/*.yaml)

# Everything but main, for the tests.
$(BUILD)/libpodprobe.a: $(LIBRARY)
	@rm -f $@
	ar rcs $@ $^

UNIT_SOURCES := $(wildcard tests/unit/test_*.c)
UNIT_TESTS   := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/unit/%)
TEST_HELPERS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(UNIT_SOURCES),$(wildcard tests/unit/*.c)) $(wildcard tests/support/*.c))

$(BUILD)/tests/unit/%: $(BUILD)/tests/unit/%.o $(TEST_HELPERS) $(BUILD)/libpodprobe.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs cmocka) $(LIBS)

.SECONDARY:
.PHONY: all test unit screen cluster check format format-check tidy cppcheck analyzer sanitizers bench fuzz install clean

unit: $(UNIT_TESTS)
	@tests/run-all unit $(UNIT_TESTS)

# The real program in a pseudo-terminal, wanting nothing but loopback.
SCREEN_TESTS := $(patsubst tests/screen/%.c,$(BUILD)/tests/screen/%,$(wildcard tests/screen/test_*.c))
$(BUILD)/tests/screen/%: $(BUILD)/tests/screen/%.o $(TEST_HELPERS) $(BUILD)/libpodprobe.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs cmocka) $(LIBS)

screen: $(PODPROBE) $(SCREEN_TESTS)
	@tests/run-all screen $(SCREEN_TESTS)

# Against the disposable cluster that KUBECONFIG names (tests/cluster/README.md); not part of `make test`.
CLUSTER_TESTS := $(wildcard tests/cluster/test-*)
CLUSTER_PROGRAMS := $(patsubst tests/cluster/%.c,$(BUILD)/tests/cluster/%,$(wildcard tests/cluster/*.c))
$(BUILD)/tests/cluster/%: $(BUILD)/tests/cluster/%.o $(TEST_HELPERS) $(BUILD)/libpodprobe.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(shell $(PKG_CONFIG) --libs cmocka) $(LIBS)

cluster: podprobe $(CLUSTER_PROGRAMS)
	@tests/run-all cluster $(CLUSTER_TESTS)

test: $(PODPROBE) $(UNIT_TESTS) $(SCREEN_TESTS)
	@tests/run-all test $(UNIT_TESTS) $(SCREEN_TESTS)

# All gates. Each can be run alone.
check: format-check directions cppcheck tidy analyzer sanitizers
	@echo "check: all gates passed"

ALL_C = $(wildcard $(addsuffix /*.c,$(FOLDERS)) tests/*/*.c)
ALL_H = $(wildcard $(addsuffix /*.h,$(FOLDERS)) tests/*/*.h)

format:
	clang-format -i $(ALL_C) $(ALL_H)

format-check:
	@echo "clang-format --dry-run ..."
	@clang-format --dry-run -Werror $(ALL_C) $(ALL_H)

.PHONY: directions
directions:
	tests/include-direction

cppcheck:
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 \
	  --suppress=missingIncludeSystem --suppress=unknownMacro -j2 -I. -D_GNU_SOURCE $(FOLDERS)

# One file at a time (with several, clang-tidy 14 takes every va_list after the first file for uninitialized), and only
# those that changed: the object says when, it depends on the headers too.
TIDY_FLAGS = -std=c11 $(CPPFLAGS) $(shell $(PKG_CONFIG) --cflags $(PACKAGES))
tidy: $(SOURCES:%.c=$(BUILD)/tidy/%.passed)
$(BUILD)/tidy/%.passed: $(BUILD)/%.o .clang-tidy
	@mkdir -p $(@D)
	clang-tidy --quiet $*.c -- $(TIDY_FLAGS)
	@touch $@

analyzer:
	$(MAKE) --no-print-directory BUILD=build/analyzer CC=gcc CFLAGS="-O1 -fanalyzer -Werror" build/analyzer/libpodprobe.a

SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
# On a Linux console ncurses loads the mouse library libgpm, which leaks a name: not for the terminals of the tests.
sanitizers:
	NCURSES_GPM_TERMS=none $(MAKE) --no-print-directory BUILD=build/sanitize PODPROBE=build/sanitize/podprobe CFLAGS="$(SANITIZE)" test

# Figures of the program and, in the same run, of curl.
BENCH_TOOLS  := $(patsubst %,$(BUILD)/tests/bench/%,server dashboard verbs turns.so)
BENCH_HELPERS = $(BUILD)/tests/bench/measure.o $(BUILD)/tests/support/vt.o
$(BUILD)/tests/bench/%: $(BUILD)/tests/bench/%.o $(BENCH_HELPERS) $(BUILD)/libpodprobe.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/tests/bench/turns.so: tests/bench/turns.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -fPIC -shared -o $@ $< -ldl

bench: $(PODPROBE) $(BENCH_TOOLS)
	tests/bench/run $(BUILD)/tests/bench ./$(PODPROBE)

FUZZ_SECONDS = 30
FUZZ_TARGETS = $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
$(BUILD)/tests/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libpodprobe.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)
fuzz:
	@tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_TARGETS)

install: $(PODPROBE)
	install -D -m 755 podprobe $(DESTDIR)$(PREFIX)/bin/podprobe
	install -d $(DESTDIR)$(PREFIX)/share/man/man1
	./podprobe man > $(DESTDIR)$(PREFIX)/share/man/man1/podprobe.1
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	./podprobe completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/podprobe
	./podprobe completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_podprobe
	./podprobe completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/podprobe.fish

clean:
	rm -rf build podprobe
