"""A rundown as a plain table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from studio.khmer.width import fitted, width
from studio.languages import Language
from studio.scheduling.exports.figures import figure_columns, figures, totals
from studio.scheduling.exports.words import HEADINGS, KINDS, TOTALS
from studio.scheduling.values import Clock, Entry, Rundown


def rundown_table(rundown: Rundown, clock: Clock, language: Language = Language.KM, columns: int = 100) -> str:
    """The rundown as a plain table: wall time, planned, estimated, recorded and aired length, over or under with how
    far an estimate is likely to be off, what is heard; below it the same of show, sections and groups.

    columns: of the terminal; the title is cut to fit, never less than 20.
    """
    columns_shown = figure_columns(rundown)
    heads = [HEADINGS[language][name] for name in (*columns_shown, "kind", "title")]
    rows = [_row(rundown, entry, columns_shown, language) for entry in rundown.entries]
    widths = [max(width(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    widths[-1] = max(20, min(widths[-1], columns - sum(widths[:-1]) - 2 * (len(heads) - 1)))
    rule = "  ".join("─" * one for one in widths)
    lines = [_line(heads, widths), rule, *(_line(row, widths) for row in rows), rule, *totals(rundown, clock, language)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(rundown: Rundown, entry: Entry, names: Sequence[str], language: Language) -> list[str]:
    title = entry.title_km if language is Language.KM else entry.title_en
    marks = ("* " if entry.locked else "") + ("~ " if entry.floated else "")
    short = f" ({TOTALS[language]['short']})" if entry.version == "short" else ""
    known = figures(rundown, entry)
    return [
        *(known[name] for name in names),
        KINDS[language].get(entry.kind, entry.kind),
        f"{marks}{title or entry.title_en or entry.title_km or entry.key}{short}",
    ]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(row, widths, strict=True)
    return "  ".join(fitted(text, columns, right=0 < i < len(row) - 2) for i, (text, columns) in enumerate(pairs))
