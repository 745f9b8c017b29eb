# SPDX-License-Identifier: GPL-2.0
"""How kbuild would compile the modules of a tree: asked, and nothing is built."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple

from findings import CannotRun
from tree import TOP, Tree

# -Wno-context and -Wno-decl: sparse knows no cleanup attribute
CHECK = 'sparse -Wno-context -Wno-decl'
COMPILED = re.compile(r'(?:; |^)\s*(\S*gcc\S* -Wp,-MMD,\S+ .*? -c -o \S+ (\S+\.c)) +;')
CHECKED = re.compile(rf'(?:; |^)\s*({re.escape(CHECK)} .*? (\S+\.c))\s*(?:;|$)')
NO_RULE = re.compile(r"No rule to make target '([^']*\.o)'")


class Unit(NamedTuple):
    """A file that is compiled, and the words that do it from the kernel's folder."""
    source: str
    compiler: List[str]
    sparse: List[str]


def folder_of(kernel: str) -> Path:
    """The build folder of a kernel that scripts/setup has prepared."""
    link = TOP / 'build/linux' / kernel
    folder = link / 'headers' if kernel == 'stock' else link
    if not (folder / 'Makefile').exists():
        purpose = 'check-full' if kernel == 'stock' else 'check'
        raise CannotRun('kbuild', f"there is no {kernel} kernel in {link}: call "
                                  f"'scripts/setup {purpose}'")
    return folder.resolve()


def flags(tree: Tree) -> str:
    """DEED_CFLAGS; builds the pass if it is not there."""
    run = subprocess.run([tree.deed / 'scripts/kernel/pass'], text=True, check=False,
                         env=tree.environment(), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    if run.returncode:
        raise CannotRun('pass', run.stderr.strip())
    return run.stdout.strip()


def has_kbuild(folder: Path) -> bool:
    """Whether kbuild can be told to look into a folder."""
    return any((folder / name).exists() for name in ('Kbuild', 'Makefile'))


def asked(tree: Tree, kernel: str) -> 'subprocess.CompletedProcess[str]':
    """What kbuild would do; -B: all of it, whatever has been built."""
    folder = tree.root / tree.folder
    # a folder of ours that has none is part of what the top folder's names
    whole = tree.ours and (not tree.folder or not has_kbuild(folder))
    if whole:
        folder = tree.root
    words = ['make', '-nkB', '--no-print-directory', '-C', str(folder_of(kernel)),
             f'M={str(folder).rstrip("/")}', 'W=1', 'C=2', f'CHECK={CHECK}', 'modules']
    if whole and kernel != 'stock':
        words.append('DEED_TESTS=1')
    if whole:
        words.append('DEED_BENCH=1')
    return subprocess.run(words, env={**tree.environment(), 'DEED_CFLAGS': flags(tree)},
                          text=True, check=False, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)


def units(tree: Tree, kernel: str) -> List[Unit]:
    """All files of the modules of a tree."""
    folder = tree.root / tree.folder
    if not tree.ours and not has_kbuild(folder):
        raise CannotRun('kbuild', f'there is no Kbuild in {folder}: write one, or name '
                                  "another folder with 'make check M=...'")
    run = asked(tree, kernel)
    lost = NO_RULE.findall(run.stderr)
    if lost:
        raise CannotRun('kbuild', 'a Kbuild names ' + ' '.join(map(tree.name, lost))
                        + ', and there is no source of it')
    compiled: Dict[str, List[str]] = {}
    checked: Dict[str, List[str]] = {}
    for line in run.stdout.splitlines():
        for pattern, found in ((COMPILED, compiled), (CHECKED, checked)):
            match = pattern.search(line)
            if match:
                found[tree.name(match[2])] = shlex.split(match[1])
    if not compiled:
        raise CannotRun('kbuild', 'it would compile nothing:\n' + run.stderr[-2000:])
    return [Unit(source, words, checked[source]) for source, words in compiled.items()
            if source.startswith(tree.folder)]
