"""The calendar of a season as parts of a scene: a row a station, a column a week, coloured by readiness. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from studio.drawing.scene import Box, Line, Part, Words
from studio.khmer.digits import to_khmer
from studio.languages import N_, Language, translator
from studio.scheduling.pictures.board import STATE_WORDS, Board, Names, Showing, State, of_week, off_by, weeks

INK, FAINT, RULE, PAPER, LATE = "#1b2733", "#66727d", "#dde3e8", "#ffffff", "#b3261e"
COLOURS: dict[State, tuple[str, str]] = {
    State.EMPTY: ("#f6f7f8", "#aab4bd"),
    State.PLANNED: ("#f3ecd8", "#b08a2e"),
    State.WRITTEN: ("#f9e3cf", "#b0611a"),
    State.RECORDED: ("#ece3f4", "#7c6bb0"),
    State.BUILT: ("#dce8f6", "#2f6db3"),
    State.PUBLISHED: ("#d9efe9", "#0f766e"),
    State.AIRED: ("#dbeedd", "#2e7d32"),
    State.LOST: ("#f8dcda", LATE),
    State.OFF: ("#eceff1", "#8a949d"),
}
"""Ground and edge of an airtime; the lightness of the edges falls with what is still to be done."""
LEFT, CELL, GAP, HEAD, BETWEEN = 168.0, 40.0, 4.0, 34.0, 18.0
MOST_WEEKS, LEAST_CELL, WIDE = 13, 96.0, 900.0
"""Weeks in one band: a quarter, or as many as have room; below WIDE, stations stand above their rows."""
ABOVE, SWATCH, MOST_SWATCHES = 24.0, 200.0, 5
SEGMENTS = N_("{count} segments")
FARTHEST = 60_000.0
"""Milliseconds over or under that fill half of an airtime's bar."""


def bands(board: Board, most: int = MOST_WEEKS) -> list[tuple[date, ...]]:
    """The weeks of a season by band, as even as can be. most: weeks in one band."""
    found = weeks(board)
    count = -(-len(found) // most) or 1
    size = -(-len(found) // count)
    return [found[at : at + size] for at in range(0, len(found), size)] if found else []


def calendar(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """The calendar from a height on, and where it ends."""
    parts: list[Part] = []
    left = LEFT if width >= WIDE else 0.0
    every = bands(board, min(MOST_WEEKS, max(int((width - left) // LEAST_CELL), 1)))
    for band in every:
        drawn, top = _band(board, band, top, left, width, (width - left) / len(every[0]))
        parts += drawn
        top += BETWEEN
    return parts, top


def legend(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """What the colours mean, in both languages, and how many airtimes have each; where it ends."""
    states = [state for state in State if any(one.state is state for one in board.showings)]
    per_row, parts = max(min(int(width // SWATCH), MOST_SWATCHES), 1), list[Part]()
    for number, state in enumerate(states):
        x, y = width / per_row * (number % per_row), top + 40 * (number // per_row)
        ground, edge = COLOURS[state]
        count = sum(one.state is state for one in board.showings)
        parts += [
            Box(x, y, 5, 30, edge),
            Box(x + 5, y, 21, 30, ground),
            Words(x + 34, y + 12, f"{translator(Language.KM)(STATE_WORDS[state])} · {count}", INK, 13),
            Words(x + 34, y + 28, translator(Language.EN)(STATE_WORDS[state]), FAINT, 11),
        ]
    return parts, top + 40 * -(-len(states) // per_row)


def note_of(showing: Showing, names: Names) -> str:
    """An airtime in words, for who points at it or does not see it."""
    told = [showing.slug, names.said(Language.KM), f"{showing.starts_at:%Y-%m-%d %H:%M}"]
    told += [translator(language)(STATE_WORDS[showing.state]) for language in Language]
    return " · ".join([*told, *filter(None, [off_by(showing.over)])])


def _band(
    board: Board, band: Sequence[date], top: float, left: float, width: float, column: float
) -> tuple[list[Part], float]:
    parts: list[Part] = []
    for number, monday in enumerate(band):
        x = left + number * column
        parts += [
            Words(x + 4, top + 14, f"{monday:%d.%m.}", INK, 12, bold=True),
            Words(x + column - 6, top + 14, f"{monday.isocalendar().week}", FAINT, 11, "end"),
        ]
    top += HEAD - 12
    for station, names in board.stations:
        most = max((len(of_week(board, station, monday)) for monday in band), default=0)
        height = max(most, 1) * (CELL + GAP) + GAP
        parts.append(Line(((0, top), (width, top)), RULE))
        parts += _station(names, top, left, width)
        top += 0 if left else ABOVE
        for number, monday in enumerate(band):
            for place, one in enumerate(of_week(board, station, monday)):
                x, y = left + number * column, top + GAP + place * (CELL + GAP)
                parts += _cell(one, names, x, y, column - GAP)
        top += height
    parts.append(Line(((0, top), (width, top)), RULE))
    return parts, top


def _station(names: Names, top: float, left: float, width: float) -> list[Part]:
    """Its names, Khmer first: left of its row, or on a line of their own above it."""
    first, second = names.km or names.en, names.en if names.km else ""
    if left:
        return [
            Words(0, top + 20, first, INK, 14, bold=True, room=left - 12),
            Words(0, top + 37, second, FAINT, 11, room=left - 12),
        ]
    half = width / 2
    return [
        Words(0, top + 19, first, INK, 14, bold=True, room=half if second else width),
        *([Words(width, top + 19, second, FAINT, 11, "end")] if second else []),
    ]


def _cell(one: Showing, names: Names, x: float, y: float, width: float) -> list[Part]:
    ground, edge = COLOURS[one.state]
    parts: list[Part] = [
        Box(x, y, width, CELL, ground, radius=3, note=note_of(one, names)),
        Box(x, y, 5, CELL, edge, radius=2),
        Words(x + 11, y + 16, f"{one.starts_at:%d.%m. %H:%M}", INK, 11, room=width - 12),
    ]
    if one.state is State.OFF:
        return [*parts, Line(((x + 8, y + CELL - 6), (x + width - 4, y + 6)), edge)]
    told = off_by(one.over)
    parts.append(Words(x + 11, y + 32, told or segments(one, width), LATE if told else FAINT, 11))
    return parts + _leaning(one, x + width / 2 + 14, y + 24, width / 2 - 22)


def segments(one: Showing, width: float) -> str:
    """How many segments an airtime holds that ends when it should, in both languages where there is room."""
    if not one.segments:
        return "–"
    km, en = (translator(language)(SEGMENTS).format(count=one.segments) for language in Language)
    return f"✓ {to_khmer(km)} · {en}" if width > LEAST_CELL + 24 else f"✓ {to_khmer(km)}"


def _leaning(one: Showing, middle: float, y: float, room: float) -> list[Part]:
    """Over to the right of a middle line, under to the left."""
    if not off_by(one.over):
        return []
    length = min(abs(one.over) / FARTHEST, 1.0) * room
    left = middle if one.over > 0 else middle - length
    return [Box(left, y, length, 7, LATE, 0.75), Line(((middle, y - 2), (middle, y + 9)), FAINT)]
