/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Files, as programs open, read and close them.
 */
#ifndef _DEED_KUNIT_FILE_H
#define _DEED_KUNIT_FILE_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/string.h>

#include <deed/own.h>

deed_unsafe_file("tests open, read and close as programs would");

/* The end of a kernel thread's file is delayed: do it now. */
static inline void close(struct file *file)
{
	filp_close(file, NULL);
	flush_delayed_fput();
}

static inline bool there_is(const char *path)
{
	struct file *file = filp_open(path, O_RDONLY, 0);

	if (IS_ERR(file))
		return PTR_ERR(file) != -ENOENT;
	close(file);
	return true;
}

/* How many bytes a program gets into its buffer, or an errno. */
static inline ssize_t reads_from(struct kunit *test, const char *path, int flags,
				 char __user *buffer, size_t bytes)
{
	struct file *file = filp_open(path, O_RDONLY | flags, 0);
	loff_t pos = 0;
	ssize_t n;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %pe", path, file);
	n = file->f_op->read(file, buffer, bytes, &pos);
	close(file);
	return n;
}

/* What stands in a file of sysfs; until the next call. */
static inline const char *says(struct kunit *test, const char *path)
{
	struct file *file = filp_open(path, O_RDONLY, 0);
	static char line[64];
	loff_t pos = 0;
	ssize_t n;

	KUNIT_ASSERT_FALSE_MSG(test, IS_ERR(file), "%s: %pe", path, file);
	n = kernel_read(file, line, sizeof(line) - 1, &pos);
	close(file);
	KUNIT_ASSERT_GE(test, n, 0);
	line[n] = 0;
	return strim(line);
}

#endif /* _DEED_KUNIT_FILE_H */
