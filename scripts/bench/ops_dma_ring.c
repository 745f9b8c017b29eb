// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/dma_ring.h, over memory that stands for registers; nobody copies. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <deed/dma_ring.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here, and the device of both");

#define LEN 256
#define COUNT 16
#define DOORBELL 0x10
#define DONE 1

DEED_MMIO_DMA(card_regs, 0x40);
DEED_REG(card_regs, CARD_DESCS, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LENGTH, 0x08, dma, u32);
DEED_REG(card_regs, CARD_DOORBELL, DOORBELL, dma, u32);

struct card_desc {
	struct deed_dma_le64 address;
	struct deed_dma_le16 length;
	__le16 got;
	u8 status;
	u8 errors;
	__le16 more;
};

DEED_DMA_RING_TYPE(card_ring, rx, struct card_desc, COUNT, 0);

struct hw {
	struct card_regs regs;
	struct deed_dma dma;
	struct card_ring_descs descs;
};

DEED_DEVICE_TYPE(deed_place, struct hw);

struct rings {
	struct card_ring_ring ring;
};

DEED_CELL_TYPE(rings_cell, spin_irq, struct rings);

struct card {
	struct deed_place place;
	struct rings_cell rings;
};

DEED_DEVICE_REF(card_ref, struct card, place, deed_plain);

static void card_fill(struct card_desc *d, u32 len)
{
}

static bool card_done(u8 status)
{
	return status & DONE;
}

static int card_stop(const struct hw *hw)
{
	return 0;
}

DEED_DMA_RING(card_ring, card_ref, place, rings, ring, dma, descs, address, status,
	      card_fill, card_done, card_stop, length);
DEED_DMA_RING_REGS(card_ring, regs, CARD_DESCS, CARD_LENGTH, bytes, CARD_DOORBELL);

struct raw_desc {
	__le64 address;
	__le16 length;
	__le16 got;
	u8 status;
	u8 errors;
	__le16 more;
};

struct raw_buffer {
	void *memory;
	size_t len;
};

struct raw_slot {
	void *memory;
	size_t len;
	dma_addr_t addr;
};

struct raw_card {
	void __iomem *base;
	struct device *dev;
	struct raw_desc *descs;
	dma_addr_t addr;
	spinlock_t lock; /* protects what follows */
	bool gone;
	u32 head, tail; /* both count descriptors, and wrap around */
	struct raw_slot slots[COUNT];
};

static u8 memory[0x40] __aligned(8);

/* The driver's state, on both sides, and buffers that are ready */
static struct card *deed;
static struct raw_card *raw;
static deed_misuses("static, as its twin is") DEED_SLOT(deed_dma_rx) deed_buffer;
static struct raw_buffer raw_buffer;

static noinline long deed_dma_ring_post(void)
{
	const struct card *c = deed;

	deed_own(deed_dma_rx, buf) = deed_dma_rx_slot_take(&deed_buffer);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, r, &c->rings);
	return card_ring_post(r, deed_move(buf));
}

static __always_inline int raw_post(struct raw_card *c, struct raw_buffer buf)
{
	u32 at = c->head % COUNT;
	struct raw_desc *d = &c->descs[at];
	dma_addr_t addr;
	int err;

	err = -ENODEV;
	if (c->gone)
		goto free;
	err = -ENOSPC;
	if (c->head - c->tail == COUNT - 1)
		goto free;
	err = -EMSGSIZE;
	if (buf.len > U16_MAX)
		goto free;
	err = -EIO;
	addr = dma_map_single(c->dev, buf.memory, buf.len, DMA_FROM_DEVICE);
	if (dma_mapping_error(c->dev, addr))
		goto free;
	c->slots[at] = (struct raw_slot){ buf.memory, buf.len, addr };
	d->address = cpu_to_le64(addr);
	d->length = cpu_to_le16(buf.len);
	d->got = 0;
	d->errors = 0;
	d->more = 0;
	dma_wmb();
	WRITE_ONCE(d->status, 0);
	c->head++;
	return 0;
free:
	kfree(buf.memory);
	return err;
}

static noinline long raw_dma_ring_post(void)
{
	struct raw_card *c = raw;
	struct raw_buffer buf = raw_buffer;
	unsigned long flags;
	int err;

	if (!buf.memory)
		return -ENOENT;
	raw_buffer.memory = NULL;
	spin_lock_irqsave(&c->lock, flags);
	err = raw_post(c, buf);
	spin_unlock_irqrestore(&c->lock, flags);
	return err;
}

static noinline long deed_dma_ring_kick(void)
{
	const struct card *c = deed;

	deed_lock(spin_irq, r, &c->rings);
	card_ring_kick(r);
	return 0;
}

static noinline long raw_dma_ring_kick(void)
{
	struct raw_card *c = raw;
	unsigned long flags;

	spin_lock_irqsave(&c->lock, flags);
	if (!c->gone)
		writel(c->head % COUNT, c->base + DOORBELL);
	spin_unlock_irqrestore(&c->lock, flags);
	return 0;
}

static noinline long deed_dma_ring_reap(void)
{
	const struct card *c = deed;
	struct card_desc done = {};

	deed_lock(spin_irq, r, &c->rings);
	deed_own(deed_dma_rx, buf) = card_ring_reap(r, &done);
	if (!deed_ok(buf))
		return deed_err(buf);

	return le16_to_cpu(done.got) + done.errors;
}

static __always_inline long raw_reap(struct raw_card *c)
{
	u32 at = c->tail % COUNT;
	const struct raw_desc *d = &c->descs[at];
	struct raw_slot *slot = &c->slots[at];
	long ret;

	if (c->tail == c->head)
		return -ENOENT;
	if (!(READ_ONCE(d->status) & DONE))
		return -EBUSY;
	dma_rmb();
	ret = le16_to_cpu(READ_ONCE(d->got)) + READ_ONCE(d->errors);
	dma_unmap_single(c->dev, slot->addr, slot->len, DMA_FROM_DEVICE);
	c->tail++;
	kfree(slot->memory);
	return ret;
}

static noinline long raw_dma_ring_reap(void)
{
	struct raw_card *c = raw;
	unsigned long flags;
	long ret;

	spin_lock_irqsave(&c->lock, flags);
	ret = raw_reap(c);
	spin_unlock_irqrestore(&c->lock, flags);
	return ret;
}

/* A buffer is ready. */
static deed_misuses("makes a buffer by hand") void ready(enum bench_side side)
{
	void *buf = kzalloc(LEN, GFP_KERNEL);

	if (side == DEED)
		deed_buffer.__held = (struct deed_dma_rx){ buf, LEN };
	else
		raw_buffer = (struct raw_buffer){ buf, LEN };
}

static void posted(enum bench_side side)
{
	ready(side);
	WARN_ON(side == DEED ? deed_dma_ring_post() : raw_dma_ring_post());
}

static void full(enum bench_side side)
{
	for (int i = 0; i < COUNT - 1; i++)
		posted(side);
	ready(side);
}

static struct raw_desc *first_desc(enum bench_side side)
{
	if (side == RAW)
		return &raw->descs[raw->tail % COUNT];
	return (void *)&deed->place.__hw.descs.__first[deed_cell_excl(&deed->rings)
						       ->ring.__ring.__tail % COUNT];
}

static void finished(enum bench_side side)
{
	posted(side);
	first_desc(side)->got = cpu_to_le16(LEN);
	first_desc(side)->status = DONE;
}

/* Nothing is left, whatever there was. */
static deed_misuses("may end what was never live") void done(enum bench_side side)
{
	do {
		first_desc(side)->status = DONE;
	} while ((side == DEED ? deed_dma_ring_reap() : raw_dma_ring_reap()) != -ENOENT);
	if (side == DEED) {
		deed_dma_rx_slot_drop(&deed_buffer);
		return;
	}
	kfree(raw_buffer.memory);
	raw_buffer.memory = NULL;
}

static deed_misuses("closes by hand, as unbind does") void gone(enum bench_side side)
{
	ready(side);
	deed_cell_excl(&deed->rings)->ring.__ring.__door.__open = false;
	raw->gone = true;
}

static deed_misuses("opens by hand, as binding does") void back(enum bench_side side)
{
	done(side);
	deed_cell_excl(&deed->rings)->ring.__ring.__door.__open = true;
	raw->gone = false;
}

/* A device of nobody, which reaches all of memory. */
static void reach(struct device *dev)
{
	dev->dma_mask = &dev->coherent_dma_mask;
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
}

static deed_misuses("fills in by hand what the bus would")
int deed_probe(struct bench_bus *bus, struct card *c, struct hw *hw)
{
	int err = __deed_mapping_fill(&hw->regs.__map, (void __iomem __force *)memory);

	if (err)
		return err;
	reach(bus->scope.__dev);
	__deed_dma_fill(&hw->dma, bus->scope.__dev, NULL, GFP_KERNEL);
	deed_cell_init(&c->rings);
	card_ring_init(c);
	return card_ring_descs_alloc(&hw->descs, &hw->dma);
}

static int deed_start(const struct card *c, const struct hw *hw,
		      struct deed_place_scope *scope)
{
	deed_lock(spin_irq, r, &c->rings);
	return card_ring_tell(r);
}

__DEED_BIND(driver, card_ref, place, struct bench_bus, bench_bus_enable, deed_probe,
	    start, deed_start)

static bool raw_probe(struct device *dev)
{
	raw = kzalloc(sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->base = (void __iomem __force *)memory;
	raw->dev = dev;
	raw->descs = dmam_alloc_coherent(dev, sizeof(*raw->descs) * COUNT, &raw->addr,
					 GFP_KERNEL);
	spin_lock_init(&raw->lock);
	return raw->descs;
}

void bench_dma_ring(void)
{
	static const struct bench_row rows[] = {
		BENCH(dma_ring, post, "post", ready, done),
		BENCH(dma_ring, post, "post, no room", full, done),
		BENCH(dma_ring, post, "post, gone", gone, back),
		BENCH(dma_ring, kick, "kick", posted, done),
		BENCH(dma_ring, reap, "reap", finished, done),
		BENCH(dma_ring, reap, "reap, busy", posted, done),
		BENCH(dma_ring, reap, "reap, none"),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = dev_get_drvdata(dev);
	if (raw_probe(dev)) {
		bench_rows(rows, ARRAY_SIZE(rows));
		BENCH_SIZE("dma ring slot", deed_cell_excl(&deed->rings)->ring.__slots[0],
			   struct raw_slot);
	}
	kfree(raw);
	bench_unbind(dev, __driver_unbind);
}
