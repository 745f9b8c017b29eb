# SPDX-License-Identifier: GPL-2.0
"""What each kind of guest does, step by step.

What is expected comes from the tree, not from what was built: a suite that
stands in kunit/Kbuild, or a program that stands in samples/, and is not there
when the guest wants it, is a failure.
"""

import re
from pathlib import Path
from typing import List

from judge import Step

TOP = Path(__file__).resolve().parents[2]
# Programs move 100 MB on the release kernel; checks make the debug kernel slow
MEGABYTES = {'stock': 20, 'release': 100, 'debug': 10}


def suites() -> List[str]:
    """The suites in kunit/Kbuild ('suites := own box ...'), in its order."""
    text = (TOP / 'kunit/Kbuild').read_text(encoding='utf-8').replace('\\\n', ' ')
    match = re.search(r'^suites\s*:?=\s*(.*)$', text, re.M)
    if not match:
        raise SystemExit('deed: kunit/Kbuild has no line "suites := name ..."')
    listed = match.group(1).split()
    others = re.findall(r'^\w+-y\s*:?=\s*(\w+)\.o$', text, re.M)
    forgotten = {path.stem for path in (TOP / 'kunit').glob('*.c')} - {*listed, *others}
    if forgotten:
        raise SystemExit('deed: kunit/Kbuild does not list the suites '
                         + ' '.join(sorted(forgotten)))
    return listed


def modules() -> List[str]:
    """The modules of people, as the Kbuild files name them: deed.ko first."""
    files = [TOP / 'abstractions/Kbuild', *sorted((TOP / 'samples').glob('*/Kbuild'))]
    return [name for path in files
            for name in re.findall(r'^obj-m\s*[+:]?=\s*(\w+)\.o',
                                   path.read_text(encoding='utf-8'), re.M)]


def programs() -> List[str]:
    """The user-space test programs in samples/."""
    return sorted(path.stem for path in (TOP / 'samples').glob('*/*_test.c'))


def suite(name: str) -> List[Step]:
    """Load the module of a KUnit suite, which runs it, and what belongs to it."""
    more = [Step('failing_start')] if name == 'module' else []
    return [Step(f'suite {name}', suite=f'deed_{name}'), *more]


def program(name: str, kernel: str) -> Step:
    """Run a test program."""
    return Step(f'program DEED_TEST_MB={MEGABYTES[kernel]} {name}', program=name)


def one_suite(name: str) -> List[Step]:
    """`make test SUITE=name`."""
    return [Step(f'load {module}') for module in modules() if module == 'deed'] + suite(name)


def session(kernel: str, *between: Step) -> List[Step]:
    """Load everything, do the steps, run all programs, unload everything."""
    loaded = modules()
    return ([Step(f'load {module}') for module in loaded] + list(between)
            + [program(name, kernel) for name in programs()]
            + [Step(f'unload {module}') for module in reversed(loaded)])


def everything(kernel: str, rounds: int) -> List[Step]:
    """`make test` on one of the test kernels."""
    plan = session(kernel, *[step for name in suites() for step in suite(name)])
    if kernel == 'debug':
        loaded = ' '.join(modules())
        plan = [Step('plant'), *plan, Step(f'rounds {rounds} {loaded}'),
                Step('leaks', leaks=True), Step('lockdep')]
    return plan


def tour() -> List[Step]:
    """`make run`: what a person sees first."""
    return session('stock', Step('program tour', program='tour'))


def shell() -> List[Step]:
    """`make shell`."""
    return [Step(f'load {module}') for module in modules()] + [Step('interactive')]
