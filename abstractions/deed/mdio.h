/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MDIO buses of a bound device: how PHYs are reached.
 *
 * The driver says how a register of a PHY is read and written, by callbacks, for
 * clause 22 of IEEE 802.3, for clause 45, or for both: DEED_MDIO_BUS(). The kernel's
 * phylib looks for PHYs when the bus is registered, and gives them drivers.
 *
 * A bus is made and registered in start, last, and belongs to the scope, which removes
 * it, with its PHYs, before anything that the callbacks use. Others may keep a
 * reference to a bus that was removed: it has no callbacks any more, and whoever still
 * uses it is answered -EOPNOTSUPP. So the callbacks cannot outlive the device: they get
 * state and hardware as shared borrows, and need no live-guard.
 *
 * Who attaches a PHY has no reference to its bus (phy_attach_direct(), phy_device.c): if a
 * network device of another driver has one, and the bus is unbound, phy_detach() reads a
 * bus that was freed. It is so with every bus of the kernel's. A bus whose PHYs are for
 * others is not to be unbound while they are up; deed/netdev.h has PHYs of its own bus.
 *
 *	callback			lock			context
 *	read, write, read_c45,		bus->mdio_lock,		task, may sleep
 *	write_c45			a mutex
 *	reset				none: before PHYs are	task, may sleep
 *					looked for
 *
 * So there is one access at a time, and a callback needs no lock for what no other one
 * uses. (__mdiobus_read() and its siblings in drivers/net/phy/mdio_bus.c assert the
 * lock.)
 *
 * Sources: Documentation/networking/phy.rst, drivers/net/phy/mdio_bus.c,
 * drivers/net/phy/mdio_devres.c, drivers/net/mdio/of_mdio.c.
 */
#ifndef _DEED_MDIO_H
#define _DEED_MDIO_H

#include <linux/mutex.h>
#include <linux/of_mdio.h>
#include <linux/phy.h>

#include <deed/device.h>

/**
 * struct deed_mdio_c22 - a register of clause 22
 * @addr: of which PHY, from 0 to 31
 * @reg: which one, from 0 to 31
 */
struct deed_mdio_c22 {
	u8 addr, reg;
};

/**
 * struct deed_mdio_c45 - a register of clause 45
 * @addr: of which PHY, from 0 to 31
 * @mmd: in which device of it, from 0 to 31
 * @reg: which one
 */
struct deed_mdio_c45 {
	u8 addr, mmd;
	u16 reg;
};

/* Whether there are such registers: programs may ask phylib for any. */
static __always_inline bool
__deed_mdio_is_c22(unsigned int addr, unsigned int reg)
{
	return addr < PHY_MAX_ADDR && reg < 32;
}

static __always_inline bool
__deed_mdio_is_c45(unsigned int addr, unsigned int mmd, unsigned int reg)
{
	return addr < PHY_MAX_ADDR && mmd < 32 && reg <= U16_MAX;
}

/* What phylib is told: a value, or an errno, which is negative. */
static __always_inline int __deed_mdio_answer(int err, u16 value)
{
	return err ? __deed_bind_err(err) : value;
}

/* What a bus has: made by DEED_MDIO_BUS(). */
struct __deed_mdio_ops {
	const char *name;
	int (*read)(struct mii_bus *bus, int addr, int reg);
	int (*write)(struct mii_bus *bus, int addr, int reg, u16 value);
	int (*read_c45)(struct mii_bus *bus, int addr, int mmd, int reg);
	int (*write_c45)(struct mii_bus *bus, int addr, int mmd, int reg, u16 value);
	int (*reset)(struct mii_bus *bus);
};

/*
 * The bus was removed, or never registered. Waits for who is inside a callback; who
 * comes later finds none: phylib looks under the lock, too.
 *
 * SAFETY: mutex_lock() wants an initialised lock: __deed_mdio_register() sees to it.
 */
static inline void __deed_mdio_silence(void *data)
{
	struct mii_bus *bus = data;

	mutex_lock(&bus->mdio_lock);
	bus->read = NULL;
	bus->write = NULL;
	bus->read_c45 = NULL;
	bus->write_c45 = NULL;
	bus->reset = NULL;
	bus->priv = NULL;
	mutex_unlock(&bus->mdio_lock);
}

/*
 * Not in deed.ko, which would then want phylib, in many kernels a module itself, for
 * drivers that have no bus.
 *
 * SAFETY: devm_mdiobus_alloc() and devm_of_mdiobus_register() want
 * 1. a device that is being started: there is no struct deed_scope at other times;
 * 2. a bus that is made for it and not registered: it was just made;
 * 3. what its callbacks use to outlive them: the state, whose count the scope gives
 *    back after this. Between the end of the registration and that of the bus itself
 *    it is silenced; so it is if it could not be registered.
 * 4. a module that stays as long as somebody uses a PHY of it: THIS_MODULE in this
 *    function, which is the driver's.
 */
static inline int __must_check
__deed_mdio_register(struct deed_scope *scope, const struct __deed_mdio_ops *ops,
		     const void *state)
{
	struct device *dev = scope->__dev;
	struct mii_bus *bus =
		deed_injected("devm_mdiobus_alloc") ? NULL : devm_mdiobus_alloc(dev);
	int err;

	if (!bus)
		return -ENOMEM;
	mutex_init(&bus->mdio_lock); /* done again when it is registered, if it comes to that */
	bus->name = ops->name;
	bus->read = ops->read;
	bus->write = ops->write;
	bus->read_c45 = ops->read_c45;
	bus->write_c45 = ops->write_c45;
	bus->reset = ops->reset;
	bus->priv = (void *)(unsigned long)state;
	bus->parent = dev;
	snprintf(bus->id, sizeof(bus->id), "%s-mii", dev_name(dev));
	err = __deed_scope_add(scope, __deed_mdio_silence, bus);
	if (err)
		return err;
	if (deed_injected("devm_of_mdiobus_register"))
		return -EINVAL;
	return devm_of_mdiobus_register(dev, bus, dev->of_node);
}

/**
 * DEED_MDIO_BUS() - define how an MDIO bus is driven
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @called: what it is, for people, a string literal
 * @...: the callbacks, each by its role and its function:
 *	``read, foo_read, write, foo_write, reset, foo_reset``. Read and write come
 *	together, and those of one clause at least.
 *
 * The callbacks, with *state* and *hw* for the types of the state and of the hardware
 * struct. All return 0 or an errno, and may sleep, but not wait for what may never
 * come, since unbind waits for them. Which lock is held in which of them stands at the
 * top of this file.
 *
 * ``int read(const state *s, const hw *hw, struct deed_mdio_c22 at, u16 *value)``
 *	reads a register; that no PHY answers is no error: all bits are ones then
 * ``int write(const state *s, const hw *hw, struct deed_mdio_c22 at, u16 value)``
 *	writes one
 * ``int read_c45(const state *s, const hw *hw, struct deed_mdio_c45 at, u16 *value)``
 *	the same for clause 45
 * ``int write_c45(const state *s, const hw *hw, struct deed_mdio_c45 at, u16 value)``
 *	the same for clause 45
 * ``int reset(const state *s, const hw *hw)``
 *	resets the PHYs, or what is between, before they are looked for
 *
 * Whoever asks for a register that there is not is answered -ENXIO, without a callback.
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope)``
 *	in start, last, and once: looks for PHYs, and lets their drivers use the bus, until
 *	the scope ends. It is called like the device, with "-mii". With a device tree,
 *	what the device's node says of its PHYs is believed. 0 or an errno. May sleep.
 */
#define DEED_MDIO_BUS(kind, ref, place, called, ...)			\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->place) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	enum { __##kind##_roles = 0 __DEED_EACH(MDIO_ROLE, kind, __VA_ARGS__) }; \
	static_assert(!(__##kind##_roles & __DEED_MDIO_read) ==		\
		      !(__##kind##_roles & __DEED_MDIO_write) &&	\
		      !(__##kind##_roles & __DEED_MDIO_read_c45) ==	\
		      !(__##kind##_roles & __DEED_MDIO_write_c45),	\
		      #kind ": what can be read can be written, and the other way round"); \
	static_assert(__##kind##_roles & (__DEED_MDIO_read | __DEED_MDIO_read_c45), \
		      #kind ": a bus that cannot be used: say how to read and write"); \
									\
	__DEED_EACH(MDIO_TRAMPOLINE, (kind, place), __VA_ARGS__)	\
									\
	static const struct __deed_mdio_ops __##kind##_ops = {		\
		.name = "" called "",					\
		__DEED_EACH(MDIO_OP, kind, __VA_ARGS__)			\
	};								\
									\
	static inline int __must_check					\
	kind##_register(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope) \
	{								\
		return __deed_mdio_register(&scope->scope, &__##kind##_ops, \
					    container_of(scope->__place, \
							 const __##kind##_state_t, \
							 place));	\
	}								\
	struct mii_bus

enum {
	__DEED_MDIO_read = 1,
	__DEED_MDIO_write = 2,
	__DEED_MDIO_read_c45 = 4,
	__DEED_MDIO_write_c45 = 8,
	__DEED_MDIO_reset = 16,
};

#define __DEED_MDIO_ROLE(kind, role, fn) | __DEED_MDIO_##role
#define __DEED_MDIO_OP(kind, role, fn) .role = __##kind##_##role,

/* A callback has exactly the type with which its trampoline calls it. */
#define __DEED_MDIO_CALLBACK(fn, role, ...)				\
	static_assert(__same_type(&(fn), int(*)(__VA_ARGS__)),		\
		      #fn "(): not the type that DEED_MDIO_BUS() documents for " role); \
	__deed_role(fn, __deed_bound)

#define __DEED_MDIO_TRAMPOLINE(ctx, role, fn) \
	__DEED_MDIO_TRAMPOLINE_##role(fn, __DEED_UNPACK ctx)

#define __DEED_MDIO_TRAMPOLINE_read(fn, ...) __DEED_MDIO_READ(fn, __VA_ARGS__)
#define __DEED_MDIO_READ(fn, kind, place)				\
	__DEED_MDIO_CALLBACK(fn, "read", const __##kind##_state_t *,	\
			     const __##kind##_hw_t *, struct deed_mdio_c22, u16 *); \
	static int __##kind##_read(struct mii_bus *bus, int addr, int reg) \
	{								\
		const __##kind##_state_t *s = bus->priv;		\
		u16 value = U16_MAX;					\
		int err;						\
									\
		if (!__deed_mdio_is_c22(addr, reg))			\
			return -ENXIO;					\
		err = fn(s, &s->place.__hw, (struct deed_mdio_c22){ addr, reg }, \
			 &value);					\
		return __deed_mdio_answer(err, value);			\
	}

#define __DEED_MDIO_TRAMPOLINE_write(fn, ...) __DEED_MDIO_WRITE(fn, __VA_ARGS__)
#define __DEED_MDIO_WRITE(fn, kind, place)				\
	__DEED_MDIO_CALLBACK(fn, "write", const __##kind##_state_t *,	\
			     const __##kind##_hw_t *, struct deed_mdio_c22, u16); \
	static int __##kind##_write(struct mii_bus *bus, int addr, int reg, u16 value) \
	{								\
		const __##kind##_state_t *s = bus->priv;		\
									\
		if (!__deed_mdio_is_c22(addr, reg))			\
			return -ENXIO;					\
		return __deed_bind_err(fn(s, &s->place.__hw,		\
					  (struct deed_mdio_c22){ addr, reg }, \
					  value));			\
	}

#define __DEED_MDIO_TRAMPOLINE_read_c45(fn, ...) __DEED_MDIO_READ_C45(fn, __VA_ARGS__)
#define __DEED_MDIO_READ_C45(fn, kind, place)				\
	__DEED_MDIO_CALLBACK(fn, "read_c45", const __##kind##_state_t *, \
			     const __##kind##_hw_t *, struct deed_mdio_c45, u16 *); \
	static int __##kind##_read_c45(struct mii_bus *bus, int addr, int mmd, int reg) \
	{								\
		const __##kind##_state_t *s = bus->priv;		\
		u16 value = U16_MAX;					\
		int err;						\
									\
		if (!__deed_mdio_is_c45(addr, mmd, reg))		\
			return -ENXIO;					\
		err = fn(s, &s->place.__hw,				\
			 (struct deed_mdio_c45){ addr, mmd, reg }, &value); \
		return __deed_mdio_answer(err, value);			\
	}

#define __DEED_MDIO_TRAMPOLINE_write_c45(fn, ...) __DEED_MDIO_WRITE_C45(fn, __VA_ARGS__)
#define __DEED_MDIO_WRITE_C45(fn, kind, place)				\
	__DEED_MDIO_CALLBACK(fn, "write_c45", const __##kind##_state_t *, \
			     const __##kind##_hw_t *, struct deed_mdio_c45, u16); \
	static int __##kind##_write_c45(struct mii_bus *bus, int addr, int mmd,	\
					int reg, u16 value)		\
	{								\
		const __##kind##_state_t *s = bus->priv;		\
									\
		if (!__deed_mdio_is_c45(addr, mmd, reg))		\
			return -ENXIO;					\
		return __deed_bind_err(fn(s, &s->place.__hw,		\
					  (struct deed_mdio_c45){ addr, mmd, reg }, \
					  value));			\
	}

#define __DEED_MDIO_TRAMPOLINE_reset(fn, ...) __DEED_MDIO_RESET(fn, __VA_ARGS__)
#define __DEED_MDIO_RESET(fn, kind, place)				\
	__DEED_MDIO_CALLBACK(fn, "reset", const __##kind##_state_t *,	\
			     const __##kind##_hw_t *);			\
	static int __##kind##_reset(struct mii_bus *bus)		\
	{								\
		const __##kind##_state_t *s = bus->priv;		\
									\
		return __deed_bind_err(fn(s, &s->place.__hw));		\
	}

#endif /* _DEED_MDIO_H */
