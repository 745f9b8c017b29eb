// SPDX-License-Identifier: GPL-2.0
/* Bound devices: see deed/device.h. */
#include <linux/export.h>

#include <deed/device.h>

deed_unsafe_file("the abstractions themselves");

int __deed_scope_add(struct deed_scope *scope, void (*drop)(void *data), void *data)
{
	if (deed_injected("devm_add_action"))
		return -ENOMEM;
	/*
	 * SAFETY: devm_add_action() wants a device that is being probed: there is
	 * no struct deed_scope at other times.
	 */
	return devm_add_action(scope->__dev, drop, data);
}
EXPORT_SYMBOL_GPL(__deed_scope_add);

void *__deed_bind_begin(struct device *dev, size_t size, size_t device_at)
{
	void *state = __deed_box_alloc(size, GFP_KERNEL);
	int err;

	if (IS_ERR(state))
		return state;
	err = __deed_device_init(state + device_at, dev);
	if (err) {
		__deed_box_free(state);
		return ERR_PTR(err);
	}
	/*
	 * SAFETY: devres_open_group() wants a device that is being probed: the
	 * trampolines of the bus headers are called then. The group is not
	 * closed: what the device takes after probe belongs to it, too.
	 */
	if (deed_injected("devres_open_group") ||
	    !devres_open_group(dev, state, GFP_KERNEL)) {
		__deed_device_end(state + device_at);
		__deed_box_free(state);
		return ERR_PTR(-ENOMEM);
	}
	return state;
}
EXPORT_SYMBOL_GPL(__deed_bind_begin);

/*
 * SAFETY: devres_release_group() wants a group of this device: it was opened with
 * this id, and is released once: at unbind, by a start that failed, or by a probe
 * that did.
 */
static void bind_release(struct device *dev, void *state)
{
	devres_release_group(dev, state);
}

int __deed_bind_fail(struct device *dev, void *state, size_t device_at, int err)
{
	bind_release(dev, state);
	__deed_device_end(state + device_at);
	__deed_box_free(state);
	return __deed_bind_err(err);
}
EXPORT_SYMBOL_GPL(__deed_bind_fail);

void __deed_bind_share(struct device *dev, void *state, refcount_t *count,
		       struct deed_device *device)
{
	__deed_ref_first(count);
	/* SAFETY: wants nobody who reads it meanwhile: nothing is shared yet. */
	dev_set_drvdata(dev, state);
	__deed_share(device);
}
EXPORT_SYMBOL_GPL(__deed_bind_share);

bool __deed_bind_end(struct device *dev, void *state, refcount_t *count)
{
	bind_release(dev, state);
	return __deed_ref_put(count);
}
EXPORT_SYMBOL_GPL(__deed_bind_end);

int __deed_bind_awake(struct device *dev, int err, int woken)
{
	if (woken)
		dev_err(dev, "neither sleeps (%d) nor wakes (%d)\n", err, woken);
	return err;
}
EXPORT_SYMBOL_GPL(__deed_bind_awake);
