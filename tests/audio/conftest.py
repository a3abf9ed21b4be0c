"""Sound made for the tests: tones, speech-like noise, and files of every format that PyAV writes."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import av
import av.logging
import numpy as np
import pytest
from judging import coded

RATE = 48_000


def tone(seconds: float, dbfs: float, hertz: float = 1000.0, channels: int = 1, phase: float = 0.0) -> np.ndarray:
    """A sine wave, float32 (n, channels)."""
    at = np.arange(round(seconds * RATE))
    wave_ = 10 ** (dbfs / 20) * np.sin(2 * np.pi * hertz * at / RATE + phase)
    return np.repeat(wave_.astype(np.float32)[:, np.newaxis], channels, axis=1)


def babble(seconds: float, seed: int = 1, level: float = 0.1) -> np.ndarray:
    """Noise that comes and goes like speech: syllables, pauses, nothing above 8 kHz; float32 (n, 1)."""
    random = np.random.default_rng(seed)
    count = round(seconds * RATE)
    spectrum = np.fft.rfft(random.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= (hertz > 80) / (1 + (hertz / 900) ** 2) * (hertz < 8000)
    noise = np.fft.irfft(spectrum, count)
    steps = np.maximum(
        np.interp(np.arange(count), np.arange(0, count, 7000), random.uniform(-0.4, 1, -(-count // 7000))), 0
    )
    shaped = noise / np.abs(noise).max() * steps**2 * level * 8
    return np.clip(shaped, -0.99, 0.99).astype(np.float32)[:, np.newaxis]


def write_wav(path: Path, sound: np.ndarray, rate: int = RATE) -> Path:
    """A WAV of 16 bits."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(sound.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.clip(np.rint(sound * 32767), -32768, 32767).astype("<i2").tobytes())
    return path


CODECS = {
    "wav": ("wav", "pcm_s16le", "s16", RATE),
    "mp3": ("mp3", "libmp3lame", "fltp", 44_100),
    "m4a": ("ipod", "aac", "fltp", 44_100),
    "aac": ("adts", "aac", "fltp", 44_100),
    "opus": ("ogg", "libopus", "flt", RATE),
    "flac": ("flac", "flac", "s16", 44_100),
    "amr": ("amr", "libopencore_amrnb", "s16", 8_000),
}


def encode(path: Path, sound: np.ndarray, form: str) -> Path:
    """A recording in a format, as a phone or recorder would write it, with a name and a place in its tags."""
    container, codec, kind, rate = CODECS[form]
    bitrate = 12_200 if form == "amr" else None
    return coded(path, sound, container, codec, kind, rate, bitrate, title="Secret Name")


def heard(path: Path) -> np.ndarray:
    """A file decoded by PyAV alone, float32 (n, channels) at its own rate."""
    with av.open(str(path)) as file:
        blocks = []
        for frame in file.decode(file.streams.audio[0]):
            values = frame.to_ndarray()
            values = values.T if frame.format.is_planar else values.reshape(-1, frame.layout.nb_channels)
            scale = {"s16": 2**15, "s32": 2**31}.get(frame.format.name.removesuffix("p"), 1)
            blocks.append(values / scale)
    return np.concatenate(blocks).astype(np.float32)


@pytest.fixture
def complaints():
    """Decoders complain as they do in the child."""
    av.logging.set_level(av.logging.ERROR)
    av.logging.set_skip_repeated(False)
    yield
    av.logging.set_level(None)


@pytest.fixture(scope="session")
def make() -> dict[str, Callable[..., object]]:
    """The makers of sound by name."""
    return {"tone": tone, "babble": babble, "write_wav": write_wav, "encode": encode, "heard": heard}


@pytest.fixture
def sounds(make) -> dict[str, Callable[..., object]]:
    """The same, for a single test."""
    return make
