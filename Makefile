# msearch - one non-recursive file. `make help` says what it can do.
#
# The layers, in the order in which they may include each other (tests/lint/layers.sh
# holds the exact table):
#
#   indexer/  base < codec < text < segment     base < text < ingest < extract
#             all but extract < build
#   server/   query < match < answer < web < cli
#
# Objects go to build/MODE/, MODE = release | debug | asan | tsan | fuzz | cover, and
# lint-gcc | lint-clang | analyze, which make objects only, warnings being errors.

MODE   ?= release
BUILD  ?= build
PREFIX ?= /usr/local
OUT    := $(BUILD)/$(MODE)

INDEXER_LAYERS ?= base codec text segment ingest build
SERVER_LAYERS  ?= query match answer web cli

# `make demo`: what is indexed and asked.
DEMO_INDEX   ?= $(BUILD)/demo-index
DEMO_ARCHIVE ?= corpus/sample
DEMO_KYRGYZ  ?= айылдык мектептер
DEMO_RUSSIAN ?= сельские школы
DEMO_PHRASE  ?= "таза суу"
LISTEN       ?= 127.0.0.1:8080

FUZZ_SECONDS ?= 20
JOBS         ?= $(shell nproc 2>/dev/null || echo 2)
# What `make quality` measures on, when it is there.
DATA         ?= ../shared

# --- sources -------------------------------------------------------------------------

sources = $(filter-out %_make.c,$(sort $(wildcard $(1)/*.c)))

indexer_c := $(foreach layer,$(INDEXER_LAYERS),$(call sources,indexer/$(layer)))
server_c  := $(foreach layer,$(SERVER_LAYERS),$(call sources,server/$(layer)))
extract_c := $(call sources,indexer/extract)
support_c := $(wildcard tests/reference.c) $(call sources,tests/support)

TEST_KINDS := unit property fault crash golden spec
tests_c    := $(foreach kind,$(TEST_KINDS),$(call sources,tests/$(kind)))
tsan_c     := $(call sources,tests/tsan)
fuzz_c     := $(filter tests/fuzz/fuzz_%,$(call sources,tests/fuzz))
game_c     := $(call sources,tests/bench/game)
bench_c    := $(call sources,tests/bench) $(game_c)
quality_c  := $(call sources,tests/quality)
asset_files := $(wildcard server/web/assets/*)
all_c      := $(indexer_c) $(extract_c) $(server_c) $(support_c) $(tests_c) $(tsan_c) \
              $(call sources,tests/fuzz) $(bench_c) $(quality_c)
all_h      := $(sort $(wildcard indexer/*/*.h server/*/*.h tests/*.h tests/*/*.h))

object   = $(patsubst %.c,$(OUT)/%.o,$(1))
program  = $(patsubst %.c,$(OUT)/%,$(1))

# --- flags ---------------------------------------------------------------------------

ifeq ($(origin CC),default)
CC := $(if $(filter fuzz lint-clang,$(MODE)),clang,gcc)
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
    -Wdouble-promotion -Wstrict-prototypes -Wmissing-prototypes -Wmissing-declarations \
    -Wold-style-definition -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings \
    -Wundef -Wvla -Wswitch-enum -Wformat=2 -Wnull-dereference -Wimplicit-fallthrough \
    -Wredundant-decls
WARNINGS_gcc := -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
    -Wformat-truncation=2 -Wstack-usage=16384
WARNINGS_clang := -Wcomma -Wunreachable-code -Wmissing-variable-declarations \
    -Wconditional-uninitialized

WARNINGS += $(if $(findstring clang,$(CC)),$(WARNINGS_clang),$(WARNINGS_gcc))

machine := $(shell uname -m)
HARDEN := -D_FORTIFY_SOURCE=3 -fPIE -fstack-clash-protection \
    $(if $(filter x86_64,$(machine)),-fcf-protection) \
    $(if $(filter aarch64,$(machine)),-mbranch-protection=standard)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

# Whole-program optimisation is worth 6 % of indexing time (tests/bench); gcc only, whose
# archiver Debian has beside it.
WHOLE := $(if $(findstring gcc,$(CC)),-flto=auto)
MODE_release := -O3 -g $(HARDEN) $(WHOLE)
MODE_debug   := -O0 -g3
MODE_asan    := -O1 -g $(SANITIZE)
MODE_tsan    := -O1 -g -fsanitize=thread
MODE_fuzz    := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
MODE_cover   := -O0 -g --coverage
MODE_lint-gcc   := -O2 -Werror
MODE_lint-clang := -O2 -Werror
# gcc 12 takes arrays filled through a pointer for unset; clang's warning does it better.
MODE_analyze    := -O2 -Werror -fanalyzer -Wno-analyzer-use-of-uninitialized-value
LINK_release := -pie -Wl,-z,relro,-z,now

LANGUAGE := -std=c11 -ffp-contract=off -D_POSIX_C_SOURCE=200809L -D_FILE_OFFSET_BITS=64 \
    -Iindexer -Iserver -Itests
COMPILE   = $(CC) $(LANGUAGE) $(WARNINGS) -fno-common -fstack-protector-strong -pthread \
    $(MODE_$(MODE)) $(CFLAGS)
LINK      = $(CC) $(MODE_$(MODE)) $(LINK_$(MODE)) -pthread $(CFLAGS) $(LDFLAGS)

# Asked when linking, not before: the packages may have just been installed.
package = $(or $(shell pkg-config --libs $(1) 2>/dev/null),$(2))
LIBS_msearch = -lstemmer $(call package,zlib,-lz) \
    $(call package,libutf8proc,-lutf8proc) $(call package,jansson,-ljansson) -lm
LIBS_serve = $(call package,libmicrohttpd,-lmicrohttpd)
LIBS_extract = $(call package,gumbo,-lgumbo) $(call package,libseccomp,-lseccomp)

indexer_a := $(OUT)/libindexer.a
server_a  := $(OUT)/libserver.a
extract_a := $(OUT)/libextract.a
msearch   := $(OUT)/msearch
server    := $(OUT)/msearch-serve
extractor := $(OUT)/msearch-extract

# --- programs ------------------------------------------------------------------------

.PHONY: all demo serve test lint tidy asan tsan fuzz bench race scale quality cover \
    format install clean help deps
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:

all: programs

programs: $(msearch) $(server) $(extractor)

stamp_build := $(BUILD)/deps-build.stamp
stamp_test  := $(BUILD)/deps-test.stamp

$(BUILD)/deps-%.stamp: .ci/deps
	@mkdir -p $(@D)
	.ci/deps $*
	@touch $@

deps:
	.ci/deps build test browser

$(OUT)/%.o: %.c | $(stamp_build)
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c $< -o $@

$(OUT)/assets.c: server/web/assets.sh $(asset_files)
	@mkdir -p $(@D)
	server/web/assets.sh server/web/assets >$@

$(OUT)/assets.o: $(OUT)/assets.c | $(stamp_build)
	$(COMPILE) -MMD -MP -c $< -o $@

# A chunk that lives on in the arena's list looks lost to the analyzer.
$(BUILD)/analyze/indexer/base/memory.o: MODE_analyze += -Wno-analyzer-malloc-leak
# gcc 12 takes a vector's lanes for the bits that are shifted.
$(BUILD)/analyze/indexer/codec/kernels_sse41.o $(BUILD)/analyze/indexer/codec/kernels_neon.o: \
    MODE_analyze += -Wno-analyzer-shift-count-overflow

# The Kyrgyz stemmer's tables are made from its rules, by a program of the build.
stem_ky_make := $(wildcard indexer/text/stem_ky*_make.c) indexer/text/stem_ky_letters.c

$(OUT)/stem_ky_make: $(stem_ky_make) $(wildcard indexer/text/stem_ky_*.h) | $(stamp_build)
	@mkdir -p $(@D)
	$(CC) $(LANGUAGE) $(WARNINGS) -O1 $(stem_ky_make) -o $@

$(OUT)/stem_ky_table.c: indexer/text/stem_ky.rules $(OUT)/stem_ky_make
	$(OUT)/stem_ky_make $< >$@

$(OUT)/stem_ky_table.o: $(OUT)/stem_ky_table.c | $(stamp_build)
	$(COMPILE) -MMD -MP -c $< -o $@

$(OUT)/terms_own.c: server/query/terms_own.sh corpus/terms/ky-ru.tsv
	@mkdir -p $(@D)
	server/query/terms_own.sh corpus/terms/ky-ru.tsv >$@

$(OUT)/terms_own.o: $(OUT)/terms_own.c | $(stamp_build)
	$(COMPILE) -MMD -MP -c $< -o $@

archive = @rm -f $@; $(if $(findstring gcc,$(CC)),gcc-ar,ar) rcs $@ $^

$(indexer_a): $(call object,$(indexer_c)) $(OUT)/stem_ky_table.o
	$(archive)

$(server_a): $(call object,$(filter-out server/cli/main%,$(server_c))) \
    $(OUT)/terms_own.o \
    $(if $(wildcard server/web/assets.h),$(OUT)/assets.o)
	$(archive)

$(extract_a): $(call object,$(filter-out indexer/extract/main.c,$(extract_c)))
	$(archive)

$(msearch): $(call object,server/cli/main.c) $(server_a) $(indexer_a)
	$(LINK) $^ -o $@ $(LIBS_msearch)

$(server): $(call object,server/cli/main_serve.c) $(server_a) $(indexer_a)
	$(LINK) $^ -o $@ $(LIBS_serve) $(LIBS_msearch)

$(extractor): $(call object,indexer/extract/main.c) $(extract_a) $(indexer_a)
	$(LINK) $^ -o $@ $(LIBS_extract) $(LIBS_msearch)

# --- what to see first ---------------------------------------------------------------

demo_index = rm -rf $(DEMO_INDEX) && $(msearch) index -i $(DEMO_INDEX) $(DEMO_ARCHIVE)
demo_query = $(msearch) query -i $(DEMO_INDEX) -n 3 --

demo: programs
	$(demo_index)
	$(demo_query) '$(DEMO_KYRGYZ)'
	$(demo_query) '$(DEMO_RUSSIAN)'
	$(demo_query) '$(DEMO_PHRASE)'
	@echo 'In the browser: make serve, then http://$(LISTEN)/'

serve: programs
	$(demo_index)
	$(msearch) serve -i $(DEMO_INDEX) --listen $(LISTEN)

# --- tests ---------------------------------------------------------------------------

support_a := $(OUT)/libsupport.a
LIBS_all = $(LIBS_extract) $(LIBS_serve) $(LIBS_msearch)
libraries := $(server_a) $(extract_a) $(indexer_a)

$(support_a): $(call object,$(support_c))
	$(archive)

test_programs := $(call program,$(tests_c))
tsan_programs := $(call program,$(tsan_c))
fuzz_programs := $(call program,$(fuzz_c))
bench_programs := $(call program,$(bench_c))
game_programs := $(call program,$(game_c))
quality_programs := $(call program,$(quality_c))

$(call object,$(support_c) $(tests_c) $(tsan_c)): | $(stamp_test)

$(test_programs) $(tsan_programs): %: %.o $(support_a) $(libraries)
	$(LINK) $^ -o $@ -lcmocka $(LIBS_all)

ifeq ($(MODE),fuzz)
fuzz_main := -fsanitize=fuzzer
else
fuzz_main := $(OUT)/tests/fuzz/driver.o
$(fuzz_programs): $(fuzz_main)
endif

$(fuzz_programs): %: %.o $(support_a) $(libraries)
	$(LINK) $(filter-out $(fuzz_main),$^) $(fuzz_main) -o $@ \
	    $(LIBS_all)

$(bench_programs) $(quality_programs): %: %.o $(support_a) $(libraries)
	$(LINK) $^ -o $@ $(LIBS_all)

.PHONY: programs tests-built tsan-built fuzz-built bench-built quality-built objects \
    analyzed
tests-built: $(test_programs) $(fuzz_programs) $(quality_programs) $(game_programs) \
    programs
tsan-built: $(tsan_programs)
fuzz-built: $(fuzz_programs)
bench-built: $(bench_programs) programs
quality-built: $(quality_programs) programs
objects: $(call object,$(all_c))
analyzed: $(call object,$(indexer_c) $(extract_c) $(server_c))

# What does not compile is a failed test, told by the runner with the rest.
test: $(stamp_build) $(stamp_test)
	-.ci/deps browser
	-@$(MAKE) -k -s -j$(JOBS) MODE=asan tests-built
	-@$(MAKE) -k -s -j$(JOBS) MODE=tsan tsan-built
	-@$(MAKE) -k -s -j$(JOBS) MODE=release programs
	BUILD=$(BUILD) tests/run.sh $(ONLY)

asan: $(stamp_test)
	$(MAKE) -j$(JOBS) MODE=asan tests-built
	BUILD=$(BUILD) tests/run.sh unit property fault crash golden spec fuzz

tsan: $(stamp_test)
	$(MAKE) -j$(JOBS) MODE=tsan tsan-built
	BUILD=$(BUILD) tests/run.sh tsan

fuzz: $(stamp_test)
	$(MAKE) -j$(JOBS) MODE=fuzz fuzz-built
	BUILD=$(BUILD) tests/fuzz/run.sh $(FUZZ_SECONDS) $(TARGETS)

quality: $(stamp_test)
	$(MAKE) -s -j$(JOBS) MODE=release quality-built
	BUILD=$(BUILD) MSEARCH=$(BUILD)/release/msearch tests/quality/run.sh $(DATA)

bench: $(stamp_build)
	$(MAKE) -j$(JOBS) MODE=release bench-built
	BUILD=$(BUILD) MSEARCH=$(BUILD)/release/msearch tests/bench/run.sh $(BENCH_FLAGS)
	$(if $(BENCH_FLAGS),,$(small_race))

# Engines that are one package away, and few articles: minutes.
small_race = BUILD=$(BUILD) MSEARCH=$(BUILD)/release/msearch GAME_WORK=$(BUILD)/bench/race \
    GAME_DOCS="$${GAME_DOCS:-50000}" GAME_PER_TAG="$${GAME_PER_TAG:-20}" \
    GAME_ENGINES="$${GAME_ENGINES:-xapian sqlite sphinx}" tests/bench/game/run.sh

# All engines, many articles; its settings are in tests/bench/game/run.sh.
race: $(stamp_build)
	$(MAKE) -j$(JOBS) MODE=release bench-built
	BUILD=$(BUILD) MSEARCH=$(BUILD)/release/msearch GAME_KEEP=1 tests/bench/game/run.sh

# msearch alone at growing sizes, up to SCALE_MAX articles.
scale: $(stamp_build)
	$(MAKE) -j$(JOBS) MODE=release bench-built
	BUILD=$(BUILD) MSEARCH=$(BUILD)/release/msearch tests/bench/game/scale.sh

cover: $(stamp_test)
	$(MAKE) -k -j$(JOBS) MODE=cover tests-built
	BUILD=$(BUILD) tests/cover.sh

# --- gates ---------------------------------------------------------------------------

lint: $(stamp_build) $(stamp_test)
	MAKE='$(MAKE)' JOBS=$(JOBS) BUILD=$(BUILD) tests/lint/run.sh $(ONLY)

tidy: $(stamp_test)
	tests/lint/tidy.sh '$(LANGUAGE)' $(or $(FILES),$(indexer_c) $(extract_c) $(server_c))

format: $(stamp_test)
	clang-format -i $(all_c) $(all_h)

# --- the rest ------------------------------------------------------------------------

install: programs
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/msearch \
	    $(DESTDIR)$(PREFIX)/share/doc/msearch
	install -m 755 $(msearch) $(DESTDIR)$(PREFIX)/bin/
	install -m 755 $(server) $(extractor) $(DESTDIR)$(PREFIX)/libexec/msearch/
	install -m 644 LICENSE $(wildcard README.md CHANGELOG.md indexer/FORMAT.md \
	    server/API.md) $(DESTDIR)$(PREFIX)/share/doc/msearch/

clean:
	rm -rf $(BUILD)

help:
	@echo 'make            msearch, msearch-serve and msearch-extract in build/release'
	@echo 'make demo       index the sample archive and ask three questions'
	@echo 'make serve      the same index in the browser, http://$(LISTEN)/'
	@echo 'make install    into PREFIX=$(PREFIX), under DESTDIR'
	@echo 'make deps       install the Debian packages for building and testing'
	@echo 'make test       every test; ONLY="unit e2e" for some of them'
	@echo 'make lint       every gate; ONLY="layers shape" for some of them'
	@echo 'make tidy       clang-tidy; FILES="a.c b.c" for some files'
	@echo 'make fuzz       each target for FUZZ_SECONDS=$(FUZZ_SECONDS); TARGETS="fuzz_wire"'
	@echo 'make asan tsan cover bench race scale quality format clean'
	@echo 'MODE=release|debug|asan|tsan|fuzz|cover   BUILD=$(BUILD)   JOBS=$(JOBS)'

-include $(patsubst %.c,$(OUT)/%.d,$(all_c)) $(OUT)/assets.d \
    $(OUT)/terms_own.d $(OUT)/stem_ky_table.d
