# SPDX-License-Identifier: GPL-2.0
"""How kbuild compiled an object, for checks that compile it once more."""

import shlex
from pathlib import Path
from typing import List

MODEL = 'samples/first/first.o'


def saved_command(obj: Path) -> List[str]:
    """The compiler's words, as kbuild saved them, without its dependency file."""
    saved = obj.with_name(f'.{obj.name}.cmd').read_text(encoding='utf-8')
    words = shlex.split(saved.splitlines()[0].split(':=', 1)[1].split(';')[0])
    return [word for word in words if not word.startswith('-Wp,-MMD')]


def command_for(source: Path, modules: Path) -> List[str]:
    """The words that compile a file, which no Kbuild names, like a module of ours.

    Nothing is kept of it: what the compiler says is all.
    """
    words = saved_command(modules / MODEL)[:-1]
    words[words.index('-o') + 1] = '/dev/null'
    words[words.index('-c')] = '-S'
    return words + [f'-I{source.parent}', '-fno-diagnostics-show-caret', str(source)]
