// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/pci.h> with a fake function on the real bus: what probe can take
 * from it, and that it is given back. QEMU's device, which answers and interrupts,
 * is for drivers/edu.
 */
#include <kunit/test.h>
#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/irq.h>
#include <linux/irq_sim.h>
#include <linux/irqdomain.h>
#include <linux/module.h>

#include <deed/pci.h>

#include "fake_pci.h"
#include "handle.h"
#include "story.h"

deed_unsafe_file("tests bind and unbind as the driver core does");

#define NAME "deed-pci-toy"

DEED_MMIO(toy_regs, 0x20);

struct toy_hw {
	struct toy_regs regs;
	struct deed_irq irq;
	struct deed_pci_config config;
};

DEED_DEVICE_TYPE(toy_device, struct toy_hw);

struct toy {
	struct toy_device dev;
};

/* What probe does, and what came of it. */
static struct {
	struct story story;
	bool maps, maps_twice, masters, finds_irqs, finds_irq;
	unsigned int bar, vectors, nr;
	kernel_ulong_t id;
	int vectors_got, err, probe_returns;
	unsigned int states;
} drv;

static void toy_release(struct toy *t)
{
	drv.states--;
}

DEED_DEVICE_REF(toy_ref, struct toy, dev, toy_release);

static deed_misuses("takes what a test wants it to, and leaves the rest empty")
int toy_probe(struct deed_pci *pci, struct toy *t, struct toy_hw *hw)
{
	int err = 0;

	story_tell(&drv.story, fake_pci_command() & PCI_COMMAND_MEMORY ? 'P' : '?');
	drv.id = deed_pci_id_data(pci);
	deed_pci_config(pci, &hw->config);
	if (drv.maps)
		err = toy_regs_map(&hw->regs, deed_pci_bar(pci, drv.bar));
	if (!err && drv.maps_twice)
		err = toy_regs_map(&hw->regs, deed_pci_bar(pci, drv.bar));
	if (!err && drv.masters)
		deed_pci_set_master(pci);
	if (!err && drv.finds_irqs) {
		drv.vectors_got = deed_pci_irqs(pci, drv.vectors, drv.vectors);
		err = min(drv.vectors_got, 0);
	}
	if (!err && drv.finds_irq)
		err = deed_pci_irq(pci, drv.nr, &hw->irq);
	drv.err = err;
	return err ?: drv.probe_returns;
}

static int toy_start(const struct toy *t, const struct toy_hw *hw,
		     struct toy_device_scope *scope)
{
	drv.states++;
	story_tell(&drv.story, 'S');
	return 0;
}

static void toy_quiesce(const struct toy *t, const struct toy_hw *hw)
{
	story_tell(&drv.story, 'Q');
}

DEED_PCI_IDS(toy_ids, { PCI_DEVICE(FAKE_PCI_VENDOR, 0x0fff), .driver_data = 1 },
	     { PCI_DEVICE(FAKE_PCI_VENDOR, FAKE_PCI_DEVICE), .driver_data = 0x1d });

DEED_PCI_DRIVER(toy_driver, NAME, toy_ids, toy_ref, dev, toy_probe, quiesce,
		toy_quiesce, start, toy_start);

/* Another one of the same name. */
DEED_PCI_DRIVER(other_driver, NAME, toy_ids, toy_ref, dev, toy_probe);

static deed_misuses("registered before each test, and dropped after it")
struct toy_driver registered;

static deed_misuses("what a module's start does, for each test")
int pci_test_init(struct kunit *test)
{
	memset(&drv, 0, sizeof(drv));
	registered = toy_driver_register();
	KUNIT_ASSERT_TRUE(test, deed_ok(registered));
	return 0;
}

static deed_misuses("what a module's exit does, for each test")
void pci_test_exit(struct kunit *test)
{
	toy_driver_drop(&registered);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
}

static const struct toy *state_of(struct pci_dev *pdev)
{
	return pci_get_drvdata(pdev);
}

static bool memory_is_free(u64 start, u64 size)
{
	bool is = request_mem_region(start, size, "test");

	if (is)
		release_mem_region(start, size);
	return is;
}

static void function_is_bound_until_it_is_unplugged(struct kunit *test)
{
	fake_pci_plug(test);
	KUNIT_EXPECT_TRUE(test, fake_pci_is_bound());
	KUNIT_EXPECT_EQ(test, drv.states, 1);
	KUNIT_EXPECT_EQ(test, drv.id, 0x1d);
	EXPECT_STORY(test, &drv.story, BOUND_TWICE("PSQ", "PS"));
	story_begin(&drv.story);
	fake_pci_unplug();
	EXPECT_STORY(test, &drv.story, "Q");
	KUNIT_EXPECT_EQ(test, drv.states, 0);
}

static void function_is_unbound_and_bound_again(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	for (int i = 0; i < 3; i++) {
		story_begin(&drv.story);
		device_release_driver(&pdev->dev);
		EXPECT_STORY(test, &drv.story, "Q");
		KUNIT_EXPECT_FALSE(test, pci_is_enabled(pdev));
		KUNIT_EXPECT_NULL(test, state_of(pdev));
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
		KUNIT_EXPECT_TRUE(test, pci_is_enabled(pdev));
	}
}

static void function_that_does_not_answer_is_unbound(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	fake_pci.silent = true;
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_EQ(test, drv.states, 0);
}

/* pci_device_probe() would take it for success. */
static void positive_number_is_no_success(struct kunit *test)
{
	drv.probe_returns = 1;
	fake_pci_plug(test);
	KUNIT_EXPECT_FALSE(test, fake_pci_is_bound());
	KUNIT_EXPECT_NULL(test, state_of(fake_pci.dev));
	EXPECT_STORY(test, &drv.story, "P");
}

static void driver_is_registered_under_a_free_name_only(struct kunit *test)
{
	deed_own(other_driver, other) = other_driver_register();

	EXPECT_FAILED(test, other, -EBUSY);
}

static void bus_mastering_ends_with_the_scope(struct kunit *test)
{
	struct pci_dev *pdev;

	drv.masters = true;
	pdev = fake_pci_plug(test);
	KUNIT_EXPECT_TRUE(test, fake_pci_command() & PCI_COMMAND_MASTER);
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_FALSE(test, fake_pci_command() & PCI_COMMAND_MASTER);
	drv.masters = false;
	KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev), 1);
	KUNIT_EXPECT_FALSE(test, fake_pci_command() & PCI_COMMAND_MASTER);
}

static void bar_is_mapped_until_unbind(struct kunit *test)
{
	struct pci_dev *pdev;
	u64 start;

	drv.maps = true;
	pdev = fake_pci_plug(test);
	KUNIT_ASSERT_TRUE(test, fake_pci_is_bound());
	start = pci_resource_start(pdev, 0);
	KUNIT_EXPECT_EQ(test, pci_resource_len(pdev, 0), FAKE_PCI_BAR0);
	KUNIT_EXPECT_NOT_NULL(test, (__force void *)
			      state_of(pdev)->dev.__hw.regs.__map.__base);
	KUNIT_EXPECT_FALSE(test, memory_is_free(start, 1));
	KUNIT_EXPECT_FALSE(test, memory_is_free(start + FAKE_PCI_BAR0 - 1, 1));
	device_release_driver(&pdev->dev);
	KUNIT_EXPECT_TRUE(test, memory_is_free(start, FAKE_PCI_BAR0));
}

static void bar_that_is_not_right_is_not_mapped(struct kunit *test)
{
	static const struct {
		unsigned int bar;
		int err;
	} wrong[] = {
		{ 1, -ENOENT }, /* the upper half of the first one's address */
		{ 2, -ENXIO }, /* too small */
		{ 4, -ENOENT }, { 5, -ENOENT }, /* none */
		{ PCI_ROM_RESOURCE, -ENOENT }, { UINT_MAX, -ENOENT },
	};

	drv.maps = true;
	drv.bar = wrong[0].bar;
	fake_pci_plug(test);
	for (int i = 0; i < ARRAY_SIZE(wrong); i++) {
		drv.bar = wrong[i].bar;
		KUNIT_EXPECT_LE(test, device_attach(&fake_pci.dev->dev), 0);
		KUNIT_EXPECT_EQ(test, drv.err, wrong[i].err);
		KUNIT_EXPECT_TRUE(test, list_empty(&fake_pci.dev->dev.devres_head));
		KUNIT_EXPECT_FALSE(test, pci_is_enabled(fake_pci.dev));
	}
}

static void bar_that_is_busy_is_not_mapped(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);
	u64 start = pci_resource_start(pdev, 0);

	device_release_driver(&pdev->dev);
	drv.maps = true;
	KUNIT_ASSERT_NOT_NULL(test, request_mem_region(start, 1, "test"));
	KUNIT_EXPECT_LE(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
	release_mem_region(start, 1);
	drv.maps_twice = true;
	KUNIT_EXPECT_LE(test, device_attach(&pdev->dev), 0);
	KUNIT_EXPECT_EQ(test, drv.err, -EBUSY);
	KUNIT_EXPECT_TRUE(test, memory_is_free(start, FAKE_PCI_BAR0));
}

/* It says where the function writes its interrupts. */
static void bar_is_not_mapped_with_the_table_of_msix(struct kunit *test)
{
	static const struct {
		u32 table;
		int err;
	} at[] = {
		{ 0, -EPERM }, { 0x18, -EPERM }, { 0x20, 0 }, { 0x800, 0 },
		{ 2, 0 }, /* in another one */
	};
	const unsigned int cap = 0x70;
	struct pci_dev *pdev = fake_pci_plug(test);

	drv.maps = true;
	pdev->msix_cap = cap;
	for (int i = 0; i < ARRAY_SIZE(at); i++) {
		device_release_driver(&pdev->dev);
		put_unaligned_le32(at[i].table, fake_pci.config + cap + PCI_MSIX_TABLE);
		KUNIT_EXPECT_EQ(test, device_attach(&pdev->dev) == 1, !at[i].err);
		KUNIT_EXPECT_EQ(test, drv.err, at[i].err);
	}
	pdev->msix_cap = 0;
}

/* Binds again, with another interrupt on the pin. */
static int irqs_with(struct pci_dev *pdev, unsigned int pin, unsigned int vectors,
		     unsigned int nr)
{
	device_release_driver(&pdev->dev);
	pdev->irq = pin;
	drv.vectors = vectors;
	drv.nr = nr;
	return device_attach(&pdev->dev) == 1 ? 0 : drv.err;
}

static void pin_is_an_interrupt_that_others_may_share(struct kunit *test)
{
	struct irq_domain *domain = irq_domain_create_sim(NULL, 1);
	struct pci_dev *pdev = fake_pci_plug(test);
	unsigned int irq;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, domain);
	irq = irq_create_mapping(domain, 0);
	drv.finds_irqs = true;
	drv.finds_irq = true;
	KUNIT_EXPECT_EQ(test, irqs_with(pdev, irq, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, drv.vectors_got, 1);
	KUNIT_EXPECT_EQ(test, state_of(pdev)->dev.__hw.irq.__number, irq);
	KUNIT_EXPECT_EQ(test, state_of(pdev)->dev.__hw.irq.__flags, IRQF_SHARED);
	/* only one, and only the first */
	KUNIT_EXPECT_EQ(test, irqs_with(pdev, irq, 1, 1), -EINVAL);
	KUNIT_EXPECT_LT(test, irqs_with(pdev, irq, 2, 0), 0);
	fake_pci_unplug();
	irq_dispose_mapping(irq);
	irq_domain_remove_sim(domain);
}

static void function_without_a_pin_has_no_interrupt(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);

	drv.finds_irqs = true;
	KUNIT_EXPECT_LT(test, irqs_with(pdev, 0, 1, 0), 0);
	drv.finds_irqs = false;
	drv.finds_irq = true;
	KUNIT_EXPECT_EQ(test, irqs_with(pdev, 0, 1, 0), -EINVAL);
}

static int config_at(struct pci_dev *pdev, unsigned int at, u16 *value)
{
	return deed_pci_config_read16(&state_of(pdev)->dev.__hw.config, at, value);
}

static void configuration_space_is_read(struct kunit *test)
{
	struct pci_dev *pdev = fake_pci_plug(test);
	u16 value = 0;

	KUNIT_EXPECT_EQ(test, config_at(pdev, PCI_VENDOR_ID, &value), 0);
	KUNIT_EXPECT_EQ(test, value, FAKE_PCI_VENDOR);
	KUNIT_EXPECT_EQ(test, config_at(pdev, PCI_DEVICE_ID, &value), 0);
	KUNIT_EXPECT_EQ(test, value, FAKE_PCI_DEVICE);
	fake_pci.config[254] = 0x34;
	fake_pci.config[255] = 0x12;
	KUNIT_EXPECT_EQ(test, config_at(pdev, 254, &value), 0);
	KUNIT_EXPECT_EQ(test, value, 0x1234);
}

static void configuration_space_ends(struct kunit *test)
{
	static const unsigned int wrong[] = { 1, 255, 256, 4094, 4096, UINT_MAX - 1, UINT_MAX };
	struct pci_dev *pdev = fake_pci_plug(test);
	u16 value = 7;

	for (int i = 0; i < ARRAY_SIZE(wrong); i++)
		KUNIT_EXPECT_EQ(test, config_at(pdev, wrong[i], &value), -EINVAL);
	fake_pci.silent = true;
	KUNIT_EXPECT_EQ(test, config_at(pdev, PCI_VENDOR_ID, &value), -ENODEV);
	fake_pci.silent = false;
	KUNIT_EXPECT_EQ(test, value, 7);
}

static void configuration_space_has_widths(struct kunit *test)
{
	const struct deed_pci_config *config =
		&state_of(fake_pci_plug(test))->dev.__hw.config;
	u8 byte = 7;
	u32 word = 7;

	put_unaligned_le32(0x12345678, fake_pci.config + 252);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read8(config, 253, &byte), 0);
	KUNIT_EXPECT_EQ(test, byte, 0x56);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read8(config, 256, &byte), -EINVAL);
	KUNIT_EXPECT_EQ(test, byte, 0x56);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read32(config, 252, &word), 0);
	KUNIT_EXPECT_EQ(test, word, 0x12345678);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read32(config, 254, &word), -EINVAL);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read32(config, 256, &word), -EINVAL);
	fake_pci.silent = true;
	KUNIT_EXPECT_EQ(test, deed_pci_config_read8(config, 253, &byte), -ENODEV);
	KUNIT_EXPECT_EQ(test, deed_pci_config_read32(config, 252, &word), -ENODEV);
	fake_pci.silent = false;
	KUNIT_EXPECT_EQ(test, byte, 0x56);
	KUNIT_EXPECT_EQ(test, word, 0x12345678);
}

static void configuration_space_is_written(struct kunit *test)
{
	const struct deed_pci_config *config =
		&state_of(fake_pci_plug(test))->dev.__hw.config;
	u8 before[PCI_STD_HEADER_SIZEOF];

	KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, 0x40, 0x1234), 0);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write8(config, 0x43, 0x56), 0);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write8(config, 255, 0x78), 0);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(fake_pci.config + 0x40), 0x56001234);
	KUNIT_EXPECT_EQ(test, fake_pci.config[255], 0x78);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write8(config, 256, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, 0x41, 1), -EINVAL);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, UINT_MAX - 1, 1), -EINVAL);

	/* what the kernel keeps there */
	memcpy(before, fake_pci.config, sizeof(before));
	for (unsigned int at = 0; at < sizeof(before); at++) {
		KUNIT_EXPECT_EQ(test, deed_pci_config_write8(config, at, 0xff), -EPERM);
		KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, at & ~1, 0xffff), -EPERM);
	}
	KUNIT_EXPECT_MEMEQ(test, fake_pci.config, before, sizeof(before));
	fake_pci.silent = true;
	KUNIT_EXPECT_EQ(test, deed_pci_config_write8(config, 0x40, 1), -ENODEV);
	KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, 0x40, 1), -ENODEV);
	fake_pci.silent = false;
}

/* A list of capabilities, as a function has it when its driver is bound. */
static const struct deed_pci_config *
bind_with_caps(struct kunit *test, const u8 (*caps)[3], size_t count)
{
	struct pci_dev *pdev = fake_pci.dev ?: fake_pci_plug(test);

	device_release_driver(&pdev->dev);
	memset(fake_pci.config + PCI_STD_HEADER_SIZEOF, 0,
	       sizeof(fake_pci.config) - PCI_STD_HEADER_SIZEOF);
	put_unaligned_le16(PCI_STATUS_CAP_LIST, fake_pci.config + PCI_STATUS);
	fake_pci.config[PCI_CAPABILITY_LIST] = caps[0][0];
	for (size_t i = 0; i < count; i++) {
		fake_pci.config[caps[i][0]] = caps[i][1];
		fake_pci.config[caps[i][0] + PCI_CAP_LIST_NEXT] = caps[i][2];
	}
	KUNIT_ASSERT_EQ(test, device_attach(&pdev->dev), 1);
	return &state_of(pdev)->dev.__hw.config;
}

/* Which bytes are refused, and that they stay as they are. */
static void expect_closed(struct kunit *test, const struct deed_pci_config *config,
			  unsigned int from, unsigned int to)
{
	u8 before[256];

	memcpy(before, fake_pci.config, sizeof(before));
	for (unsigned int at = from; at < to; at++) {
		KUNIT_EXPECT_EQ_MSG(test, deed_pci_config_write8(config, at, 0xff), -EPERM,
				    "at %x", at);
		KUNIT_EXPECT_EQ(test, deed_pci_config_write16(config, at & ~1, 0xffff), -EPERM);
	}
	KUNIT_EXPECT_MEMEQ(test, fake_pci.config, before, sizeof(before));
}

static void expect_open(struct kunit *test, const struct deed_pci_config *config,
			unsigned int from, unsigned int to)
{
	for (unsigned int at = from; at < to; at++) {
		u8 before = fake_pci.config[at];

		KUNIT_EXPECT_EQ_MSG(test, deed_pci_config_write8(config, at, ~before), 0,
				    "at %x", at);
		KUNIT_EXPECT_EQ(test, fake_pci.config[at], (u8)~before);
		fake_pci.config[at] = before;
	}
}

/* By the address in the MSI capability the device would write anywhere. */
static void capabilities_are_not_written(struct kunit *test)
{
	static const u8 caps[][3] = {
		{ 0x50, PCI_CAP_ID_MSI, 0x40 }, { 0x40, PCI_CAP_ID_PM, 0x80 },
		{ 0x80, PCI_CAP_ID_VNDR, 0x70 }, { 0x70, PCI_CAP_ID_MSIX, 0x90 },
		{ 0x90, PCI_CAP_ID_EXP, 0xc0 }, { 0xc0, PCI_CAP_ID_VNDR, 0xe0 },
		{ 0xe0, PCI_CAP_ID_VPD, 0 },
	};
	const struct deed_pci_config *config = bind_with_caps(test, caps, ARRAY_SIZE(caps));

	expect_closed(test, config, 0, 0x48);
	expect_open(test, config, 0x48, 0x50);
	expect_closed(test, config, 0x50, 0x68);
	expect_open(test, config, 0x68, 0x70);
	expect_closed(test, config, 0x70, 0x7c);
	expect_open(test, config, 0x7c, 0x90);
	expect_closed(test, config, 0x90, 0xc0);
	expect_open(test, config, 0xc0, 0xe0);
	expect_closed(test, config, 0xe0, 0xe8);
	expect_open(test, config, 0xe8, 0x100);
}

static void capability_ends_where_the_next_begins(struct kunit *test)
{
	static const u8 caps[][3] = {
		{ 0x42, 0, 0 }, { 0x40, PCI_CAP_ID_MSI, 0x62 },
		{ 0x60, PCI_CAP_ID_MSI, 0x70 }, { 0x70, PCI_CAP_ID_VNDR, 0xfc },
		{ 0xfc, PCI_CAP_ID_EA, 0 },
	};
	/* the two lowest bits of where one begins say nothing */
	const struct deed_pci_config *config = bind_with_caps(test, caps, ARRAY_SIZE(caps));

	expect_closed(test, config, 0x40, 0x58);
	expect_open(test, config, 0x58, 0x60);
	expect_closed(test, config, 0x60, 0x70);
	expect_open(test, config, 0x70, 0xfc);
	expect_closed(test, config, 0xfc, 0x100);
}

static void list_of_capabilities_may_be_a_circle(struct kunit *test)
{
	static const u8 circle[][3] = { { 0x40, PCI_CAP_ID_PM, 0x50 },
					{ 0x50, PCI_CAP_ID_MSIX, 0x40 } };
	static const u8 broken[][3] = { { 0x40, 0xff, 0xff } };
	const struct deed_pci_config *config = bind_with_caps(test, circle, 2);

	expect_closed(test, config, 0x40, 0x48);
	expect_open(test, config, 0x48, 0x50);
	expect_closed(test, config, 0x50, 0x5c);
	expect_open(test, config, 0x5c, 0x100);

	/* of one that does not answer nothing is known */
	expect_closed(test, bind_with_caps(test, broken, 1), 0, 0x100);
}

/* Of functions that are really there; what would be written is what is there. */
static deed_misuses("looks at functions that are not being probed")
void interrupts_of_this_machine_are_not_written(struct kunit *test)
{
	struct pci_dev *pdev = NULL;
	unsigned int found = 0;

	for_each_pci_dev(pdev) {
		const unsigned int at[] = {
			pdev->msi_cap ? pdev->msi_cap + PCI_MSI_ADDRESS_LO : 0,
			pdev->msi_cap ? pdev->msi_cap + PCI_MSI_FLAGS : 0,
			pdev->msix_cap ? pdev->msix_cap + PCI_MSIX_TABLE : 0,
			pdev->pm_cap ? pdev->pm_cap + PCI_PM_CTRL : 0,
			pdev->pcie_cap ? pdev->pcie_cap + PCI_EXP_DEVCTL : 0,
			PCI_CFG_SPACE_SIZE + 4,
		};
		struct deed_pci pci = { .__pdev = pdev };
		struct deed_pci_config config;
		u16 value;

		deed_pci_config(&pci, &config);
		for (int i = 0; i < ARRAY_SIZE(at); i++) {
			if (!at[i] || at[i] >= pdev->cfg_size)
				continue;
			found++;
			KUNIT_EXPECT_EQ(test, deed_pci_config_read16(&config, at[i], &value), 0);
			KUNIT_EXPECT_EQ(test, deed_pci_config_write16(&config, at[i], value),
					-EPERM);
		}
	}
	if (!found)
		kunit_skip(test, "there is none");
}

static struct kunit_case pci_cases[] = {
	KUNIT_CASE(function_is_bound_until_it_is_unplugged),
	KUNIT_CASE(function_is_unbound_and_bound_again),
	KUNIT_CASE(function_that_does_not_answer_is_unbound),
	KUNIT_CASE(positive_number_is_no_success),
	KUNIT_CASE(driver_is_registered_under_a_free_name_only),
	KUNIT_CASE(bus_mastering_ends_with_the_scope),
	KUNIT_CASE(bar_is_mapped_until_unbind),
	KUNIT_CASE(bar_that_is_not_right_is_not_mapped),
	KUNIT_CASE(bar_that_is_busy_is_not_mapped),
	KUNIT_CASE(bar_is_not_mapped_with_the_table_of_msix),
	KUNIT_CASE(pin_is_an_interrupt_that_others_may_share),
	KUNIT_CASE(function_without_a_pin_has_no_interrupt),
	KUNIT_CASE(configuration_space_is_read),
	KUNIT_CASE(configuration_space_ends),
	KUNIT_CASE(configuration_space_has_widths),
	KUNIT_CASE(configuration_space_is_written),
	KUNIT_CASE(capabilities_are_not_written),
	KUNIT_CASE(capability_ends_where_the_next_begins),
	KUNIT_CASE(list_of_capabilities_may_be_a_circle),
	KUNIT_CASE(interrupts_of_this_machine_are_not_written),
	{}
};

static struct kunit_suite pci_suite = {
	.name = "deed_pci",
	.init = pci_test_init,
	.exit = pci_test_exit,
	.test_cases = pci_cases,
};

kunit_test_suite(pci_suite);

MODULE_DESCRIPTION("Tests of PCI devices");
MODULE_LICENSE("GPL");
