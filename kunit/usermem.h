/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Real user memory for a test's thread: a page, and a hole behind it.
 */
#ifndef _DEED_KUNIT_USERMEM_H
#define _DEED_KUNIT_USERMEM_H

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/uaccess.h>

#include <deed/own.h>

deed_unsafe_file("maps and fills the user memory that tests read");

/* Maps a page; what lies behind its last byte is not mapped. */
static inline char __user *user_page(struct kunit *test, unsigned long prot)
{
	unsigned long page = kunit_vm_mmap(test, NULL, 0, 2 * PAGE_SIZE, prot,
					   MAP_ANONYMOUS | MAP_PRIVATE, 0);

	KUNIT_ASSERT_NE(test, page, 0);
	KUNIT_ASSERT_FALSE(test, IS_ERR_VALUE(page));
	KUNIT_ASSERT_EQ(test, vm_munmap(page + PAGE_SIZE, PAGE_SIZE), 0);
	return (char __user *)page;
}

/*
 * A copy that meets the hole may stop before it: how near it gets is the machine's
 * affair. All copy USER_TAIL bytes, and no more, of USER_OVER.
 */
#define USER_TAIL	8
#define USER_OVER	12

/* The last bytes of such a page, with the hole right behind them. */
static inline char __user *user_tail(struct kunit *test, size_t bytes)
{
	return user_page(test, PROT_READ | PROT_WRITE) + PAGE_SIZE - bytes;
}

static inline void user_fill(struct kunit *test, char __user *to,
			     const void *from, size_t len)
{
	KUNIT_ASSERT_EQ(test, copy_to_user(to, from, len), 0);
}

#define USER_EXPECT(test, from, expected, len)				\
	do {								\
		char __seen[64] = {};					\
									\
		KUNIT_ASSERT_LE(test, len, sizeof(__seen));		\
		KUNIT_ASSERT_EQ(test, copy_from_user(__seen, from, len), 0); \
		KUNIT_EXPECT_MEMEQ(test, __seen, expected, len);	\
	} while (0)

#endif /* _DEED_KUNIT_USERMEM_H */
