"""What somebody typed into the form, as it came and as a report: the same columns as a file of reports has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID

from studio.accounts.tokens import new_token
from studio.errors import Fault
from studio.languages import Language
from studio.pipeline.report_form import Enclosed
from studio.units import digest_of

VERSION = "web-1"
MOST_PEOPLE = 9
REPORT = (
    "root_uuid", "channel", "organizations", "event_title", "event_description", "impact", "message",
    "initial_date", "final_date", "province", "district", "commune", "reached_women", "reached_men", "confidentiality",
)  # fmt: skip
AREAS = ("province", "district", "commune")
"""Fields that together say the place."""
PERSON = (
    "code", "sex", "role", "quote", "name_on_air", "anonymous_from", "minor", "consent_method", "consent_on",
    "consent_by", "upload", "picture",
)  # fmt: skip
COUNTS = ("code", "role", "quote", "name_on_air", "upload", "picture")
"""What makes a person's part of the form filled."""
TOLD = frozenset({"event_title", "event_description", "impact", "message", "role", "quote", "name_on_air"})
"""What is kept in the language of the form."""
MINE = {
    "intake.value-missing": "web.report-empty",
    "intake.organization-unknown": "web.report-organization",
    "intake.place-unknown": "web.report-place",
    "intake.cell-long": "web.report-long",
    "intake.text-long": "web.report-long",
    "intake.name-without-consent": "web.report-name",
}
"""Faults that a sender is told in other words than an editor with a file."""


@dataclass(frozen=True)
class Typed:
    """A form as it was filled in: single values and lists by name; how many people it has room for.

    whole: its last field came, so nothing that protects somebody was cut off on the way.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    people: int = 1
    whole: bool = True

    def __call__(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def has(self, name: str, value: str) -> bool:
        """Whether one of several boxes is ticked."""
        return value in self.lists.get(name, frozenset())

    def with_values(self, **values: str) -> Typed:
        """The same form with some fields filled otherwise."""
        return replace(self, values={**self.values, **values})


def new_number() -> str:
    """The number of a new report: the form's own token, which nobody can guess."""
    return str(UUID(hex=digest_of(new_token().encode())[:32], version=4))


def typed_from(given: Mapping[str, list[str]]) -> Typed:
    """What of a sent form the form knows; all else is left."""
    values = {name: given[name][0] for name in REPORT if given.get(name)}
    lists = {"sectors": frozenset(given.get("sectors", []))}
    people = 1
    for number in range(1, MOST_PEOPLE + 1):
        before = f"source{number}_"
        own = {before + name: given[before + name][0] for name in PERSON if given.get(before + name)}
        values |= own
        lists[f"{before}consent"] = frozenset(given.get(f"{before}consent", []))
        if any(own.get(before + name, "").strip() for name in COUNTS):
            people = number
    asked = given.get("people", ["1"])[0]
    wanted = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 1
    return Typed(values, lists, max(1, people, min(wanted, MOST_PEOPLE)), "whole" in given)


def filled(typed: Typed) -> list[int]:
    """The people of whom something is said."""
    return [
        number
        for number in range(1, MOST_PEOPLE + 1)
        if any(typed(f"source{number}_{name}").strip() for name in COUNTS)
    ]


def code_of(typed: Typed, number: int) -> str:
    """A person's code; where none is given, one that only this report has."""
    given = typed(f"source{number}_code").strip()
    return given or f"W-{digest_of(typed('root_uuid').encode())[:7].upper()}-{number}"


def fields_of(typed: Typed, place: str, language: Language) -> dict[str, object]:
    """The form as fields of a report. place: the code of the place that was meant."""
    fields: dict[str, object] = {
        "form_version": VERSION,
        "language": language.value,
        "place_code": place,
        "sectors": "; ".join(sorted(typed.lists.get("sectors", ()))),
    }
    for name in REPORT:
        if name not in AREAS:
            fields[column(name, language)] = typed(name)
    for number in filled(typed):
        before = f"source{number}_"
        for name in PERSON:
            if name not in ("upload", "picture", "code"):
                fields[before + column(name, language)] = typed(before + name)
        fields[f"{before}code"] = code_of(typed, number)
        scopes = sorted(typed.lists.get(f"{before}consent", ()))
        fields[f"{before}consent"] = " ".join(scopes)
        if not scopes:
            fields[f"{before}consent_on"] = fields[f"{before}consent_method"] = ""
    return fields


def column(name: str, language: Language) -> str:
    """The column of a field."""
    return f"{name}_{language.value}" if name in TOLD else name


def enclosed_in(typed: Typed) -> list[Enclosed]:
    """What came in beside the form."""
    found = []
    for number in filled(typed):
        for name, picture in (("upload", False), ("picture", True)):
            token = typed(f"source{number}_{name}").strip()
            if token:
                found.append(Enclosed(code_of(typed, number).upper(), token, f"source{number}_{name}", picture))
    return found


def field_of(found: Fault) -> str:
    """The field of the form that a fault is about; empty where it is about the whole."""
    return str(found.values.get("field", "")).removesuffix("_km").removesuffix("_en")


def placed(found: Fault, field: str) -> Fault:
    """A fault about the place, told beside the field that says it last; any other as it is."""
    if found.values.get("field") != "place_code":
        return found
    return Fault(found.code, found.where, {**found.values, "field": field})


def told(found: Fault, label: str) -> Fault:
    """A fault in the words of the form. label: what the field is called there."""
    return Fault(MINE.get(found.code, found.code), label, found.values)
