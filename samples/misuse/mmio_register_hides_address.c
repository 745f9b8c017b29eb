// SPDX-License-Identifier: GPL-2.0
/*
 * A register for an address has a struct around it, so that anybody could read and write it.
 */
#include <linux/module.h>

#include <deed/dma.h>
#include <deed/mmio.h>

DEED_MMIO_DMA(card_regs, 0x100);

#ifdef MISUSE
struct card_where {
	struct deed_dma_addr address;
};

DEED_REG(card_regs, CARD_ADDRESS, 0x00, rw, struct card_where); /* error: [deed-untrusted] */

static __used void card_move(const struct card_regs *regs)
{
	deed_reg_write(regs, CARD_ADDRESS, deed_reg_read(regs, CARD_ADDRESS));
}
#else
DEED_REG(card_regs, CARD_ADDRESS, 0x00, dma, struct deed_dma_addr);
#endif

MODULE_DESCRIPTION("misuse: mmio register hides address");
MODULE_LICENSE("GPL");
