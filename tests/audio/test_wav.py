from __future__ import annotations

import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from app.audio.wav import read_clip
from app.core.faults import InputFault

PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
        for name, data in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def header(code: int = 1, channels: int = 1, rate_hz: int = 48_000, bits: int = 16) -> bytes:
    align = channels * bits // 8
    return struct.pack("<HHIIHH", code, channels, rate_hz, rate_hz * align, align, bits)


def write(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


def sine(rate_hz: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate_hz // 2) / rate_hz)


def encode(samples: np.ndarray[tuple[int], np.dtype[np.float64]], bits: int) -> bytes:
    if bits == 8:
        return np.rint(samples * 127 + 128).astype(np.uint8).tobytes()
    wide = np.rint(samples * (2 ** (bits - 1) - 1)).astype("<i4")
    return np.ascontiguousarray(wide.view(np.uint8).reshape(-1, 4)[:, : bits // 8]).tobytes()


def test_what_is_the_microphones_form_already_passes_to_the_byte(tmp_path: Path) -> None:
    pcm = encode(sine(48_000), 16)
    with wave.open(str(tmp_path / "a.wav"), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(48_000)
        wav.writeframes(pcm)
    clip = read_clip(tmp_path / "a.wav")
    assert clip.pcm == pcm
    assert clip.notes == ()


@pytest.mark.parametrize("bits", [8, 16, 24, 32])
@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 48_000, 192_000])
def test_every_width_and_rate_keeps_its_sound(tmp_path: Path, bits: int, rate_hz: int) -> None:
    raw = riff(
        (b"fmt ", header(bits=bits, rate_hz=rate_hz)), (b"data", encode(sine(rate_hz), bits))
    )
    clip = read_clip(write(tmp_path / "a.wav", raw))
    heard = np.frombuffer(clip.pcm, np.int16) / 32768
    assert len(heard) == pytest.approx(24_000, abs=1)
    error = np.abs(heard[1000:-1000] - sine(48_000)[: len(heard)][1000:-1000])
    assert error.max() < (0.02 if bits == 8 else 0.001)


def test_channels_are_mixed_and_it_says_so(tmp_path: Path) -> None:
    stereo = np.array([[1000, 3000]] * 100, "<i2").tobytes()
    raw = riff((b"fmt ", header(channels=2)), (b"data", stereo))
    clip = read_clip(write(tmp_path / "a.wav", raw))
    assert clip.pcm == np.full(100, 2000, np.int16).tobytes()
    assert clip.notes == ("a.wav: 2 channels are mixed into one.",)


def test_each_conversion_is_a_sentence(tmp_path: Path) -> None:
    form = header(channels=2, rate_hz=44_100, bits=24)
    raw = riff((b"fmt ", form), (b"data", bytes(6 * 441)))
    assert read_clip(write(tmp_path / "a.wav", raw)).notes == (
        "a.wav: 2 channels are mixed into one.",
        "a.wav: 44,100 Hz is converted to 48,000 Hz.",
        "a.wav: 24 bits are converted to 16.",
    )


def test_the_loudest_sample_does_not_wrap_around(tmp_path: Path) -> None:
    raw = riff((b"fmt ", header(bits=32)), (b"data", np.full(9, 2**31 - 1, "<i4").tobytes()))
    assert read_clip(write(tmp_path / "a.wav", raw)).pcm == np.full(9, 32767, "<i2").tobytes()


def test_extensible_format_and_other_chunks_are_understood(tmp_path: Path) -> None:
    extension = struct.pack("<HHI", 22, 16, 4) + PCM_GUID
    raw = riff(
        (b"LIST", b"odd"), (b"fmt ", header(code=0xFFFE) + extension), (b"data", b"\x01\x02" * 4)
    )
    assert read_clip(write(tmp_path / "a.wav", raw)).pcm == b"\x01\x02" * 4


def test_a_recording_that_was_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    raw = riff((b"fmt ", header()), (b"data", b"\x01\x02" * 100))[:-101]
    assert read_clip(write(tmp_path / "a.wav", raw)).pcm == b"\x01\x02" * 49


FORM = (b"fmt ", header())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not a WAV file"),
        (b"ID3\x04 an MP3 by another name", "not a WAV file"),
        (riff(), "header is damaged"),
        (riff((b"fmt ", b"short")), "header is damaged"),
        (riff((b"data", b"\x00\x00")), "header is damaged"),
        (riff(FORM), "holds no sound"),
        (riff(FORM, (b"data", b"")), "holds no sound"),
        (riff(FORM, (b"data", b"\x00")), "holds no sound"),
        (riff((b"fmt ", header(code=3, bits=32))), "format 3, 32 bits"),
        (riff((b"fmt ", header(code=0xFFFE))), "not plain PCM"),
        (riff((b"fmt ", header(bits=12))), "12 bits"),
        (riff((b"fmt ", header(channels=0))), "0 channels"),
        (riff((b"fmt ", header(rate_hz=4_000))), "4,000 Hz"),
        (riff((b"fmt ", header(rate_hz=384_000))), "384,000 Hz"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_reason(
    tmp_path: Path, raw: bytes, reason: str
) -> None:
    path = write(tmp_path / "answer.wav", raw)
    with pytest.raises(InputFault) as caught:
        read_clip(path)
    assert str(path) in str(caught.value)
    assert reason in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path in (tmp_path / "none.wav", tmp_path):
        with pytest.raises(InputFault) as caught:
            read_clip(path)
        assert str(path) in str(caught.value)
        assert "Check its name and place" in str(caught.value)


def test_a_file_too_large_to_hold_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)  # takes no room on disk
    with pytest.raises(InputFault, match="larger than 1 GiB"):
        read_clip(path)
