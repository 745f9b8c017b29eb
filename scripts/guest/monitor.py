# SPDX-License-Identifier: GPL-2.0
"""The devices of a guest, and how they come and go while it runs.

Each device sits in a PCIe slot of its own, numbered from 1 (in the guest
/sys/bus/pci/slots/N). A test asks for a change by a line on the second serial
port:

    @deed host unplug edu0        somebody presses the button of its slot
    @deed host plug edu0          the device is put into its empty slot
    @deed host cut gem0           somebody pulls the cable (of arm64's board)
    @deed host mend gem0          and puts it back

There is no answer: the test sees in sysfs what happened. What QEMU refuses fails
the run.
"""

import json
import re
import socket
from typing import Dict, List, Optional

# In the order of their slots
DEVICES = {'edu0': 'edu', 'edu1': 'edu', 'testdev': 'pci-testdev',
           'watchdog': 'i6300esb'}
# Cables by what QEMU calls the network device
CABLES = {'gem0': 'cadence_gem.0'}
REQUEST = re.compile(r'@deed host (\w+) (\w+)$')


def _place(name: str) -> Dict[str, str]:
    """A device, for device_add."""
    return {'driver': DEVICES[name], 'id': name, 'bus': f'slot-{name}'}


def devices() -> List[str]:
    """Arguments for QEMU: a slot for each device, and the devices.

    The slots' own (native) hotplug is used: it works with and without ACPI's
    part in the kernel, and is what a driver meets on real machines.
    """
    line = ['-global', 'ICH9-LPC.acpi-pci-hotplug-with-bridge-support=off']
    for slot, name in enumerate(DEVICES, 1):
        device = _place(name)
        line += ['-device', f'pcie-root-port,id={device["bus"]},chassis=1,slot={slot}',
                 '-device', '{driver},id={id},bus={bus}'.format(**device)]
    return line


class Monitor:
    """Does what the guest asks for, through QEMU's monitor protocol."""

    def __init__(self) -> None:
        ours, self._theirs = socket.socketpair()
        # QEMU answers at once, even when it has not started yet
        ours.settimeout(60)
        self._socket = ours
        self._file = ours.makefile('rw', encoding='utf-8')
        self._ready = False
        self._seen = 0
        self.errors: List[str] = []

    @property
    def pass_fds(self) -> List[int]:
        """What QEMU has to inherit."""
        return [self._theirs.fileno()]

    @property
    def arguments(self) -> List[str]:
        """Arguments for QEMU."""
        return ['-chardev', f'socket,id=monitor,fd={self._theirs.fileno()}',
                '-mon', 'chardev=monitor,mode=control']

    def serve(self, output: List[str]) -> None:
        """Look for new requests in all that the guest printed so far."""
        for line in output[self._seen:]:
            request = REQUEST.match(line)
            if request:
                error = self._request(*request.groups())
                self.errors += [f'{line}: {error}'] if error else []
        self._seen = len(output)

    def close(self) -> None:
        """QEMU has gone."""
        self._file.close()
        self._socket.close()
        self._theirs.close()

    def _request(self, verb: str, name: str) -> Optional[str]:
        """Do it; return why not."""
        if verb in ('cut', 'mend') and name in CABLES:
            return self._execute('set_link', {'name': CABLES[name], 'up': verb == 'mend'})
        if name not in DEVICES:
            return 'there is no such device'
        if verb == 'unplug':
            return self._execute('device_del', {'id': name})
        if verb == 'plug':
            return self._execute('device_add', _place(name))
        return 'there is no such request'

    def _execute(self, command: str, arguments: Dict[str, object]) -> Optional[str]:
        """One command of the protocol; return the error if there is one."""
        try:
            if not self._ready:
                json.loads(self._file.readline())       # the greeting
                self._ready = True
                self._execute('qmp_capabilities', {})
            json.dump({'execute': command, 'arguments': arguments}, self._file)
            self._file.flush()
            answer = {'event': ''}
            while 'event' in answer:
                answer = json.loads(self._file.readline())
        except (OSError, ValueError) as error:
            return f'QEMU did not answer: {error}'
        return answer.get('error', {}).get('desc')
