"""A report as it came in, validated: the report, who made it, its people with their words and consents."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property

from studio.errors import Fault
from studio.records.kinds import AnonymousFrom, ConsentMethod, Medium, Purpose, Sex
from studio.records.reports import ReportBase
from studio.units import Digest, digest_of

LIST = "; "
PEOPLE_KEY = "people"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One act of consent, as it was recorded."""

    scopes: frozenset[tuple[Purpose, Medium]]
    method: ConsentMethod
    obtained_on: date
    obtained_by: str = ""
    subject: str = "individual"
    language: str = "km"
    expires_on: date | None = None
    withdrawn_on: date | None = None

    @property
    def act(self) -> tuple[object, ...]:
        """What makes it this act and no other; a withdrawal ends an act and makes no new one."""
        return (self.obtained_on, self.method, self.obtained_by, self.subject, self.expires_on, self.scopes)


@dataclass(frozen=True, slots=True)
class Person:
    """A person of a report. name: the real one, kept in memory only until it is sealed. recording: a relative path."""

    code: str
    sex: Sex = Sex.UNSTATED
    role_km: str = ""
    role_en: str = ""
    name: str = field(default="", repr=False, compare=False)
    name_on_air_km: str = ""
    name_on_air_en: str = ""
    anonymous_from: AnonymousFrom = AnonymousFrom.PUBLIC
    minor: bool = False
    quote_km: str = ""
    quote_en: str = ""
    recording: str = ""
    consent: Agreement | None = None

    @property
    def content(self) -> dict[str, str]:
        """What of the person belongs to the report's content: neither the name nor the path nor the consent."""
        return {
            "sex": self.sex.value,
            "role_km": self.role_km,
            "role_en": self.role_en,
            "name_on_air_km": self.name_on_air_km,
            "name_on_air_en": self.name_on_air_en,
            "anonymous_from": self.anonymous_from.value,
            "minor": "yes" if self.minor else "no",
            "quote_km": self.quote_km,
            "quote_en": self.quote_en,
        }


@dataclass(frozen=True)
class Submission:
    """One report that can be kept.

    line: where it stands in its file. given: our columns that the file has; others leave what is stored alone.
    organizations: codes, the first speaks first. search_text: its free texts in search form.
    """

    line: int
    report: ReportBase
    organizations: tuple[str, ...]
    people: tuple[Person, ...] = ()
    given: frozenset[str] = frozenset()
    search_text: str = field(default="", repr=False)

    @property
    def recordings(self) -> tuple[tuple[str, str], ...]:
        """Source code and relative path of each recording."""
        return tuple((person.code, person.recording) for person in self.people if person.recording)

    @cached_property
    def content(self) -> dict[str, str]:
        """Everything that a merge compares, as text: report fields, codes, and "S-0042.quote_km" for people."""
        return content_of(self.report, self.organizations, self.people)

    @cached_property
    def digest(self) -> Digest:
        """SHA-256 of the content."""
        return digest_content(self.content)


@dataclass(frozen=True, slots=True)
class Parsed:
    """What became of one row: a submission, or the faults for which there is none; warnings either way."""

    line: int
    root_uuid: str
    submission: Submission | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def content_of(report: ReportBase, organizations: Sequence[str], people: Sequence[Person]) -> dict[str, str]:
    """The content of a report as text by field; the same for what comes in and for what is stored."""
    content = {name: as_text(getattr(report, name)) for name in ReportBase.model_fields}
    content["organizations"] = LIST.join(organizations)
    content[PEOPLE_KEY] = LIST.join(person.code for person in people)
    for person in people:
        content |= {f"{person.code}.{name}": text for name, text in person.content.items()}
    return content


def as_text(value: object) -> str:
    """A field's value as canonical text: moments in UTC, lists joined, nothing as nothing."""
    match value:
        case None:
            return ""
        case datetime():
            return value.astimezone(UTC).isoformat()
        case list() | tuple():
            return LIST.join(str(one) for one in value)
        case _:
            return str(value)


def digest_content(content: Mapping[str, str]) -> Digest:
    """SHA-256 of a content; fields that hold nothing do not count."""
    filled = {name: text for name, text in content.items() if text}
    return digest_of(json.dumps(filled, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
