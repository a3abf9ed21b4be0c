"""Who was heard, and for how long, as parts of a scene: bars against their targets. Pure."""

from __future__ import annotations

from studio.drawing.scene import Box, Line, Part, Words
from studio.khmer.digits import to_khmer
from studio.khmer.width import fitted
from studio.languages import N_, Language, translator
from studio.scheduling.pictures.board import Board, Share, Shares
from studio.scheduling.pictures.calendar import FAINT, INK, LATE, RULE, WIDE

ROW, BELOW, HEAD, BETWEEN = 24.0, 13.0, 50.0, 28.0
"""A row with its name in one language, what another one adds, the heading of a sort, and what is left free."""
NAME, VALUE, STACKED = 250.0, 124.0, 22.0
"""Room for a name and for a figure; what a row adds where the name stands above its bar."""
KHMER, LATIN = 6.6, 6.2
"""Pixels that a column of a name takes at its size, on the safe side."""
BAR, SHORT = "#2f6db3", "#b0611a"
MOST = 30
"""Shares that are drawn of one sort; how many more there are is said."""
WEEKS = N_("{count} weeks ago")
NEVER = N_("not heard yet")
MORE = N_("and {count} more")


def equity(board: Board, top: float, width: float) -> tuple[list[Part], float]:
    """The bars of every sort from a height on, in columns, and where they end."""
    parts: list[Part] = []
    columns = 2 if width >= WIDE else 1
    own = (width - BETWEEN * (columns - 1)) / columns
    tops = [top] * columns
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
    told = translator(language)(WEEKS).format(count=share.weeks)
    return to_khmer(told) if language is Language.KM else told


def _sort(shares: Shares, x: float, top: float, width: float) -> tuple[list[Part], float]:
    parts: list[Part] = [
        Words(x, top + 16, shares.names.km, INK, 15, bold=True),
        Words(x, top + 34, shares.names.en, FAINT, 12),
        Line(((x, top + 42), (x + width, top + 42)), RULE),
    ]
    y = top + HEAD
    for one in shares.shares[:MOST]:
        drawn, y = _share(shares, one, x, y, width)
        parts += drawn
    if len(shares.shares) > MOST:
        left = len(shares.shares) - MOST
        told = " · ".join(translator(language)(MORE).format(count=left) for language in Language)
        parts.append(Words(x, y + 15, told, FAINT, 12))
        y += ROW
    return parts, y


def _share(shares: Shares, one: Share, x: float, y: float, width: float) -> tuple[list[Part], float]:
    """A share: its name in both languages, then its bar, its figure and when it was heard last: beside it, or below
    it where the picture is narrow."""
    wide = width >= WIDE / 2
    name = NAME if wide else width
    first, second = one.names.said(Language.KM), one.names.en if one.names.km else ""
    parts: list[Part] = [Words(x, y + 15, _cut(first, name - 10, KHMER), INK, 12, room=name - 10)]
    if second:
        parts.append(Words(x, y + 28, _cut(second, name - 10, LATIN), FAINT, 10, room=name - 10))
    below = BELOW if second else 0.0
    if not wide:
        y, below = y + STACKED + below - 4, 4.0
    start, room = (x + NAME, width - NAME - VALUE) if wide else (x, width - VALUE)
    parts += [*_bar(shares, one, start, y, room), Words(start + room + 8, y + 15, shares.told(one), INK, 12)]
    told = [last_heard(one, language) for language in Language if wide or language is Language.KM]
    if any(told):
        at, below = (y + 28, BELOW) if wide else (y + 15, below)
        parts.append(Words(x + width, at, " · ".join(told), LATE if one.late else FAINT, 10, "end"))
    return parts, y + ROW + below


def _bar(shares: Shares, one: Share, start: float, y: float, room: float) -> list[Part]:
    colour = SHORT if one.target is not None and one.heard < one.target else BAR
    note = f"{one.names.said(Language.KM)} · {one.names.said(Language.EN)} · {shares.told(one)}"
    parts: list[Part] = [
        Box(start, y + 4, room, ROW - 9, RULE, 0.5, note=note),
        Box(start, y + 4, room * min(one.heard / shares.longest, 1.0), ROW - 9, colour),
    ]
    if one.target is not None:
        at = start + room * min(one.target / shares.longest, 1.0)
        parts.append(Line(((at, y + 1), (at, y + ROW - 2)), INK, 2))
    return parts


def _cut(name: str, room: float, column: float) -> str:
    """A name that is too long for its room, cut between letters with an ellipsis."""
    return fitted(name, int(room / column)).rstrip()
