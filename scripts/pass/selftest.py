# SPDX-License-Identifier: GPL-2.0
"""Programs whose verdict a reader can see, to test the exact execution.

Each is the body of a function: `int f(struct word_box a, struct word_box *p, bool
flag, struct node *o, const struct node *s, u32 *w, const struct desk *d, struct
deed_ioctl *call, struct deed_reader *in)`, where a is consumed by the last statement
but one unless it says so.
"""

from typing import Callable, List, NamedTuple

import terms
import tree
from judge import Invalid, Unspecified, judge
from kinds import BOTH, EXCL, EXTERNS, NODE, PAIR, SHELF, VALUE, WORD, Param, Sig
from terms import Alloc, Cond, Err, Flag, Move, Not, Ok, Var

A, B, H = Var('a'), Var('b'), Var('h')
ERROR = terms.Const('-EINVAL')


def call(verb: str, *args: terms.Node, kind: str = 'word_box') -> terms.Call:
    """A call of a function that is only declared."""
    return terms.Call(EXTERNS[f'{kind}_{verb}'], list(args))


def own(name: str = 'h', value: object = 'new', kind: object = WORD) -> tree.Own:
    """deed_own()."""
    return tree.Own(kind, name, Alloc(kind) if value == 'new' else value)


def back(value: terms.Node = ERROR) -> tree.Return:
    """return."""
    return tree.Return(value)


def unless_ok(place: terms.Var, *body: terms.Node) -> tree.If:
    """if (!deed_ok(place)) body, or return its error."""
    return tree.If(Not(Ok(place)), list(body) or [back(Err(place))])


def flag(name: str, value: bool, declare: bool = False) -> tree.SetFlag:
    """A bool gets a constant."""
    return tree.SetFlag(name, terms.Bool(value), declare)


def lend(name: str = 'p1', place: terms.Var = H) -> tree.Lend:
    """A pointer into a word_box."""
    return tree.Lend(name, terms.Borrow(WORD, place, False), WORD)


def use(name: str = 'p1') -> tree.Use:
    """Write through it."""
    return tree.Use(WORD, terms.Pointer(name), True)


SINK = tree.Do(call('sink', Move(H)))
LOOK = tree.Do(call('look', H))
WHEN = tree.If


class Test(NamedTuple):
    """A body, and the ids that its executions show; none: it is correct."""
    name: str
    rules: str
    body: Callable[[], List[terms.Node]]
    keeps: bool = False     # the body consumes a itself


NODE_MADE = [own('b'), unless_ok(B), own('n', kind=NODE), unless_ok(Var('n'))]
FILL = tree.Assign(terms.Inner('n', 'word'), Move(B))
PASS_NODE = tree.Do(call('sink', Move(Var('n')), kind='node_box'))
PARTS = [terms.Compose(BOTH, [Move(H), Move(Var('i'))])]

O_WORD = terms.Via('o', 'word')
FETCH = [tree.Fetch('r', 'e', 'call'), tree.If(terms.Failed('e'), [back()])]
LOCKED = [own('g', terms.Locked(SHELF, 'd', 'lock'), SHELF),
          tree.Lend('data', terms.Borrow(SHELF, Var('g'), False), SHELF)]


VIEWED = tree.View('v', terms.Borrow(WORD, H, False), None, None, 'at')


def batch(below: int) -> tree.Batch:
    """Several requests, each of which is compared and used."""
    return tree.Batch('e', 'i', 'err', 'in', 1, [
        tree.If(terms.Failed('err'), [back()]),
        WHEN(terms.Compare('e[i].index', '<', below), [tree.Spend('index', 'e[i].index', 1)])])


RETURNED = tree.Helper(1, 'view', [tree.Arg('view', 'v', 'g', 'value')], [],
                       tree.Return(terms.Pointer('g')))


def helper(struct: str, here: str, way: str, *body: terms.Node) -> tree.Helper:
    """A static function that gets a struct, as g."""
    return tree.Helper(1, 'void', [tree.Arg(struct, here, 'g', way)], list(body),
                       tree.Return(None))


def shared(name: str = 'p2', place: terms.Var = H) -> tree.Lend:
    """A pointer to look into a word_box."""
    return tree.Lend(name, terms.Borrow(WORD, place, True), WORD, True)


def look(name: str = 'p2') -> tree.Use:
    """Read through it."""
    return tree.Use(WORD, terms.Pointer(name), False)


def several(name: str, *args: terms.Node) -> tree.Do:
    """A call that gets several pointers."""
    return tree.Do(terms.Call(EXTERNS[name], list(args)))


BORROWS = [
    Test('exclusive, then shared', 'deed-borrow-alias',
         lambda: [own(), unless_ok(H), lend(), shared(), use()]),
    Test('exclusive, then shared alone', '',
         lambda: [own(), unless_ok(H), lend(), use(), shared(), look()]),
    Test('shared, then exclusive', 'deed-borrow-alias',
         lambda: [own(), unless_ok(H), shared(), lend(), use(), look()]),
    Test('two that are shared', '',
         lambda: [own(), unless_ok(H), shared(), shared('p3'), look(), look('p3')]),
    Test('a callee had it', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), shared(), tree.Do(call('poke', H)), look()]),
    Test('a callee looked at it', '',
         lambda: [own(), unless_ok(H), shared(), LOOK, look()]),
    Test('a callee had the object', 'deed-borrow-dead',
         lambda: [shared('p2', O_WORD), several('pass_touch', terms.Pointer('o')), look()]),
    Test('the same twice', 'deed-borrow-alias',
         lambda: [own(), unless_ok(H), lend(), several('pass_pour', terms.Pointer('p1'),
                                                       terms.Pointer('p1'))]),
    Test('the same twice to be looked at', '',
         lambda: [own(), unless_ok(H), lend(), several('pass_same', terms.Pointer('p1'),
                                                       terms.Pointer('p1'))]),
    Test('two things', '',
         lambda: [own(), unless_ok(H), lend(), several('pass_pour', terms.Pointer('p1'),
                                                       terms.Pointer('w'))]),
    Test('a member beside the whole', 'deed-borrow-alias',
         lambda: [several('pass_join', terms.Pointer('o'), terms.Member('o', 'count'))]),
    Test('an object beside its box', 'deed-borrow-alias',
         lambda: [several('pass_join', terms.Pointer('o'), terms.Borrow(WORD, O_WORD, True))]),
    Test('a struct carries it', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), tree.View('v', terms.Borrow(WORD, H, False), None), SINK,
                  use('v.word')]),
    Test('a struct is passed in time', '',
         lambda: [own(), unless_ok(H), tree.View('v', terms.Borrow(WORD, H, False), None),
                  tree.PassView('v', True), SINK]),
    Test('a copy of the struct', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), tree.View('v', terms.Borrow(WORD, H, False), None),
                  tree.View('c', None, None, terms.Pointer('v')), SINK,
                  tree.PassView('c', False)]),
    Test('through its address', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), VIEWED, SINK, WHEN(Cond(1), [use('at->word')])]),
    Test('through its address in time', '',
         lambda: [own(), unless_ok(H), VIEWED, tree.PassView('*at', True), use('at->word'), SINK]),
    Test('through its address it gets another', '',
         lambda: [own(), unless_ok(H), VIEWED, tree.Lend('at->word', terms.Pointer('w'), None),
                  SINK, use('v.word')]),
    Test('a helper gets it too late', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), VIEWED, SINK, helper('view', '*at', 'value')]),
    Test('a helper gets it in time', '',
         lambda: [own(), unless_ok(H), VIEWED, helper('view', 'v', 'seen', look('g->word')), SINK]),
    Test('a helper gives it back', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), VIEWED, tree.View('w2', None, None, RETURNED), SINK,
                  use('w2.word')]),
    Test('what the caller lent is stored', 'deed-borrow-escape',
         lambda: [tree.KeepOut('o->seen', terms.Pointer('w'))]),
    Test('deep', 'deed-shared',
         lambda: [tree.Use(WORD, terms.Deep('s', 'link->to'), True)]),
    Test('deep, but one\'s own', '',
         lambda: [tree.Use(WORD, terms.Deep('o', 'link->to'), True)]),
    Test('deep, to be looked at', '',
         lambda: [tree.Lend('p2', terms.Deep('s', 'seen'), WORD, True), look()]),
    Test('const cast away', 'deed-shared',
         lambda: [own(), unless_ok(H), shared(),
                  tree.Use(WORD, terms.Unconst(terms.Pointer('p2'), 'u32', ''), True)]),
    Test('data past its guard', 'deed-borrow-dead',
         lambda: LOCKED + [tree.Drop(SHELF, Var('g')),
                           tree.Use(SHELF, terms.Pointer('data'), True)]),
    Test('a box past a wait', 'deed-borrow-dead',
         lambda: LOCKED + [shared('p2', terms.Via('data', 'word')),
                           tree.Wait(Var('g'), 'd', 1, True), look()]),
    Test('data past a wait', '',
         lambda: LOCKED + [tree.Wait(Var('g'), 'd', 1, True),
                           tree.Use(SHELF, terms.Pointer('data'), True)]),
    Test('an index', 'deed-untrusted', lambda: FETCH + [tree.Spend('index', 'r.index', 1)]),
    Test('an index below its bound', '',
         lambda: FETCH + [WHEN(terms.Compare('r.index', '<', 16),
                               [tree.Spend('index', 'r.index', 1)])]),
    Test('off by one', 'deed-untrusted',
         lambda: FETCH + [WHEN(terms.Compare('r.index', '<=', 16),
                               [tree.Spend('index', 'r.index', 1)])]),
    Test('an index through its address', 'deed-untrusted',
         lambda: [tree.Fetch('r', 'e', 'call', 'at'), FETCH[1],
                  WHEN(Cond(1), [tree.Spend('index', 'at->index', 1)])]),
    Test('a helper trusts a number', 'deed-untrusted',
         lambda: FETCH + [helper('request', 'r', 'value', tree.Spend('index', 'g.index', 1))]),
    Test('a helper compares it', '',
         lambda: FETCH + [helper('request', 'r', 'seen', WHEN(
             terms.Compare('g->index', '<', 16), [tree.Spend('index', 'g->index', 1)]))]),
    Test('it was compared before', '',
         lambda: FETCH + [WHEN(terms.Compare('r.index', '>=', 16), [back()]),
                          helper('request', 'r', 'value', tree.Spend('index', 'g.index', 1))]),
    Test('another element', 'deed-untrusted',
         lambda: FETCH + [WHEN(terms.Compare('r.many[0]', '<', 16),
                               [tree.Spend('index', 'r.many[1]', 1)])]),
    Test('the same element', '',
         lambda: FETCH + [WHEN(terms.Compare('r.many[1]', '<', 16),
                               [tree.Spend('index', 'r.many[1]', 1)])]),
    Test('each of several', '', lambda: [batch(16)]),
    Test('each of several, off by one', 'deed-untrusted', lambda: [batch(17)]),
    Test('fetched twice', 'deed-untrusted', lambda: FETCH + [tree.Fetch('q', 'f', 'call')]),
]

TESTS = BORROWS + [
    Test('nothing', '', lambda: []),
    Test('tested', '', lambda: [own(), unless_ok(H), LOOK]),
    Test('not tested', 'deed-untested', lambda: [own(), LOOK]),
    Test('accepted untested', '', lambda: [own(), tree.Do(call('sink_any', Move(H)))]),
    Test('error of what may be live', 'deed-untested',
         lambda: [own(), tree.SetNumber('e', Err(H), True)]),
    Test('moved twice', 'deed-use-after-move', lambda: [own(), unless_ok(H), SINK, SINK]),
    Test('moved, then asked', '', lambda: [own(), unless_ok(H), SINK, WHEN(Ok(H), [LOOK])]),
    Test('moved on one path', 'deed-use-after-move',
         lambda: [own(), unless_ok(H), WHEN(Cond(1), [SINK]), LOOK]),
    Test('a bool tells', '',
         lambda: [own(), unless_ok(H), flag('gone', False, True),
                  WHEN(Cond(1), [SINK, flag('gone', True)]), WHEN(Not(Flag('gone')), [LOOK])]),
    Test('a bool tells the contrary', 'deed-use-after-move',
         lambda: [own(), unless_ok(H), flag('gone', False, True),
                  WHEN(Cond(1), [SINK, flag('gone', True)]), WHEN(Flag('gone'), [LOOK])]),
    Test('a parameter tells', '',
         lambda: [own(), unless_ok(H), WHEN(Flag('flag'), [SINK]),
                  WHEN(Not(Flag('flag')), [LOOK])]),
    Test('an error tells', '',
         lambda: [own(value=terms.Empty(WORD)), tree.SetNumber('e', call('open', H), True),
                  WHEN(Not(terms.Failed('e')), [LOOK])]),
    Test('an error that is not asked', 'deed-untested',
         lambda: [own(value=terms.Empty(WORD)), tree.SetNumber('e', call('open', H), True), LOOK]),
    Test('filled while live', 'deed-overwrite',
         lambda: [own(), unless_ok(H), tree.SetNumber('e', call('open', H), True)]),
    Test('dropped twice', 'deed-double-drop',
         lambda: [own(), tree.Drop(WORD, H), tree.Drop(WORD, H)]),
    Test('used after drop', 'deed-use-after-drop',
         lambda: [own(), unless_ok(H), tree.Drop(WORD, H), LOOK]),
    Test('overwritten', 'deed-overwrite', lambda: [own(), tree.Assign(H, call('make'))]),
    Test('assigned when empty', '',
         lambda: [own(), unless_ok(H), SINK, tree.Assign(H, call('make'))]),
    Test('through a call', '',
         lambda: [own(), unless_ok(H), tree.Assign(H, call('turn', Move(H)))]),
    Test('lost', 'deed-leak', lambda: [own(), tree.Discard(Move(H))]),
    Test('lost but failed', '', lambda: [own(), unless_ok(H, tree.Discard(Move(H)))]),
    Test('never there', 'deed-uninit', lambda: [own(value=None)]),
    Test('there later', '', lambda: [own(value=None), tree.Assign(H, Alloc(WORD))]),
    Test('a parameter that stays', 'deed-leak', lambda: [], keeps=True),
    Test('a parameter that stays on one path', 'deed-leak',
         lambda: [WHEN(Cond(1), [back()]), tree.Drop(WORD, A)], keeps=True),
    Test('moved in a loop', 'deed-use-after-move',
         lambda: [own(), unless_ok(H), tree.While(Cond(1), [SINK])]),
    Test('moved in a loop that ends', '',
         lambda: [own(), unless_ok(H), tree.While(Cond(1), [SINK, tree.Leave('break')])]),
    Test('moved in the second round', 'deed-use-after-move',
         lambda: [own(), unless_ok(H), flag('go', False, True),
                  tree.While(Cond(1), [WHEN(Flag('go'), [SINK]), flag('go', True)])]),
    Test('a borrow of what moved', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), lend(), SINK, use()]),
    Test('a borrow of what is replaced', 'deed-borrow-dead',
         lambda: [own(), unless_ok(H), lend(), own('b', terms.Replace(WORD, H, Alloc(WORD))),
                  use()]),
    Test('a borrow out of scope', 'deed-borrow-dead',
         lambda: [lend('p1', A), tree.Block([own(), unless_ok(H, tree.Drop(WORD, A), back()),
                                             tree.Lend('p1', terms.Borrow(WORD, H, False), None)]),
                  use()]),
    Test('a borrow in time', '', lambda: [own(), unless_ok(H), lend(), use(), SINK]),
    Test('a borrow stored', 'deed-borrow-escape deed-global',
         lambda: [own(), unless_ok(H), lend(), tree.KeepOut('pass_word', terms.Pointer('p1'))]),
    Test('dropped behind a pointer', 'deed-drop-borrowed',
         lambda: [tree.Drop(WORD, terms.Deref('p'))]),
    Test('moved behind a pointer', 'deed-move-behind-pointer',
         lambda: [tree.Do(call('sink', Move(terms.Deref('p'))))]),
    Test('replaced behind a pointer', '',
         lambda: [own('b', terms.Replace(WORD, terms.Deref('p'), call('make_sure')))]),
    Test('replaced by what may fail', 'deed-contract',
         lambda: [own('b', terms.Replace(WORD, terms.Deref('p'), call('make')))]),
    Test('an object without its handle', 'deed-partial', lambda: [*NODE_MADE, PASS_NODE]),
    Test('an object with its handle', '', lambda: [*NODE_MADE, FILL, PASS_NODE]),
    Test('an object that is dropped', '', lambda: NODE_MADE),
    Test('a composite of what failed', 'unspecified',
         lambda: [own(), own('i', kind=PAIR), unless_ok(H), own('c', PARTS[0], BOTH)]),
    Test('a composite of what failed is passed', 'deed-partial',
         lambda: [own(), own('i', kind=PAIR), unless_ok(H), own('c', PARTS[0], BOTH),
                  tree.Do(call('sink', Move(Var('c')), kind='both'))]),
    Test('a composite', '',
         lambda: [own(), own('i', kind=PAIR), unless_ok(H), unless_ok(Var('i')),
                  own('c', PARTS[0], BOTH)]),
    Test('a goto backwards', 'deed-use-after-move',
         lambda: [own(), unless_ok(H), tree.Label('again'), SINK,
                  WHEN(Cond(1), [tree.Goto('again')])]),
    Test('a goto that ends a scope', '',
         lambda: [tree.Label('again'), tree.Block([own(), unless_ok(H, tree.Drop(WORD, A), back()),
                                                   WHEN(Cond(1), [tree.Goto('again')])])]),
]


def verdict(test: Test) -> str:
    """What exact execution says of one."""
    params = [Param('a', VALUE, WORD), Param('p', EXCL, WORD), Param('flag', 'flag'),
              Param('o', 'object'), Param('s', 'object_seen'), Param('w', 'plain'),
              Param('d', 'desk'), Param('call', 'call'), Param('in', 'reader')]
    body = terms.clone(test.body())
    if not test.keeps:
        # whoever leaves early consumes it, too
        body.insert(0, tree.Do(call('sink', Move(A))) if not any(
            isinstance(node, Var) and node.name == 'a'
            for each in body for node in each.walk()) else flag('unused', False, True))
        if not isinstance(body[0], tree.Do):
            body.append(tree.Drop(WORD, A))
    function = tree.Function(Sig('f', 'int', None, params), body, back(), False)
    try:
        return ' '.join(sorted(judge(tree.Program([function], '')).misuses))
    except Invalid as invalid:
        return f'invalid: {invalid}'
    except Unspecified:
        return 'unspecified'


def self_test() -> int:
    """All of them: prints TAP."""
    print(f'TAP version 13\n1..{len(TESTS)}')
    failed = 0
    for number, test in enumerate(TESTS, 1):
        said = verdict(test)
        failed += said != test.rules
        print(f"{'ok' if said == test.rules else 'not ok'} {number} {test.name}")
        if said != test.rules:
            print(f"# wanted '{test.rules}', not '{said}'")
    return 1 if failed else 0
