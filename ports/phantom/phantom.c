// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/phantom<N>: Sensable's PHANToM, a haptic device: a port of
 * drivers/misc/phantom.c.
 *
 * A program closes a control loop over it: on each interrupt it reads the input
 * registers, where the arm is, and writes the output registers, how strongly the
 * motors pull. One program at a time.
 */
#include <linux/phantom.h>

#include <deed/chrdev.h>
#include <deed/module.h>
#include <deed/pci.h>

#define PHN_REGS	8 /* inputs, and outputs */

DEED_MMIO(phantom_bridge, 0x50);
DEED_REG(phantom_bridge, PHN_IRQCTL, 0x4c, rw, u32);

DEED_MMIO(phantom_in, PHN_REGS * 4);
DEED_REG_ARRAY(phantom_in, PHN_IN, 0, 4, PHN_REGS, rw, u32);
DEED_REG(phantom_in, PHN_IN_ACK, 0, rw, u32);
DEED_REG(phantom_in, PHN_IN_CONTROL, PHN_CONTROL * 4, rw, u32);

DEED_MMIO(phantom_out, PHN_REGS * 4);
DEED_REG_ARRAY(phantom_out, PHN_OUT, 0, 4, PHN_REGS, wo, u32);

/* What the device gives, until unbind. */
struct phantom_hw {
	struct phantom_bridge bridge;
	struct phantom_in in;
	struct phantom_out out;
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(phantom_device, struct phantom_hw);

struct phantom_loop {
	bool open;
	bool running;
	bool not_oh; /* outputs are written at the next interrupt, not at once */
	unsigned int interrupts; /* since the inputs were read */
	struct phm_regs next;
	u32 control;
};

DEED_CELL_TYPE(phantom_cell, spin_irq, struct phantom_loop);

struct phantom {
	struct phantom_device dev;
	struct deed_misc misc;
	struct phantom_cell loop;
	struct deed_bound_queue wait;
};

DEED_DEVICE_REF(phantom_ref, struct phantom, dev, deed_plain);

static void phantom_irqctl(const struct phantom_hw *hw, u32 value)
{
	deed_reg_write(&hw->bridge, PHN_IRQCTL, value);
	deed_reg_read(&hw->bridge, PHN_IRQCTL); /* it has arrived */
}

static void phantom_run(const struct phantom_hw *hw, struct phantom_loop *loop)
{
	if (loop->running)
		return;
	loop->interrupts = 0;
	deed_reg_write(&hw->in, PHN_IN_CONTROL, PHN_CTL_IRQ);
	phantom_irqctl(hw, 0x43);
	loop->running = true;
}

static void phantom_halt(const struct phantom_hw *hw, struct phantom_loop *loop)
{
	if (loop->running)
		phantom_irqctl(hw, 0);
	loop->running = false;
}

static void phantom_output(const struct phantom_hw *hw, const struct phm_regs *regs)
{
	for (u32 i = 0; i < min(regs->count, PHN_REGS); i++)
		if (regs->mask & BIT(i) &&
		    deed_reg_write_at(&hw->out, PHN_OUT, i, regs->values[i]))
			return;
}

static irqreturn_t phantom_interrupt(const struct phantom *p, const struct phantom_hw *hw,
				     const struct deed_hardirq *in)
{
	deed_lock_hardirq(loop, &p->loop, in);

	if (!(deed_reg_read(&hw->in, PHN_IN_CONTROL) & PHN_CTL_IRQ))
		return IRQ_NONE;
	deed_reg_write(&hw->in, PHN_IN_ACK, 0);
	deed_reg_write(&hw->in, PHN_IN_ACK, 0xc0);
	if (loop->not_oh) {
		phantom_output(hw, &loop->next);
		loop->control ^= PHN_CTL_AMP;
		deed_reg_write(&hw->in, PHN_IN_CONTROL, loop->control);
	}
	deed_reg_read(&hw->in, PHN_IN_ACK); /* all has arrived */
	loop->interrupts++;
	deed_wake(&p->wait, EPOLLIN);
	return IRQ_HANDLED;
}

DEED_IRQ(phantom_irq, phantom_ref, dev, irq, hard, phantom_interrupt);

static int phantom_set_reg(const struct phantom *p, u32 reg, u32 value)
{
	deed_own(phantom_device_live, live) = phantom_device_enter(&p->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct phantom_hw *hw = phantom_device_hw(&live);

	deed_lock(spin_irq, loop, &p->loop);
	if (reg == PHN_CONTROL && value & PHN_CTL_IRQ)
		phantom_run(hw, loop);
	if (reg == PHN_CONTROL && loop->not_oh) {
		value = (value & ~PHN_CTL_AMP) | (loop->control & PHN_CTL_AMP);
		loop->control = value;
	}

	int err = deed_reg_write_at(&hw->in, PHN_IN, reg, value);

	deed_reg_read(&hw->in, PHN_IN_ACK); /* it has arrived */
	if (reg == PHN_CONTROL && !(value & PHN_CTL_IRQ))
		phantom_halt(hw, loop);
	return err;
}

static int phantom_get_reg(const struct phantom *p, u32 reg, u32 *value)
{
	deed_own(phantom_device_live, live) = phantom_device_enter(&p->dev);
	if (!deed_ok(live))
		return deed_err(live);
	return deed_reg_read_at(&phantom_device_hw(&live)->in, PHN_IN, reg, value);
}

static int phantom_set_regs(const struct phantom *p, const struct phm_regs *regs)
{
	deed_own(phantom_device_live, live) = phantom_device_enter(&p->dev);
	if (!deed_ok(live))
		return deed_err(live);

	const struct phantom_hw *hw = phantom_device_hw(&live);

	deed_lock(spin_irq, loop, &p->loop);
	if (loop->not_oh) {
		loop->next = *regs;
	} else {
		phantom_output(hw, regs);
		deed_reg_read(&hw->in, PHN_IN_ACK); /* all has arrived */
	}
	return 0;
}

static int phantom_get_regs(const struct phantom *p, struct phm_regs *regs)
{
	deed_own(phantom_device_live, live) = phantom_device_enter(&p->dev);
	int err = 0;

	if (!deed_ok(live))
		return deed_err(live);

	deed_lock(spin_irq, loop, &p->loop);
	for (u32 i = 0; !err && i < min(regs->count, PHN_REGS); i++)
		if (regs->mask & BIT(i))
			err = deed_reg_read_at(&phantom_device_hw(&live)->in, PHN_IN, i,
					       &regs->values[i]);
	loop->interrupts = 0;
	return err;
}

static int phantom_not_oh(const struct phantom *p)
{
	deed_lock(spin_irq, loop, &p->loop);
	if (loop->running) {
		dev_err(deed_dev(&p->dev), "NOT_OH comes before the device is started\n");
		return -EINVAL;
	}
	loop->not_oh = true;
	return 0;
}

static int phantom_ioctl_reg(const struct phantom *p, struct deed_ioctl *call)
{
	struct {
		struct deed_untrusted_u32 reg;
		u32 value;
	} user;
	struct phm_reg r;
	int err = deed_ioctl_read(call, &user) ?:
		  deed_check_index(user.reg, PHN_REGS, &r.reg);

	if (err)
		return err;
	if (call->cmd == PHN_SETREG)
		return phantom_set_reg(p, r.reg, user.value);
	return phantom_get_reg(p, r.reg, &r.value) ?: deed_ioctl_write(call, r);
}

static int phantom_ioctl_regs(const struct phantom *p, struct deed_ioctl *call)
{
	struct phm_regs regs;
	int err = deed_ioctl_read(call, &regs);

	if (err)
		return err;
	if (call->cmd == PHN_SETREGS)
		return phantom_set_regs(p, &regs);
	return phantom_get_regs(p, &regs) ?: deed_ioctl_write(call, regs);
}

/* What the first four commands are called today; their numbers have the size of a pointer. */
static unsigned int phantom_command(unsigned int cmd)
{
	static const unsigned int today[] = { PHN_GETREG, PHN_SETREG, PHN_GETREGS, PHN_SETREGS };
	static const unsigned int once[] = { PHN_GET_REG, PHN_SET_REG, PHN_GET_REGS, PHN_SET_REGS };

	for (int i = 0; i < ARRAY_SIZE(once); i++)
		if (cmd == once[i] || /* of a 32-bit program */
		    cmd == once[i] - ((sizeof(void *) - sizeof(u32)) << _IOC_SIZESHIFT))
			return today[i];
	return cmd;
}

static int phantom_ioctl(const struct phantom *p, struct deed_ioctl *call)
{
	call->cmd = phantom_command(call->cmd);
	switch (call->cmd) {
	case PHN_SETREG:
	case PHN_GETREG:
		return phantom_ioctl_reg(p, call);
	case PHN_SETREGS:
	case PHN_GETREGS:
		return phantom_ioctl_regs(p, call);
	case PHN_NOT_OH:
		return phantom_not_oh(p);
	default:
		return -ENOTTY;
	}
}

static __poll_t phantom_poll(const struct phantom *p, const struct deed_poll *pt)
{
	deed_poll_wait(pt, &p->wait);

	deed_lock(spin_irq, loop, &p->loop);
	if (!loop->running)
		return EPOLLERR;
	return loop->interrupts ? EPOLLIN | EPOLLRDNORM : 0;
}

static struct phantom_ref phantom_open(const struct phantom *p, struct deed_open how)
{
	deed_lock(spin_irq, loop, &p->loop);
	if (loop->open)
		return deed_fail(phantom_ref, -EINVAL);
	loop->open = true;
	loop->interrupts = 0;
	return phantom_ref_get(p);
}

static void phantom_close(const struct phantom *p, struct deed_open how)
{
	deed_own(phantom_device_live, live) = phantom_device_enter(&p->dev);

	deed_lock(spin_irq, loop, &p->loop);
	if (deed_ok(live))
		phantom_halt(phantom_device_hw(&live), loop);
	loop->open = false;
	loop->not_oh = false;
}

DEED_BOUND_CHRDEV(phantom_node, phantom_ref, dev, misc, phantom_ref, phantom_open,
		  ioctl, phantom_ioctl, poll, phantom_poll, close, phantom_close);

/* What does not depend on the bus. */
static void phantom_init(struct phantom *p)
{
	deed_cell_init(&p->loop);
	deed_bound_queue_init(p, wait, dev);
}

static int phantom_probe(struct deed_pci *pci, struct phantom *p, struct phantom_hw *hw)
{
	int err = phantom_bridge_map(&hw->bridge, deed_pci_bar(pci, 0)) ?:
		  phantom_in_map(&hw->in, deed_pci_bar(pci, 2)) ?:
		  phantom_out_map(&hw->out, deed_pci_bar(pci, 3));

	if (err)
		return err;
	phantom_init(p);
	err = deed_pci_irqs(pci, 1, 1);
	return err < 0 ? err : deed_pci_irq(pci, 0, &hw->irq);
}

static int phantom_start(const struct phantom *p, const struct phantom_hw *hw,
			 struct phantom_device_scope *scope)
{
	phantom_irqctl(hw, 0);
	return phantom_irq_request(scope) ?:
	       phantom_node_register_numbered(scope, "phantom");
}

static void phantom_quiesce(const struct phantom *p, const struct phantom_hw *hw)
{
	phantom_irqctl(hw, 0);
}

static int phantom_suspend(const struct phantom *p, const struct phantom_hw *hw)
{
	phantom_irqctl(hw, 0);
	deed_irq_synchronize(&hw->irq);
	return 0;
}

static int phantom_resume(const struct phantom *p, const struct phantom_hw *hw)
{
	deed_reg_write(&hw->bridge, PHN_IRQCTL, 0);
	return 0;
}

DEED_PCI_IDS(phantom_ids, { PCI_DEVICE_SUB(PCI_VENDOR_ID_PLX, PCI_DEVICE_ID_PLX_9050,
					   PCI_VENDOR_ID_PLX, PCI_DEVICE_ID_PLX_9050),
			    .class = PCI_CLASS_BRIDGE_OTHER << 8, .class_mask = 0xffff00 });

DEED_PCI_DRIVER(phantom_driver, "phantom", phantom_ids, phantom_ref, dev, phantom_probe,
		start, phantom_start, quiesce, phantom_quiesce,
		suspend, phantom_suspend, resume, phantom_resume);

deed_module(phantom_driver, phantom_driver_register);

MODULE_DESCRIPTION("Sensable's PHANToM, ported to deed");
MODULE_LICENSE("GPL");
