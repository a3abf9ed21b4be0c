"""Brings what is published to a target: media, transcripts, pages, feeds; then takes away what is gone.

Interrupted anywhere and run again, it ends in the same state: what arrived is not sent again, and what may be taken
away was written down before the first file was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from studio.errors import PublishRefused
from studio.publishing.targets.holding import changed_since, holding
from studio.publishing.targets.record import read_record, record_text
from studio.publishing.targets.values import RECORD, Difference, Kept, Seen, difference

Tell = Callable[[str, int, int], None]


class Target(Protocol):
    """A place that holds files by path. Each call raises PublishRefused where the place refuses.

    put and write replace a file only while it is the one that was seen, where the place can tell.
    """

    name: str

    def seen(self) -> Mapping[str, Seen]:
        """Everything that is there."""

    def same(self, path: str, ours: Kept, there: Seen, source: Path) -> bool:
        """Whether a file there has our bytes."""

    def read(self, path: str) -> bytes | None:
        """A small file; None where there is none."""

    def write(self, path: str, content: bytes, there: Seen | None) -> Seen:
        """Write a small file; what is there then."""

    def put(self, path: str, source: Path, there: Seen | None) -> None:
        """Send a file."""

    def remove(self, path: str) -> None:
        """Take a file away."""


def deliver(root: Path, show: str, target: Target, tell: Tell, *, dry_run: bool = False) -> Difference:
    """Make a target hold what is published in root; what was, or with dry_run what would be, changed.

    show: the podcast's guid. Raises PublishRefused with every local file that is not what was published, before
    anything is sent.
    """
    ours = holding(root)
    theirs = dict(target.seen())
    before = read_record(target.read(RECORD) if RECORD in theirs else None, show, target.name)
    same = [path for path, kept in ours.items() if path in theirs and _same(target, root, path, kept, theirs[path])]
    found = difference(ours, theirs, same, before)
    if dry_run:
        return found
    PublishRefused.raise_if(changed_since(root, ours, found.sent))
    expected = record_text(show, before.union(ours))
    there = theirs.get(RECORD)
    if (found.sent or found.removed or before != ours.keys()) and target.read(RECORD) != expected:
        there = target.write(RECORD, expected, there)
    _perform(root, target, found, theirs, tell)
    if before != ours.keys():
        target.write(RECORD, record_text(show, ours), there)
    return found


def _same(target: Target, root: Path, path: str, kept: Kept, there: Seen) -> bool:
    return there.bytes == kept.bytes and target.same(path, kept, there, root / path)


def _perform(root: Path, target: Target, found: Difference, theirs: Mapping[str, Seen], tell: Tell) -> None:
    steps = len(found.sent) + len(found.removed)
    for done, path in enumerate(found.sent, start=1):
        target.put(path, root / path, theirs.get(path))
        tell("Sending", done, steps)
    for done, path in enumerate(found.removed, start=len(found.sent) + 1):
        target.remove(path)
        tell("Sending", done, steps)
