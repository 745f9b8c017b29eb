# SPDX-License-Identifier: GPL-2.0
"""Changes that make borrows live too long, leave, or be beside others."""

import random
from typing import Any, List

import terms
import tree
from kinds import EXTERNS, NODE, PAIR, PATHS, POINTED, SEVERAL, SHELF, WORD, Param
from mutate_helpers import to_helper
from sites import named_handles, place_of, places, statement


def _in_view(rng: random.Random, name: str, lend: terms.Node, shared: bool) -> tuple:
    """A struct that carries a borrow, and a use of it."""
    view = tree.View(name, None if shared else lend, lend if shared else None)
    if rng.random() < 0.5:
        view.aim = f'{name}at'
        name = view.struct
    use: terms.Node = tree.PassView(name, rng.random() < 0.5)
    if rng.random() < 0.3:
        use = to_helper(rng, 'view', name)
    elif rng.random() < 0.6:
        borrow = terms.Pointer(terms.member(name, 'seen' if shared else 'word'))
        use = tree.Use(WORD, borrow, not shared)
    return view, use


def use_late(rng: random.Random, program: tree.Program) -> bool:
    """Borrow early, use late."""
    handles = [(place, kind) for place, kind in named_handles(program) if kind.look]
    lists = [body for body in tree.bodies(program) if body]
    if not handles or not lists:
        return False
    place, kind = rng.choice(handles)
    shared = not kind.touch or rng.random() < 0.5
    name = f'q{rng.randint(100, 999)}'
    lend = tree.Lend(name, terms.Borrow(kind, place, shared), kind, shared)
    use = tree.Use(kind, terms.Pointer(name), not shared)
    body = rng.choice(lists)
    first = rng.randint(0, len(body))
    body.insert(rng.randint(first, len(body)), use)
    body.insert(first, lend)
    return True


def use_after_end(rng: random.Random, program: tree.Program) -> bool:
    """Borrow before a handle is handed on, use after that."""
    found = []
    for body in tree.bodies(program):
        kinds = {place.name: kind for place, kind in named_handles(program)
                 if not isinstance(place, (terms.Part, terms.Via, terms.Inner))}
        for index, each in enumerate(body):
            ends = [node.place for node in each.walk() if isinstance(node, (terms.Move, tree.Drop))
                    and not isinstance(node.place, (terms.Part, terms.Via, terms.Inner))]
            found += [(body, index, place, kinds[place.name]) for place in ends
                      if place.name in kinds and kinds[place.name].look]
    if not found:
        return False
    body, index, place, kind = rng.choice(found)
    shared = not kind.touch or rng.random() < 0.5
    name = f'q{rng.randint(100, 999)}'
    lend: terms.Node = tree.Lend(name, terms.Borrow(kind, place, shared), kind, shared)
    use: terms.Node = tree.Use(kind, terms.Pointer(name), not shared)
    if kind == WORD and rng.random() < 0.5:
        lend, use = _in_view(rng, name, lend.lend, shared)
    body.insert(rng.randint(index + 1, len(body)), use)
    body.insert(index, lend)
    return True


def use_out_of_scope(rng: random.Random, program: tree.Program) -> bool:
    """Borrow inside a block, use behind it."""
    function = program.functions[-1]
    plain = [param.name for param in function.sig.params if param.mode == 'plain']
    found = [(body, index, each) for body in tree.bodies(function) if body is not function.body
             for index, each in enumerate(body)
             if isinstance(each, tree.Own) and each.kind == WORD or isinstance(each, tree.Lock)]
    if not found:
        return False
    if not plain:
        plain = ['word9']
        function.sig.params.append(Param('word9', 'plain'))
    body, index, own = rng.choice(found)
    inner: terms.Node = terms.Borrow(WORD, terms.Var(own.name), False)
    if isinstance(own, tree.Lock):
        inner = terms.Pointer(own.name)
    lend = tree.Lend(plain[0], inner, None)
    body.insert(rng.randint(index + 1, len(body)), lend)
    function.body.append(tree.Use(WORD, terms.Pointer(plain[0]), True))
    return True


def keep_out(rng: random.Random, program: tree.Program) -> bool:
    """Store a pointer where it outlives its owner."""
    if rng.random() < 0.3:
        return keep_in_object(rng, program)
    found = [(body, index) for body in tree.bodies(program) for index, each in enumerate(body)
             if isinstance(each, tree.Lend) and each.kind in (WORD, NODE) and not each.shared
             or isinstance(each, tree.Lock)]
    if not found:
        return False
    body, index = rng.choice(found)
    node = isinstance(body[index], tree.Lend) and body[index].kind == NODE
    target = 'pass_node' if node else 'pass_word'
    body.insert(rng.randint(index + 1, len(body)),
                tree.KeepOut(target, terms.Pointer(body[index].name)))
    return True


def keep_in_object(rng: random.Random, program: tree.Program) -> bool:
    """Store a pointer in an object that others have."""
    function = rng.choice(program.functions)
    objects = [param.name for param in function.sig.params if param.mode == 'object']
    words = [param.name for param in function.sig.params if param.mode == 'plain']
    if not objects:
        return False
    found: List[Any] = [(body, index, each.name) for body in tree.bodies(function)
                        for index, each in enumerate(body)
                        if isinstance(each, tree.Lend) and each.kind == WORD and not each.shared
                        or isinstance(each, tree.Lock)]
    found += [(function.body, -1, name) for name in words]
    if not found:
        return False
    body, index, name = rng.choice(found)
    body.insert(rng.randint(index + 1, len(body)),
                tree.KeepOut(f'{rng.choice(objects)}->seen', terms.Pointer(name)))
    return True


def return_lend(rng: random.Random, program: tree.Program) -> bool:
    """Return a pointer that dies with the function, perhaps by way of a variable."""
    function = program.functions[-1]
    sig = function.sig
    if sig.result not in ('lent', 'shared'):
        return False
    shared = sig.result == 'shared'
    place: terms.Var = terms.Var('h99')
    lend: terms.Node = terms.Borrow(sig.kind, place, shared)
    then: List[terms.Node] = []
    if rng.random() < 0.4:
        then.append(tree.Lend('q99', lend, sig.kind, shared))
        lend = terms.Pointer('q99')
    elif rng.random() < 0.3:
        verb = 'view' if shared else 'inside'
        lend = terms.Call(EXTERNS[f'{sig.kind.name}_{verb}'], [place])
    then.append(tree.Return(lend))
    body = rng.choice(list(tree.bodies(function)))
    value = terms.Call(EXTERNS[f'{sig.kind.name}_make'], [])
    body += [tree.Own(sig.kind, 'h99', value), tree.If(terms.Ok(place), then)]
    return True


def lend_twice(rng: random.Random, program: tree.Program) -> bool:
    """Borrow twice from one, and use the first borrow after the second."""
    found = [(place, kind) for place, kind in named_handles(program) if kind.touch and kind.look]
    lists = [body for body in tree.bodies(program) if body]
    if not found or not lists:
        return False
    place, kind = rng.choice(found)
    first, second = (f'q{rng.randint(100, 999)}' for _ in range(2))
    ways = rng.choice([(True, False), (False, True), (False, False), (True, True)])
    lends: List[terms.Node] = []
    for name, shared in zip((first, second), ways):
        lend: terms.Node = terms.Borrow(kind, place, shared)
        if rng.random() < 0.2:
            verb = 'view' if shared else 'inside'
            lend = terms.Call(EXTERNS[f'{kind.name}_{verb}'], [place])
        lends.append(tree.Lend(name, lend, kind, shared))
    uses: List[terms.Node] = [tree.Use(kind, terms.Pointer(name), not shared)
                              for name, shared in zip((first, second), ways)]
    if kind == WORD and rng.random() < 0.3:
        lends[0], uses[0] = _in_view(rng, first, lends[0].lend, ways[0])
    body = rng.choice(lists)
    at = rng.randint(0, len(body))
    if rng.random() < 0.4:
        uses = uses[:1]
    elif rng.random() < 0.3:
        uses.reverse()
    body[at:at] = lends + uses
    return True


def same_twice(rng: random.Random, program: tree.Program) -> bool:
    """The same, or what is in it, twice in one call."""
    calls = [node for node in program.walk() if isinstance(node, terms.Call)
             and not node.through and len(node.args) > 1]
    several = [call for call in calls if sum(
        param.mode in POINTED or param.kind == WORD and param.mode in ('const', 'excl')
        for param in call.sig.params) > 1]
    if several and rng.random() < 0.4:
        call = rng.choice(several)
        one, other = rng.sample(range(len(call.args)), 2)
        call.args[one] = terms.clone(call.args[other])
        return True
    words = [place for place, kind in named_handles(program) if kind == WORD]
    objects = [param.name for function in program.functions for param in function.sig.params
               if 'object' in param.mode]
    pairs = [node.name for node in program.walk() if isinstance(node, tree.Lend)
             and node.kind in (PAIR, NODE)]
    sig = rng.choice(SEVERAL)
    args: List[terms.Node] = []
    word = rng.choice(words) if words else terms.Var('h0')
    name = rng.choice(objects + pairs) if objects + pairs else 'o0'
    part = rng.choice(['a', 'b', 'count'])
    way = rng.choice(['word', 'member', 'inside'])
    for param in sig.params:
        if param.mode not in POINTED:
            args.append(word)
        elif 'object' in param.mode:
            args.append(terms.Pointer(name))
        elif way == 'member':
            args.append(terms.Member(name, part))
        else:
            place = terms.Via(name, 'word') if way == 'inside' else word
            args.append(terms.Borrow(WORD, place, POINTED[param.mode][1]))
    body, index = rng.choice(list(places(program)))
    body.insert(index, tree.Do(terms.Call(sig, args)))
    return True


def write_shared(rng: random.Random, program: tree.Program) -> bool:
    """Write through what was lent to be looked at."""
    found = [(body, index, each) for body in tree.bodies(program) for index, each in
             enumerate(body) if isinstance(each, tree.Use) and not each.write and each.kind.touch
             or isinstance(each, tree.Lend) and each.kind in (WORD, NODE) and each.shared]
    if not found:
        return False
    body, index, each = rng.choice(found)
    way = rng.choice(['', '', '(void *)', '(unsigned long)'])
    lend = each.lend if isinstance(each, tree.Use) else terms.Pointer(each.name)
    if isinstance(lend, terms.Deep):
        each.write = True
        return True
    cast = terms.Unconst(terms.clone(lend), each.kind.target, way)
    if isinstance(each, tree.Use) and rng.random() < 0.3:
        each.lend, each.write = cast, True
        return True
    name = f'q{rng.randint(100, 999)}'
    body[index + 1:index + 1] = [tree.Lend(name, cast, each.kind, False),
                                 tree.Use(each.kind, terms.Pointer(name), True)]
    return True


def write_deep(rng: random.Random, program: tree.Program) -> bool:
    """Write to what an object points to, whoever has it; or take the object shared."""
    function = rng.choice(program.functions)
    objects = [param for param in function.sig.params if 'object' in param.mode]
    if not objects:
        return False
    param = rng.choice(objects)
    lend = terms.Deep(param.name, rng.choice(PATHS))
    body, index = rng.choice(list(places(function)))
    way = rng.random()
    if way < 0.5:
        body.insert(index, tree.Use(WORD, lend, True))
    elif way < 0.8:
        body.insert(index, tree.Lend(f'q{rng.randint(100, 999)}', lend, WORD, False))
    else:
        param.mode = 'object_seen'
    return True


def wait_between(rng: random.Random, program: tree.Program) -> bool:
    """Wait under a guard, between a borrow of its data and the use."""
    function = rng.choice(program.functions)
    desks = [param.name for param in function.sig.params if param.mode == 'desk']
    found = [(body, index, each) for body in tree.bodies(function)
             for index, each in enumerate(body)
             if isinstance(each, tree.Own) and each.kind == SHELF and each.value]
    if not desks or not found:
        return False
    body, index, own = rng.choice(found)
    data, name = f'q{rng.randint(100, 999)}', f'r{rng.randint(100, 999)}'
    shared = rng.random() < 0.5
    new: List[terms.Node] = [
        tree.Lend(data, terms.Borrow(SHELF, terms.Var(own.name), False), SHELF),
        tree.Lend(name, terms.Borrow(WORD, terms.Via(data, 'word'), shared), WORD, shared),
        tree.Wait(terms.Var(own.name), rng.choice(desks), rng.randint(100, 999),
                  rng.random() < 0.7)]
    new.insert(rng.randint(2, 3), tree.Use(WORD, terms.Pointer(name), not shared))
    if rng.random() < 0.4:
        new.append(tree.Use(SHELF, terms.Pointer(data), True))
    at = rng.randint(index + 1, len(body))
    if own.value.text().find('_lock(') < 0 and 'make_sure' not in own.value.text():
        new = [tree.If(terms.Ok(terms.Var(own.name)), new)]
    body[at:at] = new
    return True


def object_passed(rng: random.Random, program: tree.Program) -> bool:
    """An object is passed on while a handle in it is lent."""
    objects = [param.name for function in program.functions for param in function.sig.params
               if param.mode == 'object']
    objects += [node.name for node in program.walk() if isinstance(node, tree.Lend)
                and node.kind == NODE and not node.shared]
    if not objects:
        return False
    of = rng.choice(objects)
    name = f'q{rng.randint(100, 999)}'
    shared = rng.random() < 0.5
    lend = tree.Lend(name, terms.Borrow(WORD, terms.Via(of, 'word'), shared), WORD, shared)
    new: List[terms.Node] = [
        lend, tree.Do(terms.Call(EXTERNS['pass_touch'], [terms.Pointer(of)])),
        tree.Use(WORD, terms.Pointer(name), not shared)]
    if rng.random() < 0.3:
        new.insert(1, new.pop())
    body, _ = statement(rng, program) or (None, 0)
    if body is None:
        return False
    at = place_of(rng, body)
    body[at:at] = new
    return True
