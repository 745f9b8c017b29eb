# SPDX-License-Identifier: GPL-2.0
"""What somebody submits: patches in a mailbox, or a range of commits.

It is looked at in a copy of the tree, and the tree that it is for in another. Nothing
is changed in the tree itself, nor in its repository.
"""

import os
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Dict, Iterable, List, Set, Tuple

from findings import CannotRun, Finding
from tree import TOP, Tree

COPIES = TOP / 'build/check'
HUNK = re.compile(r'^@@ -\S+ \+(\d+)(?:,(\d+))? @@')
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.M)
# Files that change what is found anywhere
GENERAL = re.compile(r'(^|/)(Kbuild|Makefile|\.checkpatch\.conf)$|^scripts/'
                     r'(gcc-plugin|checker|coccinelle|kernel)/')
WHO = ['-c', 'user.name=check', '-c', 'user.email=check@localhost', '-c', 'commit.gpgsign=false']


def git(folder: Path, *words: str) -> str:
    """What git says; what it cannot do cannot be checked."""
    run = subprocess.run(['git', *words], cwd=folder, text=True, errors='replace',
                         stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False,
                         env={**os.environ, 'LC_ALL': 'C'})
    if run.returncode:
        raise CannotRun('git', f'{" ".join(words[:3])}: {(run.stderr or run.stdout).strip()}')
    return run.stdout


def _copy(root: Path, folder: Path, commit: str) -> None:
    """A repository that shares its objects with another, at a commit."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    git(COPIES, 'clone', '-q', '--shared', '--no-checkout', str(root), str(folder))
    git(folder, 'checkout', '-q', '--detach', commit)


class Submission:
    """Two copies of a tree, before and after, and what is between them."""

    def __init__(self, subject: Tree, patch: str = '', commits: str = ''):
        self.subject = subject
        self.folder = COPIES / 'head'
        self.first, self.last = self._range(commits) if commits else self._applied(Path(patch))
        self.head = self._tree(self.folder)
        self.patches = self._patches()
        self.touched = self._touched()

    def _range(self, commits: str) -> Tuple[str, str]:
        """Take a range of the repository's own."""
        first, dots, last = commits.partition('..')
        if not dots:
            raise CannotRun('git', f"RANGE={commits}: a range has two ends, as in "
                                   'RANGE=origin/main..HEAD')
        last = git(self.subject.root, 'rev-parse', '--verify', '-q',
                   f"{last.lstrip('.') or 'HEAD'}^{{commit}}").strip()
        base = git(self.subject.root, 'merge-base', first or 'HEAD', last).strip()
        _copy(self.subject.root, self.folder, last)
        return base, last

    def _applied(self, patch: Path) -> Tuple[str, str]:
        """Apply patches to the last commit."""
        if not patch.is_file():
            raise CannotRun('git', f'there is no file {patch}')
        base = git(self.subject.root, 'rev-parse', 'HEAD').strip()
        _copy(self.subject.root, self.folder, base)
        path = str(patch.resolve())
        if re.search(r'^From[: ]', patch.read_text(encoding='utf-8', errors='replace'), re.M):
            git(self.folder, *WHO, 'am', '-q', '--3way', '--keep-cr', path)
        else:
            git(self.folder, 'apply', '--index', path)
            git(self.folder, *WHO, 'commit', '-q', '-m', patch.name)
        return base, git(self.folder, 'rev-parse', 'HEAD').strip()

    def _tree(self, folder: Path) -> Tree:
        """The copy, ready to be built: kernels and the pass are those that are there."""
        if self.subject.ours:
            (folder / 'build').mkdir(exist_ok=True)
            for name in ('linux', 'plugin'):
                link = folder / 'build' / name
                if not link.is_symlink():
                    link.symlink_to(TOP / 'build' / name)
        return Tree((folder / self.subject.folder).resolve(), folder.resolve(),
                    folder.resolve() if self.subject.ours else TOP)

    def base(self) -> Tree:
        """What it is for."""
        folder = COPIES / 'base'
        _copy(self.folder, folder, self.first)
        return self._tree(folder)

    def _patches(self) -> List[Path]:
        """The patches, one a commit."""
        out = COPIES / 'patches'
        shutil.rmtree(out, ignore_errors=True)
        git(self.folder, 'format-patch', '-q', '--no-signature', '-o', str(out),
            f'{self.first}..{self.last}')
        return sorted(out.glob('*.patch'))

    def _touched(self) -> Dict[str, Set[int]]:
        """The lines that are new, by file."""
        touched: Dict[str, Set[int]] = {}
        lines: Set[int] = set()
        for line in git(self.folder, 'diff', '-U0', '--no-color', '--no-ext-diff',
                        '--no-renames', '--src-prefix=a/', '--dst-prefix=b/', self.first,
                        self.last).splitlines():
            hunk = HUNK.match(line)
            if line.startswith('+++ '):
                name = line[4:].strip().strip('"')
                lines = touched.setdefault(name[2:] if name.startswith('b/') else name, set())
            elif hunk:
                first, count = int(hunk[1]), int(hunk[2] or 1)
                lines.update(range(first, first + count))
        touched.pop('/dev/null', None)
        return touched

    def general(self) -> bool:
        """Whether it changes how any file is built or checked."""
        return any(map(GENERAL.search, self._changed()))

    def affected(self) -> Set[str]:
        """The files that changed, and those that include one, as far as names tell."""
        users = {name: INCLUDE.findall(self.head.path(name).read_text(encoding='utf-8',
                                                                      errors='replace'))
                 for name in self.head.files if name.endswith(('.c', '.h'))}
        reached, found = set(), set(self._changed())
        while found - reached:
            reached |= found
            found = {name for name, included in users.items()
                     if any(header == each or header.endswith(f'/{each.lstrip("./")}')
                            for each in included for header in reached)}
        return reached

    def _changed(self) -> List[str]:
        """With those that have gone."""
        return git(self.folder, 'diff', '--name-only', '--no-renames', self.first,
                   self.last).splitlines()

    def is_touched(self, finding: Finding) -> bool:
        """Whether a finding stands on a new line."""
        return finding.line in self.touched.get(finding.file, ())


def new_ones(after: Iterable[Finding], head: Tree, before: Iterable[Finding], base: Tree
             ) -> List[Finding]:
    """Findings that were not there before, wherever their lines have gone."""
    old = Counter(each.likeness(base.line(each.file, each.line)) for each in before)
    found = []
    for each in after:
        like = each.likeness(head.line(each.file, each.line))
        if old[like]:
            old[like] -= 1
        else:
            found.append(each)
    return found
