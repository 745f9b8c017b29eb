// SPDX-License-Identifier: GPL-2.0
/*
 * Who reads is remembered, to be given words later: but the buffer is the core's.
 */
#include <linux/module.h>

#include <deed/hwrng.h>
#include <deed/lock.h>

struct reader {
#ifdef MISUSE
	struct deed_hwrng_words *to; /* error: [deed-context] */
#endif
	unsigned int reads;
};

DEED_CELL_TYPE(dice_cell, mutex, struct reader);
DEED_DEVICE_TYPE(dice_place, struct deed_no_hw);

struct dice {
	struct dice_place dev;
	struct deed_hwrng rng;
	struct dice_cell reader;
};

DEED_DEVICE_REF(dice_ref, struct dice, dev, deed_plain);

static int dice_read(const struct dice *d, const struct deed_no_hw *hw,
		     struct deed_hwrng_words *to, bool wait)
{
	deed_lock(mutex, reader, &d->reader);

	reader->reads++;
#ifdef MISUSE
	reader->to = to;
#endif
	deed_hwrng_give(to, 4);
	return 0;
}

DEED_HWRNG(dice_rng, dice_ref, dev, rng, dice_read);

static __used int dice_start(const struct dice *d, const struct deed_no_hw *hw,
			     struct dice_place_scope *scope)
{
	return dice_rng_register(scope, 0);
}

MODULE_DESCRIPTION("misuse: hwrng words kept");
MODULE_LICENSE("GPL");
