# SPDX-License-Identifier: GPL-2.0
"""The files that are checked, and how they are named."""

import os
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Tuple

TOP = Path(__file__).resolve().parents[2]
# What misbehaves on purpose, C++, and what becomes C when it is copied
SPARED = ('kunit/provoke/', 'samples/misuse/', 'scripts/coccinelle/', 'scripts/gcc-plugin/',
          'scripts/templates/')
# What is not for the tools that are called
FORGOTTEN = ('DEED_PASS', 'DRIVER', 'KDIR', 'M')


@lru_cache(maxsize=None)
def lines_of(path: Path) -> Tuple[str, ...]:
    """The lines of a file, of none if there is none."""
    try:
        return tuple(path.read_text(encoding='utf-8', errors='replace').split('\n'))
    except OSError:
        return ()


class Tree:
    """The files below a folder of a repository, or of what is none.

    root is the top of the repository. deed is the tree whose headers, flags and pass
    a driver is built with: mostly ours, but itself where it is a copy of ours.
    """

    def __init__(self, folder: Path, root: Path, deed: Path):
        self.root, self.deed = root, deed
        self.folder = '' if folder == root else f'{folder.relative_to(root)}/'
        self.ours = root == deed
        self.names: Dict[str, str] = {}     # of what was asked before: headers, mostly
        self.files = [name for name in self._listed() if name.startswith(self.folder)
                      and (root / name).is_file() and not (root / name).is_symlink()]

    def _listed(self) -> List[str]:
        run = subprocess.run(
            ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard',
             '--', self.folder or '.'], cwd=self.root, text=True, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        if run.returncode == 0:
            return sorted(set(run.stdout.split('\0')) - {''})
        return sorted(str((Path(folder) / name).relative_to(self.root))
                      for folder, _, names in os.walk(self.root / self.folder)
                      for name in names if not name.endswith('.mod.c'))

    def name(self, path: str) -> str:
        """A file's name: from the root if it is below, otherwise its path."""
        if path not in self.names:
            real = os.path.realpath(self.root / path)
            top = f'{os.path.realpath(self.root)}/'
            self.names[path] = real[len(top):] if real.startswith(top) else real
        return self.names[path]

    def shown(self, name: str) -> str:
        """A file's name as people who call us would type it."""
        return name if self.ours or TOP in self.root.parents else os.path.relpath(self.root / name)

    def path(self, name: str) -> Path:
        """Where a file is."""
        return self.root / name

    def line(self, name: str, number: int) -> str:
        """A line of a file."""
        lines = lines_of(self.path(name))
        return lines[number - 1] if 0 < number <= len(lines) else ''

    def neutral(self, text: str) -> str:
        """A text that is the same in a copy of the tree."""
        return text.replace(str(self.root), '@').replace(str(self.deed), '%')

    def c_files(self) -> List[str]:
        """What is in C, and is meant to be right."""
        return [name for name in self.files if name.endswith(('.c', '.h'))
                and not (self.ours and name.startswith(SPARED))]

    def environment(self) -> Dict[str, str]:
        """Ours, without what a make above says to a make below; never without the pass."""
        return {**{name: value for name, value in os.environ.items()
                   if not name.startswith('MAKE') and name not in FORGOTTEN},
                'LC_ALL': 'C'}


def find(folder: Path) -> Tree:
    """The tree that a folder is, or is in."""
    folder = folder.resolve()
    if folder == TOP or TOP in folder.parents:
        return Tree(folder, TOP, TOP)
    run = subprocess.run(['git', 'rev-parse', '--show-toplevel'], cwd=folder, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return Tree(folder, Path(run.stdout.strip() or folder).resolve(), TOP)
