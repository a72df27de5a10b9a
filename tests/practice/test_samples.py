import io
import subprocess
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from app.core.faults import StoreFault
from app.practice.samples import SampleAnswers

ANSWERS = Path(__file__).parents[2] / "resources" / "answers"
NAMES = sorted(path.stem for path in ANSWERS.glob("*.wav"))
SAMPLES = SampleAnswers(ANSWERS)
Signal = npt.NDArray[np.float32]


def recorded(name: str) -> Signal:
    return read((ANSWERS / f"{name}.wav").read_bytes())[0]


def read(content: bytes) -> tuple[Signal, int]:
    with wave.open(io.BytesIO(content)) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        return pcm.astype(np.float32) / 32_768, file.getframerate()


def text_beside(name: str) -> str:
    return (ANSWERS / f"{name}.txt").read_text(encoding="utf-8").strip()


def spoken(text: str, voice: str = "en-us+f3", speed: str = "150") -> Signal:
    """The same voice at the same speed as the samples', unless another is named."""
    command = ["espeak-ng", "-v", voice, "-s", speed, "--stdout", text]
    signal, rate_hz = read(subprocess.run(command, check=True, capture_output=True).stdout)
    resampled: Signal = soxr.resample(signal, rate_hz, 16_000)
    return resampled


def silence(seconds: float, rate_hz: int = 16_000) -> Signal:
    return np.zeros(round(seconds * rate_hz), dtype=np.float32)


def heard(*parts: Signal) -> str | None:
    samples = np.round(np.clip(np.concatenate(parts), -1, 1) * 32_767)
    return SAMPLES.text_of(samples.astype("<i2").tobytes())


def through_a_device(signal: Signal) -> Signal:
    """48 kHz and back, at another gain, half a sample late, with noise 20 dB below the speech."""
    at_48k = np.concatenate((silence(0.5, 48_000)[:-25], soxr.resample(signal, 16_000, 48_000)))
    back = soxr.resample(at_48k * 0.3, 48_000, 16_000, quality="LQ")
    rms = np.sqrt(np.mean(np.square(back)))
    noise = np.random.default_rng(7).normal(0, 0.1 * rms, back.size).astype(np.float32)
    noisy: Signal = back + noise
    return noisy


def test_there_are_three_of_five_to_eight_seconds() -> None:
    assert len(NAMES) == 3
    assert all(5.0 <= recorded(name).size / 16_000 <= 8.0 for name in NAMES)


def test_one_of_them_pauses_inside_for_less_than_a_second() -> None:
    loud = np.flatnonzero(np.abs(recorded(NAMES[0])) > 0.003)
    assert 0.6 <= np.max(np.diff(loud)) / 16_000 <= 0.9


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_known_as_it_is(name: str) -> None:
    assert heard(recorded(name)) == text_beside(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_known_after_a_sound_device_with_silence_around(name: str) -> None:
    assert heard(through_a_device(recorded(name)), silence(2.0)) == text_beside(name)


def test_a_sample_is_known_when_a_replay_has_shortened_its_pause() -> None:
    signal = recorded(NAMES[0])
    loud = np.flatnonzero(np.abs(signal) > 0.003)
    before = loud[np.argmax(np.diff(loud))]  # the last sound before the pause
    assert heard(signal[: before + 4_000], signal[before + 8_000 :]) == text_beside(NAMES[0])


@pytest.mark.parametrize(
    ("sample", "word", "other"),
    [
        (0, "six", "eight"),
        (0, "Morgan", "Jordan"),
        (0, " I like to be outdoors.", ""),
        (1, "something", "nothing"),
        (1, "rest", "best"),
        (2, "repaired", "replaced"),
        (2, "same", "next"),
    ],
)
def test_the_same_voice_with_one_other_word_is_not_known(
    sample: int, word: str, other: str
) -> None:
    text = text_beside(NAMES[sample])
    assert word in text
    assert heard(spoken(text.replace(word, other))) is None


def test_the_same_voice_with_all_other_words_is_not_known() -> None:
    assert heard(spoken("The quick brown fox jumps over the lazy dog, and then it sleeps.")) is None


@pytest.mark.parametrize("name", NAMES)
def test_another_voice_with_the_same_words_is_not_known(name: str) -> None:
    assert heard(spoken(text_beside(name), voice="en-gb")) is None
    assert heard(spoken(text_beside(name), speed="140")) is None


def test_a_sample_with_more_speech_behind_it_is_not_known() -> None:
    more = spoken("And I also like the coffee here.")
    assert heard(recorded(NAMES[1]), silence(0.5), more) is None


def test_a_part_of_a_sample_is_not_known() -> None:
    signal = recorded(NAMES[2])
    assert heard(signal[: signal.size * 3 // 4]) is None
    assert heard(signal[signal.size // 4 :]) is None


def test_its_halves_in_the_wrong_order_are_not_known() -> None:
    signal = recorded(NAMES[2])
    half = signal.size // 2
    assert heard(signal[half:], signal[:half]) is None


def test_silence_noise_and_nothing_are_not_known() -> None:
    noise = np.random.default_rng(3).normal(0, 0.1, 96_000).astype(np.float32)
    assert heard(silence(5.0)) is None
    assert heard(noise) is None
    assert heard(silence(0.0)) is None
    assert heard(recorded(NAMES[0]), silence(20.0)) is None
    assert SAMPLES.text_of(None) is None


def test_a_sample_that_cannot_be_read_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound")
    with pytest.raises(StoreFault, match="sample answer"):
        SampleAnswers(tmp_path)


@pytest.mark.parametrize(("rate_hz", "seconds"), [(8_000, 2.0), (16_000, 0.5)])
def test_a_sample_of_another_rate_or_too_short_is_a_fault(
    tmp_path: Path, rate_hz: int, seconds: float
) -> None:
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(bytes(round(2 * rate_hz * seconds)))
    with pytest.raises(StoreFault):
        SampleAnswers(tmp_path)
