"""The first look over a whole file: the names in it, how its days are written, which reports come twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from studio.errors import Fault, fault
from studio.intake.columns import PEOPLE, person_column
from studio.intake.dates import month_first
from studio.intake.names import Names, names_of
from studio.intake.parse import Known, Manner, parse, root_number
from studio.intake.rows import Row, SheetKind
from studio.intake.submission import Parsed

NAME_COLUMNS = tuple(person_column(number, "name") for number in range(1, PEOPLE + 1))
CONSENT_DAYS = ("consent_on", "consent_expires", "consent_withdrawn_on")
DAY_COLUMNS = ("initial_date", "final_date", "submitted_at", "not_before", "expires_on") + tuple(  # noqa: RUF005
    person_column(number, name) for number in range(1, PEOPLE + 1) for name in CONSENT_DAYS
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a whole file tells about each of its rows.

    american: several rows write month/day/year, and more than write day/month/year, so 04/03/2012 can be either.
    lines: how many rows each number has that comes more than once.
    """

    names: Names = field(default_factory=Names, repr=False)
    american: bool = False
    lines: dict[str, int] = field(default_factory=dict)
    rows: int = 0


def survey(rows: Iterable[Row]) -> Survey:
    """Look over a file's rows once."""
    real: set[str] = set()
    month_leads = day_leads = count = 0
    seen: dict[str, int] = defaultdict(int)
    for row in rows:
        count += 1
        seen[root_number(row.cells.get("root_uuid", ""))] += 1
        for name in NAME_COLUMNS:
            if found := row.cells.get(name):
                real.add(found)
        told = {month_first(row.cells[name]) for name in DAY_COLUMNS if name in row.cells}
        month_leads += True in told
        day_leads += False in told
    american = month_leads > max(1, day_leads)
    return Survey(names_of(real), american, {uuid: n for uuid, n in seen.items() if uuid and n > 1}, count)


def parse_all(
    rows: Iterable[Row], known: Known, look: Survey, where: str, given: frozenset[str], kind: SheetKind
) -> Iterator[Parsed]:
    """Every row of a file as a submission or its faults; of rows with one number, one.

    Rows that come more than once are held back until all of them are read; nothing else is.
    """
    manner = Manner(where, given, look.names, kind is SheetKind.XLSX, look.american)
    waiting: dict[str, list[Parsed]] = defaultdict(list)
    for row in rows:
        parsed = parse(row, known, manner)
        number = root_number(row.cells.get("root_uuid", ""))
        if number not in look.lines:
            yield parsed
            continue
        waiting[number].append(parsed)
        if len(waiting[number]) == look.lines[number]:
            yield from settle(waiting.pop(number), where)
    for rest in waiting.values():
        yield from settle(rest, where)


def settle(same: list[Parsed], where: str) -> Iterator[Parsed]:
    """Rows with one number: identical ones are one; of different ones the last sent counts; each is told of the other.

    Rows with faults take no part. Where two were sent at the same moment the first one stands.
    """
    good = [parsed for parsed in same if parsed.submission is not None]
    yield from (parsed for parsed in same if parsed.submission is None)
    if not good:
        return
    winner = good[0]
    for parsed in good[1:]:
        if parsed.submission is not None and winner.submission is not None:
            later = parsed.submission.report.submitted_at > winner.submission.report.submitted_at
            winner = parsed if later else winner
    for parsed in good:
        if parsed is winner:
            others = tuple(twice(parsed, other, where) for other in good if other is not parsed)
            yield Parsed(parsed.line, parsed.root_uuid, parsed.submission, (), parsed.warnings + others[:1])
        elif alike(parsed, winner):
            yield Parsed(parsed.line, parsed.root_uuid, None, (), (twice(parsed, winner, where),))
        else:
            yield lost(parsed, winner, where)


def alike(parsed: Parsed, other: Parsed) -> bool:
    """Whether two rows say the same, names and consents included."""
    one, two = parsed.submission, other.submission
    return (
        one is not None
        and two is not None
        and one.digest == two.digest
        and one.people == two.people
        and [person.name for person in one.people] == [person.name for person in two.people]
    )


def twice(parsed: Parsed, other: Parsed, where: str) -> Fault:
    """A word about another row with the same number."""
    place = f"{where}:{parsed.line} root_uuid"
    return fault("intake.row-twice", place, line=parsed.line, field="root_uuid", other=other.line)


def lost(parsed: Parsed, winner: Parsed, where: str) -> Parsed:
    """A row that another one with the same number replaces: a warning where that was sent later, else a fault."""
    one, two = parsed.submission, winner.submission
    superseded = one is not None and two is not None and two.report.submitted_at > one.report.submitted_at
    code = "intake.row-superseded" if superseded else "intake.row-contradicts"
    place = f"{where}:{parsed.line} root_uuid"
    found = fault(code, place, line=parsed.line, field="root_uuid", other=winner.line)
    return Parsed(parsed.line, parsed.root_uuid, None, () if superseded else (found,), (found,) if superseded else ())
