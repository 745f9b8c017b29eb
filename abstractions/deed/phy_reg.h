/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registers of a PHY: by clause 22 and clause 45 of IEEE 802.3, one at a time, in a
 * sequence, or on a page.
 *
 * A register is a type, of which DEED_C22() and DEED_C45() make constants: there are no
 * others. Each access of struct deed_phy takes the bus for itself. Who needs several
 * in a row locks the bus, deed_phy_lock_bus(), or selects a page, deed_phy_page_select();
 * then there is a struct deed_phy_bus, whose functions take no lock.
 *
 * A page is a handle. The page from before is selected again on every path: by
 * deed_phy_page_end(), which says whether it could, or by the drop.
 *
 * All of this is task context, and what reaches the bus sleeps. Sources:
 * Documentation/networking/phy.rst, drivers/net/phy/mdio_bus.c, drivers/net/phy/phy-core.c.
 */
#ifndef _DEED_PHY_REG_H
#define _DEED_PHY_REG_H

#include <linux/mii.h>
#include <linux/phy.h>

#include <deed/own.h>

/**
 * struct deed_phy - a PHY that a callback is lent
 *
 * Nothing is locked: each access takes the bus for itself.
 */
struct __deed_of_call deed_phy {
	/* private: */
	struct phy_device __phydev;
};

/**
 * struct deed_phy_bus - a PHY whose bus is locked
 *
 * Lent to callbacks for which phylib holds bus->mdio_lock.
 */
struct __deed_of_call deed_phy_bus {
	/* private: */
	struct phy_device __phydev;
};

/**
 * deed_phy_interface() - how a PHY is wired to its network device
 * @phy: the PHY
 *
 * For config_init and what comes after it: for probe nobody is attached yet, and it says
 * what it said last. No lock is needed: it is written when a network device is attached,
 * before config_init (phy_attach_direct(), phy_device.c; tg3 does it before it attaches),
 * and else only by PHY drivers, of their own PHYs. Those of deed cannot.
 *
 * Return: PHY_INTERFACE_MODE_GMII and others of <linux/phy.h>.
 */
static __always_inline phy_interface_t deed_phy_interface(const struct deed_phy *phy)
{
	return phy->__phydev.interface;
}

/**
 * struct deed_c22 - a register of clause 22: DEED_C22()
 */
struct deed_c22 {
	/* private: */
	u8 __reg;
};

/**
 * DEED_C22() - name a register of clause 22
 * @reg: its number, a constant from 0 to 31: MII_BMCR and others of <linux/mii.h>
 */
#define DEED_C22(reg)							\
	((struct deed_c22){ (reg) + 0 * sizeof(struct {			\
		static_assert((reg) >= 0 && (reg) < 32, "no such register"); \
		int __needs_a_member;					\
	}) })

/**
 * struct deed_c45 - a register of clause 45: DEED_C45()
 */
struct deed_c45 {
	/* private: */
	u8 __mmd;
	u16 __reg;
};

/**
 * DEED_C45() - name a register of clause 45
 * @mmd: in which device of the PHY, a constant from 0 to 31: MDIO_MMD_PMAPMD and others of
 *	<linux/mdio.h>
 * @reg: its number, a constant from 0 to 65535
 */
#define DEED_C45(mmd, reg)						\
	((struct deed_c45){ (mmd) + 0 * sizeof(struct {			\
		static_assert((mmd) >= 0 && (mmd) < 32, "no such device in a PHY"); \
		static_assert((reg) >= 0 && (reg) < 65536, "no such register"); \
		int __needs_a_member;					\
	}), (reg) })

/*
 * SAFETY: functions of phylib want
 * 1. a PHY that is there: it is lent to a callback, whose caller has it attached, or binds
 *    it;
 * 2. task context, in which callbacks are called;
 * 3. bus->mdio_lock not held: who has a struct deed_phy does not hold it; those that want
 *    it held: who has a struct deed_phy_bus holds it.
 */

/* What phylib returns of a read: an errno, or what the register says. */
static __always_inline int __must_check __deed_phy_answer(int ret, u16 *value)
{
	if (ret < 0)
		return ret;
	*value = ret;
	return 0;
}

/**
 * deed_phy_read() - read a register of a PHY
 * @phy: the PHY
 * @reg: which register
 * @value: where to put what it says; written only if it could be read
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_read(struct deed_phy *phy, struct deed_c22 reg, u16 *value)
{
	return __deed_phy_answer(phy_read(&phy->__phydev, reg.__reg), value);
}

/**
 * deed_phy_write() - write a register of a PHY
 * @phy: the PHY
 * @reg: which register
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_write(struct deed_phy *phy, struct deed_c22 reg, u16 value)
{
	return phy_write(&phy->__phydev, reg.__reg, value);
}

/**
 * deed_phy_modify() - change bits of a register of a PHY
 * @phy: the PHY
 * @reg: which register
 * @mask: the bits that are to be cleared
 * @set: the bits that are to be set then
 *
 * Nobody else gets at the register in between. What does not change is not written.
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_modify(struct deed_phy *phy, struct deed_c22 reg, u16 mask, u16 set)
{
	return phy_modify(&phy->__phydev, reg.__reg, mask, set);
}

/**
 * deed_phy_modify_changed() - change bits of a register of a PHY, and say whether it did
 * @phy: the PHY
 * @reg: which register
 * @mask: the bits that are to be cleared
 * @set: the bits that are to be set then
 * @changed: where to put whether the register said something else before; written only
 *	if there was no error
 *
 * As deed_phy_modify(). May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_modify_changed(struct deed_phy *phy, struct deed_c22 reg, u16 mask, u16 set,
			bool *changed)
{
	int ret = phy_modify_changed(&phy->__phydev, reg.__reg, mask, set);

	if (ret < 0)
		return ret;
	*changed = ret;
	return 0;
}

/**
 * deed_phy_read_mmd() - read a register of clause 45
 * @phy: the PHY; one of clause 22 is asked through its registers 13 and 14
 * @reg: which register
 * @value: where to put what it says; written only if it could be read
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_read_mmd(struct deed_phy *phy, struct deed_c45 reg, u16 *value)
{
	return __deed_phy_answer(phy_read_mmd(&phy->__phydev, reg.__mmd, reg.__reg), value);
}

/**
 * deed_phy_write_mmd() - write a register of clause 45
 * @phy: the PHY; of one of clause 22, through its registers 13 and 14
 * @reg: which register
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_write_mmd(struct deed_phy *phy, struct deed_c45 reg, u16 value)
{
	return phy_write_mmd(&phy->__phydev, reg.__mmd, reg.__reg, value);
}

/**
 * deed_phy_bus_read() - read a register of a PHY whose bus is locked
 * @bus: the PHY
 * @reg: which register
 * @value: where to put what it says; written only if it could be read
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_bus_read(struct deed_phy_bus *bus, struct deed_c22 reg, u16 *value)
{
	return __deed_phy_answer(__phy_read(&bus->__phydev, reg.__reg), value);
}

/**
 * deed_phy_bus_write() - write a register of a PHY whose bus is locked
 * @bus: the PHY
 * @reg: which register
 * @value: what to write
 *
 * May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_phy_bus_write(struct deed_phy_bus *bus, struct deed_c22 reg, u16 value)
{
	return __phy_write(&bus->__phydev, reg.__reg, value);
}

/* The bus is locked as long as this is there. */
struct __deed_guard deed_phy_bus_held {
	struct phy_device *__phydev;
};

static __always_inline deed_returns_live struct deed_phy_bus_held
__deed_phy_bus_acquire(struct deed_phy *phy)
{
	phy_lock_mdio_bus(&phy->__phydev);
	return (struct deed_phy_bus_held){ &phy->__phydev };
}

static __always_inline deed_drops(1) void
__deed_phy_bus_release(const struct deed_phy_bus_held *held)
{
	phy_unlock_mdio_bus(held->__phydev);
}

/**
 * deed_phy_lock_bus() - lock a PHY's bus for the rest of the block
 * @name: the borrow that is declared, a struct deed_phy_bus pointer
 * @phy: the PHY, borrowed: it is not to be used otherwise meanwhile
 *
 * A declaration, at the beginning of a block of its own, like deed_lock(). For accesses
 * that must come one after the other. May sleep.
 */
#define deed_phy_lock_bus(name, phy) \
	__deed_phy_lock_bus(name, phy, __UNIQUE_ID(deed_guard))

#define __deed_phy_lock_bus(name, phy, guard)				\
	const struct deed_phy_bus_held guard				\
		__cleanup(__deed_phy_bus_release) = __deed_phy_bus_acquire(phy); \
	struct deed_phy_bus *const name __maybe_unused =		\
		container_of(guard.__phydev, struct deed_phy_bus, __phydev)

/**
 * struct deed_phy_page - a page of registers that is selected
 *
 * A handle: the bus is locked as long as it lives. Its drop selects the page from
 * before, and unlocks; deed_phy_page_end() does that and says whether it could.
 */
struct __deed_handle deed_phy_page {
	/* private: */
	struct phy_device *__ptr;
	int __old;
};

/* SAFETY: phy_restore_page() wants the bus locked, by phy_select_page(): the handle is live. */
static __always_inline void __deed_phy_page_restore(struct deed_phy_page h)
{
	int old = h.__old;

	phy_restore_page(__deed_borrow(&h), old, 0);
}

DEED_HANDLE(deed_phy_page, __deed_phy_page_restore)

/**
 * deed_phy_page_select() - select a page of registers
 * @phy: the PHY, which is not to be used otherwise meanwhile; its driver has the roles
 *	read_page and write_page
 * @page: which page
 *
 * May sleep.
 *
 * Return: the page; failed with the errno of the bus, and then the page from before is
 * selected again, as far as that can be.
 */
static __always_inline struct deed_phy_page __must_check
deed_phy_page_select(struct deed_phy *phy, u16 page)
{
	struct phy_device *phydev = &phy->__phydev;
	int old = phy_select_page(phydev, page);

	if (old < 0)
		return deed_fail(deed_phy_page, phy_restore_page(phydev, old, 0));
	return __deed_acquire(deed_phy_page, phydev, old);
}

/**
 * deed_phy_page_bus() - get at the registers of a page
 * @page: the page
 *
 * Return: the PHY, borrowed from @page.
 */
static __always_inline struct deed_phy_bus *deed_phy_page_bus(struct deed_phy_page *page)
{
	return container_of(__deed_borrow(page), struct deed_phy_bus, __phydev);
}

/**
 * deed_phy_page_end() - select the page from before, and unlock the bus
 * @page: the page, which is consumed
 * @err: what came of the accesses: 0 or an errno
 *
 * May sleep.
 *
 * Return: @err if it is not 0, or the errno of the bus, or 0.
 */
static __always_inline int __must_check
deed_phy_page_end(struct deed_phy_page page, int err)
{
	int old = page.__old;

	return phy_restore_page(__deed_borrow(&page), old, err);
}

/**
 * deed_genphy_soft_reset() - reset a PHY as clause 22 says, and wait until it is over
 * @phy: the PHY
 *
 * Sleeps, for 0.6 s at most.
 *
 * Return: 0, -ETIMEDOUT, or the errno of the bus.
 */
static __always_inline int __must_check deed_genphy_soft_reset(struct deed_phy *phy)
{
	return genphy_soft_reset(&phy->__phydev);
}

/**
 * deed_genphy_suspend() - power a PHY down as clause 22 says
 * @phy: the PHY
 *
 * May sleep.
 *
 * Return: 0, or an errno.
 */
static __always_inline int __must_check deed_genphy_suspend(struct deed_phy *phy)
{
	return genphy_suspend(&phy->__phydev);
}

/**
 * deed_genphy_resume() - power a PHY up as clause 22 says
 * @phy: the PHY
 *
 * May sleep.
 *
 * Return: 0, or an errno.
 */
static __always_inline int __must_check deed_genphy_resume(struct deed_phy *phy)
{
	return genphy_resume(&phy->__phydev);
}

#endif /* _DEED_PHY_REG_H */
