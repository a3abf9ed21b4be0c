"""The rules about what a feed points at, over the answers of its servers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlsplit

from studio.errors import Fault, Scalar
from studio.publishing.requirements import PIXELS
from studio.publishing.rules.answers import Answer, Reply, Seen
from studio.publishing.rules.contents import chapters_fault, is_artwork, is_sound, picture_size, transcript_fault
from studio.publishing.rules.forms import is_secure
from studio.publishing.rules.pointers import Kind, Pointer
from studio.publishing.rules.values import MUST, NICE, SHOULD, Severity, ruled, shown

HOPS = 5
"""Redirects that are followed. Source: Apple Podcasts, RSS feed requirements."""

_TYPES = {
    Kind.PICTURE: ("image/jpeg", "image/png"),
    Kind.CHAPTERS: ("application/json+chapters", "application/json"),
}
_SAME = {"audio/mp3": "audio/mpeg", "audio/m4a": "audio/x-m4a", "audio/mp4": "audio/x-m4a", "audio/opus": "audio/ogg"}


def pointer_faults(pointer: Pointer, seen: Seen, where: str) -> tuple[Fault, ...]:
    """What is wrong with what was seen at an address, against what the feed says of it."""
    return tuple(_Pointed(pointer, where).faults(seen))


class _Pointed:
    """One pointer, and how its faults are said."""

    def __init__(self, pointer: Pointer, where: str) -> None:
        self._pointer, self._where = pointer, where

    def faults(self, seen: Seen) -> Iterator[Fault]:
        """Reached at all, on the right way, of the right kind, and in it what is promised."""
        best = next((one for one in (seen.whole, seen.part, seen.head) if isinstance(one, Answer)), seen.head)
        if not isinstance(best, Answer):
            yield self._told(best.code, "fetch.reached", MUST, "RFC 9110, 3.3", **best.values)
            return
        if best.status not in (200, 206):
            yield self._told("publishing.fetch-status", "fetch.status", MUST, "RFC 9110, 15", status=best.status)
            return
        yield from self._way(best)
        yield from self._head(seen.head)
        if self._pointer.kind is not Kind.PAGE:
            yield from self._type(best)
        match self._pointer.kind:
            case Kind.SOUND:
                yield from self._sound(seen)
            case Kind.PICTURE:
                yield from self._picture(seen.whole)
            case Kind.TRANSCRIPT | Kind.CHAPTERS:
                yield from self._words(seen.whole)

    def _told(self, code: str, rule: str, severity: Severity, source: str, **values: Scalar) -> Fault:
        pointer = self._pointer
        told = {"url": shown(pointer.address, 200), **values}
        return ruled(
            code, self._where, pointer.line, rule=rule, severity=severity, source=source, tag=pointer.tag, values=told
        )

    def _way(self, answer: Answer) -> Iterator[Fault]:
        steps = [answer.asked, *(target for _status, target in answer.hops)]
        for before, after in pairwise(steps):
            if before.startswith("https:") and not is_secure(after):
                yield self._told(
                    "publishing.fetch-insecure", "fetch.downgrade", MUST, "RFC 9110, 4.2.2", target=shown(after, 200)
                )
        if not is_secure(answer.asked):
            source = "podcast namespace, podcast tags (https); Apple Podcasts, RSS feed requirements"
            yield self._told("publishing.fetch-plain", "fetch.https", SHOULD, source)

    def _head(self, head: Reply) -> Iterator[Fault]:
        if self._pointer.kind in (Kind.SOUND, Kind.PICTURE):
            status = head.status if isinstance(head, Answer) else 0
            if status != 200:
                source = "Apple Podcasts, RSS feed requirements (HTTP HEAD requests)"
                yield self._told("publishing.fetch-no-head", "fetch.head", MUST, source, status=status)

    def _type(self, answer: Answer) -> Iterator[Fault]:
        pointer = self._pointer
        said = pointer.mime.partition(";")[0].strip().lower()
        wanted = _TYPES.get(pointer.kind) or ((said,) if said else ())
        found = answer.mime
        if not wanted or _SAME.get(found, found) in {_SAME.get(one, one) for one in wanted}:
            return
        severity = SHOULD if found else NICE
        source = "RSS 2.0, <enclosure>: type; RFC 9110, 8.3"
        yield self._told(
            "publishing.fetch-type",
            "fetch.type",
            severity,
            source,
            found=shown(found) or "–",
            wanted=", ".join(map(shown, wanted)),
        )

    def _sound(self, seen: Seen) -> Iterator[Fault]:
        pointer, part, whole = self._pointer, seen.part, seen.whole
        if isinstance(part, Answer):
            if part.status != 206:
                source = "Apple Podcasts, RSS feed requirements (byte-range requests); RFC 9110, 14"
                yield self._told("publishing.fetch-no-range", "fetch.range", MUST, source, status=part.status)
            if part.body and not is_sound(part.body, _SAME.get(pointer.mime.lower(), pointer.mime.lower())):
                yield self._told(
                    "publishing.fetch-not-sound", "fetch.sound", MUST, "RSS 2.0, <enclosure>: type", wanted=pointer.mime
                )
        size = _size(seen)
        if pointer.length is not None and size is not None and size != pointer.length:
            source = "RSS 2.0, <enclosure>: length"
            yield self._told("publishing.fetch-length", "fetch.length", MUST, source, found=size, wanted=pointer.length)
        if pointer.integrity and isinstance(whole, Answer):
            yield from self._integrity(whole)

    def _integrity(self, whole: Answer) -> Iterator[Fault]:
        source = "podcast namespace, integrity; W3C SRI, 3.3"
        if not whole.whole:
            yield self._told("publishing.fetch-cut", "fetch.limit", NICE, "Studio", bytes=whole.size)
        elif whole.digest not in self._pointer.integrity:
            yield self._told("publishing.fetch-digest", "fetch.integrity", MUST, source)

    def _picture(self, whole: Reply | None) -> Iterator[Fault]:
        if not isinstance(whole, Answer):
            return
        source = "Apple Podcasts, artwork requirements"
        size = picture_size(whole.body)
        if size is None:
            yield self._told("publishing.fetch-picture-format", "fetch.picture", MUST, source, wanted="JPEG, PNG")
        elif self._pointer.tag == "itunes:image" and not is_artwork(size):
            least, most = PIXELS
            found = f"{size[0]}×{size[1]}"
            yield self._told(
                "publishing.fetch-picture-size", "fetch.artwork", MUST, source, found=found, least=least, most=most
            )

    def _words(self, whole: Reply | None) -> Iterator[Fault]:
        if not isinstance(whole, Answer):
            return
        if not whole.whole:
            yield self._told("publishing.fetch-cut", "fetch.limit", NICE, "Studio", bytes=whole.size)
        elif self._pointer.kind is Kind.CHAPTERS:
            wrong = chapters_fault(whole.body)
            if wrong:
                source = "podcast namespace, JSON chapters 1.2"
                yield self._told("publishing.fetch-chapters-bad", "fetch.chapters", MUST, source, reason=wrong)
        else:
            mime = self._pointer.mime.partition(";")[0].strip().lower()
            wrong = transcript_fault(whole.body, mime)
            if wrong:
                source = "podcast namespace, transcript; W3C WebVTT 1, 4.1"
                yield self._told(
                    "publishing.fetch-transcript-bad", "fetch.transcript", MUST, source, reason=wrong, mime=mime
                )


def _size(seen: Seen) -> int | None:
    """The bytes of a sound as its server says or sends them."""
    if isinstance(seen.whole, Answer) and seen.whole.whole:
        return seen.whole.size
    if isinstance(seen.part, Answer) and seen.part.status == 206:
        total = seen.part.headers.get("content-range", "").rpartition("/")[2]
        if total.isdecimal() and len(total) < 19:
            return int(total)
    for reply in (seen.head, seen.part):
        if isinstance(reply, Answer) and reply.status == 200:
            said = reply.headers.get("content-length", "")
            if said.isdecimal() and len(said) < 19:
                return int(said)
    return None


def host_of(address: str) -> str:
    """The host of an address, empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
