"""Pictures of every state of every page, to be looked at.

    python -m tests.gui.gallery FOLDER [light|dark]

Draws as the platform does: on a screen, or with QT_QPA_PLATFORM=offscreen. QT_SCALE_FACTOR=2 gives
them at 200 %.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.core.ending import Ending
from app.core.faults import (
    DeviceFault,
    InputFault,
    KeyRefused,
    Keyring,
    KeyringFault,
    LinkLost,
    MicrophoneBlocked,
    MicrophoneStalled,
    SpeakerSilent,
    StoreFault,
)
from app.core.found import Found
from app.core.habits import Choice, Habits
from app.core.link import LinkState
from app.core.lobby import Faults, KeyPlace, Kind, Lobby, PlanFacts, Shortage, Sounds
from app.core.patience import Wait
from app.core.space import Room
from app.core.switch import Switched
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, LinkView, View
from app.gui.application import make_application
from app.gui.system_settings import SettingsPage
from app.gui.theme import Mode, Theme
from app.gui.widgets.sound_menu import SoundMenu
from app.gui.widgets.turn_menu import TurnMenu
from app.gui.window import Window
from tests.gui.checks import CHECKS
from tests.gui.views import view

_REPLY = "Thank you for telling me. What do you enjoy most about your work?"
_CANDIDATE = Floor.CANDIDATE
_LOST = {"fault": LinkLost("The connection was lost."), "attempts": 2}
_DEVICES: dict[str, Any] = {
    "microphone_name": "Built-in microphone",
    "speaker_name": "Room & Board",
    "microphones": ("Built-in microphone", "Headset of Jane"),
    "speakers": ("Room & Board", "Headset of Jane"),
}
VIEWS: dict[str, View] = {
    "connecting": view(link=LinkView(LinkState.CONNECTING), level_dbfs=-70.0),
    "listening": view(),
    "talking": view(floor=_CANDIDATE, answer_s=12.0, level_dbfs=-18.0),
    "ending": view(floor=_CANDIDATE, answer_s=31.0, closing=0.6, level_dbfs=-55.0),
    "talk-key": view(floor=_CANDIDATE, talk=Talk.HELD, answer_s=3.0, level_dbfs=-22.0),
    "muted": view(talk=Talk.MUTED, level_dbfs=-96.0),
    "thinking": view(floor=Floor.WAITING, answer_s=41.0),
    "interviewer": view(floor=Floor.INTERVIEWER, caption=_REPLY, place=2, question=_REPLY),
    "interviewer-aloud": view(floor=Floor.INTERVIEWER, hears=False, caption=_REPLY),
    "weak": view(link=LinkView(LinkState.UP, suspect_s=2.0)),
    "weak-talking": view(
        floor=_CANDIDATE, answer_s=20.0, link=LinkView(LinkState.WAITING, lost_s=2.0, **_LOST)
    ),
    "reconnecting-5s": view(
        floor=_CANDIDATE, answer_s=41.0, link=LinkView(LinkState.CONNECTING, lost_s=5.0, **_LOST)
    ),
    "reconnecting-15s": view(
        link=LinkView(LinkState.WAITING, lost_s=15.0, next_try_in_s=3.4, **_LOST)
    ),
    "held": view(
        link=LinkView(LinkState.HELD, lost_s=60.0, next_try_in_s=12.0, to_send_s=41.0, **_LOST)
    ),
    "held-talking": view(
        floor=Floor.CANDIDATE,
        answer_s=41.0,
        link=LinkView(LinkState.HELD, 9, 12.0, 60.0, LinkLost("cut")),
    ),
    "moving": view(link=LinkView(LinkState.MOVING)),
    "locked": view(talk=Talk.LOCKED, floor=Floor.CANDIDATE, answer_s=80.4, locked_s=80.4),
    "only-done": view(floor=_CANDIDATE, wait=Wait.ONLY_DONE, answer_s=12.0),
    "no-interrupting": view(
        floor=Floor.INTERVIEWER, hears=False, may_interrupt=False, caption=_REPLY
    ),
    "talks-muted": view(talk=Talk.MUTED, talks_muted=True),
    "take-back": view(
        floor=_CANDIDATE,
        talk=Talk.LOCKED,
        locked_s=754.0,
        answer_s=41.0,
        can_take_back=True,
        wait=Wait.PATIENT,
        link=LinkView(LinkState.CONNECTING, lost_s=5.0, **_LOST),
    ),
    "switched": view(switched=Switched("Headset of Jane", "Built-in microphone"), **_DEVICES),
    "too-loud": view(floor=_CANDIDATE, level_dbfs=-1.0, answer_s=12.0),
    "held-key": view(link=LinkView(LinkState.HELD, lost_s=4.0, fault=KeyRefused("no"))),
    "paused": view(talk=Talk.PAUSED, level_dbfs=-96.0),
    "no-microphone": view(microphone=DeviceFault("gone"), level_dbfs=-96.0),
    "microphone-stalled": view(microphone=MicrophoneStalled("stopped"), floor=Floor.CANDIDATE),
    "microphone-blocked": view(microphone=MicrophoneBlocked("zeros"), level_dbfs=-96.0),
    "no-loudspeaker": view(loudspeaker=SpeakerSilent("silent")),
    "disk": view(store=StoreFault("full")),
    "disk-low": view(disk=DiskView(Room.LOW, 180_400_000)),
    "disk-slow": view(
        floor=_CANDIDATE, answer_s=31.0, disk=DiskView(Room.LOW, 180_400_000, behind_s=14.2)
    ),
    "long": view(question=_REPLY * 3, floor=_CANDIDATE, answer_s=400.0),
}
_READY = Lobby(
    microphone=Sounds(("Built-in microphone", "Headset"), own="Built-in microphone"),
    speaker=Sounds(("Built-in loudspeaker", "Headset"), own="Built-in loudspeaker"),
    plan=PlanFacts("", 3, 6.0),
    key=KeyPlace.NOWHERE,
    is_kept=True,
)
_SERVICE = _READY.choose(Kind.SERVICE)
_SERVICE_AGREED = replace(_SERVICE, key=KeyPlace.KEYRING, consents=True)
_FOLDER = "/home/jane/.local/share/fairhearing/sessions/2026-11-26-1412-7k3f"
FOUND = Found(
    "2026-11-26-1412-7k3f", datetime(2026, 11, 26, 14, 12, tzinfo=UTC), True, 761.34, 3, 41.18
)
FOUND_DAMAGED = replace(
    FOUND,
    is_practice=False,
    answers=1,
    was_held=True,
    candidate_missing_s=0.62,
    interviewer_missing_s=1.2,
    entries_missing=12,
    repairs=("journal.db", "candidate.wav", "interviewer.wav"),
)
LOBBIES: dict[str, Lobby] = {
    "start-looking": Lobby(),
    "start": _READY,
    "start-toggles": replace(
        _READY, habits=Habits(Wait.ONLY_DONE, toggles=True, cues=False), headphones=True
    ),
    "start-forced": replace(
        _READY,
        microphone=replace(_READY.microphone, chosen="Headset"),
        habits=Habits(Wait.PATIENT, forced=frozenset(Choice)),
        headphones=True,
    ),
    "start-choices": replace(_READY, faults=Faults(choices=InputFault("Set aside."))),
    "start-agreed": replace(_READY, consents=True),
    "start-service": _SERVICE,
    "start-service-kept": _SERVICE_AGREED,
    "start-faults": replace(
        _SERVICE,
        microphone=Sounds((), None, DeviceFault("Nothing was found; see --mic.")),
        speaker=Sounds((), None, DeviceFault("Nothing was found; see --speaker.")),
        faults=Faults(
            plan=InputFault("The plan my.toml, line 3: questions 1 minutes must be above 0."),
            key=KeyringFault("no", Keyring.MISSING),
            beginning=InputFault("The recording a.wav cannot stand in for the microphone."),
        ),
    ),
    "start-stopped": replace(_READY, stopped=FOUND),
    "start-stopped-damaged": replace(_READY, stopped=FOUND_DAMAGED),
    "start-stopped-service": replace(_SERVICE_AGREED, stopped=replace(FOUND, is_practice=False)),
    "start-stopped-refused": replace(
        _READY,
        faults=Faults(
            stopped=StoreFault(
                f"The journal {_FOLDER}/journal.db is damaged, and how the interview began cannot "
                "be read any more. Leave the folder as it is and send it to support."
            )
        ),
    ),
    "start-stopped-failed": replace(
        _READY, stopped=FOUND, faults=Faults(stopped=DeviceFault("No microphone; see --mic."))
    ),
    "start-space": replace(
        _READY,
        consents=True,
        faults=Faults(space=Shortage("/home/jane/.local/share/fairhearing", 180_400_000, 500.0)),
    ),
    "start-folder": replace(_READY, is_kept=False, faults=Faults(folder=StoreFault("--data"))),
}
_NEARLY_FULL = StoreFault(
    "The disk is nearly full (48 MB are left), so the interview was stopped. Everything up to here "
    "is saved. Free some space, then go on with it."
)
ENDINGS: dict[str, Ending] = {
    "finished": Ending("finished", Kind.PRACTICE, _FOLDER, 134.0, 3),
    "left": Ending("left", Kind.SERVICE, _FOLDER, 20.0, 1),
    "ended-held": Ending("held", Kind.SERVICE, _FOLDER, 64.0, 2),
    "failed": Ending("failed", Kind.PRACTICE, _FOLDER, 64.0, 2, StoreFault("The disk is full.")),
    "failed-full": Ending("failed", Kind.PRACTICE, _FOLDER, 64.0, 2, _NEARLY_FULL),
    "ended-held-full": Ending("held", Kind.SERVICE, _FOLDER, 64.0, 2, _NEARLY_FULL),
}


def draw_all(folder: Path, mode: Mode) -> None:
    """Write a picture of each."""
    application = make_application()
    theme = Theme()
    theme.set_mode(mode)
    # As on a computer whose settings can be opened, wherever this is drawn.
    with patch("app.gui.widgets.banner.microphone_page", lambda: SettingsPage("settings:")):
        window = Window(theme)
    window.resize(1000, 720)
    window.show()
    for name, lobby in LOBBIES.items():
        window.show_lobby(lobby)
        window.show_levels(-24.0 if lobby.plan else -96.0, -40.0)
        _take(application, window, folder / f"{name}.png")
    window.show_check()
    for at, (name, (check, faults)) in enumerate(CHECKS.items()):
        window.check.show_check(check, faults)
        window.check.show_levels(-60.0 if check.is_over else -24.0 - at, -96.0)
        _take(application, window, folder / f"{name}.png")
    window.show_interview()
    for reply, exchange in ((1, 0), (2, 1)):
        window.interview.show_said({"speaker": "interviewer", "reply": reply, "text": _REPLY})
        window.interview.show_said(
            {"speaker": "candidate", "exchange": exchange, "text": None, "seconds": 12.0}
        )
    for at, (name, one) in enumerate(VIEWS.items()):
        window.interview.show_view(one, 134.2, 10.0 * at)
        _take(application, window, folder / f"{name}.png")
    _draw_menus(application, window, folder)
    _draw_others(application, window, folder)
    for name, ending in ENDINGS.items():
        window.show_ending(ending)
        _take(application, window, folder / f"{name}.png")


def _draw_others(application: QApplication, window: Window, folder: Path) -> None:
    """Draw what is laid over a page, and the smallest window."""
    window.show_lobby(LOBBIES["start-toggles"])
    window.interview.show_view(VIEWS["listening"], 134.2, 995.0)
    _take(application, window, folder / "toggles.png")
    window.show_lobby(LOBBIES["start"])
    for name, one in (("leave", VIEWS["listening"]), ("leave-answer", VIEWS["talking"])):
        window.interview.show_view(one, 134.2, 1000.0)
        window.interview.ask_to_leave()
        _take(application, window, folder / f"{name}.png")
    window.resize(window.minimumSize())
    window.show_start()
    window.show_lobby(LOBBIES["start-stopped-damaged"])
    _take(application, window, folder / "smallest-start.png")
    window.show_check()
    window.check.show_check(*CHECKS["check-too-loud"])
    _take(application, window, folder / "smallest-check.png")
    window.show_interview()
    window.interview.show_view(VIEWS["reconnecting-5s"], 134.2, 2000.0)
    _take(application, window, folder / "smallest.png")
    window.interview.show_view(VIEWS["take-back"], 134.2, 2100.0)
    _take(application, window, folder / "smallest-take-back.png")
    window.resize(1000, 720)


def _draw_menus(application: QApplication, window: Window, folder: Path) -> None:
    followed = view(wait=Wait.PATIENT, microphone_follows=True, speaker_follows=True, **_DEVICES)
    for ending, lobby, one in (("", "start", VIEWS["switched"]), ("-2", "start-forced", followed)):
        window.show_lobby(LOBBIES[lobby])
        window.interview.show_view(one, 134.2, 990.0)
        for name, kind in (("menu-wait", TurnMenu), ("menu-sound", SoundMenu)):
            button = window.findChild(kind)
            assert button is not None
            button.open_menu()
            _take(application, button.menu_shown, folder / f"{name}{ending}.png")
            for within in button.menu_shown.findChildren(QMenu)[:1]:
                within.popup(QPoint())
                _take(application, within, folder / f"{name}-within{ending}.png")
            button.menu_shown.close()


def _take(application: QApplication, widget: QWidget, path: Path) -> None:
    for _ in range(10):  # a text that needs another line passes it on from layout to layout
        application.processEvents()
    assert widget.grab().save(str(path)), path


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    draw_all(target, Mode(sys.argv[2] if len(sys.argv) > 2 else "light"))
