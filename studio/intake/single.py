"""One report from a mapping: the web form, the command line, a JSON submission; through the same parse as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from studio.errors import Fault, IntakeRefused, fault
from studio.intake.columns import REQUIRED, person_column
from studio.intake.header import REPORTS, Table, ignored, known_as, simple, unknown, untaken
from studio.intake.parse import Known
from studio.intake.rows import Row, SheetKind
from studio.intake.submission import Parsed, Submission
from studio.intake.survey import parse_all, survey

PEOPLE = ("sources", "source", "people", "persons")
DEEPEST = 6
LONGEST = 20_000


def parse_single(fields: Mapping[str, object], known: Known, where: str = "report", limit: int = LONGEST) -> Parsed:
    """A report from fields by name, or by an alias; groups inside groups are opened, people may be a list.

    limit: characters that a field may hold. Nothing that tells of a phone or a place on the map is taken.
    """
    cells: dict[str, str] = {}
    faults: list[Fault] = []
    warnings: list[Fault] = []
    best: dict[str, int] = {}
    for name, value in flat(fields):
        target = column(name)
        if untaken(name):
            warnings.append(fault("intake.column-untaken", where, column=name[:60]))
        elif target is None:
            if not ignored(name):
                warnings.append(unknown(name, where, REPORTS))
        elif len(value) > limit:
            place = f"{where}:1 {target[0]}"
            about = {"line": 1, "found": len(value), "limit": limit}
            faults.append(fault("intake.cell-long", place, field=target[0], **about))
        elif target[1] < best.get(target[0], 1_000):
            cells[target[0]], best[target[0]] = value, target[1]
    row = Row(1, {name: value for name, value in cells.items() if value}, tuple(faults), tuple(warnings))
    given = frozenset(cells) | frozenset(REQUIRED)
    return next(parse_all([row], known, survey([row]), where, given, SheetKind.SINGLE))


def submission(fields: Mapping[str, object], known: Known, where: str = "report", limit: int = LONGEST) -> Submission:
    """A report from fields. Raises IntakeRefused with everything that is wrong with it."""
    parsed = parse_single(fields, known, where, limit)
    if parsed.submission is None:
        raise IntakeRefused(*parsed.faults)
    return parsed.submission


def column(name: str, table: Table = REPORTS) -> tuple[str, int] | None:
    """Our column for the name of a field, and how good the spelling is."""
    return known_as(simple(name), table)


def flat(fields: Mapping[str, object], before: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """The single fields of a mapping, groups opened: "group/field"; people become source1_…, source2_…"""
    for name, value in fields.items():
        full = f"{before}{name}"
        if isinstance(value, Mapping) and depth < DEEPEST:
            yield from flat(value, f"{full}/", depth + 1)
        elif simple(str(name)) in PEOPLE and isinstance(value, Sequence) and not isinstance(value, str):
            for number, person in enumerate(value, start=1):
                if isinstance(person, Mapping):
                    yield from ((person_column(number, field), text) for field, text in flat(person, "", depth + 1))
        else:
            yield full, text_of(value)


def text_of(value: object) -> str:
    """A field's value as somebody would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list() | tuple() | set() | frozenset():
            return "; ".join(sorted(map(str, value)) if isinstance(value, set | frozenset) else map(str, value))
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
