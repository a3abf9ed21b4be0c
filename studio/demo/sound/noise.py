"""What is heard around a voice: room tone, insects, water, a market, a road. Every noise is told by its seed."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft, rfftfreq

from studio.demo.sound.levels import Sound, ratio
from studio.units import RATE, digest_of


def seed_of(*parts: object) -> int:
    """A seed out of names and numbers, the same everywhere."""
    return int(digest_of("\x1f".join(map(str, parts)).encode())[:15], 16)


def coloured(count: int, seed: int, low: float, high: float, slope: float) -> Sound:
    """Noise of RMS 1 between two frequencies in hertz, falling by slope decibels an octave; float64 (count,)."""
    length = next_fast_len(max(count, 2), real=True)
    spectrum = rfft(np.random.default_rng(seed).standard_normal(length))
    frequency = np.maximum(rfftfreq(length, 1 / RATE), 1.0)
    curve = frequency ** (-slope / 6.02) / (1 + (low / frequency) ** 4) / (1 + (frequency / high) ** 8)
    noise = np.asarray(irfft(spectrum * curve, length))[:count]
    return np.asarray(noise / np.sqrt(np.mean(noise**2)))


def swell(count: int, seed: int, rate: float) -> Sound:
    """A slow random curve between 0 and 1 that turns about rate times a second."""
    points = max(4, int(count / RATE * rate * 2) + 4)
    heights = np.random.default_rng(seed).random(points)
    place = np.linspace(0, points - 1.001, count)
    start = place.astype(np.int64)
    blend = (1 - np.cos(np.pi * (place - start))) / 2
    return heights[start] * (1 - blend) + heights[start + 1] * blend


def room(count: int, seed: int) -> Sound:
    """The quiet of a room: soft low noise and a trace of the mains; RMS 1."""
    time = np.arange(count) / RATE
    hum = sum(np.sin(2 * np.pi * 50 * part * time + part) / part for part in (1, 2, 3, 5))
    return 0.98 * coloured(count, seed, 60, 7000, 4.5) + 0.15 * hum


def garden(count: int, seed: int) -> Sound:
    """A village in the afternoon: insects, a bird now and then, leaves; RMS about 1."""
    rng = np.random.default_rng(seed)
    time = np.arange(count) / RATE
    sound = 0.8 * coloured(count, seed + 1, 150, 6000, 3) * (0.5 + swell(count, seed + 2, 0.3))
    for insect in range(3):
        pitch, pulse = rng.uniform(3900, 5600), rng.uniform(14, 30)
        gate = np.clip(np.sin(2 * np.pi * pulse * time + insect), 0, 1) * swell(count, seed + 3 + insect, 0.25) ** 2
        sound += 0.9 * gate * np.sin(2 * np.pi * pitch * time)
    for start in rng.integers(0, max(1, count - RATE), size=max(1, count // (4 * RATE))):
        sound[start : start + RATE] += 1.6 * _bird(rng)[: count - start]
    return sound


def _bird(rng: np.random.Generator) -> Sound:
    time = np.arange(RATE) / RATE
    call = np.zeros(RATE)
    base, notes = rng.uniform(1900, 3000), int(rng.integers(2, 5))
    for note in range(notes):
        local = time - 0.05 - note * 0.19
        shape = np.where((local > 0) & (local < 0.13), np.sin(np.pi * np.clip(local / 0.13, 0, 1)), 0.0)
        sweep = base * (local + 1.6 * local**2 * (1 if note % 2 else -1))
        call += shape * np.sin(2 * np.pi * sweep)
    return call


def water(count: int, seed: int) -> Sound:
    """The edge of a lake: small waves against a boat; RMS about 1."""
    lap = swell(count, seed, 0.9) ** 3
    splash = coloured(count, seed + 1, 400, 3500, 3) * lap * 2.2
    return splash + 0.5 * coloured(count, seed + 2, 80, 1200, 5) + 0.25 * garden(count, seed + 3)


def market(count: int, seed: int) -> Sound:
    """People talking some way off; RMS about 1."""
    sound = 0.4 * coloured(count, seed, 120, 5000, 4)
    for voice in range(7):
        words = swell(count, seed + 10 + voice, 4.5) ** 2 * (0.3 + swell(count, seed + 30 + voice, 0.4))
        low = 220 + 90 * voice
        sound += 1.1 * coloured(count, seed + 50 + voice, low, low * 3, 2) * words
    return sound


def road(count: int, seed: int) -> Sound:
    """The side of a road: rumble, and motorbikes that pass; RMS about 1."""
    rng = np.random.default_rng(seed)
    time = np.arange(count) / RATE
    sound = 0.8 * coloured(count, seed + 1, 40, 2500, 6) * (0.6 + swell(count, seed + 2, 0.2))
    for _ in range(max(1, count // (9 * RATE))):
        middle = rng.uniform(0, count / RATE)
        near = np.exp(-(((time - middle) / 1.4) ** 2))
        pitch = 92 * (1.04 - 0.08 / (1 + np.exp(-(time - middle) * 3)))
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        sound += 1.5 * near * sum(np.sin(part * phase + part * part) / part for part in range(1, 9))
    return sound


LOOP = 16 * RATE
"""How long the surroundings go on before they come again, in samples."""

_JOIN = RATE // 2


@cache
def _loop(name: str) -> Sound:
    """Surroundings that follow on themselves without a seam; LOOP samples."""
    long = AMBIENCES[name](LOOP + _JOIN, seed_of("around", name))
    rise = np.sqrt(np.linspace(0, 1, _JOIN))
    looped = long[:LOOP].copy()
    looped[:_JOIN] = long[:_JOIN] * rise + long[LOOP:] * rise[::-1]
    return looped


def around(name: str, count: int, seed: int) -> Sound:
    """The surroundings of a name of AMBIENCES, from a place that the seed tells; float64 (count,), RMS about 1."""
    start = seed % LOOP
    return np.take(_loop(name), np.arange(start, start + count), mode="wrap")


AMBIENCES: dict[str, Callable[[int, int], Sound]] = {
    "room": room,
    "garden": garden,
    "water": water,
    "market": market,
    "road": road,
}
"""What can be heard behind a voice, by name: (samples, seed) to sound."""


def reflections(seed: int, seconds: float, *, bright: float = 4500) -> Sound:
    """The echo of a place as an impulse response without its first sound: fades by 60 dB in that time; energy 1."""
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    tail = coloured(count, seed, 180, bright, 1.5) * ratio(-60) ** (time / seconds)
    tail[: RATE // 250] = 0
    return np.asarray(tail / np.sqrt(np.sum(tail**2)))
