// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of drivers/e1000 on a fake device: what QEMU's own never does, a reset that does
 * not end, around system sleep.
 *
 * The driver's source is compiled into this file, where each register access is seen. The
 * fake stands on the platform bus, has no interrupt, and sends and receives nothing.
 */
#include "mmio_log.h"

#include <deed/module.h>
#include <deed/platform.h>

#include "fake_platform.h"

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../drivers/e1000/e1000.c"

deed_unsafe_file("is the device behind the driver, and looks at the driver's state");

#define FAKE	"deed-e1000-fake"
#define CTRL	0x0000
#define MDIC	0x0020
#define RCTL	0x0100
#define RDT	0x2818
#define TDT	0x3818

/* The device: what it does with its registers is in fake_write(). */
static struct fake {
	struct mmio_log *log;
	unsigned int resets, fails; /* how many there were; which one does not end, from 1 */
	unsigned int halts;
} fake;

static u32 fake_reg(size_t offset)
{
	return *(u32 __force *)(fake.log->base + offset);
}

static void fake_set(size_t offset, u32 value)
{
	*(u32 __force *)(fake.log->base + offset) = value;
}

/* A reset ends at once, and so does an access to the PHY; but for one. */
static void fake_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	bool reset = offset == CTRL && value & BIT(26);

	if (reset && ++fake.resets != fake.fails)
		value = 0;
	if (offset == MDIC)
		value |= BIT(28);
	fake_set(offset, value);
}

static u64 fake_read(struct mmio_log *log, size_t offset, size_t width)
{
	mmio_log_clear(log); /* it would be too long, and nobody looks at it */
	return fake_reg(offset);
}

static void fake_halt(void *dev)
{
	fake.halts++;
}

static int fake_probe(struct deed_platform *dev, struct nic *n, struct nic_hw *hw)
{
	int err = nic_regs_map(&hw->regs, mmio_fake(fake.log->base)) ?:
		  __deed_dma_enable(&hw->dma, dev->scope.__dev, 64, fake_halt) ?:
		  nic_tx_descs_alloc(&hw->tx, &hw->dma) ?:
		  nic_rx_descs_alloc(&hw->rx, &hw->dma) ?:
		  deed_dma_rx_pool_alloc(&hw->frames, &hw->dma, NIC_BUFFER,
					 NIC_DESCS - 1);

	if (err)
		return err;
	__deed_irq_fill(&hw->irq, 0, 0); /* nobody requests it */
	nic_setup(n);
	return 0;
}

static int fake_start(const struct nic *n, const struct nic_hw *hw,
		      struct nic_device_scope *scope)
{
	return nic_up(n, hw);
}

DEED_PLATFORM_DRIVER(fake_driver, FAKE, nic_ref, dev, fake_probe, start, fake_start,
		     suspend, nic_down, resume, nic_resume);

static deed_misuses("registered before each test, and dropped after it")
struct fake_driver registered;

static deed_misuses("what a module's start does, for each test")
int e1000_test_init(struct kunit *test)
{
	fake = (struct fake){ .log = mmio_log_start(test, NULL, 0x4000) };
	fake.log->write = fake_write;
	fake.log->read = fake_read;
	registered = fake_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void e1000_test_exit(struct kunit *test)
{
	fake_driver_drop(&registered);
}

static const struct nic *bind(struct kunit *test)
{
	struct platform_device *pdev = fake_device(test, FAKE, -1, NULL, 0);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	fake.resets = 0;
	fake.halts = 0;
	return platform_get_drvdata(pdev);
}

static int sleeps(const struct nic *n)
{
	return __fake_driver_pm.suspend((struct device *)deed_dev(&n->dev));
}

static int wakes(const struct nic *n)
{
	return __fake_driver_pm.resume((struct device *)deed_dev(&n->dev));
}

/* Gives the device a frame. */
static int sends(const struct nic *n)
{
	deed_own(deed_dma_tx, buf) = nic_tx_alloc(n, NIC_FRAME_MIN);
	if (!deed_ok(buf))
		return deed_err(buf);

	deed_lock(spin_irq, rings, &n->rings);
	int err = nic_tx_post(rings, deed_move(buf));

	if (!err)
		nic_tx_kick(rings);
	return err;
}

/* It has what it can receive into, is told so, and receives. */
static void expect_up(struct kunit *test, const struct nic *n, unsigned int sent)
{
	KUNIT_EXPECT_EQ(test, nic_room(n), 0);
	KUNIT_EXPECT_EQ(test, fake_reg(RDT), NIC_DESCS - 1);
	KUNIT_EXPECT_EQ(test, fake_reg(TDT), sent);
	KUNIT_EXPECT_TRUE(test, fake_reg(RCTL) & BIT(1));
}

static void card_sleeps_and_wakes(struct kunit *test)
{
	const struct nic *n = bind(test);

	expect_up(test, n, 0);
	for (int i = 0; i < 3; i++) {
		KUNIT_EXPECT_EQ(test, sends(n), 0);
		expect_up(test, n, 1);
		KUNIT_EXPECT_EQ(test, sleeps(n), 0);
		KUNIT_EXPECT_EQ(test, nic_room(n), NIC_DESCS - 1);
		KUNIT_EXPECT_FALSE(test, fake_reg(RCTL) & BIT(1));
		KUNIT_EXPECT_EQ(test, sends(n), -EHOSTUNREACH);
		KUNIT_EXPECT_EQ(test, wakes(n), 0);
		expect_up(test, n, 0);
	}
	KUNIT_EXPECT_EQ(test, fake.halts, 0);
}

/* It had nothing to send: nothing is taken from it, and it goes on. */
static void card_that_does_not_sleep_goes_on(struct kunit *test)
{
	const struct nic *n = bind(test);

	fake.fails = 1;
	KUNIT_EXPECT_EQ(test, sleeps(n), -EBUSY);
	KUNIT_EXPECT_EQ(test, fake.halts, 0);
	expect_up(test, n, 0);
	KUNIT_EXPECT_EQ(test, sends(n), 0);
	expect_up(test, n, 1);
}

static void expect_halted(struct kunit *test, unsigned int fails)
{
	const struct nic *n = bind(test);

	KUNIT_EXPECT_EQ(test, sends(n), 0);
	fake.fails = fails;
	KUNIT_EXPECT_EQ(test, sleeps(n), 0);
	KUNIT_EXPECT_EQ(test, fake.halts, 1);
	KUNIT_EXPECT_EQ(test, sends(n), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, wakes(n), -ESHUTDOWN);
	KUNIT_EXPECT_EQ(test, sends(n), -ESHUTDOWN);
	KUNIT_EXPECT_FALSE(test, fake_reg(RCTL) & BIT(1));
}

/* It says so from then on. */
static void card_is_halted_that_had_a_frame(struct kunit *test)
{
	expect_halted(test, 1);
}

static void card_is_halted_that_had_what_it_receives_into(struct kunit *test)
{
	expect_halted(test, 2);
}

static struct kunit_case e1000_cases[] = {
	KUNIT_CASE(card_sleeps_and_wakes),
	KUNIT_CASE(card_that_does_not_sleep_goes_on),
	KUNIT_CASE(card_is_halted_that_had_a_frame),
	KUNIT_CASE(card_is_halted_that_had_what_it_receives_into),
	{}
};

static struct kunit_suite e1000_suite = {
	.name = "deed_e1000",
	.init = e1000_test_init,
	.exit = e1000_test_exit,
	.test_cases = e1000_cases,
};

kunit_test_suite(e1000_suite);

MODULE_DESCRIPTION("tests of drivers/e1000 on a fake device");
MODULE_LICENSE("GPL");
