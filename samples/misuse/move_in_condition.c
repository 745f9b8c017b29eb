// SPDX-License-Identifier: GPL-2.0
/*
 * A condition moves the message only if its left half holds, and what follows does
 * not know whether it did.
 */
#include <linux/module.h>

#include <deed/box.h>

struct message {
	u32 id;
};

DEED_BOX(message_box, struct message, deed_plain);

struct mailbox {
	DEED_SLOT(message_box) first;
	u32 lost;
};

static int mailbox_put(struct mailbox *m, struct message_box message)
{
	deed_own(message_box, old) = message_box_slot_put(&m->first, deed_move(message));

	return deed_ok(old) ? -EBUSY : 0;
}

static __used void mailbox_post(struct mailbox *m, bool urgent)
{
	deed_own(message_box, mine) = message_box_alloc();

	if (!deed_ok(mine))
		return;
#ifdef MISUSE
	if (!urgent || mailbox_put(m, deed_move(mine)))
		m->lost = message_box_borrow(&mine)->id; /* error: [deed-use-after-move] */
#else
	if (!urgent)
		m->lost = message_box_borrow(&mine)->id;
	else if (mailbox_put(m, deed_move(mine)))
		m->lost++;
#endif
}

MODULE_DESCRIPTION("misuse: move in condition");
MODULE_LICENSE("GPL");
