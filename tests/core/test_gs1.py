"""GS1 codes are read as article, lot, expiry and serial number; everything else is no such code (S70)."""

import datetime

import pytest

from core.gs1 import Elements, read

DAY = datetime.date(2027, 3, 31)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("(01)06901234567892(17)270331(10)L-1", Elements("06901234567892", "L-1", "", DAY)),
        ("(01)06901234567892(21)S-9", Elements("06901234567892", "", "S-9")),
        ("]C101069012345678921727033110L-1", Elements("06901234567892", "L-1", "", DAY)),
        ("010690123456789210L-1\x1d21S-9", Elements("06901234567892", "L-1", "S-9")),
        ("01069012345678921727030010L-1", Elements("06901234567892", "L-1", "", DAY)),
        ("0106901234567892", Elements("06901234567892")),
    ],
)
def test_elements_are_read(code, said):
    assert read(code) == said


OTHERS = ["", "A-1043", "6901234567892", "0106901", "(10)L-1", "0106901234567892XX", "SO-2026-1"]


@pytest.mark.parametrize("code", OTHERS)
def test_other_codes_are_none(code):
    assert read(code) is None


def test_an_article_is_known_under_every_length_of_its_number():
    assert set(read("(01)06901234567892").barcodes) == {"06901234567892", "6901234567892"}
    assert {"00012345", "000000012345", "0000000012345"} < set(read("(01)00000000012345").barcodes)


def test_a_day_that_does_not_exist_is_no_day():
    assert read("(01)06901234567892(17)270231").expires_on is None
