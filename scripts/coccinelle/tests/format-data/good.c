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

static const char greeting[] __initconst = KERN_INFO \
	"foo: hello\n";

struct foo_event {
	u32 number;
	char *name;
};

static const struct foo_event events[] = {
	{ 0x10, "reads" },
	{ 0x11, "writes" },
};

static struct foo_maker makers[] = {
	{
		.module_name = "foo_maker",
		.ids = 3,
	},
	{}
};

static struct {
	u32 station;
	char *extra_modules[2];
} stations[] = {
	{ 1, { "emc1403", NULL } },
};

static int tables(struct foo *foo, u32 station, int at)
{
	static const char * const modules[] = {
		"lnbh25", "helene", NULL
	};
	const char * const *module = modules;
	const struct foo_event *event = events;
	struct foo_maker *maker = foo_maker_of(makers, station);
	char **extra_modules = NULL;
	int i;

	printk(greeting);
	for (i = 0; i < ARRAY_SIZE(stations); i++) {
		if (stations[i].station == station)
			extra_modules = stations[i].extra_modules;
	}
	if (extra_modules)
		request_module(extra_modules[at]);
	while (*module)
		request_module(*module++);
	module = modules;
	request_module(*module);
	request_module_nowait(maker->module_name);
	foo->name = devm_kasprintf(foo->dev, GFP_KERNEL, event[at].name);
	dev_err(foo->dev, foo_config_messages[at]);
	return snprintf(foo->text, sizeof(foo->text), foo_irq_map[at].name);
}

static void chip_that_it_made(struct irq_data *d, struct seq_file *p)
{
	struct gpio_chip *gc = irq_data_get_irq_chip_data(d);

	seq_printf(p, gc->label);
}

static int make_chip(struct foo *foo)
{
	struct gpio_chip *chip = &foo->chip;

	chip->label = "gpio-foo";
	return devm_gpiochip_add_data(foo->dev, chip, foo);
}

static struct foo_module module_names[] = INIT_FOO_MODULE_NAMES;

static void __init early_panic(char *msg)
{
	early_printk(msg);
	panic(msg);
}

static int early(struct foo *foo, int at)
{
	if (!foo) {
		char *why = at ? "foo: there is none; " \
			"say foo=1" : "foo: there is none";

		panic(why);
	}
	if (!foo->table)
		early_panic("foo: it has no table");
	if (foo->bad)
		early_panic("foo: it is bad");
	return request_module(module_names[at].module);
}
