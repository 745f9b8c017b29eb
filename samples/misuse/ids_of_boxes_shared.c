// SPDX-License-Identifier: GPL-2.0
/*
 * An array that many look into at the same time has boxes.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct buffer {
	u32 len;
};

DEED_BOX(buffer_box, struct buffer, deed_plain);
#ifdef MISUSE
DEED_XARRAY(buffer_ids, buffer_box, spin); /* error: an array that is shared has references */
#else
DEED_XARRAY_BOX(buffer_ids, buffer_box);
#endif

MODULE_DESCRIPTION("misuse: ids of boxes shared");
MODULE_LICENSE("GPL");
