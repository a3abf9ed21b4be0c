"""Organizations from the rows of a sheet: validated, with every fault of a row."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from studio.errors import Fault, Scalar, fault
from studio.khmer.digits import to_arabic
from studio.khmer.normal import tidy
from studio.records.kinds import ParticipantStatus, Sector
from studio.records.network import OrganizationIn

CODE = re.compile(r"[A-Z]{2,8}(?:-[A-Z0-9]{1,8})?-?\d{1,6}")
YES = frozenset("yes y true 1 x បាទ ចាស មាន".split())  # noqa: SIM905
NO = frozenset("no n false 0 - ទេ អត់ គ្មាន".split())  # noqa: SIM905
MOST_DIGITS = 7
TEXTS = {"name_km": 200, "name_en": 200, "description_km": 2_000, "description_en": 2_000}
COUNTS = ("members_total", "members_women", "members_youth")
DIRECTORY = ("directory_online", "directory_print")
"""Where an organization may ask to be listed."""

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_LOCAL = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


class SheetRow(Protocol):
    """A row of a sheet, whoever read it: its line, texts by our column names, and what was wrong while reading."""

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        ...

    @property
    def cells(self) -> Mapping[str, str]:
        """Texts by column."""
        ...

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Why the row cannot be taken."""
        ...

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What was noticed."""
        ...


@dataclass(slots=True)
class Reading:
    """One row while it is read; faults grow with every value asked for."""

    row: SheetRow
    where: str
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, name: str, code: str, **values: Scalar) -> None:
        """Note a fault of a column."""
        about: dict[str, Scalar] = {"line": self.row.line, "field": name, **values}
        self.faults.append(fault(code, f"{self.where}:{self.row.line} {name}", **about))

    def text(self, name: str) -> str:
        """A tidy text."""
        return tidy(self.row.cells.get(name, ""))

    def plain(self, name: str) -> str:
        """A short text in lower case with Arabic digits."""
        return to_arabic(self.text(name)).casefold().strip()


def parse(reading: Reading, places: Collection[str], today: date) -> OrganizationIn | None:
    """A row as an organization; None, with every fault noted, where it is none."""
    if not reading.row.cells:
        return None
    told: dict[str, Any] = {
        "code": code_of(reading),
        **{name: text_of(reading, name, limit) for name, limit in TEXTS.items()},
        "place_code": place_of(reading, places),
        "sectors": sectors_of(reading),
        **{name: count_of(reading, name) for name in COUNTS},
        "participant_status": choice_of(reading, "participant_status", ParticipantStatus, ParticipantStatus.IDENTIFIED),
        "joined_on": day_of(reading, "joined_on", today),
        **{name: answer_of(reading, name) for name in DIRECTORY},
    }
    total = told["members_total"]
    for name in COUNTS[1:]:
        if total is not None and told[name] is not None and told[name] > total:
            reading.refuse(name, "network.more-than-all", found=told[name], total=total)
    return None if reading.faults else OrganizationIn(**told)


def code_of(reading: Reading) -> str:
    """The organization's code."""
    found = to_arabic(reading.text("code")).upper()
    if not found:
        reading.refuse("code", "network.value-missing")
    elif not CODE.fullmatch(found):
        reading.refuse("code", "network.code-bad", found=found[:40])
    return found


def text_of(reading: Reading, name: str, limit: int) -> str:
    """A text of limited length; the Khmer name must be there."""
    found = reading.text(name)
    if len(found) > limit:
        reading.refuse(name, "network.text-long", found=len(found), limit=limit)
    if name == "name_km" and not found:
        reading.refuse(name, "network.value-missing")
    return found


def place_of(reading: Reading, places: Collection[str]) -> str:
    """A known place code; a nought that a spreadsheet took away is put back."""
    found = reading.plain("place_code").removeprefix("kh")
    if not found:
        reading.refuse("place_code", "network.value-missing")
        return ""
    for code in (found, f"0{found}"):
        if code in places:
            return code
    reading.refuse("place_code", "network.place-unknown", found=found[:40])
    return found


def sectors_of(reading: Reading) -> list[Sector]:
    """The sectors, each once."""
    found: dict[Sector, None] = {}
    for part in re.split(r"[;,\s]+", reading.plain("sectors")):
        if part in [one.value for one in Sector]:
            found[Sector(part)] = None
        elif part:
            reading.refuse("sectors", "network.value-unknown", found=part[:40], near=near(part, Sector))
    return list(found)


def choice_of(reading: Reading, name: str, kind: type[StrEnum], default: StrEnum) -> StrEnum:
    """A value of a closed list."""
    found = reading.plain(name).replace(" ", "_")
    if not found:
        return default
    if found in [one.value for one in kind]:
        return kind(found)
    reading.refuse(name, "network.value-unknown", found=found[:40], near=near(found, kind))
    return default


def near(text: str, kind: type[StrEnum]) -> str:
    """The value that somebody probably meant, or the whole list."""
    values = [one.value for one in kind]
    found = difflib.get_close_matches(text, values, n=1, cutoff=0.5)
    return found[0] if found else ", ".join(values)


def count_of(reading: Reading, name: str) -> int | None:
    """A number of people; None where nothing is known."""
    found = reading.plain(name).replace(",", "").replace(" ", "")
    if not found:
        return None
    if not found.isdecimal() or len(found) > MOST_DIGITS:
        reading.refuse(name, "network.number-bad", found=found[:40])
        return None
    return int(found)


def answer_of(reading: Reading, name: str) -> bool:
    """Yes or no; no where nothing is said."""
    found = reading.plain(name)
    if found not in YES and found not in NO and found:
        reading.refuse(name, "network.value-unknown", found=found[:40], near="yes, no")
    return found in YES


def day_of(reading: Reading, name: str, today: date) -> date | None:
    """A day that is not in the future; None where nothing is known."""
    found = reading.plain(name)
    if not found:
        return None
    iso, local = _ISO.fullmatch(found), _LOCAL.fullmatch(found)
    year, month, day = iso.groups() if iso else local.groups()[::-1] if local else ("0", "0", "0")
    try:
        read = date(int(year), int(month), int(day))
    except ValueError:
        reading.refuse(name, "network.date-bad", found=found[:40])
        return None
    if read > today:
        reading.refuse(name, "network.date-future", found=read.isoformat())
    return read
