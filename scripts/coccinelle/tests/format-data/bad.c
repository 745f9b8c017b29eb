// SPDX-License-Identifier: GPL-2.0
/* What is printed decides what is read. */

static void data(struct foo *foo, char *text)
{
	printk(text); /* finding */
	seq_printf(foo->seq, foo->name); /* finding */
	dev_err(foo->dev, text); /* finding */
	snprintf(foo->buf, sizeof(foo->buf), foo->name); /* finding */
	dev_set_name(foo->dev, foo->name); /* finding */
	request_module(foo->module); /* finding */
}

static int queue(struct foo *foo)
{
	foo->wq = alloc_workqueue(foo->name, 0, 0); /* finding */
	return foo->wq ? 0 : -ENOMEM;
}

static void names(struct foo *foo, struct seq_file *s)
{
	char name[16];

	seq_printf(s, dev_name(foo->dev)); /* finding */
	snprintf(name, sizeof(name), "foo-%s", foo->name);
	foo->wq = alloc_ordered_workqueue(name, 0); /* finding */
}
