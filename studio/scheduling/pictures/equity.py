"""Who was heard, and for how long, as parts of a scene: bars against their targets. Pure."""

from __future__ import annotations

from studio.drawing.scene import Box, Line, Part, Words
from studio.languages import N_, Language, translator
from studio.scheduling.pictures.board import Board, Share, Shares
from studio.scheduling.pictures.calendar import FAINT, INK, LATE, RULE

COLUMNS, ROW, HEAD, BETWEEN = 2, 24.0, 50.0, 28.0
NAME, VALUE = 190.0, 150.0
BAR, SHORT = "#2f6db3", "#b0611a"
MOST = 30
"""Shares that are drawn of one sort; how many more there are is said."""
WEEKS = N_("{count} weeks ago")
NEVER = N_("not heard yet")
MORE = N_("and {count} more")


def equity(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """The bars of every sort from a height on, in columns, and where they end."""
    parts: list[Part] = []
    own = (width - BETWEEN * (COLUMNS - 1)) / COLUMNS
    tops = [top] * COLUMNS
    for shares in board.equity:
        place = tops.index(min(tops))
        drawn, tops[place] = _sort(shares, place * (own + BETWEEN), tops[place], own)
        parts += drawn
        tops[place] += BETWEEN
    return parts, max(tops)


def last_heard(share: Share, language: Language) -> str:
    """When somebody was heard last, in words; empty where nobody asks."""
    if share.weeks is None:
        return translator(language)(NEVER) if share.late else ""
    return translator(language)(WEEKS).format(count=share.weeks)


def _sort(shares: Shares, x: float, top: float, width: float) -> tuple[list[Part], float]:
    parts: list[Part] = [
        Words(x, top + 16, shares.names.km, INK, 15, bold=True),
        Words(x, top + 34, shares.names.en, FAINT, 12),
        Line(((x, top + 42), (x + width, top + 42)), RULE),
    ]
    drawn = shares.shares[:MOST]
    most = max((max(one.heard, one.target or 0) for one in drawn), default=0) or 1
    room = width - NAME - VALUE
    y = top + HEAD
    for one in drawn:
        parts += _bar(one, x, y, room, most)
        y += ROW
    if len(shares.shares) > MOST:
        left = len(shares.shares) - MOST
        told = " · ".join(translator(language)(MORE).format(count=left) for language in Language)
        parts.append(Words(x, y + 15, told, FAINT, 12))
        y += ROW
    return parts, y


def _bar(one: Share, x: float, y: float, room: float, most: int) -> list[Part]:
    start = x + NAME
    colour = SHORT if one.target is not None and one.heard < one.target else BAR
    note = f"{one.names.said(Language.KM)} · {one.names.said(Language.EN)} · {one.told}"
    parts: list[Part] = [
        Words(x, y + 15, one.names.said(Language.KM), INK, 12, room=NAME - 10),
        Box(start, y + 4, room, ROW - 9, RULE, 0.5, note=note),
        Box(start, y + 4, room * one.heard / most, ROW - 9, colour),
        Words(start + room + 8, y + 15, one.told, INK, 12),
    ]
    if one.target is not None:
        at = start + room * one.target / most
        parts.append(Line(((at, y + 1), (at, y + ROW - 2)), INK, 2))
    told = last_heard(one, Language.KM)
    if told:
        parts.append(Words(x + NAME + room + VALUE, y + 15, told, LATE if one.late else FAINT, 11, "end"))
    return parts
