"""Whether somebody asked to end: what is asked wherever a season takes long."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Stopped = Callable[[], bool]
OFTEN = 2_000
One = TypeVar("One")


def never() -> bool:
    """Nobody may end it."""
    return False


def until(stopped: Stopped, many: Iterable[One], every: int = OFTEN) -> Iterator[One]:
    """Some of many: all, or those before somebody asked to end. every: how many between two questions."""
    for number, one in enumerate(many):
        if number % every == 0 and stopped():
            return
        yield one
