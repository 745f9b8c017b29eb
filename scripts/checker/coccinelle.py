# SPDX-License-Identifier: GPL-2.0
"""Coccinelle: semantic patches, ours or the kernel's, each a tool of its own."""

import re
from pathlib import Path
from typing import Any, Dict, List, Set

from cache import Answer, digest
from findings import Finding
from tool import SOURCE, Tool
from tree import TOP, Tree

OURS = 'scripts/coccinelle'
LINE = re.compile(r'(\S[^:\n]*):(\d+):(\d+)(?:-\d+)?: (?:(WARNING|ERROR)\b:?\s*)?(.*)')
SUFFIX = '.cocci'


class Patch(Tool):
    """A semantic patch in its mode 'report'. Its text says what it is about."""

    program = 'spatch'
    package = 'coccinelle'
    at_once = 250           # it takes as long to start as for ten files
    # garbage is collected less often: a quarter of its time
    environment = {'OCAMLRUNPARAM': 's=8M,o=400'}

    def __init__(self, tree: Tree, patch: Path, rule: str, sources: List[str]):
        self.patch, self.rule, self.sources = patch, rule, sources
        self.name = f'coccinelle/{rule}'
        super().__init__(tree)
        text = patch.read_text(encoding='utf-8', errors='replace')
        self.text = digest(text)
        self.options = ' '.join(re.findall(r'^//+ *Options: *(.*)', text, re.M)).split()
        # all are, or those below a folder of this name
        self.where = re.findall(r'^//+ *Files: *(\S+)', text, re.M)
        # its first words say what is wrong; the rest, with what to do, is the page
        told = '\n'.join(re.findall(r'^/// ?(.*)', text, re.M)).strip()
        self.about = ' '.join(told.split('\n\n')[0].split())
        # files of the tree that it reads itself
        self.reads = sorted(name for name in set(re.findall(r'[\w.-]+(?:/[\w.-]+)+', text))
                            if (tree.root / name).is_file())

    def files(self) -> List[str]:
        return [name for name in self.sources
                if all(f'/{folder}' in f'/{name}' for folder in self.where)]

    def key(self, file: str) -> str:
        return digest(self.version, self.text, ' '.join(self.options))

    def rules(self) -> Set[str]:
        return {self.rule}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        run = self.execute(['spatch', '--very-quiet', '-D', 'report', *self.options,
                            '--sp-file', str(self.patch), *files], self.tree.root)
        found: Dict[str, List[Finding]] = {file: [] for file in files}
        for match in map(LINE.match, run.stdout.splitlines()):
            if match:
                file = self.tree.name(match[1])
                found.setdefault(file, []).append(self._finding(file, match))
        # what it includes it reads only if its options say so
        headers = [] if '--no-includes' in self.options else \
            [name for name in self.sources if name.endswith('.h')]
        return {file: Answer(found[file], [*self.reads, *headers]) for file in files}

    def _finding(self, file: str, match: Any) -> Finding:
        return Finding('coccinelle', self.rule, file, int(match[2]), int(match[3]) + 1,
                       'error' if match[4] == 'ERROR' else 'warning', match[5],
                       self.about, self._page())

    def _page(self) -> str:
        if SOURCE.resolve() not in self.patch.parents:
            return f'{OURS}/{self.patch.name}'
        return 'https://docs.kernel.org/dev-tools/coccinelle.html'


def patches(tree: Tree, sources: List[str]) -> List[Patch]:
    """Ours, and those that a driver's repository has in the same place."""
    folders = {tree.deed / OURS, tree.root / OURS}
    return [Patch(tree, path, path.stem, sources) for folder in sorted(folders)
            for path in sorted(folder.glob(f'*{SUFFIX}'))]


def kernel_patches() -> List[Path]:
    """Those of the kernel that report; not what needs a compiler for OCaml."""
    folder = (SOURCE / 'scripts/coccinelle').resolve()
    texts = {path: path.read_text(encoding='utf-8', errors='replace')
             for path in sorted(folder.rglob(f'*{SUFFIX}'))}
    return [path for path, text in texts.items()
            if 'virtual report' in text and ':ocaml' not in text]


def kernel_rules() -> Set[str]:
    """What they are called here."""
    return {f'kernel-{path.stem}' for path in kernel_patches()}


def coccicheck(tree: Tree, sources: List[str]) -> List[Patch]:
    """What `make coccicheck` runs."""
    return [Patch(tree, path, f'kernel-{path.stem}', sources) for path in kernel_patches()]
