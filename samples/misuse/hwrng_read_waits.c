// SPDX-License-Identifier: GPL-2.0
/*
 * A generator is read when somebody has thrown; unbind waits for who reads it.
 */
#include <linux/module.h>

#include <deed/hwrng.h>
#include <deed/wait.h>

DEED_DEVICE_TYPE(dice_place, struct deed_no_hw);

struct dice {
	struct dice_place dev;
	struct deed_hwrng rng;
	struct deed_completion thrown;
};

DEED_DEVICE_REF(dice_ref, struct dice, dev, deed_plain);

static int dice_read(const struct dice *d, const struct deed_no_hw *hw,
		     struct deed_hwrng_words *to, bool wait)
{
	deed_hwrng_give(to, 4);
#ifdef MISUSE
	return deed_completion_wait_interruptible(&d->thrown); /* error: [deed-waits-live] */
#else
	return deed_completion_wait_timeout(&d->thrown, HZ);
#endif
}

DEED_HWRNG(dice_rng, dice_ref, dev, rng, dice_read);

static __used int dice_start(const struct dice *d, const struct deed_no_hw *hw,
			     struct dice_place_scope *scope)
{
	return dice_rng_register(scope, 0);
}

MODULE_DESCRIPTION("misuse: hwrng read waits");
MODULE_LICENSE("GPL");
