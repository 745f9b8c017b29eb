# SPDX-License-Identifier: GPL-2.0
"""Hold what drivers/edu did to its device against the order that is documented.

From probe to unbind: the identification is read first; the device may interrupt
only while its interrupt is requested; before the interrupt is freed, the quiesce
callback has told the device to be still; then the registers are touched no more,
and the device loses the bus. Callers are inside all the while, and raise more
interrupts.
"""

import re
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple

import trace
from trace import BAR0, Event

# Source: docs/specs/edu.rst of QEMU; the MSI capability is edu's only one
MODEL, REGION, SIZE = 'edu', 'edu-mmio', 1 << 20
ID, STATUS = 0x00, 0x20
STATUS_IRQ = 0x80
# Source: linux/pci_regs.h
COMMAND, COMMAND_MASTER = 0x04, 0x4
MSI_CONTROL, MSI_ENABLE = 0x42, 0x1


class Verdict(NamedTuple):
    """How often the driver let go of the device in order, and what was wrong."""
    unbinds: int
    wrong: List[str]


class _Device:
    """Follows one device."""

    def __init__(self, unbinds: int = 0) -> None:
        # what the device was told: it has MSI, may write to memory, may interrupt
        self.msi = self.master = self.loud = False
        # whether the driver has begun with it, and told it to be still since
        self.known = self.quiet = False
        self.unbinds = unbinds

    def access(self, event: Event) -> str:
        """An access to a register; return what is wrong with it."""
        if not self.known and (event.kind, event.offset) != ('read', ID):
            return 'a register was touched that was not the identification'
        self.known = True
        if event.kind == 'write' and event.offset == STATUS:
            self.loud = bool(event.value & STATUS_IRQ)
            self.quiet = not self.loud
            if self.loud and not self.msi:
                return 'the device may interrupt, and nobody has requested that'
        return ''

    def config(self, event: Event) -> str:
        """A write to the configuration space; return what is wrong with it."""
        if event.offset == BAR0:        # another device, or firmware
            self.__init__(self.unbinds)
        elif event.offset == COMMAND:
            had, self.master = self.master, bool(event.value & COMMAND_MASTER)
            if had and not self.master and self.msi:
                return 'the device lost the bus before its interrupt was freed'
        elif event.offset == MSI_CONTROL:
            had, self.msi = self.msi, bool(event.value & MSI_ENABLE)
            if had and not self.msi:
                self.known = False
                self.unbinds += self.quiet
                if not self.quiet:
                    return 'the interrupt was freed, and the device was not still'
        return ''


def judge(events: List[Event]) -> Verdict:
    """The events of one device."""
    device, wrong = _Device(), []
    for number, event in enumerate(events):
        complaint = device.config(event) if event.kind == 'config' else device.access(event)
        if complaint:
            before = ', '.join(map(_words, events[max(0, number - 5):number]))
            wrong.append(f'{complaint}: {_words(event)}; before it {before}')
    return Verdict(device.unbinds, wrong)


def check(log: Path, output: List[str]) -> Dict[str, List[str]]:
    """Judge the log of a guest; by name, the reasons why a check failed."""
    devices = trace.read(log, MODEL, REGION, SIZE)
    verdicts = {name: judge(events) for name, events in devices.items()}
    results = {f'{name}: {verdict.unbinds} unbinds in order': verdict.wrong
               for name, verdict in verdicts.items()}

    # every round ends in one, and the module's unloading
    rounds = sum(int(n) for line in output for n in re.findall(r': (\d+) rounds', line))
    expected = rounds + len(devices)
    seen = sum(verdict.unbinds for verdict in verdicts.values())
    results['every unbind was seen'] = [] if rounds and seen == expected else [
        f'{seen} of {expected}, in {rounds} rounds']

    for wrong, spoil in CONTROLS.items():
        blind = [name for name, events in devices.items() if not judge(spoil(events)).wrong]
        results[f'control: {wrong}'] = [f'not noticed at {name}' for name in blind]
    return results


def _words(event: Event) -> str:
    return f'{event.kind} {event.offset:#x} {event.value:#x}'


# What must be seen: each makes a right sequence wrong
def _no_quiesce(events: List[Event]) -> List[Event]:
    return [event for event in events if event != Event('write', STATUS, 0)]


def _late_quiesce(events: List[Event]) -> List[Event]:
    """As if the interrupt had been freed right before the device was told."""
    moved: List[Event] = []
    for event in events:
        if event == Event('write', STATUS, 0):
            moved.append(Event('config', MSI_CONTROL, 0x80))
        moved.append(event)
    return moved


def _early_master(events: List[Event]) -> List[Event]:
    """As if the device had been disabled before the interrupt was freed."""
    return [copy for event in events
            for copy in ([Event('config', COMMAND, 0x103), event]
                         if event.kind == 'config' and event.offset == MSI_CONTROL
                         and not event.value & MSI_ENABLE else [event])]


def _early_interrupt(events: List[Event]) -> List[Event]:
    """As if the interrupt had been requested never."""
    return [event for event in events
            if event.kind != 'config' or event.offset != MSI_CONTROL]


CONTROLS: Dict[str, Callable[[List[Event]], List[Event]]] = {
    'no quiesce': _no_quiesce, 'late quiesce': _late_quiesce,
    'bus lost early': _early_master, 'interrupt not requested': _early_interrupt,
}
