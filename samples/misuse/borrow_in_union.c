// SPDX-License-Identifier: GPL-2.0
/*
 * A borrow goes through a union, in which it is a number.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

#ifdef MISUSE
union word {
	const struct config *of; /* error: [deed-pun] */
	unsigned long number;
};
#else
struct word {
	const struct config *of;
};
#endif

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
#ifdef MISUSE
	union word w = { .of = config_box_borrow(&box) };
#else
	struct word w = { .of = config_box_borrow(&box) };
#endif
	return w.of->rate;
}

MODULE_DESCRIPTION("misuse: borrow in union");
MODULE_LICENSE("GPL");
