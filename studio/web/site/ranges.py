"""The Range header: which bytes of a file are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=[ \t]*(?:([0-9]+)-([0-9]*)|-([0-9]+))[ \t]*", re.IGNORECASE)
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from start up to, not including, stop; 0 ≤ start < stop ≤ size."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Whole:
    """All of the file: no range was asked for, or one that a server leaves aside."""


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A range that begins behind the last byte."""


def span_of(header: str, size: int) -> Span | Whole | OutOfReach:
    """What a Range header asks of a file of that many bytes; several ranges at once, or nonsense, ask for the whole.

    Source: RFC 9110, 14.1.2 and 14.2.
    """
    asked = _ONE.fullmatch(header)
    if asked is None:
        return Whole()
    first, last, suffix = asked.groups()
    if suffix is not None:
        length = _number(suffix)
        if length == 0:
            return OutOfReach()
        return Span(max(0, size - length), size) if size else Whole()
    start = _number(first)
    stop = _number(last) + 1 if last else size
    if stop <= start and last:
        return Whole()
    return Span(start, min(stop, size)) if start < size else OutOfReach()


def _number(digits: str) -> int:
    """The number, or one larger than any file."""
    significant = digits.lstrip("0")
    return int(significant or "0") if len(significant) <= _DIGITS else 10**_DIGITS
