// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2023-52439, uio: Fix use-after-free in uio_open. A device is looked up under a
 * lock, and a reference to it is taken after the lock was let go of: unregistering
 * it frees it in between.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>

struct uio_dev {
	struct deed_refcount refs;
	u32 minor;
};

DEED_REF(uio_ref, struct uio_dev, refs, deed_plain);
DEED_CELL_TYPE(uio_minors, mutex, struct uio_ref);

static __used struct uio_ref uio_open(const struct uio_minors *minors)
{
#ifdef MISUSE
	const struct uio_dev *dev;

	{
		deed_lock(mutex, ref, minors);
		dev = uio_ref_borrow(ref);
	}
	return uio_ref_get(dev); /* error: [deed-borrow-dead] */
#else
	deed_lock(mutex, ref, minors);
	return uio_ref_get(uio_ref_borrow(ref));
#endif
}

MODULE_DESCRIPTION("misuse: bug 003 looked up under lock");
MODULE_LICENSE("GPL");
