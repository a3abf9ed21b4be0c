"""A season as a picture: its calendar, what the colours mean, and who was heard. Pure."""

from __future__ import annotations

from dataclasses import replace

from studio.drawing.scene import Area, Box, Line, Part, Scene, Words
from studio.languages import Language, translator
from studio.scheduling.pictures.board import STATE_WORDS, Board, State
from studio.scheduling.pictures.calendar import FAINT, INK, PAPER, calendar, legend
from studio.scheduling.pictures.equity import equity

WIDTH, EDGE, HEAD, BETWEEN = 1600, 32.0, 86.0, 26.0


def season_scene(board: Board) -> Scene:
    """A season drawn, the same on every machine."""
    inner = WIDTH - 2 * EDGE
    parts, top = calendar(board, HEAD, inner)
    for draw in (legend, equity):
        drawn, top = draw(board, top + BETWEEN, inner)
        parts += drawn
    height = round(top + EDGE)
    head: list[Part] = [
        Words(0, 34, board.names.km or board.names.en, INK, 22, bold=True),
        Words(0, 58, board.names.en if board.names.km else "", FAINT, 14),
        Words(inner, 34, period(board), INK, 18, "end"),
    ]
    moved = tuple(_shifted(part, EDGE) for part in [*head, *parts])
    ground = Box(0, 0, WIDTH, height, PAPER)
    return Scene(WIDTH, height, f"{board.names.said(Language.KM)} {period(board)}", describes(board), (ground, *moved))


def period(board: Board) -> str:
    """From the first to the last day."""
    days = sorted(one.starts_at.date() for one in board.showings)
    return f"{days[0].isoformat()} – {days[-1].isoformat()}" if days else ""


def describes(board: Board) -> str:
    """The picture in words for those who do not see it, in Khmer and in English."""
    told = []
    for language in Language:
        translate = translator(language)
        counts = [(state, sum(one.state is state for one in board.showings)) for state in State]
        told.append(", ".join(f"{translate(STATE_WORDS[state])} {count}" for state, count in counts if count))
    return " — ".join(filter(None, told))


def _shifted(part: Part, by: float) -> Part:
    if isinstance(part, Area | Line):
        return replace(part, points=tuple((x + by, y) for x, y in part.points))
    return replace(part, x=part.x + by)
