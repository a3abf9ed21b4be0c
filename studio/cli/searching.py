"""A search on a terminal: points and proven gap while it runs, and Ctrl-C that keeps the best; quiet in a pipe."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from studio.cli.shown import ERR
from studio.cli.words import _
from studio.scheduling.seasons.values import Step

Searching = tuple[Callable[[Step], None], Callable[[], bool]]
"""What a search calls with every step, and what it asks whether to end."""


def told(step: Step) -> str:
    """A step in words."""
    points = _("{points} points").format(points=step.points)
    gap = _("at most {gap} from the best").format(gap=f"{step.gap:.2%}") if step.bound else _("no proof yet")
    return f"{points}, {gap}. " + _("Ctrl-C keeps this.")


@contextmanager
def searching() -> Iterator[Searching]:
    """While the block runs, the first Ctrl-C asks the search to end with what it has; the second ends everything."""
    asked, last = False, ""

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def show(step: Step) -> None:
        nonlocal last
        if ERR.is_terminal and told(step) != last:
            last = told(step)
            ERR.print(last, markup=False)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield show, (lambda: asked)
    finally:
        signal.signal(signal.SIGINT, before)
