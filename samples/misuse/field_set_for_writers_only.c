// SPDX-License-Identifier: GPL-2.0
/*
 * The state of an open file gets its reference only if the file can be written.
 */
#include <linux/module.h>

#include <deed/chrdev.h>

struct disk {
	struct deed_refcount refs;
	struct deed_misc misc;
};

DEED_REF(disk_ref, struct disk, refs, deed_plain);

struct disk_end {
	struct disk_ref disk;
};

static void disk_end_release(struct disk_end *e)
{
	disk_ref_drop(&e->disk);
}

DEED_BOX(disk_file, struct disk_end, disk_end_release);

static __used struct disk_file disk_open(const struct disk *d, struct deed_open how)
{
	deed_own(disk_file, file) = disk_file_alloc();

	if (!deed_ok(file))
		return deed_move(file);
#ifdef MISUSE
	if (deed_open_writes(how))
		disk_file_excl(&file)->disk = disk_ref_get(d);
#else
	disk_file_excl(&file)->disk = disk_ref_get(d);
#endif
	return deed_move(file); /* error: [deed-partial] */
}

DEED_CHRDEV(disk_dev, disk_ref, misc, disk_file, disk_open);

MODULE_DESCRIPTION("misuse: field set for writers only");
MODULE_LICENSE("GPL");
