# SPDX-License-Identifier: GPL-2.0
"""What an object file tells without being run: bytes, stack, locks, calls.

A function is counted together with the functions of its own file that it calls,
so that code which one side inlines and the other does not is counted on both.
"""

import re
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple, Set

FUNCTION = re.compile(r'^[0-9a-f]+ <([^>]+)>:$')
RELOCATION = re.compile(r'^\s+([0-9a-f]+): R_X86_64_(?:PLT32|PC32)\s+(\S+)')
CODE = re.compile(r'^\s*([0-9a-f]+):\s+(.*)$')
CALLED = re.compile(r'^(?:call|jmp)\s+[0-9a-f]+ <([^>+]+)>')
SECTIONS = ['.text', '.rodata', '.data', '.bss', '.init.text', '.exit.text']


class Function(NamedTuple):
    """One function, or several together."""
    size: int               # bytes of code
    stack: int              # bytes at most, without what outer functions use
    locked: int             # instructions with a lock prefix
    calls: int              # calls out of the file
    indirect: int           # calls through a pointer
    local: Set[str]         # functions of the same file that it calls


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def _sizes(path: Path) -> Dict[str, int]:
    """Bytes of each function, without the padding behind it."""
    rows = [line.split() for line in _output('nm', '-S', str(path)).splitlines()]
    return {row[3]: int(row[1], 16) for row in rows
            if len(row) == 4 and row[2] in 'tT' and not row[3].startswith('__pfx_')}


def _function(lines: List[str], name: str, size: int) -> Function:
    stack, depth, locked, calls, indirect = 8, 8, 0, 0, 0
    local: Set[str] = set()
    for line in lines:
        relocation = RELOCATION.match(line)
        if relocation:
            target = relocation.group(2)
            if '__x86_indirect_thunk' in target:
                indirect += 1
            elif target.endswith('-0x4') and 'return_thunk' not in target:
                calls += 1 if last.startswith(('call', 'jmp')) else 0
            continue
        code = CODE.match(line)
        if not code:
            continue
        last = code.group(2)
        locked += last.startswith('lock ')
        indirect += bool(re.match(r'(?:call|jmp)\s+\*', last))
        if last.startswith('push'):
            depth += 8
        frame = re.match(r'sub\s+\$0x([0-9a-f]+),%rsp', last)
        if frame:
            depth += int(frame.group(1), 16)
        stack = max(stack, depth)
        if last.startswith(('pop', 'ret')) or re.match(r'add\s+\$0x[0-9a-f]+,%rsp', last):
            depth = stack
        called = CALLED.match(last)
        if called and called.group(1) != name:
            local.add(called.group(1))
    return Function(size, stack, locked, calls, indirect, local)


def functions(path: Path) -> Dict[str, Function]:
    """Every function of an object file, by name."""
    found, name, lines = {}, '', []
    sizes = _sizes(path)
    for line in _output('objdump', '-dr', '--no-show-raw-insn', str(path)).splitlines() + ['0 <>:']:
        head = FUNCTION.match(line) or line == '0 <>:'
        if head:
            if name in sizes:
                found[name] = _function(lines, name, sizes[name])
            name, lines = ('' if head is True else head.group(1)), []
        else:
            lines.append(line)
    return found


def together(table: Dict[str, Function], name: str, shared: Set[str] = frozenset()) -> Function:
    """Functions with what they call in their file, except for what is shared."""
    first = name.split()
    names, todo = set(), list(first)
    while todo:
        now = todo.pop()
        if now in table and now not in names and (now in first or now not in shared):
            names.add(now)
            todo += table[now].local
    parts = [table[n] for n in names]
    return Function(sum(p.size for p in parts), max(p.stack for p in parts),
                    sum(p.locked for p in parts), sum(p.calls for p in parts),
                    sum(p.indirect for p in parts), names)


def sections(path: Path) -> Dict[str, int]:
    """Bytes of each kind of section."""
    total = dict.fromkeys(SECTIONS, 0)
    for line in _output('size', '-A', str(path)).splitlines():
        word = line.split()
        if len(word) != 3:
            continue
        for kind in SECTIONS:
            if word[0] == kind or word[0].startswith(kind + '.'):
                total[kind] += int(word[1])
    return total


def sizeof(module: Path, name: str) -> int:
    """Bytes of a struct, from the module's type information; 0 if it has none."""
    done = subprocess.run(['pahole', '-s', str(module)], text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for line in done.stdout.splitlines():
        word = line.split('\t')
        if word[0] == name:
            return int(word[1])
    return 0
