"""What lists need of an episode, small enough to be kept of ten thousand: cards, and the listings made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from studio.languages import Language
from studio.publishing import addresses, wording
from studio.publishing.values import Both, Province, PublishedEpisode, Segment
from studio.units import Ms

SUMMARY = 300
"""Characters that a summary has at most."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A community on a card: its name as it is heard, and a page only where it is listed."""

    slug: str
    name: Both
    listed: bool


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in a list. theme: empty for none. province: only where every voice in it agreed to that online."""

    slug: str
    title: Both
    start: Ms
    ms: Ms
    theme: str
    province: Province | None
    communities: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An episode in a list.

    summary: at most SUMMARY characters of its description. sound: the path of the main sound; ms, bytes: its length.
    synthetic: a made voice is heard in it. picture: the path of its own picture, or None.
    """

    slug: str
    guid: str
    number: int
    season: int
    title: Both
    summary: Both
    published_at: datetime
    language: Language
    sound: str
    ms: Ms
    bytes: int
    synthetic: bool
    picture: str | None
    stories: tuple[StoryCard, ...]

    @property
    def month(self) -> str:
        """The month of its publication in Cambodia: "2012-05"."""
        return month_of(self.published_at)

    @property
    def year(self) -> int:
        """The year of its publication in Cambodia."""
        return self.published_at.astimezone(wording.ZONE).year


@dataclass(frozen=True, slots=True)
class Facet:
    """One way into the archive: a theme, a province or a community, with the number of its stories.

    kind: "theme", "province" or "community". slug: ends its address ("land", "02", "btb-01"). province: of a community
    that agreed to its being shown.
    """

    kind: str
    slug: str
    name: Both
    stories: int
    province: Province | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A year ("2012") or a month ("2012-05") in Cambodia, and how many episodes, or stories of a facet, it has."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What the home page gets: the newest cards, every period and every facet with its count.

    years, months: the newest first. themes, provinces, communities: by slug; communities: those that are listed.
    """

    newest: tuple[Card, ...]
    episodes: int
    years: tuple[Period, ...]
    months: tuple[Period, ...]
    themes: tuple[Facet, ...]
    provinces: tuple[Facet, ...]
    communities: tuple[Facet, ...]


def month_of(moment: datetime) -> str:
    """The month in Cambodia at that moment: "2012-05"."""
    return moment.astimezone(wording.ZONE).date().isoformat()[:7]


def card_of(episode: PublishedEpisode) -> Card:
    """The card of an episode."""
    return Card(
        slug=episode.slug,
        guid=episode.guid,
        number=episode.number,
        season=episode.season,
        title=episode.title,
        summary=Both(_short(episode.description.km), _short(episode.description.en)),
        published_at=episode.published_at,
        language=episode.language,
        sound=addresses.media(episode.enclosure),
        ms=episode.enclosure.ms,
        bytes=episode.enclosure.bytes,
        synthetic=episode.synthetic_voice,
        picture=addresses.picture(episode),
        stories=tuple(_story(segment) for segment in episode.stories),
    )


def to_json(card: Card) -> dict[str, Any]:
    """The card as plain values."""
    return {**asdict(card), "published_at": card.published_at.isoformat()}


def from_json(plain: Mapping[str, Any]) -> Card:
    """The card that was made into plain values."""
    return Card(
        **{
            **plain,
            "title": Both(**plain["title"]),
            "summary": Both(**plain["summary"]),
            "published_at": datetime.fromisoformat(plain["published_at"]),
            "language": Language(plain["language"]),
            "stories": tuple(_story_from(one) for one in plain["stories"]),
        }
    )


def _story(segment: Segment) -> StoryCard:
    speakers = tuple(Speaker(one.slug, one.name, one.listed) for one in segment.communities)
    return StoryCard(segment.slug, segment.title, segment.start, segment.ms, segment.theme, segment.province, speakers)


def _story_from(plain: Mapping[str, Any]) -> StoryCard:
    province = plain["province"]
    return StoryCard(
        **{
            **plain,
            "title": Both(**plain["title"]),
            "province": Province(province["code"], Both(**province["name"])) if province else None,
            "communities": tuple(
                Speaker(one["slug"], Both(**one["name"]), one["listed"]) for one in plain["communities"]
            ),
        }
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1].rstrip() + "…"
