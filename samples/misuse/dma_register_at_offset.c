// SPDX-License-Identifier: GPL-2.0
/*
 * A table of offsets and values sets a device up. One of them may be the register that
 * takes an address.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
DEED_REG_ARRAY(card_regs, CARD_FILTER, 0x40, 4, 8, rw, u32);

static __used int card_filter(const struct card_regs *regs, size_t which, u32 value)
{
#ifdef MISUSE
	return card_regs_write32_at(regs, 4 * which, value); /* error: implicit declaration */
#else
	return deed_reg_write_at(regs, CARD_FILTER, which, value);
#endif
}

MODULE_DESCRIPTION("misuse: dma register at offset");
MODULE_LICENSE("GPL");
