"""What would be heard otherwise if an edition were built again: other words, another take, another treatment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from studio.audio.scores.treatment import Treatment, plain
from studio.errors import Fault, fault
from studio.pipeline import ledger
from studio.pipeline.sounds import Heard, Spoken
from studio.records.episodes import Build

VERSION = 1


def treated(treatment: Treatment) -> str:
    """The digest of what is done to a recording where it is heard."""
    return ledger.key("treated", VERSION, plain(treatment))


def changed_since(build: Build, spoken: Sequence[Spoken]) -> Iterator[Fault]:
    """A fault for each entry that lacks nothing and is heard otherwise now than it was built."""
    for one in spoken:
        then = [part for part in build.parts if part["entry"] == one.entry.key]
        script = one.script.id if one.script else None
        if not one.lacks and not same(then, script, one.heard):
            yield fault("pipeline.changed-since-built", one.entry.key)


def same(parts: Sequence[Mapping[str, Any]], script: int | None, heard: Sequence[Heard]) -> bool:
    """Whether an entry is heard as it was built; a build of before treatments were remembered says nothing of them."""
    return len(parts) == len(heard) and all(
        (part["script"], part["part"], part["digest"]) == (script, now.part.number, now.digest)
        and part.get("treated", treated(now.treatment)) == treated(now.treatment)
        for part, now in zip(parts, heard, strict=True)
    )
