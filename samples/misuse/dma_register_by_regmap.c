// SPDX-License-Identifier: GPL-2.0
/*
 * A map is made over registers of which a channel writes some.
 */
#include <linux/module.h>

#include <deed/dma.h>
#include <deed/regmap.h>

#ifdef MISUSE
DEED_MMIO_DMA(card_regs, 0x100);
#else
DEED_MMIO(card_regs, 0x100);
#endif

static __used deed_fills(3) int
make(struct deed_scope *scope, const struct card_regs *regs, struct deed_regmap *map)
{
	return deed_regmap_mmio(scope, regs, 32, map); /* error: only DMA channels write */
}

MODULE_DESCRIPTION("misuse: dma register by regmap");
MODULE_LICENSE("GPL");
