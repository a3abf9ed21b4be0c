"""A season as a picture: its calendar, what the colours mean, and who was heard. Pure."""

from __future__ import annotations

from dataclasses import replace

from studio.drawing.scene import Area, Box, Line, Part, Scene, Words
from studio.languages import Language, translator
from studio.scheduling.pictures.board import STATE_WORDS, Board, State
from studio.scheduling.pictures.calendar import FAINT, INK, PAPER, WIDE, calendar, legend
from studio.scheduling.pictures.equity import equity

WIDTH, PHONE, EDGE, HEAD, BETWEEN = 1600, 390, 32.0, 86.0, 26.0
"""Pixels: of a picture for a large screen or a wall, and of one for a telephone."""


def season_scene(board: Board, width: int = WIDTH) -> Scene:
    """A season drawn, the same on every machine. width: in pixels, from PHONE on."""
    edge = EDGE if width >= WIDE else EDGE / 2
    inner = width - 2 * edge
    wide = inner >= WIDE
    parts, top = calendar(board, HEAD if wide else HEAD + 22, inner)
    for draw in (legend, equity):
        drawn, top = draw(board, top + BETWEEN, inner)
        parts += drawn
    height = round(top + edge)
    head: list[Part] = [
        Words(0, 34, board.names.km or board.names.en, INK, 22, bold=True),
        Words(0, 58, board.names.en if board.names.km else "", FAINT, 14),
        Words(inner, 34, period(board), INK, 18, "end") if wide else Words(0, 80, period(board), INK, 14),
    ]
    moved = tuple(_shifted(part, edge) for part in [*head, *parts])
    ground = Box(0, 0, width, height, PAPER)
    return Scene(width, height, f"{board.names.said(Language.KM)} {period(board)}", describes(board), (ground, *moved))


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
