// SPDX-License-Identifier: GPL-2.0
/*
 * A table that is const leads to what is not.
 */
#include <linux/module.h>
#include <linux/sysfs.h>

#include <deed/own.h>

struct counts {
	u32 frames;
};

/* a table for the kernel, which looks after it */
static struct attribute *attrs[] = { NULL };
static const struct attribute_group group __used = { .attrs = attrs };

#ifdef MISUSE
static struct counts rx, tx;
static struct counts *const all[] = { &rx, &tx }; /* error: [deed-global] */

static __used u32 thing_count(bool out)
{
	return ++all[out]->frames;
}
#else
static const struct counts rx, tx;
static const struct counts *const all[] = { &rx, &tx };

static __used u32 thing_count(bool out)
{
	return all[out]->frames;
}
#endif

MODULE_DESCRIPTION("misuse: static behind table");
MODULE_LICENSE("GPL");
