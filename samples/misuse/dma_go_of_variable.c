// SPDX-License-Identifier: GPL-2.0
/*
 * What starts the device is read when it starts, from somewhere that others write.
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

static __used u32 card_way = 1;

static u32 card_go(void)
{
#ifdef MISUSE
	return READ_ONCE(card_way);
#else
	return 1;
#endif
}

DEED_DMA_CHANNEL(card_out, card_ref, dev, work, /* error: always the same */
		 out, dma, regs, CARD_ADDRESS, CARD_LENGTH, CARD_GO, card_go(),
		 card_busy, card_stop);

static __used int card_send(const struct card *c)
{
	deed_own(deed_dma_tx, buf) = card_out_alloc(c, 64);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, w, &c->work);
	return card_out_start(w, deed_move(buf));
}

MODULE_DESCRIPTION("misuse: dma go of variable");
MODULE_LICENSE("GPL");
