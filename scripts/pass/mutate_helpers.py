# SPDX-License-Identifier: GPL-2.0
"""Changes that pass a struct to a static function, which uses what is in it."""

import random
from typing import List

import terms
import tree
from kinds import NUMBERS, SPENDS, WORD
from sites import bodies_with

__all__ = ['struct_passed', 'to_helper']


def to_helper(rng: random.Random, struct: str, here: str) -> terms.Node:
    """A call of a static function that gets a struct, and uses it."""
    number = rng.randint(1000, 9999)
    arg = tree.Arg(struct, here, f'g{number}', rng.choice(['value', 'value', 'seen']))
    use: terms.Node
    if struct == 'request':
        name = terms.member(arg.inner, rng.choice(NUMBERS))
        use = tree.Spend(rng.choice(list(SPENDS)), name, number)
        if rng.random() < 0.3:
            use = tree.If(terms.Compare(name, '<', rng.choice([8, 15, 16, 17])), [use])
    else:
        name = terms.member(arg.inner, rng.choice(['word', 'seen']))
        use = tree.Use(WORD, terms.Pointer(name), False)
        if rng.random() < 0.3:
            use = tree.PassView(arg.inner, rng.random() < 0.5)
    body = [use]
    if rng.random() < 0.5:
        body = [tree.If(terms.Cond(number), body)]
    if struct == 'request' and arg.way == 'value' and rng.random() < 0.4:
        helper = tree.Helper(number, 'int', [arg], body, tree.Return(terms.Const('0')))
        return tree.SetNumber(f'e{number}', helper, True)
    return tree.Helper(number, 'void', [arg], body, tree.Return(None))


def struct_passed(rng: random.Random, program: tree.Program) -> bool:
    """A struct goes to a helper."""
    found = bodies_with(program, tree.View, tree.Fetch)
    if not found:
        return False
    body, index = rng.choice(found)
    made = body[index]
    struct = 'view' if isinstance(made, tree.View) else 'request'
    here = made.struct
    new: List[terms.Node] = [to_helper(rng, struct, here)]
    if struct == 'view' and rng.random() < 0.3:
        # by way of what another one returns
        number = rng.randint(1000, 9999)
        arg = tree.Arg('view', here, f'g{number}', 'value')
        back = tree.Helper(number, 'view', [arg], [], tree.Return(terms.Pointer(arg.inner)))
        body.insert(index + 1, tree.View(f'v{number}', None, None, back))
        new = [to_helper(rng, struct, f'v{number}')]
        index += 1
    at = rng.randint(min(index + 1 + (struct == 'request'), len(body)), len(body))
    body[at:at] = new
    return True
