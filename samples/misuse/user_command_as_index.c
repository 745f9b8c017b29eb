// SPDX-License-Identifier: GPL-2.0
/*
 * The number of an ioctl command finds its function in a table.
 */
#include <linux/module.h>

#include <deed/user.h>

static const int results[4] = { 1, 2, 3, 4 };

static __used int thing_ioctl(struct deed_ioctl *call)
{
	u32 nr = _IOC_NR(call->cmd);

#ifndef MISUSE
	if (nr >= ARRAY_SIZE(results))
		return -ENOTTY;
#endif
	return results[nr]; /* error: [deed-untrusted] */
}

MODULE_DESCRIPTION("misuse: user command as index");
MODULE_LICENSE("GPL");
