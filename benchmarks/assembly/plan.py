"""The plan of the episode that every way of assembling it reads: recordings, joins, beds, levels, chapters."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

GRID_MS = 24
"""Milliseconds of an MP3 frame at 48 kHz; segments begin on it."""
SEGMENTS = 12
FADE_MS = 1000

Kind = Literal["speech", "music"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One recording of the episode.

    file: in the folder of the plan. channels: 1 or 2, as recorded. spoken: where the voice speaks, milliseconds of the
    recording; beds give way there.
    """

    title: str
    file: str
    kind: Kind
    channels: int
    spoken: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Twelve segments, each heard from its recording's first millisecond, joined by crossfades of equal power.

    step_ms: from the start of one segment to the start of the next; a segment sounds FADE_MS longer, into the next one,
    and the last ends with its step. lufs: of each recording. ceiling: dBTP. bed: a file that is looped under speech,
    bed_lufs where nobody speaks, duck_db lower where somebody does, with attack before and release after, milliseconds.
    """

    title: str
    step_ms: int
    segments: tuple[Segment, ...]
    bed: str
    bed_ms: int
    lufs: float = -16.0
    ceiling: float = -1.0
    bed_lufs: float = -20.0
    duck_db: float = -14.0
    attack_ms: int = 300
    release_ms: int = 900

    @property
    def length_ms(self) -> int:
        """Of the whole episode."""
        return self.step_ms * len(self.segments)

    @property
    def starts_ms(self) -> tuple[int, ...]:
        """Where each segment begins; its chapter begins there too."""
        return tuple(self.step_ms * index for index in range(len(self.segments)))

    def heard_ms(self, index: int) -> int:
        """How much of a recording is heard, from its beginning."""
        return self.step_ms + (FADE_MS if index < len(self.segments) - 1 else 0)


def step_of(minutes: float) -> int:
    """Milliseconds of a twelfth of so many minutes, on the grid."""
    return int(minutes * 60_000 / SEGMENTS) // GRID_MS * GRID_MS


def replaced(plan: Plan, index: int, other: Segment) -> Plan:
    """Another recording of the same length in place of one."""
    return replace(plan, segments=(*plan.segments[:index], other, *plan.segments[index + 1 :]))


def pulled(plan: Plan, index: int) -> Plan:
    """The episode without one segment, shorter by its step."""
    return replace(plan, segments=plan.segments[:index] + plan.segments[index + 1 :])


def write(plan: Plan, path: Path) -> None:
    """Keep a plan beside its recordings."""
    path.write_text(json.dumps(asdict(plan), indent=1), encoding="utf-8")


def read(path: Path) -> Plan:
    """The plan in a file."""
    found = json.loads(path.read_text(encoding="utf-8"))
    segments = [
        Segment(
            one["title"], one["file"], one["kind"], one["channels"], tuple((start, end) for start, end in one["spoken"])
        )
        for one in found.pop("segments")
    ]
    return Plan(segments=tuple(segments), **found)


def metadata(plan: Plan) -> str:
    """Title and chapters as ffmpeg reads them. Source: ffmpeg-formats, Metadata."""
    lines = [";FFMETADATA1", f"title={plan.title}"]
    for start, end, segment in zip(plan.starts_ms, ends(plan), plan.segments, strict=True):
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start}", f"END={end}", f"title={segment.title}"]
    return "\n".join(lines) + "\n"


def ends(plan: Plan) -> Sequence[int]:
    """Where each chapter ends, milliseconds."""
    return [*plan.starts_ms[1:], plan.length_ms]
