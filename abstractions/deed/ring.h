/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Byte rings: bounded queues that own their memory.
 *
 * A ring is a handle. Bytes go in at one end from a user's write, and out at
 * the other to a user's read; what does not fit stays with the user. Whoever
 * reaches the ring exclusively, usually through a cell's guard, may use it; the
 * ring itself neither locks nor waits.
 *
 * The length is a power of two. Positions count bytes since the ring was made
 * and wrap around with size_t, so that neither a full nor an empty ring needs a
 * mark. The memory is not zeroed: what goes out is what came in, and nothing
 * else. Making and dropping one may sleep.
 */
#ifndef _DEED_RING_H
#define _DEED_RING_H

#include <linux/minmax.h>

#include <deed/box.h>
#include <deed/num.h>
#include <deed/user.h>

/**
 * struct deed_ring - owns a queue of bytes
 *
 * Live until it is dropped, which frees the memory, and what is in it.
 */
struct __deed_handle deed_ring {
	/* private: */
	u8 *__ptr;
	size_t __len;
	size_t __in;
	size_t __out;
};

static __always_inline void __deed_ring_free(struct deed_ring ring)
{
	__deed_array_free(__deed_borrow(&ring));
}

DEED_HANDLE(deed_ring, __deed_ring_free)

/**
 * deed_ring_alloc() - make a ring
 * @bytes: how many bytes it must hold at least; rounded up to a power of two
 *
 * May sleep.
 *
 * Return: an empty ring, or a handle that failed with -ENOMEM, or with
 * -EOVERFLOW for a size that no power of two reaches.
 */
static __always_inline __must_check struct deed_ring
deed_ring_alloc(size_t bytes)
{
	size_t len;
	u8 *first;
	int err = deed_pow2_ceil(bytes, &len);

	if (err)
		return deed_fail(deed_ring, err);
	first = __deed_bytes_alloc(len);
	if (IS_ERR(first))
		return deed_fail(deed_ring, PTR_ERR(first));
	return __deed_acquire(deed_ring, first, len);
}

/**
 * deed_ring_len() - how many bytes fit at all
 * @ring: a live ring
 *
 * Any context.
 *
 * Return: number of bytes, a power of two.
 */
static __always_inline size_t deed_ring_len(const struct deed_ring *ring)
{
	return ring->__len;
}

/**
 * deed_ring_used() - how many bytes are in the ring
 * @ring: a live ring
 *
 * Any context.
 *
 * Return: number of bytes.
 */
static __always_inline size_t deed_ring_used(const struct deed_ring *ring)
{
	return ring->__in - ring->__out;
}

/**
 * deed_ring_room() - how many more bytes fit
 * @ring: a live ring
 *
 * Any context.
 *
 * Return: number of bytes.
 */
static __always_inline size_t deed_ring_room(const struct deed_ring *ring)
{
	return ring->__len - deed_ring_used(ring);
}

/**
 * deed_ring_total_in() - how many bytes ever went in
 * @ring: a live ring
 *
 * Any context.
 *
 * Return: number of bytes, modulo the range of size_t.
 */
static __always_inline size_t deed_ring_total_in(const struct deed_ring *ring)
{
	return ring->__in;
}

/**
 * deed_ring_total_out() - how many bytes ever came out
 * @ring: a live ring
 *
 * Any context.
 *
 * Return: number of bytes, modulo the range of size_t.
 */
static __always_inline size_t deed_ring_total_out(const struct deed_ring *ring)
{
	return ring->__out;
}

/*
 * The longest run of at most @max bytes from position @pos that does not wrap.
 * INVARIANT: __len is a power of two, so the masked position lies inside.
 */
static __always_inline struct deed_bytes
__deed_ring_run(struct deed_ring *ring, size_t pos, size_t max)
{
	size_t at = pos & (ring->__len - 1);
	size_t len = min(max, ring->__len - at);

	return (struct deed_bytes){ __deed_borrow(ring) + at, len };
}

/**
 * deed_ring_read() - take bytes in from a user's write
 * @ring: pointer to a live ring, exclusive
 * @from: the user's data
 *
 * Takes as much as there is room for. May sleep.
 *
 * Return: number of bytes: fewer than both the room and what was left in @from
 * only if an address was bad.
 */
static __always_inline deed_waits size_t
deed_ring_read(struct deed_ring *ring, struct deed_iter_reader *from)
{
	struct deed_bytes run;
	size_t done = 0, n;

	do {
		run = __deed_ring_run(ring, ring->__in, deed_ring_room(ring));
		n = deed_iter_read(from, run);
		ring->__in += n;
		done += n;
	} while (n == run.__len && deed_ring_room(ring) && deed_iter_left(from));
	return done;
}

/**
 * deed_ring_write() - put bytes out to a user's read
 * @ring: pointer to a live ring, exclusive
 * @to: the user's buffers
 *
 * Puts out as much as there is. May sleep.
 *
 * Return: number of bytes: fewer than both what was in the ring and what was
 * left in @to only if an address was bad; the others are still in the ring.
 */
static __always_inline deed_waits size_t
deed_ring_write(struct deed_ring *ring, struct deed_iter_writer *to)
{
	struct deed_bytes run;
	size_t done = 0, n;

	do {
		run = __deed_ring_run(ring, ring->__out, deed_ring_used(ring));
		n = deed_iter_write(to, run);
		ring->__out += n;
		done += n;
	} while (n == run.__len && deed_ring_used(ring) && deed_iter_left(to));
	return done;
}

/**
 * deed_ring_unread() - take back what deed_ring_read() just took in
 * @ring: pointer to a live ring, exclusive since then
 * @bytes: how many bytes; at most what is in the ring
 *
 * For data that is wanted complete or not at all. Any context.
 */
static __always_inline void
deed_ring_unread(struct deed_ring *ring, size_t bytes)
{
	ring->__in -= min(bytes, deed_ring_used(ring));
}

/**
 * deed_ring_resize() - exchange a ring's memory for another's
 * @ring: pointer to a live ring, exclusive
 * @with: pointer to a live ring, exclusive: gives its memory, loses what was in
 *	it, and afterwards owns the memory that @ring had, as an empty ring
 *
 * What @ring holds, and its totals, stay as they are. Any context.
 *
 * Return: 0, or -EBUSY if what @ring holds does not fit, and nothing changes.
 */
static inline int __must_check
deed_ring_resize(struct deed_ring *ring, struct deed_ring *with)
{
	if (deed_ring_used(ring) > with->__len)
		return -EBUSY;
	for (size_t at = ring->__out, in = ring->__in; at != in;)
		at += deed_bytes_copy(__deed_ring_run(with, at, in - at),
				      __deed_ring_run(ring, at, in - at));
	swap(ring->__ptr, with->__ptr);
	swap(ring->__len, with->__len);
	with->__in = 0;
	with->__out = 0;
	return 0;
}

#endif /* _DEED_RING_H */
