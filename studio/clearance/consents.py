"""Which consent covers a use, and why none does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from studio.clearance.values import Terms
from studio.errors import Fault, fault
from studio.records.cleared import Covered
from studio.records.kinds import Medium, Purpose

FOREVER = date.max


def covering(
    terms: Iterable[Terms], source: str, minor: bool, purpose: Purpose, medium: Medium, on: date
) -> Covered | Fault:
    """The consent that covers a person's use on a day, the longest one first; or why there is none."""
    asked = [one for one in terms if one.source == source and (purpose, medium) in one.scopes]
    where = f"{source}:{purpose}:{medium}"
    valid = [one for one in asked if holds(one, on) and (one.by_caregiver or not minor)]
    if valid:
        best = max(valid, key=lambda one: (one.expires_on or FOREVER, -one.consent_id))
        return Covered(source, purpose, medium, best.consent_id, best.expires_on)
    return why_not(asked, source, purpose, medium, on, where)


def holds(terms: Terms, on: date) -> bool:
    """Whether a consent holds on a day: neither withdrawn nor expired. It ends at the end of its last day."""
    return terms.withdrawn_on is None and (terms.expires_on is None or on <= terms.expires_on)


def why_not(asked: Sequence[Terms], source: str, purpose: Purpose, medium: Medium, on: date, where: str) -> Fault:
    """The reason that weighs most: withdrawn, then a minor without a caregiver, then expired, then never given."""
    about = {"source": source, "purpose": purpose.value, "medium": medium.value}
    withdrawn = [one.withdrawn_on for one in asked if one.withdrawn_on is not None]
    if withdrawn:
        return fault("clearance.withdrawn", where, **about, on=max(withdrawn).isoformat())
    expired = [one.expires_on for one in asked if one.expires_on is not None and one.expires_on < on]
    if expired and len(expired) == len(asked):
        return fault("clearance.expired", where, **about, on=max(expired).isoformat())
    if asked:
        return fault("clearance.minor-without-caregiver", where, **about)
    return fault("clearance.missing", where, **about)
