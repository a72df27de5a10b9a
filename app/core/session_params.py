"""How each machine of a session is set: what ``[session]`` in a settings file may change."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.core.activity import ActivityParams
from app.core.link import LinkParams
from app.core.outbox import OutboxParams
from app.core.patience import PatienceParams
from app.core.playout import PlayoutParams
from app.core.rotation import RotationParams
from app.core.space import SpaceParams
from app.core.talk import TalkParams
from app.core.tones import CueParams
from app.core.turns import TurnParams
from app.core.watchdog import WatchdogParams


@dataclass(frozen=True, slots=True)
class SessionParams:
    """The parameters of every machine."""

    activity: ActivityParams = field(default_factory=ActivityParams)
    talk: TalkParams = field(default_factory=TalkParams)
    patience: PatienceParams = field(default_factory=PatienceParams)
    turns: TurnParams = field(default_factory=TurnParams)
    watchdog: WatchdogParams = field(default_factory=WatchdogParams)
    playout: PlayoutParams = field(default_factory=PlayoutParams)
    outbox: OutboxParams = field(default_factory=OutboxParams)
    link: LinkParams = field(default_factory=LinkParams)
    rotation: RotationParams = field(default_factory=RotationParams)
    space: SpaceParams = field(default_factory=SpaceParams)
    cues: CueParams = field(default_factory=CueParams)
