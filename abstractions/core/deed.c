// SPDX-License-Identifier: GPL-2.0
/* The module that holds what the headers of deed/ do not inline. It owns nothing. */
#include <linux/module.h>

MODULE_DESCRIPTION("Ownership for kernel modules");
MODULE_LICENSE("GPL");
