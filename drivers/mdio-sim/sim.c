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
#include "phy45.h"

#define SIM_ADDR	7 /* of the PHY on its bus */

static const struct sim_model sim_models[] = {
	{ .id = 0x003b1861, .toggles = true }, /* Asix AX88772A */
	{ .id = 0x003b1881, .toggles = true }, /* Asix AX88772C */
	{ .id = 0x003b1841, .toggles = true }, /* Asix AX88796B */
	{ .id = 0x01410cc2, .marvell = true }, /* Marvell 88E1111 */
};

#define SIM_C45		4 /* none of those: one of clause 45 */
static_assert(ARRAY_SIZE(sim_models) == SIM_C45);

DEED_PARAM_UINT(model, 0, 0, SIM_C45,
		"PHY: 0: AX88772A, 1: AX88772C, 2: AX88796B, 3: 88E1111, 4: clause 45");

DEED_CELL_TYPE(sim_cell, mutex, struct sim_phy);
DEED_CELL_TYPE(sim_cell45, mutex, struct sim_phy45);

DEED_DEVICE_TYPE(sim_device, struct deed_no_hw);

struct sim {
	struct sim_device dev;
	struct sim_cell phy;
	struct sim_cell45 phy45;
	struct sim_model model;
	bool c45;
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

static struct sim_world sim_world(const struct sim *s)
{
	return (struct sim_world){
		.unplugged = deed_knob_on(&s->unplugged),
		.silent = deed_knob_on(&s->silent),
		.stuck = deed_knob_on(&s->stuck),
	};
}

static int sim_read(const struct sim *s, const struct deed_no_hw *hw,
		    struct deed_mdio_c22 at, u16 *value)
{
	const struct sim_world world = sim_world(s);
	int err;

	if (at.addr != SIM_ADDR || s->c45)
		return 0; /* nobody there: all ones */
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy);
	*value = sim_phy_read(phy, &s->model, &world, at.reg);
	return 0;
}

static int sim_write(const struct sim *s, const struct deed_no_hw *hw,
		     struct deed_mdio_c22 at, u16 value)
{
	int err;

	if (at.addr != SIM_ADDR || s->c45)
		return 0;
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy);
	sim_phy_write(phy, &s->model, at.reg, value);
	return 0;
}

static int sim_read_c45(const struct sim *s, const struct deed_no_hw *hw,
			struct deed_mdio_c45 at, u16 *value)
{
	const struct sim_world world = sim_world(s);
	int err;

	if (at.addr != SIM_ADDR || !s->c45)
		return 0;
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy45);
	*value = sim_phy45_read(phy, &world, at.mmd, at.reg);
	return 0;
}

static int sim_write_c45(const struct sim *s, const struct deed_no_hw *hw,
			 struct deed_mdio_c45 at, u16 value)
{
	int err;

	if (at.addr != SIM_ADDR || !s->c45)
		return 0;
	err = sim_fault(s);
	if (err)
		return err;

	deed_lock(mutex, phy, &s->phy45);
	sim_phy45_write(phy, at.mmd, at.reg, value);
	return 0;
}

DEED_MDIO_BUS(sim_bus, sim_ref, dev, "deed-mdio-sim", read, sim_read, write, sim_write,
	      read_c45, sim_read_c45, write_c45, sim_write_c45);

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
	s->c45 = model == SIM_C45;
	s->model = sim_models[s->c45 ? 0 : model];
	sim_phy_begin(deed_cell_init(&s->phy), &s->model);
	sim_phy45_begin(deed_cell_init(&s->phy45));
	return 0;
}

static int sim_start(const struct sim *s, const struct deed_no_hw *hw,
		     struct sim_device_scope *scope)
{
	phy_interface_t mode = s->model.marvell ? PHY_INTERFACE_MODE_RGMII_ID :
						  PHY_INTERFACE_MODE_MII;

	return sim_knobs_show(scope) ?:
	       sim_bus_register(scope) ?:
	       sim_net_register(scope, SIM_ADDR, s->c45 ? PHY_INTERFACE_MODE_XGMII : mode);
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
