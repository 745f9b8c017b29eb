// SPDX-License-Identifier: GPL-2.0
/* PCI devices: see deed/pci.h. */
#include <linux/export.h>

#include <deed/pci.h>

deed_unsafe_file("the abstractions themselves");

int __deed_pci_enable(struct deed_pci *pci)
{
	if (deed_injected("pcim_enable_device"))
		return -EIO;
	/* SAFETY: wants a function that is being probed: a struct deed_pci. */
	return pcim_enable_device(pci->__pdev);
}
EXPORT_SYMBOL_GPL(__deed_pci_enable);

/*
 * SAFETY: pci_clear_master() wants a function that is there, or was. The read makes
 * sure that what the function sent before has arrived.
 */
static void pci_halt(void *data)
{
	struct device *dev = data;
	u16 command;

	pci_clear_master(to_pci_dev(dev));
	pci_read_config_word(to_pci_dev(dev), PCI_COMMAND, &command);
}

int deed_fills(3)
deed_pci_dma(struct deed_pci *pci, unsigned int bits, struct deed_dma *dma)
{
	int err = pci->__dma ? -EBUSY :
		  __deed_dma_enable(dma, &pci->__pdev->dev, bits, pci_halt);

	if (err)
		return err;
	pci->__dma = true;
	deed_pci_set_master(pci);
	return 0;
}
EXPORT_SYMBOL_GPL(deed_pci_dma);

/*
 * Whether so much of a BAR has the table of MSI-X in it: addresses, where the function
 * writes.
 *
 * SAFETY: pci_read_config_dword() wants a function that is there: it is being probed.
 */
static bool has_msix_table(struct pci_dev *pdev, unsigned int bar, size_t size)
{
	u32 table;

	if (!pdev->msix_cap)
		return false;
	if (pci_read_config_dword(pdev, pdev->msix_cap + PCI_MSIX_TABLE, &table))
		return true;
	return (table & PCI_MSIX_TABLE_BIR) == bar && (table & PCI_MSIX_TABLE_OFFSET) < size;
}

/*
 * SAFETY: pcim_iomap_region() wants an enabled function that is being probed: a
 * struct deed_pci. What it returns is mapped from its start to the end of the
 * BAR (drivers/pci/devres.c), and as long as the devres group is there.
 */
void __iomem *__deed_pci_map(void *pci, unsigned int bar, size_t size)
{
	struct pci_dev *pdev = pci;

	if (bar >= PCI_STD_NUM_BARS ||
	    !(pci_resource_flags(pdev, bar) & IORESOURCE_MEM))
		return IOMEM_ERR_PTR(-ENOENT);
	if (pci_resource_len(pdev, bar) < size)
		return IOMEM_ERR_PTR(-ENXIO);
	if (has_msix_table(pdev, bar, size))
		return IOMEM_ERR_PTR(-EPERM);
	if (deed_injected("pcim_iomap_region"))
		return IOMEM_ERR_PTR(-EBUSY);
	return pcim_iomap_region(pdev, bar, dev_driver_string(&pdev->dev));
}
EXPORT_SYMBOL_GPL(__deed_pci_map);

int deed_pci_irqs(struct deed_pci *pci, unsigned int min, unsigned int max)
{
	/*
	 * SAFETY: pci_alloc_irq_vectors() wants an enabled function without
	 * vectors. For a managed one it frees them at the end of the scope by
	 * itself (pcim_setup_msi_release() in drivers/pci/msi/msi.c).
	 */
	if (deed_injected("pci_alloc_irq_vectors"))
		return -ENOSPC;
	return pci_alloc_irq_vectors(pci->__pdev, min, max, PCI_IRQ_ALL_TYPES);
}
EXPORT_SYMBOL_GPL(deed_pci_irqs);

int deed_fills(3)
deed_pci_irq(struct deed_pci *pci, unsigned int nr, struct deed_irq *irq)
{
	/*
	 * SAFETY: wants a function with vectors. For one that has none it says the
	 * interrupt of the pin: 0 if there is no pin either.
	 */
	int number = pci_irq_vector(pci->__pdev, nr);
	bool shared = !pci_dev_msi_enabled(pci->__pdev);

	if (deed_injected("pci_irq_vector"))
		return -EINVAL;
	if (number <= 0)
		return -EINVAL;
	__deed_irq_fill(irq, number, shared ? IRQF_SHARED : 0);
	return 0;
}
EXPORT_SYMBOL_GPL(deed_pci_irq);

/* How many words of 32 bits are a capability's; of what is not known, all to the next. */
static unsigned int cap_words(u8 id)
{
	switch (id) {
	case PCI_CAP_ID_VNDR:
		return 0; /* the function's own */
	case PCI_CAP_ID_PM:
		return PCI_PM_SIZEOF / 4;
	case PCI_CAP_ID_VPD:
		return PCI_CAP_VPD_SIZEOF / 4;
	case PCI_CAP_ID_MSI:
		return (PCI_MSI_PENDING_64 + 4) / 4; /* no shorter if it has less */
	case PCI_CAP_ID_MSIX:
		return PCI_CAP_MSIX_SIZEOF / 4;
	default:
		return PCI_CFG_SPACE_SIZE / 4;
	}
}

/*
 * Which capability begins in each word. The list may be in any order, and in a circle.
 *
 * SAFETY: the accessors want a function that is there: it is being probed. Where the
 * list is: PCI_CAPABILITY_LIST, of all functions but CardBus bridges, which have a driver
 * of the kernel's.
 */
static int find_caps(struct pci_dev *pdev, u8 *ids)
{
	u16 status, entry;
	u8 at;

	if (pci_read_config_word(pdev, PCI_STATUS, &status) ||
	    pci_read_config_byte(pdev, PCI_CAPABILITY_LIST, &at))
		return -ENODEV;
	if (!(status & PCI_STATUS_CAP_LIST))
		return 0;
	for (int n = PCI_CFG_SPACE_SIZE / 4; n && at >= PCI_STD_HEADER_SIZEOF; n--) {
		if (pci_read_config_word(pdev, round_down(at, 4), &entry) ||
		    PCI_POSSIBLE_ERROR(entry))
			return -ENODEV;
		ids[at / 4] = entry & 0xff;
		at = entry >> 8;
	}
	return 0;
}

u64 __deed_pci_closed(struct pci_dev *pdev)
{
	u8 ids[PCI_CFG_SPACE_SIZE / 4] = {};
	u64 closed = GENMASK_ULL(PCI_STD_HEADER_SIZEOF / 4 - 1, 0);
	unsigned int left = 0;

	if (find_caps(pdev, ids))
		return ~0ULL;
	for (unsigned int word = 0; word < ARRAY_SIZE(ids); word++) {
		if (ids[word])
			left = cap_words(ids[word]);
		if (!left)
			continue;
		closed |= BIT_ULL(word);
		left--;
	}
	return closed;
}
EXPORT_SYMBOL_GPL(__deed_pci_closed);

/*
 * SAFETY: the config accessors below want
 * 1. a function that is there: a borrow of bound hardware;
 * 2. an offset that it has, for what another one does is the bus's choice: that is
 *    looked at;
 * 3. for a write, that nobody else keeps what is there, nor relies on it: not the header,
 *    and no capability that has a meaning for the kernel. What the function says to
 *    MSI is an address, where it writes.
 */
static int config_check(const struct deed_pci_config *config, unsigned int at,
			unsigned int size)
{
	return at % size || at >= config->__pdev->cfg_size ? -EINVAL : 0;
}

int __deed_pci_config_read(const struct deed_pci_config *config, unsigned int at,
			   unsigned int size, u32 *value)
{
	int err = config_check(config, at, size);
	u16 word;
	u8 byte;

	if (err)
		return err;
	switch (size) {
	case 1:
		err = pci_read_config_byte(config->__pdev, at, &byte);
		*value = byte;
		break;
	case 2:
		err = pci_read_config_word(config->__pdev, at, &word);
		*value = word;
		break;
	default:
		err = pci_read_config_dword(config->__pdev, at, value);
	}
	return pcibios_err_to_errno(err);
}
EXPORT_SYMBOL_GPL(__deed_pci_config_read);

int __deed_pci_config_write(const struct deed_pci_config *config, unsigned int at,
			    unsigned int size, u32 value)
{
	int err = config_check(config, at, size);

	if (err)
		return err;
	if (at >= PCI_CFG_SPACE_SIZE || config->__closed & BIT_ULL(at / 4))
		return -EPERM;
	err = size == 1 ? pci_write_config_byte(config->__pdev, at, value) :
			  pci_write_config_word(config->__pdev, at, value);
	return pcibios_err_to_errno(err);
}
EXPORT_SYMBOL_GPL(__deed_pci_config_write);
