# SPDX-License-Identifier: GPL-2.0
"""Decide whether a guest's run was clean.

A plan is a list of steps. The guest marks in both logs where each begins and
ends, and here every step is judged by its own slice of them. A step passes if it
began and ended with status 0, reported what it had to in complete KTAP blocks,
and if the kernel log of its slice holds no finding. The run as a whole passes if,
besides, boot was clean and the guest gave its verdict.
"""

import re
from typing import Dict, List, NamedTuple, Set

import boot
import findings
import fallible
import ktap

STAMP = re.compile(r'^\[ *\d+\.\d{6}\] ?')
BEGIN = re.compile(r'^@deed begin (\d+) (.*)$')
END = re.compile(r'^@deed end (\d+) (\d+)$')
FAILED_STEP = re.compile(r'\bdeed: made to fail: (.*)$')


class Step(NamedTuple):
    """One line of /plan and what it must give."""
    line: str                   # what the guest executes
    suite: str = ''             # KUnit suite that the kernel log must report
    program: str = ''           # program whose output must be KTAP
    leaks: bool = False         # the output is kmemleak's report
    sweep: str = ''             # module of the debug kernel whose steps must all fail
    expects: str = ''           # what the kernel log must report, and may, a regex

    @property
    def name(self) -> str:
        """What people see."""
        return self.suite or self.program or self.line


class Result(NamedTuple):
    """Something that passed, was skipped or failed, and why."""
    step: str
    name: str
    status: str                 # 'pass', 'skip' or 'fail'
    reasons: List[str] = []
    kinds: Set[str] = set()     # of findings, and of what else went wrong


def failure(step: str, name: str, kind: str, reason: str, more: List[str] = ()) -> Result:
    """One more thing that is wrong."""
    return Result(step, name, 'fail', [reason, *more], {kind})


def cut(lines: List[str]) -> Dict[int, List[str]]:
    """Cut a log into slices: 0 is what precedes the first step.

    What comes after the end of a step, and before the next, is still its own.
    """
    slices: Dict[int, List[str]] = {0: []}
    now = 0
    for line in lines:
        line = STAMP.sub('', line)
        begin = BEGIN.match(line)
        if begin:
            now = int(begin.group(1))
            slices.setdefault(now, [])
        slices[now].append(line)
    return slices


def judge_log(step: str, lines: List[str], ignore: Set[str] = frozenset(),
              expects: str = '') -> List[Result]:
    """What the kernel log reports, and does not report though it is expected."""
    found = findings.scan(lines)
    expected = [finding for finding in found if expects and re.search(expects, finding.line)]
    results = [failure(step, 'log', finding.kind, finding.line)
               for finding in found if finding.kind not in ignore and finding not in expected]
    if expects and not expected:
        results.append(failure(step, 'log', 'missing', f'nothing was reported like {expects}'))
    return results


def judge_end(step: Step, number: int, output: List[str]) -> List[Result]:
    """A step must have begun and ended well."""
    begin = any(BEGIN.match(line) for line in output)
    ends = [END.match(line) for line in output if END.match(line)]
    if not begin:
        return [failure(step.name, 'end', 'missing', 'it was never reached')]
    if not ends or int(ends[-1].group(1)) != number:
        return [failure(step.name, 'end', 'unfinished', 'it began and did not end',
                        output[-5:])]
    status = int(ends[-1].group(2))
    if status:
        said = [line for line in output if not line.startswith('@deed')]
        return [failure(step.name, 'end', 'status', f'exit status {status}', said[-10:])]
    return []


def judge_ktap(step: Step, lines: List[str]) -> List[Result]:
    """The step's block must be there, once, complete, with every case good."""
    blocks = ktap.parse(lines)
    if not blocks:
        return [failure(step.name, 'report', 'missing', 'it reported no results')]
    results = []
    if step.suite and not any(step.suite in block.suites for block in blocks):
        results.append(failure(step.name, 'report', 'missing',
                               f'no suite of the name {step.suite} was reported'))
    for block in blocks:
        results += [failure(step.name, 'report', 'incomplete', error)
                    for error in block.errors]
        results += [Result(step.name, case.name, case.status, case.details,
                           {'case'} if case.status == 'fail' else set())
                    for case in block.cases]
    return results


# Linux 6.12 forgets the context of a register map over memory when a later step of
# __devm_regmap_init_mmio_clk() fails, as the sweeps let it.
KERNELS_OWN_LEAK = 'regmap_mmio_gen_context+'


def judge_leaks(step: Step, output: List[str]) -> List[Result]:
    """kmemleak must report the planted leak, and nothing else of ours."""
    leaks: List[List[str]] = []
    for line in output:
        if line.startswith('unreferenced object'):
            leaks.append([])
        if leaks and not line.startswith('@deed'):
            leaks[-1].append(line)
    planted = [leak for leak in leaks if 'deed_provoke' in ' '.join(leak)]
    results = [failure(step.name, 'leak', 'kmemleak', leak[0], leak[1:])
               for leak in leaks
               if leak not in planted and KERNELS_OWN_LEAK not in ' '.join(leak)]
    if not planted:
        results.append(failure(step.name, 'control', 'missing',
                               'kmemleak did not find the leak that was planted'))
    return results


# A program's page is mapped only if the device reaches it, which nobody can ask for: the
# suite dma_list makes it fail
BY_CHANCE = {'dma_map_sgtable'}


def judge_sweep(step: Step, kernel: List[str]) -> List[Result]:
    """Every step that the module marks (abstractions/deed/inject.h) failed once."""
    failed = {match.group(1) for match in map(FAILED_STEP.search, kernel) if match}
    known = sorted(fallible.steps(step.sweep) - BY_CHANCE)
    results = [failure(step.name, name, 'missing', 'it was never made to fail')
               for name in known if name not in failed]
    if not known:
        results.append(failure(step.name, 'steps', 'missing',
                               f'{step.sweep} has no steps that can be made to fail'))
    return results + [Result(step.name, name, 'pass') for name in known if name in failed]


def judge_step(step: Step, number: int, kernel: List[str], output: List[str]) -> List[Result]:
    """Everything about one step; a single 'pass' if nothing is wrong."""
    # That there are leaks stands in the log, which is what the plant is for
    results = judge_log(step.name, kernel, {'kmemleak'} if step.leaks else frozenset(),
                        step.expects)
    results += judge_end(step, number, output)
    if step.suite:
        results += judge_ktap(step, kernel)
    if step.program:
        results += judge_ktap(step, output)
    if step.leaks:
        results += judge_leaks(step, output)
    if step.sweep:
        results += judge_sweep(step, kernel)
    if not any(result.status == 'fail' for result in results):
        results.append(Result(step.name, 'clean', 'pass'))
    return results


def judge_boot(outcome: boot.Outcome, before: List[str]) -> List[Result]:
    """What concerns the run as a whole."""
    results = judge_log('boot', before)
    results += [failure('boot', 'host', 'host', error) for error in outcome.errors]
    if outcome.status is None:
        results.append(failure('verdict', 'verdict', 'timeout',
                               f'no verdict within {outcome.seconds:.0f} s; '
                               'the last lines were:',
                               outcome.output[-5:] + outcome.kernel[-15:]))
    elif outcome.status != boot.VERDICT:
        results.append(failure('verdict', 'verdict', 'verdict',
                               f'the guest ended without its verdict (QEMU exited '
                               f'with {outcome.status}); the last lines were:',
                               outcome.kernel[-15:]))
    return results or [Result('boot', 'verdict', 'pass')]


def judge(plan: List[Step], outcome: boot.Outcome) -> Dict[str, List[Result]]:
    """Results by step, in the order of the plan."""
    kernel, output = cut(outcome.kernel), cut(outcome.output)
    results = {'boot': judge_boot(outcome, kernel[0])}
    for number, step in enumerate(plan, 1):
        results[f'{number} {step.name}'] = judge_step(
            step, number, kernel.get(number, []), output.get(number, []))
    return results
