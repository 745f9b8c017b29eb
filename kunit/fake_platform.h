/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Platform devices for tests: made with resources, on the real bus, and gone with
 * the test at the latest.
 */
#ifndef _DEED_KUNIT_FAKE_PLATFORM_H
#define _DEED_KUNIT_FAKE_PLATFORM_H

#include <kunit/resource.h>
#include <kunit/test.h>
#include <linux/platform_device.h>

#include <deed/own.h>

deed_unsafe_file("makes the devices that drivers are bound to");

static inline void fake_device_unregister(void *pdev)
{
	platform_device_unregister(pdev);
}

/* A device whose name is that of its driver; bound already if that is there. */
static inline struct platform_device *
fake_device(struct kunit *test, const char *name, int id,
	    const struct resource *resources, unsigned int count)
{
	struct platform_device *pdev = platform_device_register_simple(name, id,
								       resources, count);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, kunit_add_action_or_reset(test, fake_device_unregister,
							pdev), 0);
	return pdev;
}

/* Removes the device, as unplugging it would. */
static inline void fake_device_gone(struct kunit *test, struct platform_device *pdev)
{
	kunit_release_action(test, fake_device_unregister, pdev);
}

static inline bool fake_device_is_bound(struct platform_device *pdev)
{
	bool bound;

	device_lock(&pdev->dev);
	bound = device_is_bound(&pdev->dev);
	device_unlock(&pdev->dev);
	return bound;
}

/*
 * Nothing else is there: between the memory and the devices of the guest. On arm64 a
 * read of nothing is an abort, but the guest's board has RAM of an accelerator.
 */
#ifdef CONFIG_ARM64
#define FAKE_MEM	0xfe800000ULL
#else
#define FAKE_MEM	0x800000000ULL
#endif

#endif /* _DEED_KUNIT_FAKE_PLATFORM_H */
