# SPDX-License-Identifier: GPL-2.0
"""Make a disagreement smaller, as long as the two sides disagree in the same way.

All programs that are one step smaller go into one file, so that a round costs
one compilation.
"""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Iterator, List, Tuple

import terms
import tree
from batch import Case, compare, is_tree
from compiler import Compiler
from judge import Invalid, Unspecified, Verdict, judge

ROUNDS = 25


def _copy(program: tree.Program, number: int) -> tree.Program:
    """A copy under other names."""
    new = terms.clone(program)
    sigs = {}
    for function in new.functions:
        old = function.sig
        name = old.name.split('__', 1)[0]
        function.sig = replace(old, name=f'{name}__{number}',
                               params=[replace(param) for param in old.params])
        sigs[id(old)] = function.sig
    for node in new.walk():
        if isinstance(node, (terms.Call, tree.Op)):
            node.sig = sigs.get(id(node.sig), node.sig)
    return new


def _inside(node: terms.Node) -> List[List[terms.Node]]:
    """What a statement can be replaced by."""
    if isinstance(node, tree.If):
        return [node.then, node.other]
    if isinstance(node, (tree.Block, tree.While)):
        return [node.body]
    if isinstance(node, tree.Switch):
        return [case.body for case in node.cases]
    return []


def _smaller(program: tree.Program) -> Iterator[tree.Program]:
    """All programs that are one step smaller."""
    for number in range(len(program.functions) - 1, -1, -1):
        if len(program.functions) > 1:
            new = terms.clone(program)
            del new.functions[number]
            yield new
        params = program.functions[number].sig.params
        for index in range(len(params)):
            new = terms.clone(program)
            sig = new.functions[number].sig
            new.functions[number].sig = replace(sig, params=params[:index] + params[index + 1:])
            yield new
    count = sum(1 for _ in tree.bodies(program))
    for which in range(count):
        size = len(list(tree.bodies(program))[which])
        for index in range(size):
            new = terms.clone(program)
            body = list(tree.bodies(new))[which]
            inside = _inside(body[index])
            del body[index]
            yield new
            for number in range(len(inside)):
                new = terms.clone(program)
                body = list(tree.bodies(new))[which]
                body[index:index + 1] = _inside(body[index])[number]
                yield new


def shrink(case: Case, compiler: Compiler) -> Case:
    """The smallest program found that shows the same disagreement."""
    if not is_tree(case.program):
        return case
    with tempfile.TemporaryDirectory(prefix='deed-pass-') as folder:
        for number in range(ROUNDS):
            smaller: List[Tuple[Any, Verdict]] = []
            for program in _smaller(case.program):
                program = _copy(program, len(smaller))
                try:
                    verdict = judge(program)
                except (Invalid, Unspecified):
                    continue
                if verdict.correct == case.verdict.correct:
                    smaller.append((program, verdict))
            result = compare(smaller, compiler, Path(folder), f'round_{number}')
            left = [each for each in result.cases
                    if (each.accepted, each.refused) == (case.accepted, case.refused)
                    and (not case.rules or each.rules & case.rules)
                    and (case.verdict.correct
                         or set(each.verdict.misuses) & set(case.verdict.misuses))]
            if not left:
                break
            case = min(left, key=lambda each: len(each.program.lines()))
    return case
