// SPDX-License-Identifier: GPL-2.0
/*
 * The address of a descriptor is in a union with a number, so that anybody could write it.
 */
#include <linux/module.h>

#include <deed/dma_ring.h>
#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_DOORBELL, 0x08, dma, u32);
DEED_REG(card_regs, CARD_BUSY, 0x10, ro, u32);
DEED_REG(card_regs, CARD_DESCS, 0x20, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_COUNT, 0x28, dma, u32);

#define CARD_OWN 0x80000000

struct card_desc {
#ifdef MISUSE
	union {
		struct deed_dma_le64 address; /* error: [deed-pun] */
		__le64 number;
	};
#else
	struct deed_dma_le64 address;
#endif
	__le32 len;
	__le32 flags;
};

DEED_DMA_RING_TYPE(card_in, rx, struct card_desc, 16, 0);

struct card_hw {
	struct card_regs regs;
	struct deed_dma dma;
	struct card_in_descs in;
};

DEED_DEVICE_TYPE(card_place, struct card_hw);

struct card_rings {
	struct card_in_ring in;
};

DEED_CELL_TYPE(card_cell, spin_irq, struct card_rings);

struct card {
	struct card_place dev;
	struct card_cell rings;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static void card_fill(struct card_desc *d, u32 len)
{
	d->len = cpu_to_le32(len);
	d->flags = cpu_to_le32(CARD_OWN);
}

static bool card_done(__le32 flags)
{
	return !(flags & cpu_to_le32(CARD_OWN));
}

static int card_stop(const struct card_hw *hw)
{
	u32 busy;

	return deed_reg_poll(&hw->regs, CARD_BUSY, busy, !busy, 10, 1000);
}

DEED_DMA_RING(card_in, card_ref, dev, rings, in, dma, in, address, flags, card_fill,
	      card_done, card_stop);
DEED_DMA_RING_REGS(card_in, regs, CARD_DESCS, CARD_COUNT, descs, CARD_DOORBELL);

MODULE_DESCRIPTION("misuse: dma ring address in union");
MODULE_LICENSE("GPL");
