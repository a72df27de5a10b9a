from __future__ import annotations

import stat
import threading
import wave
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.telemetry.taps import STATIONS, Taps


def read(path: Path) -> tuple[int, bytes]:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), file.readframes(file.getnframes())


def test_each_station_has_a_file_at_its_rate(tmp_path: Path) -> None:
    taps = Taps(tmp_path / "taps")
    for number, name in enumerate(STATIONS):
        taps.put(name, bytes([number, 0]) * 100)
        taps.put(name, bytes([number, 1]) * 50)
    taps.close()
    for number, (name, hz) in enumerate(STATIONS.items()):
        kept = bytes([number, 0]) * 100 + bytes([number, 1]) * 50
        assert read(tmp_path / "taps" / f"{name}.wav") == (hz, kept)
    assert not taps.dropped


def test_a_station_that_nothing_passed_has_no_file(tmp_path: Path) -> None:
    taps = Taps(tmp_path)
    taps.put("raw", bytes(640))
    taps.close()
    assert [path.name for path in tmp_path.iterdir()] == ["raw.wav"]


def test_taps_are_for_their_owner_alone(tmp_path: Path) -> None:
    Taps(tmp_path / "taps").close()
    assert stat.S_IMODE((tmp_path / "taps").stat().st_mode) == 0o700


def test_another_interviews_taps_are_not_written_over(tmp_path: Path) -> None:
    first = Taps(tmp_path)
    first.put("sent", bytes(640))
    first.close()
    with pytest.raises(InputFault, match="another interview"):
        Taps(tmp_path)


def test_a_place_that_cannot_be_written_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputFault, match="Name another folder"):
        Taps(tmp_path / "file")


def test_nobody_waits_for_a_slow_disk_and_what_it_misses_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    entered, opened = threading.Event(), threading.Event()
    real = wave.Wave_write.writeframes

    def slow(file: wave.Wave_write, pcm: bytes) -> None:
        entered.set()
        assert opened.wait(30)
        real(file, pcm)

    monkeypatch.setattr(wave.Wave_write, "writeframes", slow)
    taps = Taps(tmp_path)
    taps.put("raw", bytes(2))
    assert entered.wait(30)
    for _ in range(1005):
        taps.put("raw", bytes(2))
    opened.set()
    taps.close()
    assert taps.dropped == 5
    assert len(read(tmp_path / "raw.wav")[1]) == 2 * 1001
    assert "taps are not whole" in caplog.text


def test_a_full_disk_loses_taps_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_file: wave.Wave_write, _pcm: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wave.Wave_write, "writeframes", full)
    taps = Taps(tmp_path)
    taps.put("raw", bytes(640))
    taps.put("raw", bytes(640))
    taps.close()
    assert taps.dropped == 2
