"""One running application for each data folder.

The lock is the operating system's, on an open file: it ends with the process, however that ends,
so a killed application leaves nothing stale behind. The file itself stays and means nothing.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from app import PRODUCT
from app.core.faults import StoreFault
from app.store.disk import refusal

# Both systems say "held by somebody else" in their own way.
_HELD = {errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK}


class FolderLock:
    """Holds the lock from its making until ``release`` or the end of the process.

    Args:
        path: The lock file; its folder exists.

    Raises:
        StoreFault: If another instance holds the lock, or the disk cannot lock.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise refusal(f"The lock file {path} cannot be opened", error) from error
        try:
            _lock(self._descriptor)
        except OSError as error:
            holder = _read_holder(self._descriptor)
            os.close(self._descriptor)
            if error.errno not in _HELD:
                raise refusal(f"The data folder {path.parent} cannot be locked", error) from error
            raise StoreFault(
                f"{PRODUCT} is already running on {path.parent}{holder}. "
                "Use that one, or give this one another folder with --data."
            ) from error
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, b"%d\n" % os.getpid())

    def release(self) -> None:
        """Let go; the object is of no use afterwards."""
        os.close(self._descriptor)

    def __enter__(self) -> FolderLock:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self.release()


def _read_holder(descriptor: int) -> str:
    """Return " (process 123)", or nothing when the holder has not yet written its number."""
    number = os.read(descriptor, 20).strip()
    return f" (process {int(number)})" if number.isdigit() else ""


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        """Lock a byte behind the text: on Windows nobody else can read a locked one."""
        os.lseek(descriptor, 1024, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        """Lock the whole open file, for as long as it is open."""
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
