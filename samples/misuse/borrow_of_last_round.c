// SPDX-License-Identifier: GPL-2.0
/*
 * A pointer to the best entry so far points to what the round before has dropped.
 */
#include <linux/module.h>

#include <deed/box.h>

struct entry {
	u32 rank;
};

DEED_BOX(entry_box, struct entry, deed_plain);

static __used u32 entry_best(unsigned int n)
{
	u32 best = 0;
#ifdef MISUSE
	const struct entry *first = NULL;
#endif

	for (unsigned int i = 0; i < n; i++) {
		deed_own(entry_box, e) = entry_box_alloc();

		if (!deed_ok(e))
			break;
#ifdef MISUSE
		if (first)
			best = max(best, first->rank); /* error: [deed-borrow-dead] */
		first = entry_box_borrow(&e);
#else
		best = max(best, entry_box_borrow(&e)->rank);
#endif
	}
	return best;
}

MODULE_DESCRIPTION("misuse: borrow of last round");
MODULE_LICENSE("GPL");
