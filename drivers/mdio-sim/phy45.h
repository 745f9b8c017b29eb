/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A PHY for 10GBASE-T that is memory, with the registers of clause 45 of IEEE 802.3:
 * its PMA/PMD, PCS and autonegotiation, sections 45.2.1, 45.2.3 and 45.2.7, as far as
 * phylib asks.
 */
#ifndef _DEED_SIM_PHY45_H
#define _DEED_SIM_PHY45_H

#include <linux/types.h>

#include "phy.h"

struct sim_phy45 {
	u16 pma[48], pcs[48], an[48];
	bool was_down; /* the link, since its status was read */
};

/* Power on. */
void sim_phy45_begin(struct sim_phy45 *phy);

u16 sim_phy45_read(struct sim_phy45 *phy, const struct sim_world *world, u8 mmd, u16 reg);

void sim_phy45_write(struct sim_phy45 *phy, u8 mmd, u16 reg, u16 value);

#endif /* _DEED_SIM_PHY45_H */
