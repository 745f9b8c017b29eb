// SPDX-License-Identifier: GPL-2.0
/*
 * The device is started by hand, and takes what is left in its registers for an address.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG(card_regs, CARD_LENGTH, 0x08, dma, u32);
DEED_REG(card_regs, CARD_GO, 0x0c, dma, u32);
DEED_REG(card_regs, CARD_BUSY, 0x10, ro, u32);
DEED_REG(card_regs, CARD_LEDS, 0x14, rw, u32);

static __used void card_go(const struct card_regs *regs)
{
#ifdef MISUSE
	deed_reg_write(regs, CARD_GO, 1); /* error: only a DMA channel writes it (dma) */
#else
	deed_reg_write(regs, CARD_LEDS, 1);
#endif
}

MODULE_DESCRIPTION("misuse: dma register written");
MODULE_LICENSE("GPL");
