/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Descriptor rings: buffers that a device works off in order.
 *
 * A ring has two parts. The descriptors are memory that processor and device share;
 * they are scoped, stand in the hardware struct, and cannot outlive the bound device,
 * which loses the right to reach memory before they are freed, if the bus can take it
 * away (PCI). The ring itself is part of a spin_irq cell of the driver's state, and
 * owns the buffers that the device has, as a channel owns its one: see dma.h, for
 * buffers, for who has them, and for what happens at unbind; and dma_pool.h, for buffers
 * that stay mapped.
 *
 *	post	maps a buffer, has the driver fill in a descriptor, and publishes it:
 *		first all but one word of it, then, after a barrier, that word, which
 *		tells the device that the descriptor is its own (on devices that have
 *		no such word, the doorbell does)
 *	tell	says to the device where the descriptors are
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
	struct __deed_dma_door __door;
	bool __told; /* the device, where the descriptors are */
	bool __rings; /* it was, and is not closed */
	u16 __ends; /* who is about to end it */
	struct deed_tie __tie;
};

static __always_inline void
__deed_dma_ring_turn(struct __deed_dma_ring *ring, const struct deed_dma *dma,
		     enum deed_turn how)
{
	__deed_dma_turn(&ring->__door, dma, how);
	ring->__rings = ring->__told && ring->__door.__open;
}

/**
 * struct deed_dma_le64 - an address or a length in a descriptor: 64 bits, little endian
 *
 * Only a ring writes it, or deed_shared_point() (dma_shared.h), and nobody reads what the
 * device leaves there.
 */
struct deed_dma_le64 {
	/* private: */
	__le64 __number;
};

/**
 * struct deed_dma_le32 - the same of 32 bits
 */
struct deed_dma_le32 {
	/* private: */
	__le32 __number;
};

/**
 * struct deed_dma_le16 - the same of 16 bits: a length
 */
struct deed_dma_le16 {
	/* private: */
	__le16 __number;
};

#define __deed_dma_is_le(type)						\
	(__same_type(type, struct deed_dma_le64) ||			\
	 __same_type(type, struct deed_dma_le32) ||			\
	 __same_type(type, struct deed_dma_le16))

#define __deed_dma_le(type, number)					\
	__builtin_choose_expr(__same_type(type, struct deed_dma_le64),	\
			      (struct deed_dma_le64){ cpu_to_le64(number) }, \
	__builtin_choose_expr(__same_type(type, struct deed_dma_le32),	\
			      (struct deed_dma_le32){ cpu_to_le32(number) }, \
			      (struct deed_dma_le16){ cpu_to_le16(number) }))

/* In core/dma.c: zeroed, until the scope ends; an ERR_PTR. */
void *__deed_dma_share(const struct deed_dma *dma, size_t size, dma_addr_t *addr);

/*
 * How a ring has the buffers that the device has, and what it does with them. Those of
 * pools: dma_pool.h.
 */
struct __deed_dma_slot {
	struct __deed_dma_work __work;
};

#define __DEED_DMA_SLOTS_tx(kind) __DEED_DMA_SLOTS(kind, tx)
#define __DEED_DMA_SLOTS_rx(kind) __DEED_DMA_SLOTS(kind, rx)
#define __DEED_DMA_SLOTS(kind, dir)					\
	typedef struct deed_dma_##dir __##kind##_buf_t;			\
	typedef struct __deed_dma_slot __##kind##_slot_t;		\
									\
	static __always_inline size_t __##kind##_len(const __##kind##_buf_t *buf) \
	{								\
		return deed_dma_##dir##_len(buf);			\
	}								\
									\
	static __always_inline void __##kind##_free(__##kind##_buf_t buf) \
	{								\
		__deed_dma_##dir##_free(buf);				\
	}								\
									\
	static __always_inline dma_addr_t				\
	__##kind##_addr(const __##kind##_slot_t *slot, const __##kind##_buf_t *buf) \
	{								\
		return slot->__work.__addr;				\
	}								\
									\
	static __always_inline int					\
	__##kind##_give(__##kind##_slot_t *slot, const struct deed_dma *dma, \
			__##kind##_buf_t buf, size_t width)		\
	{								\
		return __deed_dma_map(&slot->__work, dma, buf.__ptr, buf.__len, width, \
				      __deed_dma_dir_##dir);		\
	}								\
									\
	static __always_inline __##kind##_buf_t				\
	__##kind##_take(__##kind##_slot_t *slot, const struct deed_dma *dma) \
	{								\
		void *memory = __deed_dma_unmap(&slot->__work, dma,	\
						__deed_dma_dir_##dir);	\
									\
		return (__##kind##_buf_t){ memory, slot->__work.__len }; \
	}								\
									\
	static __always_inline bool					\
	__##kind##_slot_end(__##kind##_slot_t *slot, const struct deed_dma *dma, bool busy) \
	{								\
		return __deed_dma_end(dma, &slot->__work, busy);	\
	}								\
									\
	static __always_inline __##kind##_buf_t				\
	__##kind##_slot_alloc(const struct deed_dma *dma, size_t len)	\
	{								\
		return (__##kind##_buf_t){ __deed_dma_alloc(dma, len), len }; \
	}

/*
 * A copy in pieces that are as large as numbers: gcc keeps what is copied from in
 * registers, which it does for no other memcpy().
 */
static __always_inline void __deed_desc_copy(void *to, const void *from, size_t len)
{
	size_t at = 0;

#define __deed_desc_piece(size)						\
	do {								\
		if (at + (size) <= len) {				\
			memcpy(to + at, from + at, size);		\
			at += (size);					\
		}							\
	} while (0)

	__deed_desc_piece(8);
	__deed_desc_piece(8);
	__deed_desc_piece(8);
	__deed_desc_piece(8);
	__deed_desc_piece(4);
	__deed_desc_piece(2);
	__deed_desc_piece(1);
	if (at < len)
		memcpy(to + at, from + at, len - at);
#undef __deed_desc_piece
}

/* Tests put theirs in between: kunit/desc_model.h. */
#ifndef __deed_desc_wmb
#define __deed_desc_write(to, from, len) __deed_desc_copy(to, from, len)
#define __deed_desc_read_but(to, from, last)				\
	({								\
		*(to) = *(from); /* as for last, it is overwritten */	\
		barrier(); /* nobody comes back for more */		\
	})
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
 * @dir: ``tx`` or ``rx``: the kind of its buffers is struct deed_dma_<dir>; or
 *	``pooled_tx`` or ``pooled_rx``, of dma_pool.h, whose buffers are not made by
 *	<kind>_alloc(), but taken from a pool
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
#define DEED_DMA_RING_TYPE(kind, dir, type, count, size)		\
	static_assert((count) > 1 && !((count) & ((count) - 1)) && (count) <= 65536, \
		      #kind ": the number of descriptors is a power of two, 2 to 65536"); \
									\
	struct __deed_scoped kind##_descs {				\
		type *__first;						\
		dma_addr_t __addr;					\
	};								\
									\
	__DEED_DMA_SLOTS_##dir(kind)					\
									\
	struct __deed_pinned __deed_needs_init kind##_ring {		\
		struct __deed_dma_ring __ring;				\
		__##kind##_slot_t __slots[count];			\
	};								\
									\
	typedef type __##kind##_desc_t;					\
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
			void (*turn)(struct deed_tie *tie, enum deed_turn how))	\
	{								\
		__deed_tie(device, &ring->__ring.__tie, turn);		\
	}								\
	struct kind##_ring

/**
 * DEED_DMA_RING() - define a ring of a device
 * @kind: what DEED_DMA_RING_TYPE() has defined; prefix of what is generated
 * @ref: as for DEED_DMA_CHANNEL()
 * @member: as for DEED_DMA_CHANNEL()
 * @cell: as for DEED_DMA_CHANNEL()
 * @ring: the member of the cell's data, of type struct <kind>_ring
 * @dma: as for DEED_DMA_CHANNEL()
 * @descs: the member of the hardware struct, of type struct <kind>_descs
 * @address: the member of the descriptor that takes the address, of type &struct
 *	deed_dma_le64 or &struct deed_dma_le32
 * @last: the member of the descriptor that is published last and looked at first: a
 *	number that the machine reads at once
 * @fill_fn: ``void fill(desc *d, u32 len)``, with *desc* for the type of a
 *	descriptor: fills in what else a zeroed one needs, for a buffer of @len bytes.
 *	Any context; under the cell's lock.
 * @done_fn: ``bool done(typeof(last) word)``: whether the device has finished with a
 *	descriptor of which it says that. Any context; under the cell's lock.
 * @stop_fn: ``int stop(const hw *hw)``: as for DEED_DMA_CHANNEL()
 * @...: the member of the descriptor that takes the length of the buffer and nothing
 *	else, of type &struct deed_dma_le16, _le32 or _le64. If there is none, and not all
 *	buffers are of one length, fill has to say it.
 *
 * By which registers the device is told of it is said by DEED_DMA_RING_REGS(). Generates,
 * with *data* for the type of the cell's data:
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
 *	-EHOSTUNREACH if it is suspended, by the driver's callback; -ESHUTDOWN if it was
 *	halted, by <kind>_end() of this ring or another; -EMSGSIZE if the buffer is not as
 *	long as all are, or longer than a descriptor can say; -EINVAL
 *	if what was filled in says that the device has finished; -EIO if it cannot be
 *	mapped; -EXDEV if it is of the pool of another device, or of one that was
 *	unbound. If it fails the buffer is gone. Any context; needs no live-guard.
 * ``bool <kind>_ready(const data *d)``
 *	whether the device has finished with a buffer: reap would give it back
 * ``struct deed_dma_<dir> <kind>_reap(data *d, desc *done)``
 *	the buffer that was posted first, when the device has finished with it, and
 *	in @done what its descriptor says, which the device wrote and nobody has
 *	checked; a handle that failed with -EBUSY as long as it has not; an empty
 *	one if the device has none. If it fails, @done is zeroed. Any context.
 * ``int <kind>_end(const state *s, const hw *hw)``
 *	stops the device, and takes back and frees what it has, as at unbind: for the
 *	driver's suspend, say. 0, also if it did not stop, and was halted: it has lost its
 *	right to reach memory instead, and gets it back when it is bound anew. Until then
 *	all of its channels and rings say -ESHUTDOWN, which USB has for a device that was
 *	disabled because of a problem that could not be worked around
 *	(Documentation/driver-api/usb/error-codes.rst). -EBUSY if it did not stop: it had
 *	nothing, or keeps it for good. -EINVAL if @hw is not that of @s. It has to be told
 *	anew before its next kick. May sleep.
 */
#define DEED_DMA_RING(kind, ref, member, cell, ring, dma, descs, address, last, \
		      fill_fn, done_fn, stop_fn, ...)			\
	__DEED_DMA_PART(kind, ref, member, cell, ring, kind##_ring, dma, stop_fn) \
	typedef typeof(((__##kind##_desc_t *)NULL)->last) __##kind##_last_t; \
	typedef typeof(((__##kind##_desc_t *)NULL)->address) __##kind##_address_t; \
	enum { __##kind##_address_at = offsetof(__##kind##_desc_t, address) }; \
									\
	static_assert(__same_type(((__##kind##_hw_t *)NULL)->descs, struct kind##_descs), \
		      #descs ": not a member of type struct " #kind "_descs"); \
	static_assert(__deed_dma_is_le(typeof(((__##kind##_desc_t *)NULL)->address)) && \
		      sizeof(((__##kind##_desc_t *)NULL)->address) >= 4, \
		      #address ": its type is not struct deed_dma_le64, or _le32"); \
	static_assert(offsetof(__##kind##_desc_t, address) !=		\
		      offsetof(__##kind##_desc_t, last),		\
		      #last ": takes the address, too");		\
	static_assert(__deed_desc_is_word(__##kind##_desc_t, last),	\
		      #last ": not a number that the machine reads at once"); \
	__DEED_DMA_LENGTH(CHECK, kind, __VA_ARGS__)			\
	static_assert(__same_type(&(fill_fn), void(*)(__##kind##_desc_t *, u32)), \
		      #fill_fn "(): not the type that is documented for fill"); \
	static_assert(__same_type(&(done_fn), bool(*)(__##kind##_last_t)), \
		      #done_fn "(): not the type that is documented for done"); \
									\
	static __always_inline dma_addr_t				\
	__##kind##_at(const __##kind##_hw_t *hw)			\
	{								\
		return hw->descs.__addr;				\
	}								\
									\
	static inline void __##kind##_clear(const __##kind##_hw_t *hw)	\
	{								\
		const __##kind##_desc_t empty = {};			\
									\
		for (u32 i = 0; i < __##kind##_count; i++)		\
			__deed_desc_write(&hw->descs.__first[i], &empty, sizeof(empty)); \
		__deed_desc_wmb();					\
	}								\
									\
	static __always_inline struct __deed_dma_ring *			\
	__##kind##_ring(__##kind##_data_t *d)				\
	{								\
		return &d->ring.__ring;					\
	}								\
									\
	/* whether the device is still busy, and keeps what it has for good */ \
	static bool __##kind##_stop(const __##kind##_state_t *s, const __##kind##_hw_t *hw) \
	{								\
		bool busy;						\
									\
		{							\
			deed_lock(spin_irq, d, &s->cell);		\
			d->ring.__ring.__told = false;			\
			d->ring.__ring.__rings = false;			\
			d->ring.__ring.__ends++;			\
		}							\
		busy = stop_fn(hw);					\
		/* one at a time, for it may take long; no more than it has */ \
		for (u32 __left = __##kind##_count - 1;; __left--) {	\
			__##kind##_slot_t __slot;			\
									\
			{						\
				deed_lock(spin_irq, d, &s->cell);	\
				if (!__left || d->ring.__ring.__tail == d->ring.__ring.__head) { \
					d->ring.__ring.__ends--;	\
					return busy;			\
				}					\
				__slot = d->ring.__slots[d->ring.__ring.__tail++ % \
							 __##kind##_count]; \
			}						\
			busy = __##kind##_slot_end(&__slot, &hw->dma, busy); \
		}							\
	}								\
									\
	static inline int __must_check					\
	kind##_end(const __##kind##_state_t *s, const __##kind##_hw_t *hw) \
	{								\
		bool keeps;						\
									\
		if (hw != &s->member.__hw)				\
			return -EINVAL;					\
		keeps = __##kind##_stop(s, hw);				\
		if (READ_ONCE(hw->dma.__halted))			\
			__deed_halted(&s->member.__device);		\
		return keeps ? -EBUSY : 0;				\
	}								\
									\
	static void __##kind##_turn(struct deed_tie *tie, enum deed_turn how) \
	{								\
		const __##kind##_state_t *s =				\
			container_of(tie, const __##kind##_state_t,	\
				     cell.__data.ring.__ring.__tie);	\
									\
		{							\
			deed_lock(spin_irq, d, &s->cell);		\
			__deed_dma_ring_turn(&d->ring.__ring, &s->member.__hw.dma, how); \
		}							\
		if (how == DEED_TURN_OFF)				\
			__##kind##_stop(s, &s->member.__hw);		\
	}								\
									\
	static inline __must_check __##kind##_buf_t			\
	kind##_alloc(const __##kind##_state_t *s, size_t len)		\
	{								\
		return __##kind##_slot_alloc(__##kind##_dma(s), len);	\
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
		__##kind##_slot_t *slot = &d->ring.__slots[at];		\
		const size_t __len = __##kind##_len(&buf);		\
		__##kind##_desc_t desc = {}, *to;			\
		int err = __deed_dma_closed(&d->ring.__ring.__door) ?:	\
			  !kind##_room(d) ? -ENOSPC :			\
			  __DEED_DMA_LENGTH(OVER, desc, __VA_ARGS__)	\
			  (__##kind##_size > 0 && __len != __##kind##_size) ? -EMSGSIZE : \
			  0;						\
									\
		if (!err) {						\
			fill_fn(&desc, __len);				\
			/* it would be taken back while the device has it */ \
			err = done_fn(desc.last) ? -EINVAL :		\
			      __##kind##_give(slot, &hw->dma, buf,	\
					      sizeof(desc.address));	\
		}							\
		if (err) {						\
			__##kind##_free(buf);				\
			return err;					\
		}							\
		desc.address = __deed_dma_le(typeof(desc.address),	\
					     __##kind##_addr(slot, &buf)); \
		__DEED_DMA_LENGTH(SET, desc, __VA_ARGS__)		\
		to = &hw->descs.__first[at];				\
		__deed_desc_write_around(to, &desc, last);		\
		__deed_desc_wmb();					\
		__deed_desc_publish(to->last, desc.last);		\
		d->ring.__ring.__head++;				\
		return 0;						\
	}								\
									\
	static inline bool						\
	kind##_ready(const __##kind##_data_t *d)			\
	{								\
		u32 at = d->ring.__ring.__tail % __##kind##_count;	\
									\
		return d->ring.__ring.__tail != d->ring.__ring.__head && \
		       done_fn(__deed_desc_look(__##kind##_hw(d)->descs.__first[at].last)); \
	}								\
									\
	static inline __must_check __deed_fetches(2) __##kind##_buf_t	\
	kind##_reap(__##kind##_data_t *d, __##kind##_desc_t *__done)	\
	{								\
		const __##kind##_hw_t *hw = __##kind##_hw(d);		\
		u32 at = d->ring.__ring.__tail % __##kind##_count;	\
		__##kind##_desc_t *desc = &hw->descs.__first[at];	\
		__##kind##_last_t __word;				\
		__##kind##_buf_t __buf;					\
									\
		if (unlikely(d->ring.__ring.__tail == d->ring.__ring.__head)) { \
			*__done = (__##kind##_desc_t){};		\
			return (__##kind##_buf_t){};			\
		}							\
		__word = __deed_desc_look(desc->last);			\
		if (unlikely(!done_fn(__word))) {			\
			*__done = (__##kind##_desc_t){};		\
			return (__##kind##_buf_t){ ERR_PTR(-EBUSY) };	\
		}							\
		__deed_desc_rmb();					\
		d->ring.__ring.__tail++;				\
		__buf = __##kind##_take(&d->ring.__slots[at], &hw->dma); \
		__deed_desc_read_but(__done, desc, last);		\
		__done->last = __word;					\
		__done->address = (typeof(__done->address)){};		\
		return __buf;						\
	}								\
	struct kind##_ring

/* What there is to do for a member that takes the length. */
#define __DEED_DMA_LENGTH(what, desc, ...)				\
	CONCATENATE(__DEED_DMA_LENGTH_##what##_, COUNT_ARGS(__VA_ARGS__))(desc, __VA_ARGS__)

#define __DEED_DMA_LENGTH_CHECK_0(kind, ...)
#define __DEED_DMA_LENGTH_CHECK_1(kind, length)				\
	static_assert(!__same_type(((__##kind##_desc_t *)NULL)->length,	\
				   __##kind##_address_t) ||		\
		      offsetof(__##kind##_desc_t, length) !=		\
		      __##kind##_address_at,				\
		      #length ": takes the address, too");		\
	static_assert(__deed_dma_is_le(typeof(((__##kind##_desc_t *)NULL)->length)), \
		      #length ": its type is not struct deed_dma_le16, _le32 or _le64");
#define __DEED_DMA_LENGTH_OVER_0(desc, ...)
#define __DEED_DMA_LENGTH_OVER_1(desc, length)				\
	__deed_dma_over((unsigned int)__len, sizeof((desc).length)) ||
#define __DEED_DMA_LENGTH_SET_0(desc, ...)
#define __DEED_DMA_LENGTH_SET_1(desc, length)				\
	(desc).length = __deed_dma_le(typeof((desc).length), __len);

/**
 * DEED_DMA_RING_REGS() - say by which registers a device is told of a ring
 * @kind: the ring, of DEED_DMA_RING()
 * @regs: the member of the hardware struct that has the registers, each of them with
 *	the access ``dma``
 * @address: the register that takes the address of the descriptors, of type &struct
 *	deed_dma_addr or &struct deed_dma_addr32
 * @length: the one that takes their length
 * @unit: what @length counts: ``bytes`` or ``descs``
 * @doorbell: the one that takes the number of the first descriptor that the device may
 *	not have
 * @...: the one that takes the number of the first that it works on, if there is one
 *
 * Generates, with *data* for the type of the cell's data:
 *
 * ``int <kind>_tell(data *d)``
 *	tells the device where the descriptors are, and how many, and that it has none of
 *	them: it begins with the first. 0; -EBUSY if it may have some; -ENODEV if it has
 *	gone, -EHOSTUNREACH if it is suspended, -ESHUTDOWN if it was halted; -EMSGSIZE if
 *	@address cannot say where they are, for the mask of the device was not the right
 *	one. Any context.
 * ``void <kind>_kick(data *d)``
 *	rings the doorbell: the device may have all that was posted. Nothing, if it was
 *	not told, has gone, is suspended, or was halted. Any context.
 */
#define DEED_DMA_RING_REGS(kind, regs, address, length, unit, doorbell, ...) \
	__DEED_DMA_ADDRESS(kind##_ring, address)			\
	__DEED_DMA_REG(kind##_ring, length)				\
	__DEED_DMA_REG(kind##_ring, doorbell)				\
	__DEED_DMA_MORE(REG, kind##_ring, __VA_ARGS__)			\
	__DEED_DMA_ONCE(kind, address, length, doorbell)		\
	__DEED_DMA_MORE(ONCE, kind, __VA_ARGS__)			\
	static_assert(!__deed_dma_over(__##kind##_count - 1,		\
				       sizeof(union __deed_word_##doorbell)), \
		      #doorbell ": not as wide as the number of a descriptor"); \
	static_assert(!__deed_dma_over(__##kind##_##unit,		\
				       sizeof(union __deed_word_##length)), \
		      #length ": not as wide as the length of the ring"); \
									\
	static inline int __must_check kind##_tell(__##kind##_data_t *d) \
	{								\
		struct __deed_dma_ring *ring = __##kind##_ring(d);	\
		__auto_type at = &__##kind##_hw(d)->regs;		\
		const dma_addr_t addr = __##kind##_at(__##kind##_hw(d)); \
		const u32 value = 0;					\
		int err = __deed_dma_closed(&ring->__door) ?:		\
			  ring->__ends || ring->__tail != ring->__head ? -EBUSY : \
			  __deed_dma_over(addr, sizeof(union __deed_word_##address)) ? \
			  -EMSGSIZE : 0;				\
									\
		if (err)						\
			return err;					\
		/* it would find what it had not finished when it was stopped */ \
		__##kind##_clear(__##kind##_hw(d));			\
		ring->__head = 0;					\
		ring->__tail = 0;					\
		__deed_store_##address(at, 0, (__deed_reg_t(address)) { addr }, 0); \
		__deed_store_##length(at, 0, __##kind##_##unit, 0);	\
		__DEED_DMA_MORE(STORE, kind, __VA_ARGS__)		\
		__deed_store_##doorbell(at, 0, value, 0);		\
		ring->__told = true;					\
		ring->__rings = true;					\
		return 0;						\
	}								\
									\
	static inline void kind##_kick(__##kind##_data_t *d)		\
	{								\
		const struct __deed_dma_ring *ring = __##kind##_ring(d); \
									\
		if (ring->__rings)					\
			__deed_store_##doorbell(&__##kind##_hw(d)->regs, 0, \
						ring->__head % __##kind##_count, 0); \
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

#endif /* _DEED_DMA_RING_H */
