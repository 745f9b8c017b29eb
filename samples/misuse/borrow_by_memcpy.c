// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer that is copied byte by byte is still a borrow.
 */
#include <linux/module.h>

#include <deed/box.h>

struct config {
	u32 rate;
};

DEED_BOX(config_box, struct config, deed_plain);

struct view {
	const struct config *of;
	u32 scale;
};

static __used u32 config_end(struct config_box gone)
{
	deed_own(config_box, box) = deed_move(gone);
	struct view v = { .of = config_box_borrow(&box), .scale = 2 };
	struct view kept;
#ifdef MISUSE
	memcpy(&kept, &v, sizeof(kept)); /* error: [deed-pun] */
#else
	kept = v;
#endif
	return kept.of->rate * kept.scale;
}

MODULE_DESCRIPTION("misuse: borrow by memcpy");
MODULE_LICENSE("GPL");
