// SPDX-License-Identifier: GPL-2.0
/*
 * A list is dropped when the device has it: its pages would be somebody else's.
 */
#include <linux/module.h>

#include <deed/chrdev.h>
#include <deed/dma_list.h>
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
DEED_DMA_CHANNEL_TYPE(card_dma, both);

struct card_work {
	struct card_dma dma;
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

DEED_DMA_CHANNEL_BOTH(card_dma, card_ref, dev, work, dma, dma, card_busy, card_stop);
DEED_DMA_LIST_WAY(card_out, tx, card_dma, regs, CARD_ADDRESS, CARD_LENGTH, CARD_GO, 1);

static __used int card_send(const struct card *c)
{
	deed_own(deed_dma_list_tx, list) = card_out_alloc(c, 65536);
	if (!deed_ok(list))
		return deed_err(list);

	deed_lock(spin_irq, w, &c->work);
#ifdef MISUSE
	int err = card_out_start(w, deed_move(list));

	deed_dma_list_tx_drop(&list); /* error: [deed-use-after-move] */
	return err;
#else
	return card_out_start(w, deed_move(list));
#endif
}

MODULE_DESCRIPTION("misuse: dma list dropped");
MODULE_LICENSE("GPL");
