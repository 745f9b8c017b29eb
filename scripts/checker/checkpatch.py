# SPDX-License-Identifier: GPL-2.0
"""checkpatch.pl --strict, over files or over the patches of a submission."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

from cache import Answer, digest
from findings import Finding
from tool import SOURCE, Tool, script_version
from tree import TOP

SCRIPT = SOURCE / 'scripts/checkpatch.pl'
TEXT = SOURCE / 'Documentation/dev-tools/checkpatch.rst'
PAGE = 'https://docs.kernel.org/dev-tools/checkpatch.html'
WORDS = ['--show-types', '--showfile', '--terse', '--no-summary', '--color=never']
LINE = re.compile(r'(.*?):(\d+): (ERROR|WARNING|CHECK):(\w+): (.*)')
# What it says of the words before a patch where the patch ends
OF_WORDS = ('MISSING_SIGN_OFF', 'NO_AUTHOR_SIGN_OFF', 'COMMIT_MESSAGE')
SEVERITY = {'ERROR': 'error', 'WARNING': 'warning', 'CHECK': 'note'}


@lru_cache(maxsize=None)
def described() -> Dict[str, str]:
    """What the kernel's book says of each type, its first sentence."""
    try:
        text = TEXT.read_text(encoding='utf-8')
    except OSError:
        return {}
    return {rule: re.split(r'(?<=[.!])\s', ' '.join(said.split()))[0].rstrip(':')
            for rule, said in re.findall(r'^  \*\*(\w+)\*\*\n((?:    .*\n)+)', text, re.M)}


class Checkpatch(Tool):
    """The style of the kernel."""

    name = 'checkpatch'
    program = 'perl'
    package = 'perl'
    at_once = 48

    def __init__(self, tree: Any, full: bool):
        super().__init__(tree)
        # what is wrong on purpose; a third of all files is in samples/misuse
        self.spared = ('kunit/provoke/', 'scripts/gcc-plugin/', 'scripts/coccinelle/',
                       'scripts/templates/',
                       *(() if full else ('samples/misuse/',)))
        # it reads its options where it is called
        self.folder = tree.root if (tree.root / '.checkpatch.conf').exists() else TOP
        self.config = (self.folder / '.checkpatch.conf').read_text(encoding='utf-8')
        self.version += script_version(SCRIPT)

    def files(self) -> List[str]:
        return [name for name in self.tree.files if name.endswith(('.c', '.h'))
                and not (self.tree.ours and name.startswith(self.spared))]

    def key(self, file: str) -> str:
        return digest(self.version, self.config)

    def rules(self) -> Set[str]:
        said = self.execute([str(SCRIPT), '--list-types'], TOP).stdout
        return set(re.findall(r'^\d+\t(\w+)', said, re.M))

    def run(self, files: List[str]) -> Dict[str, Answer]:
        run = self.execute([str(SCRIPT), *WORDS, '-f',
                            *(str(self.tree.path(file)) for file in files)],
                           self.folder, {0, 1})
        answers = {file: Answer([], []) for file in files}
        for match in map(LINE.match, run.stdout.splitlines()):
            if match:
                file = self.tree.name(match[1])
                answers[file].findings.append(
                    self._finding(file, int(match[2]), *match.groups()[2:]))
        return answers

    @staticmethod
    def _finding(file: str, line: int, kind: str, rule: str, said: str) -> Finding:
        return Finding('checkpatch', rule, file, line, 0, SEVERITY[kind], said,
                       described().get(rule, 'see the coding style of the kernel'), PAGE)

    def of_words(self, patch: Path) -> Iterator[Finding]:
        """What it says of the words before a patch; the files are seen as they will be."""
        words = [word for word in WORDS if word != '--showfile']
        run = self.execute([str(SCRIPT), *words, str(patch)], self.folder, {0, 1})
        text = patch.read_text(encoding='utf-8', errors='replace')
        end = text.count('\n', 0, text.find('\ndiff --git ')) + 1
        for match in map(LINE.match, run.stdout.splitlines()):
            if match and (int(match[2]) <= end or match[4] in OF_WORDS):
                line = int(match[2]) if int(match[2]) <= end else 1
                yield self._finding(patch.name, line, *match.groups()[2:])
