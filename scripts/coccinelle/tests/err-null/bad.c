// SPDX-License-Identifier: GPL-2.0
/* The wrong test. */

static int never_null(struct platform_device *pdev)
{
	void __iomem *regs = devm_platform_ioremap_resource(pdev, 0);

	if (!regs) /* finding */
		return -ENOMEM;
	return 0;
}

static int never_null_spelt(struct foo *foo)
{
	foo->clk = devm_clk_get(foo->dev, NULL);
	if (foo->clk == NULL) /* finding */
		return -ENODEV;
	return 0;
}

static int never_an_error(struct foo *foo)
{
	void *buf = kzalloc(foo->size, GFP_KERNEL);

	if (IS_ERR(buf)) /* finding */
		return PTR_ERR(buf);
	return 0;
}
