"""Which consent covers a use, and the reason that weighs most where none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from studio.clearance.consents import covering, holds
from studio.clearance.values import Terms
from studio.errors import Fault
from studio.records.cleared import Covered
from studio.records.kinds import Medium, Purpose

ON = date(2012, 5, 17)
DAY = timedelta(days=1)
GIVEN = Terms(
    consent_id=1,
    source="S-0042",
    scopes=frozenset({(Purpose.VOICE, Medium.AIR)}),
    expires_on=None,
    withdrawn_on=None,
    by_caregiver=False,
)


def ask(*terms: Terms, minor: bool = False, on: date = ON) -> Covered | Fault:
    return covering(terms, "S-0042", minor, Purpose.VOICE, Medium.AIR, on)


def reason(*terms: Terms, minor: bool = False) -> Fault:
    verdict = ask(*terms, minor=minor)
    assert isinstance(verdict, Fault)
    assert verdict.where == "S-0042:voice:air"
    about = {key: verdict.values[key] for key in ("source", "purpose", "medium")}
    assert about == {"source": "S-0042", "purpose": "voice", "medium": "air"}
    return verdict


def test_a_consent_covers_its_own_use() -> None:
    assert ask(GIVEN) == Covered("S-0042", Purpose.VOICE, Medium.AIR, 1, None)


@pytest.mark.parametrize(
    "other",
    [
        replace(GIVEN, source="S-0043"),
        replace(GIVEN, scopes=frozenset({(Purpose.WORDS, Medium.AIR)})),
        replace(GIVEN, scopes=frozenset({(Purpose.VOICE, Medium.ONLINE)})),
        replace(GIVEN, scopes=frozenset()),
    ],
)
def test_another_persons_purpose_or_medium_covers_nothing(other: Terms) -> None:
    assert reason(other).code == "clearance.missing"


def test_a_consent_holds_through_its_last_day() -> None:
    last = replace(GIVEN, expires_on=ON)
    assert holds(last, ON)
    assert holds(last, ON - DAY)
    assert not holds(last, ON + DAY)
    assert isinstance(ask(last), Covered)
    assert isinstance(ask(last, on=ON + DAY), Fault)


def test_a_withdrawn_consent_never_holds_again() -> None:
    for withdrawn in (ON - DAY, ON, ON + DAY):
        assert not holds(replace(GIVEN, withdrawn_on=withdrawn), ON)


def test_the_longest_consent_is_named_and_of_equals_the_first() -> None:
    short, long = replace(GIVEN, expires_on=ON), replace(GIVEN, consent_id=2, expires_on=ON + DAY)
    forever, later = replace(GIVEN, consent_id=3), replace(GIVEN, consent_id=4)
    assert ask(short, long) == Covered("S-0042", Purpose.VOICE, Medium.AIR, 2, ON + DAY)
    assert ask(later, short, forever, long) == Covered("S-0042", Purpose.VOICE, Medium.AIR, 3, None)


def test_a_minor_needs_a_caregiver() -> None:
    assert reason(GIVEN, minor=True).code == "clearance.minor-without-caregiver"
    caregiver = replace(GIVEN, consent_id=2, by_caregiver=True)
    assert ask(GIVEN, caregiver, minor=True) == Covered("S-0042", Purpose.VOICE, Medium.AIR, 2, None)


def test_a_caregivers_consent_covers_the_same_person_grown_up() -> None:
    assert isinstance(ask(replace(GIVEN, by_caregiver=True)), Covered)


def test_the_reason_that_weighs_most_is_told() -> None:
    expired = replace(GIVEN, expires_on=ON - DAY)
    withdrawn = replace(GIVEN, consent_id=2, withdrawn_on=ON - 3 * DAY)
    assert reason().code == "clearance.missing"
    assert reason(expired).code == "clearance.expired"
    assert reason(expired, replace(expired, expires_on=ON - 9 * DAY)).values["on"] == "2012-05-16"
    assert reason(expired, withdrawn).code == "clearance.withdrawn"
    assert reason(withdrawn, replace(withdrawn, withdrawn_on=ON - DAY)).values["on"] == "2012-05-16"
    assert reason(expired, GIVEN, minor=True).code == "clearance.minor-without-caregiver"


def test_a_new_consent_after_a_withdrawal_covers_again() -> None:
    withdrawn = replace(GIVEN, withdrawn_on=ON - DAY)
    assert ask(withdrawn, replace(GIVEN, consent_id=2)) == Covered("S-0042", Purpose.VOICE, Medium.AIR, 2, None)
