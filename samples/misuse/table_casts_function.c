// SPDX-License-Identifier: GPL-2.0
/*
 * A table of operations takes a function of another type.
 */
#include <linux/module.h>

struct meter_ops {
	u32 (*read)(const void *data);
};

#ifdef MISUSE
static u32 meter_read(const u32 *data)
{
	return *data;
}

static const struct meter_ops ops = {
	.read = (u32 (*)(const void *))meter_read, /* error: [deed-pun] */
};
#else
static u32 meter_read(const void *data)
{
	const u32 *value = data;

	return *value;
}

static const struct meter_ops ops = {
	.read = meter_read,
};
#endif

static __used u32 meter(const u32 *value)
{
	return ops.read(value);
}

MODULE_DESCRIPTION("misuse: table casts function");
MODULE_LICENSE("GPL");
