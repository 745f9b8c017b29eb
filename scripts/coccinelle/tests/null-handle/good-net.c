// SPDX-License-Identifier: GPL-2.0
/* Network code: declarations stand at the top. */
#include <linux/netdevice.h>

static int at_the_top(struct foo *foo)
{
	void *name __free(kfree) = NULL;

	if (!foo->up)
		return -ENETDOWN;
	name = kstrdup(foo->name, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	return foo_start(foo, name);
}
