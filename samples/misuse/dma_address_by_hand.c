// SPDX-License-Identifier: GPL-2.0
/*
 * A number is made an address that the device may use.
 */
#include <linux/module.h>

#include <deed/pci.h>

DEED_MMIO_DMA(card_regs, 0x100);
DEED_REG(card_regs, CARD_WINDOW, 0x20, rw, u64);

static __used void card_open(const struct card_regs *regs, u64 at)
{
#ifdef MISUSE
	struct deed_dma_addr address = { at }; /* error: [deed-raw-member] */

	if (!memchr_inv(&address, 0, sizeof(address)))
		return;
#endif
	deed_reg_write(regs, CARD_WINDOW, at);
}

MODULE_DESCRIPTION("misuse: dma address by hand");
MODULE_LICENSE("GPL");
