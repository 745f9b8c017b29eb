/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is done with the memory of DMA, in the log of register accesses: so a test
 * sees both in one order.
 *
 * A test that includes this before any header of deed sees every buffer that is
 * made, mapped, unmapped and freed through <deed/dma.h> in this file: ``map-tx``,
 * ``unmap-rx``, ``free``; and what <deed/dma_pool.h> does with those that stay mapped:
 * ``give-tx`` to the device, ``back-rx`` from it. The end of a channel, and that of a
 * pool, is compiled into this file, so that it is seen, too; that of deed.ko is the same
 * source. All is done as it would be done without the log, unless the test says
 * otherwise.
 */
#ifndef _DEED_KUNIT_DMA_LOG_H
#define _DEED_KUNIT_DMA_LOG_H

#ifdef _DEED_OWN_H
#error "include dma_log.h before the headers of deed"
#endif

#include <kunit/test.h>
#include <linux/atomic.h>
#include <linux/dma-mapping.h>
#include <linux/export.h>
#include <linux/io.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static void *dma_log_alloc(size_t len, gfp_t gfp);
static void dma_log_free(const void *memory);
static dma_addr_t dma_log_map(struct device *dev, void *memory, size_t len,
			      enum dma_data_direction dir);
static void dma_log_unmap(struct device *dev, dma_addr_t addr, size_t len,
			  enum dma_data_direction dir);

static void dma_log_sync(struct device *dev, dma_addr_t addr, size_t len,
			 enum dma_data_direction dir, bool to_device);

/* Boxes are freed by the same function: their memory is not known, and not logged. */
#define kfree(memory) dma_log_free(memory)
#include "mmio_log.h"
#undef kfree
#include <deed/device.h>

#define DMA_LOG_NOTHING(symbol)
#pragma push_macro("kzalloc")
#pragma push_macro("dma_map_single")
#pragma push_macro("dma_unmap_single")
#pragma push_macro("dma_unmap_single_attrs")
#pragma push_macro("dma_sync_single_for_device")
#pragma push_macro("dma_sync_single_for_cpu")
#pragma push_macro("EXPORT_SYMBOL_GPL")
#undef kzalloc
#undef dma_map_single
#undef dma_unmap_single
#undef dma_unmap_single_attrs
#undef dma_sync_single_for_device
#undef dma_sync_single_for_cpu
#undef EXPORT_SYMBOL_GPL
#define kzalloc(len, gfp) dma_log_alloc(len, gfp)
#define dma_map_single(dev, memory, len, dir) dma_log_map(dev, memory, len, dir)
#define dma_unmap_single(dev, addr, len, dir) dma_log_unmap(dev, addr, len, dir)
#define dma_unmap_single_attrs(dev, addr, len, dir, attrs) \
	dma_log_unmap(dev, addr, len, dir)
#define dma_sync_single_for_device(dev, addr, len, dir) \
	dma_log_sync(dev, addr, len, dir, true)
#define dma_sync_single_for_cpu(dev, addr, len, dir) \
	dma_log_sync(dev, addr, len, dir, false)
#define EXPORT_SYMBOL_GPL DMA_LOG_NOTHING
#include <deed/dma_pool.h>
#include "../abstractions/core/dma.c"
#include "../abstractions/core/dma_pool.c"
#pragma pop_macro("kzalloc")
#pragma pop_macro("dma_map_single")
#pragma pop_macro("dma_unmap_single")
#pragma pop_macro("dma_unmap_single_attrs")
#pragma pop_macro("dma_sync_single_for_device")
#pragma pop_macro("dma_sync_single_for_cpu")
#pragma pop_macro("EXPORT_SYMBOL_GPL")

deed_unsafe_file("stands between a driver and the memory that it gives to its device");

#ifndef DMA_LOG_BUFFERS
#define DMA_LOG_BUFFERS 8 /* at one time */
#endif

/* A buffer that a device has. */
struct dma_log_mapping {
	struct device *dev; /* NULL if there is none */
	void *memory;
	dma_addr_t addr;
	size_t len;
	enum dma_data_direction dir;
	bool given; /* to the device, and not back */
};

static struct {
	struct mmio_log *log;
	bool map_fails; /* says the test */
	u64 elsewhere; /* so much higher the bus has what is mapped, says the test */
	void (*unmaps)(void); /* called before, if it is not NULL */
	/* what a bounce buffer does, if it is not NULL; and when it is mapped */
	void (*syncs)(struct dma_log_mapping *m, size_t len, bool to_device);
	raw_spinlock_t lock; /* of mappings */
	struct dma_log_mapping mappings[DMA_LOG_BUFFERS];
	void *buffers[DMA_LOG_BUFFERS];
	atomic_t wrong; /* unmapped otherwise than mapped; too many for us */
	atomic_t under_lock; /* what was unmapped or freed with interrupts disabled */
} dma_log;

/* From here on, in this log. */
static inline void dma_log_start(struct mmio_log *log)
{
	memset(&dma_log, 0, sizeof(dma_log));
	raw_spin_lock_init(&dma_log.lock);
	dma_log.log = log;
}

/* No device has a buffer. */
static inline void dma_log_expect_unmapped(struct kunit *test)
{
	for (int i = 0; i < DMA_LOG_BUFFERS; i++)
		KUNIT_EXPECT_NULL(test, dma_log.mappings[i].dev);
}

/* Nor has anybody else. */
static inline void dma_log_expect_freed(struct kunit *test)
{
	dma_log_expect_unmapped(test);
	for (int i = 0; i < DMA_LOG_BUFFERS; i++)
		KUNIT_EXPECT_NULL(test, dma_log.buffers[i]);
}

/* Whatever a test did, no memory is left, mapped or not. */
static inline void dma_log_end(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_log.wrong), 0);
	dma_log_expect_freed(test);
}

/* Puts a buffer into an empty place, or takes it out. */
static bool dma_log_change(const void *from, const void *to)
{
	for (int i = 0; i < DMA_LOG_BUFFERS; i++) {
		if (cmpxchg(&dma_log.buffers[i], (void *)from, (void *)to) == from)
			return true;
	}
	return false;
}

static void *dma_log_alloc(size_t len, gfp_t gfp)
{
	void *memory = kzalloc(len, gfp);

	if (memory && !dma_log_change(NULL, memory))
		atomic_inc(&dma_log.wrong);
	return memory;
}

static void dma_log_locks(void)
{
	if (irqs_disabled())
		atomic_inc(&dma_log.under_lock);
}

static void dma_log_free(const void *memory)
{
	if (memory && dma_log_change(memory, NULL))
		mmio_log_mark(dma_log.log, "free");
	dma_log_locks();
	kfree(memory);
}

static const char *dma_log_way(enum dma_data_direction dir)
{
	return dir == DMA_TO_DEVICE ? "tx" : dir == DMA_FROM_DEVICE ? "rx" : "?";
}

static dma_addr_t dma_log_map(struct device *dev, void *memory, size_t len,
			      enum dma_data_direction dir)
{
	struct dma_log_mapping *m = dma_log.mappings;
	dma_addr_t addr = DMA_MAPPING_ERROR;
	unsigned long flags;

	mmio_log_add(dma_log.log, dma_log.map_fails ? "map-fails" : "map-%s",
		     dma_log_way(dir));
	if (!dma_log.map_fails)
		addr = dma_map_single(dev, memory, len, dir);
	/* as who maps will be told another address, and tests that */
	if (dma_log.map_fails || dma_mapping_error(dev, addr))
		return DMA_MAPPING_ERROR;
	addr += dma_log.elsewhere;
	raw_spin_lock_irqsave(&dma_log.lock, flags);
	while (m->dev && m < dma_log.mappings + DMA_LOG_BUFFERS - 1)
		m++;
	*m = (struct dma_log_mapping){ dev, memory, addr, len, dir, true };
	if (dma_log.syncs)
		dma_log.syncs(m, len, true);
	raw_spin_unlock_irqrestore(&dma_log.lock, flags);
	return addr;
}

/* What a device finds at an address; NULL if there is nothing. */
static struct dma_log_mapping *dma_log_at(dma_addr_t addr)
{
	for (int i = 0; i < DMA_LOG_BUFFERS; i++) {
		if (dma_log.mappings[i].dev && dma_log.mappings[i].addr == addr)
			return &dma_log.mappings[i];
	}
	return NULL;
}

/* It has it, or it has not: twice the same is wrong. */
static void dma_log_sync(struct device *dev, dma_addr_t addr, size_t len,
			 enum dma_data_direction dir, bool to_device)
{
	struct dma_log_mapping *m;
	unsigned long flags;

	mmio_log_add(dma_log.log, to_device ? "give-%s" : "back-%s", dma_log_way(dir));
	raw_spin_lock_irqsave(&dma_log.lock, flags);
	m = dma_log_at(addr);
	if (m && m->dev == dev && len <= m->len && m->dir == dir && m->given != to_device) {
		m->given = to_device;
		if (dma_log.syncs)
			dma_log.syncs(m, len, to_device);
	} else {
		atomic_inc(&dma_log.wrong);
	}
	raw_spin_unlock_irqrestore(&dma_log.lock, flags);
	if (to_device)
		dma_sync_single_for_device(dev, addr, len, dir);
	else
		dma_sync_single_for_cpu(dev, addr, len, dir);
}

static void dma_log_unmap(struct device *dev, dma_addr_t addr, size_t len,
			  enum dma_data_direction dir)
{
	struct dma_log_mapping *m;
	unsigned long flags;

	mmio_log_add(dma_log.log, "unmap-%s", dma_log_way(dir));
	dma_log_locks();
	if (dma_log.unmaps)
		dma_log.unmaps();
	raw_spin_lock_irqsave(&dma_log.lock, flags);
	m = dma_log_at(addr);
	if (m && m->dev == dev && m->len == len && m->dir == dir)
		m->dev = NULL;
	else
		atomic_inc(&dma_log.wrong);
	raw_spin_unlock_irqrestore(&dma_log.lock, flags);
	dma_unmap_single(dev, addr - dma_log.elsewhere, len, dir);
}

#endif /* _DEED_KUNIT_DMA_LOG_H */
