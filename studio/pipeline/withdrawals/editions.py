"""A withdrawal in the editions: rundowns to come lose the segment, published ones are mastered again without it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from studio.audio.player.library import paths
from studio.audio.scores.sheet import from_json, to_json
from studio.errors import Fault, NotFound, RundownImpossible, StudioError, fault
from studio.languages import Language
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.build import build_episode
from studio.pipeline.built import content, entries_as_built, masters_kept, newest_build, planned_keys
from studio.pipeline.cue import Score
from studio.pipeline.folder import write_build, write_cues, write_rundown
from studio.pipeline.master import Mastered, make_masters, tags_of
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned, clock_of, plan_of
from studio.pipeline.publish import show_cover
from studio.pipeline.rundown_edit import Change, edit_rundown
from studio.pipeline.rundown_versions import keep_rundown, rundown_row
from studio.pipeline.tellings import edition_tellings, stories
from studio.pipeline.withdrawals.lengths import without
from studio.pipeline.withdrawals.shorter import shorter, shorter_rundown
from studio.pipeline.withdrawals.touched import HEADLINES
from studio.pipeline.withdrawals.values import Edition
from studio.pipeline.write import write_down
from studio.records.episodes import Build
from studio.records.kinds import ScriptKind
from studio.scheduling.exports.rundown_json import read_rundown, rundown_json
from studio.scheduling.timing.times import over
from studio.scheduling.values import Rundown
from studio.store.engine import reading, writing
from studio.units import Digest, Ms, clock_text, whole_ms

ACTION = "rundown.withdrawn"


def taken_out(gone: Collection[str]) -> Change:
    """The change that takes some entries out."""
    return lambda plan, choice: without(plan, choice.clock, gone)


def going_now(one: Edition, segments: Collection[str]) -> set[str]:
    """What goes from a rundown to come: of one that is published its headlines, too, so that it can be mastered again
    at once; of another one they are written again, for somebody to read and record."""
    return set(one.going) if one.published else {key for key in one.going if key in segments}


def take_out(studio: Studio, one: Edition, segments: Collection[str]) -> None:
    """A new version of a rundown to come without the segments, filled again by what is flexible in its clock."""
    gone = going_now(one, segments)
    with reading(studio.engine) as session:
        airtime = airtime_of(session, one.slug)
        row = rundown_row(session, airtime)
    if row is None:
        return
    plan = read_rundown(row.text)
    if gone & {entry.key for entry in plan.entries}:
        try:
            plan = edit_rundown(studio, one.slug, taken_out(gone), ACTION).planned.plan
        except RundownImpossible:
            plan = replace(plan, entries=tuple(entry for entry in plan.entries if entry.key not in gone))
            keep_rundown(studio, airtime, plan, row.inputs, ACTION, row.number)
    if not one.published:
        write_headlines(studio, airtime, plan)
        write_rundown(studio, plan_of(studio, one.slug), plan)


def standing(studio: Studio, slug: str) -> Fault:
    """What to tell of a rundown to come: it fills its airtime again, or it is to be proposed again."""
    planned = plan_of(studio, slug)
    known = {position.name for position in planned.clock.positions}
    entries = planned.plan.entries
    left = over(planned.plan, planned.clock) if known.issuperset(one.position for one in entries) else Ms(-1)
    about = {"number": planned.number, "seconds": round(abs(left) / 1000, 1)}
    return fault("withdrawal.short" if left else "withdrawal.filled", slug, **about)


def write_headlines(studio: Studio, airtime: Airtime, plan: Rundown) -> None:
    """Headlines of the stories that stay, to be read, approved and recorded."""
    if not any(entry.source == HEADLINES for entry in plan.entries):
        return
    language = Language(airtime.slot.language)
    with reading(studio.engine) as session:
        known = stories(session, studio, airtime.local_start.date())
    chosen = [
        known[entry.key].tellings[language]
        for entry in plan.entries
        if entry.key in known and language in known[entry.key].tellings
    ]
    write_down(studio, edition_tellings(studio, airtime, chosen, [ScriptKind.HEADLINES]))


def master_again(studio: Studio, one: Edition) -> list[Fault]:
    """A published edition without what goes from it: as it is planned now where it is to come and fills its airtime,
    else closed up as it was built: a podcast may be shorter, a station's file may not.

    What to tell: where it cannot be made, it stays out of the feed.
    """
    if not one.left:
        return [fault("withdrawal.left-feed", one.slug)]
    short: list[Fault] = []
    try:
        if not (one.coming and one.planned and built_as_planned(studio, one.slug)):
            length, wanted = closed_up(studio, one)
            if one.coming:
                about = {"lasts": clock_text(length, millis=True), "wanted": clock_text(wanted, millis=True)}
                short.append(fault("withdrawal.air-short", one.slug, **about))
    except StudioError as error:
        return [fault("withdrawal.unmade", one.slug, reason=error.faults[0].code)]
    return [fault("withdrawal.remade", one.slug), *short]


def built_as_planned(studio: Studio, slug: str) -> bool:
    """Build an edition by its rundown to come; whether it had all that it needs."""
    try:
        build_episode(studio, slug)
    except StudioError:
        return False
    return True


def closed_up(studio: Studio, one: Edition) -> tuple[Ms, Ms]:
    """Master an edition as it was built, without what goes: nothing that was edited since comes in. Done again, it
    finds what is made. How long it lasts then, and its airtime.

    Raises EditionNotReady, SoundRefused, VaultDamaged, NotFound.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, one.slug)
        build, row = session.get(Build, max(one.builds)), rundown_row(session, airtime)
        if build is None or row is None:
            raise NotFound(fault("ground.not-found", one.slug, kind="rundown", command="studio status"))
        whole = from_json(build.sheet)
        sheet = shorter(whole, one.going)
        rundown = shorter_rundown(read_rundown(build.rundown), whole, one.going)
        parts = [part for part in build.parts if part["entry"] not in one.going]
        spoken = entries_as_built(session, studio, airtime, rundown, parts)
    standing, number = read_rundown(row.text), row.number
    if planned_keys(standing) != planned_keys(rundown):
        number = keep_rundown(studio, airtime, rundown, row.inputs, ACTION, row.number)
    used = {cue.source for cue in sheet.cues}
    recorded = {str(part["label"]): Digest(part["digest"]) for part in parts if part["label"] in used}
    vault = studio.workspace.vault
    sources = {label: vault.open(digest) for label, digest in recorded.items()}
    sources |= {name: path for name, path in paths(studio.workspace.library).items() if name in used}
    planned = Planned(airtime, rundown, clock_of(studio, airtime), number, new=True)
    score = Score(planned, rundown, sheet, spoken, recorded, sources)
    masters = make_masters(studio, score, tags_of(studio, score, show_cover(studio)))
    keep_as_built(studio, score, parts, masters)
    write_rundown(studio, planned, rundown)
    write_cues(studio, score)
    write_build(studio, score, masters)
    return whole_ms(sheet.length), Ms(airtime.episode.length_ms)


def keep_as_built(
    studio: Studio, score: Score, parts: Sequence[Mapping[str, Any]], masters: Sequence[Mastered]
) -> None:
    """Remember the shorter edition with the recordings, and with what was cleared of them, of the longer one."""
    built = Build(
        episode_id=score.planned.airtime.episode.id or 0,
        made_at=studio.now,
        rundown=rundown_json(score.rundown),
        sheet=to_json(score.sheet),
        parts=[dict(part) for part in parts],
        master=masters_kept(studio, masters),
    )
    with writing(studio.engine) as session:
        last = newest_build(session, score.planned.airtime)
        if last is None or content(last) != content(built):
            session.add(built)
