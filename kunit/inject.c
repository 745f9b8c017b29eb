// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/inject.h>, and of every step that can fail: two drivers, one on
 * each bus, take all that deed can take of a device, and each step fails once, the
 * kernel's own allocations among them. Each time nothing may be left.
 *
 * That every step of deed was among them is asked for by scripts/guest/judge.py,
 * which compares the log with what abstractions/ marks.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/file.h>
#include <linux/interrupt.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>
#include <linux/module.h>
#include <linux/property.h>

#include <deed/chrdev.h>
#include <deed/debugfs.h>
#include <deed/pci.h>
#include <deed/platform.h>
#include <deed/poll.h>
#include <deed/property.h>
#include <deed/regmap.h>
#include <deed/work.h>

#include "fake_pci.h"
#include "fake_platform.h"
#include "fault.h"
#include "file.h"

deed_unsafe_file("tests look at what the kernel has, and bind as it does");

#define NAME		"deed-inject"
#define PCI_NAME	"deed-inject-pci"
#define OWN_NAME	"deed-inject-own"
#define FOLDER		"/sys/kernel/debug/" NAME "-" NAME
#define POINTS		1000 /* more than there are */

DEED_MMIO(toy_regs, 0x10);

struct toy_hw {
	struct toy_regs regs;
	struct deed_regmap map, other;
	struct deed_irq irq;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);
DEED_CELL_TYPE(toy_cell, spin_irq, unsigned int);

struct toy {
	struct toy_device dev;
	struct toy_cell cell;
	struct deed_workqueue plain, ordered;
	struct deed_bound_queue queue;
	struct deed_misc misc;
	struct deed_counter interrupts;
	struct deed_work work;
};

static unsigned int states;

static void toy_release(struct toy *t)
{
	deed_workqueue_drop_live(&t->ordered);
	deed_workqueue_drop_live(&t->plain);
	states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static int other_read(const struct toy_regs *regs, unsigned int reg, unsigned int *value)
{
	*value = 0;
	return 0;
}

static int other_write(const struct toy_regs *regs, unsigned int reg, unsigned int value)
{
	return 0;
}

DEED_REGMAP_BUS(other, struct toy_regs, other_read, other_write);

static irqreturn_t toy_interrupt(const struct toy *t, const struct toy_hw *hw,
				 const struct deed_hardirq *in)
{
	deed_count(&t->interrupts);
	return IRQ_HANDLED;
}

DEED_IRQ(toy_irq, toy_ref, dev, irq, hard, toy_interrupt);

static void toy_works(const struct toy *t, const struct toy_hw *hw)
{
}

DEED_WORK(toy_work, toy_ref, dev, work, toy_works, plain);

static struct toy_ref toy_open(const struct toy *t, struct deed_open how)
{
	return toy_ref_get(t);
}

DEED_BOUND_CHRDEV(toy_node, toy_ref, dev, misc, toy_ref, toy_open);
DEED_DEBUGFS(toy_counters, toy_ref, dev, "interrupts", interrupts);

static deed_fills(1) int toy_setup(struct toy *t)
{
	deed_own(deed_workqueue, plain) = deed_workqueue_alloc("plain", 0);
	if (!deed_ok(plain))
		return deed_err(plain);

	deed_own(deed_workqueue, ordered) = deed_workqueue_alloc_ordered("ordered", 0);
	if (!deed_ok(ordered))
		return deed_err(ordered);

	deed_cell_init(&t->cell);
	deed_bound_queue_init(t, queue, dev);
	toy_work_init(t);
	t->plain = deed_move(plain);
	t->ordered = deed_move(ordered);
	states++;
	return 0;
}

static int toy_probe(struct deed_platform *dev, struct toy *t, struct toy_hw *hw)
{
	u32 number;

	return deed_property_u32(&dev->scope, "number", &number) ?:
	       PTR_ERR_OR_ZERO(deed_property_string(&dev->scope, "string")) ?:
	       toy_regs_map(&hw->regs, deed_platform_mem(dev, 0)) ?:
	       deed_regmap_mmio(&dev->scope, &hw->regs, 32, &hw->map) ?:
	       other_regmap(&dev->scope, &hw->regs, 0, &hw->other) ?:
	       deed_platform_irq(dev, 0, &hw->irq) ?:
	       toy_setup(t);
}

/* What every step but the last has taken is there, when the next one fails. */
static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	unsigned int value;

	toy_work_queue(t);
	return deed_regmap_read(&hw->map, 0, &value) ?:
	       deed_regmap_write(&hw->other, 0, 1) ?:
	       deed_regmap_update_bits(&hw->other, 0, 1, 1) ?:
	       deed_poll(value, 0, !value, 0, 0) ?:
	       toy_irq_request(scope) ?:
	       toy_counters_show(scope) ?:
	       toy_node_register_numbered(scope, NAME);
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
}

DEED_PLATFORM_DRIVER(toy_driver, NAME, toy_ref, dev, toy_probe, start, toy_start,
		     quiesce, toy_quiesce);

static int toy_pci_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err = toy_regs_map(&hw->regs, deed_pci_bar(pci, 0)) ?:
		  deed_regmap_mmio(&pci->scope, &hw->regs, 32, &hw->map) ?:
		  other_regmap(&pci->scope, &hw->regs, 0, &hw->other);

	if (err)
		return err;
	deed_pci_set_master(pci);
	err = deed_pci_irqs(pci, 1, 1);
	if (err < 0)
		return err;
	return deed_pci_irq(pci, 0, &hw->irq) ?: toy_setup(t);
}

DEED_PCI_IDS(toy_ids, { PCI_DEVICE(FAKE_PCI_VENDOR, FAKE_PCI_DEVICE) });

/* What start does is the same on all buses. */
DEED_PCI_DRIVER(toy_pci_driver, PCI_NAME, toy_ids, toy_ref, dev, toy_pci_probe);

/* What the device has, and nobody else. */
static struct {
	struct irq_domain *domain;
	unsigned int irq;
	struct device *dev;
	u64 memory;
	unsigned int references;
} has;

static int inject_test_init(struct kunit *test)
{
	memset(&has, 0, sizeof(has));
	states = 0;
	has.domain = irq_domain_create_sim(NULL, 1);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, has.domain);
	has.irq = irq_create_mapping(has.domain, 0);
	return 0;
}

static void inject_test_exit(struct kunit *test)
{
	if (IS_ERR_OR_NULL(has.domain))
		return;
	irq_dispose_mapping(has.irq);
	irq_domain_remove_sim(has.domain);
}

/* It can be bound from here on, and is not. */
static void has_device(struct device *dev, u64 memory)
{
	has.dev = dev;
	has.memory = memory;
	device_release_driver(dev);
	has.references = kref_read(&dev->kobj.kref);
}

static void toy_device(struct kunit *test)
{
	const struct resource resources[] = {
		DEFINE_RES_MEM(FAKE_MEM, 0x10), DEFINE_RES_IRQ(has.irq),
	};
	static const struct property_entry properties[] = {
		PROPERTY_ENTRY_U32("number", 1), PROPERTY_ENTRY_STRING("string", "a"), {}
	};
	struct platform_device *pdev = fake_device(test, NAME, -1, resources,
						   ARRAY_SIZE(resources));

	KUNIT_ASSERT_EQ(test, device_create_managed_software_node(&pdev->dev, properties,
								  NULL), 0);
	has_device(&pdev->dev, FAKE_MEM);
}

static void toy_pci_device(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	pdev->irq = has.irq;
	has_device(&pdev->dev, pci_resource_start(pdev, 0));
}

/* Everything is there: or the sweep would sweep less. */
static void expect_hardware(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, states, 1);
	KUNIT_EXPECT_NULL(test, request_mem_region(has.memory, 1, "test"));
}

static void expect_all(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, irq_has_action(has.irq));
	KUNIT_EXPECT_TRUE(test, there_is("/dev/" NAME "0"));
	KUNIT_EXPECT_TRUE(test, there_is(FOLDER));
	expect_hardware(test);
}

static void expect_nothing(struct kunit *test, unsigned int n)
{
	KUNIT_EXPECT_EQ_MSG(test, states, 0, "point %u", n);
	KUNIT_EXPECT_TRUE_MSG(test, list_empty(&has.dev->devres_head), "point %u", n);
	KUNIT_EXPECT_NULL_MSG(test, dev_get_drvdata(has.dev), "point %u", n);
	/* a state that is still there has one */
	KUNIT_EXPECT_EQ_MSG(test, kref_read(&has.dev->kobj.kref), has.references,
			    "point %u", n);
	KUNIT_EXPECT_FALSE_MSG(test, irq_has_action(has.irq), "point %u", n);
	KUNIT_EXPECT_FALSE_MSG(test, there_is("/dev/" NAME "0"), "point %u", n);
	KUNIT_EXPECT_TRUE_MSG(test, ida_is_empty(&__toy_node_numbers), "point %u", n);
	KUNIT_EXPECT_FALSE_MSG(test, there_is(FOLDER), "point %u", n);
	if (request_mem_region(has.memory, 0x10, "test"))
		release_mem_region(has.memory, 0x10);
	else
		KUNIT_FAIL(test, "point %u: the memory is busy", n);
}

/* Something that is done with each of its points failing, and what it makes. */
struct sweep {
	bool (*does)(void);
	void (*undoes)(void);
	void (*expect_all)(struct kunit *test);
	void (*expect_nothing)(struct kunit *test, unsigned int n);
};

static void sweep_at(struct kunit *test, const struct sweep *s,
		     void (*at)(unsigned int n), bool (*is_hit)(void))
{
	unsigned int n, failed = 0;
	bool hit = true, done = false;

	for (n = 1; hit && n < POINTS; n++) {
		at(n);
		done = s->does();
		hit = is_hit();
		failed += !done;
		if (!hit)
			s->expect_all(test);
		s->undoes();
		s->expect_nothing(test, n);
	}
	KUNIT_EXPECT_FALSE(test, hit);
	KUNIT_EXPECT_TRUE(test, done);
	KUNIT_EXPECT_GT(test, failed, 0);
	kunit_info(test, "%u points, %u of them let it fail, 0 left\n", n - 2, failed);
}

static void sweep_steps(struct kunit *test, const struct sweep *s)
{
	sweep_at(test, s, step_at, step_hit);
}

static void sweep_allocations(struct kunit *test, const struct sweep *s)
{
	sweep_at(test, s, fault_at, fault_hit);
}

static void step_fails_for_who_asked(struct kunit *test)
{
	for (int i = 0; i < 3; i++)
		KUNIT_EXPECT_FALSE(test, deed_injected("a step"));
	faults_on(test);
	for (int n = 1; n <= 3; n++) {
		fault_at(n);
		for (int i = 1; i <= 3; i++)
			KUNIT_EXPECT_EQ(test, deed_injected("a step"), i == n);
		KUNIT_EXPECT_TRUE(test, fault_hit());
	}
	faults_off(test);
}

static bool bind(void)
{
	return device_attach(has.dev) == 1;
}

static void unbind(void)
{
	device_release_driver(has.dev);
}

static void nothing_is_left_without_a_failure_either(struct kunit *test)
{
	deed_own(toy_driver, driver) = toy_driver_register();

	KUNIT_EXPECT_TRUE(test, deed_ok(driver));
	toy_device(test);
	KUNIT_EXPECT_TRUE(test, bind());
	expect_all(test);
	unbind();
	expect_nothing(test, 0);
}

static void every_step_of_a_platform_driver_fails_once(struct kunit *test)
{
	static const struct sweep binding = { bind, unbind, expect_all, expect_nothing };

	faults_on(test); /* or there is nothing to do */

	deed_own(toy_driver, driver) = toy_driver_register();

	KUNIT_EXPECT_TRUE(test, deed_ok(driver));
	toy_device(test);
	sweep_steps(test, &binding);
	sweep_allocations(test, &binding);
	faults_off(test);
}

static void every_step_of_a_pci_driver_fails_once(struct kunit *test)
{
	static const struct sweep binding = {
		bind, unbind, expect_hardware, expect_nothing,
	};

	faults_on(test);

	deed_own(toy_pci_driver, driver) = toy_pci_driver_register();

	KUNIT_EXPECT_TRUE(test, deed_ok(driver));
	toy_pci_device(test);
	sweep_steps(test, &binding);
	faults_off(test);
}

/* A module that makes the device of its own driver, and has one for PCI, too. */
DEED_DEVICE_TYPE(own_device, struct deed_no_hw);

struct own {
	struct own_device dev;
};

DEED_DEVICE_REF(own_ref, struct own, dev, deed_plain);

static int own_probe(struct deed_platform *dev, struct own *own, struct deed_no_hw *hw)
{
	return 0;
}

DEED_PLATFORM_DRIVER(own_driver, OWN_NAME, own_ref, dev, own_probe);
DEED_COMPOSITE(own_module, deed_platform_device, device, own_driver, driver,
	       toy_pci_driver, pci);

static struct own_module own_load(void)
{
	deed_own(toy_pci_driver, pci) = toy_pci_driver_register();
	if (!deed_ok(pci))
		return deed_fail(own_module, deed_err(pci));

	deed_own(own_driver, driver) = own_driver_register();
	if (!deed_ok(driver))
		return deed_fail(own_module, deed_err(driver));

	deed_own(deed_platform_device, device) = deed_platform_device_register(OWN_NAME, -1);
	if (!deed_ok(device))
		return deed_fail(own_module, deed_err(device));

	return (struct own_module){ .device = deed_move(device),
				    .driver = deed_move(driver),
				    .pci = deed_move(pci) };
}

static deed_misuses("what deed_module() declares, for each round")
struct own_module loaded;

static deed_misuses("what deed_module() does, for each round")
bool load(void)
{
	loaded = own_load();
	return deed_ok(loaded);
}

static deed_misuses("what deed_module() does, for each round")
void unload(void)
{
	own_module_drop(&loaded);
}

static bool named(const char *name)
{
	struct device *dev = bus_find_device_by_name(&platform_bus_type, NULL, name);

	put_device(dev);
	return dev;
}

static void expect_loaded(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, named(OWN_NAME));
	KUNIT_EXPECT_NOT_NULL(test, driver_find(OWN_NAME, &platform_bus_type));
	KUNIT_EXPECT_NOT_NULL(test, driver_find(PCI_NAME, &pci_bus_type));
}

static void expect_unloaded(struct kunit *test, unsigned int n)
{
	KUNIT_EXPECT_FALSE_MSG(test, named(OWN_NAME), "point %u", n);
	KUNIT_EXPECT_NULL_MSG(test, driver_find(OWN_NAME, &platform_bus_type),
			      "point %u", n);
	KUNIT_EXPECT_NULL_MSG(test, driver_find(PCI_NAME, &pci_bus_type), "point %u", n);
}

static void every_step_of_a_module_fails_once(struct kunit *test)
{
	static const struct sweep loading = {
		load, unload, expect_loaded, expect_unloaded,
	};

	faults_on(test);
	sweep_steps(test, &loading);
	sweep_allocations(test, &loading);
	faults_off(test);
}

static struct kunit_case inject_cases[] = {
	KUNIT_CASE(step_fails_for_who_asked),
	KUNIT_CASE(nothing_is_left_without_a_failure_either),
	KUNIT_CASE_SLOW(every_step_of_a_platform_driver_fails_once),
	KUNIT_CASE_SLOW(every_step_of_a_pci_driver_fails_once),
	KUNIT_CASE_SLOW(every_step_of_a_module_fails_once),
	{}
};

static struct kunit_suite inject_suite = {
	.name = "deed_inject",
	.init = inject_test_init,
	.exit = inject_test_exit,
	.test_cases = inject_cases,
};

kunit_test_suite(inject_suite);

MODULE_DESCRIPTION("Tests of every step that can fail");
MODULE_LICENSE("GPL");
