"""What every benchmark says: one figure of ours beside a peer's, in the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. ratio: ours over the peer's; goal: what it should reach or stay under; holds: whether it does.

    None where the peer is missing: that is not a pass.
    """

    what: str
    ours: float | None
    peer: float | None
    ratio: float | None
    goal: float
    holds: bool | None

    def __str__(self) -> str:
        if self.ratio is None or self.ours is None or self.peer is None:
            return f"{self.what}: not measured (goal {self.goal})"
        verdict = "holds" if self.holds else "MISSED"
        return f"{self.what}: {self.ours:,} beside {self.peer:,}, ratio {self.ratio} (goal {self.goal}) {verdict}"
