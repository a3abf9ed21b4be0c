"""What an edition is made of, entry by entry: scripts, takes, clips, how they are treated; and all it still lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, select

from studio.audio.scores.treatment import AS_RECORDED, DEFAULTS, Treatment, changed
from studio.errors import ClearanceRefused, Fault, fault
from studio.languages import Language
from studio.pipeline.candidates import Facts, airing_facts
from studio.pipeline.clear import cleared_material
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned
from studio.pipeline.takes import newest_take
from studio.pipeline.tellings import EDITION_KINDS, Story, edition_key, stories
from studio.pipeline.write import fresh, lines_of, newest
from studio.records.episodes import ClipTreatment
from studio.records.kinds import ScriptKind
from studio.records.reports import Attachment, Report
from studio.records.scripts import Script
from studio.scheduling.values import Entry
from studio.scripting.values import Part
from studio.scripting.versions import version_parts
from studio.units import Digest, Ms

CLIP = "clip"
"""The name under which participants' own recordings are treated."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One recording that is heard in an entry: a presenter's take or a participant's clip, and the words in it.

    ms: as recorded. treatment: what is done to it here.
    """

    label: str
    part: Part
    digest: Digest
    ms: Ms
    synthetic: bool
    treatment: Treatment = AS_RECORDED


@dataclass(frozen=True, slots=True)
class Lights:
    """What an entry has: script, approval, consent, recording. A sound of the library needs none of them."""

    script: bool = True
    approval: bool = True
    consent: bool = True
    recording: bool = True

    @property
    def green(self) -> bool:
        """Whether nothing is missing."""
        return self.script and self.approval and self.consent and self.recording


@dataclass(frozen=True, slots=True)
class Spoken:
    """An entry of the rundown with its script and its recordings in order, or what it lacks."""

    entry: Entry
    script: Script | None = None
    story: Story | None = None
    heard: tuple[Heard, ...] = ()
    lacks: tuple[Fault, ...] = ()
    lights: Lights = field(default=Lights())


def spoken_entries(session: Session, studio: Studio, planned: Planned) -> tuple[Spoken, ...]:
    """Every entry of a rundown with what it is made of, decided anew from consents and scripts as they stand."""
    airtime = planned.airtime
    day = airtime.local_start.date()
    known, airable = stories(session, studio, day), airing_facts(session)
    language = Language(airtime.slot.language)
    found = []
    for entry in planned.plan.entries:
        if entry.source in [kind.value for kind in EDITION_KINDS]:
            key = edition_key(airtime.episode.slug, ScriptKind(entry.source))
            found.append(with_script(session, studio, entry, newest(session, key, language), None))
        elif planned.clock.position(entry.position).role == "choose":
            told = with_story(session, studio, entry, language, known, day)
            found.append(within_days(told, airable, day))
        else:
            found.append(Spoken(entry))
    return tuple(found)


def within_days(spoken: Spoken, airable: Mapping[str, Facts], day: date) -> Spoken:
    """The same, and what it lacks where its report asks for other days: an edition may move past them."""
    if spoken.story is None:
        return spoken
    since, until, _together = airable[spoken.story.material.clearance.report]
    if (since is None or since <= day) and (until is None or day <= until):
        return spoken
    days = {"since": since.isoformat() if since else "–", "until": until.isoformat() if until else "–"}
    lack = fault("pipeline.story-other-days", spoken.entry.key, day=day.isoformat(), **days)
    return replace(spoken, lacks=(*spoken.lacks, lack), lights=replace(spoken.lights, consent=False))


def with_story(
    session: Session,
    studio: Studio,
    entry: Entry,
    language: Language,
    known: Mapping[str, Story],
    day: date,
) -> Spoken:
    """A story of the rundown: gone where its clearance is gone, stale where the report changed."""
    story = known.get(entry.key)
    script = newest(session, entry.key, language)
    if story is None or language not in story.tellings:
        lacks = (fault("pipeline.clearance-lost", entry.key), *why_lost(session, script, day))
        return Spoken(entry, script, None, (), lacks, Lights(script is not None, False, False, False))
    if script is not None and not fresh(script, story.tellings[language]):
        lacks = (fault("pipeline.script-stale", entry.key, language=language.value),)
        return Spoken(entry, script, story, (), lacks, Lights(approval=False))
    return with_script(session, studio, entry, script, story)


def why_lost(session: Session, script: Script | None, day: date) -> tuple[Fault, ...]:
    """Why the report of a story's script may not be aired on a day; nothing where it may."""
    report = session.get(Report, script.report_id) if script is not None and script.report_id else None
    if report is None:
        return ()
    try:
        cleared_material(session, report, day)
    except ClearanceRefused as error:
        return error.faults
    return ()


def with_script(session: Session, studio: Studio, entry: Entry, script: Script | None, story: Story | None) -> Spoken:
    """An entry with its script, its takes and its clips."""
    if script is None:
        lacks = (fault("pipeline.script-missing", entry.key),)
        return Spoken(entry, None, story, (), lacks, Lights(False, False, True, False))
    heard: list[Heard] = []
    missing: list[Fault] = []
    if not script.approved:
        missing.append(fault("pipeline.script-unapproved", script.key, language=script.language))
    parts = version_parts(lines_of(script), short=entry.version == "short")
    for part in parts:
        found = clip(session, studio, entry.key, part, story) if part.clip else take(session, studio, script, part)
        one = found if isinstance(found, Fault) else replace(found, label=f"{entry.key}/{found.label}")
        if isinstance(one, Fault):
            missing.append(one)
        else:
            heard.append(one)
    complete = len(heard) == len(parts)
    return Spoken(
        entry, script, story, tuple(heard), tuple(missing), Lights(approval=script.approved, recording=complete)
    )


def take(session: Session, studio: Studio, script: Script, part: Part) -> Heard | Fault:
    """The newest take of a presenter's part, labelled within its entry."""
    row = newest_take(session, script, part.number)
    if row is None:
        return fault("pipeline.take-missing", script.key, part=part.number, language=script.language)
    treatment = treatment_of(studio, script.kind, row.treatment)
    return Heard(f"part-{part.number}", part, Digest(row.working), Ms(row.milliseconds), row.synthetic, treatment)


def clip(session: Session, studio: Studio, key: str, part: Part, story: Story | None) -> Heard | Fault:
    """A participant's own recording, labelled within its entry; only while it is cleared."""
    voices = story.material.voices if story else ()
    recording = next((one.recording for one in voices if one.source == part.clip), None)
    if recording is None:
        return fault("pipeline.clip-uncleared", key, source=part.clip or "")
    row = session.exec(select(Attachment).where(Attachment.working == recording)).first()
    if row is None:
        return fault("pipeline.clip-uncleared", key, source=part.clip or "")
    own = session.get(ClipTreatment, recording)
    treatment = treatment_of(studio, CLIP, own.treatment if own else {})
    return Heard(f"clip-{part.clip}", part, recording, Ms(row.milliseconds), False, treatment)


def treatment_of(studio: Studio, name: str, own: Mapping[str, Any]) -> Treatment:
    """What is done to a take: the usual for a kind of segment or for clips, the settings over it, its own over both."""
    section = getattr(studio.settings.sound, name).model_dump(exclude_none=True)
    usual = {key.removesuffix("_ms").removesuffix("_hz"): value for key, value in section.items()}
    return changed(changed(DEFAULTS[name], usual), own)
