# SPDX-License-Identifier: GPL-2.0
"""What is true of a program: correct, or which misuses its executions show."""

from typing import Dict, List, Optional

import terms
import tree
from cells import Invalid
from execute import Unspecified, Verdict, explore
from kinds import EXTERNS, Sig
from lower import Lower

__all__ = ['Invalid', 'Unspecified', 'Verdict', 'judge']


def _of_tree(node: terms.Node) -> Optional[str]:
    """The misuse that a node is by itself, whether it is reached or not."""
    if isinstance(node, terms.Copied):
        return 'deed-copy'
    if isinstance(node, tree.Own) and node.plain:
        return 'deed-no-owner'
    if isinstance(node, tree.KeepOut) and '->' not in node.target:
        return 'deed-global'
    if isinstance(node, tree.Op) and node.sig.contract():
        return 'deed-contract'
    if isinstance(node, tree.Wrong) and node.tree:
        return node.rule
    return None


def judge(program: tree.Program) -> Verdict:
    """All functions of a program; Invalid or Unspecified if it cannot be used."""
    known: Dict[str, Sig] = dict(EXTERNS)
    misuses: Dict[str, List[str]] = {}
    unspecified = False
    tree.settle(program.functions)
    if any(isinstance(node, tree.Op) and node.sig.waits for node in program.walk()):
        raise Unspecified   # of a pointer of this type in another program it tells, too
    for function in program.functions:
        lower = Lower(function, known)
        code = lower.code()
        for rule in lower.said:
            misuses.setdefault(rule, ['in the text'])
        known[function.sig.name] = function.sig
        try:
            verdict = explore(code)
        except Unspecified:
            unspecified = True
            continue
        for rule, trace in verdict.misuses.items():
            misuses.setdefault(rule, [function.sig.name] + trace)
    always = False
    for node in program.walk():
        rule = _of_tree(node)
        if rule:
            misuses.setdefault(rule, ['in the text'])
        always |= isinstance(node, tree.Wrong)
    if not misuses and (unspecified or always):
        raise Unspecified
    return Verdict(misuses)
