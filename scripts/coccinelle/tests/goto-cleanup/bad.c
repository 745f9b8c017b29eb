// SPDX-License-Identifier: GPL-2.0
/* One order of release too many. */

static int two_orders(struct foo *foo)
{
	char *name __free(kfree) = kstrdup(foo->name, GFP_KERNEL);
	int err;

	if (!name)
		return -ENOMEM;
	err = foo_start(foo);
	if (err)
		goto stop; /* finding */
	err = foo_name(foo, name);
	if (err)
		goto stop;	/* a function is reported once */
	return 0;
stop:
	foo_stop(foo);
	return err;
}

static int past_a_guard(struct foo *foo)
{
	int err = foo_start(foo);

	if (err)
		goto out; /* finding */
	guard(mutex)(&foo->lock);
	foo->users++;
out:
	foo_put(foo);
	return err;
}

static int with_a_scope(struct foo *foo)
{
	int err = 0;

	scoped_guard(mutex, &foo->lock) {
		if (!foo->users)
			err = -ENODEV;
	}
	if (err)
		goto put; /* finding */
	return 0;
put:
	foo_put(foo);
	return err;
}

static int of_ours(const struct foo *foo)
{
	deed_own(box, made) = box_alloc();
	int err;

	if (!deed_ok(made))
		return deed_err(made);
	err = foo_start(foo);
	if (err)
		goto stop; /* finding */
	return 0;
stop:
	foo_stop(foo);
	return err;
}

static int prints_and_leaves(struct foo *foo)
{
	int err;

	guard(mutex)(&foo->lock);
	err = foo_first(foo);
	if (err)
		goto out; /* finding */
	err = foo_second(foo);
out:
	return dev_err_probe(foo->dev, err, "it fails\n");
}
