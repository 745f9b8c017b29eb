// SPDX-License-Identifier: GPL-2.0
/*
 * How much a write brings is for its caller to say.
 */
#include <linux/module.h>

#include <deed/user.h>

struct line {
	char text[64];
};

static __used ssize_t line_write(struct line *line, struct deed_iter_reader *in)
{
	size_t n = deed_iter_left(in);

#ifndef MISUSE
	if (n >= sizeof(line->text))
		return -EINVAL;
#endif
	line->text[n] = '\0'; /* error: [deed-untrusted] */
	return n;
}

MODULE_DESCRIPTION("misuse: user count as index");
MODULE_LICENSE("GPL");
