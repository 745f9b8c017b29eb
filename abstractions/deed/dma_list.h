/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists: what a device reads or writes, in pieces.
 *
 * A list owns pages, which need not be beside each other. As a buffer does (dma.h), it
 * belongs to the processor or to the device, never to both, and its kind says which way
 * the data goes:
 *
 *	struct deed_dma_list_tx	to the device, which reads it
 *	struct deed_dma_list_rx	from the device, which writes it
 *
 * The pages come from one of three places:
 *
 *	<way>_alloc()		the kernel: zeroed, copied to and from a call's memory
 *	<way>_alloc_whole()	the same, and the processor sees them in one piece
 *	<way>_pin()		the program that calls: its own pages, and no copy
 *
 * What a program's pages hold it can change at any time. So nothing here reads or writes
 * them but the device: there are no bytes of such a list, and no copy. They are pinned,
 * which may fault and wait, so not under a live-guard; and only memory that can be pinned
 * is taken, for the device may have it longer than the call lasts. What the program does
 * meanwhile (munmap, fork, exit) does not matter to the device.
 *
 * A list goes to the device through a way of a channel, DEED_DMA_LIST_WAY(), which maps
 * it, and tells the device one piece of it after the other: start the first one, advance
 * the next one, when the device has finished with the one before. The rest is as for
 * buffers: closed at unbind, stopped or halted, unmapped, freed; and if there is no way
 * to stop the device, neither unmapped nor freed nor unpinned, for good.
 *
 * A list is mapped and unmapped under the lock of its channel's cell, with interrupts
 * disabled. So there is a bound to how long it may be: DEED_DMA_LIST_MAX.
 *
 * The drop of a list is possible in any context, under any lock. What has to sleep then
 * (to write on a page that it is dirty, if somebody has cleaned it; to undo the one
 * piece), and what takes long where interrupts are disabled, is left to a work of deed.ko.
 *
 * Pages of a program are pinned for a transfer (FOLL_PIN), as those of a direct read of a
 * disk are, and not for longer (FOLL_LONGTERM): while they are, they cannot be migrated,
 * and so not be taken out of a machine, or out of a file on persistent memory. So they go
 * to the device once: a list that was started, and came back, is not started again. A
 * driver drops it then; none keeps one for the next call. Memory that a program gives to a
 * device for as long as it likes, such as RDMA's, is not what these are for.
 *
 * Sources: Documentation/core-api/dma-api.rst (dma_map_sgtable),
 * Documentation/core-api/pin_user_pages.rst (cases 1 and 2), Documentation/core-api/
 * cachetlb.rst (flush_kernel_vmap_range), lib/iov_iter.c (iov_iter_extract_pages: of
 * memory of a program, pin_user_pages_fast() without FOLL_LONGTERM).
 */
#ifndef _DEED_DMA_LIST_H
#define _DEED_DMA_LIST_H

#include <linux/highmem.h>
#include <linux/llist.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>

#include <deed/dma.h>
#include <deed/user.h>

/**
 * DEED_DMA_LIST_MAX - how many bytes a list has at most
 *
 * What is mapped at one time, with interrupts disabled: 2048 segments of 4 KiB. As many
 * segments the kernel's own lists have at most (SG_MAX_SEGMENTS, include/linux/
 * scatterlist.h).
 */
#define DEED_DMA_LIST_MAX SZ_8M

/* Where its pages come from. */
enum __deed_dma_pages { __DEED_DMA_PAGES, __DEED_DMA_PAGES_WHOLE, __DEED_DMA_PAGES_PINNED };

/*
 * What is behind a handle, and in a channel. Small, for the few segments of a short call
 * follow: it is zeroed with them.
 */
struct __deed_dma_list {
	struct sg_table __table;
	struct scatterlist *__at; /* filled in last; told to the device; to be put back next */
	void *__whole; /* where the processor has it in one piece */
	union {
		u64 __from; /* of a started one: what the one more register is told next */
		struct llist_node __later; /* of one that ends */
	};
	unsigned int __len; /* up to DEED_DMA_LIST_MAX */
	unsigned int __told; /* of that, to the device */
	unsigned int __in; /* told of __at, by a register that cannot say all of it */
	unsigned int __left; /* segments from __at on: mapped ones; in the end, of pages */
	unsigned int __room; /* of a table of its own; 0 if it is __few */
	u8 __pages; /* enum __deed_dma_pages */
	bool __written; /* by the device */
	struct scatterlist __few[];
};

/* In core/dma_list.c. */
struct __deed_dma_list *
__deed_dma_list_alloc(const struct deed_dma *dma, size_t len, enum __deed_dma_pages pages);
deed_waits struct __deed_dma_list *
__deed_dma_list_pin(const struct deed_dma *dma, const struct iov_iter *iter, size_t max,
		    bool written);
deed_waits size_t
__deed_dma_list_read(struct __deed_dma_list *list, struct iov_iter *from);
deed_waits size_t
__deed_dma_list_write(struct __deed_dma_list *list, struct iov_iter *to);
void __deed_dma_list_free(struct __deed_dma_list *list);

/*
 * Whether a register of @width bytes is too narrow for where the last of @len bytes
 * belongs, if the first one belongs to @from. A list has bytes.
 */
static __always_inline bool
__deed_dma_list_over(u64 from, size_t len, size_t width)
{
	u64 last;

	deed_assume(len);
	last = from + (len - 1);
	return last < from || __deed_dma_over(last, width);
}

/*
 * For the device, which is told of the first piece next; or an errno.
 *
 * SAFETY: dma_map_sgtable() wants
 * 1. pages that nobody touches until they are unmapped, but a program its own: of a
 *    handle that was consumed, and has no other name;
 * 2. a device that is bound, and whose mask was set: the channel is open;
 * 3. to be undone with the same table, whose orig_nents is as it was, the same
 *    direction and device: __deed_dma_list_take().
 * What the processor sees in one piece it has cached under another address.
 *
 * Pages of a program, of which the device was told, are not pinned for as long as that.
 */
static __always_inline int
__deed_dma_list_map(struct __deed_dma_list *list, const struct deed_dma *dma,
		    enum dma_data_direction dir)
{
	if (unlikely(list->__told) && list->__pages == __DEED_DMA_PAGES_PINNED)
		return -EALREADY;
	if (list->__whole)
		flush_kernel_vmap_range(list->__whole, list->__len);
	if (deed_injected("dma_map_sgtable") ||
	    dma_map_sgtable(dma->__dev, &list->__table, dir, 0))
		return -EIO;
	list->__at = list->__table.sgl;
	list->__left = list->__table.nents;
	list->__in = 0;
	list->__told = 0;
	return 0;
}

/* To a channel, if its one more register is not @over. Not inline: for both of its ways. */
static __maybe_unused int
__deed_dma_list_give(struct __deed_dma_work *work, const struct __deed_dma_door *door,
		     const struct deed_dma *dma, struct __deed_dma_list *list,
		     bool over, enum dma_data_direction dir)
{
	int err = __deed_dma_closed(door) ?:
		  unlikely(work->__memory) ? -EBUSY :
		  unlikely(over) ? -EMSGSIZE : __deed_dma_list_map(list, dma, dir);

	if (unlikely(err)) {
		__deed_dma_list_free(list);
		return err;
	}
	work->__memory = list;
	work->__len = list->__len;
	work->__dir = __DEED_DMA_IS_LIST | dir;
	return 0;
}

/* SAFETY: as for __deed_dma_list_map(); once, for the channel is empty afterwards. */
static __always_inline struct __deed_dma_list *
__deed_dma_list_take(struct __deed_dma_work *work, const struct deed_dma *dma,
		     enum dma_data_direction dir)
{
	struct __deed_dma_list *list = work->__memory;

	deed_assume(!IS_ERR(list));
	work->__memory = NULL;
	dma_unmap_sgtable(dma->__dev, &list->__table, dir, 0);
	if (list->__whole)
		invalidate_kernel_vmap_range(list->__whole, list->__len);
	return list;
}

/* What the device is told of at one time. */
struct __deed_dma_piece {
	dma_addr_t __addr;
	unsigned int __len;
};

/*
 * What it is told of now: not more than @most bytes.
 *
 * SAFETY: sg_dma_address() and sg_dma_len() want an entry that is mapped: __at of a started
 * list. A mapped segment has bytes.
 */
static __always_inline struct __deed_dma_piece
__deed_dma_list_piece(struct __deed_dma_list *list, unsigned int most)
{
	const struct scatterlist *sg = list->__at;
	struct __deed_dma_piece piece = { sg_dma_address(sg), sg_dma_len(sg) };

	if (most < UINT_MAX) {
		piece.__addr += list->__in;
		piece.__len = min(piece.__len - list->__in, most);
		list->__in += piece.__len;
	}
	list->__told += piece.__len;
	return piece;
}

/*
 * The entry behind one that is not the last: sg_next(), without a call.
 *
 * SAFETY: sg_is_chain() and sg_chain_ptr() want an entry of a table: so @sg is not the last.
 */
static __always_inline struct scatterlist *__deed_dma_list_behind(struct scatterlist *sg)
{
	sg++;
	return unlikely(sg_is_chain(sg)) ? sg_chain_ptr(sg) : sg;
}

/*
 * Whether there is a piece after the one that the device was told of.
 *
 * SAFETY: sg_dma_len() wants an entry that is mapped: __at of a started list.
 */
static __always_inline bool
__deed_dma_list_next(struct __deed_dma_list *list, unsigned int most)
{
	if (most < UINT_MAX && list->__in < sg_dma_len(list->__at))
		return true;
	if (list->__left == 1)
		return false;
	list->__left--;
	list->__at = __deed_dma_list_behind(list->__at);
	if (most < UINT_MAX)
		list->__in = 0;
	return true;
}

/**
 * struct deed_dma_list_tx - pages for the device to read, which the processor has
 *
 * A handle, made by <way>_alloc(), <way>_alloc_whole() or <way>_pin() of a way of a
 * channel. Its drop frees or unpins the pages, in any context. With
 *
 * ``size_t deed_dma_list_tx_len(const struct deed_dma_list_tx *list)``
 *	how many bytes it has
 * ``size_t deed_dma_list_tx_done(const struct deed_dma_list_tx *list)``
 *	how many of them the device was told to read: 0 before it had the list; fewer than all
 *	if the list was reclaimed before its end
 * ``struct deed_bytes deed_dma_list_tx_bytes(struct deed_dma_list_tx *list)``
 *	all of it, of <way>_alloc_whole(): a borrow, which ends when the list is handed
 *	on; of others, no bytes
 */
struct __deed_handle deed_dma_list_tx {
	/* private: */
	struct __deed_dma_list *__ptr;
};

/**
 * struct deed_dma_list_rx - pages for the device to write, which the processor has
 *
 * A handle, made by <way>_alloc(), <way>_alloc_whole() or <way>_pin() of a way of a
 * channel. Its drop frees or unpins the pages, in any context. Pages of the kernel are
 * zero before the device had them; afterwards what the device wrote, which nobody has
 * checked. With
 *
 * ``size_t deed_dma_list_rx_len(const struct deed_dma_list_rx *list)``
 *	how many bytes it has
 * ``size_t deed_dma_list_rx_done(const struct deed_dma_list_rx *list)``
 *	how many of them the device was told to write, from the first one on: 0 before
 *	it had the list; fewer than all if the list was reclaimed before its end
 * ``struct deed_bytes deed_dma_list_rx_bytes(struct deed_dma_list_rx *list)``
 *	all of it, of <way>_alloc_whole(): a borrow, which ends when the list is handed
 *	on; of others, no bytes
 */
struct __deed_handle deed_dma_list_rx {
	/* private: */
	struct __deed_dma_list *__ptr;
};

/* What both have. */
#define __DEED_DMA_LIST(kind)						\
	static __always_inline void __##kind##_free(struct kind h)	\
	{								\
		__deed_dma_list_free(__deed_borrow(&h));		\
	}								\
	DEED_HANDLE(kind, __##kind##_free)				\
									\
	static __always_inline size_t kind##_len(const struct kind *list) \
	{								\
		return __deed_borrow(list)->__len;			\
	}								\
									\
	static __always_inline size_t kind##_done(const struct kind *list) \
	{								\
		return __deed_borrow(list)->__told;			\
	}								\
									\
	static __always_inline struct deed_bytes kind##_bytes(struct kind *list) \
	{								\
		void *whole = __deed_borrow(list)->__whole;		\
									\
		return (struct deed_bytes){ whole, whole ? __deed_borrow(list)->__len : 0 }; \
	}

__DEED_DMA_LIST(deed_dma_list_tx)
__DEED_DMA_LIST(deed_dma_list_rx)

/**
 * deed_dma_list_read() - fetch what the device shall read
 * @list: the list, from its first byte on; not a pinned one
 * @from: the data of a write call
 *
 * May sleep.
 *
 * Return: how many bytes were fetched: fewer than the list has if the reader ended or an
 * address was bad; 0 of a pinned list, which has no bytes for the processor.
 */
static __always_inline deed_waits size_t
deed_dma_list_read(struct deed_dma_list_tx *list, struct deed_iter_reader *from)
{
	return __deed_dma_list_read(__deed_borrow(list), from->__iter);
}

/**
 * deed_dma_list_write() - put out what the device has written
 * @list: the list, from its first byte on; not a pinned one
 * @to: the buffers of a read call
 *
 * May sleep.
 *
 * Return: how many bytes went out: fewer than the list has if the writer ended or an
 * address was bad; 0 of a pinned list, which has no bytes for the processor.
 */
static __always_inline deed_waits size_t
deed_dma_list_write(struct deed_dma_list_rx *list, struct deed_iter_writer *to)
{
	return __deed_dma_list_write(__deed_borrow(list), to->__iter);
}

/* The parameter that is a call whose memory the device reads, or writes. */
#define __deed_dma_call_tx(call) const struct deed_iter_reader *call
#define __deed_dma_call_rx(call) const struct deed_iter_writer *call

/*
 * How much a register can say; the device may want an address to be as even as pages
 * are, which a power of two does not change.
 */
#define __deed_dma_list_most(reg)					\
	(sizeof(union __deed_word_##reg) > 3 ? UINT_MAX :		\
	 1u << (8 * sizeof(union __deed_word_##reg) - 1))

/**
 * DEED_DMA_LIST_WAY() - define a way of a channel that takes lists
 * @way: prefix of what is generated
 * @dir: ``tx`` or ``rx``
 * @kind: the channel, of DEED_DMA_CHANNEL_BOTH(): what it has says in which way it goes,
 *	and whether it is a list
 * @regs: as for DEED_DMA_CHANNEL()
 * @address: as for DEED_DMA_CHANNEL(); takes where a piece is
 * @length: as for DEED_DMA_CHANNEL(); takes the number of bytes of a piece, which is
 *	never more than it can say
 * @doorbell: as for DEED_DMA_CHANNEL(); written for each piece
 * @go: as for DEED_DMA_CHANNEL()
 * @...: as for DEED_DMA_CHANNEL(): one more register, which takes a number. For each
 *	piece it is told how many bytes went before, too: where in the device the
 *	piece belongs.
 *
 * Beside DEED_DMA_WAY() of the same channel, or without. Generates, with *state* and
 * *data* as there, and *iter* for struct deed_iter_reader, if @dir is ``tx``, or struct
 * deed_iter_writer:
 *
 * ``struct deed_dma_list_<dir> <way>_alloc(const state *s, size_t len)``
 *	zeroed pages in reach of the device; failed with -EINVAL for no bytes, with
 *	-EMSGSIZE for more than &DEED_DMA_LIST_MAX, with -ENOMEM. May sleep.
 * ``struct deed_dma_list_<dir> <way>_alloc_whole(const state *s, size_t len)``
 *	the same, and the processor sees them in one piece. May sleep.
 * ``struct deed_dma_list_<dir> <way>_pin(const state *s, const iter *call, size_t max)``
 *	the pages of what is left of @call, but not more than @max bytes, nor than
 *	&DEED_DMA_LIST_MAX; see deed_iter_direct(). For one transfer: a second start is
 *	-EALREADY. Nothing is gone from the call: what the device does not
 *	reach (-EIO, here and below) can be copied. Failed with -EINVAL for no bytes, or if the
 *	machine's caches would need them to be aligned, and they are not; with
 *	-EOPNOTSUPP if it is no memory that can be pinned; -EFAULT if there is not all
 *	of it, or if the device shall write what the program may not; -ENOMEM. May
 *	sleep, and fault; not under a live-guard.
 * ``int <way>_start(data *d, struct deed_dma_list_<dir> list, more value)``
 *	gives @list, which must be live, to the device, and starts it with the first
 *	piece. 0; -EBUSY if it works on something; -ENODEV if it has gone, or was not
 *	started; -EHOSTUNREACH if it is suspended; -ESHUTDOWN if it was halted; -EMSGSIZE
 *	if the one more register cannot say where the last byte belongs; -EIO if it cannot
 *	be mapped: if it is out of reach, for one. If it fails the list is gone. Any
 *	context; needs no live-guard.
 * ``bool <way>_advance(data *d)``
 *	whether the device works on a list of this way: if it has finished with a piece,
 *	starts it with the next. False if that was the last one; if there is no list; or
 *	if the device goes, sleeps, or was halted. For the interrupt handler. Any context.
 * ``struct deed_dma_list_<dir> <way>_reclaim(data *d)``
 *	the list, when the device has finished with the piece that it had, be it the
 *	last or not: see ``deed_dma_list_<dir>_done()``. A handle that failed with
 *	-EBUSY as long as it has not; an empty one if it has no list of this way, as one
 *	that has gone. Any context.
 */
#define DEED_DMA_LIST_WAY(way, dir, kind, regs, address, length, doorbell, go, ...) \
	static_assert((int)__##kind##_goes == (int)DMA_BIDIRECTIONAL,	\
		      #kind ": takes no lists: its type does not go both ways"); \
	enum { __##kind##_has_list_##dir };				\
	static_assert(__same_type(__deed_reg_t(address), struct deed_dma_addr), \
		      #address ": its type is not struct deed_dma_addr"); \
	__DEED_DMA_REG(kind, address)					\
	__DEED_DMA_REG(kind, length)					\
	__DEED_DMA_REG(kind, doorbell)					\
	__DEED_DMA_MORE(REG, kind, __VA_ARGS__)				\
	__DEED_DMA_MORE(NUMBER, kind, __VA_ARGS__)			\
	__DEED_DMA_GO(way, doorbell, go)				\
									\
	__DEED_DMA_LIST_MAKE(way, kind, dir)				\
									\
	static __always_inline void					\
	__##way##_tell(const __##kind##_data_t *d, struct __deed_dma_list *list) \
	{								\
		__auto_type at = &__##kind##_hw(d)->regs;		\
		struct __deed_dma_piece piece =				\
			__deed_dma_list_piece(list, __deed_dma_list_most(length)); \
									\
		__DEED_DMA_MORE(PLACE, kind, __VA_ARGS__)		\
		__deed_store_##address(at, 0, (struct deed_dma_addr){	\
				       piece.__addr }, 0);		\
		__deed_store_##length(at, 0, piece.__len, 0);		\
		__deed_store_##doorbell(at, 0, __##way##_go(), 0);	\
	}								\
									\
	static __always_inline bool					\
	__##way##_next(const __##kind##_data_t *d, struct __deed_dma_list *list) \
	{								\
		if (!__deed_dma_list_next(list, __deed_dma_list_most(length))) \
			return false;					\
		__##way##_tell(d, list);				\
		return true;						\
	}								\
									\
	static inline int __must_check					\
	way##_start(__##kind##_data_t *d, struct deed_dma_list_##dir list \
		    __DEED_DMA_MORE(PARAM, kind, __VA_ARGS__))		\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
		int err = __deed_dma_list_give(work, __##kind##_door(d), \
					       __##kind##_dma(__##kind##_state(d)), \
					       list.__ptr,		\
					       __DEED_DMA_MORE(PAST, kind, __VA_ARGS__), \
					       __deed_dma_dir_##dir);	\
									\
		if (unlikely(err))					\
			return err;					\
		__DEED_DMA_MORE(KEEP, kind, __VA_ARGS__)		\
		__##way##_tell(d, list.__ptr);				\
		return 0;						\
	}								\
									\
	static inline bool __maybe_unused				\
	way##_advance(__##kind##_data_t *d)				\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
									\
		if (!__deed_dma_has_list(work, __deed_dma_dir_##dir))	\
			return false;					\
		if (__##kind##_busy(d))					\
			return true;					\
		return __##kind##_door(d)->__open && __##way##_next(d, work->__memory); \
	}								\
									\
	static inline __must_check struct deed_dma_list_##dir		\
	way##_reclaim(__##kind##_data_t *d)				\
	{								\
		struct __deed_dma_work *work = __##kind##_work(d);	\
									\
		if (!__deed_dma_has_list(work, __deed_dma_dir_##dir))	\
			return (struct deed_dma_list_##dir){};		\
		if (__##kind##_busy(d))					\
			return (struct deed_dma_list_##dir){ ERR_PTR(-EBUSY) }; \
		return (struct deed_dma_list_##dir){			\
			__deed_dma_list_take(work, __##kind##_dma(__##kind##_state(d)), \
					     __deed_dma_dir_##dir)	\
		};							\
	}								\
	struct kind

#define __DEED_DMA_LIST_MAKE(way, kind, dir)				\
	static inline __must_check __maybe_unused struct deed_dma_list_##dir \
	way##_alloc(const __##kind##_state_t *s, size_t len)		\
	{								\
		return (struct deed_dma_list_##dir){			\
			__deed_dma_list_alloc(__##kind##_dma(s), len,	\
					      __DEED_DMA_PAGES)		\
		};							\
	}								\
									\
	static inline __must_check __maybe_unused struct deed_dma_list_##dir \
	way##_alloc_whole(const __##kind##_state_t *s, size_t len)	\
	{								\
		return (struct deed_dma_list_##dir){			\
			__deed_dma_list_alloc(__##kind##_dma(s), len,	\
					      __DEED_DMA_PAGES_WHOLE)	\
		};							\
	}								\
									\
	static inline deed_waits __must_check __maybe_unused struct deed_dma_list_##dir \
	way##_pin(const __##kind##_state_t *s, __deed_dma_call_##dir(call), size_t max) \
	{								\
		return (struct deed_dma_list_##dir){			\
			__deed_dma_list_pin(__##kind##_dma(s), call->__iter, max, \
					    __deed_dma_dir_##dir == DMA_FROM_DEVICE) \
		};							\
	}

static __always_inline bool
__deed_dma_has_list(const struct __deed_dma_work *work, enum dma_data_direction dir)
{
	return work->__memory && work->__dir == (__DEED_DMA_IS_LIST | dir);
}

/* What a way has for one more register, if it has. */
#define __DEED_DMA_NUMBER_0(kind, ...)
#define __DEED_DMA_NUMBER_1(kind, reg)					\
	static_assert(__same_type(((union __deed_word_##reg *)NULL)->value, \
				  __deed_uint(((union __deed_word_##reg *)NULL)->value)), \
		      #reg ": says where in the device a piece belongs: not a number");
#define __DEED_DMA_KEEP_0(kind, ...)
#define __DEED_DMA_KEEP_1(kind, reg) list.__ptr->__from = value;
#define __DEED_DMA_PAST_0(kind, ...) false
#define __DEED_DMA_PAST_1(kind, reg)					\
	__deed_dma_list_over(value, list.__ptr->__len, sizeof(union __deed_word_##reg))
#define __DEED_DMA_PLACE_0(kind, ...)
#define __DEED_DMA_PLACE_1(kind, reg)					\
	__deed_store_##reg(at, 0, list->__from, 0);			\
	list->__from += piece.__len;

#endif /* _DEED_DMA_LIST_H */
