# SPDX-License-Identifier: GPL-2.0
"""Boot a kernel in QEMU, with devices that can be pulled, and collect its logs.

Emulation is the default. /dev/kvm may exist and still not run a guest, so KVM=1
uses it only after a guest has really booted with it.
"""

import os
import re
import subprocess
import time
from pathlib import Path
from typing import Callable, List, NamedTuple, Optional

import arm64
import initramfs
import monitor

TOP = Path(__file__).resolve().parents[2]
LINUX = TOP / 'build/linux'
MARK = re.compile(r'@deed begin (\d+) (.*)')
# the guest wrote 0x10 to isa-debug-exit, or says so by semihosting (semihosting.c)
VERDICT = 33

# An oops ends the guest: what would follow it is worth nothing. The timeouts
# that the kernel itself has are stretched, for a host that is busy with other
# things looks like a stall from inside, and like a clock that runs wrong: TCG's time
# stamp counter is the host's. Tests may look at a device's registers.
X86 = 'console=ttyS0 no_timer_check tsc=reliable'
COMMAND_LINE = ('loglevel=6 log_buf_len=4M printk.devkmsg=on '
                'kunit.enable=1 oops=panic panic=-1 iomem=relaxed '
                'rcupdate.rcu_cpu_stall_timeout=120 watchdog_thresh=60 '
                'workqueue.watchdog_thresh=180 '
                'sysctl.kernel.hung_task_timeout_secs=240')


class Outcome(NamedTuple):
    """How a guest ended."""
    status: Optional[int]   # QEMU's exit status, None if it had to be killed
    kernel: List[str]       # kernel log
    output: List[str]       # what steps and programs printed
    seconds: float
    errors: List[str] = []  # what of the guest's requests QEMU refused


def image(kernel: str) -> Path:
    """What QEMU boots: vmlinux through PVH, or the stock kernel's own image."""
    if kernel == 'stock':
        return next((LINUX / 'stock/boot').glob('vmlinuz-*'))
    if kernel == 'arm64':
        return LINUX / kernel / 'arch/arm64/boot/Image'
    return LINUX / kernel / 'vmlinux'


def command(kernel: str, archive: Path, serial: List[str], append: str = '',
            kvm: bool = False, exact: bool = False) -> List[str]:
    """The QEMU command line; serial: where its serial ports go.

    exact: one CPU, whose time stamp counter counts instructions.
    """
    ports = [word for port in serial for word in ('-serial', port)]
    if kernel == 'arm64':
        return arm64.command(image(kernel), archive, f'{COMMAND_LINE} {append}') + ports
    # A thread a CPU finds more races, but see JUMP_LABEL in base.config: the
    # stock kernel patches itself, and must not run so.
    threads = 'single' if exact or kernel == 'stock' else 'multi'
    accel = ['-accel', 'kvm', '-cpu', 'host'] if kvm else \
            ['-accel', f'tcg,thread={threads}', '-cpu', 'qemu64']
    memory = '1G' if kernel == 'debug' else '512M'
    cpus = '1' if exact else '4' if kernel == 'kcsan' else '2'
    line = ['qemu-system-x86_64', *accel, '-M', 'q35', '-smp', cpus,
            '-m', memory, '-nodefaults', '-display', 'none', '-no-reboot',
            '-device', 'isa-debug-exit,iobase=0x501,iosize=4',
            '-kernel', str(image(kernel)), '-initrd', str(archive),
            '-append', f'{X86} {COMMAND_LINE} {append}'.strip(), *monitor.devices()]
    # on the board, with nobody on the other side, and nobody who listens
    line += ['-device', 'e1000,addr=12,romfile=']
    line += ['-audiodev', 'none,id=silence', '-device', 'intel-hda,id=hda,addr=13',
             '-device', 'hda-output,bus=hda.0,audiodev=silence']
    if exact:
        line += ['-icount', 'shift=0,sleep=off']
    return line + ports


def _read(path: Path, growing: bool = False) -> List[str]:
    """A log, whatever bytes are in it; while it grows, what is whole of it."""
    text = path.read_bytes().decode('utf-8', 'replace') if path.exists() else ''
    if growing:
        text = text[:text.rfind('\n') + 1]
    return text.replace('\r', '').splitlines()


def boot(kernel: str, archive: Path, folder: Path, timeout: float, append: str = '',
         kvm: bool = False, follow: Callable[[List[str]], None] = lambda lines: None,
         exact: bool = False, more: List[str] = ()) -> Outcome:
    """Boot, wait, and return the logs, which also stay in folder.

    follow is called now and then with all lines that steps printed so far; more:
    arguments for QEMU.
    """
    logs = [folder / 'kernel.log', folder / 'output.log']
    for log in logs:
        log.unlink(missing_ok=True)
    start = time.monotonic()
    host = monitor.Monitor()
    line = command(kernel, archive, [f'file:{log}' for log in logs], append, kvm, exact)
    with subprocess.Popen([*line, *host.arguments, *more],
                          stdin=subprocess.DEVNULL, pass_fds=host.pass_fds,
                          stderr=(folder / 'qemu.log').open('wb')) as qemu:
        try:
            while qemu.poll() is None and time.monotonic() - start < timeout:
                time.sleep(0.1)
                output = _read(logs[1], growing=True)
                host.serve(output)
                follow(output)
            status = qemu.poll()
        finally:
            qemu.kill()
            host.close()
    follow(_read(logs[1]))
    return Outcome(status, _read(logs[0]), _read(logs[1]), time.monotonic() - start,
                   host.errors)


def want_kvm(folder: Path) -> bool:
    """KVM=1 asks for it, and a real boot must have worked with it."""
    if os.environ.get('KVM', '0') in ('', '0') or not os.access('/dev/kvm', os.W_OK):
        return False
    boot_id = Path('/proc/sys/kernel/random/boot_id').read_text(encoding='ascii').strip()
    answer = TOP / 'build' / f'.kvm-{boot_id}'
    if not answer.exists():
        folder.mkdir(parents=True, exist_ok=True)
        archive = folder / 'kvm.cpio'
        kernel = 'release' if (LINUX / 'release').exists() else 'stock'
        init = (TOP / 'scripts/guest/init').read_text(encoding='utf-8')
        initramfs.pack(archive, {'/init': init, '/plan': ''}, {}, [])
        works = boot(kernel, archive, folder, 30, kvm=True).status == VERDICT
        answer.write_text('works' if works else 'does not work', encoding='ascii')
    return answer.read_text(encoding='ascii') == 'works'
