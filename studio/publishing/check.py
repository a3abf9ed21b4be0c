"""Look at what is published: the feed, what it points at, the pages and their links, the files as they were written."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from studio.errors import Fault, fault
from studio.publishing import addresses, chapters, manifest
from studio.publishing.rules import NAMES, feed_faults
from studio.publishing.transcript import webvtt_faults
from studio.units import digest_of

_POINTERS = (
    "item/enclosure/@url|item/podcast:transcript/@url|item/podcast:chapters/@url|.//podcast:source/@uri"
    "|.//itunes:image/@href|.//podcast:image/@href|item/link/text()|image/url/text()"
)


def faults(root: Path) -> tuple[Fault, ...]:
    """Everything that is wrong in a published folder; empty when nothing is.

    Read are the feed by its rules, every file that it or a page points at inside the site, the length of every
    enclosure, transcripts, chapters, pages, and every published file against the digest that it was written with.
    """
    feed = root / addresses.FEED
    if not feed.is_file():
        return (fault("publishing.feed-missing", addresses.FEED),)
    document = feed.read_bytes()
    found = list(feed_faults(document, addresses.FEED))
    if any(each.code == "publishing.feed-unreadable" for each in found):
        return tuple(found)
    found.extend(_of_feed(document, root))
    for path, digest in manifest.read(root).items():
        content = (root / path).read_bytes() if (root / path).is_file() else None
        if content is None:
            if digest != manifest.UNFINISHED:
                found.append(fault("publishing.file-missing", path, target=path))
        elif digest not in (manifest.UNFINISHED, digest_of(content)):
            found.append(fault("publishing.file-changed", path))
        else:
            found.extend(_of_file(path, content, root))
    return tuple(found)


def _of_feed(document: bytes, root: Path) -> Iterator[Fault]:
    channel = etree.fromstring(document)[0]
    own = channel.find("atom:link[@rel='self']", NAMES)
    base = own.get("href", "").removesuffix(addresses.FEED) if own is not None else ""
    for pointer in channel.xpath(_POINTERS, namespaces=NAMES):
        if base and pointer.startswith(base) and not _file(root, pointer.removeprefix(base)).is_file():
            where = f"{addresses.FEED}:{pointer.getparent().sourceline}"
            yield fault("publishing.file-missing", where, target=str(pointer))
    for enclosure in channel.iterfind("item/enclosure"):
        sound = _file(root, enclosure.get("url", "").removeprefix(base))
        size = sound.stat().st_size if sound.is_file() else None
        if size is not None and enclosure.get("length") != str(size):
            where = f"{addresses.FEED}:{enclosure.sourceline}"
            yield fault("publishing.length-wrong", where, said=enclosure.get("length"), found=size)


def _of_file(path: str, content: bytes, root: Path) -> Iterator[Fault]:
    match posixpath.splitext(path)[1]:
        case ".vtt":
            yield from webvtt_faults(content.decode("utf-8", "replace"), path)
        case ".json":
            yield from _of_chapters(path, content)
        case ".html":
            yield from _of_page(path, content, root)


def _of_chapters(path: str, content: bytes) -> Iterator[Fault]:
    try:
        document = json.loads(content)
        starts = [float(chapter["startTime"]) for chapter in document["chapters"]]
        right = document["version"] == chapters.VERSION and starts == sorted(starts)
    except (ValueError, KeyError, TypeError):
        right = False
    if not right:
        yield fault("publishing.chapters-bad", path)


def _of_page(path: str, content: bytes, root: Path) -> Iterator[Fault]:
    page = lxml_html.document_fromstring(content.decode("utf-8", "replace"))
    ids = Counter(page.xpath("//@id"))
    for name, times in ids.items():
        if times > 1:
            yield fault("publishing.id-repeated", path, value=str(name))
    for pointer in page.xpath("//@href|//@src"):
        parts = urlsplit(pointer)
        if parts.scheme or parts.netloc:
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path)) if parts.path else path
        lost = not parts.path and parts.fragment and parts.fragment not in ids
        if lost or not _file(root, target).is_file():
            yield fault("publishing.file-missing", path, target=str(pointer))


def _file(root: Path, address: str) -> Path:
    """The file that a host gives for an address below the site."""
    path = unquote(address)
    return root / (f"{path}index.html" if not path or path.endswith("/") else path)
