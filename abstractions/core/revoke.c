// SPDX-License-Identifier: GPL-2.0
/* Revocation: see deed/revoke.h. */
#include <linux/export.h>

#include <deed/inject.h>
#include <deed/revoke.h>

deed_unsafe_file("the abstractions themselves");

void __deed_bound_queue_init(struct deed_bound_queue *queue,
			     struct deed_device *device, const char *name,
			     struct lock_class_key *key)
{
	if (queue->__waitqueue.__queue.head.next) /* it is initialised, and in the list */
		return;
	__deed_waitqueue_init(&queue->__waitqueue, name, key);
	queue->__next = device->__queues;
	device->__queues = queue;
}
EXPORT_SYMBOL_GPL(__deed_bound_queue_init);

/*
 * SAFETY: init_srcu_struct() wants memory that is nobody else's: the state was
 * just made. get_device() wants a device that is there: it is being probed.
 */
int __deed_device_init(struct deed_device *device, struct device *dev)
{
	int err = -ENOMEM;

	if (!deed_injected("init_srcu_struct"))
		err = init_srcu_struct(&device->__srcu);
	if (err)
		return err;
	device->__dev = get_device(dev);
	device->__gone = true; /* until it is shared: nothing is there to be lent */
	return 0;
}
EXPORT_SYMBOL_GPL(__deed_device_init);

/*
 * SAFETY: cleanup_srcu_struct() wants no reader, now or later: a reader has a
 * borrow of the state, whose last reference is gone. It may sleep, as the last
 * drop of a device's state may. put_device() gives back __deed_device_init()'s.
 */
void __deed_device_end(struct deed_device *device)
{
	cleanup_srcu_struct(&device->__srcu);
	put_device(device->__dev);
}
EXPORT_SYMBOL_GPL(__deed_device_end);

static void turn_ties(const struct deed_device *device, enum deed_turn how)
{
	for (struct deed_tie *tie = device->__ties; tie; tie = tie->__next)
		tie->__turn(tie, how);
}

void __deed_share(struct deed_device *device)
{
	WRITE_ONCE(device->__gone, false);
	turn_ties(device, DEED_TURN_ON);
}
EXPORT_SYMBOL_GPL(__deed_share);

void __deed_suspend(struct deed_device *device)
{
	turn_ties(device, DEED_TURN_SLEEP);
}
EXPORT_SYMBOL_GPL(__deed_suspend);

void __deed_resume(struct deed_device *device)
{
	turn_ties(device, DEED_TURN_WAKE);
}
EXPORT_SYMBOL_GPL(__deed_resume);

void __deed_halted(const struct deed_device *device)
{
	turn_ties(device, DEED_TURN_HALT);
}
EXPORT_SYMBOL_GPL(__deed_halted);

/*
 * SAFETY: synchronize_srcu() wants
 * 1. task context, and not inside a read section of the same domain: bus
 *    callbacks are called outside of any;
 * 2. readers that see the mark if they enter later: it is set before, and
 *    SRCU orders what was written before the grace period against new readers.
 */
void __deed_revoke(struct deed_device *device)
{
	WRITE_ONCE(device->__gone, true);
	/* takes each queue's lock: who joined before is woken, who comes later looks */
	for (struct deed_bound_queue *q = device->__queues; q; q = q->__next) {
		WRITE_ONCE(q->__gone, true);
		__wake_up(&q->__waitqueue.__queue, TASK_NORMAL, 0,
			  poll_to_key(EPOLLHUP | EPOLLERR));
	}
	synchronize_srcu(&device->__srcu);
	turn_ties(device, DEED_TURN_CLOSE);
	turn_ties(device, DEED_TURN_OFF);
}
EXPORT_SYMBOL_GPL(__deed_revoke);
