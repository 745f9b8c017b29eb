// SPDX-License-Identifier: GPL-2.0
/*
 * Two queues have one type of data: what is done for one can be done with the data of the
 * other, whose hardware would be looked for in the wrong place.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LENGTH, 0x08, dma, u32);
DEED_REG(card_regs, CARD_GO, 0x0c, dma, u32);
DEED_REG(card_regs, CARD_BUSY, 0x10, ro, u32);

struct card_hw {
	struct card_regs regs;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(card_place, struct card_hw);
DEED_DMA_CHANNEL_TYPE(card_first, tx);
DEED_DMA_CHANNEL_TYPE(card_second, tx);

struct card_work {
	struct card_first out;
};

struct card_more {
#ifdef MISUSE
	struct card_first out;
#else
	struct card_second out;
#endif
};

DEED_CELL_TYPE(card_cell, spin_irq, struct card_work);
DEED_CELL_TYPE(card_more_cell, spin_irq, struct card_more);

struct card {
	struct card_place dev;
	struct card_cell first;
	struct card_more_cell second;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

static bool card_busy(const struct card_hw *hw)
{
	return deed_reg_read(&hw->regs, CARD_BUSY);
}

static int card_stop(const struct card_hw *hw)
{
	u32 busy;

	return deed_reg_poll(&hw->regs, CARD_BUSY, busy, !busy, 10, 1000);
}

DEED_DMA_CHANNEL(card_first, card_ref, dev, first, out, dma, regs, CARD_ADDRESS,
		 CARD_LENGTH, CARD_GO, 1, card_busy, card_stop);

DEED_DMA_CHANNEL(card_second, card_ref, dev, second, out, /* error: not a member of type */
		 dma, regs, CARD_ADDRESS, CARD_LENGTH, CARD_GO, 2, card_busy, card_stop);

MODULE_DESCRIPTION("misuse: dma channel of other queue");
MODULE_LICENSE("GPL");
