"""What was heard: an airing's part of its airtime, and how long each entry of it was on the air."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlmodel import Session

from studio.pipeline.editions import newest_airings
from studio.records.episodes import Airing
from studio.records.kinds import AiringOutcome
from studio.scheduling.values import Entry
from studio.units import Ms

Span = tuple[Ms, Ms]
"""From and to, as offsets into an airtime."""


def heard_span(outcome: AiringOutcome, length: Ms, start: int | None, end: int | None) -> Span | None:
    """What was heard of an airtime of some length: all of it, a part, nothing; None where nobody knows."""
    if outcome is AiringOutcome.UNKNOWN:
        return None
    if outcome is AiringOutcome.REFUSED:
        return Ms(0), Ms(0)
    return Ms(start or 0), length if end is None else Ms(end)


def heard_ms(airing: Airing) -> Ms | None:
    """How much of an airtime was heard, in ms; None where nobody knows."""
    span = heard_span(airing.outcome, Ms(airing.length_ms), airing.from_ms, airing.to_ms)
    return None if span is None else Ms(span[1] - span[0])


def entries_heard(entries: Iterable[Entry], span: Span | None) -> list[dict[str, Any]]:
    """The entries of a rundown as they are frozen: where each stood, and how long it was heard; None: nobody knows."""
    return [
        {
            "key": one.key,
            "position": one.position,
            "start_ms": one.start,
            "planned_ms": one.heard,
            "aired_ms": None if span is None else overlap((one.start, one.end), span),
        }
        for one in entries
        if not one.floated
    ]


def overlap(one: Span, other: Span) -> Ms:
    """How long two spans are at once, in ms."""
    return Ms(max(min(one[1], other[1]) - max(one[0], other[0]), 0))


def unheard(session: Session) -> set[tuple[int, str]]:
    """Segments that were planned in an edition and not heard in it: the edition's number in the database, the key."""
    return {
        (episode, one["key"])
        for episode, airing in newest_airings(session).items()
        for one in airing.entries
        if one["aired_ms"] == 0
    }
