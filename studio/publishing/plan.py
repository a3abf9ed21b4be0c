"""What a publication consists of: for everything that changed, every path, and how its content is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from studio.errors import Fault
from studio.publishing import addresses, sitemap
from studio.publishing.archive.rows import FACET, FEED, LISTING, MONTH, YEAR
from studio.publishing.archive.shelf import Shelf, moment
from studio.publishing.cards import Listing
from studio.publishing.chapters import chapters_json
from studio.publishing.feed import joined
from studio.publishing.font import font_bytes
from studio.publishing.opml import Listed, opml_bytes
from studio.publishing.podcast import Page as FeedPage
from studio.publishing.podcasts import (
    KINDS,
    Podcast,
    alone,
    listed,
    province_feed,
    province_key,
    standing,
    stories_feed,
    theme_feed,
    theme_key,
)
from studio.publishing.rules.ruling import own_faults
from studio.publishing.search import files as search
from studio.publishing.site import episodes, lists
from studio.publishing.site.assets import feed_stylesheet, icon, looks, script, stylesheet
from studio.publishing.site.favicon import favicon
from studio.publishing.site.frame import SECTIONS, Page
from studio.publishing.site.standing import Taken, corrected_in, in_khmer
from studio.publishing.site.standing import standing as standing_pages
from studio.publishing.transcript import webvtt
from studio.publishing.values import Channel, Enclosure, Province, PublishedEpisode, Utterance
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Planned:
    """A file to be published: its path below the root, and what makes its bytes when they are needed.

    named_by_content: the path changes whenever the bytes would. sound: a file that is copied instead.
    """

    path: str
    make: Callable[[], bytes]
    named_by_content: bool = False
    sound: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class View:
    """Something that shows many episodes: what it depends on, and what makes its files.

    shows: one of MONTH, YEAR, FACET, FEED, LISTING. make: gets what is kept, the show, and which one ("2012-05";
    "theme:land", "theme:land:2012"; a feed's key, or with ":2012-05" its page; "" for the listing); it makes nothing
    for one that nobody is in any more.
    """

    shows: str
    make: Callable[[Shelf, Channel, str], Iterator[Planned]]


def of_site(channel: Channel) -> Iterator[Planned]:
    """What depends on no episode: font, stylesheets, scripts, cover."""
    look = looks()
    yield Planned(look.font, font_bytes, named_by_content=True)
    yield Planned(look.style, lambda: stylesheet(look.font).encode(), named_by_content=True)
    for path, name in ((look.player, "player"), (look.search, "search"), (look.keep, "keep")):
        yield Planned(path, partial(_script, name), named_by_content=True)
    yield Planned(look.icon, lambda: icon().encode(), named_by_content=True)
    yield Planned(addresses.FAVICON, favicon)
    yield Planned(addresses.WORKER, partial(_script, "worker"))
    yield Planned(addresses.FEED_STYLE, lambda: feed_stylesheet(look.font).encode())
    yield Planned(addresses.cover(channel), lambda: channel.cover, named_by_content=True)


def of_episode(channel: Channel, episode: PublishedEpisode) -> Iterator[Planned]:
    """Every file of an episode's own, sounds first and pages last."""
    for sound in sounds(episode):
        yield Planned(addresses.media(sound), bytes, named_by_content=True, sound=sound)
    path, picture = addresses.picture(episode), episode.picture
    if path is not None and picture is not None:
        yield Planned(path, lambda: picture, named_by_content=True)
    wide, banner = addresses.banner(episode), episode.banner
    if wide is not None and banner is not None:
        yield Planned(wide, lambda: banner, named_by_content=True)
    if episode.utterances:
        yield Planned(addresses.transcript(episode), lambda: webvtt(episode.utterances).encode("utf-8"))
    for segment in episode.stories:
        lines = alone(episode, segment).utterances
        if segment.enclosure is not None and lines:
            where = addresses.story_transcript(episode, segment)
            yield Planned(where, partial(_transcript, alone(episode, segment).utterances))
    if episode.chapters:
        yield Planned(addresses.chapters(episode), lambda: _chapters(channel, episode))
    yield from map(_page, episodes.of_episode(channel, episode, looks()))


def of_scope(shelf: Shelf, channel: Channel, scope: str) -> Iterator[Planned]:
    """Every file of the views of a month, a year, a facet, a feed or the listing, as they are kept now."""
    shows, _, which = scope.partition(":")
    for view in VIEWS:
        if view.shows == shows:
            yield from view.make(shelf, channel, which)


def sounds(episode: PublishedEpisode) -> tuple[Enclosure, ...]:
    """Every sound of an episode: whole, in other encodings, and of each story on its own."""
    own = (segment.enclosure for segment in episode.stories)
    return (episode.enclosure, *episode.alternates, *(sound for sound in own if sound is not None))


def podcast_of(shelf: Shelf, channel: Channel, key: str) -> Podcast | None:
    """A feed by its key; None where no entry is left of one that lives by its entries."""
    if key and not shelf.periods(f"feed:{key}"):
        return None
    fixed = next((one for one in standing(channel) if one.key == key), None)
    if fixed is not None:
        return fixed
    if key == "stories":
        return stories_feed(channel)
    kind, _, slug = key.partition("-")
    if kind == "theme":
        return theme_feed(channel, slug)
    facet = shelf.facet(f"province:{slug}") if kind == "province" else None
    return province_feed(channel, Province(slug, facet.name)) if facet else None


def feeds(shelf: Shelf, channel: Channel) -> tuple[Listed, ...]:
    """Every feed, the show's own first, those with other masters, single stories, themes, provinces."""
    found = (podcast_of(shelf, channel, key) for key in {"", *shelf.feeds()})
    ordered = sorted((one for one in found if one), key=lambda one: (KINDS.index(one.kind), one.key))
    return tuple(listed(channel, one) for one in ordered)


def feed_document(shelf: Shelf, channel: Channel, podcast: Podcast, month: str) -> bytes:
    """The head of a feed, or its page of a month."""
    months = shelf.pages(podcast.key)
    older = [one for one in months if not month or one < month]
    bodies, at, synthetic = shelf.page(podcast.key, month) if month else shelf.head(podcast.key)
    page = FeedPage(month, older[-1] if older else "", channel.synthetic_voice or synthetic)
    return joined(channel, podcast, page, bodies, moment(at))


def feed_faults(planned: Iterable[Planned]) -> tuple[Fault, ...]:
    """What keeps the feeds among these files from being published."""
    return tuple(
        found
        for each in planned
        if each.path.endswith(".xml") and not each.path.startswith("sitemap")
        for found in own_faults(each.make(), each.path)
    )


def _feed(shelf: Shelf, channel: Channel, which: str) -> Iterator[Planned]:
    key, _, month = which.partition(":")
    podcast = podcast_of(shelf, channel, key)
    if podcast is not None and (not month or month in shelf.pages(key)):
        yield Planned(podcast.path(month), lambda: feed_document(shelf, channel, podcast, month))


def _script(name: str) -> bytes:
    return script(name).encode()


def _opml(shelf: Shelf, channel: Channel, _: str) -> Iterator[Planned]:
    title = channel.title.told(channel.language)
    yield Planned(addresses.OPML, lambda: opml_bytes(title, feeds(shelf, channel)))


def _home(shelf: Shelf, channel: Channel, _: str) -> Iterator[Planned]:
    listing, corrected, look = shelf.listing(), shelf.corrections(), looks()
    newest = {card.slug for card in listing.newest[:1]}
    notices = tuple(notice for card, found in corrected if card.slug in newest for notice in found)
    yield from map(_page, _beside(shelf, channel, listing))
    yield from map(_page, lists.home(channel, listing, notices, look))


def _beside(shelf: Shelf, channel: Channel, listing: Listing) -> Iterator[Page]:
    taken = Taken(shelf.corrections(), shelf.corrected_years(), shelf.notes())
    return standing_pages(channel, listing, feeds(shelf, channel), taken, looks())


def _month(shelf: Shelf, channel: Channel, month: str) -> Iterator[Planned]:
    yield from map(_page, lists.month(channel, month, shelf.month(month), looks()))


def _year(shelf: Shelf, channel: Channel, year: str) -> Iterator[Planned]:
    yield from map(_page, lists.year(channel, year, shelf.year(year), looks()))
    yield from map(_page, corrected_in(channel, year, shelf.corrections(year), looks()))


def _facet(shelf: Shelf, channel: Channel, which: str) -> Iterator[Planned]:
    name, year = ":".join(which.split(":")[:2]), "".join(which.split(":")[2:])
    facet = shelf.facet(name)
    if facet is None:
        return
    if year:
        yield from map(_page, lists.facet_year(channel, facet, year, shelf.stories(name, year), looks()))
        return
    keys = {"theme": theme_key(facet.slug), "province": province_key(facet.slug)}
    podcast = podcast_of(shelf, channel, keys[facet.kind]) if facet.kind in keys else None
    way = lists.Way(
        facet,
        shelf.stories(name),
        shelf.periods(name),
        shelf.community(name) if facet.kind == "community" else None,
        listed(channel, podcast) if podcast else None,
    )
    yield from map(_page, lists.facet(channel, way, looks()))


def _search_month(shelf: Shelf, _: Channel, month: str) -> Iterator[Planned]:
    yield from (Planned(path, make) for path, make in search.of_month(shelf, month))


def _search_year(shelf: Shelf, _: Channel, year: str) -> Iterator[Planned]:
    yield from (Planned(path, make) for path, make in search.of_year(shelf, year))


def _search(shelf: Shelf, _: Channel, __: str) -> Iterator[Planned]:
    yield from (Planned(path, make) for path, make in search.beginning(shelf))


def _map_month(shelf: Shelf, channel: Channel, month: str) -> Iterator[Planned]:
    cards = shelf.month(month)
    if cards:
        pages = (page for card in cards for page in sitemap.pages_of(card))
        yield Planned(sitemap.month_path(month), lambda: sitemap.sitemap(channel, pages))


def _map_year(shelf: Shelf, channel: Channel, year: str) -> Iterator[Planned]:
    """What was corrected in a year, on however many pages it stands."""
    corrected = shelf.corrections(year)
    if corrected:
        found = in_khmer(corrected_in(channel, year, corrected, looks()))
        yield Planned(sitemap.month_path(year), lambda: sitemap.sitemap(channel, map(sitemap.versions, found)))


def _standing(shelf: Shelf, channel: Channel) -> Iterator[sitemap.Versions]:
    """The pages that belong to no month, and to no year in which something was corrected."""
    listing = shelf.listing()
    yield from (sitemap.versions(f"{name}.html") for name in SECTIONS)
    beside = in_khmer(_beside(shelf, channel, listing))
    yield from (sitemap.versions(path) for path in beside if "/" in path)
    for year in listing.years:
        yield partial(addresses.archive_page, year.name)
    for one in shelf.facets():
        yield partial(addresses.facet_page, one.kind, one.slug)


def _map(shelf: Shelf, channel: Channel, _: str) -> Iterator[Planned]:
    periods = [one.name for one in (*shelf.periods("months"), *shelf.corrected_years())]
    yield Planned(sitemap.PAGES, lambda: sitemap.sitemap(channel, _standing(shelf, channel)))
    yield Planned(sitemap.INDEX, lambda: sitemap.sitemap_index(channel, periods))
    yield Planned(sitemap.ROBOTS, lambda: sitemap.robots(channel))


VIEWS: tuple[View, ...] = (
    View(FEED, _feed),
    View(LISTING, _opml),
    View(LISTING, _home),
    View(LISTING, _search),
    View(LISTING, _map),
    View(MONTH, _month),
    View(YEAR, _year),
    View(FACET, _facet),
    View(YEAR, _search_year),
    View(MONTH, _search_month),
    View(MONTH, _map_month),
    View(YEAR, _map_year),
)
"""Everything that shows many episodes; each of them is made again when one of the episodes it shows changed."""


def _page(page: Page) -> Planned:
    return Planned(page.path, lambda: page.render().encode("utf-8"))


def _transcript(lines: tuple[Utterance, ...]) -> bytes:
    return webvtt(lines).encode("utf-8")


def _chapters(channel: Channel, episode: PublishedEpisode) -> bytes:
    links: dict[Ms, str] = {
        segment.start: addresses.url(channel, addresses.segment_page(episode, segment, channel.language))
        for segment in episode.stories
    }
    return chapters_json(episode.chapters, channel.language, links).encode("utf-8")
