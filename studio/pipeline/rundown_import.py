"""Rundowns that come back from a spreadsheet: compared with the newest versions, and kept when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Fault, IntakeRefused, NotFound, fault
from studio.khmer.digits import to_arabic
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.choices import choice_of
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_edit import Revised, revised, row_after, standing_of
from studio.pipeline.rundown_versions import added_version
from studio.scheduling.exports.sheet import NUMBER
from studio.scheduling.exports.sheet_merge import merged
from studio.scheduling.exports.sheet_read import MOST_MB, Line, grouped, read_lines
from studio.store.engine import reading, writing


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of one edition of a file. number: its version afterwards; new: whether this run made it."""

    slug: str
    number: int
    new: bool
    changes: tuple[Fault, ...]
    broken: tuple[Fault, ...]


def import_rundowns(studio: Studio, slugs: Sequence[str], path: Path, *, apply: bool = False) -> tuple[Returned, ...]:
    """Merge the rows of a CSV or XLSX file into the rundowns of some editions; without apply nothing is kept.

    All editions of a file are kept, or none. Raises NotFound; IntakeRefused with every fault of the file; Conflict
    with what changed since the file was made.
    """
    if not path.is_file():
        raise NotFound(fault("ground.file-missing", path))
    if path.stat().st_size > MOST_MB * 1_000_000:
        raise IntakeRefused.because("pipeline.sheet-large", path.name, most=MOST_MB)
    rows = grouped(read_lines(path.read_bytes(), path.name))
    wanted = tuple(dict.fromkeys(slugs))
    faults = [
        fault("pipeline.sheet-other-edition", rows[slug][0].where, episode=slug) for slug in rows if slug not in wanted
    ]
    faults += [fault("pipeline.sheet-no-rows", path.name, episode=slug) for slug in wanted if slug not in rows]
    numbers = {slug: number_of(rows[slug], faults) for slug in wanted if slug in rows}
    IntakeRefused.raise_if(faults)
    found: list[tuple[Airtime, int, Revised]] = []
    for slug in wanted:
        airtime, made, wrong = compared(studio, slug, rows[slug], numbers[slug])
        faults += wrong
        found.append((airtime, numbers[slug], made))
    IntakeRefused.raise_if(faults)
    if apply:
        with writing(studio.engine) as session:
            for airtime, number, made in found:
                if made.changes:
                    added_version(studio, session, airtime, made.plan, made.inputs, "rundown.imported", number)
    return tuple(
        Returned(one.episode.slug, number + int(apply and bool(made.changes)), apply and bool(made.changes),
                 made.changes, made.broken)
        for one, number, made in found
    )  # fmt: skip


def compared(
    studio: Studio, slug: str, lines: Sequence[Line], number: int
) -> tuple[Airtime, Revised, tuple[Fault, ...]]:
    """An edition's rundown as its rows would have it, and every fault of them. Raises NotFound, Conflict."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        row = row_after(studio, session, airtime, number)
        choice = choice_of(studio, session, airtime, ())
    standing = standing_of(row, choice)
    known = {one.key: one for one in choice.candidates}
    after, faults = merged(standing, choice.clock, lines, known)
    return airtime, revised(standing, after, choice), faults


def number_of(lines: Sequence[Line], faults: list[Fault], column: str = NUMBER) -> int:
    """The version from which the rows were made, 0 where they do not say it; what is wrong is added to the faults."""
    found = 0
    for line in lines:
        text = to_arabic(line.cells.get(column, ""))
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        if not number or (found and number != found):
            faults.append(fault("pipeline.sheet-number", f"{line.where}, {column}", value=text))
        found = found or number
    return found
