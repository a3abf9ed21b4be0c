"""Pages that list episodes and stories: the home, months and years, themes, provinces and communities."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from studio.languages import Language
from studio.publishing import addresses, jsonld
from studio.publishing.cards import Card, Facet, Listing, Period, StoryCard
from studio.publishing.opml import Listed
from studio.publishing.site.assets import Looks
from studio.publishing.site.frame import Frame, Head, Page, Where, is_small
from studio.publishing.values import Channel, Community, Notice

SHOWN = 12
"""Communities on the home page; the others stand on a page of their own."""

MANY = 100
"""Stories of a facet on the page of a year; where there are more, they stand on pages of their months."""

Told = tuple[Card, StoryCard]
"""A story, with the episode that it was heard in."""


@dataclass(frozen=True, slots=True)
class Way:
    """A theme, a province or a community as its page shows it.

    newest: its newest stories. years: all of them. community: what the directory tells of one that is listed.
    feed: of its stories, where there is one.
    """

    facet: Facet
    newest: tuple[Told, ...]
    years: tuple[Period, ...]
    community: Community | None = None
    feed: Listed | None = None


def home(channel: Channel, listing: Listing, notices: Sequence[Notice], looks: Looks) -> Iterator[Page]:
    """The home page; notices: those of the newest episode."""
    for frame in _frames(channel, looks):
        yield Page(addresses.in_language("index.html", frame.language), partial(_home, frame, listing, notices))


def _home(frame: Frame, listing: Listing, notices: Sequence[Notice]) -> str:
    most = sorted(listing.communities, key=lambda one: (-one.stories, one.slug))[:SHOWN]
    head = Head(about=jsonld.series(frame.channel, frame.language))
    return frame.page("home", frame.here("index.html"), head, listing=listing, most=most, notices=notices)


def month(channel: Channel, name: str, episodes: Sequence[Card], looks: Looks) -> Iterator[Page]:
    """The page of a month ("2012-05"); nothing where nothing was published in it."""
    if episodes:
        for frame in _frames(channel, looks):
            yield Page(addresses.archive_page(name, frame.language), partial(_month, frame, name, episodes))


def _month(frame: Frame, name: str, episodes: Sequence[Card]) -> str:
    """A month with who speaks in each programme; where they would be too many, its titles alone."""
    return _fitting(partial(frame.page, "month", partial(addresses.archive_page, name), period=name, episodes=episodes))


def year(channel: Channel, name: str, episodes: Sequence[Card], looks: Looks) -> Iterator[Page]:
    """The page of a year; nothing where nothing was published in it."""
    if episodes:
        for frame in _frames(channel, looks):
            yield Page(addresses.archive_page(name, frame.language), partial(_year, frame, name, episodes))


def _year(frame: Frame, name: str, episodes: Sequence[Card]) -> str:
    """Every title of a year; where they would be too many, its months alone."""
    months = [(period, list(cards)) for period, cards in groupby(episodes, key=lambda card: card.month)]
    return _fitting(partial(frame.page, "year", partial(addresses.archive_page, name), period=name, months=months))


def facet(channel: Channel, way: Way, looks: Looks) -> Iterator[Page]:
    """The page of a theme, a province or a community."""
    for frame in _frames(channel, looks):
        where = partial(addresses.facet_page, way.facet.kind, way.facet.slug)
        yield Page(where(frame.language), partial(_facet, frame, where, way))


def _facet(frame: Frame, where: Where, way: Way) -> str:
    code = frame.code(way.feed.path) if way.feed else ""
    about = way.community.about if way.community else None
    return frame.page("facet", where, Head(about), way=way, code=code)


def facet_year(channel: Channel, found: Facet, name: str, told: Sequence[Told], looks: Looks) -> Iterator[Page]:
    """What was told of a facet in a year, on one page, or on one for each month where it is much."""
    if not told:
        return
    months = [(period, list(stories)) for period, stories in groupby(told, key=lambda each: each[0].month)]
    apart = len(told) > MANY
    pages = [(name, [] if apart else told, months if apart else [])]
    pages += [(period, stories, []) for period, stories in months] if apart else []
    for frame in _frames(channel, looks):
        for period, stories, parts in pages:
            where = partial(_period, found, period)
            values = {"facet": found, "period": period, "stories": stories, "months": parts}
            render = partial(frame.page, "facet_period", where, Head(), **values)
            yield Page(where(frame.language), partial(_fitting, render))


def _period(found: Facet, period: str, language: Language) -> str:
    return addresses.facet_page(found.kind, found.slug, language, period)


def _fitting(render: Callable[..., str]) -> str:
    """A list in full, or in short where the page would be too large."""
    page = render(full=True)
    return page if is_small(page) else render(full=False)


def _frames(channel: Channel, looks: Looks) -> list[Frame]:
    return [Frame(channel, looks, language) for language in Language]
