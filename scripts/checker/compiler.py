# SPDX-License-Identifier: GPL-2.0
"""gcc with W=1, and the ownership pass, which runs in it."""

import json
import re
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set

import kbuild
from cache import Answer, digest
from findings import CannotRun, Finding, Note
from tool import Tool
from tree import TOP

PASS_ID = re.compile(r'\s*\[(deed-[\w-]+)\]$')
QUOTES = str.maketrans('‘’', "''")
OPTIONS = 'https://gcc.gnu.org/onlinedocs/gcc/Warning-Options.html#index-'
HINTS = {'gcc-error': 'repair it first: of a file with such an error the pass has not seen '
                      'all',
         '-Wunused-result': 'keep what it returns and test it: it is the only sign of failure',
         '-Wdiscarded-qualifiers': 'a const borrow is shared: what changes lives in a cell',
         '-Wjump-misses-init': 'leave by return: what is owned is dropped there, too',
         '-Wmissing-prototypes': 'make it static, or declare it in a header that its file '
                                 'includes'}


def ids(tree_top: Path) -> Set[str]:
    """The ids of the pass: each has a page."""
    return {page.stem for page in (tree_top / 'Documentation/pass').glob('deed-*.rst')}


class Compiler(Tool):
    """Compiles each file of each module, and keeps nothing of it."""

    name = 'gcc'
    program = 'gcc'
    package = 'gcc-12'

    def __init__(self, tree: Any, kernel: str = 'release'):
        super().__init__(tree)
        self.kernel = kernel
        self.folder = kbuild.folder_of(kernel)
        self.units = {unit.source: unit for unit in kbuild.units(tree, kernel)}
        if kernel != 'release':
            self.name = f'gcc-{kernel}'

    def files(self) -> List[str]:
        return list(self.units)

    def key(self, file: str) -> str:
        return digest(self.version, self.tree.neutral(' '.join(self.units[file].compiler)))

    def rules(self) -> Set[str]:
        said = self.execute(['gcc', '-Q', '--help=warnings,c', '--help=warnings'], TOP).stdout
        return set(re.findall(r'^\s+(-W[\w+-]+)', said, re.M)) | {'gcc-error'}

    def run(self, files: List[str]) -> Dict[str, Answer]:
        return {file: self._compile(file) for file in files}

    def _compile(self, file: str) -> Answer:
        with tempfile.NamedTemporaryFile('r', suffix='.d') as made:
            words = [word for word in self.units[file].compiler
                     if not word.startswith('-Wp,-MMD')]
            words[words.index('-o') + 1] = '/dev/null'
            words[words.index('-c')] = '-S'
            run = self.execute([*words, '-MD', '-MF', made.name, '-MT', 'x', '-Wno-error',
                                '-fdiagnostics-format=json'], self.folder, {0, 1})
            inputs = self.inputs(words, made.read())
        findings = list(self.parsed(run.stderr))
        if run.returncode and not findings:
            raise CannotRun(self.name, f'{file}: {run.stderr[-1000:]}')
        return Answer(findings, inputs)

    def inputs(self, words: List[str], rule: str) -> Any:
        """The files that were read; None if gcc did not come to write them down."""
        made = rule.replace('\\\n', ' ').split()[1:]
        # and the plugin's, which gcc does not know of
        made += [word.split('=', 2)[-1] for word in words if word.startswith('-fplugin')]
        names = {self.tree.name(str(self.folder / name)) for name in made}
        return sorted(name for name in names if self.tree.path(name).is_file()) \
            if rule.strip() else None

    def parsed(self, said: str) -> Iterator[Finding]:
        """What gcc says, as JSON on one line."""
        for line in said.splitlines():
            for report in json.loads(line) if line.startswith('[') else []:
                if report['kind'] in ('error', 'fatal error', 'warning'):
                    yield self._finding(report)

    def _finding(self, report: Dict[str, Any]) -> Finding:
        said = report['message'].translate(QUOTES)
        notes = [self._note(child) for child in report.get('children', [])]
        hints = [note.message[len('hint: '):] for note in notes
                 if note.message.startswith('hint: ')]
        where = self._note(report)
        severity = 'warning' if report['kind'] == 'warning' else 'error'
        of_pass = PASS_ID.search(said)
        if of_pass:
            tool, rule, said = 'pass', of_pass[1], said[:of_pass.start()]
            page = f'Documentation/pass/{rule}.rst'
        else:
            # whatever the kernel
            tool = 'gcc'
            rule = report.get('option', 'gcc-error').replace('-Werror=', '-W')
            page = report.get('option_url') or \
                (f'{OPTIONS}{rule[1:]}' if rule != 'gcc-error' else '')
            hints = hints or [HINTS.get(rule, 'the page says what the option looks for')]
        return Finding(tool, rule, where.file, where.line, where.column, severity, said,
                       ' '.join(hints).strip(), page,
                       tuple(note for note in notes if not note.message.startswith('hint: ')))

    def _note(self, report: Dict[str, Any]) -> Note:
        places = report.get('locations') or [{}]
        caret = places[0].get('caret', {})
        # <built-in>, <command-line>
        file = caret.get('file', '')
        return Note(self.tree.name(str(self.folder / file)) if file else '',
                    caret.get('line', 0), caret.get('column', 0),
                    report['message'].translate(QUOTES))
