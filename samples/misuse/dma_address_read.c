// SPDX-License-Identifier: GPL-2.0
/*
 * Where the device is at work is read from it, to be told to another engine of it.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
#ifdef MISUSE
DEED_REG(card_regs, CARD_CURRENT, 0x20, ro, struct deed_dma_addr); /* error: only a channel */
#else
DEED_REG(card_regs, CARD_CURRENT, 0x20, ro, u64);
#endif

static __used bool card_works(const struct card_regs *regs)
{
	return !deed_reg_gone(CARD_CURRENT, deed_reg_read(regs, CARD_CURRENT));
}

MODULE_DESCRIPTION("misuse: dma address read");
MODULE_LICENSE("GPL");
