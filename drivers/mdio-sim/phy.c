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
#define SPEED		(BMCR_SPEED1000 | BMCR_SPEED100 | BMCR_FULLDPLX)

/* Registers of the 88E1111 */
#define MARVELL_CONTROL	16
#define MARVELL_CROSSOVER	0x60 /* by itself */
#define MARVELL_STATUS	17
#define MARVELL_SPEED_SHIFT	14 /* 0: 10 Mbit/s, 1: 100, 2: 1000 */
#define MARVELL_FULL	BIT(13)
#define MARVELL_RESOLVED	BIT(11)
#define MARVELL_LINK	BIT(10)
#define MARVELL_EVENTS	19
#define MARVELL_ERRORS	21
#define MARVELL_PAGE	22
#define MARVELL_WIRES	27
#define MARVELL_GMII	0x800f /* copper, not chosen by itself */
#define MARVELL_VCT	28
#define MARVELL_VCT_BUSY	BIT(15)
#define MARVELL_VCT_OPEN	0x4000
#define MARVELL_VCT_FAR	0xff
#define MARVELL_VCT_NEAR	100 /* about 51 m */
#define MARVELL_PAIRS	4
/* Errors since the counters were read */
#define RX_ERRORS	3
#define IDLE_ERRORS	5

void sim_phy_begin(struct sim_phy *phy, const struct sim_model *model)
{
	memset(phy, 0, sizeof(*phy));
	phy->regs[MII_BMCR] = BMCR_ANENABLE | BMCR_SPEED100 | BMCR_FULLDPLX;
	phy->regs[MII_BMSR] = ABILITIES | (model->marvell ? BMSR_ESTATEN : 0);
	phy->regs[MII_PHYSID1] = model->id >> 16;
	phy->regs[MII_PHYSID2] = model->id;
	phy->regs[MII_ADVERTISE] = ADVERTISE_ALL | ADVERTISE_CSMA;
	if (model->marvell) {
		phy->regs[MII_CTRL1000] = ADVERTISE_1000FULL | ADVERTISE_1000HALF;
		phy->regs[MII_ESTATUS] = ESTATUS_1000_TFULL | ESTATUS_1000_THALF;
		phy->regs[MARVELL_CONTROL] = MARVELL_CROSSOVER;
		phy->regs[MARVELL_WIRES] = MARVELL_GMII;
	}
	phy->control = phy->regs[MII_BMCR];
	phy->was_down = true;
}

/* Marvell's keeps what it was told, and does it from now on. */
static void sim_reset(struct sim_phy *phy, const struct sim_model *model, u16 value)
{
	if (model->marvell) {
		phy->regs[MII_BMCR] = value & (SPEED | BMCR_ANENABLE);
		phy->control = phy->regs[MII_BMCR];
		phy->regs[MARVELL_VCT] = 0;
		phy->was_down = true;
	} else {
		sim_phy_begin(phy, model);
		phy->was_down = false;
	}
	phy->regs[MII_BMCR] |= BMCR_RESET;
}

static bool sim_negotiates(const struct sim_phy *phy)
{
	return phy->control & BMCR_ANENABLE;
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
	return sim_negotiates(phy) ? sim_agreed(phy) : phy->control & SPEED;
}

static u16 sim_bmcr(struct sim_phy *phy, const struct sim_world *world)
{
	u16 value = phy->regs[MII_BMCR];

	if (!world->stuck)
		phy->regs[MII_BMCR] &= ~BMCR_RESET; /* over when it has been seen */
	if (sim_negotiates(phy) && value & BMCR_ANENABLE && sim_link(phy, world))
		value = (value & ~SPEED) | sim_agreed(phy);
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

/* What the partner says, if it is there and has been asked. */
static u16 sim_heard(const struct sim_phy *phy, const struct sim_world *world, u16 says)
{
	return sim_link(phy, world) && sim_negotiates(phy) && !world->silent ? says : 0;
}

static u16 sim_marvell_status(const struct sim_phy *phy, const struct sim_world *world)
{
	u16 speed = sim_speed(phy);

	if (!sim_link(phy, world))
		return 0;
	return MARVELL_LINK | MARVELL_RESOLVED | (speed & BMCR_FULLDPLX ? MARVELL_FULL : 0) |
	       (speed & BMCR_SPEED1000 ? 2 : !!(speed & BMCR_SPEED100)) << MARVELL_SPEED_SHIFT;
}

/*
 * The cable test, of one pair on each page: over when it has been asked for once, and
 * never while the PHY negotiates.
 */
static u16 sim_marvell_vct(struct sim_phy *phy, const struct sim_world *world)
{
	u16 pair = phy->regs[MARVELL_PAGE] % MARVELL_PAIRS;
	u16 busy = phy->regs[MARVELL_VCT];

	if (!sim_negotiates(phy))
		phy->regs[MARVELL_VCT] = 0;
	if (busy)
		return pair ? 0 : busy;
	return world->unplugged ? MARVELL_VCT_OPEN | (MARVELL_VCT_NEAR + pair) : MARVELL_VCT_FAR;
}

static u16 sim_marvell_read(struct sim_phy *phy, const struct sim_world *world, u8 reg)
{
	if (reg == MARVELL_VCT)
		return sim_marvell_vct(phy, world);
	if (reg != MARVELL_PAGE && phy->regs[MARVELL_PAGE])
		return 0; /* on other pages: registers of the fiber, which there is not */
	switch (reg) {
	case MII_STAT1000:
		return sim_heard(phy, world, LPA_1000FULL | LPA_1000HALF | LPA_1000LOCALRXOK |
					     LPA_1000REMRXOK) | IDLE_ERRORS;
	case MARVELL_STATUS:
		return sim_marvell_status(phy, world);
	case MARVELL_ERRORS:
		return RX_ERRORS;
	case MARVELL_EVENTS:
		return 0; /* no interrupts */
	default:
		return phy->regs[reg];
	}
}

u16 sim_phy_read(struct sim_phy *phy, const struct sim_model *model,
		 const struct sim_world *world, u8 reg)
{
	if (reg >= ARRAY_SIZE(phy->regs))
		return 0xffff;
	if (model->marvell && (reg >= MII_STAT1000 || phy->regs[MARVELL_PAGE]))
		return sim_marvell_read(phy, world, reg);
	switch (reg) {
	case MII_BMCR:
		return sim_bmcr(phy, world);
	case MII_BMSR:
		return sim_bmsr(phy, world);
	case MII_LPA:
		return sim_heard(phy, world, PARTNER);
	default:
		return phy->regs[reg];
	}
}

static void sim_write_bmcr(struct sim_phy *phy, const struct sim_model *model, u16 value)
{
	u16 *at = &phy->regs[MII_BMCR];

	if (value & BMCR_RESET && !(model->toggles && *at & BMCR_RESET)) {
		sim_reset(phy, model, value);
		return;
	}
	/* what it is told to be, or to negotiate, takes the link down for a moment */
	if (value & BMCR_ANRESTART || (value ^ *at) & ~BMCR_ISOLATE)
		phy->was_down = true;
	*at = value & ~BMCR_ANRESTART;
	/* Marvell's waits for a reset with the rest */
	if (!model->marvell || value & BMCR_ANRESTART)
		phy->control = *at;
}

void sim_phy_write(struct sim_phy *phy, const struct sim_model *model, u8 reg, u16 value)
{
	if (reg >= ARRAY_SIZE(phy->regs) ||
	    (model->marvell && phy->regs[MARVELL_PAGE] && reg != MARVELL_PAGE))
		return;
	switch (reg) {
	case MII_BMSR:
	case MII_PHYSID1:
	case MII_PHYSID2:
	case MII_LPA:
	case MII_STAT1000:
	case MII_ESTATUS:
		return; /* can only be read */
	case MII_MMD_CTRL:
	case MII_MMD_DATA:
		return; /* there are no registers of clause 45 behind these */
	case MII_BMCR:
		sim_write_bmcr(phy, model, value);
		return;
	case MARVELL_VCT:
		if (model->marvell)
			value &= MARVELL_VCT_BUSY;
		fallthrough;
	default:
		phy->regs[reg] = value;
	}
}
