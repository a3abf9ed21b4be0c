"""The rules of Podlove Simple Chapters, which stand inside an entry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from studio.publishing.rules.kinds import bad, formed, needs
from studio.publishing.rules.values import MUST, SHOULD, Element, Feed, Finding, Rule

START = "00:01:30.000"
_TIME = re.compile(r"(?:(?:(\d{1,3}):)?([0-5]?\d):)?([0-5]?\d)(?:\.(\d{1,3}))?")
_SOURCE = "Podlove Simple Chapters 1.2, {}"


def seconds(text: str) -> float | None:
    """A moment of a normal play time, in seconds; None where it is none. Source: RFC 2326, 3.6."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hours, minutes, rest, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(rest) + float(f"0.{part or 0}")


def _starts(feed: Feed) -> Iterator[tuple[Element, Element, float]]:
    """Every chapter that has a start, with its entry."""
    for chapter in feed.at("psc:chapters/psc:chapter"):
        entry = chapter.parent.parent if chapter.parent is not None else None
        start = seconds(chapter.value("start"))
        if entry is not None and start is not None:
            yield entry, chapter, start


def _in_order(feed: Feed) -> Iterator[Finding]:
    last: dict[int, float] = {}
    for entry, chapter, start in _starts(feed):
        if start < last.get(id(entry), 0.0):
            yield bad(chapter, chapter.value("start"), f">= {last[id(entry)]:g} s")
        last[id(entry)] = max(start, last.get(id(entry), 0.0))


def _inside(feed: Feed) -> Iterator[Finding]:
    for entry, chapter, start in _starts(feed):
        for length in entry.below("itunes:duration"):
            whole = float(length.text) if length.text.isdecimal() else seconds(length.text)
            if whole is not None and start >= whole + 1:
                yield bad(chapter, chapter.value("start"), f"< {whole:g} s")


RULES: tuple[Rule, ...] = (
    Rule("psc.start", MUST, _SOURCE.format("start"), needs("psc:chapters/psc:chapter", "start", f'start="{START}"')),
    Rule("psc.title", MUST, _SOURCE.format("title"), needs("psc:chapters/psc:chapter", "title", 'title="…"')),
    Rule(
        "psc.start-form",
        MUST,
        _SOURCE.format("start; RFC 2326, 3.6"),
        formed("psc:chapters/psc:chapter", lambda text: seconds(text) is not None, START, "start"),
    ),
    Rule("psc.start-order", SHOULD, _SOURCE.format("start"), _in_order),
    Rule("psc.start-inside", SHOULD, _SOURCE.format("start"), _inside),
)
"""In the order of the specification."""
