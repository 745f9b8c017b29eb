// SPDX-License-Identifier: GPL-2.0
/*
 * Does on purpose what a guest's judge must notice: insmod deed_provoke.ko
 * what=NAME does the one thing of that name, in module init. Each must be
 * reported as what it is and as nothing else, so none goes further than it has
 * to (a shift for UBSAN and not an array index, which KASAN would report, too).
 */
#include <linux/delay.h>
#include <linux/dma-mapping.h>
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/platform_device.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/timer.h>

#include <deed/own.h>

deed_unsafe_file("does on purpose what the kernel must notice");

static char *what = "";
module_param(what, charp, 0444);
MODULE_PARM_DESC(what, "the name of a provocation");

static DEFINE_MUTEX(lock_a);
static DEFINE_MUTEX(lock_b);

static void provoke_warning(void)
{
	WARN_ON(1);
}

static void provoke_bug(void)
{
	BUG();
}

static void provoke_oops(void)
{
	int *p = NULL;

	OPTIMIZER_HIDE_VAR(p);
	WRITE_ONCE(*p, 1);
}

static void provoke_panic(void)
{
	panic("%s: provoked", KBUILD_MODNAME);
}

static void provoke_kasan(void)
{
	u8 *p = kmalloc(16, GFP_KERNEL);
	size_t i = 16;

	if (!p)
		return;
	OPTIMIZER_HIDE_VAR(i);
	READ_ONCE(p[i]);
	kfree(p);
}

static void provoke_ubsan(void)
{
	unsigned int bits = 40, one = 1;

	OPTIMIZER_HIDE_VAR(bits);
	pr_info("shifted: %u\n", one << bits);
}

static void provoke_lockdep(void)
{
	mutex_lock(&lock_a);
	mutex_lock(&lock_b);
	mutex_unlock(&lock_b);
	mutex_unlock(&lock_a);

	mutex_lock(&lock_b);
	mutex_lock(&lock_a);
	mutex_unlock(&lock_a);
	mutex_unlock(&lock_b);
}

/* insmod returns to user space with it */
static void provoke_held_lock(void)
{
	mutex_lock(&lock_a);
}

static void provoke_atomic_sleep(void)
{
	preempt_disable();
	might_sleep();
	preempt_enable();
}

static void provoke_dma_api(void)
{
	struct platform_device *pdev;
	dma_addr_t address;
	void *buffer;

	pdev = platform_device_register_simple("deed_provoke", -1, NULL, 0);
	if (IS_ERR(pdev))
		return;
	buffer = kzalloc(128, GFP_KERNEL);
	address = dma_map_single(&pdev->dev, buffer, 128, DMA_TO_DEVICE);
	if (!dma_mapping_error(&pdev->dev, address))
		dma_unmap_single(&pdev->dev, address, 64, DMA_TO_DEVICE);
	kfree(buffer);
	platform_device_unregister(pdev);
}

static void timer_function(struct timer_list *timer)
{
}

/* The object debugger takes the timer away before the memory goes. */
static void provoke_odebug(void)
{
	struct timer_list *timer = kzalloc(sizeof(*timer), GFP_KERNEL);

	if (!timer)
		return;
	timer_setup(timer, timer_function, 0);
	mod_timer(timer, jiffies + HZ);
	kfree(timer);
}

static void provoke_refcount(void)
{
	refcount_t count = REFCOUNT_INIT(0);

	refcount_dec(&count);
}

static void provoke_rcu_usage(void)
{
	static int __rcu *pointer;

	if (rcu_dereference(pointer))
		pr_info("the pointer is not NULL\n");
}

/* The guest lowers the limit to a second. */
static void provoke_hung_task(void)
{
	set_current_state(TASK_UNINTERRUPTIBLE);
	schedule_timeout(4 * HZ);
}

static void provoke_list(void)
{
	LIST_HEAD(head);
	LIST_HEAD(entry);

	list_add(&entry, &head);
	list_add(&entry, &head);
}

/*
 * Of several sizes, for memory that nobody cleared may still have the addresses of all that
 * was once in a page; and zeroed, for what was there may have led from one to the next.
 */
static void provoke_kmemleak(void)
{
	size_t size;

	for (size = 32; size <= SZ_4K; size *= 2) {
		void *lost = kzalloc(size, GFP_KERNEL);

		OPTIMIZER_HIDE_VAR(lost);
	}
}

static unsigned long raced;

static int race(void *unused)
{
	while (!kthread_should_stop()) {
		raced++;
		cond_resched();
	}
	return 0;
}

static void provoke_kcsan(void)
{
	struct task_struct *other = kthread_run(race, NULL, "deed_provoke");
	unsigned long end = jiffies + HZ;

	if (IS_ERR(other))
		return;
	while (time_before(jiffies, end)) {
		raced++;
		cond_resched();
	}
	kthread_stop(other);
}

/* A suite that stops in the middle of its plan */
static void provoke_plan(void)
{
	pr_info("KTAP version 1\n");
	pr_info("1..1\n");
	pr_info("    KTAP version 1\n");
	pr_info("    # Subtest: deed_provoke\n");
	pr_info("    1..2\n");
	pr_info("    ok 1 good\n");
	pr_info("ok 1 deed_provoke\n");
}

static const struct {
	const char *name;
	void (*function)(void);
} provocations[] = {
	{ "warning", provoke_warning },
	{ "bug", provoke_bug },
	{ "oops", provoke_oops },
	{ "panic", provoke_panic },
	{ "kasan", provoke_kasan },
	{ "ubsan", provoke_ubsan },
	{ "lockdep", provoke_lockdep },
	{ "held-lock", provoke_held_lock },
	{ "atomic-sleep", provoke_atomic_sleep },
	{ "dma-api", provoke_dma_api },
	{ "odebug", provoke_odebug },
	{ "refcount", provoke_refcount },
	{ "rcu-usage", provoke_rcu_usage },
	{ "hung-task", provoke_hung_task },
	{ "list", provoke_list },
	{ "kmemleak", provoke_kmemleak },
	{ "kcsan", provoke_kcsan },
	{ "plan", provoke_plan },
};

static int __init provoke_init(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(provocations); i++) {
		if (!strcmp(provocations[i].name, what)) {
			provocations[i].function();
			return 0;
		}
	}
	return -EINVAL;
}
module_init(provoke_init);

static void __exit provoke_exit(void)
{
}
module_exit(provoke_exit);

MODULE_DESCRIPTION("Misbehaves on purpose, to test the tests");
MODULE_LICENSE("GPL");
