"""The stage `write`: scripts from cleared material, approved by a person, stale when what they tell has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from studio.audio.scores.score import breath
from studio.errors import ClearanceRefused, Conflict, Fault, NotFound, ScriptRefused, fault
from studio.languages import Language
from studio.pipeline.approving import given_away, second_person
from studio.pipeline.clear import cleared_material, today
from studio.pipeline.material import report_of
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.tellings import Telling, Templates, stories, story_of
from studio.records.kinds import ScriptKind
from studio.records.reports import Attachment, Report
from studio.records.scripts import Script
from studio.scripting.markup import parse
from studio.scripting.render import Job, try_all
from studio.scripting.speaker import speaker_faults
from studio.scripting.timing import Pace, reading_time
from studio.scripting.values import Draft, Line, split
from studio.scripting.versions import short_time, version_lines
from studio.scripting.wordlist import load
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms, whole_ms


@dataclass(frozen=True, slots=True)
class Written:
    """What the stage did: new script versions, how many stood already, and why each other one could not be written."""

    new: tuple[Script, ...]
    unchanged: int
    refused: Mapping[str, ScriptRefused]


def write_stories(studio: Studio, names: Sequence[str] = ()) -> Written:
    """Write the scripts of the named reports, or of every cleared one, in each language they can be told in.

    Raises ClearanceRefused for a named report that is not cleared, NotFound.
    """
    day = today(studio)
    with reading(studio.engine) as session:
        known = stories(session, studio, day)
        if names:
            wanted = [cleared_material(session, report_of(session, name), day).clearance.report for name in names]
            known = {key: one for key, one in known.items() if one.material.clearance.report in wanted}
    return write_down(studio, [one for story in known.values() for one in story.tellings.values()])


def write_down(studio: Studio, wanted: Sequence[Telling]) -> Written:
    """Write each telling whose newest version was made from something else; nothing is written twice."""
    with reading(studio.engine) as session:
        due = [one for one in wanted if not fresh(newest(session, one.key, one.language), one)]
    jobs = [Job(studio.settings.show.slug, one.kind.value, one.language, one.facts) for one in due]
    drafts = try_all(studio.workspace.scripts, jobs) if jobs else []
    speeds = {language: pace(studio, language, before=studio.now) for language in {one.language for one in due}}
    new: list[Script] = []
    refused: dict[str, ScriptRefused] = {}
    with writing(studio.engine) as session:
        clips = clip_lengths(session)
        for done, (one, draft) in enumerate(zip(due, drafts, strict=True), start=1):
            if isinstance(draft, ScriptRefused):
                refused[f"{one.key} ({one.language.value})"] = draft
            elif not fresh(newest(session, one.key, one.language), one):
                new.append(kept(studio, session, one, draft, clips, speeds[one.language]))
            studio.tell("Writing scripts", done, len(due))
    return Written(tuple(new), len(wanted) - len(new) - len(refused), refused)


def fresh(script: Script | None, wanted: Telling) -> bool:
    """Whether a script was made from what it should tell now."""
    return script is not None and script.recipe == wanted.recipe


def clip_lengths(session: Session) -> dict[str, Ms]:
    """How long each recording is, by its digest."""
    return {one.working: Ms(one.milliseconds) for one in session.exec(select(Attachment))}


def kept(
    studio: Studio, session: Session, wanted: Telling, draft: Draft, clips: Mapping[str, Ms], speed: Pace
) -> Script:
    """Keep a draft as the next version of its script, timed: reading by its words, recordings by their length.

    The estimate stays with the version: what is learnt of its presenter later changes no script that is written.
    """
    lengths = {source: clips[digest] for source, digest in wanted.recordings.items() if digest in clips}
    time = reading_time(draft.lines, wanted.language, speed, lengths)
    last = newest(session, wanted.key, wanted.language)
    script = Script(
        key=wanted.key,
        kind=wanted.kind,
        language=wanted.language.value,
        number=(last.number if last else 0) + 1,
        title=wanted.title,
        report_id=wanted.report_id,
        text=draft.text,
        recipe=wanted.recipe,
        presenter=speed.presenter,
        milliseconds=time.ms,
        low=time.low,
        high=time.high,
        short_milliseconds=short_time(draft.lines, wanted.language, speed, lengths),
        written_at=studio.now,
    )
    session.add(script)
    session.flush()
    return script


def newest(session: Session, key: str, language: Language) -> Script | None:
    """The newest version of a script."""
    return session.exec(
        select(Script).where(Script.key == key, Script.language == language.value).order_by(col(Script.number).desc())
    ).first()


def script_of(session: Session, key: str, language: Language) -> Script:
    """The newest version of a script. Raises NotFound."""
    script = newest(session, key, language)
    if script is None:
        where = f"{key} ({language.value})"
        raise NotFound(fault("ground.not-found", where, kind="script", command="studio script list"))
    return script


def newest_scripts(session: Session) -> Sequence[Script]:
    """The newest version of every script, by key and language."""
    last = select(func.max(Script.id)).group_by(col(Script.key), col(Script.language))
    return session.exec(
        select(Script).where(col(Script.id).in_(last)).order_by(col(Script.key), col(Script.language).desc())
    ).all()


def lines_of(script: Script, *, short: bool = False) -> tuple[Line, ...]:
    """The lines of a script's text, or of its short version; of all of it where there is none."""
    return version_lines(parse(script.text), short=short)


def estimate(script: Script, *, bed: bool) -> Ms:
    """How long a script takes on air by its estimate, with the breath before, between and after its parts."""
    return Ms(script.milliseconds + breathed(script, bed=bed))


def short_estimate(script: Script) -> Ms | None:
    """How long the short version of a story takes on air; None where there is none."""
    if script.short_milliseconds is None:
        return None
    return Ms(script.short_milliseconds + breathed(script, bed=False, short=True))


def breathed(script: Script, *, bed: bool, short: bool = False) -> Ms:
    """The breath before, between and after the parts of a script, in ms."""
    return breathed_lines(script.kind, lines_of(script, short=short), bed=bed)


def breathed_lines(kind: ScriptKind, lines: tuple[Line, ...], *, bed: bool) -> Ms:
    """The same for lines that nobody kept yet."""
    return whole_ms(breath(kind.value, len(split(lines)), bed))


def approve(studio: Studio, key: str, language: Language, number: int | None = None) -> Script:
    """Freeze the newest version of a script on a person's word; approving it again changes nothing.

    number: the version that was read; Conflict where there is a newer one.

    Raises ScriptRefused with every line in which the Network speaks for a community, where the script is stale or gives
    somebody away, and where somebody in it must stay unknown and whoever approves it wrote it.
    """
    with writing(studio.engine) as session:
        script = script_of(session, key, language)
        if number not in (None, script.number):
            raise Conflict(fault("pipeline.script-newer", key, number=script.number, language=language.value))
        ScriptRefused.raise_if(standing_in_the_way(studio, session, script, language))
        if not script.approved:
            script.approved_by, script.approved_at = studio.actor, studio.now
            session.add(script)
            details = {"language": language.value, "number": script.number, "recipe": script.recipe}
            audit.append(session, studio.now, studio.actor, "script.approved", key, details)
    return script


def standing_in_the_way(studio: Studio, session: Session, script: Script, language: Language) -> list[Fault]:
    """Everything for which somebody may not approve a version."""
    if script.approved:
        return outdated(studio, session, script, language)
    return [
        *spoken_for(studio, script, language),
        *second_person(session, script, studio.actor),
        *outdated(studio, session, script, language),
    ]


def spoken_for(studio: Studio, script: Script, language: Language) -> tuple[Fault, ...]:
    """Every line of a script in which the Network speaks for a community."""
    network = studio.settings.network
    words = load(studio.workspace.scripts, language)
    return speaker_faults(lines_of(script), language, words, (network.name_km, network.name_en, *network.aliases))


def outdated(studio: Studio, session: Session, script: Script, language: Language) -> list[Fault]:
    """Why a story's script no longer tells what its report says, or may no longer tell it."""
    if script.report_id is None:
        return []
    report = session.get_one(Report, script.report_id)
    try:
        material = cleared_material(session, report, today(studio))
    except ClearanceRefused as error:
        return [fault("pipeline.clearance-lost", script.key), *error.faults]
    wanted = story_of(session, studio, material, script.report_id, Templates(studio)).tellings.get(language)
    if wanted is None or not fresh(script, wanted):
        return [fault("pipeline.script-stale", script.key, language=language.value)]
    return [] if script.approved else given_away(session, report, material, script)
