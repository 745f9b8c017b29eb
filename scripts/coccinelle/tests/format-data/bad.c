// SPDX-License-Identifier: GPL-2.0
/* What is printed decides what is read. */

static void data(struct foo *foo, char *text)
{
	printk(text); /* finding */
	seq_printf(foo->seq, foo->name); /* finding */
	dev_err(foo->dev, text); /* finding */
	snprintf(foo->buf, sizeof(foo->buf), foo->name); /* finding */
	dev_set_name(foo->dev, foo->name); /* finding */
	request_module(foo->module); /* finding */
}

static int queue(struct foo *foo)
{
	foo->wq = alloc_workqueue(foo->name, 0, 0); /* finding */
	return foo->wq ? 0 : -ENOMEM;
}

static void names(struct foo *foo, struct seq_file *s)
{
	char name[16];

	seq_printf(s, dev_name(foo->dev)); /* finding */
	snprintf(name, sizeof(name), "foo-%s", foo->name);
	foo->wq = alloc_ordered_workqueue(name, 0); /* finding */
}

struct foo_pins {
	const char *name;
};

static const struct foo_pins north = {
	.name = "north",
};

struct foo_bank {
	const struct foo_pins *pins;
};

static int own_name(struct foo_bank *bank, struct foo *foo, struct seq_file *s)
{
	struct foo_pins *pins = kzalloc(sizeof(*pins), GFP_KERNEL);

	if (!pins)
		return -ENOMEM;
	pins->name = foo->name;
	bank->pins = pins;
	seq_printf(s, bank->pins->name); /* finding */
	return 0;
}

static struct i2c_client *add_client(struct i2c_adapter *adapter, struct i2c_board_info *info)
{
	request_module(info->type); /* finding */
	return i2c_new_client_device(adapter, info);
}

static int attach(struct foo *foo)
{
	struct i2c_board_info tuner = { .addr = 0x60 };
	struct i2c_board_info demod = { .addr = 0x64 };

	strscpy(tuner.type, "ts2020", I2C_NAME_SIZE);
	foo->tuner = add_client(foo->adapter, &tuner);
	strscpy(demod.type, foo->demod_type, I2C_NAME_SIZE);
	foo->demod = add_client(foo->adapter, &demod);
	return PTR_ERR_OR_ZERO(foo->tuner) ?: PTR_ERR_OR_ZERO(foo->demod);
}

static void given(struct foo *foo, char *names[], struct irq_data *d, struct seq_file *p)
{
	struct gpio_chip *gc = irq_data_get_irq_chip_data(d);
	const char * const *module = foo->modules;
	char local[2][16];

	strscpy(gc->label, foo->name, sizeof(gc->label));
	seq_printf(p, gc->label); /* finding */
	request_module(*module); /* finding */
	request_module(names[0]); /* finding */
	foo_fill(local);
	request_module(local[1]); /* finding */
	seq_printf(p, current->comm); /* finding */
}

static void stop(struct foo *foo, char *msg)
{
	panic(msg); /* finding */
}

static void stops(struct foo *foo)
{
	if (foo->bad)
		stop(foo, "foo: it is bad");
	stop(foo, foo->name);
}
