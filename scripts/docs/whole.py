# SPDX-License-Identifier: GPL-2.0
"""Whether the book is whole: it has what the tree has, and what it names is there.

A warning is an error (scripts/docs/build), so what is warned of here is refused.
"""

import csv
import re
from pathlib import Path
from typing import Any, Dict, Iterator, List, Set, Tuple

from sphinx.util import logging

from attributes import without

TOP = Path(__file__).resolve().parents[2]
BOOK = TOP / 'Documentation'
HEADERS = TOP / 'abstractions/deed'
IDS = TOP / 'scripts/gcc-plugin/diagnostics.cc'
# what the pass says of raw calls, and the migration report also of structs
HINTS = (TOP / 'scripts/gcc-plugin/harmless', TOP / 'scripts/coccinelle/advise/types')
HINT = re.compile(r'^([^#].*?)(?: in a struct| defined)? -> (\w+)\(.*<deed/(\w+\.h)>', re.M)
KERNEL = TOP / 'build/linux/source'
RUST = KERNEL / 'rust'
TABLES = ('from-raw.csv', 'from-rust.csv')
PLAIN = {'lifetimes', 'unsafe', 'drm'}	# words of the language, and of the table
# what stands in headers for other headers: kinds of locks and what is generated for them
OURS = re.compile(r'deed_(?:mutex|rwsem|spin|raw_spin|hardirq|softirq)(?:_\w+)?'
                  r'|deed_(?:assume|debugfs_entry|device|mapping|tie|turn|mdio_held|phy_bus_held)')
log = logging.getLogger(__name__)


def ids() -> List[str]:
    """The ids of the pass."""
    return re.findall(r'^\s*"(deed-[a-z-]+)",$', IDS.read_text(encoding='utf-8'), re.M)


def public(header: Path) -> Set[str]:
    """The names that a header documents."""
    return set(re.findall(r'^ \* (?:struct |enum )?(\w+)(?:\(\))? - ',
                          header.read_text(encoding='utf-8'), re.M))


def defined(header: Path) -> Set[str]:
    """The names without underscores in front that a header defines."""
    text = re.sub(r'/\*.*?\*/', '', without(header.read_text(encoding='utf-8')), flags=re.S)
    macros = re.findall(r'^#define (\w+)', text, re.M)
    text = re.sub(r'^#(?:.*\\\n)*.*', '', text, flags=re.M)
    structs = re.findall(r'^(?:struct|enum)\s+(\w+)\s*\{', text, re.M)
    depth = 0
    while depth != len(text):
        depth, text = len(text), re.sub(r'\{[^{}]*\}', ';', text)
    functions = re.findall(r'\b(\w+)\((?:[^(){};]|\([^()]*\))*\)\s*;', text)
    return {name for name in (*macros, *structs, *functions)
            if re.match('deed_|DEED_', name) and not OURS.fullmatch(name)}


def rows(table: Path) -> List[Dict[str, str]]:
    """The rows of a table of the book."""
    with table.open(encoding='utf-8', newline='') as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith('#')))


def items(cell: str) -> List[str]:
    """What a cell lists."""
    return [item.strip() for item in cell.split(';') if item.strip()]


def check_headers(env: Any) -> None:
    """Each header has a page, and each of its names kernel-doc."""
    shown = getattr(env, 'deed_headers', {})
    for header in sorted(HEADERS.glob('*.h')):
        if shown.get(header.name) not in env.found_docs:
            log.warning('%s has no page in Documentation/api', header.name)
        for name in sorted(defined(header) - public(header)):
            log.warning('%s of %s has no kernel-doc (of what is for headers alone, OURS in '
                        'scripts/docs/whole.py says so)', name, header.name)


def check_ids(env: Any) -> None:
    """Each id of the pass has a page, and each such page an id."""
    pages = {doc[len('pass/'):] for doc in env.found_docs if doc.startswith('pass/deed-')}
    for name in sorted(pages ^ set(ids())):
        log.warning('%s %s', name, 'is no id of the pass' if name in pages else
                    'has no page in Documentation/pass')


def check_names(where: str, row: Dict[str, str]) -> None:
    """Each name of deed's in a row is one of the headers that it says."""
    named = [HEADERS / header for header in row['header'].split()]
    for header in named:
        if not header.exists():
            log.warning('%s: there is no header %s', where, header.name)
    for cell, headers in ((row['deed'], [header for header in named if header.exists()]),
                          (row['note'], sorted(HEADERS.glob('*.h')))):
        there = set().union(*map(public, headers))
        text = ''.join(header.read_text(encoding='utf-8') for header in headers)
        for name in re.findall(r'(?:(?:deed|DEED)_|<\w+>_)[\w<>]+', cell):
            if name not in text if '<' in name else name not in there:
                log.warning('%s: %s is not documented in %s', where, name,
                            ' '.join(row['header'].split()) or 'a header')


def hints() -> Iterator[Tuple[str, str, str]]:
    """What is said of raw calls and structs: their name, the first name of ours, its header."""
    for path in filter(Path.exists, HINTS):
        for found in HINT.finditer(path.read_text(encoding='utf-8')):
            yield found.groups()


def check_hints(table: List[Dict[str, str]]) -> None:
    """What tools say of a raw name, the table says, too."""
    for raw, name, header in hints():
        names = (name, re.sub(r'\d+$', '<n>', name))
        if not any(header in row['header'].split() and any(n in row['deed'] + row['note']
                                                           for n in names)
                   for row in table for item in items(row['raw'])
                   if item == raw or item.endswith('*') and raw.startswith(item[:-1])):
            log.warning('from-raw.csv: %s() of <deed/%s> is said in place of %s, and no row '
                        'says it', name, header, raw)


def check_rust(table: List[Dict[str, str]]) -> None:
    """What the table says is in the Rust of this kernel's source is there."""
    words = {word for path in RUST.glob('**/*.rs')
             for word in re.findall(r'\w+', path.read_text(encoding='utf-8'))}
    for row in table:
        if row['since'] == 'newer':
            continue
        for item in items(row['rust']):
            name = re.split(r'::', item)[-1]
            if re.fullmatch(r'\w+!?', name) and name.rstrip('!') not in words | PLAIN:
                log.warning('from-rust.csv: there is no %s in %s', item, RUST)


def check_tables() -> None:
    """Both tables, and what they are held against."""
    for table in TABLES:
        for row in rows(BOOK / table):
            check_names(f'{table}: {next(iter(row.values()))}', row)
    check_hints(rows(BOOK / 'from-raw.csv'))
    check_rust(rows(BOOK / 'from-rust.csv'))


def check(_app: Any, env: Any) -> None:
    """What must be there."""
    check_headers(env)
    check_ids(env)
    check_tables()
