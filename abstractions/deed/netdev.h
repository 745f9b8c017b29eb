/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Network devices of a bound device, for Ethernet, with a PHY on the device's own
 * MDIO bus.
 *
 * The driver says how a packet is sent: DEED_NETDEV(). A packet is a handle, which the
 * driver is given and has to end before it returns: deed_packet_sent(), or the drop, for
 * one that is lost. phylib looks after the link and does what ethtool asks of it; the
 * kernel counts.
 *
 * A network device is registered in start, after the bus, and belongs to the scope,
 * which takes it down and removes it before the bus, and before anything that the
 * callback uses. It has its PHY while it is up: from ``ip link set up`` to ``down``.
 * To be removed it waits for who is sending, so the callback cannot outlive the device:
 * it gets state and hardware as shared borrows, and needs no live-guard.
 *
 * Packets are sent in soft interrupts, or with these off, by one CPU at a time. Netpoll,
 * which would send from anywhere, is kept away (IFF_DISABLE_NETPOLL). They are sent during
 * system suspend, too, also after the driver's suspend callback.
 *
 * Sources: Documentation/networking/netdevices.rst, include/linux/netdevice.h,
 * net/core/dev.c, net/devres.c; Documentation/networking/phy.rst.
 */
#ifndef _DEED_NETDEV_H
#define _DEED_NETDEV_H

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/phy.h>

#include <deed/device.h>
#include <deed/timer.h>

/**
 * struct deed_packet - a packet that is to be sent
 *
 * A handle, whose drop counts it as lost. It belongs to the call, as a guard does: a
 * packet in a slot would outlive the network device that it counts for.
 */
struct __deed_guard deed_packet {
	/* private: */
	struct sk_buff *__ptr;
};

/*
 * SAFETY: dev_kfree_skb_any() wants a reference of the caller's own: ndo_start_xmit() is
 * given one, and the handle is live. Its network device is there until that returns.
 */
static __always_inline void __deed_packet_lost(struct deed_packet h)
{
	struct sk_buff *skb = __deed_borrow(&h);

	dev_core_stats_tx_dropped_inc(skb->dev);
	dev_kfree_skb_any(skb);
}

DEED_HANDLE(deed_packet, __deed_packet_lost)

/**
 * deed_packet_len() - how long a packet is
 * @packet: the packet
 *
 * Any context.
 *
 * Return: bytes, with the Ethernet header, without checksum.
 */
static __always_inline unsigned int deed_packet_len(const struct deed_packet *packet)
{
	return __deed_borrow(packet)->len;
}

/**
 * deed_packet_sent() - say that a packet is on its way
 * @packet: the packet, which is consumed, and counted
 *
 * SAFETY: dev_consume_skb_any() wants what dev_kfree_skb_any() does, see above;
 * dev_sw_netstats_tx_add() wants soft interrupts off, as they are in the callback.
 */
static __always_inline void deed_packet_sent(struct deed_packet packet)
{
	struct sk_buff *skb = __deed_borrow(&packet);

	dev_sw_netstats_tx_add(skb->dev, 1, skb->len);
	dev_consume_skb_any(skb);
}

/* What a network device knows of its driver. */
struct __deed_netdev {
	const void *state;
	struct phy_device *phydev;
	phy_interface_t mode;
};

/* SAFETY: phy_print_status() wants a PHY that is there: it calls this itself. */
static inline void __deed_netdev_link(struct net_device *netdev)
{
	phy_print_status(netdev->phydev);
}

/*
 * SAFETY: phy_connect_direct() wants
 * 1. rtnl, which is held in ndo_open();
 * 2. a PHY that is there: the scope has a count of it, and the bus goes after the
 *    network device;
 * 3. one that is nobody's: it answers -EBUSY, and takes it from who had it.
 */
static inline int __deed_netdev_open(struct net_device *netdev)
{
	const struct __deed_netdev *of = netdev_priv(netdev);
	int err;

	if (of->phydev->attached_dev)
		return -EBUSY;
	err = phy_connect_direct(netdev, of->phydev, __deed_netdev_link, of->mode);
	if (err)
		return err;
	phy_start(of->phydev);
	netif_start_queue(netdev);
	return 0;
}

/* SAFETY: phy_disconnect() wants rtnl, as above, and a PHY that is stopped. */
static inline int __deed_netdev_stop(struct net_device *netdev)
{
	netif_stop_queue(netdev);
	phy_stop(netdev->phydev);
	phy_disconnect(netdev->phydev);
	return 0;
}

/* SAFETY: phy_device_free() wants a count to give back: __deed_netdev_phy() took it. */
static inline void __deed_netdev_no_phy(void *phydev)
{
	phy_device_free(phydev);
}

/*
 * The PHY at an address of the device's own bus, until the scope ends, or an ERR_PTR.
 *
 * SAFETY:
 * 1. mdio_find_bus() gives a count of the bus: it is put when the PHY has been counted;
 * 2. mdiobus_get_phy() wants an address below PHY_MAX_ADDR, which is looked at, and a
 *    PHY that stays until it is counted: the bus is ours, and is there;
 * 3. get_device() is undone by __deed_netdev_no_phy(), or here if that cannot be added.
 */
static inline struct phy_device *
__deed_netdev_phy(struct deed_scope *scope, unsigned int addr)
{
	struct phy_device *phydev = NULL;
	char id[MII_BUS_ID_SIZE];
	struct mii_bus *bus;
	int err;

	snprintf(id, sizeof(id), "%s-mii", dev_name(scope->__dev));
	bus = mdio_find_bus(id);
	if (bus && bus->parent == scope->__dev && addr < PHY_MAX_ADDR)
		phydev = mdiobus_get_phy(bus, addr);
	if (phydev)
		get_device(&phydev->mdio.dev);
	if (bus)
		put_device(&bus->dev);
	if (!phydev) {
		dev_err(scope->__dev, "no PHY %s:%02x: is its MDIO bus registered before?\n",
			id, addr);
		return ERR_PTR(-ENODEV);
	}
	err = __deed_scope_add(scope, __deed_netdev_no_phy, phydev);
	if (err) {
		phy_device_free(phydev);
		return ERR_PTR(err);
	}
	return phydev;
}

/*
 * Not in deed.ko, which would then want phylib, in many kernels a module itself.
 *
 * SAFETY: devm_alloc_etherdev() and devm_register_netdev() want
 * 1. a device that is being started: there is no struct deed_scope at other times;
 * 2. operations that stay: they are static, of a driver whose unbind this waits for;
 * 3. what these use to outlive them: the state, whose count the scope gives back after
 *    this, and the PHY, which was looked for before.
 */
static inline int __must_check
__deed_netdev_register(struct deed_scope *scope, const struct net_device_ops *ops,
		       const struct ethtool_ops *ethtool, const void *state,
		       unsigned int addr, phy_interface_t mode)
{
	struct phy_device *phydev = __deed_netdev_phy(scope, addr);
	struct net_device *netdev;
	struct __deed_netdev *of;

	if (IS_ERR(phydev))
		return PTR_ERR(phydev);
	netdev = deed_injected("devm_alloc_etherdev") ?
			 NULL : devm_alloc_etherdev(scope->__dev, sizeof(*of));
	if (!netdev)
		return -ENOMEM;
	of = netdev_priv(netdev);
	*of = (struct __deed_netdev){ state, phydev, mode };
	SET_NETDEV_DEV(netdev, scope->__dev);
	netdev->netdev_ops = ops;
	netdev->ethtool_ops = ethtool;
	netdev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	netdev->priv_flags |= IFF_DISABLE_NETPOLL;
	eth_hw_addr_random(netdev);
	if (deed_injected("devm_register_netdev"))
		return -EINVAL;
	return devm_register_netdev(scope->__dev, netdev);
}

/**
 * DEED_NETDEV() - define a network device
 * @kind: prefix of what is generated
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @place: the state's member that is a device place
 * @xmit_fn: the callback that sends:
 *
 * ``void xmit(const state *s, const hw *hw, struct deed_packet packet, const struct
 * deed_softirq *in)``:
 *
 *	sends @packet, which it owns. Soft interrupt, or with these off: must not sleep.
 *	One call at a time.
 *
 * Generates
 *
 * ``int <kind>_register(struct place_scope *scope, unsigned int addr, phy_interface_t
 * mode)``:
 *
 *	in start, after <bus>_register() and last: lets programs use it, until the scope
 *	ends. @addr says where its PHY is on the device's MDIO bus, @mode how it is wired
 *	to the PHY, PHY_INTERFACE_MODE_MII or one of its neighbours. 0; -ENODEV if there
 *	is no such PHY, which the kernel says in its log; another errno. Several can have
 *	one PHY; while one of them is up the others are answered -EBUSY. May sleep.
 */
#define DEED_NETDEV(kind, ref, place, xmit_fn)				\
	__DEED_DEVICE_REF_CHECK(ref)					\
	typedef typeof(*((struct ref *)NULL)->__ptr) __##kind##_state_t;	\
	typedef typeof(((__##kind##_state_t *)NULL)->place) __##kind##_place_t; \
	typedef typeof(((__##kind##_place_t *)NULL)->__hw) __##kind##_hw_t;	\
									\
	static_assert(__same_type(&(xmit_fn),				\
				  void(*)(const __##kind##_state_t *,	\
					  const __##kind##_hw_t *,	\
					  struct deed_packet,		\
					  const struct deed_softirq *)), \
		      #xmit_fn "(): not the type that DEED_NETDEV() documents"); \
	__deed_role(xmit_fn, __deed_bound);				\
									\
	static netdev_tx_t __##kind##_xmit(struct sk_buff *skb,		\
					   struct net_device *netdev)	\
	{								\
		const struct __deed_netdev *of = netdev_priv(netdev);	\
		const __##kind##_state_t *s = of->state;		\
									\
		xmit_fn(s, &s->place.__hw, __deed_acquire(deed_packet, skb), \
			&(const struct deed_softirq){});		\
		return NETDEV_TX_OK;					\
	}								\
									\
	static const struct net_device_ops __##kind##_ops = {		\
		.ndo_open = __deed_netdev_open,				\
		.ndo_stop = __deed_netdev_stop,				\
		.ndo_start_xmit = __##kind##_xmit,			\
		.ndo_set_mac_address = eth_mac_addr,			\
		.ndo_validate_addr = eth_validate_addr,			\
		.ndo_eth_ioctl = phy_do_ioctl_running,			\
	};								\
									\
	static const struct ethtool_ops __##kind##_ethtool_ops = {	\
		.get_link = ethtool_op_get_link,			\
		.get_link_ksettings = phy_ethtool_get_link_ksettings,	\
		.set_link_ksettings = phy_ethtool_set_link_ksettings,	\
		.nway_reset = phy_ethtool_nway_reset,			\
	};								\
									\
	static inline int __must_check					\
	kind##_register(typeof(((__##kind##_place_t *)NULL)->__scope[0]) scope, \
			unsigned int addr, phy_interface_t mode)	\
	{								\
		return __deed_netdev_register(&scope->scope, &__##kind##_ops, \
					      &__##kind##_ethtool_ops,	\
					      container_of(scope->__place, \
							   const __##kind##_state_t, \
							   place),	\
					      addr, mode);		\
	}								\
	struct deed_packet

#endif /* _DEED_NETDEV_H */
