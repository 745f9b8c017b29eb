# SPDX-License-Identifier: GPL-2.0
"""The machine of arm64 guests: QEMU's model of a board, with a PHY that phylib drives.

It has two PL011, and a Cadence GEM (macb) with Marvell's 88E1111 at address 0x17. Its
own device tree says that the link is fixed, and so hides the PHY; there it gets one, with
LEDs. It has no PCI.
"""

import subprocess
from pathlib import Path
from typing import List

MACHINE = ['qemu-system-aarch64', '-M', 'xlnx-versal-virt']
# two for Linux, and two for real time, which stand still
CPUS = ['-smp', '4']
MEMORY = ['-m', '1G']
GEM = '/ethernet@ff0c0000'
PHY = f'{GEM}/ethernet-phy@17'
# What is to hang on its outputs for LEDs: function, and color (dt-bindings/leds/common.h)
LEDS = {0: ('activity', 2), 5: ('lan', 4)}
# scripts/guest/semihosting.c says it; the second PL011 is for what steps print
VERDICT = ['-semihosting-config', 'enable=on,target=native,userspace=on']
COMMAND_LINE = 'console=ttyAMA0 SERIAL=ttyAMA1'


def device_tree(folder: Path, kernel: Path) -> Path:
    """The machine's own, with the PHY and its LEDs in place of the fixed link."""
    tree = folder / 'arm64.dtb'
    # only where it has a kernel it says how the second CPU is started
    subprocess.run([MACHINE[0], MACHINE[1], f'{MACHINE[2]},dumpdtb={tree}', *CPUS, *MEMORY,
                    '-display', 'none', '-kernel', kernel], check=True, capture_output=True)

    def put(*arguments: str) -> None:
        subprocess.run(['fdtput', *arguments], check=True)

    handle = subprocess.run(['fdtget', '-t', 'x', tree, GEM, 'phy-handle'], check=True, text=True,
                            stdout=subprocess.PIPE).stdout.strip()
    put('-r', str(tree), f'{GEM}/fixed-link')
    put('-c', str(tree), PHY)
    put('-t', 'x', str(tree), PHY, 'reg', '17')
    put('-t', 'x', str(tree), PHY, 'phandle', handle)
    put('-c', str(tree), f'{PHY}/leds')
    put('-t', 'x', str(tree), f'{PHY}/leds', '#address-cells', '1')
    put('-t', 'x', str(tree), f'{PHY}/leds', '#size-cells', '0')
    for number, (function, color) in LEDS.items():
        led = f'{PHY}/leds/led@{number}'
        put('-c', str(tree), led)
        put('-t', 'x', str(tree), led, 'reg', str(number))
        put('-t', 's', str(tree), led, 'function', function)
        put('-t', 'x', str(tree), led, 'color', str(color))
    return tree


def command(kernel: Path, archive: Path, append: str) -> List[str]:
    """The QEMU command line, without its serial ports."""
    return [*MACHINE, *CPUS, *MEMORY, '-accel', 'tcg,thread=multi',
            '-nodefaults', '-display', 'none', '-no-reboot', *VERDICT,
            '-dtb', str(device_tree(archive.parent, kernel)), '-kernel', str(kernel),
            '-initrd', str(archive), '-append', f'{COMMAND_LINE} {append}'.strip()]
