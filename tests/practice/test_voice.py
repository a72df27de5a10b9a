import json
import tomllib
import wave
from pathlib import Path

import numpy as np
import pytest

from app.core.faults import StoreFault
from app.practice.interviewer import CLOSING, GREETING, NOT_HEARD, THANKS, Line
from app.practice.voice import INDEX, PIECE_SAMPLES, READ_IT, Voice

RESOURCES = Path(__file__).parents[2] / "resources"
VOICE = Voice(RESOURCES / "voice")


def test_every_sentence_of_the_default_plan_has_its_clip() -> None:
    plan = tomllib.loads((RESOURCES / "plans" / "default.toml").read_text(encoding="utf-8"))
    questions = [question["text"] for question in plan["questions"]]
    assert len(questions) == 3
    missing = [
        sentence
        for sentence in (GREETING, *THANKS, NOT_HEARD, CLOSING, READ_IT, *questions)
        if not VOICE.has(sentence)
    ]
    assert missing == []


def test_the_words_of_all_pieces_are_the_line() -> None:
    line = Line((GREETING, "A question that nobody recorded?"))
    assert "".join(p.text for p in VOICE.pieces(line)) == " ".join(line.sentences)


def test_pieces_are_100_ms_and_words_come_along_with_them() -> None:
    pieces = VOICE.pieces(Line((GREETING,)))
    assert {len(piece.pcm) for piece in pieces[:-1]} == {2 * PIECE_SAMPLES}
    assert 0 < len(pieces[-1].pcm) <= 2 * PIECE_SAMPLES
    assert pieces[0].text == "Hello,"
    assert [p.text for p in pieces if p.text] == [
        "Hello,",
        *(f" {word}" for word in GREETING.split()[1:]),
    ]
    last = max(n for n, piece in enumerate(pieces) if piece.text)
    assert 0.5 < last / len(pieces) < 1.0


def test_a_sentence_without_a_clip_sounds_as_the_one_that_points_to_the_screen() -> None:
    unknown, known = VOICE.pieces(Line(("Why?",))), VOICE.pieces(Line((READ_IT,)))
    assert b"".join(p.pcm for p in unknown) == b"".join(p.pcm for p in known)
    assert "".join(p.text for p in unknown) == "Why?"


def test_each_clip_is_speech_at_a_good_level() -> None:
    for path in sorted((RESOURCES / "voice").glob("*.wav")):
        with wave.open(str(path)) as clip:
            samples = np.frombuffer(clip.readframes(clip.getnframes()), dtype="<i2")
        assert 15_000 < np.max(np.abs(samples.astype(int))) < 25_000, path.name
        assert 0.4 < samples.size / 24_000 < 4.0, path.name


def test_the_clips_are_small() -> None:
    sizes = [path.stat().st_size for path in (RESOURCES / "voice").iterdir()]
    assert sum(sizes) < 2_500_000


def test_a_voice_that_is_not_whole_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="Install the application again"):
        Voice(tmp_path)
    (tmp_path / INDEX).write_text(json.dumps({READ_IT: "a.wav"}))
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    with pytest.raises(StoreFault):
        Voice(tmp_path)
    with wave.open(str(tmp_path / "a.wav"), "wb") as clip:
        clip.setnchannels(1)
        clip.setsampwidth(2)
        clip.setframerate(16_000)
        clip.writeframes(bytes(3200))
    with pytest.raises(StoreFault):
        Voice(tmp_path)
