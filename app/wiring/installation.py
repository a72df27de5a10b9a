"""Is everything there that the application is made of? One function for each part.

Each returns a line that may be passed on, or raises: what is raised says what is missing. Nothing
is imported before it is asked for, so that a part that is missing takes no other with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.metadata
import platform
import sqlite3
import ssl
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.core.faults import InputFault, StoreFault
from app.settings import Options

DEPENDENCIES: dict[str, tuple[str, ...]] = {
    "PySide6-Essentials": tuple(f"PySide6.Qt{one}" for one in ("Core", "Gui", "Widgets", "Svg")),
    "qasync": (),  # at the check of the window: it wants Qt to be whole
    "google-genai": ("google.genai", "google.genai.live"),
    "websockets": ("websockets.asyncio.client", "websockets.asyncio.server"),
    "sounddevice": (),  # at the check of PortAudio, which it loads
    "numpy": ("numpy",),
    "soxr": ("soxr",),
    "keyring": ("keyring", "keyring.backends.fail"),
    "platformdirs": ("platformdirs",),
    "cryptography": ("cryptography.x509",),
    "truststore": ("truststore",),
    "pydantic": ("pydantic",),
    "rich": ("rich.console", "rich.live"),
    "wakepy": ("wakepy",),
}
"""The application's dependencies, as ``pyproject.toml`` names them: what is imported of each.

All but the echo canceller's, which not every computer has: its own check looks for it.
"""

CANCELLER = "pywebrtc-audio"

_ANSWER_S = 20.0  # a list of devices takes 0.1 s on Linux; a busy runner may need more


def imported(name: str) -> Callable[[], str]:
    """Return the check of a dependency: its modules are imported, its version told."""

    def check() -> str:
        for module in DEPENDENCIES[name]:
            importlib.import_module(module)
        return _version(name)

    return check


def resources() -> str:
    """Every file that comes with the application is there."""
    from app.wiring.resources import NEEDED, missing  # noqa: PLC0415  # as the first lines say

    if gone := missing():
        raise StoreFault(f"Missing or empty in resources: {', '.join(gone)}. Install again.")
    return f"{len(NEEDED)} files"


def plan() -> str:
    """The default questions can be read."""
    from app.store.plans import read_plan  # noqa: PLC0415  # as above
    from app.wiring.resources import DEFAULT_PLAN  # noqa: PLC0415  # as above

    return f"{len(read_plan(DEFAULT_PLAN).questions)} questions"


def settings() -> str:
    """The computer's policy, if it has one, can be used."""
    from app.effective import Source, settle  # noqa: PLC0415  # as above

    sources = [one.source for one in settle(Options(is_practice=False)).entries()]
    forced, told = sources.count(Source.FORCED), sources.count(Source.RECOMMENDED)
    return f"{len(sources)} settings, {forced} forced and {told} recommended by a policy"


def speech_model() -> str:
    """The speech model is loaded, and hears no speech in silence."""
    from app.audio.score import SpeechScore  # noqa: PLC0415  # as above

    score = SpeechScore()
    heard = max(score.feed(bytes(640)) for _ in range(50))
    if heard > 0.5:
        raise StoreFault(f"The speech model hears speech in silence ({heard:.2f}). Install again.")
    return f"silence scores {heard:.3f}"


def echo_canceller() -> str:
    """The echo canceller works on a frame; Windows on ARM has none."""
    from app.audio.echo import load_canceller  # noqa: PLC0415  # as above

    if sys.platform == "win32" and platform.machine() == "ARM64":
        return "none for this kind of computer: the microphone rests while the interviewer speaks"
    importlib.import_module("pywebrtc_audio")  # for the reason, which `load_canceller` keeps quiet
    canceller = load_canceller()
    assert canceller is not None
    import numpy as np  # noqa: PLC0415  # as above

    silence = np.zeros(320, np.int16)
    if canceller.process(silence, silence).shape != silence.shape:
        raise StoreFault("The echo canceller gives back another number of samples.")
    return _version(CANCELLER)


def keyring_backend() -> str:
    """Which keyring would keep a key; none is no fault. Nothing is read from it."""
    import keyring  # noqa: PLC0415  # as above

    backend = keyring.get_keyring()
    name = f"{type(backend).__module__}.{type(backend).__qualname__}"
    if name.startswith(("keyring.backends.fail.", "keyring.backends.null.")):
        return f"{name}: no keyring, a key is for one run only"
    return name


def portaudio() -> str:
    """PortAudio starts; its devices are counted, and none is needed."""
    from app.audio.inventory import take_inventory  # noqa: PLC0415  # as above
    from app.audio.worker import DeviceWorker  # noqa: PLC0415  # as above

    worker = DeviceWorker()

    async def ask() -> Any:
        call = worker.submit(lambda: take_inventory(worker.portaudio))
        return await worker.answered(call, _ANSWER_S)

    try:
        found = asyncio.run(ask())
    finally:
        worker.stop()
    systems = ", ".join(found.host_apis) or "no sound system"
    return f"{found.version}; {systems}; {found.inputs} microphones, {found.outputs} loudspeakers"


def sqlite() -> str:
    """A journal as ours can be kept: a log beside the file, synced."""
    with tempfile.TemporaryDirectory(prefix="fairhearing-", ignore_cleanup_errors=True) as folder:
        with contextlib.closing(sqlite3.connect(Path(folder) / "journal.db")) as journal:
            (mode,) = journal.execute("PRAGMA journal_mode=WAL").fetchone()
            journal.execute("CREATE TABLE t (x)")
            journal.execute("INSERT INTO t VALUES (1)")
            journal.commit()
        if mode != "wal":
            raise StoreFault(f"The journal would be kept in the mode {mode}, not in wal.")
    return sqlite3.sqlite_version


def tls() -> str:
    """The system's certificates are read."""
    from app.live.trust import trust  # noqa: PLC0415  # as above

    trust(None)
    return ssl.OPENSSL_VERSION


def window() -> str:
    """The window is drawn, off every screen. Main thread."""
    from app.gui.trial import draw_window  # noqa: PLC0415  # as above

    return draw_window()


def interview() -> str:
    """A practice interview is held and read back."""
    from app.wiring.rehearsal import rehearse  # noqa: PLC0415  # as above

    return rehearse()


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        raise InputFault(f"The package {name} is not installed. Install again.") from None
