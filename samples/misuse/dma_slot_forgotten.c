// SPDX-License-Identifier: GPL-2.0
/*
 * What the device has written waits for somebody to fetch it; nobody does, and the state
 * goes with it.
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
DEED_DMA_CHANNEL_TYPE(card_in, rx);

struct card_work {
	DEED_SLOT(deed_dma_rx) received;
	struct card_in in;
};

DEED_CELL_TYPE(card_cell, spin_irq, struct card_work);

struct card {
	struct card_place dev;
	struct card_cell work;
};

#ifdef MISUSE
static void card_release(struct card *c)
{
	pr_debug("card: gone\n");
} /* error: [deed-release] */
#else
static void card_release(struct card *c)
{
	deed_dma_rx_slot_drop(&deed_cell_excl(&c->work)->received);
}
#endif

DEED_DEVICE_REF(card_ref, struct card, dev, card_release);

static bool card_busy(const struct card_hw *hw)
{
	return deed_reg_read(&hw->regs, CARD_BUSY);
}

static int card_stop(const struct card_hw *hw)
{
	u32 busy;

	return deed_reg_poll(&hw->regs, CARD_BUSY, busy, !busy, 10, 1000);
}

DEED_DMA_CHANNEL(card_in, card_ref, dev, work, in, dma, regs, CARD_ADDRESS,
		 CARD_LENGTH, CARD_GO, 1, card_busy, card_stop);

static __used void card_received(const struct card *c)
{
	deed_lock(spin_irq, w, &c->work);
	deed_own(deed_dma_rx, buf) = card_in_reclaim(w);

	if (deed_ok(buf))
		buf = deed_dma_rx_slot_put(&w->received, deed_move(buf));
}

static __used void card_put(struct card_ref ref)
{
	card_ref_drop(&ref);
}

MODULE_DESCRIPTION("misuse: dma slot forgotten");
MODULE_LICENSE("GPL");
