"""The practice server: a Gemini Live server on this computer's loopback interface.

It has a thread and a loop of its own, as a remote server would, so that neither side's stalls
are the other's. Nothing but loopback is ever listened on.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import tempfile
import threading
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from app.core.faults import Fault, InputFault
from app.practice.calls import ScriptedCall
from app.practice.certificate import Certificate, keep_certificate
from app.practice.conditions import Conditions
from app.practice.connection import Room
from app.practice.fault_run import FaultRun
from app.practice.faults import FaultScript
from app.practice.handles import Handles
from app.practice.private import read_private, write_private
from app.practice.reception import Reception
from app.practice.record import OnRecord, check_tap_folder
from app.practice.samples import SampleAnswers
from app.practice.speaking import Tempo
from app.practice.voice import Voice

HOST: Final = "127.0.0.1"

_STOP_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class PracticeParams:
    """How a practice server is to be."""

    key: str | None = None
    """What clients must show; None for a fresh one, or the one kept in ``data_dir``."""
    data_dir: Path | None = None
    """Where certificate, key and handles outlive the server; None if they need not."""
    port: int = 0
    """0 for any free one."""
    faults: FaultScript = field(default_factory=FaultScript)
    calls: tuple[ScriptedCall, ...] = ()
    tempo: Tempo = field(default_factory=Tempo)
    tap_dir: Path | None = None
    """Where each window's sound is written; None for nowhere."""
    resources: Path = Path(__file__).parents[2] / "resources"


class PracticeServer:
    """The embedded interviewer.

    Args:
        params: How it is to be.
        on_record: Takes what happens, see ``record.py``; called on the server's thread.
    """

    def __init__(
        self, params: PracticeParams | None = None, on_record: OnRecord | None = None
    ) -> None:
        self._params = params or PracticeParams()
        self._on_record: OnRecord = on_record or (lambda _: None)
        self._passing: tempfile.TemporaryDirectory[str] | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None  # set by the server's thread
        self._reception: Reception | None = None  # set by the server's thread
        self.key = ""
        self.url = ""
        self.ca_file = Path()

    def start(self) -> None:
        """Listen, and return when clients can connect.

        Afterwards ``url`` is what goes to ``HttpOptions.base_url``, ``ca_file`` the certificate
        to trust (PEM), and ``key`` what to show.

        Raises:
            InputFault: If the port is taken.
            StoreFault: If the data folder or the resources cannot be used.
        """
        assert self._thread is None, "a server is started once"
        room = self._room()
        try:
            certificate, self.key = keep_certificate(self._folder()), self._find_key()
            listener = _listen(self._params.port)
        except Fault:
            self.stop()  # takes the passing folder away
            raise
        port = listener.getsockname()[1]
        # Not "localhost": its first address may be ::1, where nobody listens, and a system may
        # take two seconds to say so.
        self.url = f"https://{HOST}:{port}"
        self.ca_file = certificate.ca_file
        ready = threading.Event()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._serve(listener, certificate, room, ready)),
            name="practice-server",
            daemon=True,  # an application that dies must not be held by its rehearsal
        )
        self._thread.start()
        assert ready.wait(_STOP_S), "the server's thread did not come up"

    def stop(self) -> None:
        """Close every connection (1001) and end the thread; harmless when not running."""
        if self._thread is not None and self._loop is not None and self._reception is not None:
            if self._thread.is_alive():
                self._loop.call_soon_threadsafe(self._reception.stop)
            self._thread.join(_STOP_S)
            assert not self._thread.is_alive(), "the server's thread did not end"
        if self._passing is not None:
            self._passing.cleanup()
            self._passing = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _room(self) -> Room:
        params = self._params
        if params.tap_dir is not None:
            check_tap_folder(params.tap_dir)
        kept = None if params.data_dir is None else params.data_dir / "handles.json"
        return Room(
            handles=Handles(kept),
            samples=SampleAnswers(params.resources / "answers"),
            voice=Voice(params.resources / "voice"),
            faults=FaultRun(params.faults),
            conditions=Conditions(),
            calls=params.calls,
            tempo=params.tempo,
            on_record=self._on_record,
            tap_dir=params.tap_dir,
        )

    def _folder(self) -> Path:
        """Return where the certificate lies: the data folder, or one that passes with us."""
        if self._params.data_dir is not None:
            return self._params.data_dir
        self._passing = tempfile.TemporaryDirectory(prefix="fairhearing-")
        return Path(self._passing.name)

    def _find_key(self) -> str:
        """Return the key that was given, the one that was kept, or a fresh one."""
        if self._params.key:
            return self._params.key
        folder = self._params.data_dir
        if folder is None:
            return secrets.token_urlsafe(32)
        kept = (read_private(folder / "access-key") or b"").decode(errors="replace").strip()
        key = kept or secrets.token_urlsafe(32)
        write_private(folder / "access-key", key.encode())
        return key

    async def _serve(
        self,
        listener: socket.socket,
        certificate: Certificate,
        room: Room,
        ready: threading.Event,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._reception = Reception(room, self.key, certificate.server_context())
        await self._reception.receive(listener, ready.set)


def _listen(port: int) -> socket.socket:
    if not 0 <= port <= 65_535:
        raise InputFault(f"There is no port {port}. Choose one from 1 to 65535 with --port.")
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise InputFault(
            f"The practice server cannot use port {port} on this computer: {error.strerror}. "
            "Choose another with --port, or leave it out for a free one."
        ) from error
