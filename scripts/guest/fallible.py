# SPDX-License-Identifier: GPL-2.0
"""The steps of a module that a test can make fail: abstractions/deed/inject.h.

Their names stand in a section of the debug kernel's modules. A driver has those of
its own module, and those of deed.ko that the functions it calls there can reach.
"""

import re
import subprocess
from pathlib import Path
from typing import Dict, Set

import initramfs

SECTION = 'deed_steps'
FUNCTION = re.compile(r'^[0-9a-f]+ <([^>]+)>:$')
CALLED = re.compile(r'\b(?:call|jmp)\s+[0-9a-f]+ <([^>+]+)>|R_X86_64_PLT32\s+(\w+)-0x4')
STEP = re.compile(r'R_X86_64_32S\s+' + SECTION + r'(?:\+0x([0-9a-f]+))?$')


def _output(*command: str) -> bytes:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def _section(module: Path) -> bytes:
    return _output('objcopy', '-O', 'binary', f'--only-section={SECTION}', str(module),
                   '/dev/stdout')


def _own(module: Path) -> Set[str]:
    """The steps of a module, whoever reaches them."""
    return {text.decode() for text in _section(module).split(b'\0') if text}


class _Library:
    """deed.ko: which functions call which, and what each does that may fail."""

    def __init__(self, module: Path):
        names = _section(module)
        self.calls: Dict[str, Set[str]] = {}
        self.steps: Dict[str, Set[str]] = {}
        now = ''
        for line in _output('objdump', '-dr', str(module)).decode().splitlines():
            head, step = FUNCTION.match(line), STEP.search(line)
            if head:
                now = head.group(1)
                self.calls.setdefault(now, set())
                self.steps.setdefault(now, set())
            elif step:
                start = int(step.group(1) or '0', 16)
                self.steps[now].add(names[start:names.index(b'\0', start)].decode())
            elif now:
                self.calls[now] |= {name for called in CALLED.findall(line)
                                    for name in called if name}
        found = set().union(*self.steps.values())
        if found != _own(module):
            raise SystemExit(f'deed: {module}: no function was found that has the steps '
                             f'{sorted(_own(module) - found)}')

    def reached(self, names: Set[str]) -> Set[str]:
        """The steps of functions, and of what they call."""
        todo, seen = list(names), set()
        while todo:
            name = todo.pop()
            if name in self.calls and name not in seen:
                seen.add(name)
                todo += self.calls[name]
        return set().union(*(self.steps[name] for name in seen))


def _written() -> Set[str]:
    """All that there are, whether a module has them or not."""
    return {step for path in (initramfs.TOP / 'abstractions').glob('*/*.[ch]')
            for step in re.findall(r'\bdeed_injected\("([^"]+)"\)',
                                   path.read_text(encoding='utf-8'))}


def steps(module: str, kernel: str = 'debug') -> Set[str]:
    """The steps of a module by its name."""
    built = initramfs.modules(kernel)
    if module == 'deed_inject_kunit':   # the suite that takes all that deed can take
        return _own(built[module]) | _written()
    imports = _output('nm', '-u', str(built[module])).decode().split()
    return _own(built[module]) | _Library(built['deed']).reached(set(imports))
