"""Editions as they were built: what is published, and still held against every consent as it stands."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from studio.audio.scores.sheet import from_json, to_json
from studio.audio.values import CueSheet
from studio.errors import ClearanceRefused, EditionNotReady, Fault, fault
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.airtime import Airtime
from studio.pipeline.built_since import treated
from studio.pipeline.clear import cleared_material
from studio.pipeline.cue import Score
from studio.pipeline.master import Mastered
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import rundown_row
from studio.pipeline.sounds import Heard, Lights, Spoken, why_lost
from studio.pipeline.specs import PODCAST
from studio.pipeline.tellings import Story, Templates, story_of
from studio.pipeline.write import lines_of
from studio.records.episodes import Build
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.values import Entry, Rundown
from studio.scripting.values import split
from studio.store.engine import reading, writing
from studio.units import Digest, Ms

STORIES = ("story", "joint_story", "profile")
VERSION = 1
SHOWS_OWN = ("show", "hotline", "presenter")
"""Facts that come from the settings and tell nothing of a community."""


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it was built, ready to be published: only while every entry's lacks are none."""

    airtime: Airtime
    rundown: Rundown
    sheet: CueSheet
    spoken: tuple[Spoken, ...]
    master: Mapping[str, Any]

    @property
    def lacks(self) -> tuple[Fault, ...]:
        """What it lost since it was built."""
        return tuple(lack for one in self.spoken for lack in one.lacks)


def keep_build(studio: Studio, score: Score, masters: Sequence[Mastered]) -> None:
    """Remember an edition as it was built; the same build again is not another one."""
    built = Build(
        episode_id=score.planned.airtime.episode.id or 0,
        made_at=studio.now,
        rundown=rundown_json(score.rundown),
        sheet=to_json(score.sheet),
        parts=[
            part_of(spoken, heard, Language(score.planned.airtime.slot.language))
            for spoken in score.spoken
            for heard in spoken.heard
        ],
        master=masters_kept(studio, masters),
    )
    with writing(studio.engine) as session:
        last = newest_build(session, score.planned.airtime)
        if last is None or content(last) != content(built):
            session.add(built)


def masters_kept(studio: Studio, masters: Sequence[Mastered]) -> dict[str, Any]:
    """The podcast's master as it is remembered, and under "others" those that listeners get besides."""
    podcast = next(one for one in masters if one.spec.name == PODCAST)
    extra = [one for one in masters if one.spec.name in studio.settings.masters.extra]
    return {**master_kept(podcast), "others": [{"name": one.spec.name, **master_kept(one)} for one in extra]}


def master_kept(one: Mastered) -> dict[str, Any]:
    """A master as it is remembered."""
    return {"digest": one.digest, "bytes": one.figures["bytes"], "ms": one.ms, "codec": one.spec.codec}


def part_of(spoken: Spoken, heard: Heard, language: Language) -> dict[str, Any]:
    """One recording as it is remembered, with the digest of what was cleared of its story."""
    return {
        "label": heard.label,
        "entry": spoken.entry.key,
        "script": spoken.script.id if spoken.script else None,
        "part": heard.part.number,
        "digest": heard.digest,
        "milliseconds": heard.ms,
        "synthetic": heard.synthetic,
        "treated": treated(heard.treatment),
        "cleared": cleared_facts(spoken.story, language) if spoken.story else "",
    }


def cleared_facts(story: Story, language: Language) -> str:
    """The digest of everything cleared that a story tells, whatever the template and the show's own words are."""
    facts = story.tellings[language].facts
    return ledger.key("cleared", VERSION, {name: one for name, one in facts.items() if name not in SHOWS_OWN})


def content(build: Build) -> str:
    """What makes a build this one."""
    return json.dumps([build.rundown, build.sheet, build.parts, build.master], sort_keys=True)


def newest_build(session: Session, airtime: Airtime) -> Build | None:
    """The newest build of an edition."""
    return session.exec(
        select(Build).where(Build.episode_id == airtime.episode.id).order_by(col(Build.id).desc())
    ).first()


def edition_of(studio: Studio, airtime: Airtime) -> Edition:
    """An edition as it was built last, with what it lost since.

    Raises EditionNotReady where it was never built, or its rundown changed after it was.
    """
    slug = airtime.episode.slug
    with reading(studio.engine) as session:
        build, row = newest_build(session, airtime), rundown_row(session, airtime)
        if build is None or row is None:
            raise EditionNotReady(fault("pipeline.master-missing", slug))
        rundown = read_rundown(build.rundown)
        if planned_keys(rundown) != planned_keys(read_rundown(row.text)):
            raise EditionNotReady(fault("pipeline.master-missing", slug))
        spoken = entries_as_built(session, studio, airtime, rundown, build.parts)
    return Edition(airtime, rundown, from_json(build.sheet), spoken, build.master)


def planned_keys(rundown: Rundown) -> list[tuple[str, Ms]]:
    """What a rundown plans, recorded lengths aside."""
    return [(one.key, one.planned) for one in rundown.entries]


def entries_as_built(
    session: Session, studio: Studio, airtime: Airtime, rundown: Rundown, parts: Sequence[Mapping[str, Any]]
) -> tuple[Spoken, ...]:
    """The entries of a build with the scripts and recordings of that time, and the consents of now."""
    day = airtime.local_start.date()
    known = own_stories(session, studio, day, parts)
    found = []
    for entry in rundown.entries:
        own = [part for part in parts if part["entry"] == entry.key]
        script = session.get(Script, own[0]["script"]) if own else None
        heard = heard_as_built(script, own)
        if entry.kind not in STORIES:
            found.append(Spoken(entry, script, None, heard))
            continue
        story = known.get(entry.key)
        lacks = lost(entry, story, own, heard, Language(airtime.slot.language))
        if lacks:
            lacks = (*lacks, *why_lost(session, script, day))
        found.append(Spoken(entry, script, story, heard, lacks, Lights(consent=not lacks)))
    return tuple(found)


def own_stories(session: Session, studio: Studio, day: date, parts: Sequence[Mapping[str, Any]]) -> dict[str, Story]:
    """The stories of a build that may be aired on a day, by segment key: decided anew, each from its own report."""
    scripts = sorted({part["script"] for part in parts if part["script"]})
    reports = session.exec(
        select(Report).where(
            col(Report.id).in_(select(Script.report_id).where(col(Script.id).in_(scripts), col(Script.report_id) > 0))
        )
    ).all()
    templates, found = Templates(studio), []
    for report in reports:
        with suppress(ClearanceRefused):
            material = cleared_material(session, report, day)
            found.append(story_of(session, studio, material, report.id, templates))
    return {story.key: story for story in found}


def heard_as_built(script: Script | None, parts: Sequence[Mapping[str, Any]]) -> tuple[Heard, ...]:
    """The recordings of an entry with the words that were read."""
    if script is None:
        return ()
    by_number = {part.number: part for part in split(lines_of(script))}
    return tuple(
        Heard(
            one["label"], by_number[one["part"]], Digest(one["digest"]), Ms(one["milliseconds"]), bool(one["synthetic"])
        )
        for one in parts
    )


def lost(
    entry: Entry, story: Story | None, parts: Sequence[Mapping[str, Any]], heard: Sequence[Heard], language: Language
) -> tuple[Fault, ...]:
    """Why a story may no longer be published: its clearance is gone, or what is cleared is not what was told."""
    if story is None or language not in story.tellings:
        return (fault("pipeline.clearance-lost", entry.key),)
    now = cleared_facts(story, language)
    if any(part["cleared"] != now for part in parts):
        return (fault("pipeline.script-stale", entry.key, language=language.value),)
    recordings = {voice.source: voice.recording for voice in story.material.voices}
    return tuple(
        fault("pipeline.clip-uncleared", entry.key, source=one.part.clip)
        for one in heard
        if one.part.clip and recordings.get(one.part.clip) != one.digest
    )
