/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Register maps: registers that are reached by number, with errors, under a
 * lock; for what is not hot.
 *
 * A map is scoped: it stands in a driver's hardware struct, is filled in place
 * when the device is probed, belongs to the bound-device scope, which ends it,
 * and is neither copied nor kept elsewhere. It ends before what was there before
 * it: the region that it is over. A shared borrow is enough for everything, for
 * the map has a lock of its own.
 *
 *	map over			lock		context
 *	a region (deed/mmio.h)		spinlock	any; not hard interrupts
 *							on PREEMPT_RT
 *	a bus of the driver's own	mutex		task, may sleep
 *
 * For hot paths, and where the type of a register should be known, there is
 * <deed/mmio.h>.
 *
 * Sources: include/linux/regmap.h, drivers/base/regmap/regmap.c and
 * regmap-mmio.c.
 */
#ifndef _DEED_REGMAP_H
#define _DEED_REGMAP_H

#include <linux/regmap.h>

#include <deed/device.h>
#include <deed/mmio.h>

#ifndef CONFIG_REGMAP
#error "this kernel has no register maps: let Kconfig select REGMAP_MMIO or REGMAP"
#endif

/**
 * struct deed_regmap - a map of registers
 *
 * Scoped: for a driver's hardware struct.
 */
struct __deed_scoped deed_regmap {
	/* private: */
	struct regmap *__map;
};

/**
 * deed_regmap_mmio() - make a map over a region
 * @scope: the scope that owns the region, and from here on the map
 * @regs: pointer to the region, filled
 * @bits: width of the registers: 8, 16 or 32; they are little endian, and their
 *	numbers are offsets in bytes
 * @map: pointer to an empty map, which is filled
 *
 * The map ends where the region does. May sleep.
 *
 * Return: 0 or an errno.
 */
#define deed_regmap_mmio(scope, regs, bits, map)			\
	({								\
		static struct lock_class_key __key;			\
									\
		static_assert((bits) == 8 || (bits) == 16 || (bits) == 32, \
			      "a map has registers of 8, 16 or 32 bits"); \
		static_assert(!__deed_mmio_dma(regs),			\
			      "only DMA channels write some registers of the region"); \
		static_assert(deed_mmio_size(regs) >= (bits) / 8,	\
			      "the region is smaller than a register");	\
		__deed_regmap_mmio(scope, &(regs)->__map,		\
				   deed_mmio_size(regs), bits, &__key,	\
				   #map, map);				\
	})

/*
 * SAFETY: __devm_regmap_init_mmio_clk() wants
 * 1. a device that is being probed: there is no struct deed_scope at other times;
 * 2. a mapping of @size bytes that outlives the map: it is a region of the same
 *    scope, which was filled before, so it goes later;
 * 3. a class key and a name that stay: both are static;
 * 4. no register behind the end: max_register, with aligned numbers, which
 *    regmap_read() and regmap_write() demand (regmap.c), and
 *    deed_regmap_update_bits() by itself.
 */
static inline deed_fills(7) int __must_check
__deed_regmap_mmio(struct deed_scope *scope, const struct deed_mapping *regs,
		   size_t size, unsigned int bits, struct lock_class_key *key,
		   const char *name, struct deed_regmap *map)
{
	const struct regmap_config config = {
		.reg_bits = 32,
		.reg_stride = bits / 8,
		.val_bits = bits,
		.max_register = round_down(size, bits / 8) - bits / 8,
		.max_register_is_0 = true,
	};
	struct regmap *made;

	if (deed_injected("devm_regmap_init_mmio"))
		return -ENOMEM;
	made = __devm_regmap_init_mmio_clk(scope->__dev, NULL, regs->__base, &config,
					   key, name);
	if (IS_ERR(made))
		return PTR_ERR(made);
	map->__map = made;
	return 0;
}

/**
 * DEED_REGMAP_BUS() - define a bus of the driver's own, for maps
 * @bus: its name
 * @context_t: the type of what its callbacks get
 * @read_fn: ``int read_fn(const context_t *context, unsigned int reg, unsigned int
 *	*value)``: reads a register; 0 or an errno. Task context, may sleep; one
 *	call of @read_fn or @write_fn at a time.
 * @write_fn: ``int write_fn(const context_t *context, unsigned int reg, unsigned int
 *	value)``: writes one. Neither waits without bound.
 *
 * Generates:
 *
 * ``int <bus>_regmap(scope, const context_t *context, unsigned int last, map)``
 *	fills the empty @map. @context is kept as long as the scope lasts, so it
 *	is the driver's state or hardware, or static; a variable of the function
 *	is refused. @last is the greatest number of a
 *	register. May sleep. Return: 0 or an errno.
 */
#define DEED_REGMAP_BUS(bus, context_t, read_fn, write_fn)		\
	static_assert(__same_type(&(read_fn),				\
				  int (*)(const context_t *, unsigned int,	\
					  unsigned int *)),		\
		      #read_fn "(): not the type that is documented for read"); \
	static_assert(__same_type(&(write_fn),				\
				  int (*)(const context_t *, unsigned int,	\
					  unsigned int)),		\
		      #write_fn "(): not the type that is documented for write"); \
	/* who holds a live-guard calls them, and so may a work */	\
	__deed_role(read_fn, __deed_bound);				\
	__deed_role(write_fn, __deed_bound);				\
									\
	static int __##bus##_read(void *context, unsigned int reg,	\
				  unsigned int *value)			\
	{								\
		return read_fn(context, reg, value);			\
	}								\
									\
	static int __##bus##_write(void *context, unsigned int reg,	\
				   unsigned int value)			\
	{								\
		return write_fn(context, reg, value);			\
	}								\
									\
	static const struct regmap_bus __##bus##_bus = {		\
		.reg_read = __##bus##_read,				\
		.reg_write = __##bus##_write,				\
	};								\
									\
	static __maybe_unused __deed_keeps(2) deed_fills(4) int __must_check \
	bus##_regmap(struct deed_scope *scope, const context_t *context,	\
		     unsigned int last, struct deed_regmap *map)	\
	{								\
		static struct lock_class_key key;			\
									\
		return __deed_regmap_bus(scope, &__##bus##_bus,		\
					 (void *)(unsigned long)context, \
					 last, &key, #bus, map);	\
	}								\
	struct deed_regmap

/*
 * SAFETY: __devm_regmap_init() wants
 * 1. a device that is being probed: there is no struct deed_scope at other times;
 * 2. a bus, a class key and a name that stay: they are static;
 * 3. a context that outlives the map: the pass looks, see DEED_REGMAP_BUS(). Its callbacks
 *    get it as const, as it came.
 */
static inline deed_fills(7) int __must_check
__deed_regmap_bus(struct deed_scope *scope, const struct regmap_bus *bus,
		  void *context, unsigned int last, struct lock_class_key *key,
		  const char *name, struct deed_regmap *map)
{
	const struct regmap_config config = {
		.reg_bits = 32,
		.val_bits = 32,
		.max_register = last,
		.max_register_is_0 = true,
	};
	struct regmap *made;

	if (deed_injected("devm_regmap_init"))
		return -ENOMEM;
	made = __devm_regmap_init(scope->__dev, bus, context, &config, key, name);
	if (IS_ERR(made))
		return PTR_ERR(made);
	map->__map = made;
	return 0;
}

/**
 * deed_regmap_read() - read a register
 * @map: the map
 * @reg: number of the register
 * @value: where its value goes
 *
 * Context: see the table above.
 *
 * Return: 0; -EINVAL if @reg is not aligned; -EIO if there is no such register;
 * or the errno of the bus.
 */
static __always_inline int __must_check
deed_regmap_read(const struct deed_regmap *map, unsigned int reg,
		 unsigned int *value)
{
	if (deed_injected("regmap_read"))
		return -EIO;
	/* SAFETY: regmap_read() wants a map: a borrow of one that was filled. */
	return regmap_read(map->__map, reg, value);
}

/**
 * deed_regmap_write() - write a register
 * @map: the map
 * @reg: number of the register
 * @value: its new value
 *
 * Context: see the table above.
 *
 * Return: as for deed_regmap_read().
 */
static __always_inline int __must_check
deed_regmap_write(const struct deed_regmap *map, unsigned int reg,
		  unsigned int value)
{
	if (deed_injected("regmap_write"))
		return -EIO;
	/* SAFETY: regmap_write() wants a map: a borrow of one that was filled. */
	return regmap_write(map->__map, reg, value);
}

/**
 * deed_regmap_update_bits() - change some bits of a register
 * @map: the map
 * @reg: number of the register
 * @mask: which bits
 * @value: what they become; other bits of it are ignored
 *
 * Reads, and writes what has changed, under the lock of the map: two who change
 * bits of one register do not undo each other. Context: see the table above.
 *
 * Return: as for deed_regmap_read().
 */
static __always_inline int __must_check
deed_regmap_update_bits(const struct deed_regmap *map, unsigned int reg,
			unsigned int mask, unsigned int value)
{
	if (deed_injected("regmap_update_bits"))
		return -EIO;
	/*
	 * SAFETY: regmap_update_bits() wants a map, as above, and an aligned
	 * register: unlike its siblings it does not look itself.
	 */
	if (!IS_ALIGNED(reg, regmap_get_reg_stride(map->__map)))
		return -EINVAL;
	return regmap_update_bits(map->__map, reg, mask, value);
}

#endif /* _DEED_REGMAP_H */
