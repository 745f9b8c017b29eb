// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2026-53025, greybus: raw: fix use-after-free on cdev close. An open file keeps
 * a pointer to a device that goes when it is disconnected.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct raw {
	struct deed_refcount refs;
	struct deed_misc misc;
	u32 id;
};

DEED_REF(raw_ref, struct raw, refs, deed_plain);

struct raw_end {
#ifdef MISUSE
	const struct raw *raw;
#else
	struct raw_ref raw;
#endif
};

#ifdef MISUSE
DEED_BOX(raw_file, struct raw_end, deed_plain);
#else
static void raw_end_release(struct raw_end *e)
{
	raw_ref_drop(&e->raw);
}

DEED_BOX(raw_file, struct raw_end, raw_end_release);
#endif

static __used struct raw_file raw_open(const struct raw *raw, struct deed_open how)
{
	deed_own(raw_ref, ref) = raw_ref_get(raw);
	deed_own(raw_file, file) = raw_file_alloc();

	if (!deed_ok(file))
		return deed_move(file);
#ifdef MISUSE
	raw_file_excl(&file)->raw = raw_ref_borrow(&ref); /* error: [deed-borrow-escape] */
#else
	raw_file_excl(&file)->raw = deed_move(ref);
#endif
	return deed_move(file);
}

DEED_CHRDEV(raw_dev, raw_ref, misc, raw_file, raw_open);

MODULE_DESCRIPTION("misuse: bug 075 file without reference");
MODULE_LICENSE("GPL");
