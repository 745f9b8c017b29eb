/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA: memory that a device reads or writes by itself.
 *
 * A buffer belongs to the processor or to the device, never to both. While the
 * processor has it, it is a handle, and its kind says which way the data goes:
 *
 *	struct deed_dma_tx	to the device, which reads it
 *	struct deed_dma_rx	from the device, which writes it
 *
 * The device has what it works on in a channel, or in a ring (dma_ring.h). They are
 * the only way to give the device an address: a channel maps the buffer, tells the
 * device where it is and how long, and starts it, all in one step, and nobody else can
 * write these registers (their access is ``dma``). So there is no address to be kept
 * too long, no length that is not the buffer's, no device that starts before the buffer
 * is mapped, and no name left for a buffer that the device has. It comes back, unmapped
 * as it was mapped, when the device itself says that it works no more.
 *
 * A channel is part of a spin_irq cell of the driver's state, whose lock protects
 * it together with what the driver knows of the transfer. It is tied to the device:
 * at unbind, when nobody is inside a live-guard, it is closed for good, the device
 * is stopped, and what it had is unmapped and freed; in this order, and before the
 * driver's quiesce. A device that cannot be stopped loses the right to reach
 * memory; if it has none that can be taken, what it works on is never freed.
 *
 * Buffers are memory of the slab allocator: never on a stack, of an alignment that the
 * mapping can deal with (it copies, if it is less than the caches need: arm64), and in
 * reach of the device. They are zeroed when they are made, and outlive the device
 * without harm. No live-guard is needed to start a transfer: that the device has gone
 * is known under the same lock.
 *
 * Sources: Documentation/core-api/dma-api.rst, dma-api-howto.rst.
 */
#ifndef _DEED_DMA_H
#define _DEED_DMA_H

#include <linux/dma-mapping.h>

#include <deed/box.h>
#include <deed/device.h>
#include <deed/lock.h>
#include <deed/mmio.h>

/**
 * struct deed_dma - the right of a bound device to reach memory
 *
 * In the hardware struct; filled in by the bus header: deed_pci_dma().
 */
struct __deed_scoped deed_dma {
	/* private: */
	struct device *__dev;
	/* takes the right away, and waits until it is gone; NULL if the bus can't */
	void (*__halt)(void *dev);
	gfp_t __gfp; /* of memory that the device reaches */
	/* of lists, see __deed_dma_limits() */
	unsigned int __segment;
	unsigned long __boundary;
	bool __no_bounce;
	bool __halted; /* it was called; see __deed_dma_keeps() */
};

/* What a list may have in one segment, and which pages, in core/dma_list.c. */
void __deed_dma_limits(struct deed_dma *dma, struct device *dev);

static __always_inline deed_fills(1) void
__deed_dma_fill(struct deed_dma *dma, struct device *dev,
		void (*halt)(void *dev), gfp_t gfp)
{
	dma->__dev = dev;
	dma->__halt = halt;
	dma->__gfp = gfp;
	dma->__halted = false;
	__deed_dma_limits(dma, dev);
}

/* For the bus headers, in core/dma.c: sets the mask. */
int __must_check deed_fills(1)
__deed_dma_enable(struct deed_dma *dma, struct device *dev, unsigned int bits,
		  void (*halt)(void *dev));

/**
 * struct deed_dma_addr - where a device finds a buffer
 *
 * The type of a register of 64 bits that takes an address: see DEED_REG(), and
 * DEED_REG_SPLIT() for one of two halves; ``dma``.
 */
struct deed_dma_addr {
	/* private: */
	u64 __addr;
};

/**
 * struct deed_dma_addr32 - where a device finds a buffer that is below 4 GiB
 *
 * The same of a register of 32 bits.
 */
struct deed_dma_addr32 {
	/* private: */
	u32 __addr;
};

/* Whether a number is too large for a register, or a member, of so many bytes. */
#define __deed_dma_over(number, width) ((u64)(number) > ~0ULL >> (64 - 8 * (width)))

/*
 * SAFETY: kzalloc() wants a context that may sleep: stated by <kind>_alloc(). What
 * it returns is aligned for DMA (Documentation/core-api/dma-api-howto.rst, "What
 * memory is DMA'able?"). No warning of sizes that nobody has checked.
 */
static __always_inline void *__deed_dma_alloc(const struct deed_dma *dma, size_t len)
{
	void *memory;

	if (!len)
		return ERR_PTR(-EINVAL);
	memory = kzalloc(len, dma->__gfp | __GFP_NOWARN);
	if (!memory)
		return ERR_PTR(-ENOMEM);
	deed_assume(!IS_ERR(memory));
	return memory;
}

/**
 * struct deed_dma_tx - a buffer for the device to read, which the processor has
 *
 * A handle, made by <kind>_alloc() of a channel. Its drop frees the memory, in any
 * context. With
 *
 * ``struct deed_bytes deed_dma_tx_bytes(struct deed_dma_tx *buf)``
 *	all of it, to be filled: a borrow, which ends when the buffer is handed on
 * ``size_t deed_dma_tx_len(const struct deed_dma_tx *buf)``
 *	how many bytes it has
 */
struct __deed_handle deed_dma_tx {
	/* private: */
	void *__ptr;
	size_t __len;
};

/**
 * struct deed_dma_rx - a buffer for the device to write, which the processor has
 *
 * A handle, made by <kind>_alloc() of a channel. Its drop frees the memory, in any
 * context. Zero before the device had it; afterwards what the device wrote, which
 * nobody has checked. With
 *
 * ``struct deed_bytes deed_dma_rx_bytes(struct deed_dma_rx *buf)``
 *	all of it, to be copied: a borrow, which ends when the buffer is handed on
 * ``size_t deed_dma_rx_len(const struct deed_dma_rx *buf)``
 *	how many bytes it has
 */
struct __deed_handle deed_dma_rx {
	/* private: */
	void *__ptr;
	size_t __len;
};

/* What both have. */
#define __DEED_DMA_BUFFER(kind)						\
	static __always_inline void __##kind##_free(struct kind h)	\
	{								\
		__deed_box_free(__deed_borrow(&h));			\
	}								\
	DEED_HANDLE(kind, __##kind##_free)				\
									\
	static __always_inline struct deed_bytes			\
	kind##_bytes(struct kind *buf)					\
	{								\
		return (struct deed_bytes){ __deed_borrow(buf), buf->__len }; \
	}								\
									\
	static __always_inline size_t kind##_len(const struct kind *buf) \
	{								\
		return buf->__len;					\
	}

__DEED_DMA_BUFFER(deed_dma_tx)
__DEED_DMA_BUFFER(deed_dma_rx)

/* How the kinds are mapped. */
#define __deed_dma_dir_tx DMA_TO_DEVICE
#define __deed_dma_dir_rx DMA_FROM_DEVICE
#define __deed_dma_dir_both DMA_BIDIRECTIONAL /* no buffer is, but its channel */

/*
 * Whether a channel or a ring is open, and why not. Under its lock, so that who came
 * before has started when it is closed. The state was zeroed when it was made.
 */
struct __deed_dma_door {
	bool __open;
	s16 __why; /* an errno; 0 before it was open */
};

/* In core/dma.c. */
void __deed_dma_turn(struct __deed_dma_door *door, const struct deed_dma *dma,
		     enum deed_turn how);

static __always_inline int __deed_dma_closed(const struct __deed_dma_door *door)
{
	if (likely(door->__open))
		return 0;
	return door->__why ?: -ENODEV;
}

/* What the device works on, if it is not NULL: of a channel, or of a slot of a ring. */
struct __deed_dma_work {
	void *__memory;
	dma_addr_t __addr;
	unsigned int __len; /* enough, for the slab allocator gives no more */
	u8 __dir; /* and __DEED_DMA_IS_LIST */
};

/* __memory is a list (dma_list.h), which has its addresses itself. */
#define __DEED_DMA_IS_LIST 0x80

/* Unmaps and ends the list of a channel, in core/dma_list.c. */
void __deed_dma_list_end(struct __deed_dma_work *work, const struct deed_dma *dma);

static_assert(KMALLOC_MAX_SIZE <= UINT_MAX, "the length of a buffer fits");

/**
 * DEED_DMA_CHANNEL_TYPE() - define a type of channel
 * @kind: struct @kind is the channel: what a device works on, at one time
 * @dir: ``tx`` or ``rx``: the kind of its buffers is struct deed_dma_<dir>; or
 *	``both``, if the device goes both ways with one set of registers
 *
 * A member of the data of a spin_irq cell of the driver's state. Each channel has a
 * type of its own: what is given to one is never taken from another. What the device
 * is told is said by DEED_DMA_CHANNEL(), or DEED_DMA_CHANNEL_BOTH(), where the state is
 * known, and so are the contexts of its functions.
 */
#define DEED_DMA_CHANNEL_TYPE(kind, dir)				\
	struct __deed_pinned __deed_needs_init kind {			\
		struct __deed_dma_work __work;				\
		struct __deed_dma_door __door;				\
		struct deed_tie __tie;					\
	};								\
									\
	enum { __##kind##_goes = __deed_dma_dir_##dir };		\
									\
	static inline __deed_initialises(1) void			\
	__##kind##_make(struct kind *channel, struct deed_device *device, \
			void (*turn)(struct deed_tie *tie, enum deed_turn how))	\
	{								\
		/* it has nothing, and is closed: the state was zeroed */ \
		__deed_tie(device, &channel->__tie, turn);		\
	}								\
	struct kind

/*
 * Maps, and remembers.
 *
 * SAFETY: dma_map_single() wants
 * 1. memory of the slab allocator of @len bytes, that nobody touches until it is
 *    unmapped: of a handle that was consumed, and has no other name;
 * 2. a device that is bound, and whose mask was set: the borrow of @dma;
 * 3. its result to be tested, here, and to be unmapped with the same length and
 *    direction, on the same device: __deed_dma_unmap(), with the same @dma, for the
 *    channel is a member of the state that @dma stands in.
 *
 * The device is told the address by @width bytes; if they are too few, its mask was not
 * the right one.
 */
static __always_inline int
__deed_dma_map(struct __deed_dma_work *work, const struct deed_dma *dma,
	       void *memory, size_t len, size_t width, enum dma_data_direction dir)
{
	dma_addr_t addr;

	if (deed_injected("dma_map_single"))
		return -EIO;
	addr = dma_map_single(dma->__dev, memory, len, dir);
	if (dma_mapping_error(dma->__dev, addr))
		return -EIO;
	if (__deed_dma_over(addr, width)) {
		dma_unmap_single(dma->__dev, addr, len, dir);
		return -EIO;
	}
	*work = (struct __deed_dma_work){ memory, addr, len, dir };
	return 0;
}

/* To a channel; its registers have @at bytes for the address, @width for the length. */
static __always_inline int
__deed_dma_give(struct __deed_dma_work *work, const struct __deed_dma_door *door,
		const struct deed_dma *dma, void *memory, size_t len, size_t at,
		size_t width, enum dma_data_direction dir)
{
	int err = __deed_dma_closed(door);

	if (err)
		return err;
	if (work->__memory)
		return -EBUSY;
	if (__deed_dma_over((unsigned int)len, width))
		return -EMSGSIZE;
	return __deed_dma_map(work, dma, memory, len, at, dir);
}

/* SAFETY: as for __deed_dma_map(); once, for the caller forgets what it had. */
static __always_inline void *
__deed_dma_unmap(struct __deed_dma_work *work, const struct deed_dma *dma,
		 enum dma_data_direction dir)
{
	void *memory;

	dma_unmap_single(dma->__dev, work->__addr, work->__len, dir);
	memory = work->__memory;
	deed_assume(!IS_ERR_OR_NULL(memory));
	return memory;
}

/* Of a channel, which is empty afterwards. */
static __always_inline void *
__deed_dma_take(struct __deed_dma_work *work, const struct deed_dma *dma,
		enum dma_data_direction dir)
{
	void *memory = __deed_dma_unmap(work, dma, dir);

	work->__memory = NULL;
	return memory;
}

/*
 * The end of what a device had, in core/dma.c: whether it still works on it, and,
 * returned, whether it may still work on anything. If it does it may take long: not under
 * a lock.
 */
bool __deed_dma_end(const struct deed_dma *dma, struct __deed_dma_work *work, bool busy);

/* Whether it keeps what it has, for good; if not, it is not busy afterwards. */
bool __deed_dma_keeps(const struct deed_dma *dma, unsigned int len, bool *busy);

/**
 * DEED_DMA_CHANNEL() - define a channel of a device
 * @kind: the type of the channel, of DEED_DMA_CHANNEL_TYPE(); prefix of what is
 *	generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @cell: the state's member that is a spin_irq cell
 * @channel: the member of the cell's data, of type struct @kind
 * @dma: the member of the hardware struct, of type &struct deed_dma
 * @regs: the member of the hardware struct that has the following registers, each
 *	of them with the access ``dma``
 * @address: the register that takes the address, of type &struct deed_dma_addr or
 *	&struct deed_dma_addr32
 * @length: the register that takes the number of bytes
 * @doorbell: the register that starts the device; written last
 * @go: what is written to @doorbell: of its type, and always the same, for it says in
 *	which direction the data goes; functions that are known here may make it
 * @busy_fn: ``bool busy(const hw *hw)``, with *hw* for the type of the hardware
 *	struct: whether the device may still touch what it was given. False as well
 *	if it does not answer any more. Any context, under the cell's lock or not.
 * @stop_fn: ``int stop(const hw *hw)``: makes the device stop, and waits until it
 *	has, but not for ever; 0, or an errno if it does not. May sleep.
 * @...: one more register, also with the access ``dma``, for what differs from transfer
 *	to transfer: written first
 *
 * Generates, with *data* for the type of the cell's data:
 *
 * ``void <kind>_init(state *s)``
 *	in probe, after the cell was initialised: ties the channel to the device
 * ``struct deed_dma_<dir> <kind>_alloc(const state *s, size_t len)``
 *	a zeroed buffer in reach of the device; failed with -EINVAL for none, with
 *	-ENOMEM for too many bytes. May sleep.
 * ``int <kind>_start(data *d, struct deed_dma_<dir> buf, more value)``
 *	gives @buf, which must be live, to the device, and starts it; with @value, of
 *	its type, if there is one more register. 0; -EBUSY if it works on another; -ENODEV
 *	if it has gone, or was not started; -EHOSTUNREACH if it is suspended, by the
 *	driver's callback; -ESHUTDOWN if it was halted, see <kind>_end() of a ring;
 *	-EMSGSIZE if the buffer is longer than @length can say; -EIO if it cannot be
 *	mapped, or only where @address cannot say. If it fails the buffer is gone. Any
 *	context; needs no live-guard.
 * ``struct deed_dma_<dir> <kind>_reclaim(data *d)``
 *	the buffer, when the device has finished with it; a handle that failed with
 *	-EBUSY as long as it has not; an empty one if it had none, as one that has
 *	gone. Any context.
 * ``bool <kind>_discard(data *d)``
 *	whether the channel has nothing any more: if the device has finished, with a list
 *	(dma_list.h) if it has finished with the piece that it had, what it had is unmapped
 *	and freed. False, and nothing done, as long as it has not. Any context.
 * ``bool <kind>_idle(const data *d)``
 *	whether the device has no buffer
 */
#define DEED_DMA_CHANNEL(kind, ref, member, cell, channel, dma, regs, address, \
			 length, doorbell, go, busy_fn, stop_fn, ...)	\
	static_assert((int)__##kind##_goes != (int)DMA_BIDIRECTIONAL,	\
		      #kind ": goes both ways, see DEED_DMA_CHANNEL_BOTH()"); \
	__DEED_DMA_CHANNEL(kind, ref, member, cell, channel, dma, busy_fn, stop_fn) \
	__DEED_DMA_WAY(kind, kind, __deed_dma_buf(kind),		\
		       (enum dma_data_direction)__##kind##_goes, regs,	\
		       address, length, doorbell, go, __VA_ARGS__)	\
	struct kind

/**
 * DEED_DMA_CHANNEL_BOTH() - define a channel that goes both ways, one at a time
 * @kind: as for DEED_DMA_CHANNEL(); its type goes ``both`` ways
 * @ref: as for DEED_DMA_CHANNEL()
 * @member: as for DEED_DMA_CHANNEL()
 * @cell: as for DEED_DMA_CHANNEL()
 * @channel: as for DEED_DMA_CHANNEL()
 * @dma: as for DEED_DMA_CHANNEL()
 * @busy_fn: as for DEED_DMA_CHANNEL()
 * @stop_fn: as for DEED_DMA_CHANNEL()
 *
 * Generates ``<kind>_init()``, ``<kind>_discard()``, whichever way it went, and
 * ``<kind>_idle()`` of DEED_DMA_CHANNEL(). The rest is generated by DEED_DMA_WAY(), for
 * each way. Contexts: as for DEED_DMA_CHANNEL().
 */
#define DEED_DMA_CHANNEL_BOTH(kind, ref, member, cell, channel, dma, busy_fn, stop_fn) \
	static_assert((int)__##kind##_goes == (int)DMA_BIDIRECTIONAL,	\
		      #kind ": goes one way, see DEED_DMA_CHANNEL()");	\
	__DEED_DMA_CHANNEL(kind, ref, member, cell, channel, dma, busy_fn, stop_fn) \
	struct kind

/**
 * DEED_DMA_WAY() - define one of the two ways of a channel
 * @way: prefix of what is generated
 * @dir: ``tx`` or ``rx``
 * @kind: the channel, of DEED_DMA_CHANNEL_BOTH()
 * @regs: as for DEED_DMA_CHANNEL()
 * @address: as for DEED_DMA_CHANNEL()
 * @length: as for DEED_DMA_CHANNEL()
 * @doorbell: as for DEED_DMA_CHANNEL()
 * @go: as for DEED_DMA_CHANNEL()
 * @...: as for DEED_DMA_CHANNEL()
 *
 * Generates ``<way>_alloc()``, ``<way>_start()`` and ``<way>_reclaim()``, which are what
 * they are for DEED_DMA_CHANNEL(): -EBUSY if the device works the other way, too; and
 * what went the other way is not reclaimed by this one. Contexts: as there.
 */
#define DEED_DMA_WAY(way, dir, kind, regs, address, length, doorbell, go, ...) \
	static_assert((int)__##kind##_goes == (int)DMA_BIDIRECTIONAL,	\
		      #kind ": goes one way only");			\
	enum { __##kind##_has_##dir };					\
	__DEED_DMA_WAY(way, kind, struct deed_dma_##dir, __deed_dma_dir_##dir, regs, \
		       address, length, doorbell, go, __VA_ARGS__)	\
	struct kind

/* The kind of the buffers of a channel that goes one way. */
#define __deed_dma_buf(kind)						\
	typeof(__builtin_choose_expr((int)__##kind##_goes == (int)DMA_TO_DEVICE, \
				     (struct deed_dma_tx){}, (struct deed_dma_rx){}))

/*
 * What a part of a cell is that owns what a device works on: struct @type, with a tie
 * to the device, whose turn closes it: __<kind>_turn(), which follows.
 */
#define __DEED_DMA_PART(kind, ref, member, cell, part, type, dma, stop_fn) \
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->member.__hw) __##kind##_hw_t; \
	typedef typeof(((__##kind##_state_t *)NULL)->cell.__data) __##kind##_data_t; \
									\
	static_assert(__same_type(((__##kind##_state_t *)NULL)->cell.__lock, \
				  struct deed_spin_irq),		\
		      #cell ": not a spin_irq cell");			\
	static_assert(__same_type(((__##kind##_data_t *)NULL)->part, struct type), \
		      #part ": not a member of type struct " #type);	\
	static_assert(__same_type(((__##kind##_hw_t *)NULL)->dma, struct deed_dma), \
		      #dma ": not a member of type struct deed_dma");	\
	static_assert(__same_type(&(stop_fn), int(*)(const __##kind##_hw_t *)), \
		      #stop_fn "(): not the type that is documented for stop"); \
	__deed_role(stop_fn, __deed_bound);				\
									\
	static __always_inline __##kind##_state_t const *		\
	__##kind##_state(const __##kind##_data_t *d)			\
	{								\
		return container_of(d, const __##kind##_state_t, cell.__data); \
	}								\
									\
	/* lent as long as it is open, or the device has something */	\
	static __always_inline __##kind##_hw_t const *			\
	__##kind##_hw(const __##kind##_data_t *d)			\
	{								\
		return &__##kind##_state(d)->member.__hw;		\
	}								\
									\
	static __always_inline struct deed_dma const *			\
	__##kind##_dma(const __##kind##_state_t *s)			\
	{								\
		return &s->member.__hw.dma;				\
	}								\
									\
	static void __##kind##_turn(struct deed_tie *tie, enum deed_turn how); \
									\
	static inline deed_accepts(1) void				\
	kind##_init(__##kind##_state_t *s)				\
	{								\
		__##kind##_make(&s->cell.__data.part, &s->member.__device, \
				__##kind##_turn);			\
	}

/* Makes buffers for it. */
#define __DEED_DMA_ALLOC(way, kind, buf_t)				\
	static inline __must_check buf_t				\
	way##_alloc(const __##kind##_state_t *s, size_t len)		\
	{								\
		return (buf_t){ __deed_dma_alloc(__##kind##_dma(s), len), len }; \
	}

#define __DEED_DMA_CHANNEL(kind, ref, member, cell, channel, dma, busy_fn, stop_fn) \
	__DEED_DMA_PART(kind, ref, member, cell, channel, kind, dma, stop_fn) \
									\
	static_assert(__same_type(&(busy_fn), bool(*)(const __##kind##_hw_t *)), \
		      #busy_fn "(): not the type that is documented for busy"); \
	__deed_role(busy_fn, __deed_bound);				\
									\
	static __always_inline struct __deed_dma_work *			\
	__##kind##_work(__##kind##_data_t *d)				\
	{								\
		return &d->channel.__work;				\
	}								\
									\
	static __always_inline struct __deed_dma_door const *		\
	__##kind##_door(const __##kind##_data_t *d)			\
	{								\
		return &d->channel.__door;				\
	}								\
									\
	static __always_inline bool __##kind##_busy(const __##kind##_data_t *d) \
	{								\
		return busy_fn(__##kind##_hw(d));			\
	}								\
									\
	/* not inline: there once, for both of its ways */		\
	static __maybe_unused int					\
	__##kind##_give(__##kind##_data_t *d, void *memory, size_t len, size_t at, \
			size_t width, enum dma_data_direction dir)	\
	{								\
		return __deed_dma_give(__##kind##_work(d), __##kind##_door(d), \
				       __##kind##_dma(__##kind##_state(d)), \
				       memory, len, at, width, dir);	\
	}								\
									\
	/* nobody starts any more; the device stops, and then gives back */ \
	static void __##kind##_turn(struct deed_tie *tie, enum deed_turn how) \
	{								\
		const __##kind##_state_t *s =				\
			container_of(tie, const __##kind##_state_t,	\
				     cell.__data.channel.__tie);	\
		const __##kind##_hw_t *hw = &s->member.__hw;		\
		struct __deed_dma_work __work;				\
		bool __works;						\
									\
		{							\
			deed_lock(spin_irq, d, &s->cell);		\
			__deed_dma_turn(&d->channel.__door, &hw->dma, how); \
			if (how != DEED_TURN_OFF || !d->channel.__work.__memory) \
				return;					\
		}							\
		__works = stop_fn(hw) || busy_fn(hw);			\
		{							\
			deed_lock(spin_irq, d, &s->cell);		\
			__work = d->channel.__work;			\
			d->channel.__work.__memory = NULL;		\
		}							\
		__deed_dma_end(&hw->dma, &__work, __works);		\
	}								\
									\
	/* what is not busy is neither halted nor kept: so it does not take long */ \
	static inline bool __maybe_unused				\
	kind##_discard(__##kind##_data_t *d)				\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
									\
		if (work->__memory && __##kind##_busy(d))		\
			return false;					\
		__deed_dma_end(__##kind##_dma(__##kind##_state(d)), work, false); \
		return true;						\
	}								\
									\
	static inline bool __maybe_unused				\
	kind##_idle(const __##kind##_data_t *d)				\
	{								\
		return !d->channel.__work.__memory;			\
	}

#define __DEED_DMA_WAY(way, kind, buf_t, dir, regs, address, length, doorbell, go, ...) \
	__DEED_DMA_ADDRESS(kind, address)				\
	__DEED_DMA_REG(kind, length)					\
	__DEED_DMA_REG(kind, doorbell)					\
	__DEED_DMA_MORE(REG, kind, __VA_ARGS__)				\
	__DEED_DMA_ONCE(way, address, length, doorbell)			\
	__DEED_DMA_MORE(ONCE, way, __VA_ARGS__)				\
	__DEED_DMA_GO(way, doorbell, go)				\
									\
	__DEED_DMA_ALLOC(way, kind, buf_t)				\
									\
	static inline int __must_check					\
	way##_start(__##kind##_data_t *d, buf_t buf			\
		    __DEED_DMA_MORE(PARAM, kind, __VA_ARGS__))		\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
		__auto_type at = &__##kind##_hw(d)->regs;		\
		int err = __##kind##_give(d, buf.__ptr, buf.__len,	\
					  sizeof(union __deed_word_##address), \
					  sizeof(union __deed_word_##length), dir); \
									\
		if (err) {						\
			__deed_box_free(buf.__ptr);			\
			return err;					\
		}							\
		__DEED_DMA_MORE(STORE, kind, __VA_ARGS__)		\
		__deed_store_##address(at, 0, (__deed_reg_t(address)) { \
				       work->__addr }, 0);		\
		__deed_store_##length(at, 0, buf.__len, 0);		\
		__deed_store_##doorbell(at, 0, __##way##_go(), 0);	\
		return 0;						\
	}								\
									\
	static inline __must_check buf_t				\
	way##_reclaim(__##kind##_data_t *d)				\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
		void *memory;						\
									\
		if (!work->__memory ||					\
		    ((int)__##kind##_goes != (int)(dir) && work->__dir != (dir))) \
			return (buf_t){};				\
		if (__##kind##_busy(d))					\
			return (buf_t){ ERR_PTR(-EBUSY) };		\
		memory = __deed_dma_take(work, __##kind##_dma(__##kind##_state(d)), dir); \
		return (buf_t){ memory, work->__len };			\
	}

/*
 * What starts a device: a constant, whatever it is made of. Evaluated where nothing of a
 * channel has a name.
 */
#define __DEED_DMA_GO(way, doorbell, go)				\
	__compiletime_error("what starts a device is always the same")	\
	void __##way##_go_varies(void);					\
									\
	static __always_inline __deed_reg_t(doorbell) __##way##_go(void) \
	{								\
		const union __deed_word_##doorbell __word = { .value = (go) }; \
									\
		if (!__builtin_constant_p(__word.number))		\
			__##way##_go_varies();				\
		return __word.value;					\
	}

/* What a channel has for one more register. */
#define __DEED_DMA_MORE(what, kind, ...)				\
	CONCATENATE(__DEED_DMA_##what##_, COUNT_ARGS(__VA_ARGS__))(kind, __VA_ARGS__)

/* Each register has one role: a name that is there twice is an error. */
#define __DEED_DMA_ONCE(way, address, length, doorbell)			\
	enum {								\
		__##way##_tells_by_##address,				\
		__##way##_tells_by_##length,				\
		__##way##_tells_by_##doorbell,				\
	};
#define __DEED_DMA_ONCE_0(way, ...)
#define __DEED_DMA_ONCE_1(way, reg) enum { __##way##_tells_by_##reg };
#define __DEED_DMA_REG_0(kind, ...)
#define __DEED_DMA_REG_1(kind, reg) __DEED_DMA_REG(kind, reg)
#define __DEED_DMA_PARAM_0(kind, ...)
#define __DEED_DMA_PARAM_1(kind, reg)					\
	, __deed_reg_t(reg) value
#define __DEED_DMA_STORE_0(kind, ...)
#define __DEED_DMA_STORE_1(kind, reg) __deed_store_##reg(at, 0, value, 0);

/* The type of a register. */
#define __deed_reg_t(reg) typeof(((union __deed_word_##reg *)NULL)->value)

/* The one that takes the address. */
#define __DEED_DMA_ADDRESS(kind, reg)					\
	static_assert(__same_type(__deed_reg_t(reg), struct deed_dma_addr) || \
		      __same_type(__deed_reg_t(reg), struct deed_dma_addr32), \
		      #reg ": its type is not struct deed_dma_addr, or _addr32"); \
	__DEED_DMA_REG(kind, reg)

/* Of one channel: a second one would tell the device half of something else. */
#define __DEED_DMA_REG(kind, reg)					\
	typedef struct kind __deed_only_one_channel_writes_##reg __maybe_unused; \
	static_assert(__deed_access_##reg & __DEED_DMA,			\
		      #reg ": a channel writes registers whose access is dma"); \
	__deed_reg_single(reg);

#endif /* _DEED_DMA_H */
