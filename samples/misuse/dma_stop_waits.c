// SPDX-License-Identifier: GPL-2.0
/*
 * Who stops the device waits for as long as somebody likes, and unbind waits for him.
 */
#include <linux/module.h>

#include <deed/delay.h>
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

/* until the user has pulled the switch */
static noinline deed_waits int card_switched_off(const struct card_hw *hw)
{
	while (card_busy(hw))
		deed_sleep_us(1000);
	return 0;
}

static int card_stop(const struct card_hw *hw)
{
#ifdef MISUSE
	return card_switched_off(hw); /* error: [deed-waits-live] */
#else
	u32 busy;

	return deed_reg_poll(&hw->regs, CARD_BUSY, busy, !busy, 10, 1000);
#endif
}

DEED_DMA_CHANNEL(card_out, card_ref, dev, work, out, dma, regs, CARD_ADDRESS,
		 CARD_LENGTH, CARD_GO, 1, card_busy, card_stop);

static __used int card_off(const struct card_hw *hw)
{
	return card_switched_off(hw);
}

static __used void card_setup(struct card *c)
{
	deed_cell_init(&c->work);
	card_out_init(c);
}

MODULE_DESCRIPTION("misuse: dma stop waits");
MODULE_LICENSE("GPL");
