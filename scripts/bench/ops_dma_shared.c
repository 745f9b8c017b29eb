// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/dma_shared.h, with a device that does nothing. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/dma-mapping.h>
#include <linux/nospec.h>
#include <linux/printk.h>
#include <linux/slab.h>

#include <deed/dma_shared.h>

#include "bench.h"
#include "bound.h"

deed_unsafe_file("the raw twins are here, and the device of both");

#define COUNT 64

DEED_MMIO_DMA(board_regs, 0x10);
DEED_REG_SPLIT(board_regs, BOARD_MAIL, 0x00, dma, struct deed_dma_addr);

struct mail {
	__le32 request, answered, arg, result;
	__le32 log[COUNT];
};

DEED_DMA_SHARED_TYPE(board_mail, struct mail);

struct hw {
	struct board_regs regs;
	struct deed_dma dma;
	struct board_mail mail;
};

DEED_DMA_SHARED(board_mail, struct hw, mail, regs, BOARD_MAIL);
DEED_DEVICE_TYPE(deed_place, struct hw);

struct board {
	struct deed_place place;
};

DEED_DEVICE_REF(board_ref, struct board, place, deed_plain);

struct raw_board {
	void __iomem *base;
	struct mail *mail;
	dma_addr_t addr;
};

static u8 memory[0x10] __aligned(8);

/* What the driver has, on both sides; which element of it */
static const struct hw *deed;
static struct raw_board *raw;
static u32 index;

static noinline long deed_dma_shared_tell(void)
{
	return board_mail_tell(deed);
}

static noinline long raw_dma_shared_tell(void)
{
	writel(lower_32_bits(raw->addr), raw->base);
	writel(upper_32_bits(raw->addr), raw->base + 4);
	return 0;
}

static noinline long deed_dma_shared_request(void)
{
	const struct hw *hw = deed;

	deed_shared_write(&hw->mail, arg, cpu_to_le32(5));
	deed_shared_publish(&hw->mail, request, cpu_to_le32(1));
	return 0;
}

static noinline long raw_dma_shared_request(void)
{
	struct mail *m = raw->mail;

	WRITE_ONCE(m->arg, cpu_to_le32(5));
	dma_wmb();
	WRITE_ONCE(m->request, cpu_to_le32(1));
	return 0;
}

static noinline long deed_dma_shared_answer(void)
{
	const struct hw *hw = deed;

	if (le32_to_cpu(deed_shared_look(&hw->mail, answered)) != 0)
		return -EBUSY;
	return le32_to_cpu(deed_shared_read(&hw->mail, result));
}

static noinline long raw_dma_shared_answer(void)
{
	struct mail *m = raw->mail;
	u32 answered = le32_to_cpu(READ_ONCE(m->answered));

	dma_rmb();
	if (answered)
		return -EBUSY;
	return le32_to_cpu(READ_ONCE(m->result));
}

static noinline long deed_dma_shared_element(void)
{
	const struct hw *hw = deed;
	__le32 value;
	int err = deed_shared_read_at(&hw->mail, log, index, &value);

	return err ? err : (long)le32_to_cpu(value);
}

static noinline long raw_dma_shared_element(void)
{
	u32 at = index;

	if (at >= COUNT)
		return -EINVAL;
	return le32_to_cpu(READ_ONCE(raw->mail->log[array_index_nospec(at, COUNT)]));
}

static void in_it(enum bench_side side)
{
	index = COUNT - 1;
}

static void not_in_it(enum bench_side side)
{
	index = COUNT;
}

static void board_halt(void *dev)
{
}

static deed_misuses("fills in by hand what the bus would")
int deed_probe(struct bench_bus *bus, struct board *b, struct hw *hw)
{
	struct device *dev = bus->scope.__dev;
	int err = __deed_mapping_fill(&hw->regs.__map, (void __iomem __force *)memory);

	if (err)
		return err;
	/* a device of nobody, which reaches all of memory */
	dev->dma_mask = &dev->coherent_dma_mask;
	dev->coherent_dma_mask = DMA_BIT_MASK(64);
	__deed_dma_fill(&hw->dma, dev, board_halt, GFP_KERNEL);
	return board_mail_alloc(&hw->mail, &hw->dma);
}

__DEED_BIND(driver, board_ref, place, struct bench_bus, bench_bus_enable, deed_probe)

static bool raw_probe(struct device *dev)
{
	raw = devm_kzalloc(dev, sizeof(*raw), GFP_KERNEL);
	if (!raw)
		return false;
	raw->base = (void __iomem __force *)memory;
	raw->mail = dmam_alloc_coherent(dev, sizeof(*raw->mail), &raw->addr, GFP_KERNEL);
	return raw->mail;
}

void bench_dma_shared(void)
{
	static const struct bench_row rows[] = {
		BENCH(dma_shared, tell, "tell the device"),
		BENCH(dma_shared, request, "write, publish"),
		BENCH(dma_shared, answer, "look, read"),
		BENCH(dma_shared, element, "read an element", in_it),
		BENCH(dma_shared, element, "read an element that is not", not_in_it),
	};
	struct device *dev = bench_bind(__driver_bind);

	if (!dev)
		return;
	deed = &((struct board *)dev_get_drvdata(dev))->place.__hw;
	if (raw_probe(dev))
		bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("dma_shared", struct board_mail,
		   struct { struct mail *mail; dma_addr_t addr; });
	bench_unbind(dev, __driver_unbind);
}
