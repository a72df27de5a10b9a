from __future__ import annotations

import stat
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.recording import HEADER_BYTES, Recording, file_length_s


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    recording = Recording(tmp_path / "candidate.wav", 16_000)
    yield recording
    recording.close()


def samples_in(path: Path) -> bytes:
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return bytes(file.readframes(file.getnframes()))


def test_an_empty_recording_is_already_a_valid_file(recording: Recording) -> None:
    with wave.open(str(recording.path)) as file:
        assert (file.getframerate(), file.getnframes()) == (16_000, 0)
    assert stat.S_IMODE(recording.path.stat().st_mode) == 0o600


def test_what_was_synced_is_what_the_header_claims(recording: Recording) -> None:
    recording.write_at(0, b"\1\2" * 320)
    recording.sync()
    recording.write_at(320, b"\3\4" * 320)

    assert recording.saved_samples == 320
    assert samples_in(recording.path) == b"\1\2" * 320
    assert recording.path.stat().st_size == HEADER_BYTES + 4 * 320


def test_sound_is_made_safe_before_the_header_claims_it(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    claims: list[bytes] = []
    size_field = slice(40, 44)
    monkeypatch.setattr(
        "app.store.recording.sync_file",
        lambda _: claims.append(recording.path.read_bytes()[size_field]),
    )
    recording.write_at(0, bytes(640))
    recording.sync()

    assert [int.from_bytes(claim, "little") for claim in claims] == [0, 640]


def test_a_gap_is_zeros(recording: Recording) -> None:
    recording.write_at(0, b"\1\1" * 320)
    recording.write_at(960, b"\2\2" * 320)
    recording.sync()

    assert samples_in(recording.path) == b"\1\1" * 320 + bytes(1280) + b"\2\2" * 320
    assert recording.end_sample == recording.saved_samples == 1280
    assert recording.written_samples == 640


def test_the_past_is_never_written_again(recording: Recording) -> None:
    recording.write_at(320, bytes(640))

    with pytest.raises(AssertionError):
        recording.write_at(639, bytes(2))


def test_it_can_be_read_from_any_place_while_it_is_written(recording: Recording) -> None:
    recording.write_at(0, bytes(range(200)))
    assert recording.read(10, 5) == bytes(range(20, 30))
    recording.write_at(100, b"\7\7")
    assert recording.read(99, 2) == bytes([198, 199, 7, 7])


def test_what_was_not_yet_written_cannot_be_read(recording: Recording) -> None:
    recording.write_at(0, bytes(640))
    with pytest.raises(AssertionError):
        recording.read(0, 321)


def test_a_file_cut_behind_our_back_is_an_error_of_the_disk(recording: Recording) -> None:
    recording.write_at(0, bytes(640))
    with recording.path.open("r+b") as file:
        file.truncate(100)
    with pytest.raises(OSError, match="has been cut"):
        recording.read(0, 320)


def test_an_existing_recording_is_never_opened_over(recording: Recording) -> None:
    with pytest.raises(FileExistsError):
        Recording(recording.path, 16_000)


def test_a_sync_without_news_does_not_touch_the_disk(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording.write_at(0, bytes(640))
    recording.sync()
    monkeypatch.setattr("app.store.recording.sync_file", lambda _: pytest.fail("synced"))
    recording.sync()


def test_the_length_counts_what_lies_behind_the_header_of_a_killed_process(
    recording: Recording,
) -> None:
    recording.write_at(0, bytes(32_000))
    assert file_length_s(recording.path, 16_000) == 1.0


@given(pieces=st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=5, max_size=20))
def test_any_pieces_come_back_at_their_places(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[tuple[int, int]]
) -> None:
    recording = Recording(tmp_path_factory.mktemp("wav") / "x.wav", 24_000)
    expected = b""
    for number, (gap, count) in enumerate(pieces, start=1):
        start = recording.end_sample + gap if count else recording.end_sample
        pcm = bytes([number, number]) * count
        recording.write_at(start, pcm)
        expected = expected.ljust(start * 2, b"\0") + pcm
    recording.sync()
    recording.close()

    assert samples_in(recording.path) == expected
