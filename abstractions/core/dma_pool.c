// SPDX-License-Identifier: GPL-2.0
/* Pools of buffers that stay mapped: see deed/dma_pool.h. */
#include <linux/export.h>

#include <deed/dma_pool.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: __deed_box_free() wants memory that nobody uses: the pool is closed, and the
 * buffer was in it, or has come back; the last one to come back is the last who knows
 * the pool.
 */
void __deed_dma_pool_free(struct __deed_dma_pooled *buf)
{
	struct __deed_dma_pool *pool = buf->__pool;

	__deed_box_free(buf->__memory);
	if (refcount_dec_and_test(&pool->__count))
		__deed_box_free(pool);
}
EXPORT_SYMBOL_GPL(__deed_dma_pool_free);

/*
 * SAFETY: dma_unmap_single_attrs() wants
 * 1. what was mapped, with its length and direction: every buffer was, once;
 * 2. that the device does not use it: rings are closed, and it has lost its right, or
 *    does not have the buffer; but for what is lost, which stays mapped;
 * 3. for DMA_ATTR_SKIP_CPU_SYNC, that the processor has it: all but those, since they
 *    were mapped or taken back. Who holds one may be reading it now.
 */
static void pool_unmap(struct __deed_dma_pooled *buf)
{
	struct __deed_dma_pool *pool = buf->__pool;

	if (buf->__lost)
		return;
	dma_unmap_single_attrs(buf->__dev, buf->__addr, pool->__size, pool->__dir,
			       DMA_ATTR_SKIP_CPU_SYNC);
	WRITE_ONCE(buf->__dev, NULL);
}

/*
 * All buffers are unmapped before one is freed by who holds it: until the pool is closed
 * they come back to it.
 *
 * SAFETY: spin_lock_irqsave() wants a lock that was initialised: by who made the pool, and
 * this is its end.
 */
static void pool_close(void *data)
{
	struct __deed_dma_pool *pool = data;
	struct __deed_dma_pooled *buf, *next;
	unsigned long flags;

	for (unsigned int i = 0; i < pool->__made; i++)
		pool_unmap(&pool->__buffers[i]);
	spin_lock_irqsave(&pool->__lock, flags);
	pool->__closed = true;
	buf = pool->__first;
	spin_unlock_irqrestore(&pool->__lock, flags);
	for (; buf; buf = next) {
		next = buf->__next;
		__deed_dma_pool_free(buf);
	}
}

/*
 * SAFETY: kzalloc() and dma_map_single() as in deed/dma.h: @dev has its mask, and nobody
 * touches the memory. The processor has it at once.
 */
static int pool_add(struct __deed_dma_pool *pool, struct device *dev, gfp_t gfp)
{
	struct __deed_dma_pooled *buf = &pool->__buffers[pool->__made];
	void *memory = kzalloc(pool->__size, gfp | __GFP_NOWARN);
	dma_addr_t addr = DMA_MAPPING_ERROR;

	if (!memory)
		return -ENOMEM;
	if (!deed_injected("dma_map_single"))
		addr = dma_map_single(dev, memory, pool->__size, pool->__dir);
	if (dma_mapping_error(dev, addr)) {
		__deed_box_free(memory);
		return -EIO;
	}
	dma_sync_single_for_cpu(dev, addr, pool->__size, pool->__dir);
	*buf = (struct __deed_dma_pooled){
		.__memory = memory, .__addr = addr, .__dev = dev,
		.__len = pool->__size, .__pool = pool, .__next = pool->__first,
	};
	pool->__first = buf;
	pool->__made++;
	return 0;
}

static struct __deed_dma_pool *
pool_alloc(size_t size, unsigned int count, enum dma_data_direction dir)
{
	struct __deed_dma_pool *pool;

	if (!size || !count)
		return ERR_PTR(-EINVAL);
	if (size > KMALLOC_MAX_SIZE)
		return ERR_PTR(-ENOMEM);
	pool = kzalloc(struct_size(pool, __buffers, count), GFP_KERNEL | __GFP_NOWARN);
	if (!pool)
		return ERR_PTR(-ENOMEM);
	spin_lock_init(&pool->__lock);
	pool->__size = size;
	pool->__dir = dir;
	return pool;
}

/*
 * SAFETY: devm_add_action() wants a device that is being probed: the borrow of @dma. What
 * is added last is done first: the device may know the addresses, so it loses its right to
 * reach memory before the pool is closed. If that cannot be added probe fails, and nobody
 * has told it any.
 */
struct __deed_dma_pool *
__deed_dma_pool_make(const struct deed_dma *dma, size_t size, unsigned int count,
		     enum dma_data_direction dir)
{
	struct __deed_dma_pool *pool = pool_alloc(size, count, dir);
	int err = 0;

	if (IS_ERR(pool))
		return pool;
	while (!err && pool->__made < count)
		err = pool_add(pool, dma->__dev, dma->__gfp);
	if (!pool->__made) {
		__deed_box_free(pool);
		return ERR_PTR(err);
	}
	refcount_set(&pool->__count, pool->__made);
	if (!err)
		err = deed_injected("devm_add_action") ? -ENOMEM :
		      devm_add_action(dma->__dev, pool_close, pool);
	if (err) {
		pool_close(pool);
		return ERR_PTR(err);
	}
	err = dma->__halt ? devm_add_action(dma->__dev, dma->__halt, dma->__dev) : 0;
	return err ? ERR_PTR(err) : pool;
}
EXPORT_SYMBOL_GPL(__deed_dma_pool_make);

/* SAFETY: as for __deed_dma_end(); what is lost stays mapped when the pool is closed. */
bool __deed_dma_pool_end(const struct deed_dma *dma, struct __deed_dma_pooled *buf,
			 bool busy)
{
	if (__deed_dma_keeps(dma, buf->__len, &busy)) {
		buf->__lost = true;
		return true;
	}
	__deed_dma_pool_back(dma, buf, buf->__pool->__dir);
	__deed_dma_pool_put(buf);
	return busy;
}
EXPORT_SYMBOL_GPL(__deed_dma_pool_end);
