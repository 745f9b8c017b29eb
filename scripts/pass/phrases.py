# SPDX-License-Identifier: GPL-2.0
"""Phrases: what a program does with one handle, as a list of statements.

Each returns statements, or an empty list if nothing in scope fits.
"""

# pylint: disable=too-many-return-statements
from typing import Callable, List, Optional

import terms
import tree
from kinds import (BOTH, EXTERNS, GATE, ITEM, NODE, PAIR, SEED, SHELF, SLOTS, WORD, WORDS,
                   Kind, Sig)
from known import OWNED, Info, Known

Nodes = List[terms.Node]
COMMON = [WORD, WORD, WORD, PAIR, PAIR, NODE, SEED, ITEM, WORDS, BOTH, GATE, SHELF, SHELF]


class Phrases(Known):
    """What can be said. due: handles that the function must consume itself."""

    own_functions: List[Sig] = []

    # ---- calls

    def functions(self, fits: Callable[[Sig], bool]) -> List[Sig]:
        """Functions of the program's own."""
        return [sig for sig in self.own_functions if fits(sig)]

    def extern(self, kind: Kind, *verbs: str) -> Sig:
        """One of the functions that are only declared."""
        return EXTERNS[f'{kind.name}_{self.rng.choice(verbs)}']

    def argument(self, param) -> Optional[terms.Node]:
        """What can be passed; None if there is nothing."""
        if param.mode == 'value':
            got = self.some('handle', 'live', kind=param.kind, moves=True)
            if not got:
                return None
            self.believe(got.name, 'gone')
            return terms.Move(got.place())
        if param.mode in ('const', 'excl'):
            got = self.some('handle deref', 'live', kind=param.kind)
            if not got or got.mode == 'const' and param.mode == 'excl':
                return None
            return got.place()
        if param.mode == 'flag':
            return terms.Bool(self.chance(50))
        if param.mode in ('object', 'object_seen', 'plain', 'seen'):
            found = [info for info in self.names() if info.sort == param.mode.split('_')[0]
                     or param.mode == 'seen' and info.sort == 'plain'
                     if not info.shared or 'seen' in param.mode]
            if not found:
                return None
            got = self.rng.choice(found)
            if param.mode == 'object':
                self.changed_inside(got.name)
            return terms.Pointer(got.name)
        if param.mode.startswith('op_'):
            verb = {'op_eat': 'eat', 'op_make': 'make', 'op_look': 'look'}[param.mode]
            return terms.Pointer(self.extern(param.kind, verb).name)
        return None

    def call_own(self, *results: str) -> Optional[terms.Call]:
        """A call of the program's own helper."""
        found = self.functions(lambda sig: sig.result in results and all(
            param.mode not in ('drops', 'fills') for param in sig.params)
            and not (sig.waits and self.held()))
        if not found:
            return None
        sig = self.rng.choice(found)
        before = dict(self.beliefs)
        args = [self.argument(param) for param in sig.params]
        names = [each.name for arg in args if arg for each in arg.walk()
                 if isinstance(each, (terms.Var, terms.Pointer))]
        if None in args or len(set(names)) != len(names):
            self.beliefs = before
            return None
        return terms.Call(sig, args)

    def held(self) -> bool:
        """Whether a device may be held, and nobody must wait."""
        return not self.chance(self.wild) and any(
            info.kind == GATE and self.beliefs[info.name] not in ('gone', 'failed', 'empty')
            for info in self.names())

    def wait(self) -> Nodes:
        """Wait without bound."""
        return [] if self.held() else [tree.Do(terms.Call(EXTERNS['pass_wait'], []))]

    # ---- new handles

    def declare(self, kind: Kind, value: terms.Node, belief) -> Nodes:
        """deed_own()."""
        info = self.add(Info(f'h{self.number()}', 'handle', kind), belief)
        return [tree.Own(kind, info.name, value)]

    def new(self) -> Nodes:
        """A new handle, mostly tested at once."""
        kind = self.rng.choice(COMMON)
        makers = [self.new_call, self.new_call, self.new_moved, self.new_taken, self.new_replaced,
                  self.new_like, self.new_own, self.new_pointer]
        if kind.form in ('box', 'array'):
            makers += [self.new_alloc] * 6
        elif kind.form == 'object':
            makers = [self.new_node] * 5 + makers
        elif kind.form == 'shared':
            makers += [self.new_shared] * 5
        elif kind.form == 'guard':
            makers = [self.new_locked] * 6 + [self.new_call, self.new_moved]
        elif kind.form == 'live':
            makers = [self.new_call] * 3 + [self.new_moved, self.new_own]
        else:
            makers += [self.new_both] * 8
        statements = self.rng.choice(makers)(kind)
        last = statements[-1] if statements else None
        if isinstance(last, tree.Own) and self.beliefs[last.name] in ('maybe', 'freshly'):
            if self.chance(85):
                statements += self.test(last.name)
        return statements

    def new_alloc(self, kind: Kind) -> Nodes:
        """A new box."""
        return self.declare(kind, terms.Alloc(kind), 'maybe')

    def new_call(self, kind: Kind) -> Nodes:
        """From a function that is only declared."""
        sig = self.extern(kind, 'make', 'make', 'make_sure')
        return self.declare(kind, terms.Call(sig, []), 'live' if sig.live else 'maybe')

    def new_own(self, kind: Kind) -> Nodes:
        """From a function of the program's own."""
        call = self.call_own('handle')
        if not call:
            return self.new_call(kind)
        return self.declare(call.sig.kind, call, 'live' if call.sig.live else 'maybe')

    def new_pointer(self, kind: Kind) -> Nodes:
        """From a call through a pointer."""
        ops = [info for info in self.names() if info.mode == 'op_make']
        if not ops:
            return self.new_call(kind)
        got = self.rng.choice(ops)
        call = terms.Call(Sig('', 'handle', got.kind), [], got.name)
        return self.declare(got.kind, call, 'maybe')

    def new_moved(self, kind: Kind) -> Nodes:
        """From another handle."""
        got = self.some('handle', 'live', 'live', 'maybe', 'failed', moves=True)
        if not got:
            return self.new_call(kind)
        belief = self.beliefs[got.name]
        moved = terms.Move(got.place())
        self.believe(got.name, 'gone')
        if belief == 'live' and self.chance(40):
            return self.declare(got.kind, terms.Call(self.extern(got.kind, 'turn'), [moved]),
                                'maybe')
        if belief == 'maybe' and self.chance(40):
            return self.declare(got.kind, terms.Call(self.extern(got.kind, 'turn_any'), [moved]),
                                'maybe')
        return self.declare(got.kind, moved, belief if isinstance(belief, str) else 'mixed')

    def new_taken(self, kind: Kind) -> Nodes:
        """From a slot: what was in it, or what a new handle replaced."""
        got = self.object()
        if not got:
            return self.new_call(kind)
        slot = self.rng.choice(list(SLOTS))
        kind = SLOTS[slot]
        if self.chance(50):
            return self.declare(kind, terms.Take(kind, got.name, slot), 'maybe')
        value: terms.Node = terms.Alloc(kind)
        given = self.some('handle', 'live', 'live', 'maybe', kind=kind, moves=True)
        if given and self.chance(80):
            value = terms.Move(given.place())
            self.believe(given.name, 'gone')
        return self.declare(kind, terms.Put(kind, got.name, slot, value), 'maybe')

    def new_replaced(self, kind: Kind) -> Nodes:
        """What was in a variable, or behind a pointer, before."""
        got = self.some('handle deref', 'live', 'maybe', 'failed', 'empty', moves=True)
        if not got or got.mode == 'const' or got.kind in (GATE, SHELF):
            return self.new_call(kind)
        belief = self.beliefs[got.name]
        given = self.some('handle', 'live', 'maybe', kind=got.kind, moves=True)
        value: terms.Node = terms.Call(self.extern(got.kind, 'make_sure'), [])
        now = 'live'
        if given and given != got and (self.beliefs[given.name] == 'live'
                                       or got.sort == 'handle'):
            value, now = terms.Move(given.place()), self.beliefs[given.name]
            self.believe(given.name, 'gone')
        self.kill(got.name)
        self.believe(got.name, now)
        return self.declare(got.kind, terms.Replace(got.kind, got.place(), value),
                            'maybe' if belief == 'empty' else belief)

    def new_locked(self, kind: Kind) -> Nodes:
        """The guard of a cell."""
        desk = self.some('desk')
        if not desk:
            return self.new_call(kind)
        how = self.rng.choice(['lock'] * 3 + ['trylock', 'lock_interruptible', 'lock_killable'])
        return self.declare(kind, terms.Locked(kind, desk.name, how),
                            'live' if how == 'lock' else 'maybe')

    def new_like(self, kind: Kind) -> Nodes:
        """From a function that borrows another."""
        got = self.some('handle deref', 'live')
        if not got or got.kind in (GATE, SHELF):
            return self.new_call(kind)
        return self.declare(got.kind, terms.Call(self.extern(got.kind, 'like'), [got.place()]),
                            'maybe')

    def sure(self, kind: Kind) -> Nodes:
        """A handle that is live, and may be moved; the last statement of it declares."""
        if self.chance(40):
            return self.declare(kind, terms.Call(self.extern(kind, 'make_sure'), []), 'live')
        made: terms.Node = terms.Alloc(kind)
        if kind in (GATE, SHELF):
            made = terms.Call(self.extern(kind, 'make'), [])
        statements = self.declare(kind, made, 'maybe')
        return statements + self.test(statements[0].name, leave=True)

    def owned(self, kind: Kind) -> tuple:
        """Statements, and the name of a live handle of a kind that may be moved."""
        got = self.some('handle', 'live', kind=kind, moves=True)
        if got and self.chance(80):
            return [], got.name
        statements = self.sure(kind)
        return statements, self.scopes[-1][-1].name

    def new_node(self, _kind: Kind) -> Nodes:
        """An object: its handle is moved in before anybody gets it."""
        before, word = self.owned(WORD)
        statements = before + self.declare(NODE, terms.Alloc(NODE), 'freshly')
        node = statements[-1].name
        statements += self.test(node, leave=True)
        if self.beliefs[node] != 'fresh':
            return statements
        if self.chance(20):
            return statements
        self.believe(word, 'gone')
        place: terms.Var = terms.Inner(node, 'word')
        if self.chance(50):
            lend = self.add(Info(f'p{self.number()}', 'lend', NODE), ('from', node))
            inside = terms.Borrow(NODE, terms.Var(node), False)
            statements.append(tree.Lend(lend.name, inside, NODE))
            place = terms.Via(lend.name, 'word')
        statements.append(tree.Assign(place, terms.Move(terms.Var(word))))
        self.beliefs[node] = 'live'
        return statements

    def new_shared(self, kind: Kind) -> Nodes:
        """A reference."""
        got = self.some('handle deref', 'live', kind=ITEM)
        if got and self.chance(50):
            return self.declare(ITEM, terms.Again(got.place()), 'live')
        statements, seed = self.owned(SEED)
        self.believe(seed, 'gone')
        return statements + self.declare(kind, terms.Share(terms.Move(terms.Var(seed))), 'live')

    def new_both(self, kind: Kind) -> Nodes:
        """A composite."""
        first, word = self.owned(WORD)
        second, pair = self.owned(PAIR)
        self.believe(word, 'gone')
        self.believe(pair, 'gone')
        whole = terms.Compose(kind, [terms.Move(terms.Var(word)), terms.Move(terms.Var(pair))])
        if self.chance(15):
            call = terms.Call(self.extern(kind, 'sink', 'sink_any', 'eat'), [whole])
            return first + second + [tree.Do(call)]
        return first + second + self.declare(kind, whole, 'live')

    def new_filled(self) -> Nodes:
        """An empty handle, which a function fills."""
        kind = self.rng.choice(COMMON)
        if self.chance(25):
            statements = self.declare(kind, terms.Empty(kind), 'live')
            name = statements[0].name
            call = terms.Call(self.extern(kind, 'fill'), [terms.Var(name)])
            return statements + [tree.Do(call)]
        statements = self.declare(kind, terms.Empty(kind), 'empty')
        name = statements[0].name
        call = terms.Call(self.extern(kind, 'open'), [terms.Var(name)])
        statements.append(self.set_number(call))
        number = statements[-1].name
        self.beliefs[name] = ('err', number)
        if self.chance(60):
            test = self.failed(number)
            statements.append(self.leaving_if(test))
        return statements

    # ---- numbers

    def set_number(self, value: terms.Node) -> tree.SetNumber:
        """Put something into an int, new or not."""
        got = self.some('number')
        if got and self.chance(50) and got.name not in self.frozen:
            self.forget_test(got.name)
            self.beliefs[got.name] = 'any'
            return tree.SetNumber(got.name, value, False)
        info = self.add(Info(f'err{self.number()}', 'number'), 'any')
        return tree.SetNumber(info.name, value, True)

    def failed(self, number: str) -> terms.Node:
        """A test of an int."""
        form = self.rng.choice(['%s', '%s', '%s', '%s != 0'])
        return terms.Failed(number, form)

    # ---- tests

    def leaving_if(self, test: terms.Node) -> terms.Node:
        """if (test) leave: by return, or in a loop by break or continue."""
        raise NotImplementedError

    def test(self, name: str, leave: bool = False) -> Nodes:
        """Test a handle that nobody tested."""
        place = terms.Var(name)
        ok = terms.Ok(place)
        way = 'leave' if leave else self.rng.choice(['leave'] * 5 + ['if'] * 2 + ['flag', 'err'])
        if way == 'leave':
            return [self.leaving_if(terms.Not(ok))]
        if way == 'flag' and self.beliefs[name] == 'maybe':
            info = self.add(Info(f'ok{self.number()}', 'flag'), 'any')
            self.beliefs[name] = ('flag', info.name, True)
            return [tree.SetFlag(info.name, ok, True)]
        if way == 'err' and self.beliefs[name] == 'maybe':
            info = self.add(Info(f'err{self.number()}', 'number'), 'any')
            self.beliefs[name] = ('err', info.name)
            return [tree.SetNumber(info.name, terms.Const('0'), True),
                    tree.If(terms.Not(ok), [tree.SetNumber(info.name, terms.Err(place), False)])]
        return [self.branch(ok, lambda: self.use() + self.consume(name))]

    def branch(self, test: terms.Node, then: Callable[[], Nodes]) -> terms.Node:
        """if (test) then, with what is believed after it."""
        raise NotImplementedError

    # ---- use

    def object(self) -> Optional[Info]:
        """A pointer to an object that may be written."""
        got = self.some('object lend', kind=NODE)
        if not got or got.shared or self.beliefs[got.name] == 'dead' and not self.chance(
                self.wild):
            return None
        return got

    def use(self) -> Nodes:
        """Use a live handle, and keep it."""
        if self.chance(25):
            return self.use_pointer()
        got = self.some('handle deref', 'live', 'live', 'fresh')
        if not got:
            return []
        kind, place = got.kind, got.place()
        way = self.rng.choice(['touch', 'touch', 'look', 'poke', 'number', 'lend', 'lend',
                               'look_any', 'part', 'slots'])
        if way == 'part':
            if kind.form == 'composite' and got.sort == 'handle':
                kind, place = self.part(got)
            elif kind.form == 'object' and self.beliefs[got.name] == 'live' \
                    and got.sort == 'handle':
                kind, place = WORD, self.inside(got)
            way = self.rng.choice(['touch', 'lend'])
        const = got.mode == 'const'
        if self.beliefs[got.name] == 'fresh' and way != 'lend':
            way = 'touch'
        if way == 'slots':
            return self.slots()
        if way in ('touch', 'lend') and (not kind.target or const and kind.form == 'guard'):
            way = 'look'
        if way == 'touch':
            write = bool(kind.touch) and not const and self.chance(60)
            if kind.form != 'array':
                self.lends(got.name, place, write)
            return [tree.Use(kind, terms.Borrow(kind, place, not write), write)] \
                if kind.form != 'array' else self.lend(got.name, kind, place, const)
        if way == 'lend':
            return self.lend(got.name, kind, place, const)
        verb = 'poke' if way == 'poke' and not const else 'look'
        if verb == 'poke':
            self.kill(got.name)
        call = terms.Call(self.extern(kind, 'look_any' if way == 'look_any' else verb), [place])
        return [self.set_number(call) if way == 'number' else tree.Do(call)]

    def part(self, got: Info) -> tuple:
        """A field of a composite."""
        name, kind = self.rng.choice(got.kind.fields)
        return kind, terms.Part(got.name, name)

    def inside(self, got: Info) -> terms.Var:
        """The handle in the object of a box, by the box or by a pointer."""
        lends = [info for info in self.names() if info.sort == 'lend' and info.kind == NODE
                 and not info.shared and self.beliefs[info.name] == ('from', got.name)]
        if lends and self.chance(70):
            return terms.Via(self.rng.choice(lends).name, 'word')
        return terms.Inner(got.name, 'word')

    def lend(self, owner: str, kind: Kind, place: terms.Var, const: bool) -> Nodes:
        """A pointer into a handle, for later."""
        shared = const or not kind.touch or self.chance(40)
        lend: terms.Node = terms.Borrow(kind, place, shared)
        self.lends(owner, place, not shared)
        if self.chance(25):
            verb = 'view' if shared else 'inside'
            lend = terms.Call(self.extern(kind, verb), [place])
        old = self.some('lend', 'from', 'dead', kind=kind)
        if old and old.mode != 'guard' and old.shared == shared and self.chance(25):
            self.beliefs[old.name] = ('from', owner)
            return [tree.Lend(old.name, lend, None), tree.Use(kind, terms.Pointer(old.name), False)]
        info = self.add(Info(f'p{self.number()}', 'lend', kind, '', shared), ('from', owner))
        statements: Nodes = [tree.Lend(info.name, lend, kind, shared)]
        if self.chance(60):
            statements.append(tree.Use(kind, terms.Pointer(info.name), not shared))
        return statements

    def lends(self, owner: str, place: terms.Var, alone: bool) -> None:
        """An owner lends anew: what it lent before ends, if one of the two is alone."""
        if isinstance(place, terms.Inner) or alone and not isinstance(place, terms.Via):
            self.kill(owner)
        elif alone:
            self.changed_inside(owner)
        else:
            self.kill_alone(owner, isinstance(place, terms.Via))

    def use_pointer(self) -> Nodes:
        """Use a pointer that was kept."""
        got = self.some('lend object', 'from', 'any')
        if not got:
            return []
        if got.sort == 'lend' and self.chance(30):
            shared = got.shared or self.chance(40)
            info = self.add(Info(f'p{self.number()}', 'lend', got.kind, '', shared),
                            self.beliefs[got.name])
            return [tree.Lend(info.name, terms.Pointer(got.name), got.kind, shared)]
        write = bool(got.kind.touch) and not got.shared and self.chance(50)
        return [tree.Use(got.kind, terms.Pointer(got.name), write)]

    def slots(self) -> Nodes:
        """Look into a slot, or empty it."""
        got = self.object()
        if not got:
            return []
        slot = self.rng.choice(list(SLOTS))
        if self.chance(50):
            return [tree.SlotDrop(SLOTS[slot], got.name, slot)]
        full = terms.Full(SLOTS[slot], got.name, slot)
        return [tree.If(full, [tree.SlotDrop(SLOTS[slot], got.name, slot)])]

    # ---- the end of a handle

    def consume(self, name: str = '') -> Nodes:
        """Hand a handle on, or drop it."""
        found = {info.name: info for info in self.names()}
        got = found.get(name) or self.some('handle', 'live', moves=True)
        if not got or got.sort != 'handle' or self.beliefs[got.name] not in OWNED \
                or got.name in self.frozen and not self.chance(self.wild):
            return []
        kind, place = got.kind, got.place()
        live = self.beliefs[got.name] == 'live'
        ways = ['drop', 'drop', 'any'] + (['sink', 'sink', 'eat', 'end', 'put', 'move', 'op',
                                           'apart', 'open'] if live else [])
        way = self.rng.choice(ways)
        if self.beliefs[got.name] in ('fresh', 'freshly', 'mixed'):
            way = 'drop'
        if way == 'apart' and kind.form == 'composite':
            return self.apart(got)
        self.believe(got.name, 'gone')
        moved = terms.Move(place)
        if way == 'drop':
            return [tree.Drop(kind, place)]
        if way == 'any':
            return [tree.Do(terms.Call(self.extern(kind, 'sink_any'), [moved]))]
        if way == 'eat':
            return [self.set_number(terms.Call(self.extern(kind, 'eat'), [moved]))]
        if way == 'end':
            return [tree.Do(terms.Call(self.extern(kind, 'end'), [place]))]
        if way == 'op':
            ops = [info for info in self.names() if info.mode == 'op_eat' and info.kind == kind]
            if ops:
                sig = Sig('', 'int', None, EXTERNS[f'{kind.name}_eat'].params)
                return [tree.Do(terms.Call(sig, [moved], self.rng.choice(ops).name))]
        slots = [slot for slot, held in SLOTS.items() if held == kind]
        into = self.object() if slots else None
        if way == 'put' and into:
            return self.declare(kind, terms.Put(kind, into.name, slots[0], moved), 'maybe')
        if way == 'move':
            return self.declare(kind, moved, 'live')
        return [tree.Do(terms.Call(self.extern(kind, 'sink', 'sink', 'eat'), [moved]))]

    def apart(self, got: Info) -> Nodes:
        """Take one handle out of a composite; the rest is dropped later."""
        self.believe(got.name, 'apart')
        kind, place = self.part(got)
        return self.declare(kind, terms.Move(place), 'live')
