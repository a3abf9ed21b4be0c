"""Sitemaps: every page in both languages, a file a month, so that a new episode touches that of its month. Pure.

Source: the sitemaps protocol 0.9; Google's rules for alternate languages (xhtml:link).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lxml import etree

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cards import Card
from studio.publishing.values import Channel

INDEX = "sitemap.xml"
ROBOTS = "robots.txt"

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

Versions = Callable[[Language], str]
"""The path of a page in a language."""


def month_path(month: str) -> str:
    """The sitemap of a month ("2012-05"), or of what was corrected in a year ("2012")."""
    return f"sitemap/{month}.xml"


PAGES = "sitemap/pages.xml"
"""The sitemap of the pages that belong to no month."""


def pages_of(card: Card) -> tuple[Versions, ...]:
    """The pages of an episode, its own first and then its stories'."""
    paths = (f"episodes/{card.slug}.html", *(f"episodes/{card.slug}/{story.slug}.html" for story in card.stories))
    return tuple(versions(path) for path in paths)


def versions(path: str) -> Versions:
    """A page by its Khmer path."""
    return lambda language: addresses.in_language(path, language)


def sitemap(channel: Channel, pages: Iterable[Versions]) -> bytes:
    """Pages, each in every language with the other ones beside it."""
    root = etree.Element(f"{{{_NAMESPACE}}}urlset", nsmap={None: _NAMESPACE, "xhtml": _XHTML})
    for page in pages:
        found = {language: addresses.url(channel, page(language)) for language in Language}
        for address in found.values():
            entry = etree.SubElement(root, f"{{{_NAMESPACE}}}url")
            etree.SubElement(entry, f"{{{_NAMESPACE}}}loc").text = address
            for language, other in found.items():
                same = {"rel": "alternate", "hreflang": language.value, "href": other}
                etree.SubElement(entry, f"{{{_XHTML}}}link", same)
    return _written(root)


def sitemap_index(channel: Channel, periods: Sequence[str]) -> bytes:
    """Every sitemap, the newest month first; periods: months, and years in which something was corrected."""
    root = etree.Element(f"{{{_NAMESPACE}}}sitemapindex", nsmap={None: _NAMESPACE})
    for path in (PAGES, *map(month_path, sorted(periods, reverse=True))):
        entry = etree.SubElement(root, f"{{{_NAMESPACE}}}sitemap")
        etree.SubElement(entry, f"{{{_NAMESPACE}}}loc").text = addresses.url(channel, path)
    return _written(root)


def robots(channel: Channel) -> bytes:
    """Everybody may read everything, and here is the list. Source: RFC 9309."""
    return f"User-agent: *\nAllow: /\nSitemap: {addresses.url(channel, INDEX)}\n".encode()


def _written(root: etree._Element) -> bytes:
    etree.indent(root, space=" ")
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
    return document
