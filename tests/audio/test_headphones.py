from __future__ import annotations

import pytest

from app.audio.headphones import are_headphones


@pytest.mark.parametrize(
    "name",
    [
        "External Headphones",
        "Kopfhörer (Realtek(R) Audio)",
        "Casque (Jabra EVOLVE 20)",
        "Auriculares (2- High Definition Audio Device)",
        "Cuffie (USB Audio Device)",
        "Anna's AirPods Pro",
        "Galaxy Buds2 Pro",
        "Pixel Buds A-Series",
        "WH-1000XM5",
        "Headset Earphone (Plantronics Blackwire 325.1)",
        "Headset (WH-CH510 Hands-Free AG Audio)",
        "Speakers (Logitech USB Headset)",
        "Lautsprecher (Sennheiser USB Headset)",
        "ヘッドホン (Realtek Audio)",
        "Наушники (Realtek High Definition Audio)",
        "HEADPHONES",
    ],
)
def test_what_is_worn(name: str) -> None:
    assert are_headphones(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "default",
        "pulse",
        "Speakers (Realtek High Definition Audio)",
        "Lautsprecher (Realtek(R) Audio)",
        "MacBook Pro Speakers",
        "Built-in Output",
        "USB Audio Device",
        "HDA Intel PCH: ALC257 Analog (hw:0,0)",
        "DELL U2720Q (HDMI)",
        "Jabra SPEAK 510 (Hands-Free AG Audio)",
        "Car Kit Hands-Free",
        "Speaker/Headphones",
        "Beats Pill",
    ],
)
def test_what_may_be_heard_in_the_room(name: str) -> None:
    assert not are_headphones(name)
