// SPDX-License-Identifier: GPL-2.0
/*
 * The callback takes the core's buffer as it comes, and says how much it wrote.
 */
#include <linux/module.h>

#include <deed/hwrng.h>

DEED_DEVICE_TYPE(dice_place, struct deed_no_hw);

struct dice {
	struct dice_place dev;
	struct deed_hwrng rng;
};

DEED_DEVICE_REF(dice_ref, struct dice, dev, deed_plain);

#ifdef MISUSE
static int dice_read(const struct dice *d, const struct deed_no_hw *hw,
		     void *to, size_t max, bool wait)
{
	memset(to, 4, max);
	return max;
}
#else
static int dice_read(const struct dice *d, const struct deed_no_hw *hw,
		     struct deed_hwrng_words *to, bool wait)
{
	while (deed_hwrng_wants(to))
		deed_hwrng_give(to, 4);
	return 0;
}
#endif

DEED_HWRNG(dice_rng, dice_ref, dev, rng, dice_read); /* error: not the type */

static __used int dice_start(const struct dice *d, const struct deed_no_hw *hw,
			     struct dice_place_scope *scope)
{
	return dice_rng_register(scope, 0);
}

MODULE_DESCRIPTION("misuse: hwrng callback type");
MODULE_LICENSE("GPL");
