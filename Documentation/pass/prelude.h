/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What every piece of code on these pages begins with.
 */
#include <linux/module.h>

#include <deed/lock.h>
#include <deed/ref.h>

/* A box that owns one number. */
DEED_BOX(word_box, u32, deed_plain);

/* What a thing keeps under its lock. */
struct mail {
	DEED_SLOT(word_box) last;
	unsigned int count;
};

DEED_CELL_TYPE(mail_cell, mutex, struct mail);

/* An object that is shared: whoever has a reference sees it const. */
struct thing {
	struct deed_refcount refs;
	struct mail_cell mail;
	u32 id;
};

static void thing_release(struct thing *t)
{
	word_box_slot_drop(&deed_cell_excl(&t->mail)->last);
}

DEED_REF(thing_ref, struct thing, refs, thing_release);

/* In another file of the module. Takes the box, also when it fails. */
int word_send(struct word_box box);
