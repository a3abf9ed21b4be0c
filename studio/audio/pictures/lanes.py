"""Cues as they are drawn: one block a cue in its lane, as high as it is loud, through fades and ducking. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studio.audio.scores.envelope import Span, speech
from studio.audio.values import Cue, CueSheet, Duck, Lane
from studio.drawing.scene import Area, Line, Part, Points, Words
from studio.units import Samples, clock_text, whole_ms

HEIGHTS: Mapping[Lane, float] = {"voice": 40, "sting": 26, "jingle": 26, "music": 34, "bed": 40, "room": 22}
"""The lanes from the top down, and how high they are in pixels."""
COLOURS: Mapping[Lane, str] = {
    "voice": "#2f6db3",
    "sting": "#b0611a",
    "jingle": "#a23b72",
    "music": "#3f7f4f",
    "bed": "#7c6bb0",
    "room": "#7d8790",
}
INK = "#1b2733"
BETWEEN = 5.0
STEPS = 8
"""Straight pieces that a slope is drawn with at most, one a pixel."""
LETTER = 5.7
"""Pixels that a letter of a label takes."""
LABEL = 10.0
HALF_AS_HIGH = 12.0
"""Decibels that make a block half as high: a bed that gives way by 14 dB stands at 45 %."""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch of a show in one row of a picture: start and end in samples; left and width in pixels."""

    start: int
    end: int
    left: float
    width: float

    def x(self, at: float) -> float:
        """Where a sample of the show lies."""
        return self.left + (at - self.start) * self.width / (self.end - self.start)


def lanes_of(sheet: CueSheet) -> list[Lane]:
    """The lanes that are played in, from the top down."""
    played = {cue.lane for cue in sheet.cues}
    return [lane for lane in HEIGHTS if lane in played]


def height_of(lanes: Sequence[Lane]) -> float:
    """How high lanes are together, with what lies between them."""
    return sum(HEIGHTS[lane] + BETWEEN for lane in lanes)


def blocks(sheet: CueSheet, row: Row, top: float) -> list[Part]:
    """The cues that are heard in a row, lane under lane."""
    spans = {cue.duck: speech(sheet.cues, cue.duck) for cue in sheet.cues if cue.duck is not None}
    parts: list[Part] = []
    for lane in lanes_of(sheet):
        floor = top + HEIGHTS[lane]
        parts.append(Line(((row.left, floor), (row.left + row.width, floor)), "#d5dbe1"))
        for cue in sheet.cues:
            if cue.lane == lane and cue.start < row.end and cue.end > row.start:
                own = spans[cue.duck] if cue.duck is not None else ()
                parts += _block(cue, own, row, floor)
        top = floor + BETWEEN
    return parts


def _block(cue: Cue, spans: Sequence[Span], row: Row, floor: float) -> list[Part]:
    colour, height = COLOURS[cue.lane], HEIGHTS[cue.lane] - 2
    first, last = max(cue.start, row.start), min(cue.end, row.end)
    places = sorted({at for at in _corners(cue, spans, row) if first < at < last} | {first, last})
    edge: Points = tuple((row.x(at), floor - height * _share(cue, spans, at)) for at in places)
    whole: Points = ((row.x(first), floor), *edge, (row.x(last), floor))
    parts: list[Part] = [Area(whole, colour, 0.78, colour, note_of(cue))]
    label = f"{cue.source.rpartition('/')[2]}{_level_text(cue)}"
    room = row.x(last) - row.x(first) - 8
    if len(label) * LETTER > room:
        label = cue.source.rpartition("/")[2]
    if len(label) * LETTER <= room:
        low = cue.duck is not None
        parts.append(Words(row.x(first) + 4, floor - 5, label, INK if low else "#ffffff", LABEL))
    return parts


def _level_text(cue: Cue) -> str:
    target = f" {cue.target:g}".replace("-", "−") if cue.target is not None else ""
    return target + (f" {cue.gain_db:+g} dB".replace("-", "−") if cue.gain_db else "")


def _corners(cue: Cue, spans: Sequence[Span], row: Row) -> list[int]:
    """Where the level of a cue changes its course, in samples of the show."""
    slopes = [(cue.start, cue.fade_in), (cue.end - cue.fade_out, cue.fade_out)]
    if cue.duck is not None:
        for begin, end in spans:
            slopes.append((begin - cue.duck.attack, cue.duck.attack))
            slopes.append((end + cue.duck.hold, cue.duck.release))
    places: list[int] = []
    for start, length in slopes:
        steps = min(max(round(length * row.width / (row.end - row.start)), 1), STEPS)
        places += [start + length * step // steps for step in range(steps + 1)]
    return places


def _share(cue: Cue, spans: Sequence[Span], at: int) -> float:
    """How high a block stands at a sample: 1 at full level, half at HALF_AS_HIGH decibels less."""
    level = min(cue.gain_db, 0.0) + (_ducking(cue.duck, spans, at) if cue.duck is not None else 0.0)
    faded = 1.0
    if cue.fade_in and at - cue.start < cue.fade_in:
        faded *= math.sin((at - cue.start) / cue.fade_in * math.pi / 2)
    if cue.fade_out and cue.end - at < cue.fade_out:
        faded *= math.sin((cue.end - at) / cue.fade_out * math.pi / 2)
    return float(2 ** (level / HALF_AS_HIGH) * math.sqrt(max(faded, 0.0)))


def _ducking(duck: Duck, spans: Sequence[Span], at: int) -> float:
    """Decibels by which a bed gives way at a sample."""
    depth = 0.0
    for begin, end in spans:
        before, after = begin - at, at - end - duck.hold
        if before >= duck.attack or after >= duck.release:
            continue
        share = 1 - max(before / duck.attack if before > 0 else 0.0, after / duck.release if after > 0 else 0.0)
        depth = min(depth, duck.depth_db * share)
    return depth


def note_of(cue: Cue) -> str:
    """Everything that a cue says, in a line."""
    told = [f"{cue.lane}: {cue.played}", f"{_clock(cue.start)}–{_clock(cue.end)}"]
    if cue.in_:
        told.append(f"in {_clock(cue.in_)}")
    if cue.target is not None:
        told.append(f"{cue.target:g} LUFS")
    if cue.gain_db:
        told.append(f"{cue.gain_db:+g} dB")
    if cue.fade_in or cue.fade_out:
        told.append(f"fade {whole_ms(cue.fade_in)} / {whole_ms(cue.fade_out)} ms")
    if cue.duck is not None and cue.duck.depth_db:
        duck = cue.duck
        speeds = " / ".join(str(whole_ms(speed)) for speed in (duck.attack, duck.hold, duck.release))
        told.append(f"duck {duck.depth_db:g} dB, {speeds} ms")
    return " · ".join(told)


def _clock(at: Samples) -> str:
    return clock_text(whole_ms(at), millis=True)
