"""The explained example file: what an editor fills in, and what the importer takes without a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from studio.intake.books import Page, workbook
from studio.intake.columns import COMMENT, PERSON, REPORT, Column, person_column
from studio.intake.export import csv_bytes
from studio.intake.terms import Answer, Subject
from studio.languages import Language
from studio.records.kinds import (
    AnonymousFrom,
    Channel,
    Confidentiality,
    ConsentMethod,
    Medium,
    Purpose,
    Scope,
    Sector,
    Sensitivity,
    Sex,
)
from studio.store.files import write_bytes

CHOICES: Mapping[str, type[StrEnum]] = {
    "channel": Channel,
    "language": Language,
    "individual_or_joint": Scope,
    "sectors": Sector,
    "confidentiality": Confidentiality,
    "sensitivity": Sensitivity,
    "sex": Sex,
    "anonymous_from": AnonymousFrom,
    "minor": Answer,
    "consent_method": ConsentMethod,
    "consent_subject": Subject,
}
"""Columns with a closed list."""

SECOND: Mapping[str, str] = {
    "root_uuid": "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42",
    "submitted_at": "០២/០៤/២០១២ ១៤:៣០",
    "individual_or_joint": "individual",
    "event_title_km": "កម្មករសំណង់កត់ត្រាថ្ងៃធ្វើការដោយខ្លួនឯង",
    "event_title_en": "Building workers keep their own record of days",
    "initial_date": "០១/០៤/២០១២",
    "final_date": "",
    "event_description_km": "កម្មករ ២១ នាក់បានជួបជុំគ្នានៅថ្ងៃអាទិត្យ ហើយរៀនកត់ត្រាថ្ងៃធ្វើការ និងប្រាក់ឈ្នួលក្នុងសៀវភៅតូចមួយ។",
    "event_description_en": "Twenty-one workers met on a Sunday and learned to note work days and pay in a small book.",
    "impact_km": "ប្រាំនាក់បានទារប្រាក់ដែលគេបើកខ្វះមកវិញ។",
    "impact_en": "Five of them got back pay that was missing.",
    "message_km": "ចូរកត់ត្រារាល់ថ្ងៃ កុំទុកចិត្តតែការចងចាំ។",
    "message_en": "Write it down every day; do not rely on memory.",
    "sectors": "labour",
    "rights_affected": "fair wages; freedom of association",
    "reached_women": "៩",
    "reached_men": "១២",
}
"""The second example row: Khmer digits, day/month/year, one community, one day, nobody quoted."""

HEADING = 3


def columns(people: int) -> list[tuple[str, Column]]:
    """The columns of the template with room for that many people."""
    pairs = [(column.name, column) for column in REPORT]
    return pairs + [(person_column(number, one.name), one) for number in range(1, people + 1) for one in PERSON]


def table(organizations: Sequence[str], place: str, people: int) -> list[list[str]]:
    """Header, what each column means in Khmer and in English, and two filled rows.

    organizations: codes that exist, one at least; place: a place code that exists.
    """
    named = columns(people)
    joint = len(organizations) > 1
    own = {"organizations": "; ".join(organizations[:2]), "place_code": place}
    first = {name: one.example for name, one in named if not name.startswith("source") or name.startswith("source1_")}
    first |= own | {"individual_or_joint": "joint" if joint else "individual"}
    second = {"form_version": first["form_version"], "channel": "paper", "language": "km"}
    second |= {**SECOND, "organizations": organizations[0], "place_code": place}
    second |= {"confidentiality": "restricted", "sensitivity": "medium"}
    return [
        [name for name, _ in named],
        commented([explained(one, Language.KM) for _, one in named]),
        commented([explained(one, Language.EN) for _, one in named]),
        [first.get(name, "") for name, _ in named],
        [second.get(name, "") for name, _ in named],
    ]


def commented(row: list[str]) -> list[str]:
    """A row that the importer skips."""
    return [f"{COMMENT} {row[0]}", *row[1:]]


def explained(column: Column, language: Language) -> str:
    """What a column means, and whether it must be filled."""
    must = {Language.KM: "ត្រូវតែបំពេញ។ ", Language.EN: "Must be filled. "}[language] if column.required else ""
    return must + (column.km if language is Language.KM else column.en)


def explanations(people: int) -> list[list[str]]:
    """The second sheet: each column with its meaning, its example, what may be written, other names it may have."""
    rows = [["column", "ខ្មែរ", "English", "example", "values", "also called"]]
    for name, column in columns(people):
        values = ", ".join(one.value for one in CHOICES[column.name]) if column.name in CHOICES else ""
        if column.name == "consent":
            values = f"{', '.join(one.value for one in Purpose)} : {', '.join(one.value for one in Medium)}"
        km, en = (explained(column, language) for language in (Language.KM, Language.EN))
        rows.append([name, km, en, column.example, values, ", ".join(column.aliases)])
    return rows


def write_template(
    path: Path, organizations: Sequence[str] = ("BTB-01", "BTB-02"), place: str = "0205", people: int = 2
) -> None:
    """Write the explained example as the path's ending says: .xlsx a workbook with drop-downs, anything else CSV."""
    rows = table(organizations, place, people)
    if path.suffix.casefold() != ".xlsx":
        write_bytes(path, csv_bytes(rows))
        return
    offered = {
        position: [one.value for one in CHOICES[column.name]]
        for position, (_, column) in enumerate(columns(people))
        if column.name in CHOICES
    }
    pages = [
        Page("reports", rows, heading=HEADING, width=26, choices=offered),
        Page("ការពន្យល់ explanations", explanations(people), width=40),
    ]
    write_bytes(path, workbook(pages, path.name))
