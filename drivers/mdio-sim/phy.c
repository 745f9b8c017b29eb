// SPDX-License-Identifier: GPL-2.0
/* A PHY that is memory: see phy.h. */
#include <linux/bits.h>
#include <linux/mii.h>
#include <linux/string.h>

#include "phy.h"

#define ABILITIES	(BMSR_100FULL | BMSR_100HALF | BMSR_10FULL | BMSR_10HALF | \
			 BMSR_ANEGCAPABLE | BMSR_ERCAP)
#define PARTNER		(LPA_100FULL | LPA_100HALF | LPA_10FULL | LPA_10HALF | LPA_LPACK | \
			 ADVERTISE_CSMA)

/* What Marvell's PHYs say of their link: 88E1111's datasheet, register 17 */
#define MARVELL_STATUS	17
#define MARVELL_SPEED_SHIFT	14 /* 0: 10 Mbit/s, 1: 100, 2: 1000 */
#define MARVELL_FULL	BIT(13)
#define MARVELL_RESOLVED	BIT(11)
#define MARVELL_LINK	BIT(10)

static void sim_reset(struct sim_phy *phy, const struct sim_model *model)
{
	memset(phy, 0, sizeof(*phy));
	phy->regs[MII_BMCR] = BMCR_ANENABLE | BMCR_SPEED100 | BMCR_FULLDPLX;
	phy->regs[MII_BMSR] = ABILITIES | (model->gigabit ? BMSR_ESTATEN : 0);
	phy->regs[MII_PHYSID1] = model->id >> 16;
	phy->regs[MII_PHYSID2] = model->id;
	phy->regs[MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	if (model->gigabit) {
		phy->regs[MII_CTRL1000] = ADVERTISE_1000FULL | ADVERTISE_1000HALF;
		phy->regs[MII_ESTATUS] = ESTATUS_1000_TFULL | ESTATUS_1000_THALF;
	}
}

void sim_phy_begin(struct sim_phy *phy, const struct sim_model *model)
{
	sim_reset(phy, model);
	phy->was_down = true;
}

static bool sim_negotiates(const struct sim_phy *phy)
{
	return phy->regs[MII_BMCR] & BMCR_ANENABLE;
}

static bool sim_link(const struct sim_phy *phy, const struct sim_world *world)
{
	return !world->unplugged && !(phy->regs[MII_BMCR] & (BMCR_PDOWN | BMCR_ISOLATE));
}

/* What two partners agree on, as bits of BMCR. */
static u16 sim_agreed(const struct sim_phy *phy)
{
	u16 both = phy->regs[MII_ADVERTISE] & PARTNER;

	if (phy->regs[MII_CTRL1000] & ADVERTISE_1000FULL)
		return BMCR_SPEED1000 | BMCR_FULLDPLX;
	if (phy->regs[MII_CTRL1000] & ADVERTISE_1000HALF)
		return BMCR_SPEED1000;
	if (both & LPA_100FULL)
		return BMCR_SPEED100 | BMCR_FULLDPLX;
	if (both & LPA_100HALF)
		return BMCR_SPEED100;
	return both & LPA_10FULL ? BMCR_FULLDPLX : 0;
}

/* Speed and duplex, as bits of BMCR. */
static u16 sim_speed(const struct sim_phy *phy)
{
	return sim_negotiates(phy) ? sim_agreed(phy) :
				     phy->regs[MII_BMCR] & (BMCR_SPEED1000 | BMCR_SPEED100 |
							    BMCR_FULLDPLX);
}

static u16 sim_bmcr(struct sim_phy *phy, const struct sim_world *world)
{
	u16 value = phy->regs[MII_BMCR];

	if (!world->stuck)
		phy->regs[MII_BMCR] &= ~BMCR_RESET; /* over when it has been seen */
	if (sim_negotiates(phy) && sim_link(phy, world))
		value = (value & ~(BMCR_SPEED1000 | BMCR_SPEED100 | BMCR_FULLDPLX)) |
			sim_agreed(phy);
	return value;
}

/* That the link was down is said once, even if it is up again. */
static u16 sim_bmsr(struct sim_phy *phy, const struct sim_world *world)
{
	u16 value = phy->regs[MII_BMSR];
	bool up = sim_link(phy, world);

	if (up && !phy->was_down)
		value |= BMSR_LSTATUS;
	if (up && sim_negotiates(phy))
		value |= BMSR_ANEGCOMPLETE;
	phy->was_down = !up;
	return value;
}

static u16 sim_marvell_status(const struct sim_phy *phy, const struct sim_world *world)
{
	u16 speed = sim_speed(phy);

	if (!sim_link(phy, world))
		return 0;
	return MARVELL_LINK | MARVELL_RESOLVED | (speed & BMCR_FULLDPLX ? MARVELL_FULL : 0) |
	       (speed & BMCR_SPEED1000 ? 2 : !!(speed & BMCR_SPEED100)) << MARVELL_SPEED_SHIFT;
}

/* What the partner says, if it is there and has been asked. */
static u16 sim_heard(const struct sim_phy *phy, const struct sim_world *world, u16 says)
{
	return sim_link(phy, world) && sim_negotiates(phy) && !world->silent ? says : 0;
}

u16 sim_phy_read(struct sim_phy *phy, const struct sim_world *world, u8 reg)
{
	const bool gigabit = phy->regs[MII_BMSR] & BMSR_ESTATEN;

	switch (reg) {
	case MII_BMCR:
		return sim_bmcr(phy, world);
	case MII_BMSR:
		return sim_bmsr(phy, world);
	case MII_LPA:
		return sim_heard(phy, world, PARTNER);
	case MII_STAT1000:
		return gigabit ? sim_heard(phy, world, LPA_1000FULL | LPA_1000HALF |
						       LPA_1000LOCALRXOK | LPA_1000REMRXOK) : 0;
	case MARVELL_STATUS:
		return gigabit ? sim_marvell_status(phy, world) : 0;
	default:
		return phy->regs[reg % ARRAY_SIZE(phy->regs)];
	}
}

void sim_phy_write(struct sim_phy *phy, const struct sim_model *model, u8 reg, u16 value)
{
	u16 *at = &phy->regs[reg % ARRAY_SIZE(phy->regs)];

	switch (reg) {
	case MII_BMSR:
	case MII_PHYSID1:
	case MII_PHYSID2:
	case MII_LPA:
	case MII_STAT1000:
	case MII_ESTATUS:
		return; /* can only be read */
	case MII_BMCR:
		if (value & BMCR_RESET && !(model->toggles && *at & BMCR_RESET)) {
			sim_reset(phy, model);
			*at |= BMCR_RESET;
			return;
		}
		/* what it is told to be, or to negotiate, takes the link down for a moment */
		if (value & BMCR_ANRESTART || (value ^ *at) & ~BMCR_ISOLATE)
			phy->was_down = true;
		*at = value & ~BMCR_ANRESTART;
		return;
	default:
		*at = value;
	}
}
