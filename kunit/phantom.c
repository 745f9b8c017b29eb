// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of ports/phantom on a fake device: which registers it touches in which
 * order, and what programs are told; the model is drivers/misc/phantom.c.
 *
 * The driver's source is compiled into this file, where each register access is
 * logged. The fake stands on the platform bus, with an interrupt of the kernel's
 * simulator.
 */
#include "mmio_log.h"

#include <linux/file.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>

#include <deed/module.h>
#include <deed/platform.h>

#include "usermem.h"

#undef deed_module
#define deed_module(kind, start) static_assert(1)
#include "../ports/phantom/phantom.c"

deed_unsafe_file("is the device behind the driver, and uses it as a program would");

#define NODE	"/dev/phantom0"

/* Where the regions are in what is logged. */
#define BRIDGE	0x00
#define IN	0x80
#define OUT	0xc0

/* What it does to the interrupt. */
#define LOUD	"w32 4c=43 r32 4c=43"
#define SILENT	"w32 4c=0 r32 4c=0"

static struct fake {
	struct mmio_log *log;
	struct irq_domain *domain;
	unsigned int irq;
} fake;

static char __user *argument;

static u32 *fake_reg(size_t offset)
{
	return (u32 __force *)(fake.log->base + offset);
}

static void fake_unmapped(void *data)
{
	mmio_log_mark(fake.log, "unmap");
}

static void fake_freed(struct irq_domain *domain, irq_hw_number_t hwirq, void *data)
{
	mmio_log_mark(fake.log, "irq-free");
}

static const struct irq_sim_ops fake_ops = {
	.irq_sim_irq_released = fake_freed,
};

static int fake_probe(struct deed_platform *dev, struct phantom *p, struct phantom_hw *hw)
{
	int err = devm_add_action(dev->scope.__dev, fake_unmapped, NULL) ?:
		  phantom_bridge_map(&hw->bridge, mmio_fake(fake.log->base + BRIDGE)) ?:
		  phantom_in_map(&hw->in, mmio_fake(fake.log->base + IN)) ?:
		  phantom_out_map(&hw->out, mmio_fake(fake.log->base + OUT));

	if (err)
		return err;
	phantom_init(p);
	__deed_irq_fill(&hw->irq, fake.irq, 0);
	return 0;
}

DEED_PLATFORM_DRIVER(fake_driver, "deed-phantom-fake", phantom_ref, dev, fake_probe,
		     start, phantom_start, quiesce, phantom_quiesce,
		     suspend, phantom_suspend, resume, phantom_resume);

static void fake_end(void *data)
{
	irq_dispose_mapping(fake.irq);
	irq_domain_remove_sim(fake.domain);
}

static int phantom_test_init(struct kunit *test)
{
	fake.log = mmio_log_start(test, NULL, 0x100);
	fake.domain = irq_domain_create_sim_full(NULL, 1, &fake_ops, NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, fake.domain);
	fake.irq = irq_create_mapping(fake.domain, 0);
	KUNIT_ASSERT_NE(test, fake.irq, 0);
	argument = user_tail(test, sizeof(struct phm_regs));
	return kunit_add_action_or_reset(test, fake_end, NULL);
}

/* The driver, bound to the fake; both go at the end of the test. */
DEED_COMPOSITE(bound, deed_platform_device, device, fake_driver, driver);

static struct bound bind(void)
{
	deed_own(fake_driver, driver) = fake_driver_register();
	if (!deed_ok(driver))
		return deed_fail(bound, deed_err(driver));

	deed_own(deed_platform_device, device) =
		deed_platform_device_register("deed-phantom-fake", -1);
	if (!deed_ok(device))
		return deed_fail(bound, deed_err(device));
	return (struct bound){ .device = deed_move(device), .driver = deed_move(driver) };
}

static struct file *opened(struct kunit *test)
{
	struct file *file = filp_open(NODE, O_RDWR, 0);

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%pe", file);
	mmio_log_clear(fake.log);
	return file;
}

static void close(struct file *file)
{
	filp_close(file, NULL);
	flush_delayed_fput();
}

/* A command with an object, which is changed. */
static long command(struct kunit *test, struct file *file, unsigned int cmd,
		    void *object, size_t size)
{
	long err;

	if (size)
		user_fill(test, argument, object, size);
	err = file->f_op->unlocked_ioctl(file, cmd, (unsigned long)argument);
	if (!err && copy_from_user(object, argument, size))
		err = -EFAULT;
	return err;
}

static long set_reg(struct kunit *test, struct file *file, u32 reg, u32 value)
{
	return command(test, file, PHN_SETREG, &(struct phm_reg){ reg, value },
		       sizeof(struct phm_reg));
}

static long set_regs(struct kunit *test, struct file *file, struct phm_regs regs)
{
	return command(test, file, PHN_SETREGS, &regs, sizeof(regs));
}

static void raise_interrupt(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, irq_set_irqchip_state(fake.irq, IRQCHIP_STATE_PENDING, true), 0);
	synchronize_irq(fake.irq);
}

/* Whether this is what a poll says now; nobody waits. */
static bool polled(struct file *file, __poll_t expected)
{
	struct poll_table_struct table = {};

	return file->f_op->poll(file, &table) == expected;
}

/* What it writes for this; and what acknowledges an interrupt. */
#define PULL	"w32 c0=a w32 c8=c w32 dc=11"
#define ACK	"w32 80=0 w32 80=c0"

static const struct phm_regs pull = {
	.count = 8,
	.mask = 0x85,
	.values = { 10, 11, 12, 13, 14, 15, 16, 17 },
};

static void is_silent_until_it_is_started(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));
	KUNIT_EXPECT_STREQ(test, strrchr(fake.log->text, 'w'), SILENT);
	mmio_log_clear(fake.log);
	bound_drop(&b);
	EXPECT_ACCESSES(test, fake.log, SILENT " irq-free unmap");
}

static void is_started_and_halted(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);

	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ | PHN_CTL_AMP), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 98=10 " LOUD " w32 98=11 r32 80=0");
	/* once is enough */
	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 98=10 r32 80=0");
	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, 0), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 98=0 r32 80=0 " SILENT);
	KUNIT_EXPECT_EQ(test, set_reg(test, file, 3, 7), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 8c=7 r32 80=0");
	close(file);
	EXPECT_ACCESSES(test, fake.log, "");
}

static void is_halted_by_the_last_close(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);

	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ), 0);
	mmio_log_clear(fake.log);
	close(file);
	EXPECT_ACCESSES(test, fake.log, SILENT);
}

static void one_register_is_read(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_reg r = { .reg = 7 };

	*fake_reg(IN + 7 * 4) = 77;
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREG, &r, sizeof(r)), 0);
	KUNIT_EXPECT_EQ(test, r.value, 77);
	EXPECT_ACCESSES(test, fake.log, "r32 9c=4d");
	r.reg = 8;
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREG, &r, sizeof(r)), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_reg(test, file, 8, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, set_reg(test, file, U32_MAX, 1), -EINVAL);
	EXPECT_ACCESSES(test, fake.log, "");
	close(file);
}

static void outputs_are_written_at_once(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_regs regs = pull;

	KUNIT_EXPECT_EQ(test, set_regs(test, file, regs), 0);
	EXPECT_ACCESSES(test, fake.log, PULL " r32 80=0");
	regs.count = 3;
	KUNIT_EXPECT_EQ(test, set_regs(test, file, regs), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 c0=a w32 c8=c r32 80=0");
	/* there are no more than eight */
	regs.count = U32_MAX;
	regs.mask = 0xffffff00;
	KUNIT_EXPECT_EQ(test, set_regs(test, file, regs), 0);
	EXPECT_ACCESSES(test, fake.log, "r32 80=0");
	close(file);
}

static void inputs_are_read(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_regs regs = pull;

	*fake_reg(IN) = 20;
	*fake_reg(IN + 2 * 4) = 22;
	regs.count = 4;
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREGS, &regs, sizeof(regs)), 0);
	EXPECT_ACCESSES(test, fake.log, "r32 80=14 r32 88=16");
	KUNIT_EXPECT_EQ(test, regs.values[0], 20);
	KUNIT_EXPECT_EQ(test, regs.values[1], 11);
	KUNIT_EXPECT_EQ(test, regs.values[2], 22);
	KUNIT_EXPECT_EQ(test, regs.values[7], 17);
	KUNIT_EXPECT_EQ(test, regs.count, 4);
	close(file);
}

static void interrupts_are_told(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_regs none = {};

	KUNIT_EXPECT_TRUE(test, polled(file, EPOLLERR));
	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ), 0);
	KUNIT_EXPECT_TRUE(test, polled(file, 0));
	mmio_log_clear(fake.log);
	raise_interrupt(test);
	EXPECT_ACCESSES(test, fake.log, "r32 98=10 " ACK " r32 80=c0");
	KUNIT_EXPECT_TRUE(test, polled(file, EPOLLIN | EPOLLRDNORM));
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREGS, &none, sizeof(none)), 0);
	KUNIT_EXPECT_TRUE(test, polled(file, 0));

	/* not ours */
	*fake_reg(IN + PHN_CONTROL * 4) = 0;
	mmio_log_clear(fake.log);
	raise_interrupt(test);
	EXPECT_ACCESSES(test, fake.log, "r32 98=0");
	KUNIT_EXPECT_TRUE(test, polled(file, 0));
	close(file);
}

static void outputs_wait_for_the_interrupt(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);

	KUNIT_EXPECT_EQ(test, command(test, file, PHN_NOT_OH, NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, set_regs(test, file, pull), 0);
	EXPECT_ACCESSES(test, fake.log, "");
	/* the amplifiers are ours */
	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ | PHN_CTL_AMP), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 98=10 " LOUD " w32 98=10 r32 80=0");
	raise_interrupt(test);
	EXPECT_ACCESSES(test, fake.log, "r32 98=10 " ACK " " PULL " w32 98=11 r32 80=c0");
	raise_interrupt(test);
	EXPECT_ACCESSES(test, fake.log, "r32 98=11 " ACK " " PULL " w32 98=10 r32 80=c0");
	/* too late */
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_NOT_OH, NULL, 0), -EINVAL);
	close(file);

	/* and the next program begins anew */
	file = opened(test);
	KUNIT_EXPECT_EQ(test, set_regs(test, file, pull), 0);
	EXPECT_ACCESSES(test, fake.log, PULL " r32 80=c0");
	close(file);
}

static void old_commands_are_known(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_reg r = { 2, 9 };
	struct phm_regs regs = { .count = 8, .mask = 4, .values = { [2] = 5 } };

	KUNIT_EXPECT_EQ(test, command(test, file, PHN_SET_REG, &r, sizeof(r)), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 88=9 r32 80=0");
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_SET_REGS, &regs, sizeof(regs)), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 c8=5 r32 80=0");
	r.value = 0;
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GET_REG, &r, sizeof(r)), 0);
	KUNIT_EXPECT_EQ(test, r.value, 9);
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GET_REGS, &regs, sizeof(regs)), 0);
	KUNIT_EXPECT_EQ(test, regs.values[2], 9);
	/* as a 32-bit program numbers it */
	r.value = 0;
	KUNIT_EXPECT_EQ(test, command(test, file, _IOWR('p', 0, u32), &r, sizeof(r)), 0);
	KUNIT_EXPECT_EQ(test, r.value, 9);
	KUNIT_EXPECT_EQ(test, command(test, file, _IOWR('p', 0, u16), &r, sizeof(r)), -ENOTTY);
	KUNIT_EXPECT_EQ(test, command(test, file, _IO('p', 9), NULL, 0), -ENOTTY);
	close(file);
}

static void one_program_at_a_time(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);

	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filp_open(NODE, O_RDWR, 0)), -EINVAL);
	close(file);
	close(opened(test));
}

static void file_outlives_the_device(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct file *file = opened(test);
	struct phm_regs regs = pull;
	struct phm_reg r = {};

	KUNIT_EXPECT_EQ(test, set_reg(test, file, PHN_CONTROL, PHN_CTL_IRQ), 0);
	bound_drop(&b);
	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, set_reg(test, file, 0, 0), -ENODEV);
	KUNIT_EXPECT_EQ(test, set_regs(test, file, regs), -ENODEV);
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREG, &r, sizeof(r)), -ENODEV);
	KUNIT_EXPECT_EQ(test, command(test, file, PHN_GETREGS, &regs, sizeof(regs)), -ENODEV);
	KUNIT_EXPECT_TRUE(test, polled(file, EPOLLHUP | EPOLLERR));
	close(file);
	EXPECT_ACCESSES(test, fake.log, "");
}

static void is_silent_while_it_sleeps(struct kunit *test)
{
	deed_own(bound, b) = bind();

	KUNIT_ASSERT_TRUE(test, deed_ok(b));

	struct device *dev = &b.device.__ptr->dev;

	mmio_log_clear(fake.log);
	KUNIT_EXPECT_EQ(test, __fake_driver_pm.suspend(dev), 0);
	EXPECT_ACCESSES(test, fake.log, SILENT);
	KUNIT_EXPECT_EQ(test, __fake_driver_pm.resume(dev), 0);
	EXPECT_ACCESSES(test, fake.log, "w32 4c=0");
}

static struct kunit_case phantom_cases[] = {
	KUNIT_CASE(is_silent_until_it_is_started),
	KUNIT_CASE(is_started_and_halted),
	KUNIT_CASE(is_halted_by_the_last_close),
	KUNIT_CASE(one_register_is_read),
	KUNIT_CASE(outputs_are_written_at_once),
	KUNIT_CASE(inputs_are_read),
	KUNIT_CASE(interrupts_are_told),
	KUNIT_CASE(outputs_wait_for_the_interrupt),
	KUNIT_CASE(old_commands_are_known),
	KUNIT_CASE(one_program_at_a_time),
	KUNIT_CASE(file_outlives_the_device),
	KUNIT_CASE(is_silent_while_it_sleeps),
	{}
};

static struct kunit_suite phantom_suite = {
	.name = "deed_phantom",
	.init = phantom_test_init,
	.test_cases = phantom_cases,
};

kunit_test_suite(phantom_suite);

MODULE_DESCRIPTION("Tests of ports/phantom on a fake device");
MODULE_LICENSE("GPL");
