"""Gaps that stretch: by how much what follows entries may become shorter or longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from studio.scheduling.values import ZERO, Position
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Slack:
    """By how much gaps together can be shorter and longer than the clock's room, in ms."""

    shorter: Ms = ZERO
    longer: Ms = ZERO

    def __add__(self, other: Slack) -> Slack:
        return Slack(Ms(self.shorter + other.shorter), Ms(self.longer + other.longer))

    def __sub__(self, other: Slack) -> Slack:
        return Slack(Ms(self.shorter - other.shorter), Ms(self.longer - other.longer))

    def times(self, count: int) -> Slack:
        """Of so many gaps alike; negative: of so many fewer."""
        return Slack(Ms(self.shorter * count), Ms(self.longer * count))


STIFF = Slack()
"""Gaps that cannot stretch."""


def slack_of(position: Position) -> Slack:
    """By how much what follows one entry of a position can be shorter and longer."""
    return Slack(Ms(position.after - position.shortest_pause), Ms(position.longest_pause - position.after))


def slack_after(positions: Iterable[Position]) -> Slack:
    """By how much what follows one entry of each position can be shorter and longer, together."""
    return sum(map(slack_of, positions), start=STIFF)
