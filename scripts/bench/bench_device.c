// SPDX-License-Identifier: GPL-2.0
/*
 * Counts the devices, deed's and their twins, through their file operations, as
 * the kernel calls them, with memory of the user who loads this module.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/poll.h>

#include <deed/own.h>

#include "bench_device.h"

deed_unsafe_file("calls the devices as the kernel does");

static struct device_side *sides;

struct file *device_file;
void __user *device_user;

long device_open(void)
{
	return device_file->f_op->open(file_inode(device_file), device_file);
}

long device_release(void)
{
	return device_file->f_op->release(file_inode(device_file), device_file);
}

long device_poll(void)
{
	return (__force long)device_file->f_op->poll(device_file, NULL);
}

/* A poll that sleeps would put itself on the queues: here it does nothing. */
static void poll_nothing(struct file *filp, wait_queue_head_t *queue, poll_table *p)
{
}

long device_poll_queues(void)
{
	struct poll_table_struct table = { ._qproc = poll_nothing, ._key = ~(__poll_t)0 };

	return (__force long)device_file->f_op->poll(device_file, &table);
}

void device_aim(enum bench_side side)
{
	device_file = sides[side].file;
	device_file->f_flags &= ~O_NONBLOCK;
	device_user = bench_user;
}

void device_reopen(enum bench_side side)
{
	struct device_side *s = &sides[side];

	device_aim(side);
	s->opened = device_file->private_data;
	device_file->private_data = s->misc;
}

void device_close_again(enum bench_side side)
{
	device_release();
	device_file->private_data = sides[side].opened;
}

void device_open_again(enum bench_side side)
{
	device_reopen(side);
	WARN_ON(device_open());
}

void device_closed_again(enum bench_side side)
{
	device_file->private_data = sides[side].opened;
}

/* Misc devices are in one list; a device of our own is the way into it. */
static struct miscdevice *find_misc(const char *name)
{
	static const struct file_operations fops = { .owner = THIS_MODULE };
	static struct miscdevice mine = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "deed-bench",
		.fops = &fops,
	};
	struct miscdevice *found = NULL, *misc;

	if (misc_register(&mine))
		return NULL;
	/* The head, which is no device, is before the newest: us. */
	list_for_each_entry(misc, &mine.list, list) {
		if (&misc->list == mine.list.prev)
			break;
		if (!strcmp(misc->name, name))
			found = misc;
	}
	misc_deregister(&mine);
	return found;
}

static int open_side(struct device_side *side)
{
	char path[32];

	side->misc = find_misc(side->name);
	if (!side->misc)
		return -ENODEV;
	side->dev = get_device(side->misc->parent);
	snprintf(path, sizeof(path), "/dev/%s", side->name);
	side->file = filp_open(path, O_RDWR, 0);
	return PTR_ERR_OR_ZERO(side->file);
}

int device_begin(struct device_side *both)
{
	sides = both;
	return open_side(&sides[DEED]) ?: open_side(&sides[RAW]);
}

void device_unbind(void)
{
	device_release_driver(sides[DEED].dev);
	device_release_driver(sides[RAW].dev);
}

void device_end(void)
{
	for (enum bench_side side = DEED; side <= RAW; side++) {
		filp_close(sides[side].file, NULL);
		put_device(sides[side].dev);
	}
}

static int __init bench_device_init(void)
{
	int err = bench_map_user();

	return err ?: bench_pipe() ?: bench_edu();
}
module_init(bench_device_init);

static void __exit bench_device_exit(void)
{
}
module_exit(bench_device_exit);

MODULE_DESCRIPTION("Counts what the devices and their twins do");
MODULE_LICENSE("GPL");
