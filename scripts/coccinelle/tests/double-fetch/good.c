// SPDX-License-Identifier: GPL-2.0
/* Each byte once. */

static long once(struct foo *foo, struct foo_msg __user *arg)
{
	struct foo_header header;

	if (copy_from_user(&header, arg, sizeof(header)))
		return -EFAULT;
	if (header.len > sizeof(foo->msg) || header.len < sizeof(header))
		return -EINVAL;
	foo->header = header;
	if (copy_from_user(&foo->msg, arg->data, header.len - sizeof(header)))
		return -EFAULT;
	return foo_send(foo);
}

static long one_of_two(struct foo *foo, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case FOO_ONE:
		if (copy_from_user(&foo->one, arg, sizeof(foo->one)))
			return -EFAULT;
		return 0;
	case FOO_TWO:
		if (copy_from_user(&foo->two, arg, sizeof(foo->two)))
			return -EFAULT;
		return 0;
	}
	return -ENOTTY;
}

static long in_steps(struct foo *foo, u32 __user *arg, int count)
{
	u32 value;

	while (count--) {
		if (get_user(value, arg))
			return -EFAULT;
		foo_push(foo, value);
		arg++;
	}
	if (get_user(value, arg))
		return -EFAULT;
	return value;
}
