/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Module scope: what a module owns from insmod to rmmod.
 *
 * The module's start function makes one handle, often a composite, that owns
 * everything. If the handle failed, insmod fails with its error, and what was
 * made on the way is gone; if somebody has opened a device meanwhile, insmod waits
 * until it is closed. If not, the handle is dropped at rmmod. There is no other
 * exit function.
 */
#ifndef _DEED_MODULE_H
#define _DEED_MODULE_H

#include <linux/delay.h>
#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#include <deed/own.h>

/*
 * SAFETY: param_set_uint_minmax() wants a parameter whose arg is an unsigned
 * int in static memory: DEED_PARAM_UINT() defines both.
 */
static inline int
__deed_param_set_uint(const char *text, const struct kernel_param *param,
		      unsigned int min, unsigned int max)
{
	return param_set_uint_minmax(text, param, min, max);
}

/**
 * DEED_PARAM_UINT() - define a module parameter that is a number in a range
 * @name: the parameter, and the variable that is declared for it
 * @preset: its value if the user gives none
 * @min: the smallest that is allowed
 * @max: the largest that is allowed
 * @what: what it is and in which unit, for modinfo
 *
 * The kernel refuses another value with -EINVAL (-ERANGE, if no unsigned int
 * holds it) and says so in its log; modinfo shows the range. Readable in
 * /sys/module, and set only at insmod, in task context.
 */
#define DEED_PARAM_UINT(name, preset, min, max, what)			\
	static unsigned int name = (preset);				\
									\
	static int __deed_param_set_##name(const char *text,		\
					   const struct kernel_param *param) \
	{								\
		return __deed_param_set_uint(text, param, min, max);	\
	}								\
									\
	static const struct kernel_param_ops __deed_param_ops_##name = { \
		.set = __deed_param_set_##name,				\
		.get = param_get_uint,					\
	};								\
	__MODULE_PARM_TYPE(name, "uint");				\
	MODULE_PARM_DESC(name, what " (" __stringify(min) " to "	\
			       __stringify(max) ")");			\
	module_param_cb(name, &__deed_param_ops_##name, &(name), 0444)

/*
 * A start that fails after it registered a device: the device is gone, but a
 * file on it may still be open, whose operations are in this module. The kernel
 * frees a module that failed without asking who uses it, so wait for that.
 *
 * SAFETY: module_refcount() wants a module that is there: it is ours. While it
 * starts, the kernel itself holds one reference (kernel/module/main.c).
 */
static inline void __deed_module_settle(struct module *module)
{
#ifdef CONFIG_MODULE_UNLOAD
	while (module && module_refcount(module) > 1)
		msleep(20);
#endif
}

/**
 * deed_module() - define what a module owns
 * @kind: the handle kind
 * @start: ``struct kind start(void)``: makes it; task context, may sleep. What it
 *	returns is kept until the module goes, and dropped then
 *
 * Once in a module.
 */
#define deed_module(kind, start)					\
	static_assert(__same_type(&(start), struct kind (*)(void)),	\
		      #start " must be: struct " #kind " " #start "(void)"); \
	static struct kind __deed_module_owns;				\
									\
	static int __init __deed_module_init(void)			\
	{								\
		struct kind owns = start();				\
									\
		if (!deed_ok(owns)) {					\
			__deed_module_settle(THIS_MODULE);		\
			return deed_err(owns);				\
		}							\
		__deed_module_owns = owns;				\
		return 0;						\
	}								\
	module_init(__deed_module_init);				\
									\
	static void __exit __deed_module_exit(void)			\
	{								\
		kind##_drop(&__deed_module_owns);			\
	}								\
	module_exit(__deed_module_exit)

#endif /* _DEED_MODULE_H */
