/* SPDX-License-Identifier: GPL-2.0 */
/* The links of PHYs that have a driver: each test is done with each of them. */
#ifndef _SIM_LINK_H
#define _SIM_LINK_H

#include "sim_test.h"

FIXTURE(link) {};

FIXTURE_VARIANT(link)
{
	enum model model;
	const char *driver;
	unsigned int best; /* Mbit/s */
};

FIXTURE_VARIANT_ADD(link, ax88772a) { AX88772A, "Asix Electronics AX88772A", 100 };
FIXTURE_VARIANT_ADD(link, ax88772c) { AX88772C, "Asix Electronics AX88772C", 100 };
FIXTURE_VARIANT_ADD(link, ax88796b) { AX88796B, "Asix Electronics AX88796B", 100 };
FIXTURE_VARIANT_ADD(link, m88e1111) { M88E1111, "Marvell 88E1111", 1000 };

FIXTURE_SETUP(link)
{
	char name[64];

	ASSERT_EQ(0, sim_load(variant->model));
	ASSERT_STREQ(variant->driver, sim_driver(name, sizeof(name)));
}

FIXTURE_TEARDOWN(link)
{
	sim_up(false);
	EXPECT_EQ(0, sim_load(AX88772A));
}

#endif /* _SIM_LINK_H */
