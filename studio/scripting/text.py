"""A script as plain text for paper, e-mail and old telephones."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from studio.khmer.digits import to_khmer
from studio.khmer.words import NEVER_AFTER, NEVER_BEFORE, segment
from studio.languages import Language
from studio.scripting.labels import COLON, PAUSE, SECONDS, label
from studio.scripting.timing import Pace, ReadingTime, line_times, reading_time
from studio.scripting.values import Draft, Line
from studio.units import Ms, clock_text

WIDTH = 72
"""Columns of a line, the margin of 8 not counted."""

_MARGIN = " " * 8


def plain_script(draft: Draft, pace: Pace, clips: Mapping[str, Ms] | None = None) -> str:
    """The script with the running time in the margin, cues set apart in >>> <<<, lines broken between words.

    clips: lengths of recordings by code. Ends with a line feed; holds no zero-width character.
    """
    total = reading_time(draft.lines, draft.language, pace, clips)
    out = [draft.title, f"{length_text(total, draft.language)}", ""]
    at = Ms(0)
    for line, time in zip(draft.lines, line_times(draft.lines, draft.language, pace, clips), strict=True):
        stamp = local_time(at, draft.language)
        for number, row in enumerate(wrapped(_shown(line, draft.language), WIDTH)):
            out.append(f"{stamp:<7} {row}" if number == 0 else f"{_MARGIN}{row}")
        out.append("")
        at = Ms(at + time.ms)
    return "\n".join(out)


def length_text(time: ReadingTime, language: Language) -> str:
    """The estimated length with its likely range: 1:32 (1:21–1:43)."""
    low, middle, high = (local_time(ms, language) for ms in (time.low, time.ms, time.high))
    return f"{middle} ({low}–{high})"


def local_time(ms: Ms, language: Language) -> str:
    """A duration as m:ss in the digits of a language."""
    return to_khmer(clock_text(ms)) if language is Language.KM else clock_text(ms)


def local_seconds(ms: Ms, language: Language) -> str:
    """Seconds to the tenth in the digits of a language."""
    text = f"{ms / 1000:.1f}".removesuffix(".0")
    return to_khmer(text) if language is Language.KM else text


def _shown(line: Line, language: Language) -> str:
    if line.kind == "cue":
        return f">>> {line.text} <<<"
    if line.kind == "pause":
        return f">>> {PAUSE[language]} {local_seconds(line.ms or Ms(0), language)} {SECONDS[language]} <<<"
    who = label(line.speaker, language)
    colon = COLON[language]
    return f"> {who} ({line.clip}){colon} {line.text}" if line.kind == "clip" else f"{who}{colon} {line.text}"


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in rows of at most `width` columns, broken at spaces and between Khmer words."""
    row, used = "", 0
    for chunk in _chunks(text):
        size = columns(chunk)
        if row and used + size > width and not chunk.isspace():
            yield row.rstrip()
            row, used = "", 0
        if row or not chunk.isspace():
            row, used = row + chunk, used + size
    if row:
        yield row.rstrip()


def _chunks(text: str) -> Iterator[str]:
    """Pieces of a text between which a row may end."""
    chunk = ""
    for token in segment(text):
        joins = not chunk or token[0] in NEVER_BEFORE or chunk[-1] in NEVER_AFTER or not _free(chunk[-1], token[0])
        if joins:
            chunk += token
        else:
            yield chunk
            chunk = token
    if chunk:
        yield chunk


def _free(before: str, after: str) -> bool:
    khmer = "\u1780" <= before <= "\u17e9" or "\u1780" <= after <= "\u17e9"
    return khmer or before.isspace() or after.isspace()


def columns(text: str) -> int:
    """How many columns a text takes: marks above, below and around a letter take none of their own."""
    return sum(unicodedata.category(character) not in ("Mn", "Cf") for character in text)
