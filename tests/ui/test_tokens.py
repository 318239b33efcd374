"""The token table: every pair of colours people read is measured, and raw values stay in one file."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static/css"
TOKENS = (CSS / "tokens.css").read_text()
BLOCKS = re.findall(r"\{([^{}]*--page:[^{}]*)\}", TOKENS)
COLOURS = [dict(re.findall(r"--([\w-]+):\s*(#[0-9A-Fa-f]{6})", block)) for block in BLOCKS]
LIGHT, DARK_BY_SYSTEM, DARK_BY_CHOICE = COLOURS
GROUNDS = ("page", "surface", "sunken", "tint")
TONES = ("neutral", "info", "progress", "success", "warning", "danger", "hold", "muted")


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_SYSTEM], ids=["light", "dark"])
def test_every_text_is_readable_on_every_ground(theme: dict[str, str]) -> None:
    weak = {
        (ink, ground): round(contrast(theme[ink], theme[ground]), 2)
        for ink in ("text", "text-2", "text-3", "accent", "danger")
        for ground in GROUNDS
        if contrast(theme[ink], theme[ground]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_SYSTEM], ids=["light", "dark"])
def test_every_badge_and_button_is_readable(theme: dict[str, str]) -> None:
    pairs = [(f"{tone}-ink", f"{tone}-bg") for tone in TONES] + [("on-accent", "accent"), ("on-danger", "danger")]
    weak = {pair: round(contrast(theme[pair[0]], theme[pair[1]]), 2) for pair in pairs}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < 5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK_BY_SYSTEM], ids=["light", "dark"])
def test_edges_focus_and_charts_stand_out_from_the_ground(theme: dict[str, str]) -> None:
    inks = ["control", "focus", "warning", *[f"series-{n}" for n in range(1, 7)]]
    weak = {
        (ink, ground): round(contrast(theme[ink], theme[ground]), 2)
        for ink in inks
        for ground in ("page", "surface", "sunken")
        if contrast(theme[ink], theme[ground]) < 3
    }

    assert weak == {}


def test_scan_bands_reach_seven_to_one() -> None:
    bands = {name: contrast(LIGHT["on-band"], LIGHT[f"band-{name}"]) for name in ("ok", "over", "wrong", "ask")}

    assert {name: ratio for name, ratio in bands.items() if ratio < 7} == {}


def test_dark_is_the_same_by_system_and_by_choice() -> None:
    assert DARK_BY_SYSTEM == DARK_BY_CHOICE
    assert DARK_BY_SYSTEM.keys() == {name for name in LIGHT if not name.startswith(("band", "on-band"))}


def test_raw_colours_and_sizes_stay_in_the_token_file() -> None:
    css = re.sub(r"/\*.*?\*/", "", (CSS / "gendan.css").read_text(), flags=re.S)

    assert re.findall(r"#[0-9A-Fa-f]{3,8}\b(?![^{}]*\{)", css) == []
    assert re.findall(r"\b\d+px", css) == []


def test_every_token_used_exists() -> None:
    known = set(re.findall(r"(--[\w-]+):", TOKENS))

    assert set(re.findall(r"var\((--[\w-]+)", (CSS / "gendan.css").read_text())) - known == set()


def test_weights_stay_in_budget() -> None:
    def packed(folder: str) -> int:
        return sum(len(gzip.compress(f.read_bytes())) for f in (CSS.parent / folder).iterdir() if f.is_file())

    assert packed("css") < 15_000
    assert packed("js") < 29_000
    assert (CSS.parent / "icons/sprite.svg").stat().st_size < 12_000
