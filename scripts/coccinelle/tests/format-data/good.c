// SPDX-License-Identifier: GPL-2.0
/* Constant, or printed with "%s". */

#define banner "foo 1.0\n"

static const char hello[] = "hello\n";

static void constant(struct foo *foo, const char *text)
{
	printk("started\n");
	printk(banner);
	printk(hello);
	pr_info("%s", text);
	dev_err(foo->dev, "%s\n", text);
	snprintf(foo->buf, sizeof(foo->buf), "%s", foo->name);
	dev_set_name(foo->dev, "%s", foo->name);
	pr_info(foo->up ? "up\n" : "down\n");
}

static void wrapper(struct foo *foo, const char *fmt, ...)
{
	dev_info(foo->dev, fmt);
}

static int queue(struct foo *foo)
{
	foo->wq = alloc_workqueue("foo-%s", 0, 0, foo->name);
	return foo->wq ? 0 : -ENOMEM;
}
