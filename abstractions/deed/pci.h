/* SPDX-License-Identifier: GPL-2.0 */
/*
 * PCI devices: the bus header for drivers of a PCI function.
 *
 * The driver's two probe callbacks, and what becomes of what they take, are
 * documented in device.h. Before probe is called the function is enabled: its
 * registers answer. At the end of the scope it is disabled again, which takes
 * bus mastering away, too. There is no remove callback.
 *
 * All of this is task context, under the device's lock, and may sleep.
 *
 * Sources: Documentation/PCI/pci.rst, Documentation/PCI/msi-howto.rst,
 * drivers/pci/devres.c, include/uapi/linux/pci_regs.h.
 */
#ifndef _DEED_PCI_H
#define _DEED_PCI_H

#include <linux/pci.h>

#include <deed/device.h>
#include <deed/dma.h>
#include <deed/irq.h>
#include <deed/mmio.h>

/**
 * struct deed_pci - a PCI function that is being probed
 * @scope: its scope
 *
 * A borrow: probe gets it, exclusively, and cannot keep it.
 */
struct __deed_of_call deed_pci {
	struct deed_scope scope;
	/* private: */
	struct pci_dev *__pdev;
	const struct pci_device_id *__id;
	bool __dma; /* it has its mask */
};

int __deed_pci_enable(struct deed_pci *pci);

/**
 * deed_pci_id_data() - what the driver's table says of this kind of device
 * @pci: the function
 *
 * Return: the ``driver_data`` of the entry that matched.
 */
static __always_inline kernel_ulong_t deed_pci_id_data(const struct deed_pci *pci)
{
	return pci->__id->driver_data;
}

/**
 * deed_pci_set_master() - let the function use DMA and send interrupts by MSI
 * @pci: the function
 *
 * Ends with the scope.
 */
static inline void deed_pci_set_master(struct deed_pci *pci)
{
	/* SAFETY: wants an enabled function: it is, before probe is called. */
	pci_set_master(pci->__pdev);
}

/**
 * deed_pci_dma() - let the function use DMA
 * @pci: the function; nothing is left in it of what a driver before let it do
 * @bits: how many bits of an address it has: 24 to 64
 * @dma: pointer to it in the hardware struct; filled in
 *
 * It can send interrupts by MSI, too, as by deed_pci_set_master(). Both end with the
 * scope. Once for each function, for it has one mask. May sleep.
 *
 * Return: 0; -EIO if the machine cannot use so few bits; -EBUSY if it was done; -EINVAL.
 */
int __must_check deed_fills(3)
deed_pci_dma(struct deed_pci *pci, unsigned int bits, struct deed_dma *dma);

/* Of type deed_io's map function, in core/pci.c: maps a BAR of @size at least. */
void __iomem *__deed_pci_map(void *pci, unsigned int bar, size_t size);

/**
 * deed_pci_bar() - the registers in a BAR
 * @pci: the function
 * @bar: 0 to 5
 *
 * A region that has the table of MSI-X in it, which says where the function writes its
 * interrupts, is not mapped: -EPERM. One that ends before it is.
 *
 * Return: where they are: for the map function of a region.
 */
static __always_inline struct deed_io
deed_pci_bar(struct deed_pci *pci, unsigned int bar)
{
	return (struct deed_io){ pci->__pdev, bar, __deed_pci_map };
}

/**
 * deed_pci_irqs() - allocate interrupts for the function
 * @pci: the function
 * @min: how many it needs at least
 * @max: how many it can use
 *
 * MSI-X, MSI, or, for one, the pin that it may share with others: in this order.
 * Freed with the scope. Once for each function.
 *
 * Return: how many there are; a negative errno if fewer than @min.
 */
int __must_check deed_pci_irqs(struct deed_pci *pci, unsigned int min, unsigned int max);

/**
 * deed_pci_irq() - one of the function's interrupts
 * @pci: the function
 * @nr: which, from 0; fewer than deed_pci_irqs() said
 * @irq: pointer to it in the hardware struct; filled in
 *
 * Return: 0, or -EINVAL if there is no such interrupt.
 */
int __must_check deed_fills(3)
deed_pci_irq(struct deed_pci *pci, unsigned int nr, struct deed_irq *irq);

/**
 * struct deed_pci_config - the configuration space of a function
 *
 * In the hardware struct; filled in by deed_pci_config().
 */
struct __deed_scoped deed_pci_config {
	/* private: */
	struct pci_dev *__pdev;
	u64 __closed; /* a bit for each word that is not written */
};

/* In core/pci.c: the header, and what is in capabilities; all, if it does not answer. */
u64 __deed_pci_closed(struct pci_dev *pdev);

/**
 * deed_pci_config() - reach the configuration space of the function
 * @pci: the function
 * @config: pointer to it in the hardware struct; filled in
 *
 * Looks for the function's capabilities, which are not written. May sleep.
 */
static __always_inline deed_fills(2) void
deed_pci_config(struct deed_pci *pci, struct deed_pci_config *config)
{
	config->__pdev = pci->__pdev;
	config->__closed = __deed_pci_closed(pci->__pdev);
}

/* In core/pci.c; @size is 1, 2 or 4. */
int __must_check __deed_pci_config_read(const struct deed_pci_config *config,
					unsigned int at, unsigned int size, u32 *value);
int __must_check __deed_pci_config_write(const struct deed_pci_config *config,
					 unsigned int at, unsigned int size, u32 value);

/**
 * deed_pci_config_read8() - read 8 bits of configuration space
 * @config: the configuration space
 * @at: offset in bytes
 * @value: the value; unchanged on failure
 *
 * Any context.
 *
 * Return: 0; -EINVAL for an offset that is not aligned or out of range; -ENODEV if
 * the function does not answer.
 */
static inline int __must_check
deed_pci_config_read8(const struct deed_pci_config *config, unsigned int at, u8 *value)
{
	u32 read;
	int err = __deed_pci_config_read(config, at, sizeof(*value), &read);

	if (!err)
		*value = read;
	return err;
}

/**
 * deed_pci_config_read16() - read 16 bits of configuration space
 * @config: as for deed_pci_config_read8()
 * @at: offset in bytes, even
 * @value: as for deed_pci_config_read8()
 *
 * Any context.
 *
 * Return: as for deed_pci_config_read8().
 */
static inline int __must_check
deed_pci_config_read16(const struct deed_pci_config *config, unsigned int at, u16 *value)
{
	u32 read;
	int err = __deed_pci_config_read(config, at, sizeof(*value), &read);

	if (!err)
		*value = read;
	return err;
}

/**
 * deed_pci_config_read32() - read 32 bits of configuration space
 * @config: as for deed_pci_config_read8()
 * @at: offset in bytes, a multiple of four
 * @value: as for deed_pci_config_read8()
 *
 * Any context.
 *
 * Return: as for deed_pci_config_read8().
 */
static inline int __must_check
deed_pci_config_read32(const struct deed_pci_config *config, unsigned int at, u32 *value)
{
	u32 read;
	int err = __deed_pci_config_read(config, at, sizeof(*value), &read);

	if (!err)
		*value = read;
	return err;
}

/**
 * deed_pci_config_write8() - write 8 bits of configuration space
 * @config: as for deed_pci_config_read8(); shared will do, for the function changes
 *	them anyway
 * @at: offset in bytes, of what the function itself defines: behind the header, in no
 *	capability but one that is vendor specific, and below 256
 * @value: what to write
 *
 * The rest is the kernel's: the addresses of the BARs, what the function may do, and to
 * which address it writes its interrupts (MSI). A capability whose length is not known
 * counts up to where the next one begins; all of the extended space counts as one.
 * Any context.
 *
 * Return: as for deed_pci_config_read8(); -EPERM for what is the kernel's.
 */
static inline int __must_check
deed_pci_config_write8(const struct deed_pci_config *config, unsigned int at, u8 value)
{
	return __deed_pci_config_write(config, at, sizeof(value), value);
}

/**
 * deed_pci_config_write16() - write 16 bits of configuration space
 * @config: as for deed_pci_config_write8()
 * @at: as for deed_pci_config_write8(), even
 * @value: what to write
 *
 * Any context.
 *
 * Return: as for deed_pci_config_write8().
 */
static inline int __must_check
deed_pci_config_write16(const struct deed_pci_config *config, unsigned int at, u16 value)
{
	return __deed_pci_config_write(config, at, sizeof(value), value);
}

/**
 * DEED_PCI_IDS() - which devices a driver is for
 * @name: the table
 * @...: entries: ``{ PCI_DEVICE(0x1234, 0x11e8) }``
 */
#define DEED_PCI_IDS(name, ...)						\
	static const struct pci_device_id name[] = { __VA_ARGS__, {} };	\
	MODULE_DEVICE_TABLE(pci, name)

/**
 * DEED_PCI_DRIVER() - define a driver for PCI devices
 * @kind: the handle kind of its registration
 * @called: its name in sysfs, a string literal
 * @ids: the table, from DEED_PCI_IDS()
 * @ref: the reference kind of the state, from DEED_DEVICE_REF()
 * @member: the state's member that is a device place
 * @probe_fn: the probe callback
 * @...: the other callbacks, each by its role and its function:
 *	``start, foo_start, quiesce, foo_quiesce``
 *
 * The callbacks, with *state*, *hw* and *place* for the types of the state, of
 * the hardware struct, and of the device place. All may sleep.
 *
 * ``int probe(struct deed_pci *pci, state *s, hw *hw)``
 *	both are zeroed, and nobody else knows them: fill them in, or return an
 *	errno; -EPROBE_DEFER has the meaning that it has everywhere
 * ``int start(const state *s, const hw *hw, struct place_scope *scope)``
 *	requests interrupts and registers nodes; if it fails, the device is
 *	unbound as it is at unbind
 * ``void quiesce(const state *s, const hw *hw)``
 *	makes the hardware silent: at unbind, when nobody is inside a live-guard
 *	and work and timers are shut down, before interrupts are freed; also if
 *	start failed
 * ``int suspend(const state *s, const hw *hw)``, ``int resume(...)``
 *	around system sleep, both or none; tasks are frozen in between, and DMA is not
 *	started from right before the first to right before the second. If suspend fails,
 *	the device does not sleep, and resume follows at once: it takes back what suspend
 *	has done, be it all or half.
 *
 * Generates, beside what DEED_HANDLE() gives:
 *
 * ``struct <kind> <kind>_register(void)``
 *	tells the bus; devices are probed from here on, and unbound by the drop
 */
#define DEED_PCI_DRIVER(kind, called, ids, ref, member, probe_fn, ...)	\
	__DEED_BIND(kind, ref, member, struct deed_pci,			\
		    __deed_pci_enable, probe_fn, __VA_ARGS__)		\
									\
	static int __##kind##_pci_probe(struct pci_dev *pdev,		\
					const struct pci_device_id *id)	\
	{								\
		return __##kind##_bind(&pdev->dev, &(struct deed_pci){	\
			{ &pdev->dev }, pdev, id });			\
	}								\
									\
	static void __##kind##_pci_remove(struct pci_dev *pdev)		\
	{								\
		__##kind##_unbind(&pdev->dev);				\
	}								\
									\
	static struct pci_driver __##kind##_driver = {			\
		.name = (called),						\
		.id_table = (ids),					\
		.probe = __##kind##_pci_probe,				\
		.remove = __##kind##_pci_remove,			\
		.driver.pm = __deed_bind_pm(kind),			\
	};								\
									\
	struct __deed_handle kind {					\
		struct pci_driver *__ptr;				\
	};								\
									\
	static __always_inline void __##kind##_unregister(struct kind h) \
	{								\
		__deed_pci_unregister(__deed_borrow(&h));		\
	}								\
	DEED_HANDLE(kind, __##kind##_unregister)			\
									\
	static inline __must_check struct kind kind##_register(void)	\
	{								\
		int err = __deed_pci_register(&__##kind##_driver);	\
									\
		if (err)						\
			return deed_fail(kind, err);			\
		return __deed_acquire(kind, &__##kind##_driver);	\
	}								\
	struct kind

/*
 * SAFETY: the bus wants a driver that stays, registered once, and unregistered
 * before its module goes: it is static, and its handle is the module's.
 */
static __always_inline int __deed_pci_register(struct pci_driver *driver)
{
	if (deed_injected("pci_register_driver"))
		return -EBUSY;
	return pci_register_driver(driver);
}

static __always_inline void __deed_pci_unregister(struct pci_driver *driver)
{
	pci_unregister_driver(driver);
}

#endif /* _DEED_PCI_H */
