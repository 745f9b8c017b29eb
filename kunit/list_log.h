/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is done with the pages of DMA lists, in the log of register accesses, and in
 * numbers: which pages are with a list, and which of them are pinned.
 *
 * A test that includes this before any header of deed sees what core/dma_list.c does,
 * which is compiled into it: ``map-tx``, ``unmap-rx``, and ``end`` for a list whose pages
 * it gave back. All is done as it would be done without the log, unless the test says
 * otherwise.
 */
#ifndef _DEED_KUNIT_LIST_LOG_H
#define _DEED_KUNIT_LIST_LOG_H

#include "dma_log.h"

#include <linux/dma-map-ops.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/uio.h>
#include <linux/vmalloc.h>

#include <deed/user.h>

static struct page *list_log_alloc(gfp_t gfp, unsigned int order);
static void list_log_free(struct page *page);
static void list_log_unpin(struct page *page, unsigned long count, bool dirty);
static ssize_t list_log_extract(struct iov_iter *iter, struct page ***pages, size_t size,
				unsigned int most, iov_iter_extraction_t flags, size_t *offset);
static int list_log_map(struct device *dev, struct sg_table *table,
			enum dma_data_direction dir, unsigned long attrs);
static void list_log_unmap(struct device *dev, struct sg_table *table,
			   enum dma_data_direction dir, unsigned long attrs);
static void list_log_end(void *list);

#pragma push_macro("alloc_pages")
#pragma push_macro("alloc_page")
#pragma push_macro("__free_page")
#pragma push_macro("kfree")
#pragma push_macro("EXPORT_SYMBOL_GPL")
#undef alloc_pages
#undef alloc_page
#undef __free_page
#undef kfree
#undef EXPORT_SYMBOL_GPL
#define alloc_pages(gfp, order) list_log_alloc(gfp, order)
#define alloc_page(gfp) list_log_alloc(gfp, 0)
#define __free_page(page) list_log_free(page)
#define unpin_user_page_range_dirty_lock list_log_unpin
#define iov_iter_extract_pages list_log_extract
#define dma_map_sgtable list_log_map
#define dma_unmap_sgtable list_log_unmap
#define kfree(list) list_log_end(list)
#define EXPORT_SYMBOL_GPL DMA_LOG_NOTHING
#include "../abstractions/core/dma_list.c"
#pragma pop_macro("alloc_pages")
#pragma pop_macro("alloc_page")
#pragma pop_macro("__free_page")
#pragma pop_macro("kfree")
#pragma pop_macro("EXPORT_SYMBOL_GPL")
#undef unpin_user_page_range_dirty_lock
#undef iov_iter_extract_pages
#undef dma_map_sgtable
#undef dma_unmap_sgtable

deed_unsafe_file("stands between a list and the pages that it owns");

static struct {
	bool map_fails, map_merges; /* says the test */
	bool one_by_one; /* pages are not beside each other, if the kernel can help it */
	unsigned int pages_fail; /* the n-th from here; 0 for none */
	struct sg_table *mapped; /* the last one; NULL if it is not any more */
	unsigned int entries; /* of it */
	enum dma_data_direction dir;
	atomic_t pages, pinned; /* with lists */
	atomic_t mappings, wrong;
} list_log;

static inline void list_log_start(void)
{
	memset(&list_log, 0, sizeof(list_log));
}

/* Whatever a test did, no page is left with a list. */
static inline void list_log_finish(struct kunit *test)
{
	flush_work(&later_work);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pages), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.pinned), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.mappings), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&list_log.wrong), 0);
}

static struct page *list_log_alloc(gfp_t gfp, unsigned int order)
{
	struct page *pages;

	if (order && list_log.one_by_one)
		return NULL;
	if (!order && list_log.pages_fail && !--list_log.pages_fail)
		return NULL;
	pages = alloc_pages(gfp, order);
	if (pages)
		atomic_add(1 << order, &list_log.pages);
	return pages;
}

static void list_log_free(struct page *page)
{
	dma_log_locks();
	atomic_dec(&list_log.pages);
	__free_page(page);
}

static void list_log_unpin(struct page *page, unsigned long count, bool dirty)
{
	dma_log_locks();
	if (dirty && irqs_disabled()) /* it would sleep */
		atomic_inc(&list_log.wrong);
	atomic_sub(count, &list_log.pinned);
	unpin_user_page_range_dirty_lock(page, count, dirty);
}

static ssize_t list_log_extract(struct iov_iter *iter, struct page ***pages, size_t size,
				unsigned int most, iov_iter_extraction_t flags, size_t *offset)
{
	ssize_t len = iov_iter_extract_pages(iter, pages, size, most, flags, offset);

	if (len > 0)
		atomic_add(PFN_UP(len + *offset), &list_log.pinned);
	return len;
}

/* As an IOMMU does that has addresses beside each other for pages that are not. */
static int list_log_map(struct device *dev, struct sg_table *table,
			enum dma_data_direction dir, unsigned long attrs)
{
	int err = -EIO;

	mmio_log_add(dma_log.log, list_log.map_fails ? "map-fails" : "map-%s", dma_log_way(dir));
	if (!list_log.map_fails)
		err = dma_map_sgtable(dev, table, dir, attrs);
	if (err)
		return err;
	atomic_inc(&list_log.mappings);
	list_log.mapped = table;
	list_log.entries = table->orig_nents;
	list_log.dir = dir;
	if (list_log.map_merges) {
		for (unsigned int i = 1; i < table->nents; i++)
			sg_dma_len(table->sgl) += table->sgl[i].length;
		table->nents = 1;
	}
	return 0;
}

static void list_log_unmap(struct device *dev, struct sg_table *table,
			   enum dma_data_direction dir, unsigned long attrs)
{
	mmio_log_add(dma_log.log, "unmap-%s", dma_log_way(dir));
	dma_log_locks();
	if (list_log.mapped == table &&
	    (table->orig_nents != list_log.entries || dir != list_log.dir))
		atomic_inc(&list_log.wrong);
	atomic_dec(&list_log.mappings);
	list_log.mapped = NULL;
	if (list_log.map_merges)
		sg_dma_len(table->sgl) = table->sgl->length;
	dma_unmap_sgtable(dev, table, dir, attrs);
}

static void list_log_end(void *list)
{
	mmio_log_mark(dma_log.log, "end");
	kfree(list);
}

#endif /* _DEED_KUNIT_LIST_LOG_H */
