"""The assembly: a score becomes masters; what was made before and still sounds the same is not made again.

Sources are prepared, the mix is sketched for its aims, chunks are finished side by side and joined. Both
are kept in the cache under the digest of exactly what is heard in them: after a late change only what changed is
worked on, and the result is the same, byte for byte, as from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.audio.files.lame import version
from studio.audio.files.wav import with_loudness
from studio.audio.masters.aim import Aim, aims, corrected
from studio.audio.masters.chunks import Chunk, chunks, heard, regions
from studio.audio.masters.delivery import Order, write
from studio.audio.masters.reached import Reached, reached_by_file, reached_by_pieces
from studio.audio.masters.render import (
    RAMP,
    Piece,
    Window,
    read_piece,
    render,
    samples_key,
    window_of,
)
from studio.audio.meters.loudness import kept
from studio.audio.meters.meter import integrated, loudness_range
from studio.audio.player.mix import gains
from studio.audio.player.sketch import Sketch, sketch
from studio.audio.player.sources import Sources, Tell, silent
from studio.audio.player.workers import Workers, in_turn
from studio.audio.takes.verdict import SILENT_LUFS
from studio.audio.values import CueSheet, MasterReport, MasterSpec
from studio.errors import SoundRefused, fault
from studio.languages import N_
from studio.store.cache import Cache
from studio.store.files import replacing
from studio.units import RATE, Digest, Lufs, digest_of, whole_ms

RECIPE = 2
ATTEMPTS = 5
EACH = 3
"""Attempts in which each stretch has to meet the target, too."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A score as it sounds on one or two channels before it is mastered; sketches by region."""

    sheet: CueSheet
    channels: int
    levels: tuple[float, ...]
    sources: Sources
    sketches: tuple[Sketch, ...]

    def wide(self, channels: int) -> tuple[Sketch, ...]:
        """The sketches as they sound where one channel is heard on both sides."""
        if channels <= self.channels:
            return self.sketches
        return tuple(Sketch(one.energies * 2, one.peaks) for one in self.sketches)


def assemble(
    sheet: CueSheet,
    sources: Mapping[str, Path],
    orders: Sequence[Order],
    cache: Cache,
    workers: Workers = in_turn,
    tell: Tell = silent,
    digests: Mapping[str, Digest] | None = None,
) -> tuple[MasterReport, ...]:
    """Make masters of a score, and report what each measures after decoding it again.

    sources: by label, in any format that Studio takes. workers: where chunks are made. digests: of sources, where they
    are known. The result does not depend on workers or cache. Raises SoundRefused where a source is missing or cannot
    be used, the mix is silent, or a target is not met; the target file is then as it was.
    """
    played = Sources(sheet.cues, sources, digests or {}, cache, workers, tell)
    widest = max((one.channels for one in played.metered.values()), default=1)
    mixes: dict[int, Mix] = {}
    reports = []
    for order in orders:
        width = min(widest, order.spec.channels)
        if width not in mixes:
            mixes[width] = sketched(sheet, played, width)
        spec = replace(order.spec, channels=width) if order.spec.codec in ("mp3", "opus") else order.spec
        reports.append(mastered(mixes[width], replace(order, spec=spec), cache, workers, tell))
    cache.trim()
    return tuple(reports)


def sketched(sheet: CueSheet, sources: Sources, channels: int) -> Mix:
    """A score sketched on that many channels. Raises SoundRefused where it is silent."""
    levels = gains(sheet, sources.metered, channels)
    sketches = tuple(sketch(sheet, region, levels, sources.metered, channels) for region in regions(sheet))
    if integrated(np.concatenate([one.energies for one in sketches])) <= SILENT_LUFS:
        raise SoundRefused(fault("audio.mix-silent", sheet.title))
    return Mix(sheet, channels, levels, sources, sketches)


def mastered(mix: Mix, order: Order, cache: Cache, workers: Workers, tell: Tell) -> MasterReport:
    """One master of a mix. Raises SoundRefused where its target is not met."""
    spec, sheet = order.spec, mix.sheet
    stretches = mix.wide(spec.channels)
    whole = spec.codec == "opus" or spec.rate != RATE
    aimed = aims(stretches, spec, spec.channels)
    with replacing(order.target) as temporary:
        for attempt in range(ATTEMPTS):
            keys, pieces = finished(mix, aimed, spec, cache, workers, tell)
            if whole:
                write(temporary, sheet, keys, order, cache)
                reached = reached_by_file(temporary, sheet, spec)
            else:
                reached = reached_by_pieces(sheet, pieces)
            if met(spec, reached, aimed, each=attempt < EACH):
                if not whole:
                    write(temporary, sheet, keys, order, cache)
                if spec.codec == "wav":
                    with_loudness(temporary, reached.figures)
                return report(mix, order, reached, temporary.stat().st_size)
            aimed = corrected(aimed, stretches, reached.loudness, reached.peaks, spec)
        raise SoundRefused(
            fault(
                "audio.target-missed",
                spec.name,
                lufs=round(reached.lufs, 2),
                wanted=spec.lufs,
                dbtp=round(reached.dbtp, 2),
                ceiling=spec.dbtp,
            )
        )


def met(spec: MasterSpec, reached: Reached, aimed: Sequence[Aim], *, each: bool) -> bool:
    """Whether the whole meets its target below its ceiling; each: and so does each stretch that was brought there."""
    levels = [level for level, aim in zip(reached.loudness, aimed, strict=True) if aim.free] if each else []
    missed = max(abs(level - spec.lufs) for level in (reached.lufs, *levels))
    return missed <= spec.tolerance_lu and reached.dbtp <= spec.dbtp


def finished(
    mix: Mix, aimed: Sequence[Aim], spec: MasterSpec, cache: Cache, workers: Workers, tell: Tell
) -> tuple[dict[Chunk, Digest], dict[Chunk, Piece]]:
    """The keys of all chunks of a master and what each measures, made where they are not there yet."""
    sheet = mix.sheet
    starts = [region.start for region in regions(sheet)]
    alone = spec.codec == "mp3"
    windows, keys = {}, {}
    for chunk in chunks(sheet):
        bare = window_of(chunk, sheet.length, alone)
        windows[chunk] = replace(bare, aims=_aims_within(bare, starts, aimed))
        keys[chunk] = _finished_key(mix, chunk, windows[chunk], spec)
    found = {
        chunk: read_piece(content)
        for chunk, key in keys.items()
        if (content := cache.get(key)) and (alone or cache.path(samples_key(key)))
    }
    due = [chunk for chunk in keys if chunk not in found]
    within = {chunk: _played(sheet, windows[chunk]) for chunk in due}
    paths = mix.sources.paths(frozenset().union(*within.values()))
    tasks = [
        (
            sheet,
            mix.levels,
            {name: paths[name] for name in within[chunk]},
            mix.channels,
            chunk,
            windows[chunk],
            spec,
            keys[chunk],
            cache,
        )
        for chunk in due
    ]
    workers(render, tasks, lambda done: tell(N_("Making the masters"), done, len(tasks)))
    return keys, {chunk: found.get(chunk) or read_piece(cache.kept(key)) for chunk, key in keys.items()}


def report(mix: Mix, order: Order, reached: Reached, size: int) -> MasterReport:
    """What a master came to be."""
    sheet, spec = mix.sheet, order.spec
    return MasterReport(
        path=str(order.target),
        codec=spec.codec,
        channels=spec.channels,
        ms=whole_ms(sheet.length),
        samples=sheet.length,
        bytes=size,
        lufs=reached.lufs,
        dbtp=reached.dbtp,
        loudness_range=loudness_range(reached.energies),
        segments=tuple(
            (region.key, Lufs(level)) for region, level in zip(regions(sheet), reached.loudness, strict=True)
        ),
        energies=kept(reached.energies),
        gains=tuple((cue.source, level) for cue, level in zip(sheet.cues, mix.levels, strict=True)),
    )


def _aims_within(window: Window, starts: Sequence[int], aimed: Sequence[Aim]) -> tuple[tuple[int, Aim], ...]:
    """The aims that have a say in a window; the first one holds from before it."""
    near = [
        (start, aim)
        for start, aim, end in zip(starts, aimed, [*starts[1:], window.end + 2 * RAMP], strict=True)
        if start - RAMP < window.end and end + RAMP > window.begin
    ]
    return tuple(near)


def _played(sheet: CueSheet, window: Window) -> frozenset[str]:
    """What is played in a window."""
    return frozenset(cue.played for cue in sheet.cues if cue.start < window.end and cue.end > window.begin)


def _finished_key(mix: Mix, chunk: Chunk, window: Window, spec: MasterSpec) -> Digest:
    told = heard(mix.sheet, mix.levels, mix.sources.keys, window.begin, window.end)
    aimed = [[max(start - window.begin, -RAMP), aim.gain, aim.ceiling] for start, aim in window.aims]
    place = [chunk.start - window.begin, chunk.end - window.begin, chunk.end == mix.sheet.length]
    made = [version(), spec.bitrate_kbps] if spec.codec == "mp3" else []
    return _key("finished", mix.channels, spec.codec == "mp3" or spec.channels, made, place, aimed, told)


def _key(*told: object) -> Digest:
    return digest_of(json.dumps([RECIPE, *told]).encode())
