// SPDX-License-Identifier: GPL-2.0
/* Twins of deed/mmio.h and deed/bits.h, over memory that stands for registers. */
#include <linux/bitfield.h>
#include <linux/io.h>
#include <linux/iopoll.h>
#include <linux/nospec.h>
#include <linux/swab.h>

#include <deed/mmio.h>

#include "bench.h"

deed_unsafe_file("the raw twins are here, and the memory behind both");

DEED_BITS(status, u32);
DEED_FIELD(status, STATUS_BUSY, BIT(0));
DEED_FIELD(status, STATUS_MODE, GENMASK(11, 4));
DEED_FIELD(status, STATUS_IRQ, BIT(31));

DEED_MMIO(board_regs, 0x100);
DEED_REG(board_regs, BOARD_BYTE, 0x01, rw, u8);
DEED_REG(board_regs, BOARD_HALF, 0x02, rw, u16);
DEED_REG(board_regs, BOARD_WORD, 0x04, rw, u32);
DEED_REG(board_regs, BOARD_QUAD, 0x08, rw, u64);
DEED_REG_BE(board_regs, BOARD_BE, 0x10, rw, u32);
DEED_REG(board_regs, BOARD_STATUS, 0x20, rw, struct status);
DEED_REG(board_regs, BOARD_EVENTS, 0x24, w1c, struct status);
DEED_REG_ARRAY(board_regs, BOARD_CHANNEL, 0x40, 8, 8, rw, u32);

#define RAW_BUSY BIT(0)
#define RAW_MODE GENMASK(11, 4)
#define RAW_IRQ BIT(31)

struct board {
	struct board_regs regs;
};

static deed_misuses("static, as its twin is") struct board board;

static struct raw_board {
	void __iomem *base;
} raw_board;

static u8 memory[0x100] __aligned(8);
static size_t where;
static u32 number;

#define MMIO_READ(op, reg, expression)					\
	static noinline long deed_mmio_##op(void)			\
	{								\
		const struct board *b = &board;				\
									\
		return deed_reg_read(&b->regs, reg);			\
	}								\
									\
	static noinline long raw_mmio_##op(void)			\
	{								\
		const struct raw_board *b = &raw_board;			\
									\
		return expression;					\
	}

MMIO_READ(read8, BOARD_BYTE, readb(b->base + 0x01))
MMIO_READ(read16, BOARD_HALF, readw(b->base + 0x02))
MMIO_READ(read32, BOARD_WORD, readl(b->base + 0x04))
MMIO_READ(read64, BOARD_QUAD, readq(b->base + 0x08))
MMIO_READ(read_be, BOARD_BE, swab32(readl(b->base + 0x10)))

#define MMIO_WRITE(op, reg, statement)					\
	static noinline long deed_mmio_##op(void)			\
	{								\
		const struct board *b = &board;				\
									\
		deed_reg_write(&b->regs, reg, number);			\
		return 0;						\
	}								\
									\
	static noinline long raw_mmio_##op(void)			\
	{								\
		const struct raw_board *b = &raw_board;			\
									\
		statement;						\
		return 0;						\
	}

MMIO_WRITE(write8, BOARD_BYTE, writeb(number, b->base + 0x01))
MMIO_WRITE(write16, BOARD_HALF, writew(number, b->base + 0x02))
MMIO_WRITE(write32, BOARD_WORD, writel(number, b->base + 0x04))
MMIO_WRITE(write64, BOARD_QUAD, writeq(number, b->base + 0x08))
MMIO_WRITE(write_be, BOARD_BE, writel(swab32(number), b->base + 0x10))

static noinline long deed_mmio_relaxed(void)
{
	const struct board *b = &board;

	deed_reg_write_relaxed(&b->regs, BOARD_WORD, number);
	return deed_reg_read_relaxed(&b->regs, BOARD_WORD);
}

static noinline long raw_mmio_relaxed(void)
{
	const struct raw_board *b = &raw_board;

	writel_relaxed(number, b->base + 0x04);
	return readl_relaxed(b->base + 0x04);
}

/* A command, and what came of it: several accesses through one borrow */
static noinline long deed_mmio_command(void)
{
	const struct board *b = &board;

	deed_reg_write(&b->regs, BOARD_WORD, number);
	deed_reg_write(&b->regs, BOARD_STATUS, deed_field_prep(STATUS_IRQ, 1));
	if (deed_field_get(STATUS_BUSY, deed_reg_read(&b->regs, BOARD_STATUS)))
		return -EBUSY;
	return deed_reg_read(&b->regs, BOARD_WORD);
}

static noinline long raw_mmio_command(void)
{
	const struct raw_board *b = &raw_board;

	writel(number, b->base + 0x04);
	writel(FIELD_PREP(RAW_IRQ, 1), b->base + 0x20);
	if (FIELD_GET(RAW_BUSY, readl(b->base + 0x20)))
		return -EBUSY;
	return readl(b->base + 0x04);
}

static noinline long deed_mmio_field(void)
{
	const struct board *b = &board;

	return deed_field_get(STATUS_MODE, deed_reg_read(&b->regs, BOARD_STATUS));
}

static noinline long raw_mmio_field(void)
{
	const struct raw_board *b = &raw_board;

	return FIELD_GET(RAW_MODE, readl(b->base + 0x20));
}

static noinline long deed_mmio_prepare(void)
{
	const struct board *b = &board;

	deed_reg_write(&b->regs, BOARD_STATUS, deed_field_prep(STATUS_MODE, number));
	return 0;
}

static noinline long raw_mmio_prepare(void)
{
	const struct raw_board *b = &raw_board;

	writel(FIELD_PREP(RAW_MODE, number), b->base + 0x20);
	return 0;
}

static noinline long deed_mmio_modify(void)
{
	struct board *b = &board;

	deed_reg_modify(&b->regs, BOARD_STATUS, STATUS_MODE, number);
	return 0;
}

static noinline long raw_mmio_modify(void)
{
	struct raw_board *b = &raw_board;
	u32 status = readl(b->base + 0x20);

	status &= ~RAW_MODE;
	status |= FIELD_PREP(RAW_MODE, number);
	writel(status, b->base + 0x20);
	return 0;
}

/* What an interrupt handler does first */
static noinline long deed_mmio_events(void)
{
	const struct board *b = &board;
	struct status events = deed_reg_read(&b->regs, BOARD_EVENTS);

	if (deed_reg_gone(BOARD_EVENTS, events) || !status_any(events))
		return 0;
	deed_reg_clear(&b->regs, BOARD_EVENTS, events);
	return deed_field_get(STATUS_IRQ, events);
}

static noinline long raw_mmio_events(void)
{
	const struct raw_board *b = &raw_board;
	u32 events = readl(b->base + 0x24);

	if (events == U32_MAX || !events)
		return 0;
	writel(events, b->base + 0x24);
	return FIELD_GET(RAW_IRQ, events);
}

static noinline long deed_mmio_index(void)
{
	const struct board *b = &board;
	u32 value;

	return deed_reg_read_at(&b->regs, BOARD_CHANNEL, where, &value) ?: (long)value;
}

static noinline long raw_mmio_index(void)
{
	const struct raw_board *b = &raw_board;
	size_t i = where;

	if (i >= 8)
		return -EINVAL;
	i = array_index_nospec(i, 8);
	return readl(b->base + 0x40 + i * 8);
}

static noinline long deed_mmio_index_write(void)
{
	const struct board *b = &board;

	return deed_reg_write_at(&b->regs, BOARD_CHANNEL, where, number);
}

static noinline long raw_mmio_index_write(void)
{
	const struct raw_board *b = &raw_board;
	size_t i = where;

	if (i >= 8)
		return -EINVAL;
	i = array_index_nospec(i, 8);
	writel(number, b->base + 0x40 + i * 8);
	return 0;
}

static noinline long deed_mmio_offset(void)
{
	const struct board *b = &board;
	u32 value;

	return board_regs_read32_at(&b->regs, where, &value) ?: (long)value;
}

static noinline long raw_mmio_offset(void)
{
	const struct raw_board *b = &raw_board;
	size_t at = where;

	if (at & 3)
		return -EINVAL;
	if (at > 0x100 - 4)
		return -ERANGE;
	at = array_index_nospec(at, 0x100 - 4 + 1);
	return readl(b->base + at);
}

static noinline long deed_mmio_offset_write(void)
{
	const struct board *b = &board;

	return board_regs_write8_at(&b->regs, where, number);
}

static noinline long raw_mmio_offset_write(void)
{
	const struct raw_board *b = &raw_board;
	size_t at = where;

	if (at > 0x100 - 1)
		return -ERANGE;
	at = array_index_nospec(at, 0x100);
	writeb(number, b->base + at);
	return 0;
}

static u8 buffer[32];
static size_t len;

static noinline long deed_mmio_bytes(void)
{
	const struct board *b = &board;

	return board_regs_read_bytes(&b->regs, where, (struct deed_bytes){ buffer, len });
}

static noinline long raw_mmio_bytes(void)
{
	const struct raw_board *b = &raw_board;
	size_t n = len, at = where;

	if (n > 0x100 || at > 0x100 - n)
		return -ERANGE;
	at = array_index_nospec(at, 0x100 - n + 1);
	memcpy_fromio(buffer, b->base + at, n);
	return 0;
}

static noinline long deed_mmio_poll(void)
{
	const struct board *b = &board;
	struct status s;

	return deed_reg_poll(&b->regs, BOARD_STATUS, s, !deed_field_get(STATUS_BUSY, s),
			     10, 1000) ?: (long)status_number(s);
}

static noinline long raw_mmio_poll(void)
{
	const struct raw_board *b = &raw_board;
	u32 s;

	return readl_poll_timeout(b->base + 0x20, s, !(s & RAW_BUSY), 10, 1000) ?: (long)s;
}

static noinline long deed_mmio_poll_atomic(void)
{
	const struct board *b = &board;
	struct status s;

	return deed_reg_poll_atomic(&b->regs, BOARD_STATUS, s,
				    !deed_field_get(STATUS_BUSY, s), 2, 100) ?:
	       (long)status_number(s);
}

static noinline long raw_mmio_poll_atomic(void)
{
	const struct raw_board *b = &raw_board;
	u32 s;

	return readl_poll_timeout_atomic(b->base + 0x20, s, !(s & RAW_BUSY), 2, 100) ?:
	       (long)s;
}

static deed_misuses("maps the region by hand") void mmio_good(enum bench_side side)
{
	void __iomem *base = (void __iomem __force *)memory;

	for (size_t i = 0; i < sizeof(memory); i++)
		memory[i] = 2 * i;
	raw_board.base = base;
	WARN_ON(__deed_mapping_fill(&board.regs.__map, base));
	where = 4;
	number = 0xa5;
	len = sizeof(buffer);
}

static void mmio_outside(enum bench_side side)
{
	mmio_good(side);
	where = 4096;
}

static void mmio_crooked(enum bench_side side)
{
	mmio_good(side);
	where = 3;
}

static void mmio_no_events(enum bench_side side)
{
	mmio_good(side);
	memset(memory + 0x24, 0, 4);
}

static void mmio_gone(enum bench_side side)
{
	mmio_good(side);
	memset(memory, 0xff, sizeof(memory));
}

void bench_mmio(void)
{
	static const struct bench_row rows[] = {
		BENCH(mmio, read8, "read 8 bits", mmio_good),
		BENCH(mmio, read16, "read 16 bits", mmio_good),
		BENCH(mmio, read32, "read 32 bits", mmio_good),
		BENCH(mmio, read64, "read 64 bits", mmio_good),
		BENCH(mmio, read_be, "read 32 bits, big endian", mmio_good),
		BENCH(mmio, write8, "write 8 bits", mmio_good),
		BENCH(mmio, write16, "write 16 bits", mmio_good),
		BENCH(mmio, write32, "write 32 bits", mmio_good),
		BENCH(mmio, write64, "write 64 bits", mmio_good),
		BENCH(mmio, write_be, "write 32 bits, big endian", mmio_good),
		BENCH(mmio, relaxed, "write and read, relaxed", mmio_good),
		BENCH(mmio, command, "a command in four accesses", mmio_good),
		BENCH(mmio, field, "read a field", mmio_good),
		BENCH(mmio, prepare, "write a field", mmio_good),
		BENCH(mmio, modify, "modify a field", mmio_good),
		BENCH(mmio, events, "read and clear events", mmio_good),
		BENCH(mmio, events, "read and clear events, none", mmio_no_events),
		BENCH(mmio, events, "read and clear events, gone", mmio_gone),
		BENCH(mmio, index, "read by index", mmio_good),
		BENCH(mmio, index, "read by index, too large", mmio_outside),
		BENCH(mmio, index_write, "write by index", mmio_good),
		BENCH(mmio, offset, "read by offset", mmio_good),
		BENCH(mmio, offset, "read by offset, too large", mmio_outside),
		BENCH(mmio, offset, "read by offset, not aligned", mmio_crooked),
		BENCH(mmio, offset_write, "write by offset", mmio_good),
		BENCH(mmio, bytes, "read bytes", mmio_good),
		BENCH(mmio, bytes, "read bytes, outside", mmio_outside),
		BENCH(mmio, poll, "poll, ready", mmio_good),
		BENCH(mmio, poll_atomic, "poll in any context, ready", mmio_good),
	};

	BENCH_SIZE("registers", board, raw_board);
	bench_rows(rows, ARRAY_SIZE(rows));
}
