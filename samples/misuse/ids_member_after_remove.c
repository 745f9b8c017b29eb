// SPDX-License-Identifier: GPL-2.0
/*
 * A buffer is used after its id was taken away, and with it the buffer.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/xarray.h>

struct buffer {
	u32 len;
};

DEED_BOX(buffer_box, struct buffer, deed_plain);
DEED_XARRAY_BOX(buffer_ids, buffer_box);

DEED_CELL_TYPE(buffer_cell, mutex, struct buffer_ids);

static __used u32 buffer_end(const struct buffer_cell *cell, u32 id)
{
	deed_lock(mutex, ids, cell);
	const struct buffer *b = buffer_ids_at(ids, id);

	if (!b)
		return 0;
#ifdef MISUSE
	{
		deed_own(buffer_box, gone) = buffer_ids_remove(ids, id);
	}
	return b->len; /* error: [deed-borrow-dead] */
#else
	deed_own(buffer_box, gone) = buffer_ids_remove(ids, id);

	return deed_ok(gone) ? buffer_box_borrow(&gone)->len : 0;
#endif
}

MODULE_DESCRIPTION("misuse: ids member after remove");
MODULE_LICENSE("GPL");
