# SPDX-License-Identifier: GPL-2.0
"""Compile a file as kbuild compiles a module's, with and without the pass."""

import re
import shlex
import subprocess
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

TOP = Path(__file__).resolve().parents[2]
ERROR = re.compile(r'^(?:.*/)?(\w+\.[ch]):(\d+):\d+: (?:fatal )?error: (.*)$')
RULE = re.compile(r'\[(deed-[a-z-]+)\]$')


class Compiler(NamedTuple):
    """The compiler's command but for the source, and where to run it."""
    kernel: Path
    words: List[str]
    off: str                # the rule of the pass that is switched off

    @classmethod
    def of(cls, modules: Path, kernel: Path, plugin: Optional[Path],
           off: str = '') -> 'Compiler':
        """As the first sample was compiled; off: a rule to switch off."""
        saved = modules / 'samples/first/.first.o.cmd'
        text = saved.read_text(encoding='utf-8').splitlines()[0]
        words = shlex.split(text.split(':=', 1)[1].split(';')[0])
        words = [word for word in words if not word.startswith(('-Wp,', '-Wframe-larger-than'))]
        words = [f'-fplugin={plugin}' if word.startswith('-fplugin=') else word for word in words
                 if plugin or not word.startswith('-fplugin')]
        at = words.index('-o')
        source = next(word for word in words if word.endswith('/first.c'))
        del words[at:at + 2]
        words.remove(source)
        words[words.index('-c')] = '-S'
        words += ['-o', '/dev/null', '-fno-diagnostics-show-caret', '-Wno-all', '-Wno-extra',
                  '-Wno-unused', '-Wno-missing-prototypes', '-Wno-missing-declarations',
                  '-Wno-implicit-fallthrough']
        if off:
            words.append(f'-fplugin-arg-deed-off={off}')
        return cls(kernel.resolve(), words, off)

    def run(self, source: Path) -> Tuple[int, str]:
        """Compile one file: the status, and what was said."""
        run = subprocess.run(self.words + [str(source)], cwd=self.kernel, check=False, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode, run.stdout


def errors(text: str, source: Path) -> Tuple[Dict[int, List[str]], List[str]]:
    """The ids of the errors of each line of a file, and all other errors."""
    lines: Dict[int, List[str]] = {}
    others = []
    for line in text.splitlines():
        match = ERROR.match(line)
        if not match:
            if 'internal compiler error' in line or 'error: ' in line:
                others.append(line)
            continue
        rule = RULE.search(line)
        if match.group(1) == source.name and rule:
            lines.setdefault(int(match.group(2)), []).append(rule.group(1))
        else:
            others.append(line)
    return lines, others
