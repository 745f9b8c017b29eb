// SPDX-License-Identifier: GPL-2.0
/* Platform devices: see deed/platform.h. */
#include <linux/export.h>

#include <deed/platform.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: devm_ioremap_resource() wants a device that is being probed: a struct
 * deed_platform. What it returns is mapped as far as the resource goes, and as
 * long as the devres group is there.
 */
void __iomem *__deed_platform_map(void *dev, unsigned int index, size_t size)
{
	struct platform_device *pdev = dev;
	struct resource *res = platform_get_resource(pdev, IORESOURCE_MEM, index);

	if (!res)
		return IOMEM_ERR_PTR(-ENOENT);
	if (resource_size(res) < size)
		return IOMEM_ERR_PTR(-ENXIO);
	/* firmware may say what it likes; a register is no more aligned than its region */
	if (!IS_ALIGNED(res->start, min(size & -size, sizeof(u32))))
		return IOMEM_ERR_PTR(-EINVAL);
	if (deed_injected("devm_ioremap_resource"))
		return IOMEM_ERR_PTR(-EBUSY);
	return devm_ioremap_resource(&pdev->dev, res);
}
EXPORT_SYMBOL_GPL(__deed_platform_map);

int deed_fills(3)
deed_platform_irq(struct deed_platform *dev, unsigned int index, struct deed_irq *irq)
{
	/* SAFETY: wants a device that is being probed: a struct deed_platform. */
	int number = deed_injected("platform_get_irq") ? -EPROBE_DEFER :
			     platform_get_irq(dev->__pdev, index);

	if (number < 0)
		return number;
	__deed_irq_fill(irq, number, 0);
	return 0;
}
EXPORT_SYMBOL_GPL(deed_platform_irq);

struct deed_platform_device
deed_platform_device_register(const char *name, int id)
{
	/* SAFETY: nothing: what it returns is a registered device or an ERR_PTR. */
	struct platform_device *pdev =
		deed_injected("platform_device_register_simple") ?
			ERR_PTR(-EEXIST) :
			platform_device_register_simple(name, id, NULL, 0);
	bool bound;

	if (IS_ERR(pdev))
		return deed_fail(deed_platform_device, PTR_ERR(pdev));
	/* SAFETY: device_is_bound() wants the device's lock: it is not held here. */
	device_lock(&pdev->dev);
	bound = device_is_bound(&pdev->dev);
	device_unlock(&pdev->dev);
	if (!bound) {
		platform_device_unregister(pdev);
		return deed_fail(deed_platform_device, -ENODEV);
	}
	return __deed_acquire(deed_platform_device, pdev);
}
EXPORT_SYMBOL_GPL(deed_platform_device_register);
