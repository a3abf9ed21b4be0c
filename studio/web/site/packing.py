"""Texts packed with gzip on their way out: the same bytes every time, kept while they are asked for."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from threading import Lock

from studio.publishing.kinds import Kind
from studio.units import Digest
from studio.web.site.opening import Opened
from studio.web.site.sending import piece

LEAST, MOST = 400, 8 << 20
"""Bytes of a file that is packed: less is not worth it, more is sent as it stands."""

KEPT = 32 << 20
"""Bytes of packed texts that are kept in memory."""

LEVEL = 6

_TEXT = re.compile(r"text/|application/(?:json|manifest\+json|xml|rss\+xml|x-subrip)|image/svg")
_GZIP = re.compile(
    r"(?:^|,)\s*(?:x-)?gzip\s*(?:;\s*q=(?:1(?:\.0{0,3})?|0\.(?:0{0,2}[1-9]|[1-9]\d{0,2})\d{0,2}))?\s*(?:,|$)"
)


def is_text(kind: Kind) -> bool:
    """Whether a file is a text, which gzip makes shorter."""
    return _TEXT.match(kind.type) is not None


def wants_gzip(header: str) -> bool:
    """Whether Accept-Encoding names gzip, and does not rule it out. Source: RFC 9110, 12.5.3."""
    return _GZIP.search(header.lower()) is not None


class Packing:
    """Packed texts by digest; the ones that were asked for last are kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Digest, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def of(self, opened: Opened, digest: Digest) -> bytes:
        """An open file, packed. Raises EOFError where somebody cut it short."""
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        packed = gzip.compress(piece(opened, 0, opened.size), LEVEL, mtime=0)
        with self._lock:
            if digest not in self._kept:
                self._kept[digest] = packed
                self._size += len(packed)
            while self._size > KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])
        return packed
