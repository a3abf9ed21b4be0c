"""One checker per rule: the judge of proposals, of rundowns edited by hand, and of tests. It knows no solver."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from studio.errors import Fault
from studio.scheduling.rules.case import Case
from studio.scheduling.rules.lengths import (
    belongs,
    budgeted,
    counted,
    filled,
    paused,
    pinned,
    repeated,
    sequence,
    standing,
    starts,
    stretched,
)
from studio.scheduling.rules.segments import communities, consent, embargo, expiry, fitting, kept, once, together
from studio.scheduling.timing.sections import section_numbers, sections
from studio.scheduling.values import Candidate, Clock, Lock, Rundown
from studio.units import Ms

Rule = Callable[[Case], list[Fault]]

GROUND: tuple[Rule, ...] = (belongs,)
RULES: tuple[Rule, ...] = (
    sequence,
    pinned,
    starts,
    filled,
    budgeted,
    standing,
    stretched,
    paused,
    repeated,
    counted,
    fitting,
    once,
    communities,
    together,
    consent,
    expiry,
    embargo,
    kept,
)
OF_SEGMENTS: tuple[Rule, ...] = (fitting, once, communities, together, consent, expiry, embargo, kept)


def violations(
    rundown: Rundown,
    clock: Clock,
    candidates: Sequence[Candidate],
    fixed: Mapping[str, Ms],
    locks: Sequence[Lock] = (),
) -> tuple[Fault, ...]:
    """Every rule that a rundown breaks, with its figures; empty: it can be aired. fixed: lengths in ms by position."""
    known = {candidate.key: candidate for candidate in candidates}
    case = Case(rundown, clock, known, fixed, locks, section_numbers(clock))
    ground = [found for rule in GROUND for found in rule(case)]
    if ground:
        return tuple(ground)
    whole = replace(case, parts=sections(clock, rundown.starts_at))
    return tuple(found for rule in RULES for found in rule(whole))


def unfilled_violations(
    rundown: Rundown,
    clock: Clock,
    candidates: Sequence[Candidate],
    fixed: Mapping[str, Ms],
    locks: Sequence[Lock] = (),
) -> tuple[Fault, ...]:
    """Every rule of its segments that a rundown breaks which cannot be filled: no length and no order is judged."""
    known = {candidate.key: candidate for candidate in candidates}
    case = Case(rundown, clock, known, fixed, locks, section_numbers(clock))
    return tuple(found for rule in OF_SEGMENTS for found in rule(case))
