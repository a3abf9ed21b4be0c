"""One take under a person's hands: trim it, fade it, find its silences. For takes, not for episodes.

pydub is given decoded samples and never asked to run a program.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.audio.files.flac import FlacWriter, integers
from studio.audio.files.source import Source
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Meter
from studio.audio.player.clean import cleaned
from studio.audio.scores.score import needed, score
from studio.audio.values import AT_ONCE, QUIETEST, Cleaning, Part, Passage
from studio.errors import SoundRefused, fault
from studio.store.files import replacing
from studio.units import RATE, SAMPLES_PER_MS, Lufs, Ms, Samples, clock_text, whole_ms

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
MOST_GAIN = 24.0


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


def cleaned_copy(path: Path, cleaning: Cleaning, target: Path) -> Path:
    """A working copy with its cleaning, as 48 kHz FLAC; with nothing to do the copy itself. Its path."""
    if not cleaning.name:
        return path
    with Source(path) as source, FlacWriter(target, source.channels) as writer:
        for block in cleaned(source.blocks, cleaning, source.channels):
            writer.write(block)
    return target


def heard(path: Path, parts: Sequence[Part]) -> Any:
    """What is heard of one take, played alone: its pieces where they were cut, faded, with its room tone under them.

    parts: of this take, with their target. Raises SoundRefused where the take is longer than an hour.
    """
    whole = taken(path)
    passage = Passage("take", "", "story", AT_ONCE, needed("story", parts, False), tuple(parts))
    cues = score("take", [passage], passage.length, {}).cues
    voices = [cue for cue in cues if cue.lane == "voice"]
    first, last = voices[0].start, voices[-1].end
    spoken = [whole[_ms(cue.in_) : _ms(cue.out)] for cue in voices]
    raised = _raised(np.concatenate([sounding(one) for one in spoken]), parts[0].target)
    canvas = AudioSegment.silent(_ms(Samples(last - first)), RATE).set_channels(whole.channels)
    for cue in cues:
        piece = whole[_ms(cue.in_) : _ms(cue.out)].apply_gain(raised + cue.gain_db)
        canvas = canvas.overlay(faded(piece, _ms(cue.fade_in), _ms(cue.fade_out)), _ms(Samples(cue.start - first)))
    return canvas


def sounding(segment: Any) -> Sound:
    """A segment as float32 (n, channels)."""
    values = np.array(segment.get_array_of_samples()).reshape(-1, segment.channels)
    return np.asarray(values * np.float32(1 / (1 << (8 * segment.sample_width - 1))), np.float32)


def _raised(sound: Sound, target: Lufs | None) -> float:
    """The decibels that bring a sound to its target."""
    meter = Meter(sound.shape[1], peaks=False)
    meter.add(sound)
    loudness = meter.loudness().integrated
    if target is None or loudness <= QUIETEST:
        return 0.0
    return min(max(target - loudness, -MOST_GAIN), MOST_GAIN)


def _ms(count: Samples) -> Ms:
    return Ms(round(count / SAMPLES_PER_MS))


def saved(segment: Any, target: Path) -> Path:
    """Write a segment as 48 kHz WAV or FLAC without metadata, by the ending of its name; its path.

    Raises SoundRefused where it is to be of another kind.
    """
    kept = segment.set_frame_rate(RATE)
    if target.suffix.lower() not in (".flac", ".wav"):
        raise SoundRefused(fault("audio.preview-ending", target.name))
    with replacing(target) as temporary:
        if target.suffix.lower() == ".wav":
            kept.export(temporary, format="wav").close()
        else:
            with FlacWriter(temporary, kept.channels, 16) as writer:
                writer.write(sounding(kept))
    return target
