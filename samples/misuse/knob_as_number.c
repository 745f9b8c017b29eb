// SPDX-License-Identifier: GPL-2.0
/*
 * What a knob is set to is used as a number: anything that root wrote.
 */
#include <linux/module.h>

#include <deed/debugfs.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
	struct deed_knob limit;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

DEED_DEBUGFS(card_files, card_ref, dev, "limit", limit);

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
#ifdef MISUSE
	if (c->limit > 5) /* error: invalid operands */
#else
	if (deed_knob_on(&c->limit))
#endif
		return -EINVAL;
	return card_files_show(scope);
}

MODULE_DESCRIPTION("misuse: knob as number");
MODULE_LICENSE("GPL");
