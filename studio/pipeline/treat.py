"""The stage `treat`: what is done to one take or clip where it is heard; the recording stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from studio.audio.player import cut
from studio.audio.scores.treatment import Quiet, Treatment, faults, lasting, parts, pieces, plain
from studio.errors import Fault, NotFound, SoundRefused, fault
from studio.languages import Language
from studio.pipeline.cue import SPEECH
from studio.pipeline.opening import Studio
from studio.pipeline.quiet import quiet_of
from studio.pipeline.sounds import CLIP, Heard, clip, take, treatment_of
from studio.pipeline.takes import desk_drawer, newest_take
from studio.pipeline.tellings import stories
from studio.pipeline.write import lines_of, script_of
from studio.records.episodes import ClipTreatment, Take
from studio.records.scripts import Script
from studio.scripting.values import Part, split
from studio.store import audit
from studio.store.engine import reading, writing
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Treated:
    """A take or clip with what is done to it. own: the steps that somebody chose for it, by name."""

    key: str
    heard: Heard
    own: Mapping[str, Any]
    quiet: Quiet

    @property
    def treatment(self) -> Treatment:
        """What is done to it: what is usual here, and what somebody chose over it."""
        return self.heard.treatment

    @property
    def lasting(self) -> Ms:
        """How long it is heard."""
        return lasting(pieces(self.treatment, self.heard.ms, self.quiet.spoken))


def treated(studio: Studio, key: str, number: int, language: Language) -> Treated:
    """The newest take of a part, or the clip that it is, with its treatment.

    Raises NotFound where there is no such script, part or take, or the clip is not cleared.
    """
    with reading(studio.engine) as session:
        script, part = part_of(session, key, number, language)
        heard = recording_of(session, studio, script, part)
        row = kept(session, script, part, heard)
        own = row.treatment if row is not None else {}
    return Treated(key, heard, own, quiet_of(studio, heard))


def treat(
    studio: Studio, key: str, number: int, language: Language, chosen: Mapping[str, Any], *, reset: bool = False
) -> Treated:
    """Choose steps for a take or clip, over those that were chosen before; with reset: instead of them.

    An edition that plays it must be built again. Raises NotFound as `treated`; SoundRefused with everything that cannot
    be done to it, before anything is changed.
    """
    before = treated(studio, key, number, language)
    own = {**({} if reset else before.own), **chosen}
    with reading(studio.engine) as session:
        script, part = part_of(session, key, number, language)
    treatment = treatment_of(studio, CLIP if part.clip else script.kind, own)
    heard = replace(before.heard, treatment=treatment)
    quiet = quiet_of(studio, heard)
    SoundRefused.raise_if(faults(treatment, heard.ms, quiet, heard.label))
    own = {name: value for name, value in plain(treatment).items() if name in own}
    if own != before.own:
        with writing(studio.engine) as session:
            row = kept(session, script, part, heard) or ClipTreatment(recording=heard.digest)
            row.treatment = own
            session.add(row)
            details = {"part": number, "language": language.value, "before": dict(before.own), "after": own}
            audit.append(session, studio.now, studio.actor, "take.treated", key, details)
    return Treated(key, heard, own, quiet)


def preview(studio: Studio, key: str, number: int, language: Language, target: Path) -> Treated:
    """Write what is heard of a take or clip to a WAV or FLAC file, at the loudness of speech.

    Raises NotFound as `treated`, SoundRefused where nothing is left of it or the file is to be of another kind.
    """
    found = treated(studio, key, number, language)
    heard = found.heard
    played = parts(heard.label, found.treatment, heard.ms, found.quiet, SPEECH)
    with desk_drawer(studio) as drawer:
        sound = cut.cleaned_copy(studio.workspace.vault.open(heard.digest), found.treatment.cleaning, drawer / "clean")
        cut.saved(cut.heard(sound, played), target)
    return found


def part_of(session: Session, key: str, number: int, language: Language) -> tuple[Script, Part]:
    """A part of the newest version of a script. Raises NotFound."""
    script = script_of(session, key, language)
    for part in split(lines_of(script)):
        if part.number == number:
            return script, part
    where = f"{key} {number} ({language.value})"
    raise NotFound(fault("ground.not-found", where, kind="part", command=f"studio take list {key}"))


def recording_of(session: Session, studio: Studio, script: Script, part: Part) -> Heard:
    """What is heard of a part. Raises NotFound where it is not recorded or not cleared."""
    if part.clip:
        today = studio.now.astimezone(studio.timezone).date()
        found = clip(session, studio, script.key, part, stories(session, studio, today).get(script.key))
    else:
        found = take(session, studio, script, part)
    if isinstance(found, Fault):
        raise NotFound(found)
    return found


def kept(session: Session, script: Script, part: Part, heard: Heard) -> Take | ClipTreatment | None:
    """The row that keeps the treatment of a recording; None for a clip that has none of its own."""
    if part.clip:
        return session.exec(select(ClipTreatment).where(col(ClipTreatment.recording) == heard.digest)).first()
    return newest_take(session, script, part.number)
