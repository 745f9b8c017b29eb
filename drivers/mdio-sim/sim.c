// SPDX-License-Identifier: GPL-2.0
/*
 * An MDIO bus with a PHY on it and a network device that uses it, all of it memory:
 * for phylib and PHY drivers to run on a machine without any.
 *
 * What happens to it is set in debugfs, in the folder deed-mdio-sim-deed-mdio-sim:
 *
 *	error_in	n: the n-th access from now fails with -EIO
 *	timeout_in	n: the n-th access from now fails with -ETIMEDOUT
 *	unplugged	not 0: the cable is
 *	partner_silent	not 0: what the link partner can do is not known
 *	reset_stuck	not 0: a reset does not end
 *
 * The kernel traces and counts the accesses itself: events/mdio in tracefs, and
 * /sys/class/mdio_bus/deed-mdio-sim-mii/statistics/.
 */
#include <deed/debugfs.h>
#include <deed/mdio.h>
#include <deed/module.h>
#include <deed/netdev.h>
#include <deed/platform.h>

#include "phy.h"

#define SIM_ADDR	7 /* of the PHY on its bus */

static const struct sim_model sim_models[] = {
	{ .id = 0x003b1861, .toggles = true }, /* Asix AX88772A */
	{ .id = 0x003b1881, .toggles = true }, /* Asix AX88772C */
	{ .id = 0x003b1841, .toggles = true }, /* Asix AX88796B */
	{ .id = 0x01410cc2, .gigabit = true }, /* Marvell 88E1111 */
};

DEED_PARAM_UINT(model, 0, 0, ARRAY_SIZE(sim_models) - 1,
		"PHY: 0: AX88772A, 1: AX88772C, 2: AX88796B, 3: 88E1111");

DEED_CELL_TYPE(sim_cell, mutex, struct sim_phy);

DEED_DEVICE_TYPE(sim_device, struct deed_no_hw);

struct sim {
	struct sim_device dev;
	struct sim_cell phy;
	struct sim_model model;
	struct deed_knob error_in, timeout_in, unplugged, silent, stuck;
};

DEED_DEVICE_REF(sim_ref, struct sim, dev, deed_plain);

/* Whether an access fails. */
static int sim_fault(const struct sim *s)
{
	if (deed_knob_due(&s->error_in))
		return -EIO;
	return deed_knob_due(&s->timeout_in) ? -ETIMEDOUT : 0;
}

static int sim_read(const struct sim *s, const struct deed_no_hw *hw,
		    struct deed_mdio_c22 at, u16 *value)
{
	const struct sim_world world = {
		.unplugged = deed_knob_on(&s->unplugged),
		.silent = deed_knob_on(&s->silent),
		.stuck = deed_knob_on(&s->stuck),
	};
	int err;

	if (at.addr != SIM_ADDR)
		return 0; /* nobody there: all ones */
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy);
	*value = sim_phy_read(phy, &world, at.reg);
	return 0;
}

static int sim_write(const struct sim *s, const struct deed_no_hw *hw,
		     struct deed_mdio_c22 at, u16 value)
{
	int err;

	if (at.addr != SIM_ADDR)
		return 0;
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy);
	sim_phy_write(phy, &s->model, at.reg, value);
	return 0;
}

DEED_MDIO_BUS(sim_bus, sim_ref, dev, "deed-mdio-sim", read, sim_read, write, sim_write);

/* Nobody listens at the other end. */
static void sim_xmit(const struct sim *s, const struct deed_no_hw *hw,
		     struct deed_packet packet, const struct deed_softirq *in)
{
	deed_packet_sent(deed_move(packet));
}

DEED_NETDEV(sim_net, sim_ref, dev, sim_xmit);

DEED_DEBUGFS(sim_knobs, sim_ref, dev, "error_in", error_in, "timeout_in", timeout_in,
	     "unplugged", unplugged, "partner_silent", silent, "reset_stuck", stuck);

static int sim_probe(struct deed_platform *dev, struct sim *s, struct deed_no_hw *hw)
{
	s->model = sim_models[model];
	sim_phy_begin(deed_cell_init(&s->phy), &s->model);
	return 0;
}

static int sim_start(const struct sim *s, const struct deed_no_hw *hw,
		     struct sim_device_scope *scope)
{
	return sim_knobs_show(scope) ?:
	       sim_bus_register(scope) ?:
	       sim_net_register(scope, SIM_ADDR, s->model.gigabit ?
				       PHY_INTERFACE_MODE_GMII : PHY_INTERFACE_MODE_MII);
}

DEED_PLATFORM_DRIVER(sim_driver, "deed-mdio-sim", sim_ref, dev, sim_probe,
		     start, sim_start);

/* The module: dropped from left to right. */
DEED_COMPOSITE(sim_module, deed_platform_device, device, sim_driver, driver);

static struct sim_module sim_load(void)
{
	deed_own(sim_driver, driver) = sim_driver_register();
	if (!deed_ok(driver))
		return deed_fail(sim_module, deed_err(driver));

	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-mdio-sim", -1);
	if (!deed_ok(device))
		return deed_fail(sim_module, deed_err(device));

	return (struct sim_module){ .device = deed_move(device),
				    .driver = deed_move(driver) };
}

deed_module(sim_module, sim_load);

MODULE_DESCRIPTION("MDIO buses, PHYs and network devices that are memory");
MODULE_LICENSE("GPL");
