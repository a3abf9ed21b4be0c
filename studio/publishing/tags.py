"""Tags of namespaces, and the feedgen extension that writes them."""

from __future__ import annotations

from dataclasses import dataclass

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

NAMESPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "psc": "http://podlove.org/simple-chapters",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """An element to be written: "itunes:author", its text, its attributes in order, its children."""

    name: str
    text: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Tag, ...] = ()

    def append_to(self, parent: etree._Element) -> None:
        """Write it as the last child of an element."""
        prefix, local = self.name.split(":")
        element = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}", dict(self.attributes))
        element.text = self.text or None
        for child in self.children:
            child.append_to(element)


class _Tags:
    """What both extensions do: keep tags and write them at the end of the element they belong to."""

    def __init__(self) -> None:
        self._tags: tuple[Tag, ...] = ()

    def extend_ns(self) -> dict[str, str]:
        """The prefixes that the document needs."""
        return dict(NAMESPACES)

    def set(self, tags: tuple[Tag, ...]) -> None:
        """The tags to write."""
        self._tags = tags


class ChannelTags(_Tags, BaseExtension):  # type: ignore[misc] # feedgen has no types
    """The feedgen extension of the channel."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the tags into the channel; called by feedgen with the rss element."""
        for tag in self._tags:
            tag.append_to(feed[0])
        return feed


class EpisodeTags(_Tags, BaseEntryExtension):  # type: ignore[misc] # feedgen has no types
    """The feedgen extension of an entry."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the tags into the entry; called by feedgen with the item element."""
        for tag in self._tags:
            tag.append_to(feed)
        return feed
