// SPDX-License-Identifier: GPL-2.0
/* Checked in one fetch, used from another. */

static long length_twice(struct foo *foo, struct foo_msg __user *arg)
{
	struct foo_header header;

	if (copy_from_user(&header, arg, sizeof(header)))
		return -EFAULT;
	if (header.len > sizeof(foo->msg))
		return -EINVAL;
	if (copy_from_user(&foo->msg, arg, header.len)) /* finding */
		return -EFAULT;
	return foo_send(foo);
}

static long value_twice(struct foo *foo, u32 __user *arg)
{
	u32 value;

	if (get_user(value, arg))
		return -EFAULT;
	if (value >= ARRAY_SIZE(foo->table))
		return -EINVAL;
	if (get_user(foo->at, arg)) /* finding */
		return -EFAULT;
	return foo->table[foo->at];
}

static long then_all(struct foo *foo, void __user *arg)
{
	u32 len;
	void *all;

	if (get_user(len, (u32 __user *)arg))
		return -EFAULT;
	if (copy_from_user(&foo->header, arg, sizeof(foo->header)))
		return -EFAULT;
	all = memdup_user(arg, foo->header.len); /* finding */
	if (IS_ERR(all))
		return PTR_ERR(all);
	return foo_parse(foo, all);
}

static long size_of_the_first(struct foo *foo, u32 __user *arg)
{
	u32 count;

	if (get_user(count, arg))
		return -EFAULT;
	if (count > 16)
		return -EINVAL;
	foo->table = kcalloc(count, sizeof(*foo->table), GFP_KERNEL);
	if (!foo->table)
		return -ENOMEM;
	if (get_user(count, arg)) /* finding */
		return -EFAULT;
	if (count > 16)
		return -EINVAL;
	return foo_fill(foo->table, count);
}

static long other_check(struct foo *foo, u32 __user *arg)
{
	u32 count;

	if (get_user(count, arg))
		return -EFAULT;
	if (count > 16)
		return -EINVAL;
	if (get_user(count, arg)) /* finding */
		return -EFAULT;
	if (!count)
		return -EINVAL;
	return foo_fill(foo->table, count);
}

static struct foo_msg *one_of_two_copied_over(struct foo *foo, struct foo_msg __user *arg)
{
	struct foo_msg tmp, *msg;

	if (copy_from_user(&tmp, arg, sizeof(tmp)))
		return ERR_PTR(-EFAULT);
	if (tmp.size < sizeof(tmp) || tmp.size > FOO_MOST || tmp.index > FOO_LAST)
		return ERR_PTR(-EINVAL);
	msg = memdup_user(arg, tmp.size); /* finding */
	if (!IS_ERR(msg))
		msg->size = tmp.size;
	return msg;
}

static int else_of_something(struct foo *foo, u32 __user *arg)
{
	u32 len;

	if (get_user(len, arg))
		return -EFAULT;
	if (len > FOO_MOST)
		return -EINVAL;
	if (foo->here) {
		memcpy(foo->to, foo->here, len);
	} else {
		if (copy_from_user(foo->to, arg, len)) /* finding */
			return -EFAULT;
	}
	return 0;
}
