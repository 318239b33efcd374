"""The drawn parts of the documents agree with the code."""

from core.drawing import redraw
from tests.house.source import ROOT


def test_the_architecture_page_shows_the_wiring_of_today():
    text = (ROOT / "docs" / "architecture.md").read_text()

    assert redraw(text) == text
