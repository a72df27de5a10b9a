"""Reads a WAV file into the form of the microphone.

Our own reader, because the standard library's refuses WAVE_FORMAT_EXTENSIBLE before Python 3.12,
which is what most programs write for 24 bits. Format: Microsoft, "Multiple Channel Audio Data and
WAVE Files" (WAVEFORMATEXTENSIBLE), and RFC 2361 for the codes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from app.audio.ring import RATE_HZ
from app.core.faults import InputFault

_PCM = 0x0001
_EXTENSIBLE = 0xFFFE
_RATES_HZ = range(8_000, 192_001)
_MAX_BYTES = 1 << 30  # 90 minutes of 48 kHz, 32 bits, mono


@dataclass(frozen=True, slots=True)
class Clip:
    """A recording in the form of the microphone.

    Attributes:
        pcm: Mono int16 at 48 kHz, at least one sample.
        notes: What was converted, a sentence each.
    """

    pcm: bytes
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Format:
    code: int
    channels: int
    rate_hz: int
    bits: int


def read_clip(path: Path) -> Clip:
    """Read a PCM WAV file: 8, 16, 24 or 32 bits, 1 to 8 channels, 8 to 192 kHz.

    Raises:
        InputFault: If it cannot be read, is no such file, or holds no sound.
    """
    try:
        raw = _read(path)
        form, samples = _parse(raw)
    except OSError as error:
        raise _unusable(path, f"{error.strerror or error}. Check its name and place") from error
    except ValueError as error:
        raise _unusable(path, str(error)) from error
    return Clip(_to_microphone(form, samples), _notes(path.name, form))


def _unusable(path: Path, reason: str) -> InputFault:
    return InputFault(f"The recording {path} cannot stand in for the microphone: {reason}.")


def _read(path: Path) -> bytes:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError("it is larger than 1 GiB. Cut it, or save it as 48 kHz, 16 bits, mono")
    return path.read_bytes()


def _parse(raw: bytes) -> tuple[_Format, bytes]:
    """Return format and samples; a ValueError's text is the reason and what to do."""
    if raw[:4] != b"RIFF" or raw[8:12] != b"WAVE":
        raise ValueError("it is not a WAV file. Save it as WAV, 48 kHz, 16 bits, mono")
    form = None
    for name, body in _chunks(raw):
        if name == b"fmt ":
            form = _format(body)
        elif name == b"data" and form is not None:
            whole = len(body) - len(body) % (form.channels * form.bits // 8)
            if not whole:
                break
            return form, body[:whole]
    if form is None:
        raise ValueError("its header is damaged. Save it again as WAV, 48 kHz, 16 bits, mono")
    raise ValueError("it holds no sound. Record it again, or choose another file")


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    # A recording that was cut off, or was written to a pipe, states more than there is: a slice
    # takes what there is.
    at = 12
    while at + 8 <= len(raw):
        name, size = struct.unpack_from("<4sI", raw, at)
        yield name, raw[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def _format(body: bytes) -> _Format:
    if len(body) < 16:
        raise ValueError("its header is damaged. Save it again as WAV, 48 kHz, 16 bits, mono")
    code, channels, rate_hz, _, _, bits = struct.unpack_from("<HHIIHH", body)
    if code == _EXTENSIBLE and len(body) >= 26:
        code = struct.unpack_from("<H", body, 24)[0]  # the first two bytes of the GUID
    if code != _PCM or bits not in (8, 16, 24, 32):
        raise ValueError(
            f"its samples are not plain PCM (format {code}, {bits} bits). Save it as WAV, 48 kHz, "
            "16 bits, mono"
        )
    if not 1 <= channels <= 8:
        raise ValueError(f"it has {channels} channels, not 1 to 8. Save it in mono")
    if rate_hz not in _RATES_HZ:
        raise ValueError(f"its rate is {rate_hz:,} Hz, not 8,000 to 192,000. Save it at 48,000 Hz")
    return _Format(code, channels, rate_hz, bits)


def _notes(name: str, form: _Format) -> tuple[str, ...]:
    notes = []
    if form.channels > 1:
        notes.append(f"{name}: {form.channels} channels are mixed into one.")
    if form.rate_hz != RATE_HZ:
        notes.append(f"{name}: {form.rate_hz:,} Hz is converted to {RATE_HZ:,} Hz.")
    if form.bits != 16:
        notes.append(f"{name}: {form.bits} bits are converted to 16.")
    return tuple(notes)


def _to_microphone(form: _Format, samples: bytes) -> bytes:
    if (form.channels, form.rate_hz, form.bits) == (1, RATE_HZ, 16):
        return samples  # to the byte
    mono = _as_float(samples, form.bits).reshape(-1, form.channels).mean(axis=1)
    at_rate = soxr.resample(mono, form.rate_hz, RATE_HZ) if form.rate_hz != RATE_HZ else mono
    scaled = np.clip(np.rint(at_rate * 32768), -32768, 32767)
    pcm = scaled.astype("<i2").tobytes()
    return pcm or b"\x00\x00"  # one sample at 192 kHz is none at 48


def _as_float(samples: bytes, bits: int) -> npt.NDArray[np.float32]:
    """Return samples in [-1, 1), whatever their width."""
    if bits == 8:  # the only unsigned one
        return np.frombuffer(samples, np.uint8).astype(np.float32) * np.float32(2**-7) - 1
    if bits == 16:
        return np.frombuffer(samples, "<i2").astype(np.float32) * np.float32(2**-15)
    if bits == 24:
        wide = np.zeros((len(samples) // 3, 4), np.uint8)
        wide[:, 1:] = np.frombuffer(samples, np.uint8).reshape(-1, 3)
        samples = wide.tobytes()
    return np.frombuffer(samples, "<i4").astype(np.float32) * np.float32(2**-31)
