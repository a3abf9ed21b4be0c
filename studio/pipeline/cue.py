"""The stage `cue`: the rundown with recorded lengths, and the score of every sound that will be heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.audio.player.library import library, paths
from studio.audio.scores.score import needed, score
from studio.audio.scores.treatment import parts
from studio.audio.values import AT_ONCE, CueSheet, Duck, Kind, Part, Passage
from studio.errors import EditionNotReady, Fault, SoundRefused
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned
from studio.pipeline.quiet import quiet_of
from studio.pipeline.sounds import Spoken, spoken_entries
from studio.scheduling.timing.times import retime, unstretched
from studio.scheduling.values import Entry, Rundown
from studio.settings import BedSection
from studio.store.engine import reading
from studio.units import Digest, Lufs, Ms, Samples, samples, whole_ms

SPEECH = Lufs(-23.0)
"""What every voice is brought to before the whole is mastered. Source: EBU R 128."""


@dataclass(frozen=True, slots=True)
class Score:
    """An edition ready to be mixed: its rundown as recorded, its cue sheet, and where each source is.

    recorded: the vault's digest of each take and clip by label; sources: paths of those and of library sounds.
    """

    planned: Planned
    rundown: Rundown
    sheet: CueSheet
    spoken: tuple[Spoken, ...]
    recorded: Mapping[str, Digest]
    sources: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Played:
    """An entry as it is played: its recordings as they are treated, in order, and how it meets its neighbours.

    joined: it comes in while the one before is still heard. lap: how far it is heard beyond its end.
    """

    spoken: Spoken
    parts: tuple[Part, ...] = ()
    joined: bool = False
    lap: Samples = AT_ONCE


def cue_edition(studio: Studio, planned: Planned) -> Score:
    """The score of an edition.

    Raises EditionNotReady with everything it lacks, RundownImpossible where recorded lengths do not fit, SoundRefused
    where nothing is left of a take, VaultDamaged where a recording is not what it was.
    """
    with reading(studio.engine) as session:
        spoken = spoken_entries(session, studio, planned)
    EditionNotReady.raise_if(lack for one in spoken for lack in one.lacks)
    played = met(planned, treated(studio, spoken))
    actual = {one.spoken.entry.key: recorded_length(planned, one) for one in played if one.parts}
    rundown = retime(planned.plan, actual, planned.clock, over_the_pause(planned, played))
    named = library(studio.workspace.library)
    bed = studio.settings.sound.bed
    passages = [
        passage
        for entry, one in zip(rundown.entries, played, strict=True)
        for passage in passages_of(planned, one, entry, bed)
    ]
    sheet = score(planned.airtime.episode.slug, passages, samples(rundown.length), named)
    recorded = {one.label: one.digest for entry in spoken for one in entry.heard}
    vault = studio.workspace.vault
    sources = {label: vault.open(digest) for label, digest in recorded.items()}
    used = {cue.source for cue in sheet.cues}
    sources |= {name: path for name, path in paths(studio.workspace.library).items() if name in used}
    return Score(planned, rundown, sheet, spoken, recorded, sources)


def treated(studio: Studio, spoken: Sequence[Spoken]) -> list[Played]:
    """The entries with their recordings as they are treated. Raises SoundRefused with each of which nothing is left."""
    faults: list[Fault] = []
    found = []
    for done, entry in enumerate(spoken, start=1):
        made: list[Part] = []
        for one in entry.heard:
            try:
                made += parts(one.label, one.treatment, one.ms, quiet_of(studio, one), SPEECH)
            except SoundRefused as refused:
                faults += refused.faults
        found.append(Played(entry, tuple(made)))
        studio.tell("Listening to takes", done, len(spoken))
    SoundRefused.raise_if(faults)
    return found


def met(planned: Planned, played: Sequence[Played]) -> list[Played]:
    """The entries with how they meet: a last take that is crossfaded laps over the pause into what follows, which is
    the room that the clock leaves unless it is held.
    """
    pauses = {one.key: planned.clock.pause_after(one) for one in unstretched(planned.plan.entries)}
    found: list[Played] = []
    joined = False
    last = max((number for number, one in enumerate(played) if not one.spoken.entry.floated), default=0)
    for number, one in enumerate(played):
        position = planned.clock.position(one.spoken.entry.position)
        lap = AT_ONCE
        if one.parts and one.parts[-1].crossfade and number < last:
            pause = AT_ONCE if position.sting else samples(pauses[one.spoken.entry.key])
            lap = Samples(one.parts[-1].crossfade + pause)
            lap = lap if 2 * lap <= one.parts[-1].samples else AT_ONCE
        found.append(replace(one, joined=joined, lap=lap))
        joined = lap > 0 and not position.sting
    return found


def over_the_pause(planned: Planned, played: Sequence[Played]) -> frozenset[str]:
    """The keys of entries that are heard on into what follows: there is no silence between the two to stretch."""
    return frozenset(
        one.spoken.entry.key
        for one in played
        if one.lap > 0 and not planned.clock.position(one.spoken.entry.position).sting
    )


def recorded_length(planned: Planned, played: Played) -> Ms:
    """How long an entry is as it is played: its takes and clips with the breath before, between and after them."""
    bed = bool(planned.clock.position(played.spoken.entry.position).bed)
    kind, lapping = sound_kind(played.spoken), played.lap > 0
    wanted = needed(kind, played.parts, bed, joined=played.joined, lapping=lapping)
    return whole_ms(Samples(wanted - played.lap))


def passages_of(planned: Planned, played: Played, entry: Entry, bed: BedSection) -> list[Passage]:
    """An entry of the rundown as it is played, with the sting that follows it in the room the clock leaves for it."""
    position = planned.clock.position(entry.position)
    kind = sound_kind(played.spoken)
    source = entry.source or None
    found = [
        Passage(
            key=entry.key,
            title=entry.title_km or entry.title_en,
            kind=kind,
            start=samples(entry.start),
            length=samples(entry.heard),
            parts=played.parts,
            bed=source if kind == "music" else position.bed or None,
            sting=source if kind == "jingle" else None,
            duck=giving_way(bed),
            bed_below=bed.below_lu,
            lap=played.lap,
        )
    ]
    if position.sting:
        end, room = samples(entry.end), samples(planned.clock.pause_after(entry))
        found.append(Passage(f"{entry.key}/sting", "", "jingle", end, room, sting=position.sting))
    return found


def giving_way(bed: BedSection) -> Duck:
    """How beds give way here."""
    times = [samples(Ms(ms)) for ms in (bed.attack_ms, bed.hold_ms, bed.release_ms)]
    return Duck(bed.depth_db, *times)


def sound_kind(spoken: Spoken) -> Kind:
    """What an entry is to the mixer: the kind of its script, or a jingle, or music."""
    if spoken.script is not None:
        return spoken.script.kind.value
    return "music" if spoken.entry.kind == "music" else "jingle"
