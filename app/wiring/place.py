"""Where everything is kept: the data folder, held by a lock, with the log in it."""

from __future__ import annotations

from app.core.lobby import Shortage
from app.core.space import SpaceParams, is_enough_to_begin
from app.settings import Options
from app.store.disk import refusal
from app.store.folder import DataFolder, default_path, free_bytes, open_folder
from app.store.lock import FolderLock
from app.telemetry.log import Log
from app.telemetry.redaction import Redaction


class Place:
    """The data folder of a run that may have to wait for it to be mended.

    Args:
        options: Say which folder, and how much is logged.

    Attributes:
        redaction: Learns what no log may hold.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._open: tuple[DataFolder, FolderLock, Log] | None = None
        self.redaction = Redaction()

    @property
    def folder(self) -> DataFolder:
        """The folder, once it is open."""
        assert self._open is not None, "nothing is kept before the folder is open"
        return self._open[0]

    def open(self) -> None:
        """Open folder, lock and log, unless they are open. Blocks.

        Raises:
            StoreFault: The folder cannot be used, or another instance uses it.
        """
        if self._open is not None:
            return
        folder = open_folder(self._options.data or default_path())
        lock = FolderLock(folder.lock)
        try:
            log = Log(folder.logs, self.redaction, verbose=self._options.verbose)
        except BaseException:
            lock.release()
            raise
        self._open = folder, lock, log

    def shortage(self, space: SpaceParams) -> Shortage | None:
        """Return what the open folder's disk lacks for an interview, or None. Blocks.

        Raises:
            StoreFault: The disk does not answer.
        """
        path = self.folder.path
        try:
            free = free_bytes(path)
        except OSError as error:
            raise refusal(f"The data folder {path} cannot be used", error) from error
        is_enough = is_enough_to_begin(space, free)
        return None if is_enough else Shortage(str(path), free, space.before_mb)

    def close(self) -> None:
        """Write what the log has, and let go."""
        if self._open is not None:
            _, lock, log = self._open
            self._open = None
            log.stop()
            lock.release()
