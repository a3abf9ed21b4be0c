"""The process in which a recording from outside is decoded: it can be killed, and it holds nothing of value.

    python -m studio.audio.child inspect SOURCE - LENGTH_MS SECONDS MEMORY PARENT
    python -m studio.audio.child copy SOURCE TARGET LENGTH_MS SECONDS MEMORY PARENT

It prints one line of JSON: {"report": …} or {"faults": …}.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from studio.audio.flac import FlacWriter
from studio.audio.kweight import Sound
from studio.audio.meter import Meter
from studio.audio.recording import Damage, Recording, listen_for_complaints, resampled
from studio.audio.sniff import ENDINGS
from studio.audio.values import TakeReport
from studio.audio.verdict import Plan, Tally, plan, warnings_of
from studio.errors import Fault, SoundRefused, fault
from studio.units import RATE, Ms, Samples, clock_text, whole_ms

PR_SET_PDEATHSIG = 1
SHORTEST = RATE // 10
MISSING_SECONDS = 1.0
MISSING_SHARE = 0.03
DECLARED = frozenset({"flac", "mov", "wav"})
"""Containers that say how long they are; the others let it be guessed."""
BYTES_A_SECOND = RATE * 4


def examine(source: Path, target: Path | None, length: Ms) -> TakeReport:
    """Decode a recording twice, once to count and once to measure; write its one channel where a target is given.

    length: decoded milliseconds above which it is refused.
    Raises SoundRefused.
    """
    tally, codec, deep, damage = _counted(source, length)
    with Recording(source) as recording:
        kept = plan(tally)
        meter = Meter(1)
        frames = 0
        with FlacWriter(target, 1, 24 if deep else 16) if target is not None else nullcontext() as writer:
            for block in resampled(_mono(recording, kept), 1):
                meter.add(block)
                frames += len(block)
                if writer is not None:
                    writer.write(block)
        rate, channels, container = recording.rate, recording.channels, recording.container
    if frames < SHORTEST:
        raise SoundRefused(fault("audio.too-short", source.name, ms=whole_ms(Samples(frames))))
    loudness = meter.loudness()
    warnings = [
        *_naming(source, container),
        *_damage(source, damage),
        *warnings_of(source.name, tally, meter.energies()),
    ]
    ms = whole_ms(Samples(frames))
    return TakeReport(codec, rate, channels, ms, loudness.integrated, loudness.peak, tuple(warnings))


def _counted(source: Path, length: Ms) -> tuple[Tally, str, bool, Damage]:
    with Recording(source) as recording:
        if recording.container in DECLARED and recording.damage.expected * 1000 > length:
            raise SoundRefused(fault("audio.too-long", source.name, limit=clock_text(length)))
        tally: Tally | None = None
        for rate, block in recording.blocks():
            tally = tally or Tally(recording.channels)
            tally.add(block)
            if tally.frames * 1000 > length * rate:
                raise SoundRefused(fault("audio.too-long", source.name, limit=clock_text(length)))
        if tally is None:
            raise SoundRefused(fault("audio.nothing-decoded", source.name, errors=recording.damage.errors))
        return tally, recording.codec, recording.deep, recording.damage


def _mono(recording: Recording, kept: Plan) -> Iterator[tuple[int, Sound]]:
    for rate, block in recording.blocks():
        yield rate, kept.mono(block)


def _naming(source: Path, container: str) -> Iterator[Fault]:
    ending = source.suffix.lower()
    known = {one for group in ENDINGS.values() for one in group}
    if ending in known and ending not in ENDINGS[container]:
        yield fault("audio.mislabelled", source.name, ending=ending, container=container)


def _damage(source: Path, damage: Damage) -> Iterator[Fault]:
    if damage.errors:
        yield fault("audio.decode-errors", source.name, errors=damage.errors, packets=damage.packets)
    missing = damage.expected - damage.decoded
    if missing > max(MISSING_SECONDS, damage.expected * MISSING_SHARE):
        yield fault("audio.truncated", source.name, missing_s=round(missing, 1))
    elif not damage.whole:
        yield fault("audio.end-missing", source.name)


def _confine(seconds: int, memory: int, length: Ms, parent: int) -> None:
    """Die with the parent, and before any limit of time, memory or disk is passed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    written = BYTES_A_SECOND * (length // 1000 + 60)
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
        (resource.RLIMIT_NOFILE, 64),
    ):
        _, most = resource.getrlimit(kind)
        ceiling = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (ceiling, ceiling))


def main(arguments: list[str]) -> int:
    """Examine one recording within limits; 0 where the answer, good or bad, was printed."""
    action, source, target, length, seconds, memory, parent = arguments
    _confine(int(seconds), int(memory), Ms(int(length)), int(parent))
    listen_for_complaints()
    try:
        report = examine(Path(source), Path(target) if action == "copy" else None, Ms(int(length)))
        answer: dict[str, Any] = {"report": asdict(report)}
    except SoundRefused as refused:
        answer = {"faults": [asdict(one) for one in refused.faults]}
    except MemoryError:
        answer = {"faults": [asdict(fault("audio.too-much-memory", Path(source).name))]}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
