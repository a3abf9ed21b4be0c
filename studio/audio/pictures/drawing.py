"""The score as a picture: rows of lanes under a ruler, chapters, and what the master measures. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.audio.pictures.curves import LOUDNESS_HEIGHT, WAVE_HEIGHT, Played, loudness, wave
from studio.audio.pictures.lanes import BETWEEN, COLOURS, HEIGHTS, INK, Row, blocks, height_of, lanes_of
from studio.audio.values import CueSheet, Lane, Mark
from studio.drawing.scene import Box, Line, Part, Scene, Words
from studio.languages import N_, Language, translator
from studio.units import RATE, Samples, clock_text, whole_ms

WIDTH, LEFT, RIGHT, EDGE = 1600, 128, 28, 14
HEAD, STRIP, RULER, GAP, FOOT, LISTED = 64.0, 24.0, 20.0, 22.0, 20.0, 25.0
MOST_ROWS = 4
ROW_SECONDS = (60, 120, 300, 600, 900, 1200, 1800, 3600)
TICK_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600)
TICK_APART = 70.0
"""Pixels between two times on the ruler at least."""
SHORTEST = 40.0
"""Pixels that a title wants, or it is not begun."""
COLUMNS, FEW = 2, 7
"""Columns of the list of chapters, and how many chapters still stand in one."""
PAPER, MARK, FAINT, STRIPS = "#ffffff", "#0f766e", "#66727d", ("#e0f0ee", "#cbe4e1")
MINUS = str.maketrans("-", "−")
NAMES: dict[Lane, str] = {
    "voice": N_("voice"),
    "sting": N_("sting"),
    "jingle": N_("jingle"),
    "music": N_("music"),
    "bed": N_("bed"),
    "room": N_("room tone"),
}
CHAPTERS, WAVEFORM, LOUDNESS = N_("chapters"), N_("waveform"), N_("loudness")


@dataclass(frozen=True, slots=True)
class Band:
    """A band of a row, beginning at the top: its name, how high it is, and its colour."""

    name: str
    height: float
    colour: str


def score_scene(sheet: CueSheet, played: Played | None = None) -> Scene:
    """A score drawn: every cue in its lane, chapters, ruler; with a master also its waveform and its loudness.

    Without a master the picture is the same on every machine.
    """
    rows = rows_of(sheet)
    bands = _bands(sheet, played)
    tall = sum(band.height + BETWEEN for band in bands) + RULER
    parts: list[Part] = [*_head(sheet, played)]
    for index, row in enumerate(rows):
        parts += _row(sheet, played, row, HEAD + index * (tall + GAP), bands)
    top = HEAD + len(rows) * (tall + GAP)
    parts += _list(sheet, played, top)
    lines = -(-len(sheet.marks) // (COLUMNS if len(sheet.marks) > FEW else 1))
    height = round(top + lines * LISTED + FOOT)
    return Scene(WIDTH, height, sheet.title, describes(sheet, played), (Box(0, 0, WIDTH, height, PAPER), *parts))


def rows_of(sheet: CueSheet) -> list[Row]:
    """The rows of a picture: one where the show is short, else at most MOST_ROWS of a round length."""
    seconds = -(-sheet.length // RATE)
    whole = next((one for one in ROW_SECONDS if seconds <= one * MOST_ROWS), -(-seconds // MOST_ROWS))
    if seconds <= ROW_SECONDS[1]:
        return [Row(0, max(sheet.length, 1), LEFT, WIDTH - LEFT - RIGHT)]
    return [Row(at, at + whole * RATE, LEFT, WIDTH - LEFT - RIGHT) for at in range(0, sheet.length, whole * RATE)]


def describes(sheet: CueSheet, played: Played | None) -> str:
    """The picture in words for those who do not see it, in Khmer and in English."""
    counts = [(NAMES[lane], sum(cue.lane == lane for cue in sheet.cues)) for lane in lanes_of(sheet)]
    told = []
    for language in Language:
        translate = translator(language)
        lanes = ", ".join(f"{translate(name)} {count}" for name, count in counts)
        text = f"{clock_text(whole_ms(sheet.length))}; {lanes}; {translate(CHAPTERS)} {len(sheet.marks)}"
        if played is not None:
            text += f"; {translate(LOUDNESS)} {played.report.lufs:.1f} LUFS, {played.report.dbtp:.1f} dBTP"
        told.append(text)
    listed = " ".join(
        f"{number}. {clock_text(whole_ms(mark.start))} {mark.title}." for number, mark in enumerate(sheet.marks, 1)
    )
    return " — ".join([*told, *filter(None, [listed])])


def _bands(sheet: CueSheet, played: Played | None) -> list[Band]:
    bands = [Band(CHAPTERS, STRIP, MARK)]
    bands += [Band(NAMES[lane], HEIGHTS[lane], COLOURS[lane]) for lane in lanes_of(sheet)]
    if played is not None:
        bands += [Band(WAVEFORM, WAVE_HEIGHT, INK), Band(LOUDNESS, LOUDNESS_HEIGHT, INK)]
    return bands


def _head(sheet: CueSheet, played: Played | None) -> list[Part]:
    parts: list[Part] = [
        Words(LEFT, 30, sheet.title, INK, 20, bold=True),
        Words(WIDTH - RIGHT, 30, clock_text(whole_ms(sheet.length)), INK, 20, "end", True),
    ]
    if played is not None:
        spec, report = played.spec, played.report
        told = [
            f"{report.lufs:.1f} LUFS ({spec.lufs - spec.tolerance_lu:.1f} … {spec.lufs + spec.tolerance_lu:.1f})",
            f"{report.dbtp:.1f} dBTP (max {spec.dbtp:.1f})",
            f"LRA {report.range:.1f} LU",
            f"max M {report.momentary:.1f}",
            f"max S {report.short_term:.1f} LUFS",
        ]
        figures = [one.translate(MINUS) for one in told]
        parts.append(Words(LEFT, 51, "   ·   ".join([spec.name, *figures]), FAINT, 12.5))
    return parts


def _row(sheet: CueSheet, played: Played | None, row: Row, top: float, bands: Sequence[Band]) -> list[Part]:
    parts: list[Part] = []
    at = top
    for band in bands:
        parts += _names(band, at)
        at += band.height + BETWEEN
    parts += _ruler(sheet, row, top + STRIP, at - BETWEEN)
    parts += _strip(sheet, row, top)
    lanes = top + STRIP + BETWEEN
    parts += blocks(sheet, row, lanes)
    if played is not None:
        below = lanes + height_of(lanes_of(sheet))
        parts += [
            *wave(played.outline, row, below),
            *loudness(played, row, below + WAVE_HEIGHT + BETWEEN),
        ]
    return parts + _edges(sheet, row, top, at - BETWEEN)


def _names(band: Band, top: float) -> list[Part]:
    """The name of a band on its left: in Khmer, and small in English."""
    left = EDGE + 10
    room = LEFT - left - (34 if band.name == LOUDNESS else 6)
    middle = top + band.height / 2
    khmer = translator(Language.KM)(band.name)
    return [
        Box(EDGE, top, 4, band.height, band.colour),
        Words(left, middle - 1.5, khmer, INK, 11.5, room=room),
        Words(left, middle + 11.5, band.name, FAINT, 9.5, room=room),
    ]


def _ruler(sheet: CueSheet, row: Row, top: float, bottom: float) -> list[Part]:
    """Times under a row, a thin line up from each."""
    pixel = row.width / (row.end - row.start) * RATE
    step = next((one for one in TICK_SECONDS if one * pixel >= TICK_APART), 1800)
    parts: list[Part] = []
    for second in range(-(-row.start // RATE // step) * step, int(min(row.end, sheet.length) / RATE) + 1, step):
        x = row.x(second * RATE)
        parts.append(Line(((x, top), (x, bottom + 5)), "#e9edf0"))
        if x < row.left + row.width - 10:
            text = clock_text(whole_ms(Samples(second * RATE)))
            parts.append(Words(x + 3, bottom + 15, text, FAINT, 10.5))
    return parts


def _strip(sheet: CueSheet, row: Row, top: float) -> list[Part]:
    """The chapters of a row: number and title, as far as there is room."""
    parts: list[Part] = []
    edges = [*(mark.start for mark in sheet.marks), sheet.length]
    for number, (mark, end) in enumerate(zip(sheet.marks, edges[1:], strict=True), 1):
        if mark.start >= row.end or end <= row.start:
            continue
        left, right = row.x(max(mark.start, row.start)), row.x(min(end, row.end))
        note = f"{number} · {clock_text(whole_ms(mark.start))} · {mark.title}"
        parts.append(Box(left, top, right - left, STRIP, STRIPS[number % 2], note=note))
        wide = 5 + 7 * len(str(number))
        if right - left >= wide:
            parts.append(Words(left + 3, top + 16, str(number), MARK, 11.5, bold=True))
        if right - left - wide > SHORTEST:
            parts.append(Words(left + wide + 3, top + 16, mark.title, INK, 11.5, room=right - left - wide - 5))
    return parts


def _edges(sheet: CueSheet, row: Row, top: float, bottom: float) -> list[Part]:
    """A line where a chapter begins, and one where the show ends."""
    begin = [mark.start for mark in sheet.marks if row.start <= mark.start < row.end]
    parts: list[Part] = [Line(((row.x(at), top), (row.x(at), bottom)), MARK, 0.8) for at in begin]
    if row.start < sheet.length <= row.end:
        parts.append(Line(((row.x(sheet.length), top), (row.x(sheet.length), bottom)), INK, 1.5))
    return parts


def _list(sheet: CueSheet, played: Played | None, top: float) -> list[Part]:
    """The chapters as a list: number, time, title, and what each measures."""
    columns = COLUMNS if len(sheet.marks) > FEW else 1
    lines = -(-len(sheet.marks) // columns)
    wide = (WIDTH - LEFT - RIGHT) / COLUMNS
    parts: list[Part] = []
    for index, mark in enumerate(sheet.marks):
        left, y = LEFT + index // lines * wide, top + index % lines * LISTED + 12
        parts += [
            Words(left + 18, y, str(index + 1), MARK, 13, "end", True),
            Words(left + 74, y, clock_text(whole_ms(mark.start)), FAINT, 13, "end"),
            Words(left + 86, y, mark.title, INK, 13, room=wide - 250),
            *_measured(mark, played, left + wide - 24, y),
        ]
    return parts


def _measured(mark: Mark, played: Played | None, right: float, y: float) -> list[Part]:
    if played is None:
        return []
    found = [one for one in played.report.segments if one.start == mark.start and one.title]
    text = "".join(f"{one.lufs:.1f} LUFS   LRA {one.range:.1f}" for one in found[:1]).translate(MINUS)
    return [Words(right, y, text, FAINT, 12, "end")] if text else []
