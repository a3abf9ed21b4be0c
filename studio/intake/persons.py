"""From the cells of a row to its people: codes, words, consents, paths of recordings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath

from studio.intake.cells import Cells, parts
from studio.intake.columns import PEOPLE, PERSON_NAMES, person_column
from studio.intake.submission import Agreement, Person
from studio.intake.terms import Subject, listed, meant
from studio.intake.text import key
from studio.khmer.digits import to_arabic
from studio.records.kinds import AnonymousFrom, ConsentMethod, Medium, Purpose, Sex

CODE = re.compile(r"[A-Z]{1,8}(?:-[A-Z0-9]{1,8})?-?\d{1,8}")
_GAPS = re.compile(r"[-_./\\]+")
SUFFIXES = (
    ".wav",
    ".wave",
    ".w64",
    ".mp3",
    ".m4a",
    ".mp4",
    ".m4b",
    ".mov",
    ".3gp",
    ".aac",
    ".ogg",
    ".oga",
    ".opus",
    ".webm",
    ".weba",
    ".mka",
    ".mkv",
    ".flac",
    ".amr",
    ".awb",
    ".gsm",
)
"""The endings of recordings that Studio takes, as studio.audio.files.sniff has them."""
WHAT_COUNTS = tuple(name for name in PERSON_NAMES if name != "code")


def numbers_of(cells: Iterable[str]) -> list[int]:
    """Which of the nine places for people a row uses."""
    found = {int(name[6]) for name in cells if name.startswith("source")}
    return sorted(number for number in found if 1 <= number <= PEOPLE)


def people_of(cells: Cells, today: date) -> tuple[Person, ...]:
    """The people of a row, each code once."""
    people: dict[str, Person] = {}
    for number in numbers_of(cells.row.cells):
        person = person_of(cells, number, today)
        if person is None:
            continue
        if person.code in people:
            cells.refuse(person_column(number, "code"), "intake.person-twice", source=person.code)
        people[person.code] = person
    return tuple(people.values())


def person_of(cells: Cells, number: int, today: date) -> Person | None:
    """One person; None, with a fault, where there is no code to call the person by."""
    at = {name: person_column(number, name) for name in PERSON_NAMES}
    code = code_of(cells, at["code"], number)
    scopes = scopes_of(cells, at["consent"])
    person = Person(
        code=code,
        sex=cells.choice(at["sex"], Sex) or Sex.UNSTATED,
        role_km=cells.free(at["role_km"]),
        role_en=cells.free(at["role_en"]),
        name=cells.text(at["name"]),
        name_on_air_km=cells.text(at["name_on_air_km"]),
        name_on_air_en=cells.text(at["name_on_air_en"]),
        anonymous_from=cells.choice(at["anonymous_from"], AnonymousFrom) or AnonymousFrom.PUBLIC,
        minor=cells.answer(at["minor"]),
        quote_km=cells.free(at["quote_km"]),
        quote_en=cells.free(at["quote_en"]),
        recording=recording_of(cells, at["recording"]),
        consent=consent_of(cells, at, scopes, today),
    )
    if not any(purpose is Purpose.NAME for purpose, _ in scopes):
        for name in ("name_on_air_km", "name_on_air_en"):
            if getattr(person, name):
                cells.refuse(at[name], "intake.name-without-consent", source=code)
    return person if code else None


def code_of(cells: Cells, column: str, number: int) -> str:
    """A person's code; empty, with a fault, where it is missing or is no code."""
    found = to_arabic(cells.raw(column)).upper()
    if not found:
        if any(cells.raw(person_column(number, name)) for name in WHAT_COUNTS):
            cells.refuse(column, "intake.person-without-code")
        return ""
    if not CODE.fullmatch(found) or len(found) > 24:
        cells.refuse(column, "intake.code-bad")
        return ""
    return found


def recording_of(cells: Cells, column: str) -> str:
    """The path of a recording below its file's folder; a fault where it leads out of there or holds a real name."""
    found = cells.text(column)
    if not found:
        return ""
    path = PurePosixPath(found.replace("\\", "/"))
    outside = path.is_absolute() or ".." in path.parts or PureWindowsPath(found).drive or "://" in found
    if outside or found.startswith("~"):
        cells.refuse(column, "intake.recording-outside")
    elif path.suffix.casefold() not in SUFFIXES:
        cells.refuse(column, "intake.recording-kind", found=path.suffix[:10] or "–", known=listed(SUFFIXES))
    if cells.names.within(key(_GAPS.sub(" ", found))):
        cells.refuse(column, "intake.name-in-text")
    return str(path)


def consent_of(
    cells: Cells, at: dict[str, str], scopes: frozenset[tuple[Purpose, Medium]], today: date
) -> Agreement | None:
    """The act of consent that a row records for a person; None where it records none."""
    obtained = cells.day(at["consent_on"])
    expires, withdrawn = cells.day(at["consent_expires"]), cells.day(at["consent_withdrawn_on"])
    method = cells.choice(at["consent_method"], ConsentMethod)
    subject = cells.choice(at["consent_subject"], Subject) or Subject.INDIVIDUAL
    by = staff_of(cells, at["consent_by"])
    if not scopes:
        if withdrawn and not cells.raw(at["consent"]):
            cells.refuse(at["consent"], "intake.withdrawal-of-nothing")
        return None
    if subject is Subject.OTHER:
        cells.refuse(at["consent_subject"], "intake.consent-by-other")
    for column, day in (("consent_on", obtained), ("consent_withdrawn_on", withdrawn)):
        if day is not None and day > today:
            cells.refuse(at[column], "intake.date-future", found=day.isoformat())
    for column, day in (("consent_expires", expires), ("consent_withdrawn_on", withdrawn)):
        if day is not None and obtained is not None and day < obtained:
            cells.refuse(at[column], "intake.consent-order", found=day.isoformat(), first=obtained.isoformat())
    for column in ("consent_on", "consent_method"):
        if not cells.raw(at[column]):
            cells.refuse(at[column], "intake.value-missing")
    if obtained is None or method is None:
        return None
    return Agreement(scopes, method, obtained, by, subject.value, "km", expires, withdrawn)


def staff_of(cells: Cells, column: str) -> str:
    """The code of whoever asked; a fault where a name stands there."""
    found = to_arabic(cells.raw(column)).upper()
    if found and (not CODE.fullmatch(found) or len(found) > 24):
        cells.refuse(column, "intake.code-bad")
        return ""
    return found


def scopes_of(cells: Cells, column: str) -> frozenset[tuple[Purpose, Medium]]:
    """What a consent covers: "words:air words:online"."""
    found: set[tuple[Purpose, Medium]] = set()
    for piece in " ".join(parts(cells.raw(column))).split():
        left, _, right = piece.partition(":")
        purpose, medium = meant(Purpose, left), meant(Medium, right)
        if isinstance(purpose, Purpose) and isinstance(medium, Medium):
            found.add((purpose, medium))
        else:
            known = f"{listed(one.value for one in Purpose)} : {listed(one.value for one in Medium)}"
            cells.refuse(column, "intake.scope-unknown", found=cells.shown(column, piece), known=known)
    return frozenset(found)
