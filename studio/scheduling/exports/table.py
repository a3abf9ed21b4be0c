"""A rundown as a plain table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from studio.khmer.width import fitted, width
from studio.languages import Language
from studio.scheduling.exports.words import HEADINGS, KINDS, TOTALS
from studio.scheduling.timing.times import over, wall
from studio.scheduling.values import Clock, Entry, Rundown
from studio.units import Ms, clock_text


def rundown_table(rundown: Rundown, clock: Clock, language: Language = Language.KM, columns: int = 100) -> str:
    """The rundown as a plain table: wall time, planned and recorded length, over or under, what is heard.

    columns: of the terminal; the title is cut to fit, never less than 20.
    """
    heads = HEADINGS[language]
    rows = [_row(rundown, entry, language) for entry in rundown.entries]
    widths = [max(width(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    widths[-1] = max(20, min(widths[-1], columns - sum(widths[:-1]) - 2 * (len(heads) - 1)))
    rule = "  ".join("─" * one for one in widths)
    lines = [_line(heads, widths), rule, *(_line(row, widths) for row in rows), rule]
    off = over(rundown, clock)
    word = TOTALS[language]["over" if off > 0 else "under" if off < 0 else "exact"]
    out = wall(rundown, clock.hard_out).strftime("%H:%M:%S")
    total = f"{TOTALS[language]['out']} {out}  {word}"
    lines.append(f"{total} {clock_text(Ms(abs(off)), millis=True)}" if off else total)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(rundown: Rundown, entry: Entry, language: Language) -> list[str]:
    title = entry.title_km if language is Language.KM else entry.title_en
    marks = ("* " if entry.locked else "") + ("~ " if entry.floated else "")
    short = f" ({TOTALS[language]['short']})" if entry.version == "short" else ""
    return [
        str(entry.index + 1),
        wall(rundown, entry.start).strftime("%H:%M:%S"),
        clock_text(entry.planned, millis=True),
        "" if entry.actual is None else clock_text(entry.actual, millis=True),
        f"{'+' if entry.over > 0 else ''}{clock_text(entry.over, millis=True)}" if entry.over else "",
        KINDS[language].get(entry.kind, entry.kind),
        f"{marks}{title or entry.title_en or entry.title_km or entry.key}{short}",
    ]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(row, widths, strict=True)
    return "  ".join(fitted(text, columns, right=0 < i < 5) for i, (text, columns) in enumerate(pairs))
