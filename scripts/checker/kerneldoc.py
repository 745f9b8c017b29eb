# SPDX-License-Identifier: GPL-2.0
"""kernel-doc: comments that say something else than the code below them."""

import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Set

from cache import Answer, digest
from findings import Finding
from tool import SOURCE, Tool, script_version
from tree import TOP

sys.path.append(str(TOP / 'scripts/docs'))
# pylint: disable-next=wrong-import-position
from attributes import attributes, without          # noqa: E402

SCRIPT = SOURCE / 'scripts/kernel-doc'
LINE = re.compile(r'(.+?):(\d+): (error|warning): (.*)')
KINDS = [
    ('kernel-doc-parameter', r'not described|Excess',
     'describe each parameter and member, by the name that it has: @name: what it is'),
    ('kernel-doc-return', r'return value', 'say what it returns: Return: ...'),
    ('kernel-doc-name', r'expecting prototype',
     'the comment names something else than what stands below it'),
    ('kernel-doc-syntax', r'', 'see the form of such comments in the page; one that is '
     'none begins with /*'),
]
# It counts one line too many in all files of a call but the first. So the first is
# empty, and what it says of the second, of its line 4, tells how many.
PROBES = {'.first': '', '.second': '/**\n * f() - x\n */\nvoid f(int a);\n'}
PAGE = 'https://docs.kernel.org/doc-guide/kernel-doc.html'


class KernelDoc(Tool):
    """kernel-doc reads C with patterns, which know the kernel's attributes and not ours.

    So it gets copies without ours. Each keeps its lines.
    """

    name = 'kernel-doc'
    program = 'perl'
    package = 'perl'
    at_once = 24

    def __init__(self, tree: Any):
        super().__init__(tree)
        self.version += script_version(SCRIPT)
        # another version of it looks at something else
        self.version += digest(attributes(self.tree.deed).pattern)

    def rules(self) -> Set[str]:
        return {rule for rule, _, _ in KINDS}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        answers = {file: Answer([], []) for file in files}
        with tempfile.TemporaryDirectory(prefix='deed-doc-') as folder:
            for file in files:
                copy = Path(folder) / file
                copy.parent.mkdir(parents=True, exist_ok=True)
                text = self.tree.path(file).read_text(encoding='utf-8', errors='replace')
                copy.write_text(without(text, self.tree.deed), encoding='utf-8')
            for name, text in PROBES.items():
                (Path(folder) / name).write_text(text, encoding='ascii')
            # its status is the number of errors
            run = self.execute([str(SCRIPT), '-none', '-Wall', *PROBES, *files], Path(folder),
                               frozenset(range(100)))
        said = [match for match in map(LINE.match, run.stderr.splitlines()) if match]
        more = sum(int(match[2]) - 4 for match in said if match[1] in PROBES)
        for match in said:
            if match[1] in answers:
                answers[match[1]].findings.append(self._finding(match, int(match[2]) - more))
        return answers

    def _declaration(self, file: str, line: int) -> int:
        """Where what a comment is about begins; kernel-doc says where it ends."""
        ends = (above for above in range(line - 1, 0, -1)
                if self.tree.line(file, above).strip() == '*/')
        return next(ends, line - 1) + 1

    def _finding(self, match: Any, line: int) -> Finding:
        rule, hint = next((rule, hint) for rule, pattern, hint in KINDS
                          if re.search(pattern, match[4]))
        if not self.tree.line(match[1], line).lstrip().startswith('*'):
            line = self._declaration(match[1], line)
        return Finding('kernel-doc', rule, match[1], line, 0, match[3], match[4], hint, PAGE)
