// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/dma_pool.h, in a ring whose device is memory, and does what rows say. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/dma-mapping.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <deed/dma_pool.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here, and the device of both");

#define COUNT	8 /* descriptors */
#define BUFFERS	(COUNT + 1)
#define SIZE	256
#define OWN	cpu_to_le32(BIT(31))

DEED_MMIO_DMA(board_regs, 0x10);

struct board_desc {
	struct deed_dma_le64 address;
	__le32 len;
	__le32 word;
};

DEED_DMA_RING_TYPE(board_out, pooled_tx, struct board_desc, COUNT, 0);
DEED_DMA_RING_TYPE(board_in, pooled_rx, struct board_desc, COUNT, SIZE);

struct hw {
	struct board_regs regs;
	struct deed_dma dma;
	struct board_out_descs out;
	struct board_in_descs in;
	struct deed_dma_tx_pool outs;
	struct deed_dma_rx_pool ins;
};

DEED_DEVICE_TYPE(deed_place, struct hw);

struct rings {
	struct board_out_ring out;
	struct board_in_ring in;
};

DEED_CELL_TYPE(rings_cell, spin_irq, struct rings);

struct board {
	struct deed_place place;
	struct rings_cell rings;
};

DEED_DEVICE_REF(board_ref, struct board, place, deed_plain);

static void board_fill(struct board_desc *d, u32 len)
{
	d->len = cpu_to_le32(len);
	d->word = OWN;
}

static bool board_done(__le32 word)
{
	return !(word & OWN);
}

static int board_stop(const struct hw *hw)
{
	return 0;
}

DEED_DMA_RING(board_out, board_ref, place, rings, out, dma, out, address, word,
	      board_fill, board_done, board_stop);

DEED_DMA_RING(board_in, board_ref, place, rings, in, dma, in, address, word, board_fill,
	      board_done, board_stop);

struct raw_desc {
	__le64 address;
	__le32 len;
	__le32 word;
};

struct raw_pool;

struct raw_buffer {
	void *memory;
	dma_addr_t addr;
	unsigned int len;
	struct raw_pool *pool;
	struct raw_buffer *next;
};

/* Buffers may come back after the device has gone: then they are freed. */
struct raw_pool {
	spinlock_t lock; /* protects the next two */
	struct raw_buffer *first;
	bool closed;
	unsigned int size;
	struct raw_buffer buffers[BUFFERS];
};

struct raw_ring {
	u32 head, tail;
	bool open, sleeps, told, rings;
	struct raw_buffer *slots[COUNT];
};

struct raw_board {
	struct device *dev;
	struct raw_desc *descs[2];
	struct raw_pool pools[2];
	spinlock_t lock; /* protects both rings */
	struct raw_ring out, in;
};

static u8 memory[0x10] __aligned(8);

/* The driver's state, on both sides, and buffers that are ready */
static struct board *deed;
static struct raw_board *raw;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_pooled_tx) deed_tx;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_pooled_rx) deed_rx;
static struct raw_buffer *raw_tx, *raw_rx;

static __always_inline struct raw_buffer *raw_take(struct raw_pool *pool)
{
	struct raw_buffer *buf;
	unsigned long flags;

	spin_lock_irqsave(&pool->lock, flags);
	buf = pool->first;
	if (buf)
		pool->first = buf->next;
	spin_unlock_irqrestore(&pool->lock, flags);
	return buf;
}

static __always_inline void raw_put(struct raw_buffer *buf)
{
	struct raw_pool *pool = buf->pool;
	unsigned long flags;
	bool closed;

	spin_lock_irqsave(&pool->lock, flags);
	closed = pool->closed;
	if (likely(!closed)) {
		buf->next = pool->first;
		pool->first = buf;
	}
	spin_unlock_irqrestore(&pool->lock, flags);
	if (unlikely(closed))
		kfree(buf->memory);
}

static noinline long deed_dma_pool_take_tx(void)
{
	deed_own(deed_dma_pooled_tx, buf) =
		deed_dma_pooled_tx_take(&deed->place.__hw.outs, SIZE);

	return deed_ok(buf) ? (long)deed_dma_pooled_tx_len(&buf) : deed_err(buf);
}

static noinline long raw_dma_pool_take_tx(void)
{
	struct raw_buffer *buf;

	if (raw->pools[0].size < SIZE)
		return -EMSGSIZE;
	buf = raw_take(&raw->pools[0]);
	if (!buf)
		return -ENOBUFS;
	buf->len = SIZE;
	raw_put(buf);
	return SIZE;
}

static noinline long deed_dma_pool_take_rx(void)
{
	deed_own(deed_dma_pooled_rx, buf) = deed_dma_pooled_rx_take(&deed->place.__hw.ins);

	return deed_ok(buf) ? 1 : deed_err(buf);
}

static noinline long raw_dma_pool_take_rx(void)
{
	struct raw_buffer *buf = raw_take(&raw->pools[1]);

	if (!buf)
		return -ENOBUFS;
	raw_put(buf);
	return 1;
}

static __always_inline int
raw_post(struct raw_board *b, struct raw_ring *r, struct raw_desc *descs,
	 struct raw_buffer *buf, unsigned int size, enum dma_data_direction dir)
{
	struct raw_desc *d = &descs[r->head % COUNT];
	int err;

	err = -ENODEV;
	if (!r->open)
		goto put;
	err = -ENOSPC;
	if (r->head - r->tail == COUNT - 1)
		goto put;
	err = -EMSGSIZE;
	if (size && buf->len != size)
		goto put;
	dma_sync_single_for_device(b->dev, buf->addr, buf->len, dir);
	r->slots[r->head % COUNT] = buf;
	d->address = cpu_to_le64(buf->addr);
	d->len = cpu_to_le32(buf->len);
	dma_wmb();
	WRITE_ONCE(d->word, OWN);
	r->head++;
	return 0;
put:
	raw_put(buf);
	return err;
}

static __always_inline struct raw_buffer *
raw_reap(struct raw_board *b, struct raw_ring *r, struct raw_desc *descs,
	 struct raw_desc *done, enum dma_data_direction dir)
{
	struct raw_desc *d = &descs[r->tail % COUNT];
	struct raw_buffer *buf;

	if (r->tail == r->head)
		return NULL;
	done->word = READ_ONCE(d->word);
	if (done->word & OWN)
		return ERR_PTR(-EBUSY);
	dma_rmb();
	done->address = d->address;
	done->len = d->len;
	buf = r->slots[r->tail++ % COUNT];
	dma_sync_single_for_cpu(b->dev, buf->addr, buf->len, dir);
	return buf;
}

#define POOLED(dir, ring, at, direction, size)				\
	static noinline long deed_dma_pool_post_##dir(void)		\
	{								\
		const struct board *b = deed;				\
									\
		deed_own(deed_dma_pooled_##dir, buf) =			\
			deed_dma_pooled_##dir##_slot_take(&deed_##dir);	\
		if (!deed_ok(buf))					\
			return deed_err(buf);				\
									\
		deed_lock(spin_irq, rings, &b->rings);			\
		return board_##ring##_post(rings, deed_move(buf));	\
	}								\
									\
	static noinline long raw_dma_pool_post_##dir(void)		\
	{								\
		struct raw_board *b = raw;				\
		struct raw_buffer *buf = raw_##dir;			\
		unsigned long flags;					\
		int err;						\
									\
		if (!buf)						\
			return -ENOENT;					\
		raw_##dir = NULL;					\
		spin_lock_irqsave(&b->lock, flags);			\
		err = raw_post(b, &b->ring, b->descs[at], buf, size, direction); \
		spin_unlock_irqrestore(&b->lock, flags);		\
		return err;						\
	}								\
									\
	static noinline long deed_dma_pool_reap_##dir(void)		\
	{								\
		const struct board *b = deed;				\
		struct board_desc done = {};				\
									\
		deed_lock(spin_irq, rings, &b->rings);			\
		deed_own(deed_dma_pooled_##dir, buf) = board_##ring##_reap(rings, &done); \
		if (!deed_ok(buf))					\
			return deed_err(buf);				\
									\
		return le32_to_cpu(done.len);				\
	}								\
									\
	static noinline long raw_dma_pool_reap_##dir(void)		\
	{								\
		struct raw_board *b = raw;				\
		struct raw_buffer *buf;					\
		struct raw_desc done = {};				\
		unsigned long flags;					\
		long ret;						\
									\
		spin_lock_irqsave(&b->lock, flags);			\
		buf = raw_reap(b, &b->ring, b->descs[at], &done, direction); \
		if (IS_ERR_OR_NULL(buf)) {				\
			ret = buf ? PTR_ERR(buf) : -ENOENT;		\
		} else {						\
			ret = le32_to_cpu(done.len);			\
			raw_put(buf);					\
		}							\
		spin_unlock_irqrestore(&b->lock, flags);		\
		return ret;						\
	}

POOLED(tx, out, 0, DMA_TO_DEVICE, 0)
POOLED(rx, in, 1, DMA_FROM_DEVICE, SIZE)

/* A buffer is ready, and the device has nothing. */
static deed_misuses("fills slots that are empty") void ready(enum bench_side side)
{
	if (side == DEED) {
		deed_tx.__held = deed_dma_pooled_tx_take(&deed->place.__hw.outs, SIZE);
		deed_rx.__held = deed_dma_pooled_rx_take(&deed->place.__hw.ins);
		return;
	}
	raw_tx = raw_take(&raw->pools[0]);
	raw_tx->len = SIZE;
	raw_rx = raw_take(&raw->pools[1]);
}

/* The device has finished with all that it has. */
static void finish(enum bench_side side)
{
	for (int i = 0; i < COUNT; i++) {
		if (side == DEED) {
			deed->place.__hw.out.__first[i].word = 0;
			deed->place.__hw.in.__first[i].word = 0;
		} else {
			raw->descs[0][i].word = 0;
			raw->descs[1][i].word = 0;
		}
	}
}

static deed_misuses("may end what was never live") void done(enum bench_side side)
{
	finish(side);
	if (side == DEED) {
		while (deed_dma_pool_reap_tx() > 0 || deed_dma_pool_reap_rx() > 0)
			;
		deed_dma_pooled_tx_slot_drop(&deed_tx);
		deed_dma_pooled_rx_slot_drop(&deed_rx);
		return;
	}
	while (raw_dma_pool_reap_tx() > 0 || raw_dma_pool_reap_rx() > 0)
		;
	if (raw_tx)
		raw_put(raw_tx);
	if (raw_rx)
		raw_put(raw_rx);
	raw_tx = NULL;
	raw_rx = NULL;
}

static void posted(enum bench_side side)
{
	ready(side);
	if (side == DEED)
		WARN_ON(deed_dma_pool_post_tx() || deed_dma_pool_post_rx());
	else
		WARN_ON(raw_dma_pool_post_tx() || raw_dma_pool_post_rx());
}

static void finished(enum bench_side side)
{
	posted(side);
	finish(side);
}

static void full(enum bench_side side)
{
	for (int i = 0; i < COUNT - 1; i++)
		posted(side);
	ready(side);
}

/* All are taken: by the device, and by us. */
static void empty(enum bench_side side)
{
	full(side);
	if (side == DEED) {
		deed->place.__hw.outs.__pool->__first = NULL;
		deed->place.__hw.ins.__pool->__first = NULL;
	} else {
		raw->pools[0].first = NULL;
		raw->pools[1].first = NULL;
	}
}

/* All but the last one are on their way back. */
static void full_again(enum bench_side side)
{
	struct raw_pool *p = raw->pools;
	struct __deed_dma_pool *d[] = { deed->place.__hw.outs.__pool,
					deed->place.__hw.ins.__pool };

	done(side);
	for (int i = 0; i < 2; i++) {
		if (side == DEED) {
			d[i]->__first = NULL;
			for (int n = 0; n < BUFFERS; n++)
				__deed_dma_pool_put(&d[i]->__buffers[n]);
		} else {
			p[i].first = NULL;
			for (int n = 0; n < BUFFERS; n++)
				raw_put(&p[i].buffers[n]);
		}
	}
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
	deed_cell_init(&b->rings);
	board_out_init(b);
	board_in_init(b);
	return board_out_descs_alloc(&hw->out, &hw->dma) ?:
	       board_in_descs_alloc(&hw->in, &hw->dma) ?:
	       deed_dma_tx_pool_alloc(&hw->outs, &hw->dma, SIZE, BUFFERS) ?:
	       deed_dma_rx_pool_alloc(&hw->ins, &hw->dma, SIZE, BUFFERS);
}

__DEED_BIND(driver, board_ref, place, struct bench_bus, bench_bus_enable, deed_probe)

static bool raw_fill(struct raw_pool *pool, enum dma_data_direction dir)
{
	spin_lock_init(&pool->lock);
	pool->size = SIZE;
	for (int i = 0; i < BUFFERS; i++) {
		struct raw_buffer *buf = &pool->buffers[i];

		buf->memory = kzalloc(SIZE, GFP_KERNEL);
		if (!buf->memory)
			return false;
		buf->addr = dma_map_single(raw->dev, buf->memory, SIZE, dir);
		if (dma_mapping_error(raw->dev, buf->addr))
			return false;
		dma_sync_single_for_cpu(raw->dev, buf->addr, SIZE, dir);
		buf->len = SIZE;
		buf->pool = pool;
		raw_put(buf);
	}
	return true;
}

/* What it does not undo if it fails stays until the guest ends. */
static bool raw_probe(struct device *dev)
{
	dma_addr_t addr;

	raw = kzalloc(sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->dev = dev;
	spin_lock_init(&raw->lock);
	for (int i = 0; i < 2; i++) {
		raw->descs[i] = dmam_alloc_coherent(dev, COUNT * sizeof(struct raw_desc),
						    &addr, GFP_KERNEL);
		if (!raw->descs[i])
			return false;
	}
	raw->out.open = true;
	raw->in.open = true;
	return raw_fill(&raw->pools[0], DMA_TO_DEVICE) &&
	       raw_fill(&raw->pools[1], DMA_FROM_DEVICE);
}

static void raw_remove(void)
{
	for (int i = 0; i < 2; i++) {
		for (int n = 0; n < BUFFERS; n++) {
			struct raw_buffer *buf = &raw->pools[i].buffers[n];

			dma_unmap_single(raw->dev, buf->addr, SIZE,
					 i ? DMA_FROM_DEVICE : DMA_TO_DEVICE);
			kfree(buf->memory);
		}
	}
	kfree(raw);
}

void bench_dma_pool(void)
{
	static const struct bench_row rows[] = {
		BENCH(dma_pool, take_tx, "take and drop, to the device"),
		BENCH(dma_pool, take_rx, "take and drop, from the device"),
		BENCH(dma_pool, take_rx, "take, none left", empty, full_again),
		BENCH(dma_pool, post_tx, "post to the device", ready, done),
		BENCH(dma_pool, post_tx, "post to the device, no room", full, done),
		BENCH(dma_pool, reap_tx, "reap to the device", finished, done),
		BENCH(dma_pool, reap_tx, "reap to the device, busy", posted, done),
		BENCH(dma_pool, reap_tx, "reap to the device, none", ready, done),
		BENCH(dma_pool, post_rx, "post from the device", ready, done),
		BENCH(dma_pool, reap_rx, "reap from the device", finished, done),
		BENCH(dma_pool, reap_rx, "reap from the device, busy", posted, done),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	if (raw_probe(dev)) {
		bench_rows(rows, ARRAY_SIZE(rows));
		raw_remove();
	}
	BENCH_SIZE("dma_pool buffer", struct deed_dma_pooled_tx, struct raw_buffer *);
	BENCH_SIZE("dma_pool ring", struct board_out_ring,
		   struct { struct raw_ring ring; struct deed_tie tie; });
	bench_unbind(dev, __driver_unbind);
}
