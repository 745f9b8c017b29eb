/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices on an MDIO bus that are no PHYs: switches, bridges, multiplexers; and the bus,
 * as such a device sees it.
 *
 * The driver's two probe callbacks, and what becomes of what they take, are documented
 * in device.h. There is no remove callback.
 *
 * The bus is hardware, as registers are: struct deed_mdio_bus stands in the driver's
 * hardware struct, is filled in probe, and is neither copied nor kept elsewhere. A bus
 * that goes takes its devices away first, and that waits for who is under a live-guard:
 * who has the hardware has the bus. All addresses on it can be asked; which of them are
 * the device's own is what the driver knows.
 *
 * Locks. An access takes the bus for itself, deed_mdio_lock() takes it for several in a
 * row. The device may have a bus of its own (deed/mdio.h), that goes through this one:
 * phylib holds the lock of that one in its callbacks, so there the other is taken in a
 * class of its own, by deed_mdio_lock_mux(). Which is which is for lockdep alone: with
 * the wrong one it reports a deadlock that there is not, behind a second such device.
 *
 * All of this is task context, and may sleep.
 *
 * Sources: Documentation/networking/phy.rst, drivers/net/phy/mdio_device.c,
 * drivers/net/phy/mdio_bus.c, include/linux/mdio.h.
 */
#ifndef _DEED_MDIO_DEVICE_H
#define _DEED_MDIO_DEVICE_H

#include <linux/mdio.h>
#include <linux/phy.h>

#include <deed/mdio.h>
#include <deed/platform.h>

/**
 * struct deed_mdio_device - a device on an MDIO bus that is being probed
 * @scope: its scope
 *
 * A borrow: probe gets it, exclusively, and cannot keep it.
 */
struct __deed_of_call deed_mdio_device {
	struct deed_scope scope;
	/* private: */
	struct mdio_device *__mdiodev;
};

/* There is nothing to do. */
static __always_inline int __deed_mdio_device_enable(struct deed_mdio_device *dev)
{
	return 0;
}

/**
 * struct deed_mdio_bus - the bus on which a device is
 *
 * Scoped: for a driver's hardware struct.
 */
struct __deed_scoped deed_mdio_bus {
	/* private: */
	struct mdio_device *__mdiodev;
};

/**
 * deed_mdio_device_bus() - the bus on which a device is
 * @dev: the device
 * @bus: pointer to it in the hardware struct; filled in
 */
static __always_inline deed_fills(2) void
deed_mdio_device_bus(struct deed_mdio_device *dev, struct deed_mdio_bus *bus)
{
	bus->__mdiodev = dev->__mdiodev;
}

/**
 * deed_mdio_addr() - at which address a device is
 * @bus: the bus on which it is
 *
 * Return: from 0 to 31.
 */
static __always_inline u8 deed_mdio_addr(const struct deed_mdio_bus *bus)
{
	return bus->__mdiodev->addr;
}

/*
 * SAFETY: functions of phylib that access a bus want
 * 1. a bus that is registered: its device is bound, for a struct deed_mdio_bus is in
 *    its hardware struct, and mdiobus_unregister() takes devices away before it lets the
 *    bus go;
 * 2. task context;
 * 3. mdio_lock not held: who has a struct deed_mdio_bus and no struct deed_mdio_locked
 *    does not hold it; those that want it held: who has a struct deed_mdio_locked does;
 * 4. an address and a register that there can be: that is looked at.
 */

/* What phylib returns of a read: an errno, or what the register says. */
static __always_inline int __must_check __deed_mdio_read_answer(int ret, u16 *value)
{
	if (ret < 0)
		return ret;
	*value = ret;
	return 0;
}

/**
 * deed_mdio_read() - read a register of clause 22
 * @bus: on which bus
 * @at: which register, of whom
 * @value: where to put what it says; written only if it could be read. All ones: nobody
 *	is there, on most buses.
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_read(const struct deed_mdio_bus *bus, struct deed_mdio_c22 at, u16 *value)
{
	if (!__deed_mdio_is_c22(at.addr, at.reg))
		return -ENXIO;
	return __deed_mdio_read_answer(mdiobus_read_nested(bus->__mdiodev->bus, at.addr,
							   at.reg), value);
}

/**
 * deed_mdio_write() - write a register of clause 22
 * @bus: on which bus
 * @at: which register, of whom
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_write(const struct deed_mdio_bus *bus, struct deed_mdio_c22 at, u16 value)
{
	if (!__deed_mdio_is_c22(at.addr, at.reg))
		return -ENXIO;
	return mdiobus_write_nested(bus->__mdiodev->bus, at.addr, at.reg, value);
}

/**
 * deed_mdio_read_c45() - read a register of clause 45
 * @bus: on which bus
 * @at: which register, of whom
 * @value: where to put what it says; written only if it could be read
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; -EOPNOTSUPP if the bus has no
 * clause 45; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_read_c45(const struct deed_mdio_bus *bus, struct deed_mdio_c45 at, u16 *value)
{
	if (!__deed_mdio_is_c45(at.addr, at.mmd, at.reg))
		return -ENXIO;
	return __deed_mdio_read_answer(mdiobus_c45_read_nested(bus->__mdiodev->bus, at.addr,
							       at.mmd, at.reg), value);
}

/**
 * deed_mdio_write_c45() - write a register of clause 45
 * @bus: on which bus
 * @at: which register, of whom
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; -EOPNOTSUPP if the bus has no
 * clause 45; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_write_c45(const struct deed_mdio_bus *bus, struct deed_mdio_c45 at, u16 value)
{
	if (!__deed_mdio_is_c45(at.addr, at.mmd, at.reg))
		return -ENXIO;
	return mdiobus_c45_write_nested(bus->__mdiodev->bus, at.addr, at.mmd, at.reg, value);
}

/**
 * struct deed_mdio_locked - a bus that is locked
 */
struct __deed_of_call deed_mdio_locked {
	/* private: */
	struct mii_bus __bus;
};

/* The bus is locked as long as this is there. */
struct __deed_guard deed_mdio_held {
	struct mii_bus *__bus;
};

static __always_inline deed_returns_live struct deed_mdio_held
__deed_mdio_acquire(const struct deed_mdio_bus *bus)
{
	struct mii_bus *mii = bus->__mdiodev->bus;

	mutex_lock_nested(&mii->mdio_lock, MDIO_MUTEX_NESTED);
	return (struct deed_mdio_held){ mii };
}

static __always_inline deed_returns_live struct deed_mdio_held
__deed_mdio_acquire_mux(const struct deed_mdio_bus *bus)
{
	struct mii_bus *mii = bus->__mdiodev->bus;

	mutex_lock_nested(&mii->mdio_lock, MDIO_MUTEX_MUX);
	return (struct deed_mdio_held){ mii };
}

static __always_inline deed_drops(1) void
__deed_mdio_release(const struct deed_mdio_held *held)
{
	mutex_unlock(&held->__bus->mdio_lock);
}

/**
 * deed_mdio_lock() - lock a bus for the rest of the block
 * @name: the borrow that is declared, a struct deed_mdio_locked pointer
 * @bus: pointer to the bus, which is not to be used otherwise meanwhile
 *
 * A declaration, at the beginning of a block of its own, like deed_lock(). For accesses
 * that must come one after the other. May sleep.
 */
#define deed_mdio_lock(name, bus) \
	__deed_mdio_lock(name, __deed_mdio_acquire(bus), __UNIQUE_ID(deed_guard))

/**
 * deed_mdio_lock_mux() - the same, in a callback of a bus that the device has itself
 * @name: as for deed_mdio_lock()
 * @bus: as for deed_mdio_lock()
 */
#define deed_mdio_lock_mux(name, bus) \
	__deed_mdio_lock(name, __deed_mdio_acquire_mux(bus), __UNIQUE_ID(deed_guard))

#define __deed_mdio_lock(name, acquired, guard)				\
	const struct deed_mdio_held guard				\
		__cleanup(__deed_mdio_release) = acquired;		\
	struct deed_mdio_locked *const name __maybe_unused =		\
		container_of(guard.__bus, struct deed_mdio_locked, __bus)

/**
 * deed_mdio_locked_read() - read a register of clause 22 on a bus that is locked
 * @bus: the bus
 * @at: which register, of whom
 * @value: where to put what it says; written only if it could be read
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_locked_read(struct deed_mdio_locked *bus, struct deed_mdio_c22 at, u16 *value)
{
	if (!__deed_mdio_is_c22(at.addr, at.reg))
		return -ENXIO;
	return __deed_mdio_read_answer(__mdiobus_read(&bus->__bus, at.addr, at.reg), value);
}

/**
 * deed_mdio_locked_write() - write a register of clause 22 on a bus that is locked
 * @bus: the bus
 * @at: which register, of whom
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0; -ENXIO if there can be no such register; the errno of the bus.
 */
static __always_inline int __must_check
deed_mdio_locked_write(struct deed_mdio_locked *bus, struct deed_mdio_c22 at, u16 value)
{
	if (!__deed_mdio_is_c22(at.addr, at.reg))
		return -ENXIO;
	return __mdiobus_write(&bus->__bus, at.addr, at.reg, value);
}

/**
 * DEED_MDIO_DRIVER() - define a driver for devices on MDIO buses
 * @kind: the handle kind of its registration
 * @called: its name, a string literal: devices of that name are its own
 * @ids: which devices of a device tree are, too: a table from DEED_OF_IDS(), or NULL
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @probe_fn: the probe callback:
 *	``int probe(struct deed_mdio_device *dev, state *s, hw *hw)``
 * @...: the other callbacks, as for DEED_PCI_DRIVER()
 *
 * Generates what DEED_PCI_DRIVER() does.
 */
#define DEED_MDIO_DRIVER(kind, called, ids, ref, member, probe_fn, ...)	\
	__DEED_BIND(kind, ref, member, struct deed_mdio_device,		\
		    __deed_mdio_device_enable, probe_fn, __VA_ARGS__)	\
									\
	static int __##kind##_mdio_probe(struct mdio_device *mdiodev)	\
	{								\
		return __##kind##_bind(&mdiodev->dev, &(struct deed_mdio_device){ \
			{ &mdiodev->dev }, mdiodev });			\
	}								\
									\
	static void __##kind##_mdio_remove(struct mdio_device *mdiodev)	\
	{								\
		__##kind##_unbind(&mdiodev->dev);			\
	}								\
									\
	static struct mdio_driver __##kind##_driver = {			\
		.probe = __##kind##_mdio_probe,				\
		.remove = __##kind##_mdio_remove,			\
		.mdiodrv.driver.owner = THIS_MODULE,			\
		.mdiodrv.driver.name = (called),			\
		.mdiodrv.driver.of_match_table = (ids),			\
		.mdiodrv.driver.pm = __deed_bind_pm(kind),		\
	};								\
									\
	struct __deed_handle kind {					\
		struct mdio_driver *__ptr;				\
	};								\
									\
	static __always_inline void __##kind##_unregister(struct kind h) \
	{								\
		__deed_mdio_driver_unregister(__deed_borrow(&h));	\
	}								\
	DEED_HANDLE(kind, __##kind##_unregister)			\
									\
	static inline __must_check struct kind kind##_register(void)	\
	{								\
		int err = __deed_mdio_driver_register(&__##kind##_driver); \
									\
		if (err)						\
			return deed_fail(kind, err);			\
		return __deed_acquire(kind, &__##kind##_driver);	\
	}								\
	struct kind

/*
 * SAFETY: the bus wants a driver that stays, registered once, and unregistered
 * before its module goes: it is static, and its handle is the module's.
 */
static __always_inline int __deed_mdio_driver_register(struct mdio_driver *driver)
{
	if (deed_injected("mdio_driver_register"))
		return -EBUSY;
	return mdio_driver_register(driver);
}

static __always_inline void __deed_mdio_driver_unregister(struct mdio_driver *driver)
{
	mdio_driver_unregister(driver);
}

#endif /* _DEED_MDIO_DEVICE_H */
