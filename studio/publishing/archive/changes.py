"""What changed: which episodes came, changed or went, and every view that shows them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from studio.publishing.archive.rows import EPISODE, FACET, FEED, LISTING, scopes
from studio.publishing.archive.shelf import Shelf
from studio.publishing.podcasts import province_key
from studio.publishing.values import Notice, PublishedEpisode

SITE = "site"
"""The scope of what depends on no episode."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An episode that is to be published, not yet read.

    stamp: a text that is another one whenever the episode is another one; while it stays, the episode is not read.
    read: gives the episode; called again where it is needed twice.
    """

    slug: str
    stamp: str
    read: Callable[[], PublishedEpisode]


@dataclass(frozen=True, slots=True)
class Changes:
    """Slugs of the episodes to be read, and of those that went."""

    read: tuple[str, ...]
    gone: tuple[str, ...]


def changes(index: sqlite3.Connection, offered: Mapping[str, Offered]) -> Changes:
    """What is new, what may be another one than before, what is not offered any more."""
    stamps: dict[str, str] = dict(index.execute("SELECT slug, stamp FROM episode"))
    read = tuple(slug for slug, each in offered.items() if stamps.get(slug) != each.stamp)
    return Changes(read, tuple(slug for slug in stamps if slug not in offered))


def set_recipe(index: sqlite3.Connection, recipe: str) -> None:
    """Where everything is made in another way than before, nothing that was made counts any more."""
    if index.execute("SELECT digest FROM recipe").fetchone() == (recipe,):
        return
    index.execute("DELETE FROM recipe")
    index.execute("INSERT INTO recipe VALUES (?)", (recipe,))
    index.execute("UPDATE episode SET stamp = '', digest = ''")
    stale(index, (SITE, LISTING, f"{FEED}:", *all_scopes(index)))


def set_notes(index: sqlite3.Connection, notes: Iterable[Notice]) -> None:
    """Keep what is said of programmes that are there no more; the lists show it where it is another than before."""
    told = [(rank, json.dumps(asdict(one.text), ensure_ascii=False)) for rank, one in enumerate(notes)]
    if index.execute("SELECT rank, body FROM note ORDER BY rank").fetchall() == told:
        return
    index.execute("DELETE FROM note")
    index.executemany("INSERT INTO note VALUES (?, ?)", told)
    stale(index, (LISTING,))


def all_scopes(index: sqlite3.Connection) -> Iterator[str]:
    """Every scope that has a file."""
    yield from [owner for (owner,) in index.execute("SELECT DISTINCT owner FROM file WHERE NOT leaving")]


def stale(index: sqlite3.Connection, found: Iterable[str]) -> None:
    """Note what has to be made again."""
    index.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(scope,) for scope in found])


@contextmanager
def around(index: sqlite3.Connection, slugs: Iterable[str]) -> Iterator[None]:
    """Note every view that shows one of these episodes, before they change and after; the block changes them."""
    listed = tuple(slugs)
    before = {scope for slug in listed for scope in scopes(index, slug)}
    names = _names(index, before)
    yield
    after = {scope for slug in listed for scope in scopes(index, slug)}
    found = before | after
    stale(index, found)
    for facet, name in _names(index, found).items():
        if names.get(facet, name) != name:
            stale(index, _with_name(index, facet))
    for feed in {scope.split(":")[1] for scope in found if scope.startswith(f"{FEED}:")}:
        stale(index, _pages(index, feed))


def forget(index: sqlite3.Connection) -> None:
    """Everything is made."""
    index.execute("DELETE FROM stale")


def waiting(index: sqlite3.Connection) -> tuple[str, ...]:
    """What has to be made, episodes first, heads of feeds last and that of the show at the very end."""
    return tuple(sorted((scope for (scope,) in index.execute("SELECT scope FROM stale")), key=_order))


def _order(scope: str) -> tuple[int, int, str]:
    shows, _, which = scope.partition(":")
    if shows == FEED:
        key, _, month = which.partition(":")
        return (3 if month else 4 if key else 5), 0, scope
    return (0 if shows == EPISODE else 1), shows == LISTING, scope


def _names(index: sqlite3.Connection, found: Iterable[str]) -> dict[str, str]:
    """What the facets among these scopes are called."""
    facets = {":".join(scope.split(":")[1:3]) for scope in found if scope.startswith(f"{FACET}:")}
    shelf = Shelf(index)
    called = {facet: shelf.facet(facet) for facet in facets}
    return {facet: f"{one.name}" for facet, one in called.items() if one is not None}


def _with_name(index: sqlite3.Connection, facet: str) -> Iterator[str]:
    """Every view that shows the name of a facet."""
    shelf = Shelf(index)
    for year in shelf.periods(facet):
        yield f"{FACET}:{facet}:{year.name}"
    kind, _, code = facet.partition(":")
    if kind == "province":
        for month in shelf.pages(province_key(code)):
            yield f"{FEED}:{province_key(code)}:{month}"


def _pages(index: sqlite3.Connection, feed: str) -> Iterator[str]:
    """The pages of a feed that come or go, and the next newer one of each: it names another older page."""
    needed = Shelf(index).pages(feed)
    scope = f"{FEED}:{feed}:"
    rows = index.execute(
        "SELECT owner FROM file WHERE owner BETWEEN ? AND ? AND NOT leaving", (scope, f"{scope}~")
    ).fetchall()
    for month in set(needed) ^ {owner.removeprefix(scope) for (owner,) in rows}:
        yield f"{scope}{month}"
        newer = next((one for one in needed if one > month), None)
        if newer is not None:
            yield f"{scope}{newer}"
