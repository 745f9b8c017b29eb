// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of ports/mscc_miim against its model, drivers/net/mdio/mdio-mscc-miim.c: both
 * have a fake controller of their own, and touch its registers in the same way.
 *
 * The driver's source is compiled into this file, where each register access is
 * logged. The model is driven by the function that it exports for switch drivers,
 * which gives it a register map; that of the test writes the same log.
 */
#include "../../kunit/mmio_log.h"

#include <linux/mdio/mdio-mscc-miim.h>
#include <linux/module.h>

#include <deed/module.h>

#include "../../kunit/bound.h"
#include "../../kunit/fake_platform.h"

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "mscc_miim.c"

deed_unsafe_file("is the controller behind both drivers, and asks as phylib would");

#define NAME	"deed-miim-fake"

#define STATUS	0x00
#define COMMAND	0x08
#define DATA	0x0c
#define CONFIG	0x20 /* of the PHYs in the chip */

/* What the controller does, and how it is built. */
static struct fake {
	struct mmio_log *log;
	unsigned int pending, busy; /* for how many looks from each command on */
	u32 data;
	const struct miim_chip *chip;
	bool has_phy;
	/* private: */
	unsigned int pending_left, busy_left;
	u32 config;
} fake;

static u64 fake_read(struct mmio_log *log, size_t offset, size_t width)
{
	u32 status = 0;

	switch (offset) {
	case STATUS:
		if (fake.pending_left) {
			fake.pending_left--;
			status |= BIT(2);
		}
		if (fake.busy_left) {
			fake.busy_left--;
			status |= BIT(3);
		}
		return status;
	case DATA:
		return fake.data;
	case CONFIG:
		return fake.config;
	default:
		return 0xdeadbeef;
	}
}

static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	if (offset == COMMAND)
		fake.busy_left = fake.busy;
	if (offset == CONFIG)
		fake.config = value;
}

/* The model's registers. */
static int model_read(void *log, unsigned int reg, unsigned int *value)
{
	*value = fake_read(log, reg, 4);
	mmio_log_add(log, "r32 %x=%x", reg, *value);
	return 0;
}

static int model_write(void *log, unsigned int reg, unsigned int value)
{
	mmio_log_add(log, "w32 %x=%x", reg, value);
	fake_write(log, reg, 4, value);
	return 0;
}

static const struct regmap_config model_config = {
	.reg_bits = 32,
	.val_bits = 32,
	.reg_stride = 4,
	.reg_read = model_read,
	.reg_write = model_write,
};

static struct mii_bus *model_bus(struct kunit *test)
{
	struct device *dev = bound_device(test);
	struct regmap *map = devm_regmap_init(dev, NULL, fake.log, &model_config);
	struct mii_bus *bus;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, map);
	KUNIT_ASSERT_EQ(test, mscc_miim_setup(dev, &bus, "model", map, 0, false), 0);
	return bus;
}

static void __iomem *nothing_map(void *base, unsigned int index, size_t size)
{
	return IOMEM_ERR_PTR(-ENOENT);
}

static int fake_probe(struct deed_platform *dev, struct miim *m, struct miim_hw *hw)
{
	struct deed_io phy = mmio_fake(fake.log->base + CONFIG);

	if (!fake.has_phy)
		phy.__map = nothing_map;
	m->chip = *fake.chip;
	return miim_regs_map(&hw->regs, mmio_fake(fake.log->base)) ?:
	       miim_phy_map(&hw->phy, phy);
}

/* The driver itself, under a name that is free. */
DEED_PLATFORM_DRIVER(named_driver, NAME "-named", miim_ref, dev, miim_probe,
		     start, miim_start);

DEED_PLATFORM_DRIVER(fake_driver, NAME, miim_ref, dev, fake_probe, start, miim_start);

static deed_misuses("registered before each test, and dropped after it")
struct fake_driver registered;

static deed_misuses("what a module's start does, for each test")
int miim_test_init(struct kunit *test)
{
	memset(&fake, 0, sizeof(fake));
	fake.log = mmio_log_start(test, NULL, 0x40);
	fake.log->read = fake_read;
	fake.log->write = fake_write;
	fake.chip = &ocelot;
	fake.data = 0xffff; /* no PHY */
	registered = fake_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void miim_test_exit(struct kunit *test)
{
	fake_driver_drop(&registered);
}

static void bus_put(void *bus)
{
	put_device(&((struct mii_bus *)bus)->dev);
}

/* Of a device that is there until the end of the test; phylib has looked at it. */
static struct mii_bus *port_bus(struct kunit *test)
{
	struct mii_bus *bus;

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(fake_device(test, NAME, -1, NULL, 0)));
	bus = mdio_find_bus(NAME "-mii");
	KUNIT_ASSERT_NOT_NULL(test, bus);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, bus_put, bus), 0);
	return bus;
}

/* What is asked of a bus. */
struct access {
	bool write;
	unsigned int addr, reg;
	u16 value;
};

/* As phylib does it, and what the log has then: without what is only seen again. */
static int asked(struct mii_bus *bus, const struct access *a, char *seen, size_t len)
{
	char *word, *text = fake.log->text, last[16] = "";
	int result;

	mmio_log_clear(fake.log);
	fake.pending_left = fake.pending;
	fake.busy_left = 0;
	mutex_lock(&bus->mdio_lock);
	result = a->write ? bus->write(bus, a->addr, a->reg, a->value) :
			    bus->read(bus, a->addr, a->reg);
	mutex_unlock(&bus->mdio_lock);
	seen[0] = 0;
	/* "r32 0=4": two words */
	while ((word = strsep(&text, " ")) && text) {
		char both[32];

		snprintf(both, sizeof(both), "%s %s", word, strsep(&text, " "));
		if (strcmp(both, last)) {
			strlcat(seen, both, len);
			strlcat(seen, " ", len);
		}
		strscpy(last, both, sizeof(last));
	}
	return result;
}

static void compare(struct kunit *test, struct mii_bus *model, struct mii_bus *port,
		    const struct access *a, int result, const char *accesses)
{
	char by_model[128], by_port[128];

	KUNIT_EXPECT_EQ(test, asked(model, a, by_model, sizeof(by_model)), result);
	KUNIT_EXPECT_EQ(test, asked(port, a, by_port, sizeof(by_port)), result);
	KUNIT_EXPECT_STREQ(test, by_port, by_model);
	if (accesses)
		KUNIT_EXPECT_STREQ(test, by_port, accesses);
}

static void registers_are_read_and_written(struct kunit *test)
{
	struct mii_bus *model = model_bus(test), *port = port_bus(test);

	mutex_init(&model->mdio_lock); /* it is not registered */
	fake.data = 0xbeef;
	compare(test, model, port, &(struct access){ .addr = 5, .reg = 3 }, 0xbeef,
		"r32 0=0 w32 8=8a300004 r32 0=0 r32 c=beef ");
	compare(test, model, port, &(struct access){ true, 5, 3, 0x1234 }, 0,
		"r32 0=0 w32 8=8a312342 ");
	fake.pending = 1;
	fake.busy = 1;
	compare(test, model, port, &(struct access){ .addr = 1, .reg = 2 }, 0xbeef,
		"r32 0=4 r32 0=0 w32 8=82200004 r32 0=8 r32 0=0 r32 c=beef ");
	compare(test, model, port, &(struct access){ true, 1, 2, 0xffff }, 0,
		"r32 0=4 r32 0=0 w32 8=822ffff2 ");
}

static void all_registers_are_reached(struct kunit *test)
{
	struct mii_bus *model = model_bus(test), *port = port_bus(test);

	mutex_init(&model->mdio_lock);
	for (unsigned int addr = 0; addr < 32; addr++) {
		for (unsigned int reg = 0; reg < 32; reg++) {
			struct access a = { .addr = addr, .reg = reg };

			fake.data = addr << 8 | reg;
			compare(test, model, port, &a, fake.data, NULL);
			a.write = true;
			a.value = ~fake.data;
			compare(test, model, port, &a, 0, NULL);
		}
	}
}

static void errors_are_those_of_the_model(struct kunit *test)
{
	struct mii_bus *model = model_bus(test), *port = port_bus(test);
	const struct access reads = { .addr = 7, .reg = 1 }, writes = { true, 7, 1, 9 };

	mutex_init(&model->mdio_lock);
	for (u32 error = BIT(16); error <= BIT(17); error <<= 1) {
		fake.data = error | 5;
		compare(test, model, port, &reads, -EIO, NULL);
	}
	fake.data = 0x40005; /* no error */
	compare(test, model, port, &reads, 5, NULL);
	fake.busy = UINT_MAX;
	compare(test, model, port, &reads, -ETIMEDOUT, "r32 0=0 w32 8=8e100004 r32 0=8 ");
	compare(test, model, port, &writes, 0, NULL);
	fake.pending = UINT_MAX;
	compare(test, model, port, &reads, -ETIMEDOUT, "r32 0=4 ");
	compare(test, model, port, &writes, -ETIMEDOUT, "r32 0=4 ");
}

/* Of the model it would be register 0 of the next PHY. */
static void register_that_is_not_there_is_refused(struct kunit *test)
{
	struct mii_bus *port = port_bus(test);
	const struct access wrong[] = {
		{ false, 0, 32 }, { true, 0, 32 }, { false, 32, 0 }, { true, U32_MAX, 0 },
		{ false, 0, U32_MAX },
	};
	char seen[64];

	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_EQ(test, asked(port, &wrong[i], seen, sizeof(seen)), -ENXIO);
		KUNIT_EXPECT_STREQ(test, seen, "");
	}
}

static void expect_begin(struct kunit *test, const char *wanted)
{
	port_bus(test);
	fake.log->text[strlen(wanted)] = 0;
	KUNIT_EXPECT_STREQ(test, fake.log->text, wanted);
}

/* Each is looked for at its address, and nobody answers. */
#define LOOKS	"r32 0=0 w32 8=80200004 r32 0=0 r32 c=ffff "

static void phys_are_looked_for_at_once(struct kunit *test)
{
	expect_begin(test, LOOKS);
}

static void phys_of_ocelot_are_reset_before(struct kunit *test)
{
	fake.has_phy = true;
	fake.config = 0xf123;
	expect_begin(test, "r32 20=f123 w32 20=f000 w32 20=f1ff " LOOKS);
}

static void phys_of_lan966x_are_reset_before(struct kunit *test)
{
	fake.has_phy = true;
	fake.chip = &lan966x;
	fake.config = 0xf123;
	expect_begin(test, "r32 20=f123 w32 20=f122 w32 20=f123 " LOOKS);
}

static void device_that_nothing_is_known_of_is_refused(struct kunit *test)
{
	const struct resource memory = DEFINE_RES_MEM(FAKE_MEM, 0x24);

	deed_own(named_driver, driver) = named_driver_register();

	KUNIT_EXPECT_TRUE(test, deed_ok(driver));
	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(fake_device(test, NAME "-named", -1,
								  &memory, 1)));
}

static struct kunit_case miim_cases[] = {
	KUNIT_CASE(registers_are_read_and_written),
	KUNIT_CASE(all_registers_are_reached),
	KUNIT_CASE(errors_are_those_of_the_model),
	KUNIT_CASE(register_that_is_not_there_is_refused),
	KUNIT_CASE(phys_are_looked_for_at_once),
	KUNIT_CASE(phys_of_ocelot_are_reset_before),
	KUNIT_CASE(phys_of_lan966x_are_reset_before),
	KUNIT_CASE(device_that_nothing_is_known_of_is_refused),
	{}
};

static struct kunit_suite miim_suite = {
	.name = "deed_mscc_miim",
	.init = miim_test_init,
	.exit = miim_test_exit,
	.test_cases = miim_cases,
};

kunit_test_suite(miim_suite);

MODULE_DESCRIPTION("Tests of an MDIO controller against the kernel's own driver");
MODULE_LICENSE("GPL");
