"""Shards: the files that the browser reads, the terms of a year spread over BUCKETS, what is found by month. Pure.

A year has files of its own, so that a new programme touches those of its year alone, and a search begins with the
newest. A document is a number: its month in the year times PER_MONTH, and its place in the file of that month.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from studio.publishing.search.documents import Document
from studio.publishing.search.terms import BUCKETS, bucket

INDEX = "search/index.json"
PER_MONTH = 10_000


def month_path(month: str) -> str:
    """The documents of a month ("2012-05")."""
    return f"search/{month[:4]}/{month}.json"


def bucket_path(year: str, number: int) -> str:
    """One of the files with the terms of a year."""
    return f"search/{year}/{number}.json"


def index_file(years: Sequence[str]) -> bytes:
    """Where a search begins: the years that there are, the newest first, and how terms are spread."""
    return _json({"years": sorted(years, reverse=True), "buckets": BUCKETS, "month": PER_MONTH})


def month_file(found: Iterable[Document]) -> bytes:
    """The documents of a month, in order: episode, story, titles in Khmer and English, day, start in seconds."""
    return _json([[one.episode, one.story, one.title.km, one.title.en, one.day, one.start // 1000] for one in found])


def bucket_files(months: Mapping[str, Sequence[Document]]) -> Iterator[tuple[int, bytes]]:
    """Every file with terms of a year that has any: for each term, document and weight in turn, newest first.

    months: the documents of each month of that year, in the order of the file of that month.
    """
    spread: dict[int, dict[str, list[int]]] = {}
    for month in sorted(months, reverse=True):
        first = int(month[5:7]) * PER_MONTH
        for place, one in enumerate(months[month]):
            for term, weight in one.weights.items():
                spread.setdefault(bucket(term), {}).setdefault(term, []).extend((first + place, weight))
    for number in sorted(spread):
        yield number, _json(dict(sorted(spread[number].items())))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
