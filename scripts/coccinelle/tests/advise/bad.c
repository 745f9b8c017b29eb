// SPDX-License-Identifier: GPL-2.0
/* A raw driver: what deed has something in place of. */

struct foo {
	struct mutex lock; /* finding */
	struct work_struct work; /* finding */
	dma_addr_t address; /* finding */
	int users;
};

static int foo_open(struct inode *inode, struct file *file)
{
	struct foo *foo = container_of(file->private_data, struct foo, misc);

	mutex_lock(&foo->lock); /* finding */
	foo->users++;
	mutex_unlock(&foo->lock); /* finding */
	return 0;
}

static const struct file_operations foo_fops = { /* finding */
	.open = foo_open,
};

static int foo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	struct foo *foo = kzalloc(sizeof(*foo), GFP_KERNEL); /* finding */
	int err;

	if (!foo)
		return -ENOMEM;
	err = request_irq(pdev->irq, foo_irq, IRQF_SHARED, "foo", foo); /* finding */
	if (err)
		goto free; /* finding */
	foo->address = dma_map_single(&pdev->dev, foo->buf, 64, DMA_TO_DEVICE); /* finding */
	INIT_WORK(&foo->work, foo_work); /* finding */
	return 0;
free:
	kfree(foo); /* finding */
	return err;
}

static const struct pci_device_id foo_ids[] = { /* finding */
	{ PCI_DEVICE(0x1234, 0x11e8) },
	{}
};

static struct pci_driver foo_driver = { /* finding */
	.name = "foo",
	.id_table = foo_ids,
	.probe = foo_probe,
};
module_pci_driver(foo_driver); /* finding */
