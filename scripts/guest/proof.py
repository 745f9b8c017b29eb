# SPDX-License-Identifier: GPL-2.0
"""Prove the judge: everything that must make a run fail does, and for its reason.

kunit/provoke has modules that misbehave. What the kernel survives shares a boot,
and each step is judged by its own slice of the log; what kills the guest, or
turns lockdep off, has a boot to itself. The kinds of trouble that the judge
names must be exactly the expected ones, neither fewer nor more.
"""

import re
from typing import Callable, Dict, List, NamedTuple, Set

import boot
import judge
from judge import Result, Step


class Expectation(NamedTuple):
    """A step, and the kinds of trouble the judge must see in it."""
    step: Step
    kinds: Set[str]


def _provoke(name: str, *kinds: str) -> Expectation:
    return Expectation(Step(f'provoke {name}'), set(kinds or [name.replace('-', ' ')]))


def _suite(what: str, *kinds: str) -> Expectation:
    return Expectation(Step(f'provoke_suite {what}', suite='deed_provoke'), set(kinds))


def _program(what: str, *kinds: str) -> Expectation:
    return Expectation(Step(f'provoke_program {what}', program=what), set(kinds))


# In this order: a report by lockdep is the last that it makes.
ON_DEBUG = [
    Expectation(Step('lockdep'), set()),
    *[_provoke(name) for name in (
        'warning', 'ubsan', 'dma-api', 'odebug', 'refcount', 'list', 'rcu-usage',
        'atomic-sleep', 'hung-task')],
    Expectation(Step('provoke kmemleak'), set()),
    Expectation(Step('leaks'), {'kmemleak'}),
    # a sweep that made nothing fail
    Expectation(Step('lockdep', sweep='deed_edu'), {'missing'}),
    _provoke('lockdep'),
    _provoke('kasan'),
    Expectation(Step('lockdep'), {'status'}),
]

ON_RELEASE = [
    _suite('pass'),
    _suite('fail', 'case'),
    _suite('skip', 'incomplete'),
    Expectation(Step('provoke plan', suite='deed_provoke'), {'incomplete', 'case'}),
    Expectation(Step('suite nowhere', suite='deed_nowhere'), {'missing', 'status'}),
    Expectation(Step('provoke_suite pass', suite='deed_other'), {'missing'}),
    Expectation(Step('leaks', leaks=True), {'missing', 'status'}),
    _program('good'),
    _program('case', 'case'),
    _program('status', 'status'),
    _program('plan', 'incomplete', 'case'),
    _program('silent', 'missing'),
    _program('nowhere', 'missing', 'status'),
    _provoke('warning'),
    _provoke('refcount'),
]

# What ends a guest: the step, how it shows, the kernel it needs
ALONE = [
    ('debug', _provoke('held-lock', 'held lock')),
    ('release', _provoke('bug', 'bug', 'oops', 'panic', 'unfinished', 'verdict')),
    ('release', _provoke('oops', 'oops', 'panic', 'unfinished', 'verdict')),
    ('release', _provoke('panic', 'panic', 'unfinished', 'verdict')),
    ('release', Expectation(Step('poweroff -f'), {'unfinished', 'verdict'})),
    # nothing of the kind is in the machine
    ('release', Expectation(Step('echo "@deed host plug nobody"'), {'host'})),
    ('release', Expectation(Step('sleep 1000'), {'unfinished', 'timeout'})),
]

# Whatever ends the board, only its verdict is one
ON_BOARD = [
    _provoke('panic', 'panic', 'unfinished', 'verdict'),
    _provoke('oops', 'oops', 'panic', 'unfinished', 'verdict'),
    Expectation(Step('poweroff -f'), {'unfinished', 'verdict'}),
    Expectation(Step('reboot -f'), {'unfinished', 'verdict'}),
    Expectation(Step('sleep 1000'), {'unfinished', 'timeout'}),
]

Runner = Callable[..., boot.Outcome]


def _kinds(results: List[Result]) -> Set[str]:
    """The kinds of everything that failed."""
    return {kind for result in results if result.status == 'fail'
            for kind in result.kinds}


def compare(expected: Set[str], results: List[Result]) -> List[str]:
    """Why the judge was wrong; empty if it was right."""
    found = _kinds(results)
    if found == expected:
        return []
    wrong = [f'expected {sorted(expected) or "nothing"}, the judge saw '
             f'{sorted(found) or "nothing"}']
    return wrong + [f'{sorted(result.kinds)}: {reason}' for result in results
                    if result.kinds - expected for reason in result.reasons[:3]]


def _together(report, run: Runner, kernel: str, expectations: List[Expectation]) -> None:
    """Many steps in one boot, which itself must be clean."""
    name = f'proof-{kernel}'
    plan = [expectation.step for expectation in expectations]
    verdict: Dict[str, List[Result]] = judge.judge(plan, run(kernel, plan, name))
    boot_results, *by_step = verdict.values()
    report.check(name, 'boot and verdict', compare(set(), boot_results))
    for expectation, results in zip(expectations, by_step):
        report.check(name, expectation.step.line, compare(expectation.kinds, results))


def _alone(report, run: Runner, kernel: str, expectation: Expectation) -> None:
    """One step in its own boot; its end counts."""
    name = f'proof-{"arm64-" * (kernel == "arm64")}' + re.sub(r'\W+', '-', expectation.step.line)
    timeout = 12 if 'timeout' in expectation.kinds else 0
    plan = [expectation.step]
    verdict = judge.judge(plan, run(kernel, plan, name, timeout=timeout))
    report.check(name, expectation.step.line, compare(
        expectation.kinds, [result for results in verdict.values() for result in results]))


def prove_board(report, run: Runner) -> None:
    """The same for what ends an arm64 guest."""
    print('proof: nothing but its verdict ends an arm64 guest well', flush=True)
    for expectation in ON_BOARD:
        _alone(report, run, 'arm64', expectation)


def prove(report, run: Runner) -> None:
    """Run all of it; each provocation is one passed or failed result."""
    print('proof: the judge must see what kunit/provoke does', flush=True)
    _together(report, run, 'release', ON_RELEASE)
    for kernel, expectation in ALONE:
        _alone(report, run, kernel, expectation)
    _together(report, run, 'debug', ON_DEBUG)
