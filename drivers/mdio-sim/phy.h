/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A PHY that is memory: its registers of clause 22 of IEEE 802.3, section 22.2.4, and
 * what it and its link partner make of them; of Marvell's 88E1111 its own registers, too,
 * as far as the kernel's driver, drivers/net/phy/marvell.c, uses them with a copper cable.
 */
#ifndef _DEED_SIM_PHY_H
#define _DEED_SIM_PHY_H

#include <linux/types.h>

/* Which PHY it is. */
struct sim_model {
	u32 id;
	bool marvell; /* up to 1000 Mbit/s, else up to 100 */
	bool toggles; /* resets only if the reset bit was not set */
};

/* What happens to it. */
struct sim_world {
	bool unplugged; /* the cable */
	bool silent; /* it says nothing of what the partner can do, as some do */
	bool stuck; /* the reset bit stays set */
};

struct sim_phy {
	u16 regs[32];
	u16 control; /* what is in effect of BMCR */
	bool was_down; /* the link, since BMSR was read */
};

/* Power on. */
void sim_phy_begin(struct sim_phy *phy, const struct sim_model *model);

u16 sim_phy_read(struct sim_phy *phy, const struct sim_model *model,
		 const struct sim_world *world, u8 reg);

void sim_phy_write(struct sim_phy *phy, const struct sim_model *model, u8 reg, u16 value);

#endif /* _DEED_SIM_PHY_H */
