"""A season in a terminal: a row a station, a mark an airtime; who was heard as bars. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from studio.khmer.width import fitted, width
from studio.languages import Language, translator
from studio.scheduling.pictures.board import STATE_WORDS, Board, Share, Shares, State, of_week, off_by, weeks
from studio.scheduling.pictures.equity import last_heard
from studio.scheduling.pictures.season import period

MARKS: dict[State, str] = {
    State.EMPTY: "·",
    State.PLANNED: "○",
    State.WRITTEN: "◔",
    State.RECORDED: "◑",
    State.BUILT: "◕",
    State.PUBLISHED: "●",
    State.AIRED: "✓",
    State.LOST: "!",
    State.OFF: "×",
}
BLOCKS = " ▏▎▍▌▋▊▉█"
NAME, LEAST, FIGURE, LAST = 22, 3, 17, 16
"""Columns of a name, a week, a figure, and of when somebody was heard last."""
BAR, SHORT_BAR, ROOMY = 24, 14, 96
"""Columns of a bar, and of one in a terminal that is not ROOMY."""


def season_text(board: Board, language: Language, columns: int = 100) -> str:
    """A season in so many columns, a line feed at the end; marks are explained below it."""
    lines = [f"{board.names.said(language)}  {period(board)}", ""]
    lines += _calendar(board, language, columns)
    lines += ["", *_legend(board, language, columns), *_off(board)]
    for shares in board.equity:
        lines += ["", shares.names.said(language), *_bars(shares, language, columns)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _calendar(board: Board, language: Language, columns: int) -> Iterator[str]:
    every = weeks(board)
    most = max((len(of_week(board, slug, monday)) for slug, _ in board.stations for monday in every), default=0)
    cell = max(LEAST, most) + 1
    per_band = max((columns - NAME) // cell, 1)
    for at in range(0, len(every), per_band):
        band = every[at : at + per_band]
        if at:
            yield ""
        yield fitted("", NAME) + "".join(_month(monday, band, cell) for monday in band)
        yield fitted("", NAME) + "".join(fitted(f"{monday:%d}", cell) for monday in band)
        for slug, names in board.stations:
            cells = ("".join(MARKS[one.state] for one in of_week(board, slug, monday)) for monday in band)
            yield fitted(names.said(language), NAME - 1) + " " + "".join(fitted(marks, cell) for marks in cells)


def _month(monday: date, band: tuple[date, ...], cell: int) -> str:
    number = band.index(monday)
    new = not number or monday.month != band[number - 1].month
    return fitted(f"{monday:%m}", cell) if new else " " * cell


def _legend(board: Board, language: Language, columns: int) -> list[str]:
    counts = [(state, sum(one.state is state for one in board.showings)) for state in State]
    lines = [""]
    for state, count in counts:
        told = f"{MARKS[state]} {translator(language)(STATE_WORDS[state])} {count}"
        if count and lines[-1] and width(lines[-1]) + 3 + width(told) > columns:
            lines.append("")
        if count:
            lines[-1] += f"   {told}" if lines[-1] else told
    return lines


def _off(board: Board) -> list[str]:
    """What does not end when it should."""
    return [f"{one.slug}  {off_by(one.over)}" for one in board.showings if off_by(one.over)]


def _bars(shares: Shares, language: Language, columns: int) -> list[str]:
    longest = max((width(one.names.said(language)) for one in shares.shares), default=0)
    bar = BAR if columns >= ROOMY else SHORT_BAR
    name = max(min(longest, columns - bar - FIGURE - LAST - 4), NAME - 1)
    return [_bar(shares, one, language, name, bar) for one in shares.shares]


def _bar(shares: Shares, one: Share, language: Language, room: int, bar: int) -> str:
    most = shares.longest
    eighths = round(min(one.heard / most, 1.0) * bar * 8)
    drawn = "█" * (eighths // 8) + (BLOCKS[eighths % 8] if eighths % 8 else "")
    drawn = fitted(drawn, bar)
    if one.target is not None:
        at = min(round(one.target / most * bar), bar - 1)
        drawn = drawn[:at] + "│" + drawn[at + 1 :]
    mark = "! " if one.late else "  "
    name = one.names.said(language)
    if not name:
        return ""
    return f"{fitted(name, room)} {drawn} {shares.told(one):<{FIGURE}}{mark}{last_heard(one, language)}"
