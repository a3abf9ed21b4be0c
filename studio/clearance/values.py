"""What a clearance is decided on: persons, their statements, the consents they gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studio.records.cleared import ClearedOrganization, ClearedPlace
from studio.records.kinds import (
    AnonymousFrom,
    Confidentiality,
    Medium,
    Purpose,
    ReviewState,
    Sector,
    Sex,
)
from studio.units import Digest

BROADCAST = (Medium.AIR, Medium.ONLINE)
"""An edition is aired and then stays in the feed: both are asked for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One act of consent: who, for what, where, until when, and whether it still holds."""

    consent_id: int
    source: str
    scopes: frozenset[tuple[Purpose, Medium]]
    expires_on: date | None
    withdrawn_on: date | None
    by_caregiver: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A person in a report: how they may be called, what they said, and the recording of it."""

    source: str
    sex: Sex
    role_km: str
    role_en: str
    name_km: str
    name_en: str
    anonymous_from: AnonymousFrom
    minor: bool
    quote_km: str
    quote_en: str
    recording: Digest | None


@dataclass(frozen=True, slots=True)
class Material:
    """A report as the editor sees it: nothing in it may be aired before it is cleared.

    place: the district where it was; province: what that is coarsened to; commune: for the desk alone, never aired.
    inputs: digest of the report as it stands. duplicate: another report tells the same, and is kept.
    """

    report: str
    inputs: Digest
    review_state: ReviewState
    confidentiality: Confidentiality
    organizations: tuple[ClearedOrganization, ...]
    place: ClearedPlace
    province: ClearedPlace
    sectors: tuple[Sector, ...]
    joint: bool
    first_day: date
    last_day: date
    title_km: str
    title_en: str
    happened_km: str
    happened_en: str
    impact_km: str
    impact_en: str
    message_km: str
    message_en: str
    reached_women: int | None
    reached_men: int | None
    statements: tuple[Statement, ...]
    duplicate: bool = False
    commune: ClearedPlace | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in the report that would be read out besides the quotes."""
        return (
            self.title_km,
            self.title_en,
            self.happened_km,
            self.happened_en,
            self.impact_km,
            self.impact_en,
            self.message_km,
            self.message_en,
        )
