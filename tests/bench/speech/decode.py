"""Debian's voices to one file of samples. Runs in the benchmark's own environment, by PyAV.

    python decode.py /usr/share voices.npz

Each voice is three arrays: samples at 16 kHz, one prompt behind the other; lengths; names.
"""

from __future__ import annotations

import sys
from pathlib import Path

import av
import numpy as np

_SOUNDS = {
    "en f": "asterisk/sounds/en_US_f_Allison",
    "es f": "asterisk/sounds/es_MX_f_Allison",
    "fr f": "asterisk/sounds/fr_CA_f_June",
    "it m": "asterisk/sounds/it_IT_m_Carlo",
    "it f": "asterisk/sounds/it_IT_f_Menardi",  # 8 kHz
    "ru f": "asterisk/sounds/ru_RU_f_IvrvoiceRU",
    "misc": "pocketsphinx/test/data",  # LibriVox and commands: several speakers
    "music": "asterisk/moh",
}
_SHORTEST_S, _LONGEST_S = 1.4, 10.0  # narrowed by their labels later
_MUSIC_S = 120.0
_RATE_HZ = 16_000


def main(share: Path, made: Path) -> None:
    arrays = {}
    for voice, folder in _SOUNDS.items():
        found = sorted(
            one
            for one in (share / folder).rglob("*")
            if one.suffix in _SUFFIXES
            and one.parent.name != "silence"  # of 1 to 9 s, for dialplans
        )
        assert found, f"no sound of {voice} under {share}"
        decoded = {str(path.relative_to(share)): _decode(path) for path in found}
        if voice == "music":
            kept = {name: pcm[: int(_MUSIC_S * _RATE_HZ)] for name, pcm in decoded.items()}
        else:
            kept = {
                name: pcm
                for name, pcm in decoded.items()
                if _SHORTEST_S <= len(pcm) / _RATE_HZ <= _LONGEST_S
            }
        arrays[f"{voice}/samples"] = np.concatenate([*kept.values()])
        arrays[f"{voice}/lengths"] = np.array([len(pcm) for pcm in kept.values()])
        arrays[f"{voice}/names"] = np.array([*kept])
        print(voice, len(kept), "of", len(decoded))
    np.savez(made, **arrays)


_SUFFIXES = {".g722", ".wav", ".raw"}


def _decode(path: Path) -> np.ndarray:
    if path.suffix == ".raw":  # 16 kHz, mono int16
        return np.frombuffer(path.read_bytes(), "<i2")
    form = "g722" if path.suffix == ".g722" else None
    resampler = av.AudioResampler(format="s16", layout="mono", rate=_RATE_HZ)
    with av.open(str(path), format=form) as container:
        frames = [one for each in container.decode(audio=0) for one in resampler.resample(each)]
        frames += resampler.resample(None)
    return np.concatenate([np.zeros(0, np.int16), *(one.to_ndarray()[0] for one in frames)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
