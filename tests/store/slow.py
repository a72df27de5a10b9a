"""A disk that waits or fails, and who hears of it."""

from __future__ import annotations

import errno
import os
import threading

from app.core.faults import StoreFault
from app.store.files import InterviewFiles


class Faults(list[StoreFault]):
    """Collects faults, and lets a test wait for the first one."""

    def __init__(self) -> None:
        super().__init__()
        self.came = threading.Event()

    def take(self, fault: StoreFault) -> None:
        self.append(fault)
        self.came.set()


class Gate:
    """Stands for the disk's sync: it notes what it saw, waits while shut, and can fail."""

    def __init__(self, files: InterviewFiles) -> None:
        self._files = files
        self.seen: list[int] = []  # where the candidate's recording ended at each sync
        self.entered = threading.Event()
        self.opened = threading.Event()
        self.opened.set()
        self.fails = False

    def __call__(self, descriptor: int) -> None:
        self.seen.append(self._files.candidate.end_sample)
        self.entered.set()
        assert self.opened.wait(30)
        if self.fails:
            raise OSError(errno.EIO, "Input/output error")
        os.fsync(descriptor)
