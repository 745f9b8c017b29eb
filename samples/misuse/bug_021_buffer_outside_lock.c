// SPDX-License-Identifier: GPL-2.0
/*
 * CVE-2020-27786, ALSA: rawmidi: Fix racy buffer resize under concurrent accesses.
 * The lock is let go of around a copy from user space, which goes into a buffer that
 * a resize frees meanwhile.
 */
#include <linux/module.h>

#include <deed/box.h>
#include <deed/lock.h>
#include <deed/user.h>

DEED_ARRAY(byte_array, u8);
DEED_CELL_TYPE(midi_buffer, mutex, struct byte_array);

static __used size_t midi_write(const struct midi_buffer *cell, struct deed_iter_reader *in)
{
#ifdef MISUSE
	struct byte_array *buffer;

	{
		deed_lock(mutex, b, cell);
		buffer = b;
	}
	return deed_iter_read(in, byte_array_bytes(buffer)); /* error: [deed-borrow-dead] */
#else
	deed_lock(mutex, buffer, cell);
	return deed_iter_read(in, byte_array_bytes(buffer));
#endif
}

MODULE_DESCRIPTION("misuse: bug 021 buffer outside lock");
MODULE_LICENSE("GPL");
