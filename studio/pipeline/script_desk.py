"""A script as its writers work on it: both languages, every version, how long it takes whom, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from studio.errors import Fault, NotFound, ScriptRefused, fault
from studio.khmer.normal import search_key
from studio.languages import Language
from studio.pipeline.approving import writers
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio
from studio.pipeline.paces import paces
from studio.pipeline.paging import page_of
from studio.pipeline.reading_scripts import clips
from studio.pipeline.write import breathed_lines, newest, newest_scripts, outdated, standing_in_the_way
from studio.records.episodes import Episode, Rundown, RundownPosition
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.scheduling.clocks.clock import read_clocks
from studio.scripting.markup import parse
from studio.scripting.speaker import speaker_faults
from studio.scripting.timing import reading_time
from studio.scripting.versions import short_lines, short_time
from studio.scripting.wordlist import load
from studio.store.engine import reading
from studio.units import Ms

PAGE = 20
"""Scripts on a page."""


@dataclass(frozen=True, slots=True)
class Target:
    """How long a script may be on air, in ms. edition: where it stands; empty: as the next airtime's clock has it."""

    low: Ms
    high: Ms
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Timed:
    """How long a presenter takes for a script with its breath, in ms, and how far that is over or under the target.

    short: for its short version; None where it has none.
    """

    presenter: str
    ms: Ms
    low: Ms
    high: Ms
    over: Ms
    short: Ms | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to know of a text: its times by presenter, and what is wrong with it."""

    times: tuple[Timed, ...]
    faults: tuple[Fault, ...]
    target: Target | None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a script; writer: who wrote it by hand, empty where its template made it."""

    script: Script
    writer: str


@dataclass(frozen=True, slots=True)
class Told:
    """A script in one language. stale: why it no longer tells what it should; blocks: why it cannot be approved now."""

    newest: Script
    versions: tuple[Version, ...]
    stale: tuple[Fault, ...]
    blocks: tuple[Fault, ...]
    checked: Checked


@dataclass(frozen=True, slots=True)
class Segment:
    """A script in every language it is told in, and the report it tells of."""

    key: str
    report: Report | None
    told: dict[Language, Told]


@dataclass(frozen=True, slots=True)
class Line:
    """A segment in the list; stale: the languages in which it no longer tells what it should."""

    key: str
    scripts: dict[Language, Script]
    stale: frozenset[Language]


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of the list of scripts."""

    lines: tuple[Line, ...]
    found: int
    page: int
    pages: int


def shelf(studio: Studio, reader: Reader, report: str = "", words: str = "", page: int = 1) -> Shelf:
    """The scripts that somebody may see, the newest first. report: root_uuid; words: in their titles, texts, keys."""
    wanted = search_key(words).split()
    with reading(studio.engine) as session:
        by_key: dict[str, dict[Language, Script]] = {}
        for one in sorted(newest_scripts(session), key=lambda script: -(script.id or 0)):
            by_key.setdefault(one.key, {})[Language(one.language)] = one
        reports = {one.id: one for one in session.exec(select(Report))}
        keys = [
            key
            for key, told in by_key.items()
            if seen(reader, next(iter(told.values())), reports, report) and all(one in said(told) for one in wanted)
        ]
        shown = page_of(len(keys), page, PAGE)
        lines = tuple(line_of(studio, session, key, by_key[key]) for key in keys[shown.part])
    return Shelf(lines, len(keys), shown.number, shown.pages)


def seen(reader: Reader, script: Script, reports: dict[int | None, Report], wanted: str) -> bool:
    """Whether somebody may see a script, and looks for it."""
    report = reports.get(script.report_id)
    may = report is None or reader.may_see(report)
    return may and (not wanted or (report is not None and report.root_uuid == wanted))


def said(told: dict[Language, Script]) -> str:
    """Everything that a search may find of a script."""
    return search_key(" ".join(f"{one.key} {one.title} {one.text}" for one in told.values()))


def line_of(studio: Studio, session: Session, key: str, told: dict[Language, Script]) -> Line:
    """A segment in the list."""
    stale = frozenset(language for language, one in told.items() if stale_faults(studio, session, one))
    return Line(key, {one: told[one] for one in Language if one in told}, stale)


def segment(studio: Studio, reader: Reader, key: str) -> Segment:
    """A script with all that its writers need. Raises NotFound, also for one that is not for this reader."""
    with reading(studio.engine) as session:
        report = report_behind(session, reader, key)
        found = {language: newest(session, key, language) for language in Language}
    told = {language: told_in(studio, one) for language, one in found.items() if one is not None}
    return Segment(key, report, told)


def report_behind(session: Session, reader: Reader, key: str) -> Report | None:
    """The report that a script tells of; None for an edition's own.

    Raises NotFound where there is no such script, or it is not for this reader.
    """
    script = session.exec(select(Script).where(Script.key == key)).first()
    report = session.get(Report, script.report_id) if script and script.report_id else None
    if script is None or (report is not None and not reader.may_see(report)):
        raise NotFound(fault("pipeline.script-hidden", key[:120]))
    return report


def told_in(studio: Studio, script: Script) -> Told:
    """A script in one language."""
    language = Language(script.language)
    with reading(studio.engine) as session:
        rows = session.exec(
            select(Script)
            .where(Script.key == script.key, Script.language == script.language)
            .order_by(col(Script.number).desc())
        ).all()
        by_hand = writers(session, script.key)
        versions = tuple(Version(one, by_hand.get((one.language, one.number), "")) for one in rows)
        stale = tuple(stale_faults(studio, session, script))
        blocks = () if script.approved else tuple(standing_in_the_way(studio, session, script, language))
    return Told(script, versions, stale, blocks, check(studio, script, script.text))


def stale_faults(studio: Studio, session: Session, script: Script) -> list[Fault]:
    """Why a script no longer tells what it should: its report changed, or the other language did."""
    found = outdated(studio, session, script, Language(script.language))
    by_hand = writers(session, script.key)
    for language in Language:
        other = newest(session, script.key, language)
        if other is None or language.value == script.language or (other.id or 0) < (script.id or 0):
            continue
        if (other.language, other.number) in by_hand:
            found.append(fault("pipeline.script-other-language", script.key, language=other.language))
    return found


def check(studio: Studio, script: Script, text: str) -> Checked:
    """A text that may become the next version of a script, timed and checked; nothing is kept."""
    language = Language(script.language)
    with reading(studio.engine) as session:
        target, lengths = target_of(studio, session, script), clips(session)
    try:
        lines = parse(text)
    except ScriptRefused as error:
        return Checked((), error.faults, target)
    network = studio.settings.network
    words = load(studio.workspace.scripts, language)
    faults = speaker_faults(lines, language, words, (network.name_km, network.name_en, *network.aliases))
    breath, cut = breathed_lines(script.kind, lines, bed=False), short_lines(lines)
    times = []
    for one in paces(studio):
        if one.learnt.pace.language is language and not one.synthetic:
            time = reading_time(lines, language, one.learnt.pace, lengths)
            ms = Ms(time.ms + breath)
            over = beyond(ms, target)
            short = short_time(lines, language, one.learnt.pace, lengths)
            if short is not None:
                short = Ms(short + breathed_lines(script.kind, cut, bed=False))
            who, low, high = one.learnt.pace.presenter, Ms(time.low + breath), Ms(time.high + breath)
            times.append(Timed(who, ms, low, high, over, short))
    return Checked(tuple(times), faults, target)


def beyond(ms: Ms, target: Target | None) -> Ms:
    """How far a length is over (more than 0) or under a target, in ms; 0 within it."""
    if target is None or target.low <= ms <= target.high:
        return Ms(0)
    return Ms(ms - target.high) if ms > target.high else Ms(ms - target.low)


def target_of(studio: Studio, session: Session, script: Script) -> Target | None:
    """How long a script may be: its place in the next rundown that has it, else in the clock of the next airtime.

    None where neither says anything.
    """
    slug, _, kind = script.key.rpartition("/")
    last = select(func.max(Rundown.id)).join(Episode).where(Episode.starts_at > studio.now)
    row = session.exec(
        select(Episode, RundownPosition)
        .join(Rundown, col(Rundown.episode_id) == Episode.id)
        .join(RundownPosition, col(RundownPosition.rundown_id) == Rundown.id)
        .where(col(Rundown.id).in_(last.group_by(col(Rundown.episode_id))))
        .where(RundownPosition.key == kind if slug else RundownPosition.key == script.key)
        .where(Episode.slug == slug if slug else col(Episode.id).is_not(None))
        .order_by(col(Episode.starts_at))
    ).first()
    if row is not None:
        return Target(Ms(row[1].planned_ms), Ms(row[1].planned_ms), row[0].slug)
    coming = session.exec(
        select(Episode).where(Episode.starts_at > studio.now).order_by(col(Episode.starts_at)).limit(1)
    ).first()
    clock = read_clocks(studio.workspace.scripts / "clocks").get(coming.clock) if coming else None
    fitting = (
        []
        if clock is None
        else [
            one
            for one in clock.positions
            if (one.source == script.kind.value if slug else one.role == "choose" and fits(one.kinds, script))
        ]
    )
    longest = max((one.longest for one in fitting), default=Ms(0))
    return Target(min(one.shortest for one in fitting), longest) if longest else None


def fits(kinds: Sequence[str], script: Script) -> bool:
    """Whether a place in a clock takes a kind of script."""
    return not kinds or script.kind.value in kinds


def newest_of(studio: Studio, reader: Reader, key: str, language: Language) -> Script:
    """The newest version of a script in a language. Raises NotFound as `segment` does."""
    with reading(studio.engine) as session:
        report_behind(session, reader, key)
        found = newest(session, key, language)
    if found is None:
        raise NotFound(fault("pipeline.script-hidden", f"{key} ({language.value})"))
    return found
