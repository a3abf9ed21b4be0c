"""One page of a long list."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list. number: from 1; pages: how many there are, at least 1; part: its places in the list."""

    number: int
    pages: int
    part: slice


def page_of(count: int, wanted: int, size: int) -> Page:
    """The page that was asked for of so many things; the nearest there is."""
    pages = max(-(-count // size), 1)
    number = min(max(wanted, 1), pages)
    return Page(number, pages, slice((number - 1) * size, number * size))
