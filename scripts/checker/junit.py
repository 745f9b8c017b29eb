# SPDX-License-Identifier: GPL-2.0
"""Findings as JUnit XML: a suite for each tool, a case for each file it has read."""

import re
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import Dict, List, Set

from findings import CannotRun, Finding

UNPRINTABLE = re.compile(r'[^\t\n\x20-\ud7ff\ue000-\ufffd]')


def told(finding: Finding) -> str:
    """A finding in words."""
    lines = [f'{finding.file}:{finding.line}:{finding.column}: {finding.severity}: '
             f'{finding.message} [{finding.rule}]']
    lines += [f'{note.file}:{note.line}: {note.message}' for note in finding.notes]
    lines += [f'{what}: {text}' for what, text in (('hint', finding.hint),
                                                   ('page', finding.page)) if text]
    return UNPRINTABLE.sub('?', '\n'.join(lines))


def write(path: Path, looked: Dict[str, Set[str]], found: List[Finding],
          failed: List[CannotRun]) -> None:
    """All of a run. looked: the files by tool."""
    suites = xml.Element('testsuites')
    cases: Dict[str, Dict[str, List[Finding]]] = {
        tool: {file: [] for file in sorted(files)} for tool, files in sorted(looked.items())}
    for each in found:
        cases.setdefault(each.tool, {}).setdefault(each.file, []).append(each)
    for tool, files in cases.items():
        errors = [error for error in failed if error.tool == tool]
        suite = xml.SubElement(suites, 'testsuite', name=tool,
                               tests=str(len(files) + len(errors)), errors=str(len(errors)),
                               failures=str(sum(map(bool, files.values()))))
        for file, findings in files.items():
            case = xml.SubElement(suite, 'testcase', name=file, classname=f'check.{tool}')
            if findings:
                text = '\n\n'.join(map(told, findings))
                xml.SubElement(case, 'failure', message=text.split('\n')[0]).text = text
    for error in failed:
        suite = xml.SubElement(suites, 'testsuite', name=f'{error.tool} cannot run', tests='1',
                               errors='1', failures='0')
        case = xml.SubElement(suite, 'testcase', name='run', classname=f'check.{error.tool}')
        xml.SubElement(case, 'error', message=UNPRINTABLE.sub('?', error.why))
    tree = xml.ElementTree(suites)
    xml.indent(tree)
    tree.write(path, encoding='utf-8', xml_declaration=True)
