// SPDX-License-Identifier: GPL-2.0
/*
 * Of one device something else is known than of the others: it would be read as theirs.
 */
#include <linux/module.h>

#include <deed/platform.h>

struct chip {
	u32 ports, reset;
};

static const struct chip small = { .ports = 4, .reset = BIT(0) };
#ifdef MISUSE
static const u32 large = 48;
#else
static const struct chip large = { .ports = 48, .reset = BIT(8) };
#endif

DEED_OF_IDS_FOR(chip_ids, struct chip, DEED_OF_ID("deed,small", &small), /* error: not compatible */
		DEED_OF_ID("deed,large", &large));

static __used int chip_reset(struct deed_platform *dev, u32 *reset)
{
	struct chip chip;
	int err = chip_ids_match(dev, &chip);

	if (!err)
		*reset = chip.reset;
	return err;
}

MODULE_DESCRIPTION("misuse: of id type");
MODULE_LICENSE("GPL");
