"""Lists the sound devices in a process of its own, while another one plays and records.

    standard input:  any line: list at once, and print though nothing changed; its end: leave
    standard output: a line of JSON, the fields of ``DevicesTold``, whenever the list has changed

PortAudio reads its list once, when it is initialised, and reading it anew ends every stream of the
process (measured). So whoever has streams open asks this one, which has none.

Reading the list takes 20 ms of processor time (measured on Linux, four devices of PulseAudio), and
is not known to be as cheap elsewhere. So it measures itself, and waits 125 times as long as the
last reading cost, and 2 s at the least: it takes less than a hundredth of a core.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from queue import Empty, SimpleQueue

from app.audio.devices import list_devices, told
from app.audio.portaudio import PortAudio
from app.core.device_events import DevicesTold
from app.core.faults import DeviceFault

EVERY_S = 2.0
_SHARE = 0.008
"""Of one core, at the most."""


def look(portaudio: PortAudio) -> DevicesTold:
    """Read the list anew. Where there is no sound system the list is empty."""
    try:
        portaudio.refresh()
        return told(list_devices(portaudio))
    except DeviceFault:
        return DevicesTold((), (), None, None)


def watch(
    look_again: Callable[[], DevicesTold],
    asked: SimpleQueue[None],
    say: Callable[[str], object],
    spent: Callable[[], float] = time.process_time,
) -> None:
    """Say the list at once, at each change and whenever asked, until ``say`` cannot.

    Args:
        look_again: Returns it.
        asked: An entry for each question.
        say: Takes a line; raises OSError when nobody reads any more.
        spent: Processor time of this process, in seconds.
    """
    known, wait_s, is_asked = look_again(), EVERY_S, True
    while True:
        if is_asked:
            try:
                say(json.dumps(asdict(known)) + "\n")
            except OSError:
                return
        try:
            asked.get(timeout=wait_s)
            is_asked = True
        except Empty:
            is_asked = False
        began = spent()
        new = look_again()
        wait_s = max(EVERY_S, (spent() - began) / _SHARE)
        is_asked, known = is_asked or new != known, new


def main() -> None:
    """List the devices until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is meant for who started us
    asked: SimpleQueue[None] = SimpleQueue()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    portaudio = PortAudio()

    def say(line: str) -> None:
        sys.stdout.write(line)
        sys.stdout.flush()

    watch(lambda: look(portaudio), asked, say)
    os._exit(0)  # as below


def _listen(asked: SimpleQueue[None]) -> None:
    for _ in sys.stdin:
        asked.put(None)
    # At once, whatever the other thread is in: a call to a sound server that is frozen returns
    # with the server, and never if that is stopped for good.
    os._exit(0)


if __name__ == "__main__":
    main()
