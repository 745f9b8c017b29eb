# SPDX-License-Identifier: GPL-2.0
"""What the ownership pass costs the one who compiles: time and memory.

User time of the compiler, not the clock's, and the least of several runs with and
without the pass by turns: what disturbs a run only ever adds to it. Beside the
sample device, functions of many statements show how both grow with the code; how
the pass itself grows is what GCC says of its plugins (-ftime-report). By itself,
`compiling.py KERNEL-BUILD MODULES` prints the rows.
"""

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

TOP = Path(__file__).resolve().parents[2]
sys.path.append(str(TOP / 'scripts/check'))
from command import saved_command  # noqa: E402 pylint: disable=wrong-import-position

RUNS = 5
STATEMENTS = (500, 1000, 2000, 4000)
COMPARED = (500, 2000)
# Five statements, with a handle that outlives them and one that may be moved
ROUND = '''	deed_own(word_box, box%(n)d) = word_box_alloc();
	if (!deed_ok(box%(n)d))
		return deed_err(box%(n)d);
	*word_box_excl(&box%(n)d) = *word_box_borrow(&all) + %(n)d;
	if (words[%(n)d])
		drop(deed_move(box%(n)d));
'''
LARGE = '''#include <linux/module.h>

#include <deed/box.h>

DEED_BOX(word_box, u32, deed_plain);

static noinline void drop(struct word_box box)
{
	word_box_drop(&box);
}

int large(const u32 *words);
int large(const u32 *words)
{
	deed_own(word_box, all) = word_box_alloc();
	if (!deed_ok(all))
		return deed_err(all);
%s
	return 0;
}
'''
PLUGIN = re.compile(r'plugin execution\s*:\s*([\d.]+) \(\s*\d+%\)\s*([\d.]+)')


class Cost(NamedTuple):
    """Milliseconds of user time, kilobytes of memory."""
    time: int
    memory: int


def large(statements: int) -> str:
    """A file with one function of so many statements, each round in its block."""
    return LARGE % ''.join('\t{\n' + ROUND % {'n': n} + '\t}\n' for n in range(statements // 5))


def one(words: List[str], folder: Path) -> Cost:
    """Compile once; the cost of the compiler and of all that it calls."""
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 2, str(folder / 'said'), os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
         0o644)])
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f'deed: {words[-1]} does not compile:\n'
                         + (folder / 'said').read_text(encoding='utf-8'))
    return Cost(round(used.ru_utime * 1000), used.ru_maxrss)


def cost(words: List[str], folder: Path) -> Tuple[Cost, Cost]:
    """With the pass and without it."""
    without = [word for word in words if not word.startswith('-fplugin')]
    runs = [(one(words, folder), one(without, folder)) for _ in range(RUNS)]
    return Cost(*map(min, zip(*(run[0] for run in runs)))), \
        Cost(*map(min, zip(*(run[1] for run in runs))))


def inside(words: List[str], folder: Path) -> int:
    """Milliseconds in the pass."""
    least = 0.0
    for _ in range(RUNS):
        one(words + ['-ftime-report'], folder)
        found = PLUGIN.search((folder / 'said').read_text(encoding='utf-8'))
        spent = sum(map(float, found.groups())) if found else 0.0
        least = min(least, spent) if least else spent
    return round(1000 * least)


def rows(kernel: Path, modules: Path) -> Iterator[Tuple[str, str, str, int, int]]:
    """Kind, part, name, with and without the pass, as bench prints its rows."""
    saved = saved_command(modules.resolve() / 'samples/chrdev/pipe.o')
    if not any(word.startswith('-fplugin=') for word in saved):
        raise SystemExit('deed: samples/chrdev/pipe.o was built without the ownership pass')
    # the same code on both sides: what DEED_PROVEN saves is another table's
    saved += ['-DDEED_UNPROVEN', saved.pop()]
    saved[saved.index('-o') + 1] = os.devnull
    saved[saved.index('-c')] = '-S'
    here = os.getcwd()
    os.chdir(kernel)
    found: Dict[str, Tuple[Cost, Cost]] = {}
    spent: Dict[int, int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found['pipe.c'] = cost(saved, folder)
        for statements in STATEMENTS:
            words = saved[:-1] + [str(folder / 'large.c')]
            (folder / 'large.c').write_text(large(statements), encoding='utf-8')
            spent[statements] = inside(words, folder)
            if statements in COMPARED:
                found[f'{statements} statements'] = cost(words, folder)
    os.chdir(here)
    for name, (mine, bare) in found.items():
        yield 'compile', 'compile', f'{name} (ms)', mine.time, bare.time
    for name, (mine, bare) in found.items():
        yield 'memory', 'compile', f'{name} (MB)', mine.memory // 1024, bare.memory // 1024
    few, many = STATEMENTS[1], STATEMENTS[-1]
    print('  pass    milliseconds for '
          + ', '.join(f'{n} statements: {spent[n]}' for n in STATEMENTS))
    yield 'growth', 'pass', f'us a statement, of {many} (of {few})', \
        1000 * spent[many] // many, 1000 * spent[few] // few


if __name__ == '__main__':
    for row in rows(*map(Path, sys.argv[1:3])):
        print(f'  {row[1]:8}{row[2]:40}{row[3]:8}{row[4]:8}{row[3] / max(row[4], 1):8.2f}')
