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
    server does.
    """
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{digest_of(address.encode())}.part"
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
            last = fault("importing.unreached", shown(address, 200), reason=_reason(reply))
            if reply.code not in ("publishing.fetch-failed", "publishing.fetch-slow"):
                return last
            continue
        if reply.status not in (200, 206):
            if reply.status == 416:
                part.unlink(missing_ok=True)
                continue
            return fault("importing.status", shown(address, 200), status=reply.status)
        size = part.stat().st_size if part.is_file() else 0
        if size > bounds.most:
            part.unlink()
            return fault("importing.too-large", shown(address, 200), limit=bounds.most // 1_000_000)
        if attempt.wanted in (None, size) and size:
            return Got(part, reply.mime)
        last = fault("importing.cut", shown(address, 200), found=size, wanted=attempt.wanted or 0)
    return last


def forget(got: Got) -> None:
    """Remove what is not needed any more."""
    got.path.unlink(missing_ok=True)
    got.path.with_suffix(".json").unlink(missing_ok=True)


def _reason(reply: Unreached) -> str:
    return str(reply.values.get("reason") or reply.values.get("host") or reply.code.partition("-")[2])


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
