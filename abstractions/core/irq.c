// SPDX-License-Identifier: GPL-2.0
/* Interrupts of a bound device: see deed/irq.h. */
#include <linux/export.h>

#include <deed/irq.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: devm_request_threaded_irq() wants
 * 1. a device that is being started, and an interrupt of that device: the typed
 *    scope, and the member of its own place;
 * 2. a cookie that outlives the handlers: the state, which the scope holds by a
 *    count that it gives back later than it frees the interrupt;
 * 3. a cookie of its own for each user of a shared line: the state of a device;
 * 4. handlers of the right type: trampolines of DEED_IRQ().
 */
int __deed_irq_request(struct deed_scope *scope, const struct deed_irq *irq,
		       irq_handler_t hard, irq_handler_t thread, const void *cookie)
{
	unsigned long flags = irq->__flags;

	if (deed_injected("devm_request_threaded_irq"))
		return -EBUSY;
	/* without a hard handler the line is masked until the thread is over */
	if (!hard)
		flags |= IRQF_ONESHOT;
	return devm_request_threaded_irq(scope->__dev, irq->__number, hard, thread,
					 flags, NULL,
					 (void *)(unsigned long)cookie);
}
EXPORT_SYMBOL_GPL(__deed_irq_request);
