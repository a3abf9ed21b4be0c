"""Masters: mixed, brought to the target, limited, encoded, and measured again after decoding what was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

import numpy as np

from studio.audio.flac import FlacWriter
from studio.audio.kweight import Sound
from studio.audio.limit import Limiter
from studio.audio.meter import Energies, Loudness, Meter, integrated, squares, stretch
from studio.audio.mix import BLOCK, blocks, channels_of, gains
from studio.audio.mp3 import Mp3Writer
from studio.audio.source import Source
from studio.audio.tags import id3
from studio.audio.values import CueSheet, MasterReport, MasterSpec, Passage, Tags
from studio.audio.verdict import SILENT_LUFS
from studio.audio.wav import WavWriter
from studio.errors import SoundRefused, fault
from studio.store.files import replacing
from studio.units import Samples, whole_ms

Segment = tuple[str, Samples, Samples]
"""Key, start and end of what is measured on its own."""

MARGIN = {"mp3": 1.0, "flac": 0.15, "wav": 0.15}
"""Decibels that the limiter stays below the ceiling at first: what encoding may add."""
NEAR = 0.1
SILENCE = 1e-30
REHEARSALS = 5
LEAST_YIELD = 0.3
"""Loudness that a decibel of gain is taken to yield at least, however hard the limiter works."""
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Aim:
    """What the mix is multiplied by, in decibels, and where it is held, in dBTP."""

    gain: float
    ceiling: float


@dataclass(frozen=True, slots=True)
class Mix:
    """A mix on disk that can be played again and again; the file has no name and goes with this process.

    raw: float32 frames, as the cues ask for them. energies, peak: of the mix, the peak in dBTP.
    """

    raw: BinaryIO
    channels: int
    energies: Energies
    peak: float

    def played(self) -> Iterator[Sound]:
        """The mix as it is."""
        self.raw.seek(0)
        while content := self.raw.read(BLOCK * self.channels * 4):
            yield np.frombuffer(content, np.float32).reshape(-1, self.channels)

    def limited(self, aim: Aim) -> Iterator[Sound]:
        """The mix at its loudness, below its ceiling."""
        limiter = Limiter(self.channels, aim.ceiling, aim.gain)
        for block in self.played():
            yield limiter.add(block)
        yield limiter.finish()


def master(
    sheet: CueSheet,
    sources: Mapping[str, Path],
    spec: MasterSpec,
    target: Path,
    tags: Tags | None = None,
    passages: Sequence[Passage] = (),
) -> MasterReport:
    """Play a sheet into one file at the spec's loudness, and report what the file measures.

    sources: 48 kHz files by label, working copies and library sounds. tags: written into MP3 only, with a chapter a
    mark. passages: what the report measures one by one, by key; without them, from mark to mark, by title. The same
    sheet and sources give the same bytes.
    Raises SoundRefused where a source is missing, the mix is silent, or the target is not met; the target file is
    then as it was.
    """
    widest = channels_of(sheet, sources)
    channels = min(widest, spec.channels) if spec.codec == "mp3" else spec.channels
    levels = gains(sheet, sources, channels)
    tag = id3(tags, sheet.marks, sheet.length) if tags is not None else b""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=target.parent) as raw, replacing(target) as temporary:
        mix = _mixed(sheet, blocks(sheet, sources, levels, channels), channels, raw)
        aim = _rehearsed(mix, spec)
        loudness, energies, frames = _achieved(mix, spec, aim, sheet.length, tag, temporary)
        size = temporary.stat().st_size
    segments = tuple((key, integrated(stretch(energies, start, end))) for key, start, end in _segments(sheet, passages))
    labelled = tuple((cue.source, round(level, 2)) for cue, level in zip(sheet.cues, levels, strict=True))
    return MasterReport(
        str(target),
        spec.codec,
        channels,
        whole_ms(frames),
        frames,
        size,
        loudness.integrated,
        loudness.peak,
        loudness.range,
        segments,
        labelled,
    )


def measured(sound: Iterable[Sound], channels: int) -> tuple[Loudness, Energies, Samples]:
    """The loudness of a stream, its energies, and how many sample frames it had."""
    meter = Meter(channels)
    frames = 0
    for block in sound:
        meter.add(block)
        frames += len(block)
    return meter.loudness(), meter.energies(), Samples(frames)


def _mixed(sheet: CueSheet, sound: Iterable[Sound], channels: int, raw: BinaryIO) -> Mix:
    meter = Meter(channels)
    for block in sound:
        meter.add(block)
        raw.write(block.tobytes())
    heard = meter.loudness()
    if heard.integrated <= SILENT_LUFS:
        raise SoundRefused(fault("audio.mix-silent", sheet.title))
    return Mix(raw, channels, meter.energies(), heard.peak)


def _rehearsed(mix: Mix, spec: MasterSpec) -> Aim:
    """The aim that should meet the target: where the limiter has work to do, played without writing until it does."""
    aim = Aim(spec.lufs - integrated(mix.energies), spec.dbtp - MARGIN[spec.codec])
    if mix.peak + aim.gain <= aim.ceiling:
        return aim
    plain = squares(mix.played())[: len(mix.energies)]
    before: tuple[float, float] | None = None
    for _ in range(REHEARSALS):
        share = squares(mix.limited(aim))[: len(plain)] / np.maximum(plain, SILENCE)
        reached = integrated(mix.energies * share)
        if abs(spec.lufs - reached) <= NEAR:
            break
        yielded = 1.0 if before is None else (reached - before[1]) / (aim.gain - before[0])
        before = aim.gain, reached
        aim = replace(aim, gain=aim.gain + (spec.lufs - reached) / max(yielded, LEAST_YIELD))
    return aim


def _achieved(
    mix: Mix, spec: MasterSpec, aim: Aim, length: Samples, tag: bytes, path: Path
) -> tuple[Loudness, Energies, Samples]:
    """Write, decode and measure until what was written is what was asked for."""
    for _ in range(ATTEMPTS):
        with _writer(path, spec, mix.channels, tag) as writer:
            for block in mix.limited(aim):
                writer.write(block)
        with Source(path) as written:
            loudness, energies, frames = measured(written.blocks(), mix.channels)
        if frames != length:
            raise SoundRefused(fault("audio.length-missed", spec.name, wanted=length, found=frames))
        missed = spec.lufs - loudness.integrated
        over = loudness.peak - spec.dbtp
        if abs(missed) <= spec.tolerance_lu and over <= 0:
            return loudness, energies, frames
        aim = Aim(aim.gain + missed, aim.ceiling - (over + NEAR if over > 0 else 0.0))
    raise SoundRefused(
        fault(
            "audio.target-missed",
            spec.name,
            lufs=round(loudness.integrated, 2),
            wanted=spec.lufs,
            dbtp=round(loudness.peak, 2),
            ceiling=spec.dbtp,
        )
    )


def _writer(path: Path, spec: MasterSpec, channels: int, tag: bytes) -> Mp3Writer | FlacWriter | WavWriter:
    if spec.codec == "mp3":
        return Mp3Writer(path, channels, spec.bitrate_kbps, tag)
    return FlacWriter(path, channels) if spec.codec == "flac" else WavWriter(path, channels)


def _segments(sheet: CueSheet, passages: Sequence[Passage]) -> list[Segment]:
    if passages:
        return [(passage.key, passage.start, passage.end) for passage in passages]
    starts = [*(mark.start for mark in sheet.marks), sheet.length]
    return [(mark.title, mark.start, end) for mark, end in zip(sheet.marks, starts[1:], strict=True)]
