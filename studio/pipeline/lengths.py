"""The lengths of a rundown beside what is planned: as its scripts say, as it was recorded, as it was on the air.

Each is shown in its own place; none of them changes what is planned.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlmodel import Session, col, select

from studio.errors import EditionNotReady
from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.built import Edition, edition_of
from studio.pipeline.editions import newest_airings
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.planned import Planned
from studio.pipeline.reading_scripts import clips, script_for
from studio.pipeline.write import breathed, lines_of
from studio.records.episodes import Take
from studio.records.scripts import Script
from studio.scheduling.timing.lengths import reestimated
from studio.scheduling.values import Rundown
from studio.scripting.timing import Pace, ReadingTime, reading_time
from studio.store.engine import reading
from studio.units import Ms


def known_lengths(studio: Studio, planned: Planned) -> Planned:
    """A rundown in force with every length that is known of it so far: estimated, recorded, aired."""
    rundown = with_estimates(studio, planned, recorded(planned.plan, as_built(studio, planned.airtime)))
    with reading(studio.engine) as session:
        heard = aired_lengths(session, planned.airtime)
    entries = tuple(replace(one, aired=heard.get(one.key, one.aired)) for one in rundown.entries)
    return replace(planned, plan=replace(rundown, entries=entries))


def as_built(studio: Studio, airtime: Airtime) -> Edition | None:
    """The build that a rundown in force belongs to, while nothing of it lacks a consent; None where there is none."""
    try:
        built = edition_of(studio, airtime)
    except EditionNotReady:
        return None
    return None if built.lacks else built


def recorded(plan: Rundown, built: Edition | None) -> Rundown:
    """A plan with the lengths and starts of its build."""
    if built is None:
        return plan
    heard = {one.key: one for one in built.rundown.entries}
    entries = tuple(replace(one, actual=heard[one.key].actual, start=heard[one.key].start) for one in plan.entries)
    return replace(plan, entries=entries)


def aired_lengths(session: Session, airtime: Airtime) -> dict[str, Ms]:
    """How long each entry was on the air by the note in force, by key, in ms; none where nobody knows."""
    airing = newest_airings(session).get(airtime.episode.id or 0)
    found = airing.entries if airing else []
    return {one["key"]: Ms(one["aired_ms"]) for one in found if one["aired_ms"] is not None}


def with_estimates(studio: Studio, planned: Planned, rundown: Rundown) -> Rundown:
    """A rundown of an edition with what its scripts are estimated to last, and how far that is likely to be off.

    By what is known of the presenter now; once a take is there, by what was known when the script was written: a take
    says nothing of how well it was foreseen.
    """
    language = Language(planned.airtime.slot.language)
    with reading(studio.engine) as session:
        found = [(entry, script_for(session, planned, entry, language)) for entry in rundown.entries]
        scripts = {entry.key: script for entry, script in found if script is not None}
        taken, lengths = taken_of(session, scripts.values()), clips(session)
    speeds: dict[str, Pace] = {}
    estimates: dict[str, Ms] = {}
    margins: dict[str, Ms] = {}
    for entry in rundown.entries:
        script = scripts.get(entry.key)
        if script is None:
            continue
        time = as_written(script, short=entry.version == "short")
        if script.id not in taken:
            speed = speeds.get(script.presenter) or pace(studio, language, script.presenter)
            speeds[script.presenter] = speed
            time = reading_time(lines_of(script, short=entry.version == "short"), language, speed, lengths)
        known = {one.name: one for one in planned.clock.positions}
        bed = entry.position in known and bool(known[entry.position].bed)
        length = Ms(time.ms + breathed(script, bed=bed, short=entry.version == "short"))
        if length > 0:
            estimates[entry.key], margins[entry.key] = length, Ms(max(time.high - time.ms, time.ms - time.low, 0))
    return reestimated(rundown, estimates, margins)


def as_written(script: Script, *, short: bool) -> ReadingTime:
    """How long a version was estimated to take when it was written; the margin of a short one is its share."""
    whole = ReadingTime(Ms(script.milliseconds), Ms(script.low), Ms(script.high))
    if not short or script.short_milliseconds is None or not script.milliseconds:
        return whole
    share = script.short_milliseconds / script.milliseconds
    return ReadingTime(Ms(script.short_milliseconds), Ms(round(script.low * share)), Ms(round(script.high * share)))


def taken_of(session: Session, scripts: Iterable[Script]) -> set[int | None]:
    """Which scripts have a take."""
    wanted = [one.id for one in scripts]
    return set(session.exec(select(Take.script_id).where(col(Take.script_id).in_(wanted)).distinct()).all())
