"""A script as it is read at the microphone: line by line, each with when it begins and how long it takes."""

from __future__ import annotations

from dataclasses import dataclass

from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.reading_scripts import clips, pace_of
from studio.pipeline.write import lines_of
from studio.records.scripts import Script
from studio.scripting.labels import label
from studio.scripting.timing import line_times
from studio.store.engine import reading
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Row:
    """One line. kind: say, clip, cue or pause; at: when it begins, ms: how long it takes, in ms."""

    kind: str
    who: str
    text: str
    clip: str
    at: Ms
    ms: Ms


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A script to read. presenter: at whose pace; ms: how long all of it takes."""

    script: Script
    presenter: str
    ms: Ms
    rows: tuple[Row, ...]


def reading_view(studio: Studio, script: Script) -> ReadingView:
    """A script with the times at which its presenter, by what was known when it was written, comes to each line."""
    language = Language(script.language)
    with reading(studio.engine) as session:
        lengths = clips(session)
    speed = pace_of(studio, [script], language)
    lines = lines_of(script)
    rows: list[Row] = []
    at = Ms(0)
    for line, time in zip(lines, line_times(lines, language, speed, lengths), strict=True):
        rows.append(Row(line.kind, label(line.speaker, language), line.text, line.clip or "", at, time.ms))
        at = Ms(at + time.ms)
    return ReadingView(script, speed.presenter, at, tuple(rows))
