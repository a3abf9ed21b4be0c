"""A page: what all pages have around what each of them says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from gzip import compress
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from studio.languages import N_, Language, translator
from studio.publishing import addresses, wording
from studio.publishing.breaks import broken
from studio.publishing.cover import SIDE
from studio.publishing.jsonld import script
from studio.publishing.picture import HEIGHT, WIDTH
from studio.publishing.qr import qr
from studio.publishing.site.assets import PAGES, Looks
from studio.publishing.site.words import Words, card_voices, short
from studio.publishing.values import Both, Channel
from studio.units import clock_text

PAGE_BYTES = 15_000
"""Bytes that a page may have after compression."""

SECTIONS = ("index", "search", "subscribe", "about", "corrections", "communities")
"""Pages that every page leads to."""

Where = Callable[[Language], str]
"""The path of a page in a language."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its path below the root, and what renders it when it is needed."""

    path: str
    render: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines.

    picture: the path of a wide picture; without one, the cover is shown. about: its subject as schema.org has it.
    sound: the path of what is heard on it, and its type. oembed: the path of what other sites read to show its player.
    """

    summary: Both | None = None
    picture: str | None = None
    about: Mapping[str, Any] | None = None
    sound: tuple[str, str] | None = None
    oembed: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The pages of one language."""

    channel: Channel
    looks: Looks
    language: Language
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", Words(self.language))

    def here(self, path: str) -> Where:
        """A page by its path in Khmer."""
        return partial(addresses.in_language, path)

    def code(self, path: str) -> Markup:
        """The QR code of the public address of a path."""
        label = translator(self.language)(N_("QR code of this address"))
        return qr(addresses.url(self.channel, path), label)

    def page(self, template: str, where: Where, head: Head = Head(), **values: object) -> str:
        """A page; values: what its template needs besides what all need."""
        language, channel = self.language, self.channel
        path = where(language)
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
                pages={name: addresses.in_language(f"{name}.html", language) for name in SECTIONS},
                summary=short((head.summary or channel.description).told(language)),
                canonical=addresses.url(channel, path),
                versions=[(each.value, addresses.url(channel, where(each))) for each in Language],
                picture=addresses.url(channel, head.picture or addresses.cover(channel)),
                wide=head.picture is not None,
                pixels=(WIDTH, HEIGHT) if head.picture else (SIDE, SIDE),
                about=script(head.about) if head.about else "",
                heard=(addresses.url(channel, head.sound[0]), head.sound[1]) if head.sound else None,
                oembed=addresses.url(channel, head.oembed) if head.oembed else "",
                feed=addresses.FEED,
                looks=self.looks,
                worker=addresses.WORKER,
                link=partial(addresses.relative, path),
                told=self.words.told,
                words=self.words,
                **values,
            )
        )
        return f"{rendered}\n"


def is_small(page: str) -> bool:
    """Whether a page may be so large."""
    return len(compress(page.encode("utf-8"))) <= PAGE_BYTES


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
        voices=card_voices,
        episode_page=lambda episode: addresses.episode_page(episode, language),
        segment_page=lambda episode, segment: addresses.segment_page(episode, segment, language),
        archive_page=lambda period: addresses.archive_page(period, language),
        corrections_page=lambda period: addresses.corrections_page(period, language),
        communities_page=lambda province: addresses.communities_page(province, language),
        facet_page=lambda kind, slug, period="": addresses.facet_page(kind, slug, language, period),
    )
    environment.filters["dial"] = lambda number: re.sub(r"[^0-9+*#]", "", number)
    return environment
