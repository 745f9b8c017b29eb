// SPDX-License-Identifier: GPL-2.0
/* Raw calls that nobody has justified. */

static void no_comment(struct foo *foo)
{
	kfree(foo->name); /* finding */
}

/* A comment, but of something else. */
static int other_comment(struct foo *foo)
{
	return request_irq(foo->irq, foo_irq, 0, "foo", foo); /* finding */
}

static void comment_after_it(struct foo *foo)
{
	free_irq(foo->irq, foo); /* finding */
	/* SAFETY: wants what request_irq() was given. */
}

/* SAFETY: wants a lock that is not held: it is ours. */
static void one_more(struct foo *foo)
{
	mutex_lock(&foo->lock);
}

/* What comes in between ends what the comment above holds for. */
static void another(struct foo *foo)
{
	mutex_unlock(&foo->lock); /* finding */
}

/* SAFETY: 1. wants what vmap() gave; 3. that nobody uses it later. finding */
static void no_second(struct foo *foo)
{
	vunmap(foo->image);
}

/* SAFETY: 1. wants what vmap() gave. finding */
static void one_is_no_list(struct foo *foo)
{
	vunmap(foo->image);
}
