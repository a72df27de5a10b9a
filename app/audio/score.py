"""Is this speech? Silero VAD v6 at 16 kHz, in plain numpy.

    576 samples -> spectrum (4 x 129) -> four convolutions (1 x 128) -> LSTM cell -> probability

576 are 512 new samples and the 64 before them, so a new score comes every 32 ms and is held in
between; our frames are 20 ms. The network runs without a library of its own, wherever numpy does;
the same on onnxruntime takes longer and 44 MiB more.
Its answers are those of onnxruntime to 1e-5 (tests/audio/silero_reference.npz).

``packaging/make_speech_model.py`` makes the weights; resources/speech/PROVENANCE.md says from what.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from app.audio.resample import FRAME_BYTES
from app.core.faults import InputFault

SPEECH_MODEL = Path(__file__).resolve().parents[2] / "resources" / "speech" / "silero_vad_v6.npz"

_NEW = 512
_CONTEXT = 64
_WINDOW = 256
_HOP = 128
_BINS = _WINDOW // 2 + 1
_WINDOWS = np.arange(0, _NEW - _WINDOW + 1 + _HOP, _HOP)[:, None] + np.arange(_WINDOW)  # (4, 256)
_HIDDEN = 128
_STRIDES = (1, 2, 2, 1)

Floats = npt.NDArray[np.float32]


class SpeechScore:
    """Scores one microphone, frame after frame.

    Args:
        model: The weights.

    Raises:
        InputFault: If they are missing or damaged.
    """

    def __init__(self, model: Path = SPEECH_MODEL) -> None:
        self._network = _Network(_load(model))
        self._samples = np.zeros(_CONTEXT, np.float32)  # context, then what waits for its chunk
        self._score = 0.0

    def feed(self, frame: bytes) -> float:
        """Take 320 mono int16 samples at 16 kHz, return the newest probability of speech.

        Returns:
            In [0, 1]; 0.0 until the first 512 samples have come.
        """
        assert len(frame) == FRAME_BYTES
        new = np.frombuffer(frame, np.int16).astype(np.float32) / 32768
        self._samples = np.concatenate((self._samples, new))
        if len(self._samples) >= _CONTEXT + _NEW:
            self._score = self._network.run(self._samples[: _CONTEXT + _NEW])
            self._samples = self._samples[_NEW:]
        return self._score

    def reset(self) -> None:
        """Forget what was heard. To be called where the microphone left a gap."""
        self._network.reset()
        self._samples = np.zeros(_CONTEXT, np.float32)
        self._score = 0.0


class _Network:
    """The network and its memory."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._spectrum = np.ascontiguousarray(weights["stft"].T)  # (256, 258)
        self._convolutions = [
            (_as_matrix(weights[f"conv{n}_weight"]), weights[f"conv{n}_bias"], stride)
            for n, stride in enumerate(_STRIDES)
        ]
        # Both halves of the LSTM in one product.
        self._gates = np.ascontiguousarray(
            np.concatenate((weights["lstm_input"], weights["lstm_hidden"]), axis=1).T
        )  # (256, 512)
        self._gates_bias = weights["lstm_input_bias"] + weights["lstm_hidden_bias"]
        self._out = weights["out_weight"]  # (128,)
        self._out_bias = weights["out_bias"]  # ()
        self.reset()

    def reset(self) -> None:
        self._hidden = np.zeros(_HIDDEN, np.float32)
        self._cell = np.zeros(_HIDDEN, np.float32)

    def run(self, samples: Floats) -> float:
        """Take 576 samples in [-1, 1), return the probability of speech."""
        x = self._magnitudes(samples)
        for matrix, bias, stride in self._convolutions:
            x = _convolve(x, matrix, bias, stride)
        self._remember(x[0])
        logit = np.maximum(self._hidden, 0) @ self._out + self._out_bias
        return float(_sigmoid(logit))

    def _magnitudes(self, samples: Floats) -> Floats:
        mirrored = np.concatenate((samples, samples[-2 : -_CONTEXT - 2 : -1]))  # 640
        parts = mirrored[_WINDOWS] @ self._spectrum
        magnitudes: Floats = np.hypot(parts[:, :_BINS], parts[:, _BINS:])
        return magnitudes

    def _remember(self, x: Floats) -> None:
        gates = np.concatenate((x, self._hidden)) @ self._gates + self._gates_bias
        enter, forget, candidate, leave = np.split(gates, 4)  # torch.nn.LSTMCell: i, f, g, o
        kept = _sigmoid(forget) * self._cell
        self._cell = kept + _sigmoid(enter) * np.tanh(candidate)
        self._hidden = _sigmoid(leave) * np.tanh(self._cell)


def _load(model: Path) -> dict[str, Floats]:
    try:
        with model.open("rb") as file, np.load(file) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}
    except (OSError, ValueError, BadZipFile) as error:
        raise InputFault(
            f"The speech model {model} cannot be read. The application is not whole: install it "
            "again."
        ) from error


def _as_matrix(weight: Floats) -> Floats:
    """Turn (out, in, 3) into (3 * in, out): one product does a convolution."""
    return np.ascontiguousarray(weight.transpose(2, 1, 0).reshape(-1, weight.shape[0]))


def _convolve(x: Floats, matrix: Floats, bias: Floats, stride: int) -> Floats:
    """Convolve (time, in) over three steps, one of padding at both ends; then cut below zero."""
    steps, channels = x.shape
    padded = np.zeros((steps + 2, channels), np.float32)
    padded[1:-1] = x
    flat = padded.ravel()
    columns = [flat[at * channels : (at + 3) * channels] for at in range(0, steps, stride)]
    y: Floats = np.maximum(np.stack(columns) @ matrix + bias, 0)
    return y


def _sigmoid(x: Floats) -> Floats:
    y: Floats = np.reciprocal(1 + np.exp(-x))
    return y
