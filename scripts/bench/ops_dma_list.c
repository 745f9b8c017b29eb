// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/dma_list.h, over memory that stands for registers; nobody copies. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uio.h>

#include <deed/dma_list.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here, and the device of both");

#define PAGES 4
#define STATUS 0x20
#define BUSY 1
#define GO 3

DEED_MMIO_DMA(board_regs, 0x40);
DEED_REG(board_regs, BOARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(board_regs, BOARD_LENGTH, 0x08, dma, u32);
DEED_REG(board_regs, BOARD_PLACE, 0x10, dma, u64);
DEED_REG(board_regs, BOARD_DOORBELL, 0x18, dma, u32);
DEED_REG(board_regs, BOARD_STATUS, STATUS, ro, u32);

struct hw {
	struct board_regs regs;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(deed_place, struct hw);
DEED_DMA_CHANNEL_TYPE(board_dma, both);

struct engine {
	struct board_dma dma;
};

DEED_CELL_TYPE(engine_cell, spin_irq, struct engine);

struct board {
	struct deed_place place;
	struct engine_cell engine;
};

DEED_DEVICE_REF(board_ref, struct board, place, deed_plain);

static bool board_busy(const struct hw *hw)
{
	return deed_reg_read(&hw->regs, BOARD_STATUS) & BUSY;
}

static int board_stop(const struct hw *hw)
{
	return 0;
}

DEED_DMA_CHANNEL_BOTH(board_dma, board_ref, place, engine, dma, dma, board_busy, board_stop);
DEED_DMA_LIST_WAY(board_in, rx, board_dma, regs, BOARD_ADDRESS, BOARD_LENGTH,
		  BOARD_DOORBELL, GO, BOARD_PLACE);

/* Pages of a program, which the device writes. */
struct raw_list {
	struct sg_table table;
	struct scatterlist *at;
	unsigned int left;
	u64 place;
	size_t done;
	struct scatterlist sg[];
};

struct raw_board {
	void __iomem *base;
	struct device *dev;
	spinlock_t lock; /* protects gone and what it works on */
	bool gone;
	struct raw_list *list;
};

static u8 memory[0x40] __aligned(8);

/* The driver's state, on both sides, and lists that are ready */
static struct board *deed;
static struct raw_board *raw;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_list_rx) deed_ready;
static struct raw_list *raw_ready;

/* A call over pages that are dirty already, and not beside each other. */
static struct iovec parts[PAGES];
static struct kiocb iocb;
static struct iov_iter iter;

static __always_inline void raw_put(struct raw_list *l)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&l->table, sg, i) {
		/* no page of a bench is written back meanwhile */
		if (!folio_test_dirty(page_folio(sg_page(sg))))
			return;
		unpin_user_page_range_dirty_lock(sg_page(sg), 1, false);
	}
	kfree(l);
}

static __always_inline struct raw_list *raw_pin(void)
{
	struct iov_iter part = iter;
	int most = iov_iter_npages(&part, INT_MAX);
	struct raw_list *l = kzalloc(struct_size(l, sg, most), GFP_KERNEL_ACCOUNT);
	struct scatterlist *sg;
	int i;

	if (!l)
		return ERR_PTR(-ENOMEM);
	sg_init_table(l->sg, most);
	l->table.sgl = l->sg;
	while (iov_iter_count(&part)) {
		ssize_t len = extract_iter_to_sg(&part, iov_iter_count(&part), &l->table,
						 most - l->table.nents, 0);

		if (len <= 0) {
			l->table.orig_nents = l->table.nents;
			raw_put(l);
			return ERR_PTR(len ?: -EFAULT);
		}
	}
	l->table.orig_nents = l->table.nents;
	sg_mark_end(&l->sg[l->table.nents - 1]);
	for_each_sgtable_sg(&l->table, sg, i) {
		if (!folio_test_dirty(page_folio(sg_page(sg))))
			set_page_dirty_lock(sg_page(sg));
	}
	return l;
}

static noinline long deed_dma_list_pinned(void)
{
	const struct deed_iter_writer to = { &iocb, &iter };

	deed_own(deed_dma_list_rx, list) = board_in_pin(deed, &to, SIZE_MAX);
	if (!deed_ok(list))
		return deed_err(list);

	return 0;
}

static noinline long raw_dma_list_pinned(void)
{
	struct raw_list *l = raw_pin();

	if (IS_ERR(l))
		return PTR_ERR(l);
	raw_put(l);
	return 0;
}

static noinline long deed_dma_list_begin(void)
{
	const struct board *b = deed;

	deed_own(deed_dma_list_rx, list) = deed_dma_list_rx_slot_take(&deed_ready);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, engine, &b->engine);
	return board_in_start(engine, deed_move(list), 0x1000);
}

static __always_inline void raw_tell(struct raw_board *b, struct raw_list *l)
{
	u32 len = sg_dma_len(l->at);

	writeq(l->place, b->base + 0x10);
	writeq(sg_dma_address(l->at), b->base);
	writel(len, b->base + 0x08);
	writel(GO, b->base + 0x18);
	l->place += len;
	l->done += len;
}

static __always_inline int raw_give(struct raw_board *b, struct raw_list *l)
{
	if (b->gone)
		return -ENODEV;
	if (b->list)
		return -EBUSY;
	if (dma_map_sgtable(b->dev, &l->table, DMA_FROM_DEVICE, 0))
		return -EIO;
	l->at = l->table.sgl;
	l->left = l->table.nents;
	l->place = 0x1000;
	l->done = 0;
	b->list = l;
	raw_tell(b, l);
	return 0;
}

static noinline long raw_dma_list_begin(void)
{
	struct raw_board *b = raw;
	struct raw_list *l = raw_ready;
	unsigned long flags;
	int err;

	if (!l)
		return -ENOENT;
	raw_ready = NULL;
	spin_lock_irqsave(&b->lock, flags);
	err = raw_give(b, l);
	if (err)
		raw_put(l);
	spin_unlock_irqrestore(&b->lock, flags);
	return err;
}

static noinline long deed_dma_list_next_piece(void)
{
	const struct board *b = deed;

	deed_lock(spin_irq, engine, &b->engine);
	return board_in_advance(engine);
}

static __always_inline bool raw_advance(struct raw_board *b)
{
	struct raw_list *l = b->list;

	if (!l)
		return false;
	if (readl(b->base + STATUS) & BUSY)
		return true;
	if (b->gone || l->left == 1)
		return false;
	l->left--;
	l->at = sg_next(l->at);
	raw_tell(b, l);
	return true;
}

static noinline long raw_dma_list_next_piece(void)
{
	struct raw_board *b = raw;
	unsigned long flags;
	bool works;

	spin_lock_irqsave(&b->lock, flags);
	works = raw_advance(b);
	spin_unlock_irqrestore(&b->lock, flags);
	return works;
}

static noinline long deed_dma_list_back(void)
{
	const struct board *b = deed;

	deed_lock(spin_irq, engine, &b->engine);
	deed_own(deed_dma_list_rx, list) = board_in_reclaim(engine);
	if (!deed_ok(list))
		return deed_err(list);

	return deed_dma_list_rx_done(&list);
}

static __always_inline long raw_take(struct raw_board *b)
{
	struct raw_list *l = b->list;
	long done;

	if (!l)
		return -ENOENT;
	if (readl(b->base + STATUS) & BUSY)
		return -EBUSY;
	b->list = NULL;
	dma_unmap_sgtable(b->dev, &l->table, DMA_FROM_DEVICE, 0);
	done = l->done;
	raw_put(l);
	return done;
}

static noinline long raw_dma_list_back(void)
{
	struct raw_board *b = raw;
	unsigned long flags;
	long ret;

	spin_lock_irqsave(&b->lock, flags);
	ret = raw_take(b);
	spin_unlock_irqrestore(&b->lock, flags);
	return ret;
}

/* All of it: as many pieces as there are pages. */
static noinline long deed_dma_list_transfer(void)
{
	const struct deed_iter_writer to = { &iocb, &iter };
	const struct board *b = deed;

	deed_own(deed_dma_list_rx, list) = board_in_pin(b, &to, SIZE_MAX);
	if (!deed_ok(list))
		return deed_err(list);

	{
		deed_lock(spin_irq, engine, &b->engine);
		int err = board_in_start(engine, deed_move(list), 0x1000);

		if (err)
			return err;
	}
	while (deed_dma_list_next_piece())
		;
	return deed_dma_list_back();
}

static noinline long raw_dma_list_transfer(void)
{
	struct raw_board *b = raw;
	struct raw_list *l = raw_pin();
	unsigned long flags;
	int err;

	if (IS_ERR(l))
		return PTR_ERR(l);
	spin_lock_irqsave(&b->lock, flags);
	err = raw_give(b, l);
	if (err)
		raw_put(l);
	spin_unlock_irqrestore(&b->lock, flags);
	if (err)
		return err;
	while (raw_dma_list_next_piece())
		;
	return raw_dma_list_back();
}

/* A list is ready, and the device has nothing. */
static deed_misuses("keeps a list in a static slot") void ready(enum bench_side side)
{
	const struct deed_iter_writer to = { &iocb, &iter };

	memset(memory, 0, sizeof(memory));
	if (side == DEED)
		deed_ready.__held = board_in_pin(deed, &to, SIZE_MAX);
	else
		raw_ready = raw_pin();
}

static deed_misuses("may end what was never live") void done(enum bench_side side)
{
	memset(memory, 0, sizeof(memory));
	if (side == DEED) {
		deed_dma_list_back();
		deed_dma_list_rx_slot_drop(&deed_ready);
		return;
	}
	raw_dma_list_back();
	if (raw_ready)
		raw_put(raw_ready);
	raw_ready = NULL;
}

static void started(enum bench_side side)
{
	ready(side);
	if (side == DEED)
		WARN_ON(deed_dma_list_begin());
	else
		WARN_ON(raw_dma_list_begin());
}

static void busy(enum bench_side side)
{
	started(side);
	memory[STATUS] = BUSY;
}

static deed_misuses("fills in by hand what the bus would")
int deed_probe(struct bench_bus *bus, struct board *b, struct hw *hw)
{
	struct device *dev = bus->scope.__dev;
	int err = __deed_mapping_fill(&hw->regs.__map, (void __iomem __force *)memory);

	if (err)
		return err;
	dev->dma_mask = &dev->coherent_dma_mask;
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
	__deed_dma_fill(&hw->dma, dev, NULL, GFP_KERNEL);
	deed_cell_init(&b->engine);
	board_dma_init(b);
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
	spin_lock_init(&raw->lock);
	return true;
}

void bench_dma_list(void)
{
	static const struct bench_row rows[] = {
		BENCH(dma_list, pinned, "pin and unpin", NULL, NULL, .sleeps = true),
		BENCH(dma_list, begin, "start", ready, done),
		BENCH(dma_list, next_piece, "advance", started, done),
		BENCH(dma_list, next_piece, "advance, busy", busy, done),
		BENCH(dma_list, next_piece, "advance, none", ready, done),
		BENCH(dma_list, back, "reclaim", started, done),
		BENCH(dma_list, back, "reclaim, busy", busy, done),
		BENCH(dma_list, back, "reclaim, none", ready, done),
		BENCH(dma_list, transfer, "pin, start, advance, reclaim", NULL, done,
		      .sleeps = true),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	for (int i = 0; i < PAGES; i++)
		parts[i] = (struct iovec){ bench_user + (2 * i + 1) * PAGE_SIZE - 64, 64 };
	iov_iter_init(&iter, ITER_DEST, parts, PAGES, PAGES * 64);
	if (raw_probe(dev)) {
		bench_rows(rows, ARRAY_SIZE(rows));
		kfree(raw);
	}
	BENCH_SIZE("dma list", struct deed_dma_list_rx, struct raw_list *);
	bench_unbind(dev, __driver_unbind);
}
