// SPDX-License-Identifier: GPL-2.0
/* Saturates, is constant, or was compared. */

#define FOO_COUNT 16
#define STACK_STEP 4

static int products(struct foo *foo, size_t count)
{
	foo->table = kcalloc(count, sizeof(*foo->table), GFP_KERNEL);
	foo->list = kmalloc(struct_size(foo->list, at, count), GFP_KERNEL);
	foo->image = vmalloc(array_size(foo->width, foo->height));
	foo->fixed = kmalloc(FOO_COUNT * sizeof(u32), GFP_KERNEL);
	foo->names = kmalloc(ARRAY_SIZE(foo_names) * 8, GFP_KERNEL);
	return 0;
}

static int bounded(struct foo *foo, size_t wanted)
{
	if (wanted > FOO_COUNT)
		return -EINVAL;
	foo->table = kmalloc(wanted * sizeof(*foo->table), GFP_KERNEL);
	return foo->table ? 0 : -ENOMEM;
}

static int from_constants(struct foo *foo)
{
	size_t size = ARRAY_SIZE(foo_names);

	foo->table = kmalloc(size * sizeof(*foo->table), GFP_KERNEL);
	return foo->table ? 0 : -ENOMEM;
}

static int both_bounded(struct foo *foo)
{
	if (foo->rx.count > FOO_COUNT || foo->tx.count > FOO_COUNT)
		return -EINVAL;
	foo->table = kmalloc((foo->rx.count + foo->tx.count) * 8, GFP_KERNEL);
	return foo->table ? 0 : -ENOMEM;
}

static int in_a_bound(struct foo *foo, size_t more)
{
	if (more > min_t(size_t, FOO_COUNT,
			 SIZE_MAX / 8 - foo->count))
		return -EINVAL;
	foo->table = krealloc(foo->table, (foo->count + more) * 8, GFP_KERNEL);
	return foo->table ? 0 : -ENOMEM;
}

static int from_constants_and_more(struct foo *foo)
{
	u32 size = PAGE_SIZE / 2, at;
	int i, buckets = 1 << ((PAGE_SHIFT - ilog2(sizeof(atomic_t))));

	foo->page = dma_alloc_coherent(foo->dev, 2 * size, &foo->at, GFP_KERNEL);
	foo->buckets = kvmalloc(sizeof(struct foo_bucket) * buckets, GFP_KERNEL);
	for (i = 0, at = 0; i < buckets; i++, at += size)
		foo_bucket(foo, i, at);
	return foo->page && foo->buckets ? 0 : -ENOMEM;
}

static int one_step_more(struct foo *foo)
{
	unsigned int size;
	void *stack;

	if (foo->stack.size >= FOO_COUNT)
		return -E2BIG;
	size = foo->stack.size + STACK_STEP;
	stack = krealloc(foo->stack.entries, size * sizeof(*foo->stack.entries), GFP_KERNEL);
	return stack ? foo_stack(foo, stack) : -ENOMEM;
}
