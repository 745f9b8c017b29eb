// SPDX-License-Identifier: GPL-2.0
/* Requested in probe, or requested and freed in pairs. */

static int foo_setup(struct foo *foo)
{
	return devm_request_irq(foo->dev, foo->irq, foo_irq, 0, "foo", foo);
}

static int foo_probe(struct platform_device *pdev)
{
	struct foo *foo = foo_make(pdev);

	if (!foo)
		return -ENOMEM;
	return foo_setup(foo);
}

static int foo_open(struct net_device *dev)
{
	struct foo *foo = netdev_priv(dev);

	return request_irq(foo->irq, foo_irq, 0, "foo", foo);
}

static int foo_stop(struct net_device *dev)
{
	struct foo *foo = netdev_priv(dev);

	free_irq(foo->irq, foo);
	return 0;
}

static const struct net_device_ops foo_ops = {
	.ndo_open = foo_open,
	.ndo_stop = foo_stop,
};

static struct platform_driver foo_driver = {
	.probe = foo_probe,
};
