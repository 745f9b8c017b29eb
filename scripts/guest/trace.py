# SPDX-License-Identifier: GPL-2.0
"""What a guest did to the registers of its devices, in the order in which it did.

QEMU writes a line for each access to any register, and for each write to a
configuration space; all of them are made under one lock, so their order is that
of the accesses. Source: softmmu/trace-events and hw/pci/trace-events of QEMU.
"""

import re
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple

EVENTS = ['memory_region_ops_read', 'memory_region_ops_write', 'pci_cfg_write']
ACCESS = re.compile(r"memory_region_ops_(read|write) cpu \S+ mr \S+ addr (0x\w+) "
                    r"value (0x\w+) size \d+ name '(\S+)'")
CONFIG = re.compile(r'pci_cfg_write (\S+) (\S+) @(0x\w+) <- (0x\w+)')
BAR0 = 0x10


class Event(NamedTuple):
    """One access. kind: read, write, or config, a write to the configuration space."""
    kind: str
    offset: int
    value: int


def arguments(log: Path) -> List[str]:
    """What makes QEMU write such a log."""
    return ['-D', str(log), *[word for event in EVENTS for word in ('-trace', event)]]


def read(log: Path, model: str, region: str, size: int) -> Dict[str, List[Event]]:
    """The events of each device of a model, by its address (01:00.0).

    region: QEMU's name of the memory behind BAR 0, of so many bytes.
    """
    events: Dict[str, List[Event]] = {}
    owners: Dict[int, str] = {}         # who has this BAR 0
    for device, base, event in _lines(log, model, region, size):
        if event.kind != 'config':
            device = owners[base]
        elif event.offset == BAR0:
            owners[event.value & ~(size - 1)] = device
        events.setdefault(device, []).append(event)
    return events


def _lines(log: Path, model: str, region: str, size: int) -> Iterator:
    """The lines about these devices: address if known, base if known, event."""
    with log.open(encoding='utf-8', errors='replace') as lines:
        for line in lines:
            access = ACCESS.match(line)
            if access and access.group(4) == region:
                address = int(access.group(2), 16)
                yield '', address & ~(size - 1), Event(
                    access.group(1), address & (size - 1), int(access.group(3), 16))
            config = CONFIG.match(line)
            if config and config.group(1) == model:
                yield config.group(2), 0, Event(
                    'config', int(config.group(3), 16), int(config.group(4), 16))
