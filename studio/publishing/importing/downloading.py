"""Brings a large file here: bounded, whole or not at all, and where it stopped the next time."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from studio.errors import Fault, fault
from studio.publishing.fetching import Bounds, ask
from studio.publishing.rules.answers import Unreached
from studio.publishing.rules.values import shown
from studio.store.files import write_text
from studio.units import digest_of

PASSING = frozenset({408, 425, 429})
"""Answers below 500 that mean: not now. Source: RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4."""

TRIES = 3
"""How often a file is asked for again where the connection ends before the file does."""
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")


@dataclass(frozen=True, slots=True)
class Got:
    """A file that came as a whole: where it is for now, and its type as the server has it."""

    path: Path
    mime: str


def download(address: str, folder: Path, bounds: Bounds) -> Got | Fault:
    """A file as a whole in a folder of its own name; what came of it before is gone on with, if it is still the same.

    bounds: seconds and bytes of the file. The length is held against what the server said. Never raises for what a
    server does. What came of a file that was refused is removed; of one that broke off it is kept where it can be
    gone on with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{digest_of(address.encode())}.part"
    got, again = _tried(address, part, bounds)
    if isinstance(got, Fault) and not (again and _Attempt(part).headers()):
        forget(Got(part, ""))
    return got


def _tried(address: str, part: Path, bounds: Bounds) -> tuple[Got | Fault, bool]:
    """What came, and whether asking another time may bring the rest."""
    last: Fault = fault("importing.cut", shown(address, 200), found=0, wanted=0)
    for _ in range(TRIES):
        attempt = _Attempt(part)
        reply = ask(
            address,
            Bounds(bounds.seconds, bounds.most + 1, 0, bounds.hops, bounds.private),
            headers=attempt.headers(),
            sink=attempt.begin,
        )
        attempt.close()
        if isinstance(reply, Unreached):
            last = unreached_fault(reply, bounds)
            if reply.code not in ("publishing.fetch-failed", "publishing.fetch-slow"):
                return last, False
            continue
        if reply.status not in (200, 206):
            if reply.status == 416:
                part.unlink(missing_ok=True)
                continue
            again = reply.status >= 500 or reply.status in PASSING
            return fault("importing.status", shown(address, 200), status=reply.status), again
        size = part.stat().st_size if part.is_file() else 0
        if size > bounds.most:
            return fault("importing.too-large", shown(address, 200), limit=bounds.most // 1_000_000), False
        if attempt.wanted in (None, size) and size:
            return Got(part, reply.mime), False
        last = fault("importing.cut", shown(address, 200), found=size, wanted=attempt.wanted or 0)
    return last, True


def forget(got: Got) -> None:
    """Remove what is not needed any more."""
    got.path.unlink(missing_ok=True)
    got.path.with_suffix(".json").unlink(missing_ok=True)


def unreached_fault(reply: Unreached, bounds: Bounds) -> Fault:
    """Why no answer came, with the advice that helps: within the bounds that were given, or by giving others."""
    where = shown(reply.asked, 200)
    match reply.code:
        case "publishing.fetch-circle":
            return fault("importing.leads-on", where, hops=bounds.hops)
        case "publishing.fetch-scheme":
            return fault("importing.leads-away", where)
        case "publishing.fetch-private":
            return fault("importing.never-fetched" if bounds.private else "importing.private", where)
        case "publishing.fetch-slow":
            return fault("importing.slow", where, seconds=round(bounds.seconds, 1))
    return fault("importing.unreached", where)


class _Attempt:
    """One time that a file is asked for. wanted: its length, where the server says it."""

    def __init__(self, part: Path) -> None:
        self._part, self._note = part, part.with_suffix(".json")
        self._file: BinaryIO | None = None
        self.wanted: int | None = None

    def headers(self) -> dict[str, str]:
        """What asks for the rest, if the file is still that one; for all of it where nobody could tell."""
        tag = self._tag()
        size = self._part.stat().st_size if self._part.is_file() else 0
        return {"Range": f"bytes={size}-", "If-Range": tag} if size and tag else {}

    def begin(self, status: int, headers: Mapping[str, str]) -> BinaryIO | None:
        """Where the body goes: behind what is here, or in its place."""
        match = _RANGE.fullmatch(headers.get("content-range", "")) if status == 206 else None
        here = self._part.stat().st_size if self._part.is_file() else 0
        if match and int(match[1]) == here:
            self.wanted = int(match[2])
            self._file = self._part.open("ab")
        elif status == 200:
            length = headers.get("content-length", "")
            self.wanted = int(length) if length.isascii() and length.isdigit() else None
            tag = headers.get("etag", "")
            strong = tag if tag.startswith('"') else headers.get("last-modified", "")
            write_text(self._note, json.dumps({"tag": strong}))
            self._file = self._part.open("wb")
        return self._file

    def close(self) -> None:
        """No more comes."""
        if self._file is not None:
            self._file.close()

    def _tag(self) -> str:
        try:
            return str(json.loads(self._note.read_bytes())["tag"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""
