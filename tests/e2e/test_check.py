"""The guided check of the sound, whole, on a card with a voice and an echo of known level."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.e2e.checked import checking, echo, files, result, said, until_it_listens
from tests.sound import RATE_HZ, Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Sound]:
    """A card that the test may break."""
    with Sound(tmp_path / "s") as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    made.mkdir()
    return made


def test_figures_are_those_of_the_sound_that_was_built(
    card: Sound, home: Path, tmp_path: Path
) -> None:
    echo(card, delay_ms=100, level_db=-20)
    voice = said(tmp_path / "said.wav", soft_dbfs=-30.0, usual_dbfs=-12.0)
    with card.listen() as heard, checking(card, home, "--json") as process:
        until_it_listens(card)
        card.speak(voice)
        found = result(process)
        played = np.abs(heard.samples().astype(float))
    assert (found["how"], found["exit"], found["faults"]) == ("ready", 0, [])
    assert set(found["steps"].values()) == {"done"}
    figures = found["figures"]
    assert figures["room_dbfs"] == pytest.approx(-75, abs=1.5), "-70 dBFS, a third of its band"
    assert figures["soft_peak_dbfs"] == pytest.approx(-30, abs=0.7)
    assert figures["normal_peak_dbfs"] == pytest.approx(-12, abs=0.7)
    assert figures["soft_speech_s"] > 2.5
    assert figures["normal_speech_s"] > 2.5
    assert figures["heard"] == "not asked"
    assert (figures["echo"], figures["false_starts"]) == ("cancelled", 0)
    assert figures["echo_arrives_db"] == pytest.approx(-20, abs=1.0)
    assert 0.1 < figures["echo_delay_s"] < 0.25, "100 ms, and what the devices hold back"
    # 44 dB over the whole sentence; where a stream ran dry the canceller had to find its way anew.
    assert figures["echo_taken_out_db"] > (6 if any(card.underruns().values()) else 20)
    # The candidate's own voice comes first, at its own level, and the interviewer after a second.
    loud = np.flatnonzero(played > 50)
    own = played[loud[0] : loud[0] + 3 * RATE_HZ]
    assert 20 * np.log10(own.max() / 32768) == pytest.approx(-12, abs=2.0)
    assert files(home) == [], "nothing is kept"


def test_an_echo_that_comes_too_late_to_be_taken_out_asks_for_headphones(
    card: Sound, home: Path, tmp_path: Path
) -> None:
    echo(card, delay_ms=650, level_db=-10)
    voice = said(tmp_path / "said.wav", soft_dbfs=-30.0, usual_dbfs=-12.0)
    with checking(card, home, "--json") as process:
        until_it_listens(card)
        card.speak(voice)
        found = result(process)
    assert (found["how"], found["exit"]) == ("echo", 1)
    assert "headphones" in found["do"]
    assert found["figures"]["echo"] == "half duplex"
    assert found["figures"]["echo_arrives_db"] == pytest.approx(-10, abs=1.5)


def test_headphones_that_are_none_are_found_out(card: Sound, home: Path, tmp_path: Path) -> None:
    echo(card, delay_ms=60, level_db=-6)
    voice = said(tmp_path / "said.wav", soft_dbfs=-30.0, usual_dbfs=-12.0)
    with checking(card, home, "--json", "--headphones") as process:
        until_it_listens(card)
        card.speak(voice)
        found = result(process)
    assert (found["how"], found["figures"]["echo"]) == ("echo", "headphones")
    assert found["figures"]["false_starts"] > 0


def test_a_voice_that_is_cut_off_is_too_loud(card: Sound, home: Path, tmp_path: Path) -> None:
    voice = said(tmp_path / "said.wav", soft_dbfs=-30.0, usual_dbfs=8.0)
    with checking(card, home, "--json") as process:
        until_it_listens(card)
        card.speak(voice)
        found = result(process)
    assert (found["how"], found["exit"]) == ("too loud", 1)
    assert found["figures"]["normal_clips"] >= 3
    assert found["figures"]["normal_peak_dbfs"] > -0.1


def test_who_says_nothing_is_told_so(card: Sound, home: Path) -> None:
    with checking(card, home, "--json") as process:
        found = result(process)
    assert (found["how"], found["exit"]) == ("no speech", 1)
    assert found["figures"]["normal_speech_s"] < 0.3


def test_a_muted_microphone_is_blocked_and_the_loudspeaker_is_checked_all_the_same(
    card: Sound, home: Path
) -> None:
    card.mute_microphone(on=True)
    with card.listen() as heard, checking(card, home) as process:
        out, _ = process.communicate(timeout=30)
        assert np.abs(heard.samples()).max() > 1000, "the interviewer was played"
    assert process.returncode == 1
    assert "Unmute the microphone" in out.splitlines()[-1]
    assert "good     Loudspeaker         played to its end" in out


def test_a_sound_server_that_does_not_answer_ends_in_words(card: Sound, home: Path) -> None:
    card.freeze(on=True)
    began = time.monotonic()
    with checking(card, home, "--json") as process:
        found = result(process)
    assert time.monotonic() - began < 10
    assert (found["how"], found["exit"]) == ("no microphone", 1)
    assert "does not answer" in found["do"]


def test_a_sound_server_that_freezes_on_the_way_holds_nobody_up(card: Sound, home: Path) -> None:
    with checking(card, home, "--json") as process:
        until_it_listens(card)
        card.freeze(on=True)
        found = result(process, timeout_s=20.0)
    assert found["how"] == "microphone stalled"
    assert found["figures"]["speaker"] == "stalled"


@pytest.mark.parametrize("frozen", [False, True])
def test_ctrl_c_ends_it_in_order(card: Sound, home: Path, frozen: bool) -> None:
    with checking(card, home, "--json") as process:
        until_it_listens(card)
        card.freeze(on=frozen)
        began = time.monotonic()
        process.send_signal(signal.SIGINT)
        found = result(process)
    assert (found["how"], found["exit"]) == ("left", 2)
    assert time.monotonic() - began < 3
