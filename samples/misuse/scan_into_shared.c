// SPDX-License-Identifier: GPL-2.0
/*
 * sscanf() is not told what it must not write to.
 */
#include <linux/module.h>

#include <deed/own.h>

struct limits {
	u32 least, most;
};

#ifdef MISUSE
static __used bool limits_parse(const struct limits *limits, const char *text)
#else
static __used bool limits_parse(struct limits *limits, const char *text)
#endif
{
	return sscanf(text, "%u-%u", &limits->least, &limits->most) == 2; /* error: [deed-shared] */
}

MODULE_DESCRIPTION("misuse: scan into shared");
MODULE_LICENSE("GPL");
