"""The takes of one script as they are worked with: what was recorded of each part, measured, treated, compared."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from studio.audio.pictures.shape import Shape, drawn
from studio.audio.scores.treatment import Treatment, plain
from studio.audio.takes.verdict import NOISE_LU, Judgement, judged, refused
from studio.audio.takes.worth import against
from studio.audio.values import TakeReport
from studio.drawing.svg import svg
from studio.errors import Fault, NotFound, SoundRefused, StudioError, VaultDamaged
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio
from studio.pipeline.script_desk import newest_of, report_behind
from studio.pipeline.sounds import CLIP, treatment_of
from studio.pipeline.take_choice import Kept, take_of, takes_of_script
from studio.pipeline.take_measured import cache_of, report_of, shape_in
from studio.pipeline.take_wanted import languages_of
from studio.pipeline.takes import SIDE_BY_SIDE, estimated
from studio.pipeline.treat import Treated, preview, treated
from studio.pipeline.write import lines_of
from studio.records.episodes import Take
from studio.records.scripts import Script
from studio.scripting.values import Part, split
from studio.store.engine import reading
from studio.units import Digest, Lufs, Ms

RECIPE = 1


def noise_of(shape: Shape, *, noisy: bool = False) -> Lufs | None:
    """The quietest of a recording where it can be noise: far below the voice, or known to be steady."""
    return shape.floor if noisy or shape.lufs - shape.floor >= NOISE_LU else None


@dataclass(frozen=True, slots=True)
class Measured:
    """A take with what was measured of it. name: the number it had first; heard: it is the one that is heard.

    shape: None where its sound cannot be read any more.
    """

    take: Take
    name: int
    heard: bool
    verdict: Judgement
    shape: Shape | None

    @property
    def report(self) -> TakeReport | None:
        """What it is; None where it cannot be read any more."""
        return self.verdict.report

    @property
    def noise(self) -> Lufs | None:
        """How loud it is where nobody speaks, in LUFS; None where no pause is long enough to hear that."""
        noisy = any(one.code == "audio.noisy" for one in self.verdict.faults)
        return noise_of(self.shape, noisy=noisy) if self.shape else None

    @property
    def above_noise(self) -> float:
        """How far the voice stands above that, in LU; 0 where nobody knows."""
        return self.take.lufs - self.noise if self.noise is not None else 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a script. estimate: how long it takes to read, in ms; takes: the one that is heard first, then the
    newest. treated: what is heard of it; missing: why nothing is. usual: what is done to it where nobody says
    otherwise. shape: of what is heard.
    """

    part: Part
    estimate: Ms
    takes: tuple[Measured, ...]
    treated: Treated | None
    missing: tuple[Fault, ...]
    usual: Treatment
    shape: Shape | None

    @property
    def noise(self) -> Lufs | None:
        """How loud it is where nobody speaks in what is heard, in LUFS; None where nobody knows."""
        return noise_of(self.shape) if self.shape else None

    def take(self, name: int) -> Measured | None:
        """A take by the number it had first."""
        return next((one for one in self.takes if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A script with its parts and their takes. languages: in which it is written."""

    script: Script
    languages: tuple[Language, ...]
    pieces: tuple[Piece, ...]


def open_takes(studio: Studio, reader: Reader, key: str, language: Language | None) -> Opened:
    """The takes of the newest version of a script; without a language, of the first in which it is written.

    Raises NotFound, also where it is not for this reader.
    """
    with reading(studio.engine) as session:
        report_behind(session, reader, key)
        languages = languages_of(session, key)
    spoken = language or languages[0]
    script = newest_of(studio, reader, key, spoken)
    every = takes_of_script(studio, script)
    pieces = [piece_of(studio, script, part, every.get(part.number, ())) for part in split(lines_of(script))]
    return Opened(script, languages, tuple(pieces))


def piece_of(studio: Studio, script: Script, part: Part, rows: Sequence[Kept]) -> Piece:
    """A part of a script with everything that was recorded of it."""
    language = Language(script.language)
    estimate = Ms(0) if part.clip else estimated(studio, script, part.number, language)
    found: Treated | None = None
    missing: tuple[Fault, ...] = ()
    shape = None
    try:
        found = treated(studio, script.key, part.number, language)
        shape = shape_in(studio, found.heard.digest)
    except (NotFound, SoundRefused, VaultDamaged) as error:
        missing = error.faults
    heard = next((one.name for one in rows if not one.take.refused), 0)
    ordered = sorted(rows, key=lambda one: one.name != heard)
    with ThreadPoolExecutor(max_workers=SIDE_BY_SIDE) as pool:
        takes = tuple(pool.map(lambda one: measured(studio, one, one.name == heard, estimate), ordered))
    usual = treatment_of(studio, CLIP if part.clip else script.kind, {})
    return Piece(part, estimate, takes, found, missing, usual, shape)


def measured(studio: Studio, kept: Kept, heard: bool, estimate: Ms) -> Measured:
    """A take with what was measured of it. estimate: how long its text takes to read, in ms."""
    where = str(kept.name)
    try:
        report = report_of(studio, Digest(kept.take.original), where)
        verdict = judged(where, against(report, where, estimate))
        shape: Shape | None = shape_in(studio, Digest(kept.take.working))
    except StudioError as error:
        verdict, shape = refused(where, error.faults), None
    return Measured(kept.take, kept.name, heard, verdict, shape)


def sound_of(studio: Studio, reader: Reader, key: str, part: int, number: int, language: Language) -> Path:
    """The working copy of a take; of the clip that the part is, with 0. Raises NotFound, VaultDamaged."""
    return studio.workspace.vault.open(digest_of_take(studio, reader, key, part, number, language))


def picture_of(
    studio: Studio, reader: Reader, key: str, part: int, number: int, language: Language, words: tuple[str, str]
) -> str:
    """The waveform of a take as SVG. words: its title, and what it shows. Raises as `sound_of`, SoundRefused."""
    return svg(drawn(shape_in(studio, digest_of_take(studio, reader, key, part, number, language)), *words))


def digest_of_take(studio: Studio, reader: Reader, key: str, part: int, number: int, language: Language) -> Digest:
    """The working copy of a take, or of the clip that the part is, by its digest. Raises NotFound."""
    newest_of(studio, reader, key, language)
    if not number:
        return treated(studio, key, part, language).heard.digest
    with reading(studio.engine) as session:
        return Digest(take_of(session, key, part, number, language)[1].working)


def as_heard(studio: Studio, reader: Reader, key: str, part: int, language: Language) -> Path:
    """What will be heard of a part: its take or clip with everything that is done to it, at the loudness of speech.

    Raises NotFound, SoundRefused, VaultDamaged.
    """
    newest_of(studio, reader, key, language)
    found = treated(studio, key, part, language)
    cache = cache_of(studio)
    made = ledger.key("take-heard", RECIPE, [found.heard.digest, found.heard.label, plain(found.treatment)])
    known = cache.path(made)
    if known is None:
        with cache.making(made, ".flac") as target:
            preview(studio, key, part, language, target)
        known = cache.whole(made)
    return known
