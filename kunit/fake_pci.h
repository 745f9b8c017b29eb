/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A PCI function for tests: alone on a root bus in a domain of its own, whose
 * configuration space is an array. Behind its BARs there is nothing.
 */
#ifndef _DEED_KUNIT_FAKE_PCI_H
#define _DEED_KUNIT_FAKE_PCI_H

#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/ioport.h>
#include <linux/pci.h>
#include <linux/unaligned.h>

#include <deed/own.h>

#include "fake_platform.h"

deed_unsafe_file("makes the devices that drivers are bound to");

#define FAKE_PCI_VENDOR	0xdeed
#define FAKE_PCI_DEVICE	0x0001
#define FAKE_PCI_DOMAIN	0xfade
#define FAKE_PCI_BAR0	0x1000 /* bytes; a BAR of 64 bits, which takes two */
#define FAKE_PCI_BAR2	0x10

static struct {
	struct resource window;
	struct pci_bus *bus;
	struct pci_dev *dev;
	bool silent; /* does not answer, as one that was unplugged */
	u8 config[256];
} fake_pci;

static inline int
fake_pci_read(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 *value)
{
	if (devfn || fake_pci.silent)
		return PCIBIOS_DEVICE_NOT_FOUND;
	if (where + size > sizeof(fake_pci.config))
		*value = ~0; /* as a bus may do */
	else if (size == 1)
		*value = fake_pci.config[where];
	else if (size == 2)
		*value = get_unaligned_le16(fake_pci.config + where);
	else
		*value = get_unaligned_le32(fake_pci.config + where);
	return PCIBIOS_SUCCESSFUL;
}

/* A BAR tells its size by the address bits that are not written. */
static inline void fake_pci_write_bar(int where, u32 value)
{
	static const u32 bits[] = {
		-FAKE_PCI_BAR0, ~0, -FAKE_PCI_BAR2, ~0, 0, 0,
	};
	unsigned int bar = (where - PCI_BASE_ADDRESS_0) / 4;
	u32 flags = bar == 0 || bar == 2 ? PCI_BASE_ADDRESS_MEM_TYPE_64 : 0;

	put_unaligned_le32((value & bits[bar]) | flags, fake_pci.config + where);
}

static inline int
fake_pci_write(struct pci_bus *bus, unsigned int devfn, int where, int size, u32 value)
{
	if (devfn || fake_pci.silent)
		return PCIBIOS_DEVICE_NOT_FOUND;
	if (where == PCI_COMMAND && size == 2)
		put_unaligned_le16(value, fake_pci.config + where);
	else if (where >= PCI_BASE_ADDRESS_0 && where <= PCI_BASE_ADDRESS_5 && size == 4)
		fake_pci_write_bar(where, value);
	else if (where >= PCI_STD_HEADER_SIZEOF && where + size <= sizeof(fake_pci.config))
		memcpy(fake_pci.config + where, &(__le32){ cpu_to_le32(value) }, size);
	return PCIBIOS_SUCCESSFUL;
}

static inline u16 fake_pci_command(void)
{
	return get_unaligned_le16(fake_pci.config + PCI_COMMAND);
}

/* Unplugs it, if that is not done; its driver is unbound. */
static inline void fake_pci_unplug(void)
{
	if (!fake_pci.dev)
		return;
	pci_lock_rescan_remove();
	pci_stop_and_remove_bus_device(fake_pci.dev);
	pci_unlock_rescan_remove();
	pci_dev_put(fake_pci.dev);
	fake_pci.dev = NULL;
}

static inline void fake_pci_end(void *unused)
{
	struct pci_host_bridge *bridge = to_pci_host_bridge(fake_pci.bus->bridge);

	fake_pci_unplug();
	pci_lock_rescan_remove();
	pci_stop_root_bus(fake_pci.bus);
	pci_remove_root_bus(fake_pci.bus);
	pci_unlock_rescan_remove();
	pci_free_host_bridge(bridge);
	release_resource(&fake_pci.window);
}

/* What x86 knows of a root bus; elsewhere its domain is the next that is free. */
static inline void *fake_pci_sysdata(void)
{
#ifdef CONFIG_X86
	static struct pci_sysdata sysdata = {
		.domain = FAKE_PCI_DOMAIN,
		.node = NUMA_NO_NODE,
	};

	return &sysdata;
#else
	return NULL;
#endif
}

/* Plugs it in, and returns it; a driver that is there is bound. Gone with the test. */
static inline struct pci_dev *fake_pci_plug(struct kunit *test)
{
	static struct pci_ops ops = {
		.read = fake_pci_read,
		.write = fake_pci_write,
	};
	LIST_HEAD(windows);

	memset(&fake_pci, 0, sizeof(fake_pci));
	put_unaligned_le16(FAKE_PCI_VENDOR, fake_pci.config + PCI_VENDOR_ID);
	put_unaligned_le16(FAKE_PCI_DEVICE, fake_pci.config + PCI_DEVICE_ID);
	fake_pci.config[PCI_CLASS_DEVICE + 1] = PCI_CLASS_OTHERS;
	for (int bar = 0; bar < PCI_STD_NUM_BARS; bar++)
		fake_pci_write_bar(PCI_BASE_ADDRESS_0 + 4 * bar, 0);
	fake_pci.window = DEFINE_RES_MEM_NAMED(FAKE_MEM, 0x100000, "fake PCI");
	fake_pci.window.flags |= IORESOURCE_MEM_64;
	KUNIT_ASSERT_EQ(test, insert_resource(&iomem_resource, &fake_pci.window), 0);
	pci_add_resource(&windows, &fake_pci.window);
	pci_lock_rescan_remove();
	fake_pci.bus = pci_scan_root_bus(NULL, 0, &ops, fake_pci_sysdata(), &windows);
	if (fake_pci.bus) {
		pci_bus_assign_resources(fake_pci.bus);
		pci_bus_add_devices(fake_pci.bus);
	}
	pci_unlock_rescan_remove();
	KUNIT_ASSERT_NOT_NULL(test, fake_pci.bus);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fake_pci_end, NULL), 0);
	fake_pci.dev = pci_get_slot(fake_pci.bus, 0);
	KUNIT_ASSERT_NOT_NULL(test, fake_pci.dev);
	return fake_pci.dev;
}

static inline bool fake_pci_is_bound(void)
{
	bool bound;

	device_lock(&fake_pci.dev->dev);
	bound = device_is_bound(&fake_pci.dev->dev);
	device_unlock(&fake_pci.dev->dev);
	return bound;
}

#endif /* _DEED_KUNIT_FAKE_PCI_H */
