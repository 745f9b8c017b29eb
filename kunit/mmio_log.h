/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A log of register accesses, in the order in which they were made, and a fake
 * device behind them.
 *
 * A test that includes this before <deed/mmio.h> (and before the driver's own
 * source, if it tests one) sees every access that is made through <deed/mmio.h>
 * in this file. Other files are built as they are for a driver: nothing of this
 * is in them.
 *
 * A log watches a range of addresses: memory of its own, for a fake device, or
 * the registers of a real one. Each access is done as it would be done without
 * the log, unless the fake says otherwise.
 *
 * The log is text, so that a test compares it with one line and shows both when
 * they differ: ``r32 20=1`` is a read of 32 bits at 0x20 that gave 1, ``w`` a
 * write, ``R`` and ``W`` the relaxed ones, ``copy 40+16 out`` and ``copy 40+16
 * in`` bytes that were read and written; what mmio_log_mark() notes stands
 * between them.
 */
#ifndef _DEED_KUNIT_MMIO_LOG_H
#define _DEED_KUNIT_MMIO_LOG_H

#ifdef _DEED_MMIO_H
#error "include mmio_log.h before <deed/mmio.h>"
#endif

#include <kunit/test.h>
#include <linux/io.h>
#include <linux/spinlock.h>
#include <linux/sprintf.h>
#include <linux/types.h>

#include <deed/own.h>

deed_unsafe_file("stands between a driver and the raw accesses to its registers");

/**
 * struct mmio_log - a log, and the fake behind it
 * @base: the first address that is watched
 * @size: how many bytes are watched
 * @read: what a read gives, instead of what is at the address; may be NULL.
 *	Called before the access is logged.
 * @write: what is done instead of a write; may be NULL
 * @data: for @read and @write
 */
struct mmio_log {
	void __iomem *base;
	size_t size;
	u64 (*read)(struct mmio_log *log, size_t offset, size_t width);
	void (*write)(struct mmio_log *log, size_t offset, size_t width, u64 value);
	void *data;
	/* private: */
	struct mmio_log *next;
	raw_spinlock_t lock;
	size_t len;
	char text[4096];
};

static struct mmio_log *mmio_logs;

static u64 mmio_log_load(const void __iomem *at, size_t width, bool relaxed);
static void mmio_log_store(void __iomem *at, size_t width, u64 value, bool relaxed);
static void mmio_log_copy_from(void *to, const void __iomem *from, size_t len);
static void mmio_log_copy_to(void __iomem *to, const void *from, size_t len);

#define __deed_mmio_load mmio_log_load
#define __deed_mmio_store mmio_log_store
#define __deed_mmio_copy_from mmio_log_copy_from
#define __deed_mmio_copy_to mmio_log_copy_to

#include <deed/mmio.h>

/* Adds words to the log. Any context. */
static __printf(2, 3) void mmio_log_add(struct mmio_log *log, const char *fmt, ...)
{
	unsigned long flags;
	va_list args;

	va_start(args, fmt);
	raw_spin_lock_irqsave(&log->lock, flags);
	if (log->len)
		log->len += scnprintf(log->text + log->len,
				      sizeof(log->text) - log->len, " ");
	log->len += vscnprintf(log->text + log->len,
			       sizeof(log->text) - log->len, fmt, args);
	raw_spin_unlock_irqrestore(&log->lock, flags);
	va_end(args);
}

/* Notes what is no access, in its place between them: "irq-freed". */
static inline void mmio_log_mark(struct mmio_log *log, const char *what)
{
	mmio_log_add(log, "%s", what);
}

/* Forgets what was logged. */
static inline void mmio_log_clear(struct mmio_log *log)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&log->lock, flags);
	log->len = 0;
	log->text[0] = '\0';
	raw_spin_unlock_irqrestore(&log->lock, flags);
}

/* What was logged, compared with @wanted, and forgotten. */
#define EXPECT_ACCESSES(test, log, wanted)				\
	do {								\
		KUNIT_EXPECT_STREQ(test, (log)->text, wanted);		\
		mmio_log_clear(log);					\
	} while (0)

static void mmio_log_end(void *log)
{
	for (struct mmio_log **l = &mmio_logs; *l; l = &(*l)->next) {
		if (*l == log) {
			*l = (*l)->next;
			break;
		}
	}
}

/*
 * Watches @size bytes at @base until the test ends; with NULL, zeroed memory of
 * its own. Not while others use it.
 */
static inline struct mmio_log *
mmio_log_start(struct kunit *test, void __iomem *base, size_t size)
{
	struct mmio_log *log = kunit_kzalloc(test, sizeof(*log), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, log);
	if (!base)
		base = (void __iomem __force *)kunit_kzalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, (void __force *)base);
	log->base = base;
	log->size = size;
	raw_spin_lock_init(&log->lock);
	log->next = mmio_logs;
	mmio_logs = log;
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, mmio_log_end, log), 0);
	return log;
}

static struct mmio_log *mmio_log_of(const void __iomem *at)
{
	for (struct mmio_log *log = mmio_logs; log; log = log->next) {
		if (at >= log->base && at < log->base + log->size)
			return log;
	}
	return NULL;
}

static u64 mmio_log_load(const void __iomem *at, size_t width, bool relaxed)
{
	struct mmio_log *log = mmio_log_of(at);
	u64 value;

	if (!log)
		return __deed_mmio_raw_load(at, width, relaxed);
	value = log->read ? log->read(log, at - log->base, width) :
			    __deed_mmio_raw_load(at, width, relaxed);
	mmio_log_add(log, "%c%zu %tx=%llx", relaxed ? 'R' : 'r', width * 8,
		     at - log->base, value);
	return value;
}

static void
mmio_log_store(void __iomem *at, size_t width, u64 value, bool relaxed)
{
	struct mmio_log *log = mmio_log_of(at);

	if (log)
		mmio_log_add(log, "%c%zu %tx=%llx", relaxed ? 'W' : 'w', width * 8,
			     at - log->base, value);
	if (log && log->write)
		log->write(log, at - log->base, width, value);
	else
		__deed_mmio_raw_store(at, width, value, relaxed);
}

static void __maybe_unused
mmio_log_copy_from(void *to, const void __iomem *from, size_t len)
{
	struct mmio_log *log = mmio_log_of(from);

	if (log)
		mmio_log_add(log, "copy %tx+%zu out", from - log->base, len);
	__deed_mmio_raw_copy_from(to, from, len);
}

static void __maybe_unused
mmio_log_copy_to(void __iomem *to, const void *from, size_t len)
{
	struct mmio_log *log = mmio_log_of(to);

	if (log)
		mmio_log_add(log, "copy %tx+%zu in", to - log->base, len);
	__deed_mmio_raw_copy_to(to, from, len);
}

/* Maps what a log watches, or any address: for the map function of a region. */
static void __iomem *mmio_fake_map(void *base, unsigned int index, size_t size)
{
	return (void __iomem __force *)base;
}

static inline struct deed_io mmio_fake(void __iomem *base)
{
	return (struct deed_io){ (void __force *)base, 0, mmio_fake_map };
}

#endif /* _DEED_KUNIT_MMIO_LOG_H */
