# SPDX-License-Identifier: GPL-2.0
"""Drivers as text, as far as a mutation needs to know them.

Not a C parser: it relies on kernel style (a function's braces stand in the first
column) and on what drivers that use deed look like. What it does not understand
it leaves out, and a mutant that is no C any more is counted as such.
"""

import re
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Optional, Set, Tuple

FUNCTION = re.compile(r'^(?P<head>(?:static|struct|int|void|bool|long|u32|size_t)\b[^;{}=]*?'
                      r'\b(?!deed_(?:fills|drops|accepts)\b)(?P<name>\w+)\((?P<params>[^;{}]*)\))'
                      r'[^;{}()]*\n\{\n', re.M)
OWN = re.compile(r'deed_own\((\w+), (\w+)\)(?:\s*=\s*(.*))?;$', re.S)
LEAVES = re.compile(r'\b(return|goto|break|continue)\b')
# Whose results are live in any case, and need no test
NEVER_FAILS = re.compile(r'\w+_(get|share|lock)\(')
CAN_FAIL = re.compile(r'\w+_(alloc|alloc_atomic|trylock|lock_interruptible|lock_killable|'
                      r'slot_take|lookup|enter)\(')
# Who takes what is not live
ACCEPTS = re.compile(r'\w*(_slot_put|_replace|_publish|_drop)|deed_(ok|err|move|fail)|'
                     r'if|for|while|switch|return|')


class Statement(NamedTuple):
    """A statement: where it is, and the statements before and behind it."""
    start: int
    end: int
    block: int              # statements of one block have the same number
    alone: bool             # it is a block's own, not what an if or a label controls


class Owner(NamedTuple):
    """A variable or a parameter that owns a handle."""
    name: str
    kind: str
    declared: Optional[Statement]
    value: str              # what it is initialised with
    test: Optional[Statement]
    live: int               # where it is certainly live; 0 if nobody knows


class Function:
    """A function definition."""

    def __init__(self, source: 'Source', match: 're.Match[str]'):
        self.source, self.name, self.head = source, match['name'], match['head']
        self.start, self.body = match.start(), match.end()
        self.end = source.code.index('\n}', match.end() - 1) + 2
        self.params = match['params']
        self.statements: List[Statement] = []
        self._blocks = 0
        self._block(self.body)
        self.owners = list(self._owners())

    def text(self, statement: Statement) -> str:
        """A statement, without its comments."""
        return self.source.code[statement.start:statement.end]

    def line(self) -> int:
        """Where it begins."""
        return self.source.line(self.start)

    def next(self, statement: Statement) -> Optional[Statement]:
        """The statement behind it in its block."""
        later = [other for other in self.statements
                 if other.block == statement.block and other.start >= statement.end]
        return later[0] if later else None

    def later(self, at: int) -> List[Statement]:
        """The statements behind a place that do not contain others."""
        return [other for other in self.statements if other.start >= at
                and not any(other.start <= inner.start and inner.end <= other.end
                            for inner in self.statements if inner is not other)]

    def _group(self, at: int) -> int:
        """Behind the parenthesis or brace that closes the one at a place."""
        depth = 0
        while True:
            depth += {'(': 1, '{': 1, '[': 1, ')': -1, '}': -1, ']': -1}.get(
                self.source.blank[at], 0)
            at += 1
            if not depth:
                return at

    def _skip(self, at: int) -> int:
        match = re.compile(r'\s*').match(self.source.blank, at)
        return match.end() if match else at

    def _block(self, at: int) -> int:
        """Statements up to the brace that closes the block; behind it."""
        self._blocks += 1
        number = self._blocks
        at = self._skip(at)
        while self.source.blank[at] != '}':
            at = self._skip(self._statement(at, number, True))
        return at + 1

    def _statement(self, at: int, block: int, alone: bool) -> int:
        blank = self.source.blank
        label = re.compile(r'(case\b[^:]*|default|(?!default)\w+\s*(?=:\s*\n)):').match(blank, at)
        if label:
            at = self._skip(label.end())
            if blank[at] == '}':
                return at
            return self._statement(at, block, False)
        begin, place = at, len(self.statements)
        word = re.compile(r'\w*').match(blank, at)
        key = word.group() if word else ''
        if blank[at] == '{':
            return self._block(at + 1)
        if key in ('if', 'for', 'while', 'switch'):
            at = self._skip(self._group(blank.index('(', at)))
            at = self._statement(at, self._fresh(), False)
            other = re.compile(r'\s*else\b').match(blank, at) if key == 'if' else None
            if other:
                at = self._statement(self._skip(other.end()), self._fresh(), False)
        elif key == 'do':
            at = self._statement(self._skip(at + 2), self._fresh(), False)
            at = blank.index(';', self._group(blank.index('(', at))) + 1
        else:
            while blank[at] != ';':
                at = self._group(at) if blank[at] in '({[' else at + 1
            at += 1
        self.statements.insert(place, Statement(begin, at, block, alone))
        return at

    def _fresh(self) -> int:
        self._blocks += 1
        return self._blocks

    def _owners(self) -> Iterator[Owner]:
        if 'deed_accepts' not in self.head:
            for param in self.params.split(','):
                match = re.fullmatch(r'\s*struct (\w+) (\w+)\s*', param)
                if match and match[1] in self.source.kinds:
                    yield Owner(match[2], match[1], None, '', None, self.body)
        for statement in self.statements:
            match = OWN.match(self.text(statement))
            if not match or not statement.alone:
                continue
            kind, name, value = match[1], match[2], match[3] or ''
            test = self.next(statement)
            if test and not re.match(rf'if \(!deed_ok\({name}\)\)\s', self.text(test)):
                test = None
            live = 0
            if test and LEAVES.search(self.text(test)) and 'else' not in self.text(test):
                live = test.end
            elif NEVER_FAILS.match(value) and not CAN_FAIL.match(value):
                live = statement.end
            yield Owner(name, kind, statement, value, test, live)


class Source:
    """A C file: its right half, without comments, every character in its place."""

    def __init__(self, path: Path, name: str):
        self.path, self.name = path, name
        self.code = without_comments(right_half(path.read_text(encoding='utf-8')))
        self.blank = re.sub(r'"(\\.|[^"\\\n])*"|\'(\\.|[^\'\\\n])+\'',
                            lambda match: '_' * len(match.group()), self.code)
        self.makers = {match[1]: match[0] for match in re.finditer(
            r'^DEED_(?:BOX|REF|REF_RCU|DEVICE_REF)\([^;]*?(\w+)\);', self.code, re.M)}
        self.drivers = {match[1]: match[0] for match in re.finditer(    # by probe
            r'^DEED_(?:PCI_DRIVER\(\w+,|PLATFORM_DRIVER\()(?:\s*[^,;]+,){4}\s*(\w+)[^;]*;',
            self.code, re.M)}
        self.devices = dict(re.findall(     # their guards, and hardware structs
            r'^DEED_DEVICE_TYPE\((\w+), (struct \w+)\);', self.code, re.M))
        self.borrow = self._borrowers()
        self.kinds = {*self.borrow, *re.findall(r'deed_own\((\w+),', self.code)}
        self.fields: Dict[str, str] = {}        # those that are handles, with their kinds
        self.objects: Set[str] = set()          # the structs that have one
        self._fields()
        self.annotated = set(re.findall(r'deed_(?:accepts|fills|drops|returns_live)[^;{}]*?'
                                        r'\b(\w+)\((?=[^;{}()]*\)\s*[{;])', self.code))
        self.functions = [Function(self, match) for match in FUNCTION.finditer(self.blank)]

    def line(self, at: int) -> int:
        """The number of the line of a place."""
        return self.code.count('\n', 0, at) + 1

    def _borrowers(self) -> Dict[str, str]:
        """For each kind of handle that has one, who borrows from it: a pointer."""
        found = {}
        for macro, name, lock in re.findall(
                r'^DEED_(BOX|REF|REF_RCU|CELL_TYPE)\((\w+), (?:struct )?(\w+)', self.code, re.M):
            if macro == 'BOX':
                found[name] = f'{name}_excl'
            elif macro == 'CELL_TYPE' and lock == 'rwsem':
                found[f'{name}_read_guard'] = f'{name}_read_data'
                found[f'{name}_write_guard'] = f'{name}_write_data'
            elif macro == 'CELL_TYPE':
                found[f'{name}_guard'] = f'{name}_data'
            else:
                found[name], found[f'{name}_box'] = f'{name}_borrow', f'{name}_box_excl'
        return found

    def _fields(self) -> None:
        for name, body in re.findall(r'^struct (\w+) \{\n(.*?)^\};', self.code, re.M | re.S):
            for kind, field in re.findall(r'^\tstruct (\w+) (\w+);', body, re.M):
                if kind in self.borrow or kind == 'deed_ring':
                    self.fields[field] = kind
                    self.objects.add(name)

    def wants_live(self, text: str, name: str) -> bool:
        """Whether a statement certainly uses a handle as a live one."""
        if text.startswith('pr_debug('):        # is compiled out, or not
            return False
        for match in re.finditer(rf'&{name}\s*[,)]|deed_move\({name}\)', text):
            callee = enclosing(text, match.start())
            if callee in self.annotated or ACCEPTS.fullmatch(callee):
                continue
            return True
        return False


def enclosing(text: str, at: int) -> str:
    """The name of the call in whose arguments a place is."""
    depth = 0
    while at:
        at -= 1
        depth += {')': 1, '}': 1, '(': -1, '{': -1}.get(text[at], 0)
        if depth < 0:
            match = re.search(r'(\w*)\s*$', text[:at])
            return match[1] if match and text[at] == '(' else ''
    return ''


def without_comments(text: str) -> str:
    """Blanks where comments were."""
    return re.sub(r'"(\\.|[^"\\\n])*"|/\*.*?\*/|//[^\n]*',
                  lambda match: match.group() if match.group()[0] == '"'
                  else re.sub(r'[^\n]', ' ', match.group()), text, flags=re.S)


def right_half(text: str) -> str:
    """What is compiled without MISUSE; the other lines are empty."""
    out = []
    conditions: List[Tuple[bool, bool]] = []    # is it about MISUSE, is it true
    for line in text.splitlines():
        word = re.match(r'#\s*(if\w*|else|elif|endif)\b\s*(\w*)', line)
        ours = False
        if word and word[1].startswith('if'):
            ours = word[2] == 'MISUSE'
            conditions.append((ours, not ours or word[1] == 'ifndef'))
        elif word and word[1] == 'endif':
            ours = conditions.pop()[0]
        elif word:
            ours, true = conditions[-1]
            conditions[-1] = (ours, not ours or not true)
        out.append(line if all(true for _, true in conditions) and not ours else '')
    return '\n'.join(out) + '\n'
