// SPDX-License-Identifier: GPL-2.0
/* Declared at the top, given a value further down. */

static int outlives_the_lock(struct foo *foo)
{
	struct bar *bar __free(bar_put) = NULL; /* finding */
	int err;

	guard(mutex)(&foo->lock);
	bar = bar_get(foo);
	if (!bar)
		return -ENODEV;
	err = bar_start(bar);
	if (err)
		return err;	/* bar_put() without the lock */
	return 0;
}

static int two_of_them(struct foo *foo, size_t count)
{
	void *in __free(kfree) = NULL; /* finding */
	void *out __free(kfree) = NULL; /* finding */

	in = kzalloc(count, GFP_KERNEL);
	if (!in)
		return -ENOMEM;
	out = kzalloc(count, GFP_KERNEL);
	if (!out)
		return -ENOMEM;
	return foo_exchange(foo, in, out);
}
