"""One take under a person's hands: trim it, fade it, find its silences. For takes, not for episodes.

pydub is given decoded samples and never asked to run a program.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio.flac import FlacWriter, integers
from studio.audio.source import Source
from studio.errors import SoundRefused, fault
from studio.store.files import replacing
from studio.units import RATE, Ms, Samples, clock_text, whole_ms

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pydub import AudioSegment
    from pydub.silence import detect_silence

LONGEST = Ms(60 * 60 * 1000)
BYTES = 2
PAUSE = Ms(500)
MARGIN = Ms(150)
QUIET = -45.0
STEP = 10
"""Milliseconds between two looks for silence."""


def taken(path: Path) -> Any:
    """A working copy as a pydub AudioSegment of 16 bits.

    Raises SoundRefused where it is longer than an hour: pydub holds it in memory.
    """
    with Source(path) as source:
        if whole_ms(Samples(source.length())) > LONGEST:
            raise SoundRefused(fault("audio.too-long", path.name, limit=clock_text(LONGEST)))
        content = b"".join(integers(block, 8 * BYTES).astype("<i2").tobytes() for block in source.blocks())
        return AudioSegment(data=content, sample_width=BYTES, frame_rate=RATE, channels=source.channels)


def trimmed(path: Path, start: Ms, end: Ms) -> Any:
    """The part of a take from start to end.

    Raises SoundRefused where that is not inside the take, or nothing is left.
    """
    whole = taken(path)
    length = Ms(len(whole))
    if not 0 <= start < end <= length:
        raise SoundRefused(fault("audio.cut-outside", path.name, length=clock_text(length, millis=True)))
    return whole[start:end]


def faded(segment: Any, fade_in: Ms, fade_out: Ms) -> Any:
    """A segment that rises out of silence and falls back; fades longer than it are cut to its length."""
    length = len(segment)
    return segment.fade_in(min(fade_in, length)).fade_out(min(fade_out, length))


def silences(segment: Any, at_least: Ms = PAUSE, below_dbfs: float = QUIET) -> tuple[tuple[Ms, Ms], ...]:
    """Where a segment is silent that long or longer, start and end, to about 10 ms."""
    found = detect_silence(segment, min_silence_len=at_least, silence_thresh=below_dbfs, seek_step=STEP)
    return tuple((Ms(start), Ms(end)) for start, end in found)


def spoken(segment: Any, below_dbfs: float = QUIET, margin: Ms = MARGIN) -> tuple[Ms, Ms]:
    """Where a segment begins and ends once silence at both ends is left out, with a margin."""
    length = Ms(len(segment))
    start, end = Ms(0), length
    for first, last in silences(segment, Ms(STEP), below_dbfs):
        if first == 0:
            start = last
        if last >= length - STEP:
            end = first
    if start >= end:
        return Ms(0), length
    return Ms(max(start - margin, 0)), Ms(min(end + margin, length))


def saved(segment: Any, target: Path) -> Path:
    """Write a segment as a working copy of 48 kHz FLAC without metadata; its path."""
    kept = segment.set_frame_rate(RATE)
    samples = np.array(kept.get_array_of_samples()).reshape(-1, kept.channels)
    scale = np.float32(1 / (1 << (8 * kept.sample_width - 1)))
    with replacing(target) as temporary, FlacWriter(temporary, kept.channels, 16) as writer:
        writer.write(samples * scale)
    return target
