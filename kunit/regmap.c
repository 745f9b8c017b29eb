// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/regmap.h>: maps end with their scope, reach what they are over
 * and nothing behind it, and pass on what goes wrong.
 */
#include <kunit/device.h>
#include <kunit/test.h>
#include <linux/debugfs.h>
#include <linux/device.h>
#include <linux/module.h>

#include <deed/regmap.h>

#include "fault.h"
#include "thread.h"

deed_unsafe_file("tests bind devices, and put memory behind regions");

#define SIZE 64

DEED_MMIO(board_regs, SIZE);
DEED_MMIO(odd_regs, 15);
DEED_MMIO(one_reg, 4);

struct bus {
	unsigned int values[8], reads, writes;
	int err;
	bool slow;
};

struct board {
	struct board_regs regs;
	struct odd_regs odd;
	struct one_reg one;
	struct deed_regmap map;
	struct device *dev;
	struct deed_scope scope;
	struct bus *bus;
	u8 *memory;
};

/* A bus of the driver's own: an array, which may fail or take its time */
static int board_read(const struct board *board, unsigned int reg, unsigned int *value)
{
	struct bus *bus = board->bus;

	bus->reads++;
	if (bus->err)
		return bus->err;
	*value = bus->values[reg];
	if (bus->slow)
		schedule_timeout_uninterruptible(1);
	return 0;
}

static int board_write(const struct board *board, unsigned int reg, unsigned int value)
{
	struct bus *bus = board->bus;

	bus->writes++;
	if (bus->err)
		return bus->err;
	bus->values[reg] = value;
	return 0;
}

DEED_REGMAP_BUS(board_bus, struct board, board_read, board_write);

static deed_misuses("makes by hand what the bus would make, and keeps it")
int regmap_test_init(struct kunit *test)
{
	struct board *board = kunit_kzalloc(test, sizeof(*board), GFP_KERNEL);
	void __iomem *base;

	KUNIT_ASSERT_NOT_NULL(test, board);
	board->bus = kunit_kzalloc(test, sizeof(*board->bus), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, board->bus);
	board->memory = kunit_kzalloc(test, SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, board->memory);
	base = (void __iomem __force *)board->memory;
	board->dev = kunit_device_register(test, "deed-regmap");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, board->dev);
	board->scope.__dev = board->dev;
	KUNIT_ASSERT_NOT_NULL(test, devres_open_group(board->dev, board, GFP_KERNEL));
	KUNIT_ASSERT_EQ(test, __deed_mapping_fill(&board->regs.__map, base), 0);
	KUNIT_ASSERT_EQ(test, __deed_mapping_fill(&board->odd.__map, base), 0);
	KUNIT_ASSERT_EQ(test, __deed_mapping_fill(&board->one.__map, base), 0);
	test->priv = board;
	return 0;
}

/* What is in probe, for the tests: fills the map. */
enum over { BYTES, HALVES, WORDS, ODD, ONE, BUS, SHORT_BUS };

static deed_misuses("fills the map of a device that the test made")
int make(struct kunit *test, enum over over)
{
	struct board *board = test->priv;

	switch (over) {
	case BYTES:
		return deed_regmap_mmio(&board->scope, &board->regs, 8, &board->map);
	case HALVES:
		return deed_regmap_mmio(&board->scope, &board->regs, 16, &board->map);
	case WORDS:
		return deed_regmap_mmio(&board->scope, &board->regs, 32, &board->map);
	case ODD:
		return deed_regmap_mmio(&board->scope, &board->odd, 32, &board->map);
	case ONE:
		return deed_regmap_mmio(&board->scope, &board->one, 32, &board->map);
	case BUS:
		return board_bus_regmap(&board->scope, board, 7, &board->map);
	default:
		return board_bus_regmap(&board->scope, board, 0, &board->map);
	}
}

/* Callbacks have the hardware through a shared borrow. */
static const struct deed_regmap *map_of(struct kunit *test)
{
	const struct board *board = test->priv;

	return &board->map;
}

static void map_over_bytes(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 17;

	KUNIT_ASSERT_EQ(test, make(test, BYTES), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 5, 0xab), 0);
	KUNIT_EXPECT_EQ(test, board->memory[5], 0xab);
	KUNIT_EXPECT_EQ(test, board->memory[4] | board->memory[6], 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 5, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0xab);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, SIZE - 1, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, SIZE, &value), -EIO);
}

static void map_over_halves(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 17;

	KUNIT_ASSERT_EQ(test, make(test, HALVES), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 6, 0x1234), 0);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 5, "\0\x34\x12\0", 4);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 6, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0x1234);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, SIZE - 2, 1), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, SIZE, 1), -EIO);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 7, 1), -EINVAL);
}

static void map_over_words(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 17;

	KUNIT_ASSERT_EQ(test, make(test, WORDS), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 8, 0x12345678), 0);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 7, "\0\x78\x56\x34\x12\0", 6);
	KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, 8, 0xff00, 0xabcdef), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 8, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0x1234cd78);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, SIZE - 4, U32_MAX), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, SIZE - 4, &value), 0);
	KUNIT_EXPECT_EQ(test, value, U32_MAX);
}

static void nothing_is_reached_behind_the_end(struct kunit *test)
{
	static const unsigned int outside[] = { SIZE, SIZE + 4, INT_MAX & ~3, UINT_MAX & ~3 };
	static const unsigned int crooked[] = { 1, 2, SIZE - 3, SIZE - 1, UINT_MAX };
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 17;

	memset(board->memory, 0xff, SIZE);
	KUNIT_ASSERT_EQ(test, make(test, WORDS), 0);
	for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
		KUNIT_EXPECT_EQ(test, deed_regmap_read(map, outside[i], &value), -EIO);
		KUNIT_EXPECT_EQ(test, deed_regmap_write(map, outside[i], 0), -EIO);
		KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, outside[i], 1, 0), -EIO);
	}
	for (size_t i = 0; i < ARRAY_SIZE(crooked); i++) {
		KUNIT_EXPECT_EQ(test, deed_regmap_read(map, crooked[i], &value), -EINVAL);
		KUNIT_EXPECT_EQ(test, deed_regmap_write(map, crooked[i], 0), -EINVAL);
		KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, crooked[i], 1, 0), -EINVAL);
	}
	KUNIT_EXPECT_EQ(test, value, 17);
	KUNIT_EXPECT_NULL(test, memchr_inv(board->memory, 0xff, SIZE));
}

static void last_register_is_one_that_fits(struct kunit *test)
{
	const struct deed_regmap *map = map_of(test);
	unsigned int value;

	KUNIT_ASSERT_EQ(test, make(test, ODD), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 8, &value), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 12, &value), -EIO);
}

static void region_of_one_register_has_one(struct kunit *test)
{
	const struct deed_regmap *map = map_of(test);
	unsigned int value;

	KUNIT_ASSERT_EQ(test, make(test, ONE), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 0, &value), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 4, &value), -EIO);
}

static void map_over_memory_can_be_used_in_any_context(struct kunit *test)
{
	struct board *board = test->priv;
	unsigned int value = 0;
	int err;

	KUNIT_ASSERT_EQ(test, make(test, WORDS), 0);
	local_irq_disable();
	err = deed_regmap_write(&board->map, 4, 3) ?:
	      deed_regmap_update_bits(&board->map, 4, 1, 0) ?:
	      deed_regmap_read(&board->map, 4, &value);
	local_irq_enable();
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, value, 2);
}

/* Whether there is a map of the device: it has a folder then. */
static bool map_is_there(const struct board *board)
{
	struct dentry *root = debugfs_lookup("regmap", NULL);
	struct dentry *map = root ? debugfs_lookup(dev_name(board->dev), root) : NULL;

	dput(root);
	dput(map);
	return map;
}

static void map_ends_with_its_scope(struct kunit *test)
{
	static const enum over both[] = { WORDS, BUS };
	struct board *board = test->priv;

	for (size_t i = 0; i < ARRAY_SIZE(both); i++) {
		KUNIT_EXPECT_FALSE(test, map_is_there(board));
		KUNIT_ASSERT_EQ(test, make(test, both[i]), 0);
		KUNIT_EXPECT_TRUE(test, map_is_there(board));
		devres_release_group(board->dev, board);
		KUNIT_EXPECT_FALSE(test, map_is_there(board));
		KUNIT_ASSERT_NOT_NULL(test, devres_open_group(board->dev, board, GFP_KERNEL));
	}
}

static void own_bus_gets_its_context(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 0;

	KUNIT_ASSERT_EQ(test, make(test, BUS), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 3, 0xdeadbeef), 0);
	KUNIT_EXPECT_EQ(test, board->bus->values[3], 0xdeadbeef);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 3, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0xdeadbeef);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 7, 1), 0);
	KUNIT_EXPECT_EQ(test, board->bus->reads, 1);
	KUNIT_EXPECT_EQ(test, board->bus->writes, 2);

	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 8, &value), -EIO);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 8, 1), -EIO);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, UINT_MAX, 1), -EIO);
	KUNIT_EXPECT_EQ(test, board->bus->reads + board->bus->writes, 3);
}

static void own_bus_may_have_one_register(struct kunit *test)
{
	struct board *board = test->priv;
	unsigned int value;

	KUNIT_ASSERT_EQ(test, make(test, SHORT_BUS), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(&board->map, 0, &value), 0);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(&board->map, 1, &value), -EIO);
}

static void errors_of_the_bus_come_through(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);
	unsigned int value = 17;

	KUNIT_ASSERT_EQ(test, make(test, BUS), 0);
	board->bus->err = -ETIMEDOUT;
	KUNIT_EXPECT_EQ(test, deed_regmap_read(map, 1, &value), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(map, 1, 1), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, 1, 1, 1), -ETIMEDOUT);
	KUNIT_EXPECT_EQ(test, value, 17);
	KUNIT_EXPECT_EQ(test, board->bus->values[1], 0);
}

static void update_writes_what_has_changed(struct kunit *test)
{
	struct board *board = test->priv;
	const struct deed_regmap *map = map_of(test);

	KUNIT_ASSERT_EQ(test, make(test, BUS), 0);
	board->bus->values[2] = 0xf0;
	KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, 2, 0x3c, 0xff), 0);
	KUNIT_EXPECT_EQ(test, board->bus->values[2], 0xfc);
	KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(map, 2, 0x3c, 0x3c), 0);
	KUNIT_EXPECT_EQ(test, board->bus->writes, 1);
}

/* Each adds the bits of a CPU, one by one, while the bus lets the other run. */
static int update_sixteen_bits(void *arg)
{
	struct board *board = arg;
	unsigned int first = smp_processor_id() ? 16 : 0;
	int err = 0;

	for (unsigned int bit = first; bit < first + 16 && !err; bit++)
		err = deed_regmap_update_bits(&board->map, 0, BIT(bit), BIT(bit));
	return err;
}

static void updates_do_not_undo_each_other(struct kunit *test)
{
	struct board *board = test->priv;

	if (num_online_cpus() < 2)
		kunit_skip(test, "needs two CPUs");
	KUNIT_ASSERT_EQ(test, make(test, BUS), 0);
	board->bus->slow = true;
	KUNIT_EXPECT_EQ(test, threads_race(test, update_sixteen_bits, board), 0);
	KUNIT_EXPECT_EQ(test, board->bus->values[0], U32_MAX);
}

/*
 * Lets the n-th step or allocation fail, until there is no n-th one. Not over a
 * region: the kernel forgets what regmap_mmio_gen_context() made when a later step
 * of __devm_regmap_init_mmio_clk() fails.
 */
static void map_that_cannot_be_made_fails(struct kunit *test)
{
	struct board *board = test->priv;
	unsigned int n, failed = 0;
	bool hit = true;

	faults_on(test);
	for (n = 1; hit && n < 100; n++) {
		const struct regmap *before = board->map.__map;
		int err;

		fault_at(n);
		err = make(test, BUS);
		hit = fault_hit();
		if (err) {
			failed++;
			KUNIT_EXPECT_EQ(test, err, -ENOMEM);
			KUNIT_EXPECT_PTR_EQ(test, board->map.__map, before);
			KUNIT_EXPECT_FALSE(test, map_is_there(board));
		}
		/* what only debugfs could not get is not missed */
		devres_release_group(board->dev, board);
		KUNIT_EXPECT_NOT_NULL(test, devres_open_group(board->dev, board, GFP_KERNEL));
	}
	faults_off(test);
	KUNIT_EXPECT_FALSE(test, hit);
	/* the step itself, the map, and its devres */
	KUNIT_EXPECT_GE(test, failed, 3);
}

static void every_step_can_be_made_to_fail(struct kunit *test)
{
	struct board *board = test->priv;
	unsigned int value;

	KUNIT_ASSERT_EQ(test, make(test, BUS), 0);
	faults_on(test);
	fault_at(1);
	KUNIT_EXPECT_EQ(test, deed_regmap_read(&board->map, 0, &value), -EIO);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	fault_at(1);
	KUNIT_EXPECT_EQ(test, deed_regmap_write(&board->map, 0, 1), -EIO);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	fault_at(1);
	KUNIT_EXPECT_EQ(test, deed_regmap_update_bits(&board->map, 0, 1, 1), -EIO);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	KUNIT_EXPECT_EQ(test, board->bus->reads + board->bus->writes, 0);
	devres_release_group(board->dev, board);
	fault_at(1);
	KUNIT_EXPECT_EQ(test, make(test, BUS), -ENOMEM);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	fault_at(1);
	KUNIT_EXPECT_EQ(test, make(test, WORDS), -ENOMEM);
	KUNIT_EXPECT_TRUE(test, fault_hit());
	faults_off(test);
}

static struct kunit_case regmap_cases[] = {
	KUNIT_CASE(map_over_bytes),
	KUNIT_CASE(map_over_halves),
	KUNIT_CASE(map_over_words),
	KUNIT_CASE(nothing_is_reached_behind_the_end),
	KUNIT_CASE(last_register_is_one_that_fits),
	KUNIT_CASE(region_of_one_register_has_one),
	KUNIT_CASE(map_over_memory_can_be_used_in_any_context),
	KUNIT_CASE(map_ends_with_its_scope),
	KUNIT_CASE(own_bus_gets_its_context),
	KUNIT_CASE(own_bus_may_have_one_register),
	KUNIT_CASE(errors_of_the_bus_come_through),
	KUNIT_CASE(update_writes_what_has_changed),
	KUNIT_CASE(updates_do_not_undo_each_other),
	KUNIT_CASE(map_that_cannot_be_made_fails),
	KUNIT_CASE(every_step_can_be_made_to_fail),
	{}
};

static struct kunit_suite regmap_suite = {
	.name = "deed_regmap",
	.init = regmap_test_init,
	.test_cases = regmap_cases,
};

kunit_test_suite(regmap_suite);

MODULE_DESCRIPTION("Tests of register maps");
MODULE_LICENSE("GPL");
