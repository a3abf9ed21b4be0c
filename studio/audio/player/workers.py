"""Who does the work: functions and their arguments go in, and results are found in the cache."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from studio.errors import Fault, SoundRefused

Workers = Callable[[Callable[..., None], Sequence[tuple[Any, ...]], Callable[[int], None]], None]
"""Calls a function once for each tuple of arguments, in any order, and says after each how many are done.

Raises SoundRefused with the faults of all that were refused, after the others were done.
"""


def in_turn(work: Callable[..., None], tasks: Sequence[tuple[Any, ...]], done: Callable[[int], None]) -> None:
    """One after another, here."""
    refused: list[Fault] = []
    for count, task in enumerate(tasks, 1):
        try:
            work(*task)
        except SoundRefused as error:
            refused += error.faults
        done(count)
    SoundRefused.raise_if(refused)
