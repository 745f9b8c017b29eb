/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Memory-mapped registers: regions of known size, and what is in them.
 *
 * A region is a kind of its own, whose size is known when the driver is built.
 * It is scoped: it stands in a driver's hardware struct, is filled in place when
 * the device is probed, belongs to the bound-device scope, which unmaps it, and
 * is neither copied nor kept elsewhere. Who has a borrow of the hardware may use
 * its registers, in any context; const is enough, for the device changes them
 * anyway.
 *
 * All of this is possible in any context, but what says that it may sleep: the functions
 * that map a region, and deed_reg_poll().
 *
 * Registers are declared once, as data: in which region and where, how wide,
 * and what may be done with them. Everything is checked when the driver is
 * built, and what is left is the instruction of readl() or writel(). An offset or
 * an index that is not known then is checked when it is used.
 *
 * Accesses are ordered as those of readl() and writel() are: among themselves,
 * against locks, and against memory that the device reads or writes; the relaxed
 * ones only among themselves. A write may still be under way when the function
 * returns; a read from the same device waits for it.
 *
 * Sources: Documentation/driver-api/device-io.rst,
 * Documentation/memory-barriers.rst (KERNEL I/O BARRIER EFFECTS).
 */
#ifndef _DEED_MMIO_H
#define _DEED_MMIO_H

#include <linux/align.h>
#include <linux/bits.h>
#include <linux/io.h>
#include <linux/swab.h>

#include <deed/bits.h>
#include <deed/box.h>
#include <deed/poll.h>

/*
 * SAFETY: readX() and its relaxed forms want
 * 1. an address that is mapped: of a region, which is filled by who mapped it
 *    and lent no longer than it is mapped;
 * 2. all @width bytes inside of the mapping, and aligned: checked at build time
 *    for a register, by __deed_mmio_at() for what is variable.
 */
static __always_inline u64
__deed_mmio_raw_load(const void __iomem *at, size_t width, bool relaxed)
{
	switch (width) {
	case 1:
		return relaxed ? readb_relaxed(at) : readb(at);
	case 2:
		return relaxed ? readw_relaxed(at) : readw(at);
	case 4:
		return relaxed ? readl_relaxed(at) : readl(at);
#ifdef CONFIG_64BIT
	case 8:
		return relaxed ? readq_relaxed(at) : readq(at);
#endif
	}
	return 0;
}

/* SAFETY: as for __deed_mmio_raw_load(). */
static __always_inline void
__deed_mmio_raw_store(void __iomem *at, size_t width, u64 value, bool relaxed)
{
	switch (width) {
	case 1:
		return relaxed ? writeb_relaxed(value, at) : writeb(value, at);
	case 2:
		return relaxed ? writew_relaxed(value, at) : writew(value, at);
	case 4:
		return relaxed ? writel_relaxed(value, at) : writel(value, at);
#ifdef CONFIG_64BIT
	case 8:
		return relaxed ? writeq_relaxed(value, at) : writeq(value, at);
#endif
	}
}

/*
 * SAFETY: memcpy_fromio() wants @len bytes on both sides: the borrow has them,
 * and the region by __deed_mmio_at().
 */
static __always_inline void
__deed_mmio_raw_copy_from(void *to, const void __iomem *from, size_t len)
{
	memcpy_fromio(to, from, len);
}

/* SAFETY: as for __deed_mmio_raw_copy_from(). */
static __always_inline void
__deed_mmio_raw_copy_to(void __iomem *to, const void *from, size_t len)
{
	memcpy_toio(to, from, len);
}

/* Tests put theirs in between, to see each access: kunit/mmio_log.h. */
#ifndef __deed_mmio_load
#define __deed_mmio_load __deed_mmio_raw_load
#define __deed_mmio_store __deed_mmio_raw_store
#define __deed_mmio_copy_from __deed_mmio_raw_copy_from
#define __deed_mmio_copy_to __deed_mmio_raw_copy_to
#endif

/* How a register is read and written; known at build time. */
enum {
	__DEED_MMIO_BE = 1,
	__DEED_MMIO_RELAXED = 2,
	__DEED_MMIO_SPLIT = 4,
};

/* readX() is little endian on every machine, so that the other is a swap. */
static __always_inline u64 __deed_mmio_swab(u64 value, size_t width)
{
	switch (width) {
	case 2:
		return swab16(value);
	case 4:
		return swab32(value);
	case 8:
		return swab64(value);
	}
	return value;
}

static __always_inline u64
__deed_mmio_read(const void __iomem *at, size_t width, unsigned int how)
{
	u64 value;

	if (how & __DEED_MMIO_SPLIT) {
		value = __deed_mmio_load(at, width / 2, how & __DEED_MMIO_RELAXED);
		return value | __deed_mmio_load(at + width / 2, width / 2,
						how & __DEED_MMIO_RELAXED) << 32;
	}
	value = __deed_mmio_load(at, width, how & __DEED_MMIO_RELAXED);
	return how & __DEED_MMIO_BE ? __deed_mmio_swab(value, width) : value;
}

static __always_inline void
__deed_mmio_write(void __iomem *at, size_t width, u64 value, unsigned int how)
{
	if (how & __DEED_MMIO_SPLIT) {
		__deed_mmio_store(at, width / 2, (u32)value, how & __DEED_MMIO_RELAXED);
		__deed_mmio_store(at + width / 2, width / 2, value >> 32,
				  how & __DEED_MMIO_RELAXED);
		return;
	}
	if (how & __DEED_MMIO_BE)
		value = __deed_mmio_swab(value, width);
	__deed_mmio_store(at, width, value, how & __DEED_MMIO_RELAXED);
}

/*
 * Whether @len bytes at @offset are in a region of @size bytes, and which offset
 * to take, clamped against speculation.
 */
static __always_inline int
__deed_mmio_at(size_t *offset, size_t len, size_t align, size_t size)
{
	if (*offset & (align - 1))
		return -EINVAL;
	if (len > size || *offset > size - len)
		return -ERANGE;
	*offset = __deed_index(*offset, size - len + 1);
	return 0;
}

/* What every region has. */
struct __deed_scoped deed_mapping {
	void __iomem *__base;
};

/**
 * struct deed_io - where the registers of a device are, before they are mapped
 *
 * From a bus header, for the region's own map function: deed_pci_bar(),
 * deed_platform_mem().
 */
struct __deed_of_call_value deed_io {
	/* private: */
	void *__bus;
	unsigned int __index;
	/* maps so many bytes until the scope ends; an ERR_PTR if it cannot */
	void __iomem *(*__map)(void *bus, unsigned int index, size_t size);
};

/* @base is mapped as long as the scope lasts, or an ERR_PTR. */
static __always_inline deed_fills(1) int __must_check
__deed_mapping_fill(struct deed_mapping *map, void __iomem *base)
{
	if (IS_ERR((const void __force *)base))
		return PTR_ERR((const void __force *)base);
	map->__base = base;
	return 0;
}

/* The same, and no mapping at all if the device has no such memory. */
static __always_inline deed_fills(1) int __must_check
__deed_mapping_fill_optional(struct deed_mapping *map, void __iomem *base)
{
	map->__base = NULL;
	if ((const void __force *)base == ERR_PTR(-ENOENT))
		return 0;
	return __deed_mapping_fill(map, base);
}

/**
 * DEED_MMIO() - define a kind of region
 * @region: struct @region is the type; for a driver's hardware struct
 * @size: how large it is, in bytes; a mapping that is smaller is refused when
 *	the device is probed
 *
 * Generates
 *
 * ``int <region>_map(struct <region> *regs, struct deed_io io)``
 *	in probe: maps the registers of a device until its scope ends, and fills
 *	in @regs, in the hardware struct. Nobody else can map them meanwhile.
 *	0; -ENOENT if there is no such memory; -ENXIO if it is smaller than the
 *	region; -EINVAL if it is not aligned for registers of 32 bits, and has room for
 *	one; -EBUSY if somebody else has it; -ENOMEM. May sleep.
 *
 * and, for what is not known at build time:
 *
 * ``int <region>_read<n>_at(const struct <region> *regs, size_t offset, u<n> *value)``
 *	reads 8, 16, 32 or (on 64-bit kernels) 64 bits, little endian
 * ``int <region>_write<n>_at(const struct <region> *regs, size_t offset, u<n> value)``
 *	writes them
 * ``int <region>_read_bytes(const struct <region> *regs, size_t offset, struct deed_bytes to)``
 *	fills @to; in which pieces and how often each byte is read is not said,
 *	so this is for memory of a device, not for registers
 * ``int <region>_write_bytes(const struct <region> *regs, size_t offset, struct deed_bytes from)``
 *	writes all of @from, in the same way
 *
 * They return 0, -ERANGE if not all of it is in the region, -EINVAL if @offset
 * is not aligned. The offset is clamped against speculation. Any context.
 */
#define DEED_MMIO(region, size)						\
	__DEED_MMIO(region, size, __DEED_WRITE)				\
									\
	__DEED_MMIO_AT(region, 8, u8)					\
	__DEED_MMIO_AT(region, 16, u16)					\
	__DEED_MMIO_AT(region, 32, u32)					\
	__DEED_MMIO_AT_64(region)					\
									\
	static __always_inline int __must_check				\
	region##_read_bytes(const struct region *regs, size_t offset,	\
			    struct deed_bytes to)			\
	{								\
		int err = __deed_mmio_at(&offset, to.__len, 1,		\
					 deed_mmio_size(regs));		\
									\
		if (!err)						\
			__deed_mmio_copy_from(to.__start, regs->__map.__base + offset, \
					      to.__len);		\
		return err;						\
	}								\
									\
	static __always_inline int __must_check				\
	region##_write_bytes(const struct region *regs, size_t offset,	\
			     struct deed_bytes from)			\
	{								\
		int err = __deed_mmio_at(&offset, from.__len, 1,	\
					 deed_mmio_size(regs));		\
									\
		if (!err)						\
			__deed_mmio_copy_to(regs->__map.__base + offset,	\
					    from.__start, from.__len);	\
		return err;						\
	}								\
	struct region

/**
 * DEED_MMIO_DMA() - define a kind of region with registers for DMA
 * @region: as for DEED_MMIO()
 * @size: as for DEED_MMIO()
 *
 * Registers whose access is ``dma`` are in such a region. Generates ``<region>_map()`` as
 * DEED_MMIO() does, and nothing that reads or writes at an offset: one of them may be
 * where an address is, which is for a channel to write and for nobody to read. Who looks
 * at many registers declares DEED_REG_ARRAY().
 */
#define DEED_MMIO_DMA(region, size)					\
	__DEED_MMIO(region, size, __DEED_DMA)				\
	struct region

/* What both have. @writes: who writes, and reads, where no register was declared. */
#define __DEED_MMIO(region, size, writes)				\
	static_assert((size) > 0, #region ": the region has no bytes");	\
									\
	struct __deed_scoped region {					\
		struct deed_mapping __map;				\
		char __size[0][size]; /* carries it, takes no room */	\
		char __writes[0][writes];				\
	};								\
									\
	static __always_inline int __must_check deed_fills(1)		\
	region##_map(struct region *regs, struct deed_io io)		\
	{								\
		void __iomem *base =					\
			io.__map(io.__bus, io.__index, deed_mmio_size(regs)); \
									\
		return __deed_mapping_fill(&regs->__map, base);		\
	}

/**
 * DEED_MMIO_OPTIONAL() - define a region that not every device has
 * @name: struct @name is the type; for a driver's hardware struct
 * @region: a kind of region, of DEED_MMIO()
 *
 * Generates
 *
 * ``int <name>_map(struct <name> *optional, struct deed_io io)``
 *	in probe: maps the registers as <region>_map() does, if the device has them. 0,
 *	also if it has none; or an errno of <region>_map(). May sleep.
 * ``const struct <region> *<name>_get(const struct <name> *optional)``
 *	the registers, as long as the hardware is lent; NULL if the device has none.
 *	Any context.
 */
#define DEED_MMIO_OPTIONAL(name, region)				\
	struct __deed_scoped name {					\
		struct region __regs;					\
	};								\
									\
	static __always_inline int __must_check deed_fills(1)		\
	name##_map(struct name *optional, struct deed_io io)		\
	{								\
		void __iomem *base =					\
			io.__map(io.__bus, io.__index,			\
				 deed_mmio_size(&optional->__regs));	\
									\
		return __deed_mapping_fill_optional(&optional->__regs.__map, base); \
	}								\
									\
	static __always_inline struct region const *			\
	name##_get(const struct name *optional)				\
	{								\
		return optional->__regs.__map.__base ? &optional->__regs : NULL; \
	}								\
	struct name

/* At an offset that is not known at build time. */
#define __DEED_MMIO_AT(region, n, word_t)				\
	static __always_inline int __must_check				\
	region##_read##n##_at(const struct region *regs, size_t offset, \
			      word_t *value)				\
	{								\
		int err = __deed_mmio_at(&offset, sizeof(word_t), sizeof(word_t), \
					 deed_mmio_size(regs));		\
									\
		if (!err)						\
			*value = __deed_mmio_read(regs->__map.__base + offset, \
						  sizeof(word_t), 0);	\
		return err;						\
	}								\
									\
	static __always_inline int __must_check				\
	region##_write##n##_at(const struct region *regs, size_t offset, \
			       word_t value)				\
	{								\
		int err = __deed_mmio_at(&offset, sizeof(word_t), sizeof(word_t), \
					 deed_mmio_size(regs));		\
									\
		if (!err)						\
			__deed_mmio_write(regs->__map.__base + offset,	\
					  sizeof(word_t), value, 0);	\
		return err;						\
	}

#ifdef CONFIG_64BIT
#define __DEED_MMIO_AT_64(region) __DEED_MMIO_AT(region, 64, u64)
#else
#define __DEED_MMIO_AT_64(region)
#endif

/**
 * deed_mmio_size() - how large a region is
 * @regs: pointer to the region
 *
 * Return: a constant, in bytes.
 */
#define deed_mmio_size(regs) sizeof((regs)->__size[0])

/* Whether only channels write some of its registers. */
#define __deed_mmio_dma(regs) (sizeof((regs)->__writes[0]) == __DEED_DMA)

/* dma.h, dma_ring.h */
struct deed_dma_addr;
struct deed_dma_addr32;
struct deed_dma_le64;
struct deed_dma_le32;
struct deed_dma_le16;

#define __deed_is_dma_addr(type)					\
	(__same_type(type, struct deed_dma_addr) ||			\
	 __same_type(type, struct deed_dma_addr32) ||			\
	 __same_type(type, struct deed_dma_le64) ||			\
	 __same_type(type, struct deed_dma_le32) ||			\
	 __same_type(type, struct deed_dma_le16))

/* What may be done with a register. */
enum {
	__DEED_READ = 1,
	__DEED_WRITE = 2,
	__DEED_CLEAR = 4,
	__DEED_DMA = 8,

	deed_access_ro = __DEED_READ,
	deed_access_wo = __DEED_WRITE,
	deed_access_rw = __DEED_READ | __DEED_WRITE,
	deed_access_w1c = __DEED_READ | __DEED_CLEAR,
	deed_access_dma = __DEED_DMA,
};

/**
 * DEED_REG() - declare a register
 * @region: the region that it is in
 * @reg: its name
 * @offset: where it is, in bytes
 * @access: what may be done with it:
 *	``ro`` read; ``wo`` write; ``rw`` both; ``w1c`` read, and clear bits by
 *	writing ones (deed_reg_clear()); ``dma`` nothing: a channel writes it, see
 *	DEED_DMA_CHANNEL(), and the region is one of DEED_MMIO_DMA()
 * @type: what is in it, and how wide it is: u8, u16, u32, u64 (on 64-bit
 *	kernels), a word of DEED_BITS(), or &struct deed_untrusted_u32 for what
 *	must be checked before it is used as an index or a length; no pointer and no handle
 *
 * Little endian, as readl() and writel() are on every machine.
 */
#define DEED_REG(region, reg, offset, access, type)			\
	__DEED_REG(region, reg, offset, sizeof(type), 1, access, type, 0)

/**
 * DEED_REG_BE() - declare a register that is big endian
 * @region: as for DEED_REG()
 * @reg: as for DEED_REG()
 * @offset: as for DEED_REG()
 * @access: as for DEED_REG()
 * @type: as for DEED_REG()
 */
#define DEED_REG_BE(region, reg, offset, access, type)			\
	__DEED_REG(region, reg, offset, sizeof(type), 1, access, type,	\
		   __DEED_MMIO_BE)

/**
 * DEED_REG_SPLIT() - declare a register of 64 bits that is accessed by halves
 * @region: as for DEED_REG()
 * @reg: as for DEED_REG()
 * @offset: where the lower half is, in bytes; the upper one follows
 * @access: as for DEED_REG()
 * @type: as for DEED_REG(), of 64 bits
 *
 * Each half is little endian, has 32 bits, and an access of its own, the lower one first.
 * So who reads may see the halves of two values, if the device changes them.
 *
 * Source: include/linux/io-64-nonatomic-lo-hi.h.
 */
#define DEED_REG_SPLIT(region, reg, offset, access, type)		\
	static_assert(sizeof(type) == 8,				\
		      #reg ": a register that is split has 64 bits");	\
	__DEED_REG(region, reg, offset, sizeof(type), 1, access, type,	\
		   __DEED_MMIO_SPLIT)

/**
 * DEED_REG_ARRAY() - declare several registers of one kind
 * @region: as for DEED_REG()
 * @reg: the name of all
 * @offset: where the first is, in bytes
 * @stride: from one to the next, in bytes
 * @count: how many there are
 * @access: as for DEED_REG()
 * @type: as for DEED_REG()
 *
 * For deed_reg_read_at() and deed_reg_write_at().
 */
#define DEED_REG_ARRAY(region, reg, offset, stride, count, access, type) \
	__DEED_REG(region, reg, offset, stride, count, access, type, 0)

#define __DEED_REG(region, reg, offset, stride, count, access, type, how) \
	static_assert(__deed_is_word(type),				\
		      #reg ": a register is a u8, u16, u32, u64 or DEED_BITS()"); \
	static_assert(!__deed_is_dma_addr(type) ||			\
		      deed_access_##access == deed_access_dma,		\
		      #reg ": only a channel has an address, its access is dma"); \
	static_assert(!(deed_access_##access & __DEED_DMA) ||		\
		      __deed_mmio_dma((struct region *)NULL),		\
		      #reg ": a register for DMA is in a region of DEED_MMIO_DMA()"); \
	static_assert(sizeof(type) <= sizeof(long),			\
		      #reg ": a register of 64 bits needs a 64-bit kernel"); \
	static_assert(IS_ALIGNED(offset, __deed_reg_width(type, how)),	\
		      #reg ": the register is not aligned to its width"); \
	static_assert((count) > 0 && (stride) >= sizeof(type) &&	\
		      IS_ALIGNED(stride, sizeof(type)),			\
		      #reg ": the stride is not a multiple of the width"); \
	static_assert((offset) >= 0 && (offset) < deed_mmio_size((struct region *)NULL) && \
		      (u64)(count) - 1 <= U32_MAX && (u64)(stride) <= U32_MAX && \
		      (offset) + ((u64)(count) - 1) * (stride) + sizeof(type) <= \
		      deed_mmio_size((struct region *)NULL),		\
		      #reg ": the register lies outside of " #region);	\
									\
	enum {								\
		__deed_access_##reg = deed_access_##access,		\
		__deed_count_##reg = (count),				\
	};								\
									\
	union __deed_word_##reg {					\
		type value;						\
		typeof(__deed_uint(type)) number;			\
	};								\
									\
	static __always_inline type					\
	__deed_load_##reg(const struct region *regs, size_t index,	\
			  unsigned int relaxed)				\
	{								\
		return ((union __deed_word_##reg){			\
			.number = __deed_mmio_read(			\
				regs->__map.__base + (offset) + index * (stride), \
				sizeof(type), (how) | relaxed)		\
		}).value;						\
	}								\
									\
	static __always_inline void					\
	__deed_store_##reg(const struct region *regs, size_t index,	\
			   type value, unsigned int relaxed)		\
	{								\
		__deed_mmio_write(regs->__map.__base + (offset) + index * (stride), \
				  sizeof(type),				\
				  ((union __deed_word_##reg){ value }).number, \
				  (how) | relaxed);			\
	}								\
									\
	static __always_inline bool __deed_gone_##reg(type value)	\
	{								\
		return ((union __deed_word_##reg){ value }).number ==	\
		       (typeof(__deed_uint(type)))~0ULL;		\
	}								\
	struct region

/* How many bytes are accessed at once. */
#define __deed_reg_width(type, how)					\
	((how) & __DEED_MMIO_SPLIT ? sizeof(type) / 2 : sizeof(type))

/* A number, or a struct as large as one. */
#define __deed_is_word(type)						\
	(__same_type(type, __deed_uint(type)) ||			\
	 (__builtin_classify_type(*(type *)NULL) == 12 && __deed_is_size(type)))

#define __deed_is_size(type)						\
	(sizeof(type) == 1 || sizeof(type) == 2 || sizeof(type) == 4 ||	\
	 sizeof(type) == 8)

/* Zero, of the unsigned type that is as wide. */
#define __deed_uint(type)						\
	__builtin_choose_expr(sizeof(type) == 1, (u8)0,			\
	__builtin_choose_expr(sizeof(type) == 2, (u16)0,		\
	__builtin_choose_expr(sizeof(type) == 4, (u32)0, (u64)0)))

#define __deed_reg_can(reg, access, text)				\
	static_assert(__deed_access_##reg & (access), #reg text)
#define __deed_reg_single(reg)						\
	static_assert(__deed_count_##reg == 1,				\
		      #reg ": there are several, say which: deed_reg_..._at()")

/**
 * deed_reg_read() - read a register
 * @regs: pointer to the region
 * @reg: a register of the region that may be read
 *
 * Return: what is in it, of the register's type.
 */
#define deed_reg_read(regs, reg) __deed_reg_read(regs, reg, 0)

/**
 * deed_reg_read_relaxed() - read a register, in no order with memory
 * @regs: as for deed_reg_read()
 * @reg: as for deed_reg_read()
 *
 * Return: what is in it, of the register's type.
 */
#define deed_reg_read_relaxed(regs, reg) \
	__deed_reg_read(regs, reg, __DEED_MMIO_RELAXED)

#define __deed_reg_read(regs, reg, relaxed)				\
	({								\
		__deed_reg_can(reg, __DEED_READ,			\
			       ": the register is write-only (wo, dma)"); \
		__deed_reg_single(reg);					\
		__deed_load_##reg(regs, 0, relaxed);			\
	})

/**
 * deed_reg_write() - write a register
 * @regs: pointer to the region
 * @reg: a register of the region that may be written
 * @value: what to write, of the register's type
 */
#define deed_reg_write(regs, reg, value) __deed_reg_write(regs, reg, value, 0)

/**
 * deed_reg_write_relaxed() - write a register, in no order with memory
 * @regs: as for deed_reg_write()
 * @reg: as for deed_reg_write()
 * @value: as for deed_reg_write()
 */
#define deed_reg_write_relaxed(regs, reg, value) \
	__deed_reg_write(regs, reg, value, __DEED_MMIO_RELAXED)

#define __deed_reg_write(regs, reg, value, relaxed)			\
	({								\
		__deed_reg_can(reg, __DEED_WRITE | __DEED_CLEAR | __DEED_DMA, \
			       ": the register is read-only (ro)");	\
		__deed_reg_can(reg, __DEED_WRITE | __DEED_CLEAR,	\
			       ": only a DMA channel writes it (dma)");	\
		__deed_reg_can(reg, __DEED_WRITE,			\
			       ": a write clears bits (w1c): deed_reg_clear()"); \
		__deed_reg_single(reg);					\
		__deed_store_##reg(regs, 0, value, relaxed);		\
	})

/**
 * deed_reg_clear() - clear bits of a register by writing ones
 * @regs: pointer to the region
 * @reg: a w1c register of the region
 * @bits: the bits to be cleared, of the register's type; the others stay
 */
#define deed_reg_clear(regs, reg, bits)					\
	({								\
		__deed_reg_can(reg, __DEED_CLEAR,			\
			       ": ones clear nothing, it is not w1c");	\
		__deed_reg_single(reg);					\
		__deed_store_##reg(regs, 0, bits, 0);			\
	})

/**
 * deed_reg_modify() - read a register, change a field, and write it back
 * @regs: pointer to the region, exclusive: as long as others have it, too, what
 *	they write in between would be undone. Where it is shared, read and write
 *	under the lock of a cell.
 * @reg: a rw register of the region, whose type is a word of DEED_BITS()
 * @field: a field of the word
 * @value: as for deed_field_prep()
 */
#define deed_reg_modify(regs, reg, field, value)			\
	({								\
		__auto_type __regs = (regs);				\
									\
		static_assert(!__deed_points_to_const(__regs),		\
			      #reg ": others may write it in between, the region is shared"); \
		static_assert((int)__deed_access_##reg == deed_access_rw,	\
			      #reg ": what is read is not what is written, it is not rw"); \
		__deed_reg_single(reg);					\
		__auto_type __word = __deed_load_##reg(__regs, 0, 0);	\
		deed_field_set(field, &__word, value);			\
		__deed_store_##reg(__regs, 0, __word, 0);		\
	})

#define __deed_points_to_const(pointer)					\
	__same_type(pointer, const typeof(*(pointer)) *)

/**
 * deed_reg_read_at() - read one of several registers
 * @regs: pointer to the region
 * @reg: name of registers of DEED_REG_ARRAY() that may be read
 * @index: the number of the register; clamped against speculation
 * @value: pointer to where it goes, of the register's type
 *
 * Return: 0, or -EINVAL if there are not so many.
 */
#define deed_reg_read_at(regs, reg, index, value)			\
	__deed_must_test(({						\
		size_t __index = (index);				\
		int __index_err = __deed_reg_index(&__index, __deed_count_##reg); \
									\
		__deed_reg_can(reg, __DEED_READ,			\
			       ": the register is write-only (wo, dma)"); \
		if (!__index_err)					\
			*(value) = __deed_load_##reg(regs, __index, 0);	\
		__index_err;						\
	}))

/**
 * deed_reg_write_at() - write one of several registers
 * @regs: pointer to the region
 * @reg: name of registers of DEED_REG_ARRAY() that may be written
 * @index: the number of the register; clamped against speculation
 * @value: what to write, of the register's type
 *
 * Return: 0, or -EINVAL if there are not so many.
 */
#define deed_reg_write_at(regs, reg, index, value)			\
	__deed_must_test(({						\
		size_t __index = (index);				\
		int __index_err = __deed_reg_index(&__index, __deed_count_##reg); \
									\
		__deed_reg_can(reg, __DEED_WRITE,			\
			       ": the register is not written (ro, w1c, dma)"); \
		if (!__index_err)					\
			__deed_store_##reg(regs, __index, value, 0);	\
		__index_err;						\
	}))

static __always_inline int __must_check
__deed_reg_index(size_t *index, size_t count)
{
	if (*index >= count)
		return -EINVAL;
	*index = __deed_index(*index, count);
	return 0;
}

/**
 * deed_reg_gone() - whether a value may be that of a device which is not there
 * @reg: a register
 * @value: the value that was read from it
 *
 * A bus answers for a device that was unplugged, or lost its power: with ones.
 * Ask this of a register that cannot hold them otherwise, before its bits are
 * believed.
 *
 * Return: true if all bits are ones.
 */
#define deed_reg_gone(reg, value) __deed_gone_##reg(value)

/**
 * deed_reg_poll() - read a register until a condition holds
 * @regs: pointer to the region
 * @reg: a register of the region that may be read
 * @value: a variable of the register's type, for what was read last
 * @condition: as for deed_poll(), over @value
 * @sleep_us: as for deed_poll()
 * @timeout_us: as for deed_poll()
 *
 * May sleep.
 *
 * Return: 0 if @condition holds for @value, or -ETIMEDOUT.
 */
#define deed_reg_poll(regs, reg, value, condition, sleep_us, timeout_us) \
	deed_poll(value, deed_reg_read(regs, reg), condition, sleep_us, timeout_us)

/**
 * deed_reg_poll_atomic() - the same in any context
 * @regs: as for deed_reg_poll()
 * @reg: as for deed_reg_poll()
 * @value: as for deed_reg_poll()
 * @condition: as for deed_reg_poll()
 * @delay_us: as for deed_poll_atomic()
 * @timeout_us: as for deed_poll_atomic()
 *
 * Return: as for deed_reg_poll().
 */
#define deed_reg_poll_atomic(regs, reg, value, condition, delay_us, timeout_us) \
	deed_poll_atomic(value, deed_reg_read(regs, reg), condition, delay_us, \
			 timeout_us)

#endif /* _DEED_MMIO_H */
