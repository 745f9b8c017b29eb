// SPDX-License-Identifier: GPL-2.0
/*
 * Tests of <deed/mmio.h>: each access is the one that was declared, at its place
 * and in its order, and none is made outside of a region.
 */
#include "mmio_log.h"

#include <kunit/test.h>
#include <linux/module.h>

#include <deed/mmio.h>
#include <deed/user.h>

deed_unsafe_file("tests put memory behind regions, and look at it");

DEED_BITS(control, u32);
DEED_FIELD(control, CONTROL_RUN, BIT(0));
DEED_FIELD(control, CONTROL_MODE, GENMASK(7, 4));

DEED_BITS(events, u16);
DEED_FIELD(events, EVENTS_DONE, BIT(0));
DEED_FIELD(events, EVENTS_LOST, BIT(15));

#define SIZE 0x80

DEED_MMIO(board_regs, SIZE);
DEED_REG(board_regs, BOARD_ID, 0x00, ro, u32);
DEED_REG(board_regs, BOARD_BYTE, 0x07, rw, u8);
DEED_REG(board_regs, BOARD_HALF, 0x0a, rw, u16);
DEED_REG(board_regs, BOARD_WORD, 0x0c, rw, u32);
DEED_REG(board_regs, BOARD_QUAD, 0x10, rw, u64);
DEED_REG_BE(board_regs, BOARD_BE_BYTE, 0x07, rw, u8);
DEED_REG_BE(board_regs, BOARD_BE_HALF, 0x0a, rw, u16);
DEED_REG_BE(board_regs, BOARD_BE_WORD, 0x0c, rw, u32);
DEED_REG_BE(board_regs, BOARD_BE_QUAD, 0x10, rw, u64);
DEED_REG_SPLIT(board_regs, BOARD_SPLIT, 0x14, rw, u64); /* not at a multiple of 8 */
DEED_REG(board_regs, BOARD_CONTROL, 0x20, rw, struct control);
DEED_REG_BE(board_regs, BOARD_BE_CONTROL, 0x20, rw, struct control);
DEED_REG(board_regs, BOARD_EVENTS, 0x24, w1c, struct events);
DEED_REG(board_regs, BOARD_ACK, 0x26, wo, struct events);
DEED_REG(board_regs, BOARD_LEN, 0x28, ro, struct deed_untrusted_u32);
DEED_REG_ARRAY(board_regs, BOARD_CHANNEL, 0x40, 8, 4, rw, u16);
DEED_REG_ARRAY(board_regs, BOARD_STARTS, 0x60, 4, 8, wo, u32);
DEED_REG(board_regs, BOARD_LAST, 0x7f, rw, u8);

/* The smallest region, and one whose size is no power of two */
DEED_MMIO(tiny_regs, 1);
DEED_MMIO(odd_regs, 13);

/* What not every board has */
DEED_MMIO_OPTIONAL(board_optional, board_regs);

struct board {
	struct board_regs regs;
	struct tiny_regs tiny;
	struct odd_regs odd;
	struct board_optional optional;
	struct mmio_log *log;
	u8 *memory;
};

static deed_misuses("the registers are memory of the test") struct board *
make(struct kunit *test, void __iomem *base)
{
	struct board *board = kunit_kzalloc(test, sizeof(*board), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, board);
	KUNIT_ASSERT_EQ(test, board_regs_map(&board->regs, mmio_fake(base)), 0);
	KUNIT_ASSERT_EQ(test, tiny_regs_map(&board->tiny, mmio_fake(base)), 0);
	KUNIT_ASSERT_EQ(test, odd_regs_map(&board->odd, mmio_fake(base)), 0);
	board->memory = (u8 __force *)base;
	return board;
}

static deed_misuses("the test keeps its registers for its cases") int
mmio_test_init(struct kunit *test)
{
	struct mmio_log *log = mmio_log_start(test, NULL, SIZE);
	struct board *board = make(test, log->base);

	board->log = log;
	test->priv = board;
	return 0;
}

/* Regions are used through the shared borrow that callbacks have. */
static const struct board *shared(struct kunit *test)
{
	return test->priv;
}

static void region_is_a_pointer_of_known_size(struct kunit *test)
{
	static_assert(sizeof(struct board_regs) == sizeof(void *));
	static_assert(deed_mmio_size(&shared(test)->regs) == SIZE);
	static_assert(deed_mmio_size(&shared(test)->tiny) == 1);
	static_assert(deed_mmio_size(&shared(test)->odd) == 13);
	static_assert(__builtin_constant_p(deed_mmio_size(&shared(test)->regs)));
}

static deed_misuses("fills registers that are filled") void
mapping_that_failed_fills_nothing(struct kunit *test)
{
	struct board *board = test->priv;
	void __iomem *before = board->regs.__map.__base;

	KUNIT_EXPECT_EQ(test, board_regs_map(&board->regs, mmio_fake(IOMEM_ERR_PTR(-EBUSY))),
			-EBUSY);
	KUNIT_EXPECT_TRUE(test, board->regs.__map.__base == before);
	KUNIT_EXPECT_EQ(test, board_regs_map(&board->regs, mmio_fake(before + 1)), 0);
	KUNIT_EXPECT_TRUE(test, board->regs.__map.__base == before + 1);
}

static deed_misuses("fills registers that are filled") void
region_may_be_optional(struct kunit *test)
{
	struct board *board = test->priv;
	const struct board_regs *regs;

	static_assert(sizeof(struct board_optional) == sizeof(void *));
	KUNIT_EXPECT_NULL(test, board_optional_get(&board->optional));
	KUNIT_EXPECT_EQ(test, board_optional_map(&board->optional,
						 mmio_fake(board->log->base)), 0);
	regs = board_optional_get(&board->optional);
	KUNIT_ASSERT_NOT_NULL(test, regs);
	board->memory[0x0c] = 7;
	KUNIT_EXPECT_EQ(test, deed_reg_read(regs, BOARD_WORD), 7);
	/* there is none; and something is wrong with the one that there is */
	KUNIT_EXPECT_EQ(test, board_optional_map(&board->optional,
						 mmio_fake(IOMEM_ERR_PTR(-ENOENT))), 0);
	KUNIT_EXPECT_NULL(test, board_optional_get(&board->optional));
	KUNIT_EXPECT_EQ(test, board_optional_map(&board->optional,
						 mmio_fake(IOMEM_ERR_PTR(-EBUSY))), -EBUSY);
	KUNIT_EXPECT_NULL(test, board_optional_get(&board->optional));
}

static void register_is_read_where_it_is(struct kunit *test)
{
	const struct board *board = shared(test);

	for (int i = 0; i < SIZE; i++)
		board->memory[i] = i;
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_ID), 0x03020100);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_BYTE), 0x07);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_HALF), 0x0b0a);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_WORD), 0x0f0e0d0c);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_QUAD),
			0x1716151413121110ULL);
	EXPECT_ACCESSES(test, board->log,
			"r32 0=3020100 r8 7=7 r16 a=b0a r32 c=f0e0d0c r64 10=1716151413121110");
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_LAST), 0x7f);
	EXPECT_ACCESSES(test, board->log, "r8 7f=7f");
	static_assert(__same_type(deed_reg_read(&board->regs, BOARD_BYTE), u8));
	static_assert(__same_type(deed_reg_read(&board->regs, BOARD_QUAD), u64));
}

static void register_is_written_where_it_is(struct kunit *test)
{
	const struct board *board = shared(test);
	u8 wanted[SIZE] = {};

	deed_reg_write(&board->regs, BOARD_BYTE, 0x81);
	deed_reg_write(&board->regs, BOARD_HALF, 0x8283);
	deed_reg_write(&board->regs, BOARD_WORD, 0x84858687);
	deed_reg_write(&board->regs, BOARD_QUAD, 0x88898a8b8c8d8e8fULL);
	deed_reg_write(&board->regs, BOARD_LAST, 0xff);
	EXPECT_ACCESSES(test, board->log,
			"w8 7=81 w16 a=8283 w32 c=84858687 w64 10=88898a8b8c8d8e8f w8 7f=ff");
	memcpy(wanted + 0x07, "\x81\0\0\x83\x82\x87\x86\x85\x84", 9);
	memcpy(wanted + 0x10, "\x8f\x8e\x8d\x8c\x8b\x8a\x89\x88", 8);
	wanted[0x7f] = 0xff;
	KUNIT_EXPECT_MEMEQ(test, board->memory, wanted, SIZE);
}

static void split_register_is_accessed_by_halves_the_lower_one_first(struct kunit *test)
{
	const struct board *board = shared(test);

	for (int i = 0; i < SIZE; i++)
		board->memory[i] = i;
	mmio_log_clear(board->log);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_SPLIT), 0x1b1a191817161514ULL);
	EXPECT_ACCESSES(test, board->log, "r32 14=17161514 r32 18=1b1a1918");
	deed_reg_write(&board->regs, BOARD_SPLIT, 0x88898a8b8c8d8e8fULL);
	EXPECT_ACCESSES(test, board->log, "w32 14=8c8d8e8f w32 18=88898a8b");
	deed_reg_write_relaxed(&board->regs, BOARD_SPLIT, 1);
	KUNIT_EXPECT_EQ(test, deed_reg_read_relaxed(&board->regs, BOARD_SPLIT), 1);
	KUNIT_EXPECT_FALSE(test, deed_reg_gone(BOARD_SPLIT, U32_MAX));
	KUNIT_EXPECT_TRUE(test, deed_reg_gone(BOARD_SPLIT, U64_MAX));
}

static void big_endian_register_has_its_first_byte_on_top(struct kunit *test)
{
	const struct board *board = shared(test);
	const struct control control = { 0x01020304 };

	for (int i = 0; i < SIZE; i++)
		board->memory[i] = i;
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_BE_BYTE), 0x07);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_BE_HALF), 0x0a0b);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_BE_WORD), 0x0c0d0e0f);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&board->regs, BOARD_BE_QUAD),
			0x1011121314151617ULL);
	deed_reg_write(&board->regs, BOARD_BE_BYTE, 0x81);
	deed_reg_write(&board->regs, BOARD_BE_HALF, 0x8283);
	deed_reg_write(&board->regs, BOARD_BE_WORD, 0x84858687);
	deed_reg_write(&board->regs, BOARD_BE_QUAD, 0x88898a8b8c8d8e8fULL);
	deed_reg_write(&board->regs, BOARD_BE_CONTROL, control);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 7, "\x81\x08\x09\x82\x83\x84\x85\x86\x87", 9);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 0x10,
			   "\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f", 8);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 0x20, "\1\2\3\4", 4);
	KUNIT_EXPECT_EQ(test,
			control_number(deed_reg_read(&board->regs, BOARD_BE_CONTROL)),
			0x01020304);
}

static void relaxed_access_is_the_relaxed_one(struct kunit *test)
{
	const struct board *board = shared(test);

	deed_reg_write_relaxed(&board->regs, BOARD_BYTE, 1);
	deed_reg_write_relaxed(&board->regs, BOARD_HALF, 2);
	deed_reg_write_relaxed(&board->regs, BOARD_BE_WORD, 3);
	deed_reg_write_relaxed(&board->regs, BOARD_QUAD, 4);
	EXPECT_ACCESSES(test, board->log, "W8 7=1 W16 a=2 W32 c=3000000 W64 10=4");
	KUNIT_EXPECT_EQ(test, deed_reg_read_relaxed(&board->regs, BOARD_BYTE), 1);
	KUNIT_EXPECT_EQ(test, deed_reg_read_relaxed(&board->regs, BOARD_HALF), 2);
	KUNIT_EXPECT_EQ(test, deed_reg_read_relaxed(&board->regs, BOARD_BE_WORD), 3);
	KUNIT_EXPECT_EQ(test, deed_reg_read_relaxed(&board->regs, BOARD_QUAD), 4);
	EXPECT_ACCESSES(test, board->log, "R8 7=1 R16 a=2 R32 c=3000000 R64 10=4");
}

static void register_gives_its_own_type(struct kunit *test)
{
	const struct board *board = shared(test);
	struct control control;
	u32 len = 0;

	board->memory[0x20] = 0x51;
	board->memory[0x28] = 200;
	control = deed_reg_read(&board->regs, BOARD_CONTROL);
	KUNIT_EXPECT_EQ(test, deed_field_get(CONTROL_RUN, control), 1);
	KUNIT_EXPECT_EQ(test, deed_field_get(CONTROL_MODE, control), 5);
	deed_field_set(CONTROL_MODE, &control, 10);
	deed_reg_write(&board->regs, BOARD_CONTROL, control);
	KUNIT_EXPECT_EQ(test, board->memory[0x20], 0xa1);
	KUNIT_EXPECT_EQ(test, deed_check_range(deed_reg_read(&board->regs, BOARD_LEN),
					       0, 100, &len), -EINVAL);
	KUNIT_EXPECT_EQ(test, deed_check_range(deed_reg_read(&board->regs, BOARD_LEN),
					       0, 200, &len), 0);
	KUNIT_EXPECT_EQ(test, len, 200);
}

static void events_are_cleared_by_what_was_seen(struct kunit *test)
{
	const struct board *board = shared(test);
	struct events events;

	board->memory[0x24] = 0x01;
	board->memory[0x25] = 0x80;
	events = deed_reg_read(&board->regs, BOARD_EVENTS);
	KUNIT_EXPECT_EQ(test, deed_field_get(EVENTS_DONE, events), 1);
	deed_reg_clear(&board->regs, BOARD_EVENTS, events);
	deed_reg_clear(&board->regs, BOARD_EVENTS, deed_field_prep(EVENTS_LOST, 1));
	/* The same word, for another register */
	deed_reg_write(&board->regs, BOARD_ACK, events);
	EXPECT_ACCESSES(test, board->log,
			"r16 24=8001 w16 24=8001 w16 24=8000 w16 26=8001");
}

static void modify_changes_one_field(struct kunit *test)
{
	struct board *board = test->priv;

	memcpy(board->memory + 0x20, "\xff\xee\xdd\xcc", 4);
	deed_reg_modify(&board->regs, BOARD_CONTROL, CONTROL_MODE, 6);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 0x20, "\x6f\xee\xdd\xcc", 4);
	deed_reg_modify(&board->regs, BOARD_BE_CONTROL, CONTROL_RUN, 1);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 0x20, "\x6f\xee\xdd\xcd", 4);
	EXPECT_ACCESSES(test, board->log,
			"r32 20=ccddeeff w32 20=ccddee6f r32 20=ccddee6f w32 20=cdddee6f");
}

static void each_of_several_registers_has_its_place(struct kunit *test)
{
	const struct board *board = shared(test);
	u16 value;

	for (int i = 0; i < 4; i++)
		KUNIT_EXPECT_EQ(test, deed_reg_write_at(&board->regs, BOARD_CHANNEL, i,
							0x100 + i), 0);
	EXPECT_ACCESSES(test, board->log,
			"w16 40=100 w16 48=101 w16 50=102 w16 58=103");
	for (int i = 0; i < 4; i++) {
		KUNIT_EXPECT_EQ(test, deed_reg_read_at(&board->regs, BOARD_CHANNEL, i,
						       &value), 0);
		KUNIT_EXPECT_EQ(test, value, 0x100 + i);
	}
	mmio_log_clear(board->log);
	KUNIT_EXPECT_EQ(test, deed_reg_write_at(&board->regs, BOARD_STARTS, 7, 1), 0);
	EXPECT_ACCESSES(test, board->log, "w32 7c=1");
}

static void there_is_no_register_behind_the_last(struct kunit *test)
{
	static const size_t outside[] = { 4, 5, 8, INT_MAX, U32_MAX, LONG_MAX, SIZE_MAX };
	const struct board *board = shared(test);
	u16 value = 17;

	for (size_t i = 0; i < ARRAY_SIZE(outside); i++) {
		KUNIT_EXPECT_EQ(test, deed_reg_read_at(&board->regs, BOARD_CHANNEL,
						       outside[i], &value), -EINVAL);
		KUNIT_EXPECT_EQ(test, deed_reg_write_at(&board->regs, BOARD_CHANNEL,
							outside[i], 1), -EINVAL);
	}
	KUNIT_EXPECT_EQ(test, deed_reg_read_at(&board->regs, BOARD_CHANNEL, -1, &value),
			-EINVAL);
	KUNIT_EXPECT_EQ(test, value, 17);
	EXPECT_ACCESSES(test, board->log, "");
}

#define EXPECT_AT(test, board, n, at, wanted)				\
	do {								\
		size_t __at = (at);					\
		u##n __v = 0x5a;					\
									\
		/* what is known at build time is not clamped */	\
		OPTIMIZER_HIDE_VAR(__at);				\
		KUNIT_EXPECT_EQ_MSG(test, board_regs_read##n##_at(&(board)->regs, \
								  __at, &__v), \
				    wanted, "read%d at %#zx", n, __at);	\
		KUNIT_EXPECT_EQ_MSG(test, board_regs_write##n##_at(&(board)->regs, \
								   __at, 0), \
				    wanted, "write%d at %#zx", n, __at); \
		KUNIT_EXPECT_EQ(test, __v, wanted ? 0x5a : 0);		\
	} while (0)

static void offset_must_be_inside_and_aligned(struct kunit *test)
{
	const struct board *board = shared(test);

	EXPECT_AT(test, board, 8, 0, 0);
	EXPECT_AT(test, board, 8, 0x7f, 0);
	EXPECT_ACCESSES(test, board->log, "r8 0=0 w8 0=0 r8 7f=0 w8 7f=0");
	EXPECT_AT(test, board, 16, 0x7e, 0);
	EXPECT_AT(test, board, 32, 0x7c, 0);
	EXPECT_AT(test, board, 64, 0x78, 0);
	EXPECT_ACCESSES(test, board->log,
			"r16 7e=0 w16 7e=0 r32 7c=0 w32 7c=0 r64 78=0 w64 78=0");
	EXPECT_AT(test, board, 16, 0x41, -EINVAL);
	EXPECT_AT(test, board, 32, 0x42, -EINVAL);
	EXPECT_AT(test, board, 64, 0x44, -EINVAL);
	EXPECT_AT(test, board, 64, 0x7f, -EINVAL);
	EXPECT_AT(test, board, 8, 0x80, -ERANGE);
	EXPECT_AT(test, board, 16, 0x80, -ERANGE);
	EXPECT_AT(test, board, 32, 0x80, -ERANGE);
	EXPECT_AT(test, board, 64, 0x80, -ERANGE);
	EXPECT_AT(test, board, 8, SIZE_MAX, -ERANGE);
	EXPECT_AT(test, board, 16, SIZE_MAX - 1, -ERANGE);
	EXPECT_AT(test, board, 32, SIZE_MAX - 3, -ERANGE);
	EXPECT_AT(test, board, 64, SIZE_MAX - 7, -ERANGE);
	EXPECT_AT(test, board, 32, (size_t)LONG_MAX + 1, -ERANGE);
	EXPECT_ACCESSES(test, board->log, "");
}

static void small_region_has_no_room_for_wide_accesses(struct kunit *test)
{
	const struct board *board = shared(test);
	u8 byte = 1;
	u32 word = 17;

	KUNIT_EXPECT_EQ(test, tiny_regs_read8_at(&board->tiny, 0, &byte), 0);
	KUNIT_EXPECT_EQ(test, tiny_regs_read32_at(&board->tiny, 0, &word), -ERANGE);
	KUNIT_EXPECT_EQ(test, tiny_regs_write64_at(&board->tiny, 0, 0), -ERANGE);
	KUNIT_EXPECT_EQ(test, odd_regs_read32_at(&board->odd, 8, &word), 0);
	KUNIT_EXPECT_EQ(test, odd_regs_read32_at(&board->odd, 12, &word), -ERANGE);
	EXPECT_ACCESSES(test, board->log, "r8 0=0 r32 8=0");
}

static void bytes_are_copied_inside_of_the_region(struct kunit *test)
{
	const struct board *board = shared(test);
	u8 buffer[SIZE + 1] = {};
	struct deed_bytes all = { buffer, SIZE }, some = { buffer, 5 };
	struct deed_bytes none = { buffer, 0 }, more = { buffer, SIZE + 1 };

	for (int i = 0; i < SIZE; i++)
		board->memory[i] = i;
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, 0, all), 0);
	KUNIT_EXPECT_MEMEQ(test, buffer, board->memory, SIZE);
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, 0x7b, some), 0);
	KUNIT_EXPECT_MEMEQ(test, buffer, "\x7b\x7c\x7d\x7e\x7f\x05", 6);
	memset(buffer, 0xee, sizeof(buffer));
	KUNIT_EXPECT_EQ(test, board_regs_write_bytes(&board->regs, 0x31, some), 0);
	KUNIT_EXPECT_MEMEQ(test, board->memory + 0x30,
			   "\x30\xee\xee\xee\xee\xee\x36", 7);
	EXPECT_ACCESSES(test, board->log, "copy 0+128 out copy 7b+5 out copy 31+5 in");

	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, SIZE, none), 0);
	KUNIT_EXPECT_EQ(test, board_regs_write_bytes(&board->regs, 0, none), 0);
	mmio_log_clear(board->log);
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, SIZE + 1, none), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, 0x7c, some), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_write_bytes(&board->regs, 0x7c, some), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_write_bytes(&board->regs, 1, all), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, 0, more), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_read_bytes(&board->regs, SIZE_MAX, some), -ERANGE);
	KUNIT_EXPECT_EQ(test, board_regs_write_bytes(&board->regs, SIZE_MAX - 4, some),
			-ERANGE);
	EXPECT_ACCESSES(test, board->log, "");
}

static void device_that_is_gone_answers_ones(struct kunit *test)
{
	const struct board *board = shared(test);

	memset(board->memory, 0xff, SIZE);
	KUNIT_EXPECT_TRUE(test, deed_reg_gone(BOARD_BYTE, deed_reg_read(&board->regs,
									BOARD_BYTE)));
	KUNIT_EXPECT_TRUE(test, deed_reg_gone(BOARD_EVENTS, deed_reg_read(&board->regs,
									  BOARD_EVENTS)));
	KUNIT_EXPECT_TRUE(test, deed_reg_gone(BOARD_CONTROL, deed_reg_read(&board->regs,
									   BOARD_CONTROL)));
	KUNIT_EXPECT_TRUE(test, deed_reg_gone(BOARD_QUAD, deed_reg_read(&board->regs,
									BOARD_QUAD)));
	KUNIT_EXPECT_FALSE(test, deed_reg_gone(BOARD_BYTE, 0xfe));
	KUNIT_EXPECT_FALSE(test, deed_reg_gone(BOARD_WORD, 0x7fffffff));
	KUNIT_EXPECT_FALSE(test, deed_reg_gone(BOARD_QUAD, U32_MAX));
	KUNIT_EXPECT_FALSE(test, deed_reg_gone(BOARD_EVENTS, (struct events){}));
}

/* A device that is ready when it was asked often enough */
static u64 slow_read(struct mmio_log *log, size_t offset, size_t width)
{
	unsigned int *asked = log->data;

	return ++*asked > 2 ? 1 : 0;
}

static void register_is_polled(struct kunit *test)
{
	const struct board *board = shared(test);
	unsigned int asked = 0;
	struct control c;
	u32 id;

	board->log->read = slow_read;
	board->log->data = &asked;
	KUNIT_EXPECT_EQ(test, deed_reg_poll(&board->regs, BOARD_CONTROL, c,
					    deed_field_get(CONTROL_RUN, c), 10, 10000000), 0);
	KUNIT_EXPECT_EQ(test, deed_field_get(CONTROL_RUN, c), 1);
	EXPECT_ACCESSES(test, board->log, "r32 20=0 r32 20=0 r32 20=1");
	asked = 0;
	KUNIT_EXPECT_EQ(test, deed_reg_poll_atomic(&board->regs, BOARD_ID, id, id == 1,
						   1, 10), 0);
	KUNIT_EXPECT_EQ(test, id, 1);
	EXPECT_ACCESSES(test, board->log, "r32 0=0 r32 0=0 r32 0=1");
	KUNIT_EXPECT_EQ(test, deed_reg_poll_atomic(&board->regs, BOARD_ID, id, !id, 5, 5),
			-ETIMEDOUT);
	EXPECT_ACCESSES(test, board->log, "r32 0=1 r32 0=1");
}

/* What a fake does with a write: it counts them by themselves. */
static void note_write(struct mmio_log *log, size_t offset, size_t width, u64 value)
{
	u64 *sum = log->data;

	*sum += value;
}

static void log_tells_regions_and_marks_apart(struct kunit *test)
{
	const struct board *board = shared(test);
	struct mmio_log *log = mmio_log_start(test, NULL, SIZE);
	const struct board *other = make(test, log->base);
	const struct board *unwatched =
		make(test, (void __iomem __force *)kunit_kzalloc(test, SIZE, GFP_KERNEL));
	u64 sum = 0;

	log->write = note_write;
	log->data = &sum;
	deed_reg_write(&other->regs, BOARD_WORD, 40);
	mmio_log_mark(log, "quiet");
	deed_reg_write(&board->regs, BOARD_WORD, 1);
	deed_reg_write(&other->regs, BOARD_WORD, 2);
	deed_reg_write(&unwatched->regs, BOARD_BYTE, 9);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&other->regs, BOARD_WORD), 0);
	EXPECT_ACCESSES(test, log, "w32 c=28 quiet w32 c=2 r32 c=0");
	EXPECT_ACCESSES(test, board->log, "w32 c=1");
	KUNIT_EXPECT_EQ(test, sum, 42);
	KUNIT_EXPECT_EQ(test, deed_reg_read(&unwatched->regs, BOARD_BYTE), 9);
	KUNIT_EXPECT_EQ(test, unwatched->memory[7], 9);
	EXPECT_ACCESSES(test, log, "");
}

static struct kunit_case mmio_cases[] = {
	KUNIT_CASE(region_is_a_pointer_of_known_size),
	KUNIT_CASE(mapping_that_failed_fills_nothing),
	KUNIT_CASE(region_may_be_optional),
	KUNIT_CASE(register_is_read_where_it_is),
	KUNIT_CASE(register_is_written_where_it_is),
	KUNIT_CASE(split_register_is_accessed_by_halves_the_lower_one_first),
	KUNIT_CASE(big_endian_register_has_its_first_byte_on_top),
	KUNIT_CASE(relaxed_access_is_the_relaxed_one),
	KUNIT_CASE(register_gives_its_own_type),
	KUNIT_CASE(events_are_cleared_by_what_was_seen),
	KUNIT_CASE(modify_changes_one_field),
	KUNIT_CASE(each_of_several_registers_has_its_place),
	KUNIT_CASE(there_is_no_register_behind_the_last),
	KUNIT_CASE(offset_must_be_inside_and_aligned),
	KUNIT_CASE(small_region_has_no_room_for_wide_accesses),
	KUNIT_CASE(bytes_are_copied_inside_of_the_region),
	KUNIT_CASE(device_that_is_gone_answers_ones),
	KUNIT_CASE(register_is_polled),
	KUNIT_CASE(log_tells_regions_and_marks_apart),
	{}
};

static struct kunit_suite mmio_suite = {
	.name = "deed_mmio",
	.init = mmio_test_init,
	.test_cases = mmio_cases,
};

kunit_test_suite(mmio_suite);

MODULE_DESCRIPTION("Tests of memory-mapped registers");
MODULE_LICENSE("GPL");
