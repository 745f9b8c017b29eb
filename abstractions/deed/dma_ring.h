/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Descriptor rings: buffers that a device works off in order.
 *
 * A ring has two parts. The descriptors are memory that processor and device share;
 * they are scoped, stand in the hardware struct, and cannot outlive the bound device,
 * which loses the right to reach memory before they are freed. The ring itself is
 * part of a spin_irq cell of the driver's state, and owns the buffers that the
 * device has, as a channel owns its one: see dma.h, for buffers, for who has them,
 * and for what happens at unbind.
 *
 *	post	maps a buffer, has the driver fill in a descriptor, and publishes it:
 *		first all but one word of it, then, after a barrier, that word, which
 *		tells the device that the descriptor is its own (on devices that have
 *		no such word, the doorbell does)
 *	kick	rings the doorbell: says how far the device may go
 *	reap	looks at that word, once; if the device has finished with the
 *		descriptor, reads the rest, after a barrier, and gives the buffer back
 *
 * So there is no doorbell before the barrier, nothing is read twice, and nothing is
 * read that the device may still write. What the device wrote into a descriptor is
 * not trusted: a length in there is checked before it is used.
 *
 * Sources: Documentation/core-api/dma-api.rst, Documentation/memory-barriers.txt
 * (dma_wmb, dma_rmb).
 */
#ifndef _DEED_DMA_RING_H
#define _DEED_DMA_RING_H

#include <deed/dma.h>

/* What the processor knows of any ring. Both count descriptors, and wrap around. */
struct __deed_dma_ring {
	u32 __head; /* posted */
	u32 __tail; /* reaped */
	bool __open;
	struct deed_tie __tie;
};

/**
 * struct deed_dma_addr_low - the lower half of an address: a register of 32 bits
 */
struct deed_dma_addr_low {
	/* private: */
	u32 __addr;
};

/**
 * struct deed_dma_addr_high - the upper half of an address: a register of 32 bits
 */
struct deed_dma_addr_high {
	/* private: */
	u32 __addr;
};

/**
 * deed_dma_le64() - an address, for a descriptor
 * @at: where the buffer is, as a fill callback gets it
 *
 * Return: little endian, as descriptors are.
 */
static __always_inline __le64 deed_dma_le64(struct deed_dma_addr at)
{
	return cpu_to_le64(at.__addr);
}

/* In core/dma.c: zeroed, until the scope ends; an ERR_PTR. */
void *__deed_dma_share(const struct deed_dma *dma, size_t size, dma_addr_t *addr);

/* Tests put theirs in between: kunit/dma_ring.c. */
#ifndef __deed_desc_wmb
#define __deed_desc_write(to, from, len) memcpy(to, from, len)
#define __deed_desc_read(to, from, len) memcpy(to, from, len)
#define __deed_desc_publish(to, value) WRITE_ONCE(to, value)
#define __deed_desc_look(from) READ_ONCE(from)
#define __deed_desc_wmb() dma_wmb()
#define __deed_desc_rmb() dma_rmb()
#endif

/**
 * DEED_DMA_RING_TYPE() - define a type of ring
 * @name: prefix of the types: struct <name>_descs, for the hardware struct, and
 *	struct <name>_ring, for a cell
 * @type: the type of a descriptor, as the device wants it: plain data
 * @count: how many there are: a power of two; one of them is always empty
 *
 * Generates
 *
 * ``int <name>_descs_alloc(struct <name>_descs *descs, const struct deed_dma *dma)``
 *	in probe: memory for the descriptors, zeroed, until the scope ends. 0 or
 *	-ENOMEM. May sleep.
 */
#define DEED_DMA_RING_TYPE(name, type, count)				\
	static_assert((count) > 1 && !((count) & ((count) - 1)) && (count) <= 65536, \
		      #name ": the number of descriptors is a power of two, 2 to 65536"); \
									\
	struct __deed_scoped name##_descs {				\
		type *__first;						\
		dma_addr_t __addr;					\
	};								\
									\
	struct __deed_pinned __deed_needs_init name##_ring {		\
		struct __deed_dma_ring __ring;				\
		struct __deed_dma_work __slots[count];			\
	};								\
									\
	static inline int __must_check deed_fills(1)			\
	name##_descs_alloc(struct name##_descs *descs, const struct deed_dma *dma) \
	{								\
		dma_addr_t addr;					\
		void *first = __deed_dma_share(dma, (count) * sizeof(type), &addr); \
									\
		if (IS_ERR(first))					\
			return PTR_ERR(first);				\
		descs->__first = first;					\
		descs->__addr = addr;					\
		return 0;						\
	}								\
	struct name##_ring

/**
 * deed_dma_tell() - tell the device where the descriptors of a ring are
 * @regs: pointer to the region
 * @low: the register that takes the lower half of the address, of type &struct
 *	deed_dma_addr_low and with the access ``dma``
 * @high: that for the upper half, of type &struct deed_dma_addr_high
 * @descs: pointer to the descriptors, in the hardware struct
 */
#define deed_dma_tell(regs, low, high, descs)				\
	({								\
		const dma_addr_t __at = (descs)->__addr;		\
									\
		__DEED_DMA_REG(low)					\
		__DEED_DMA_REG(high)					\
		__deed_store_##low(regs, 0, (struct deed_dma_addr_low){	\
				   lower_32_bits(__at) }, 0);		\
		__deed_store_##high(regs, 0, (struct deed_dma_addr_high){ \
				    upper_32_bits(__at) }, 0);		\
	})

/**
 * DEED_DMA_RING() - define a ring of a device
 * @kind: prefix of what is generated
 * @dir: ``tx`` or ``rx``, as for DEED_DMA_CHANNEL()
 * @ref: as for DEED_DMA_CHANNEL()
 * @member: as for DEED_DMA_CHANNEL()
 * @cell: as for DEED_DMA_CHANNEL()
 * @ring: the member of the cell's data, of a type of DEED_DMA_RING_TYPE()
 * @dma: as for DEED_DMA_CHANNEL()
 * @descs: the member of the hardware struct that is the descriptors, of the same
 * @regs: the member of the hardware struct that has the doorbell
 * @doorbell: a register of type u32 and with the access ``dma``; takes the number of
 *	the first descriptor that the device may not have
 * @last: the member of the descriptor that is published last and looked at first: a
 *	number of up to 64 bits
 * @fill_fn: ``void fill(desc *d, struct deed_dma_addr at, size_t len)``, with *desc*
 *	for the type of a descriptor: fills in a zeroed one, for a buffer of @len
 *	bytes at @at. Any context; under the cell's lock.
 * @done_fn: ``bool done(typeof(last) word)``: whether the device has finished with a
 *	descriptor of which it says that. Any context; under the cell's lock.
 * @stop_fn: ``int stop(const hw *hw)``: as for DEED_DMA_CHANNEL()
 *
 * Generates, with *data* for the type of the cell's data:
 *
 * ``void <kind>_init(state *s)``, ``struct deed_dma_<dir> <kind>_alloc(...)``
 *	as for DEED_DMA_CHANNEL()
 * ``u32 <kind>_room(const data *d)``
 *	how many buffers can be posted
 * ``bool <kind>_ready(const data *d)``
 *	whether the device has finished with a buffer: reap would give it back
 * ``int <kind>_post(data *d, struct deed_dma_<dir> buf)``
 *	gives @buf, which must be live, to the device, at its next kick. 0; -ENOSPC
 *	if there is no room; -ENODEV if the device has gone, or was not started;
 *	-EIO if the buffer cannot be mapped. If it fails the buffer is gone. Any
 *	context; needs no live-guard.
 * ``void <kind>_kick(data *d)``
 *	rings the doorbell: the device may have all that was posted. Nothing, if it
 *	has gone.
 * ``struct deed_dma_<dir> <kind>_reap(data *d, desc *done)``
 *	the buffer that was posted first, when the device has finished with it, and
 *	in @done what its descriptor says, which the device wrote and nobody has
 *	checked; a handle that failed with -EBUSY as long as it has not; an empty
 *	one if the device has none. Any context.
 */
#define DEED_DMA_RING(kind, dir, ref, member, cell, ring, dma, descs, regs, doorbell, \
		      last, fill_fn, done_fn, stop_fn)			\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->member.__hw) __##kind##_hw_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->cell.__data) __##kind##_data_t; \
	typedef typeof(*((__##kind##_hw_t *)NULL)->descs.__first) __##kind##_desc_t; \
	typedef typeof(((__##kind##_desc_t *)NULL)->last) __##kind##_last_t; \
	enum { __##kind##_count = ARRAY_SIZE(((__##kind##_data_t *)NULL)->ring.__slots) }; \
									\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->cell.__lock, \
				  struct deed_spin_irq),		\
		      #cell ": not a spin_irq cell");			\
	static_assert(__same_type(((__##kind##_hw_t *)NULL)->dma, struct deed_dma), \
		      #dma ": not a member of type struct deed_dma");	\
	static_assert(sizeof(__##kind##_last_t) <= sizeof(u64),		\
		      #last ": more than the machine reads at once");	\
	__DEED_DMA_REG(doorbell)					\
	static_assert(__same_type(&(fill_fn), void(*)(__##kind##_desc_t *, \
						      struct deed_dma_addr, size_t)), \
		      #fill_fn "(): not the type that is documented for fill"); \
	static_assert(__same_type(&(done_fn), bool(*)(__##kind##_last_t)), \
		      #done_fn "(): not the type that is documented for done"); \
	static_assert(__same_type(&(stop_fn), int(*)(const __##kind##_hw_t *)), \
		      #stop_fn "(): not the type that is documented for stop"); \
	__deed_role(stop_fn, __deed_bound);				\
									\
	static __always_inline __##kind##_hw_t const *			\
	__##kind##_hw(const __##kind##_data_t *d)			\
	{								\
		return &container_of(d, const __##kind##_state_t,	\
				     cell.__data)->member.__hw;		\
	}								\
									\
	static void __##kind##_turn(struct deed_tie *tie, bool on)	\
	{								\
		const __##kind##_state_t *s =				\
			container_of(tie, const __##kind##_state_t,	\
				     cell.__data.ring.__ring.__tie);	\
		const __##kind##_hw_t *hw = &s->member.__hw;		\
		bool busy;						\
									\
		{							\
			deed_lock(spin_irq, d, &s->cell);		\
			d->ring.__ring.__open = on;			\
			if (on)						\
				return;					\
		}							\
		busy = stop_fn(hw);					\
		deed_lock(spin_irq, d, &s->cell);			\
		for (; d->ring.__ring.__tail != d->ring.__ring.__head;	\
		     d->ring.__ring.__tail++)				\
			__deed_dma_end(&hw->dma, &d->ring.__slots[	\
				       d->ring.__ring.__tail % __##kind##_count], \
				       __deed_dma_dir_##dir, busy);	\
	}								\
									\
	static inline deed_accepts(1) __deed_initialises(1) void	\
	kind##_init(__##kind##_state_t *s)				\
	{								\
		__deed_dma_ring_init(&s->cell.__data.ring.__ring,	\
				     &s->member.__device, __##kind##_turn); \
	}								\
									\
	static inline __must_check struct deed_dma_##dir		\
	kind##_alloc(const __##kind##_state_t *s, size_t len)		\
	{								\
		return __deed_dma_##dir##_alloc(&s->member.__hw.dma, len); \
	}								\
									\
	static inline u32 __maybe_unused				\
	kind##_room(const __##kind##_data_t *d)				\
	{								\
		return __##kind##_count - 1 -				\
		       (d->ring.__ring.__head - d->ring.__ring.__tail);	\
	}								\
									\
	static inline bool __maybe_unused				\
	kind##_ready(const __##kind##_data_t *d)			\
	{								\
		return d->ring.__ring.__tail != d->ring.__ring.__head &&	\
		       done_fn(__deed_desc_look(__##kind##_hw(d)->descs.__first[ \
				d->ring.__ring.__tail % __##kind##_count].last)); \
	}								\
									\
	static inline int __must_check					\
	kind##_post(__##kind##_data_t *d, struct deed_dma_##dir buf)	\
	{								\
		const __##kind##_hw_t *hw = __##kind##_hw(d);		\
		u32 at = d->ring.__ring.__head % __##kind##_count;	\
		__##kind##_desc_t desc = {}, *to = &hw->descs.__first[at]; \
		int err = !d->ring.__ring.__open ? -ENODEV :		\
			  !kind##_room(d) ? -ENOSPC :			\
			  __deed_dma_give(&d->ring.__slots[at], &hw->dma, \
					  buf.__ptr, buf.__len,		\
					  __deed_dma_dir_##dir);	\
									\
		if (err) {						\
			deed_dma_##dir##_drop_live(&buf);		\
			return err;					\
		}							\
		fill_fn(&desc, (struct deed_dma_addr){			\
				d->ring.__slots[at].__addr }, buf.__len); \
		__deed_desc_write(to, &desc, offsetof(__##kind##_desc_t, last)); \
		__deed_desc_write((void *)to + offsetofend(__##kind##_desc_t, last), \
				  (void *)&desc + offsetofend(__##kind##_desc_t, last), \
				  sizeof(desc) -			\
				  offsetofend(__##kind##_desc_t, last)); \
		__deed_desc_wmb();					\
		__deed_desc_publish(to->last, desc.last);		\
		d->ring.__ring.__head++;				\
		return 0;						\
	}								\
									\
	static inline void kind##_kick(__##kind##_data_t *d)		\
	{								\
		if (d->ring.__ring.__open)				\
			__deed_store_##doorbell(&__##kind##_hw(d)->regs, 0, \
						d->ring.__ring.__head %	\
						__##kind##_count, 0);	\
	}								\
									\
	static inline __must_check __deed_fetches(2) struct deed_dma_##dir \
	kind##_reap(__##kind##_data_t *d, __##kind##_desc_t *done)	\
	{								\
		const __##kind##_hw_t *hw = __##kind##_hw(d);		\
		u32 at = d->ring.__ring.__tail % __##kind##_count;	\
		__##kind##_desc_t *from = &hw->descs.__first[at];	\
		struct __deed_dma_work taken;				\
		__##kind##_last_t word;					\
									\
		if (d->ring.__ring.__tail == d->ring.__ring.__head)	\
			return (struct deed_dma_##dir){};		\
		word = __deed_desc_look(from->last);			\
		if (!done_fn(word))					\
			return deed_fail(deed_dma_##dir, -EBUSY);	\
		__deed_desc_rmb();					\
		__deed_desc_read(done, from, offsetof(__##kind##_desc_t, last)); \
		__deed_desc_read((void *)done + offsetofend(__##kind##_desc_t, last), \
				 (void *)from + offsetofend(__##kind##_desc_t, last), \
				 sizeof(*done) -			\
				 offsetofend(__##kind##_desc_t, last));	\
		done->last = word;					\
		taken = __deed_dma_take(&d->ring.__slots[at], &hw->dma,	\
					__deed_dma_dir_##dir);		\
		d->ring.__ring.__tail++;				\
		return __deed_acquire(deed_dma_##dir, taken.__memory, taken.__len); \
	}								\
	typedef int __##kind##_ring_end

static inline __deed_initialises(1) void
__deed_dma_ring_init(struct __deed_dma_ring *ring, struct deed_device *device,
		     void (*turn)(struct deed_tie *tie, bool on))
{
	__deed_tie(device, &ring->__tie, turn);
}

#endif /* _DEED_DMA_RING_H */
