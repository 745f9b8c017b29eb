// SPDX-License-Identifier: GPL-2.0
/*
 * A borrow is used after something else was put in, which may have moved nothing, but
 * was not looked at.
 */
#include <linux/module.h>

#include <deed/xarray.h>

struct buffer {
	u32 len;
};

DEED_BOX(buffer_box, struct buffer, deed_plain);
DEED_XARRAY_BOX(buffer_ids, buffer_box);

static __used int buffer_again(struct buffer_ids *ids, u32 id, struct buffer_box next)
{
	struct buffer *b = buffer_ids_at(ids, id);
	u32 new_id;
	int err = buffer_ids_insert(ids, &new_id, deed_move(next), 0, 9);

	if (err)
		return err;
#ifndef MISUSE
	b = buffer_ids_at(ids, id);
#endif
	if (b)
		b->len = new_id; /* error: [deed-borrow-dead] */
	return 0;
}

MODULE_DESCRIPTION("misuse: ids member past insert");
MODULE_LICENSE("GPL");
