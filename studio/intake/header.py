"""Which column of somebody's file is which of ours."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from studio.errors import Fault, IntakeRefused, fault
from studio.intake.columns import EITHER, IGNORED, NAMES, PEOPLE, PERSON, REPORT, REQUIRED, UNTAKEN, person_column
from studio.intake.rows import Header
from studio.khmer.digits import to_arabic

_GAPS = re.compile(r"[\s\-.]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")


def simple(name: str) -> str:
    """A column's name without case, gaps and invisible characters."""
    return _GAPS.sub("_", to_arabic(_INVISIBLE.sub("", name)).strip().casefold())


@dataclass(frozen=True, slots=True)
class Table:
    """The columns that one kind of file may have.

    spellings: each known spelling in simple form → our name, and how good it is (0 best). either: of each pair one.
    """

    names: tuple[str, ...]
    spellings: Mapping[str, tuple[str, int]]
    required: tuple[str, ...]
    either: tuple[tuple[str, ...], ...] = ()


def report_spellings() -> dict[str, tuple[str, int]]:
    """Every known spelling of a column of a reports file."""
    known: dict[str, tuple[str, int]] = {}
    for column in REPORT:
        for rank, spelling in enumerate((column.name, *column.aliases)):
            known.setdefault(simple(spelling), (column.name, rank))
    for number in range(1, PEOPLE + 1):
        for column in PERSON:
            name = person_column(number, column.name)
            for rank, spelling in enumerate((column.name, *column.aliases)):
                plain = simple(spelling)
                for form in (
                    f"source{number}_{plain}",
                    f"source_{number}_{plain}",
                    f"source[{number}]/{plain}",
                    f"sources[{number}]/{plain}",
                    f"person{number}_{plain}",
                    f"{plain}_{number}",
                    f"{plain}{number}",
                ):
                    known.setdefault(form, (name, rank))
    return known


REPORTS = Table(NAMES, report_spellings(), REQUIRED, EITHER)

UNTAKEN_NAMES = frozenset(simple(name) for name in UNTAKEN)
IGNORED_NAMES = frozenset(simple(name) for name in IGNORED)


_POSITION = re.compile(
    r"(?:^|[_/:])(?:gps|geopoint|geotrace|latitude|longitude|altitude|accuracy|imei|deviceid)(?:$|[_/:])"
)


def untaken(name: str) -> bool:
    """Whether a column tells where a phone was, which one it was, or a legal status: it is never read."""
    plain = simple(name)
    last = re.split(r"[/:]", plain)[-1]
    listed = any(one in UNTAKEN_NAMES for whole in (plain, last) for one in (whole, whole.strip("_")))
    return listed or _POSITION.search(plain) is not None


def ignored(name: str) -> bool:
    """Whether a collecting tool added the column for itself."""
    plain = simple(name)
    return not plain or plain in IGNORED_NAMES or plain.startswith(("__system/", "_attachments/", "_validation_status"))


def match(found: Sequence[str], where: str, mapping: Mapping[str, str] | None = None, table: Table = REPORTS) -> Header:
    """The header of a file, matched. mapping: their column → ours, as the editor said.

    Raises IntakeRefused with every column that is missing and every wrong line of the mapping.
    """
    wanted = {simple(theirs): ours for theirs, ours in (mapping or {}).items()}
    faults = list(mapping_faults(found, mapping or {}, where, table))
    best: dict[str, tuple[int, int]] = {}
    warnings: list[Fault] = []
    for position, name in enumerate(found):
        plain = simple(name)
        if untaken(name):
            warnings.append(fault("intake.column-untaken", where, column=name[:60]))
        elif plain in wanted:
            best[wanted[plain]] = (-1, position)
        elif (target := known_as(plain, table)) is not None:
            ours, rank = target
            taken = best.get(ours)
            if taken is not None:
                worse = name if rank >= taken[0] else found[taken[1]]
                warnings.append(fault("intake.column-twice", where, column=worse[:60], ours=ours))
            if taken is None or rank < taken[0]:
                best[ours] = (rank, position)
        elif not ignored(name):
            warnings.append(unknown(name, where, table))
    faults += missing(best, where, table)
    IntakeRefused.raise_if(faults)
    targets: list[str | None] = [None] * len(found)
    for ours, (_, position) in best.items():
        targets[position] = ours
    return Header(tuple(targets), tuple(warnings))


def known_as(plain: str, table: Table) -> tuple[str, int] | None:
    """Our name for a spelling; a group in front of it ("activity/initial_date") does not matter."""
    if plain in table.spellings:
        return table.spellings[plain]
    last = plain.rsplit("/", 1)[-1]
    if last != plain and last in table.spellings and "source" not in plain:
        name, rank = table.spellings[last]
        return name, rank + 50
    return None


def mapping_faults(found: Sequence[str], mapping: Mapping[str, str], where: str, table: Table) -> Iterable[Fault]:
    """Lines of a mapping that name a column nobody has."""
    theirs = {simple(name) for name in found}
    for left, right in mapping.items():
        if simple(left) not in theirs:
            near = difflib.get_close_matches(left, found, n=1, cutoff=0.4)
            known = near[0] if near else ", ".join(found)[:300]
            yield fault("intake.map-their-column", where, column=left[:60], near=known)
        if right not in table.names:
            near_ours = nearest(simple(right), table) or ", ".join(table.required)
            yield fault("intake.map-our-column", where, column=right[:60], near=near_ours)


def missing(have: Iterable[str], where: str, table: Table) -> list[Fault]:
    """A fault for each column that the file must have and does not."""
    present = set(have)
    lacking = [name for name in table.required if name not in present]
    lacking += [" / ".join(pair) for pair in table.either if not present.intersection(pair)]
    return [fault("intake.column-missing", where, column=name) for name in lacking]


def unknown(name: str, where: str, table: Table) -> Fault:
    """A word about a column that nobody knows, with the one that was probably meant."""
    near = nearest(simple(name), table)
    if not near:
        return fault("intake.column-strange", where, column=name[:60])
    return fault("intake.column-unknown", where, column=name[:60], near=near)


def nearest(plain: str, table: Table) -> str:
    """The column that somebody probably meant; empty where none is near."""
    near = difflib.get_close_matches(plain, table.spellings, n=1, cutoff=0.6)
    return table.spellings[near[0]][0] if near else ""
