"""The list of feeds, for clients that take many at once."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from studio.publishing.values import Both


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed in the list: its title, its address, the page it belongs to, its language.

    kind: of studio.publishing.podcasts ("episodes", "low", "stories", "theme", "province"). name: its title in both
    languages. path: where it lies below the root.
    """

    title: str
    feed: str
    page: str
    language: str
    kind: str
    name: Both
    path: str


def opml_bytes(title: str, feeds: tuple[Listed, ...]) -> bytes:
    """The OPML document. Source: OPML 2.0, subscription lists."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = title
    for feed in feeds:
        etree.SubElement(
            body,
            "outline",
            {"type": "rss", "version": "RSS2", "text": feed.title, "title": feed.title}
            | {"xmlUrl": feed.feed, "htmlUrl": feed.page, "language": feed.language},
        )
    etree.indent(root, space=" ")
    document: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"
    return document
