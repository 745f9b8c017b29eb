# SPDX-License-Identifier: GPL-2.0
"""clang: a second compiler's opinion, of what gcc compiles."""

import re
from typing import Any, Dict, Iterator, List, Set

from cache import Answer, digest
from compiler import Compiler
from findings import CannotRun, Finding, Note
from tool import Tool

LINE = re.compile(r'(\S[^:\n]*):(\d+):(\d+): (?:fatal )?(error|warning|note): (.*?)'
                  r'(?: \[(-W[^\]]*)\])?$')
# clang knows none of these
FOREIGN = ('-fconserve-stack', '-fno-allow-store-data-races', '-mrecord-mcount',
           '-mindirect-branch', '-mfunction-return', '-mpreferred-stack-boundary',
           '-mskip-rax-setup', '-fplugin', '-fsanitize=kernel', '-falign-jumps',
           '-falign-loops', '-fno-stack-check', '-fmin-function-alignment',
           '-ftrivial-auto-var-init=zero', '-Wimplicit-fallthrough=', '-Wp,-MMD',
           '-Werror=designated-init', '-Werror=jump-misses-init')
# What the kernel itself asks of clang: scripts/Makefile.extrawarn
KERNEL = ['-Wno-unknown-warning-option', '-Wno-ignored-optimization-argument', '-Wno-gnu',
          '-Wno-initializer-overrides', '-Wno-unused-command-line-argument',
          '-Wno-pointer-to-enum-cast', '-Wno-tautological-constant-out-of-range-compare',
          '-Wno-unaligned-access', '-Wno-enum-compare-conditional',
          '-Wno-enum-enum-conversion', '-Wno-format-extra-args', '-Wimplicit-fallthrough',
          # a builtin of gcc's alone
          '-D__builtin_clear_padding(place)=((void)(place))']
PAGE = 'https://clang.llvm.org/docs/DiagnosticsReference.html#'


class Clang(Tool):
    """Checks the syntax and the types, with the warnings that gcc was asked for."""

    name = 'clang'
    program = 'clang'
    package = 'clang'

    def __init__(self, tree: Any, compiler: Compiler, inputs: Any):
        super().__init__(tree)
        self.compiler, self.inputs = compiler, inputs

    def files(self) -> List[str]:
        return self.compiler.files()

    def key(self, file: str) -> str:
        return digest(self.version, self.tree.neutral(' '.join(self.words(file))))

    def rules(self) -> Set[str]:
        return {'clang-error'}

    def words(self, file: str) -> List[str]:
        """gcc's words, without those that clang does not know."""
        theirs = [word for word in self.compiler.units[file].compiler[1:]
                  if not word.startswith(FOREIGN)]
        place = theirs.index('-o')
        del theirs[place:place + 2]
        return ['clang', *theirs, *KERNEL, '-fsyntax-only', '-fno-caret-diagnostics',
                '-fno-color-diagnostics']

    def run(self, files: List[str]) -> Dict[str, Answer]:
        answers = {}
        for file in files:
            run = self.execute(self.words(file), self.compiler.folder, {0, 1})
            found = list(self.parsed(run.stderr))
            if run.returncode and not found:
                raise CannotRun(self.name, f'{file}: {run.stderr[-1000:]}')
            # the kernel was configured for gcc: its headers are not for clang
            answers[file] = Answer([each for each in found if self._of_ours(each.file)],
                                   self.inputs(file))
        return answers

    def _of_ours(self, file: str) -> bool:
        """Whether a file is the tree's, or of the abstractions."""
        return not file.startswith('/') or file.startswith(f'{self.tree.deed}/')

    def parsed(self, said: str) -> Iterator[Finding]:
        """A line each; notes belong to what stands above them."""
        last = None
        for match in map(LINE.match, said.splitlines()):
            if not match:
                continue
            file = self.tree.name(str(self.compiler.folder / match[1]))
            line, column = int(match[2]), int(match[3])
            if match[4] == 'note' and last:
                last = last._replace(notes=(*last.notes, Note(file, line, column, match[5])))
            elif match[4] != 'note':
                if last:
                    yield last
                option = (match[6] or '-error').split(',')[-1]
                page = f'{PAGE}{option[1:].lower()}' if match[6] else ''
                last = Finding('clang', f'clang{option}', file, line, column, match[4],
                               match[5], 'gcc says nothing of it: one of them is right', page)
        if last:
            yield last
