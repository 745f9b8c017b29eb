// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/raw-edu<N>: drivers/edu/edu.c as an expert would write it by hand.
 *
 * The yardstick of `make bench`, by the rules of raw_pipe.c. It is as safe when
 * its device goes: what others may have open is reference counted, and the
 * registers are only touched in SRCU read sections, as between drm_dev_enter()
 * and drm_dev_exit(), or by the interrupt handler, which is freed before they
 * are unmapped.
 */
#include <linux/debugfs.h>
#include <linux/idr.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/kref.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

#include <deed/own.h>

#include "../../drivers/edu/deed_edu.h"

deed_unsafe_file("the twin of the edu driver, all of it written by hand");

#ifndef RAW_EDU
#define RAW_EDU "hand-edu"
#endif

#define EDU_ID		0x00
#define EDU_LIVENESS	0x04
#define EDU_FACTORIAL	0x08
#define EDU_STATUS	0x20
#define EDU_IRQ_CAUSE	0x24
#define EDU_IRQ_RAISE	0x60
#define EDU_IRQ_ACK	0x64

#define EDU_ID_MASK	0xff
#define EDU_ID_MAGIC	0xed
#define EDU_STATUS_BUSY	0x01 /* it computes */
#define EDU_STATUS_IRQ	0x80 /* interrupt when it has finished */
#define EDU_CAUSE_DONE	0x01 /* a factorial */
#define EDU_CAUSE_TEST	0x02 /* we raised it ourselves */

#define EDU_PAUSE_US	1000
#define EDU_PATIENCE_US	100000

struct raw_edu {
	struct kref refs;
	bool gone; /* for good; set before the queue is woken */
	struct srcu_struct srcu; /* read sections: the registers are there */
	void __iomem *regs;
	struct miscdevice misc;
	int number;
	char name[20];
	struct dentry *debugfs;
	spinlock_t lock; /* protects state and result */
	enum { EDU_IDLE, EDU_RUNNING, EDU_DONE, EDU_ABANDONED } state;
	u32 result; /* if done */
	wait_queue_head_t changed; /* the state */
	atomic_t interrupts, spurious, factorials, timeouts;
};

static DEFINE_IDA(raw_edu_numbers);

static void raw_edu_free(struct kref *refs)
{
	struct raw_edu *e = container_of(refs, struct raw_edu, refs);

	cleanup_srcu_struct(&e->srcu);
	kfree(e);
}

static int raw_edu_open(struct inode *inode, struct file *filp)
{
	struct raw_edu *e = container_of(filp->private_data, struct raw_edu, misc);

	kref_get(&e->refs);
	filp->private_data = e;
	return stream_open(inode, filp);
}

static int raw_edu_release(struct inode *inode, struct file *filp)
{
	struct raw_edu *e = filp->private_data;

	kref_put(&e->refs, raw_edu_free);
	return 0;
}

static bool raw_edu_enter(struct raw_edu *e, int *idx)
{
	*idx = srcu_read_lock(&e->srcu);
	if (likely(!READ_ONCE(e->gone)))
		return true;
	srcu_read_unlock(&e->srcu, *idx);
	return false;
}

static void raw_edu_exit(struct raw_edu *e, int idx)
{
	srcu_read_unlock(&e->srcu, idx);
}

/* Whoever waits or polls joins the queue before it takes the lock and looks. */
static void raw_edu_wake(struct raw_edu *e)
{
	if (wq_has_sleeper(&e->changed))
		wake_up_interruptible_poll(&e->changed, EPOLLIN | EPOLLRDNORM);
}

static bool raw_edu_busy(struct raw_edu *e)
{
	return readl(e->regs + EDU_STATUS) & EDU_STATUS_BUSY;
}

static irqreturn_t raw_edu_interrupt(int irq, void *cookie)
{
	struct raw_edu *e = cookie;
	u32 cause = readl(e->regs + EDU_IRQ_CAUSE);

	if (!cause || cause == U32_MAX) { /* not ours, or unplugged */
		atomic_inc(&e->spurious);
		return IRQ_NONE;
	}
	writel(cause, e->regs + EDU_IRQ_ACK);
	atomic_inc(&e->interrupts);
	if (!(cause & EDU_CAUSE_DONE))
		return IRQ_HANDLED;

	spin_lock(&e->lock);
	/* the interrupt of an abandoned job may come when the next one runs */
	if (e->state == EDU_RUNNING && !raw_edu_busy(e)) {
		e->result = readl(e->regs + EDU_FACTORIAL);
		e->state = EDU_DONE;
	} else if (e->state == EDU_ABANDONED) {
		e->state = EDU_IDLE;
	}
	spin_unlock(&e->lock);
	raw_edu_wake(e);
	return IRQ_HANDLED;
}

/* Waits until the device says so, or has gone; e->lock is held, but while asleep. */
static int raw_edu_wait(struct raw_edu *e, int state, unsigned long timeout)
{
	long left;

	left = wait_event_interruptible_lock_irq_timeout(e->changed,
							 READ_ONCE(e->gone) ||
							 e->state == state,
							 e->lock, timeout);
	if (READ_ONCE(e->gone))
		return -ENODEV;
	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

/* Nobody waits for it. If the device has finished, its interrupt may never come. */
static void raw_edu_abandon(struct raw_edu *e)
{
	bool busy = false;
	int idx;

	if (raw_edu_enter(e, &idx)) {
		busy = raw_edu_busy(e);
		raw_edu_exit(e, idx);
	}
	e->state = busy ? EDU_ABANDONED : EDU_IDLE;
	raw_edu_wake(e);
}

static int raw_edu_factorial(struct raw_edu *e, u32 n, unsigned long timeout, u32 *result)
{
	int idx, err;

	spin_lock_irq(&e->lock);
	if (e->state == EDU_ABANDONED)
		raw_edu_abandon(e);
	err = raw_edu_wait(e, EDU_IDLE, timeout);
	if (err)
		goto unlock;
	err = -ENODEV;
	if (!raw_edu_enter(e, &idx))
		goto unlock;
	e->state = EDU_RUNNING;
	writel(n, e->regs + EDU_FACTORIAL);
	raw_edu_exit(e, idx);

	err = raw_edu_wait(e, EDU_DONE, timeout);
	if (err) {
		raw_edu_abandon(e);
		goto unlock;
	}
	*result = e->result;
	e->state = EDU_IDLE;
	spin_unlock_irq(&e->lock);
	raw_edu_wake(e);
	return 0;
unlock:
	spin_unlock_irq(&e->lock);
	return err;
}

static int raw_edu_ioctl_factorial(struct raw_edu *e, void __user *user)
{
	struct deed_edu_factorial f;
	int err;

	if (copy_from_user(&f, user, sizeof(f)))
		return -EFAULT;
	if (f.reserved || !f.timeout_ms || f.timeout_ms > DEED_EDU_TIMEOUT_MAX ||
	    f.n > DEED_EDU_FACTORIAL_MAX)
		return -EINVAL;
	err = raw_edu_factorial(e, f.n, msecs_to_jiffies(f.timeout_ms), &f.result);
	if (err == -ETIMEDOUT)
		atomic_inc(&e->timeouts);
	if (err)
		return err;
	atomic_inc(&e->factorials);
	return copy_to_user(user, &f, sizeof(f)) ? -EFAULT : 0;
}

static int raw_edu_ioctl_liveness(struct raw_edu *e, u32 __user *user)
{
	u32 value;
	int idx;

	if (get_user(value, user))
		return -EFAULT;
	if (!raw_edu_enter(e, &idx))
		return -ENODEV;
	writel(value, e->regs + EDU_LIVENESS);
	value = readl(e->regs + EDU_LIVENESS);
	raw_edu_exit(e, idx);
	return put_user(value, user);
}

static int raw_edu_ioctl_raise(struct raw_edu *e, const u32 __user *user)
{
	u32 times;
	int idx;

	if (get_user(times, user))
		return -EFAULT;
	if (times > DEED_EDU_RAISE_MAX)
		return -EINVAL;
	for (; times; times--) {
		if (!raw_edu_enter(e, &idx))
			return -ENODEV;
		writel(EDU_CAUSE_TEST, e->regs + EDU_IRQ_RAISE);
		raw_edu_exit(e, idx);
	}
	return 0;
}

static long raw_edu_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct raw_edu *e = filp->private_data;
	void __user *user = (void __user *)arg;

	switch (cmd) {
	case DEED_EDU_FACTORIAL:
		return raw_edu_ioctl_factorial(e, user);
	case DEED_EDU_LIVENESS:
		return raw_edu_ioctl_liveness(e, user);
	case DEED_EDU_RAISE:
		return raw_edu_ioctl_raise(e, user);
	default:
		return -ENOTTY;
	}
}

static __poll_t raw_edu_poll(struct file *filp, poll_table *wait)
{
	struct raw_edu *e = filp->private_data;
	bool idle;

	poll_wait(filp, &e->changed, wait);
	if (READ_ONCE(e->gone))
		return EPOLLHUP | EPOLLERR;
	spin_lock_irq(&e->lock);
	idle = e->state == EDU_IDLE;
	spin_unlock_irq(&e->lock);
	return idle ? EPOLLIN | EPOLLRDNORM : 0;
}

static const struct file_operations raw_edu_fops = {
	.owner = THIS_MODULE,
	.open = raw_edu_open,
	.release = raw_edu_release,
	.poll = raw_edu_poll,
	.unlocked_ioctl = raw_edu_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static void raw_edu_acknowledge(struct raw_edu *e)
{
	writel(readl(e->regs + EDU_IRQ_CAUSE), e->regs + EDU_IRQ_ACK);
}

/*
 * Lets the device raise interrupts; but it may still be at work for a driver that
 * was unbound before, and would say so to us.
 */
static int raw_edu_listen(struct raw_edu *e)
{
	u32 status;
	int err = readl_poll_timeout(e->regs + EDU_STATUS, status,
				     !(status & EDU_STATUS_BUSY), EDU_PAUSE_US,
				     EDU_PATIENCE_US);

	if (err)
		return err;
	raw_edu_acknowledge(e);
	writel(EDU_STATUS_IRQ, e->regs + EDU_STATUS);
	return 0;
}

static void raw_edu_quiesce(struct raw_edu *e)
{
	writel(0, e->regs + EDU_STATUS);
	raw_edu_acknowledge(e);
}

static void raw_edu_put(void *data)
{
	struct raw_edu *e = data;

	kref_put(&e->refs, raw_edu_free);
}

static struct raw_edu *raw_edu_new(struct device *dev)
{
	struct raw_edu *e = kzalloc(sizeof(*e), GFP_KERNEL);
	int err;

	if (!e)
		return ERR_PTR(-ENOMEM);
	err = init_srcu_struct(&e->srcu);
	if (err) {
		kfree(e);
		return ERR_PTR(err);
	}
	kref_init(&e->refs);
	spin_lock_init(&e->lock);
	init_waitqueue_head(&e->changed);
	err = devm_add_action_or_reset(dev, raw_edu_put, e);
	return err ? ERR_PTR(err) : e;
}

static void raw_edu_debugfs(struct raw_edu *e, struct device *dev)
{
	char name[64];

	snprintf(name, sizeof(name), RAW_EDU "-%s", dev_name(dev));
	e->debugfs = debugfs_create_dir(name, NULL);
	debugfs_create_atomic_t("interrupts", 0444, e->debugfs, &e->interrupts);
	debugfs_create_atomic_t("spurious", 0444, e->debugfs, &e->spurious);
	debugfs_create_atomic_t("factorials", 0444, e->debugfs, &e->factorials);
	debugfs_create_atomic_t("timeouts", 0444, e->debugfs, &e->timeouts);
}

static int raw_edu_node(struct raw_edu *e, struct device *dev)
{
	int err;

	e->number = ida_alloc(&raw_edu_numbers, GFP_KERNEL);
	if (e->number < 0)
		return e->number;
	snprintf(e->name, sizeof(e->name), RAW_EDU "%d", e->number);
	e->misc.minor = MISC_DYNAMIC_MINOR;
	e->misc.name = e->name;
	e->misc.fops = &raw_edu_fops;
	e->misc.parent = dev;
	err = misc_register(&e->misc);
	if (err)
		ida_free(&raw_edu_numbers, e->number);
	return err;
}

static int raw_edu_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct raw_edu *e = raw_edu_new(&pdev->dev);
	int err;

	if (IS_ERR(e))
		return PTR_ERR(e);
	pci_set_drvdata(pdev, e);
	err = pcim_enable_device(pdev);
	if (err)
		return err;
	e->regs = pcim_iomap_region(pdev, 0, RAW_EDU);
	if (IS_ERR(e->regs))
		return PTR_ERR(e->regs);
	if ((readl(e->regs + EDU_ID) & EDU_ID_MASK) != EDU_ID_MAGIC)
		return -ENODEV;
	pci_set_master(pdev);
	err = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (err < 0)
		return err;
	err = devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0), raw_edu_interrupt,
			       IRQF_SHARED, NULL, e);
	if (err)
		return err;
	raw_edu_debugfs(e, &pdev->dev);
	err = raw_edu_listen(e) ?: raw_edu_node(e, &pdev->dev);
	if (err) {
		raw_edu_quiesce(e);
		debugfs_remove(e->debugfs);
	}
	return err;
}

/* Files that are open stay open, and keep the memory; devm does the rest. */
static void raw_edu_remove(struct pci_dev *pdev)
{
	struct raw_edu *e = pci_get_drvdata(pdev);

	WRITE_ONCE(e->gone, true);
	wake_up_all(&e->changed);
	synchronize_srcu(&e->srcu);
	raw_edu_quiesce(e);
	misc_deregister(&e->misc);
	ida_free(&raw_edu_numbers, e->number);
	debugfs_remove(e->debugfs);
}

static int raw_edu_suspend(struct device *dev)
{
	struct raw_edu *e = dev_get_drvdata(dev);

	raw_edu_quiesce(e);
	/* callers have left their calls, and no interrupt ends the job now */
	spin_lock_irq(&e->lock);
	e->state = EDU_IDLE;
	spin_unlock_irq(&e->lock);
	return 0;
}

static int raw_edu_resume(struct device *dev)
{
	return raw_edu_listen(dev_get_drvdata(dev));
}

static DEFINE_SIMPLE_DEV_PM_OPS(raw_edu_pm, raw_edu_suspend, raw_edu_resume);

static const struct pci_device_id raw_edu_ids[] = {
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{}
};
MODULE_DEVICE_TABLE(pci, raw_edu_ids);

static struct pci_driver raw_edu_driver = {
	.name = RAW_EDU,
	.id_table = raw_edu_ids,
	.probe = raw_edu_probe,
	.remove = raw_edu_remove,
	.driver.pm = pm_sleep_ptr(&raw_edu_pm),
};
module_pci_driver(raw_edu_driver);

MODULE_DESCRIPTION("QEMU's educational device, written by hand");
MODULE_LICENSE("GPL");
