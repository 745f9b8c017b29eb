// SPDX-License-Identifier: GPL-2.0
/*
 * A number of the state is shown, which others could write meanwhile.
 */
#include <linux/module.h>

#include <deed/debugfs.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
#ifdef MISUSE
	unsigned int calls;
#else
	struct deed_counter calls;
#endif
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

DEED_DEBUGFS(card_files, card_ref, dev, "calls", calls); /* error: only a struct deed_counter */

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
	return card_files_show(scope);
}

MODULE_DESCRIPTION("misuse: shown is no counter");
MODULE_LICENSE("GPL");
