// SPDX-License-Identifier: GPL-2.0
/* A screen is the most. */

static int whole_function(const struct foo *foo)
{
	deed_lock(mutex, s, &foo->state); /* finding */

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
	foo_step(foo, 31);
	foo_step(foo, 32);
	foo_step(foo, 33);
	foo_step(foo, 34);
	foo_step(foo, 35);
	foo_step(foo, 36);
	foo_step(foo, 37);
	foo_step(foo, 38);
	foo_step(foo, 39);
	foo_step(foo, 40);
	return s->count;
}

static int whole_block(const struct foo *foo)
{
	if (foo->up) {
		deed_lock(spin, s, &foo->state); /* finding */

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
		foo_step(foo, 31);
		foo_step(foo, 32);
		foo_step(foo, 33);
		foo_step(foo, 34);
		foo_step(foo, 35);
		foo_step(foo, 36);
		foo_step(foo, 37);
		foo_step(foo, 38);
		foo_step(foo, 39);
		foo_step(foo, 40);
		foo_step(foo, 41);
	}
	return 0;
}
