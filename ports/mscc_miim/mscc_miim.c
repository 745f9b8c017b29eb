// SPDX-License-Identifier: GPL-2.0
/*
 * The MDIO controller of Microsemi's and Microchip's network switches: a port of
 * drivers/net/mdio/mdio-mscc-miim.c.
 */
#include <deed/delay.h>
#include <deed/mdio.h>
#include <deed/module.h>
#include <deed/platform.h>

DEED_MMIO(miim_regs, 0x10);
DEED_REG(miim_regs, MIIM_STATUS, 0x0, ro, u32);
#define MIIM_STATUS_PENDING	BIT(2) /* the last command has not begun */
#define MIIM_STATUS_BUSY	BIT(3) /* it is under way */
DEED_BITS(miim_command, u32);
DEED_FIELD(miim_command, MIIM_GO, BIT(31));
DEED_FIELD(miim_command, MIIM_ADDR, GENMASK(29, 25));
DEED_FIELD(miim_command, MIIM_REG, GENMASK(24, 20));
DEED_FIELD(miim_command, MIIM_VALUE, GENMASK(19, 4));
DEED_FIELD(miim_command, MIIM_OPERATION, GENMASK(2, 1));
#define MIIM_WRITE		1
#define MIIM_READ		2
DEED_REG(miim_regs, MIIM_COMMAND, 0x8, wo, struct miim_command);
DEED_REG(miim_regs, MIIM_DATA, 0xc, ro, u32);
#define MIIM_DATA_ERROR		GENMASK(17, 16)

/* Of PHYs in the chip itself; not all have one. */
DEED_MMIO(miim_phy_regs, 4);
DEED_REG(miim_phy_regs, MIIM_PHY_CONFIG, 0, rw, u32);
DEED_MMIO_OPTIONAL(miim_phy, miim_phy_regs);

/* Which bits of it are zero in a reset: what the chips differ in. */
struct miim_chip {
	u32 reset;
};

static const struct miim_chip ocelot = { .reset = GENMASK(8, 0) };
static const struct miim_chip lan966x = { .reset = BIT(0) };

/* What the device gives, until unbind. */
struct miim_hw {
	struct miim_regs regs;
	struct miim_phy phy;
};

DEED_DEVICE_TYPE(miim_device, struct miim_hw);

struct miim {
	struct miim_device dev;
	struct miim_chip chip;
};

DEED_DEVICE_REF(miim_ref, struct miim, dev, deed_plain);

static int miim_command(const struct miim_hw *hw, struct deed_mdio_c22 at,
			unsigned int operation, u16 value)
{
	u32 status;
	int err = deed_reg_poll(&hw->regs, MIIM_STATUS, status,
				!(status & MIIM_STATUS_PENDING), 50, 10000);

	struct miim_command command = deed_field_prep(MIIM_GO, 1);

	if (err)
		return err;
	deed_field_set(MIIM_ADDR, &command, at.addr);
	deed_field_set(MIIM_REG, &command, at.reg);
	deed_field_set(MIIM_VALUE, &command, value);
	deed_field_set(MIIM_OPERATION, &command, operation);
	deed_reg_write(&hw->regs, MIIM_COMMAND, command);
	return 0;
}

static int miim_read(const struct miim *m, const struct miim_hw *hw,
		     struct deed_mdio_c22 at, u16 *value)
{
	u32 status, data;
	int err = miim_command(hw, at, MIIM_READ, 0) ?:
		  deed_reg_poll(&hw->regs, MIIM_STATUS, status,
				!(status & MIIM_STATUS_BUSY), 50, 10000);

	if (err)
		return err;
	data = deed_reg_read(&hw->regs, MIIM_DATA);
	*value = data;
	return data & MIIM_DATA_ERROR ? -EIO : 0;
}

static int miim_write(const struct miim *m, const struct miim_hw *hw,
		      struct deed_mdio_c22 at, u16 value)
{
	return miim_command(hw, at, MIIM_WRITE, value);
}

static int miim_reset(const struct miim *m, const struct miim_hw *hw)
{
	const struct miim_phy_regs *phy = miim_phy_get(&hw->phy);
	u32 config;

	if (!phy)
		return 0;
	config = deed_reg_read(phy, MIIM_PHY_CONFIG) & ~m->chip.reset;
	deed_reg_write(phy, MIIM_PHY_CONFIG, config);
	deed_reg_write(phy, MIIM_PHY_CONFIG, config | m->chip.reset);
	deed_sleep_us(500000);
	return 0;
}

DEED_MDIO_BUS(miim_bus, miim_ref, dev, "mscc_miim", read, miim_read, write, miim_write,
	      reset, miim_reset);

DEED_OF_IDS_FOR(miim_ids, struct miim_chip, DEED_OF_ID("mscc,ocelot-miim", &ocelot),
		DEED_OF_ID("microchip,lan966x-miim", &lan966x));

static int miim_probe(struct deed_platform *dev, struct miim *m, struct miim_hw *hw)
{
	return miim_ids_match(dev, &m->chip) ?:
	       miim_regs_map(&hw->regs, deed_platform_mem(dev, 0)) ?:
	       miim_phy_map(&hw->phy, deed_platform_mem(dev, 1));
}

static int miim_start(const struct miim *m, const struct miim_hw *hw,
		      struct miim_device_scope *scope)
{
	return miim_bus_register(scope);
}

DEED_OF_DRIVER(miim_driver, "mscc-miim", miim_ids, miim_ref, dev, miim_probe,
	       start, miim_start);

deed_module(miim_driver, miim_driver_register);

MODULE_DESCRIPTION("Microsemi's MDIO controller, ported to deed");
MODULE_LICENSE("GPL");
