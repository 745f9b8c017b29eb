/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A device for the rows of what belongs to one: bound by hand, to a bus that gives
 * it nothing.
 */
#ifndef _DEED_BENCH_BOUND_H
#define _DEED_BENCH_BOUND_H

#include <linux/device.h>

#include <deed/device.h>

deed_unsafe_file("binds and unbinds as the bus would");

struct bench_bus {
	struct deed_scope scope;
};

static inline int bench_bus_enable(struct bench_bus *bus)
{
	return 0;
}

/* A device that is bound, or NULL. */
static inline struct device *
bench_bind(int (*bind)(struct device *dev, struct bench_bus *bus))
{
	struct device *dev = root_device_register("deed-bench");

	if (IS_ERR(dev))
		return NULL;
	if (!bind(dev, &(struct bench_bus){ { dev } }))
		return dev;
	root_device_unregister(dev);
	return NULL;
}

static inline void
bench_unbind(struct device *dev, void (*unbind)(struct device *dev))
{
	unbind(dev);
	root_device_unregister(dev);
}

#endif /* _DEED_BENCH_BOUND_H */
