// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/ring.h: a ring buffer for bytes, made by hand. */
#define pr_fmt(fmt) "bench: " fmt

#include <linux/array_size.h>
#include <linux/log2.h>
#include <linux/mm.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include <deed/ring.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here");

struct raw_ring {
	u8 *buf;
	size_t size; /* a power of two */
	size_t in, out;
};

static deed_misuses("static, as its twin is") struct deed_ring deed_ring;
static struct raw_ring raw_ring;
static struct iov_iter iter;
static size_t size;

static size_t used(const struct raw_ring *r)
{
	return r->in - r->out;
}

static size_t room(const struct raw_ring *r)
{
	return r->size - used(r);
}

static noinline long deed_ring_make(void)
{
	deed_own(deed_ring, ring) = deed_ring_alloc(size);
	if (!deed_ok(ring))
		return deed_err(ring);

	return deed_ring_len(&ring);
}

static noinline long raw_ring_make(void)
{
	size_t len;
	u8 *buf;

	if (size > (SIZE_MAX >> 1) + 1)
		return -EOVERFLOW;
	len = size ? roundup_pow_of_two(size) : 1;
	buf = kvmalloc(len, GFP_KERNEL | __GFP_NOWARN);
	if (!buf)
		return -ENOMEM;
	kvfree(buf);
	return len;
}

static noinline long deed_ring_fill(void)
{
	struct deed_iter_reader from = { NULL, &iter };

	return deed_ring_read(&deed_ring, &from);
}

static noinline long raw_ring_fill(void)
{
	struct raw_ring *r = &raw_ring;
	size_t done = 0, at, run, n;

	do {
		at = r->in & (r->size - 1);
		run = min(room(r), r->size - at);
		n = copy_from_iter(r->buf + at, run, &iter);
		r->in += n;
		done += n;
	} while (n == run && room(r) && iov_iter_count(&iter));
	return done;
}

static noinline long deed_ring_drain(void)
{
	struct deed_iter_writer to = { NULL, &iter };

	return deed_ring_write(&deed_ring, &to);
}

static noinline long raw_ring_drain(void)
{
	struct raw_ring *r = &raw_ring;
	size_t done = 0, at, run, n;

	do {
		at = r->out & (r->size - 1);
		run = min(used(r), r->size - at);
		n = copy_to_iter(r->buf + at, run, &iter);
		r->out += n;
		done += n;
	} while (n == run && used(r) && iov_iter_count(&iter));
	return done;
}

static size_t extra;

static noinline long deed_ring_back(void)
{
	deed_ring_unread(&deed_ring, extra);
	return deed_ring_used(&deed_ring);
}

static noinline long raw_ring_back(void)
{
	struct raw_ring *r = &raw_ring;

	r->in -= min(extra, used(r));
	return used(r);
}

static noinline long deed_ring_grow(void)
{
	deed_own(deed_ring, with) = deed_ring_alloc(size);
	if (!deed_ok(with))
		return deed_err(with);

	return deed_ring_resize(&deed_ring, &with);
}

static noinline long raw_ring_grow(void)
{
	struct raw_ring *r = &raw_ring;
	size_t len, pos, from, to, n;
	u8 *buf;

	if (size > (SIZE_MAX >> 1) + 1)
		return -EOVERFLOW;
	len = size ? roundup_pow_of_two(size) : 1;
	buf = kvmalloc(len, GFP_KERNEL | __GFP_NOWARN);
	if (!buf)
		return -ENOMEM;
	if (used(r) > len) {
		kvfree(buf);
		return -EBUSY;
	}
	for (pos = r->out; pos != r->in; pos += n) {
		from = pos & (r->size - 1);
		to = pos & (len - 1);
		n = min3(r->in - pos, r->size - from, len - to);
		memcpy(buf + to, r->buf + from, n);
	}
	swap(r->buf, buf);
	r->size = len;
	kvfree(buf);
	return 0;
}

/*
 * The memory of either ring: the same for both sides, for how long the kernel
 * needs to check or free it depends on where it lies in its slab.
 */
static void *memory;

/* 4096 bytes, of which some are used, before the end of the memory or around it */
static void ring_set(size_t out, size_t in)
{
	deed_ring.__ptr = memory;
	raw_ring.buf = memory;
	deed_ring.__len = 4096;
	deed_ring.__out = out;
	deed_ring.__in = in;
	raw_ring.size = 4096;
	raw_ring.out = out;
	raw_ring.in = in;
}

static void ring_empty(enum bench_side side)
{
	size = 4096;
	ring_set(0, 0);
	iov_iter_ubuf(&iter, ITER_SOURCE, bench_user, 64);
}

static void ring_wrap_in(enum bench_side side)
{
	ring_set(4064, 4064);
	iov_iter_ubuf(&iter, ITER_SOURCE, bench_user, 64);
}

static void ring_full(enum bench_side side)
{
	ring_set(0, 4096);
	iov_iter_ubuf(&iter, ITER_SOURCE, bench_user, 64);
}

static void ring_nearly_full(enum bench_side side)
{
	ring_set(0, 4064);
	iov_iter_ubuf(&iter, ITER_SOURCE, bench_user, 64);
}

static void ring_some(enum bench_side side)
{
	size = 2048;
	ring_set(0, 1000);
	iov_iter_ubuf(&iter, ITER_DEST, bench_user, 64);
}

static void ring_back(enum bench_side side)
{
	extra = 600;
	ring_set(0, 1000);
}

static void ring_nothing(enum bench_side side)
{
	ring_set(0, 0);
	iov_iter_ubuf(&iter, ITER_DEST, bench_user, 64);
}

static void ring_few(enum bench_side side)
{
	ring_set(0, 32);
	iov_iter_ubuf(&iter, ITER_DEST, bench_user, 64);
}

static void ring_wrap_out(enum bench_side side)
{
	size = 4000;
	ring_set(4064, 5000);
	iov_iter_ubuf(&iter, ITER_DEST, bench_user, 64);
}

static void ring_too_full(enum bench_side side)
{
	size = 512;
	ring_set(0, 1000);
}

static void ring_too_large(enum bench_side side)
{
	size = SIZE_MAX;
	ring_set(0, 0);
}

/* Resizing freed the memory: it is what the next allocation gets. */
static void ring_memory(enum bench_side side)
{
	memory = kvmalloc(4096, GFP_KERNEL | __GFP_NOFAIL);
	kvfree(side == DEED ? deed_ring.__ptr : raw_ring.buf);
}

void bench_ring(void)
{
	static const struct bench_row rows[] = {
		BENCH(ring, make, "make and free", ring_empty),
		BENCH(ring, make, "make, too large", ring_too_large),
		BENCH(ring, fill, "take in 64 bytes", ring_empty),
		BENCH(ring, fill, "take in 64 bytes, wrapped", ring_wrap_in),
		BENCH(ring, fill, "take in, 32 bytes fit", ring_nearly_full),
		BENCH(ring, fill, "take in, full", ring_full),
		BENCH(ring, drain, "put out 64 bytes", ring_some),
		BENCH(ring, drain, "put out 64 bytes, wrapped", ring_wrap_out),
		BENCH(ring, drain, "put out, 32 bytes there", ring_few),
		BENCH(ring, drain, "put out, empty", ring_nothing),
		BENCH(ring, back, "take back 600 bytes", ring_back),
		BENCH(ring, grow, "resize, empty", ring_empty, ring_memory),
		BENCH(ring, grow, "resize with 1000 bytes", ring_some, ring_memory),
		BENCH(ring, grow, "resize with 936 bytes, wrapped", ring_wrap_out, ring_memory),
		BENCH(ring, grow, "resize, does not fit", ring_too_full),
	};

	memory = kvmalloc(4096, GFP_KERNEL | __GFP_NOFAIL);
	bench_rows(rows, ARRAY_SIZE(rows));
	kvfree(memory);
	BENCH_SIZE("ring", struct deed_ring, struct raw_ring);
}
