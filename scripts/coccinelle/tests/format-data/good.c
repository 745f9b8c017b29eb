// SPDX-License-Identifier: GPL-2.0
/* Constant, or printed with "%s". */

#define banner "foo 1.0\n"

static const char hello[] = "hello\n";

static void constant(struct foo *foo, const char *text)
{
	printk("started\n");
	printk(banner);
	printk(hello);
	pr_info("%s", text);
	dev_err(foo->dev, "%s\n", text);
	snprintf(foo->buf, sizeof(foo->buf), "%s", foo->name);
	dev_set_name(foo->dev, "%s", foo->name);
	pr_info(foo->up ? "up\n" : "down\n");
}

static void wrapper(struct foo *foo, const char *fmt, ...)
{
	dev_info(foo->dev, fmt);
}

static int queue(struct foo *foo)
{
	foo->wq = alloc_workqueue("foo-%s", 0, 0, foo->name);
	return foo->wq ? 0 : -ENOMEM;
}

static const char version[] __initconst =
	KERN_INFO "foo 1.0\n";
static const char * const reasons[] = { "late\n", "lost\n" };
static const struct foo_kind kinds[] = { { .name = "one" }, { .name = "two" } };

#define foo_log(args...)	\
	do {			\
		printk(args);	\
	} while (0)

#define foo_trace(args...) printk(args)

static void texts(struct foo *foo, const char *given, int why)
{
	const char *err = KERN_ERR "foo: lost\n";
	char name[16];

	printk(version);
	printk(err);
	dev_err(foo->dev, reasons[why]);
	dev_warn(foo->dev, foo->kind->warning);
	dev_set_name(foo->dev, kinds[why].name);
	dev_set_name(foo->dev, given);
	strscpy(foo->info.type, "foo", sizeof(foo->info.type));
	request_module(foo->info.type);
	snprintf(name, sizeof(name), "foo-%u", why);
	foo->ordered = alloc_ordered_workqueue(name, 0);
	snprintf(name, 16, "foo-%u-late", why);
	foo->wq = alloc_ordered_workqueue(name, 0);
	snprintf(foo->text, sizeof(foo->text), foo_event_text(why));
}

struct foo_pins {
	const char *name;
	unsigned int count;
};

static const struct foo_pins north = {
	.name = "north",
	.count = 16,
};

static const struct foo_pins south = {
	.name = "south",
	.count = 8,
};

struct foo_bank {
	const struct foo_pins *pins;	/* struct foo_pins: of the tables above */
};

static void name_of_a_table(struct foo_bank *bank, struct seq_file *s)
{
	seq_printf(s, bank->pins->name);
}

static struct i2c_client *add_client(struct i2c_adapter *adapter, struct i2c_board_info *info)
{
	request_module(info->type);
	return i2c_new_client_device(adapter, info);
}

static int attach(struct foo *foo)
{
	struct i2c_board_info tuner = { .addr = 0x60 };

	strscpy(tuner.type, "ts2020", I2C_NAME_SIZE);
	foo->tuner = add_client(foo->adapter, &tuner);
	return PTR_ERR_OR_ZERO(foo->tuner);
}
