# SPDX-License-Identifier: GPL-2.0
"""KCSAN as the referee: no data race is left in a driver that builds.

A kernel that watches what our modules read and write (kcsan.config) runs every
suite and program on four CPUs, with devices that go while they are in use. Each
report is a failure; a module that races on purpose must be reported, and the number
of watchpoints that were set in the others must not be 0.
"""

import re
from typing import Callable, List

import boot
import judge
import plans
import proof
from judge import Step

PROVOKED = proof.Expectation(Step('provoke kcsan'), {'kcsan'})
COUNTED = Step('watchpoints')
COUNT = re.compile(r'^setup_watchpoints: (\d+)', re.M)


def plan(rounds: int) -> List[Step]:
    """The control, then everything, between two looks at the counter."""
    return [PROVOKED.step, COUNTED,
            *plans.with_deed([step for name in plans.suites() for step in plans.suite(name)]),
            *plans.session('kcsan', rounds), COUNTED]


def watchpoints(output: List[str]) -> int:
    """How many were set between the first look at the counter and the last."""
    seen = [int(count) for count in COUNT.findall('\n'.join(output))]
    return seen[-1] - seen[0] if len(seen) == 2 else 0


def find(report, run: Callable[..., boot.Outcome], rounds: int, folder, timeout: float) -> None:
    """Run it, and say what KCSAN saw."""
    steps = plan(rounds)
    print(f'kcsan: booting the data race kernel, {len(steps)} steps', flush=True)
    outcome = run('kcsan', steps, timeout=timeout)
    verdict = judge.judge(steps, outcome)
    control = [name for name, results in verdict.items()
               if results and results[0].step == PROVOKED.step.line]
    report.check('kcsan', PROVOKED.step.line, proof.compare(
        PROVOKED.kinds, [result for name in control for result in verdict.pop(name)]))
    report.add('kcsan', verdict, outcome.seconds, folder)
    count = watchpoints(outcome.output)
    report.check('kcsan', f'{count} watchpoints were set in our modules',
                 [] if count else ['no module was watched: was it built for this kernel?'])
