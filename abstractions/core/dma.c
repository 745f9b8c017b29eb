// SPDX-License-Identifier: GPL-2.0
/* DMA: see deed/dma.h. */
#include <linux/export.h>

#include <deed/dma_ring.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: dma_set_mask_and_coherent() wants a device that is being probed, by the
 * bus headers, and that nothing is mapped for: channels are closed until start.
 *
 * Where not all of the memory is in its reach, it gets what certainly is: ZONE_DMA.
 */
int deed_fills(1)
__deed_dma_enable(struct deed_dma *dma, struct device *dev, unsigned int bits,
		  void (*halt)(void *dev))
{
	bool near;
	int err;

	if (bits < 24 || bits > 64)
		return -EINVAL;
	if (deed_injected("dma_set_mask_and_coherent"))
		return -EIO;
	err = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(bits));
	if (err)
		return err;
	near = dma_get_required_mask(dev) > DMA_BIT_MASK(bits);
	__deed_dma_fill(dma, dev, halt, near ? GFP_KERNEL | GFP_DMA : GFP_KERNEL);
	return 0;
}
EXPORT_SYMBOL_GPL(__deed_dma_enable);

/*
 * SAFETY: dmam_alloc_coherent() wants a device that is being probed and whose mask was
 * set: the borrow of @dma. The device loses its right to reach memory before this is
 * freed, if the bus can take it away. dma_free_coherent() wants interrupts that are
 * enabled: only the scope frees, in probe or at unbind.
 */
void *__deed_dma_share(const struct deed_dma *dma, size_t size, dma_addr_t *addr)
{
	void *memory = NULL;
	int err;

	if (!deed_injected("dmam_alloc_coherent"))
		memory = dmam_alloc_coherent(dma->__dev, size, addr, GFP_KERNEL);
	if (!memory)
		return ERR_PTR(-ENOMEM);
	err = dma->__halt ? devm_add_action(dma->__dev, dma->__halt, dma->__dev) : 0;
	return err ? ERR_PTR(err) : memory;
}
EXPORT_SYMBOL_GPL(__deed_dma_share);

/*
 * A device that was halted stays so until it is bound anew, whatever it does in between.
 * The errnos are those that USB has for the same (Documentation/driver-api/usb/
 * error-codes.rst).
 */
void __deed_dma_turn(struct __deed_dma_door *door, const struct deed_dma *dma,
		     enum deed_turn how)
{
	bool goes = how == DEED_TURN_CLOSE || how == DEED_TURN_OFF;
	bool halted = READ_ONCE(dma->__halted) && !goes;

	door->__open = !halted && (how == DEED_TURN_ON || how == DEED_TURN_WAKE);
	door->__why = halted ? -ESHUTDOWN :
		      how == DEED_TURN_SLEEP ? -EHOSTUNREACH : -ENODEV;
}
EXPORT_SYMBOL_GPL(__deed_dma_turn);

/* Interior mutability: a device is halted through a const borrow of its hardware. */
static void take_away(const struct deed_dma *dma)
{
	WRITE_ONCE(((struct deed_dma *)(unsigned long)dma)->__halted, true);
	dma->__halt(dma->__dev);
}

/*
 * Whether the device keeps so many bytes for good, as it is @busy and has no right that
 * can be taken away; if it can, that is done, and it is no longer busy.
 */
bool __deed_dma_keeps(const struct deed_dma *dma, unsigned int len, bool *busy)
{
	if (*busy && !dma->__halt) {
		dev_err(dma->__dev, "does not stop: %u bytes stay with it for good\n", len);
		return true;
	}
	if (*busy) {
		dev_warn(dma->__dev, "does not stop: reaches no memory any more\n");
		take_away(dma);
	}
	*busy = false;
	return false;
}
EXPORT_SYMBOL_GPL(__deed_dma_keeps);

/*
 * SAFETY: as for __deed_dma_take(). What a device may still write is not unmapped
 * before the device has lost the right to write anywhere, and never freed if it
 * cannot lose it.
 */
bool __deed_dma_end(const struct deed_dma *dma, struct __deed_dma_work *work, bool busy)
{
	if (!work->__memory)
		return busy;
	if (__deed_dma_keeps(dma, work->__len, &busy)) {
		work->__memory = NULL;
		return true;
	}
	if (work->__dir & __DEED_DMA_IS_LIST)
		__deed_dma_list_end(work, dma);
	else
		__deed_box_free(__deed_dma_take(work, dma, work->__dir));
	return false;
}
EXPORT_SYMBOL_GPL(__deed_dma_end);
