// SPDX-License-Identifier: GPL-2.0
/* The right test. */

static int an_error(struct platform_device *pdev)
{
	void __iomem *regs = devm_platform_ioremap_resource(pdev, 0);

	if (IS_ERR(regs))
		return PTR_ERR(regs);
	return 0;
}

static int null(struct foo *foo)
{
	void *buf = kzalloc(foo->size, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	return 0;
}

static int another_value(struct foo *foo)
{
	void *buf = kzalloc(foo->size, GFP_KERNEL);

	if (!buf)
		return -ENOMEM;
	buf = foo_replace(foo, buf);
	if (IS_ERR(buf))
		return PTR_ERR(buf);
	return 0;
}

static int both_said(struct foo *foo)
{
	foo->bar = bar_get(foo);
	if (IS_ERR_OR_NULL(foo->bar))
		return foo->bar ? PTR_ERR(foo->bar) : -ENODEV;
	return 0;
}

static int both_asked(struct foo *foo)
{
	foo->dir = debugfs_create_dir("foo", NULL);
	if (IS_ERR(foo->dir) || !foo->dir)
		return -ENODEV;
	return 0;
}

static int none_is_fine(struct foo *foo)
{
	foo->clock = ptp_clock_register(&foo->info, foo->dev);
	if (IS_ERR_OR_NULL(foo->clock))
		return PTR_ERR(foo->clock);
	return foo_clock(foo);
}

static int one_after_the_other(struct foo *foo)
{
	foo->pins = devm_pinctrl_get(foo->dev);
	if (!foo->pins)
		return 0;
	if (IS_ERR(foo->pins))
		return PTR_ERR(foo->pins);
	return foo_pins(foo);
}

static int told_apart(struct foo *foo, bool shared)
{
	if (shared)
		foo->regs = ioremap(foo->start, foo->size);
	else
		foo->regs = devm_ioremap_resource(foo->dev, foo->resource);
	if (IS_ERR_OR_NULL(foo->regs))
		return IS_ERR(foo->regs) ? PTR_ERR(foo->regs) : -ENOMEM;
	return 0;
}
