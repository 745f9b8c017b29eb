// SPDX-License-Identifier: GPL-2.0
/*
 * The test before a loop says nothing about what the loop puts into the variable.
 */
#include <linux/module.h>

#include <deed/box.h>

struct entry {
	u32 value;
};

DEED_BOX(entry_box, struct entry, deed_plain);

struct list {
	DEED_SLOT(entry_box) next;
};

static __used u32 list_sum(struct list *list, unsigned int n)
{
	deed_own(entry_box, e) = entry_box_slot_take(&list->next);
	u32 sum = 0;

	if (!deed_ok(e))
		return 0;
	for (unsigned int i = 0; i < n; i++) {
		sum += entry_box_borrow(&e)->value; /* error: [deed-untested] */
		entry_box_drop(&e);
		e = entry_box_slot_take(&list->next);
#ifndef MISUSE
		if (!deed_ok(e))
			break;
#endif
	}
	return sum;
}

MODULE_DESCRIPTION("misuse: untested next in loop");
MODULE_LICENSE("GPL");
