// SPDX-License-Identifier: GPL-2.0
/*
 * A box is put into an array by somebody who shares it.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct buffer {
	u32 len;
};

DEED_BOX(buffer_box, struct buffer, deed_plain);
DEED_XARRAY_BOX(buffer_ids, buffer_box);

#ifdef MISUSE
static __used int buffer_add(const struct buffer_ids *ids, struct buffer_box b)
#else
static __used int buffer_add(struct buffer_ids *ids, struct buffer_box b)
#endif
{
	return buffer_ids_insert_at(ids, 0, deed_move(b)); /* error: discards 'const' qualifier */
}

MODULE_DESCRIPTION("misuse: ids of boxes through const");
MODULE_LICENSE("GPL");
