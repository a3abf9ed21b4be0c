"""Cleared material: the only form in which a report's content travels past clearance.

What lacks consent is not hidden in these values: it is absent. Only studio.clearance makes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from studio.records.kinds import Medium, Purpose, Sector, Sex
from studio.units import Digest


@dataclass(frozen=True, slots=True)
class Covered:
    """One voice, name, place, picture or quote, and the consent that covers it in a medium."""

    source: str
    purpose: Purpose
    medium: Medium
    consent_id: int
    until: date | None


@dataclass(frozen=True, slots=True)
class Clearance:
    """The verdict on a report: everything that is covered, for which media, and until when.

    usable_until: the last day on which every consent in it holds; None where none ends.
    left_out: what an editor chose to do without ("S-0042:voice").
    inputs: digest of the report and the consents it was decided on.
    """

    report: str
    media: tuple[Medium, ...]
    covered: tuple[Covered, ...]
    left_out: tuple[str, ...]
    usable_until: date | None
    jigsaw_checked_by: str
    inputs: Digest


@dataclass(frozen=True, slots=True)
class ClearedVoice:
    """A person who may be heard: by role, and by name only where that is cleared; their words; their recording."""

    source: str
    sex: Sex
    role_km: str
    role_en: str
    name_km: str
    name_en: str
    quote_km: str
    quote_en: str
    recording: Digest | None


@dataclass(frozen=True, slots=True)
class ClearedOrganization:
    """The speaker of record."""

    code: str
    name_km: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ClearedPlace:
    """As exactly as consent allows: a district, or its province alone. code is the gazetteer's."""

    code: str
    name_km: str
    name_en: str
    province_code: str


@dataclass(frozen=True, slots=True)
class ClearedMaterial:
    """What scripting, scheduling, audio and publishing may use of a report."""

    clearance: Clearance
    organizations: tuple[ClearedOrganization, ...]
    place: ClearedPlace
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
    voices: tuple[ClearedVoice, ...]
