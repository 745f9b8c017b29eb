// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/dma.h, over memory that stands for registers; nobody copies. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <deed/dma.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here, and the device of both");

#define LEN 256
#define STATUS 0x18
#define BUSY 1
#define GO 3

DEED_BITS(status, u32);
DEED_FIELD(status, STATUS_BUSY, BIT(0));

DEED_MMIO_DMA(board_regs, 0x40);
DEED_REG(board_regs, BOARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(board_regs, BOARD_LENGTH, 0x08, dma, u32);
DEED_REG(board_regs, BOARD_DOORBELL, 0x10, dma, u32);
DEED_REG(board_regs, BOARD_IN_ADDRESS, 0x20, dma, struct deed_dma_addr);
DEED_REG(board_regs, BOARD_IN_LENGTH, 0x28, dma, u32);
DEED_REG(board_regs, BOARD_IN_DOORBELL, 0x30, dma, u32);
DEED_REG(board_regs, BOARD_STATUS, STATUS, ro, struct status);

struct hw {
	struct board_regs regs;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(deed_place, struct hw);

DEED_DMA_CHANNEL_TYPE(board_out, tx);
DEED_DMA_CHANNEL_TYPE(board_in, rx);

struct engine {
	struct board_out out;
	struct board_in in;
};

DEED_CELL_TYPE(engine_cell, spin_irq, struct engine);

struct board {
	struct deed_place place;
	struct engine_cell engine;
};

DEED_DEVICE_REF(board_ref, struct board, place, deed_plain);

static bool board_busy(const struct hw *hw)
{
	return deed_field_get(STATUS_BUSY, deed_reg_read(&hw->regs, BOARD_STATUS));
}

static int board_stop(const struct hw *hw)
{
	return 0;
}

DEED_DMA_CHANNEL(board_out, board_ref, place, engine, out, dma, regs, BOARD_ADDRESS,
		 BOARD_LENGTH, BOARD_DOORBELL, GO, board_busy, board_stop);

DEED_DMA_CHANNEL(board_in, board_ref, place, engine, in, dma, regs, BOARD_IN_ADDRESS,
		 BOARD_IN_LENGTH, BOARD_IN_DOORBELL, GO, board_busy, board_stop);

struct raw_buffer {
	void *memory;
	size_t len;
};

/* What the device works on, if there is memory. */
struct raw_channel {
	void *memory;
	size_t len;
	dma_addr_t addr;
};

struct raw_board {
	void __iomem *base;
	struct device *dev;
	gfp_t gfp;
	spinlock_t lock; /* protects gone and both channels */
	bool gone;
	struct raw_channel out, in;
};

static u8 memory[0x40] __aligned(8);

/* The driver's state, on both sides, and buffers that are ready */
static struct board *deed;
static struct raw_board *raw;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_tx) deed_tx;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_rx) deed_rx;
static struct raw_buffer raw_tx, raw_rx;
static size_t len;

static __always_inline int
raw_give(struct raw_board *b, struct raw_channel *c, struct raw_buffer buf,
	 enum dma_data_direction dir)
{
	dma_addr_t addr;
	int err;

	err = -ENODEV;
	if (b->gone)
		goto free;
	err = -EBUSY;
	if (c->memory)
		goto free;
	err = -EIO;
	addr = dma_map_single(b->dev, buf.memory, buf.len, dir);
	if (dma_mapping_error(b->dev, addr))
		goto free;
	*c = (struct raw_channel){ buf.memory, buf.len, addr };
	writeq(addr, b->base);
	writel(buf.len, b->base + 0x08);
	writel(GO, b->base + 0x10);
	return 0;
free:
	kfree(buf.memory);
	return err;
}

static __always_inline struct raw_buffer
raw_take(struct raw_board *b, struct raw_channel *c, enum dma_data_direction dir)
{
	struct raw_buffer buf = { c->memory, c->len };

	if (!buf.memory)
		return buf;
	if (readl(b->base + STATUS) & BUSY)
		return (struct raw_buffer){ ERR_PTR(-EBUSY) };
	c->memory = NULL;
	dma_unmap_single(b->dev, c->addr, buf.len, dir);
	return buf;
}

static noinline long deed_dma_alloc(void)
{
	deed_own(deed_dma_tx, buf) = board_out_alloc(deed, len);
	if (!deed_ok(buf))
		return deed_err(buf);

	*(u8 *)deed_dma_tx_bytes(&buf).__start = 1;
	return 0;
}

static noinline long raw_dma_alloc(void)
{
	u8 *first;

	if (!len)
		return -EINVAL;
	first = kzalloc(len, raw->gfp | __GFP_NOWARN);
	if (!first)
		return -ENOMEM;
	*first = 1;
	kfree(first);
	return 0;
}

#define DMA(dir, channel, direction)					\
	static noinline long deed_dma_start_##dir(void)			\
	{								\
		const struct board *b = deed;				\
									\
		deed_own(deed_dma_##dir, buf) = deed_dma_##dir##_slot_take(&deed_##dir); \
		if (!deed_ok(buf))					\
			return deed_err(buf);				\
									\
		deed_lock(spin_irq, engine, &b->engine);		\
		return board_##channel##_start(engine, deed_move(buf)); \
	}								\
									\
	static noinline long raw_dma_start_##dir(void)			\
	{								\
		struct raw_board *b = raw;				\
		struct raw_buffer buf = raw_##dir;			\
		unsigned long flags;					\
		int err;						\
									\
		if (!buf.memory)					\
			return -ENOENT;					\
		raw_##dir.memory = NULL;				\
		spin_lock_irqsave(&b->lock, flags);			\
		err = raw_give(b, &b->channel, buf, direction);		\
		spin_unlock_irqrestore(&b->lock, flags);		\
		return err;						\
	}								\
									\
	static noinline long deed_dma_reclaim_##dir(void)		\
	{								\
		const struct board *b = deed;				\
									\
		deed_lock(spin_irq, engine, &b->engine);		\
		deed_own(deed_dma_##dir, buf) = board_##channel##_reclaim(engine); \
		if (!deed_ok(buf))					\
			return deed_err(buf);				\
									\
		return deed_dma_##dir##_len(&buf);			\
	}								\
									\
	static noinline long raw_dma_reclaim_##dir(void)		\
	{								\
		struct raw_board *b = raw;				\
		struct raw_buffer buf;					\
		unsigned long flags;					\
		long ret;						\
									\
		spin_lock_irqsave(&b->lock, flags);			\
		buf = raw_take(b, &b->channel, direction);		\
		if (IS_ERR_OR_NULL(buf.memory)) {			\
			ret = buf.memory ? PTR_ERR(buf.memory) : -ENOENT; \
		} else {						\
			ret = buf.len;					\
			kfree(buf.memory);				\
		}							\
		spin_unlock_irqrestore(&b->lock, flags);		\
		return ret;						\
	}

DMA(tx, out, DMA_TO_DEVICE)
DMA(rx, in, DMA_FROM_DEVICE)

static noinline long deed_dma_transfer(void)
{
	return deed_dma_start_tx() ?: deed_dma_reclaim_tx();
}

static noinline long raw_dma_transfer(void)
{
	return raw_dma_start_tx() ?: raw_dma_reclaim_tx();
}

static void none(enum bench_side side)
{
	len = 0;
}

/* Buffers are ready, and the device has nothing. */
static deed_misuses("makes buffers by hand") void ready(enum bench_side side)
{
	void *tx = kzalloc(LEN, GFP_KERNEL), *rx = kzalloc(LEN, GFP_KERNEL);

	len = LEN;
	memset(memory, 0, sizeof(memory));
	if (side == DEED) {
		deed_tx.__held = (struct deed_dma_tx){ tx, LEN };
		deed_rx.__held = (struct deed_dma_rx){ rx, LEN };
	} else {
		raw_tx = (struct raw_buffer){ tx, LEN };
		raw_rx = (struct raw_buffer){ rx, LEN };
	}
}

static deed_misuses("may end what was never live") void done(enum bench_side side)
{
	memset(memory, 0, sizeof(memory));
	if (side == DEED) {
		deed_dma_reclaim_tx();
		deed_dma_reclaim_rx();
		deed_dma_tx_slot_drop(&deed_tx);
		deed_dma_rx_slot_drop(&deed_rx);
		return;
	}
	raw_dma_reclaim_tx();
	raw_dma_reclaim_rx();
	kfree(raw_tx.memory);
	raw_tx.memory = NULL;
	kfree(raw_rx.memory);
	raw_rx.memory = NULL;
}

static void started(enum bench_side side)
{
	ready(side);
	if (side == DEED)
		WARN_ON(deed_dma_start_tx() || deed_dma_start_rx());
	else
		WARN_ON(raw_dma_start_tx() || raw_dma_start_rx());
}

/* It works, and there are others. */
static void busy(enum bench_side side)
{
	started(side);
	ready(side);
	memory[STATUS] = BUSY;
}

static deed_misuses("closes by hand, as unbind does") void gone(enum bench_side side)
{
	ready(side);
	deed_cell_excl(&deed->engine)->out.__door.__open = false;
	deed_cell_excl(&deed->engine)->in.__door.__open = false;
	raw->gone = true;
}

static deed_misuses("opens by hand, as binding does") void back(enum bench_side side)
{
	done(side);
	deed_cell_excl(&deed->engine)->out.__door.__open = true;
	deed_cell_excl(&deed->engine)->in.__door.__open = true;
	raw->gone = false;
}

/* A device of nobody, which reaches all of memory. */
static void reach(struct device *dev)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
}

static deed_misuses("fills in by hand what the bus would")
int deed_probe(struct bench_bus *bus, struct board *b, struct hw *hw)
{
	int err = __deed_mapping_fill(&hw->regs.__map, (void __iomem __force *)memory);

	if (err)
		return err;
	reach(bus->scope.__dev);
	__deed_dma_fill(&hw->dma, bus->scope.__dev, NULL, GFP_KERNEL);
	deed_cell_init(&b->engine);
	board_out_init(b);
	board_in_init(b);
	return 0;
}

__DEED_BIND(driver, board_ref, place, struct bench_bus, bench_bus_enable, deed_probe)

static bool raw_probe(struct device *dev)
{
	raw = kzalloc(sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->base = (void __iomem __force *)memory;
	raw->dev = dev;
	raw->gfp = GFP_KERNEL;
	spin_lock_init(&raw->lock);
	return true;
}

void bench_dma(void)
{
	static const struct bench_row rows[] = {
		BENCH(dma, alloc, "allocate and free", ready, done),
		BENCH(dma, alloc, "allocate none", none),
		BENCH(dma, start_tx, "start to the device", ready, done),
		BENCH(dma, start_tx, "start to the device, busy", busy, done),
		BENCH(dma, start_tx, "start to the device, gone", gone, back),
		BENCH(dma, reclaim_tx, "reclaim to the device", started, done),
		BENCH(dma, reclaim_tx, "reclaim to the device, busy", busy, done),
		BENCH(dma, reclaim_tx, "reclaim to the device, none", ready, done),
		BENCH(dma, start_rx, "start from the device", ready, done),
		BENCH(dma, start_rx, "start from the device, busy", busy, done),
		BENCH(dma, reclaim_rx, "reclaim from the device", started, done),
		BENCH(dma, reclaim_rx, "reclaim from the device, busy", busy, done),
		BENCH(dma, transfer, "start, reclaim", ready, done),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	if (raw_probe(dev)) {
		bench_rows(rows, ARRAY_SIZE(rows));
		kfree(raw);
	}
	BENCH_SIZE("dma buffer", struct deed_dma_tx, struct raw_buffer);
	BENCH_SIZE("dma channel", struct board_out, struct raw_channel);
	bench_unbind(dev, __driver_unbind);
}
