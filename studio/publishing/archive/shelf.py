"""What views read from the index: cards, listings, facets, the pieces of feeds."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from studio.publishing.archive.rows import SEARCH
from studio.publishing.cards import Card, Facet, Listing, Period, StoryCard, from_json
from studio.publishing.podcasts import HEAD
from studio.publishing.values import Both, Community, Notice, Province

NEWEST = 25
"""Cards on the home page, and stories on the page of a facet; the others stand on the pages of their years."""

_TOLD = "SELECT card, story FROM told JOIN episode USING (slug) WHERE told.facet = ?"
_NEWEST = f"{_TOLD} ORDER BY told.place DESC LIMIT ?"
_YEAR = f"{_TOLD} AND told.year = ? ORDER BY told.place DESC"
_POST = (
    "SELECT body, at, synthetic FROM post JOIN piece ON piece.slug = post.slug AND piece.name = post.piece"
    " WHERE post.feed = ?"
)
_HEAD = f"{_POST} ORDER BY post.place DESC LIMIT ?"
_PAGE = f"{_POST} AND post.month = ? ORDER BY post.place DESC"

_CORRECTED = "SELECT card, notices FROM episode WHERE notices != '[]' ORDER BY place DESC LIMIT ?"
_CORRECTED_IN = "SELECT card, notices FROM episode WHERE month BETWEEN ? AND ? AND notices != '[]' ORDER BY place DESC"
_CORRECTED_YEARS = (
    "SELECT substr(month, 1, 4) AS year, count(*) FROM episode WHERE notices != '[]' GROUP BY year ORDER BY year DESC"
)

_FOUND = (
    "SELECT body FROM episode JOIN piece USING (slug) WHERE month = ? AND piece.name = ? ORDER BY episode.place DESC"
)

Told = tuple[Card, StoryCard]
"""A story in the list of a facet, with the episode that it was heard in."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The index as the views read it; what is read costs the same however many episodes there are."""

    index: sqlite3.Connection

    def listing(self) -> Listing:
        """What the home page shows."""
        months = self.periods("months")
        years: dict[str, int] = {}
        for month in months:
            years[month.name[:4]] = years.get(month.name[:4], 0) + month.count
        found = self.facets()
        return Listing(
            newest=self._cards("SELECT card FROM episode ORDER BY place DESC LIMIT ?", NEWEST),
            episodes=sum(month.count for month in months),
            years=tuple(Period(name, count) for name, count in years.items()),
            months=months,
            themes=tuple(one for one in found if one.kind == "theme"),
            provinces=tuple(one for one in found if one.kind == "province"),
            communities=tuple(one for one in found if one.kind == "community"),
        )

    def month(self, month: str) -> tuple[Card, ...]:
        """The episodes of a month, the newest first."""
        return self._cards("SELECT card FROM episode WHERE month = ? ORDER BY place DESC", month)

    def year(self, year: str) -> tuple[Card, ...]:
        """The episodes of a year, the newest first."""
        return self._cards("SELECT card FROM episode WHERE month BETWEEN ? AND ? ORDER BY place DESC", year, f"{year}~")

    def periods(self, name: str) -> tuple[Period, ...]:
        """The periods of something with their counts, the newest first."""
        rows = self.index.execute("SELECT period, count FROM period WHERE name = ? ORDER BY period DESC", (name,))
        return tuple(Period(*row) for row in rows)

    def corrections(self, year: str = "") -> tuple[tuple[Card, tuple[Notice, ...]], ...]:
        """The newest episodes that were corrected, or all of a year, the newest first."""
        query, values = (_CORRECTED_IN, (year, f"{year}~")) if year else (_CORRECTED, (NEWEST,))
        rows = self.index.execute(query, values)
        return tuple(
            (from_json(json.loads(card)), tuple(Notice(Both(**text)) for text in json.loads(notices)))
            for card, notices in rows
        )

    def corrected_years(self) -> tuple[Period, ...]:
        """How many episodes of each year were corrected, the newest first."""
        return tuple(Period(*row) for row in self.index.execute(_CORRECTED_YEARS))

    def notes(self) -> tuple[Notice, ...]:
        """What is said of programmes that are there no more, the newest first."""
        rows = self.index.execute("SELECT body FROM note ORDER BY rank")
        return tuple(Notice(Both(**json.loads(body))) for (body,) in rows)

    def facets(self) -> tuple[Facet, ...]:
        """Every theme, province and listed community that has a story, by kind and slug."""
        rows = self.index.execute(
            "SELECT DISTINCT name FROM period WHERE name BETWEEN 'theme:' AND 'theme:~'"
            " OR name BETWEEN 'province:' AND 'province:~' OR name BETWEEN 'community:' AND 'community:~' ORDER BY name"
        ).fetchall()
        return tuple(facet for (name,) in rows if (facet := self.facet(name)) is not None)

    def feeds(self) -> tuple[str, ...]:
        """The keys of the feeds that have an entry, sorted."""
        rows = self.index.execute(
            "SELECT DISTINCT name FROM period WHERE name BETWEEN 'feed:' AND 'feed:~' ORDER BY name"
        )
        return tuple(name.removeprefix("feed:") for (name,) in rows)

    def facet(self, name: str, year: str = "") -> Facet | None:
        """A facet with the number of its stories, or of those of a year; None where there is none."""
        (count,) = self.index.execute(
            "SELECT total(count) FROM period WHERE name = ? AND period BETWEEN ? AND ?", (name, year, f"{year}~")
        ).fetchone()
        kind, _, slug = name.partition(":")
        if not count:
            return None
        called = self._called(name)
        found = called.get("community", {}).get("province")
        province = Province(found["code"], Both(**found["name"])) if found else None
        return Facet(kind, slug, Both(**called["name"]), int(count), province)

    def community(self, name: str) -> Community | None:
        """The listed community of a facet, as its newest story has it."""
        plain = self._called(name).get("community")
        if plain is None:
            return None
        province = plain["province"]
        return Community(
            **{
                **plain,
                "name": Both(**plain["name"]),
                "about": Both(**plain["about"]) if plain["about"] else None,
                "province": Province(province["code"], Both(**province["name"])) if province else None,
                "sectors": tuple(plain["sectors"]),
            }
        )

    def stories(self, name: str, year: str = "") -> tuple[Told, ...]:
        """The newest stories of a facet, or all of a year, the newest first."""
        query, values = (_YEAR, (name, year)) if year else (_NEWEST, (name, NEWEST))
        rows = self.index.execute(query, values)
        found = [(from_json(json.loads(card)), story) for card, story in rows]
        return tuple((card, next(one for one in card.stories if one.slug == story)) for card, story in found)

    def head(self, feed: str) -> tuple[tuple[bytes, ...], str, bool]:
        """The newest entries of a feed, the moment of the first of them, and whether one has a made voice."""
        return self._posts(_HEAD, feed, HEAD)

    def page(self, feed: str, month: str) -> tuple[tuple[bytes, ...], str, bool]:
        """The entries of a feed in a month, the newest first."""
        return self._posts(_PAGE, feed, month)

    def pages(self, feed: str) -> tuple[str, ...]:
        """The months of a feed that have a page, the oldest first: up to that of the newest entry outside the head."""
        row = self.index.execute(
            "SELECT month FROM post WHERE feed = ? ORDER BY place DESC LIMIT 1 OFFSET ?", (feed, HEAD)
        ).fetchone()
        months = (period.name for period in reversed(self.periods(f"feed:{feed}")))
        return tuple(month for month in months if row is not None and month <= row[0])

    def found(self, month: str) -> tuple[bytes, ...]:
        """What can be found in the episodes of a month, the newest first."""
        rows = self.index.execute(_FOUND, (month, SEARCH))
        return tuple(body for (body,) in rows)

    def _cards(self, query: str, *values: object) -> tuple[Card, ...]:
        return tuple(from_json(json.loads(card)) for (card,) in self.index.execute(query, values))

    def _called(self, name: str) -> dict[str, Any]:
        row = self.index.execute(
            "SELECT body FROM told WHERE facet = ? ORDER BY place DESC LIMIT 1", (name,)
        ).fetchone()
        found: dict[str, Any] = json.loads(row[0]) if row else {"name": {"km": "", "en": ""}}
        return found

    def _posts(self, query: str, *values: object) -> tuple[tuple[bytes, ...], str, bool]:
        rows = self.index.execute(query, values).fetchall()
        return tuple(body for body, _, _ in rows), rows[0][1] if rows else "", any(synthetic for *_, synthetic in rows)


def moment(text: str) -> datetime | None:
    """A moment that was kept."""
    return datetime.fromisoformat(text) if text else None
