"""Reads the single values of a row, and collects every fault instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from studio.errors import Fault, Scalar, fault
from studio.intake.dates import Unread, read_day, read_moment
from studio.intake.names import Names
from studio.intake.rows import Row
from studio.intake.terms import Answer, meant, near
from studio.intake.text import clean, key
from studio.khmer.digits import to_arabic

Kind = TypeVar("Kind", bound=StrEnum)

SHOWN = 40
HIDDEN = "•••"
MOST_DIGITS = 7
_STOPS = re.compile(r"[;\n]+")
_COMMAS = re.compile(r"[,\n]+")
_COUNT = re.compile(r"\d{1,3}(?:[ ,.]\d{3})+|\d+")


@dataclass(slots=True)
class Cells:
    """A row while it is read. where: the file's name; faults, warnings and forms grow with every value."""

    row: Row
    where: str
    zone: ZoneInfo
    names: Names
    serial: bool = False
    american: bool = False
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    forms: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: str, code: str, **values: Scalar) -> None:
        """Note a fault of a column, unless its cell could not even be read."""
        if any(one.values.get("field") == name for one in self.row.faults):
            return
        self.faults.append(self._fault(name, code, values))

    def warn(self, name: str, code: str, **values: Scalar) -> None:
        """Note something that does not keep the row out."""
        self.warnings.append(self._fault(name, code, values))

    def _fault(self, name: str, code: str, values: dict[str, Scalar]) -> Fault:
        place = f"{self.where}:{self.row.line} {name}"
        return fault(code, place, **{"line": self.row.line, "field": name, **values})

    def shown(self, name: str, text: str) -> str:
        """The beginning of what was found, for a fault; hidden where a real name stands in the cell."""
        return HIDDEN if self.names.within(key(self.raw(name)[:1_000])) else clean(text)[:SHOWN]

    def raw(self, name: str) -> str:
        """A cell as written, without white space around it."""
        return self.row.cells.get(name, "").strip()

    def text(self, name: str) -> str:
        """A text without its invisible characters."""
        found = self.row.cells.get(name)
        return clean(found) if found else ""

    def free(self, name: str) -> str:
        """A free text; its search form is kept to look for names in."""
        found = self.text(name)
        if found:
            self.forms[name] = key(found)
        return found

    def look_for_names(self) -> None:
        """A fault for each free text read so far in which the real name of somebody stands; it is not repeated."""
        if any(self.names.within("\n".join(part)) for part in self._by_script()):
            for name, form in self.forms.items():
                if self.names.within(form):
                    self.refuse(name, "intake.name-in-text")

    def _by_script(self) -> tuple[list[str], list[str]]:
        latin = [form for form in self.forms.values() if form.isascii()]
        return latin, [form for form in self.forms.values() if not form.isascii()]

    @property
    def search_text(self) -> str:
        """The free texts read so far in search form."""
        return " ".join(form for form in self.forms.values() if form)

    def choice(self, name: str, kind: type[Kind], default: Kind | None = None) -> Kind | None:
        """A value of a closed list; the default where the cell is empty."""
        found = self.raw(name)
        if not found:
            return default
        value = meant(kind, found)
        if value is None:
            self.refuse(name, "intake.value-unknown", found=self.shown(name, found), near=near(kind, found))
        return value  # type: ignore[return-value]

    def answer(self, name: str, default: bool = False) -> bool:
        """Yes or no."""
        value = self.choice(name, Answer)
        return default if value is None else value is Answer.YES

    def choices(self, name: str, kind: type[Kind]) -> list[Kind]:
        """Values of a closed list, each once, in the order written."""
        values: dict[Kind, None] = {}
        for part in parts(self.raw(name)):
            pieces = [part] if meant(kind, part) else part.split()
            for piece in pieces:
                value = meant(kind, piece)
                if value is None:
                    self.refuse(name, "intake.value-unknown", found=self.shown(name, piece), near=near(kind, piece))
                else:
                    values[value] = None  # type: ignore[index]
        return list(values)

    def count(self, name: str) -> int | None:
        """A number of people; None where the cell is empty."""
        found = to_arabic(self.raw(name))
        if not found:
            return None
        plain = found.removesuffix("នាក់").strip()
        digits = re.sub(r"\D", "", plain)
        if not _COUNT.fullmatch(plain) or len(digits) > MOST_DIGITS:
            self.refuse(name, "intake.number-bad", found=self.shown(name, found))
            return None
        return int(digits)

    def day(self, name: str) -> date | None:
        """A day; None where the cell is empty or holds none."""
        found = self.raw(name)
        if not found:
            return None
        try:
            return read_day(found, serial=self.serial, american=self.american)
        except Unread as unread:
            self.refuse(name, unread.code, **{"found": self.shown(name, found), **unread.values})
            return None

    def moment(self, name: str) -> datetime | None:
        """A moment with an offset; None where the cell is empty or holds none."""
        found = self.raw(name)
        if not found:
            return None
        try:
            return read_moment(found, self.zone, serial=self.serial, american=self.american)
        except Unread as unread:
            self.refuse(name, unread.code, **{"found": self.shown(name, found), **unread.values})
            return None


def parts(text: str) -> list[str]:
    """The parts of a list in one cell: separated by ; or line by line, or by commas where there is no ; at all."""
    split = _STOPS if ";" in text else _COMMAS
    return [part for part in (piece.strip() for piece in split.split(text)) if part]


def unique(values: Iterable[str]) -> list[str]:
    """Each value once, in order."""
    return list(dict.fromkeys(values))
