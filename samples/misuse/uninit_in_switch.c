// SPDX-License-Identifier: GPL-2.0
/*
 * Not every case of a switch puts something into the handle.
 */
#include <linux/module.h>

#include <deed/box.h>

struct filter {
	u32 mask;
};

DEED_BOX(filter_box, struct filter, deed_plain);

enum { FILTER_NONE, FILTER_ALL };

static struct filter_box filter_all(void)
{
	deed_own(filter_box, f) = filter_box_alloc();

	if (deed_ok(f))
		filter_box_excl(&f)->mask = U32_MAX;
	return deed_move(f);
}

static __used u32 filter_mask(int what)
{
#ifdef MISUSE
	deed_own(filter_box, f);
#else
	deed_own(filter_box, f) = deed_fail(filter_box, -EINVAL);
#endif

	switch (what) {
	case FILTER_NONE:
		f = filter_box_alloc();
		break;
	case FILTER_ALL:
		f = filter_all();
		break;
	}
	return deed_ok(f) ? filter_box_borrow(&f)->mask : 0; /* error: [deed-uninit] */
}

MODULE_DESCRIPTION("misuse: uninit in switch");
MODULE_LICENSE("GPL");
