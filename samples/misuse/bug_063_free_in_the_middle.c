// SPDX-License-Identifier: GPL-2.0
/*
 * clk: hisilicon: hi3559a: Fix an erroneous devm_kfree(). A pointer that runs through
 * an array is freed where it stands, as if it were the allocation.
 */
#include <linux/module.h>

#include <deed/box.h>

struct pll {
	u32 reg;
};

DEED_ARRAY(pll_array, struct pll);

static __used int pll_register(size_t n)
{
	deed_own(pll_array, plls) = pll_array_alloc(n);

	if (!deed_ok(plls))
		return deed_err(plls);
	for (size_t i = 0; i < n; i++) {
		struct pll *p = pll_array_at(&plls, i);

		p->reg = i;
		if (i == 8) {
#ifdef MISUSE
			kfree(p); /* error: [deed-raw-call] */
#else
			pll_array_drop(&plls);
#endif
			return -ENOSPC;
		}
	}
	return 0;
}

MODULE_DESCRIPTION("misuse: bug 063 free in the middle");
MODULE_LICENSE("GPL");
