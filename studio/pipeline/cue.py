"""The stage `cue`: the rundown with recorded lengths, and the score of every sound that will be heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.audio.library import library, paths
from studio.audio.score import breath, score
from studio.audio.values import CueSheet, Kind, Part, Passage
from studio.errors import EditionNotReady
from studio.pipeline.opening import Studio
from studio.pipeline.schedule import Planned
from studio.pipeline.sounds import Spoken, spoken_entries
from studio.scheduling.timing import retime
from studio.scheduling.values import Rundown
from studio.store.engine import reading
from studio.units import Digest, Lufs, Ms, samples, whole_ms

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


def cue_edition(studio: Studio, planned: Planned) -> Score:
    """The score of an edition.

    Raises EditionNotReady with everything it lacks, RundownImpossible where recorded lengths do not fit,
    VaultDamaged where a recording is not what it was.
    """
    with reading(studio.engine) as session:
        spoken = spoken_entries(session, studio, planned)
    EditionNotReady.raise_if(lack for one in spoken for lack in one.lacks)
    actual = {one.entry.key: recorded_length(planned, one) for one in spoken if one.heard}
    rundown = retime(planned.plan, actual, planned.clock)
    named = library(studio.workspace.library)
    passages = [
        passage
        for entry, one in zip(rundown.entries, spoken, strict=True)
        for passage in passages_of(planned, one, entry.start, entry.heard, entry.title_km or entry.title_en)
    ]
    sheet = score(planned.airtime.episode.slug, passages, samples(rundown.length), named)
    recorded = {one.label: one.digest for entry in spoken for one in entry.heard}
    vault = studio.workspace.vault
    sources = {label: vault.open(digest) for label, digest in recorded.items()}
    used = {cue.source for cue in sheet.cues}
    sources |= {name: path for name, path in paths(studio.workspace.library).items() if name in used}
    return Score(planned, rundown, sheet, spoken, recorded, sources)


def recorded_length(planned: Planned, spoken: Spoken) -> Ms:
    """How long an entry is as recorded: its takes and clips with the breath before, between and after them."""
    bed = bool(planned.clock.position(spoken.entry.position).bed)
    around = breath(sound_kind(spoken), len(spoken.heard), bed)
    return Ms(sum(one.ms for one in spoken.heard) + whole_ms(around))


def passages_of(planned: Planned, spoken: Spoken, start: Ms, length: Ms, title: str) -> list[Passage]:
    """An entry as it is played, with the sting that follows it in the room that the clock leaves for it."""
    position = planned.clock.position(spoken.entry.position)
    parts = tuple(Part(one.label, samples(one.ms), SPEECH) for one in spoken.heard)
    kind = sound_kind(spoken)
    source = spoken.entry.source or None
    found = [
        Passage(
            key=spoken.entry.key,
            title=title,
            kind=kind,
            start=samples(start),
            length=samples(length),
            parts=parts,
            bed=source if kind == "music" else position.bed or None,
            sting=source if kind == "jingle" else None,
        )
    ]
    if position.sting:
        end = Ms(start + length)
        found.append(
            Passage(
                f"{spoken.entry.key}/sting", "", "jingle", samples(end), samples(position.after), sting=position.sting
            )
        )
    return found


def sound_kind(spoken: Spoken) -> Kind:
    """What an entry is to the mixer: the kind of its script, or a jingle, or music."""
    if spoken.script is not None:
        return spoken.script.kind.value
    return "music" if spoken.entry.kind == "music" else "jingle"
