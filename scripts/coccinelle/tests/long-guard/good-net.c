// SPDX-License-Identifier: GPL-2.0
/* Network code. */
#include <linux/netdevice.h>

static int as_many_as_may_be(struct foo *foo)
{
	guard(mutex)(&foo->lock);

	/*
	 * foo_step() is called in order. A comment is no code,
	 * however long it is.
	 */
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
	return 0;
}

static int scope(struct foo *foo)
{
	scoped_guard(mutex, &foo->lock)
		foo->users++;
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
	foo_step(foo, 22);
	foo_step(foo, 23);
	foo_step(foo, 24);
	foo_step(foo, 25);
	foo_step(foo, 26);
	foo_step(foo, 27);
	foo_step(foo, 28);
	foo_step(foo, 29);
	foo_step(foo, 30);
	return 0;
}

static int in_a_block(struct foo *foo)
{
	if (foo->busy) {
		guard(mutex)(&foo->lock);
		foo_stop(foo);
	}

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
	foo_step(foo, 22);
	foo_step(foo, 23);
	foo_step(foo, 24);
	foo_step(foo, 25);
	foo_step(foo, 26);
	foo_step(foo, 27);
	foo_step(foo, 28);
	foo_step(foo, 29);
	foo_step(foo, 30);
	return 0;
}
