// SPDX-License-Identifier: GPL-2.0
/* A PHY of clause 45 that is memory: see phy45.h. */
#include <linux/mdio.h>
#include <linux/string.h>

#include "phy45.h"

#define ID		0x0d45 /* nobody's: no driver but the generic one */
#define PARTNER		(LPA_100FULL | LPA_LPACK | ADVERTISE_CSMA)
#define PARTNER_10G	(MDIO_AN_10GBT_STAT_LP10G | MDIO_AN_10GBT_STAT_LOCOK | \
			 MDIO_AN_10GBT_STAT_REMOK)

/* What each of its devices says of itself and of the others. */
static void sim_identify(u16 regs[48])
{
	regs[MDIO_DEVID2] = ID;
	regs[MDIO_DEVS1] = MDIO_DEVS_PMAPMD | MDIO_DEVS_PCS | MDIO_DEVS_AN;
	regs[MDIO_STAT2] = MDIO_STAT2_DEVPRST_VAL;
}

void sim_phy45_begin(struct sim_phy45 *phy)
{
	memset(phy, 0, sizeof(*phy));
	sim_identify(phy->pma);
	sim_identify(phy->pcs);
	sim_identify(phy->an);
	phy->pma[MDIO_CTRL1] = MDIO_CTRL1_SPEED10G;
	phy->pma[MDIO_STAT2] |= MDIO_PMA_STAT2_EXTABLE;
	phy->pma[MDIO_PMA_EXTABLE] = MDIO_PMA_EXTABLE_10GBT | MDIO_PMA_EXTABLE_1000BT |
				     MDIO_PMA_EXTABLE_100BTX;
	phy->an[MDIO_CTRL1] = MDIO_AN_CTRL1_ENABLE;
	phy->an[MDIO_STAT1] = MDIO_AN_STAT1_ABLE;
	phy->an[MDIO_AN_ADVERTISE] = ADVERTISE_100FULL | ADVERTISE_CSMA;
	phy->an[MDIO_AN_10GBT_CTRL] = MDIO_AN_10GBT_CTRL_ADV10G;
	phy->was_down = true;
}

/* A register, or NULL if there is none. */
static u16 *sim_reg45(struct sim_phy45 *phy, u8 mmd, u16 reg)
{
	if (reg >= ARRAY_SIZE(phy->pma))
		return NULL;
	switch (mmd) {
	case MDIO_MMD_PMAPMD:
		return &phy->pma[reg];
	case MDIO_MMD_PCS:
		return &phy->pcs[reg];
	case MDIO_MMD_AN:
		return &phy->an[reg];
	default:
		return NULL;
	}
}

static bool sim_link45(const struct sim_phy45 *phy, const struct sim_world *world)
{
	return !world->unplugged && !(phy->pma[MDIO_CTRL1] & MDIO_CTRL1_LPOWER);
}

/* That the link was down is said once, even if it is up again. */
static u16 sim_pma_status(struct sim_phy45 *phy, const struct sim_world *world)
{
	bool up = sim_link45(phy, world), said = up && !phy->was_down;

	phy->was_down = !up;
	return phy->pma[MDIO_STAT1] | (said ? MDIO_STAT1_LSTATUS : 0);
}

/* Of autonegotiation: what is known once there is a link. */
static u16 sim_an_read(const struct sim_phy45 *phy, const struct sim_world *world, u16 reg)
{
	bool done = sim_link45(phy, world) && phy->an[MDIO_CTRL1] & MDIO_AN_CTRL1_ENABLE;
	bool heard = done && !world->silent;

	switch (reg) {
	case MDIO_STAT1:
		return phy->an[reg] | (done ? MDIO_AN_STAT1_COMPLETE : 0) |
		       (heard ? MDIO_AN_STAT1_LPABLE : 0);
	case MDIO_AN_LPA:
		return heard ? PARTNER : 0;
	case MDIO_AN_10GBT_STAT:
		return heard ? PARTNER_10G : 0;
	default:
		return phy->an[reg];
	}
}

u16 sim_phy45_read(struct sim_phy45 *phy, const struct sim_world *world, u8 mmd, u16 reg)
{
	const u16 *at = sim_reg45(phy, mmd, reg);

	if (!at)
		return 0;
	if (mmd == MDIO_MMD_PMAPMD && reg == MDIO_STAT1)
		return sim_pma_status(phy, world);
	return mmd == MDIO_MMD_AN ? sim_an_read(phy, world, reg) : *at;
}

/* What can only be read. */
static bool sim_fixed45(u8 mmd, u16 reg)
{
	switch (reg) {
	case MDIO_STAT1:
	case MDIO_DEVID1:
	case MDIO_DEVID2:
	case MDIO_DEVS1:
	case MDIO_DEVS2:
	case MDIO_STAT2:
		return true;
	case MDIO_PMA_EXTABLE:
		return mmd == MDIO_MMD_PMAPMD;
	default:
		return mmd == MDIO_MMD_AN &&
		       (reg == MDIO_AN_LPA || reg == MDIO_AN_10GBT_STAT);
	}
}

void sim_phy45_write(struct sim_phy45 *phy, u8 mmd, u16 reg, u16 value)
{
	u16 *at = sim_reg45(phy, mmd, reg);

	if (!at || sim_fixed45(mmd, reg))
		return;
	if (reg == MDIO_CTRL1 && value & MDIO_CTRL1_RESET) {
		sim_phy45_begin(phy);
		return;
	}
	if (mmd == MDIO_MMD_AN && reg == MDIO_CTRL1)
		value &= ~MDIO_AN_CTRL1_RESTART; /* over at once */
	/* what it is told to be, or to negotiate, takes the link down for a moment */
	if (reg == MDIO_CTRL1)
		phy->was_down = true;
	*at = value;
}
