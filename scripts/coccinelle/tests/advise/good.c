// SPDX-License-Identifier: GPL-2.0
/* Nothing here that deed would replace. */

struct foo {
	struct deed_refcount refs;
	struct deed_work work;
	int users;
};

static int foo_open(const struct foo *foo)
{
	deed_own(foo_box, box) = foo_box_alloc();

	if (!deed_ok(box))
		return deed_err(box);
	dev_info(foo->dev, "kfree() and mutex_lock(&foo->lock)\n");
	return 0;
}

static int foo_count(struct foo *foo, int more)
{
	if (!more)
		goto out;
	foo->users += more;
out:
	return min(foo->users, 10);
}
