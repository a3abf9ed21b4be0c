"""What a withdrawal touches, as it is shown, confirmed and kept: codes, digests, paths, nobody's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from studio.clearance.withdrawing import Coverage, Given
from studio.errors import Fault, fault_of


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition in which a segment stands or stood.

    coming: it is to be aired. planned: the segment is in its rundown in force. built: it is in its newest build.
    published: that is, or was, in the feed. going: keys of the entries that go, the headlines that announce it among
    them; own: the kinds of its own scripts among these. left: stories that stay. builds: rows of builds that go.
    masters: their digests. file: what the station was given. empty: ms of its airtime that no music of its clock can
    fill then, -1 where that cannot be told.
    """

    slug: str
    station: str
    starts_at: str
    coming: bool
    planned: bool
    built: bool
    published: bool
    going: tuple[str, ...]
    own: tuple[str, ...]
    left: int
    builds: tuple[int, ...] = ()
    masters: tuple[str, ...] = ()
    file: str = ""
    empty: int = 0


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything that a withdrawal touches.

    segments: keys; naming: those of others in which a name that goes stands. scripts: rows; takes, recordings: digests
    in the vault, originals and working copies. addresses: paths below feeds/ that answer 410 from then on. files,
    bags: of this workspace, without which nothing is kept. by_hand: files that hold it and that Studio did not make.
    words: how many texts and names go from the records.
    lines: everything said to the person who confirms, in order.
    """

    kind: str
    name: str
    coverage: Coverage
    segments: tuple[str, ...] = ()
    naming: tuple[str, ...] = ()
    scripts: tuple[int, ...] = ()
    takes: tuple[str, ...] = ()
    recordings: tuple[str, ...] = ()
    editions: tuple[Edition, ...] = ()
    addresses: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    bags: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    words: int = 0
    lines: tuple[Fault, ...] = field(default=())
    unchangeable: tuple[Fault, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to be done."""
        return not (self.coverage.consents or self.segments or self.takes or self.recordings or self.words)


def plain(value: Touched) -> dict[str, Any]:
    """The value as JSON keeps it."""
    return asdict(value)


def touched_of(tree: Mapping[str, Any]) -> Touched:
    """The value that `plain` wrote, read back from JSON."""
    coverage = {**tree["coverage"], "said": tuple(tuple(one) for one in tree["coverage"]["said"])}
    coverage["staying"] = tuple(Given(**one) for one in coverage["staying"])
    own: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in tree.items()}
    own |= {
        "coverage": Coverage(**{key: tuple(one) for key, one in coverage.items()}),
        "editions": tuple(edition_of(one) for one in tree["editions"]),
        "lines": tuple(fault_of(one) for one in tree["lines"]),
        "unchangeable": tuple(fault_of(one) for one in tree["unchangeable"]),
    }
    return Touched(**own)


def edition_of(tree: Mapping[str, Any]) -> Edition:
    """An edition read back from JSON."""
    own: dict[str, Any] = {key: tuple(one) if isinstance(one, list) else one for key, one in tree.items()}
    return Edition(**own)
