"""The player: a cue sheet becomes sound, block by block, from any sample on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import numpy as np

from studio.audio.files.source import Playable, fitted, playable
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, integrated, stretch
from studio.audio.scores.envelope import Spans, gain, spoken
from studio.audio.values import AT_ONCE, QUIETEST, Cue, CueSheet, Lane
from studio.units import RATE, Samples

BLOCK = RATE
SOFTER, LOUDER = -30.0, 24.0
"""How far a sound is brought down or up at most, to keep room noise out of the programme."""


def gains(sheet: CueSheet, energies: Mapping[str, Energies]) -> tuple[float, ...]:
    """What each cue is multiplied by in decibels: its own gain, and what brings it to its target; to 0.01 dB.

    energies: of what is played, as wide as the mix. A voice is measured over all that is heard of it, in however many
    pieces, and its room's tone gets the same gain; other sounds are measured as a whole. What measures as silence is
    left as it is.
    """
    voices: dict[str, list[Cue]] = {}
    for cue in sheet.cues:
        if cue.lane == "voice":
            voices.setdefault(cue.played, []).append(cue)

    @cache
    def loudness(played: str, lane: Lane) -> float:
        own, heard = energies[played], voices.get(played, ()) if lane in ("voice", "room") else ()
        part = np.concatenate([np.zeros(0), *(stretch(own, one.in_, one.out) for one in heard)])
        return integrated(part if len(part) else own)

    def raised(cue: Cue) -> float:
        if cue.target is None or (found := loudness(cue.played, cue.lane)) <= QUIETEST:
            return 0.0
        return min(max(cue.target - found, SOFTER), LOUDER)

    return tuple(round(cue.gain_db + raised(cue), 2) for cue in sheet.cues)


def blocks(
    sheet: CueSheet,
    sources: Mapping[str, Path],
    levels: Sequence[float],
    channels: int,
    start: Samples = AT_ONCE,
    end: Samples | None = None,
) -> Iterator[Sound]:
    """The sound of a sheet from start to end, float32 (n, channels), n at most BLOCK.

    sources: 48 kHz files by what is played. levels: decibels a cue, from `gains`. What is yielded for a sample does
    not depend on where the stretch begins.
    """
    stop = sheet.length if end is None else min(end, sheet.length)
    spans = spoken(sheet.cues)
    within = [(index, cue) for index, cue in enumerate(sheet.cues) if cue.start < stop and cue.end > start]
    with ExitStack() as stack:
        opened: dict[int, Playable] = {}
        for begin in range(start, stop, BLOCK):
            block = np.zeros((min(BLOCK, stop - begin), channels), np.float32)
            for index, cue in within:
                if cue.start < begin + len(block) and cue.end > begin:
                    if index not in opened:
                        opened[index] = _opened(stack, sources[cue.played])
                    _add(block, begin, cue, opened[index], levels[index], spans)
                elif index in opened:
                    opened.pop(index).__exit__()
            yield block


def _opened(stack: ExitStack, path: Path) -> Playable:
    source = playable(path)
    stack.push(source.__exit__)
    return source


def _add(block: Sound, begin: int, cue: Cue, source: Playable, level: float, spans: Spans) -> None:
    """Add what is heard of a cue in the block that begins there."""
    first, last = max(begin, cue.start), min(begin + len(block), cue.end)
    heard = fitted(source.read(cue.in_ + first - cue.start, last - first), block.shape[1])
    shape = gain(cue, spans[cue.duck] if cue.duck else (), np.arange(first, last)) * np.float32(10 ** (level / 20))
    if len(shape) > 1:
        shape = np.repeat(shape, block.shape[1]).reshape(-1, block.shape[1])
    block[first - begin : last - begin] += heard * shape
