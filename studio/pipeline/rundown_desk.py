"""A rundown as producers work with it: every entry with its times, its lights, what it lacks, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from studio.errors import Fault, NotFound, RundownImpossible
from studio.languages import Language
from studio.pipeline.airtime import Airtime, airtime_of, to_come_or_over
from studio.pipeline.choices import choice_of
from studio.pipeline.inbox import Reader
from studio.pipeline.lengths import known_lengths
from studio.pipeline.opening import Studio
from studio.pipeline.paging import page_of
from studio.pipeline.planned import Planned, plan_of
from studio.pipeline.rundown_edit import closed, revised
from studio.pipeline.rundown_headlines import stale_headlines, without_old
from studio.pipeline.rundown_history import Version, Way, versions, way_of
from studio.pipeline.sounds import Spoken
from studio.pipeline.status import as_planned, as_published
from studio.pipeline.tellings import Telling
from studio.pipeline.write import fresh, newest, newest_scripts
from studio.records.reports import Report
from studio.scheduling.slots.pools import takes
from studio.scheduling.timing.balances import Balance, back_times, balances, show_balance
from studio.scheduling.timing.sections import section_numbers, sections
from studio.scheduling.timing.times import wall
from studio.scheduling.values import ZERO, Candidate, Entry, Position
from studio.scheduling.values import Version as Cut
from studio.store.engine import reading
from studio.units import Ms

PAGE = 8
"""Editions on a page."""


@dataclass(frozen=True, slots=True)
class Row:
    """An edition in the list. number: of its version, 0 where there is none; over: in ms; ready: entries that lack
    nothing, of so many."""

    airtime: Airtime
    number: int = 0
    made_by: str = ""
    over: Ms = ZERO
    ready: int = 0
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of the list, and how many there are."""

    rows: tuple[Row, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is worked with.

    start: on the wall; latest: when it has to start at the latest, None where an anchor lies nowhere. section: its
    number; opens, out: where that begins and ends, offsets in ms. silent: in ms, what follows it. up, down: places to
    which it can move by one. untold: languages in which nothing is written, or not afresh. report: the uuid behind it,
    empty where there is none; hidden: there is one that is not for this reader.
    """

    entry: Entry
    position: Position
    start: datetime
    latest: datetime | None
    section: int
    opens: Ms
    out: Ms
    silent: Ms
    spoken: Spoken
    untold: tuple[Language, ...]
    report: str
    hidden: bool
    up: int | None
    down: int | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A segment that is not heard: why, and the positions that take it, with the version in which they do."""

    candidate: Candidate
    reasons: tuple[Fault, ...]
    places: tuple[tuple[Position, Cut], ...]

    @property
    def positions(self) -> tuple[Position, ...]:
        """Where it fits, in the order of the clock."""
        return tuple({position.name: position for position, _cut in self.places}.values())

    @property
    def at(self) -> frozenset[str]:
        """The names of the positions that take its long version."""
        return frozenset(position.name for position, cut in self.places if cut == "long")


@dataclass(frozen=True, slots=True)
class Opened:
    """A rundown on the desk. closed: why it cannot be changed any more; broken: the rules that it breaks.

    titles: of segments and positions by key, Khmer and English. stale: the edition's own scripts that tell of other
    stories than those that are heard.
    """

    planned: Planned
    lines: tuple[Line, ...]
    bars: tuple[Balance, ...]
    closed: tuple[Fault, ...]
    broken: tuple[Fault, ...]
    offers: tuple[Offer, ...]
    history: tuple[Version, ...]
    way: Way
    titles: Mapping[str, tuple[str, str]]
    stale: tuple[Telling, ...] = ()

    @property
    def whole(self) -> Balance:
        """The balance of the show."""
        return self.bars[-1]


def shelf(studio: Studio, page: int, *, past: bool) -> Shelf:
    """The editions to come, the next one first, or those that are over, the latest first; page by page."""
    wanted = to_come_or_over(studio, past=past)
    shown = page_of(len(wanted), page, PAGE)
    return Shelf(tuple(row_of(studio, one) for one in wanted[shown.part]), shown.number, shown.pages)


def row_of(studio: Studio, airtime: Airtime) -> Row:
    """An edition in the list."""
    if airtime.episode.cancelled is not None:
        return Row(airtime)
    try:
        planned = plan_of(studio, airtime.episode.slug)
    except NotFound:
        return Row(airtime)
    found = spoken_of(studio, planned)
    ready = sum(not one.lacks for one in found)
    made_by = versions(studio, airtime.episode.slug)[-1].made_by
    over = show_balance(planned.plan, planned.clock).over
    return Row(airtime, planned.number, made_by, over, ready, len(found))


def spoken_of(studio: Studio, planned: Planned) -> tuple[Spoken, ...]:
    """The entries as they were built and published, while that is what the rundown says; else as things stand."""
    built = as_published(studio, planned.airtime)
    same = [one.entry.key for one in built] == [one.key for one in planned.plan.entries]
    return built if same else as_planned(studio, planned)


def edition(studio: Studio, slug: str) -> tuple[Airtime, tuple[Fault, ...]]:
    """An edition, and why its rundown cannot be made or changed any more. Raises NotFound."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        return airtime, tuple(closed(studio, session, airtime))


def open_rundown(studio: Studio, reader: Reader, slug: str) -> Opened:
    """A rundown with everything that somebody needs who works with it; reports as far as the reader may see them.

    Raises NotFound where there is no such edition or no rundown of it.
    """
    planned = known_lengths(studio, plan_of(studio, slug))
    spoken = spoken_of(studio, planned)
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        choice = choice_of(studio, session, airtime, ())
        shut = tuple(closed(studio, session, airtime))
        reports = reports_behind(session, spoken, reader)
        untold = {one.entry.key: untold_in(session, one) for one in spoken}
        late = () if shut else stale_headlines(studio, session, planned, choice)
    plain = plan_of(studio, slug).plan
    known = {one.name for one in planned.clock.positions}
    fits = known.issuperset(one.position for one in plain.entries)
    made = revised(plain, plain, choice) if fits else None
    titles = {one.key: (one.title_km, one.title_en) for one in choice.candidates}
    titles |= {one.name: (one.title_km, one.title_en) for one in planned.clock.positions}
    titles |= {one.key: (one.title_km, one.title_en) for one in planned.plan.entries}
    found = versions(studio, slug)
    return Opened(
        planned,
        lines_of(planned, [without_old(one, late) for one in spoken], untold, reports) if fits else (),
        bars_of(planned) if fits else (show_balance(planned.plan, planned.clock),),
        shut,
        made.broken if made else (),
        offers_of(planned, choice.candidates),
        found,
        way_of(found),
        titles,
        late,
    )


def bars_of(planned: Planned) -> tuple[Balance, ...]:
    """What is over and under: of each group and section, and last of the show."""
    try:
        return tuple(one for one in balances(planned.plan, planned.clock) if one.sort != "position")
    except RundownImpossible:
        return (show_balance(planned.plan, planned.clock),)


def lines_of(
    planned: Planned,
    spoken: Sequence[Spoken],
    untold: Mapping[str, tuple[Language, ...]],
    reports: Mapping[str, str | None],
) -> tuple[Line, ...]:
    """Every entry with its times and its neighbours."""
    plan, clock = planned.plan, planned.clock
    numbers = section_numbers(clock)
    try:
        latest: Sequence[Ms | None] = back_times(plan, clock)
        spans = {one.number: (one.start, one.out) for one in sections(clock, plan.starts_at)}
    except RundownImpossible:
        latest, spans = [None] * len(plan.entries), {}
    told = {one.entry.key: one for one in spoken}
    chosen = [one.index for one in plan.entries if clock.position(one.position).role == "choose"]
    last = plan.heard[-1].index if plan.heard else -1
    lines = []
    for entry, back in zip(plan.entries, latest, strict=True):
        at = chosen.index(entry.index) if entry.index in chosen else None
        lines.append(
            Line(
                entry,
                clock.position(entry.position),
                wall(plan, entry.start),
                None if back is None else wall(plan, back),
                numbers[entry.position],
                *spans.get(numbers[entry.position], (ZERO, clock.hard_out)),
                ZERO if entry.index == last else clock.pause_after(entry),
                replace(told.get(entry.key, Spoken(entry)), entry=entry),
                untold.get(entry.key, ()),
                reports.get(entry.key) or "",
                entry.key in reports and reports[entry.key] is None,
                chosen[at - 1] if at else None,
                chosen[at + 1] if at is not None and at + 1 < len(chosen) else None,
            )
        )
    return tuple(lines)


def offers_of(planned: Planned, ready: Sequence[Candidate]) -> tuple[Offer, ...]:
    """The segments that are not heard and could be aired: why, and where each would fit by kind, theme and length."""
    heard = {one.key for one in planned.plan.entries}
    why = {one.key: one.reasons for one in planned.plan.left_out}
    offers = []
    for one in sorted(ready, key=lambda each: each.key):
        if one.key in heard:
            continue
        places = tuple(
            (position, cut) for position in planned.clock.positions for cut in one.versions if takes(position, one, cut)
        )
        offers.append(Offer(one, why.get(one.key, ()), places))
    return tuple(offers)


def untold_in(session: Session, spoken: Spoken) -> tuple[Language, ...]:
    """The languages in which a story is not written as it should be told now; none for what is no story."""
    if spoken.story is None:
        return ()
    tellings = spoken.story.tellings
    return tuple(
        one
        for one in Language
        if one not in tellings or not fresh(newest(session, spoken.entry.key, one), tellings[one])
    )


def reports_behind(session: Session, spoken: Sequence[Spoken], reader: Reader) -> dict[str, str | None]:
    """The uuid of the report behind each entry that has one; None where it is not for this reader."""
    ids = {one.key: one.report_id for one in newest_scripts(session) if one.report_id}
    wanted = {one.entry.key: ids[one.entry.key] for one in spoken if one.entry.key in ids}
    rows = session.exec(select(Report).where(col(Report.id).in_(set(wanted.values())))).all()
    found = {one.id: one.root_uuid for one in rows if reader.may_see(one)}
    return {key: found.get(number) for key, number in wanted.items()}
