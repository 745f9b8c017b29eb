// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/regmap.h and deed/property.h, on a device of our own. */
#include <linux/device.h>
#include <linux/property.h>
#include <linux/regmap.h>

#include <deed/property.h>
#include <deed/regmap.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here, and the device of both");

DEED_MMIO(board_regs, 0x100);

struct board {
	struct board_regs regs;
	struct deed_regmap map;
};

static deed_misuses("static, as its twin is") struct board board;

static struct raw_board {
	void __iomem *base;
	struct regmap *map;
} raw_board;

static u8 memory[0x100] __aligned(8);
static unsigned int reg;
static struct deed_scope scope;
static const char *name;

static noinline long deed_regmap_read_one(void)
{
	const struct board *b = &board;
	unsigned int value;

	return deed_regmap_read(&b->map, reg, &value) ?: (long)value;
}

static noinline long raw_regmap_read_one(void)
{
	const struct raw_board *b = &raw_board;
	unsigned int value;

	return regmap_read(b->map, reg, &value) ?: (long)value;
}

static noinline long deed_regmap_write_one(void)
{
	const struct board *b = &board;

	return deed_regmap_write(&b->map, reg, 17);
}

static noinline long raw_regmap_write_one(void)
{
	const struct raw_board *b = &raw_board;

	return regmap_write(b->map, reg, 17);
}

static noinline long deed_regmap_update(void)
{
	const struct board *b = &board;

	return deed_regmap_update_bits(&b->map, reg, 0xf0, 0x30);
}

/* A number that is not checked is aligned by regmap_read() alone. */
static noinline long raw_regmap_update(void)
{
	struct regmap *map = raw_board.map;
	unsigned int r = reg;

	if (!IS_ALIGNED(r, regmap_get_reg_stride(map)))
		return -EINVAL;
	return regmap_update_bits(map, r, 0xf0, 0x30);
}

static noinline long deed_regmap_number(void)
{
	u32 value;

	return deed_property_u32_in_range(&scope, name, 1, 100, &value) ?: (long)value;
}

/* What is not there has the errno of what is wrong, in some firmware. */
static int raw_error(struct device *dev, const char *prop, int err)
{
	if (!device_property_present(dev, prop))
		return -ENOENT;
	return err == -EOVERFLOW ? err : -EPROTO;
}

/* The kernel's own reader takes the first of several, and half of one. */
static noinline long raw_regmap_number(void)
{
	struct device *dev = scope.__dev;
	const char *prop = name;
	u32 value;
	int n = device_property_count_u32(dev, prop);

	if (n > 1)
		return -EOVERFLOW;
	if (n == 1)
		n = device_property_read_u32(dev, prop, &value) ?: 1;
	if (n != 1)
		return raw_error(dev, prop, n);
	return value < 1 || value > 100 ? -ERANGE : (long)value;
}

static noinline long deed_regmap_array(void)
{
	u32 values[4];
	int n = deed_property_array(&scope, name, values);

	return n < 0 ? n : (long)values[n - 1];
}

static noinline long raw_regmap_array(void)
{
	struct device *dev = scope.__dev;
	const char *prop = name;
	u32 values[4];
	int n = device_property_count_u32(dev, prop);
	int err = n ?: -EPROTO;

	if (n > (int)ARRAY_SIZE(values))
		return -EOVERFLOW;
	if (n > 0)
		err = device_property_read_u32_array(dev, prop, values, n);
	return err ? raw_error(dev, prop, err) : (long)values[n - 1];
}

static void regmap_good(enum bench_side side)
{
	memset(memory, 0, sizeof(memory));
	reg = 8;
	name = "number";
}

static void regmap_outside(enum bench_side side)
{
	regmap_good(side);
	reg = 0x100;
}

static void property_missing(enum bench_side side)
{
	name = "missing";
}

static void property_array(enum bench_side side)
{
	name = "array";
}

/* The map of deed has the config that deed gives it; the twin has the same. */
static deed_misuses("makes by hand what the bus would make") int bench_device(struct device *dev)
{
	static const u32 array[] = { 1, 2, 3 };
	static const struct property_entry entries[] = {
		PROPERTY_ENTRY_U32("number", 42),
		PROPERTY_ENTRY_U32_ARRAY("array", array),
		{}
	};
	static const struct regmap_config config = {
		.name = "raw",
		.reg_bits = 32,
		.reg_stride = 4,
		.val_bits = 32,
		.max_register = sizeof(memory) - 4,
	};
	int err;

	scope.__dev = dev;
	raw_board.base = (void __iomem __force *)memory;
	err = __deed_mapping_fill(&board.regs.__map, raw_board.base) ?:
	      deed_regmap_mmio(&scope, &board.regs, 32, &board.map);
	if (err)
		return err;
	raw_board.map = devm_regmap_init_mmio(dev, raw_board.base, &config);
	if (IS_ERR(raw_board.map))
		return PTR_ERR(raw_board.map);
	return device_create_managed_software_node(dev, entries, NULL);
}

void bench_regmap(void)
{
	static const struct bench_row rows[] = {
		BENCH(regmap, read_one, "read a register", regmap_good),
		BENCH(regmap, read_one, "read a register, none there", regmap_outside),
		BENCH(regmap, write_one, "write a register", regmap_good),
		BENCH(regmap, update, "update bits", regmap_good),
		BENCH(regmap, number, "property: a number", regmap_good),
		BENCH(regmap, number, "property: a number, missing", property_missing),
		BENCH(regmap, number, "property: a number of several", property_array),
		BENCH(regmap, array, "property: an array", property_array),
		BENCH(regmap, array, "property: an array, missing", property_missing),
	};
	struct device *dev = root_device_register("deed-bench");

	if (WARN_ON(IS_ERR(dev)))
		return;
	if (!WARN_ON(bench_device(dev)))
		bench_rows(rows, ARRAY_SIZE(rows));
	BENCH_SIZE("register map", board, raw_board);
	root_device_unregister(dev);
}
