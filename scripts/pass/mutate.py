# SPDX-License-Identifier: GPL-2.0
"""Change a program a little: most changes of a careful one make a misuse.

A mutation changes a copy in place and says whether it found something to change.
What comes out may not compile: lower.py finds that.
"""

import random
from dataclasses import replace
from typing import Any, Callable, Iterator, List, Optional, Tuple

import terms
import tree
from kinds import (BOTH, CONST, DROPS, EXCL, EXTERNS, FILLS, GATE, NODE, PAIR, VALUE, WORD, Kind,
                   Param)

Mutation = Callable[[random.Random, tree.Program], bool]


def _holders(program: tree.Program) -> Iterator[Tuple[Any, str, Optional[int], terms.Node]]:
    """Every node with the field, and the index, that holds it."""
    for node in program.walk():
        for name, value in vars(node).items():
            if isinstance(value, terms.Node):
                yield node, name, None, value
            elif isinstance(value, list):
                for index, each in enumerate(value):
                    if isinstance(each, terms.Node):
                        yield node, name, index, each


def _put(holder: Tuple[Any, str, Optional[int], terms.Node], new: terms.Node) -> bool:
    node, name, index, _ = holder
    if index is None:
        setattr(node, name, new)
    else:
        getattr(node, name)[index] = new
    return True


def _pick(rng: random.Random, program: tree.Program, *types: type) -> Any:
    found = [each for each in _holders(program) if isinstance(each[3], types)]
    return rng.choice(found) if found else None


def _places(program: tree.Program) -> Iterator[Tuple[List[terms.Node], int]]:
    """Every place for a statement."""
    for body in tree.bodies(program):
        for index in range(len(body) + 1):
            yield body, index


def _statement(rng: random.Random, program: tree.Program, *types: type) -> Any:
    """A list, and the index of a statement in it."""
    found = [(body, index) for body in tree.bodies(program)
             for index, each in enumerate(body) if not types or isinstance(each, types)]
    return rng.choice(found) if found else None


def _handles(program: tree.Program) -> List[Tuple[terms.Var, Kind]]:
    """The handles that a program names, as far as their kinds are plain to see."""
    found: List[Tuple[terms.Var, Kind]] = []
    for node in program.walk():
        if isinstance(node, tree.Own):
            found.append((terms.Var(node.name), node.kind))
        elif isinstance(node, tree.Function):
            for param in node.sig.params:
                if param.mode == VALUE:
                    found.append((terms.Var(param.name), param.kind))
                elif param.mode in (CONST, EXCL, DROPS, FILLS):
                    found.append((terms.Deref(param.name), param.kind))
                elif param.mode == 'object':
                    found.append((terms.Via(param.name, 'word'), WORD))
    for place, kind in list(found):
        if kind == NODE:
            found.append((terms.Inner(place.name, 'word'), WORD))
        elif kind.form == 'composite':
            found += [(terms.Part(place.name, name), part) for name, part in kind.fields]
    return found


def delete(rng: random.Random, program: tree.Program) -> bool:
    """Leave a statement out."""
    got = _statement(rng, program)
    if not got:
        return False
    del got[0][got[1]]
    return True


def delete_end(rng: random.Random, program: tree.Program) -> bool:
    """Leave out what consumes, tests or leaves."""
    got = _statement(rng, program, tree.Drop, tree.Do, tree.SetFlag, tree.If, tree.Leave,
                     tree.Goto, tree.Return, tree.Assign)
    if not got:
        return False
    if isinstance(got[0][got[1]], tree.SetFlag) and got[0][got[1]].declare:
        return False
    del got[0][got[1]]
    return True


def repeat(rng: random.Random, program: tree.Program) -> bool:
    """Say a statement twice, the second time perhaps later."""
    got = _statement(rng, program, tree.Do, tree.Drop, tree.Use, tree.Assign, tree.If,
                     tree.SetNumber)
    if not got:
        return False
    body, index = got
    again = terms.clone(body[index])
    if isinstance(again, tree.SetNumber):
        again.declare = False
    body.insert(rng.randint(index + 1, len(body)), again)
    return True


def shift(rng: random.Random, program: tree.Program) -> bool:
    """Say a statement earlier or later, perhaps in another block."""
    got = _statement(rng, program)
    if not got:
        return False
    each = got[0].pop(got[1])
    if rng.random() < 0.6:
        got[0].insert(rng.randint(0, len(got[0])), each)
    else:
        inside = {id(body) for body in tree.bodies(each)}
        body, index = rng.choice([place for place in _places(program)
                                  if id(place[0]) not in inside])
        body.insert(index, each)
    return True


def rename(rng: random.Random, program: tree.Program) -> bool:
    """Another handle in place of one."""
    got = _pick(rng, program, terms.Var)
    handles = _handles(program)
    return bool(got and handles) and _put(got, rng.choice(handles)[0])


def repoint(rng: random.Random, program: tree.Program) -> bool:
    """Another pointer, flag or int in place of one."""
    sort = rng.choice([terms.Pointer, terms.Flag, terms.Failed, terms.Number])
    names = [node.name for node in program.walk()
             if isinstance(node, {terms.Pointer: tree.Lend, terms.Flag: tree.SetFlag,
                                  terms.Failed: tree.SetNumber,
                                  terms.Number: tree.SetNumber}[sort])]
    got = _pick(rng, program, sort)
    return bool(got and names) and _put(got, sort(rng.choice(names)))


def negate(rng: random.Random, program: tree.Program) -> bool:
    """A test the other way round."""
    got = _pick(rng, program, tree.If)
    if not got:
        return False
    test = got[3].test
    got[3].test = test.test if isinstance(test, terms.Not) else terms.Not(test)
    return True


def ignore(rng: random.Random, program: tree.Program) -> bool:
    """Something unknown in place of a test, or no test."""
    got = _statement(rng, program, tree.If)
    if not got:
        return False
    body, index = got
    if rng.random() < 0.5:
        body[index].test = terms.Cond(rng.randint(100, 999))
    else:
        body[index:index + 1] = rng.choice([body[index].then, body[index].other])
    return True


def flip(rng: random.Random, program: tree.Program) -> bool:
    """Another constant, or another end of a loop."""
    got = _pick(rng, program, terms.Bool, terms.Const, tree.Leave, terms.Both)
    if not got:
        return False
    old = got[3]
    if isinstance(old, terms.Bool):
        old.value = not old.value
    elif isinstance(old, terms.Const):
        old.value = '0' if old.value != '0' else '-EIO'
    elif isinstance(old, tree.Leave):
        old.word = 'continue' if old.word == 'break' else 'break'
    else:
        other = terms.Both if isinstance(old, terms.Either) else terms.Either
        return _put(got, other(old.left, old.right))
    return True


def other_callee(rng: random.Random, program: tree.Program) -> bool:
    """Another function of the same type, with another contract."""
    got = _pick(rng, program, terms.Call)
    if not got or got[3].through:
        return False
    sig = got[3].sig
    pairs = {'sink': 'sink_any', 'turn': 'turn_any', 'look': 'look_any', 'make': 'make_sure',
             'end': 'fill', 'open': 'poke'}
    pairs.update({new: old for old, new in pairs.items()})
    kind, _, verb = sig.name.rpartition('_')
    for verb in ('sink_any', 'turn_any', 'look_any', 'make_sure') + tuple(pairs):
        if sig.name.endswith(f'_{verb}'):
            kind = sig.name[:-len(verb) - 1]
            other = EXTERNS.get(f'{kind}_{pairs[verb]}')
            if other:
                got[3].sig = other
            return bool(other)
    return False


def contract(rng: random.Random, program: tree.Program) -> bool:
    """Another contract for a function of the program."""
    function = rng.choice(program.functions)
    sig = function.sig
    if sig.result == 'handle' and rng.random() < 0.5:
        sig.live = not sig.live
        return True
    params = [param for param in sig.params if param.kind and not param.mode.startswith('op')]
    if not params:
        return False
    param = rng.choice(params)
    if param.mode in (VALUE, CONST):
        param.accepts = not param.accepts
    else:
        param.mode = rng.choice([EXCL, DROPS] + [FILLS] * (sig.result in ('int', 'void')))
    return True


def uninit(rng: random.Random, program: tree.Program) -> bool:
    """A handle that is declared, and gets its first value elsewhere, or never."""
    got = _statement(rng, program, tree.Own)
    if not got:
        return False
    body, index = got
    own = body[index]
    value, own.value = own.value, None
    if value and not isinstance(value, terms.Empty) and rng.random() < 0.7:
        later: terms.Node = tree.Assign(terms.Var(own.name), value)
        if rng.random() < 0.3:
            later = tree.If(terms.Cond(rng.randint(100, 999)), [later])
        body.insert(rng.randint(index + 1, min(index + 3, len(body))), later)
    return True


def no_owner(rng: random.Random, program: tree.Program) -> bool:
    """A plain variable in place of one that owns."""
    got = _statement(rng, program, tree.Own)
    if not got or not got[0][got[1]].value:
        return False
    got[0][got[1]].plain = True
    return True


def copied(rng: random.Random, program: tree.Program) -> bool:
    """A handle without deed_move()."""
    got = _pick(rng, program, terms.Move)
    return bool(got) and _put(got, terms.Copied(got[3].place))


def lost(rng: random.Random, program: tree.Program) -> bool:
    """A handle that nobody takes."""
    handles = _handles(program)
    value: terms.Node
    words = [place for place, kind in handles if kind == WORD]
    pairs = [place for place, kind in handles if kind == PAIR]
    if rng.random() < 0.25:
        parts = [terms.Move(rng.choice(found)) if found and rng.random() < 0.4
                 else terms.Call(EXTERNS[f'{kind}_make_sure'], [])
                 for found, kind in ((words, 'word_box'), (pairs, 'pair_box'))]
        value = terms.Compose(BOTH, parts)
    elif rng.random() < 0.5 and handles:
        place, _ = rng.choice(handles)
        value = terms.Move(place)
    else:
        name = rng.choice(['word_box', 'words', 'both', 'item_ref'])
        value = terms.Call(EXTERNS[f"{name}_{rng.choice(['make', 'make_sure'])}"], [])
    body, index = rng.choice(list(_places(program)))
    body.insert(index, tree.Discard(value))
    return True


def use_again(rng: random.Random, program: tree.Program) -> bool:
    """Use, drop or move a handle where it may not be live."""
    handles = _handles(program)
    if not handles:
        return False
    place, kind = rng.choice(handles)
    moved = terms.Move(place)
    new: terms.Node = rng.choice([
        tree.Drop(kind, place), tree.Drop(kind, place),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_sink'], [moved])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_sink_any'], [moved])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_look'], [place])),
        tree.Do(terms.Call(EXTERNS[f'{kind.name}_end'], [place])),
        tree.Assign(place, terms.Call(EXTERNS[f'{kind.name}_make'], [])),
        tree.SetNumber(f'e{rng.randint(100, 999)}', terms.Err(place), True),
        tree.SetFlag(f'f{rng.randint(100, 999)}', terms.Ok(place), True),
        tree.Own(kind, f'n{rng.randint(100, 999)}', moved),
        tree.Own(kind, f'n{rng.randint(100, 999)}', terms.Replace(
            kind, place, terms.Call(EXTERNS[f'{kind.name}_make'], []))),
    ])
    body, index = rng.choice(list(_places(program)))
    body.insert(index, new)
    return True


def use_late(rng: random.Random, program: tree.Program) -> bool:
    """Borrow early, use late."""
    handles = [(place, kind) for place, kind in _handles(program) if kind.look]
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
        kinds = {place.name: kind for place, kind in _handles(program)
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
    body.insert(rng.randint(index + 1, len(body)),
                tree.Use(kind, terms.Pointer(name), not shared))
    body.insert(index, tree.Lend(name, terms.Borrow(kind, place, shared), kind, shared))
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


FORMS = [
    ('deed-escape', 'pass_any({1})', False), ('deed-escape', 'pass_many(1, {1})', False),
    ('deed-escape', '{{ void *away = {1}; pass_any(away); }}', False),
    ('deed-escape', 'asm volatile("" : : "r" ({1}))', False),
    ('deed-escape', 'asm volatile("" : "+m" ({0}))', False),
    ('deed-copy', 'memset({1}, 0, sizeof({0}))', True),
    ('deed-pun', 'pass_note((u32)(unsigned long){1})', True),
    ('deed-raw-member', 'pass_any(({1})->__ptr)', True),
    ('deed-raw-member', 'pass_note(IS_ERR(({0}).__ptr))', True),
]


def wrong(rng: random.Random, program: tree.Program) -> bool:
    """Something that is a misuse by itself."""
    handles = _handles(program)
    if not handles:
        return False
    place, kind = rng.choice(handles)
    rule, form, shape = rng.choice(FORMS[:5] * 2 + FORMS[5:])
    if rng.random() < 0.2:
        rule, form, shape, kind = 'deed-escape', 'pass_word_box = {1}', False, WORD
    body, index = rng.choice(list(_places(program)))
    body.insert(index, tree.Wrong(rule, form, place, shape, kind))
    return True


def address(rng: random.Random, program: tree.Program) -> bool:
    """Call a function through a pointer to it: it may have a contract."""
    found = []
    for body in tree.bodies(program):
        for index, each in enumerate(body):
            call = {tree.Do: 'call', tree.Own: 'value', tree.SetNumber: 'number',
                    tree.Assign: 'value'}.get(type(each))
            call = call and getattr(each, call)
            if isinstance(call, terms.Call) and not call.through and \
                    call.sig.result in ('void', 'int', 'handle'):
                found.append((body, index, call))
    if not found:
        return False
    body, index, call = rng.choice(found)
    call.through = f'op{rng.randint(100, 999)}'
    body.insert(index, tree.Op(call.through, call.sig))
    return True


def wait(rng: random.Random, program: tree.Program) -> bool:
    """Wait without bound, where there is a guard of a device."""
    found = [(body, index) for function in program.functions
             if any(kind == GATE for _, kind in _handles(tree.Program([function], '')))
             for body, index in _places(tree.Program([function], ''))]
    if not found:
        return False
    body, index = rng.choice(found)
    body.insert(index, tree.Do(terms.Call(EXTERNS['pass_wait'], [])))
    return True


def forget_part(rng: random.Random, program: tree.Program) -> bool:
    """A composite of what is not there, or an object without its handle."""
    got = _statement(rng, program, tree.Assign)
    if got and isinstance(got[0][got[1]].place, (terms.Inner, terms.Via)):
        del got[0][got[1]]
        return True
    got = _pick(rng, program, terms.Compose)
    if not got:
        return False
    number = rng.randrange(len(got[3].values))
    part = got[3].kind.fields[number][1]
    got[3].values[number] = rng.choice([terms.Alloc(part), terms.Fail(part, '-EIO')])
    return True


def apart(rng: random.Random, program: tree.Program) -> bool:
    """Take a handle out of a composite."""
    parts = [(place, kind) for place, kind in _handles(program) if isinstance(place, terms.Part)]
    if not parts:
        return False
    place, kind = rng.choice(parts)
    body, index = rng.choice(list(_places(program)))
    body.insert(index, tree.Own(kind, f'n{rng.randint(100, 999)}', terms.Move(place)))
    return True


MUTATIONS: List[Tuple[Mutation, int]] = [
    (delete, 4), (delete_end, 8), (repeat, 6), (shift, 8), (rename, 8), (repoint, 4),
    (negate, 5), (ignore, 6), (flip, 4), (other_callee, 5), (contract, 4), (uninit, 5),
    (no_owner, 2), (copied, 2), (lost, 4), (use_again, 14), (use_late, 6),
    (use_after_end, 8), (use_out_of_scope, 6), (keep_out, 10), (return_lend, 16),
    (wrong, 4), (address, 3), (forget_part, 10), (apart, 10), (wait, 12),
]


def mutated(rng: random.Random, program: tree.Program) -> Optional[tree.Program]:
    """A changed copy; None if nothing changed."""
    new = terms.clone(program)
    sigs = {}
    for function in new.functions:
        old = function.sig
        function.sig = replace(old, params=[replace(param) for param in old.params])
        sigs[id(old)] = function.sig
    for node in new.walk():
        if isinstance(node, (terms.Call, tree.Op)):
            node.sig = sigs.get(id(node.sig), node.sig)
    table, weights = zip(*MUTATIONS)
    changed = []
    for mutation in rng.choices(table, weights, k=rng.choice([1, 1, 2, 2, 3])):
        if mutation(rng, new):
            changed.append(mutation.__name__)
    if not changed:
        return None
    new.origin = ', '.join(changed)
    return new

