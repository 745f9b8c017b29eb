// SPDX-License-Identifier: GPL-2.0
/* Lists of pages for DMA: see deed/dma_list.h. */
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/export.h>
#include <linux/iommu-dma.h>
#include <linux/llist.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

#include <deed/dma_list.h>

deed_unsafe_file("the abstractions themselves");

/*
 * SAFETY: all of them want a device whose mask was set. It may be unbound when a list is
 * made, so they are not asked then.
 *
 * A device that reaches a part of the memory, with nothing between it and the rest, must
 * not be given a page from there: the kernel would say so in its log, each time a program
 * wanted it to. Where the bus has a map of ranges the kernel says so all the same: that map
 * is freed at unbind, and a page is looked at when the device may be unbound.
 */
void __deed_dma_limits(struct deed_dma *dma, struct device *dev)
{
	size_t most = dma_max_mapping_size(dev);

	dma->__segment = max(PAGE_ALIGN_DOWN(min_t(size_t, dma_get_max_seg_size(dev), most)),
			     PAGE_SIZE);
	dma->__boundary = dma_get_seg_boundary(dev);
	dma->__no_bounce = most == SIZE_MAX && !use_dma_iommu(dev) && !get_dma_ops(dev) &&
			   !dev->dma_range_map && dma_addressing_limited(dev);
}
EXPORT_SYMBOL_GPL(__deed_dma_limits);

/* SAFETY: dma_capable() and phys_to_dma() want a device whose mask was set: @dma's. */
static bool in_reach(const struct deed_dma *dma, struct page *page, size_t offset, size_t len)
{
	return !dma->__no_bounce ||
	       dma_capable(dma->__dev, phys_to_dma(dma->__dev, page_to_phys(page) + offset),
			   len, true);
}

/* How many pages a segment has; it may begin and end within one. */
static unsigned int pages_of(const struct scatterlist *sg)
{
	return PFN_UP(sg->offset + sg->length);
}

/*
 * As long as a page is dirty, what the device wrote into it will be written back.
 *
 * SAFETY: folio_test_dirty() and nth_page() want pages that stay: the list has them, as
 * many as a segment has.
 */
static bool all_dirty(struct page *page, unsigned int left)
{
	while (folio_test_dirty(page_folio(page)) && --left)
		page = nth_page(page, 1);
	return !left;
}

/*
 * Whether all segments from __at on were unpinned. Pages that the device wrote were dirty
 * before it did (make_dirty()), and mostly still are. If somebody has cleaned one, it may be
 * without what the device wrote then; to say so sleeps, and unless the caller does, too, the
 * list stands at that segment then.
 *
 * SAFETY: unpin_user_page_range_dirty_lock() wants pages to be unpinned once for each time
 * they were pinned: segments share a page only if it was pinned for each of them (see
 * continues()).
 */
static bool unpin_pages(struct __deed_dma_list *list, bool sleeps)
{
	struct scatterlist *sg = list->__at;
	unsigned int left = list->__left;

	while (left) {
		struct page *first = sg_page(sg);
		unsigned int pages = pages_of(sg);
		bool cleaned = list->__written && !all_dirty(first, pages);

		if (cleaned && !sleeps) {
			list->__at = sg;
			list->__left = left;
			return false;
		}
		unpin_user_page_range_dirty_lock(first, pages, cleaned);
		if (--left)
			sg = __deed_dma_list_behind(sg);
	}
	return true;
}

/*
 * SAFETY: __free_page() wants pages of the kernel to be freed once, each by itself:
 * split_page() made them so. The list was the only owner, and the device has not got it.
 */
static void free_pages_left(struct __deed_dma_list *list)
{
	struct scatterlist *sg = list->__at;
	unsigned int left = list->__left;

	while (left) {
		for (unsigned int n = 0; n < pages_of(sg); n++)
			__free_page(nth_page(sg_page(sg), n));
		if (--left)
			sg = __deed_dma_list_behind(sg);
	}
}

/* All of its segments are left. */
static void list_rewind(struct __deed_dma_list *list)
{
	list->__at = list->__table.sgl;
	list->__left = list->__table.orig_nents;
}

/*
 * The list itself, of whose pages none is left.
 *
 * SAFETY: sg_free_table() wants as many entries as there is memory for: list_make().
 */
static void list_free(struct __deed_dma_list *list)
{
	if (list->__room) {
		list->__table.orig_nents = list->__room;
		sg_free_table(&list->__table);
	}
	kfree(list);
}

/* The list, and what is left of its pages; sleeps. */
static void list_end(struct __deed_dma_list *list)
{
	if (list->__pages == __DEED_DMA_PAGES_PINNED)
		unpin_pages(list, true);
	else
		free_pages_left(list);
	list_free(list);
}

/* Lists that end when somebody may sleep. */
static LLIST_HEAD(later);

/* SAFETY: vunmap() wants what vmap() made, and a context that may sleep: a work. */
static void end_later(struct work_struct *work)
{
	struct __deed_dma_list *list, *next;

	llist_for_each_entry_safe(list, next, llist_del_all(&later), __later) {
		if (list->__whole)
			vunmap(list->__whole);
		list_end(list);
		cond_resched();
	}
}

static DECLARE_WORK(later_work, end_later);

/*
 * Puts its pages back, as far as it need not sleep; once. Whether none is left. With
 * interrupts disabled nobody waits for many: __room was made for so many pages.
 */
static bool put_pages(struct __deed_dma_list *list)
{
	if (list->__room && (irqs_disabled() || in_interrupt()))
		return false;
	if (list->__pages == __DEED_DMA_PAGES_PINNED)
		return unpin_pages(list, false);
	if (list->__whole)
		return false;
	free_pages_left(list);
	return true;
}

/*
 * SAFETY: llist_add() and schedule_work() want a list that is on no list yet: its handle is
 * gone, and ends once. The work is flushed before the module goes.
 */
void __deed_dma_list_free(struct __deed_dma_list *list)
{
	list_rewind(list);
	if (put_pages(list))
		list_free(list);
	else if (llist_add(&list->__later, &later))
		schedule_work(&later_work);
}
EXPORT_SYMBOL_GPL(__deed_dma_list_free);

/* As many segments stand in the list itself, and as many pages end under a lock. */
#define FEW 32

/* An empty one, with room for so many segments. May sleep. */
static struct __deed_dma_list *list_make(unsigned int room, enum __deed_dma_pages pages)
{
	struct __deed_dma_list *list;

	list = __deed_box_alloc(struct_size(list, __few, room > FEW ? 0 : room),
				GFP_KERNEL_ACCOUNT);
	if (IS_ERR(list))
		return list;
	list->__pages = pages;
	if (room <= FEW) {
		/* SAFETY: sg_init_table() wants memory for @room entries: __few has it. */
		sg_init_table(list->__few, room);
		list->__table.sgl = list->__few;
		return list;
	}
	/*
	 * SAFETY: sg_alloc_table() wants a number of entries that is not 0. If it fails,
	 * it has freed what it had.
	 */
	if (sg_alloc_table(&list->__table, room, GFP_KERNEL_ACCOUNT | __GFP_NOWARN)) {
		__deed_box_free(list);
		return ERR_PTR(-ENOMEM);
	}
	list->__room = room;
	list->__table.orig_nents = 0;
	return list;
}

/*
 * Whether a page makes the last segment longer. Only whole ones follow each other: so no
 * page is in a segment twice, and none is forgotten.
 *
 * SAFETY: sg_page() wants an entry that has a page: the last one that was set;
 * zone_device_pages_have_same_pgmap() pages that stay: the list has both.
 */
static bool continues(const struct deed_dma *dma, const struct scatterlist *last,
		      struct page *page, size_t offset, size_t len)
{
	size_t end = (size_t)last->offset + last->length;

	return !offset && PAGE_ALIGNED(end) &&
	       page_to_pfn(page) == page_to_pfn(sg_page((struct scatterlist *)last)) +
				    PFN_DOWN(end) &&
	       zone_device_pages_have_same_pgmap(sg_page((struct scatterlist *)last), page) &&
	       last->length + len <= dma->__segment &&
	       (page_to_phys(page) & dma->__boundary);
}

/*
 * The list owns the page from here on.
 *
 * SAFETY: sg_set_page() wants an entry behind the last one: there is room for as many as
 * there are pages, list_make().
 */
static __always_inline void /* for each page of two callers */
list_add_page(const struct deed_dma *dma, struct __deed_dma_list *list,
	      struct page *page, size_t offset, size_t len)
{
	list->__len += len;
	if (list->__at && continues(dma, list->__at, page, offset, len)) {
		list->__at->length += len;
		return;
	}
	list->__at = list->__at ? __deed_dma_list_behind(list->__at) : list->__table.sgl;
	sg_set_page(list->__at, page, len, offset);
	list->__table.orig_nents++;
}

/*
 * It is complete: or @err, and it ends.
 *
 * SAFETY: sg_mark_end() wants an entry of the table: of a list without error the last one.
 */
static struct __deed_dma_list *list_made(struct __deed_dma_list *list, int err)
{
	if (err) {
		list_rewind(list);
		list_end(list);
		return ERR_PTR(err);
	}
	sg_mark_end(list->__at);
	return list;
}

/*
 * As many pages beside each other as there are, but not more than @most; and no program
 * is killed for them.
 *
 * SAFETY: split_page() wants pages that were not made as one (__GFP_COMP); afterwards
 * each is freed by itself.
 */
static struct page *some_pages(gfp_t gfp, size_t most, unsigned int *order)
{
	struct page *pages;

	gfp |= __GFP_ZERO | __GFP_NOWARN;
	*order = min(get_order(most), PAGE_ALLOC_COSTLY_ORDER);
	for (; *order; (*order)--) {
		pages = alloc_pages((gfp | __GFP_NORETRY) & ~__GFP_RECLAIM, *order);
		if (pages) {
			split_page(pages, *order);
			return pages;
		}
	}
	return alloc_page(gfp | __GFP_RETRY_MAYFAIL);
}

static int fill_with_pages(const struct deed_dma *dma, struct __deed_dma_list *list,
			   size_t len)
{
	while (len) {
		unsigned int order;
		struct page *pages = some_pages(dma->__gfp, min(len, dma->__segment), &order);

		if (!pages)
			return -ENOMEM;
		for (unsigned int i = 0; i < 1u << order; i++) {
			size_t part = min(len, PAGE_SIZE);

			if (part)
				list_add_page(dma, list, pages + i, 0, part);
			else
				__free_page(pages + i);
			len -= part;
		}
	}
	return 0;
}

/*
 * SAFETY: vmap() wants pages that stay until vunmap(), which comes before they are freed,
 * and a context that may sleep.
 */
static void *see_whole(struct __deed_dma_list *list, unsigned int count)
{
	struct page **pages;
	struct sg_page_iter iter;
	unsigned int n = 0;
	void *whole = NULL;

	pages = kvmalloc_array(count, sizeof(*pages), GFP_KERNEL | __GFP_NOWARN);
	if (!pages)
		return NULL;
	for_each_sgtable_page(&list->__table, &iter, 0)
		pages[n++] = sg_page_iter_page(&iter);
	if (!deed_injected("vmap"))
		whole = vmap(pages, count, VM_MAP, PAGE_KERNEL);
	kvfree(pages);
	return whole;
}

struct __deed_dma_list *
__deed_dma_list_alloc(const struct deed_dma *dma, size_t len, enum __deed_dma_pages pages)
{
	struct __deed_dma_list *list;
	int err;

	if (!len)
		return ERR_PTR(-EINVAL);
	if (len > DEED_DMA_LIST_MAX)
		return ERR_PTR(-EMSGSIZE);
	list = list_make(PFN_UP(len), pages);
	if (IS_ERR(list))
		return list;
	err = fill_with_pages(dma, list, len);
	if (!err && pages == __DEED_DMA_PAGES_WHOLE) {
		list->__whole = see_whole(list, PFN_UP(len));
		err = list->__whole ? 0 : -ENOMEM;
	}
	return list_made(list, err);
}
EXPORT_SYMBOL_GPL(__deed_dma_list_alloc);

/*
 * Where the caches do not see what the device writes, they are emptied around it: of the
 * program's own words beside it, too.
 *
 * SAFETY: dev_is_dma_coherent() wants a device whose mask was set: @dma's.
 */
static bool caches_allow(const struct deed_dma *dma, const struct __deed_dma_list *list,
			 size_t offset, size_t len)
{
	return !list->__written || dev_is_dma_coherent(dma->__dev) ||
	       IS_ALIGNED(offset | len, dma_get_cache_alignment());
}

/* SAFETY: set_page_dirty_lock() wants a page that somebody holds, and may sleep. */
static void make_dirty(struct page *page)
{
	if (!folio_test_dirty(page_folio(page)))
		set_page_dirty_lock(page);
}

/*
 * SAFETY: iov_iter_extract_pages() wants
 * 1. the iterator of a call that this task makes, whose memory is @part's: a borrow. It
 *    is that of a program, so that the pages are pinned (iov_iter_extract_will_pin()),
 *    and outlive the call;
 * 2. them to be unpinned: they are the list's, all of them, whatever else fails.
 */
static int fill_with_pinned(const struct deed_dma *dma, struct __deed_dma_list *list,
			    struct iov_iter *part)
{
	struct page *some[16] __uninitialized; /* read as far as they were extracted */
	struct page **pages = some;
	size_t offset;
	int err = 0;

	while (iov_iter_count(part)) {
		ssize_t len = -EFAULT;

		if (!deed_injected("iov_iter_extract_pages"))
			len = iov_iter_extract_pages(part, &pages, SIZE_MAX,
						     ARRAY_SIZE(some), 0, &offset);
		if (len <= 0)
			return len ?: -EFAULT;
		if (!caches_allow(dma, list, offset, len))
			err = -EINVAL;
		for (unsigned int i = 0; len; i++) {
			size_t bytes = min_t(size_t, len, PAGE_SIZE - offset);

			list_add_page(dma, list, some[i], offset, bytes);
			if (!in_reach(dma, some[i], offset, bytes))
				err = -EIO;
			else if (list->__written)
				make_dirty(some[i]);
			len -= bytes;
			offset = 0;
		}
	}
	/* whatever is wrong with the pages, it matters more if some are not there */
	return err;
}

deed_waits struct __deed_dma_list *
__deed_dma_list_pin(const struct deed_dma *dma, const struct iov_iter *iter, size_t max,
		    bool written)
{
	struct iov_iter part = *iter;
	struct __deed_dma_list *list;
	int err;

	if (!user_backed_iter(iter))
		return ERR_PTR(-EOPNOTSUPP);
	iov_iter_truncate(&part, min_t(size_t, max, DEED_DMA_LIST_MAX));
	if (!iov_iter_count(&part))
		return ERR_PTR(-EINVAL);
	list = list_make(iov_iter_npages(&part, INT_MAX), __DEED_DMA_PAGES_PINNED);
	if (IS_ERR(list))
		return list;
	list->__written = written;
	err = fill_with_pinned(dma, list, &part);
	return list_made(list, err);
}
EXPORT_SYMBOL_GPL(__deed_dma_list_pin);

/* SAFETY: copy_page_from_iter() wants so many bytes there: a page of the list's own. */
deed_waits size_t
__deed_dma_list_read(struct __deed_dma_list *list, struct iov_iter *from)
{
	struct sg_page_iter iter;
	size_t done = 0;

	if (list->__pages == __DEED_DMA_PAGES_PINNED)
		return 0;
	for_each_sgtable_page(&list->__table, &iter, 0) {
		size_t len = min(list->__len - done, PAGE_SIZE);
		size_t part = copy_page_from_iter(sg_page_iter_page(&iter), 0, len, from);

		done += part;
		if (part < len)
			break;
	}
	return done;
}
EXPORT_SYMBOL_GPL(__deed_dma_list_read);

/* SAFETY: copy_page_to_iter() wants so many initialised bytes there: they were zeroed. */
deed_waits size_t
__deed_dma_list_write(struct __deed_dma_list *list, struct iov_iter *to)
{
	struct sg_page_iter iter;
	size_t done = 0;

	if (list->__pages == __DEED_DMA_PAGES_PINNED)
		return 0;
	for_each_sgtable_page(&list->__table, &iter, 0) {
		size_t len = min(list->__len - done, PAGE_SIZE);
		size_t part = copy_page_to_iter(sg_page_iter_page(&iter), 0, len, to);

		done += part;
		if (part < len)
			break;
	}
	return done;
}
EXPORT_SYMBOL_GPL(__deed_dma_list_write);

void __deed_dma_list_end(struct __deed_dma_work *work, const struct deed_dma *dma)
{
	__deed_dma_list_free(__deed_dma_list_take(work, dma, work->__dir & ~__DEED_DMA_IS_LIST));
}
EXPORT_SYMBOL_GPL(__deed_dma_list_end);

/*
 * SAFETY: flush_work() wants that nobody queues it later: who could drop a list has gone, for
 * the modules that use this one are unloaded before.
 */
static void __exit finish(void)
{
	flush_work(&later_work);
}
module_exit(finish);
