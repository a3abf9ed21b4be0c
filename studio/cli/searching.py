"""A search on a terminal: one line with its stage, points and proven gap, and Ctrl-C that keeps the best; quiet in a
pipe."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.live import Live
from rich.text import Text

from studio.cli.shown import ERR
from studio.cli.words import _
from studio.languages import N_
from studio.scheduling.seasons.values import Step

STAGES = {
    "start": N_("A first plan"),
    "bound": N_("Its proof"),
    "better": N_("Better plans"),
    "done": N_("Done"),
}
"""The stages of a search."""
Searching = tuple[Callable[[Step], None], Callable[[], bool]]
"""What a search calls with every step, and what it asks whether to end."""


def told(step: Step) -> str:
    """A step in words: the stage and how far it is, the points, the gap."""
    stage = _(STAGES[step.stage])
    if step.rounds:
        stage = f"{stage} {step.round}/{step.rounds}"
    points = _("{points} points").format(points=step.points)
    gap = _("at most {gap} from the best").format(gap=f"{step.gap:.2%}") if step.bound else _("no proof yet")
    return f"{stage}: {points}, {gap}. " + _("Ctrl-C keeps this.")


@contextmanager
def searching() -> Iterator[Searching]:
    """While the block runs, the first Ctrl-C asks the search to end with what it has; the second ends everything.

    A terminal shows one line that changes, and nothing of it stays.
    """
    asked = False
    live = Live(console=ERR, auto_refresh=False, transient=True)

    def ask(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    def show(step: Step) -> None:
        if ERR.is_terminal:
            live.start()
            live.update(Text(told(step), no_wrap=True, overflow="ellipsis"), refresh=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield show, (lambda: asked)
    finally:
        live.stop()
        signal.signal(signal.SIGINT, before)
