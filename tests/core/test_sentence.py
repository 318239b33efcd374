"""A sentence is stored said by nobody, and read by each in their own language."""

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.finding import Finding, Level, as_read
from core.sentence import Sentence, said


def test_it_is_stored_in_its_source_words_whatever_language_is_spoken():
    with translation.override("zh-hans"):
        stored = Sentence(_("Simplified Chinese")).as_data()

    assert stored == {"template": "Simplified Chinese", "values": {}}
    with translation.override("zh-hans"):
        assert said(stored) == "简体中文"
    with translation.override("en"):
        assert said(stored) == "Simplified Chinese"


def test_values_are_filled_in_and_percent_signs_without_values_stay():
    assert str(Sentence("%(n)s of 5 %%", {"n": 3})) == "3 of 5 %"
    assert said(Sentence("5 % off").as_data()) == "5 % off"
    assert said("plain words") == "plain words"


@pytest.mark.parametrize("message", ["plain", Sentence("%(a)s!", {"a": "x"})])
def test_a_finding_is_read_as_it_was_meant(message):
    finding = Finding(code="c", level=Level.WARN, heading="h", message=message)

    assert as_read(finding.as_data())["message"] == str(message)
