"""The SHA-256 of open files, measured once for as long as a file stays as it is."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from threading import Lock

from studio.units import Digest
from studio.web.site.opening import Opened, Signature

SETTLED_NS = 2_000_000_000
"""Nanoseconds after which a file's times tell it from the one before; younger ones are measured each time."""


class Digests:
    """Remembers the digests of at most `most` files, the latest asked for."""

    def __init__(self, most: int = 20_000) -> None:
        self._most = most
        self._known: OrderedDict[Signature, Digest] = OrderedDict()
        self._lock = Lock()

    def of(self, opened: Opened) -> Digest:
        """The SHA-256 of what the open file holds; leaves the file at any position."""
        with self._lock:
            if opened.signature in self._known:
                self._known.move_to_end(opened.signature)
                return self._known[opened.signature]
        opened.file.seek(0)
        digest = Digest(hashlib.file_digest(opened.file, "sha256").hexdigest())
        if time.time_ns() - opened.changed_ns > SETTLED_NS:
            with self._lock:
                self._known[opened.signature] = digest
                if len(self._known) > self._most:
                    self._known.popitem(last=False)
        return digest
