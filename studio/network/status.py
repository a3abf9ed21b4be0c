"""Where an organization stands on its way into the Network, and where it can go from there."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from studio.errors import Fault, fault
from studio.records.kinds import ParticipantStatus as S

NEXT: Mapping[S, tuple[S, ...]] = {
    S.IDENTIFIED: (S.ASSESSED, S.LEFT),
    S.ASSESSED: (S.SELECTED, S.LEFT),
    S.SELECTED: (S.TRAINED, S.PAUSED, S.LEFT),
    S.TRAINED: (S.PARTICIPANT, S.PAUSED, S.LEFT),
    S.PARTICIPANT: (S.PAUSED, S.LEFT),
    S.PAUSED: (S.SELECTED, S.TRAINED, S.PARTICIPANT, S.LEFT),
    S.LEFT: (S.IDENTIFIED,),
}
"""The steps there are. Whoever left is looked at afresh."""


def step_faults(code: str, before: S, after: S) -> list[Fault]:
    """A fault where no single step leads from one status to the other; none where nothing changes."""
    if before is after or after in NEXT[before]:
        return []
    known = ", ".join(one.value for one in NEXT[before])
    return [fault("network.status-step", code, before=before.value, after=after.value, known=known)]


def way(before: S, after: S) -> tuple[S, ...]:
    """The shortest way from one status to another, both included."""
    ways: deque[tuple[S, ...]] = deque([(before,)])
    seen = {before}
    while ways:
        path = ways.popleft()
        if path[-1] is after:
            return path
        for following in NEXT[path[-1]]:
            if following not in seen:
                seen.add(following)
                ways.append((*path, following))
    raise AssertionError(f"no way from {before} to {after}")
