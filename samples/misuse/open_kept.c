// SPDX-License-Identifier: GPL-2.0
/*
 * How a file was opened is kept, with the file that it was.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct opened {
#ifdef MISUSE
	struct deed_open how; /* error: [deed-context] */
#else
	bool writes;
#endif
};

DEED_BOX(opened_box, struct opened, deed_plain);

static __used struct opened_box thing_open(struct deed_open how)
{
	deed_own(opened_box, box) = opened_box_alloc();

	if (!deed_ok(box))
		return deed_move(box);
#ifdef MISUSE
	opened_box_excl(&box)->how = how;
#else
	opened_box_excl(&box)->writes = deed_open_writes(how);
#endif
	return deed_move(box);
}

MODULE_DESCRIPTION("misuse: open kept");
MODULE_LICENSE("GPL");
