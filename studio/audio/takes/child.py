"""The process in which a recording from outside is decoded: it can be killed, and it holds nothing of value.

    python -m studio.audio.takes.child inspect NAME - LENGTH_MS SECONDS MEMORY PARENT  < recording
    python -m studio.audio.takes.child copy NAME TARGET LENGTH_MS SECONDS MEMORY PARENT  < recording

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
from itertools import chain
from pathlib import Path
from typing import Any

from studio.audio.files.flac import FlacWriter
from studio.audio.files.sniff import ENDINGS
from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, Meter, integrated, levels
from studio.audio.meters.truepeak import PeakMeter, decibels
from studio.audio.takes.allowed import EXACT, listen_for_complaints, rehearse
from studio.audio.takes.recording import Recording, resampled
from studio.audio.takes.verdict import Plan, Tally, plan, warnings_of
from studio.audio.values import QUIETEST, TakeReport
from studio.errors import Fault, SoundRefused, fault
from studio.units import RATE, Dbtp, Ms, Samples, clock_text, whole_ms

PR_SET_PDEATHSIG = 1
SHORTEST = RATE // 10
HEARD_DB = -60.0
MISSING_SECONDS = 0.25
LONGER_SECONDS = 1.0
BYTES_A_SECOND = RATE * 4

Blocks = Iterator[tuple[int, Sound]]


def examine(source: Path | int, name: str, target: Path | None, length: Ms) -> TakeReport:
    """Decode a recording and measure it; write its one channel where a target is given.

    It is decoded once where its first second tells which channels are kept, and a second time where all of it tells
    otherwise. source: a file, or one that is open for reading. length: decoded milliseconds above which it is refused.
    Raises SoundRefused.
    """
    with Recording(source, name) as promising:
        if promising.damage.expected * 1000 > length and promising.outlasts(length):
            raise SoundRefused(fault("audio.too-long", name, limit=clock_text(length)))
    with Recording(source, name) as recording:
        tally, guess, ear = _first_time(recording, target, length)
    kept = plan(tally)
    if ear is None or kept != guess:
        with Recording(source, name) as again:
            ear = _played(again, again.blocks(), kept, target)
    ms = whole_ms(Samples(ear.frames))
    if ear.frames < SHORTEST:
        raise SoundRefused(fault("audio.too-short", name, ms=ms))
    energies = ear.energies()
    warnings = (
        *_naming(recording),
        *_header(recording),
        *_damage(recording),
        *warnings_of(name, recording.codec, tally, energies),
    )
    rate, channels = recording.rate, recording.channels
    heard = min(Ms(100 * int((levels(energies) > HEARD_DB).sum())), ms) if len(energies) else ms
    return TakeReport(recording.codec, rate, channels, ms, integrated(energies), ear.peak(), heard, warnings)


class Ear:
    """Hears one channel at 48 kHz: how long it is, its energies, its true peak."""

    def __init__(self) -> None:
        self.frames = 0
        self._meter = Meter(1, peaks=False)
        self._peaks = PeakMeter(1)

    def add(self, block: Sound) -> None:
        """Take more of the stream: float32 (n, 1)."""
        self.frames += len(block)
        self._meter.add(block)
        self._peaks.add(block)

    def energies(self) -> Energies:
        """The energies of the whole 100 ms pieces so far."""
        return self._meter.energies()

    def peak(self) -> Dbtp:
        """The true peak so far, never under QUIETEST."""
        return Dbtp(max(decibels(self._peaks.peak()), QUIETEST))


def _first_time(recording: Recording, target: Path | None, length: Ms) -> tuple[Tally, Plan | None, Ear | None]:
    """Count all of it; and measure it at once by the plan that its first second suggests."""
    blocks = _within(recording, recording.blocks(), length)
    rate, first = next(blocks)
    tally = Tally(recording.channels, recording.places)
    tally.add(first)
    guess = plan(tally)
    rest = _tallied(blocks, tally)
    if any(guess.offset):
        for _ in rest:
            pass
        return tally, None, None
    return tally, guess, _played(recording, chain([(rate, first)], rest), guess, target)


def _tallied(blocks: Blocks, tally: Tally) -> Blocks:
    for rate, block in blocks:
        tally.add(block)
        yield rate, block


def _within(recording: Recording, blocks: Blocks, length: Ms) -> Blocks:
    for rate, block in blocks:
        yield rate, block
        if recording.is_longer(length):
            raise SoundRefused(fault("audio.too-long", recording.name, limit=clock_text(length)))


def _played(recording: Recording, blocks: Blocks, kept: Plan, target: Path | None) -> Ear:
    """The one channel that is kept, measured, and written where a target is given."""
    ear = Ear()
    mono = ((rate, kept.mono(block)) for rate, block in blocks)
    with FlacWriter(target, 1, 24 if recording.deep else 16) if target is not None else nullcontext() as writer:
        for block in resampled(mono, 1):
            ear.add(block)
            if writer is not None:
                writer.write(block)
    return ear


def _naming(recording: Recording) -> Iterator[Fault]:
    ending = Path(recording.name).suffix.lower()
    known = {one for group in ENDINGS.values() for one in group}
    if ending in known and ending not in ENDINGS[recording.container]:
        yield fault("audio.mislabelled", recording.name, ending=ending, container=ENDINGS[recording.container][0][1:])


def _header(recording: Recording) -> Iterator[Fault]:
    name, said, found = recording.name, recording.looks.said, (recording.rate, recording.channels)
    if recording.looks.tag_damaged:
        yield fault("audio.tag-damaged", name)
    if recording.looks.contradicts:
        yield fault("audio.header-contradicts", name)
    elif said is not None and said != found:
        values = dict(zip(("said_rate", "said_channels", "rate", "channels"), (*said, *found), strict=True))
        yield fault("audio.header-wrong", name, **values)


def _damage(recording: Recording) -> Iterator[Fault]:
    name, damage = recording.name, recording.damage
    only_the_end = damage.errors == 1 and damage.last and not recording.looks.whole
    if damage.errors and not only_the_end:
        yield fault("audio.decode-errors", name, errors=damage.errors, packets=damage.packets)
    missing = damage.expected - damage.decoded
    if missing > MISSING_SECONDS:
        yield fault("audio.truncated", name, missing_s=round(missing, 1))
    elif recording.looks.whole is False or only_the_end:
        yield fault("audio.end-missing", name)
    if damage.expected and -missing > LONGER_SECONDS and recording.container in (EXACT | {"wav"}) - {"ogg"}:
        said, found = round(damage.expected, 1), round(damage.decoded, 1)
        yield fault("audio.length-wrong", name, said_s=said, found_s=found)
    if damage.changes:
        yield fault("audio.changes", name, times=damage.changes)
    if damage.odd:
        yield fault("audio.not-numbers", name, samples=damage.odd)


def confine(seconds: int, memory: int, length: Ms, parent: int) -> None:
    """Die with the parent, and before any limit of time, memory or disk is passed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    written = BYTES_A_SECOND * (length // 1000 + 60)
    limited(resource.RLIMIT_CPU, seconds, seconds + 1)
    for kind, limit in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, written),
    ):
        limited(kind, limit, limit)


def seal(more: int) -> None:
    """From now on no file or connection can be opened, but for that many at a time."""
    free = os.dup(0)
    os.close(free)
    limited(resource.RLIMIT_NOFILE, free + more, free + more)


def limited(kind: int, soft: int, hard: int) -> None:
    """Set a limit of this process, never above one that it has already."""
    _, most = resource.getrlimit(kind)
    ceiling = hard if most == resource.RLIM_INFINITY else min(hard, most)
    resource.setrlimit(kind, (min(soft, ceiling), ceiling))


def answered(source: int, name: str, target: Path | None, length: Ms) -> dict[str, Any]:
    """What was found, or why it is refused, as it is printed."""
    try:
        return {"report": asdict(examine(source, name, target, length))}
    except SoundRefused as refused:
        return {"faults": [asdict(one) for one in refused.faults]}
    except MemoryError:
        return {"faults": [asdict(fault("audio.too-much-memory", name))]}
    except OSError as reason:
        return {"faults": [asdict(fault("audio.copy-failed", name, number=reason.errno))]}


def main(arguments: list[str]) -> int:
    """Examine the recording on standard input within limits; 0 where the answer, good or bad, was printed."""
    action, name, target, length, seconds, memory, parent = arguments
    confine(int(seconds), int(memory), Ms(int(length)), int(parent))
    listen_for_complaints()
    rehearse()
    copied = Path(target) if action == "copy" else None
    seal(0 if copied is None else 1)
    print(json.dumps(answered(sys.stdin.fileno(), name, copied, Ms(int(length)))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
