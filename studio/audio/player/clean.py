"""What is done to the sound of a take before it is mixed: rumble taken away, noise lowered, speakers brought together.

As long as the take and not a sample later; the same however the stream is cut; memory does not grow with the sound
(80 bytes a second of it). Noise and loudness are learned in a first pass over the take. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.audio.meters.highpass import HighPass
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, Meter
from studio.audio.player.denoise import NoiseFinder, Spectrum, denoised
from studio.audio.player.levelling import ridden, ride
from studio.audio.values import Cleaning

ORDER = 2
"""Of the high-pass: 12 dB an octave."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What a first pass over a take learned. spectrum: of its noise; energies: of each 100 ms, K-weighted."""

    spectrum: Spectrum
    energies: Energies


def cleaned(sound: Callable[[], Iterable[Sound]], cleaning: Cleaning, channels: int) -> Iterator[Sound]:
    """A take with its cleaning, float32 (n, channels); with nothing to do the very same blocks.

    sound: gives the take from its beginning, once or twice.
    """
    if not cleaning.denoise_db and not cleaning.levelling:
        return with_noise_known(sound(), cleaning, channels, None)
    return with_noise_known(sound(), cleaning, channels, noise_of(sound(), cleaning.high_pass, channels))


def noise_of(blocks: Iterable[Sound], high_pass: int, channels: int) -> Noise:
    """The first pass: what the noise of a take is without its rumble, and how loud it is when."""
    finder, meter = NoiseFinder(channels), Meter(channels, peaks=False)
    for block in without_rumble(blocks, high_pass, channels):
        finder.add(block)
        meter.add(block)
    return Noise(finder.noise(), meter.energies())


def with_noise_known(
    blocks: Iterable[Sound], cleaning: Cleaning, channels: int, noise: Noise | None
) -> Iterator[Sound]:
    """The second pass. noise: of the same take with the same high-pass; None: it is neither denoised nor levelled."""
    found = without_rumble(blocks, cleaning.high_pass, channels)
    if noise is not None and cleaning.denoise_db and noise.spectrum.any():
        found = denoised(found, noise.spectrum, cleaning.denoise_db, channels)
    if noise is None or not cleaning.levelling:
        yield from found
        return
    fader, at = ride(noise.energies), 0
    for block in found:
        yield ridden(block, at, fader)
        at += len(block)


def without_rumble(blocks: Iterable[Sound], hertz: int, channels: int) -> Iterator[Sound]:
    """A stream without what is below that many hertz; 0 leaves it as it is. A Butterworth filter of ORDER."""
    if not hertz:
        yield from blocks
        return
    filtering = HighPass(ORDER, hertz, channels)
    for block in blocks:
        yield filtering.add(block).astype(np.float32)
    yield filtering.rest().astype(np.float32)
