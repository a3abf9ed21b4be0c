"""What is wrong with a recording, from what was counted while it was decoded; and the verdict on it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.audio.meters.kweight import Sound
from studio.audio.meters.meter import Energies, integrated, levels, momentary
from studio.audio.values import TakeReport
from studio.errors import Fault, fault

SILENT_LUFS = -70.0
QUIET_LUFS = -42.0
FULL = 0.999
CLIPPED_RUN = 3
CLIPPED_SHARE = 1e-4
OFFSET_SHARE = 0.01
SIDE_DB = 30.0
OPPOSED = -0.7
NOISE_LU = 12.0
NOISE_SECONDS = 4.0
HEADROOM = 0.999
SHARES = {"FL": 0.7071, "FR": 0.7071, "BL": 0.5, "BR": 0.5, "SL": 0.5, "SR": 0.5, "LFE": 0.0}
"""What a loudspeaker gives to one channel, from more than two; 1.0 for any other, the centre above all.

Source: ITU-R BS.775-4, annex 4, table 2 (1/0 from 3/2).
"""
EIGHT_BITS = frozenset({"pcm_u8"})

Floats = npt.NDArray[np.float64]


class Verdict(StrEnum):
    """What is to become of a recording; the values are codes with a sentence."""

    USABLE = "audio.usable"
    WARNED = "audio.usable-with-warnings"
    REFUSED = "audio.refused"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a recording, and why.

    where: its name. report: None where it is refused. faults: the warnings of the report, or why it is refused.
    """

    verdict: Verdict
    where: str
    report: TakeReport | None
    faults: tuple[Fault, ...] = ()

    @property
    def said(self) -> Fault:
        """The verdict as a fault, which has a sentence."""
        return fault(self.verdict.value, self.where, count=len(self.faults))


def judged(where: str, report: TakeReport) -> Judgement:
    """The verdict on a recording that can be used."""
    return Judgement(Verdict.WARNED if report.warnings else Verdict.USABLE, where, report, report.warnings)


def refused(where: str, faults: tuple[Fault, ...]) -> Judgement:
    """The verdict on a recording that cannot be used."""
    return Judgement(Verdict.REFUSED, where, None, faults)


@dataclass(slots=True)
class Tally:
    """Sums over a recording as it was recorded; one entry a channel.

    places: where its loudspeakers stand (FL, FR, FC, LFE …). frames: sample frames. clipped: samples in runs at full
    scale.
    """

    channels: int
    places: tuple[str, ...] = ()
    frames: int = 0
    clipped: int = 0
    peak: Floats = field(init=False)
    total: Floats = field(init=False)
    products: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.peak = np.zeros(self.channels)
        self.total = np.zeros(self.channels)
        self.products = np.zeros((self.channels, self.channels))

    def add(self, block: Sound) -> None:
        """Count more of the recording."""
        if not len(block):
            return
        exact = block.astype(np.float64)
        size = np.abs(block)
        self.frames += len(block)
        self.peak = np.maximum(self.peak, size.max(axis=0))
        self.total += exact.sum(axis=0)
        self.products += exact.T @ exact
        if self.peak.max() >= FULL:
            self.clipped += _in_runs(size >= FULL)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a recording becomes one channel: (block - offset) @ weights.

    weights: a channel's share, headroom included. offset: subtracted first, where the recording is off centre.
    """

    weights: tuple[float, ...]
    offset: tuple[float, ...]

    def mono(self, block: Sound) -> Sound:
        """One channel of a block, float32 (n, 1)."""
        centred = block - np.array(self.offset, np.float32)
        return np.asarray(centred @ np.array(self.weights, np.float32), np.float32)[:, np.newaxis]


def plan(tally: Tally) -> Plan:
    """The one channel that is kept: all that speak, without one that is empty or that opposes the first."""
    offset = tally.total / max(tally.frames, 1)
    weights = _shares(tally) * kept(tally)
    weights = weights / (weights.sum() or 1.0)
    loudest = float((np.abs(weights) * (tally.peak + np.abs(offset))).sum())
    if loudest > HEADROOM and loudest > 1.0:
        weights = weights * HEADROOM / loudest
    shifted = np.where(np.abs(offset) > OFFSET_SHARE, offset, 0.0)
    return Plan(tuple(float(w) for w in weights), tuple(float(o) for o in shifted))


def kept(tally: Tally) -> npt.NDArray[np.bool_]:
    """Which channels are kept."""
    offset = tally.total / max(tally.frames, 1)
    power = np.maximum(np.diag(tally.products) / max(tally.frames, 1) - offset**2, 0.0)
    power = np.where(_shares(tally) > 0, power, 0.0)
    speaks: npt.NDArray[np.bool_] = power >= power.max(initial=0.0) * 10 ** (-SIDE_DB / 10)
    if opposed(tally) < OPPOSED:
        speaks[1] = False
    return speaks


def _shares(tally: Tally) -> Floats:
    if tally.channels <= 2 or len(tally.places) != tally.channels:
        return np.ones(tally.channels)
    return np.array([SHARES.get(place, 1.0) for place in tally.places])


def opposed(tally: Tally) -> float:
    """How alike the first two channels are: 1 the same, 0 nothing in common, -1 mirrored."""
    if tally.channels < 2:
        return 1.0
    mean = tally.total[:2] / max(tally.frames, 1)
    centred = tally.products[:2, :2] - tally.frames * np.outer(mean, mean)
    scale = float(np.sqrt(max(centred[0, 0] * centred[1, 1], 0.0)))
    return float(centred[0, 1]) / scale if scale > 1e-9 else 1.0


def warnings_of(where: str, codec: str, tally: Tally, energies: Energies) -> tuple[Fault, ...]:
    """Everything about the sound itself that a person should know.

    energies: of the one channel that is kept.
    """
    loudness = integrated(energies)
    return (
        *_of_level(where, tally, loudness),
        *_of_channels(where, tally),
        *_of_quality(where, codec, tally, loudness, energies),
    )


def _of_level(where: str, tally: Tally, loudness: float) -> Iterator[Fault]:
    if loudness <= SILENT_LUFS:
        yield fault("audio.silent", where)
    elif loudness < QUIET_LUFS:
        yield fault("audio.very-quiet", where, lufs=round(loudness, 1))
    if tally.clipped > tally.frames * tally.channels * CLIPPED_SHARE:
        yield fault("audio.clipped", where, percent=round(100 * tally.clipped / tally.frames / tally.channels, 2))


def _of_channels(where: str, tally: Tally) -> Iterator[Fault]:
    if opposed(tally) < OPPOSED:
        yield fault("audio.out-of-phase", where)
    elif tally.channels == 2 and kept(tally).sum() == 1:
        yield fault("audio.left-only" if kept(tally)[0] else "audio.right-only", where)
    if tally.channels > 2:
        yield fault("audio.surround", where, channels=tally.channels, used=int(kept(tally).sum()))


def _of_quality(where: str, codec: str, tally: Tally, loudness: float, energies: Energies) -> Iterator[Fault]:
    centre = float(np.abs(tally.total).max() / max(tally.frames, 1))
    if centre > OFFSET_SHARE:
        yield fault("audio.off-centre", where, percent=round(100 * centre, 1))
    if codec in EIGHT_BITS:
        yield fault("audio.eight-bits", where)
    if loudness > SILENT_LUFS and len(energies) > NOISE_SECONDS * 10:
        floor = noise_floor(energies)
        if loudness - floor < NOISE_LU and _is_steady(energies):
            yield fault("audio.noisy", where, lu=round(loudness - floor, 1))


def noise_floor(energies: Energies) -> float:
    """How loud it is where it is quietest, in one part of twenty of a recording of 400 ms or more; in LUFS."""
    heard = np.sort(momentary(energies))
    return float(heard[len(heard) // 20])


def _is_steady(energies: Energies) -> bool:
    """Whether the quietest tenth hardly moves, as hum and hiss do and pauses in a room do not."""
    quiet = np.sort(levels(energies))[: max(len(energies) // 10, 2)]
    return float(quiet[-1] - quiet[0]) < NOISE_LU / 2


def _in_runs(full: npt.NDArray[np.bool_]) -> int:
    """Samples that stand in runs of CLIPPED_RUN or more, over all channels."""
    if len(full) < CLIPPED_RUN:
        return 0
    last = len(full) - CLIPPED_RUN + 1
    starts = np.logical_and.reduce([full[step : step + last] for step in range(CLIPPED_RUN)])
    runs = np.zeros(full.shape, bool)
    for step in range(CLIPPED_RUN):
        runs[step : step + last] |= starts
    return int(runs.sum())
