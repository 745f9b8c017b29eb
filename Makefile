# SPDX-License-Identifier: GPL-2.0
#
# What people call. Every target prepares what it needs (scripts/setup), builds
# the modules with kbuild (Kbuild, scripts/kernel/modules) and leaves the rest to
# a script. A line with two hashes after a target is its line in `make help`.

KDIR ?= /lib/modules/$(shell uname -r)/build
export KDIR

MAKEFLAGS += --no-print-directory

# kbuild would take it, too
ifneq ($(filter-out x86 x86_64,$(ARCH)),)
ifneq ($(ARCH) $(filter-out test,$(MAKECMDGOALS)),arm64 )
$(error deed: ARCH=$(ARCH): only 'make test ARCH=arm64' is for another machine than this)
endif
endif

help: ## show this list
	@sed -n 's/^\([a-z_.-]*\):.*## /\1	/p' Makefile | expand -t 24
	@echo
	@echo 'make modules KDIR=folder builds for another kernel than the running one,'
	@echo 'and M=folder builds the modules of a folder of your own, in that folder; its'
	@echo 'Kbuild says obj-m += driver.o and ccflags-y += $$(DEED_CFLAGS).'
	@echo 'scripts/new-driver writes one to begin with; make test M=folder runs it in a guest.'
	@echo 'make install PREFIX=/usr puts headers, scripts and a dkms.conf into src/deed-VERSION'
	@echo 'there, where drivers outside find them and dkms builds deed.ko for each kernel.'
	@echo 'make test ARCH=arm64 cross-compiles the modules, and runs suites and programs on'
	@echo 'an arm64 kernel in QEMU, with a PHY of its own; SUITE=name: one suite.'
	@echo 'make check takes M=folder, too; PATCH=mailbox or RANGE=from..to check what is'
	@echo 'submitted, and FULL=1 adds coccicheck and clang. SARIF=file and JUNIT=file are for'
	@echo 'machines. What it says, and how to silence it: Documentation/check.rst.'
	@echo 'make check ADVISE=1 M=folder lists what deed would replace in a driver without it.'
	@echo 'DEED_PASS=off builds without the ownership pass: nothing is checked.'
	@echo 'A kernel under Secure Boot refuses them until they are signed with a key'
	@echo 'that it trusts: see mokutil(1) and Debian wiki, SecureBoot.'

run: ## boot the stock Debian kernel in QEMU, load the modules, use the device
	@scripts/setup run
	@scripts/kernel/modules stock
	@scripts/guest/programs
	@scripts/guest/guest run

shell: ## the same guest, with a shell in it
	@scripts/setup run
	@scripts/kernel/modules stock
	@scripts/guest/programs
	@scripts/guest/guest shell

ifeq ($(ARCH),arm64)
test: test-arm64
	@scripts/guest/guest arm64 $(SUITE)
else ifdef SUITE
test: ## all tests on a release and a debug kernel; SUITE=name: one; M=folder: yours
	@scripts/setup suite
	@scripts/kernel/modules release
	@scripts/guest/guest suite $(SUITE)
else ifneq ($(M),)
test:
	@scripts/setup suite
	@DRIVER='$(M)' KDIR='$(CURDIR)/build/linux/release' scripts/kernel/modules host
	@scripts/guest/guest own '$(M)'
else
test: test-modules
	@scripts/guest/guest test
endif

test-all: test-modules test-arm64 ## the long version of test, with soaks, races and arm64
	@scripts/setup test-all
	@scripts/kernel/modules kcsan
	@scripts/guest/guest test-all

races: ## only look for data races with KCSAN, in all drivers and suites
	@scripts/setup test-all
	@scripts/kernel/modules kcsan
	@scripts/guest/programs
	@scripts/guest/guest races

test-pass: ## the ownership pass against 100,000 random programs; each of its rules
	@scripts/setup suite
	@scripts/kernel/modules release samples/first/
	@scripts/pass/generate --rules scripts/gcc-plugin/rules.cc --count 3000
	@scripts/pass/generate --count 100000 --min-fires 100

order: ## only hold what drivers/edu does to its device against its order
	@scripts/setup suite
	@scripts/kernel/modules release
	@scripts/guest/programs
	@scripts/guest/guest order

twins: ## only hold drivers/phy against the kernel's own drivers, by what they ask PHYs
	@scripts/setup run
	@scripts/kernel/modules stock
	@scripts/guest/programs
	@scripts/guest/guest twins

proof: test-modules ## only prove that the judge of the guests sees trouble
	@scripts/guest/guest proof

dma: ## only edu's DMA, on machines with an IOMMU, with bounce buffers, ...
	@scripts/setup test
	@scripts/kernel/modules stock
	@scripts/kernel/modules release
	@scripts/guest/programs
	@scripts/guest/guest dma

test-modules:
	@scripts/setup test
	@scripts/kernel/modules stock
	@scripts/kernel/modules release modules DEED_BENCH=1
	@scripts/kernel/modules debug
	@scripts/guest/programs

test-arm64:
	@scripts/setup arm64
	@scripts/kernel/modules arm64
	@scripts/guest/programs arm64

misuse: ## what the compiler and the pass say of one file: FILE=x.c
	@scripts/check/file '$(FILE)' '$(KERNEL)'

bench: ## what deed costs beside hand-written code, in instructions and bytes
	@scripts/setup bench
	@scripts/bench/run

modules: ## build the modules for the running kernel; M=folder: your own
	@DRIVER='$(M)' scripts/kernel/modules host

modules_install: modules ## and install them, as root
	@DRIVER='$(M)' scripts/kernel/modules host modules_install

install: ## put what drivers need into /usr/src/deed-VERSION; DESTDIR=, PREFIX=
	@scripts/install/install put '$(DESTDIR)' '$(PREFIX)'

uninstall: ## and take it away
	@scripts/install/install remove '$(DESTDIR)' '$(PREFIX)'

compile_commands.json: ## for clangd: how each file is compiled
	@scripts/setup suite
	@scripts/kernel/modules release
	@scripts/compile-commands >$@

check: ## what can be said without running anything; M=, PATCH=, RANGE=, FULL=1
	@scripts/setup check$(if $(FULL),-full)
	@scripts/checker/check M='$(M)' PATCH='$(PATCH)' RANGE='$(RANGE)' \
		FULL='$(FULL)' SARIF='$(SARIF)' JUNIT='$(JUNIT)' ADVISE='$(ADVISE)'

audit: ## what is trusted, unsafe, silenced or without contract; JSON=file
	@scripts/audit/audit $(if $(JSON),JSON='$(JSON)')

docs: ## the book, as HTML, in build/docs/html
	@scripts/setup docs
	@scripts/docs/build

clean: ## remove what was built here
	rm -rf build compile_commands.json

distclean: clean ## and the cache: kernels and their source (30 minutes to make)
	@scripts/setup clean

.DELETE_ON_ERROR:
.PHONY: help run shell test test-all test-pass races order dma twins proof test-modules \
	test-arm64 misuse bench modules modules_install install uninstall compile_commands.json \
	check audit docs clean distclean
