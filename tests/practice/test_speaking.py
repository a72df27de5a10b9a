import asyncio
import selectors
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.practice.handles import Handles
from app.practice.messages import Setup, Text
from app.practice.mouth import Speech
from app.practice.outgoing import Send
from app.practice.samples import SampleAnswers
from app.practice.session import Action, Session
from app.practice.speaking import Tempo, speak
from app.practice.voice import Piece
from app.practice.whims import Cadence, Whims

PIECES = [Piece(bytes(4800), f" {n}") for n in range(20)]  # 2 s


class JumpingSelector(selectors.SelectSelector):
    """Waits for nothing: the time that it should have waited has passed."""

    now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.now += timeout or 0.0
        return super().select(0)


class JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock moves only when it waits, and then at once."""

    def __init__(self) -> None:
        self._jumping = JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now


def asked_session(tmp_path: Path, whims: Whims | None = None) -> Session:
    session = Session(Setup("models/m", "1. One?"), Handles(), SampleAnswers(tmp_path), whims)
    session.feed(Text("begin"))
    return session


def speak_at(tempo: Tempo, session: Session) -> list[tuple[str, float]]:
    """Return what was sent and when, empty messages left out."""
    sent: list[tuple[str, float]] = []

    async def carry_out(actions: Sequence[Action]) -> None:
        when = asyncio.get_running_loop().time()
        sent.extend((action.kind, when) for action in actions if isinstance(action, Send))

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(speak(PIECES, session, tempo, carry_out))
    return sent


def test_sound_goes_out_faster_than_it_plays_and_the_turn_ends_when_it_has_played(
    tmp_path: Path,
) -> None:
    tempo = Tempo(thinking_s=0.5, generation=4.0, playout=1.0)
    sent = speak_at(tempo, asked_session(tmp_path))
    audio = [when for kind, when in sent if kind == "audio"]
    assert audio == pytest.approx([0.5 + 0.025 * n for n in range(20)])
    when = dict(sent)
    assert when["generationComplete"] == pytest.approx(0.5 + 0.025 * 19)
    assert when["turnComplete"] == pytest.approx(0.5 + 2.0)
    assert when["sessionResumptionUpdate"] == when["turnComplete"]


def test_empty_messages_come_before_and_between(tmp_path: Path) -> None:
    kinds = [kind for kind, _ in speak_at(Tempo(), asked_session(tmp_path))]
    assert kinds[:4] == ["empty", "empty", "empty", "audio"]
    assert kinds[4:].count("empty") == 4
    assert kinds[-3:] == ["generationComplete", "turnComplete", "sessionResumptionUpdate"]


def test_a_handle_in_the_middle_comes_after_half_of_the_pieces(tmp_path: Path) -> None:
    session = asked_session(tmp_path, Whims(cadence=lambda: Cadence.MID))
    kinds = [kind for kind, _ in speak_at(Tempo(), session)]
    assert kinds[: kinds.index("sessionResumptionUpdate")].count("audio") == 10
    assert kinds.count("sessionResumptionUpdate") == 2


def test_cancelled_it_has_said_no_more_than_it_sent(tmp_path: Path) -> None:
    session = asked_session(tmp_path)
    sent: list[Action] = []

    async def carry_out(actions: Sequence[Action]) -> None:
        sent.extend(a for a in actions if isinstance(a, Send) and a.kind == "audio")

    async def cut_after_one_second() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1.0):
                await speak(PIECES, session, Tempo(0.0, generation=1.0), carry_out)

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(cut_after_one_second())
    assert len(sent) in {10, 11}
    assert session.mouth.said_s == pytest.approx(0.1 * len(sent))
    assert session.mouth.state is Speech.GENERATING


@pytest.mark.parametrize(
    "bad", [{"thinking_s": -1.0}, {"generation": 0.0}, {"playout": 0.0}, {"late_handle_s": -1.0}]
)
def test_a_tempo_without_sense_is_a_bug(bad: dict[str, float]) -> None:
    with pytest.raises(AssertionError):
        Tempo(**bad)
