"""The loudness report of a master: the whole, each segment, and the curve. Pure.

Source: EBU R 128, EBU Tech 3341 2.2 (time scales), EBU Tech 3342 (range).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.audio.meters.kweight import STEP
from studio.audio.meters.meter import Energies, integrated, loudness_range, momentary, short_term, stretch
from studio.audio.values import AT_ONCE, QUIETEST, CueSheet, Stretch
from studio.units import RATE, Dbtp, Lufs, Samples, clock_text, whole_ms

VERSION = 1
DIGITS = 9
"""Significant digits in which energies are kept."""
A_SECOND = RATE // STEP
A_LINE = 60


@dataclass(frozen=True, slots=True)
class SegmentLoudness:
    """What one stretch of a show measures.

    title: of the chapter that begins with it, or "". short_term: the highest, LUFS; QUIETEST where it is shorter than
    3 s. range: LU.
    """

    key: str
    title: str
    start: Samples
    end: Samples
    lufs: Lufs
    short_term: Lufs
    range: float


@dataclass(frozen=True, slots=True)
class LoudnessReport:
    """What a master measures; levels never under QUIETEST, to a hundredth.

    lufs: integrated. momentary, short_term: the highest, of windows 100 ms apart. range: LU. dbtp: true peak.
    curve: short-term loudness, an entry for every second that begins 3 s of sound.
    """

    lufs: Lufs
    momentary: Lufs
    short_term: Lufs
    range: float
    dbtp: Dbtp
    segments: tuple[SegmentLoudness, ...]
    curve: tuple[Lufs, ...]


def kept(energies: Energies) -> tuple[float, ...]:
    """Energies as they are kept: DIGITS significant digits."""
    minutes = (energies[at : at + A_LINE * A_SECOND].tolist() for at in range(0, len(energies), A_LINE * A_SECOND))
    return tuple(float(f"{energy:.{DIGITS}g}") for minute in minutes for energy in minute)


def loudness_report(energies: Sequence[float] | Energies, dbtp: Dbtp, sheet: CueSheet) -> LoudnessReport:
    """The report of a master from its energies, one each 100 ms, its true peak, and the sheet's stretches."""
    whole = np.asarray(energies, np.float64)
    titles = {mark.start: mark.title for mark in sheet.marks}
    stretches = sheet.stretches or (Stretch("", AT_ONCE, sheet.length),)
    return LoudnessReport(
        _level(integrated(whole)),
        _highest(momentary(whole)),
        _highest(short_term(whole)),
        round(loudness_range(whole), 2),
        Dbtp(round(max(dbtp, QUIETEST), 2)),
        tuple(_segment(one, titles.get(one.start, ""), stretch(whole, one.start, one.end)) for one in stretches),
        tuple(_level(level) for level in short_term(whole)[::A_SECOND]),
    )


def reports_json(reports: Mapping[str, LoudnessReport]) -> str:
    """Reports by the name of their masters as JSON: a segment a line, a minute of the curve a line."""
    masters = ",\n".join(f"  {json.dumps(name)}: {_text(report)}" for name, report in reports.items())
    return f'{{\n "version": {VERSION},\n "masters": {{\n{masters}\n }}\n}}\n'


def _segment(one: Stretch, title: str, energies: Energies) -> SegmentLoudness:
    return SegmentLoudness(
        one.key,
        title,
        one.start,
        one.end,
        _level(integrated(energies)),
        _highest(short_term(energies)),
        round(loudness_range(energies), 2),
    )


def _text(report: LoudnessReport) -> str:
    head = {
        "lufs": report.lufs,
        "momentary": report.momentary,
        "short_term": report.short_term,
        "range": report.range,
        "dbtp": report.dbtp,
    }
    lines = [f"   {json.dumps(name)}: {json.dumps(value)}," for name, value in head.items()]
    lines += ['   "segments": [', ",\n".join(f"    {_row(segment)}" for segment in report.segments), "   ],"]
    minutes = [report.curve[at : at + A_LINE] for at in range(0, len(report.curve), A_LINE)]
    lines += ['   "curve": [', ",\n".join("    " + json.dumps(minute)[1:-1] for minute in minutes), "   ]"]
    return "\n".join(["{", *filter(None, lines), "  }"])


def _row(segment: SegmentLoudness) -> str:
    row = {
        "key": segment.key,
        "title": segment.title,
        "at": clock_text(whole_ms(segment.start)),
        "start": segment.start,
        "end": segment.end,
        "lufs": segment.lufs,
        "short_term": segment.short_term,
        "range": segment.range,
    }
    return json.dumps(row, ensure_ascii=False)


def _level(level: float) -> Lufs:
    return Lufs(round(float(level), 2))


def _highest(levels: Energies) -> Lufs:
    return _level(float(levels.max(initial=QUIETEST)))
