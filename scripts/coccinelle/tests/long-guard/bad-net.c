// SPDX-License-Identifier: GPL-2.0
/* Network code: twenty lines are the most. */
#include <linux/netdevice.h>

static int one_too_many(struct foo *foo)
{
	guard(mutex)(&foo->lock); /* finding */

	foo_step(foo, 1);
	foo_step(foo, 2);
	foo_step(foo, 3);
	foo_step(foo, 4);
	foo_step(foo, 5);
	foo_step(foo, 6);
	foo_step(foo, 7);
	foo_step(foo, 8);
	foo_step(foo, 9);
	foo_step(foo, 10);
	foo_step(foo, 11);
	foo_step(foo, 12);
	foo_step(foo, 13);
	foo_step(foo, 14);
	foo_step(foo, 15);
	foo_step(foo, 16);
	foo_step(foo, 17);
	foo_step(foo, 18);
	foo_step(foo, 19);
	return 0;
}

static int further_down(struct foo *foo)
{
	foo_step(foo, 1);
	foo_step(foo, 2);
	foo_step(foo, 3);
	foo_step(foo, 4);
	foo_step(foo, 5);
	foo_step(foo, 6);
	foo_step(foo, 7);
	foo_step(foo, 8);
	foo_step(foo, 9);
	foo_step(foo, 10);
	foo_step(foo, 11);
	foo_step(foo, 12);
	foo_step(foo, 13);
	foo_step(foo, 14);
	foo_step(foo, 15);
	foo_step(foo, 16);
	foo_step(foo, 17);
	foo_step(foo, 18);
	foo_step(foo, 19);
	foo_step(foo, 20);
	guard(spinlock)(&foo->spinlock); /* finding */
	foo->users++;
	return 0;
}

static int in_a_long_block(struct foo *foo)
{
	if (foo->busy) {
		guard(mutex)(&foo->lock); /* finding */
		foo_step(foo, 1);
		foo_step(foo, 2);
		foo_step(foo, 3);
		foo_step(foo, 4);
		foo_step(foo, 5);
		foo_step(foo, 6);
		foo_step(foo, 7);
		foo_step(foo, 8);
		foo_step(foo, 9);
		foo_step(foo, 10);
		foo_step(foo, 11);
		foo_step(foo, 12);
		foo_step(foo, 13);
		foo_step(foo, 14);
		foo_step(foo, 15);
		foo_step(foo, 16);
		foo_step(foo, 17);
		foo_step(foo, 18);
		foo_step(foo, 19);
		foo_step(foo, 20);
		foo_step(foo, 21);
	}
	return 0;
}
