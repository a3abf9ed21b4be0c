"""Quantities by name: time, samples, loudness, digests."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import NewType

Ms = NewType("Ms", int)
"""Milliseconds, a duration or an offset; never a time of day."""

Samples = NewType("Samples", int)
"""Sample frames at RATE, a duration or an offset."""

Lufs = NewType("Lufs", float)
"""Programme loudness in LUFS. Source: EBU R 128, ITU-R BS.1770-5."""

Dbtp = NewType("Dbtp", float)
"""True-peak level in dBTP. Source: ITU-R BS.1770-5 annex 2."""

Digest = NewType("Digest", str)
"""SHA-256 in 64 lower-case hexadecimal digits."""

RATE = 48_000
"""Sample rate of everything inside Studio, in hertz."""

SAMPLES_PER_MS = RATE // 1000


def samples(ms: Ms) -> Samples:
    """Sample frames in that many milliseconds; exact."""
    return Samples(ms * SAMPLES_PER_MS)


def whole_ms(count: Samples) -> Ms:
    """Milliseconds that hold that many sample frames, rounded up."""
    return Ms(-(-count // SAMPLES_PER_MS))


def ms_of(duration: timedelta) -> Ms:
    """A timedelta in whole milliseconds, rounded to the nearest."""
    return Ms(round(duration.total_seconds() * 1000))


def delta(ms: Ms) -> timedelta:
    """Milliseconds as a timedelta."""
    return timedelta(milliseconds=ms)


def clock_text(ms: Ms, *, millis: bool = False) -> str:
    """A duration as m:ss, h:mm:ss, or with millis m:ss.mmm; a minus sign in front where it is negative."""
    rest = abs(ms) if millis else round(abs(ms) / 1000) * 1000
    sign = "-" if ms < 0 < rest else ""
    seconds, milliseconds = divmod(rest, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    text = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return f"{sign}{text}.{milliseconds:03}" if millis else f"{sign}{text}"


FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 1, 1)
"""Between these, days can be added to and taken from any day that somebody types."""


def day_named(text: str) -> date:
    """A day as it is written, YYYY-MM-DD. Raises ValueError for anything else, and for days that no programme knows."""
    found = date.fromisoformat(text)
    if not FIRST_DAY < found < LAST_DAY:
        raise ValueError(text)
    return found


def digest_of(content: bytes) -> Digest:
    """The SHA-256 of some bytes."""
    return Digest(hashlib.sha256(content).hexdigest())
