/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The link of a PHY: whether it is up, how fast it is, and what was negotiated.
 *
 * It is lent to callbacks for which phylib holds phydev->lock: the state that phylib
 * keeps of it is theirs alone until they return.
 *
 * All of this is task context, and what asks the PHY may sleep. Sources:
 * Documentation/networking/phy.rst, drivers/net/phy/phy.c, drivers/net/phy/phy_device.c.
 */
#ifndef _DEED_PHY_LINK_H
#define _DEED_PHY_LINK_H

#include <linux/ethtool_netlink.h>
#include <linux/phy.h>

#include <deed/own.h>

/**
 * struct deed_phy_link - the state of a PHY's link
 *
 * Lent to callbacks for which phylib holds phydev->lock.
 */
struct __deed_of_call deed_phy_link {
	/* private: */
	struct phy_device __phydev;
};

/*
 * SAFETY: functions of phylib want
 * 1. a PHY that is there: it is lent to a callback, whose caller has it attached;
 * 2. task context, in which callbacks are called;
 * 3. phydev->lock held: who has a struct deed_phy_link holds it;
 * 4. for what a cable test has found, the message that phylib has begun: it is there as
 *    long as the PHY is in the state PHY_CABLETEST.
 */

/**
 * deed_genphy_config_aneg() - tell a PHY what to negotiate, or what to be, as clause 22 says
 * @link: the link, whose state says which
 *
 * May sleep.
 *
 * Return: 0, or an errno.
 */
static __always_inline int __must_check deed_genphy_config_aneg(struct deed_phy_link *link)
{
	return genphy_config_aneg(&link->__phydev);
}

/**
 * deed_genphy_read_status() - ask a PHY for all of its link's state, as clause 22 says
 * @link: the link, whose state it is then
 *
 * May sleep.
 *
 * Return: 0, or an errno.
 */
static __always_inline int __must_check deed_genphy_read_status(struct deed_phy_link *link)
{
	return genphy_read_status(&link->__phydev);
}

/**
 * deed_genphy_update_link() - ask a PHY whether its link is up
 * @link: the link, whose state it is then
 *
 * While autonegotiation is under way the link is down. May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check deed_genphy_update_link(struct deed_phy_link *link)
{
	return genphy_update_link(&link->__phydev);
}

/**
 * deed_genphy_read_lpa() - ask a PHY what its link partner can do
 * @link: the link, which knows it then
 *
 * May sleep.
 *
 * Return: 0, or an errno.
 */
static __always_inline int __must_check deed_genphy_read_lpa(struct deed_phy_link *link)
{
	return genphy_read_lpa(&link->__phydev);
}

/**
 * deed_genphy_read_status_fixed() - ask a PHY for speed and duplex that it was told to have
 * @link: the link, which has them then
 *
 * For a link that does not negotiate. May sleep.
 *
 * Return: 0, or the errno of the bus.
 */
static __always_inline int __must_check
deed_genphy_read_status_fixed(struct deed_phy_link *link)
{
	return genphy_read_status_fixed(&link->__phydev);
}

/**
 * deed_phy_link_up() - whether a link was up when it was last looked at
 * @link: the link
 *
 * Return: true if it was up.
 */
static __always_inline bool deed_phy_link_up(const struct deed_phy_link *link)
{
	return link->__phydev.link;
}

/**
 * deed_phy_link_set() - say what a link does
 * @link: the link
 * @speed: SPEED_10 and others of <linux/ethtool.h>, in Mbit/s
 * @duplex: DUPLEX_HALF or DUPLEX_FULL
 */
static __always_inline void
deed_phy_link_set(struct deed_phy_link *link, int speed, int duplex)
{
	link->__phydev.speed = speed;
	link->__phydev.duplex = duplex;
}

/**
 * deed_phy_link_down() - say that a link is down
 * @link: the link, of which deed_genphy_update_link() may say otherwise
 */
static __always_inline void deed_phy_link_down(struct deed_phy_link *link)
{
	link->__phydev.link = 0;
}

/**
 * deed_phy_link_forget() - forget speed, duplex, pauses, and what the link partner can do
 * @link: the link, about which all of that is asked anew
 */
static __always_inline void deed_phy_link_forget(struct deed_phy_link *link)
{
	link->__phydev.speed = SPEED_UNKNOWN;
	link->__phydev.duplex = DUPLEX_UNKNOWN;
	link->__phydev.pause = 0;
	link->__phydev.asym_pause = 0;
	linkmode_zero(link->__phydev.lp_advertising);
}

/**
 * deed_phy_link_crossover() - which pairs of the cable the user wants swapped
 * @link: the link
 *
 * Return: ETH_TP_MDI: none; ETH_TP_MDI_X: they are; ETH_TP_MDI_AUTO: what fits;
 * ETH_TP_MDI_INVALID: nothing was said.
 */
static __always_inline u8 deed_phy_link_crossover(const struct deed_phy_link *link)
{
	return link->__phydev.mdix_ctrl;
}

/**
 * deed_phy_link_negotiates() - whether a link is to negotiate by itself
 * @link: the link
 *
 * Return: true if it is to negotiate, false if speed and duplex are fixed.
 */
static __always_inline bool deed_phy_link_negotiates(const struct deed_phy_link *link)
{
	return link->__phydev.autoneg == AUTONEG_ENABLE;
}

/**
 * deed_phy_link_negotiated() - whether a link is what two partners have agreed on
 * @link: the link, after deed_genphy_update_link()
 *
 * Return: true if it is to negotiate by itself, and has done so.
 */
static __always_inline bool deed_phy_link_negotiated(const struct deed_phy_link *link)
{
	/* one expression over two bits: gcc tests them together */
	return link->__phydev.autoneg == AUTONEG_ENABLE && link->__phydev.autoneg_complete;
}

/**
 * deed_phy_link_resolve() - set speed and duplex to the best that both partners can
 * @link: the link, after deed_genphy_read_lpa()
 *
 * If they have nothing in common both stay as they are.
 */
static __always_inline void deed_phy_link_resolve(struct deed_phy_link *link)
{
	phy_resolve_aneg_linkmode(&link->__phydev);
}

/**
 * deed_phy_link_resolve_pause() - set who may pause whom, as both partners have agreed
 * @link: the link, whose duplex is known, after deed_genphy_read_lpa()
 *
 * For a PHY that says itself which speed and duplex was agreed on;
 * deed_phy_link_resolve() does this, too.
 */
static __always_inline void deed_phy_link_resolve_pause(struct deed_phy_link *link)
{
	phy_resolve_aneg_pause(&link->__phydev);
}

/**
 * deed_phy_link_lost() - whether phylib has just seen that a link is down
 * @link: the link
 *
 * For link_change_notify.
 *
 * Return: true if its PHY is started, and has no link.
 */
static __always_inline bool deed_phy_link_lost(const struct deed_phy_link *link)
{
	return link->__phydev.state == PHY_NOLINK;
}

/**
 * deed_phy_link_cable() - say what a cable test has found
 * @link: the link
 * @pair: of which pair: ETHTOOL_A_CABLE_PAIR_A and its neighbours
 * @result: what: ETHTOOL_A_CABLE_RESULT_CODE_OK and its neighbours
 * @cm: how far away the fault is, in cm; 0 if that is not known, or if there is none
 *
 * For cable_test_get_status. May sleep.
 *
 * Return: 0; -EMSGSIZE; -EINVAL if no cable test is under way; -EOPNOTSUPP if the kernel
 * has no CONFIG_ETHTOOL_NETLINK.
 */
static __always_inline int
deed_phy_link_cable(struct deed_phy_link *link, u8 pair, u8 result, u32 cm)
{
	int err;

	if (link->__phydev.state != PHY_CABLETEST)
		return -EINVAL;
	err = ethnl_cable_test_result(&link->__phydev, pair, result);
	if (err || !cm)
		return err;
	return ethnl_cable_test_fault_length(&link->__phydev, pair, cm);
}

#endif /* _DEED_PHY_LINK_H */
