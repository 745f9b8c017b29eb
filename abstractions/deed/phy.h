/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PHY drivers: what phylib needs to know of a chip that drives an Ethernet cable.
 *
 * A driver is data, DEED_PHY_DRIVERS(), and callbacks, each declared with its role by
 * DEED_PHY_CALLBACK(). A callback that is missing is the kernel's generic one for
 * clause 22 of IEEE 802.3, or nothing, as phylib documents for it.
 *
 * A callback is lent the PHY until it returns, and cannot keep it. What it is lent says
 * what phylib has locked, and so what it may do (deed/phy_reg.h, deed/phy_link.h):
 *
 *	struct deed_phy		nothing is known to be locked: registers can be read and
 *				written, each access on its own
 *	struct deed_phy_link	phydev->lock, a mutex: the link's state, and the driver's
 *				data, are this callback's alone
 *	struct deed_phy_bus	bus->mdio_lock, a mutex: one access comes right after the
 *				other, and no function that takes the lock can be called
 *
 * Which of them a role gets, and where phylib takes the lock, in Linux 6.12:
 *
 *	role			locked			source (drivers/net/phy)
 *	soft_reset		nothing			phy_init_hw(), phy_device.c
 *	config_init		nothing			phy_init_hw()
 *	config_intr		nothing			phy_init_hw(), and phy.c:
 *							phy_config_interrupt()
 *	probe			nothing			phy_probe()
 *	suspend			nothing			phy_suspend()
 *	resume			phydev->lock		__phy_resume() asserts it
 *	config_aneg		phydev->lock		_phy_start_aneg() asserts it
 *	read_status		phydev->lock		phy_check_link_status() asserts it
 *	link_change_notify	phydev->lock		phy_state_machine()
 *	handle_interrupt	phydev->lock		phy_interrupt()
 *	stats			phydev->lock		phy_ethtool_get_stats()
 *	cable_test_start	phydev->lock		phy_start_cable_test()
 *	cable_test_get_status	phydev->lock		phy_state_machine()
 *	led_*			phydev->lock		phy_led_set_brightness(),
 *							phy_led_blink_set(), and
 *							phy_led_hw_*(), phy_device.c
 *	read_page, write_page	bus->mdio_lock		phy_save_page() and
 *							phy_restore_page(), phy-core.c
 *
 * soft_reset, config_init and config_intr come with phydev->lock held, too, after a
 * link_change_notify that wants a restart, and when a cable test is given up
 * (phy_abort_cable_test()): they cannot take it themselves. So nothing that changes is
 * shared with them.
 *
 * Some network drivers call phy_read_status() themselves and do not take the lock:
 * smsc95xx, amd/xgbe, hns3, ibm/emac, aeroflex/greth, and staging/octeon. A PHY's driver
 * cannot know. With them read_status may run beside another callback of the same PHY:
 * what both write of the link and of the data may be lost or mixed, and the data may go
 * meanwhile, if the bus is taken away just then. It is so with every PHY driver, and the
 * mistake is theirs: on a kernel with lockdep the log says who called.
 *
 * A driver may have data for each PHY, made for probe and freed when the PHY is unbound,
 * or when phylib does not bind it after all. Callbacks for which phydev->lock is held
 * have it as an exclusive borrow; the others do not get it. A callback that comes when
 * the data has gone, since phylib does not wait for users of a PHY that is taken away, or
 * while probe still has it, since phylib lets others attach a PHY that is being bound, is
 * not called: they get -ENODEV.
 *
 * A PHY that is attached to a network device holds its driver's module. Taking the driver
 * away meanwhile would lose that count (phy_detach() gives it back to the driver that is
 * there then), so there is no unbind in sysfs. For the same reason nothing that can fail
 * comes in a module's start after its PHY drivers: insmod would wait for that count for
 * ever.
 *
 * All of them are in task context and may sleep, but not wait for what may never come.
 *
 * Sources: Documentation/networking/phy.rst, include/linux/phy.h, and the files above.
 */
#ifndef _DEED_PHY_H
#define _DEED_PHY_H

#include <linux/module.h>
#include <linux/phy.h>

#include <deed/own.h>
#include <deed/phy_link.h>
#include <deed/phy_reg.h>

/**
 * enum deed_phy_event - what an interrupt was about
 * @DEED_PHY_NOT_OURS: nothing of this PHY
 * @DEED_PHY_ACKNOWLEDGED: something that is of no interest to phylib
 * @DEED_PHY_LINK_CHANGED: phylib is to look at the link, soon
 * @DEED_PHY_BROKEN: the PHY does not answer: phylib takes its link down, and warns of it
 *	in the log, with the stack
 */
enum deed_phy_event {
	DEED_PHY_NOT_OURS,
	DEED_PHY_ACKNOWLEDGED,
	DEED_PHY_LINK_CHANGED,
	DEED_PHY_BROKEN,
};

/*
 * What phylib is asked to do when a callback has returned, and has nothing borrowed any
 * more.
 *
 * SAFETY: phy_init_hw(), _phy_start_aneg(), phy_trigger_machine() and phy_error() want
 * phydev->lock, which phylib holds around the callback, and a PHY that is started or
 * stopped: both roles come from its state machine and its interrupt.
 */
static inline void __deed_phy_restart(struct phy_device *phydev)
{
	phy_init_hw(phydev);
	_phy_start_aneg(phydev);
}

static __always_inline irqreturn_t
__deed_phy_happened(struct phy_device *phydev, enum deed_phy_event event)
{
	switch (event) {
	case DEED_PHY_LINK_CHANGED:
		phy_trigger_machine(phydev);
		return IRQ_HANDLED;
	case DEED_PHY_ACKNOWLEDGED:
		return IRQ_HANDLED;
	case DEED_PHY_BROKEN:
		phy_error(phydev);
		return IRQ_NONE;
	default:
		return IRQ_NONE;
	}
}

/**
 * DEED_PHY_CALLBACK() - declare what a function is for
 * @role: its role
 * @fn: the function, defined before
 * @...: nothing, or the type of the driver's data, *data* in what follows: then the
 *	function has one parameter more
 *
 * Return values are 0 or an errno, if nothing else is said. The roles:
 *
 * ``soft_reset``, ``config_init``, ``suspend``
 *	``int fn(struct deed_phy *phy)``
 * ``config_intr``
 *	``int fn(struct deed_phy *phy, bool on)``: lets the PHY raise interrupts, or not
 * ``probe``
 *	``int fn(struct deed_phy *phy)`` or ``int fn(struct deed_phy *phy, data *)``: the
 *	data is zeroed
 * ``resume``, ``config_aneg``, ``read_status``, ``cable_test_start``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *])``
 * ``link_change_notify``
 *	``bool fn(struct deed_phy *phy, struct deed_phy_link *link[, data *])``: true:
 *	reset the PHY, set it up, and negotiate anew, when this has returned: soft_reset
 *	and config_init are called, then config_aneg. If that fails the state machine of
 *	phylib will see it.
 * ``handle_interrupt``
 *	``enum deed_phy_event fn(struct deed_phy *phy, struct deed_phy_link *link[,
 *	data *])``: in a thread; the line may be shared
 * ``cable_test_get_status``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *], bool *over)``:
 *	once a second; *over* is false before
 * ``led_brightness_set``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *], u8 led,
 *	enum led_brightness value)``
 * ``led_blink_set``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *], u8 led,
 *	unsigned long *on, unsigned long *off)``: milliseconds; both 0: choose, and say
 * ``led_hw_is_supported``, ``led_hw_control_set``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *], u8 led,
 *	unsigned long rules)``
 * ``led_hw_control_get``
 *	``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *], u8 led,
 *	unsigned long *rules)``
 * ``read_page``
 *	``int fn(struct deed_phy_bus *bus, u16 *page)``
 * ``write_page``
 *	``int fn(struct deed_phy_bus *bus, u16 page)``
 *
 * What they do is documented at struct phy_driver, what is locked meanwhile at the top
 * of this file. Statistics: DEED_PHY_STATS().
 */
#define DEED_PHY_CALLBACK(role, fn, ...) \
	CONCATENATE(__DEED_PHY_CALLBACK_, COUNT_ARGS(__VA_ARGS__))(role, fn, ##__VA_ARGS__)
#define __DEED_PHY_CALLBACK_0(role, fn)					\
	typedef void __deed_phy_data_##role##_##fn;			\
	__DEED_PHY_##role(PLAIN, role, fn, void)
#define __DEED_PHY_CALLBACK_1(role, fn, data)				\
	typedef data __deed_phy_data_##role##_##fn;			\
	__DEED_PHY_##role(DATA, role, fn, data)

#define __DEED_PHY_soft_reset __DEED_PHY_UNLOCKED
#define __DEED_PHY_config_init __DEED_PHY_UNLOCKED
#define __DEED_PHY_suspend __DEED_PHY_UNLOCKED
#define __DEED_PHY_resume(how, ...) \
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__, (), ())
#define __DEED_PHY_config_aneg(how, ...) \
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__, (), ())
#define __DEED_PHY_read_status(how, ...) \
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__, (), ())
#define __DEED_PHY_link_change_notify(how, role, fn, data)		\
	__DEED_PHY_##how(bool, false, role, fn, data, (), ());		\
	static void __deed_phy_do_link_change_notify_##fn(struct phy_device *phydev) \
	{								\
		if (__deed_phy_link_change_notify_##fn(phydev))		\
			__deed_phy_restart(phydev);			\
	}								\
	struct deed_phy
#define __DEED_PHY_handle_interrupt(how, role, fn, data)		\
	__DEED_PHY_##how(enum deed_phy_event, DEED_PHY_NOT_OURS, role, fn, data, (), ()); \
	static irqreturn_t __deed_phy_do_handle_interrupt_##fn(struct phy_device *phydev) \
	{								\
		return __deed_phy_happened(phydev, __deed_phy_handle_interrupt_##fn(phydev)); \
	}								\
	struct deed_phy
#define __DEED_PHY_cable_test_start(how, ...) \
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__, (), ())
#define __DEED_PHY_cable_test_get_status(how, ...) \
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__, (, bool *over), (, over))
#define __DEED_PHY_led_brightness_set(how, ...)				\
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__,			\
			 (, u8 led, enum led_brightness value), (, led, value))
#define __DEED_PHY_led_blink_set(how, ...)				\
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__,			\
			 (, u8 led, unsigned long *on, unsigned long *off), (, led, on, off))
#define __DEED_PHY_led_hw_is_supported(how, ...)			\
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__,			\
			 (, u8 led, unsigned long rules), (, led, rules))
#define __DEED_PHY_led_hw_control_set(how, ...)				\
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__,			\
			 (, u8 led, unsigned long rules), (, led, rules))
#define __DEED_PHY_led_hw_control_get(how, ...)				\
	__DEED_PHY_##how(int, -ENODEV, __VA_ARGS__,			\
			 (, u8 led, unsigned long *rules), (, led, rules))

/* A callback has exactly the type with which its trampoline calls it. */
#define __DEED_PHY_CHECK(ret, role, fn, ...)				\
	static_assert(__same_type(&(fn), ret(*)(__VA_ARGS__)),		\
		      #fn "(): not the type that DEED_PHY_CALLBACK() documents for " #role); \
	__deed_role(fn, __deed_bound)

#define __DEED_PHY_NO_DATA(role, fn, data)				\
	static_assert(__same_type(data, void),				\
		      #fn "(): nothing is locked in " #role ", so it gets no data")

#define __DEED_PHY_UNLOCKED(how, role, fn, data)			\
	__DEED_PHY_NO_DATA(role, fn, data);				\
	__DEED_PHY_CHECK(int, role, fn, struct deed_phy *);		\
	static int __deed_phy_##role##_##fn(struct phy_device *phydev)	\
	{								\
		return fn(container_of(phydev, struct deed_phy, __phydev)); \
	}								\
	struct deed_phy

#define __DEED_PHY_config_intr(how, role, fn, data)			\
	__DEED_PHY_NO_DATA(role, fn, data);				\
	__DEED_PHY_CHECK(int, role, fn, struct deed_phy *, bool);	\
	static int __deed_phy_config_intr_##fn(struct phy_device *phydev) \
	{								\
		return fn(container_of(phydev, struct deed_phy, __phydev), \
			  phydev->interrupts == PHY_INTERRUPT_ENABLED);	\
	}								\
	struct deed_phy

#define __DEED_PHY_read_page(how, role, fn, data)			\
	__DEED_PHY_NO_DATA(role, fn, data);				\
	__DEED_PHY_CHECK(int, role, fn, struct deed_phy_bus *, u16 *);	\
	static int __deed_phy_read_page_##fn(struct phy_device *phydev)	\
	{								\
		u16 page = 0;						\
		int err = fn(container_of(phydev, struct deed_phy_bus, __phydev), &page); \
									\
		return err < 0 ? err : page;				\
	}								\
	struct deed_phy

#define __DEED_PHY_write_page(how, role, fn, data)			\
	__DEED_PHY_NO_DATA(role, fn, data);				\
	__DEED_PHY_CHECK(int, role, fn, struct deed_phy_bus *, u16);	\
	static int __deed_phy_write_page_##fn(struct phy_device *phydev, int page) \
	{								\
		return fn(container_of(phydev, struct deed_phy_bus, __phydev), page); \
	}								\
	struct deed_phy

#define __DEED_PHY_probe(how, ...) __DEED_PHY_PROBE_##how(__VA_ARGS__)
#define __DEED_PHY_PROBE_PLAIN(role, fn, data) __DEED_PHY_UNLOCKED(PLAIN, role, fn, data)
/* Data is freed, and nobody drops what it owns: so the pass is told that it ends. */
#define __DEED_PHY_PROBE_DATA(role, fn, data)				\
	__DEED_PHY_CHECK(int, role, fn, struct deed_phy *, data *);	\
	struct fn##_makes {						\
		data *made;						\
	};								\
	static __maybe_unused __deed_frees void				\
	__deed_phy_ends_##fn(struct fn##_makes ends)			\
	{								\
	}								\
	static int __deed_phy_probe_##fn(struct phy_device *phydev)	\
	{								\
		data *made = __deed_phy_data_make(sizeof(*made));	\
									\
		if (!made)						\
			return -ENOMEM;					\
		return __deed_phy_data_share(phydev, made,		\
					     fn(container_of(phydev, struct deed_phy, \
							     __phydev), made)); \
	}								\
	struct deed_phy

#define __DEED_PHY_PLAIN(ret, gone, role, fn, data, params, args)	\
	__DEED_PHY_CHECK(ret, role, fn, struct deed_phy *,		\
			 struct deed_phy_link *__DEED_UNPACK params);	\
	static ret __deed_phy_##role##_##fn(struct phy_device *phydev	\
					    __DEED_UNPACK params)	\
	{								\
		lockdep_assert_held(&phydev->lock);			\
		return fn(container_of(phydev, struct deed_phy, __phydev), \
			  container_of(phydev, struct deed_phy_link, __phydev) \
			  __DEED_UNPACK args);				\
	}								\
	struct deed_phy

#define __DEED_PHY_DATA(ret, gone, role, fn, data, params, args)	\
	__DEED_PHY_CHECK(ret, role, fn, struct deed_phy *, struct deed_phy_link *, \
			 data *__DEED_UNPACK params);			\
	static ret __deed_phy_##role##_##fn(struct phy_device *phydev	\
					    __DEED_UNPACK params)	\
	{								\
		lockdep_assert_held(&phydev->lock);			\
		if (!phydev->priv)					\
			return gone;					\
		return fn(container_of(phydev, struct deed_phy, __phydev), \
			  container_of(phydev, struct deed_phy_link, __phydev), \
			  phydev->priv __DEED_UNPACK args);		\
	}								\
	struct deed_phy

/* Those of phylib stand for themselves. */
#define __deed_phy_suspend_genphy_suspend	genphy_suspend
#define __deed_phy_resume_genphy_resume		genphy_resume
typedef void __deed_phy_data_suspend_genphy_suspend;
typedef void __deed_phy_data_resume_genphy_resume;

/**
 * DEED_PHY_STATS() - declare a function that reads a PHY's counters
 * @fn: ``int fn(struct deed_phy *phy, struct deed_phy_link *link[, data *],
 *	unsigned int which, u64 *value)``, defined before: reads one of them; if it fails
 *	the value is shown as all ones
 * @names: what they are called, ``static const char names[][ETH_GSTRING_LEN]``, as many as
 *	there are
 * @...: nothing, or the type of the driver's data, as in DEED_PHY_CALLBACK()
 *
 * Its role in DEED_PHY_DRIVERS() is ``stats``. It is called in task
 * context and may sleep; phydev->lock is held.
 */
#define DEED_PHY_STATS(fn, names, ...)					\
	CONCATENATE(__DEED_PHY_STATS_, COUNT_ARGS(__VA_ARGS__))(fn, ##__VA_ARGS__) \
	__DEED_PHY_STATS(fn, names)

#define __DEED_PHY_STATS(fn, names)					\
	static int __deed_phy_stats_count_##fn(struct phy_device *phydev) \
	{								\
		return ARRAY_SIZE(names);				\
	}								\
									\
	static void __deed_phy_stats_names_##fn(struct phy_device *phydev, u8 *to) \
	{								\
		static_assert(__same_type((names)[0], const char [ETH_GSTRING_LEN])); \
		memcpy(to, names, sizeof(names));			\
	}								\
									\
	static void __deed_phy_stats_##fn(struct phy_device *phydev,	\
					  struct ethtool_stats *stats, u64 *to) \
	{								\
		for (unsigned int i = 0; i < ARRAY_SIZE(names); i++) {	\
			if (__deed_phy_stat_##fn(phydev, i, &to[i]))	\
				to[i] = U64_MAX;			\
		}							\
	}								\
	struct deed_phy

#define __DEED_PHY_STATS_0(fn)						\
	typedef void __deed_phy_data_stats_##fn;			\
	__DEED_PHY_PLAIN(int, -ENODEV, stat, fn, void,			\
			 (, unsigned int which, u64 *value), (, which, value));
#define __DEED_PHY_STATS_1(fn, data)					\
	typedef data __deed_phy_data_stats_##fn;			\
	__DEED_PHY_DATA(int, -ENODEV, stat, fn, data,			\
			(, unsigned int which, u64 *value), (, which, value));

/*
 * Data that is not there any more is NULL, under the lock that its users hold. It goes
 * with the binding: phylib may fail after probe, and then does not call remove.
 *
 * SAFETY: 1. kfree() wants what nobody uses: users hold phydev->lock, and look whether
 * it is there; probe, whose data it is too, has returned. 2. mutex_lock() wants a PHY
 * that is there: it is being bound, or unbound. 3. devm_add_action() wants a device that
 * is being bound: that is what probe is called for.
 */
static inline void __deed_phy_data_free(void *to)
{
	struct phy_device *phydev = to;

	mutex_lock(&phydev->lock);
	kfree(phydev->priv);
	phydev->priv = NULL;
	mutex_unlock(&phydev->lock);
}

static inline void *__deed_phy_data_make(size_t size)
{
	return deed_injected("phy_data") ? NULL : kzalloc(size, GFP_KERNEL);
}

/*
 * Probe has returned @err: from here on the data is everybody's, or nobody's.
 *
 * SAFETY: as for __deed_phy_data_free(). kfree() wants what nobody uses: the data of a
 * probe that failed, which was not shared.
 */
static inline int __deed_phy_data_share(struct phy_device *phydev, void *data, int err)
{
	if (!err && (deed_injected("devm_add_action") ||
		     devm_add_action(&phydev->mdio.dev, __deed_phy_data_free, phydev)))
		err = -ENOMEM;
	if (err) {
		kfree(data);
		return err;
	}
	mutex_lock(&phydev->lock);
	phydev->priv = data;
	mutex_unlock(&phydev->lock);
	return 0;
}

/**
 * DEED_PHY_DRIVERS() - define the drivers of a module for PHYs
 * @kind: the handle kind that is generated
 * @...: at most eight times ``DEED_PHY(called, id, flags, data, roles...)``
 *
 * with
 *
 * called
 *	the name of the PHY, for people, a string literal
 * id
 *	``EXACT(id)``, ``MODEL(id)`` or ``VENDOR(id)``: which PHYs are such ones, by all
 *	bits of their identifier, all but those of the revision, or those of the vendor;
 *	registers 2 and 3 of clause 22, section 22.2.4.3.1 of IEEE 802.3
 * flags
 *	0, or PHY_IS_INTERNAL and others of <linux/phy.h>
 * data
 *	the type of the driver's data, which needs a probe to fill it, and owns nothing;
 *	or void
 * roles
 *	each by its name and its function, as in DEED_PHY_CALLBACK():
 *	``soft_reset, foo_soft_reset``; ``suspend, genphy_suspend`` and
 *	``resume, genphy_resume`` are the kernel's own
 *
 * Generates
 *
 * ``struct <kind>``
 *	a handle: the drivers, from registration on; its drop unbinds them from all PHYs.
 *	None of these has callbacks then, for one that is attached holds the module
 * ``struct <kind> <kind>_register(void)``
 *	registers them, in their order: for deed_module(). May sleep. Failed with the
 *	errno of the driver core.
 *
 * and the table by which user space finds the module for a PHY.
 */
#define DEED_PHY_DRIVERS(kind, ...)					\
	static struct phy_driver __##kind##_drivers[] = {		\
		__DEED_PHY_EACH(as_driver, __VA_ARGS__)			\
	};								\
									\
	static const struct mdio_device_id __maybe_unused __##kind##_ids[] = { \
		__DEED_PHY_EACH(as_id, __VA_ARGS__)			\
		{}							\
	};								\
	MODULE_DEVICE_TABLE(mdio, __##kind##_ids);			\
									\
	struct __deed_handle kind {					\
		struct phy_driver *__ptr;				\
	};								\
									\
	static __always_inline void __##kind##_unregister(struct kind h) \
	{								\
		__deed_phy_unregister(__deed_borrow(&h), ARRAY_SIZE(__##kind##_drivers)); \
	}								\
	DEED_HANDLE(kind, __##kind##_unregister)			\
									\
	static inline __must_check struct kind kind##_register(void)	\
	{								\
		int err = __deed_phy_register(__##kind##_drivers,	\
					      ARRAY_SIZE(__##kind##_drivers)); \
									\
		if (err)						\
			return deed_fail(kind, err);			\
		return __deed_acquire(kind, __##kind##_drivers);	\
	}								\
	struct kind

#define __DEED_PHY_as_driver_DEED_PHY(called, id, flag, data, ...)		\
	{								\
		PHY_ID_MATCH_##id,					\
		.name = "" called "",					\
		.flags = (flag) + __DEED_PHY_CHECKS(called, data, __VA_ARGS__), \
		.mdiodrv.driver.suppress_bind_attrs = true,		\
		__DEED_EACH(PHY_OP, none, __VA_ARGS__)			\
	},
/* Zero, if the roles agree with the data. Not for sparse, which cannot compare names. */
#ifdef __CHECKER__
#define __DEED_PHY_CHECKS(called, data, ...) 0
#else
#define __DEED_PHY_CHECKS(called, data, ...)				\
	0 * sizeof(struct {						\
		static_assert(__same_type(data, void) ||		\
			      (0 __DEED_EACH(PHY_MAKES, data, __VA_ARGS__)), \
			      called ": data needs a probe that fills it"); \
		__DEED_EACH(PHY_SAME, data, __VA_ARGS__)		\
		int __needs_a_member;					\
	})
#endif
#define __DEED_PHY_MAKES(data, role, fn) || (!__builtin_strcmp(#role, "probe") && \
	__same_type(__deed_phy_data_##role##_##fn, data))
#define __DEED_PHY_SAME(data, role, fn)					\
	static_assert(__same_type(__deed_phy_data_##role##_##fn, void) || \
		      __same_type(__deed_phy_data_##role##_##fn, data),	\
		      #fn "(): wants other data than this driver has");
#define __DEED_PHY_OP(ctx, role, fn) __DEED_PHY_OP_##role(role, fn)
#define __DEED_PHY_OP_1(role, fn) .role = __deed_phy_##role##_##fn,
#define __DEED_PHY_OP_DO(role, fn) .role = __deed_phy_do_##role##_##fn,
#define __DEED_PHY_as_id_DEED_PHY(called, id, ...) { PHY_ID_MATCH_##id },

#define __DEED_PHY_OP_soft_reset __DEED_PHY_OP_1
#define __DEED_PHY_OP_config_init __DEED_PHY_OP_1
#define __DEED_PHY_OP_probe __DEED_PHY_OP_1
#define __DEED_PHY_OP_suspend __DEED_PHY_OP_1
#define __DEED_PHY_OP_resume __DEED_PHY_OP_1
#define __DEED_PHY_OP_config_aneg __DEED_PHY_OP_1
#define __DEED_PHY_OP_read_status __DEED_PHY_OP_1
#define __DEED_PHY_OP_config_intr __DEED_PHY_OP_1
#define __DEED_PHY_OP_handle_interrupt __DEED_PHY_OP_DO
#define __DEED_PHY_OP_link_change_notify __DEED_PHY_OP_DO
#define __DEED_PHY_OP_cable_test_start __DEED_PHY_OP_1
#define __DEED_PHY_OP_cable_test_get_status __DEED_PHY_OP_1
#define __DEED_PHY_OP_led_brightness_set __DEED_PHY_OP_1
#define __DEED_PHY_OP_led_blink_set __DEED_PHY_OP_1
#define __DEED_PHY_OP_led_hw_is_supported __DEED_PHY_OP_1
#define __DEED_PHY_OP_led_hw_control_set __DEED_PHY_OP_1
#define __DEED_PHY_OP_led_hw_control_get __DEED_PHY_OP_1
#define __DEED_PHY_OP_read_page __DEED_PHY_OP_1
#define __DEED_PHY_OP_write_page __DEED_PHY_OP_1
#define __DEED_PHY_OP_stats(role, fn)					\
	.get_sset_count = __deed_phy_stats_count_##fn,			\
	.get_strings = __deed_phy_stats_names_##fn,			\
	.get_stats = __deed_phy_stats_##fn,

/* Expands __DEED_PHY_<what>_DEED_PHY(...) for each DEED_PHY(...). */
#define __DEED_PHY_EACH(what, ...)					\
	CONCATENATE(__DEED_PHY_EACH_, COUNT_ARGS(__VA_ARGS__))(what, __VA_ARGS__)
#define __DEED_PHY_EACH_1(what, a) __DEED_PHY_##what##_##a
#define __DEED_PHY_EACH_2(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_1(what, __VA_ARGS__)
#define __DEED_PHY_EACH_3(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_2(what, __VA_ARGS__)
#define __DEED_PHY_EACH_4(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_3(what, __VA_ARGS__)
#define __DEED_PHY_EACH_5(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_4(what, __VA_ARGS__)
#define __DEED_PHY_EACH_6(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_5(what, __VA_ARGS__)
#define __DEED_PHY_EACH_7(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_6(what, __VA_ARGS__)
#define __DEED_PHY_EACH_8(what, a, ...) \
	__DEED_PHY_##what##_##a __DEED_PHY_EACH_7(what, __VA_ARGS__)

/*
 * SAFETY: phy_drivers_register() wants drivers that stay, registered once, and gone
 * before their module: they are static, and their handle is the module's. It undoes
 * what it has done if it fails.
 */
static inline int __must_check
__deed_phy_register(struct phy_driver *drivers, unsigned int count)
{
	if (deed_injected("phy_drivers_register"))
		return -EBUSY;
	return phy_drivers_register(drivers, count, THIS_MODULE);
}

static __always_inline void
__deed_phy_unregister(struct phy_driver *drivers, unsigned int count)
{
	phy_drivers_unregister(drivers, count);
}

#endif /* _DEED_PHY_H */
