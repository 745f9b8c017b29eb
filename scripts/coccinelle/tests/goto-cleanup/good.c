// SPDX-License-Identifier: GPL-2.0
/* One of the two, or a jump that releases nothing. */

static int labels_only(struct foo *foo)
{
	char *name = kstrdup(foo->name, GFP_KERNEL);	/* not: guard(mutex)(&foo->lock) */
	int err;

	if (!name)
		return -ENOMEM;
	err = foo_start(foo);
	if (err)
		goto free;
	return 0;
free:
	kfree(name);
	return err;
}

static int scopes_only(struct foo *foo)
{
	char *name __free(kfree) = kstrdup(foo->name, GFP_KERNEL);

	if (!name)
		return -ENOMEM;
	guard(mutex)(&foo->lock);
	return foo_name(foo, name);
}

static int again(struct foo *foo)
{
	guard(mutex)(&foo->lock);
retry:
	if (foo_busy(foo))
		goto retry;
	return 0;
}

static void next_one(struct foo *foo)
{
	int i;

	guard(mutex)(&foo->lock);
	for (i = 0; i < foo->count; i++) {
		if (foo_busy(foo + i))
			goto skip;
		foo_start(foo + i);
		skip:
		foo_count(foo);
	}
}

static void in_a_block(struct foo *foo)
{
	guard(mutex)(&foo->lock);
	if (foo->asleep) {
		if (foo_busy(foo))
			goto wake;
		foo_count(foo);
wake:
		foo_wake(foo);
		return;
	}
	foo_start(foo);
}

static int work_goes_on(struct foo *foo)
{
	guard(mutex)(&foo->lock);
	if (foo->known)
		goto known;
	foo_count(foo);
known:
	if (foo_busy(foo))
		return -EBUSY;
	return foo_start(foo);
}

static int shortcut(struct foo *foo)
{
	guard(mutex)(&foo->lock);
	if (foo->known)
		goto set_users;
	foo_count(foo);
set_users:
	foo->users++;
	return 0;
}

static ssize_t out_of_the_copy(struct foo *foo, char __user *buf, size_t count)
{
	guard(rwsem_write)(&foo->sem);
	if (foo->copy)
		goto out;
	if (foo_fill(foo))
		return -EIO;
out:
	return __foo_read(foo, buf, count);
}

static void locked(struct foo *foo)
{
	guard(mutex)(&foo->lock);
	foo_count(foo);
}

SYSCALL_DEFINE1(foo, int, fd)
{
	struct foo *foo = foo_of(fd);
	int err = foo_start(foo);

	if (err)
		goto out_put;
	err = foo_first(foo);
out_put:
	foo_put(foo);
	return err;
}
