# SPDX-License-Identifier: GPL-2.0
"""What all tools have in common."""

import inspect
import shutil
import subprocess
from pathlib import Path
from typing import Dict, List, Set

from cache import Answer, digest
from findings import CannotRun
from tree import TOP, Tree

SOURCE = TOP / 'build/linux/source'


class Tool:
    """Looks at files of a tree, and says what is wrong with them.

    name is what people read; program is what is executed, and package the Debian
    package that has it. Several files are given to it at once if that is faster.
    environment is what it is told besides.
    """

    name = ''
    program = ''
    package = ''
    at_once = 1
    environment: Dict[str, str] = {}

    def __init__(self, tree: Tree):
        self.tree = tree
        self.version = self._version()

    def _version(self) -> str:
        if not shutil.which(self.program):
            raise CannotRun(self.name, f'{self.program} is not installed: '
                                       f"'apt-get install {self.package}'")
        said = self.execute([self.program, '--version'], TOP).stdout
        return f'{said.splitlines()[0] if said else ""} {self.own_source()}'

    def own_source(self) -> str:
        """Another reader of the same output is another tool, too."""
        return digest(*(Path(inspect.getfile(each)).read_text(encoding='utf-8')
                        for each in type(self).__mro__[:-1]))

    def files(self) -> List[str]:
        """What it looks at."""
        return self.tree.c_files()

    def key(self, file: str) -> str:
        """What its answer depends on, besides the files that it reads."""
        del file
        return digest(self.version)

    def rules(self) -> Set[str]:
        """The ids of all that it can find."""
        return set()

    def run(self, files: List[str]) -> Dict[str, Answer]:
        """Its answer to each of the files."""
        raise NotImplementedError

    def execute(self, words: List[str], folder: Path,
                good: Set[int] = frozenset((0,))) -> 'subprocess.CompletedProcess[str]':
        """Call a program; what ends in another way than it should could not run."""
        try:
            run = subprocess.run(['nice', *words], cwd=folder,
                                 env={**self.tree.environment(), **self.environment},
                                 text=True, errors='replace', check=False,
                                 stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE)
        except OSError as error:
            raise CannotRun(self.name, str(error)) from error
        if run.returncode not in good:
            said = (run.stderr or run.stdout).strip()[-1000:]
            raise CannotRun(self.name, f'{words[0]} ended with status {run.returncode}'
                                       + (f':\n{said}' if said else ''))
        return run


def script_version(script: Path) -> str:
    """Of a script of the kernel's own, which has no number."""
    try:
        return digest(script.read_text(encoding='utf-8', errors='replace'))
    except OSError as error:
        raise CannotRun(script.name, f"there is no {script}: call 'scripts/setup check'"
                        ) from error
