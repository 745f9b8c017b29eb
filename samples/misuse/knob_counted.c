// SPDX-License-Identifier: GPL-2.0
/*
 * A knob is counted up, as if it were a counter: it would come on.
 */
#include <linux/module.h>

#include <deed/debugfs.h>

DEED_DEVICE_TYPE(card_place, struct deed_no_hw);

struct card {
	struct card_place dev;
	struct deed_knob fail;
	struct deed_counter calls;
};

DEED_DEVICE_REF(card_ref, struct card, dev, deed_plain);

DEED_DEBUGFS(card_files, card_ref, dev, "fail", fail, "calls", calls);

static __used int card_start(const struct card *c, const struct deed_no_hw *hw,
			     struct card_place_scope *scope)
{
#ifdef MISUSE
	deed_count(&c->fail); /* error: incompatible pointer type */
#else
	deed_count(&c->calls);
#endif
	return card_files_show(scope);
}

MODULE_DESCRIPTION("misuse: knob counted");
MODULE_LICENSE("GPL");
