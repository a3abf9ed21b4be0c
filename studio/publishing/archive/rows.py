"""What is kept of an episode: what it adds to the index, and which views show it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from studio.publishing.cards import card_of, to_json
from studio.publishing.feed import fragment
from studio.publishing.podcasts import posts
from studio.publishing.search.documents import documents, to_bytes
from studio.publishing.themes import theme_name
from studio.publishing.values import Both, Channel, Community, PublishedEpisode

SEARCH = "search"
"""The piece of an episode that says what can be found in it."""
EPISODE, MONTH, YEAR, FACET, FEED, LISTING = "episode", "month", "year", "facet", "feed", "listing"
"""What a view shows: an episode, a month or a year of them, a facet, a feed; the listing is what all lists share."""

_NUMBERS = 10**9
_FORGET = (
    "DELETE FROM episode WHERE slug = ?",
    "DELETE FROM piece WHERE slug = ?",
    "DELETE FROM post WHERE slug = ?",
    "DELETE FROM told WHERE slug = ?",
)


@dataclass(frozen=True, slots=True)
class Row:
    """An episode as the index keeps it, with all that hangs on it.

    place: orders episodes as the archive does. pieces: bytes by name. posts: feed, place, piece, moment. told: facet,
    place, story, what the facet is called.
    """

    slug: str
    stamp: str
    digest: str
    guid: str
    place: str
    month: str
    synthetic: bool
    card: str
    notices: str
    pieces: tuple[tuple[str, bytes], ...]
    posts: tuple[tuple[str, str, str, str], ...]
    told: tuple[tuple[str, str, str, str], ...]


def row_of(channel: Channel, episode: PublishedEpisode, stamp: str, digest: str) -> Row:
    """What the index keeps of an episode."""
    card = card_of(episode)
    place = place_of(episode)
    found = tuple(posts(channel, episode))
    return Row(
        slug=episode.slug,
        stamp=stamp,
        digest=digest,
        guid=episode.guid,
        place=place,
        month=card.month,
        synthetic=episode.synthetic_voice,
        card=json.dumps(to_json(card), ensure_ascii=False),
        notices=json.dumps([asdict(notice.text) for notice in episode.notices], ensure_ascii=False),
        pieces=(
            *((post.name, fragment(channel, episode, post)) for post in found),
            (SEARCH, to_bytes(documents(episode))),
        ),
        posts=tuple(
            (key, f"{place}/{post.rank:04}", post.name, post.at.isoformat()) for post in found for key in post.keys
        ),
        told=tuple(_told(episode, place)),
    )


def place_of(episode: PublishedEpisode) -> str:
    """A text that sorts as the archive does: by moment, number and name."""
    return f"{_moment(episode.published_at)}/{episode.number + _NUMBERS:011}/{episode.slug}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _told(episode: PublishedEpisode, place: str) -> Iterator[tuple[str, str, str, str]]:
    """Under which facets each story stands; a community only where it is listed."""
    for rank, segment in enumerate(episode.stories, start=1):
        where = f"{place}/{rank:04}"
        if segment.theme:
            yield f"theme:{segment.theme}", where, segment.slug, _named(theme_name(segment.theme))
        if segment.province is not None:
            yield f"province:{segment.province.code}", where, segment.slug, _named(segment.province.name)
        for one in {one.slug: one for one in segment.communities if one.listed}.values():
            yield f"community:{one.slug}", where, segment.slug, _community(one)


def _named(name: Both) -> str:
    return json.dumps({"name": asdict(name)}, ensure_ascii=False)


def _community(community: Community) -> str:
    return json.dumps({"name": asdict(community.name), "community": asdict(community)}, ensure_ascii=False)


def put(index: sqlite3.Connection, row: Row) -> None:
    """Keep an episode in place of what was kept of it."""
    drop(index, row.slug)
    index.execute(
        "INSERT INTO episode VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (row.slug, row.stamp, row.digest, row.guid, row.place, row.month, row.card, row.notices),
    )
    index.executemany("INSERT INTO piece VALUES (?, ?, ?)", [(row.slug, name, body) for name, body in row.pieces])
    index.executemany(
        "INSERT INTO post VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(feed, place, row.month, row.slug, piece, at, row.synthetic) for feed, place, piece, at in row.posts],
    )
    index.executemany(
        "INSERT INTO told VALUES (?, ?, ?, ?, ?, ?)",
        [(facet, place, row.month[:4], row.slug, story, body) for facet, place, story, body in row.told],
    )


def drop(index: sqlite3.Connection, slug: str) -> None:
    """Forget an episode."""
    for query in _FORGET:
        index.execute(query, (slug,))


def scopes(index: sqlite3.Connection, slug: str) -> Iterator[str]:
    """What shows an episode as it is kept now."""
    yield f"{EPISODE}:{slug}"
    for (month,) in index.execute("SELECT month FROM episode WHERE slug = ?", (slug,)):
        yield LISTING
        yield f"{MONTH}:{month}"
        yield f"{YEAR}:{month[:4]}"
    for facet, year in index.execute("SELECT DISTINCT facet, year FROM told WHERE slug = ?", (slug,)):
        yield f"{FACET}:{facet}"
        yield f"{FACET}:{facet}:{year}"
    for feed, month in index.execute("SELECT DISTINCT feed, month FROM post WHERE slug = ?", (slug,)):
        yield f"{FEED}:{feed}"
        yield f"{FEED}:{feed}:{month}"
