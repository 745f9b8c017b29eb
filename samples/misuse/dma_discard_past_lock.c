// SPDX-License-Identifier: GPL-2.0
/*
 * What the device had is ended without the lock: the interrupt handler may do the same.
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
DEED_DMA_CHANNEL_TYPE(card_out, tx);

struct card_work {
	struct card_out out;
};

DEED_CELL_TYPE(card_cell, spin_irq, struct card_work);

struct card {
	struct card_place dev;
	struct card_cell work;
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

DEED_DMA_CHANNEL(card_out, card_ref, dev, work, out, dma, regs, CARD_ADDRESS,
		 CARD_LENGTH, CARD_GO, 1, card_busy, card_stop);

static __used bool card_settle(const struct card *c)
{
	struct card_work *work;

	{
		deed_lock(spin_irq, w, &c->work);

		work = w;
#ifndef MISUSE
		return card_out_discard(work);
#endif
	}
#ifdef MISUSE
	return card_out_discard(work); /* error: [deed-borrow-dead] */
#endif
}

MODULE_DESCRIPTION("misuse: dma discard past lock");
MODULE_LICENSE("GPL");
