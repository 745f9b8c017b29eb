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
 * struct deed_dma_le64 - an address in a descriptor: 64 bits, little endian
 *
 * Only a ring writes it, and nobody reads what the device leaves there.
 */
struct deed_dma_le64 {
	/* private: */
	__le64 __addr;
};

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
 * @kind: prefix of the types: struct <kind>_descs, for the hardware struct, and
 *	struct <kind>_ring, for the data of a spin_irq cell of the driver's state. Each
 *	ring has types of its own.
 * @dir: ``tx`` or ``rx``: the kind of its buffers is struct deed_dma_<dir>
 * @type: the type of a descriptor, as the device wants it: plain data
 * @count: how many there are: a power of two; one of them is always empty
 * @size: how long each buffer is, in bytes, if a descriptor does not say that; 0 if
 *	it does
 *
 * Generates
 *
 * ``int <kind>_descs_alloc(struct <kind>_descs *descs, const struct deed_dma *dma)``
 *	in probe: memory for the descriptors, zeroed, until the scope ends. 0 or
 *	-ENOMEM. May sleep.
 */
#define DEED_DMA_RING_TYPE(kind, dir, type, count, size)			\
	static_assert((count) > 1 && !((count) & ((count) - 1)) && (count) <= 65536, \
		      #kind ": the number of descriptors is a power of two, 2 to 65536"); \
									\
	struct __deed_scoped kind##_descs {				\
		type *__first;						\
		dma_addr_t __addr;					\
	};								\
									\
	struct __deed_pinned __deed_needs_init kind##_ring {		\
		struct __deed_dma_ring __ring;				\
		struct __deed_dma_work __slots[count];			\
	};								\
									\
	typedef type __##kind##_desc_t;					\
	typedef struct deed_dma_##dir __##kind##_buf_t;			\
	static const enum dma_data_direction __maybe_unused __##kind##_dir = \
		__deed_dma_dir_##dir;					\
	enum { __##kind##_count = (count), __##kind##_size = (size) };	\
	enum { __##kind##_descs = (count), __##kind##_bytes = (count) * sizeof(type) }; \
									\
	static inline int __must_check deed_fills(1)			\
	kind##_descs_alloc(struct kind##_descs *descs, const struct deed_dma *dma) \
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
									\
	static inline __deed_initialises(1) void			\
	__##kind##_make(struct kind##_ring *ring, struct deed_device *device, \
			void (*turn)(struct deed_tie *tie, bool on))	\
	{								\
		__deed_tie(device, &ring->__ring.__tie, turn);		\
	}								\
	struct kind##_ring

/* Whether a register is wide enough for a number. */
#define __deed_dma_says(reg, number)					\
	((number) <= ~0ULL >> (64 - 8 * sizeof(union __deed_word_##reg)))

/**
 * deed_dma_tell() - tell the device where the descriptors of a ring are, and how many
 * @kind: the ring
 * @hw: pointer to the hardware struct
 * @low: the register that takes the lower half of the address, of type &struct
 *	deed_dma_addr_low
 * @high: that for the upper half, of type &struct deed_dma_addr_high
 * @length: that for the length of all descriptors, of type u32; of the same region as
 *	the doorbell and with the access ``dma``, as the others
 * @unit: what @length counts: ``bytes`` or ``descs``
 */
#define deed_dma_tell(kind, hw, low, high, length, unit)		\
	({								\
		const __##kind##_hw_t *__hw = (hw);			\
		const dma_addr_t __at = __##kind##_at(__hw);		\
									\
		__DEED_DMA_REG(kind##_ring, low)		      \
		__DEED_DMA_REG(kind##_ring, high)		     \
		__DEED_DMA_REG(kind##_ring, length)		   \
		static_assert(__deed_dma_says(length, __##kind##_##unit), \
			      #length ": not as wide as the length of the ring"); \
		__deed_store_##low(__##kind##_regs(__hw), 0,		\
				   (struct deed_dma_addr_low){		\
				   lower_32_bits(__at) }, 0);		\
		__deed_store_##high(__##kind##_regs(__hw), 0,		\
				    (struct deed_dma_addr_high){	\
				    upper_32_bits(__at) }, 0);		\
		__deed_store_##length(__##kind##_regs(__hw), 0,		\
				      __##kind##_##unit, 0);		\
	})

/**
 * DEED_DMA_RING() - define a ring of a device
 * @kind: what DEED_DMA_RING_TYPE() has defined; prefix of what is generated
 * @ref: as for DEED_DMA_CHANNEL()
 * @member: as for DEED_DMA_CHANNEL()
 * @cell: as for DEED_DMA_CHANNEL()
 * @ring: the member of the cell's data, of type struct <kind>_ring
 * @dma: as for DEED_DMA_CHANNEL()
 * @descs: the member of the hardware struct, of type struct <kind>_descs
 * @regs: the member of the hardware struct that has the doorbell
 * @doorbell: a register of type u32 and with the access ``dma``; takes the number of
 *	the first descriptor that the device may not have
 * @address: the member of the descriptor that takes the address, of type &struct
 *	deed_dma_le64
 * @last: the member of the descriptor that is published last and looked at first: a
 *	number that the machine reads at once
 * @fill_fn: ``void fill(desc *d, u32 len)``, with *desc* for the type of a
 *	descriptor: fills in what else a zeroed one needs, for a buffer of @len bytes.
 *	Any context; under the cell's lock.
 * @done_fn: ``bool done(typeof(last) word)``: whether the device has finished with a
 *	descriptor of which it says that. Any context; under the cell's lock.
 * @stop_fn: ``int stop(const hw *hw)``: as for DEED_DMA_CHANNEL()
 *
 * Generates, with *data* for the type of the cell's data:
 *
 * ``void <kind>_init(state *s)``
 *	as for DEED_DMA_CHANNEL()
 * ``struct deed_dma_<dir> <kind>_alloc(const state *s, size_t len)``
 *	as for DEED_DMA_CHANNEL()
 * ``u32 <kind>_room(const data *d)``
 *	how many buffers can be posted
 * ``int <kind>_post(data *d, struct deed_dma_<dir> buf)``
 *	gives @buf, which must be live, to the device, at its next kick. 0; -ENOSPC
 *	if there is no room; -ENODEV if the device has gone, or was not started;
 *	-EMSGSIZE if the buffer is not as long as all are; -EINVAL if what was filled
 *	in says that the device has finished; -EIO if it cannot be mapped.
 *	If it fails the buffer is gone. Any context; needs no live-guard.
 * ``void <kind>_kick(data *d)``
 *	rings the doorbell: the device may have all that was posted. Nothing, if it
 *	has gone. Any context.
 * ``bool <kind>_ready(const data *d)``
 *	whether the device has finished with a buffer: reap would give it back
 * ``struct deed_dma_<dir> <kind>_reap(data *d, desc *done)``
 *	the buffer that was posted first, when the device has finished with it, and
 *	in @done what its descriptor says, which the device wrote and nobody has
 *	checked; a handle that failed with -EBUSY as long as it has not; an empty
 *	one if the device has none. If it fails, @done is zeroed. Any context.
 */
#define DEED_DMA_RING(kind, ref, member, cell, ring, dma, descs, regs, doorbell, \
		      address, last, fill_fn, done_fn, stop_fn)		\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->member.__hw) __##kind##_hw_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->cell.__data) __##kind##_data_t; \
	typedef typeof(((__##kind##_desc_t *)NULL)->last) __##kind##_last_t; \
									\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->cell.__lock, \
				  struct deed_spin_irq),		\
		      #cell ": not a spin_irq cell");			\
	static_assert(__same_type(((__##kind##_data_t *)NULL)->ring, struct kind##_ring), \
		      #ring ": not a member of type struct " #kind "_ring"); \
	static_assert(__same_type(((__##kind##_hw_t *)NULL)->descs, struct kind##_descs), \
		      #descs ": not a member of type struct " #kind "_descs"); \
	static_assert(__same_type(((__##kind##_hw_t *)NULL)->dma, struct deed_dma), \
		      #dma ": not a member of type struct deed_dma");	\
	static_assert(__same_type(((__##kind##_desc_t *)NULL)->address,	\
				  struct deed_dma_le64),		\
		      #address ": its type is not struct deed_dma_le64"); \
	static_assert(__deed_desc_is_word(__##kind##_desc_t, last),	\
		      #last ": not a number that the machine reads at once"); \
	__DEED_DMA_REG(kind##_ring, doorbell)					\
	static_assert(__same_type(&(fill_fn), void(*)(__##kind##_desc_t *, u32)), \
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
	static __always_inline dma_addr_t				\
	__##kind##_at(const __##kind##_hw_t *hw)			\
	{								\
		return hw->descs.__addr;				\
	}								\
									\
	static __always_inline typeof_member(__##kind##_hw_t, regs) const * \
	__##kind##_regs(const __##kind##_hw_t *hw)			\
	{								\
		return &hw->regs;					\
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
			busy = __deed_dma_end(&hw->dma, d->ring.__slots + \
					      d->ring.__ring.__tail % __##kind##_count, \
					      busy);			\
	}								\
									\
	static inline deed_accepts(1) void				\
	kind##_init(__##kind##_state_t *s)				\
	{								\
		__##kind##_make(&s->cell.__data.ring, &s->member.__device, \
				__##kind##_turn);			\
	}								\
									\
	static inline __must_check __##kind##_buf_t			\
	kind##_alloc(const __##kind##_state_t *s, size_t len)		\
	{								\
		return (__##kind##_buf_t){				\
			__deed_dma_alloc(&s->member.__hw.dma, len), len	\
		};							\
	}								\
									\
	static inline u32 __maybe_unused				\
	kind##_room(const __##kind##_data_t *d)				\
	{								\
		return __##kind##_count - 1 -				\
		       (d->ring.__ring.__head - d->ring.__ring.__tail);	\
	}								\
									\
	static inline int __must_check					\
	kind##_post(__##kind##_data_t *d, __##kind##_buf_t buf)		\
	{								\
		const __##kind##_hw_t *hw = __##kind##_hw(d);		\
		u32 at = d->ring.__ring.__head % __##kind##_count;	\
		struct __deed_dma_work *work = &d->ring.__slots[at];	\
		__##kind##_desc_t desc = {};				\
		int err = !d->ring.__ring.__open ? -ENODEV :		\
			  !kind##_room(d) ? -ENOSPC :			\
			  buf.__len > U32_MAX ||			\
			  (__##kind##_size > 0 && buf.__len != __##kind##_size) ? -EMSGSIZE : \
			  0;						\
									\
		if (!err) {						\
			fill_fn(&desc, buf.__len);			\
			/* it would be taken back while the device has it */ \
			err = done_fn(desc.last) ? -EINVAL :		\
			      __deed_dma_map(work, &hw->dma, buf.__ptr, \
					      buf.__len, __##kind##_dir); \
		}							\
		if (err) {						\
			__deed_box_free(buf.__ptr);			\
			return err;					\
		}							\
		desc.address = (struct deed_dma_le64){ cpu_to_le64(work->__addr) }; \
		__deed_desc_write_around(&hw->descs.__first[at], &desc, last); \
		__deed_desc_wmb();					\
		__deed_desc_publish(hw->descs.__first[at].last, desc.last); \
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
	static inline bool						\
	kind##_ready(const __##kind##_data_t *d)			\
	{								\
		u32 at = d->ring.__ring.__tail % __##kind##_count;	\
									\
		return d->ring.__ring.__tail != d->ring.__ring.__head &&	\
		       done_fn(__deed_desc_look(__##kind##_hw(d)->descs.__first[at].last)); \
	}								\
									\
	static inline __must_check __deed_fetches(2) __##kind##_buf_t	\
	kind##_reap(__##kind##_data_t *d, __##kind##_desc_t *__done)	\
	{								\
		const __##kind##_hw_t *hw = __##kind##_hw(d);		\
		u32 at = d->ring.__ring.__tail % __##kind##_count;	\
		void *memory;						\
		__##kind##_last_t __word;				\
									\
		if (d->ring.__ring.__tail == d->ring.__ring.__head) {	\
			*__done = (__##kind##_desc_t){};		\
			return (__##kind##_buf_t){};			\
		}							\
		__word = __deed_desc_look(hw->descs.__first[at].last);	\
		if (!done_fn(__word)) {					\
			*__done = (__##kind##_desc_t){};		\
			return (__##kind##_buf_t){ ERR_PTR(-EBUSY) };	\
		}							\
		__deed_desc_rmb();					\
		__deed_desc_read_around(__done, &hw->descs.__first[at], last); \
		__done->last = __word;					\
		memory = __deed_dma_take(&d->ring.__slots[at], &hw->dma, \
					 __##kind##_dir);		\
		d->ring.__ring.__tail++;				\
		return (__##kind##_buf_t){ memory, d->ring.__slots[at].__len }; \
	}								\
	struct kind##_ring

/* In each descriptor of a ring it is read or written by one instruction. */
#define __deed_desc_is_word(desc, member)				\
	(__deed_is_word(typeof(((desc *)NULL)->member)) &&		\
	 sizeof(((desc *)NULL)->member) <= sizeof(long) &&		\
	 IS_ALIGNED(offsetof(desc, member), sizeof(((desc *)NULL)->member)) && \
	 IS_ALIGNED(sizeof(desc), sizeof(((desc *)NULL)->member)))

/* All of a descriptor but one member. */
#define __deed_desc_write_around(to, from, member)			\
	({								\
		__deed_desc_write(to, from, offsetof(typeof(*(to)), member)); \
		__deed_desc_write((void *)(to) + offsetofend(typeof(*(to)), member), \
				  (void *)(from) + offsetofend(typeof(*(to)), member), \
				  sizeof(*(to)) - offsetofend(typeof(*(to)), member)); \
	})

#define __deed_desc_read_around(to, from, member)			\
	({								\
		__deed_desc_read(to, from, offsetof(typeof(*(to)), member)); \
		__deed_desc_read((void *)(to) + offsetofend(typeof(*(to)), member), \
				 (void *)(from) + offsetofend(typeof(*(to)), member), \
				 sizeof(*(to)) - offsetofend(typeof(*(to)), member)); \
	})

#endif /* _DEED_DMA_RING_H */
