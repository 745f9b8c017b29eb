# SPDX-License-Identifier: GPL-2.0
"""What every file of our own tree must have: a licence line, and a shell that reads it."""

import re
from typing import Dict, List, Set

from cache import Answer
from findings import Finding
from tool import Tool
from tree import lines_of

SHELL = re.compile(r'#!/bin/(ba)?sh')
LINE = re.compile(r'.*?: line (\d+): (.*)')
LICENCES = 'https://docs.kernel.org/process/license-rules.html'


class Licence(Tool):
    """An SPDX line in every file; LICENSE is the licence itself."""

    name = 'spdx'

    def _version(self) -> str:
        return self.own_source()

    def files(self) -> List[str]:
        return [file for file in self.tree.files if file != 'LICENSE'] if self.tree.ours else []

    def rules(self) -> Set[str]:
        return {'spdx'}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        return {file: Answer([] if any('SPDX-License-Identifier' in line for line
                                       in lines_of(self.tree.path(file))[:3])
                             else [self._finding(file)], []) for file in files}

    @staticmethod
    def _finding(file: str) -> Finding:
        return Finding('spdx', 'spdx', file, 1, 0, 'warning', 'no SPDX line at the top',
                       'say which licence it has: SPDX-License-Identifier: GPL-2.0', LICENCES)


class Shell(Tool):
    """Shell scripts parse."""

    name = 'shell'
    program = 'bash'
    package = 'bash'

    def files(self) -> List[str]:
        return [file for file in self.tree.files if self.tree.ours
                and SHELL.match(lines_of(self.tree.path(file))[0])]

    def rules(self) -> Set[str]:
        return {'shell-syntax'}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        answers = {}
        for file in files:
            run = self.execute(['bash', '-n', file], self.tree.root, frozenset(range(128)))
            answers[file] = Answer([
                Finding('shell', 'shell-syntax', file, int(match[1]), 0, 'error', match[2],
                        'bash -n reads it, and stops here', '')
                for match in map(LINE.match, run.stderr.splitlines()) if match], [])
        return answers
