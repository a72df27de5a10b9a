"""Does the name of a loudspeaker say that it is worn on the ears?

Then the microphone cannot hear the interviewer, and nothing has to be taken out of it. A name that
says nothing ("default", "USB Audio") is no headphones: a canceller that was not needed costs a
little, one that was needed and is missing lets the interviewer's voice pass for the candidate's.

The words are what Windows, macOS and the sound servers of Linux call the socket or the profile in
their own languages ("Kopfhörer", "Casque", "External Headphones", "Hands-Free"), and the names
that makers give to what has no other purpose. Windows calls any headset's loudspeaker "Headset
Earphone" or "Headphones"; Bluetooth's own word for a headset is its profile "Hands-Free AG Audio",
which cars and conference loudspeakers have too, so that alone says nothing.
"""

from __future__ import annotations

import re

_WORN = (
    # English, as part of a longer word too: "Headphones", "EarPods", "Galaxy Buds2 Pro"
    *("headphone", "headset", "earphone", "earbud", "earpiece", "in-ear"),
    # What the systems say in other languages
    *("kopfhörer", "ohrhörer", "sprechgarnitur"),  # German
    *("casque", "écouteur", "oreillette"),  # French
    *("auricular", "audífono", "cascos"),  # Spanish, "auricolari" is Italian below
    *("cuffie", "cuffia", "auricolar"),  # Italian
    *("fones de ouvido", "fone de ouvido", "auscultador"),  # Portuguese
    *("koptelefoon", "hoofdtelefoon", "oortelefoon", "oordopjes"),  # Dutch
    *("hörlur", "hodetelefon", "hovedtelefon", "øretelefon", "kuulokkeet", "kuuloke"),  # Nordic
    *("słuchawk", "sluchátk", "slúchadl", "fejhallgató", "căști", "ακουστικά"),  # eastern Europe
    *("наушник", "гарнитура", "навушник", "слушалк"),  # Cyrillic
    *("kulakl", "אוזניות", "سماعات الرأس", "سماعة رأس", "हेडफ़ोन"),
    *(
        "ヘッドホン",
        "ヘッドフォン",
        "ヘッドセット",
        "イヤホン",
        "耳机",
        "耳機",
        "헤드폰",
        "헤드셋",
        "이어폰",
    ),
    # What is made for nothing else
    *("airpods", "earpods", "powerbeats", "beats fit", "beats solo", "beats studio"),
    *("quietcomfort", "linkbuds", "freebuds", "redmi buds", "oneplus buds", "wh-1000x", "wf-1000x"),
)
_BUDS = re.compile(
    r"\b(?:pixel|galaxy|nothing|soundcore|jabra elite|tune|liberty)\s+(?:\w+\s+)?buds"
)
_OPEN = (
    *("speaker", "lautsprecher", "haut-parleur", "altavo", "altoparlant", "alto-falante"),
    *("luidspreker", "högtalare", "høyttaler", "højttaler", "głośnik", "динамик", "スピーカー"),
    *("扬声器", "揚聲器", "스피커", "hdmi", "displayport", "monitor"),
)
"""What is heard in the room. It counts only where nothing else is said: Windows names the socket
after its driver, and "Speakers (Logitech Headset)" is how it calls many a headset's ears."""
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")


def are_headphones(name: str) -> bool:
    """Whether a loudspeaker's name says so.

    "Speakers (… Headset)" does: the word in brackets is the device, the one before it its socket.
    "Headphone jack speakers" and other contradictions outside of brackets do not.

    Args:
        name: As the system calls it, or its label.
    """
    said = name.casefold()
    device = " ".join(_IN_BRACKETS.findall(said))
    if _is_worn(device):
        return not _is_open(device)
    return _is_worn(said) and not _is_open(said)


def _is_worn(said: str) -> bool:
    return any(word in said for word in _WORN) or _BUDS.search(said) is not None


def _is_open(said: str) -> bool:
    return any(word in said for word in _OPEN)
