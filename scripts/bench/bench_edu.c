// SPDX-License-Identifier: GPL-2.0
/*
 * The rows of the edu driver. The guest has two devices, one for each side.
 *
 * A device computes in its own time, and would interrupt at any of ours. So it
 * is told not to, and interrupts are raised by hand, when it has finished.
 */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/kthread.h>
#include <linux/pci.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/timex.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

#include <deed/own.h>

#include "../../drivers/edu/deed_edu.h"
#include "bench_device.h"

deed_unsafe_file("calls the devices as the kernel does");

#define EDU_STATUS	0x20
#define EDU_IRQ_RAISE	0x60
#define EDU_COMPUTING	0x01
#define EDU_CAUSE_DONE	0x01
#define EDU_CAUSE_TEST	0x02
#define EDU_CAUSE_DMA	0x100

static struct device_side sides[2] = {
	[DEED] = { .name = "deed-edu0" },
	[RAW] = { .name = "hand-edu0" },
};

static const char *const drivers[2] = { [DEED] = "deed-edu", [RAW] = "hand-edu" };

static struct pci_dev *devices[2];
static void __iomem *registers[2];
static struct irqaction *actions[2];

/* Of the side that is counted */
static void __iomem *regs;
static struct irqaction *action;
static struct device_driver *driver;

DEVICE_IOCTL(factorial, DEED_EDU_FACTORIAL)
DEVICE_IOCTL(liveness, DEED_EDU_LIVENESS)
DEVICE_IOCTL(raise, DEED_EDU_RAISE)
DEVICE_IOCTL(unknown, _IO('e', 99))

static struct kiocb iocb;
static struct iov_iter iter;

static long edu_read(void)
{
	return device_file->f_op->read_iter(&iocb, &iter);
}

static long edu_write(void)
{
	return device_file->f_op->write_iter(&iocb, &iter);
}

static long edu_llseek(void)
{
	return device_file->f_op->llseek(device_file, 64, SEEK_SET);
}

static long edu_interrupt(void)
{
	return action->handler(action->irq, action->dev_id);
}

/* The message of the device comes when interrupts are on again: not ours then. */
static long edu_interrupt_test(void)
{
	writel(EDU_CAUSE_TEST, regs + EDU_IRQ_RAISE);
	return edu_interrupt();
}

static long edu_interrupt_done(void)
{
	writel(EDU_CAUSE_DONE, regs + EDU_IRQ_RAISE);
	return edu_interrupt();
}

static void edu_settle(void)
{
	while (readl(regs + EDU_STATUS) & EDU_COMPUTING)
		cpu_relax();
}

static void decode(enum bench_side side, bool does)
{
	u16 command;

	pci_read_config_word(devices[side], PCI_COMMAND, &command);
	command &= ~PCI_COMMAND_MEMORY;
	if (does)
		command |= PCI_COMMAND_MEMORY;
	pci_write_config_word(devices[side], PCI_COMMAND, command);
}

/*
 * Runs when a caller sleeps, and answers for the device, with the cause that is due.
 * What it waits for the device is not counted, nor that it sees its registers again:
 * one that is to copy does not, for it would need 100 ms.
 */
static u64 handler_cycles;
static u32 answer_due;
static enum bench_side aimed;

static int edu_answer(void *unused)
{
	u32 cause;
	u64 start;

	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!answer_due && !kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
		if (kthread_should_stop())
			return 0;
		if (!answer_due)
			continue;
		cause = answer_due;
		answer_due = 0;
		local_irq_disable();
		start = get_cycles();
		decode(aimed, true);
		edu_settle();
		writel(cause, regs + EDU_IRQ_RAISE);
		bench_skipped += get_cycles() - start;
		start = get_cycles();
		if (handler_cycles) {
			edu_interrupt();
			handler_cycles = get_cycles() - start;
		}
		local_irq_enable();
	}
}

static struct task_struct *answerer;

/* All but the interrupt handler is skipped. */
static long edu_only_interrupt(bench_fn call)
{
	u64 start = get_cycles();
	long result;

	handler_cycles = 1;
	result = call();
	bench_skipped = get_cycles() - start - handler_cycles;
	handler_cycles = 0;
	return result;
}

static long edu_answer_interrupt(void)
{
	return edu_only_interrupt(device_factorial);
}

static long edu_read_interrupt(void)
{
	return edu_only_interrupt(edu_read);
}

static long edu_write_interrupt(void)
{
	return edu_only_interrupt(edu_write);
}

/* Preparations */

static void aim(enum bench_side side)
{
	device_aim(side);
	aimed = side;
	regs = registers[side];
	action = actions[side];
}

static void aim_factorial(enum bench_side side, u32 n)
{
	const struct deed_edu_factorial f = { .n = n, .timeout_ms = DEED_EDU_TIMEOUT_MAX };

	aim(side);
	WARN_ON(copy_to_user(device_user, &f, sizeof(f)));
}

static void factorial(enum bench_side side)
{
	aim_factorial(side, 5);
	answer_due = EDU_CAUSE_DONE;
	wake_up_process(answerer);
}

static void factorial_too_large(enum bench_side side)
{
	aim_factorial(side, DEED_EDU_FACTORIAL_MAX + 1);
}

/* The device does not see that it was asked, so it is never busy meanwhile. */
static void factorial_signal(enum bench_side side)
{
	aim_factorial(side, 5);
	decode(side, false);
	set_thread_flag(TIF_SIGPENDING);
}

static void signal_over(enum bench_side side)
{
	clear_thread_flag(TIF_SIGPENDING);
	decode(side, true);
}

static void aim_copy(enum bench_side side, unsigned int direction, loff_t at)
{
	aim(side);
	init_sync_kiocb(&iocb, device_file);
	iocb.ki_pos = at;
	iov_iter_ubuf(&iter, direction, device_user, 64);
}

static void read_gone(enum bench_side side)
{
	aim_copy(side, ITER_DEST, 100);
}

static void write_gone(enum bench_side side)
{
	aim_copy(side, ITER_SOURCE, 100);
}

static void copy_answered(enum bench_side side)
{
	decode(side, false);
	answer_due = EDU_CAUSE_DMA;
	wake_up_process(answerer);
}

static void read_copy(enum bench_side side)
{
	read_gone(side);
	copy_answered(side);
}

static void write_copy(enum bench_side side)
{
	write_gone(side);
	copy_answered(side);
}

static void read_end(enum bench_side side)
{
	aim_copy(side, ITER_DEST, DEED_EDU_MEMORY);
}

static void write_end(enum bench_side side)
{
	aim_copy(side, ITER_SOURCE, DEED_EDU_MEMORY);
}

static void write_bad(enum bench_side side)
{
	write_gone(side);
	iov_iter_ubuf(&iter, ITER_SOURCE, (void __user *)0x1000, 64);
}

/* Nobody answers, and the device does not see that it was asked. */
static void read_signal(enum bench_side side)
{
	read_gone(side);
	decode(side, false);
	set_thread_flag(TIF_SIGPENDING);
}

static void factorial_gone(enum bench_side side)
{
	aim_factorial(side, 5);
}

static void number(enum bench_side side, u32 n)
{
	aim(side);
	WARN_ON(put_user(n, (u32 __user *)device_user));
}

static void none(enum bench_side side)
{
	number(side, 0);
}

static void one(enum bench_side side)
{
	number(side, 1);
}

static void too_many(enum bench_side side)
{
	number(side, DEED_EDU_RAISE_MAX + 1);
}

static void bad_address(enum bench_side side)
{
	aim(side);
	device_user = (void __user *)0x1000;
}

#define ROW(what, run, ...) { "edu", what, { run, run }, __VA_ARGS__ }

static const struct bench_row rows[] = {
	ROW("open", device_open, device_reopen, device_close_again),
	ROW("release", device_release, device_open_again, device_closed_again),
	ROW("factorial", device_factorial, factorial, .sleeps = true),
	ROW("factorial, a signal", device_factorial, factorial_signal, signal_over,
	    .sleeps = true),
	ROW("factorial, EINVAL", device_factorial, factorial_too_large),
	ROW("factorial, EFAULT", device_factorial, bad_address, .sleeps = true),
	ROW("read", edu_read, read_copy, .sleeps = true),
	ROW("read, a signal", edu_read, read_signal, signal_over, .sleeps = true),
	ROW("read, at the end", edu_read, read_end),
	ROW("write", edu_write, write_copy, .sleeps = true),
	ROW("write, at the end", edu_write, write_end),
	ROW("write, EFAULT", edu_write, write_bad, .sleeps = true),
	ROW("llseek", edu_llseek, aim),
	ROW("liveness", device_liveness, one),
	ROW("liveness, EFAULT", device_liveness, bad_address, .sleeps = true),
	ROW("raise none", device_raise, none),
	ROW("raise one", device_raise, one),
	ROW("raise, EINVAL", device_raise, too_many),
	ROW("unknown ioctl", device_unknown, none),
	ROW("poll", device_poll, aim),
	ROW("poll with queues", device_poll_queues, aim),
	ROW("interrupt, not ours", edu_interrupt, aim),
	ROW("interrupt, raised by hand", edu_interrupt_test, aim),
	ROW("interrupt, nobody waits", edu_interrupt_done, aim),
	ROW("interrupt, a caller waits", edu_answer_interrupt, factorial, .sleeps = true),
	ROW("interrupt, a reader waits", edu_read_interrupt, read_copy, .sleeps = true),
	ROW("interrupt, a writer waits", edu_write_interrupt, write_copy, .sleeps = true),
};

static const struct bench_row rows_gone[] = {
	ROW("factorial, ENODEV", device_factorial, factorial_gone, .sleeps = true),
	ROW("read, ENODEV", edu_read, read_gone, .sleeps = true),
	ROW("write, ENODEV", edu_write, write_gone, .sleeps = true),
	ROW("liveness, ENODEV", device_liveness, one),
	ROW("raise one, ENODEV", device_raise, one),
	ROW("poll, gone", device_poll, aim),
};

/* Both on the same device: the way to another one may be longer. */

static long bind(void)
{
	return device_driver_attach(driver, sides[DEED].dev);
}

static long unbind(void)
{
	device_release_driver(sides[DEED].dev);
	return 0;
}

static void unbound(enum bench_side side)
{
	driver = driver_find(drivers[side], &pci_bus_type);
}

static void bound(enum bench_side side)
{
	unbound(side);
	WARN_ON(bind());
}

static void unbind_again(enum bench_side side)
{
	unbind();
}

static const struct bench_row rows_bind[] = {
	ROW("bind", bind, unbound, unbind_again, .sleeps = true, .varies = true),
	ROW("unbind", unbind, bound, .sleeps = true, .varies = true),
};

static int find_devices(void)
{
	struct pci_dev *pdev = NULL;

	for (enum bench_side side = DEED; side <= RAW; side++) {
		struct irq_data *irq;
		int err;

		pdev = pci_get_device(0x1234, 0x11e8, pdev);
		devices[side] = pci_dev_get(pdev);
		driver = driver_find(drivers[side], &pci_bus_type);
		if (!pdev || !driver)
			return -ENODEV;
		device_release_driver(&pdev->dev);
		err = device_driver_attach(driver, &pdev->dev);
		if (err)
			return err;
		registers[side] = ioremap(pci_resource_start(pdev, 0), 0x100);
		irq = irq_get_irq_data(pci_irq_vector(pdev, 0));
		if (!registers[side] || !irq)
			return -ENXIO;
		actions[side] = irq_data_to_desc(irq)->action;
		writel(0, registers[side] + EDU_STATUS);
	}
	pci_dev_put(pdev);
	return 0;
}

int bench_edu(void)
{
	int err = find_devices() ?: device_begin(sides);

	if (err)
		return err;
	answerer = kthread_run(edu_answer, NULL, "bench-answer");
	if (IS_ERR(answerer))
		return PTR_ERR(answerer);
	/* Whoever is woken waits until this one sleeps. */
	sched_set_fifo(current);
	bench_rows(rows, ARRAY_SIZE(rows));
	kthread_stop(answerer);
	device_unbind();
	bench_rows(rows_gone, ARRAY_SIZE(rows_gone));
	bench_rows(rows_bind, ARRAY_SIZE(rows_bind));
	sched_set_normal(current, 0);
	device_end();
	return 0;
}
