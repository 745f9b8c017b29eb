// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/raw-edu<N>: drivers/edu/edu.c as an expert would write it by hand.
 *
 * The yardstick of `make bench`, by the rules of raw_pipe.c. It is as safe when
 * its device goes: what others may have open is reference counted, and the
 * registers are only touched in SRCU read sections, as between drm_dev_enter()
 * and drm_dev_exit(), or by the interrupt handler, which is freed before they
 * are unmapped, or by who starts and ends transfers, under the lock that remove()
 * takes when it ends the last.
 */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/jiffies.h>
#include <linux/kref.h>
#include <linux/llist.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/pci.h>
#include <linux/poll.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

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
#define EDU_DMA_FROM	0x80 /* 64 bits, like all that follow */
#define EDU_DMA_TO	0x88
#define EDU_DMA_COUNT	0x90
#define EDU_DMA_COMMAND	0x98

#define EDU_ID_MASK	0xff
#define EDU_ID_MAGIC	0xed
#define EDU_STATUS_BUSY	0x01 /* it computes */
#define EDU_STATUS_IRQ	0x80 /* interrupt when it has finished */
#define EDU_CAUSE_DONE	0x01 /* a factorial */
#define EDU_CAUSE_TEST	0x02 /* we raised it ourselves */
#define EDU_CAUSE_DMA	0x100 /* a transfer */
#define EDU_DMA_RUN	0x01 /* starts it; it is under way */
#define EDU_DMA_TO_RAM	0x02 /* else to the device */
#define EDU_DMA_IRQ	0x04 /* interrupt when it has finished */

#define EDU_MEMORY	0x40000 /* where the device has its own */

#define EDU_PAUSE_US	1000
#define EDU_PATIENCE_US	100000
#define EDU_DMA_PATIENCE_US 1000000 /* it takes 100 ms */
#define EDU_DMA_PATIENCE (5 * HZ)
#define EDU_TURN_PATIENCE (60 * HZ)

static int raw_edu_set_bits(const char *text, const struct kernel_param *param)
{
	return param_set_uint_minmax(text, param, 28, 64);
}

static const struct kernel_param_ops raw_edu_bits = {
	.set = raw_edu_set_bits,
	.get = param_get_uint,
};

/* As QEMU's property dma_mask says: what is above is cut off by the device. */
static unsigned int dma_bits = 28;
module_param_cb(dma_bits, &raw_edu_bits, &dma_bits, 0444);
__MODULE_PARM_TYPE(dma_bits, "uint");
MODULE_PARM_DESC(dma_bits, "how many bits of an address the device has (28 to 64)");

enum raw_edu_work { EDU_IDLE, EDU_RUNNING, EDU_DONE, EDU_ABANDONED };

/*
 * What the device copies to or from: mapped while it runs, or is abandoned; freed by
 * whoever makes it idle, but for the caller who finds it done.
 */
struct raw_edu_transfer {
	enum raw_edu_work state;
	enum dma_data_direction dir;
	void *memory;
	size_t len;
	dma_addr_t addr;
	struct raw_edu_pages *pages; /* instead of memory, if it is not NULL */
	unsigned int pieces; /* of pages, that were started after the first one */
};

/* Pages of a program: pinned, and those that the device writes dirty. */
struct raw_edu_pages {
	struct llist_node later;
	struct sg_table table;
	struct scatterlist *at; /* the piece under way */
	unsigned int left; /* pieces, with this one */
	u64 from; /* where in the device the piece belongs */
	size_t done; /* told to the device */
	bool written; /* by the device */
	struct scatterlist sg[];
};

struct raw_edu {
	struct kref refs;
	bool gone; /* for good; set before the queue is woken */
	struct srcu_struct srcu; /* read sections: the registers are there */
	void __iomem *regs;
	struct device *dev;
	gfp_t gfp; /* of memory that the device reaches */
	struct miscdevice misc;
	int number;
	char name[20];
	struct dentry *debugfs;
	spinlock_t lock; /* protects state, result and transfer */
	enum raw_edu_work state;
	u32 result; /* if done */
	struct raw_edu_transfer transfer;
	wait_queue_head_t changed; /* the state of either */
	atomic_t interrupts, spurious, factorials, transfers, timeouts;
};

static DEFINE_IDA(raw_edu_numbers);

static LLIST_HEAD(raw_edu_later);

static void raw_edu_unpin(struct raw_edu_pages *p, bool dirty)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&p->table, sg, i)
		unpin_user_page_range_dirty_lock(sg_page(sg), 1, dirty);
	kfree(p);
}

static void raw_edu_unpin_later(struct work_struct *work)
{
	struct raw_edu_pages *p, *next;

	llist_for_each_entry_safe(p, next, llist_del_all(&raw_edu_later), later)
		raw_edu_unpin(p, true);
}

static DECLARE_WORK(raw_edu_unpin_work, raw_edu_unpin_later);

/* Any context. Pages that somebody has cleaned need one that may sleep. */
static void raw_edu_put_pages(struct raw_edu_pages *p)
{
	struct scatterlist *sg;
	int i;

	for_each_sgtable_sg(&p->table, sg, i) {
		if (p->written && !folio_test_dirty(page_folio(sg_page(sg)))) {
			if (llist_add(&p->later, &raw_edu_later))
				schedule_work(&raw_edu_unpin_work);
			return;
		}
	}
	raw_edu_unpin(p, false);
}

/* The call is as it was afterwards: what the device does not reach is copied. */
static struct raw_edu_pages *raw_edu_pin(const struct iov_iter *iter, bool written)
{
	struct iov_iter part = *iter;
	int most = iov_iter_npages(&part, INT_MAX);
	struct raw_edu_pages *p = kzalloc(struct_size(p, sg, most), GFP_KERNEL_ACCOUNT);
	struct scatterlist *sg;
	ssize_t len;
	int i;

	if (!p)
		return ERR_PTR(-ENOMEM);
	sg_init_table(p->sg, most);
	p->table.sgl = p->sg;
	p->written = written;
	while (iov_iter_count(&part)) {
		len = extract_iter_to_sg(&part, iov_iter_count(&part), &p->table,
					 most - p->table.nents, 0);
		if (len <= 0) {
			p->table.orig_nents = p->table.nents;
			raw_edu_unpin(p, false);
			return ERR_PTR(len ?: -EFAULT);
		}
	}
	p->table.orig_nents = p->table.nents;
	sg_mark_end(&p->sg[p->table.nents - 1]);
	for_each_sgtable_sg(&p->table, sg, i) {
		if (written && !folio_test_dirty(page_folio(sg_page(sg))))
			set_page_dirty_lock(sg_page(sg));
	}
	return p;
}

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
	filp->f_mode |= FMODE_CAN_ODIRECT;
	return 0;
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

/* A device that was unplugged says that it transfers, too: all bits are set. */
static bool raw_edu_transfers(u64 status)
{
	return status != U64_MAX && (status & EDU_DMA_RUN);
}

static void raw_edu_put_memory(struct raw_edu_transfer *t)
{
	if (t->pages)
		raw_edu_put_pages(t->pages);
	else
		kfree(t->memory);
}

/* The device has finished, or can't go on; e->lock is held. */
static void raw_edu_unmap(struct raw_edu *e)
{
	struct raw_edu_transfer *t = &e->transfer;

	if (t->pages)
		dma_unmap_sgtable(e->dev, &t->pages->table, t->dir, 0);
	else
		dma_unmap_single(e->dev, t->addr, t->len, t->dir);
	if (t->state == EDU_RUNNING) {
		t->state = EDU_DONE;
	} else {
		t->state = EDU_IDLE;
		raw_edu_put_memory(t);
	}
}

/* Tells the device of a piece, and starts it. */
static void raw_edu_tell(struct raw_edu *e, bool to_ram, u64 at, dma_addr_t addr, size_t len)
{
	writeq(to_ram ? EDU_MEMORY + at : addr, e->regs + EDU_DMA_FROM);
	writeq(to_ram ? addr : EDU_MEMORY + at, e->regs + EDU_DMA_TO);
	writeq(len, e->regs + EDU_DMA_COUNT);
	writeq(EDU_DMA_RUN | EDU_DMA_IRQ | (to_ram ? EDU_DMA_TO_RAM : 0),
	       e->regs + EDU_DMA_COMMAND);
}

static void raw_edu_tell_piece(struct raw_edu *e)
{
	struct raw_edu_pages *p = e->transfer.pages;
	unsigned int len = sg_dma_len(p->at);

	raw_edu_tell(e, e->transfer.dir == DMA_FROM_DEVICE, p->from, sg_dma_address(p->at), len);
	p->from += len;
	p->done += len;
}

/* Whether there is a next piece, which is under way then; e->lock is held. */
static bool raw_edu_advance(struct raw_edu *e)
{
	struct raw_edu_transfer *t = &e->transfer;

	if (t->state != EDU_RUNNING || !t->pages || READ_ONCE(e->gone) || !--t->pages->left)
		return false;
	t->pages->at = sg_next(t->pages->at);
	t->pieces++;
	raw_edu_tell_piece(e);
	return true;
}

static bool raw_edu_mapped(const struct raw_edu_transfer *t)
{
	return t->state == EDU_RUNNING || t->state == EDU_ABANDONED;
}

/*
 * Unmaps if the device has finished; e->lock is held. As long as something is mapped
 * the registers are there: see raw_edu_end_transfer().
 */
static bool raw_edu_reclaim(struct raw_edu *e)
{
	if (!raw_edu_mapped(&e->transfer) ||
	    raw_edu_transfers(readq(e->regs + EDU_DMA_COMMAND)))
		return false;
	raw_edu_unmap(e);
	return true;
}

static void raw_edu_transferred(struct raw_edu *e)
{
	bool done;

	spin_lock(&e->lock);
	/* else the interrupt of the one before */
	done = raw_edu_mapped(&e->transfer) &&
	       !raw_edu_transfers(readq(e->regs + EDU_DMA_COMMAND)) && !raw_edu_advance(e);
	if (done)
		raw_edu_unmap(e);
	spin_unlock(&e->lock);
	if (done)
		raw_edu_wake(e);
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
	if (cause & EDU_CAUSE_DMA)
		raw_edu_transferred(e);
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

/* What a wait came to, which ends if the device goes. */
static int raw_edu_waited(struct raw_edu *e, long left)
{
	if (READ_ONCE(e->gone))
		return -ENODEV;
	if (left < 0)
		return left;
	return left ? 0 : -ETIMEDOUT;
}

/* Waits for the job to be in this state; e->lock is held, but while asleep. */
static int raw_edu_wait(struct raw_edu *e, enum raw_edu_work state, unsigned long timeout)
{
	long left;

	left = wait_event_interruptible_lock_irq_timeout(e->changed,
							 READ_ONCE(e->gone) ||
							 e->state == state,
							 e->lock, timeout);
	return raw_edu_waited(e, left);
}

/* The same for the transfer. */
static int raw_edu_wait_transfer(struct raw_edu *e, enum raw_edu_work state,
				 unsigned long timeout)
{
	long left;

	left = wait_event_interruptible_lock_irq_timeout(e->changed,
							 READ_ONCE(e->gone) ||
							 e->transfer.state == state,
							 e->lock, timeout);
	return raw_edu_waited(e, left);
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

/*
 * Nobody waits for it; but as long as the device works on it, nobody else can.
 * e->lock is held.
 */
static void raw_edu_settle(struct raw_edu *e)
{
	struct raw_edu_transfer *t = &e->transfer;

	raw_edu_reclaim(e);
	if (t->state == EDU_RUNNING) {
		t->state = EDU_ABANDONED;
	} else if (t->state == EDU_DONE) {
		t->state = EDU_IDLE;
		raw_edu_put_memory(t);
	}
	raw_edu_wake(e);
}

/*
 * Gives the memory to the device, which is idle; e->lock is held. No read section:
 * remove() takes the lock when it has said that the device is gone.
 */
static int raw_edu_start(struct raw_edu *e, enum dma_data_direction dir, u64 at,
			 void *memory, size_t len)
{
	dma_addr_t addr;

	if (READ_ONCE(e->gone))
		return -ENODEV;
	addr = dma_map_single(e->dev, memory, len, dir);
	if (dma_mapping_error(e->dev, addr))
		return -EIO;
	e->transfer = (struct raw_edu_transfer){ EDU_RUNNING, dir, memory, len, addr };
	raw_edu_tell(e, dir == DMA_FROM_DEVICE, at, addr, len);
	return 0;
}

static int raw_edu_start_pages(struct raw_edu *e, enum dma_data_direction dir, u64 at,
			       struct raw_edu_pages *p)
{
	if (READ_ONCE(e->gone))
		return -ENODEV;
	if (dma_map_sgtable(e->dev, &p->table, dir, 0))
		return -EIO;
	p->at = p->table.sgl;
	p->left = p->table.nents;
	p->from = at;
	e->transfer = (struct raw_edu_transfer){ .state = EDU_RUNNING, .dir = dir, .pages = p };
	raw_edu_tell_piece(e);
	return 0;
}

/*
 * Copies between the memory, or the pages, and the device's own. If it fails they are
 * gone.
 */
static int raw_edu_copy(struct raw_edu *e, enum dma_data_direction dir, u64 at,
			void *memory, size_t len, struct raw_edu_pages *pages)
{
	struct raw_edu_transfer *t = &e->transfer;
	unsigned int pieces;
	int err;

	spin_lock_irq(&e->lock);
	if (t->state == EDU_ABANDONED)
		raw_edu_settle(e);
	err = raw_edu_wait_transfer(e, EDU_IDLE, EDU_TURN_PATIENCE);
	if (!err)
		err = pages ? raw_edu_start_pages(e, dir, at, pages) :
			      raw_edu_start(e, dir, at, memory, len);
	if (err) {
		spin_unlock_irq(&e->lock);
		if (pages)
			raw_edu_put_pages(pages);
		else
			kfree(memory);
		return err;
	}
	do {
		pieces = t->pieces;
		err = raw_edu_wait_transfer(e, EDU_DONE, EDU_DMA_PATIENCE);
	} while (err == -ETIMEDOUT && t->pieces != pieces);
	if (err) {
		raw_edu_settle(e);
		spin_unlock_irq(&e->lock);
		return err;
	}
	t->state = EDU_IDLE;
	spin_unlock_irq(&e->lock);
	raw_edu_wake(e);
	atomic_inc(&e->transfers);
	return 0;
}

/* O_DIRECT: -EIO if the device does not reach what the call brings, or nobody could pin it */
static ssize_t raw_edu_direct(struct kiocb *iocb, struct iov_iter *iter,
			      enum dma_data_direction dir)
{
	struct raw_edu *e = iocb->ki_filp->private_data;
	struct raw_edu_pages *p;
	ssize_t done;
	int err;

	if (!(iocb->ki_flags & IOCB_DIRECT) || !user_backed_iter(iter))
		return -EIO;
	p = raw_edu_pin(iter, dir == DMA_FROM_DEVICE);
	if (IS_ERR(p))
		return PTR_ERR(p);
	err = raw_edu_copy(e, dir, iocb->ki_pos, NULL, 0, p);
	if (err)
		return err;
	done = p->done;
	raw_edu_put_pages(p);
	iocb->ki_pos += done;
	return done;
}

static ssize_t raw_edu_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct raw_edu *e = iocb->ki_filp->private_data;
	size_t len = iov_iter_count(to), done;
	ssize_t direct;
	void *memory;
	int err;

	if (!len || iocb->ki_pos >= DEED_EDU_MEMORY)
		return 0;
	len = min_t(size_t, len, DEED_EDU_MEMORY - iocb->ki_pos);
	iov_iter_truncate(to, len);
	direct = raw_edu_direct(iocb, to, DMA_FROM_DEVICE);
	if (direct != -EIO)
		return direct;
	memory = kzalloc(len, e->gfp);
	if (!memory)
		return -ENOMEM;
	err = raw_edu_copy(e, DMA_FROM_DEVICE, iocb->ki_pos, memory, len, NULL);
	if (err)
		return err;
	done = copy_to_iter(memory, len, to);
	kfree(memory);
	iocb->ki_pos += done;
	return done ?: -EFAULT;
}

static ssize_t raw_edu_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct raw_edu *e = iocb->ki_filp->private_data;
	size_t len = iov_iter_count(from);
	ssize_t direct;
	void *memory;
	int err;

	if (!len)
		return 0;
	if (iocb->ki_pos >= DEED_EDU_MEMORY)
		return -ENOSPC;
	len = min_t(size_t, len, DEED_EDU_MEMORY - iocb->ki_pos);
	iov_iter_truncate(from, len);
	direct = raw_edu_direct(iocb, from, DMA_TO_DEVICE);
	if (direct != -EIO)
		return direct;
	memory = kzalloc(len, e->gfp);
	if (!memory)
		return -ENOMEM;
	if (copy_from_iter(memory, len, from) < len) {
		kfree(memory);
		return -EFAULT;
	}
	err = raw_edu_copy(e, DMA_TO_DEVICE, iocb->ki_pos, memory, len, NULL);
	if (err)
		return err;
	kfree(memory);
	iocb->ki_pos += len;
	return len;
}

static loff_t raw_edu_llseek(struct file *filp, loff_t offset, int whence)
{
	return fixed_size_llseek(filp, offset, whence, DEED_EDU_MEMORY);
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
	.llseek = raw_edu_llseek,
	.read_iter = raw_edu_read,
	.write_iter = raw_edu_write,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
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

/* It cannot be told to stop, but it ends by itself. */
static int raw_edu_transfer_over(struct raw_edu *e)
{
	u64 status;

	return readq_poll_timeout(e->regs + EDU_DMA_COMMAND, status,
				  !raw_edu_transfers(status), EDU_PAUSE_US,
				  EDU_DMA_PATIENCE_US);
}

/* At unbind, when nobody can start another; who waits for this one frees it. */
static void raw_edu_end_transfer(struct raw_edu *e)
{
	struct pci_dev *pdev = to_pci_dev(e->dev);
	bool mapped;
	u16 command;
	int err;

	spin_lock_irq(&e->lock);
	mapped = raw_edu_mapped(&e->transfer);
	spin_unlock_irq(&e->lock);
	if (!mapped)
		return;

	err = raw_edu_transfer_over(e);
	spin_lock_irq(&e->lock);
	if (raw_edu_mapped(&e->transfer)) {
		if (err) {
			dev_warn(e->dev, "does not stop: reaches no memory any more\n");
			pci_clear_master(pdev);
			/* what it sent before has arrived when this returns */
			pci_read_config_word(pdev, PCI_COMMAND, &command);
		}
		raw_edu_unmap(e);
	}
	spin_unlock_irq(&e->lock);
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
	e->dev = dev;
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
	debugfs_create_atomic_t("transfers", 0444, e->debugfs, &e->transfers);
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

/*
 * A transfer for the driver before must not find the door open again. Where not all
 * of the memory is in the device's reach, ZONE_DMA is.
 */
static int raw_edu_dma(struct raw_edu *e, struct pci_dev *pdev)
{
	int err = raw_edu_transfer_over(e) ?:
		  dma_set_mask_and_coherent(e->dev, DMA_BIT_MASK(dma_bits));

	if (err)
		return err;
	e->gfp = GFP_KERNEL;
	if (dma_get_required_mask(e->dev) > DMA_BIT_MASK(dma_bits))
		e->gfp |= GFP_DMA;
	pci_set_master(pdev);
	return 0;
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
	err = raw_edu_dma(e, pdev);
	if (err)
		return err;
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
	raw_edu_end_transfer(e);
	raw_edu_quiesce(e);
	misc_deregister(&e->misc);
	ida_free(&raw_edu_numbers, e->number);
	debugfs_remove(e->debugfs);
}

static int raw_edu_suspend(struct device *dev)
{
	struct raw_edu *e = dev_get_drvdata(dev);
	int err = raw_edu_transfer_over(e);

	if (err)
		return err;
	raw_edu_quiesce(e);
	/* callers have left their calls, and no interrupt ends their jobs now */
	spin_lock_irq(&e->lock);
	e->state = EDU_IDLE;
	raw_edu_settle(e);
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

static int __init raw_edu_start_module(void)
{
	return pci_register_driver(&raw_edu_driver);
}
module_init(raw_edu_start_module);

static void __exit raw_edu_end_module(void)
{
	pci_unregister_driver(&raw_edu_driver);
	flush_work(&raw_edu_unpin_work);
}
module_exit(raw_edu_end_module);

MODULE_DESCRIPTION("QEMU's educational device, written by hand");
MODULE_LICENSE("GPL");
