"""gone.json: the addresses that were withdrawn, for which the answer is "410 Gone"."""

from __future__ import annotations

import json
import time
from pathlib import Path

from studio.errors import PublishRefused
from studio.web.site.address import INDEX, WITHDRAWN, Place
from studio.web.site.digests import SETTLED_NS
from studio.web.site.opening import Miss, Signature, open_below


class Withdrawn:
    """The list in a published folder, read again whenever it changed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: tuple[Signature, frozenset[str]] | None = None

    def holds(self, place: Place) -> bool:
        """Whether a place was withdrawn, itself or with a folder above it. Raises PublishRefused for a broken list."""
        paths = self._paths()
        if not paths:
            return False
        above = ("/".join(place.parts[:depth]) + "/" for depth in range(1, len(place.parts)))
        return place.path in paths or any(folder in paths for folder in above)

    def check(self) -> None:
        """Read the list. Raises PublishRefused where it is broken."""
        self._paths()

    def _paths(self) -> frozenset[str]:
        opened = open_below(self._root, Place((WITHDRAWN,)))
        if opened is Miss.ABSENT:
            return frozenset()
        if isinstance(opened, Miss):
            raise PublishRefused.because("web.withdrawn-unreadable", WITHDRAWN, reason=opened.value)
        with opened.file:
            if self._read is not None and self._read[0] == opened.signature:
                return self._read[1]
            paths = withdrawn_paths(opened.file.read())
        if time.time_ns() - opened.changed_ns > SETTLED_NS:
            self._read = (opened.signature, paths)
        return paths


def withdrawn_paths(content: bytes) -> frozenset[str]:
    """The paths of a list: a JSON array of texts, each a file, or a folder with a slash at its end.

    Raises PublishRefused where it is anything else, so that a slip of the pen opens nothing again.
    """
    try:
        listed = json.loads(content)
    except ValueError as error:
        raise PublishRefused.because("web.withdrawn-unreadable", WITHDRAWN, reason=str(error)) from error
    if not isinstance(listed, list) or not all(isinstance(path, str) and path.strip("/") for path in listed):
        raise PublishRefused.because("web.withdrawn-unreadable", WITHDRAWN, reason='["media/….mp3", …]')
    return frozenset(path.lstrip("/") for path in listed) | {
        path.lstrip("/") + INDEX for path in listed if path.endswith("/")
    }
