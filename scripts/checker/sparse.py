# SPDX-License-Identifier: GPL-2.0
"""sparse: address spaces, endianness, and what else it knows of the kernel's C."""

import re
from typing import Any, Dict, Iterator, List, Set

from cache import Answer, digest
from compiler import Compiler
from findings import CannotRun, Finding, Note
from tool import Tool

LINE = re.compile(r'(\S[^:\n]*):(\d+):(\d+): (?:(error|warning): )?(.*)')
# Its messages have no ids: these are ours, with what to do. The first that fits.
KINDS = [
    ('sparse-address-space', r'address space|noderef',
     'a pointer to user memory or to registers is used by its own functions only'),
    ('sparse-endian', r'restricted|bitwise',
     'convert it: cpu_to_le32(), le32_to_cpu() and their like; or declare what it is'),
    ('sparse-type', r'incorrect type|incompatible types',
     'give it the type that is expected, or correct the declaration'),
    ('sparse-null', r'Using plain integer as NULL', 'write NULL'),
    ('sparse-static', r'was not declared', 'make it static, or include the header that '
     'declares it'),
    ('sparse-shadow', r'shadows|originally declared', 'give one of them another name'),
    ('sparse-dubious', r'^dubious', 'it is not what it looks like: say with ?: or parentheses what '
     'is meant'),
    ('sparse-other', r'', ''),
]
PAGE = 'https://docs.kernel.org/dev-tools/sparse.html'


class Sparse(Tool):
    """Reads what the compiler reads, by kbuild's C=2."""

    name = 'sparse'
    program = 'sparse'
    package = 'sparse'

    def __init__(self, tree: Any, compiler: Compiler, inputs: Any):
        super().__init__(tree)
        # inputs(file): what the compiler has read of it
        self.compiler, self.inputs = compiler, inputs

    def files(self) -> List[str]:
        return self.compiler.files()

    def key(self, file: str) -> str:
        return digest(self.version,
                      self.tree.neutral(' '.join(self.compiler.units[file].sparse)))

    def rules(self) -> Set[str]:
        return {rule for rule, _, _ in KINDS}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        answers = {}
        for file in files:
            run = self.execute(self.compiler.units[file].sparse, self.compiler.folder, {0, 1})
            found = list(self.parsed(run.stderr))
            if run.returncode and not found:
                raise CannotRun(self.name, f'{file}: {run.stderr[-1000:]}')
            answers[file] = Answer(found, self.inputs(file))
        return answers

    def parsed(self, said: str) -> Iterator[Finding]:
        """A line each; what follows it without a word of its own belongs to it."""
        last: List[Any] = []
        for match in map(LINE.match, said.splitlines()):
            if match and match[4]:
                yield from map(self._finding, last)
                last = [[match]]
            elif match and last:
                last[0].append(match)
        yield from map(self._finding, last)

    def _finding(self, lines: List[Any]) -> Finding:
        notes = tuple(Note(self._name(match[1]), int(match[2]), int(match[3]),
                           ' '.join(match[5].split())) for match in lines)
        text = '\n'.join(note.message for note in notes)
        rule, hint = next((rule, hint) for rule, pattern, hint in KINDS
                          if re.search(pattern, text))
        return Finding('sparse', rule, *notes[0][:3], lines[0][4], lines[0][5], hint, PAGE,
                       notes[1:])

    def _name(self, path: str) -> str:
        return self.tree.name(str(self.compiler.folder / path))
