// SPDX-License-Identifier: GPL-2.0
/*
 * dmaengine: idxd: Fix refcount underflow on module unload. Unregistering drops the
 * initial reference of a group, and the cleanup puts it once more.
 */
#include <linux/module.h>

#include <deed/ref.h>

struct idxd_group {
	struct deed_refcount refs;
	u32 id;
};

DEED_REF(group_ref, struct idxd_group, refs, deed_plain);

static void group_unregister(struct group_ref group)
{
	deed_own(group_ref, g) = deed_move(group);

	pr_debug("group %u unregistered\n", group_ref_borrow(&g)->id);
}

static __used void group_cleanup(struct group_ref group)
{
	deed_own(group_ref, g) = deed_move(group);

	group_unregister(deed_move(g));
#ifdef MISUSE
	group_ref_drop(&g); /* error: [deed-use-after-move] */
#endif
}

MODULE_DESCRIPTION("misuse: bug 015 put after unregister");
MODULE_LICENSE("GPL");
