# SPDX-License-Identifier: GPL-2.0
"""Findings as SARIF 2.1.0, which GitHub and other tools show beside the code."""

import hashlib
import json
from pathlib import Path
from typing import Any, Dict, List, Tuple
from urllib.parse import quote

from findings import CannotRun, Finding
from tree import Tree

SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'
ABOUT = 'https://docs.kernel.org/dev-tools/testing-overview.html'


def place(file: str, line: int, column: int) -> Dict[str, Any]:
    """Where something is."""
    uri = Path(file).as_uri() if file.startswith('/') else quote(file)
    where: Dict[str, Any] = {'artifactLocation': {'uri': uri}}
    if line:
        where['region'] = {'startLine': line, **({'startColumn': column} if column else {})}
    return {'physicalLocation': where}


def result(tree: Tree, finding: Finding, index: int, reason: str) -> Dict[str, Any]:
    """A finding; one that is silenced has a reason."""
    like = '\0'.join(finding.likeness(tree.line(finding.file, finding.line)))
    made: Dict[str, Any] = {
        'ruleId': finding.rule, 'ruleIndex': index, 'level': finding.severity,
        'message': {'text': finding.message
                    + (f'\nhint: {finding.hint}' if finding.hint else '')},
        'locations': [place(finding.file, finding.line, finding.column)],
        'partialFingerprints': {
            'deedCheck/v1': hashlib.sha256(like.encode()).hexdigest()[:32]},
    }
    notes = [note for note in finding.notes if note.file]
    if notes:
        made['relatedLocations'] = [
            {**place(note.file, note.line, note.column), 'message': {'text': note.message}}
            for note in notes]
    if reason:
        made['suppressions'] = [{'kind': 'inSource', 'justification': reason}]
    return made


def rule(finding: Finding) -> Dict[str, Any]:
    """What the rule of a finding is."""
    text = ' '.join(filter(None, [finding.hint, f'See {finding.page}.' if finding.page else '']))
    made: Dict[str, Any] = {'id': finding.rule, 'name': finding.rule,
                            'shortDescription': {'text': f'{finding.tool}: {finding.rule}'},
                            'properties': {'tags': [finding.tool]}}
    if text:
        made['help'] = {'text': text}
    if finding.page.startswith('http'):
        made['helpUri'] = finding.page
    return made


def write(path: Path, tree: Tree, found: List[Finding], silenced: List[Tuple[Finding, str]],
          failed: List[CannotRun]) -> None:
    """All of a run."""
    rules: Dict[str, Dict[str, Any]] = {}
    for finding in [*found, *(each for each, _ in silenced)]:
        rules.setdefault(finding.rule, rule(finding))
    index = {name: at for at, name in enumerate(rules)}
    results = [result(tree, finding, index[finding.rule], reason)
               for finding, reason in [*((each, '') for each in found), *silenced]]
    notices = [{'level': 'error', 'message': {'text': str(error)}} for error in failed]
    path.write_text(json.dumps({
        '$schema': SCHEMA, 'version': '2.1.0',
        'runs': [{
            'tool': {'driver': {'name': 'deed check', 'informationUri': ABOUT,
                                'rules': list(rules.values())}},
            'invocations': [{'executionSuccessful': not failed,
                             'toolExecutionNotifications': notices}],
            'columnKind': 'unicodeCodePoints',
            'results': results,
        }]}, indent=1) + '\n', encoding='utf-8')
