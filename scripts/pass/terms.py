# SPDX-License-Identifier: GPL-2.0
"""Expressions of the random programs, and how they read in C.

Places are where a handle is, values are handles on their way, tests are
conditions, numbers are ints, lends are pointers into what a handle owns. Every
node prints itself; what it means is in lower.py and execute.py alone.
"""

import copy
from dataclasses import dataclass, fields
from typing import Any, Iterator, List

from kinds import Kind, Sig


@dataclass
class Node:
    """Anything in a tree."""

    def children(self) -> Iterator['Node']:
        """The nodes right below, in order."""
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Node):
                yield value
            elif isinstance(value, list):
                yield from (each for each in value if isinstance(each, Node))

    def walk(self) -> Iterator['Node']:
        """This node and all below."""
        yield self
        for child in self.children():
            yield from child.walk()

    def text(self) -> str:
        """The node in C."""
        raise NotImplementedError

    def lines(self) -> List[str]:
        """A statement in C, without indentation of its own."""
        return [f'{self.text()};']


def clone(node: Any) -> Any:
    """A copy that shares kinds and signatures, but no node."""
    if isinstance(node, Node):
        new = copy.copy(node)
        for item in fields(node):
            setattr(new, item.name, clone(getattr(node, item.name)))
        return new
    if isinstance(node, list):
        return [clone(each) for each in node]
    return node


def member(struct: str, part: str) -> str:
    """A member of a struct: of a variable, or of *pointer; or what is got from it."""
    get, arrow, of = part.partition('->')
    if arrow:
        return get % member(struct, of)
    return f'{struct[1:]}->{part}' if struct[0] == '*' else f'{struct}.{part}'


def address(struct: str) -> str:
    """The address of a struct."""
    return struct[1:] if struct[0] == '*' else f'&{struct}'


# ---- places

@dataclass
class Var(Node):
    """A variable or a parameter that is a handle."""
    name: str

    def text(self) -> str:
        return self.name

    def address(self) -> str:
        """A pointer to it."""
        return f'&{self.text()}'


@dataclass
class Deref(Var):
    """What a pointer parameter points to."""

    def text(self) -> str:
        return f'*{self.name}'

    def address(self) -> str:
        return self.name


@dataclass
class Part(Var):
    """A field of a composite in a variable."""
    part: str

    def text(self) -> str:
        return f'{self.name}.{self.part}'


@dataclass
class Via(Var):
    """A handle in an object that a pointer points to."""
    part: str

    def text(self) -> str:
        return f'{self.name}->{self.part}'


@dataclass
class Inner(Var):
    """A handle in the object of a box in a variable."""
    part: str

    def text(self) -> str:
        return f'node_box_excl(&{self.name})->{self.part}'


# ---- values

@dataclass
class Move(Node):
    """deed_move(place)."""
    place: Var

    def text(self) -> str:
        return f'deed_move({self.place.text()})'


@dataclass
class Copied(Node):
    """A handle that is copied: never right."""
    place: Var

    def text(self) -> str:
        return self.place.text()


@dataclass
class Alloc(Node):
    """A new box or array."""
    kind: Kind

    def text(self) -> str:
        return f"{self.kind.name}_alloc({'4' if self.kind.form == 'array' else ''})"


@dataclass
class Fail(Node):
    """deed_fail(); code is the text of an errno or the name of an int."""
    kind: Kind
    code: str

    def text(self) -> str:
        return f'deed_fail({self.kind.name}, {self.code})'


@dataclass
class Empty(Node):
    """The initialiser of a handle that is to be filled."""
    kind: Kind

    def text(self) -> str:
        return '{}'


@dataclass
class Call(Node):
    """A call, of a function or through a pointer; also a number or a lend."""
    sig: Sig
    args: List[Node]
    through: str = ''

    def text(self) -> str:
        args = []
        for param, arg in zip(self.sig.params, self.args):
            plain = isinstance(arg, Var) and param.mode != 'value'
            args.append(arg.address() if plain else arg.text())
        return f"{self.through or self.sig.name}({', '.join(args)})"


@dataclass
class Replace(Node):
    """kind_replace(): the old handle."""
    kind: Kind
    place: Var
    value: Node

    def text(self) -> str:
        return f'{self.kind.name}_replace({self.place.address()}, {self.value.text()})'


@dataclass
class Take(Node):
    """What was in a slot."""
    kind: Kind
    name: str
    slot: str

    def text(self) -> str:
        return f'{self.kind.name}_slot_take(&{self.name}->{self.slot})'


@dataclass
class Put(Node):
    """Fill a slot: what was in it before."""
    kind: Kind
    name: str
    slot: str
    value: Node

    def text(self) -> str:
        return f'{self.kind.name}_slot_put(&{self.name}->{self.slot}, {self.value.text()})'


@dataclass
class Share(Node):
    """The first reference to what is in a box."""
    value: Node

    def text(self) -> str:
        return f'item_ref_share({self.value.text()})'


@dataclass
class Again(Node):
    """A further reference, from one that is live."""
    place: Var

    def text(self) -> str:
        return f'item_ref_get(item_ref_borrow({self.place.address()}))'


@dataclass
class Compose(Node):
    """A composite of two handles."""
    kind: Kind
    values: List[Node]

    def text(self) -> str:
        parts = [f'.{name} = {value.text()}'
                 for (name, _), value in zip(self.kind.fields, self.values)]
        return f"(struct {self.kind.name}){{ {', '.join(parts)} }}"


@dataclass
class Locked(Node):
    """The guard of a cell. how: lock, which cannot fail, or another."""
    kind: Kind
    desk: str
    how: str

    def text(self) -> str:
        return f'shelf_cell_{self.how}(&{self.desk}->shelf)'


# ---- lends

@dataclass
class Borrow(Node):
    """A pointer into what a handle owns."""
    kind: Kind
    place: Var
    shared: bool

    def text(self) -> str:
        if self.kind.form == 'array':
            verb, last = ('peek' if self.shared else 'at'), ', 1'
        elif self.kind.form == 'guard':
            return f'shelf_cell_data({self.place.address()})'
        else:
            verb, last = ('borrow' if self.shared else 'excl'), ''
        return f'{self.kind.name}_{verb}({self.place.address()}{last})'


@dataclass
class Pointer(Node):
    """A pointer variable or plain pointer parameter."""
    name: str

    def text(self) -> str:
        return self.name


@dataclass
class Member(Node):
    """The address of a plain member of what a pointer leads to."""
    name: str
    part: str

    def text(self) -> str:
        return f'&{self.name}->{self.part}'


@dataclass
class Deep(Node):
    """What an object points to: a path of members to a pointer, or a place's address."""
    name: str
    path: str

    def text(self) -> str:
        return f"{'&' if self.path.endswith('count') else ''}{self.name}->{self.path}"


@dataclass
class Unconst(Node):
    """A pointer to const without it: never right. way: how it is written."""
    lend: Node
    target: str
    way: str

    def text(self) -> str:
        return f'(({self.target} *){self.way}{self.lend.text()})'


# ---- numbers

@dataclass
class Const(Node):
    """0 or a negative errno."""
    value: str

    def text(self) -> str:
        return self.value


@dataclass
class Number(Node):
    """An int variable."""
    name: str

    def text(self) -> str:
        return self.name


@dataclass
class Err(Node):
    """deed_err(place)."""
    place: Var

    def text(self) -> str:
        return f'deed_err({self.place.text()})'


@dataclass
class Step(Node):
    """What the program knows nothing of: 0 or an errno."""
    n: int

    def text(self) -> str:
        return f'pass_step({self.n})'


# ---- tests

@dataclass
class Cond(Node):
    """What the program knows nothing of: true or false."""
    n: int

    def text(self) -> str:
        return f'pass_cond({self.n})'


@dataclass
class Flag(Node):
    """A bool variable or parameter."""
    name: str

    def text(self) -> str:
        return self.name


@dataclass
class Bool(Node):
    """true or false."""
    value: bool

    def text(self) -> str:
        return 'true' if self.value else 'false'


@dataclass
class Not(Node):
    """Negation."""
    test: Node

    def text(self) -> str:
        inner = self.test.text()
        if isinstance(self.test, (Both, Either, Failed, Compare)):
            inner = f'({inner})'
        return f'!{inner}'


@dataclass
class Both(Node):
    """Conjunction, as C evaluates it."""
    left: Node
    right: Node
    word = '&&'

    def text(self) -> str:
        sides = [f'({side.text()})' if isinstance(side, Both) else side.text()
                 for side in (self.left, self.right)]
        return f' {self.word} '.join(sides)


@dataclass
class Either(Both):
    """Disjunction, as C evaluates it."""
    word = '||'


@dataclass
class Ok(Node):
    """deed_ok(place)."""
    place: Var

    def text(self) -> str:
        return f'deed_ok({self.place.text()})'


@dataclass
class Failed(Node):
    """An int that is not 0; form is how it is written: %s, %s != 0 or %s < 0."""
    name: str
    form: str = '%s'

    def text(self) -> str:
        return self.form % self.name


@dataclass
class Amount(Node):
    """A number that the user said."""
    name: str

    def text(self) -> str:
        return self.name


@dataclass
class Masked(Node):
    """What is left of one."""
    name: str
    form: str
    by: int

    def text(self) -> str:
        return self.form % (self.name, self.by)


@dataclass
class Compare(Node):
    """A test of one."""
    name: str
    op: str
    bound: int

    def text(self) -> str:
        return f'{self.name} {self.op} {self.bound}'


@dataclass
class Full(Node):
    """Whether a slot holds a handle: nobody knows."""
    kind: Kind
    name: str
    slot: str

    def text(self) -> str:
        return f'{self.kind.name}_slot_full(&{self.name}->{self.slot})'


@dataclass
class More(Node):
    """The test of a for loop: nobody knows how often."""
    n: int
    index: str

    def text(self) -> str:
        return f'pass_more({self.n}, {self.index})'
