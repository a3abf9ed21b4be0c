"""The answer to a request for a file that is there: status, headers and which bytes, before any byte is read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from studio.publishing.kinds import Kind
from studio.units import Digest
from studio.web.site.ranges import OutOfReach, Span, Whole, span_of

_TAG = re.compile(r'(W/)?("[!#-~\x80-\xff]*")')

_EMPTY = {"content-length": "0", "cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says about the bytes it wants: its method and its header fields, empty where it has none."""

    method: str
    range: str = ""
    if_range: str = ""
    if_match: str = ""
    if_none_match: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, the headers, and the bytes start to stop of the file as the body."""

    status: int
    headers: dict[str, str]
    start: int = 0
    stop: int = 0


def answer(asked: Asked, size: int, digest: Digest, kind: Kind) -> Answer:
    """The answer for a file of that many bytes and that SHA-256; its entity tag is strong, and it has no other date.

    Ranges are for GET alone. Source: RFC 9110, 13.2.2 (order of conditions), 14.2 (ranges), 8.8.3 (entity tags).
    """
    tag = f'"{digest}"'
    kept = {"etag": tag, "cache-control": kind.cache}
    if kind.shared:
        kept["access-control-allow-origin"] = "*"
    if asked.if_match and not _names(asked.if_match, tag, weakly=False):
        return Answer(412, {**kept, **_EMPTY})
    if asked.if_none_match and _names(asked.if_none_match, tag, weakly=True):
        return Answer(304, kept)
    ranged = asked.method == "GET" and asked.range and asked.if_range in ("", tag)
    span = span_of(asked.range, size) if ranged else Whole()
    kept["accept-ranges"] = "bytes"
    match span:
        case OutOfReach():
            return Answer(416, {**kept, **_EMPTY, "content-range": f"bytes */{size}"})
        case Span(start, stop):
            kept |= {"content-range": f"bytes {start}-{stop - 1}/{size}"}
            return Answer(206, {**kept, **_body(kind, stop - start)}, start, stop)
        case Whole():
            return Answer(200, {**kept, **_body(kind, size)}, 0, 0 if asked.method == "HEAD" else size)


def _body(kind: Kind, length: int) -> dict[str, str]:
    return {"content-type": kind.type, "content-length": str(length)}


def _names(header: str, tag: str, *, weakly: bool) -> bool:
    """Whether a list of entity tags, or "*", names this one."""
    if header.strip() == "*":
        return True
    return any(opaque == tag and (weakly or not weak) for weak, opaque in _TAG.findall(header))
