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

static long with_casts(struct foo *foo, uintptr_t at)
{
	u32 first, second;

	if (get_user(first, (u32 __user *)at))
		return -EFAULT;
	at += sizeof(u32);
	if (get_user(second, (u32 __user *)at))
		return -EFAULT;
	return foo_pair(foo, first, second);
}

static long moved_on(struct foo *foo, u16 __user *at)
{
	u16 first, second;

	if (get_user(first, at++))
		return -EFAULT;
	if (get_user(second, at++))
		return -EFAULT;
	return foo_pair(foo, first, second);
}

static long by_index(struct foo *foo, struct iovec *iov, int count)
{
	int i = 0;

	if (copy_from_user(&foo->one, iov[i].iov_base, sizeof(foo->one)))
		return -EFAULT;
	i++;
	if (copy_from_user(&foo->two, iov[i].iov_base, sizeof(foo->two)))
		return -EFAULT;
	return count;
}

static long compared_again(struct foo *foo, void __user *arg)
{
	struct foo_msg msg;
	u32 cmd;

	if (get_user(cmd, (u32 __user *)arg))
		return -EFAULT;
	if (copy_from_user(&msg, arg, sizeof(msg)))
		return -EFAULT;
	if (msg.cmd != cmd)
		return -EINVAL;
	return foo_send(foo, &msg);
}

static long compared_in_steps(struct foo *foo, void __user *arg)
{
	struct foo_msg head, *msg;

	if (copy_from_user(&head, arg, sizeof(head)))
		return -EFAULT;
	msg = foo_msg(foo, head.len);
	if (copy_from_user(msg, arg, head.len))
		return -EFAULT;
	if (head.len != msg->len ||
	    head.cmd != msg->cmd)
		return -EINVAL;
	return foo_send(foo, msg);
}

static long not_looked_at(struct foo *foo, void __user *arg)
{
	if (copy_from_user(foo->one, arg, 16))
		return -EFAULT;
	if (copy_from_user(foo->two, arg, 16))
		return -EFAULT;
	return 0;
}

static long of_commands(struct foo *foo, unsigned int cmd, void __user *arg)
{
	struct foo_msg msg;
	u32 at;

	if (cmd == FOO_ONE || cmd == FOO_TWO) {
		if (copy_from_user(&msg, arg, sizeof(msg)))
			return -EFAULT;
		foo->at = msg.at;
	}
	if (cmd == FOO_THREE) {
		if (copy_from_user(&at, arg, sizeof(at)))
			return -EFAULT;
		foo->at = at;
	}
	return 0;
}

static long rest_of_it(struct foo *foo, char __user *buf, size_t count)
{
	ssize_t done;

	if (copy_from_user(foo->page, buf, min(count, 4096)))
		return -EFAULT;
	do {
		done = foo_write(foo, foo->page);
		if (done > 0) {
			buf += done;
			count -= done;
		}
		if (copy_from_user(foo->page, buf, min(count, 4096)))
			return -EFAULT;
	} while (count);
	return 0;
}

static long until_it_is_reached(struct foo *foo, u64 __user *at, u64 target)
{
	long left = HZ;
	u64 value;

	if (copy_from_user(&value, at, sizeof(value)))
		return -EFAULT;
	if (value >= target)
		return 0;
	do {
		left = wait_for_completion_interruptible_timeout(&foo->done, left);
		if (copy_from_user(&value, at, sizeof(value)))
			return -EFAULT;
		if (value >= target)
			return 0;
	} while (left > 0);
	return left ?: -ETIME;
}

static struct foo_msg *copied_over(struct foo *foo, struct foo_msg __user *arg)
{
	struct foo_msg tmp, *msg;

	if (copy_from_user(&tmp, arg, sizeof(tmp)))
		return ERR_PTR(-EFAULT);
	if (tmp.size < sizeof(tmp) || tmp.size > FOO_MOST)
		return ERR_PTR(-EINVAL);
	msg = memdup_user(arg, tmp.size);
	if (!IS_ERR(msg))
		msg->size = tmp.size;
	return msg;
}

static void copied_on(char *memory, char __user *user, size_t size)
{
	unsigned long left;

	left = copy_from_user(memory, user, size);
	left = copy_to_user(user, memory, size);
	left = copy_from_user(memory, user, size);
	pr_info("%lu\n", left);
}

static int one_or_the_other(struct foo *foo, void __user *from, size_t size)
{
	struct page *page = NULL;

	if (!IS_ALIGNED(foo->at, 16)) {
		page = alloc_page(GFP_KERNEL);
		if (!page)
			return -ENOMEM;
		if (copy_from_user(page_address(page), from, size))
			return -EFAULT;
		foo->at = page_to_phys(page);
	}
	if (page) {
		memcpy(foo->to, page_address(page), size);
	} else {
		if (copy_from_user(foo->to, from, size))
			return -EFAULT;
	}
	return 0;
}
