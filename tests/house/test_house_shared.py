"""What two rooms must know alike: none imports another, so it is written in each, and compared here."""

from __future__ import annotations

import re

from studio.audio.files.sniff import ENDINGS
from studio.audio.scores.treatment import HIGHEST_PASS, LOWEST_PASS
from studio.intake.columns import PERSON
from studio.intake.persons import SUFFIXES
from studio.settings import HIGH_PASS_HZ

TAKEN = {ending for endings in ENDINGS.values() for ending in endings}


def test_a_table_of_reports_may_name_every_recording_that_can_be_decoded() -> None:
    assert set(SUFFIXES) == TAKEN
    assert len(SUFFIXES) == len(TAKEN)


def test_the_column_of_recordings_names_every_kind_there_is_in_both_languages() -> None:
    (column,) = [one for one in PERSON if one.name == "recording"]
    for hint in (column.km, column.en):
        named = {f".{word}" for word in re.findall("[a-z0-9]+", hint)} & TAKEN
        assert [kind for kind, endings in ENDINGS.items() if not named & set(endings)] == []


def test_a_high_pass_of_the_settings_is_one_that_a_take_can_be_treated_with() -> None:
    assert HIGH_PASS_HZ == (LOWEST_PASS, HIGHEST_PASS)
