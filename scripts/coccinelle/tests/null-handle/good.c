// SPDX-License-Identifier: GPL-2.0
/* Declared where it gets its value, or where it cannot be. */

static int at_once(struct foo *foo)
{
	guard(mutex)(&foo->lock);

	struct bar *bar __free(bar_put) = bar_get(foo);

	if (!bar)
		return -ENODEV;
	return bar_start(bar);
}

static int in_a_branch(struct foo *foo, bool wanted)
{
	void *name __free(kfree) = NULL;

	if (wanted) {
		name = kstrdup(foo->name, GFP_KERNEL);
		if (!name)
			return -ENOMEM;
	}
	return foo_start(foo, name);
}

static int by_its_address(struct foo *foo)
{
	void *name __free(kfree) = NULL;
	int err = foo_name(foo, &name);

	if (err)
		return err;
	name = foo_shorten(name);
	return foo_start(foo, name);
}

static int no_cleanup(struct foo *foo)
{
	struct bar *bar = NULL;

	bar = bar_get(foo);
	return bar ? bar_start(bar) : -ENODEV;
}

static int jumped_past(struct foo *foo)
{
	void *name __free(kfree) = NULL;

	if (!foo->named)
		goto out;
	name = kstrdup(foo->name, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	foo_name(foo, name);
out:
	return foo_start(foo);
}
