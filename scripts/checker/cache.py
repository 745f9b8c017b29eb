# SPDX-License-Identifier: GPL-2.0
"""What tools have said before, as long as nothing that they looked at has changed."""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional

from findings import Finding, loaded
from tree import Tree

# Of one file and tool: a submission and what it is based on, back and forth
VARIANTS = 4


def digest(*words: str) -> str:
    """A short hash of texts."""
    return hashlib.sha256('\0'.join(words).encode()).hexdigest()[:32]


class Answer:
    """What a tool said of a file, and the files that it read for that."""

    def __init__(self, findings: List[Finding], inputs: Optional[List[str]] = None):
        self.findings, self.inputs = findings, inputs


class Hashes:
    """Of the contents of files; a file whose time and size are the same is not read."""

    def __init__(self, store: Path):
        self.store, self.now = store, {}  # type: Path, Dict[str, str]
        try:
            self.known: Dict[str, List[Any]] = json.loads(store.read_text(encoding='utf-8'))
        except (OSError, ValueError):
            self.known = {}

    def __call__(self, path: str) -> str:
        if path not in self.now:
            self.now[path] = self._look(path)
        return self.now[path]

    def _look(self, path: str) -> str:
        try:
            stat = os.stat(path)
            mark = [stat.st_mtime_ns, stat.st_size, stat.st_ino]
            known = self.known.get(path)
            if not known or known[:3] != mark:
                text = Path(path).read_bytes()
                known = self.known[path] = [*mark, hashlib.sha256(text).hexdigest()[:32]]
            return str(known[3])
        except OSError:
            return ''

    def save(self) -> None:
        """Keep them for the next call, of files that there still are."""
        replace(self.store, {path: known for path, known in self.known.items()
                             if self.now.get(path) or os.path.exists(path)})


def replace(path: Path, content: Any) -> None:
    """Write a file so that nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f'{path.name}.{os.getpid()}')
    new.write_text(json.dumps(content, separators=(',', ':')), encoding='utf-8')
    new.replace(path)


class Cache:
    """Answers by tool and file; a copy of a tree finds those of the tree."""

    def __init__(self, folder: Path):
        self.folder, self.hashes = folder, Hashes(folder / 'hashes')

    def _place(self, tree: Tree, tool: str, file: str) -> Path:
        where = '' if tree.ours else str(tree.root)
        return self.folder / tool.replace('/', '-') / digest(where, file)

    def _state(self, tree: Tree, file: str, inputs: Iterable[str]) -> str:
        return digest(*(self.hashes(str(tree.path(name))) for name in [file, *inputs]))

    def find(self, tree: Tree, tool: str, key: str, file: str) -> Optional[Answer]:
        """The answer to the same question, if there is one."""
        for entry in self._entries(self._place(tree, tool, file)):
            if entry['key'] == key and \
                    entry['state'] == self._state(tree, file, entry['inputs']):
                return Answer([loaded(each) for each in entry['findings']], entry['inputs'])
        return None

    @staticmethod
    def _entries(place: Path) -> List[Dict[str, Any]]:
        try:
            entries: List[Dict[str, Any]] = json.loads(place.read_text(encoding='utf-8'))
            return entries
        except (OSError, ValueError):
            return []

    def keep(self, tree: Tree, tool: str, key: str, file: str, answer: Answer) -> None:
        """Keep an answer; one whose inputs are not known is not kept."""
        if answer.inputs is None:
            return
        place = self._place(tree, tool, file)
        state = self._state(tree, file, answer.inputs)
        others = [entry for entry in self._entries(place)
                  if (entry['key'], entry['state']) != (key, state)]
        replace(place, [{'key': key, 'state': state, 'inputs': answer.inputs,
                         'findings': answer.findings}, *others[:VARIANTS - 1]])
