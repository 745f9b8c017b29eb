# SPDX-License-Identifier: GPL-2.0
"""Where a program can be changed: its nodes, its statements, the handles that it names."""

import random
from typing import Any, Iterator, List, Optional, Tuple

import terms
import tree
from kinds import CONST, DROPS, EXCL, FILLS, NODE, SHELF, VALUE, WORD, Kind


def holders(program: tree.Program) -> Iterator[Tuple[Any, str, Optional[int], terms.Node]]:
    """Every node with the field, and the index, that holds it."""
    for node in program.walk():
        for name, value in vars(node).items():
            if isinstance(value, terms.Node):
                yield node, name, None, value
            elif isinstance(value, list):
                for index, each in enumerate(value):
                    if isinstance(each, terms.Node):
                        yield node, name, index, each


def put(holder: Tuple[Any, str, Optional[int], terms.Node], new: terms.Node) -> bool:
    """Another node in place of one."""
    node, name, index, _ = holder
    if index is None:
        setattr(node, name, new)
    else:
        getattr(node, name)[index] = new
    return True


def pick(rng: random.Random, program: tree.Program, *types: type) -> Any:
    """A node of some types, with what holds it."""
    found = [each for each in holders(program) if isinstance(each[3], types)]
    return rng.choice(found) if found else None


def places(program: terms.Node) -> Iterator[Tuple[List[terms.Node], int]]:
    """Every place for a statement."""
    for body in tree.bodies(program):
        for index in range(len(body) + 1):
            yield body, index


def place_of(rng: random.Random, body: List[terms.Node], after: int = 0) -> int:
    """Somewhere in a list."""
    return rng.randint(min(after, len(body)), len(body))


def statement(rng: random.Random, program: tree.Program, *types: type) -> Any:
    """A list, and the index of a statement in it."""
    found = bodies_with(program, *(types or (terms.Node,)))
    return rng.choice(found) if found else None


def bodies_with(program: terms.Node, *types: type) -> List[Tuple[List[terms.Node], int]]:
    """The lists that have a statement of some types, and the index of it."""
    return [(body, index) for body in tree.bodies(program)
            for index, each in enumerate(body) if isinstance(each, types)]


def named_handles(program: tree.Program) -> List[Tuple[terms.Var, Kind]]:
    """The handles that a program names, as far as their kinds are plain to see."""
    found: List[Tuple[terms.Var, Kind]] = []
    for node in program.walk():
        if isinstance(node, tree.Own):
            found.append((terms.Var(node.name), node.kind))
        elif isinstance(node, tree.Lend) and node.kind in (NODE, SHELF):
            found.append((terms.Via(node.name, 'word'), WORD))
        elif isinstance(node, tree.Function):
            for param in node.sig.params:
                if param.mode == VALUE:
                    found.append((terms.Var(param.name), param.kind))
                elif param.mode in (CONST, EXCL, DROPS, FILLS):
                    found.append((terms.Deref(param.name), param.kind))
                elif param.mode in ('object', 'object_seen'):
                    found.append((terms.Via(param.name, 'word'), WORD))
    for place, kind in list(found):
        if kind == NODE:
            found.append((terms.Inner(place.name, 'word'), WORD))
        elif kind.form == 'composite':
            found += [(terms.Part(place.name, name), part) for name, part in kind.fields]
    return found
