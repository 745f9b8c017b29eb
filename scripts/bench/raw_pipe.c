// SPDX-License-Identifier: GPL-2.0
/*
 * /dev/raw-pipe: samples/chrdev/pipe.c as an expert would write it by hand.
 *
 * The yardstick of `make bench`. It does what /dev/deed-pipe does, under locks
 * of the same kind, is as safe when its device is unbound, passes the same test
 * programs (`make bench` runs them first, on raw_pipe_alias.c), and uses whatever
 * of the kernel is the shortest way: get_user() for numbers, memory that is not
 * cleared when every byte is written before it is read, f_mode instead of a
 * copy of it, and the tests that seldom matter behind those that
 * often decide. No guard() and no __free(), because gcc leaves their test for NULL
 * in the code. Nothing here may be slower than it has to be: where deed is above
 * 1.00, deed is changed and never this file.
 */
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/log2.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/poll.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/uio.h>
#include <linux/wait.h>

#include <deed/own.h>

#include "../../samples/chrdev/deed_pipe.h"

deed_unsafe_file("the twin of the pipe, all of it written by hand");

#ifndef RAW_PIPE
#define RAW_PIPE "raw-pipe"
#endif

static unsigned int capacity = 65536;

struct raw_pipe {
	struct kref refs;
	bool gone; /* for good; set before the queues are woken */
	struct miscdevice misc;
	struct mutex lock; /* protects all up to out */
	u8 *buf;
	size_t size; /* a power of two */
	size_t in, out; /* bytes that ever went in and out */
	spinlock_t files; /* protects open[] and ever[]; inside of lock */
	unsigned int open[2]; /* files that READ, and that WRITE */
	unsigned int ever[2]; /* how many of them there ever were */
	wait_queue_head_t readable, writable;
};

/* An open file. */
struct raw_pipe_file {
	struct raw_pipe *pipe;
	unsigned int gone[2]; /* how many had closed before */
};

static void raw_pipe_free(struct kref *refs)
{
	struct raw_pipe *p = container_of(refs, struct raw_pipe, refs);

	kvfree(p->buf);
	kfree(p);
}

static int raw_pipe_open(struct inode *inode, struct file *filp)
{
	struct raw_pipe *p = container_of(filp->private_data, struct raw_pipe, misc);
	struct raw_pipe_file *f = kzalloc(sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	kref_get(&p->refs);
	f->pipe = p;

	/* Under misc_mtx: must not wait for a copy. */
	spin_lock(&p->files);
	f->gone[READ] = p->ever[READ] - p->open[READ];
	f->gone[WRITE] = p->ever[WRITE] - p->open[WRITE];
	if (filp->f_mode & FMODE_READ) {
		p->ever[READ]++;
		p->open[READ]++;
	}
	if (filp->f_mode & FMODE_WRITE) {
		p->ever[WRITE]++;
		p->open[WRITE]++;
	}
	spin_unlock(&p->files);

	filp->private_data = f;
	return stream_open(inode, filp);
}

/*
 * Whoever waits or polls joins the queue before it takes the lock under which it
 * looks at what was changed.
 */
static void raw_pipe_wake(wait_queue_head_t *queue, __poll_t events)
{
	if (wq_has_sleeper(queue))
		wake_up_interruptible_poll(queue, events);
}

static int raw_pipe_release(struct inode *inode, struct file *filp)
{
	struct raw_pipe_file *f = filp->private_data;
	struct raw_pipe *p = f->pipe;

	spin_lock(&p->files);
	if (filp->f_mode & FMODE_READ)
		p->open[READ]--;
	if (filp->f_mode & FMODE_WRITE)
		p->open[WRITE]--;
	spin_unlock(&p->files);

	raw_pipe_wake(&p->readable, EPOLLHUP);
	raw_pipe_wake(&p->writable, EPOLLERR);
	kfree(f);
	kref_put(&p->refs, raw_pipe_free);
	return 0;
}

static size_t raw_pipe_used(const struct raw_pipe *p)
{
	return p->in - p->out;
}

static size_t raw_pipe_room(const struct raw_pipe *p)
{
	return p->size - raw_pipe_used(p);
}

/* Whether all who did this have gone since the file was opened; under files. */
static bool __raw_pipe_gone(const struct raw_pipe *p,
			    const struct raw_pipe_file *f, int way)
{
	return !p->open[way] && p->ever[way] != f->gone[way];
}

static bool raw_pipe_gone(struct raw_pipe *p, const struct raw_pipe_file *f,
			  int way)
{
	bool gone;

	spin_lock(&p->files);
	gone = __raw_pipe_gone(p, f, way);
	spin_unlock(&p->files);
	return gone;
}

static bool raw_pipe_readable(struct raw_pipe *p, const struct raw_pipe_file *f)
{
	return raw_pipe_used(p) || raw_pipe_gone(p, f, WRITE);
}

static bool raw_pipe_writable(struct raw_pipe *p, const struct raw_pipe_file *f,
			      size_t bytes)
{
	return raw_pipe_room(p) >= bytes || raw_pipe_gone(p, f, READ);
}

static bool raw_pipe_nonblock(const struct kiocb *iocb)
{
	return (iocb->ki_filp->f_flags & O_NONBLOCK) ||
	       (iocb->ki_flags & IOCB_NOWAIT);
}

/*
 * Waits until @f can read, or the device has gone. p->lock is held, except while
 * this sleeps.
 */
static int raw_pipe_wait_readable(struct raw_pipe *p, struct raw_pipe_file *f)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = -ENODEV;

	add_wait_queue(&p->readable, &wait);
	while (!READ_ONCE(p->gone)) {
		err = 0;
		if (raw_pipe_readable(p, f))
			break;
		err = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		err = -ENODEV;
		mutex_unlock(&p->lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&p->lock);
	}
	remove_wait_queue(&p->readable, &wait);
	return err;
}

/* The same until @f can write @bytes. */
static int raw_pipe_wait_writable(struct raw_pipe *p, struct raw_pipe_file *f,
				  size_t bytes)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);
	int err = -ENODEV;

	add_wait_queue(&p->writable, &wait);
	while (!READ_ONCE(p->gone)) {
		err = 0;
		if (raw_pipe_writable(p, f, bytes))
			break;
		err = -ERESTARTSYS;
		if (signal_pending(current))
			break;
		err = -ENODEV;
		mutex_unlock(&p->lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
		mutex_lock(&p->lock);
	}
	remove_wait_queue(&p->writable, &wait);
	return err;
}

/* Copies out what there is; the iterator itself stops at its own end. */
static size_t raw_pipe_drain(struct raw_pipe *p, struct iov_iter *to)
{
	size_t done = 0, at, run, n;

	do {
		at = p->out & (p->size - 1);
		run = min(raw_pipe_used(p), p->size - at);
		n = copy_to_iter(p->buf + at, run, to);
		p->out += n;
		done += n;
	} while (n == run && raw_pipe_used(p) && iov_iter_count(to));
	return done;
}

/* Copies in what there is room for. */
static size_t raw_pipe_fill(struct raw_pipe *p, struct iov_iter *from)
{
	size_t done = 0, at, run, n;

	do {
		at = p->in & (p->size - 1);
		run = min(raw_pipe_room(p), p->size - at);
		n = copy_from_iter(p->buf + at, run, from);
		p->in += n;
		done += n;
	} while (n == run && raw_pipe_room(p) && iov_iter_count(from));
	return done;
}

static ssize_t raw_pipe_read(struct kiocb *iocb, struct iov_iter *to)
{
	struct raw_pipe_file *f = iocb->ki_filp->private_data;
	struct raw_pipe *p = f->pipe;
	ssize_t ret;

	if (!iov_iter_count(to))
		return 0;
	if (mutex_lock_interruptible(&p->lock))
		return -ERESTARTSYS;
	ret = -ENODEV;
	if (READ_ONCE(p->gone))
		goto unlock;
	ret = 0;
	if (!raw_pipe_readable(p, f)) {
		ret = raw_pipe_nonblock(iocb) ? -EAGAIN :
						raw_pipe_wait_readable(p, f);
		if (ret)
			goto unlock;
	}
	if (!raw_pipe_used(p))
		goto unlock;
	ret = raw_pipe_drain(p, to);
	if (raw_pipe_room(p) < PIPE_BUF + ret) /* it was full */
		raw_pipe_wake(&p->writable, EPOLLOUT | EPOLLWRNORM);
	if (!ret)
		ret = -EFAULT;
unlock:
	mutex_unlock(&p->lock);
	return ret;
}

static ssize_t raw_pipe_write(struct kiocb *iocb, struct iov_iter *from)
{
	struct raw_pipe_file *f = iocb->ki_filp->private_data;
	struct raw_pipe *p = f->pipe;
	size_t needs = iov_iter_count(from);
	ssize_t done = 0, err;

	if (!needs)
		return 0;
	if (needs > PIPE_BUF)
		needs = 1;
	if (mutex_lock_interruptible(&p->lock))
		return -ERESTARTSYS;
	do {
		size_t n;

		err = -ENODEV;
		if (READ_ONCE(p->gone))
			goto fail;
		if (!raw_pipe_writable(p, f, needs)) {
			err = raw_pipe_nonblock(iocb) ? -EAGAIN :
				raw_pipe_wait_writable(p, f, needs);
			if (err)
				goto fail;
		}
		err = -EPIPE;
		if (raw_pipe_gone(p, f, READ))
			goto fail;
		n = raw_pipe_fill(p, from);
		err = -EFAULT;
		if (n < needs) { /* all or nothing */
			p->in -= n;
			goto fail;
		}
		raw_pipe_wake(&p->readable, EPOLLIN | EPOLLRDNORM);
		done += n;
		needs = 1;
	} while (iov_iter_count(from));
unlock:
	mutex_unlock(&p->lock);
	return done;
fail:
	if (!done)
		done = err;
	goto unlock;
}

static __poll_t raw_pipe_poll(struct file *filp, poll_table *wait)
{
	struct raw_pipe_file *f = filp->private_data;
	struct raw_pipe *p = f->pipe;
	__poll_t events = 0;

	poll_wait(filp, &p->readable, wait);
	poll_wait(filp, &p->writable, wait);
	if (READ_ONCE(p->gone))
		return EPOLLHUP | EPOLLERR;

	if (mutex_lock_killable(&p->lock))
		return EPOLLERR;
	if ((filp->f_mode & FMODE_READ) && raw_pipe_used(p))
		events |= EPOLLIN | EPOLLRDNORM;
	if ((filp->f_mode & FMODE_WRITE) && raw_pipe_room(p) >= PIPE_BUF)
		events |= EPOLLOUT | EPOLLWRNORM;
	mutex_unlock(&p->lock);

	/* Whoever has an end open itself knows that it has not gone. */
	if (!(filp->f_mode & FMODE_WRITE) && raw_pipe_gone(p, f, WRITE))
		events |= EPOLLHUP;
	if (!(filp->f_mode & FMODE_READ) && raw_pipe_gone(p, f, READ))
		events |= EPOLLERR;
	return events;
}

static int raw_pipe_resize(struct raw_pipe *p, u32 bytes)
{
	size_t size, pos, from, to, n;
	u8 *buf;

	if (bytes < DEED_PIPE_MIN || bytes > DEED_PIPE_MAX)
		return -EINVAL;
	size = roundup_pow_of_two(bytes);
	buf = kvmalloc(size, GFP_KERNEL | __GFP_NOWARN);
	if (!buf)
		return -ENOMEM;

	mutex_lock(&p->lock);
	if (raw_pipe_used(p) > size) {
		mutex_unlock(&p->lock);
		kvfree(buf);
		return -EBUSY;
	}
	for (pos = p->out; pos != p->in; pos += n) {
		from = pos & (p->size - 1);
		to = pos & (size - 1);
		n = min3(p->in - pos, p->size - from, size - to);
		memcpy(buf + to, p->buf + from, n);
	}
	swap(p->buf, buf);
	p->size = size;
	mutex_unlock(&p->lock);

	raw_pipe_wake(&p->writable, EPOLLOUT | EPOLLWRNORM);
	kvfree(buf);
	return 0;
}

static int raw_pipe_get_stats(struct raw_pipe *p, void __user *user)
{
	struct deed_pipe_stats stats;

	mutex_lock(&p->lock);
	spin_lock(&p->files);
	stats = (struct deed_pipe_stats){
		.written = p->in,
		.read = p->out,
		.capacity = p->size,
		.readers = p->open[READ],
		.writers = p->open[WRITE],
	};
	spin_unlock(&p->files);
	mutex_unlock(&p->lock);
	return copy_to_user(user, &stats, sizeof(stats)) ? -EFAULT : 0;
}

static long raw_pipe_ioctl(struct file *filp, unsigned int cmd, unsigned long arg)
{
	struct raw_pipe_file *f = filp->private_data;
	struct raw_pipe *p = f->pipe;
	void __user *user = (void __user *)arg;
	u32 bytes;

	if (READ_ONCE(p->gone))
		return -ENODEV;
	switch (cmd) {
	case DEED_PIPE_GET_CAPACITY:
		mutex_lock(&p->lock);
		bytes = p->size;
		mutex_unlock(&p->lock);
		return put_user(bytes, (u32 __user *)user);
	case DEED_PIPE_SET_CAPACITY:
		if (get_user(bytes, (u32 __user *)user))
			return -EFAULT;
		return raw_pipe_resize(p, bytes);
	case DEED_PIPE_GET_STATS:
		return raw_pipe_get_stats(p, user);
	default:
		return -ENOTTY;
	}
}

static const struct file_operations raw_pipe_fops = {
	.owner = THIS_MODULE,
	.open = raw_pipe_open,
	.release = raw_pipe_release,
	.read_iter = raw_pipe_read,
	.write_iter = raw_pipe_write,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
	.poll = raw_pipe_poll,
	.unlocked_ioctl = raw_pipe_ioctl,
	.compat_ioctl = compat_ptr_ioctl,
};

static void raw_pipe_put(void *data)
{
	struct raw_pipe *p = data;

	kref_put(&p->refs, raw_pipe_free);
}

static int raw_pipe_probe(struct platform_device *pdev)
{
	struct raw_pipe *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int err;

	if (!p)
		return -ENOMEM;
	kref_init(&p->refs);
	err = devm_add_action_or_reset(&pdev->dev, raw_pipe_put, p);
	if (err)
		return err;
	p->size = roundup_pow_of_two(capacity);
	p->buf = kvmalloc(p->size, GFP_KERNEL | __GFP_NOWARN);
	if (!p->buf)
		return -ENOMEM;
	mutex_init(&p->lock);
	spin_lock_init(&p->files);
	init_waitqueue_head(&p->readable);
	init_waitqueue_head(&p->writable);
	platform_set_drvdata(pdev, p);
	p->misc.minor = MISC_DYNAMIC_MINOR;
	p->misc.name = RAW_PIPE;
	p->misc.fops = &raw_pipe_fops;
	p->misc.parent = &pdev->dev;
	return misc_register(&p->misc);
}

/* Files that are open stay open, and keep the memory. */
static void raw_pipe_remove(struct platform_device *pdev)
{
	struct raw_pipe *p = platform_get_drvdata(pdev);

	WRITE_ONCE(p->gone, true);
	wake_up_all(&p->readable);
	wake_up_all(&p->writable);
	misc_deregister(&p->misc);
}

static struct platform_driver raw_pipe_driver = {
	.probe = raw_pipe_probe,
	.remove = raw_pipe_remove,
	.driver.name = RAW_PIPE,
	.driver.probe_type = PROBE_FORCE_SYNCHRONOUS, /* raw_pipe_init() looks */
};

static struct platform_device *raw_pipe_device;

static int __init raw_pipe_init(void)
{
	int err = platform_driver_register(&raw_pipe_driver);
	bool bound;

	if (err)
		return err;
	raw_pipe_device = platform_device_register_simple(RAW_PIPE, -1, NULL, 0);
	err = PTR_ERR_OR_ZERO(raw_pipe_device);
	if (err)
		goto unregister;
	device_lock(&raw_pipe_device->dev);
	bound = device_is_bound(&raw_pipe_device->dev);
	device_unlock(&raw_pipe_device->dev);
	if (bound)
		return 0;
	err = -ENODEV;
	platform_device_unregister(raw_pipe_device);
unregister:
	platform_driver_unregister(&raw_pipe_driver);
	return err;
}
module_init(raw_pipe_init);

static void __exit raw_pipe_exit(void)
{
	platform_device_unregister(raw_pipe_device);
	platform_driver_unregister(&raw_pipe_driver);
}
module_exit(raw_pipe_exit);

static int raw_pipe_set_capacity(const char *text, const struct kernel_param *kp)
{
	return param_set_uint_minmax(text, kp, DEED_PIPE_MIN, DEED_PIPE_MAX);
}

static const struct kernel_param_ops raw_pipe_capacity_ops = {
	.set = raw_pipe_set_capacity,
	.get = param_get_uint,
};
module_param_cb(capacity, &raw_pipe_capacity_ops, &capacity, 0444);
__MODULE_PARM_TYPE(capacity, "uint");
MODULE_PARM_DESC(capacity, "size in bytes (4096 to 1048576)");

MODULE_DESCRIPTION("A bounded byte pipe, written by hand");
MODULE_LICENSE("GPL");
