# SPDX-License-Identifier: GPL-2.0
"""Tell people and CI what the judge found."""

import re
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import Dict, List

from judge import Result

TOP = Path(__file__).resolve().parents[2]
# A finding's first lines say what it is; the rest is in the log
MAX_REASONS = 8
FARM = re.compile(re.escape(str(TOP)) + r'/build/\w+/')
UNPRINTABLE = re.compile(r'[^\t\n\x20-\ud7ff\ue000-\ufffd]')


class Report:
    """Collects the results of several guests."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.passed = 0
        self.failed = 0
        self.suites = xml.Element('testsuites')
        for old in ('junit.xml', 'summary'):
            (folder / old).unlink(missing_ok=True)

    def add(self, guest: str, results: Dict[str, List[Result]], seconds: float,
            log: Path, only_failures: bool = False) -> None:
        """Print a guest's results and keep them for the XML."""
        failed = 0
        for of_step in map(real_paths, results.values()):
            bad = sum(result.status == 'fail' for result in of_step)
            if bad or not only_failures:
                print_step(of_step)
            failed += bad
            self.passed += sum(result.status == 'pass' for result in of_step)
            self._add_xml(guest, of_step)
        self.failed += failed
        print(f'{guest}: {failed or "nothing"} failed, {seconds:.0f} s, '
              f'logs in {log.relative_to(TOP)}')

    def check(self, guest: str, name: str, reasons: List[str]) -> None:
        """A single result that comes from elsewhere; no reasons: passed."""
        status = 'fail' if reasons else 'pass'
        result = Result(guest, name, status, reasons)
        print_step([result._replace(step=f'{guest}: {name}')])
        self.passed += status == 'pass'
        self.failed += status == 'fail'
        self._add_xml(guest, [result])

    def _add_xml(self, guest: str, results: List[Result]) -> None:
        suite = xml.SubElement(self.suites, 'testsuite', name=f'{guest}.{results[0].step}',
                               tests=str(len(results)),
                               failures=str(sum(r.status == 'fail' for r in results)),
                               skipped=str(sum(r.status == 'skip' for r in results)))
        for result in results:
            case = xml.SubElement(suite, 'testcase', name=result.name,
                                  classname=f'{guest}.{result.step}')
            if result.status == 'skip':
                xml.SubElement(case, 'skipped')
            elif result.status == 'fail':
                text = UNPRINTABLE.sub('?', '\n'.join(result.reasons))
                xml.SubElement(case, 'failure', message=text.split('\n')[0]).text = text

    def finish(self) -> int:
        """Write the XML, print the last line, return the exit status."""
        self.folder.mkdir(parents=True, exist_ok=True)
        tree = xml.ElementTree(self.suites)
        xml.indent(tree)
        tree.write(self.folder / 'junit.xml', encoding='utf-8', xml_declaration=True)
        summary = f'{self.passed} passed, {self.failed} failed'
        (self.folder / 'summary').write_text(summary + '\n', encoding='ascii')
        print(summary, flush=True)
        return 0 if self.passed and not self.failed else 1


def print_step(results: List[Result]) -> None:
    """One line for a step that went well, more for one that did not."""
    bad = [result for result in results if result.status == 'fail']
    cases = sum(result.status == 'pass' and result.name != 'clean' for result in results)
    skipped = sum(result.status == 'skip' for result in results)
    line = f'  {"FAIL" if bad else "ok":4}  {results[0].step:44}'
    if cases > 1 or skipped:
        line += f' {cases} cases' + (f', {skipped} skipped' if skipped else '')
    print(line.rstrip(), flush=True)
    for result in bad:
        print(f'        {result.name}: ' + (result.reasons or ['failed'])[0])
        for reason in result.reasons[1:MAX_REASONS]:
            print(f'            {reason}')


def real_paths(results: List[Result]) -> List[Result]:
    """Modules were built through links in build/KERNEL: name the real files."""
    return [result._replace(reasons=[FARM.sub('', reason) for reason in result.reasons])
            for result in results]
