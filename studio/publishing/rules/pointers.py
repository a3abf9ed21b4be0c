"""What a feed points at: sounds, pictures, transcripts, chapters, pages, and what it says of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.publishing.rules.values import Element, Feed


class Kind(StrEnum):
    """What is to be found at an address."""

    SOUND = "sound"
    PICTURE = "picture"
    TRANSCRIPT = "transcript"
    CHAPTERS = "chapters"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Pointer:
    """An address in a feed and what the feed says of it.

    length: in bytes, None where none is said. mime: as it stands. integrity: the value of podcast:integrity.
    line, tag: where it stands.
    """

    kind: Kind
    address: str
    line: int
    tag: str
    mime: str = ""
    length: int | None = None
    integrity: str = ""


# Path, attribute with the address ("" for the text), kind.
_PLACES = (
    ("*/itunes:image", "href", Kind.PICTURE),
    ("*/podcast:image", "href", Kind.PICTURE),
    ("image/url", "", Kind.PICTURE),
    ("*/enclosure", "url", Kind.SOUND),
    ("podcast:alternateEnclosure/podcast:source", "uri", Kind.SOUND),
    ("*/podcast:trailer", "url", Kind.SOUND),
    ("*/podcast:transcript", "url", Kind.TRANSCRIPT),
    ("*/podcast:chapters", "url", Kind.CHAPTERS),
    ("channel/link", "", Kind.PAGE),
    ("item/link", "", Kind.PAGE),
    ("*/podcast:funding", "url", Kind.PAGE),
    ("*/podcast:license", "url", Kind.PAGE),
)


def pointers(feed: Feed) -> tuple[Pointer, ...]:
    """Everything that the feed points at, in the order of its lines."""
    found = [
        _pointer(element, kind, element.value(attribute))
        for path, attribute, kind in _PLACES
        for element in feed.at(path)
        if element.value(attribute)
    ]
    return tuple(sorted(found, key=lambda each: each.line))


def _pointer(element: Element, kind: Kind, address: str) -> Pointer:
    parent = element.parent
    if element.name != "podcast:source" or parent is None:
        return Pointer(kind, address, element.line, element.name, element.value("type"), _number(element))
    integrity = next((each.value("value") for each in parent.below("podcast:integrity") if _is_sri(each)), "")
    mime = element.value("contentType") or parent.value("type")
    return Pointer(kind, address, element.line, element.name, mime, _number(parent), integrity)


def _is_sri(integrity: Element) -> bool:
    return integrity.value("type") == "sri"


def _number(element: Element) -> int | None:
    value = element.value("length")
    return int(value) if value.isdecimal() and len(value) < 19 else None
