// SPDX-License-Identifier: GPL-2.0
/* Counters and knobs in debugfs: see deed/debugfs.h. */
#include <linux/device/driver.h>
#include <linux/export.h>

#include <deed/debugfs.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: debugfs_remove_recursive() wants what debugfs_create_dir() gave, an error
 * too, once: an action of the scope, which is added for one folder.
 */
static void debugfs_folder_remove(void *folder)
{
	debugfs_remove_recursive(folder);
}

/*
 * SAFETY: debugfs_create_atomic_t() wants a number that stays until the file is
 * removed: a member of the state, whose count the scope gives back after this.
 */
int __deed_debugfs(struct deed_scope *scope, const struct deed_debugfs_entry *entry)
{
	struct device *dev = scope->__dev;
	struct dentry *folder;
	char name[64];
	int err;

	snprintf(name, sizeof(name), "%s-%s", dev_driver_string(dev), dev_name(dev));
	folder = debugfs_create_dir(name, NULL);
	for (; entry->__name; entry++)
		debugfs_create_atomic_t(entry->__name, entry->__mode, folder,
					(atomic_t *)(unsigned long)entry->__number);
	err = __deed_scope_add(scope, debugfs_folder_remove, folder);
	if (err)
		debugfs_folder_remove(folder);
	return err;
}
EXPORT_SYMBOL_GPL(__deed_debugfs);
