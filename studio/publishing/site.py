"""The archive: a static page for the home, each episode and each story, in Khmer and in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from gzip import compress
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from studio.languages import Language, translator
from studio.publishing import addresses, wording
from studio.publishing.breaks import broken
from studio.publishing.transcript import html
from studio.publishing.values import Both, Channel, PublishedEpisode, Segment
from studio.units import Ms, clock_text

PAGES = Path(__file__).parent / "pages"

PAGE_BYTES = 15_000
"""Bytes that a page may have after compression; an episode's page leaves the text of its stories to their own pages."""

HOME_EPISODES = 25
"""Episodes on the home page; the others stand on the page of their year."""

_SUMMARY = 300


NO_BREAK = "\u00a0"
"""The space between a number and its unit."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path below the root, and what renders its HTML when it is needed."""

    path: str
    render: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Looks:
    """Paths of what every page loads."""

    style: str
    font: str


@dataclass(frozen=True, slots=True)
class Words:
    """Dates, durations and sizes in the language of a page."""

    language: Language

    def digits(self, number: int) -> str:
        """A number."""
        return wording.digits(str(number), self.language)

    def date(self, moment: datetime) -> Markup:
        """A day, machine-readable too."""
        day = moment.astimezone(wording.ZONE).date().isoformat()
        shown = broken(wording.date_text(moment, self.language))
        return Markup('<time datetime="{}">{}</time>').format(day, shown)

    def minutes(self, ms: Ms) -> str:
        """A duration, on one line."""
        number = wording.minutes_text(ms, self.language)
        return translator(self.language)("{number} min").format(number=number).replace(" ", NO_BREAK)

    def megabytes(self, count: int) -> str:
        """A size, on one line."""
        number = wording.megabytes_text(count, self.language)
        return translator(self.language)("{number} MB").format(number=number).replace(" ", NO_BREAK)


def stylesheet(font: str) -> str:
    """The stylesheet; font: the path of the webfont, which lies beside it."""
    return _style().replace("@FONT@", font.rsplit("/", 1)[-1])


@cache
def _style() -> str:
    return (PAGES / "style.css").read_text(encoding="utf-8")


def pages(channel: Channel, episodes: tuple[PublishedEpisode, ...], looks: Looks) -> Iterator[Page]:
    """Every page of the archive, none rendered yet, stories before their episode and the home last.

    episodes: newest first.
    """
    sites = [_Site(channel, looks, language) for language in Language]
    for episode in episodes:
        for site in sites:
            for segment in episode.stories:
                where = addresses.segment_page(episode, segment, site.language)
                yield Page(where, partial(site.story, episode, segment))
            yield Page(addresses.episode_page(episode, site.language), partial(site.episode, episode))
    for year, shown in _years(episodes).items():
        for site in sites:
            yield Page(addresses.archive_page(year, site.language), partial(site.year, year, shown))
    for site in sites:
        yield Page(addresses.in_language("about.html", site.language), partial(site.about, episodes))
        yield Page(addresses.in_language("subscribe.html", site.language), site.subscribe)
        yield Page(addresses.in_language("index.html", site.language), partial(site.home, episodes))


def _years(episodes: tuple[PublishedEpisode, ...]) -> dict[int, tuple[PublishedEpisode, ...]]:
    """Episodes by the year of their publication in Cambodia, in the order they came."""
    grouped: dict[int, list[PublishedEpisode]] = {}
    for episode in episodes:
        grouped.setdefault(episode.published_at.astimezone(wording.ZONE).year, []).append(episode)
    return {year: tuple(shown) for year, shown in grouped.items()}


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    translate = translator(language)
    environment.install_gettext_callables(  # type: ignore[attr-defined] # the i18n extension adds it
        translate, lambda one, many, n: translate(one if n == 1 else many), newstyle=True
    )
    environment.globals.update(
        broken=broken,
        synthetic_note=wording.SYNTHETIC,
        clock=clock_text,
        moment=addresses.moment,
        media=addresses.media,
        transcript=addresses.transcript,
        chapters=addresses.chapters,
    )
    environment.filters["dial"] = lambda number: re.sub(r"[^0-9+*#]", "", number)
    return environment


class _Site:
    """The pages of one language."""

    def __init__(self, channel: Channel, looks: Looks, language: Language) -> None:
        self.language = language
        self._channel = channel
        self._looks = looks

    def home(self, episodes: tuple[PublishedEpisode, ...]) -> str:
        where = partial(addresses.in_language, "index.html")
        years = [(year, addresses.archive_page(year, self.language)) for year in _years(episodes)]
        return self._page("home", where, episodes=episodes[:HOME_EPISODES], years=years)

    def subscribe(self) -> str:
        address = addresses.url(self._channel, addresses.FEED)
        where = partial(addresses.in_language, "subscribe.html")
        return self._page("subscribe", where, feed_address=address, opml=addresses.OPML)

    def about(self, episodes: tuple[PublishedEpisode, ...]) -> str:
        names = tuple(dict.fromkeys(name for episode in episodes for name in episode.organizations))
        return self._page("about", partial(addresses.in_language, "about.html"), organizations=names)

    def episode(self, episode: PublishedEpisode) -> str:
        where = partial(addresses.episode_page, episode)
        sound = addresses.relative(where(self.language), addresses.media(episode.enclosure))
        texts = [
            (segment, html(segment.utterances, episode.language, sound))
            for segment in episode.segments
            if segment.utterances
        ]
        render = partial(self._page, "episode", where, episode.description, episode=episode, sound=sound)
        page = render(said=texts)
        if len(compress(page.encode("utf-8"))) <= PAGE_BYTES:
            return page
        return render(said=[(segment, None if segment.is_story else text) for segment, text in texts])

    def year(self, year: int, episodes: tuple[PublishedEpisode, ...]) -> str:
        where = partial(addresses.archive_page, year)
        return self._page("archive", where, episodes=episodes, year=year)

    def story(self, episode: PublishedEpisode, segment: Segment) -> str:
        where = partial(addresses.segment_page, episode, segment)
        sound = addresses.relative(where(self.language), addresses.media(episode.enclosure))
        text = html(segment.utterances, episode.language, sound) if segment.utterances else ""
        values = {"episode": episode, "segment": segment, "sound": sound, "text": text}
        return self._page("segment", where, segment.title, **values)

    def _told(self, text: Both) -> Markup:
        """A text with line breaks; marked where it is not in the page's language."""
        written = text.language(self.language)
        shown = broken(text.told(self.language))
        return shown if written is self.language else Markup('<span lang="{}">{}</span>').format(written.value, shown)

    def _page(
        self, template: str, where: Callable[[Language], str], summary: Both | None = None, /, **values: object
    ) -> str:
        language, channel = self.language, self._channel
        path = where(language)
        shown = values.get("episode")
        picture = addresses.picture(shown) if isinstance(shown, PublishedEpisode) else None
        other = Language.EN if language is Language.KM else Language.KM
        rendered = (
            _environment(language)
            .get_template(f"{template}.html.j2")
            .render(
                language=language,
                other=other,
                channel=channel,
                page=path,
                other_page=where(other),
                pages={name: addresses.in_language(f"{file}.html", language) for name, file in _SECTIONS},
                summary=_short((summary or channel.description).told(language)),
                canonical=addresses.url(channel, path),
                versions=[(each.value, addresses.url(channel, where(each))) for each in Language],
                picture=addresses.url(channel, picture or addresses.cover(channel)),
                feed=addresses.FEED,
                font=self._looks.font,
                style=self._looks.style,
                link=partial(addresses.relative, path),
                told=self._told,
                words=Words(language),
                episode_page=lambda episode: addresses.episode_page(episode, language),
                segment_page=lambda episode, segment: addresses.segment_page(episode, segment, language),
                **values,
            )
        )
        return f"{rendered}\n"


_SECTIONS = (("home", "index"), ("subscribe", "subscribe"), ("about", "about"))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY else line[: _SUMMARY - 1].rstrip() + "…"
