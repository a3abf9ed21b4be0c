"""The assembly: a score becomes masters; what was made before and still sounds the same is not made again.

Sources are prepared, stretches get their aims, chunks are finished side by side and joined. All of it
is kept in the cache under the digest of exactly what is heard in them: after a late change only what changed is
worked on, and the result is the same, byte for byte, as from nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from studio.audio.files.lame import version
from studio.audio.files.wav import with_loudness
from studio.audio.masters.aim import Aim
from studio.audio.masters.chunks import Chunk, chunks, regions
from studio.audio.masters.delivery import Order, write
from studio.audio.masters.foresee import Mix, better_aims, first_aims, mixed
from studio.audio.masters.reached import Reached, reached_by_file, reached_by_shares, share
from studio.audio.masters.render import RAMP, Window, read_piece, render, samples_key, window_of
from studio.audio.meters.loudness import kept
from studio.audio.meters.meter import loudness_range
from studio.audio.player.sources import Sources, Tell, silent
from studio.audio.player.workers import Workers, in_turn
from studio.audio.values import CueSheet, MasterReport, MasterSpec
from studio.errors import SoundRefused, fault
from studio.languages import N_
from studio.store.cache import Cache
from studio.store.files import replacing
from studio.units import RATE, Digest, Lufs, digest_of, whole_ms

RECIPE = 3
ATTEMPTS = 5
EACH = 3
"""Attempts in which each stretch has to meet the target, too."""
SURE = 0.95
"""The part of a tolerance within which every meter finds the target met."""


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
            mixes[width] = mixed(sheet, played, width)
        spec = replace(order.spec, channels=width) if order.spec.codec in ("mp3", "opus") else order.spec
        reports.append(mastered(mixes[width], replace(order, spec=spec), cache, workers, tell))
    cache.trim()
    return tuple(reports)


def mastered(mix: Mix, order: Order, cache: Cache, workers: Workers, tell: Tell) -> MasterReport:
    """One master of a mix. Raises SoundRefused where its target is not met."""
    spec, sheet = order.spec, mix.sheet
    whole = spec.codec == "opus" or spec.rate != RATE
    aimed = first_aims(mix, spec, cache)
    with replacing(order.target) as temporary:
        for attempt in range(ATTEMPTS):
            keys, reached = finished(mix, aimed, spec, cache, workers, tell)
            if whole:
                write(temporary, sheet, keys, order, cache)
                reached = reached_by_file(temporary, sheet, spec)
            if met(spec, reached, aimed, each=attempt < EACH):
                if not whole:
                    write(temporary, sheet, keys, order, cache)
                if spec.codec == "wav":
                    with_loudness(temporary, reached.figures)
                return report(mix, order, reached, temporary.stat().st_size)
            aimed = better_aims(mix, aimed, reached, spec, cache, each=attempt + 1 < EACH)
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
    missed = [aim.off(level, spec) for level, aim in zip(reached.loudness, aimed, strict=True)] if each else []
    return max([abs(reached.lufs - spec.lufs), *missed]) <= spec.tolerance_lu * SURE and reached.dbtp <= spec.dbtp


def finished(
    mix: Mix, aimed: Sequence[Aim], spec: MasterSpec, cache: Cache, workers: Workers, tell: Tell
) -> tuple[dict[Chunk, Digest], Reached]:
    """The keys of all chunks of a master, made where they are not there yet, and what they are together."""
    sheet = mix.sheet
    starts = [region.start for region in regions(sheet)]
    alone = spec.codec == "mp3"
    windows, keys = {}, {}
    for chunk in chunks(sheet):
        bare = window_of(chunk, sheet.length, alone)
        windows[chunk] = replace(bare, aims=_aims_within(bare, starts, aimed))
        keys[chunk] = _finished_key(mix, chunk, windows[chunk], spec)
    found = {
        chunk: share(chunk, read_piece(content))
        for chunk, key in keys.items()
        if (content := cache.get(key)) and (alone or cache.path(samples_key(key)))
    }
    due = [chunk for chunk in keys if chunk not in found]
    within = {chunk: mix.heard.played(windows[chunk].begin, windows[chunk].end) for chunk in due}
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
    found |= {chunk: share(chunk, read_piece(cache.kept(keys[chunk]))) for chunk in due}
    return keys, reached_by_shares(sheet, {chunk: found[chunk] for chunk in keys})


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
    told = mix.heard.told(window.begin, window.end)
    aimed = [[max(start - window.begin, -RAMP), aim.gain, aim.ceiling] for start, aim in window.aims]
    place = [chunk.start - window.begin, chunk.end - window.begin, chunk.end == mix.sheet.length]
    made = [version(), spec.bitrate_kbps] if spec.codec == "mp3" else []
    return _key("finished", mix.channels, spec.codec == "mp3" or spec.channels, made, place, aimed, told)


def _key(*told: object) -> Digest:
    return digest_of(json.dumps([RECIPE, *told]).encode())
