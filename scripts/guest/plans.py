# SPDX-License-Identifier: GPL-2.0
"""What each kind of guest does, step by step.

What is expected comes from the tree, not from what was built: a suite that
stands in kunit/Kbuild, or a program that stands beside a driver, and is not
there when the guest wants it, is a failure.
"""

import re
from pathlib import Path
from typing import List, NamedTuple

from judge import Step

TOP = Path(__file__).resolve().parents[2]
# Programs move 100 MB on the release kernel; checks make the debug kernel slow
MEGABYTES = {'stock': 20, 'release': 100, 'debug': 10, 'kcsan': 10, 'arm64': 20}
# How often devices go while they are in use, and modules are loaded and unloaded
TOUR_ROUNDS, ROUNDS, LONG_ROUNDS = 20, 50, 500
# Tests that empty slots, and the variants that do
SLOTS = {'edu_unplug_test': ['slot', 'surprise'], 'testdev_test': ['unplug', 'surprise'],
         'i6300esb_test': ['unplug', 'surprise']}
# What our modules want of the stock kernel's own, in this order; the test kernels
# have it built in
STOCK = ['libphy', 'mdio_devres']
# What modules are told where their programs run
PARAMETERS = {'deed_e1000': ' loopback=1'}
# Programs that hold drivers against the stock kernel's own
TWINS = ['sim_trace_test']
# Programs for guests with an IOMMU alone, and what the kernel must report of them
STRICT = ['edu_late_test']
BLOCKED = r'DMAR: \[DMA Write'
# Programs for the board of arm64 guests alone
BOARD = ['gem_link_test']
# What of the other programs and of ports/ is not for it, and why
NOT_ON_BOARD = dict.fromkeys(
    ['edu_call_test', 'edu_dma_test', 'edu_suspend_test', 'edu_unplug_test', 'e1000_test',
     'hda_test', 'testdev_test', 'i5500_temp', 'i6300esb', 'phantom', 'timeriomem_rng'],
    'its device is on PCI, which the board does not have')
# What programs let the kernel report: phylib warns of a PHY that does not answer
PHY_WARNS = r'^WARNING: .* at drivers/net/phy/phy\.c:\d+ _phy_state_machine\+'
EXPECTED = {'sim_fault_test': PHY_WARNS, 'sim_trace_test': PHY_WARNS}
# What the kernel calls its own driver, if it is not called like the port
MODELS = {'mscc_miim': 'mdio_mscc_miim'}
# The kernel's own drivers that cannot run on the debug kernel, which unbinds each
# device once right after it was bound: this one then waits for ever
NOT_AT_ONCE = ['timeriomem_rng']
LOADS, LONG_LOADS = 100, 1000
DRIVER = re.compile(r'^DEED_(PCI|PLATFORM|OF)_DRIVER\(\w+,\s*"([\w-]+)"', re.M)
BUS = {'PCI': 'pci', 'PLATFORM': 'platform', 'OF': 'platform'}


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


def _found(pattern: str, *folders: str) -> List[Path]:
    """What stands in the folders of drivers."""
    return [path for folder in folders or ('samples', 'drivers')
            for path in sorted((TOP / folder).glob(f'*/{pattern}'))]


def _objects(kbuild: Path) -> List[str]:
    """The modules that a Kbuild file names."""
    return re.findall(r'^obj-m\s*[+:]?=\s*(\w+)\.o', kbuild.read_text(encoding='utf-8'), re.M)


def modules() -> List[str]:
    """The modules of people: deed.ko first."""
    return [name for path in (TOP / 'abstractions/Kbuild', *_found('Kbuild'))
            for name in _objects(path)]


def programs() -> List[str]:
    """The user-space test programs beside the drivers, for every kernel."""
    return [path.stem for path in _found('*_test.c') if path.stem not in TWINS + STRICT + BOARD]


class Driver(NamedTuple):
    """A driver of somebody's device."""
    module: str
    bus: str
    name: str
    node: bool                  # whether its devices have one that can be opened


def drivers() -> List[Driver]:
    """All drivers, as their sources declare them."""
    found = []
    for kbuild in _found('Kbuild'):
        text = '\n'.join(path.read_text(encoding='utf-8')
                         for path in sorted(kbuild.parent.glob('*.c')))
        found += [Driver(module, BUS[bus], name, 'CHRDEV(' in text)
                  for bus, name in DRIVER.findall(text) for module in _objects(kbuild)]
    return found


def sweep(driver: Driver) -> Step:
    """Let every step of a driver fail once."""
    line = (f'program DEED_MODULE={driver.module} DEED_BUS={driver.bus} '
            f'DEED_DRIVER={driver.name} sweep_test')
    return Step(line if driver.node else f'{line} -T open -T direct', program=f'sweep {driver.module}',
                sweep=driver.module)


def loads(times: int) -> List[Step]:
    """Load and unload modules, many times; on a slow bus not that many."""
    slow = {driver.module for driver in drivers() if driver.bus == 'pci'}
    fast = [module for module in modules() if module not in slow]
    return [Step(f'rounds {times} {" ".join(fast)}'),
            Step(f'rounds {times // 10} deed {" ".join(sorted(slow))}')]


def with_deed(steps: List[Step]) -> List[Step]:
    """Steps that need deed.ko."""
    return [Step('load deed'), *steps, Step('unload deed')]


def suite(name: str) -> List[Step]:
    """Load the module of a KUnit suite, which runs it, and what belongs to it."""
    more = [Step('failing_start')] if name == 'module' else []
    return [Step(f'suite {name}', suite=f'deed_{name}'), *more]


def program(name: str, kernel: str, rounds: int, more: str = '') -> Step:
    """Run a test program, with more variables in its environment."""
    line = f'program {more}DEED_TEST_MB={MEGABYTES[kernel]} DEED_ROUNDS={rounds} {name}'
    if kernel == 'debug' and name in SLOTS:
        # pciehp takes reset_lock and pci_rescan_remove_lock in both orders when a
        # slot is emptied: lockdep says so, and is off from there on. Devices that
        # are removed by sysfs take the same way through the driver.
        line += ''.join(f' -V {variant}' for variant in SLOTS[name])
    return Step(line, program=name, expects=EXPECTED.get(name, ''))


def one_suite(name: str) -> List[Step]:
    """`make test SUITE=name`."""
    return with_deed(suite(name))


def session(kernel: str, rounds: int, *between: Step) -> List[Step]:
    """Load everything, do the steps, run all programs, unload everything."""
    loaded = (STOCK if kernel == 'stock' else []) + modules()
    return ([Step(f'load {module}{PARAMETERS.get(module, "")}') for module in loaded]
            + list(between)
            + [program(name, kernel, rounds) for name in programs()
               if kernel != 'arm64' or name not in NOT_ON_BOARD]
            + [Step(f'unload {module}') for module in reversed(loaded)])


def ports(kernel: str, rounds: int) -> List[Step]:
    """What is in ports/: its test must pass with the kernel's own driver, too."""
    steps = []
    for kbuild in _found('Kbuild', 'ports'):
        name = kbuild.parent.name
        model = MODELS.get(name, name)
        if kernel == 'arm64' and name in NOT_ON_BOARD:
            continue
        for module in (model, f'deed_{name}'):
            if kernel == 'debug' and module in NOT_AT_ONCE:
                continue
            steps.append(Step(f'load {module}'))
            if kbuild.with_name(f'{name}_test.c').exists():
                steps.append(program(f'{name}_test', kernel, rounds, f'DEED_MODULE={module} '))
            # one that wants the model holds both against each other by itself
            if kbuild.with_name(f'{name}_kunit.c').exists() and (
                    module == model or name not in MODELS):
                steps += suite(name)
            steps.append(Step(f'unload {module}'))
    return steps


def beside() -> List[str]:
    """The suites that stand beside drivers, instead of in kunit/."""
    return [path.stem[:-len('_kunit')] for path in _found('*_kunit.c')]


def everything(kernel: str, long: bool = False) -> List[Step]:
    """`make test` on one of the test kernels."""
    plan = with_deed([step for name in suites() + beside() for step in suite(name)])
    plan += session(kernel, LONG_ROUNDS if long else ROUNDS)
    plan += with_deed(ports(kernel, LONG_ROUNDS if long else ROUNDS))
    if kernel == 'debug':
        plan = [Step('plant'), *plan, *with_deed([*map(sweep, drivers())]),
                *loads(LONG_LOADS if long else LOADS), Step('leaks', leaks=True),
                Step('lockdep')]
    return plan


class Reach(NamedTuple):
    """A machine by how devices reach its memory."""
    kernel: str
    qemu: List[str]
    append: str
    bits: int                   # of an address that edu has
    strict: bool = False        # whether what is unmapped is out of reach
    others: str = ''            # devices that are meant instead of those in slots


WIDE = ['-global', 'edu.dma_mask=0xffffffffffffffff']
# The stock kernel has drivers for both IOMMUs
REACHES = {
    'iommu': Reach('stock', ['-M', 'kernel-irqchip=split', '-device', 'intel-iommu,intremap=on'],
                   'intel_iommu=on iommu.strict=1', 28, True),
    # QEMU 7.2 forgets which bus a device is on that sits in a slot, and does not report
    'iommu-amd': Reach('stock', ['-M', 'kernel-irqchip=split', '-device', 'amd-iommu', *WIDE,
                                 '-device', 'edu,addr=10', '-device', 'edu,addr=11'],
                       'iommu.passthrough=0 iommu.strict=1', 64,
                       others='0000:00:10.0,0000:00:11.0'),
    'bounce': Reach('release', WIDE, 'swiotlb=force', 64),
    'wide': Reach('release', WIDE, '', 64),
}


def dma(reach: Reach, rounds: int) -> List[Step]:
    """Transfers by DMA, on a machine of this kind."""
    others = f'DEED_EDU={reach.others} ' if reach.others else ''
    steps = [program('edu_dma_test', reach.kernel, rounds,
                     f'{others}DEED_REACH=1 DEED_TRANSFERS={rounds * 20} ')]
    if not others:
        steps.append(program('edu_unplug_test', reach.kernel, rounds))
    if reach.strict:
        steps += [program(name, reach.kernel, rounds, others)._replace(expects=BLOCKED)
                  for name in STRICT]
    return with_deed([Step(f'load deed_edu dma_bits={reach.bits}'), *steps,
                      Step('unload deed_edu')])


def board() -> List[Step]:
    """`make test ARCH=arm64`: suites, programs, and a PHY that nobody here wrote."""
    phy = []
    for module in ('deed_m88e1111', 'marvell'):
        phy += [Step(f'load {module}'),
                program('gem_link_test', 'arm64', ROUNDS, f'DEED_MODULE={module} '),
                Step(f'unload {module}')]
    return (with_deed([step for name in suites() for step in suite(name)])
            + session('arm64', ROUNDS) + with_deed(ports('arm64', ROUNDS)) + with_deed(phy))


def order() -> List[Step]:
    """For order.py: a device is unbound while its driver is busy."""
    # what would look like a driver that takes the bus away is left out
    name = 'edu_unplug_test'
    return with_deed([
        Step('load deed_edu'),
        Step(f'program DEED_ROUNDS=10 {name} -V unbind_silent -V surprise', program=name),
        Step('unload deed_edu')])


def own(names: List[str], tests: List[str]) -> List[Step]:
    """`make test M=folder`: the suites and modules of a folder, and its programs."""
    suites_of = [name[len('deed_'):-len('_kunit')] for name in names
                 if name.startswith('deed_') and name.endswith('_kunit')]
    drivers_of = [name for name in names
                  if name not in ('deed', 'kunit') and not name.endswith('_kunit')]
    return with_deed([
        *(step for name in suites_of for step in suite(name)),
        *(Step(f'load {name}') for name in drivers_of),
        *(program(name, 'release', ROUNDS) for name in tests),
        *(Step(f'unload {name}') for name in reversed(drivers_of))])


def tour() -> List[Step]:
    """`make run`: what a person sees first."""
    return session('stock', TOUR_ROUNDS, Step('program tour', program='tour'),
                   Step('program sim_ethtool', program='sim_ethtool'))


def twins() -> List[Step]:
    """`make twins`: drivers against those of the stock kernel."""
    loaded = STOCK + ['deed', 'deed_mdio_sim', 'deed_asix', 'deed_m88e1111']
    return ([Step(f'load {module}') for module in loaded]
            + [program(name, 'stock', 1) for name in TWINS]
            + [Step(f'unload {module}') for module in reversed(loaded)])


def shell() -> List[Step]:
    """`make shell`."""
    return [Step(f'load {module}') for module in STOCK + modules()] + [Step('interactive')]
