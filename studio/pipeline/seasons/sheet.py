"""A season that comes back as a sheet: compared with the newest plan, kept when somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.errors import Conflict, Fault, IntakeRefused, NotFound, fault
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_import import number_of
from studio.pipeline.seasons.season import inputs_of, period, season_of
from studio.pipeline.seasons_kept import Kept, keep_plan, season_plan
from studio.scheduling.exports.season_merge import merged_season, season_differences
from studio.scheduling.exports.season_sheet import PLAN, REQUIRED
from studio.scheduling.exports.sheet_read import MOST_MB, read_lines
from studio.scheduling.seasons.by_hand import by_hand
from studio.scheduling.seasons.rules import violations


@dataclass(frozen=True, slots=True)
class SeasonReturned:
    """What became of a sheet. kept: the plan as it stands afterwards; changes, and the rules that are broken by it."""

    kept: Kept
    changes: tuple[Fault, ...]
    broken: tuple[Fault, ...]


def import_season(studio: Studio, path: Path, *, apply: bool = False) -> SeasonReturned:
    """Merge the rows of a CSV or XLSX file into the newest plan, as its next version; without apply nothing is kept.

    Rules that the plan breaks then are told, and it is kept: the producer is the author. What may not be aired does
    not come into a rundown by it. Raises NotFound; IntakeRefused with every fault of the file; Conflict where there is
    a newer plan than the one of the file.
    """
    if not path.is_file():
        raise NotFound(fault("ground.file-missing", path))
    if path.stat().st_size > MOST_MB * 1_000_000:
        raise IntakeRefused.because("pipeline.sheet-large", path.name, most=MOST_MB)
    lines = read_lines(path.read_bytes(), path.name, REQUIRED, REQUIRED)
    faults: list[Fault] = []
    number = number_of(lines, faults, PLAN)
    IntakeRefused.raise_if(faults)
    last = season_plan(studio)
    if last.number != number:
        raise Conflict(fault("pipeline.season-newer", path.name, number=number, newest=last.number))
    season = season_of(studio, period(studio, last.since, last.until))
    choices, wrong = merged_season(season, last.plan, lines)
    IntakeRefused.raise_if(wrong)
    changes = season_differences(last.plan.choices, choices)
    if not changes:
        return SeasonReturned(last, (), violations(season, last.plan))
    plan = by_hand(season, choices, last.plan.bound)
    broken = violations(season, plan)
    if not apply:
        return SeasonReturned(last, changes, broken)
    inputs = inputs_of(season, last.seed)
    span = (last.since, last.until)
    kept = keep_plan(studio, plan, span, last.seed, inputs, number, action="season.imported")
    return SeasonReturned(kept, changes, broken)
