/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * /dev/deed-hda-<N>: asks the codecs of an audio controller.
 */
#ifndef _DEED_HDA_H
#define _DEED_HDA_H

#include <linux/ioctl.h>
#include <linux/types.h>

/**
 * struct deed_hda_verb - what a codec is asked, and what it says
 * @verb: codec (31:28), node (27:20), verb and its parameter (19:0)
 * @answer: of the codec
 */
struct deed_hda_verb {
	__u32 verb;
	__u32 answer;
};

/* 0; -ENXIO if there is no such codec; -ETIMEDOUT if it does not answer. */
#define DEED_HDA_VERB _IOWR('H', 0xd0, struct deed_hda_verb)

#endif /* _DEED_HDA_H */
