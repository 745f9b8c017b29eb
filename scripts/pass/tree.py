# SPDX-License-Identifier: GPL-2.0
"""Statements, functions and programs as trees, and how they read in C."""

from dataclasses import dataclass, field, replace
from typing import Any, Iterator, List, Optional

from kinds import SPENDS, Kind, Sig
from terms import Call, Node, Pointer, Var, address


def indent(lines: List[str]) -> List[str]:
    """One tab more; labels stay where they are."""
    return [line if line.endswith(':;') else f'\t{line}' for line in lines]


@dataclass
class Own(Node):
    """deed_own(); without a value it holds nothing yet. plain: without an owner."""
    kind: Kind
    name: str
    value: Optional[Node]
    plain: bool = False

    def text(self) -> str:
        what = (f'struct {self.kind.name} {self.name}' if self.plain
                else f'deed_own({self.kind.name}, {self.name})')
        return f'{what} = {self.value.text()}' if self.value else what


@dataclass
class Assign(Node):
    """Plain assignment to a place."""
    place: Var
    value: Node

    def text(self) -> str:
        return f'{self.place.text()} = {self.value.text()}'


@dataclass
class Drop(Node):
    """kind_drop() by hand."""
    kind: Kind
    place: Var

    def text(self) -> str:
        return f'{self.kind.name}_drop({self.place.address()})'


@dataclass
class Discard(Node):
    """A value as a statement: lost."""
    value: Node

    def text(self) -> str:
        return self.value.text()


@dataclass
class Do(Node):
    """A call as a statement, whose result is no handle."""
    call: Call

    def text(self) -> str:
        return self.call.text()


@dataclass
class SlotDrop(Node):
    """Drop what a slot holds."""
    kind: Kind
    name: str
    slot: str

    def text(self) -> str:
        return f'{self.kind.name}_slot_drop(&{self.name}->{self.slot})'


@dataclass
class SetFlag(Node):
    """Declare or assign a bool."""
    name: str
    test: Node
    declare: bool

    def text(self) -> str:
        return f"{'bool ' if self.declare else ''}{self.name} = {self.test.text()}"


@dataclass
class SetNumber(Node):
    """Declare or assign an int."""
    name: str
    number: Node
    declare: bool

    def text(self) -> str:
        return f"{'int ' if self.declare else ''}{self.name} = {self.number.text()}"


@dataclass
class Lend(Node):
    """Declare (with a kind: whose contents) or assign a pointer."""
    name: str
    lend: Node
    kind: Optional[Kind]
    shared: bool = False

    def text(self) -> str:
        const = 'const ' if self.shared else ''
        what = f'{const}{self.kind.target} *{self.name}' if self.kind else self.name
        return f'{what} = {self.lend.text()}'


def aimed(struct: Any) -> str:
    """The variable that keeps the address of a struct, beside its declaration."""
    return f', *{struct.aim} = &{struct.name}' if struct.aim else ''


def named(struct: Any) -> str:
    """A struct, by the variable that keeps its address if there is one."""
    return f'*{struct.aim}' if struct.aim else struct.name


@dataclass
class View(Node):
    """A struct that carries borrows: from lends, from another, or from a function.

    aim: a variable that keeps its address.
    """
    name: str
    word: Optional[Node]
    seen: Optional[Node]
    source: Optional[Node] = None
    aim: str = ''

    @property
    def struct(self) -> str:
        """How it is named where it is used."""
        return named(self)

    def text(self) -> str:
        parts = [f'.{name} = {lend.text()}' for name, lend in (('word', self.word),
                                                               ('seen', self.seen)) if lend]
        value = self.source.text() if self.source else f"{{{', '.join(parts)}}}"
        return f'struct view {self.name} = {value}' + aimed(self)


@dataclass
class PassView(Node):
    """A struct with borrows is passed, by value or by its address."""
    name: str
    address: bool

    def text(self) -> str:
        return f'pass_look({address(self.name)})' if self.address else f'pass_view({self.name})'


@dataclass
class Op(Node):
    """A pointer to a function."""
    name: str
    sig: Sig

    def text(self) -> str:
        return f"{replace(self.sig, name=f'(*{self.name})').text([])} = {self.sig.name}"


@dataclass
class Use(Node):
    """Read or write through a lend."""
    kind: Kind
    lend: Node
    write: bool

    def lines(self) -> List[str]:
        text = self.lend.text()
        use = self.kind.touch % text if self.write else f'pass_note({self.kind.look % text})'
        if self.kind.form == 'array' and isinstance(self.lend, Pointer):
            return [f'if ({text})', f'\t{use};']
        return [f'{use};']


@dataclass
class Lock(Node):
    """A guard of a cell in an object, and the borrow of its data, to the end of the block."""
    way: str                # mutex or spin
    name: str
    of: str

    def text(self) -> str:
        return f'deed_lock({self.way}, {self.name}, &{self.of}->{self.way})'


@dataclass
class Fetch(Node):
    """A struct, and the argument of an ioctl in it. aim: as for a view."""
    name: str
    err: str
    call: str
    aim: str = ''

    @property
    def struct(self) -> str:
        """How it is named where it is used."""
        return named(self)

    def lines(self) -> List[str]:
        return [f'struct request {self.name}{aimed(self)};',
                f'int {self.err} = deed_ioctl_read({self.call}, {address(self.struct)});']


@dataclass
class Batch(Node):
    """Structs, each fetched into its place in an array, and what is done with each."""
    name: str
    index: str
    err: str
    reader: str
    n: int
    body: List[Node]

    @property
    def struct(self) -> str:
        """How the one at hand is named."""
        return f'{self.name}[{self.index}]'

    def lines(self) -> List[str]:
        head = f'for (u32 {self.index} = 0; {self.index} < 4 && pass_cond({self.n});'
        fetch = f'int {self.err} = deed_read({self.reader}, &{self.struct});'
        return [f'struct request {self.name}[4];', f'{head} {self.index}++) {{'] + indent(
            [fetch] + block(self.body)) + ['}']


@dataclass
class SetAmount(Node):
    """Declare or assign a number of the user's."""
    name: str
    value: Node
    declare: bool

    def text(self) -> str:
        return f"{'u32 ' if self.declare else ''}{self.name} = {self.value.text()}"


@dataclass
class Spend(Node):
    """A use of one. n: of the loop's variable."""
    way: str
    name: str
    n: int

    def lines(self) -> List[str]:
        return [SPENDS[self.way][0].format(self.name, self.n)]


@dataclass
class Wait(Node):
    """A wait, under a guard that is let go and taken again meanwhile."""
    place: Var
    desk: str
    n: int
    bound: bool

    def text(self) -> str:
        how, last = ('timeout', ', 100') if self.bound else ('interruptible', '')
        return (f'pass_note(deed_wait_{how}(&{self.desk}->changed, {self.place.address()}, '
                f'pass_cond({self.n}){last}))')


@dataclass
class Wrong(Node):
    """A statement that is a misuse by itself. tree: even where it is not reached."""
    rule: str
    form: str               # {0} the place, {1} its address
    place: Var
    tree: bool
    kind: Optional[Kind] = None     # the place must be of

    def text(self) -> str:
        return self.form.format(self.place.text(), self.place.address())


@dataclass
class KeepOut(Node):
    """Store a pointer where it outlives everything."""
    target: str
    lend: Pointer

    def text(self) -> str:
        return f'{self.target} = {self.lend.text()}'


@dataclass
class If(Node):
    """if and else."""
    test: Node
    then: List[Node]
    other: List[Node] = field(default_factory=list)

    def lines(self) -> List[str]:
        then, other = block(self.then), block(self.other)
        braces = len(then) > 1 or len(other) > 1 or not then or self.declares()
        lines = [f"if ({self.test.text()}){' {' if braces else ''}"] + indent(then)
        if other:
            lines += ['} else {' if braces else 'else'] + indent(other)
        return lines + (['}'] if braces else [])

    def declares(self) -> bool:
        """A declaration is no statement, and else looks for the nearest if."""
        risky = (Own, SetFlag, SetNumber, Lend, If, Label, Use, Lock, Op, View,
                 Fetch, Batch, SetAmount, Spend)
        return any(isinstance(each, risky) for each in self.then + self.other)


@dataclass
class While(Node):
    """A loop: while, do, or for; index names the counter of a for loop."""
    test: Node
    body: List[Node]
    form: str = 'while'
    index: str = ''

    def lines(self) -> List[str]:
        test, body = self.test.text(), indent(block(self.body))
        if self.form == 'do':
            return ['do {'] + body + [f'}} while ({test});']
        if self.form == 'for':
            head = f'for (u32 {self.index} = 0; {test}; {self.index}++) {{'
            return [head] + body + ['}']
        return [f'while ({test}) {{'] + body + ['}']


@dataclass
class Case(Node):
    """A case of a switch; falls: into the next one."""
    body: List[Node]
    falls: bool


@dataclass
class Switch(Node):
    """switch over what nobody knows; the last case is the default."""
    n: int
    cases: List[Case]

    def lines(self) -> List[str]:
        lines = [f'switch (pass_pick({self.n})) {{']
        for number, case in enumerate(self.cases):
            last = number == len(self.cases) - 1
            lines.append('default: {' if last else f'case {number}: {{')
            lines += indent(block(case.body)) + ['}']
            lines.append('\tfallthrough;' if case.falls and not last else '\tbreak;')
        return lines + ['}']


@dataclass
class Block(Node):
    """A scope."""
    body: List[Node]

    def lines(self) -> List[str]:
        return ['{'] + indent(block(self.body)) + ['}']


@dataclass
class Label(Node):
    """Where a goto goes."""
    name: str

    def lines(self) -> List[str]:
        return [f'{self.name}:;']


@dataclass
class Goto(Node):
    """goto."""
    name: str

    def text(self) -> str:
        return f'goto {self.name}'


@dataclass
class Leave(Node):
    """break or continue."""
    word: str

    def text(self) -> str:
        return self.word


@dataclass
class Return(Node):
    """return, of a value, a number, a lend, or of nothing."""
    value: Optional[Node]

    def text(self) -> str:
        return f'return {self.value.text()}' if self.value else 'return'


@dataclass
class Arg(Node):
    """A struct that a helper gets: by value, by its address, or to be looked at (seen)."""
    struct: str
    here: str               # its name where it comes from
    there: str
    way: str

    @property
    def inner(self) -> str:
        """How the helper names it."""
        return self.there if self.way == 'value' else f'*{self.there}'

    def text(self) -> str:
        return self.here if self.way == 'value' else address(self.here)

    def param(self) -> str:
        """The parameter."""
        const = 'const ' if self.way == 'seen' else ''
        return f'{const}struct {self.struct} {self.inner}'


@dataclass
class Helper(Node):
    """A call of a static function that stands before: its number, and its body.

    @ stands for the name of the function that calls it.
    """
    number: int
    result: str             # void, int or view
    args: List[Arg]
    body: List[Node]
    tail: Return

    def text(self) -> str:
        return f"@_{self.number}({', '.join(arg.text() for arg in self.args)})"

    def lines_of(self) -> List[str]:
        """The function."""
        result = 'struct view' if self.result == 'view' else self.result
        params = ', '.join(arg.param() for arg in self.args)
        return [f'static noinline {result} @_{self.number}({params})', '{'] + indent(
            block(self.body) + self.tail.lines()) + ['}', '']


def block(body: List[Node]) -> List[str]:
    """Statements in C."""
    return [line for each in body for line in each.lines()]


@dataclass
class Function(Node):
    """A function. tail is its last statement; said: contract of a declaration."""
    sig: Sig
    body: List[Node]
    tail: Return
    local: bool             # static

    def lines(self) -> List[str]:
        helpers = {node.number: node.lines_of() for node in self.walk()
                   if isinstance(node, Helper)}
        # the innermost first
        lines = [line for number in reversed(helpers) for line in helpers[number]]
        head = f"{'static __used ' if self.local else ''}{self.sig.text()}"
        lines += [head, '{'] + indent(block(self.body) + self.tail.lines()) + ['}', '']
        return [line.replace('@', self.sig.name) for line in lines]

    def statements(self) -> List[Node]:
        """What is executed."""
        return self.body + [self.tail]


def settle(functions: List[Function]) -> None:
    """Find out which functions wait, callees first; a static one does not say it."""
    for function in functions:
        function.sig.waits = any(isinstance(node, Call) and node.sig.waits
                                 or isinstance(node, Wait) and not node.bound
                                 or isinstance(node, (Fetch, Batch))
                                 for node in function.walk())
        function.sig.says = not function.local


@dataclass
class Program(Node):
    """Functions that are judged together, callees first."""
    functions: List[Function]
    origin: str             # how it was made

    def lines(self) -> List[str]:
        return [line for each in self.functions for line in each.lines()]


def bodies(node: Node) -> Iterator[List[Node]]:
    """All lists of statements in a tree."""
    for each in node.walk():
        if isinstance(each, (Function, Block, While, Case, Helper, Batch)):
            yield each.body
        elif isinstance(each, If):
            yield each.then
            yield each.other
