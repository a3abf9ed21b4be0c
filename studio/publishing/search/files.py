"""The files of the search as views make them from the index: of a month, of a year, and where a search begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain
from typing import Protocol

from studio.publishing.cards import Period
from studio.publishing.search import shards
from studio.publishing.search.documents import Document, from_bytes
from studio.publishing.search.terms import BUCKETS

File = tuple[str, Callable[[], bytes]]
"""A path, and what makes its bytes."""


class Kept(Protocol):
    """What the index keeps for the search."""

    def periods(self, name: str) -> tuple[Period, ...]:
        """The months ("months") in which something was published."""

    def found(self, month: str) -> tuple[bytes, ...]:
        """What can be found in the episodes of a month, the newest first."""


def of_month(kept: Kept, month: str) -> Iterator[File]:
    """What was published in a month."""
    if kept.found(month):
        yield shards.month_path(month), lambda: shards.month_file(_documents(kept, month))


def of_year(kept: Kept, year: str) -> Iterator[File]:
    """The terms of a year."""
    months = tuple(one.name for one in kept.periods("months") if one.name.startswith(f"{year}-"))
    if not months:
        return

    @cache
    def made() -> dict[int, bytes]:
        return dict(shards.bucket_files({month: _documents(kept, month) for month in months}))

    for number in range(BUCKETS):
        yield shards.bucket_path(year, number), partial(lambda one: made().get(one, b"{}"), number)


def beginning(kept: Kept) -> Iterator[File]:
    """The years that there are."""
    years = sorted({one.name[:4] for one in kept.periods("months")})
    yield shards.INDEX, lambda: shards.index_file(years)


def _documents(kept: Kept, month: str) -> tuple[Document, ...]:
    return tuple(chain.from_iterable(from_bytes(body) for body in kept.found(month)))
