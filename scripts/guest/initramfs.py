# SPDX-License-Identifier: GPL-2.0
"""Pack busybox, modules and programs into the guest's file system.

The kernel's own gen_init_cpio writes the archive: it makes device nodes
without being root.
"""

import os
import re
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Dict, Iterable, List

TOP = Path(__file__).resolve().parents[2]
BUILD = TOP / 'build'
BUSYBOX = Path('/bin/busybox')
BUSYBOX_ARM64 = BUILD / 'linux/busybox/bin/busybox'
FOLDERS = ['bin', 'dev', 'modules', 'proc', 'programs', 'root', 'sys', 'tmp']
# What people use, as Debian has it: scripts/setup installs it
TOOLS = ['ethtool', 'ip']


def _packer() -> Path:
    """Compile gen_init_cpio, once; or more often, if several guests begin together."""
    tool = BUILD / 'gen_init_cpio'
    source = BUILD / 'linux/source/usr/gen_init_cpio.c'
    if not tool.exists():
        temp = tool.with_suffix(f'.{os.getpid()}.{threading.get_ident()}')
        subprocess.run(['gcc', '-O2', '-o', temp, source], check=True)
        temp.rename(tool)
    return tool


def modules(kernel: str) -> Dict[str, Path]:
    """The modules that were built for a kernel, by name, and what they want of it."""
    farm = BUILD / kernel
    order = (farm / 'modules.order').read_text(encoding='utf-8').split()
    found = [(farm / line).with_suffix('.ko') for line in order]
    found += (BUILD / 'linux' / kernel).glob('lib/kunit/kunit.ko')
    found += (BUILD / 'linux' / kernel).glob('modules/*.ko')
    # beside what was made of it, as ports and as drivers/phy/m88e1111.c
    found += (BUILD / 'linux' / kernel).glob('drivers/net/phy/marvell.ko')
    ports = tuple(port.parent.name for port in (TOP / 'ports').glob('*/Kbuild'))
    found += [path for path in (BUILD / 'linux' / kernel).glob('drivers/**/*.ko')
              if module_name(path).endswith(ports)]
    return {module_name(path): path for path in found}


def own_modules(folder: Path, kernel: str) -> Dict[str, Path]:
    """Those that `make modules M=folder` has built: deed.ko first."""
    found = [BUILD / 'host/abstractions/deed.ko', *sorted(folder.glob('*.ko'))]
    found += (BUILD / 'linux' / kernel).glob('lib/kunit/kunit.ko')
    return {module_name(path): path for path in found}


def own_programs(folder: Path) -> Dict[str, Path]:
    """The test programs of such a folder, compiled as scripts/guest/programs does."""
    out = BUILD / 'own'
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for source in sorted(folder.glob('*_test.c')):
        subprocess.run(['gcc', '-O2', '-Wall', '-Wextra', '-static', '-pthread', '-isystem',
                        BUILD / 'linux/source/tools/testing/selftests',
                        f"-I{TOP / 'scripts/guest'}", '-o', out / source.stem, source], check=True)
    return {f'/programs/{path.name}': path for path in sorted(out.iterdir())}


def module_name(path: Path) -> str:
    """What the kernel calls a module."""
    return path.stem.replace('-', '_')


def busybox(kernel: str) -> Path:
    """The shell and its tools, for the machine that a kernel is for."""
    return BUSYBOX_ARM64 if kernel == 'arm64' else BUSYBOX


def programs(kernel: str = '') -> Dict[str, Path]:
    """The test programs, by name."""
    folder = BUILD / ('programs-arm64' if kernel == 'arm64' else 'programs')
    return {path.name: path for path in sorted(folder.glob('*'))}


def tools() -> Dict[str, Path]:
    """Tools with the libraries that they want, by their place in the guest."""
    found = {}
    for tool in TOOLS:
        place = shutil.which(tool, path='/usr/sbin:/sbin:/usr/bin:/bin')
        if not place:
            raise SystemExit(f'deed: there is no {tool}: call make as root, once')
        found[f'/programs/{tool}'] = Path(place)
        said = subprocess.run(['ldd', place], check=True, text=True, stdout=subprocess.PIPE).stdout
        found.update({path: Path(path) for path in re.findall(r'(/\S+) \(0x', said)})
    return found


def pack(out: Path, texts: Dict[str, str], files: Dict[str, Path],
         kos: Iterable[Path], shell: Path = BUSYBOX) -> None:
    """Write the archive OUT.

    texts: contents by path in the guest; files: host files by path in the
    guest, executable; kos: modules, which land in /modules; shell: the guest's busybox, which
    is called by the names that this machine's has.
    """
    applets = subprocess.run([BUSYBOX, '--list'], check=True, text=True,
                             stdout=subprocess.PIPE).stdout.split()
    folders = {str(parent)[1:] for path in files for parent in Path(path).parents} - {''}
    spec = [f'dir /{folder} 755 0 0' for folder in sorted({*FOLDERS, *folders})]
    spec += ['nod /dev/console 600 0 0 c 5 1', 'nod /dev/null 666 0 0 c 1 3',
             f'file /bin/busybox {shell} 755 0 0']
    spec += [f'slink /bin/{applet} busybox 777 0 0' for applet in applets
             if applet != 'busybox']
    out.parent.mkdir(parents=True, exist_ok=True)
    for path, text in texts.items():
        copy = out.parent / ('guest' + path.replace('/', '-'))
        copy.write_text(text, encoding='utf-8')
        spec.append(f'file {path} {copy} 755 0 0')
    spec += [f'file {path} {source} 755 0 0' for path, source in files.items()]
    spec += [f'file /modules/{module_name(ko)}.ko {ko} 644 0 0' for ko in kos]
    spec_file = out.with_suffix('.spec')
    spec_file.write_text('\n'.join(spec) + '\n', encoding='utf-8')
    with out.open('wb') as archive:
        subprocess.run([_packer(), spec_file], check=True, stdout=archive)
