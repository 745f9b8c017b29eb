// SPDX-License-Identifier: GPL-2.0
/* Each with its comment. */

/*
 * SAFETY: kfree() wants
 * 1. what kmalloc() gave, or NULL: it is;
 * 2. that nobody uses it later: the handle is gone.
 */
static void before(struct foo *foo)
{
	kfree(foo->name);
}

static void goes_on(struct foo *foo)
{
	kfree(foo->other);
}

/* What is said by itself is not said of all. */
static void inside(struct foo *foo)
{
	/* SAFETY: wants a lock that is not held: it is ours. */
	mutex_lock(&foo->lock);
}

static int harmless(struct foo *foo, int (*run)(struct foo *foo))
{
	if (IS_ERR(foo))
		return PTR_ERR(foo);
	dev_info(foo->dev, "kfree(\"%s\")\n", foo->name); /* not: kfree(foo->name) */
	memset(foo->image, 0, sizeof(foo->image));
	inside(foo);
	deed_wake(&foo->queue);
	foo->ops->start(foo);
	return run(foo);
}

/*
 * SAFETY: the functions of phylib want a PHY that is there: it is lent.
 */

/* One of them. */
static int section(struct foo *foo)
{
	return phy_read(foo->phydev, 0);
}

/* Another. */
static int same_section(struct foo *foo)
{
	return phy_write(foo->phydev, 0, 1);
}
