"""The assembly: a score becomes masters; what was made before and still sounds the same is not made again.

Sources are prepared, the mix is sketched for its aims, chunks are finished side by side and joined. Each of these is
kept in the cache under the digest of exactly what is heard in it: after a late change only what changed is worked on,
and the result is the same, byte for byte, as from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from studio.audio.aim import Aim, Sketch, aims, corrected
from studio.audio.chunks import Chunk, chunks, heard, regions
from studio.audio.delivery import Order, write
from studio.audio.lame import version
from studio.audio.loudness import kept
from studio.audio.meter import integrated, loudness_range
from studio.audio.mix import gains
from studio.audio.reached import Reached, reached_by_file, reached_by_pieces
from studio.audio.render import (
    RAMP,
    Piece,
    Window,
    read_piece,
    read_sketch,
    render,
    samples_key,
    sketch,
    sketch_window,
    window_of,
)
from studio.audio.sources import Sources, Tell, silent
from studio.audio.values import CueSheet, MasterReport, MasterSpec
from studio.audio.verdict import SILENT_LUFS
from studio.audio.wav import with_loudness
from studio.audio.workers import Workers, in_turn
from studio.errors import SoundRefused, fault
from studio.languages import N_
from studio.store.cache import Cache
from studio.store.files import replacing
from studio.units import RATE, Digest, Lufs, digest_of, whole_ms

RECIPE = 1
ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class Mix:
    """A score as it sounds on one or two channels before it is mastered; sketches by chunk."""

    sheet: CueSheet
    channels: int
    levels: tuple[float, ...]
    sources: Sources
    sketches: Mapping[Chunk, Sketch]

    def of_regions(self, wide: int) -> list[Sketch]:
        """The sketch of each region, as it sounds on that many channels."""
        louder = wide / self.channels if wide > self.channels else 1.0
        found = []
        for number in range(len(regions(self.sheet))):
            own = [one for chunk, one in self.sketches.items() if chunk.region == number]
            energies = np.concatenate([one.energies for one in own]) * louder
            found.append(Sketch(energies, np.concatenate([one.peaks for one in own])))
        return found


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
            mixes[width] = sketched(sheet, played, width, cache, workers, tell)
        spec = replace(order.spec, channels=width) if order.spec.codec in ("mp3", "opus") else order.spec
        reports.append(mastered(mixes[width], replace(order, spec=spec), cache, workers, tell))
    cache.trim()
    return tuple(reports)


def sketched(sheet: CueSheet, sources: Sources, channels: int, cache: Cache, workers: Workers, tell: Tell) -> Mix:
    """A score sketched on that many channels. Raises SoundRefused where it is silent."""
    levels = gains(sheet, sources.metered, channels)
    keys: dict[Chunk, Digest] = {}
    for chunk in chunks(sheet):
        window = sketch_window(chunk)
        told = heard(sheet, levels, sources.keys, window.begin, window.end)
        keys[chunk] = _key("sketch", channels, chunk.start - window.begin, told)
    found = {chunk: content for chunk, key in keys.items() if (content := cache.get(key))}
    missing = [chunk for chunk in keys if chunk not in found]
    tasks = [(sheet, levels, sources.paths(), channels, chunk, keys[chunk], cache) for chunk in missing]
    workers(sketch, tasks, lambda done: tell(N_("Sketching the mix"), done, len(tasks)))
    found |= {chunk: cache.kept(keys[chunk]) for chunk in missing}
    sketches = {chunk: read_sketch(found[chunk]) for chunk in keys}
    if integrated(np.concatenate([one.energies for one in sketches.values()])) <= SILENT_LUFS:
        raise SoundRefused(fault("audio.mix-silent", sheet.title))
    return Mix(sheet, channels, levels, sources, sketches)


def mastered(mix: Mix, order: Order, cache: Cache, workers: Workers, tell: Tell) -> MasterReport:
    """One master of a mix. Raises SoundRefused where its target is not met."""
    spec, sheet = order.spec, mix.sheet
    stretches = mix.of_regions(spec.channels)
    whole = spec.codec == "opus" or spec.rate != RATE
    aimed = aims(stretches, spec)
    with replacing(order.target) as temporary:
        for _ in range(ATTEMPTS):
            keys, pieces = finished(mix, aimed, spec, cache, workers, tell)
            if whole:
                write(temporary, sheet, keys, order, cache)
                reached = reached_by_file(temporary, sheet, spec)
            else:
                reached = reached_by_pieces(sheet, pieces)
            if abs(reached.lufs - spec.lufs) <= spec.tolerance_lu and reached.dbtp <= spec.dbtp:
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
    tasks = [
        (sheet, mix.levels, mix.sources.paths(), mix.channels, chunk, windows[chunk], spec, key, cache)
        for chunk, key in keys.items()
        if chunk not in found
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


def _finished_key(mix: Mix, chunk: Chunk, window: Window, spec: MasterSpec) -> Digest:
    told = heard(mix.sheet, mix.levels, mix.sources.keys, window.begin, window.end)
    aimed = [[max(start - window.begin, -RAMP), aim.gain, aim.ceiling] for start, aim in window.aims]
    place = [chunk.start - window.begin, chunk.end - window.begin, chunk.end == mix.sheet.length]
    made = [version(), spec.bitrate_kbps] if spec.codec == "mp3" else []
    return _key("finished", mix.channels, spec.codec == "mp3" or spec.channels, made, place, aimed, told)


def _key(*told: object) -> Digest:
    return digest_of(json.dumps([RECIPE, *told]).encode())
