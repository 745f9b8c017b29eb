/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Pools: buffers that stay mapped while the device is bound, and go round.
 *
 * A pool has so many buffers, of one size and one direction, which are made and mapped
 * in probe. It is scoped, and stands in the hardware struct. What is taken from it is a
 * handle, and its kind says which way the data goes:
 *
 *	struct deed_dma_pooled_tx	to the device, which reads it
 *	struct deed_dma_pooled_rx	from the device, which writes it
 *
 * They are to a ring (dma_ring.h) what buffers of dma.h are, for ``pooled_tx`` and
 * ``pooled_rx`` instead of ``tx`` and ``rx``; but nothing is mapped or unmapped when they
 * are handed on. They are synchronised: post gives the memory to the device, reap takes
 * it back, and there is no other way to do either. A ring takes what is mapped for its
 * own device, of any pool. Drop puts a buffer back into its pool, in any context.
 *
 * A handle may outlive the device, and the driver's state. At the end of the scope, when
 * the channels and rings were closed and the device has lost the right to reach memory,
 * if that can be taken away, all buffers are unmapped, also those that somebody holds:
 * their drop frees them then, and the last one the pool. No ring takes them any more.
 * What a device that does not stop may still write to stays mapped, and is never freed.
 *
 * Memory that goes round is zeroed once, when it is made: later it has what was in it
 * before, of this device's. And what stays mapped can be written by a device that does
 * not do as it was told, at any time: so its bytes are copied, once, and the copy is
 * looked at.
 *
 * Sources: Documentation/core-api/dma-api.rst (dma_sync_single_for_cpu),
 * dma-api-howto.rst ("Using Streaming DMA mappings"); net/core/page_pool.c does the same
 * with pages.
 */
#ifndef _DEED_DMA_POOL_H
#define _DEED_DMA_POOL_H

#include <linux/spinlock.h>

#include <deed/dma_ring.h>

struct __deed_dma_pool;

/* A buffer: what a handle points to, and a ring while the device has it. */
struct __deed_dma_pooled {
	void *__memory;
	dma_addr_t __addr;
	struct device *__dev; /* that it is mapped for; NULL if it is no longer */
	unsigned int __len; /* of what goes to the device, or comes from it */
	bool __lost; /* with a device that does not stop */
	struct __deed_dma_pool *__pool;
	struct __deed_dma_pooled *__next; /* in the pool */
};

/* Memory of its own, which goes with the last buffer. */
struct __deed_dma_pool {
	spinlock_t __lock; /* protects the next two */
	struct __deed_dma_pooled *__first;
	bool __closed; /* what comes back is freed */
	refcount_t __count; /* buffers whose memory is not freed */
	unsigned int __made;
	unsigned int __size; /* of each, in bytes */
	enum dma_data_direction __dir;
	struct __deed_dma_pooled __buffers[];
};

/* In core/dma_pool.c: until the scope ends; an ERR_PTR. */
struct __deed_dma_pool *
__deed_dma_pool_make(const struct deed_dma *dma, size_t size, unsigned int count,
		     enum dma_data_direction dir);

/* The memory of a buffer whose pool is closed. */
void __deed_dma_pool_free(struct __deed_dma_pooled *buf);

/* The end of what a ring had: as __deed_dma_end(). */
bool __deed_dma_pool_end(const struct deed_dma *dma, struct __deed_dma_pooled *buf,
			 bool busy);

/*
 * SAFETY: spin_lock_irqsave() wants a lock that was initialised: by who made the pool,
 * which is there as long as one of its buffers is, or the scope that it is taken from.
 */
static __always_inline struct __deed_dma_pooled *
__deed_dma_pool_take(struct __deed_dma_pool *pool)
{
	struct __deed_dma_pooled *buf;
	unsigned long flags;

	spin_lock_irqsave(&pool->__lock, flags);
	buf = pool->__first;
	if (buf)
		pool->__first = buf->__next;
	spin_unlock_irqrestore(&pool->__lock, flags);
	return buf;
}

/* SAFETY: as above; once, for the handle is gone, or the ring that had it. */
static __always_inline void __deed_dma_pool_put(struct __deed_dma_pooled *buf)
{
	struct __deed_dma_pool *pool = buf->__pool;
	unsigned long flags;
	bool closed;

	spin_lock_irqsave(&pool->__lock, flags);
	closed = pool->__closed;
	if (likely(!closed)) {
		buf->__next = pool->__first;
		pool->__first = buf;
	}
	spin_unlock_irqrestore(&pool->__lock, flags);
	if (unlikely(closed))
		__deed_dma_pool_free(buf);
}

/*
 * SAFETY: dma_sync_single_for_device() wants
 * 1. memory that is mapped for this device, and in this direction: it is, if it has the
 *    device, until the scope ends; and who calls has a ring of @dma that is open, which
 *    is closed before;
 * 2. that nobody touches it until it is synchronised for the processor: its handle was
 *    consumed, and there is no other name.
 */
static __always_inline int
__deed_dma_pool_give(const struct deed_dma *dma, const struct __deed_dma_pooled *buf,
		     size_t width, enum dma_data_direction dir)
{
	if (READ_ONCE(buf->__dev) != dma->__dev)
		return -EXDEV;
	if (__deed_dma_over(buf->__addr, width))
		return -EIO;
	dma_sync_single_for_device(dma->__dev, buf->__addr, buf->__len, dir);
	return 0;
}

/*
 * SAFETY: dma_sync_single_for_cpu() wants what was synchronised for the device, with the
 * same length and direction: a ring has it since, and was not closed, or is being closed.
 */
static __always_inline void
__deed_dma_pool_back(const struct deed_dma *dma, const struct __deed_dma_pooled *buf,
		     enum dma_data_direction dir)
{
	dma_sync_single_for_cpu(dma->__dev, buf->__addr, buf->__len, dir);
}

/**
 * struct deed_dma_pooled_tx - a buffer of a pool for the device to read
 *
 * A handle, from deed_dma_pooled_tx_take(). Its drop puts it back, in any context. With
 *
 * ``struct deed_bytes deed_dma_pooled_tx_bytes(struct deed_dma_pooled_tx *buf)``
 *	all of it, to be filled: a borrow, which ends when the buffer is handed on
 * ``size_t deed_dma_pooled_tx_len(const struct deed_dma_pooled_tx *buf)``
 *	how many bytes it has
 */
struct __deed_handle deed_dma_pooled_tx {
	/* private: */
	struct __deed_dma_pooled *__ptr;
};

/**
 * struct deed_dma_pooled_rx - a buffer of a pool for the device to write
 *
 * A handle, from deed_dma_pooled_rx_take(). Its drop puts it back, in any context. With
 *
 * ``struct deed_bytes deed_dma_pooled_rx_bytes(struct deed_dma_pooled_rx *buf)``
 *	all of it, to be copied: a borrow, which ends when the buffer is handed on
 * ``size_t deed_dma_pooled_rx_len(const struct deed_dma_pooled_rx *buf)``
 *	how many bytes it has
 */
struct __deed_handle deed_dma_pooled_rx {
	/* private: */
	struct __deed_dma_pooled *__ptr;
};

/**
 * struct deed_dma_tx_pool - buffers for the device to read, which stay mapped
 *
 * In the hardware struct; filled in by deed_dma_tx_pool_alloc().
 */
struct __deed_scoped deed_dma_tx_pool {
	/* private: */
	struct __deed_dma_pool *__pool;
};

/**
 * struct deed_dma_rx_pool - buffers for the device to write, which stay mapped
 *
 * In the hardware struct; filled in by deed_dma_rx_pool_alloc().
 */
struct __deed_scoped deed_dma_rx_pool {
	/* private: */
	struct __deed_dma_pool *__pool;
};

/* What both ways have. */
#define __DEED_DMA_POOLED(dir)						\
	static __always_inline void					\
	__deed_dma_pooled_##dir##_free(struct deed_dma_pooled_##dir h)	\
	{								\
		__deed_dma_pool_put(__deed_borrow(&h));			\
	}								\
	DEED_HANDLE(deed_dma_pooled_##dir, __deed_dma_pooled_##dir##_free) \
									\
	static __always_inline struct deed_bytes			\
	deed_dma_pooled_##dir##_bytes(struct deed_dma_pooled_##dir *buf) \
	{								\
		return (struct deed_bytes){ __deed_borrow(buf)->__memory, \
					    __deed_borrow(buf)->__len };	\
	}								\
									\
	static __always_inline size_t					\
	deed_dma_pooled_##dir##_len(const struct deed_dma_pooled_##dir *buf) \
	{								\
		return __deed_borrow(buf)->__len;			\
	}

__DEED_DMA_POOLED(tx)
__DEED_DMA_POOLED(rx)

/* What a ring does with them. */
struct __deed_dma_pool_slot {
	struct __deed_dma_pooled *__buf;
};

#define __DEED_DMA_SLOTS_pooled_tx(kind) __DEED_DMA_POOL_SLOTS(kind, tx)
#define __DEED_DMA_SLOTS_pooled_rx(kind) __DEED_DMA_POOL_SLOTS(kind, rx)
#define __DEED_DMA_POOL_SLOTS(kind, dir)				\
	typedef struct deed_dma_pooled_##dir __##kind##_buf_t;		\
	typedef struct __deed_dma_pool_slot __##kind##_slot_t;		\
									\
	static __always_inline size_t __##kind##_len(const __##kind##_buf_t *buf) \
	{								\
		return deed_dma_pooled_##dir##_len(buf);		\
	}								\
									\
	static __always_inline void __##kind##_free(__##kind##_buf_t buf) \
	{								\
		__deed_dma_pooled_##dir##_free(buf);			\
	}								\
									\
	static __always_inline dma_addr_t				\
	__##kind##_addr(const __##kind##_slot_t *slot, const __##kind##_buf_t *buf) \
	{								\
		return buf->__ptr->__addr;				\
	}								\
									\
	static __always_inline int					\
	__##kind##_give(__##kind##_slot_t *slot, const struct deed_dma *dma, \
			__##kind##_buf_t buf, size_t width)		\
	{								\
		slot->__buf = buf.__ptr;				\
		return __deed_dma_pool_give(dma, buf.__ptr, width, __deed_dma_dir_##dir); \
	}								\
									\
	static __always_inline __##kind##_buf_t				\
	__##kind##_take(__##kind##_slot_t *slot, const struct deed_dma *dma) \
	{								\
		struct __deed_dma_pooled *buf = slot->__buf;		\
									\
		deed_assume(!IS_ERR_OR_NULL(buf));			\
		__deed_dma_pool_back(dma, buf, __deed_dma_dir_##dir);	\
		return (__##kind##_buf_t){ buf };			\
	}								\
									\
	static __always_inline bool					\
	__##kind##_slot_end(__##kind##_slot_t *slot, const struct deed_dma *dma, bool busy) \
	{								\
		return __deed_dma_pool_end(dma, slot->__buf, busy);	\
	}								\
									\
	__##kind##_buf_t						\
	__##kind##_slot_alloc(const struct deed_dma *dma, size_t len)	\
		__compiletime_error("the ring's buffers are taken from a pool: " \
				    "deed_dma_pooled_" #dir "_take()");

/**
 * deed_dma_tx_pool_alloc() - make a pool of buffers for the device to read
 * @pool: the member of the hardware struct
 * @dma: the device's right to reach memory, also there
 * @size: how many bytes each buffer has
 * @count: how many there are
 *
 * In probe; until the scope ends. May sleep.
 *
 * Return: 0; -EINVAL for no buffers, or of no bytes; -ENOMEM; -EIO if they cannot be
 * mapped.
 */
static inline int __must_check deed_fills(1)
deed_dma_tx_pool_alloc(struct deed_dma_tx_pool *pool, const struct deed_dma *dma,
		       size_t size, unsigned int count)
{
	struct __deed_dma_pool *made = __deed_dma_pool_make(dma, size, count,
							    DMA_TO_DEVICE);

	if (IS_ERR(made))
		return PTR_ERR(made);
	pool->__pool = made;
	return 0;
}

/**
 * deed_dma_rx_pool_alloc() - make a pool of buffers for the device to write
 * @pool: as for deed_dma_tx_pool_alloc()
 * @dma: as for deed_dma_tx_pool_alloc()
 * @size: as for deed_dma_tx_pool_alloc()
 * @count: as for deed_dma_tx_pool_alloc()
 *
 * In probe; until the scope ends. May sleep.
 *
 * Return: as for deed_dma_tx_pool_alloc().
 */
static inline int __must_check deed_fills(1)
deed_dma_rx_pool_alloc(struct deed_dma_rx_pool *pool, const struct deed_dma *dma,
		       size_t size, unsigned int count)
{
	struct __deed_dma_pool *made = __deed_dma_pool_make(dma, size, count,
							    DMA_FROM_DEVICE);

	if (IS_ERR(made))
		return PTR_ERR(made);
	pool->__pool = made;
	return 0;
}

/**
 * deed_dma_pooled_tx_take() - take a buffer from a pool
 * @pool: the pool
 * @len: how many bytes the buffer is to have
 *
 * What is in them is zero, or what was in this buffer before. Any context.
 *
 * Return: the buffer; a handle that failed with -ENOBUFS if all are taken, with -EINVAL
 * for no bytes, with -EMSGSIZE for more than the pool's buffers have.
 */
static __always_inline __must_check struct deed_dma_pooled_tx
deed_dma_pooled_tx_take(const struct deed_dma_tx_pool *pool, size_t len)
{
	struct __deed_dma_pooled *buf;

	if (!len)
		return deed_fail(deed_dma_pooled_tx, -EINVAL);
	if (len > pool->__pool->__size)
		return deed_fail(deed_dma_pooled_tx, -EMSGSIZE);
	buf = __deed_dma_pool_take(pool->__pool);
	if (!buf)
		return deed_fail(deed_dma_pooled_tx, -ENOBUFS);
	buf->__len = len;
	return __deed_acquire(deed_dma_pooled_tx, buf);
}

/**
 * deed_dma_pooled_rx_take() - take a buffer from a pool
 * @pool: the pool
 *
 * Any context.
 *
 * Return: the buffer; a handle that failed with -ENOBUFS if all are taken.
 */
static __always_inline __must_check struct deed_dma_pooled_rx
deed_dma_pooled_rx_take(const struct deed_dma_rx_pool *pool)
{
	struct __deed_dma_pooled *buf = __deed_dma_pool_take(pool->__pool);

	if (!buf)
		return deed_fail(deed_dma_pooled_rx, -ENOBUFS);
	return __deed_acquire(deed_dma_pooled_rx, buf);
}

#endif /* _DEED_DMA_POOL_H */
