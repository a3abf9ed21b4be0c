"""Look at what is published: the feed, what it points at, the pages and their links, the files as they were written."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from studio.errors import Fault, fault
from studio.publishing import addresses, chapters
from studio.publishing.archive.files import UNFINISHED, published
from studio.publishing.rules.pointers import Kind, pointers
from studio.publishing.rules.reading import read_feed
from studio.publishing.rules.ruling import refusing, tree_faults
from studio.publishing.rules.values import Feed
from studio.publishing.transcript import webvtt_faults
from studio.units import digest_of

_ELSEWHERE = frozenset({"podcast:funding", "podcast:license"})
"""What may lie beside the published folder though its address begins alike."""


def faults(root: Path, only: frozenset[Path] | None = None) -> tuple[Fault, ...]:
    """Everything that is wrong in a published folder; empty when nothing is. only: of the files, just these are read.

    Read are the feed by its rules, every file that it or a page points at inside the site, the length of every
    enclosure, transcripts, chapters, pages, and every published file against the digest that it was written with.
    """
    feed = root / addresses.FEED
    if not feed.is_file():
        return (fault("publishing.feed-missing", addresses.FEED),)
    document = feed.read_bytes()
    tree, unreadable = read_feed(document, addresses.FEED)
    if tree is None:
        return unreadable
    found = list(refusing((*unreadable, *tree_faults(tree, addresses.FEED))))
    found.extend(_of_feed(tree, root))
    for path, digest in published(root).items():
        if only is not None and root / path not in only:
            continue
        content = (root / path).read_bytes() if (root / path).is_file() else None
        if content is None:
            if digest != UNFINISHED:
                found.append(fault("publishing.file-missing", path, target=path))
        elif digest not in (UNFINISHED, digest_of(content)):
            found.append(fault("publishing.file-changed", path))
        else:
            found.extend(_of_file(path, content, root))
    return tuple(found)


def _of_feed(feed: Feed, root: Path) -> Iterator[Fault]:
    base = next((link.value("href").removesuffix(addresses.FEED) for link in feed.links("self")), "")
    for pointer in pointers(feed):
        if base and pointer.address.startswith(base) and pointer.tag not in _ELSEWHERE:
            where = f"{addresses.FEED}:{pointer.line}"
            target = _file(root, pointer.address.removeprefix(base))
            if not target.is_file():
                yield fault("publishing.file-missing", where, target=pointer.address)
            elif pointer.kind is Kind.SOUND and pointer.length != target.stat().st_size:
                yield fault("publishing.length-wrong", where, said=pointer.length, found=target.stat().st_size)


def _of_file(path: str, content: bytes, root: Path) -> Iterator[Fault]:
    match posixpath.splitext(path)[1]:
        case ".vtt":
            yield from webvtt_faults(content.decode("utf-8", "replace"), path)
        case ".json" if path.endswith("/chapters.json"):
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
