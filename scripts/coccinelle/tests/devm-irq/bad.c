// SPDX-License-Identifier: GPL-2.0
/* Requested at each open, freed at unbind. */

static int foo_open(struct net_device *dev)
{
	struct foo *foo = netdev_priv(dev);

	return devm_request_irq(&dev->dev, foo->irq, foo_irq, 0, "foo", foo); /* finding */
}

static int foo_wake(struct foo *foo)
{
	int err = foo_power(foo);

	if (err)
		return err;
	return devm_request_threaded_irq(foo->dev, foo->irq, NULL, foo_irq, /* finding */
					 IRQF_ONESHOT, "foo", foo);
}

static int foo_resume(struct device *dev)
{
	return foo_wake(dev_get_drvdata(dev));
}

static const struct net_device_ops foo_ops = {
	.ndo_open = foo_open,
};

static const struct dev_pm_ops foo_pm = {
	.suspend = foo_suspend,
	.resume = foo_resume,
};
