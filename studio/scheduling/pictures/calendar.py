"""The calendar of a season as parts of a scene: a row a station, a column a week, coloured by readiness. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from studio.drawing.scene import Box, Line, Part, Words
from studio.languages import Language, translator
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
MOST_WEEKS = 13
"""Weeks in one band: a quarter."""
FARTHEST = 60_000.0
"""Milliseconds over or under that fill half of an airtime's bar."""


def bands(board: Board) -> list[tuple[date, ...]]:
    """The weeks of a season by band, as even as can be."""
    found = weeks(board)
    count = -(-len(found) // MOST_WEEKS) or 1
    size = -(-len(found) // count)
    return [found[at : at + size] for at in range(0, len(found), size)] if found else []


def calendar(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """The calendar from a height on, and where it ends."""
    parts: list[Part] = []
    every = bands(board)
    for band in every:
        drawn, top = _band(board, band, top, (width - LEFT) / len(every[0]), width)
        parts += drawn
        top += BETWEEN
    return parts, top


def legend(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """What the colours mean, in both languages, and how many airtimes have each; where it ends."""
    states = [state for state in State if any(one.state is state for one in board.showings)]
    per_row, parts = 5, list[Part]()
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


def _band(board: Board, band: Sequence[date], top: float, column: float, width: float) -> tuple[list[Part], float]:
    parts: list[Part] = []
    for number, monday in enumerate(band):
        x = LEFT + number * column
        parts += [
            Words(x + 4, top + 14, f"{monday:%d.%m.}", INK, 12, bold=True),
            Words(x + column - 6, top + 14, f"{monday.isocalendar().week}", FAINT, 11, "end"),
        ]
    top += HEAD - 12
    for station, names in board.stations:
        most = max((len(of_week(board, station, monday)) for monday in band), default=0)
        height = max(most, 1) * (CELL + GAP) + GAP
        parts.append(Line(((0, top), (width, top)), RULE))
        parts += [
            Words(0, top + 20, names.km or names.en, INK, 14, bold=True, room=LEFT - 12),
            Words(0, top + 37, names.en if names.km else "", FAINT, 11, room=LEFT - 12),
        ]
        for number, monday in enumerate(band):
            for place, one in enumerate(of_week(board, station, monday)):
                x, y = LEFT + number * column, top + GAP + place * (CELL + GAP)
                parts += _cell(one, names, x, y, column - GAP)
        top += height
    parts.append(Line(((0, top), (width, top)), RULE))
    return parts, top


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
    parts.append(Words(x + 11, y + 31, told or ("✓" if one.segments else "–"), LATE if told else FAINT, 11))
    return parts + _leaning(one, x + width / 2 + 14, y + 24, width / 2 - 22)


def _leaning(one: Showing, middle: float, y: float, room: float) -> list[Part]:
    """Over to the right of a middle line, under to the left."""
    if not off_by(one.over):
        return []
    length = min(abs(one.over) / FARTHEST, 1.0) * room
    left = middle if one.over > 0 else middle - length
    return [Box(left, y, length, 7, LATE, 0.75), Line(((middle, y - 2), (middle, y + 9)), FAINT)]
