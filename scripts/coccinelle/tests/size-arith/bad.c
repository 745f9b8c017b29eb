// SPDX-License-Identifier: GPL-2.0
/* A product that wraps. */

static int products(struct foo *foo, size_t count)
{
	foo->table = kzalloc(count * sizeof(*foo->table), GFP_KERNEL); /* finding */
	foo->list = kmalloc(sizeof(*foo->list) + count * sizeof(u32), GFP_KERNEL); /* finding */
	foo->image = vmalloc(foo->width * foo->height); /* finding */
	foo->copy = kmemdup(foo->table, foo->count * 8, GFP_KERNEL); /* finding */
	foo->own = devm_kzalloc(foo->dev, sizeof(*foo->own) * count, GFP_KERNEL); /* finding */
	return foo->table && foo->list && foo->image && foo->copy && foo->own ? 0 : -ENOMEM;
}

static int one_bounded(struct foo *foo)
{
	if (foo->rx.count > FOO_COUNT)
		return -EINVAL;
	foo->table = kmalloc((foo->rx.count + foo->tx.count) * 8, GFP_KERNEL); /* finding */
	return foo->table ? 0 : -ENOMEM;
}

static int one_step_more(struct foo *foo)
{
	unsigned int size = foo->stack.size + FOO_COUNT, more = size;

	foo->stack = kmalloc(size * sizeof(*foo->stack), GFP_KERNEL); /* finding */
	foo->more = kmalloc(more * sizeof(*foo->more), GFP_KERNEL); /* finding */
	return foo->stack && foo->more ? 0 : -ENOMEM;
}

static int bounded_and_multiplied(struct foo *foo, unsigned int wanted)
{
	unsigned int size;

	if (wanted > FOO_COUNT)
		return -EINVAL;
	size = wanted * foo->width;
	foo->table = kmalloc(size * sizeof(*foo->table), GFP_KERNEL); /* finding */
	return foo->table ? 0 : -ENOMEM;
}

static int there_are_some(struct foo *foo, int entries)
{
	if (entries > 0) {
		foo->count = entries / 3;
		foo->table = kmalloc(foo->count * sizeof(*foo->table), GFP_KERNEL); /* finding */
	}
	return foo->table ? 0 : -ENOMEM;
}

static int counted(struct foo *foo, struct list_head *list)
{
	u64 more = 0;
	int n = 0;

	foo_evaluate(foo, &more);
	list_for_each(foo->at, list)
		n++;
	foo->table = kmalloc(n * sizeof(*foo->table), GFP_KERNEL); /* finding */
	foo->trips = kzalloc(sizeof(*foo->trips) * (more + FOO_COUNT), GFP_KERNEL); /* finding */
	return foo->table && foo->trips ? 0 : -ENOMEM;
}
