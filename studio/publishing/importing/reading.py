"""A feed of anybody's as a podcast that can be taken over, or everything that stands in the way. Pure."""

from __future__ import annotations

import io
import math
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
from lxml import html

from studio.errors import Fault, fault
from studio.publishing.importing.values import Foreign, Podcast, Pointed
from studio.publishing.rules.reading import read_feed
from studio.publishing.rules.ruling import refusing
from studio.publishing.rules.values import Element
from studio.publishing.values import clean
from studio.units import Ms

LONGEST_S = 48 * 3600
MOST_NUMBER = 1_000_000
_SCHEMES = ("http://", "https://")


def read_podcast(document: bytes, where: str, address: str = "") -> tuple[Podcast | None, tuple[Fault, ...]]:
    """The podcast in a document with every fault of its episodes; None and the reason where it is no feed.

    address: where the document came from; what it points at is found from there. Episodes with a fault are not among
    those of the podcast; an item without a sound is no episode, and is counted. Entities, other encodings than declared
    and documents that are too large are refused as `studio check feed` refuses them.
    """
    tree, unreadable = read_feed(document, where, address)
    if tree is None:
        return None, tuple(refusing(unreadable)) or unreadable
    parsed = feedparser.parse(io.BytesIO(document), response_headers={"content-type": "application/xml"})
    elements = list(tree.channel.below("item"))
    if len(parsed.entries) != len(elements):
        return None, (fault("importing.unreadable", where, found=len(parsed.entries), wanted=len(elements)),)
    pairs = [(entry, one) for entry, one in zip(parsed.entries, elements, strict=True) if entry.get("enclosures")]
    guids = Counter(_guid(entry, one, address) for entry, one in pairs)
    found: list[Fault] = []
    episodes: list[Foreign] = []
    for entry, one in pairs:
        wrong = tuple(_wrong(entry, one, guids, where, address))
        found.extend(wrong)
        if not wrong:
            episodes.append(_episode(entry, one, address))
    if not pairs:
        found.append(fault("importing.no-episodes", where))
    feed = parsed.feed
    guid = next((each.text for each in tree.channel.below("podcast:guid")), "")
    silent, title = len(elements) - len(pairs), plain(feed.get("title", ""))
    return Podcast(title, guid, feed.get("language", "").lower(), tuple(episodes), silent), tuple(found)


def plain(text: str) -> str:
    """A text without tags: paragraphs and line breaks become lines."""
    text = clean(text).strip()
    if not re.search(r"<[a-zA-Z/!]|&[#a-zA-Z]", text):
        return text
    spaced = re.sub(r"(?i)<br\s*/?>|</(p|div|li|h[1-6])>", "\n", text)
    lines = (line.strip() for line in str(html.fromstring(f"<div>{spaced}</div>").text_content()).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def milliseconds(duration: str) -> Ms:
    """A length as feeds write it: seconds, m:ss or h:mm:ss; 0 for anything else. Source: Apple, itunes:duration."""
    parts = duration.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,6})?", part) for part in parts):
        return Ms(0)
    seconds = 0.0
    for part in parts:
        seconds = seconds * 60 + float(part)
    return Ms(round(seconds * 1000)) if 0 < seconds <= LONGEST_S and math.isfinite(seconds) else Ms(0)


def _sound(entry: Mapping[str, Any], address: str) -> Pointed:
    first = entry["enclosures"][0]
    return Pointed(urljoin(address, str(first.get("href", ""))), str(first.get("type", "")).lower())


def _guid(entry: Mapping[str, Any], element: Element, address: str) -> str:
    own = next((each.text for each in element.below("guid") if each.text), "")
    return clean(own or _sound(entry, address).address)


def _wrong(
    entry: Mapping[str, Any], element: Element, guids: Counter[str], where: str, address: str
) -> Iterator[Fault]:
    """Why an episode cannot be taken over."""
    at = f"{where}:{element.line}"
    title = plain(entry.get("title", ""))
    if not title:
        yield fault("importing.no-title", at)
    if not entry.get("published_parsed"):
        yield fault("importing.no-date", at, title=title[:60])
    if not _sound(entry, address).address.lower().startswith(_SCHEMES):
        yield fault("importing.no-address", at, title=title[:60])
    if guids[guid := _guid(entry, element, address)] > 1:
        yield fault("importing.guid-repeated", at, guid=guid[:200])


def _episode(entry: Mapping[str, Any], element: Element, address: str) -> Foreign:
    contents = entry.get("content") or [{}]
    told = plain(entry.get("summary", "")) or plain(contents[0].get("value", ""))
    title = " ".join(plain(entry["title"]).split())
    pointed = [
        (each.name, Pointed(target, each.value("type").lower()))
        for name in ("podcast:chapters", "podcast:transcript")
        for each in element.below(name)
        for target in [urljoin(address, each.value("url"))]
        if target.lower().startswith(_SCHEMES)
    ]
    return Foreign(
        guid=_guid(entry, element, address),
        title=title,
        description=told or title,
        published_at=datetime.fromtimestamp(timegm(entry["published_parsed"]), UTC),
        sound=_sound(entry, address),
        season=_number(entry.get("itunes_season")),
        number=_number(entry.get("itunes_episode")),
        ms=milliseconds(str(entry.get("itunes_duration", ""))),
        chapters=next((one for name, one in pointed if name == "podcast:chapters"), None),
        transcripts=tuple(one for name, one in pointed if name == "podcast:transcript"),
        line=element.line,
    )


def _number(text: object) -> int:
    said = str(text or "").strip()
    return int(said) if said.isascii() and said.isdigit() and int(said) < MOST_NUMBER else 0
