"""The files of the search as views make them from the index: of a month, of a year, and where a search begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain

from studio.publishing.archive.shelf import Shelf
from studio.publishing.search import shards
from studio.publishing.search.documents import Document, from_bytes
from studio.publishing.search.terms import BUCKETS

File = tuple[str, Callable[[], bytes]]
"""A path, and what makes its bytes."""


def of_month(shelf: Shelf, month: str) -> Iterator[File]:
    """What was published in a month."""
    if shelf.month(month):
        yield shards.month_path(month), lambda: shards.month_file(_documents(shelf, month))


def of_year(shelf: Shelf, year: str) -> Iterator[File]:
    """The terms of a year."""
    months = tuple(one.name for one in shelf.periods("months") if one.name.startswith(f"{year}-"))
    if not months:
        return

    @cache
    def made() -> dict[int, bytes]:
        return dict(shards.bucket_files({month: _documents(shelf, month) for month in months}))

    for number in range(BUCKETS):
        yield shards.bucket_path(year, number), partial(lambda one: made().get(one, b"{}"), number)


def beginning(shelf: Shelf) -> Iterator[File]:
    """The years that there are."""
    years = sorted({one.name[:4] for one in shelf.periods("months")})
    yield shards.INDEX, lambda: shards.index_file(years)


def _documents(shelf: Shelf, month: str) -> tuple[Document, ...]:
    return tuple(chain.from_iterable(from_bytes(body) for body in shelf.found(month)))
