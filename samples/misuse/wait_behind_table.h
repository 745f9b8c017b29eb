/* SPDX-License-Identifier: GPL-2.0 */
/* A table that another file of the module fills: see wait_behind_table.c. */

struct meter_ops {
	int (*settle)(u32 channel);
};

extern const struct meter_ops meter_ops;
int meter_settle(u32 channel);
