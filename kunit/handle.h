/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tests expect of handles that are not live.
 */
#ifndef _DEED_KUNIT_HANDLE_H
#define _DEED_KUNIT_HANDLE_H

#include <kunit/test.h>

#include <deed/own.h>

/* The test ends here if @h is live: nothing may read an error from it then. */
#define EXPECT_FAILED(test, h, err)					\
	do {								\
		KUNIT_ASSERT_FALSE(test, deed_ok(h));			\
		KUNIT_EXPECT_EQ(test, deed_err(h), err);		\
	} while (0)

#endif /* _DEED_KUNIT_HANDLE_H */
