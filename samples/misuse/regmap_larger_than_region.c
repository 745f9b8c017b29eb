// SPDX-License-Identifier: GPL-2.0
/*
 * A map of 32-bit registers is made over a region that has no room for one.
 */
#include <linux/module.h>

#include <deed/regmap.h>

DEED_MMIO(tiny_regs, 2);

static __used deed_fills(3) int
make(struct deed_scope *scope, const struct tiny_regs *regs, struct deed_regmap *map)
{
#ifdef MISUSE
	return deed_regmap_mmio(scope, regs, 32, map); /* error: the region is smaller */
#else
	return deed_regmap_mmio(scope, regs, 16, map);
#endif
}

MODULE_DESCRIPTION("misuse: regmap larger than region");
MODULE_LICENSE("GPL");
