"""Sound into files: the formats that recorders and telephones leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from studio.demo.sound.levels import Sound
from studio.store.files import replacing
from studio.units import RATE


@dataclass(frozen=True, slots=True)
class Format:
    """How a kind of file is written: container and codec as FFmpeg names them, samples a second, bits a second.

    quick: the option that makes the codec spend less time, and its value.
    """

    container: str
    codec: str
    rate: int
    bits: int = 0
    quick: tuple[str, str] | None = None


FORMATS = {
    "wav": Format("wav", "pcm_s16le", 44_100),
    "mp3": Format("mp3", "libmp3lame", 44_100, 96_000, ("compression_level", "7")),
    "m4a": Format("ipod", "aac", 44_100, 64_000, ("aac_coder", "fast")),
    "ogg": Format("ogg", "libopus", 48_000, 32_000, ("compression_level", "3")),
    "flac": Format("flac", "flac", 48_000),
    "amr": Format("amr", "libopencore_amrnb", 8_000, 12_200),
}
"""Formats by a file's extension; mono or stereo as the sound is, amr always mono."""

STUDIO_WAV = Format("wav", "pcm_s16le", RATE)
"""The WAV of a studio, at 48 kHz."""

CHUNK = 1152 * 64
EXACT = {"fflags": "+bitexact"}


def _whole(sound: Sound, rate: int) -> NDArray[np.int16]:
    common = gcd(rate, RATE)
    at_rate = sound if rate == RATE else resample_poly(sound, rate // common, RATE // common, axis=0)
    return np.asarray(np.clip(np.rint(at_rate * 32767), -32768, 32767), dtype=np.int16)


def write_sound(path: Path, sound: Sound, written: Format) -> None:
    """Write a sound, float64 (n,) or (n, 2) at 48 kHz, as a file of a format, whole; the same bytes every time."""
    pcm = _whole(sound, written.rate)
    layout = "mono" if pcm.ndim == 1 else "stereo"
    frames = pcm.reshape(len(pcm), -1)
    with replacing(path) as temporary, av.open(str(temporary), "w", format=written.container, options=EXACT) as target:
        stream = target.add_stream(
            written.codec,
            rate=written.rate,
            layout=layout,
            options={"flags": "+bitexact", **dict([written.quick] if written.quick else [])},
        )
        if not isinstance(stream, av.AudioStream):
            raise TypeError(f"{written.codec} is no audio codec")
        if written.bits:
            stream.bit_rate = written.bits
        for start in range(0, len(frames), CHUNK):
            packed = np.ascontiguousarray(frames[start : start + CHUNK]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
            frame.sample_rate, frame.pts = written.rate, start
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
