# SPDX-License-Identifier: GPL-2.0
"""Small modules that checks build with kbuild, in a folder that goes away."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Dict, List

TOP = Path(__file__).resolve().parents[2]


def clean_environment(**more: str) -> Dict[str, str]:
    """Ours, without what a make above us says to a make below us."""
    inherited = {name: value for name, value in os.environ.items()
                 if not name.startswith('MAKE') and name not in ('DEED_PASS', 'DRIVER', 'KDIR')}
    return {**inherited, 'LC_ALL': 'C', **more}


class Module:
    """A module outside of the tree: to be used in a with statement."""

    def __init__(self, kernel: Path, files: Dict[str, str]):
        self.kernel, self.folder = kernel, Path(tempfile.mkdtemp(prefix='deed-'))
        for name, text in files.items():
            (self.folder / name).write_text(text, encoding='utf-8')

    def __enter__(self) -> 'Module':
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)

    def make(self, **environment: str) -> 'subprocess.CompletedProcess[str]':
        """Build it, as a person does: make modules M=folder."""
        return run(['make', 'modules', f'M={self.folder}', f'KDIR={self.kernel}'], **environment)


def run(words: List[str], **environment: str) -> 'subprocess.CompletedProcess[str]':
    """Run a command in the tree; what it says on both streams."""
    return subprocess.run(words, cwd=TOP, env=clean_environment(**environment), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


class Tap:
    """Cases of a check, printed as they come."""

    def __init__(self, count: int):
        self.count, self.number, self.failed = count, 0, 0
        print(f'TAP version 13\n1..{count}')

    def case(self, name: str, good: bool, said: str = '') -> None:
        """A case; what was said stands above one that failed, where KTAP has it."""
        self.number += 1
        self.failed += not good
        for line in said.splitlines()[-20:] if not good else []:
            print(f'# {line}')
        print(f"{'ok' if good else 'not ok'} {self.number} {name}", flush=True)

    def status(self) -> int:
        """The exit status."""
        return 1 if self.failed or self.number != self.count else 0
