"""What stretches of a mix are foreseen to be, and how they come to what is wished; found once, and kept.

A stretch is sketched only where nothing is known of what is heard in it, one after another: what is needed does not
grow with the length of a show.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np

from studio.audio.masters.aim import Aim, Granted, Wish, aims, corrected, first_wish, granted, misses
from studio.audio.masters.chunks import Heard, inner, regions
from studio.audio.masters.reached import Reached
from studio.audio.meters.meter import Energies, integrated
from studio.audio.player.mix import gains
from studio.audio.player.sketch import Sketch, sketch
from studio.audio.player.sources import Sources
from studio.audio.takes.verdict import SILENT_LUFS
from studio.audio.values import CueSheet, MasterSpec, Stretch
from studio.errors import SoundRefused, fault
from studio.store.cache import Cache
from studio.units import digest_of

RECIPE = 3


@dataclass(frozen=True, slots=True)
class Mix:
    """A score as it sounds on one or two channels before it is mastered. levels: decibels a cue."""

    sheet: CueSheet
    channels: int
    levels: tuple[float, ...]
    sources: Sources
    heard: Heard


def mixed(sheet: CueSheet, sources: Sources, channels: int) -> Mix:
    """A score on that many channels."""
    energies = {name: metered.energies(channels) for name, metered in sources.metered.items()}
    levels = gains(sheet, energies)
    return Mix(sheet, channels, levels, sources, Heard(sheet, levels, sources.keys))


def first_aims(mix: Mix, spec: MasterSpec, cache: Cache) -> tuple[Aim, ...]:
    """The aim of each stretch for a master that was not made yet. Raises SoundRefused where the mix is silent."""
    wish = first_wish(spec, spec.channels)
    found = [_foreseen(mix, region, spec.channels, cache, wish) for region in regions(mix.sheet)]
    stretches = [energies for _, energies in found]
    if integrated(np.concatenate(stretches)) <= SILENT_LUFS:
        raise SoundRefused(fault("audio.mix-silent", mix.sheet.title))
    return aims(wish, stretches, [gain for gain, _ in found])


def better_aims(
    mix: Mix, before: Sequence[Aim], reached: Reached, spec: MasterSpec, cache: Cache, *, each: bool
) -> tuple[Aim, ...]:
    """Aims that should meet the target after all. each: every stretch has to, not just the whole."""
    missed = misses(before, reached.loudness, reached.lufs, spec, each=each)
    return tuple(
        corrected(aim, miss, dbtp, spec, partial(_gain, mix, region, spec.channels, cache))
        for region, aim, miss, dbtp in zip(regions(mix.sheet), before, missed, reached.peaks, strict=True)
    )


def _gain(mix: Mix, region: Stretch, channels: int, cache: Cache, wish: Wish) -> Granted:
    return _foreseen(mix, region, channels, cache, wish)[0]


def _foreseen(mix: Mix, region: Stretch, channels: int, cache: Cache, wish: Wish) -> tuple[Granted, Energies]:
    """The gain that fulfils a wish for a stretch, and its energies before its master. channels: of the master.

    A long stretch is judged without its edges, so that no neighbour has a say in how loud it becomes.
    """
    judged = inner(region)
    told = mix.heard.told(judged.start, judged.end)
    key = digest_of(json.dumps(["foreseen", RECIPE, mix.channels, channels, asdict(wish), told]).encode())
    content = cache.get(key)
    if content is None:
        stretch = _sketched(mix, judged, channels)
        found = json.dumps(asdict(granted(wish, stretch)))
        content = found.encode() + b"\n" + stretch.energies.astype("<f8").tobytes()
        cache.put(key, content)
    head, _, energies = content.partition(b"\n")
    return Granted(**json.loads(head)), np.frombuffer(energies, "<f8")


def _sketched(mix: Mix, region: Stretch, channels: int) -> Sketch:
    """A stretch as it sounds where one channel is heard on both sides of a wider master."""
    names = mix.heard.played(region.start, region.end)
    energies = {name: mix.sources.metered[name].energies(mix.channels) for name in names}
    peaks = {name: mix.sources.peaks(name, mix.channels) for name in names}
    found = sketch(mix.sheet, region, mix.levels, energies, peaks)
    return found if channels <= mix.channels else Sketch(found.energies * 2, found.peaks)
