// SPDX-License-Identifier: GPL-2.0
/*
 * An error path drops the session by hand and forgets to return.
 */
#include <linux/module.h>

#include <deed/box.h>

struct session {
	u32 id;
	u32 flags;
};

DEED_BOX(session_box, struct session, deed_plain);

static __used int session_make(u32 id, u32 *flags)
{
	int err = 0;

	deed_own(session_box, s) = session_box_alloc();

	if (!deed_ok(s))
		return deed_err(s);
	if (!id) {
		err = -EINVAL;
#ifdef MISUSE
		session_box_drop(&s);
#else
		return err;
#endif
	}
	session_box_excl(&s)->id = id; /* error: [deed-use-after-drop] */
	*flags = session_box_borrow(&s)->flags;
	return err;
}

MODULE_DESCRIPTION("misuse: drop on error then use");
MODULE_LICENSE("GPL");
