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

/*
 * SAFETY: the config accessors below want
 * 1. a function that is there: a borrow of bound hardware;
 * 2. an offset that it has, for what another one does is the bus's choice: that is
 *    looked at.
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
	if (at < PCI_STD_HEADER_SIZEOF)
		return -EPERM;
	err = size == 1 ? pci_write_config_byte(config->__pdev, at, value) :
			  pci_write_config_word(config->__pdev, at, value);
	return pcibios_err_to_errno(err);
}
EXPORT_SYMBOL_GPL(__deed_pci_config_write);
