/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared memory: what device and processor both read and write, at any time.
 *
 * Mailboxes, queues of commands and of answers, blocks of counters: memory that belongs to
 * neither alone (coherent). It is scoped: it stands in the hardware struct, is made in
 * probe, zeroed, and cannot outlive the bound device, which loses the right to reach
 * memory before it is freed. So only a device whose bus can take that right away has any.
 *
 * Nobody gets a pointer to it. Members are read and written one at a time, each at once:
 *
 *	deed_shared_read()	what is there now; the device may write another the next
 *				moment, so it is not trusted: it is checked before it is
 *				an index, a length or a bound of a loop
 *	deed_shared_write()	and deed_shared_publish(), which is not seen before what
 *				was written earlier
 *	deed_shared_look()	reads, and what is read after it is not older
 *
 * Who waits for a word has the device decide how long, if there is no other end: so
 * deed_poll() (poll.h), over deed_shared_look(), and no loop of one's own.
 *
 * Where the device finds it is told by <kind>_tell(), in registers that nothing else
 * writes. An address that stands in shared memory is a &struct deed_dma_le64, which is
 * written by deed_shared_point() alone.
 *
 * What was written before a register is seen by the device before that register, and what
 * is read after one is not older than it, as long as its access is not relaxed (mmio.h).
 * So a doorbell needs no barrier.
 *
 * The processor's tasks are not told apart from each other either: who must not be
 * disturbed holds the lock of a cell.
 *
 * Sources: Documentation/core-api/dma-api.rst (dma_alloc_coherent),
 * Documentation/memory-barriers.txt (dma_wmb, dma_rmb; KERNEL I/O BARRIER EFFECTS).
 */
#ifndef _DEED_DMA_SHARED_H
#define _DEED_DMA_SHARED_H

#include <deed/dma_ring.h>

/* Tests put theirs in between: kunit/dma_shared.c. */
#ifndef __deed_shared_load
#define __deed_shared_load(from) READ_ONCE(from)
#define __deed_shared_store(to, value) WRITE_ONCE(to, value)
#define __deed_shared_copy(to, from)					\
	({								\
		*(to) = *(from);					\
		barrier(); /* nobody comes back for more */		\
	})
#endif

/* What any shared memory has. */
struct __deed_scoped __deed_shared {
	void *__memory;
	dma_addr_t __addr;
};

static inline int __must_check deed_fills(1)
__deed_shared_alloc(struct __deed_shared *shared, const struct deed_dma *dma, size_t size)
{
	dma_addr_t addr;
	void *memory;

	if (!dma->__halt)
		return -EOPNOTSUPP;
	memory = __deed_dma_share(dma, size, &addr);
	if (IS_ERR(memory))
		return PTR_ERR(memory);
	shared->__memory = memory;
	shared->__addr = addr;
	return 0;
}

/*
 * SAFETY: READ_ONCE() and WRITE_ONCE() want a word that is aligned: __deed_shared_is_word();
 * and memory that is there: of shared memory that is lent, @offset is in it.
 */
#define __DEED_SHARED_WORD(bits, word_t)				\
	static __always_inline __deed_fetches(1) void			\
	__deed_shared_get_##bits(word_t *__to, const struct __deed_shared *shared, \
				 size_t offset)				\
	{								\
		const word_t *from = shared->__memory + offset;		\
									\
		*__to = __deed_shared_load(*from);			\
	}								\
									\
	static __always_inline void					\
	__deed_shared_put_##bits(const struct __deed_shared *shared, size_t offset, \
				 word_t value)				\
	{								\
		word_t *to = shared->__memory + offset;			\
									\
		__deed_shared_store(*to, value);			\
	}

__DEED_SHARED_WORD(8, u8)
__DEED_SHARED_WORD(16, u16)
__DEED_SHARED_WORD(32, u32)
#ifdef CONFIG_64BIT
__DEED_SHARED_WORD(64, u64)
#endif

/**
 * DEED_DMA_SHARED_TYPE() - define a type of shared memory
 * @kind: struct @kind is the type; for the hardware struct. Each has a type of its own.
 * @type: the type of what is in it, as the device wants it: plain data; at least as much
 *	as the device may write
 *
 * Generates
 *
 * ``int <kind>_alloc(struct <kind> *shared, const struct deed_dma *dma)``
 *	in probe: makes it, zeroed, until the scope ends. 0; -ENOMEM; -EOPNOTSUPP if the
 *	bus cannot take the right to reach memory away. May sleep.
 * ``void <kind>_copy(const struct <kind> *shared, type *to)``
 *	all of it, for what changes slowly: in which pieces is not said, so that parts
 *	of it may be older than others; nothing is read twice. What was looked at
 *	before is not newer. Any context.
 */
#define DEED_DMA_SHARED_TYPE(kind, type)				\
	struct __deed_scoped kind {					\
		struct __deed_shared __shared;				\
		type __is[0]; /* carries it, takes no room */		\
	};								\
	typedef type __##kind##_shared_t;				\
									\
	static inline int __must_check deed_fills(1)			\
	kind##_alloc(struct kind *shared, const struct deed_dma *dma)	\
	{								\
		return __deed_shared_alloc(&shared->__shared, dma, sizeof(type)); \
	}								\
									\
	static inline __maybe_unused __deed_fetches(2) void		\
	kind##_copy(const struct kind *shared, __##kind##_shared_t *__to) \
	{								\
		const __##kind##_shared_t *__from = shared->__shared.__memory; \
									\
		__deed_shared_copy(__to, __from);			\
	}								\
	struct kind

/**
 * DEED_DMA_SHARED() - define how a device is told of its shared memory
 * @kind: what DEED_DMA_SHARED_TYPE() has defined; prefix of what is generated
 * @hw_t: the type of the hardware struct
 * @shared: the member of the hardware struct, of type struct @kind
 * @regs: the member that has the registers
 * @address: the register that takes the address, of type &struct deed_dma_addr or &struct
 *	deed_dma_addr32, with the access ``dma``, and of no other memory
 *
 * Generates
 *
 * ``int <kind>_tell(const hw_t *hw)``
 *	tells the device where it is. 0; -EMSGSIZE if @address cannot say that, for the
 *	mask of the device was not the right one. Any context.
 */
#define DEED_DMA_SHARED(kind, hw_t, shared, regs, address)		\
	static_assert(__same_type(typeof_member(hw_t, shared), struct kind), \
		      #shared ": not a member of type struct " #kind);	\
	__DEED_DMA_ADDRESS(kind, address)				\
									\
	static inline int __must_check kind##_tell(const hw_t *at)	\
	{								\
		const dma_addr_t addr = at->shared.__shared.__addr;	\
									\
		if (__deed_dma_over(addr, sizeof(union __deed_word_##address))) \
			return -EMSGSIZE;				\
		__deed_store_##address(&at->regs, 0, (__deed_reg_t(address)) { addr }, 0); \
		return 0;						\
	}								\
	struct kind

/* A member of what is in shared memory: its type alone. */
#define __deed_shared_member(shared, member) ((shared)->__is[0].member)

/* By names alone: an index could go past its array, and into an address. */
#ifdef __CHECKER__ /* for sparse the built-in function is no constant */
#define __deed_shared_is_named(member) static_assert(true)
#else
#define __deed_shared_is_named(member)					\
	static_assert(!__builtin_strchr(#member, '['),			\
		      #member ": an element, see deed_shared_read_at() and _write_at()")
#endif

/* It is in the memory, where a machine reads it at once. */
#define __deed_shared_is_in(shared, member)				\
	static_assert(offsetof(typeof((shared)->__is[0]), member) <	\
		      sizeof((shared)->__is[0]) &&			\
		      sizeof(__deed_shared_member(shared, member)) <=	\
		      sizeof((shared)->__is[0]) -			\
		      offsetof(typeof((shared)->__is[0]), member) &&	\
		      IS_ALIGNED(offsetof(typeof((shared)->__is[0]), member), \
				 sizeof(__deed_shared_member(shared, member))), \
		      #member ": outside of the shared memory, or not aligned in it")

/* It is read or written by one instruction, and is no address. */
#define __deed_shared_is_word(at)					\
	static_assert(sizeof(at) <= sizeof(long) && __deed_is_word(typeof(at)), \
		      "a member of shared memory is a word that the machine reads at once"); \
	static_assert(!__deed_dma_is_le(typeof(at)),			\
		      "an address in shared memory: deed_shared_point()")

/* A word of @type at @offset: once. */
#define __deed_shared_get(shared, type, offset)				\
	({								\
		union {							\
			type value;					\
			typeof(__deed_uint(type)) number;		\
		} __word;						\
									\
		__deed_shared_by_size(get, sizeof(type))(&__word.number, \
							 &(shared)->__shared, offset); \
		__word.value;						\
	})

#define __deed_shared_put(shared, type, offset, what)			\
	({								\
		union {							\
			type value;					\
			typeof(__deed_uint(type)) number;		\
		} __word = { .value = (what) };				\
									\
		__deed_shared_by_size(put, sizeof(type))(&(shared)->__shared, offset, \
							 __word.number); \
	})

#ifndef CONFIG_64BIT
/* refused before */
#define __deed_shared_get_64 __deed_shared_get_32
#define __deed_shared_put_64 __deed_shared_put_32
#endif

#define __deed_shared_by_size(does, size)				\
	__builtin_choose_expr((size) == 1, __deed_shared_##does##_8,	\
	__builtin_choose_expr((size) == 2, __deed_shared_##does##_16,	\
	__builtin_choose_expr((size) == 4, __deed_shared_##does##_32,	\
			      __deed_shared_##does##_64)))

/**
 * deed_shared_read() - read a member of shared memory
 * @shared: pointer to shared memory, of DEED_DMA_SHARED_TYPE()
 * @member: a member of what is in it: a number that the machine reads at once, or a word
 *	of DEED_BITS(); not an element of an array
 *
 * Once. Any context.
 *
 * Return: what is in it now, which nobody has checked.
 */
#define deed_shared_read(shared, member)				\
	({								\
		__auto_type __shared = (shared);			\
									\
		__deed_shared_is_named(member);				\
		__deed_shared_is_word(__deed_shared_member(__shared, member)); \
		__deed_shared_is_in(__shared, member);			\
		__deed_shared_get(__shared, typeof(__deed_shared_member(__shared, member)), \
				  offsetof(typeof(__shared->__is[0]), member)); \
	})

/**
 * deed_shared_look() - read a member of shared memory, before others
 * @shared: as for deed_shared_read()
 * @member: as for deed_shared_read()
 *
 * What is read from it afterwards is not older. Any context.
 *
 * Return: as deed_shared_read().
 */
#define deed_shared_look(shared, member)				\
	({								\
		__auto_type __looked = deed_shared_read(shared, member); \
									\
		__deed_desc_rmb();					\
		__looked;						\
	})

/**
 * deed_shared_write() - write a member of shared memory
 * @shared: as for deed_shared_read()
 * @member: as for deed_shared_read()
 * @value: what to write, of the member's type
 *
 * Once; the device may see it before or after what else is written. Any context.
 */
#define deed_shared_write(shared, member, value)			\
	({								\
		__auto_type __shared = (shared);			\
									\
		__deed_shared_is_named(member);				\
		__deed_shared_is_word(__deed_shared_member(__shared, member)); \
		__deed_shared_is_in(__shared, member);			\
		__deed_shared_put(__shared, typeof(__deed_shared_member(__shared, member)), \
				  offsetof(typeof(__shared->__is[0]), member), value); \
	})

/**
 * deed_shared_publish() - write a member of shared memory, after others
 * @shared: as for deed_shared_read()
 * @member: as for deed_shared_read()
 * @value: what to write, of the member's type
 *
 * What was written to it before is seen by the device before this is. Any context.
 */
#define deed_shared_publish(shared, member, value)			\
	({								\
		__deed_desc_wmb();					\
		deed_shared_write(shared, member, value);		\
	})

/* Where an element is. */
#define __deed_shared_at(shared, member, index)				\
	(offsetof(typeof((shared)->__is[0]), member) +			\
	 (index) * sizeof(__deed_shared_member(shared, member)[0]))

/**
 * deed_shared_read_at() - read an element of shared memory
 * @shared: as for deed_shared_read()
 * @member: an array, of words as for deed_shared_read()
 * @index: the number of the element; clamped against speculation
 * @value: pointer to where it goes, of the element's type
 *
 * Once. Any context.
 *
 * Return: 0, or -EINVAL if there are not so many.
 */
#define deed_shared_read_at(shared, member, index, value)		\
	__deed_must_test(({						\
		__auto_type __shared = (shared);			\
		size_t __index = (index);				\
		int __index_err = __deed_reg_index(&__index,		\
			ARRAY_SIZE(__deed_shared_member(__shared, member))); \
									\
		__deed_shared_is_named(member);				\
		__deed_shared_is_word(__deed_shared_member(__shared, member)[0]); \
		__deed_shared_is_in(__shared, member[0]);		\
		if (!__index_err)					\
			*(value) = __deed_shared_get(__shared,		\
				typeof(__deed_shared_member(__shared, member)[0]), \
				__deed_shared_at(__shared, member, __index)); \
		__index_err;						\
	}))

/**
 * deed_shared_write_at() - write an element of shared memory
 * @shared: as for deed_shared_read()
 * @member: as for deed_shared_read_at()
 * @index: as for deed_shared_read_at()
 * @value: what to write, of the element's type
 *
 * As deed_shared_write(). Any context.
 *
 * Return: 0, or -EINVAL if there are not so many.
 */
#define deed_shared_write_at(shared, member, index, value)		\
	__deed_must_test(({						\
		__auto_type __shared = (shared);			\
		size_t __index = (index);				\
		int __index_err = __deed_reg_index(&__index,		\
			ARRAY_SIZE(__deed_shared_member(__shared, member))); \
									\
		__deed_shared_is_named(member);				\
		__deed_shared_is_word(__deed_shared_member(__shared, member)[0]); \
		__deed_shared_is_in(__shared, member[0]);		\
		if (!__index_err)					\
			__deed_shared_put(__shared,			\
				typeof(__deed_shared_member(__shared, member)[0]), \
				__deed_shared_at(__shared, member, __index), value); \
		__index_err;						\
	}))

/**
 * deed_shared_point() - write an address into shared memory
 * @hw: pointer to the hardware struct
 * @shared: the member of it that is written
 * @member: a member of what is in there, of type &struct deed_dma_le64
 * @other: the member of the hardware struct whose address is written, also shared
 *	memory: both cannot outlive the device
 *
 * As deed_shared_write(). Any context. On 64-bit kernels.
 */
#define deed_shared_point(hw, shared, member, other)			\
	({								\
		const typeof(*(hw)) *__at = (hw);			\
									\
		static_assert(__same_type(__deed_shared_member(&__at->shared, member), \
					  struct deed_dma_le64),	\
			      #member ": its type is not struct deed_dma_le64"); \
		__deed_shared_is_in(&__at->shared, member);		\
		static_assert(IS_ENABLED(CONFIG_64BIT),			\
			      #member ": written at once by a 64-bit kernel only"); \
		__deed_shared_put_64(&__at->shared.__shared,		\
				     offsetof(typeof(__at->shared.__is[0]), member), \
				     __deed_shared_le64(&__at->other.__shared)); \
	})

static __always_inline u64 __deed_shared_le64(const struct __deed_shared *shared)
{
	return (u64 __force)cpu_to_le64(shared->__addr);
}

#endif /* _DEED_DMA_SHARED_H */
