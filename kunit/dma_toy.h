/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A toy that has a right to memory: what the drivers of the tests of DMA, which are
 * bound and unbound by hand, have in common. That is the device, its interrupt, what
 * halts it, and how it is bound, put to sleep and unbound.
 *
 * A test that includes this has included dma_log.h, or what includes that. Its driver
 * counts the states that it makes and frees, in dma_toy.states.
 */
#ifndef _DEED_KUNIT_DMA_TOY_H
#define _DEED_KUNIT_DMA_TOY_H

#ifndef _DEED_KUNIT_DMA_LOG_H
#error "include dma_log.h before dma_toy.h"
#endif

#include <linux/delay.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>

#include <deed/platform.h>

#include "fake_pci.h"
#include "fake_platform.h"
#include "fault.h"
#include "thread.h"

deed_unsafe_file("binds and unbinds as the bus would, and is the interrupt controller");

/* Unbind comes within this, even on a busy host. */
#define DMA_TOY_PATIENCE (20 * HZ)

/* What a test wants of the toy, and what it did. */
static struct {
	bool can_halt;
	int fault_in_probe; /* which step, or allocation if it is negative */
	int err; /* of probe, or of what it tried too early */
	u16 command; /* of the PCI function, at the last unmap */
	struct irq_domain *domain;
	int irq;
	atomic_t states;
} dma_toy;

static inline void dma_toy_look_at_command(void)
{
	dma_toy.command = fake_pci_command();
}

/* With so many bytes of registers, which are memory, and in a log. */
static inline struct mmio_log *dma_toy_start(struct kunit *test, size_t size)
{
	struct mmio_log *log = mmio_log_start(test, NULL, size);

	memset(&dma_toy, 0, sizeof(dma_toy));
	dma_log_start(log);
	dma_log.unmaps = dma_toy_look_at_command;
	dma_toy.can_halt = true;
	return log;
}

/* Whatever a test did, no state is left, and no memory. */
static inline void dma_toy_end(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, atomic_read(&dma_toy.states), 0);
	dma_log_end(test);
}

static inline void dma_toy_irq_start(struct kunit *test)
{
	dma_toy.domain = irq_domain_create_sim(NULL, 1);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dma_toy.domain);
	dma_toy.irq = irq_create_mapping(dma_toy.domain, 0);
	KUNIT_ASSERT_GT(test, dma_toy.irq, 0);
}

static inline void dma_toy_irq_end(void)
{
	irq_dispose_mapping(dma_toy.irq);
	irq_domain_remove_sim(dma_toy.domain);
}

/* Nobody else is told while it is pending. */
static inline void dma_toy_raise(void)
{
	unsigned long end = jiffies + THREAD_PATIENCE;
	bool pending = false;

	irq_set_irqchip_state(dma_toy.irq, IRQCHIP_STATE_PENDING, true);
	do {
		irq_get_irqchip_state(dma_toy.irq, IRQCHIP_STATE_PENDING, &pending);
	} while (pending && time_before(jiffies, end));
	synchronize_irq(dma_toy.irq);
}

static inline void dma_toy_halt(void *dev)
{
	mmio_log_mark(dma_log.log, "halt");
}

/* The right to memory, in probe: no bus says how the toy is halted. */
static inline deed_fills(1) int
dma_toy_enable(struct deed_dma *dma, struct deed_platform *dev, unsigned int bits)
{
	return __deed_dma_enable(dma, dev->scope.__dev, bits,
				 dma_toy.can_halt ? dma_toy_halt : NULL);
}

/* Around what is to fail in probe, if a test wants it to. */
static inline void dma_toy_fault_begin(void)
{
	if (dma_toy.fault_in_probe < 0)
		fault_at(-dma_toy.fault_in_probe);
	else if (dma_toy.fault_in_probe)
		step_at(dma_toy.fault_in_probe);
}

/* And tells the test if there were not so many. */
static inline void dma_toy_fault_end(void)
{
	int nr = dma_toy.fault_in_probe;

	if (nr && !(nr < 0 ? fault_hit() : step_hit()))
		dma_toy.fault_in_probe = 0;
}

/*
 * Binds it again and again: each allocation of probe fails once, then each step. So
 * many times it was not bound. What the test expects of it, also that it is unbound
 * again, is said by @ends.
 */
static inline void
dma_toy_fail_each(struct kunit *test, struct platform_device *pdev, int failed[2],
		  void (*ends)(struct kunit *test, struct platform_device *pdev))
{
	faults_on(test);
	for (int sign = -1; sign <= 1; sign += 2) {
		for (int nr = 1; nr < 80; nr++) {
			dma_toy.fault_in_probe = sign * nr;
			/* some allocations of the kernel may fail without harm */
			if (device_attach(&pdev->dev) != 1)
				failed[sign > 0]++;
			ends(test, pdev);
			if (!dma_toy.fault_in_probe)
				break;
		}
		dma_toy.fault_in_probe = 0;
	}
	faults_off(test);
}

/* What its driver has of one that was bound; and the log begins. */
static inline void *dma_toy_bind(struct kunit *test, const char *name, int nr)
{
	struct platform_device *pdev = fake_device(test, name, nr, NULL, 0);

	KUNIT_ASSERT_TRUE(test, fake_device_is_bound(pdev));
	mmio_log_clear(dma_log.log);
	return platform_get_drvdata(pdev);
}

static inline void *dma_toy_bind_pci(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	KUNIT_ASSERT_TRUE(test, fake_pci_is_bound());
	mmio_log_clear(dma_log.log);
	return pci_get_drvdata(pdev);
}

/* A probe that fails, with this errno. */
static inline void dma_toy_expect_refused(struct kunit *test, const char *name, int nr,
					  int err)
{
	struct platform_device *pdev = fake_device(test, name, nr, NULL, 0);

	KUNIT_EXPECT_FALSE(test, fake_device_is_bound(pdev));
	KUNIT_EXPECT_EQ(test, dma_toy.err, err);
}

static inline void dma_toy_unbind(const struct device *dev)
{
	device_release_driver((struct device *)dev);
}

/* Around system sleep. */
static inline int dma_toy_suspend(const struct device *dev)
{
	return dev->bus->pm->suspend((struct device *)dev);
}

static inline int dma_toy_resume(const struct device *dev)
{
	return dev->bus->pm->resume((struct device *)dev);
}

/* Unbinds it while a thread uses @state, sooner or later; that is told that it went. */
static inline void
dma_toy_goes(struct kunit *test, struct platform_device *pdev, int round,
	     int (*uses)(void *state), void *state)
{
	struct thread *t = thread_start(test, uses, state);

	mmio_log_clear(dma_log.log);
	if (round % 4)
		fsleep(round * 200);
	device_release_driver(&pdev->dev);
	KUNIT_ASSERT_EQ(test, thread_join(test, t), -ENODEV);
	dma_log_expect_unmapped(test);
}

#endif /* _DEED_KUNIT_DMA_TOY_H */
