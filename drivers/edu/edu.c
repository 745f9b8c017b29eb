// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/deed-edu<N>: QEMU's educational device, the PCI driver to copy.
 *
 * The device computes factorials, and copies between the machine's memory and its
 * own by DMA. It says by an interrupt when it has finished; one of each at a time,
 * so callers take turns. Every file may outlive its device.
 *
 * Source: docs/specs/edu.rst of QEMU.
 */
#include <deed/chrdev.h>
#include <deed/debugfs.h>
#include <deed/dma_list.h>
#include <deed/module.h>
#include <deed/pci.h>

#include "deed_edu.h"

DEED_BITS(edu_id, u32);
DEED_FIELD(edu_id, EDU_ID_MAGIC, GENMASK(7, 0));

DEED_BITS(edu_status, u32);
DEED_FIELD(edu_status, EDU_STATUS_BUSY, BIT(0)); /* it computes */
DEED_FIELD(edu_status, EDU_STATUS_IRQ, BIT(7)); /* interrupt when it has finished */

/* Why there is an interrupt; what is written to raise and to acknowledge it. */
DEED_BITS(edu_cause, u32);
DEED_FIELD(edu_cause, EDU_CAUSE_DONE, BIT(0)); /* a factorial */
DEED_FIELD(edu_cause, EDU_CAUSE_TEST, BIT(1)); /* we raised it ourselves */
DEED_FIELD(edu_cause, EDU_CAUSE_DMA, BIT(8)); /* a transfer */

DEED_BITS(edu_command, u64);
DEED_FIELD(edu_command, EDU_COMMAND_RUN, BIT(0)); /* starts it; it is under way */
DEED_FIELD(edu_command, EDU_COMMAND_TO_RAM, BIT(1)); /* else to the device */
DEED_FIELD(edu_command, EDU_COMMAND_IRQ, BIT(2)); /* interrupt when it has finished */

DEED_MMIO_DMA(edu_regs, 0x100);
DEED_REG(edu_regs, EDU_ID, 0x00, ro, struct edu_id);
DEED_REG(edu_regs, EDU_LIVENESS, 0x04, rw, u32);
DEED_REG(edu_regs, EDU_FACTORIAL, 0x08, rw, u32);
DEED_REG(edu_regs, EDU_STATUS, 0x20, rw, struct edu_status);
DEED_REG(edu_regs, EDU_IRQ_CAUSE, 0x24, ro, struct edu_cause);
DEED_REG(edu_regs, EDU_IRQ_RAISE, 0x60, wo, struct edu_cause);
DEED_REG(edu_regs, EDU_IRQ_ACK, 0x64, wo, struct edu_cause);

/* One side of a transfer is in memory, the other in the device, by its direction. */
DEED_REG(edu_regs, EDU_DMA_FROM_RAM, 0x80, dma, struct deed_dma_addr);
DEED_REG(edu_regs, EDU_DMA_FROM_EDU, 0x80, dma, u64);
DEED_REG(edu_regs, EDU_DMA_TO_RAM, 0x88, dma, struct deed_dma_addr);
DEED_REG(edu_regs, EDU_DMA_TO_EDU, 0x88, dma, u64);
DEED_REG(edu_regs, EDU_DMA_COUNT, 0x90, dma, u64);
DEED_REG(edu_regs, EDU_DMA_COMMAND, 0x98, dma, struct edu_command);
DEED_REG(edu_regs, EDU_DMA_STATUS, 0x98, ro, struct edu_command);

#define EDU_MEMORY	0x40000 /* where the device has its own */

/* As QEMU's property dma_mask says: what is above is cut off by the device. */
DEED_PARAM_UINT(dma_bits, 28, 28, 64, "how many bits of an address the device has");

#define EDU_PAUSE_US	1000
#define EDU_PATIENCE_US	100000
#define EDU_DMA_PATIENCE_US 1000000 /* it takes 100 ms */
#define EDU_DMA_PATIENCE (5 * HZ)
#define EDU_TURN_PATIENCE (60 * HZ)

/* What the device gives, until unbind. */
struct edu_hw {
	struct edu_regs regs;
	struct deed_irq irq;
	struct deed_dma dma;
};

DEED_DEVICE_TYPE(edu_device, struct edu_hw);

enum edu_work { EDU_IDLE, EDU_RUNNING, EDU_DONE, EDU_ABANDONED };

/* The factorial that the device works on: one, whose caller collects it. */
struct edu_job {
	enum edu_work state;
	u32 result; /* if done */
};

DEED_CELL_TYPE(edu_cell, spin_irq, struct edu_job);

DEED_DMA_CHANNEL_TYPE(edu_dma, both);

/* The transfer that the device works on: one, whose caller collects it. */
struct edu_transfer {
	struct edu_dma dma;
	enum edu_work state;
	unsigned int pieces; /* that were started by the interrupt of the one before */
};

DEED_CELL_TYPE(edu_engine, spin_irq, struct edu_transfer);

/* The state: shared by all files and handlers, and const for them. */
struct edu {
	struct edu_device dev;
	struct deed_misc misc;
	struct edu_cell job;
	struct edu_engine engine;
	struct deed_bound_queue changed; /* the state of job or transfer */
	struct deed_counter interrupts, spurious, factorials, transfers, timeouts;
};

DEED_DEVICE_REF(edu_ref, struct edu, dev, deed_plain);

static bool edu_busy(const struct edu_hw *hw)
{
	return deed_field_get(EDU_STATUS_BUSY, deed_reg_read(&hw->regs, EDU_STATUS));
}

/* A device that was unplugged says that it transfers, too: all bits are set. */
static bool edu_transfers(const struct edu_command status)
{
	return !deed_reg_gone(EDU_DMA_STATUS, status) &&
	       deed_field_get(EDU_COMMAND_RUN, status);
}

static bool edu_engine_busy(const struct edu_hw *hw)
{
	return edu_transfers(deed_reg_read(&hw->regs, EDU_DMA_STATUS));
}

/* It cannot be told to stop, but it ends by itself. */
static int edu_transfer_over(const struct edu_regs *regs)
{
	struct edu_command status;

	return deed_reg_poll(regs, EDU_DMA_STATUS, status, !edu_transfers(status),
			     EDU_PAUSE_US, EDU_DMA_PATIENCE_US);
}

static int edu_engine_stop(const struct edu_hw *hw)
{
	return edu_transfer_over(&hw->regs);
}

/* What it is told for each transfer. */
static struct edu_command edu_go(bool to_ram)
{
	return edu_command_or(deed_field_prep(EDU_COMMAND_RUN, 1),
			      edu_command_or(deed_field_prep(EDU_COMMAND_IRQ, 1),
					     deed_field_prep(EDU_COMMAND_TO_RAM, to_ram)));
}

DEED_DMA_CHANNEL_BOTH(edu_dma, edu_ref, dev, engine, dma, dma, edu_engine_busy,
		      edu_engine_stop);

/* To the device, and back */
DEED_DMA_WAY(edu_out, tx, edu_dma, regs, EDU_DMA_FROM_RAM, EDU_DMA_COUNT,
	     EDU_DMA_COMMAND, edu_go(false), EDU_DMA_TO_EDU);
DEED_DMA_WAY(edu_in, rx, edu_dma, regs, EDU_DMA_TO_RAM, EDU_DMA_COUNT,
	     EDU_DMA_COMMAND, edu_go(true), EDU_DMA_FROM_EDU);

/* The same with the pages of a program, one piece after the other */
DEED_DMA_LIST_WAY(edu_out_list, tx, edu_dma, regs, EDU_DMA_FROM_RAM, EDU_DMA_COUNT,
		  EDU_DMA_COMMAND, edu_go(false), EDU_DMA_TO_EDU);
DEED_DMA_LIST_WAY(edu_in_list, rx, edu_dma, regs, EDU_DMA_TO_RAM, EDU_DMA_COUNT,
		  EDU_DMA_COMMAND, edu_go(true), EDU_DMA_FROM_EDU);

/* Nobody waits for it; but as long as the device works on it, nobody else can. */
static void edu_settle(const struct edu *e, struct edu_transfer *t)
{
	t->state = edu_dma_discard(t) ? EDU_IDLE : EDU_ABANDONED;
	deed_wake(&e->changed, EPOLLIN);
}

/* The caller takes its buffer back; it may be the interrupt of the one before. */
static void edu_transferred(const struct edu *e, const struct edu_hw *hw,
			    const struct deed_hardirq *in)
{
	deed_lock_hardirq(t, &e->engine, in);
	if (t->state == EDU_ABANDONED) {
		edu_settle(e, t);
	} else if (t->state == EDU_RUNNING && !edu_engine_busy(hw)) {
		if (edu_out_list_advance(t) || edu_in_list_advance(t)) {
			t->pieces++;
			return;
		}
		t->state = EDU_DONE;
		deed_wake(&e->changed, EPOLLIN);
	}
}

static irqreturn_t edu_interrupt(const struct edu *e, const struct edu_hw *hw,
				 const struct deed_hardirq *in)
{
	struct edu_cause cause = deed_reg_read(&hw->regs, EDU_IRQ_CAUSE);

	/* not ours, or unplugged */
	if (!edu_cause_any(cause) || deed_reg_gone(EDU_IRQ_CAUSE, cause)) {
		deed_count(&e->spurious);
		return IRQ_NONE;
	}
	deed_reg_write(&hw->regs, EDU_IRQ_ACK, cause);
	deed_count(&e->interrupts);
	if (deed_field_get(EDU_CAUSE_DMA, cause))
		edu_transferred(e, hw, in);
	if (!deed_field_get(EDU_CAUSE_DONE, cause))
		return IRQ_HANDLED;

	deed_lock_hardirq(job, &e->job, in);
	/* the interrupt of an abandoned job may come when the next one runs */
	if (job->state == EDU_RUNNING && !edu_busy(hw)) {
		job->result = deed_reg_read(&hw->regs, EDU_FACTORIAL);
		job->state = EDU_DONE;
	} else if (job->state == EDU_ABANDONED) {
		job->state = EDU_IDLE;
	}
	deed_wake(&e->changed, EPOLLIN);
	return IRQ_HANDLED;
}

DEED_IRQ(edu_irq, edu_ref, dev, irq, hard, edu_interrupt);

/* Lets the device compute; the caller holds the job. */
static int edu_run(const struct edu *e, struct edu_job *job, u32 n)
{
	deed_own(edu_device_live, live) = edu_device_enter(&e->dev);
	if (!deed_ok(live))
		return deed_err(live);

	job->state = EDU_RUNNING;
	deed_reg_write(&edu_device_hw(&live)->regs, EDU_FACTORIAL, n);
	return 0;
}

/* Nobody waits for it. If the device has finished, its interrupt may never come. */
static void edu_abandon(const struct edu *e, struct edu_job *job)
{
	deed_own(edu_device_live, live) = edu_device_enter(&e->dev);
	bool busy = deed_ok(live) && edu_busy(edu_device_hw(&live));

	job->state = busy ? EDU_ABANDONED : EDU_IDLE;
	deed_wake(&e->changed, EPOLLIN);
}

/* Waits for the job to be in this state; meanwhile others have it. */
static int edu_wait(const struct edu *e, struct edu_cell_guard *g, int state,
		    unsigned long timeout)
{
	return deed_wait_timeout(&e->changed, g, edu_cell_data(g)->state == state, timeout);
}

static int edu_factorial(const struct edu *e, u32 n, unsigned long timeout, u32 *result)
{
	deed_own(edu_cell_guard, g) = edu_cell_lock(&e->job);

	if (edu_cell_data(&g)->state == EDU_ABANDONED)
		edu_abandon(e, edu_cell_data(&g));

	int err = edu_wait(e, &g, EDU_IDLE, timeout) ?:
		  edu_run(e, edu_cell_data(&g), n);

	if (err)
		return err;
	err = edu_wait(e, &g, EDU_DONE, timeout);

	struct edu_job *job = edu_cell_data(&g);

	if (err) {
		edu_abandon(e, job);
		return err;
	}
	*result = job->result;
	job->state = EDU_IDLE;
	deed_wake(&e->changed, EPOLLIN);
	return 0;
}

static int edu_ioctl_factorial(const struct edu *e, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 n, result, timeout_ms, reserved;
	} user;
	u32 n, result, timeout_ms, zero;
	int err = deed_ioctl_read(call, &user) ?:
		  deed_check_range(user.reserved, 0, 0, &zero) ?:
		  deed_check_range(user.timeout_ms, 1, DEED_EDU_TIMEOUT_MAX,
				   &timeout_ms) ?:
		  deed_check_range(user.n, 0, DEED_EDU_FACTORIAL_MAX, &n) ?:
		  edu_factorial(e, n, msecs_to_jiffies(timeout_ms), &result);

	if (err == -ETIMEDOUT)
		deed_count(&e->timeouts);
	if (err)
		return err;
	deed_count(&e->factorials);
	return deed_ioctl_write(call, ((struct deed_edu_factorial){
					      n, result, timeout_ms, zero }));
}

static int edu_liveness(const struct edu *e, u32 *value)
{
	deed_own(edu_device_live, live) = edu_device_enter(&e->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct edu_hw *hw = edu_device_hw(&live);

	deed_reg_write(&hw->regs, EDU_LIVENESS, *value);
	*value = deed_reg_read(&hw->regs, EDU_LIVENESS);
	return 0;
}

static int edu_ioctl_liveness(const struct edu *e, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 value;
	} user;
	struct deed_edu_liveness l;
	int err = deed_ioctl_read(call, &user) ?:
		  deed_check_range(user.value, 0, U32_MAX, &l.value) ?:
		  edu_liveness(e, &l.value);

	return err ?: deed_ioctl_write(call, l);
}

static int edu_raise(const struct edu *e, u32 times)
{
	for (; times; times--) {
		deed_own(edu_device_live, live) = edu_device_enter(&e->dev);
		if (!deed_ok(live))
			return deed_err(live);

		deed_reg_write(&edu_device_hw(&live)->regs, EDU_IRQ_RAISE,
			       deed_field_prep(EDU_CAUSE_TEST, 1));
	}
	return 0;
}

static int edu_ioctl_raise(const struct edu *e, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 times;
	} user;
	u32 times;

	return deed_ioctl_read(call, &user) ?:
	       deed_check_range(user.times, 0, DEED_EDU_RAISE_MAX, &times) ?:
	       edu_raise(e, times);
}

static int edu_ioctl(const struct edu *e, struct deed_ioctl *call)
{
	switch (call->cmd) {
	case DEED_EDU_FACTORIAL:
		return edu_ioctl_factorial(e, call);
	case DEED_EDU_LIVENESS:
		return edu_ioctl_liveness(e, call);
	case DEED_EDU_RAISE:
		return edu_ioctl_raise(e, call);
	default:
		return -ENOTTY;
	}
}

/* Waits for the transfer to be in this state; meanwhile others have it. */
static int edu_engine_wait(const struct edu *e, struct edu_engine_guard *g,
			   enum edu_work state, unsigned long timeout)
{
	return deed_wait_timeout(&e->changed, g, edu_engine_data(g)->state == state,
				 timeout);
}

/* Our turn: nobody has the engine but us, who hold its lock. */
static int edu_turn(const struct edu *e, struct edu_engine_guard *g)
{
	if (edu_engine_data(g)->state == EDU_ABANDONED)
		edu_settle(e, edu_engine_data(g));
	return edu_engine_wait(e, g, EDU_IDLE, EDU_TURN_PATIENCE);
}

/* The transfer is under way: until it is done. The caller settles it. */
static int edu_finish(const struct edu *e, struct edu_engine_guard *g)
{
	unsigned int pieces;
	int err;

	edu_engine_data(g)->state = EDU_RUNNING;
	do {
		pieces = edu_engine_data(g)->pieces;
		err = edu_engine_wait(e, g, EDU_DONE, EDU_DMA_PATIENCE);
	} while (err == -ETIMEDOUT && edu_engine_data(g)->pieces != pieces);

	if (!err)
		deed_count(&e->transfers);
	return err;
}

static int edu_send(const struct edu *e, u64 at, struct deed_dma_tx filled)
{
	deed_own(deed_dma_tx, buf) = deed_move(filled);
	deed_own(edu_engine_guard, g) = edu_engine_lock(&e->engine);
	int err = edu_turn(e, &g);

	if (err)
		return err;
	err = edu_out_start(edu_engine_data(&g), deed_move(buf), EDU_MEMORY + at) ?:
	      edu_finish(e, &g);
	edu_settle(e, edu_engine_data(&g));
	return err;
}

/* How many bytes; not all, if the device goes. */
static ssize_t edu_sent_pages(struct edu_transfer *t)
{
	deed_own(deed_dma_list_tx, list) = edu_out_list_reclaim(t);

	return deed_ok(list) ? deed_dma_list_tx_done(&list) : -ENODEV;
}

/* No copy: the device reads the program's own pages, where they are. */
static ssize_t edu_write_direct(const struct edu *e, const struct deed_iter_reader *from)
{
	u64 at = deed_iter_pos(from);

	deed_own(deed_dma_list_tx, list) = edu_out_list_pin(e, from, DEED_EDU_MEMORY);
	if (!deed_ok(list))
		return deed_err(list);

	deed_own(edu_engine_guard, g) = edu_engine_lock(&e->engine);
	int err = edu_turn(e, &g);

	if (err)
		return err;
	err = edu_out_list_start(edu_engine_data(&g), deed_move(list), EDU_MEMORY + at) ?:
	      edu_finish(e, &g);

	ssize_t done = err ?: edu_sent_pages(edu_engine_data(&g));

	edu_settle(e, edu_engine_data(&g));
	return done;
}

static ssize_t edu_write(const struct edu *e, struct deed_iter_reader *from)
{
	size_t len = deed_iter_left(from);

	ssize_t done = deed_iter_direct(from) ? edu_write_direct(e, from) : -EIO;

	/* pages that the device does not reach are copied, as all are without O_DIRECT */
	if (done != -EIO)
		return done;

	deed_own(deed_dma_tx, buf) = edu_out_alloc(e, len);
	if (!deed_ok(buf))
		return deed_err(buf);

	if (deed_iter_read(from, deed_dma_tx_bytes(&buf)) < len)
		return -EFAULT;
	return edu_send(e, deed_iter_pos(from), deed_move(buf)) ?: len;
}

static struct deed_dma_rx edu_receive(const struct edu *e, u64 at, size_t len)
{
	deed_own(deed_dma_rx, buf) = edu_in_alloc(e, len);
	if (!deed_ok(buf))
		return deed_move(buf);

	deed_own(edu_engine_guard, g) = edu_engine_lock(&e->engine);
	int err = edu_turn(e, &g);

	if (err)
		return deed_fail(deed_dma_rx, err);
	err = edu_in_start(edu_engine_data(&g), deed_move(buf), EDU_MEMORY + at) ?:
	      edu_finish(e, &g);
	if (err) {
		edu_settle(e, edu_engine_data(&g));
		return deed_fail(deed_dma_rx, err);
	}

	deed_own(deed_dma_rx, received) = edu_in_reclaim(edu_engine_data(&g));

	edu_settle(e, edu_engine_data(&g));
	return deed_move(received);
}

static ssize_t edu_received_pages(struct edu_transfer *t)
{
	deed_own(deed_dma_list_rx, list) = edu_in_list_reclaim(t);

	return deed_ok(list) ? deed_dma_list_rx_done(&list) : -ENODEV;
}

static ssize_t edu_read_direct(const struct edu *e, const struct deed_iter_writer *to)
{
	u64 at = deed_iter_pos(to);

	deed_own(deed_dma_list_rx, list) = edu_in_list_pin(e, to, DEED_EDU_MEMORY);
	if (!deed_ok(list))
		return deed_err(list);

	deed_own(edu_engine_guard, g) = edu_engine_lock(&e->engine);
	int err = edu_turn(e, &g);

	if (err)
		return err;
	err = edu_in_list_start(edu_engine_data(&g), deed_move(list), EDU_MEMORY + at) ?:
	      edu_finish(e, &g);

	ssize_t done = err ?: edu_received_pages(edu_engine_data(&g));

	edu_settle(e, edu_engine_data(&g));
	return done;
}

static ssize_t edu_read(const struct edu *e, struct deed_iter_writer *to)
{
	ssize_t done = deed_iter_direct(to) ? edu_read_direct(e, to) : -EIO;

	if (done != -EIO)
		return done;

	deed_own(deed_dma_rx, buf) = edu_receive(e, deed_iter_pos(to), deed_iter_left(to));
	if (!deed_ok(buf))
		return deed_err(buf);
	return deed_iter_write(to, deed_dma_rx_bytes(&buf)) ?: -EFAULT;
}

static __poll_t edu_poll(const struct edu *e, const struct deed_poll *pt)
{
	deed_poll_wait(pt, &e->changed);

	deed_lock(spin_irq, job, &e->job);
	return job->state == EDU_IDLE ? EPOLLIN | EPOLLRDNORM : 0;
}

static struct edu_ref edu_open(const struct edu *e, struct deed_open how)
{
	return edu_ref_get(e);
}

DEED_BOUND_CHRDEV(edu_node, edu_ref, dev, misc, edu_ref, edu_open, size,
		  DEED_EDU_MEMORY, direct, 1, read, edu_read, write, edu_write, ioctl, edu_ioctl,
		  poll, edu_poll);

/* What does not depend on the bus. */
static int edu_setup(struct edu *e, const struct edu_regs *regs)
{
	deed_cell_init(&e->job);
	deed_cell_init(&e->engine);
	edu_dma_init(e);
	deed_bound_queue_init(e, changed, dev);
	return deed_field_get(EDU_ID_MAGIC, deed_reg_read(regs, EDU_ID)) == 0xed ?
		       0 : -ENODEV;
}

static int edu_probe(struct deed_pci *pci, struct edu *e, struct edu_hw *hw)
{
	int err = edu_regs_map(&hw->regs, deed_pci_bar(pci, 0)) ?:
		  edu_setup(e, &hw->regs);

	if (err)
		return err;
	/* a transfer for the driver before must not find the door open again */
	err = edu_transfer_over(&hw->regs) ?: deed_pci_dma(pci, dma_bits, &hw->dma);
	if (err)
		return err;
	err = deed_pci_irqs(pci, 1, 1);
	return err < 0 ? err : deed_pci_irq(pci, 0, &hw->irq);
}

static void edu_acknowledge(const struct edu_regs *regs)
{
	deed_reg_write(regs, EDU_IRQ_ACK, deed_reg_read(regs, EDU_IRQ_CAUSE));
}

/*
 * Lets the device raise interrupts; but it may still be at work for a driver that
 * was unbound before, and would say so to us.
 */
static int edu_listen(const struct edu_regs *regs)
{
	struct edu_status status;
	int err = deed_reg_poll(regs, EDU_STATUS, status,
				!deed_field_get(EDU_STATUS_BUSY, status),
				EDU_PAUSE_US, EDU_PATIENCE_US);

	if (err)
		return err;
	edu_acknowledge(regs);
	deed_reg_write(regs, EDU_STATUS, deed_field_prep(EDU_STATUS_IRQ, 1));
	return 0;
}

DEED_DEBUGFS(edu_counters, edu_ref, dev, "interrupts", interrupts,
	     "spurious", spurious, "factorials", factorials,
	     "transfers", transfers, "timeouts", timeouts);

static int edu_start(const struct edu *e, const struct edu_hw *hw,
		     struct edu_device_scope *scope)
{
	return edu_irq_request(scope) ?:
	       edu_counters_show(scope) ?:
	       edu_listen(&hw->regs) ?:
	       edu_node_register_numbered(scope, "deed-edu");
}

static void edu_quiesce(const struct edu *e, const struct edu_hw *hw)
{
	deed_reg_write(&hw->regs, EDU_STATUS, deed_field_prep(EDU_STATUS_IRQ, 0));
	edu_acknowledge(&hw->regs);
}

static int edu_suspend(const struct edu *e, const struct edu_hw *hw)
{
	int err = edu_transfer_over(&hw->regs);

	if (err)
		return err;
	edu_quiesce(e, hw);

	/* callers have left their calls, and no interrupt ends their jobs now */
	{
		deed_lock(spin_irq, job, &e->job);
		job->state = EDU_IDLE;
	}
	deed_lock(spin_irq, t, &e->engine);
	edu_settle(e, t);
	return 0;
}

static int edu_resume(const struct edu *e, const struct edu_hw *hw)
{
	return edu_listen(&hw->regs);
}

DEED_PCI_IDS(edu_ids, { PCI_DEVICE(0x1234, 0x11e8) });

DEED_PCI_DRIVER(edu_driver, "deed-edu", edu_ids, edu_ref, dev, edu_probe, start,
		edu_start, quiesce, edu_quiesce, suspend, edu_suspend, resume,
		edu_resume);

deed_module(edu_driver, edu_driver_register);

MODULE_DESCRIPTION("QEMU's educational device, written with deed");
MODULE_LICENSE("GPL");
