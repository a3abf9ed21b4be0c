"""The rules of a podcast feed, over the document: what is missing, wrong or out of bounds, and whose rule it is."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from lxml import etree

from studio.errors import Fault, fault
from studio.publishing import categories
from studio.publishing.podcast import NAMESPACES

NAMES = {**NAMESPACES, "atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/"}

DESCRIPTION_BYTES = 4_000
"""Bytes that a description may have at most. Source: Apple Podcasts, RSS requirements."""

RSS, APPLE, PODCAST, PSP = "RSS 2.0", "Apple Podcasts", "podcast namespace", "PSP-1"

# Element, its required attributes, whose rule. An element without attributes must have text.
_CHANNEL: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("title", (), RSS),
    ("link", (), RSS),
    ("description", (), RSS),
    ("language", (), PSP),
    ("atom:link[@rel='self']", ("href",), PSP),
    ("itunes:image", ("href",), APPLE),
    ("itunes:category", ("text",), APPLE),
    ("itunes:explicit", (), APPLE),
    ("podcast:guid", (), PSP),
    ("podcast:locked", (), PSP),
)
_ITEM: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("title", (), RSS),
    ("guid", (), PSP),
    ("enclosure", ("url", "length", "type"), RSS),
    ("pubDate", (), APPLE),
    ("link", (), APPLE),
    ("description", (), APPLE),
    ("itunes:duration", (), APPLE),
    ("itunes:explicit", (), APPLE),
)
_ATTRIBUTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("podcast:transcript", ("url", "type")),
    ("podcast:chapters", ("url", "type")),
    ("podcast:funding", ("url",)),
    ("podcast:image", ("href",)),
    ("podcast:alternateEnclosure", ("type",)),
    ("podcast:source", ("uri",)),
    ("podcast:integrity", ("type", "value")),
)
_WEB = re.compile(r"https?://[^\s/?#]+[^\s]*")
_PICTURE = re.compile(r"https?://\S+\.(?:jpg|jpeg|png)", re.IGNORECASE)
_TRUTH = re.compile(r"true|false")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
_NUMBER = re.compile(r"[1-9][0-9]*")
_DURATION = re.compile(r"[0-9]+|(?:[0-9]+:)?[0-5]?[0-9]:[0-5][0-9]")
_MIME = re.compile(r"[a-z]+/[a-zA-Z0-9.+-]+")

# XPath from the channel (items included), the form of its value, what is wanted, whose rule.
_FORMS: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    ("link|item/link", _WEB, "http(s) address", RSS),
    ("language", _LANGUAGE, "BCP 47", RSS),
    ("atom:link/@href", _WEB, "http(s) address", PSP),
    (".//itunes:image/@href", _PICTURE, "jpg, png", APPLE),
    (".//itunes:explicit", _TRUTH, "true, false", APPLE),
    ("podcast:locked", re.compile("yes|no"), "yes, no", PODCAST),
    ("item/guid/@isPermaLink", _TRUTH, "true, false", RSS),
    ("item/enclosure/@url", _WEB, "http(s) address", RSS),
    ("item/enclosure/@length", _NUMBER, "> 0", RSS),
    ("item/enclosure/@type", _MIME, "type/subtype", RSS),
    ("item/itunes:duration", _DURATION, "seconds", APPLE),
    ("item/podcast:transcript/@url|item/podcast:chapters/@url|.//podcast:source/@uri", _WEB, "address", PODCAST),
    ("item/podcast:transcript/@type|item/podcast:chapters/@type", _MIME, "type/subtype", PODCAST),
    ("item/podcast:episode|item/podcast:season", re.compile(r"[0-9]+(?:\.[0-9]+)?"), "number", PODCAST),
    (".//podcast:txt[@purpose='ai-content']", _TRUTH, "true, false", PODCAST),
)


def feed_faults(document: bytes, where: str) -> tuple[Fault, ...]:
    """Everything that is wrong with a feed, in the order of the document; where: the file or address that it came from.

    Every fault names the line, the rule's source and the values; an empty tuple means that no rule is broken.
    """
    try:
        root = etree.fromstring(document, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        return (fault("publishing.feed-unreadable", where, reason=str(error.msg)),)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        return (fault("publishing.feed-unreadable", where, reason="<rss><channel>"),)
    found = [
        *_missing(channel, _CHANNEL, where),
        *(lack for item in channel.iter("item") for lack in _missing(item, _ITEM, where)),
        *_incomplete(channel, where),
        *_malformed(channel, where),
        *_once(channel, where),
        *_meanings(channel, where),
    ]
    return tuple(found)


def _missing(
    parent: etree._Element, table: tuple[tuple[str, tuple[str, ...], str], ...], where: str
) -> Iterator[Fault]:
    for path, attributes, source in table:
        element = parent.find(path, NAMES)
        name = path.split("[")[0]
        if element is None or not (attributes or (element.text or "").strip()):
            yield fault("publishing.tag-missing", _at(where, parent), tag=name, source=source)
            continue
        for attribute in attributes:
            if not element.get(attribute):
                yield fault(
                    "publishing.attribute-missing", _at(where, element), tag=name, attribute=attribute, source=source
                )


def _incomplete(channel: etree._Element, where: str) -> Iterator[Fault]:
    for name, attributes in _ATTRIBUTES:
        for element in channel.iterfind(f".//{name}", NAMES):
            for attribute in attributes:
                if not element.get(attribute):
                    yield fault(
                        "publishing.attribute-missing",
                        _at(where, element),
                        tag=name,
                        attribute=attribute,
                        source=PODCAST,
                    )


def _malformed(channel: etree._Element, where: str) -> Iterator[Fault]:
    for path, form, wanted, source in _FORMS:
        for found in channel.xpath(path, namespaces=NAMES):
            is_text = isinstance(found, str)
            element = found.getparent() if is_text else found
            value = str(found) if is_text else (found.text or "").strip()
            if value and not form.fullmatch(value):
                yield _bad(element, where, value, wanted, source)


def _once(channel: etree._Element, where: str) -> Iterator[Fault]:
    for tag, source in (("title", RSS), ("link", RSS), ("description", RSS), ("language", RSS)):
        for extra in channel.findall(tag)[1:]:
            yield fault("publishing.tag-repeated", _at(where, extra), tag=tag, source=source)
    for item in channel.iter("item"):
        for extra in item.findall("enclosure")[1:]:
            yield fault("publishing.tag-repeated", _at(where, extra), tag="enclosure", source=APPLE)
    guids = [guid for guid in channel.iterfind("item/guid") if guid.text]
    times = Counter(guid.text.strip() for guid in guids)
    for guid in guids:
        if times[guid.text.strip()] > 1:
            yield fault("publishing.guid-repeated", _at(where, guid), guid=guid.text.strip(), source=RSS)


def _meanings(channel: etree._Element, where: str) -> Iterator[Fault]:
    """What a pattern cannot tell."""
    for guid in channel.iterfind("podcast:guid", NAMES):
        if guid.text and not _is_uuid(guid.text.strip()):
            yield _bad(guid, where, guid.text, "UUID", PODCAST)
    for date in (*channel.iterfind("item/pubDate"), *channel.iterfind("lastBuildDate"), *channel.iterfind("pubDate")):
        if date.text and _moment(date.text) is None:
            yield _bad(date, where, date.text, "RFC 2822", RSS)
    for category in channel.iterfind("itunes:category", NAMES):
        subs = [sub.get("text", "") for sub in category.iterfind("itunes:category", NAMES)] or [""]
        for sub in subs:
            full = f"{category.get('text', '')} > {sub}" if sub else category.get("text", "")
            if full and not categories.is_known(full):
                yield _bad(category, where, full, "Apple's list", APPLE)
    for description in (*channel.iterfind("description"), *channel.iterfind("item/description")):
        size = len((description.text or "").encode("utf-8"))
        if size > DESCRIPTION_BYTES:
            yield fault(
                "publishing.description-too-long",
                _at(where, description),
                bytes=size,
                limit=DESCRIPTION_BYTES,
                source=APPLE,
            )


def _bad(element: etree._Element, where: str, value: str, wanted: str, source: str) -> Fault:
    tag = _name(element)
    return fault("publishing.value-bad", _at(where, element), tag=tag, value=value[:80], wanted=wanted, source=source)


def _at(where: str, element: etree._Element) -> str:
    return f"{where}:{element.sourceline}"


def _name(element: etree._Element) -> str:
    space, _, local = str(element.tag).rpartition("}")
    prefix = {f"{{{uri}": prefix for prefix, uri in NAMES.items()}.get(space)
    return f"{prefix}:{local}" if prefix else local


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
