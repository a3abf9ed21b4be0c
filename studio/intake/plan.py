"""What an import would do, before it does it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.errors import Fault
from studio.intake.merge import Merge, Standing, Verdict, merge
from studio.intake.submission import Parsed


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one good row. fields: those that would change, by name."""

    line: int
    root_uuid: str
    title: str
    verdict: Verdict
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: its good rows one by one, every fault and warning of the others."""

    rows: int
    planned: tuple[PlannedRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    names: int = 0
    recordings: int = 0

    def count(self, verdict: Verdict) -> int:
        """How many reports have that verdict."""
        return sum(row.verdict is verdict for row in self.planned)

    @property
    def new(self) -> int:
        """Reports that are not there yet."""
        return self.count(Verdict.NEW)

    @property
    def changed(self) -> int:
        """Reports that would change."""
        return self.count(Verdict.CHANGED)

    @property
    def unchanged(self) -> int:
        """Reports that stand already as they come in."""
        return self.count(Verdict.UNCHANGED)

    @property
    def faults_by_line(self) -> Mapping[int, tuple[Fault, ...]]:
        """The faults of each faulty row, by its line."""
        lines: dict[int, list[Fault]] = {}
        for one in self.faults:
            line = one.values.get("line")
            lines.setdefault(line if isinstance(line, int) else 0, []).append(one)
        return {line: tuple(found) for line, found in sorted(lines.items())}


def import_plan(
    parsed: Iterable[Parsed], existing: Mapping[str, Standing], warnings: Iterable[Fault] = ()
) -> ImportPlan:
    """The plan for parsed rows. existing: what is stored of them, by root_uuid; warnings: those of the header."""
    planned: list[PlannedRow] = []
    faults: list[Fault] = []
    noticed: list[Fault] = list(warnings)
    rows = names = recordings = 0
    for one in parsed:
        rows += 1
        faults += one.faults
        noticed += one.warnings
        if one.submission is None:
            continue
        verdict = merge(one.submission, existing.get(one.root_uuid))
        planned.append(planned_row(one, verdict))
        names += sum(bool(person.name) for person in one.submission.people)
        recordings += len(one.submission.recordings)
    return ImportPlan(rows, tuple(planned), tuple(faults), tuple(noticed), names, recordings)


def planned_row(parsed: Parsed, verdict: Merge) -> PlannedRow:
    """One good row of a plan."""
    report = parsed.submission.report if parsed.submission else None
    title = (report.event_title_km or report.event_title_en) if report else ""
    return PlannedRow(parsed.line, parsed.root_uuid, title, verdict.verdict, tuple(verdict.fields))
