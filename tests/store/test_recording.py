from __future__ import annotations

import os
import stat
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.faults import StoreFault
from app.store.recording import HEADER_BYTES, Recording, file_length_s, mend


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


# --- what a crash leaves behind

SOUND = bytes(range(1, 251)) * 8  # 1000 samples


def cut(folder: Path, claimed: int, *, more: bytes = b"") -> Path:
    """Return a recording of 1000 samples whose header claims so many."""
    path = folder / "candidate.wav"
    recording = Recording(path, 16_000)
    recording.write_at(0, SOUND)
    recording.sync()
    recording.close()
    content = bytearray(path.read_bytes() + more)
    content[4:8] = (36 + 2 * claimed).to_bytes(4, "little")
    content[40:44] = (2 * claimed).to_bytes(4, "little")
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("claimed", [0, 600, 1001, 2**30])
def test_a_header_that_claims_less_or_more_than_there_is_is_made_to_say_it(
    tmp_path: Path, claimed: int
) -> None:
    path = cut(tmp_path, claimed)
    assert mend(path, 16_000)
    assert samples_in(path) == SOUND
    assert path.stat().st_size == HEADER_BYTES + len(SOUND)


def test_a_recording_that_was_closed_in_order_is_not_touched(tmp_path: Path) -> None:
    path = cut(tmp_path, 1000)
    path.chmod(0o400)
    os.utime(path, ns=(1, 1))
    assert not mend(path, 16_000)
    assert path.stat().st_mtime_ns == 1


def test_half_a_sample_at_the_end_is_no_sample_and_is_written_over(tmp_path: Path) -> None:
    path = cut(tmp_path, 900, more=b"\x7f")
    assert mend(path, 16_000)
    assert path.read_bytes()[HEADER_BYTES:] == SOUND + b"\x7f"
    assert samples_in(path) == SOUND

    recording = Recording(path, 16_000, exists=True)
    recording.write_at(1000, b"\1\2")
    recording.sync()
    recording.close()
    assert path.read_bytes()[HEADER_BYTES:] == SOUND + b"\1\2"
    assert not mend(path, 16_000)


@pytest.mark.parametrize("header", [bytes(44), b"\xff" * 44, b"x", b"RIFF\xff\xff"])
def test_a_header_that_is_lost_is_written_again(tmp_path: Path, header: bytes) -> None:
    path = cut(tmp_path, 1000)
    path.write_bytes(header + path.read_bytes()[len(header) :])
    assert mend(path, 16_000)
    assert samples_in(path) == SOUND


@pytest.mark.parametrize("content", [None, b"", b"RIFF", bytes(43)])
def test_what_is_missing_or_shorter_than_a_header_becomes_one_without_sound(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "candidate.wav"
    if content is not None:
        path.write_bytes(content)
    assert mend(path, 24_000)
    assert samples_in(path) == b""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not mend(path, 24_000)


@pytest.mark.parametrize(("channels", "width", "rate_hz"), [(2, 2, 16_000), (1, 1, 16_000)])
def test_a_sound_file_of_another_kind_is_refused_in_words_and_left_alone(
    tmp_path: Path, channels: int, width: int, rate_hz: int
) -> None:
    path = tmp_path / "candidate.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, width, rate_hz, 0, "NONE", ""))
        file.writeframes(bytes(400))
    before = path.read_bytes()
    with pytest.raises(StoreFault, match=r"candidate\.wav is a sound file of another kind"):
        mend(path, 16_000)
    assert path.read_bytes() == before


def test_the_two_voices_are_not_taken_for_each_other(tmp_path: Path) -> None:
    path = cut(tmp_path, 1000)
    with pytest.raises(StoreFault, match="of another kind"):
        mend(path, 24_000)


def test_a_folder_in_its_place_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        mend(tmp_path, 16_000)


# --- going on with it


def test_it_goes_on_at_its_end_and_all_before_stays(tmp_path: Path) -> None:
    path = cut(tmp_path, 1000)
    for n in range(2):
        recording = Recording(path, 16_000, exists=True)
        end = 1000 + 20 * n
        assert (recording.end_sample, recording.saved_samples, recording.written_samples) == (
            end,
            end,
            0,
        )
        with pytest.raises(AssertionError, match="never written twice"):
            recording.write_at(end - 1, b"\1\1")
        recording.write_at(end + 10, b"\5\5" * 10)
        assert recording.written_samples == 10
        recording.sync()
        assert recording.read(end - 10, 30)[-20:] == b"\5\5" * 10
        recording.close()

    later = bytes(20) + b"\5\5" * 10
    assert samples_in(path) == SOUND + later + later


def test_what_is_not_there_cannot_be_gone_on_with(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Recording(tmp_path / "candidate.wav", 16_000, exists=True)


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
