import tomllib
from pathlib import Path

SETTINGS = Path(__file__).resolve().parents[2] / "briefcase.toml"


def test_macos_is_asked_not_to_slow_down_a_covered_window() -> None:
    app = tomllib.loads(SETTINGS.read_text("utf-8"))["tool"]["briefcase"]["app"]["app"]
    assert app["macOS"]["info"] == {"LSAppNapIsDisabled": True, "NSAppSleepDisabled": True}
