// SPDX-License-Identifier: GPL-2.0
/*
 * The verdict of an arm64 guest: QEMU exits with the status that its isa-debug-exit
 * gives on x86. A panic, a reset and a power-off exit with 0.
 *
 * Source: Arm, Semihosting for AArch32 and AArch64, 3.2 (HLT 0xF000), 5.7 (SYS_EXIT)
 * and 5.7.2 (ADP_Stopped_ApplicationExit). QEMU listens to user space only with
 * -semihosting-config userspace=on.
 */
#define SYS_EXIT		0x18
#define APPLICATION_EXIT	0x20026
#define VERDICT			33

int main(void)
{
	unsigned long why[] = { APPLICATION_EXIT, VERDICT };

	asm volatile("mov x0, %0\n\t"
		     "mov x1, %1\n\t"
		     "hlt #0xf000"
		     : : "i"(SYS_EXIT), "r"(why) : "x0", "x1", "memory");
	return 1; /* nobody listened */
}
