// SPDX-License-Identifier: GPL-2.0
/*
 * A region that can be written at any offset has a register that takes an address.
 */
#include <linux/module.h>

#include <deed/pci.h>

#ifdef MISUSE
DEED_MMIO(card_regs, 0x100);
#else
DEED_MMIO_DMA(card_regs, 0x100);
#endif
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr); /* error: DEED_MMIO_DMA() */
DEED_REG(card_regs, CARD_LEDS, 0x14, rw, u32);

static __used void card_light(const struct card_regs *regs)
{
	deed_reg_write(regs, CARD_LEDS, 1);
}

MODULE_DESCRIPTION("misuse: dma register anywhere");
MODULE_LICENSE("GPL");
