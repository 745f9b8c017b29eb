/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A device for tests, which bind a driver to it and unbind it by themselves, with
 * what __DEED_BIND() makes for the drivers of every bus.
 */
#ifndef _DEED_KUNIT_BOUND_H
#define _DEED_KUNIT_BOUND_H

#include <kunit/device.h>
#include <kunit/test.h>

#include <deed/device.h>

deed_unsafe_file("binds and unbinds as the bus would");

/* A bus that gives its devices nothing. */
struct bound_bus {
	struct deed_scope scope;
};

static inline int bound_bus_enable(struct bound_bus *bus)
{
	return 0;
}

/* A device that no driver of ours is bound to yet; gone with the test. */
static inline struct device *bound_device(struct kunit *test)
{
	struct device *dev = kunit_device_register(test, "device");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dev);
	return dev;
}

#endif /* _DEED_KUNIT_BOUND_H */
